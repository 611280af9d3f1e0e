//! Loading and scoring from text, as the command line does it from files.

use std::collections::BTreeMap;

use nudj::criteria::{Criteria, load};
use nudj::diag::{Diagnostic, Findings, Sources, render};
use nudj::evaluate::{Evaluation, evaluate};
use nudj::survey::{Round, RoundDocument, assemble};

/// What came of a piece of criteria and a round.
pub(crate) struct Case {
    pub(crate) sources: Sources,
    pub(crate) findings: Findings,
    pub(crate) criteria: Option<Criteria>,
    pub(crate) round: Option<Round>,
}

impl Case {
    /// All findings as a person sees them, without colour.
    #[allow(dead_code, reason = "used by the tests of broken input")]
    pub(crate) fn shown(&self) -> String {
        let shown: Vec<String> = self.findings.list().iter().map(|one| render(one, &self.sources, false)).collect();
        shown.join("\n\n")
    }

    /// Scores, where criteria and round are without error.
    #[allow(dead_code, reason = "used by the tests of laws and documentation")]
    pub(crate) fn evaluation(&self) -> Option<Evaluation> {
        if self.findings.has_errors() {
            return None;
        }
        let (criteria, round) = (self.criteria.as_ref()?, self.round.as_ref()?);
        Some(evaluate(&criteria.framework, &criteria.methodology, round))
    }
}

/// Reads criteria from named texts.
#[allow(dead_code, reason = "used by the tests of broken input")]
pub(crate) fn criteria(files: &[(&str, &str)]) -> Case {
    read(files, None, &[])
}

/// Reads criteria and a round from named texts; `tables` are the files that the round names.
#[allow(dead_code, reason = "used by the tests of laws and documentation")]
pub(crate) fn round(criteria: &[(&str, &str)], round: &str, tables: &[(&str, &str)]) -> Case {
    read(criteria, Some(round), tables)
}

fn read(criteria: &[(&str, &str)], round: Option<&str>, tables: &[(&str, &str)]) -> Case {
    let mut sources = Sources::default();
    let files: Vec<_> = criteria.iter().map(|(name, text)| sources.add(*name, *text)).collect();
    let (criteria, mut findings) = load(&files, &sources);
    let mut made = None;
    if let (Some(text), Some(criteria)) = (round, &criteria) {
        let file = sources.add("round.toml", text);
        let document = RoundDocument::read(file, &sources, &mut findings);
        let tables: BTreeMap<String, _> =
            tables.iter().map(|(name, text)| ((*name).to_owned(), sources.add(*name, *text))).collect();
        if let Some(document) = document {
            made = assemble(&document, &criteria.framework, &tables, &mut sources, &mut findings);
        }
    }
    Case { sources, findings, criteria, round: made }
}

/// Codes of findings in their order.
#[allow(dead_code, reason = "used by the tests of broken input")]
pub(crate) fn codes(findings: &[Diagnostic]) -> Vec<&'static str> {
    findings.iter().map(|one| one.code.id()).collect()
}

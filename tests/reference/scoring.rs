//! From the texts of criteria and a round to an evaluation, as the command line does it from files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use nudj::criteria::{Criteria, load};
use nudj::diag::{Findings, Severity, Sources, render};
use nudj::evaluate::{Evaluation, PanelStages, evaluate};
use nudj::model::{Absence, Datum};
use nudj::survey::{Round, RoundDocument, assemble};

use crate::matrix::text;

/// Names and texts of files.
pub(crate) type Files = BTreeMap<String, String>;

/// A round with its evaluation.
pub(crate) struct Scored {
    pub(crate) criteria: Criteria,
    pub(crate) round: Round,
    pub(crate) evaluation: Evaluation,
}

/// Loads criteria and a round and evaluates them; a finding that is an error is returned as a person would see it.
pub(crate) fn score(criteria: &Files, round: &str, tables: &Files) -> Result<Scored, String> {
    let mut sources = Sources::default();
    let files: Vec<_> = criteria.iter().map(|(name, text)| sources.add(name, text)).collect();
    let (criteria, mut findings) = load(&files, &sources);
    let Some(criteria) = criteria else { return Err(shown(&findings, &sources)) };
    let file = sources.add("round.toml", round);
    let Some(document) = RoundDocument::read(file, &sources, &mut findings) else {
        return Err(shown(&findings, &sources));
    };
    let mut named = BTreeMap::new();
    for (name, _) in document.files() {
        let text = tables.get(&name).ok_or_else(|| format!("the round needs `{name}`"))?;
        named.insert(name.clone(), sources.add(name, text));
    }
    let round = assemble(&document, &criteria.framework, &named, &mut sources, &mut findings);
    let Some(round) = round.filter(|_| !findings.has_errors()) else { return Err(shown(&findings, &sources)) };
    let evaluation = evaluate(&criteria.framework, &criteria.methodology, &round);
    if evaluation.findings.has_errors() {
        return Err(shown(&evaluation.findings, &sources));
    }
    Ok(Scored { criteria, round, evaluation })
}

fn shown(findings: &Findings, sources: &Sources) -> String {
    let errors = findings.list().iter().filter(|finding| finding.severity == Severity::Error);
    errors.take(5).map(|finding| render(finding, sources, false)).collect::<Vec<_>>().join("\n")
}

/// The files of a folder with this extension.
pub(crate) fn folder(path: &Path, extension: &str) -> Result<Files, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut files = Files::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?.path();
        if entry.extension().is_some_and(|there| there == extension) {
            let name = entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.insert(name, text(&entry)?);
        }
    }
    Ok(files)
}

impl Scored {
    /// The stages of the only panel of an index without slices.
    pub(crate) fn stages(&self) -> &PanelStages {
        &self.evaluation.panels[0]
    }

    /// A unit's score at a node of the whole.
    pub(crate) fn score(&self, node: &str, unit: &str) -> Datum {
        self.at(node, unit).map_or(Err(Absence::Undefined), |score| score.score)
    }

    /// All that is known of a unit at a node of the whole.
    pub(crate) fn at(&self, node: &str, unit: &str) -> Option<&nudj::evaluate::NodeScore> {
        Some(self.evaluation.scores.whole.at(self.criteria.framework.node(node)?, self.unit(unit)?))
    }

    /// The place of a unit.
    pub(crate) fn unit(&self, code: &str) -> Option<usize> {
        self.round.units().iter().position(|unit| unit.code() == code)
    }
}

//! The only door from raw sections to valid criteria.
//!
//! Every check adds its finding and goes on with the nearest harmless value, so that one run shows all problems. The
//! result is used only when no finding is an error.

mod alternatives;
mod conditions;
mod editions;
mod indicators;
mod methods;
mod tables;
mod tree;
mod vocabulary;
mod wholes;

pub(crate) use alternatives::Alternatives;
pub(crate) use vocabulary::{check_code, check_text, check_words};

use std::collections::BTreeSet;

use super::framework::{Framework, Origin};
use super::read::{Criteria, RawFramework};
use crate::diag::{Code, Diagnostic, Findings, Place, meant, nearest};
use crate::model::{Range, Words};

/// What is built up on the way.
pub(super) struct Build<'f> {
    pub(super) framework: Framework,
    pub(super) findings: &'f mut Findings,
    /// Place of each node, for findings that concern two of them.
    pub(super) node_places: Vec<Place>,
    /// Place of `[framework]`, for findings that have no better one.
    pub(super) head_place: Option<Place>,
    /// Whether an adaptation says how indicators are observed.
    pub(super) adapted: bool,
}

/// Validates all sections and reports every problem.
pub(super) fn validate(raw: RawFramework, findings: &mut Findings) -> Option<Criteria> {
    // Sections that could not be read are missing below, and what refers to them is not wrong.
    let incomplete = findings.has_errors();
    let mut build = Build {
        framework: empty(),
        findings,
        node_places: Vec::new(),
        head_place: raw.head.first().map(|head| head.at),
        adapted: !raw.adaptation_files.is_empty(),
    };
    build.head(&raw.head);
    build.adaptation(raw.adaptation.as_ref());
    build.levels(&raw.levels);
    build.facets(&raw.facets);
    build.attributes(&raw.attributes);
    build.scales(&raw.scales);
    build.tables(&raw.tables);
    build.items(&raw.items);
    build.framework.bands = build.bands(&raw.bands);
    let order = build.tree(&raw.groups, &raw.indicators);
    build.indicators(&raw, &order);
    // An adaptation asks its own questions, so the parts that a whole of the framework names are not there.
    if raw.adaptation_files.is_empty() {
        build.wholes(&raw.wholes);
    }
    build.slices(&raw.slices);
    build.editions(&raw.editions);
    build.unused(&raw);
    let methodology = build.methodology(&raw, &order);
    let framework = build.framework;
    quieten(incomplete, findings);
    if findings.has_errors() {
        return None;
    }
    Some(Criteria { framework, methodology })
}

/// Drops what only follows from another finding, and what is said twice because several nodes share a setting.
fn quieten(incomplete: bool, findings: &mut Findings) {
    let follows =
        |code: Code| matches!(code, Code::UnknownParent | Code::UnknownReference | Code::NoChildren | Code::NoRoot);
    let mut seen = BTreeSet::new();
    findings.retain(|one| {
        let new = seen.insert((one.code, one.places.clone(), one.message.clone()));
        new && !(incomplete && follows(one.code))
    });
    if findings.has_errors() {
        findings.retain(|one| one.code != Code::UnusedDefinition);
    }
}

fn empty() -> Framework {
    Framework {
        code: String::new(),
        edition: String::new(),
        name: Words::default(),
        description: Words::default(),
        source: Words::default(),
        licence: Words::default(),
        scale: Range::new(0.0, 100.0).expect("0 is below 100"),
        decimals: 1,
        languages: vec!["en".to_owned()],
        origin: Origin::Published,
        levels: Vec::new(),
        facets: Vec::new(),
        attributes: Vec::new(),
        scales: Vec::new(),
        tables: Vec::new(),
        wholes: Vec::new(),
        items: Vec::new(),
        nodes: Vec::new(),
        indicators: Vec::new(),
        bands: Vec::new(),
        editions: Vec::new(),
        slices: None,
        adaptation: None,
    }
}

impl Build<'_> {
    /// Finds a word in a closed list; an unknown one is a finding that lists them.
    pub(super) fn choice<T: Copy>(&mut self, word: &str, at: Place, key: &str, choices: &[(&str, T)]) -> Option<T> {
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == word) {
            return Some(*value);
        }
        let help = meant(word, "use one of", ", ", choices.iter().map(|(name, _)| *name));
        self.findings.push(
            Diagnostic::new(Code::UnknownChoice, format!("`{word}` is not a choice for `{key}`")).at(at).help(help),
        );
        None
    }

    /// Finds a declared code; an unknown one is a finding with the nearest known code.
    pub(super) fn reference<'a>(
        &mut self,
        kind: &str,
        code: &str,
        at: Place,
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Option<usize> {
        if let Some(index) = known.clone().position(|candidate| candidate == code) {
            return Some(index);
        }
        let mut diagnostic = Diagnostic::new(Code::UnknownReference, format!("no {kind} has the code `{code}`")).at(at);
        if let Some(near) = nearest(code, known.clone()) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        } else {
            let listed: Vec<&str> = known.take(12).collect();
            diagnostic = diagnostic.help(if listed.is_empty() {
                format!("no {kind} is declared")
            } else {
                format!("declared are: {}", listed.join(", "))
            });
        }
        self.findings.push(diagnostic);
        None
    }

    pub(super) fn error(&mut self, code: Code, message: impl Into<String>, at: Place, help: impl Into<String>) {
        self.findings.push(Diagnostic::new(code, message).at(at).help(help));
    }
}

//! Loading and scoring from text, as the command line does it from files.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use nudj::analyse::uncertainty::{Plan, Scenario};
use nudj::criteria::{Criteria, load_adapted};
use nudj::diag::{Code, Findings, Sources, render};
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
    pub(crate) fn shown(&self) -> String {
        let shown: Vec<String> = self.findings.list().iter().map(|one| render(one, &self.sources, false)).collect();
        shown.join("\n\n")
    }

    /// What a set of files gives; the criteria are those whose names begin so. What evaluation finds is added.
    pub(crate) fn of(files: &Files) -> Case {
        let criteria: Vec<(&str, &str)> = files.iter().filter(|(name, _)| name.starts_with("criteria/")).collect();
        let named = |name: &str| !name.starts_with("criteria/") && name != "round.toml";
        let tables: Vec<(&str, &str)> = files.iter().filter(|(name, _)| named(name)).collect();
        let mut case = read(&criteria, files.get("round.toml"), &tables);
        for finding in case.evaluation().iter().flat_map(|evaluation| evaluation.findings.list()) {
            case.findings.push(finding.clone());
        }
        if let Some(text) = files.get("scenarios.toml") {
            case.scenario(text);
        }
        case
    }

    /// Reads a scenario and adds what is found in it.
    fn scenario(&mut self, text: &str) {
        let (Some(evaluation), Some(criteria), Some(round)) = (self.evaluation(), &self.criteria, &self.round) else {
            return;
        };
        let Criteria { framework, methodology } = criteria;
        let file = self.sources.add("scenarios.toml", text);
        let scenario = Scenario::read(file, framework, &self.sources, &mut self.findings);
        let plan = scenario.as_ref().and_then(|one| Plan::new(framework, methodology, round, &evaluation, one));
        for warning in plan.iter().zip(&scenario).flat_map(|(plan, scenario)| plan.idle(framework, scenario)) {
            self.findings.push(warning);
        }
    }

    /// Codes of the findings in their order.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.findings.list().iter().map(|one| one.code.id()).collect()
    }

    /// Drops the findings of one kind.
    pub(crate) fn forget(&mut self, code: Code) {
        let mut kept = Findings::default();
        self.findings.list().iter().filter(|one| one.code != code).for_each(|one| kept.push(one.clone()));
        self.findings = kept;
    }

    /// Scores, where criteria and round are without error.
    pub(crate) fn evaluation(&self) -> Option<Evaluation> {
        if self.findings.has_errors() {
            return None;
        }
        let (criteria, round) = (self.criteria.as_ref()?, self.round.as_ref()?);
        Some(evaluate(&criteria.framework, &criteria.methodology, round))
    }
}

/// Reads criteria from named texts.
pub(crate) fn criteria(files: &[(&str, &str)]) -> Case {
    read(files, None, &[])
}

/// Reads criteria and a round from named texts; `tables` are the files that the round names, with its adaptation.
pub(crate) fn round(criteria: &[(&str, &str)], round: &str, tables: &[(&str, &str)]) -> Case {
    read(criteria, Some(round), tables)
}

fn read(criteria: &[(&str, &str)], round: Option<&str>, tables: &[(&str, &str)]) -> Case {
    let mut sources = Sources::default();
    let files: Vec<_> = criteria.iter().map(|(name, text)| sources.add(*name, *text)).collect();
    let round = round.map(|text| sources.add("round.toml", text));
    let tables: BTreeMap<String, _> =
        tables.iter().map(|(name, text)| ((*name).to_owned(), sources.add(*name, *text))).collect();
    let mut of_round = Findings::default();
    let document = round.and_then(|file| RoundDocument::read(file, &sources, &mut of_round));
    let named = document.iter().flat_map(RoundDocument::adaptation);
    let adaptation: Vec<_> = named.filter_map(|(name, _)| tables.get(&name).copied()).collect();
    let (mut criteria, mut findings) = load_adapted(&files, &adaptation, &sources);
    let mut made = None;
    if let Some(criteria) = &mut criteria {
        of_round.list().iter().for_each(|finding| findings.push(finding.clone()));
        if let Some(document) = document {
            document.choose_edition(&mut criteria.framework, &mut findings);
            made = assemble(&document, &criteria.framework, &tables, &mut sources, &mut findings);
        }
    }
    Case { sources, findings, criteria, round: made }
}

/// Named texts: the files of criteria and of a round.
#[derive(Clone, Debug)]
pub(crate) struct Files(Vec<(String, String)>);

impl Files {
    /// The round from which broken cases and laws start.
    pub(crate) fn base() -> Files {
        let text = fs::read_to_string(cases().join("base.txt")).expect("the base can be read");
        let (_, sections) = text.split_once("\n\n").expect("the base has a head");
        Files(sections_of(sections).into_iter().map(|(name, text)| (name.to_owned(), text)).collect())
    }

    /// Names and texts in the order of the base.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The text of a file.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(there, _)| *there == name).map(|(_, text)| text)
    }

    /// The same files with another text for one of them, which may be new.
    pub(crate) fn with(&self, name: &str, text: &str) -> Files {
        let mut files = self.clone();
        match files.0.iter_mut().find(|(there, _)| there == name) {
            Some((_, there)) => text.clone_into(there),
            None => files.0.push((name.to_owned(), text.to_owned())),
        }
        files
    }

    /// The same files with one passage, which must stand there once, replaced.
    pub(crate) fn replaced(&self, name: &str, from: &str, to: &str) -> Files {
        let text = self.get(name).unwrap_or_else(|| panic!("no file {name}"));
        assert_eq!(text.matches(from).count(), 1, "{name} must hold this once:\n{from}");
        self.with(name, &text.replace(from, to))
    }

    /// The same files after the changes that a case lists:
    ///
    /// * `--- name` with old lines, `=>` and new lines: replaces the old lines, which must stand there once;
    /// * `--- name (whole)`: the file has this text;
    /// * `--- name (end)`: the text is added at the end;
    /// * `--- name (gone)`: the file is not there.
    pub(crate) fn changed(&self, changes: &str, case: &str) -> Files {
        let mut files = self.clone();
        for (title, text) in sections_of(changes) {
            let (name, how) = title.strip_suffix(')').and_then(|title| title.split_once(" (")).unwrap_or((title, ""));
            files = match how {
                "whole" => files.with(name, &text),
                "end" => {
                    let before = files.get(name).unwrap_or_default();
                    files.with(name, &format!("{before}{text}"))
                }
                "gone" => Files(files.0.into_iter().filter(|(there, _)| there != name).collect()),
                "" => {
                    let (from, to) = text.split_once("=>\n").unwrap_or_else(|| panic!("{case}: no `=>` in {title}"));
                    // A passage may end inside a line.
                    let ends_inside = !files.get(name).is_some_and(|text| text.contains(from)) && !from.is_empty();
                    if ends_inside {
                        files.replaced(name, from.trim_end(), to.trim_end())
                    } else {
                        files.replaced(name, from, to)
                    }
                }
                other => panic!("{case}: nobody knows how to change `{other}`"),
            };
        }
        files
    }
}

/// Splits at the lines that begin with `--- `; an empty line at the end of a section only separates.
fn sections_of(text: &str) -> Vec<(&str, String)> {
    let mut sections: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("--- ") {
            sections.push((title, String::new()));
        } else if let Some((_, body)) = sections.last_mut() {
            *body += line;
            *body += "\n";
        }
    }
    let count = sections.len();
    for (_, body) in sections.iter_mut().take(count.saturating_sub(1)) {
        if body.ends_with("\n\n") || *body == "\n" {
            body.pop();
        }
    }
    sections
}

/// `tests/cases`.
pub(crate) fn cases() -> PathBuf {
    root().join("tests").join("cases")
}

/// The folder of the crate.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

//! The two lists that the run is judged by: what passes (`pass.txt`) and why the rest differs (`known.toml`).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::figures::{Case, Differing};

/// Share of a figure that another order of adding may change.
const ROUNDING: f64 = 1e-10;

/// `known.toml`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Known {
    #[serde(default)]
    difference: Vec<Difference>,
}

/// A difference whose cause is known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    /// The case; `*` stands for any text.
    case: String,
    /// The figure; `*` stands for any text.
    figure: String,
    /// What comes out here, where it is one figure: a value or the code of an absence.
    here: Option<String>,
    /// How many figures differ in all cases that match.
    count: usize,
    /// Why they differ.
    cause: String,
}

/// Differing figures of one case that have one cause, or none.
pub(crate) struct Group<'c> {
    pub(crate) cause: Option<&'c str>,
    pub(crate) figures: Vec<&'c Differing>,
}

impl Known {
    pub(crate) fn parse(text: &str) -> Result<Known, String> {
        toml::from_str(text).map_err(|error| format!("known.toml: {error}"))
    }

    /// The differing figures of a case by their cause; those without one come last.
    pub(crate) fn groups<'c>(&'c self, case: &'c Case) -> Vec<Group<'c>> {
        let mut groups: BTreeMap<usize, Vec<&Differing>> = BTreeMap::new();
        for differing in &case.differing {
            let at = self.difference.iter().position(|known| known.matches(case, differing));
            groups.entry(at.unwrap_or(usize::MAX)).or_default().push(differing);
        }
        let cause = |at: usize| self.difference.get(at).map(|known| known.cause.as_str());
        groups.into_iter().map(|(at, figures)| Group { cause: cause(at), figures }).collect()
    }

    /// Known differences that are more or fewer than the list says.
    pub(crate) fn stale(&self, cases: &[Case]) -> Vec<String> {
        let mut found = vec![0; self.difference.len()];
        for (case, differing) in cases.iter().flat_map(|case| case.differing.iter().map(move |one| (case, one))) {
            if let Some(at) = self.difference.iter().position(|known| known.matches(case, differing)) {
                found[at] += 1;
            }
        }
        let entries = self.difference.iter().zip(found);
        entries
            .filter(|(known, found)| known.count != *found)
            .map(|(known, found)| {
                format!("known.toml: `{}` `{}`: {} listed, {found} found", known.case, known.figure, known.count)
            })
            .collect()
    }
}

impl Difference {
    fn matches(&self, case: &Case, differing: &Differing) -> bool {
        let here = self.here.as_ref().is_none_or(|here| same(here, &differing.ours));
        here && fits(&self.case, &case.id) && fits(&self.figure, &differing.figure)
    }
}

/// Whether two printed figures are the same word, or the same number but for what rounding does.
fn same(listed: &str, found: &str) -> bool {
    match (listed.parse::<f64>(), found.parse::<f64>()) {
        (Ok(listed), Ok(found)) => (listed - found).abs() <= ROUNDING * listed.abs(),
        _ => listed == found,
    }
}

/// Whether the text fits the pattern, in which `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else { return pattern == text };
    let Some(rest) = text.strip_prefix(head) else { return false };
    rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| fits(tail, &rest[at..]))
}

/// The line by which a case stands in the pass list.
pub(crate) fn pass_line(case: &Case) -> String {
    format!("{}: {} of {}", case.id, case.equal, case.compared)
}

/// Whether a case passes: every figure that differs has a known cause.
pub(crate) fn passes(known: &Known, case: &Case) -> bool {
    case.compared > 0 && known.groups(case).iter().all(|group| group.cause.is_some())
}

/// What is not as the pass list says.
pub(crate) fn against_pass_list(list: &str, known: &Known, cases: &[Case]) -> Vec<String> {
    let listed: BTreeMap<&str, &str> = list
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.rsplit_once(": "))
        .collect();
    let mut wrong = Vec::new();
    for case in cases {
        let line = pass_line(case);
        let counts = line.rsplit_once(": ").map_or("", |(_, counts)| counts);
        match listed.get(case.id.as_str()) {
            Some(_) if !passes(known, case) => wrong.push(format!("pass.txt: `{}` is listed and fails", case.id)),
            Some(there) if *there != counts => {
                wrong.push(format!("pass.txt: `{}` is listed with {there}, found {counts}", case.id));
            }
            Some(_) => {}
            None if passes(known, case) => wrong.push(format!("pass.txt: passes and is not listed; add\n{line}")),
            None => wrong.push(format!("`{}` fails", case.id)),
        }
    }
    for id in listed.keys().filter(|id| !cases.iter().any(|case| case.id == **id)) {
        wrong.push(format!("pass.txt: `{id}` is listed and was not run"));
    }
    wrong
}

/// The pass list that these cases make.
pub(crate) fn blessed(known: &Known, cases: &[Case]) -> String {
    let head = "# What reproduces: case, figures equal, figures compared. Differences with a known cause are in known.toml.\n\
                # Written by `cargo run --release --example reference -- --bless`.\n";
    let lines = cases.iter().filter(|case| passes(known, case)).map(pass_line);
    lines.fold(head.to_owned(), |all, line| format!("{all}{line}\n"))
}

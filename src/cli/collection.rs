//! A folder of rounds: what is read for a report over all of them.

use std::fs;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::arguments::CriteriaOption;
use super::files::Reading;
use super::output::Scored;
use super::show;
use crate::analyse::{Side, compare};
use crate::diag::{Code, Diagnostic, Findings};
use crate::survey::{Collection, Series};

/// The file that describes a collection.
const FILE: &str = "collection.toml";

/// A collection with its rounds scored.
pub(super) struct Collected {
    pub(super) collection: Collection,
    pub(super) folders: Vec<String>,
    pub(super) rounds: Vec<Scored>,
}

/// The folders with a round below a folder, in order of name; nothing where there is none.
pub(super) fn round_folders(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.join("round.toml").is_file())
        .filter_map(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names
}

/// Whether a path is a folder of rounds.
pub(super) fn is_collection(path: &Path) -> Option<PathBuf> {
    let folder = if path.is_file() { path.parent()? } else { path };
    let alone = folder.join("round.toml").is_file() || folder.join("framework.toml").is_file();
    (!alone && !round_folders(folder).is_empty()).then(|| folder.to_path_buf())
}

impl Collected {
    /// Reads the collection and scores every round; problems of all rounds are shown before it gives up.
    pub(super) fn read(folder: &Path, option: &CriteriaOption, purpose: &str) -> Result<Collected, Outcome> {
        let folders = round_folders(folder);
        let mut reading = Reading::default();
        let mut findings = Findings::default();
        let file = folder.join(FILE);
        let collection = if file.is_file() {
            let read = reading.text(&file, None, &mut findings);
            read.and_then(|file| Collection::read(file, &folders, &reading.sources, &mut findings))
        } else {
            let name =
                folder.file_name().map_or_else(|| "rounds".to_owned(), |name| name.to_string_lossy().into_owned());
            Some(Collection::plain(&name))
        };
        let mut failed = None;
        let mut rounds = Vec::new();
        for name in &folders {
            match Scored::read(&folder.join(name), option, purpose) {
                Ok(scored) => rounds.push(scored),
                Err(outcome) => failed = Some(outcome),
            }
        }
        if let Some(collection) = &collection
            && failed.is_none()
        {
            collection.series.iter().for_each(|series| large_changes(series, &rounds, &mut findings));
        }
        if !findings.is_empty() {
            show::findings(&findings, &reading.sources, option.format);
        }
        match (collection.filter(|_| !findings.has_errors()), failed) {
            (Some(collection), None) => Ok(Collected { collection, folders, rounds }),
            (_, Some(outcome)) => Err(outcome),
            (None, None) => Err(Outcome::Findings),
        }
    }

    /// How a command ends that did its work.
    pub(super) fn outcome(&self) -> Outcome {
        let worst = self.rounds.iter().any(|scored| scored.outcome() != Outcome::Done);
        if worst { Outcome::Findings } else { Outcome::Done }
    }
}

/// Index scores that move more than the series declares.
fn large_changes(series: &Series, rounds: &[Scored], findings: &mut Findings) {
    let Some(limit) = series.largest_change else { return };
    for pair in series.rounds.windows(2) {
        let (Some(before), Some(after)) = (rounds.get(pair[0]), rounds.get(pair[1])) else { continue };
        for (at, unit) in after.frozen.units.iter().enumerate() {
            let Some(earlier) = before.frozen.units.iter().position(|other| other.code == unit.code) else { continue };
            let first = Side { frozen: &before.frozen, unit: earlier };
            let second = Side { frozen: &after.frozen, unit: at };
            for node in compare(first, second).nodes {
                let Some(change) = node.change.filter(|change| change.abs() > limit) else { continue };
                let code = &after.frozen.framework.nodes[node.second].code;
                let figure = |scored: &Scored, side: Side<'_>, node: usize| {
                    let score = side.score(node).and_then(|score| score.score).unwrap_or(0.0);
                    format!("{score} in {}{}", scored.frozen.round.period, stands(scored, side.unit, node))
                };
                let message = format!(
                    "`{code}` of `{}` moves by {change:+.1} points, from {} to {}; the series declares {limit} as plausible",
                    unit.code,
                    figure(before, first, node.first),
                    figure(after, second, node.second),
                );
                findings
                    .push(Diagnostic::new(Code::LargeChange, message).at(series.place).help(Code::LargeChange.mend()));
            }
        }
    }
}

/// Where a published score stands; nothing for a computed one, which `nudj explain` traces.
fn stands(scored: &Scored, unit: usize, node: usize) -> String {
    let reported = scored
        .loaded
        .round
        .as_ref()
        .and_then(|round| round.reported.iter().find(|reported| reported.unit == unit && reported.node == node));
    let sources = &scored.loaded.reading.sources;
    reported.map_or_else(String::new, |reported| {
        let at = reported.place;
        format!(" ({}:{}:{})", sources.name(at.file), sources.line(at), sources.column(at))
    })
}

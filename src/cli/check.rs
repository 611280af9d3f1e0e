//! `nudj check`

use std::path::Path;

use super::arguments::{CheckCommand, Format};
use super::collection::{Collected, is_collection};
use super::load::{Kind, Loaded, kind};
use super::{Outcome, show};

pub(super) fn run(command: &CheckCommand) -> Outcome {
    if let Some(folder) = is_collection(&command.path) {
        return check_collection(command, &folder);
    }
    let loaded = match kind(&command.path) {
        Some((Kind::Criteria, folder)) => Loaded::criteria(&folder),
        _ => Loaded::round(&command.path, command.criteria.criteria.as_deref()),
    };
    if command.criteria.format == Format::Json {
        show::out(&format!("{}\n", show::json(&loaded.findings, &loaded.reading.sources)));
    } else {
        show::findings(&loaded.findings, &loaded.reading.sources, Format::Text);
        if !loaded.could_not_run {
            show::out(&format!("{}{}\n", summary(&loaded), show::count(&loaded.findings)));
        }
    }
    if loaded.could_not_run {
        Outcome::CouldNotRun
    } else if loaded.findings.has_errors() {
        Outcome::Findings
    } else {
        Outcome::Done
    }
}

/// Every round of a folder, scored, so that what only a series shows is found too.
fn check_collection(command: &CheckCommand, folder: &Path) -> Outcome {
    match Collected::read(folder, &command.criteria, "report") {
        Ok(collected) => {
            if command.criteria.format == Format::Text {
                collected.rounds.iter().for_each(|scored| show::out(&summary(&scored.loaded)));
            }
            collected.outcome()
        }
        Err(outcome) => outcome,
    }
}

/// What was read, in one line for each kind.
fn summary(loaded: &Loaded) -> String {
    let mut text = String::new();
    if let Some(criteria) = &loaded.criteria {
        let framework = &criteria.framework;
        text += &format!(
            "{} {}: {} nodes, {} indicators, {} items, {} questions\n",
            framework.code(),
            framework.edition(),
            framework.nodes().len(),
            framework.indicators().len(),
            framework.items().len(),
            framework.tables.iter().map(|table| table.questions.len()).sum::<usize>(),
        );
    }
    if let Some(framework) = loaded.criteria.as_ref().map(|criteria| &criteria.framework)
        && framework.adaptation.is_some()
    {
        let observed = framework.indicators().iter().filter(|indicator| framework.observes(indicator)).count();
        let all = framework.indicators().len();
        text += &format!("adapted: {observed} of {all} indicators observed, the others not assessed\n");
    }
    if let Some(round) = &loaded.round {
        let rows: usize = round.answers().iter().map(|answers| answers.rows.len()).sum();
        text += &format!(
            "{} {}: {} units, {rows} rows of answers, {} reported scores, {} rows skipped\n",
            round.framework(),
            round.code(),
            round.units().len(),
            round.reported.len(),
            round.skipped,
        );
    }
    text
}

//! Draws that are kept on disk, and found there again.

use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::files::{file, hex};
use crate::analyse::uncertainty::{Draws, Scenario, Subject};
use crate::diag::{Code, Diagnostic};
use crate::frozen::InputFile;
use crate::methods::ranking::ranks;
use crate::model::{Absence, Datum};

/// The kept draws.
pub(super) const DRAWS: &str = "draws.csv";

/// What the kept draws were made from.
pub(super) const MARK: &str = "draws.json";

/// What draws depend on: if none of it has changed, more draws can follow.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Mark {
    nudj: String,
    inputs: Vec<InputFile>,
    seed: u64,
    sample: String,
    /// Hash of all that varies.
    scenario: String,
}

impl Mark {
    pub(super) fn new(inputs: &[InputFile], scenario: &Scenario) -> Mark {
        // How many draws there are, and where the scenario stands, does not change what they are.
        let varies = Scenario { draws: 0, place: None, ..scenario.clone() };
        Mark {
            nudj: env!("CARGO_PKG_VERSION").to_owned(),
            inputs: inputs.to_vec(),
            seed: scenario.seed,
            sample: scenario.sample.word().to_owned(),
            scenario: hex(&Sha256::digest(format!("{varies:?}"))),
        }
    }

    /// What is not as it was, in words; nothing where all is.
    fn changed(&self, now: &Mark) -> Option<String> {
        let file = |one: &InputFile| !self.inputs.contains(one);
        let changed = now
            .inputs
            .iter()
            .find(|one| file(one))
            .or_else(|| self.inputs.iter().find(|one| !now.inputs.contains(one)));
        if self.nudj != now.nudj {
            return Some(format!("they were made by version {} of nudj", self.nudj));
        }
        if let Some(changed) = changed {
            return Some(format!("`{}` is not the same as it was", changed.path));
        }
        if self.seed != now.seed {
            return Some(format!("their seed is {} and not {}", self.seed, now.seed));
        }
        if self.sample != now.sample {
            return Some(format!("they are a {} sample and not a {} one", self.sample, now.sample));
        }
        (self.scenario != now.scenario).then(|| "other things vary in them".to_owned())
    }
}

/// The draws that an earlier run kept, up to the number that is wanted.
pub(super) fn read(folder: &Path, subject: Subject<'_>, now: &Mark) -> Result<Draws, Diagnostic> {
    let refused = |message: String| {
        Diagnostic::new(Code::CannotResume, message)
            .help("run without `--resume`; with `--keep-draws` the new draws can be gone on from later")
    };
    let shown = folder.display();
    let text = |name: &str| file(&folder.join(name)).ok_or_else(|| refused(format!("`{shown}` holds no kept draws")));
    let mark: Mark = serde_json::from_str(&text(MARK)?)
        .map_err(|error| refused(format!("`{MARK}` in `{shown}` cannot be read: {error}")))?;
    if let Some(changed) = mark.changed(now) {
        return Err(refused(format!("the draws in `{shown}` cannot be gone on from: {changed}")));
    }
    parsed(&text(DRAWS)?, subject).map_err(|line| refused(format!("line {line} of `{DRAWS}` in `{shown}` is damaged")))
}

/// Scores and ranks from the text; the number of a line that is not as it was written.
fn parsed(text: &str, subject: Subject<'_>) -> Result<Draws, usize> {
    let units = subject.round.units().len();
    let wanted = subject.scenario.draws as usize;
    let mut draws = Draws { units, ..Draws::default() };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for (number, row) in reader.records().take(wanted).enumerate() {
        let line = number + 2;
        let row = row.map_err(|_| line)?;
        let first = row.len().checked_sub(units).ok_or(line)?;
        if row.get(0) != Some(number.to_string().as_str()) {
            return Err(line);
        }
        let score = |cell: &str| -> Result<Datum, usize> {
            if cell.is_empty() {
                return Ok(Err(Absence::Undefined));
            }
            cell.parse().ok().filter(|score: &f64| score.is_finite()).map(Ok).ok_or(line)
        };
        let scores = row.iter().skip(first).map(score).collect::<Result<Vec<Datum>, usize>>()?;
        draws.ranks.extend(
            ranks(&scores).into_iter().map(|rank| rank.map_or(0, |rank| u16::try_from(rank).unwrap_or(u16::MAX))),
        );
        draws.scores.extend(scores.into_iter().map(|score| score.unwrap_or(0.0)));
    }
    Ok(draws)
}

/// One row for each draw: its choices, which give its scores again, and the scores.
pub(super) fn csv(subject: Subject<'_>, draws: &Draws) -> Result<Vec<u8>, String> {
    let Subject { framework, round, scenario, plan, .. } = subject;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let nodes: Vec<&str> = framework.nodes().iter().map(|node| node.code()).collect();
    let mut header: Vec<String> =
        ["draw", "imputation", "treatment", "normalisation", "aggregation", "missing", "left_out"]
            .map(str::to_owned)
            .into();
    header.extend(nodes.iter().skip(1).map(|code| format!("weight:{code}")));
    header.extend(round.units().iter().map(|unit| format!("score:{}", unit.code())));
    writer.write_record(&header).map_err(|error| error.to_string())?;
    let rows = draws.scores.chunks(draws.units.max(1)).zip(draws.ranks.chunks(draws.units.max(1)));
    for (number, (scores, ranks)) in rows.enumerate() {
        let choices = plan.choices(scenario.seed, number as u64);
        let mut row = vec![number.to_string()];
        let steps =
            [choices.imputation, choices.treatment, choices.normalisation, choices.aggregation, choices.missing];
        row.extend(steps.map(|step| step.to_string()));
        row.push(choices.left_out.and_then(|node| nodes.get(node)).copied().unwrap_or_default().to_owned());
        // Without slices, and with weights that do not depend on the slice, the first panel says all.
        row.extend(choices.weights.iter().take(nodes.len()).skip(1).map(f64::to_string));
        row.extend(
            scores.iter().zip(ranks).map(|(score, rank)| if *rank > 0 { score.to_string() } else { String::new() }),
        );
        writer.write_record(&row).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

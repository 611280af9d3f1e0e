//! The analyses that a report carries, made of the rounds that it is about.

use std::path::Path;

use super::Outcome;
use super::arguments::{Format, ReportCommand};
use super::output::{self, Scored};
use super::scenario::{Asked, all_threads, compiled};
use crate::analyse::coherence::{Level, Rules, coherence};
use crate::analyse::uncertainty::{Subject, Uncertainty, draw, removals, sensitivity, summarise};
use crate::report::Analyses;

/// Rows of the design behind the sensitivity on the page: enough to tell great sources from small ones.
const ROWS: usize = 512;

/// The level of the analysis of coherence, as it is written to its file.
const LEVEL: &str = "indicators";

/// Analyses a round for its report.
pub(super) fn analyses(command: &ReportCommand, round: &Path, scored: &mut Scored) -> Result<Analyses, Outcome> {
    let uncertainty = if command.no_uncertainty { None } else { Some(uncertainty(command, round, scored)?) };
    let coherence = scored.loaded.criteria.as_ref().map(|criteria| {
        let of = (&criteria.framework, &criteria.methodology);
        coherence(of.0, of.1, &scored.evaluation, Level::Indicators, Rules::default())
    });
    Ok(Analyses { uncertainty, coherence })
}

fn uncertainty(command: &ReportCommand, round: &Path, scored: &mut Scored) -> Result<Uncertainty, Outcome> {
    let format: Format = command.criteria().format;
    let asked = Asked { file: command.scenarios.as_deref(), draws: command.draws, seed: command.seed };
    let scenario = asked.scenario(round, scored, format)?;
    let plan = compiled(scored, &scenario, format)?;
    let (Some(criteria), Some(round)) = (&scored.loaded.criteria, &scored.loaded.round) else {
        return Err(Outcome::CouldNotRun);
    };
    let threads = all_threads();
    let draws = draw(&plan, scenario.seed, 0..u64::from(scenario.draws), threads);
    let (framework, methodology) = (&criteria.framework, &criteria.methodology);
    let subject = Subject { framework, methodology, round, scenario: &scenario, plan: &plan };
    let inputs = scored.loaded.reading.inputs.clone();
    let mut analysis = summarise(subject, &draws, scenario.draws as usize, inputs);
    if analysis.ranks_not_defined.is_none() {
        let codes: Vec<String> = round.units().iter().map(|unit| unit.code().to_owned()).collect();
        analysis.removals = removals(&plan, framework, &codes);
        if !analysis.sources.is_empty() {
            analysis.sensitivity = Some(sensitivity(&plan, framework, (scenario.seed, ROWS), &[], threads));
        }
    }
    Ok(analysis)
}

/// `analysis.json` and `coherence.json`, as far as the analyses were made.
pub(super) fn files(analyses: &Analyses, scored: &Scored) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut files = Vec::new();
    if let Some(uncertainty) = &analyses.uncertainty {
        files.push(("analysis.json".to_owned(), output::pretty(uncertainty)?));
    }
    if let Some(coherence) = &analyses.coherence {
        let (framework, round) = (&scored.frozen.framework, &scored.frozen.round);
        let of = [framework.code.as_str(), &framework.edition, &round.code];
        files.push(("coherence.json".to_owned(), output::pretty(&coherence.file(of, LEVEL))?));
    }
    Ok(files)
}

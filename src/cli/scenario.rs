//! What varies in an analysis of uncertainty: the scenario of a file or the usual one, compiled for a round.

use std::path::{Path, PathBuf};

use super::arguments::{Format, SampleOption, SamplingOption};
use super::load::{Kind, kind};
use super::output::Scored;
use super::{Outcome, show};
use crate::analyse::uncertainty::{MOST_COMBINATIONS, MOST_SOBOL_DRAWS, Plan, Sample, Scenario};
use crate::diag::{Code, Diagnostic, Findings};

/// The file that a round may have beside its `round.toml`.
const FILE: &str = "scenarios.toml";

/// What the command line says of a scenario.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) sampling: &'a SamplingOption,
    pub(super) draws: Option<u32>,
}

impl Asked<'_> {
    /// The scenario of the file that is named, else of the file beside the round, else the usual one.
    pub(super) fn scenario(&self, round: &Path, scored: &mut Scored, format: Format) -> Result<Scenario, Outcome> {
        let framework = scored.loaded.criteria.as_ref().map(|criteria| criteria.framework.clone());
        let Some(framework) = framework else { return Err(Outcome::CouldNotRun) };
        let beside = kind(round).filter(|(kind, _)| *kind == Kind::Round).map(|(_, folder)| folder.join(FILE));
        let path: Option<PathBuf> = self.sampling.scenarios.clone().or_else(|| beside.filter(|path| path.is_file()));
        let mut findings = Findings::default();
        let scenario = match path {
            None => Some(Scenario::usual(&framework)),
            Some(path) => {
                let reading = &mut scored.loaded.reading;
                let file = reading.text(&path, None, &mut findings);
                reading.inputs.sort_by(|a, b| a.path.cmp(&b.path));
                file.and_then(|file| Scenario::read(file, &framework, &reading.sources, &mut findings))
            }
        };
        if !findings.is_empty() {
            show::findings(&findings, &scored.loaded.reading.sources, format);
        }
        if findings.has_errors() && format == Format::Text {
            show::err(&format!("{}; no analysis is made from input with errors", show::count(&findings)));
        }
        let mut scenario = scenario.ok_or(Outcome::Findings)?;
        scenario.draws = self.draws.unwrap_or(scenario.draws);
        scenario.seed = self.sampling.seed.map_or(scenario.seed, u64::from);
        scenario.sample = match self.sampling.sample {
            Some(SampleOption::Random) => Sample::Random,
            Some(SampleOption::Sobol) => Sample::Sobol,
            None => scenario.sample,
        };
        if scenario.sample == Sample::Sobol && scenario.draws > MOST_SOBOL_DRAWS {
            let message = format!("a Sobol' sample cannot have {} draws", scenario.draws);
            let help = format!("ask for at most {MOST_SOBOL_DRAWS} draws, or for `--sample random`");
            show::failure(&Diagnostic::new(Code::BadArgument, message).help(help));
            return Err(Outcome::CouldNotRun);
        }
        Ok(scenario)
    }
}

/// The evaluation of a round compiled for a scenario; what the scenario varies in vain is told.
pub(super) fn compiled(scored: &Scored, scenario: &Scenario, format: Format) -> Result<Plan, Outcome> {
    let (Some(criteria), Some(round)) = (&scored.loaded.criteria, &scored.loaded.round) else {
        return Err(Outcome::CouldNotRun);
    };
    let plan = Plan::new(&criteria.framework, &criteria.methodology, round, &scored.evaluation, scenario);
    let Some(plan) = plan else {
        let message = format!(
            "the scenario combines more than {MOST_COMBINATIONS} ways of imputation, treatment and normalisation"
        );
        show::failure(&Diagnostic::new(Code::BadParameter, message).help("list fewer alternatives"));
        return Err(Outcome::CouldNotRun);
    };
    let mut idle = Findings::default();
    plan.idle(&criteria.framework, scenario).into_iter().for_each(|warning| idle.push(warning));
    if !idle.is_empty() {
        show::findings(&idle, &scored.loaded.reading.sources, format);
    }
    Ok(plan)
}

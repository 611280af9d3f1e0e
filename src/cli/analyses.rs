//! The analyses that a report carries, made of the rounds that it is about.

use std::path::Path;

use super::arguments::{Format, ReportCommand};
use super::draws::drawn;
use super::load::kind;
use super::output::{self, Scored};
use super::scenario::{Asked, compiled};
use super::{Outcome, show};
use crate::analyse::coherence::{Level, Rules, coherence};
use crate::analyse::improvement::Improvement;
use crate::analyse::uncertainty::{Draws, Subject, Uncertainty, remove_each, sensitivity, summarise};
use crate::diag::Findings;
use crate::report::{Analyses, Drafts};

/// Rows of the design behind the sensitivity on the page: enough to tell great sources from small ones.
const ROWS: usize = 512;

/// Name of the file of edited recommendations, beside that of the round.
const RECOMMENDATIONS: &str = "recommendations.toml";

/// The level of the analysis of coherence, as it is written to its file.
const LEVEL: &str = "indicators";

/// Analyses a round for its report.
pub(super) fn analyses(command: &ReportCommand, round: &Path, scored: &mut Scored) -> Result<Analyses, Outcome> {
    let uncertainty = if command.no_uncertainty { None } else { Some(uncertainty(command, round, scored)?) };
    let coherence = scored.loaded.criteria.as_ref().map(|criteria| {
        let of = (&criteria.framework, &criteria.methodology);
        coherence(of.0, of.1, &scored.evaluation, Level::Indicators, Rules::default())
    });
    let improvement = scored.loaded.criteria.as_ref().zip(scored.loaded.round.as_ref()).map(|(criteria, round)| {
        Improvement::of_round(&criteria.framework, &criteria.methodology, round, &scored.frozen)
    });
    let drafts = drafts(command, round, scored)?;
    Ok(Analyses { uncertainty, coherence, improvement, drafts, previous: None })
}

fn uncertainty(command: &ReportCommand, round: &Path, scored: &mut Scored) -> Result<Uncertainty, Outcome> {
    let format: Format = command.criteria().format;
    let asked = Asked { sampling: &command.sampling, draws: command.draws };
    let scenario = asked.scenario(round, scored, format)?;
    let plan = compiled(scored, &scenario, format)?;
    let (Some(criteria), Some(round)) = (&scored.loaded.criteria, &scored.loaded.round) else {
        return Err(Outcome::CouldNotRun);
    };
    let threads = command.sampling.threads();
    let (draws, _) = drawn(&plan, &scenario, Draws::default(), threads);
    let (framework, methodology) = (&criteria.framework, &criteria.methodology);
    let subject = Subject { framework, methodology, round, scenario: &scenario, plan: &plan };
    let inputs = scored.loaded.reading.inputs.clone();
    let mut analysis = summarise(subject, &draws, scenario.draws as usize, inputs);
    remove_each(subject, &mut analysis);
    if analysis.ranks_not_defined.is_none() && !analysis.sources.is_empty() {
        analysis.sensitivity = Some(sensitivity(&plan, framework, (scenario.seed, ROWS), &[], threads));
    }
    Ok(analysis)
}

/// The recommendations that somebody edited, if a file of them is named or stands beside the round. The file is then one of
/// the inputs of the report.
fn drafts(command: &ReportCommand, round: &Path, scored: &mut Scored) -> Result<Option<Drafts>, Outcome> {
    let beside = kind(round).map(|(_, folder)| folder.join(RECOMMENDATIONS)).filter(|path| path.is_file());
    let Some(path) = command.drafts.clone().or(beside) else { return Ok(None) };
    let mut findings = Findings::default();
    let reading = &mut scored.loaded.reading;
    let drafts = reading
        .text(&path, None, &mut findings)
        .and_then(|file| Drafts::read(file, &scored.frozen, &reading.sources, &mut findings));
    reading.inputs.sort_by(|one, other| one.path.cmp(&other.path));
    scored.frozen.manifest.inputs.clone_from(&reading.inputs);
    if !findings.is_empty() {
        show::findings(&findings, &reading.sources, command.criteria().format);
    }
    if drafts.is_none() { Err(Outcome::Findings) } else { Ok(drafts) }
}

/// `analysis.json`, `coherence.json` and `improvement.json`, as far as the analyses were made.
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
    if let Some(improvement) = &analyses.improvement {
        files.push(("improvement.json".to_owned(), output::pretty(improvement)?));
    }
    Ok(files)
}

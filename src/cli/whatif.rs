//! `nudj whatif`

use super::arguments::WhatifCommand;
use super::gaps::{efforts, no_score, of_unit};
use super::output::Scored;
use super::scenario::Asked;
use super::{Outcome, show};
use crate::analyse::improvement::{Baseline, Target, WhatIf, path, whatif};
use crate::analyse::uncertainty::{MOST_COMBINATIONS, Paired, Plan, Scenario, paired};
use crate::criteria::{Criteria, Framework};
use crate::diag::{Code, Diagnostic};
use crate::evaluate::evaluate_from;
use crate::explain::{OfUnit, paired_text, path_text, whatif_text};
use crate::survey::Round;

pub(super) fn run(command: &WhatifCommand) -> Outcome {
    let mut scored = match Scored::read(&command.round, &command.criteria, "what-if") {
        Ok(scored) => scored,
        Err(outcome) => return outcome,
    };
    let Some(unit) = scored.unit(&command.unit) else { return Outcome::CouldNotRun };
    let (Some(criteria), Some(round)) = (scored.loaded.criteria.clone(), scored.loaded.round.clone()) else {
        return Outcome::Findings;
    };
    let (criteria, round) = (&criteria, &round);
    let scenario = match scenario_of(command, &mut scored) {
        Ok(scenario) => scenario,
        Err(outcome) => return outcome,
    };
    let Some(baseline) = Baseline::new(&criteria.framework, &criteria.methodology, round, unit) else {
        return Outcome::CouldNotRun;
    };
    let about = of_unit(&criteria.framework, round, unit);
    let made = match &command.target {
        Some(target) => to_target(command, &baseline, about, target)
            .and_then(|text| text.ok_or_else(|| no_score(round, unit, baseline.standing().score)))
            .map_err(|one| vec![one]),
        None => changed(command, &baseline, about, scenario.as_ref().map(|scenario| (criteria, round, unit, scenario))),
    };
    match made {
        Ok(text) => {
            show::out(&text);
            scored.outcome()
        }
        Err(all) => {
            all.iter().for_each(show::failure);
            Outcome::CouldNotRun
        }
    }
}

/// The way to a target; nothing where the unit has no score.
fn to_target(
    command: &WhatifCommand,
    baseline: &Baseline<'_>,
    about: OfUnit<'_>,
    target: &str,
) -> Result<Option<String>, Diagnostic> {
    let efforts = efforts(&command.efforts)?;
    let wanted = Target::read(about.framework, target)?;
    Ok(path(baseline, wanted, &efforts).map(|path| path_text(about, &path, target)))
}

/// What varies, where draws are asked for.
fn scenario_of(command: &WhatifCommand, scored: &mut Scored) -> Result<Option<Scenario>, Outcome> {
    if command.draws.is_none() {
        return Ok(None);
    }
    let asked = Asked { sampling: &command.sampling, draws: command.draws };
    asked.scenario(&command.round, scored, command.criteria.format).map(Some)
}

/// What the changed values and weights do; all that is wrong with them at once.
fn changed(
    command: &WhatifCommand,
    baseline: &Baseline<'_>,
    about: OfUnit<'_>,
    drawn: Option<(&Criteria, &Round, usize, &Scenario)>,
) -> Result<String, Vec<Diagnostic>> {
    let mut asked = WhatIf::default();
    let mut wrong: Vec<Diagnostic> = Vec::new();
    let framework: &Framework = about.framework;
    wrong.extend(command.set.iter().filter_map(|text| asked.set(framework, text).err()));
    wrong.extend(command.weight.iter().filter_map(|text| asked.weigh(framework, text).err()));
    if command.set.is_empty() && command.weight.is_empty() {
        wrong.push(
            Diagnostic::new(Code::BadArgument, "nothing is to be changed")
                .help("name a value with `--set`, a weight with `--weight`, or a target with `--target`"),
        );
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let weighed = asked.framework(baseline).map_err(|one| vec![one])?;
    let text = whatif_text(about, &whatif(baseline, &weighed, &asked));
    let Some((criteria, round, unit, scenario)) = drawn else { return Ok(text) };
    let sides = Sides { baseline, weighed: &weighed, asked: &asked, criteria, round, scenario };
    let pairs = sides.drawn(unit, command.sampling.threads()).map_err(|one| vec![one])?;
    Ok(text + &paired_text(about, &pairs, scenario))
}

/// The two sides of a change.
struct Sides<'s> {
    baseline: &'s Baseline<'s>,
    weighed: &'s Framework,
    asked: &'s WhatIf,
    criteria: &'s Criteria,
    round: &'s Round,
    scenario: &'s Scenario,
}

impl Sides<'_> {
    /// Draws both sides.
    fn drawn(&self, unit: usize, threads: usize) -> Result<Paired, Diagnostic> {
        let Criteria { framework, methodology } = self.criteria;
        let plan = |framework: &Framework, panels| {
            let evaluation = evaluate_from(framework, methodology, self.round, panels);
            Plan::new(framework, methodology, self.round, &evaluation, self.scenario).ok_or_else(|| {
                let message = format!(
                    "the scenario combines more than {MOST_COMBINATIONS} ways of imputation, treatment and normalisation"
                );
                Diagnostic::new(Code::BadParameter, message).help("list fewer alternatives")
            })
        };
        let before = plan(framework, WhatIf::default().panels(self.baseline).0)?;
        let after = plan(self.weighed, self.asked.panels(self.baseline).0)?;
        let bands: Vec<f64> = framework.bands().iter().map(|band| band.from).collect();
        let draws = (self.scenario.seed, self.scenario.draws);
        Ok(paired((&before, &after), unit, draws, &bands, threads))
    }
}

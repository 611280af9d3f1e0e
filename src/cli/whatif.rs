//! `nudj whatif`

use super::arguments::{Format, WhatifCommand};
use super::gaps::{efforts, no_score, of_unit};
use super::output::{self, Scored};
use super::scenario::Asked;
use super::{Outcome, show};
use crate::analyse::improvement::{Baseline, Target, WhatIf, WhatIfFile, path, whatif};
use crate::analyse::uncertainty::{MOST_COMBINATIONS, Paired, Plan, Scenario, paired};
use crate::criteria::{Criteria, Framework};
use crate::diag::{Code, Diagnostic};
use crate::evaluate::evaluate_from;
use crate::explain::{OfUnit, paired_text, path_text, whatif_text};
use crate::frozen::Frozen;
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
    let asker = Asker { command, baseline: &baseline, about, frozen: &scored.frozen };
    let made = match &command.target {
        Some(target) => asker
            .to_target(target)
            .and_then(|text| text.ok_or_else(|| no_score(round, unit, baseline.standing().score)))
            .map_err(|one| vec![one]),
        None => asker.changed(scenario.as_ref().map(|scenario| (criteria, round, unit, scenario))),
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

/// What varies, where draws are asked for.
fn scenario_of(command: &WhatifCommand, scored: &mut Scored) -> Result<Option<Scenario>, Outcome> {
    if command.draws.is_none() {
        return Ok(None);
    }
    let asked = Asked { sampling: &command.sampling, draws: command.draws };
    asked.scenario(&command.round, scored, command.criteria.format).map(Some)
}

/// What is asked about a unit.
struct Asker<'a> {
    command: &'a WhatifCommand,
    baseline: &'a Baseline<'a>,
    about: OfUnit<'a>,
    frozen: &'a Frozen,
}

impl Asker<'_> {
    /// The way to a target; nothing where the unit has no score.
    fn to_target(&self, target: &str) -> Result<Option<String>, Diagnostic> {
        let efforts = efforts(&self.command.efforts)?;
        let wanted = Target::read(self.about.framework, target)?;
        let Some(path) = path(self.baseline, wanted, &efforts) else { return Ok(None) };
        if self.command.criteria.format == Format::Json {
            return json(&WhatIfFile::path(self.of(), &path, target)).map(Some);
        }
        Ok(Some(path_text(self.about, &path, target)))
    }

    /// What the changed values and weights do; all that is wrong with them at once.
    fn changed(&self, drawn: Option<(&Criteria, &Round, usize, &Scenario)>) -> Result<String, Vec<Diagnostic>> {
        let asked = self.asked()?;
        let weighed = asked.framework(self.baseline).map_err(|one| vec![one])?;
        let changed = whatif(self.baseline, &weighed, &asked);
        let drawn = drawn.map(|(criteria, round, unit, scenario)| {
            let sides = Sides { baseline: self.baseline, weighed: &weighed, asked: &asked, criteria, round, scenario };
            sides.drawn(unit, self.command.sampling.threads()).map(|pairs| (scenario, pairs))
        });
        let drawn = drawn.transpose().map_err(|one| vec![one])?;
        if self.command.criteria.format == Format::Json {
            return json(&WhatIfFile::changed(self.of(), &asked, &changed, drawn)).map_err(|one| vec![one]);
        }
        let sure = drawn.map_or(String::new(), |(scenario, pairs)| paired_text(self.about, &pairs, scenario));
        Ok(whatif_text(self.about, &changed) + &sure)
    }

    fn asked(&self) -> Result<WhatIf, Vec<Diagnostic>> {
        let (command, framework) = (self.command, self.about.framework);
        let mut asked = WhatIf::default();
        let mut wrong: Vec<Diagnostic> = Vec::new();
        wrong.extend(command.set.iter().filter_map(|text| asked.set(framework, text).err()));
        wrong.extend(command.weight.iter().filter_map(|text| asked.weigh(framework, text).err()));
        if command.set.is_empty() && command.weight.is_empty() {
            wrong.push(
                Diagnostic::new(Code::BadArgument, "nothing is to be changed")
                    .help("name a value with `--set`, a weight with `--weight`, or a target with `--target`"),
            );
        }
        if wrong.is_empty() { Ok(asked) } else { Err(wrong) }
    }

    fn of(&self) -> (&Frozen, &Framework, &str) {
        (self.frozen, self.about.framework, self.about.unit.code())
    }
}

/// What is written for a program.
fn json(file: &WhatIfFile) -> Result<String, Diagnostic> {
    let bytes = output::pretty(file).map_err(|message| Diagnostic::new(Code::CannotWrite, message))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
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

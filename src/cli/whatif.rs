//! `nudj whatif`

use super::arguments::{Format, WhatifCommand};
use super::gaps::{efforts, no_score, of_unit};
use super::output::{self, Scored};
use super::scenario::Asked;
use super::{Outcome, show};
use crate::analyse::improvement::{Baseline, Target, WhatIf, WhatIfFile, path, whatif};
use crate::analyse::uncertainty::{MOST_COMBINATIONS, Paired, Plan, Scenario, paired};
use crate::criteria::{Criteria, Framework, Methodology};
use crate::diag::{Code, Diagnostic, Findings, Sources, meant};
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
    let methodology = match methods(command, criteria) {
        Ok(methodology) => methodology,
        Err(outcome) => return outcome,
    };
    let asker = Asker { command, baseline: &baseline, about, frozen: &scored.frozen, methodology };
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
    /// How scores would be made, where that is asked.
    methodology: Option<Methodology>,
}

/// The steps of which another method can be named.
const STEPS: [&str; 5] = ["aggregation", "normalisation", "treatment", "imputation", "missing"];

/// The methodology with the methods that are named, in the words of the criteria; what is wrong with them is shown.
fn methods(command: &WhatifCommand, criteria: &Criteria) -> Result<Option<Methodology>, Outcome> {
    if command.method.is_empty() {
        return Ok(None);
    }
    let mut text = "[uncertainty]\n".to_owned();
    for given in &command.method {
        match alternative(given) {
            Ok(line) => text += &line,
            Err(diagnostic) => {
                show::failure(&diagnostic);
                return Err(Outcome::CouldNotRun);
            }
        }
    }
    // An alternative of a scenario is the same thing, so it is read as one.
    let (mut sources, mut findings) = (Sources::default(), Findings::default());
    let file = sources.add("--method", text);
    let scenario = Scenario::read(file, &criteria.framework, &sources, &mut findings);
    if !findings.is_empty() {
        show::findings(&findings, &sources, command.criteria.format);
    }
    let scenario = scenario.ok_or(Outcome::CouldNotRun)?;
    Ok(Some(scenario.applied(&criteria.framework, &criteria.methodology)))
}

/// `STEP=METHOD` as a line of a scenario; a method by its name alone is one for all levels.
fn alternative(given: &str) -> Result<String, Diagnostic> {
    let halves = given.split_once('=').map(|(step, method)| (step.trim(), method.trim()));
    let Some((step, method)) = halves.filter(|(step, method)| !step.is_empty() && !method.is_empty()) else {
        return Err(Diagnostic::new(Code::BadArgument, format!("`{given}` is not of the form STEP=METHOD"))
            .help("write `--method missing=zero`"));
    };
    if !STEPS.contains(&step) {
        let help = meant(step, "steps are", ", ", STEPS);
        return Err(Diagnostic::new(Code::BadArgument, format!("`{step}` is no step with methods")).help(help));
    }
    let name = method.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let method = match step {
        "missing" if name => format!("\"{method}\""),
        "aggregation" if name => format!("{{ \"*\" = {{ method = \"{method}\" }} }}"),
        _ if name => format!("{{ method = \"{method}\" }}"),
        _ => method.to_owned(),
    };
    Ok(format!("{step} = [{method}]\n"))
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
            return json(&WhatIfFile::changed(self.of(), (&asked, &self.command.method), &changed, drawn))
                .map_err(|one| vec![one]);
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
        asked.methodology.clone_from(&self.methodology);
        if command.set.is_empty() && command.weight.is_empty() && command.method.is_empty() {
            wrong.push(Diagnostic::new(Code::BadArgument, "nothing is to be changed").help(
                "name a value with `--set`, a weight with `--weight`, a method with `--method`, or a target with \
                     `--target`",
            ));
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
        let changed = self.asked.methodology.as_ref().unwrap_or(methodology);
        let plan = |framework: &Framework, methodology: &Methodology, panels| {
            let evaluation = evaluate_from(framework, methodology, self.round, panels);
            Plan::new(framework, methodology, self.round, &evaluation, self.scenario).ok_or_else(|| {
                let message = format!(
                    "the scenario combines more than {MOST_COMBINATIONS} ways of imputation, treatment and normalisation"
                );
                Diagnostic::new(Code::BadParameter, message).help("list fewer alternatives")
            })
        };
        let before = plan(framework, methodology, WhatIf::default().panels(self.baseline).0)?;
        let after = plan(self.weighed, changed, self.asked.panels(self.baseline).0)?;
        let bands: Vec<f64> = framework.bands().iter().map(|band| band.from).collect();
        let draws = (self.scenario.seed, self.scenario.draws);
        Ok(paired((&before, &after), unit, draws, &bands, threads))
    }
}

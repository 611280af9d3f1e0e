//! `nudj whatif`

use super::arguments::WhatifCommand;
use super::gaps::{efforts, no_score, of_unit};
use super::output::Scored;
use super::{Outcome, show};
use crate::analyse::improvement::{Baseline, Target, WhatIf, path, whatif};
use crate::criteria::Framework;
use crate::diag::{Code, Diagnostic};
use crate::explain::{OfUnit, path_text, whatif_text};

pub(super) fn run(command: &WhatifCommand) -> Outcome {
    let scored = match Scored::read(&command.round, &command.criteria, "what-if") {
        Ok(scored) => scored,
        Err(outcome) => return outcome,
    };
    let Some(unit) = scored.unit(&command.unit) else { return Outcome::CouldNotRun };
    let (Some(criteria), Some(round)) = (&scored.loaded.criteria, &scored.loaded.round) else {
        return Outcome::Findings;
    };
    let Some(baseline) = Baseline::new(&criteria.framework, &criteria.methodology, round, unit) else {
        return Outcome::CouldNotRun;
    };
    let about = of_unit(&criteria.framework, round, unit);
    let made = match &command.target {
        Some(target) => to_target(command, &baseline, about, target)
            .and_then(|text| text.ok_or_else(|| no_score(round, unit, baseline.standing().score)))
            .map_err(|one| vec![one]),
        None => changed(command, &baseline, about),
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

/// What the changed values and weights do; all that is wrong with them at once.
fn changed(command: &WhatifCommand, baseline: &Baseline<'_>, about: OfUnit<'_>) -> Result<String, Vec<Diagnostic>> {
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
    Ok(whatif_text(about, &whatif(baseline, &weighed, &asked)))
}

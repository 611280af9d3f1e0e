//! `nudj gaps`

use super::arguments::{EffortsOption, Format, GapsCommand};
use super::output::{self, Scored};
use super::{Outcome, show};
use crate::analyse::improvement::{Baseline, Efforts, Improvement, gaps};
use crate::criteria::Framework;
use crate::diag::{Code, Diagnostic};
use crate::explain::{OfUnit, Shown, gaps_text};
use crate::model::Datum;
use crate::survey::Round;

pub(super) fn run(command: &GapsCommand) -> Outcome {
    let efforts = match efforts(&command.efforts) {
        Ok(efforts) => efforts,
        Err(diagnostic) => return refused(&diagnostic),
    };
    let scored = match Scored::read(&command.round, &command.criteria, "list of gaps") {
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
    let Some(found) = gaps(&baseline, &efforts) else {
        return refused(&no_score(round, unit, baseline.standing().score));
    };
    if command.criteria.format == Format::Json {
        let file = Improvement::of_unit(&baseline, efforts, &scored.frozen, command.top);
        match output::pretty(&file) {
            Ok(bytes) => show::out(&String::from_utf8_lossy(&bytes)),
            Err(message) => return refused(&Diagnostic::new(Code::CannotWrite, message)),
        }
        return scored.outcome();
    }
    show::out(&gaps_text(of_unit(&criteria.framework, round, unit), &found, Shown(command.top)));
    scored.outcome()
}

pub(super) fn refused(diagnostic: &Diagnostic) -> Outcome {
    show::failure(diagnostic);
    Outcome::CouldNotRun
}

pub(super) fn of_unit<'s>(framework: &'s Framework, round: &'s Round, unit: usize) -> OfUnit<'s> {
    let language = framework.languages.first().map_or("en", String::as_str);
    OfUnit { framework, unit: &round.units()[unit], language }
}

pub(super) fn no_score(round: &Round, unit: usize, score: Datum) -> Diagnostic {
    let why = score.err().map_or("", |why| why.code()).replace('_', " ");
    let message =
        format!("`{}` has no score of the index ({why}), so no gain can be measured", round.units()[unit].code());
    Diagnostic::new(Code::NoScore, message).help("`nudj explain` shows what is missing")
}

/// What efforts count as: three numbers above zero, or the usual ones.
pub(super) fn efforts(option: &EffortsOption) -> Result<Efforts, Diagnostic> {
    match option.efforts[..] {
        [] => Ok(Efforts::default()),
        [low, medium, high] if [low, medium, high].iter().all(|one| one.is_finite() && *one > 0.0) => {
            Ok(Efforts { low, medium, high })
        }
        _ => Err(Diagnostic::new(Code::BadArgument, "`--efforts` takes three numbers above 0")
            .help("write them with commas, as `--efforts 1,2,4`")),
    }
}

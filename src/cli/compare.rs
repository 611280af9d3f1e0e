//! `nudj compare`

use std::path::Path;

use super::arguments::{CompareCommand, CriteriaOption, Format};
use super::load::{Kind, kind};
use super::output::{self, Scored};
use super::{Outcome, show};
use crate::analyse::changes::{Comparison, Splits, common_units, one_of};
use crate::analyse::{Side, Source, compare, decompose, match_nodes};
use crate::diag::{Code, Diagnostic};
use crate::explain::{changes_text, comparison_text, decomposition_text};

pub(super) fn run(command: &CompareCommand) -> Outcome {
    let asked = match Asked::of(command) {
        Ok(asked) => asked,
        Err(diagnostic) => return refused(&diagnostic),
    };
    let before = match Scored::read(&command.round, &command.criteria, "comparison") {
        Ok(scored) => scored,
        Err(outcome) => return outcome,
    };
    let after = match asked.second(command).map(|(round, option)| Scored::read(round, &option, "comparison")) {
        None => None,
        Some(Ok(scored)) => Some(scored),
        Some(Err(outcome)) => return outcome,
    };
    let later = after.as_ref().unwrap_or(&before);
    if let Some(diagnostic) = other_framework(&before, later) {
        return refused(&diagnostic);
    }
    let pairs = match pairs(&asked, &before, later) {
        Ok(pairs) => pairs,
        Err(outcome) => return outcome,
    };
    match told(command, &asked, [&before, later], &pairs) {
        Ok(text) => show::out(&text),
        Err(message) => return refused(&Diagnostic::new(Code::CannotWrite, message)),
    }
    let outcomes = [Some(&before), after.as_ref()];
    let clean = outcomes.into_iter().flatten().all(|scored| scored.outcome() == Outcome::Done);
    if clean { Outcome::Done } else { Outcome::Findings }
}

fn refused(diagnostic: &Diagnostic) -> Outcome {
    show::failure(diagnostic);
    Outcome::CouldNotRun
}

/// What is compared.
enum Asked<'a> {
    /// Two units of the round.
    Units(&'a str, &'a str),
    /// The round with a second one, or with itself under other criteria; a unit of both, or all.
    Results { second: Second<'a>, unit: Option<&'a str> },
}

/// The second result.
enum Second<'a> {
    Round(&'a Path),
    Criteria(&'a Path),
}

impl<'a> Asked<'a> {
    fn of(command: &'a CompareCommand) -> Result<Asked<'a>, Diagnostic> {
        let wrong = |message: &str, help: &str| Err(Diagnostic::new(Code::BadArgument, message).help(help));
        let first = command.first.as_deref();
        let is_round = first.is_some_and(|first| matches!(kind(first), Some((Kind::Round, _))));
        match (&command.with, first, command.second.as_deref()) {
            (Some(_), Some(_), _) if is_round => {
                wrong("`--with` compares the round with itself under other criteria", "leave out the second round")
            }
            (Some(_), _, Some(_)) => wrong("two units are compared under the same criteria", "name one unit, or none"),
            (Some(criteria), unit, None) => {
                Ok(Asked::Results { second: Second::Criteria(criteria), unit: unit.and_then(Path::to_str) })
            }
            (None, Some(round), unit) if is_round => Ok(Asked::Results { second: Second::Round(round), unit }),
            (None, Some(one), Some(other)) => match one.to_str() {
                Some(one) => Ok(Asked::Units(one, other)),
                None => wrong("the name of the first unit is no text", "name a unit by its code"),
            },
            (None, _, None) => wrong(
                "nothing is named to compare the round with",
                "name a second round, or two units, or other criteria with `--with`",
            ),
            (None, None, Some(_)) => wrong("no first unit is named", "name two units"),
        }
    }

    /// The second result to be read, where it is not the first.
    fn second(&self, command: &'a CompareCommand) -> Option<(&'a Path, CriteriaOption)> {
        match self {
            Asked::Units(..) => None,
            Asked::Results { second: Second::Round(round), .. } => Some((round, command.criteria.clone())),
            Asked::Results { second: Second::Criteria(criteria), .. } => Some((
                &command.round,
                CriteriaOption { criteria: Some(criteria.to_path_buf()), ..command.criteria.clone() },
            )),
        }
    }
}

fn other_framework(before: &Scored, later: &Scored) -> Option<Diagnostic> {
    let codes = [before, later].map(|scored| scored.frozen.framework.code.as_str());
    let message =
        || format!("the two sides are measured by `{}` and `{}`, which are different things", codes[0], codes[1]);
    (codes[0] != codes[1])
        .then(|| Diagnostic::new(Code::WrongFramework, message()).help("compare results of one framework"))
}

/// The units that are compared, as their indices on both sides.
fn pairs(asked: &Asked<'_>, before: &Scored, later: &Scored) -> Result<Vec<[usize; 2]>, Outcome> {
    let (one, other) = match asked {
        Asked::Units(one, other) => (*one, *other),
        Asked::Results { unit: Some(unit), .. } => (*unit, *unit),
        Asked::Results { unit: None, .. } => {
            let pairs = common_units(&before.frozen, &later.frozen);
            let nothing =
                || Diagnostic::new(Code::NoSuchUnit, "no unit is in both rounds").help("units are found by code");
            return if pairs.is_empty() { Err(refused(&nothing())) } else { Ok(pairs) };
        }
    };
    match (before.unit(one), later.unit(other)) {
        (Some(one), Some(other)) => Ok(vec![[one, other]]),
        _ => Err(Outcome::CouldNotRun),
    }
}

/// The comparison as text, or as JSON.
fn told(
    command: &CompareCommand,
    asked: &Asked<'_>,
    [before, later]: [&Scored; 2],
    pairs: &[[usize; 2]],
) -> Result<String, String> {
    let splits = splits(asked, [before, later], pairs);
    let comparison = || Comparison::new(&before.frozen, &later.frozen, pairs, splits.as_ref());
    if command.criteria.format == Format::Json {
        return output::pretty(&comparison()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    }
    if matches!(asked, Asked::Results { unit: None, .. }) {
        return Ok(changes_text(&before.frozen, &later.frozen, &comparison()));
    }
    let mut text = String::new();
    for (at, pair) in pairs.iter().enumerate() {
        let one = Side { frozen: &before.frozen, unit: pair[0] };
        let other = Side { frozen: &later.frozen, unit: pair[1] };
        text += &comparison_text(one, other, &compare(one, other));
        if let Some(splits) = &splits {
            text += &decomposition_text(&one_of(splits, at), later.frozen.framework.decimals);
        }
    }
    Ok(text)
}

/// What the changes of the index come from; nothing where two units of a round are compared.
fn splits(asked: &Asked<'_>, [before, later]: [&Scored; 2], pairs: &[[usize; 2]]) -> Option<Splits> {
    if matches!(asked, Asked::Units(..)) {
        return None;
    }
    let lineage = match_nodes(&before.frozen.framework, &later.frozen.framework);
    Some(decompose(source(before)?, source(later)?, &lineage, pairs))
}

/// A side with all that scores it again.
fn source(scored: &Scored) -> Option<Source<'_>> {
    let (criteria, round) = (scored.loaded.criteria.as_ref()?, scored.loaded.round.as_ref()?);
    Some(Source { framework: &criteria.framework, methodology: &criteria.methodology, round })
}

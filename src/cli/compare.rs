//! `nudj compare`

use super::arguments::CompareCommand;
use super::load::{Kind, kind};
use super::output::Scored;
use super::{Outcome, show};
use crate::analyse::{Side, Source, compare, decompose};
use crate::diag::{Code, Diagnostic};
use crate::explain::{comparison_text, decomposition_text};

pub(super) fn run(command: &CompareCommand) -> Outcome {
    let read = |path| Scored::read(path, &command.criteria, "comparison");
    let second_round = matches!(kind(&command.first), Some((Kind::Round, _)));
    let before = match read(&command.round) {
        Ok(scored) => scored,
        Err(outcome) => return outcome,
    };
    let after = match second_round.then(|| read(&command.first)).transpose() {
        Ok(scored) => scored,
        Err(outcome) => return outcome,
    };
    let first = if second_round { command.second.clone() } else { command.first.to_string_lossy().into_owned() };
    let later = after.as_ref().unwrap_or(&before);
    let (Some(one), Some(other)) = (before.unit(&first), later.unit(&command.second)) else {
        return Outcome::CouldNotRun;
    };
    if before.frozen.framework.code != later.frozen.framework.code {
        let message = format!(
            "the rounds answer `{}` and `{}`, which measure different things",
            before.frozen.framework.code, later.frozen.framework.code
        );
        show::failure(&Diagnostic::new(Code::WrongFramework, message).help("compare rounds of one framework"));
        return Outcome::CouldNotRun;
    }
    let (one, other) = (Side { frozen: &before.frozen, unit: one }, Side { frozen: &later.frozen, unit: other });
    let compared = compare(one, other);
    show::out(&comparison_text(one, other, &compared));
    if let Some(after) = &after
        && let (Some(first), Some(second)) = (source(&before, one.unit), source(after, other.unit))
    {
        let decimals = after.frozen.framework.decimals;
        show::out(&decomposition_text(&decompose(first, second, &compared), decimals));
    }
    let outcomes = [Some(&before), after.as_ref()];
    let clean = outcomes.into_iter().flatten().all(|scored| scored.outcome() == Outcome::Done);
    if clean { Outcome::Done } else { Outcome::Findings }
}

/// A side with all that scores it again.
fn source(scored: &Scored, unit: usize) -> Option<Source<'_>> {
    let (criteria, round) = (scored.loaded.criteria.as_ref()?, scored.loaded.round.as_ref()?);
    Some(Source { framework: &criteria.framework, methodology: &criteria.methodology, round, unit })
}

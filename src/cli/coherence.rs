//! `nudj coherence`

use super::arguments::CoherenceCommand;
use super::files::write_into;
use super::output::{Scored, pretty};
use super::{Outcome, show};
use crate::analyse::coherence::{Level, Rules, coherence};
use crate::criteria::Framework;
use crate::diag::{Code, Diagnostic, meant};
use crate::explain::coherence_text;

pub(super) fn run(command: &CoherenceCommand) -> Outcome {
    let rules = match rules(command) {
        Ok(rules) => rules,
        Err(diagnostic) => return refused(&diagnostic),
    };
    let scored = match Scored::read(&command.round, &command.criteria, "analysis") {
        Ok(scored) => scored,
        Err(outcome) => return outcome,
    };
    let (Some(criteria), Some(round)) = (&scored.loaded.criteria, &scored.loaded.round) else {
        return Outcome::Findings;
    };
    let framework = &criteria.framework;
    let level = match level(framework, command.level.as_deref()) {
        Ok(level) => level,
        Err(diagnostic) => return refused(&diagnostic),
    };
    let named = command.level.as_deref().unwrap_or("indicators");
    let found = coherence(framework, &criteria.methodology, &scored.evaluation, level, rules);
    if let Some(folder) = &command.out {
        let of = [framework.code(), framework.edition(), round.code()];
        let written = pretty(&found.file(of, named))
            .map_err(|message| Diagnostic::new(Code::CannotWrite, message))
            .and_then(|bytes| write_into(folder, &[("coherence.json".to_owned(), bytes)]));
        if let Err(diagnostic) = written {
            return refused(&diagnostic);
        }
    }
    let title = format!("Coherence of {} {}, round {}", framework.code(), framework.edition(), round.code());
    show::out(&coherence_text(&found, &title, named));
    if let Some(folder) = &command.out {
        show::err(&format!("wrote coherence.json to {}", folder.display()));
    }
    scored.outcome()
}

fn refused(diagnostic: &Diagnostic) -> Outcome {
    show::failure(diagnostic);
    Outcome::CouldNotRun
}

/// The thresholds: those that are given, and the usual ones.
fn rules(command: &CoherenceCommand) -> Result<Rules, Diagnostic> {
    let usual = Rules::default();
    let given = |option: &str, value: Option<f64>, otherwise: f64| match value {
        None => Ok(otherwise),
        Some(value) if (-1.0..=1.0).contains(&value) => Ok(value),
        Some(value) => Err(Diagnostic::new(Code::BadArgument, format!("`--{option} {value}` is no correlation"))
            .help("name a number between -1 and 1")),
    };
    Ok(Rules {
        redundant: given("redundant", command.redundant, usual.redundant)?,
        opposed: given("opposed", command.opposed, usual.opposed)?,
        weak: given("weak", command.weak, usual.weak)?,
        ..usual
    })
}

/// What the word of the command line names.
fn level(framework: &Framework, word: Option<&str>) -> Result<Level, Diagnostic> {
    let Some(word) = word else { return Ok(Level::Indicators) };
    let codes: Vec<&str> = framework.levels().iter().map(|level| level.code()).collect();
    if let Some(level) = codes.iter().position(|code| code.eq_ignore_ascii_case(word)) {
        return Ok(Level::Nodes(level));
    }
    match word {
        "indicators" => return Ok(Level::Indicators),
        "items" => return Ok(Level::Items),
        _ => {}
    }
    let help = meant(word, "levels are", ", ", codes.iter().copied().chain(["indicators", "items"]));
    Err(Diagnostic::new(Code::BadArgument, format!("`{word}` is no level of `{}`", framework.code())).help(help))
}

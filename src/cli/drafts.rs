//! `nudj drafts`

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::arguments::DraftsCommand;
use super::gaps::refused;
use super::output::{Scored, no_such_unit};
use super::{Outcome, show};
use crate::analyse::improvement::Improvement;
use crate::diag::{Code, Diagnostic};
use crate::report::drafts_file;

pub(super) fn run(command: &DraftsCommand) -> Outcome {
    let scored = match Scored::read(&command.round, &command.criteria, "list of recommendations") {
        Ok(scored) => scored,
        Err(outcome) => return outcome,
    };
    let (Some(criteria), Some(round)) = (&scored.loaded.criteria, &scored.loaded.round) else {
        return Outcome::Findings;
    };
    let mut units: Vec<usize> = Vec::new();
    for name in &command.unit {
        match round.unit(name.trim()) {
            Some(unit) => units.push(unit),
            None => return refused(&no_such_unit(round, name, &format!("of the round `{}`", round.code()))),
        }
    }
    if units.is_empty() {
        units = (0..round.units().len()).collect();
    }
    let improvement = Improvement::of_round(&criteria.framework, &criteria.methodology, round, &scored.frozen);
    let text = drafts_file(&scored.frozen, &improvement, &units);
    let Some(path) = &command.out else {
        show::out(&text);
        return scored.outcome();
    };
    if let Err(diagnostic) = written(path, &text) {
        return refused(&diagnostic);
    }
    show::err(&format!("wrote the drafts of {} units to {}", units.len(), path.display()));
    scored.outcome()
}

/// Writes a new file; what somebody edited is never overwritten.
fn written(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let failed = |error: std::io::Error| {
        let shown = path.display();
        if error.kind() == ErrorKind::AlreadyExists {
            Diagnostic::new(Code::CannotWrite, format!("`{shown}` is there already, and somebody may have edited it"))
                .help("name another file, or remove this one")
        } else {
            Diagnostic::new(Code::CannotWrite, format!("cannot write `{shown}`: {error}"))
                .help("check the folder and its permissions")
        }
    };
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

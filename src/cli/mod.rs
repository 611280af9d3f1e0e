//! The command line: the only layer that knows files, the terminal and the exit status.
//!
//! Each command goes typed arguments -> files -> one library call -> output. Exit status: 0 done, 1 findings that
//! somebody has to mend, 2 could not run.
#![expect(clippy::disallowed_methods, reason = "this is the layer that touches disk, environment and terminal")]

mod analyses;
mod arguments;
mod check;
mod coherence;
mod collection;
mod compare;
mod drafts;
mod draws;
mod explain;
mod files;
mod gaps;
mod growth;
mod kept;
mod load;
mod output;
mod previous;
mod progress;
mod report;
mod scenario;
mod schema;
mod score;
mod show;
mod uncertainty;
mod whatif;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done.
    Done,
    /// There are errors in the input; nothing was written.
    Findings,
    /// The command could not run.
    CouldNotRun,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Done => 0,
            Outcome::Findings => 1,
            Outcome::CouldNotRun => 2,
        })
    }
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output and are no failure; clap knows which is which.
            let asked = !error.use_stderr();
            let _ = error.print();
            return if asked { Outcome::Done } else { Outcome::CouldNotRun }.into();
        }
    };
    let outcome = match &arguments.command {
        Command::Check(command) => check::run(command),
        Command::Score(command) => score::run(command),
        Command::Explain(command) => explain::run(command),
        Command::Report(command) => report::run(command),
        Command::Compare(command) => compare::run(command),
        Command::Coherence(command) => coherence::run(command),
        Command::Drafts(command) => drafts::run(command),
        Command::Gaps(command) => gaps::run(command),
        Command::Growth(command) => growth::run(command),
        Command::Whatif(command) => whatif::run(command),
        Command::Uncertainty(command) => uncertainty::run(command),
        Command::Schema(command) => schema::run(command),
    };
    outcome.into()
}

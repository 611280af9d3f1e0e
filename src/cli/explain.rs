//! `nudj explain`

use super::arguments::ExplainCommand;
use super::{Outcome, show};

pub(super) fn run(_command: &ExplainCommand) -> Outcome {
    show::err("later");
    Outcome::CouldNotRun
}

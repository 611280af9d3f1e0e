//! `nudj report`

use super::arguments::ReportCommand;
use super::{Outcome, show};

pub(super) fn run(_command: &ReportCommand) -> Outcome {
    show::err("later");
    Outcome::CouldNotRun
}

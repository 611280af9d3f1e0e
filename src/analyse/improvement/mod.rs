//! What would change a score: single steps and what they give, what-if, and a way to a target.
//!
//! Every figure comes from scoring the round again with the changed value, never from a derivative, so whatever the value
//! moves is moved: other units under a relative method, ranks, coverage, bands.

mod baseline;
mod cheapest;
mod file;
mod gaps;
mod steps;
mod target;
mod whatif;
mod whatif_file;

pub use baseline::{Baseline, Standing};
pub use file::{FORMAT, Improvement, IndicatorStep, ItemStep, UnitImprovement, VERSION, WithoutStep, schema};
pub use gaps::{Efforts, Gap, Gaps, ItemGap, gaps};
pub use steps::{Change, Step, StepKind};
pub use target::{Path, Taken, Target, path};
pub use whatif::{Changed, Moved, WhatIf, whatif};
pub use whatif_file::{
    ChangedFile, DrawsFile, Given, MovedFile, PathFile, StandingFile, TakenFile, WHATIF_FORMAT, WhatIfFile,
    whatif_schema,
};

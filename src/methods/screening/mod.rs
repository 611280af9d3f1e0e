//! Step 2, data selection: which units have enough data to be scored.

mod availability;

pub use availability::{Screening, UnitScreen, screen};

//! Step 10, presentation of results: the order of the units.

mod competition;

pub use competition::{TIE_TOLERANCE, ranks};

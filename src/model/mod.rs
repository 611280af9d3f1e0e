//! The vocabulary that every layer shares: reasons for absence, words in several languages, closed intervals.

mod absence;
mod range;
mod words;

pub use absence::{Absence, Datum};
pub use range::Range;
pub use words::Words;

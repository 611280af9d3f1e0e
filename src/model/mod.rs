//! The vocabulary that every layer shares: reasons for absence, codes, words in several languages.

mod absence;

pub use absence::{Absence, Datum};

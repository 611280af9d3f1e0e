//! How a score came about, and what a code means: the arithmetic written out in plain text.
//!
//! The way goes from the index down to the answers in the source files. Every figure is taken from the evaluation
//! itself or from the functions that made it, so an explanation cannot differ from the score.

mod answers;
mod card;
mod coherence;
mod comparison;
mod systems;
mod tree;

pub use card::{code_text, criteria_text};
pub use coherence::coherence_text;
pub use comparison::comparison_text;
pub use tree::{Subject, unit_text};

/// A number for an explanation: up to six digits after the point, without trailing zeros.
fn figure(value: f64) -> String {
    let fixed = format!("{value:.6}");
    let short = fixed.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// A value, or the reason why there is none.
fn datum(value: crate::model::Datum) -> String {
    match value {
        Ok(value) => figure(value),
        Err(absence) => format!("no value ({})", absence.code().replace('_', " ")),
    }
}

/// File, line and column of a place: the field number of a cell.
fn place(sources: &crate::diag::Sources, at: crate::diag::Place) -> String {
    format!("{}:{}:{}", sources.name(at.file), sources.line(at), sources.column(at))
}

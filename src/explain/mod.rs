//! How a score came about, and what a code means: the arithmetic written out in plain text.
//!
//! The way goes from the index down to the answers in the source files. Every figure is taken from the evaluation
//! itself or from the functions that made it, so an explanation cannot differ from the score.

mod answers;
mod card;
mod changes;
mod coherence;
mod comparison;
mod decomposition;
mod growth;
mod improvement;
mod paired;
mod systems;
mod tree;

pub use card::{code_text, criteria_text};
pub use changes::changes_text;
pub use coherence::coherence_text;
pub use comparison::comparison_text;
pub use decomposition::decomposition_text;
pub use growth::growth_text;
pub use improvement::{OfUnit, Shown, gaps_text, path_text, whatif_text};
pub use paired::paired_text;
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

/// Rows in columns of their own width, the first to the left and the others to the right.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate();
        let cells = cells
            .map(|(at, (cell, &width))| if at == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") });
        text += &format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    text
}

//! Checks that need no criteria of their own: figures that cannot both hold, shares above their whole, answers that
//! were copied. None of them moves a score; each names both figures and both places, and asks somebody to look.

mod copies;
mod figures;
mod population;
mod wholes;

use super::document::RoundDocument;
use super::round::Round;
use crate::criteria::Framework;
use crate::diag::Findings;

pub(super) use population::{Population, population};

/// Runs every check on a round that was read without error.
pub(super) fn check(
    round: &Round,
    framework: &Framework,
    document: &RoundDocument,
    population: Option<Population>,
    findings: &mut Findings,
) {
    figures::check(round, findings);
    if let Some(population) = population {
        population.check(round, framework, document, findings);
    }
    wholes::check(round, framework, findings);
    copies::check(round, framework, findings);
}

/// A number for a message: at most six digits after the point, without trailing zeros.
fn plain(value: f64) -> String {
    let fixed = format!("{value:.6}");
    fixed.trim_end_matches('0').trim_end_matches('.').to_owned()
}

//! What every method does with a column: look at the observed part, and let no NaN or infinity out.

use crate::model::{Absence, Datum};

/// The finite values of the column, in row order.
pub(super) fn observed(column: &[Datum]) -> Vec<f64> {
    column.iter().filter_map(|datum| value(*datum)).collect()
}

/// The value, if there is one and it is finite.
pub(super) fn value(datum: Datum) -> Option<f64> {
    datum.ok().filter(|value| value.is_finite())
}

/// The result of a formula, undefined where it is not finite.
pub(super) fn defined(value: f64) -> Datum {
    if value.is_finite() { Ok(value) } else { Err(Absence::Undefined) }
}

/// The column with every observed value mapped; absent values keep their reason.
pub(super) fn map(column: &[Datum], formula: impl Fn(f64) -> f64) -> Vec<Datum> {
    column.iter().map(|datum| datum.and_then(|value| defined(formula(value)))).collect()
}

/// The column with every observed value undefined, for a formula that has no value on this column.
pub(super) fn undefined(column: &[Datum]) -> Vec<Datum> {
    column.iter().map(|datum| datum.and(Err(Absence::Undefined))).collect()
}

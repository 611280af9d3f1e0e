//! Transformations that pull in a long tail.

use crate::methods::column::{map, observed, undefined};
use crate::model::Datum;
use crate::stats;

/// The share of the range by which the COIN Tool logarithm keeps its argument above zero.
///
/// Part of the definition of the method, as published with COINr.
const MARGIN: f64 = 0.01;

/// A transformation of a whole column. All of them keep the order of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Transform {
    /// ln(x - min + 0.01 (max - min)), for a tail at the high end whatever the skewness.
    LogCt,
    /// As [`Transform::LogCt`] if the skewness is positive, else its mirror -ln(max - x + 0.01 (max - min)).
    LogCtPlus,
    /// ln(x - min + 1). Depends on the measure of the values.
    LogCtOrig,
    /// ln((max - 1)(x - min)/(max - min) + 1): onto [0, ln max], defined only where max exceeds 1.
    LogGii,
    /// (z^λ - 1)/λ with z = x - min + 1, and ln z for λ = 0.
    BoxCox {
        /// The exponent λ.
        lambda: f64,
    },
}

/// Applies the transformation to the observed values; the absent keep their reason.
///
/// A constant column is undefined under every transformation (there is nothing to pull in), and so is a
/// column without a value above 1 under [`Transform::LogGii`], which would reverse it.
///
/// Sources: the logarithms `CT` come from the COIN Tool of the JRC and are given in COINr's documentation of
/// `log_CT`, `log_CT_plus` and `log_CT_orig`. `LogGii` is the formula that COINr documents in `log_GII` as
/// that of the Global Innovation Index 2020, with the warning about a maximum below one; COINr 1.1.14
/// computes it and then returns its input. G. Box and D. Cox, "An analysis of transformations", Journal of
/// the Royal Statistical Society B 26 (1964), for the last.
#[must_use]
pub fn transform(transform: Transform, column: &[Datum]) -> Vec<Datum> {
    let values = observed(column);
    let skewed = || stats::skewness(&values).is_some_and(|skewness| skewness > 0.0);
    match stats::range(&values).and_then(|ends| Bend::new(transform, ends, skewed)) {
        Some(bend) => map(column, |x| bend.at(x)),
        None => undefined(column),
    }
}

/// A transformation as a function of one value, with what it has to know of the column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bend {
    transform: Transform,
    low: f64,
    high: f64,
}

impl Bend {
    /// Nothing where the transformation is not defined on a column with these ends. Whether the long tail is at the high end
    /// is only asked where it matters.
    pub(crate) fn new(transform: Transform, (low, high): (f64, f64), skewed: impl FnOnce() -> bool) -> Option<Bend> {
        if high <= low || (transform == Transform::LogGii && high <= 1.0) {
            return None;
        }
        let upward = transform == Transform::LogCtPlus && skewed();
        Some(Bend { transform: if upward { Transform::LogCt } else { transform }, low, high })
    }

    /// The transformed value.
    pub(crate) fn at(&self, x: f64) -> f64 {
        let Bend { transform, low, high } = *self;
        let margin = MARGIN * (high - low);
        match transform {
            Transform::LogCt => (x - low + margin).ln(),
            Transform::LogCtPlus => -(high - x + margin).ln(),
            Transform::LogCtOrig => (x - low).ln_1p(),
            Transform::LogGii => ((high - 1.0) * (x - low) / (high - low)).ln_1p(),
            Transform::BoxCox { lambda } => box_cox(x - low + 1.0, lambda),
        }
    }
}

fn box_cox(z: f64, lambda: f64) -> f64 {
    // The form with exp_m1 keeps its digits when lambda is close to zero.
    if lambda == 0.0 { z.ln() } else { (lambda * z.ln()).exp_m1() / lambda }
}

#[cfg(test)]
mod tests {
    use super::{Transform, transform};
    use crate::model::{Absence, Datum};

    fn apply(how: Transform, values: &[f64]) -> Vec<f64> {
        let column: Vec<Datum> = values.iter().copied().map(Ok).collect();
        transform(how, &column).into_iter().map(|datum| datum.expect("defined")).collect()
    }

    fn close(actual: &[f64], expected: &[f64]) {
        let far = actual.iter().zip(expected).any(|(left, right)| (left - right).abs() > 1e-12);
        assert!(!far && actual.len() == expected.len(), "{actual:?} is not {expected:?}");
    }

    #[test]
    fn formulas_by_hand() {
        close(&apply(Transform::LogCt, &[0.0, 50.0, 100.0]), &[0.0, 51_f64.ln(), 101_f64.ln()]);
        close(&apply(Transform::LogCtOrig, &[2.0, 5.0]), &[0.0, 4_f64.ln()]);
        close(&apply(Transform::LogGii, &[10.0, 15.0, 20.0]), &[0.0, 10.5_f64.ln(), 20_f64.ln()]);
        close(&apply(Transform::BoxCox { lambda: 0.5 }, &[4.0, 7.0, 12.0]), &[0.0, 2.0, 4.0]);
        close(&apply(Transform::BoxCox { lambda: 0.0 }, &[4.0, 7.0]), &[0.0, 4_f64.ln()]);
    }

    #[test]
    fn the_mirror_is_used_for_a_low_tail_and_keeps_the_order() {
        let mirrored = apply(Transform::LogCtPlus, &[0.0, 99.0, 100.0]);
        close(&mirrored, &[-101_f64.ln(), -2_f64.ln(), 0.0]);
        let upward = [0.0, 1.0, 100.0];
        close(&apply(Transform::LogCtPlus, &upward), &apply(Transform::LogCt, &upward));
    }

    #[test]
    fn where_there_is_no_formula_the_values_are_undefined() {
        let undefined = vec![Err(Absence::Undefined), Err(Absence::Undefined), Err(Absence::Unknown)];
        assert_eq!(transform(Transform::LogCt, &[Ok(3.0), Ok(3.0), Err(Absence::Unknown)]), undefined);
        assert_eq!(transform(Transform::LogGii, &[Ok(0.2), Ok(1.0), Err(Absence::Unknown)]), undefined);
    }
}

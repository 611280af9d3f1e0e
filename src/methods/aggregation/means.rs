//! The weighted means: arithmetic, and the family of power means.

use crate::methods::aggregation::AtZero;
use crate::methods::column::defined;
use crate::model::{Absence, Datum};
use crate::stats::sum;

/// Σwx, for weights that sum to one.
pub(super) fn arithmetic(parts: &[(f64, f64)]) -> Datum {
    let total = sum(parts.iter().map(|(weight, value)| weight * value)).ok_or(Absence::Undefined)?;
    within(parts, total)
}

/// The power mean (Σwx^p)^(1/p), for weights that sum to one; the geometric mean for p = 0.
///
/// Parts below a floor are raised to it in place.
pub(super) fn power(exponent: f64, at_zero: AtZero, parts: &mut [(f64, f64)]) -> Datum {
    if !exponent.is_finite() {
        return Err(Absence::Undefined);
    }
    floor(at_zero, parts);
    let (low, high) = range_of(parts)?;
    if low < 0.0 {
        return Err(Absence::Undefined);
    }
    if exponent <= 0.0 && low == 0.0 {
        return if at_zero == AtZero::Zero { Ok(0.0) } else { Err(Absence::Undefined) };
    }
    if high == 0.0 {
        return Ok(0.0);
    }
    within(parts, high * relative_power(exponent, high, parts).ok_or(Absence::Undefined)?)
}

/// The power mean of x/top, where top is the largest value.
///
/// In the form exp(ln(1 + Σw((x/top)^p - 1))/p) nothing is lost when p is close to zero, and for positive p
/// no power can overflow. For negative p the smallest value takes the place of the largest for that reason.
fn relative_power(exponent: f64, top: f64, parts: &[(f64, f64)]) -> Option<f64> {
    if exponent == 0.0 {
        return Some(sum(parts.iter().map(|(weight, value)| weight * (value / top).ln()))?.exp());
    }
    let (low, _) = range_of(parts).ok()?;
    let reference = if exponent < 0.0 { low } else { top };
    let excess = sum(parts.iter().map(|(weight, value)| {
        // At zero the logarithm is minus infinity and exp_m1 of it is -1, which is right for positive p.
        weight * (exponent * (value / reference).ln()).exp_m1()
    }))?;
    Some((excess.ln_1p() / exponent).exp() * (reference / top))
}

/// The parts as the mean sees them: raised to the floor if there is one.
pub(super) fn floor(at_zero: AtZero, parts: &mut [(f64, f64)]) {
    if let AtZero::Floor(floor) = at_zero {
        parts.iter_mut().for_each(|(_, value)| *value = value.max(floor));
    }
}

/// The mean, moved back if rounding took it just outside the parts: nobody scores above their best part.
fn within(parts: &[(f64, f64)], mean: f64) -> Datum {
    let (low, high) = range_of(parts)?;
    defined(mean).map(|mean| mean.clamp(low, high))
}

/// The smallest and the largest value.
pub(super) fn range_of(parts: &[(f64, f64)]) -> Result<(f64, f64), Absence> {
    if parts.is_empty() || parts.iter().any(|(_, value)| !value.is_finite()) {
        return Err(Absence::Undefined);
    }
    let ends = (f64::INFINITY, f64::NEG_INFINITY);
    Ok(parts.iter().fold(ends, |(low, high), (_, value)| (low.min(*value), high.max(*value))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::methods::aggregation::{Aggregation, AtZero};
    use crate::model::{Absence, Datum};

    fn close(actual: Datum, expected: f64) {
        let actual = actual.expect("a score");
        assert!((actual - expected).abs() < 1e-12 * expected.abs(), "{actual} is not {expected}");
    }

    fn power(exponent: f64, parts: &[(f64, f64)]) -> Datum {
        Aggregation::Power { exponent, at_zero: AtZero::Undefined }.combine(parts)
    }

    #[test]
    fn means_by_hand() {
        let parts = [(1.0, 1.0), (1.0, 4.0), (2.0, 16.0)];
        close(Aggregation::Arithmetic.combine(&parts), 9.25);
        close(Aggregation::Geometric { at_zero: AtZero::Zero }.combine(&parts), 1024_f64.powf(0.25));
        close(Aggregation::Harmonic { at_zero: AtZero::Zero }.combine(&parts), 4.0 / 1.375);
        close(power(2.0, &parts), (529.0_f64 / 4.0).sqrt());
        close(power(-2.0, &parts), (4.0 / (1.0 + 1.0 / 16.0 + 2.0 / 256.0_f64)).sqrt());
        close(power(0.5, &parts), (11.0_f64 / 4.0).powi(2));
    }

    #[test]
    fn the_power_mean_is_steady_at_its_limits() {
        let parts = [(1.0, 1.0), (1.0, 4.0), (2.0, 16.0)];
        let geometric = 1024_f64.powf(0.25);
        close(power(0.0, &parts), geometric);
        close(power(1e-14, &parts), geometric);
        assert!((power(1e4, &parts).expect("large") - 16.0).abs() < 0.01);
        assert!((power(-1e4, &parts).expect("small") - 1.0).abs() < 0.01);
        assert_eq!(power(f64::INFINITY, &parts), Err(Absence::Undefined));
    }

    #[test]
    fn zero_is_the_limit_undefined_or_raised() {
        let parts = [(1.0, 0.0), (1.0, 16.0)];
        for exponent in [0.0, -1.0] {
            let at = |at_zero| Aggregation::Power { exponent, at_zero }.combine(&parts);
            assert_eq!(at(AtZero::Zero), Ok(0.0));
            assert_eq!(at(AtZero::Undefined), Err(Absence::Undefined));
            assert_eq!(at(AtZero::Floor(0.0)), Err(Absence::Undefined));
        }
        close(Aggregation::Geometric { at_zero: AtZero::Floor(1.0) }.combine(&parts), 4.0);
        close(Aggregation::Harmonic { at_zero: AtZero::Floor(1.0) }.combine(&parts), 32.0 / 17.0);
        // A positive exponent has a value at zero, and needs no rule.
        close(power(2.0, &parts), 128_f64.sqrt());
        assert_eq!(power(2.0, &[(1.0, 0.0)]), Ok(0.0));
    }

    #[test]
    fn negative_parts_have_no_geometric_mean() {
        let parts = [(1.0, -4.0), (1.0, -4.0)];
        assert_eq!(Aggregation::Geometric { at_zero: AtZero::Zero }.combine(&parts), Err(Absence::Undefined));
        assert_eq!(Aggregation::Harmonic { at_zero: AtZero::Zero }.combine(&parts), Err(Absence::Undefined));
        assert_eq!(Aggregation::Arithmetic.combine(&parts), Ok(-4.0));
    }

    proptest! {
        #[test]
        fn a_mean_lies_within_its_parts_and_equal_parts_are_their_own_mean(
            parts in prop::collection::vec((0.01_f64..10.0, 0.01_f64..100.0), 1..10),
            exponent in -5.0_f64..5.0,
        ) {
            let low = parts.iter().map(|part| part.1).fold(f64::INFINITY, f64::min);
            let high = parts.iter().map(|part| part.1).fold(0.0, f64::max);
            let equal: Vec<(f64, f64)> = parts.iter().map(|part| (part.0, high)).collect();
            let at_zero = AtZero::Undefined;
            let methods = [
                Aggregation::Arithmetic,
                Aggregation::Geometric { at_zero },
                Aggregation::Harmonic { at_zero },
                Aggregation::Power { exponent, at_zero },
                Aggregation::Median,
            ];
            for method in methods {
                prop_assert!(method.combine(&parts).is_ok_and(|mean| low <= mean && mean <= high));
                prop_assert_eq!(method.combine(&equal), Ok(high));
            }
        }
    }
}

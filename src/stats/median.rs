//! Order statistics: median, weighted median, quantiles.

use statrs::statistics::{Data, OrderStatistics};

use crate::stats::{range, sum};

/// Two cumulative weights closer than this share of the total count as equal.
///
/// Without it, eight of sixteen weights of 0.1 would fall short of one half by a binary digit.
const WEIGHT_TOLERANCE: f64 = 1e-12;

/// The median: the middle value, or the midpoint of the two middle values.
///
/// `None` for no value; one value is its own median.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    let (low, high) = range(values)?;
    let median = Data::new(values.to_vec()).median();
    Some(median.clamp(low, high))
}

/// The lower and the upper weighted median of (weight, value) pairs; their midpoint is the weighted median.
///
/// In ascending order of value, the lower one is the first value at which the cumulative weight reaches half
/// of the total, the upper one the first at which it exceeds half. They differ only when a prefix of the
/// values holds exactly half of the weight; with equal weights the midpoint is therefore the plain median.
/// Pairs of weight zero do not count. `None` if nothing has weight, or a weight is negative or not finite.
#[must_use]
pub fn weighted_median(pairs: &[(f64, f64)]) -> Option<(f64, f64)> {
    if pairs.iter().any(|(weight, value)| *weight < 0.0 || !weight.is_finite() || !value.is_finite()) {
        return None;
    }
    let mut sorted: Vec<(f64, f64)> = pairs.iter().copied().filter(|(weight, _)| *weight > 0.0).collect();
    sorted.sort_unstable_by(|left, right| left.1.total_cmp(&right.1));
    weighted_median_of_sorted(&sorted)
}

/// As [`weighted_median`], of pairs with positive weights in ascending order of value.
pub(crate) fn weighted_median_of_sorted(sorted: &[(f64, f64)]) -> Option<(f64, f64)> {
    let total = sum(sorted.iter().map(|(weight, _)| *weight))?;
    let slack = total * WEIGHT_TOLERANCE;
    let mut below = 0.0;
    let mut lower = None;
    for (weight, value) in sorted {
        below += weight;
        if below >= total / 2.0 - slack {
            lower = lower.or(Some(*value));
        }
        if below > total / 2.0 + slack {
            return lower.map(|lower| (lower, *value));
        }
    }
    None
}

/// The quantile of type 7 of Hyndman and Fan: linear between order statistics, at position 1 + (n-1)p.
///
/// It is the default of R and of spreadsheets; `statrs` offers type 8, hence this one. `None` for no value,
/// or a share outside [0, 1]. One value is all of its quantiles.
///
/// Source: R. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50
/// (1996).
#[must_use]
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    quantile_of_sorted(&sorted, share)
}

/// As [`quantile`], of values in ascending order.
pub(crate) fn quantile_of_sorted(sorted: &[f64], share: f64) -> Option<f64> {
    let (low, high) = range(sorted)?;
    if !(0.0..=1.0).contains(&share) {
        return None;
    }
    let position = (sorted.len() - 1) as f64 * share;
    let below = position.floor() as usize;
    let above = position.ceil() as usize;
    let part = position - position.floor();
    // The convex form cannot overflow, as the difference of the two neighbours could.
    let between = sorted[below] * (1.0 - part) + sorted[above] * part;
    Some(between.clamp(low, high))
}

#[cfg(test)]
mod tests {
    use super::{median, quantile, weighted_median};

    #[test]
    fn medians_by_hand() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[4.0]), Some(4.0));
        assert_eq!(median(&[9.0, 1.0, 4.0]), Some(4.0));
        assert_eq!(median(&[9.0, 1.0, 4.0, 6.0]), Some(5.0));
    }

    #[test]
    fn weights_move_the_median() {
        assert_eq!(weighted_median(&[(1.0, 10.0), (1.0, 20.0), (3.0, 30.0)]), Some((30.0, 30.0)));
        // The first two hold exactly half of the weight.
        assert_eq!(weighted_median(&[(1.0, 10.0), (1.0, 20.0), (2.0, 30.0)]), Some((20.0, 30.0)));
        assert_eq!(weighted_median(&[(0.0, 10.0)]), None);
        assert_eq!(weighted_median(&[(-1.0, 10.0), (2.0, 20.0)]), None);
    }

    #[test]
    fn equal_weights_are_the_plain_median_whatever_their_size() {
        let pairs: Vec<(f64, f64)> = (1..=16).map(|value| (0.1, f64::from(value))).collect();
        assert_eq!(weighted_median(&pairs), Some((8.0, 9.0)));
    }

    #[test]
    fn quantiles_are_of_type_7() {
        // Type 8 would give 1.4166… for the first quartile of 1, 2, 3, 4.
        assert_eq!(quantile(&[4.0, 3.0, 2.0, 1.0], 0.25), Some(1.75));
        assert_eq!(quantile(&[1.0, 2.0], 1.0), Some(2.0));
        assert_eq!(quantile(&[5.0], 0.3), Some(5.0));
        assert_eq!(quantile(&[1.0, 2.0], 1.1), None);
    }
}

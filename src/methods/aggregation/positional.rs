//! Aggregations that pick parts by their position: median and minimum.

use crate::methods::aggregation::means::range_of;
use crate::methods::column::defined;
use crate::model::{Absence, Datum};
use crate::stats;

/// The midpoint of the lower and the upper weighted median, of parts that all have weight. The parts change places.
pub(super) fn median(parts: &mut [(f64, f64)]) -> Datum {
    parts.sort_unstable_by(|left, right| left.1.total_cmp(&right.1));
    let (lower, upper) = stats::weighted_median_of_sorted(parts).ok_or(Absence::Undefined)?;
    defined(lower / 2.0 + upper / 2.0)
}

/// The smallest value.
pub(super) fn minimum(parts: &[(f64, f64)]) -> Datum {
    range_of(parts).map(|(low, _)| low)
}

#[cfg(test)]
mod tests {
    use crate::methods::aggregation::Aggregation;

    #[test]
    fn weights_decide_the_median_but_not_the_minimum() {
        let parts = [(1.0, 10.0), (1.0, 20.0), (5.0, 30.0)];
        assert_eq!(Aggregation::Median.combine(&parts), Ok(30.0));
        assert_eq!(Aggregation::Minimum.combine(&parts), Ok(10.0));
    }

    #[test]
    fn equal_weights_give_the_plain_median() {
        let parts = [(1.0, 4.0), (1.0, 1.0), (1.0, 9.0), (1.0, 6.0)];
        assert_eq!(Aggregation::Median.combine(&parts), Ok(5.0));
        assert_eq!(Aggregation::Median.combine(&parts[..3]), Ok(4.0));
    }
}

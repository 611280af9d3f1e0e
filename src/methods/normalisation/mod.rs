//! Step 5, normalisation: values of different measures onto a common scale, where more is better.
//!
//! As in COINr, a value is first multiplied by the sign of its indicator's direction; the formula of each
//! method then speaks of x with more being better. Parameters (goalposts, targets, cut-offs) are given in
//! the measure of the indicator, without a sign.

mod categorical;
mod distance;
mod goalposts;
mod minmax;
mod rank;
mod scale;
mod zscore;

use crate::methods::column::{map, undefined};
use crate::model::Datum;
use crate::stats::{self, Ties};

/// Whether more of an indicator is better or worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

impl Direction {
    /// The factor that makes more better: 1 or -1.
    #[must_use]
    pub fn sign(self) -> f64 {
        match self {
            Direction::Higher => 1.0,
            Direction::Lower => -1.0,
        }
    }
}

/// A curve that values and goalposts go through before they are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// The natural logarithm, as for income in the Human Development Index.
    Ln,
}

/// How values become comparable. Only the pointwise methods (see [`Normalisation::at`]) give a unit a score
/// that does not move when another unit does.
#[derive(Clone, Debug, PartialEq)]
pub enum Normalisation {
    /// The interval that the measure itself has, mapped linearly; mirrored where less is better.
    FixedScale {
        /// The ends of the measure.
        from: (f64, f64),
        /// Where they go.
        to: (f64, f64),
    },
    /// (x - min)/(max - min), mapped to an interval.
    MinMax {
        /// Where the smallest and the largest value go.
        to: (f64, f64),
    },
    /// (x - mean of x)/(sample standard deviation of x), with a chosen mean and spread.
    ZScore {
        /// The mean of the results.
        mean: f64,
        /// The sample standard deviation of the results.
        sd: f64,
    },
    /// (x - low)/(high - low) · factor on the signed value, without mirroring: COINr's `scaled`.
    Scaled {
        /// The two values of the signed x that go to 0 and to the factor.
        from: (f64, f64),
        /// The factor.
        factor: f64,
    },
    /// Ascending rank: the best unit has the largest.
    Rank {
        /// What equal values get.
        ties: Ties,
    },
    /// (rank - 1)/(n - 1), in [0, 1].
    PercentileRank {
        /// What equal values get.
        ties: Ties,
    },
    /// Rank - 1: the number of units that this one beats.
    Borda {
        /// What equal values get.
        ties: Ties,
    },
    /// 1 - (max - x)/(max - min), in [0, 1].
    DistanceToMaximum,
    /// x / max.
    FractionOfMaximum,
    /// (x - min)/(target - min).
    DistanceToTarget {
        /// The target, in the measure of the indicator.
        target: f64,
        /// Whether values beyond the target count as reaching it.
        cap: bool,
    },
    /// 1 - (reference - x)/(reference - min), with the value of one unit as reference.
    DistanceToReference {
        /// The row of that unit.
        row: usize,
        /// Whether values beyond the reference count as reaching it.
        cap: bool,
    },
    /// (x - low)/(high - low), mapped to an interval.
    Goalposts {
        /// The lower post, in the measure of the indicator.
        low: f64,
        /// The upper post, in the measure of the indicator.
        high: f64,
        /// Whether values outside the posts are moved to the nearest post.
        cap: bool,
        /// The curve that values and posts go through first.
        transform: Option<Curve>,
        /// Where the worse and the better post go.
        to: (f64, f64),
    },
    /// Classes with fixed cut-offs, each with a score.
    Categorical {
        /// The cut-offs in ascending order, in the measure of the indicator.
        cuts: Vec<f64>,
        /// The score of every class from the worst to the best; one more than there are cuts.
        scores: Vec<f64>,
    },
    /// Classes cut at quantiles of the column, each with a score.
    CategoricalQuantile {
        /// The shares of units at which the classes are cut, in ascending order, from the worst end.
        shares: Vec<f64>,
        /// The score of every class from the worst to the best; one more than there are shares.
        scores: Vec<f64>,
    },
}

/// Normalises one column; absent values keep their reason and play no part.
///
/// A formula without a finite value gives [`Absence::Undefined`](crate::model::Absence::Undefined): among
/// them a constant column under min-max, z-score, distance to the maximum or classes by quantile; a
/// percentile rank of a single unit; a target or reference equal to the minimum, or a reference that is
/// absent; posts or cut-offs that do not ascend; and a number of scores that does not fit the cut-offs.
///
/// Source: OECD/JRC Handbook (2008), step 5; the numbers are those of COINr where COINr has the method and
/// they are finite.
#[must_use]
pub fn normalise(method: &Normalisation, direction: Direction, column: &[Datum]) -> Vec<Datum> {
    match method {
        Normalisation::MinMax { to } => minmax::min_max(direction, *to, column),
        Normalisation::ZScore { mean, sd } => zscore::z_score(direction, *mean, *sd, column),
        Normalisation::Rank { ties } => rank::rank(direction, *ties, column),
        Normalisation::PercentileRank { ties } => rank::percentile(direction, *ties, column),
        Normalisation::Borda { ties } => rank::borda(direction, *ties, column),
        Normalisation::DistanceToMaximum => minmax::min_max(direction, (0.0, 1.0), column),
        Normalisation::FractionOfMaximum => distance::fraction_of_maximum(direction, column),
        Normalisation::DistanceToTarget { target, cap } => distance::to_target(direction, *target, *cap, column),
        Normalisation::DistanceToReference { row, cap } => distance::to_reference(direction, *row, *cap, column),
        Normalisation::CategoricalQuantile { shares, scores } => {
            categorical::by_quantile(direction, shares, scores, column)
        }
        Normalisation::FixedScale { .. }
        | Normalisation::Scaled { .. }
        | Normalisation::Goalposts { .. }
        | Normalisation::Categorical { .. } => {
            let score = |value: f64| method.at(direction, value);
            column.iter().map(|datum| datum.and_then(|value| score(value).unwrap_or(*datum))).collect()
        }
    }
}

impl Normalisation {
    /// The score of a single value, for the methods that need no other unit; `None` for the others.
    #[must_use]
    pub fn at(&self, direction: Direction, value: f64) -> Option<Datum> {
        match self {
            Normalisation::FixedScale { from, to } => Some(scale::fixed(direction, *from, *to, value)),
            Normalisation::Scaled { from, factor } => Some(scale::scaled(direction, *from, *factor, value)),
            Normalisation::Goalposts { low, high, cap, transform, to } => {
                Some(goalposts::score(direction, (*low, *high), *cap, *transform, *to, value))
            }
            Normalisation::Categorical { cuts, scores } => Some(categorical::by_cuts(direction, cuts, scores, value)),
            _ => None,
        }
    }

    /// The interval in which every result lies, smaller end first; `None` if there is none known in advance.
    ///
    /// For a fixed scale it holds for values inside the scale: a value outside is mapped outside, not moved.
    #[must_use]
    pub fn span(&self) -> Option<(f64, f64)> {
        match self {
            Normalisation::FixedScale { to, .. }
            | Normalisation::MinMax { to }
            | Normalisation::Goalposts { to, cap: true, .. } => stats::range(&[to.0, to.1]),
            Normalisation::DistanceToMaximum | Normalisation::PercentileRank { .. } => Some((0.0, 1.0)),
            Normalisation::Categorical { scores, .. } | Normalisation::CategoricalQuantile { scores, .. } => {
                stats::range(scores)
            }
            _ => None,
        }
    }
}

/// The point of the interval at this share of the way; at shares 0 and 1 exactly its ends.
fn onto(to: (f64, f64), share: f64) -> f64 {
    to.0 * (1.0 - share) + to.1 * share
}

/// Maps every observed value with a formula; they are all undefined when it could not be set up.
fn map_with(column: &[Datum], formula: Option<impl Fn(f64) -> f64>) -> Vec<Datum> {
    match formula {
        Some(formula) => map(column, formula),
        None => undefined(column),
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, Normalisation, normalise};
    use crate::model::{Absence, Datum};
    use crate::stats::Ties;

    const UNDEFINED: Datum = Err(Absence::Undefined);

    #[test]
    fn a_constant_column_is_undefined_where_spread_is_needed_and_keeps_its_absences() {
        let column = [Ok(7.0), Ok(7.0), Err(Absence::NotApplicable)];
        let spread = [
            Normalisation::MinMax { to: (0.0, 100.0) },
            Normalisation::ZScore { mean: 0.0, sd: 1.0 },
            Normalisation::DistanceToMaximum,
            Normalisation::DistanceToTarget { target: 7.0, cap: true },
            Normalisation::DistanceToReference { row: 0, cap: true },
            Normalisation::CategoricalQuantile { shares: vec![0.5], scores: vec![0.0, 1.0] },
        ];
        for method in spread {
            let expected = [UNDEFINED, UNDEFINED, Err(Absence::NotApplicable)];
            assert_eq!(normalise(&method, Direction::Higher, &column), expected, "{method:?}");
        }
        let ranked = normalise(&Normalisation::Rank { ties: Ties::Minimum }, Direction::Higher, &column);
        assert_eq!(ranked, [Ok(1.0), Ok(1.0), Err(Absence::NotApplicable)]);
    }

    #[test]
    fn a_value_that_is_not_finite_does_not_spread() {
        let column = [Ok(f64::NAN), Ok(0.0), Ok(f64::INFINITY), Ok(10.0)];
        let scores = normalise(&Normalisation::MinMax { to: (0.0, 1.0) }, Direction::Higher, &column);
        assert_eq!(scores, [UNDEFINED, Ok(0.0), UNDEFINED, Ok(1.0)]);
    }

    #[test]
    fn nothing_normalises_to_nothing() {
        let method = Normalisation::PercentileRank { ties: Ties::Average };
        assert_eq!(normalise(&method, Direction::Lower, &[]), []);
        assert_eq!(normalise(&method, Direction::Lower, &[Ok(3.0)]), [UNDEFINED]);
    }

    #[test]
    fn spans_are_ordered_and_only_claimed_where_they_hold() {
        assert_eq!(Normalisation::MinMax { to: (100.0, 0.0) }.span(), Some((0.0, 100.0)));
        assert_eq!(Normalisation::ZScore { mean: 0.0, sd: 1.0 }.span(), None);
        let open = Normalisation::Goalposts { low: 0.0, high: 1.0, cap: false, transform: None, to: (0.0, 1.0) };
        assert_eq!(open.span(), None);
    }
}

//! Ranks as scores: rank, percentile rank and Borda count.

use crate::methods::column::{defined, observed, undefined, value};
use crate::methods::normalisation::Direction;
use crate::model::Datum;
use crate::stats::{self, Ties};

/// The ascending rank, from 1 for the worst to n for the best, over observed values.
pub(super) fn rank(direction: Direction, ties: Ties, column: &[Datum]) -> Vec<Datum> {
    from_rank(direction, ties, column, |rank, _| rank)
}

/// (rank - 1)/(n - 1) with n the number of observed values; undefined for a single one.
pub(super) fn percentile(direction: Direction, ties: Ties, column: &[Datum]) -> Vec<Datum> {
    from_rank(direction, ties, column, |rank, n| (rank - 1.0) / (n - 1.0))
}

/// Rank - 1.
pub(super) fn borda(direction: Direction, ties: Ties, column: &[Datum]) -> Vec<Datum> {
    from_rank(direction, ties, column, |rank, _| rank - 1.0)
}

fn from_rank(direction: Direction, ties: Ties, column: &[Datum], formula: impl Fn(f64, f64) -> f64) -> Vec<Datum> {
    let directed: Vec<f64> = observed(column).iter().map(|value| direction.sign() * value).collect();
    let n = directed.len() as f64;
    let Some(ranks) = stats::ascending_ranks(&directed, ties) else {
        return undefined(column);
    };
    let mut ranks = ranks.into_iter();
    let mut score = |datum: Datum| match value(datum) {
        Some(_) => ranks.next().map_or(datum, |rank| defined(formula(rank, n))),
        None => datum.and_then(defined),
    };
    column.iter().map(|datum| score(*datum)).collect()
}

#[cfg(test)]
mod tests {
    use super::{borda, percentile, rank};
    use crate::methods::normalisation::Direction::{Higher, Lower};
    use crate::model::{Absence, Datum};
    use crate::stats::Ties;

    const COLUMN: [Datum; 5] = [Ok(3.0), Ok(1.0), Err(Absence::Unknown), Ok(3.0), Ok(9.0)];
    const GAP: Datum = Err(Absence::Unknown);

    #[test]
    fn the_best_has_the_largest_rank() {
        assert_eq!(rank(Higher, Ties::Minimum, &COLUMN), [Ok(2.0), Ok(1.0), GAP, Ok(2.0), Ok(4.0)]);
        assert_eq!(rank(Lower, Ties::Minimum, &COLUMN), [Ok(2.0), Ok(4.0), GAP, Ok(2.0), Ok(1.0)]);
    }

    #[test]
    fn shares_and_counts_of_units_beaten() {
        assert_eq!(percentile(Higher, Ties::Average, &COLUMN), [Ok(0.5), Ok(0.0), GAP, Ok(0.5), Ok(1.0)]);
        assert_eq!(borda(Higher, Ties::Maximum, &COLUMN), [Ok(2.0), Ok(0.0), GAP, Ok(2.0), Ok(3.0)]);
    }
}

//! Classes with a score each, cut at fixed values or at quantiles.

use crate::methods::column::{defined, observed, undefined};
use crate::methods::normalisation::Direction;
use crate::model::{Absence, Datum};
use crate::stats;

/// The score of the class in which the value falls. A value on a cut-off belongs to the better class.
///
/// Classes are counted from the worst to the best, so where less is better the first score belongs to the
/// largest values. Undefined unless the cut-offs ascend strictly and there is one more score than cut-offs.
///
/// Source: OECD/JRC Handbook (2008), step 5, categorical scales.
pub(super) fn by_cuts(direction: Direction, cuts: &[f64], scores: &[f64], value: f64) -> Datum {
    let ascending = cuts.windows(2).all(|pair| pair[0] < pair[1]) && cuts.iter().all(|cut| cut.is_finite());
    if !value.is_finite() || !ascending || scores.len() != cuts.len() + 1 {
        return Err(Absence::Undefined);
    }
    class(direction, cuts, scores, value)
}

/// As [`by_cuts`], with the cut-offs at quantiles (type 7) of the signed column, in its own measure.
///
/// A share of 0.9 cuts off the best tenth. Equal values share a class, so a class can come out empty.
/// Undefined for a constant column, which has no quantiles to tell units apart, unless the shares ascend
/// strictly within [0, 1], and unless there is one more score than shares.
///
/// Source: OECD/JRC Handbook (2008), step 5, categorical scales by percentiles.
pub(super) fn by_quantile(direction: Direction, shares: &[f64], scores: &[f64], column: &[Datum]) -> Vec<Datum> {
    let directed: Vec<f64> = observed(column).iter().map(|value| direction.sign() * value).collect();
    let spread = stats::range(&directed).is_some_and(|(low, high)| high > low);
    let ascending = shares.windows(2).all(|pair| pair[0] < pair[1]);
    let cuts: Option<Vec<f64>> =
        shares.iter().map(|share| stats::quantile(&directed, *share).map(|cut| direction.sign() * cut)).collect();
    let Some(cuts) = cuts.filter(|_| spread && ascending && scores.len() == shares.len() + 1) else {
        return undefined(column);
    };
    let score = |value: f64| class(direction, &cuts, scores, defined(value)?);
    column.iter().map(|datum| datum.and_then(score)).collect()
}

/// The number of cut-offs that the value reaches, counted from the worse end, is its class.
fn class(direction: Direction, cuts: &[f64], scores: &[f64], value: f64) -> Datum {
    let reached = match direction {
        Direction::Higher => cuts.iter().filter(|cut| value >= **cut).count(),
        Direction::Lower => cuts.iter().filter(|cut| value <= **cut).count(),
    };
    scores.get(reached).map_or(Err(Absence::Undefined), |score| defined(*score))
}

#[cfg(test)]
mod tests {
    use super::{by_cuts, by_quantile};
    use crate::methods::normalisation::Direction::{Higher, Lower};
    use crate::model::Absence;

    #[test]
    fn a_value_on_a_cut_belongs_to_the_better_class() {
        let score = |direction, value| by_cuts(direction, &[10.0, 20.0], &[0.0, 50.0, 100.0], value);
        assert_eq!([9.9, 10.0, 20.0].map(|value| score(Higher, value)), [Ok(0.0), Ok(50.0), Ok(100.0)]);
        assert_eq!([10.0, 10.1, 20.1].map(|value| score(Lower, value)), [Ok(100.0), Ok(50.0), Ok(0.0)]);
    }

    #[test]
    fn cuts_and_scores_must_fit() {
        assert_eq!(by_cuts(Higher, &[10.0], &[0.0], 5.0), Err(Absence::Undefined));
        assert_eq!(by_cuts(Higher, &[10.0, 10.0], &[0.0, 1.0, 2.0], 5.0), Err(Absence::Undefined));
        assert_eq!(by_cuts(Higher, &[], &[7.0], 5.0), Ok(7.0));
    }

    #[test]
    fn the_best_half_by_quantile() {
        let column = [Ok(1.0), Ok(2.0), Err(Absence::Unknown), Ok(3.0), Ok(40.0), Ok(50.0)];
        let higher = by_quantile(Higher, &[0.5], &[0.0, 1.0], &column);
        let gap = Err(Absence::Unknown);
        assert_eq!(higher, [Ok(0.0), Ok(0.0), gap, Ok(1.0), Ok(1.0), Ok(1.0)]);
        let lower = by_quantile(Lower, &[0.75], &[0.0, 1.0], &column);
        assert_eq!(lower, [Ok(1.0), Ok(1.0), gap, Ok(0.0), Ok(0.0), Ok(0.0)]);
        assert_eq!(by_quantile(Higher, &[0.5, 0.2], &[0.0, 1.0, 2.0], &column)[0], Err(Absence::Undefined));
    }
}

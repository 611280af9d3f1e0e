//! Step 6, aggregation: the scores of parts into the score of the whole.

mod contributions;
mod copeland;
mod means;
mod positional;

pub(crate) use copeland::verdict;

use crate::methods::column::{defined, value};
use crate::model::{Absence, Datum};
use crate::stats::sum;

/// How the parts of a unit are combined.
///
/// All but Copeland are pointwise: a unit's score depends on its own parts only. They lie between the
/// smallest and the largest part (after flooring, if any), and equal parts give exactly that value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aggregation {
    /// Σwx / Σw. A low part can be bought off by a high one.
    Arithmetic,
    /// exp(Σw ln x / Σw). For positive parts; compensates less.
    Geometric {
        /// What a part of zero does.
        at_zero: AtZero,
    },
    /// Σw / Σ(w/x). For positive parts; compensates less still.
    Harmonic {
        /// What a part of zero does.
        at_zero: AtZero,
    },
    /// (Σwx^p / Σw)^(1/p). For parts that are not negative; p = 0 is the geometric mean, its limit.
    Power {
        /// The exponent p.
        exponent: f64,
        /// What a part of zero does when p is not positive; otherwise zero is a value like any other.
        at_zero: AtZero,
    },
    /// The weighted median.
    Median,
    /// The smallest part: no compensation at all.
    Minimum,
    /// The number of units that this one outranks minus the number that outrank it.
    Copeland,
}

/// What a mean that has no value at zero makes of a part that is zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AtZero {
    /// The limit: the whole is zero.
    Zero,
    /// The whole has no value.
    Undefined,
    /// Parts below this value are raised to it first. A floor that is not positive helps nobody: a part that
    /// is still zero then leaves the whole undefined.
    Floor(f64),
}

impl Aggregation {
    /// Combines the (weight, value) parts of one unit.
    ///
    /// A part of weight zero is ignored, whatever its value. With no part left the whole is not available.
    /// It is undefined for a weight that is negative or not finite, a value that is not finite, a negative
    /// value (after flooring) under a geometric, harmonic or power mean, an exponent that is not finite, and
    /// for [`Aggregation::Copeland`], which needs the other units.
    ///
    /// The weighted median is the midpoint of the lower and the upper one: in order of value, the first at
    /// which the cumulative weight reaches half of the total, and the first at which it exceeds it.
    ///
    /// Source: OECD/JRC Handbook (2008), step 6, additive, geometric and non-compensatory aggregation; the
    /// means are those of COINr, without its failure of the whole run at a zero.
    pub fn combine(&self, parts: &[(f64, f64)]) -> Datum {
        self.combine_in(&mut parts.to_vec())
    }

    /// As [`combine`](Aggregation::combine), with the parts as the room to work in: they are not the same afterwards, and
    /// nothing is allocated.
    pub(crate) fn combine_in(&self, parts: &mut Vec<(f64, f64)>) -> Datum {
        count(parts)?;
        match self {
            Aggregation::Arithmetic => means::arithmetic(parts),
            Aggregation::Geometric { at_zero } => means::power(0.0, *at_zero, parts),
            Aggregation::Harmonic { at_zero } => means::power(-1.0, *at_zero, parts),
            Aggregation::Power { exponent, at_zero } => means::power(*exponent, *at_zero, parts),
            Aggregation::Median => positional::median(parts),
            Aggregation::Minimum => positional::minimum(parts),
            Aggregation::Copeland => Err(Absence::Undefined),
        }
    }

    /// Splits a score that [`combine`](Aggregation::combine) gave into what each part contributes.
    ///
    /// The means are homogeneous of degree one, so by Euler's theorem the score is the sum of x · ∂f/∂x over
    /// the parts: wx/Σw for the arithmetic mean; wG/Σw for the geometric mean G; w/Σw · M (x/M)^p for a power
    /// mean M, of which the harmonic has p = -1. Median and minimum go to the part or parts that decide,
    /// shared equally between ties, half and half when the median is a midpoint. Floored values count as
    /// the floor. A part of weight zero contributes zero, and so do all parts of a score that is zero because
    /// one part is.
    ///
    /// The result has one entry per part, in their order. If no entry is negative they add up to the score
    /// exactly, from left to right or in any other order: what rounding leaves over goes to the largest
    /// entry. Entries of both signs (z-scores, say) cancel, and then can miss the score by the last binary
    /// digit of the largest entry.
    ///
    /// `None` for Copeland, and if the score is not the one that these parts combine to.
    #[must_use]
    pub fn contributions(&self, parts: &[(f64, f64)], score: f64) -> Option<Vec<f64>> {
        contributions::split(self, parts, score)
    }

    /// Combines the columns of the children of one node, for all units: one result per row. There is one
    /// weight per child.
    ///
    /// Children that are absent for a unit are left out and the weights of the others count for more. Where
    /// all children with weight are absent the result is not applicable if all of them are, else the first
    /// reason, in the order of [`Absence::ALL`], of those that are something else: not available if any is.
    ///
    /// For [`Aggregation::Copeland`] see the rule in its own words: each pair of units is compared on the
    /// children that both have, the weight of the children where one is better against the weight of those
    /// where the other is. The winner of a pair gets 1, the loser -1; a draw, or a pair with no child in
    /// common, gives 0 to both. Scores lie in -(n-1)..=(n-1) for n units and do not depend on their order.
    #[must_use]
    pub fn aggregate(&self, children: &[&[Datum]], weights: &[f64]) -> Vec<Datum> {
        let units = children.iter().map(|child| child.len()).max().unwrap_or(0);
        let rows: Vec<Vec<(f64, Datum)>> = (0..units)
            .map(|row| {
                let cell = |child: &&[Datum]| child.get(row).copied().unwrap_or(Err(Absence::NotAvailable));
                weights.iter().copied().zip(children.iter().map(cell)).collect()
            })
            .collect();
        if matches!(self, Aggregation::Copeland) {
            return copeland::scores(&rows);
        }
        rows.iter()
            .map(|row| {
                let parts = present(row);
                if parts.is_empty() { Err(reason(row)) } else { self.combine(&parts) }
            })
            .collect()
    }
}

/// Leaves the parts that count, with weights that sum to one.
fn count(parts: &mut Vec<(f64, f64)>) -> Result<(), Absence> {
    if parts.iter().any(|(weight, _)| !weight.is_finite() || *weight < 0.0) {
        return Err(Absence::Undefined);
    }
    parts.retain(|(weight, _)| *weight > 0.0);
    if parts.is_empty() {
        return Err(Absence::NotAvailable);
    }
    if parts.iter().any(|(_, value)| !value.is_finite()) {
        return Err(Absence::Undefined);
    }
    let total = sum(parts.iter().map(|(weight, _)| *weight)).map_or(Err(Absence::Undefined), defined)?;
    parts.iter_mut().for_each(|(weight, _)| *weight /= total);
    Ok(())
}

/// The observed parts of a unit that have weight.
fn present(row: &[(f64, Datum)]) -> Vec<(f64, f64)> {
    row.iter()
        .filter(|(weight, _)| *weight != 0.0)
        .filter_map(|(weight, datum)| value(*datum).map(|value| (*weight, value)))
        .collect()
}

/// Why a unit of which no part is observed has no score.
fn reason(row: &[(f64, Datum)]) -> Absence {
    let reasons: Vec<Absence> = row
        .iter()
        .filter(|(weight, _)| *weight != 0.0)
        .map(|(_, datum)| datum.err().unwrap_or(Absence::Undefined))
        .collect();
    let other = reasons.iter().copied().filter(|reason| *reason != Absence::NotApplicable).min();
    let applicable = if reasons.is_empty() { Absence::NotAvailable } else { Absence::NotApplicable };
    other.unwrap_or(applicable)
}

#[cfg(test)]
mod tests {
    use super::{Aggregation, AtZero};
    use crate::model::{Absence, Datum};

    const GAP: Datum = Err(Absence::NotAvailable);
    const NEVER: Datum = Err(Absence::NotApplicable);

    #[test]
    fn weights_of_absent_children_go_to_the_others() {
        let children: [&[Datum]; 2] = [&[Ok(10.0), GAP, NEVER], &[Ok(20.0), Ok(20.0), GAP]];
        let scores = Aggregation::Arithmetic.aggregate(&children, &[3.0, 1.0]);
        assert_eq!(scores, [Ok(12.5), Ok(20.0), GAP]);
    }

    #[test]
    fn the_reason_of_a_unit_without_parts() {
        let reason = |parts: &[Datum]| {
            let children: Vec<&[Datum]> = parts.iter().map(std::slice::from_ref).collect();
            Aggregation::Minimum.aggregate(&children, &vec![1.0; parts.len()])
        };
        assert_eq!(reason(&[NEVER, NEVER]), [NEVER]);
        assert_eq!(reason(&[NEVER, Err(Absence::BelowCoverage)]), [Err(Absence::BelowCoverage)]);
        assert_eq!(reason(&[Err(Absence::Undefined), Err(Absence::Unknown), NEVER]), [Err(Absence::Unknown)]);
        // A child without weight has no say, even when it is the only one observed.
        let children: [&[Datum]; 2] = [&[Ok(1.0)], &[NEVER]];
        assert_eq!(Aggregation::Arithmetic.aggregate(&children, &[0.0, 1.0]), [NEVER]);
        assert_eq!(Aggregation::Arithmetic.aggregate(&children, &[0.0, 0.0]), [GAP]);
        assert_eq!(Aggregation::Arithmetic.aggregate(&[], &[]), []);
    }

    #[test]
    fn bad_weights_and_values_are_undefined_not_nan() {
        let all = [
            Aggregation::Arithmetic,
            Aggregation::Geometric { at_zero: AtZero::Zero },
            Aggregation::Median,
            Aggregation::Minimum,
        ];
        for method in all {
            assert_eq!(method.combine(&[]), GAP);
            assert_eq!(method.combine(&[(0.0, 5.0)]), GAP);
            assert_eq!(method.combine(&[(-1.0, 5.0), (2.0, 5.0)]), Err(Absence::Undefined));
            assert_eq!(method.combine(&[(1.0, f64::NAN)]), Err(Absence::Undefined));
            assert_eq!(method.combine(&[(0.0, f64::NAN), (2.0, 0.7), (5.0, 0.7)]), Ok(0.7), "{method:?}");
        }
        assert_eq!(Aggregation::Copeland.combine(&[(1.0, 1.0)]), Err(Absence::Undefined));
    }
}

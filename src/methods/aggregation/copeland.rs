//! Copeland: the order in which units beat each other, pair by pair.

use std::cmp::Ordering;

use crate::methods::aggregation::{present, reason};
use crate::methods::column::{defined, value};
use crate::model::{Absence, Datum};
use crate::stats::sum;

/// For and against closer than this share of the compared weight are a draw.
///
/// Three weights of 0.1 against one of 0.3 must not be decided by a binary digit.
const DRAW: f64 = 1e-12;

/// One score per row of (weight, child) pairs: pairs of units won minus pairs lost.
///
/// A pair is compared on the children that both units have, whatever else either of them has, so the result
/// for a pair is the same from both sides and the order of the rows cannot matter. A unit without any child
/// has no score and takes part in no pair.
///
/// Source: OECD/JRC Handbook (2008), step 6, non-compensatory multi-criteria approach and Copeland rule; with
/// no gaps the scores are those of COINr, which with gaps depends on the order of the rows.
pub(super) fn scores(rows: &[Vec<(f64, Datum)>]) -> Vec<Datum> {
    let sound = |row: &[(f64, Datum)]| row.iter().all(|(weight, _)| weight.is_finite() && *weight >= 0.0);
    let score = |row: &Vec<(f64, Datum)>| -> Datum {
        if present(row).is_empty() {
            return Err(reason(row));
        }
        if !sound(row) {
            return Err(Absence::Undefined);
        }
        defined(rows.iter().map(|other| compared(row, other)).sum())
    };
    rows.iter().map(score).collect()
}

/// 1 if the first unit outranks the second, -1 if the second outranks the first, else 0. Zero against itself.
fn compared(row: &[(f64, Datum)], other: &[(f64, Datum)]) -> f64 {
    let weight_where = |order: Ordering| {
        sum(row.iter().zip(other).filter_map(|((weight, left), (_, right))| {
            let better = value(*left)?.partial_cmp(&value(*right)?)?;
            (better == order).then_some(*weight)
        }))
    };
    let wins = weight_where(Ordering::Greater).zip(weight_where(Ordering::Less)).zip(weight_where(Ordering::Equal));
    wins.map_or(0.0, |((ahead, behind), level)| verdict(ahead - behind, ahead + behind + level))
}

/// 1, -1 or 0 from the weight ahead less the weight behind, and all the weight that was compared.
pub(crate) fn verdict(lead: f64, compared: f64) -> f64 {
    if lead.abs() <= DRAW * compared { 0.0 } else { lead.signum() }
}

#[cfg(test)]
mod tests {
    use crate::methods::aggregation::Aggregation::Copeland;
    use crate::model::{Absence, Datum};

    const GAP: Datum = Err(Absence::NotAvailable);

    #[test]
    fn pairs_won_minus_pairs_lost() {
        // The first beats the second on weight 2 of 3; the third loses to both.
        let children: [&[Datum]; 2] = [&[Ok(9.0), Ok(5.0), Ok(1.0)], &[Ok(2.0), Ok(8.0), Ok(1.0)]];
        assert_eq!(Copeland.aggregate(&children, &[2.0, 1.0]), [Ok(2.0), Ok(0.0), Ok(-2.0)]);
        // With equal weights the first two draw.
        assert_eq!(Copeland.aggregate(&children, &[1.0, 1.0]), [Ok(1.0), Ok(1.0), Ok(-2.0)]);
    }

    #[test]
    fn half_against_half_is_a_draw_despite_rounding() {
        let children: [&[Datum]; 4] =
            [&[Ok(1.0), Ok(0.0)], &[Ok(1.0), Ok(0.0)], &[Ok(1.0), Ok(0.0)], &[Ok(0.0), Ok(1.0)]];
        assert_eq!(Copeland.aggregate(&children, &[0.1, 0.1, 0.1, 0.3]), [Ok(0.0), Ok(0.0)]);
    }

    #[test]
    fn gaps_take_children_out_of_the_pair_and_row_order_does_not_matter() {
        let first = [Ok(3.0), GAP, Ok(1.0), GAP];
        let second = [Ok(1.0), Ok(2.0), GAP, GAP];
        let scores = Copeland.aggregate(&[&first, &second], &[1.0, 1.0]);
        // The first beats the third and loses to the second; the second and third have nothing in common.
        assert_eq!(scores, [Ok(0.0), Ok(1.0), Ok(-1.0), GAP]);
        let turned: Vec<Vec<Datum>> =
            [first, second].iter().map(|child| child.iter().rev().copied().collect()).collect();
        let mut back = Copeland.aggregate(&[&turned[0], &turned[1]], &[1.0, 1.0]);
        back.reverse();
        assert_eq!(back, scores);
    }
}

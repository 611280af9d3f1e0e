//! Ranks: ascending with a choice for ties, and descending competition ranks with a tolerance.

/// Which rank equal values share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// The smallest of the ranks they span: 1, 2, 2, 4.
    Minimum,
    /// The largest of the ranks they span: 1, 3, 3, 4.
    Maximum,
    /// The mean of the ranks they span: 1, 2.5, 2.5, 4.
    Average,
}

/// Ascending ranks from one: the smallest value has rank 1, the largest rank n.
///
/// Only exactly equal values tie. `None` if a value is not finite; no values have no ranks.
#[must_use]
pub fn ascending_ranks(values: &[f64], ties: Ties) -> Option<Vec<f64>> {
    if values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|left, right| values[*left].total_cmp(&values[*right]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    // The difference is compared, since the two zeros of IEEE 754 are equal but sort apart.
    for group in order.chunk_by(|left, right| values[*right] - values[*left] == 0.0) {
        let (first, last) = ((before + 1) as f64, (before + group.len()) as f64);
        let shared = match ties {
            Ties::Minimum => first,
            Ties::Maximum => last,
            Ties::Average => (first + last) / 2.0,
        };
        group.iter().for_each(|row| ranks[*row] = shared);
        before += group.len();
    }
    Some(ranks)
}

/// Descending competition ranks: the largest value has rank 1, ties share the best rank, as in 1, 2, 2, 4.
///
/// In sorted order, a value ties with the *first* of its group when it is within the tolerance of it. Ties
/// therefore cannot chain: of three values each within the tolerance of the next, the last starts a group
/// of its own when it is too far from the first. `None` if a value is not finite, or the tolerance is
/// negative or not finite.
#[must_use]
pub fn competition_ranks(values: &[f64], tolerance: f64) -> Option<Vec<u32>> {
    if !tolerance.is_finite() || tolerance < 0.0 || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|left, right| values[*right].total_cmp(&values[*left]));
    let mut ranks = vec![0; values.len()];
    let mut first = (f64::INFINITY, 0);
    for (position, row) in order.into_iter().enumerate() {
        if first.0 - values[row] > tolerance {
            first = (values[row], u32::try_from(position + 1).ok()?);
        }
        ranks[row] = first.1;
    }
    Some(ranks)
}

#[cfg(test)]
mod tests {
    use super::{Ties, ascending_ranks, competition_ranks};

    #[test]
    fn the_three_ways_to_rank_ties() {
        let values = [5.0, -1.0, 2.0, 2.0];
        assert_eq!(ascending_ranks(&values, Ties::Minimum), Some(vec![4.0, 1.0, 2.0, 2.0]));
        assert_eq!(ascending_ranks(&values, Ties::Maximum), Some(vec![4.0, 1.0, 3.0, 3.0]));
        assert_eq!(ascending_ranks(&values, Ties::Average), Some(vec![4.0, 1.0, 2.5, 2.5]));
        assert_eq!(ascending_ranks(&[0.0, 0.0], Ties::Maximum), Some(vec![2.0, 2.0]));
        assert_eq!(ascending_ranks(&[0.0, -0.0], Ties::Average), Some(vec![1.5, 1.5]));
        assert_eq!(ascending_ranks(&[], Ties::Average), Some(vec![]));
        assert_eq!(ascending_ranks(&[f64::NAN], Ties::Average), None);
    }

    #[test]
    fn competition_ranks_leave_a_gap_after_ties() {
        assert_eq!(competition_ranks(&[10.0, 30.0, 20.0, 20.0], 0.0), Some(vec![4, 1, 2, 2]));
        assert_eq!(competition_ranks(&[], 0.0), Some(vec![]));
        assert_eq!(competition_ranks(&[1.0], -1.0), None);
        assert_eq!(competition_ranks(&[1.0], f64::INFINITY), None);
    }

    #[test]
    fn ties_within_the_tolerance_do_not_chain() {
        assert_eq!(competition_ranks(&[1.0, 1.75, 2.5], 1.0), Some(vec![3, 1, 1]));
    }
}

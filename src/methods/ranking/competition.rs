//! Ranks of scores.

use crate::methods::column;
use crate::model::Datum;
use crate::stats;

/// Scores closer than this are a tie.
///
/// Two ways of computing the same score differ by rounding in the last binary digits, far less than this;
/// scores that a report prints differently differ by far more.
pub const TIE_TOLERANCE: f64 = 1e-9;

/// The rank of every score, 1 for the highest; ties share the best rank and leave a gap: 1, 2, 2, 4.
///
/// Ranks are taken on unrounded scores. In order of score, a score ties with the first of its group when it
/// is within [`TIE_TOLERANCE`] of it. A score that is absent has no rank and takes none away from the others.
#[must_use]
pub fn ranks(scores: &[Datum]) -> Vec<Option<u32>> {
    let present = stats::competition_ranks(&column::observed(scores), TIE_TOLERANCE).unwrap_or_default();
    let mut next = present.into_iter();
    scores.iter().map(|score| column::value(*score).and_then(|_| next.next())).collect()
}

#[cfg(test)]
mod tests {
    use super::ranks;
    use crate::model::Absence;

    #[test]
    fn ties_share_the_best_rank_and_the_absent_have_none() {
        let scores = [Ok(50.0), Err(Absence::BelowCoverage), Ok(0.3), Ok(0.1 + 0.2), Ok(0.2)];
        assert_eq!(ranks(&scores), vec![Some(1), None, Some(2), Some(2), Some(4)]);
        assert_eq!(ranks(&[Err(Absence::NotAvailable)]), vec![None]);
    }

    #[test]
    fn scores_that_only_look_equal_on_the_page_are_not_tied() {
        assert_eq!(ranks(&[Ok(72.500_001), Ok(72.5)]), vec![Some(1), Some(2)]);
    }
}

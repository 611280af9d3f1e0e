//! How a change of a score is printed.

use super::number::Numbers;
use crate::frozen::FrozenScore;

/// A change in points with its sign. It knows no more digits than the two scores that it is made of.
pub(super) fn change_words<'s>(
    numbers: &Numbers,
    scores: impl IntoIterator<Item = &'s FrozenScore>,
    change: f64,
) -> String {
    let digits = |score: &FrozenScore| score.reported.as_ref().and_then(|reported| reported.decimals);
    let known = scores.into_iter().filter_map(digits).map(|digits| digits as usize).min().unwrap_or(usize::MAX);
    numbers.clone().with_decimals(known.min(numbers.decimals)).signed(change)
}

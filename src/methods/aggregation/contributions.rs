//! What each part contributes to a score.

use crate::methods::aggregation::means::floor;
use crate::methods::aggregation::{Aggregation, AtZero, count};
use crate::stats;

/// A score further than this, relative to the parts, from what they combine to is not theirs.
const FOREIGN: f64 = 1e-9;

/// How often the remainder is handed out before the last share has to take it.
const PASSES: usize = 32;

/// See [`Aggregation::contributions`].
pub(super) fn split(method: &Aggregation, parts: &[(f64, f64)], score: f64) -> Option<Vec<f64>> {
    let combined = method.combine(parts).ok()?;
    let mut counted = parts.to_vec();
    count(&mut counted).ok()?;
    let largest = counted.iter().fold(combined.abs(), |largest, (_, value)| largest.max(value.abs()));
    let own = (score - combined).abs() <= FOREIGN * largest;
    if !own {
        return None;
    }
    let shares = match method {
        Aggregation::Arithmetic => counted.iter().map(|(weight, value)| weight * value).collect(),
        Aggregation::Geometric { at_zero } => euler(0.0, *at_zero, &counted, combined),
        Aggregation::Harmonic { at_zero } => euler(-1.0, *at_zero, &counted, combined),
        Aggregation::Power { exponent, at_zero } => euler(*exponent, *at_zero, &counted, combined),
        Aggregation::Median => {
            let (lower, upper) = stats::weighted_median(&counted)?;
            let halves = decided(&counted, lower).into_iter().zip(decided(&counted, upper));
            halves.map(|(low, high)| low / 2.0 + high / 2.0).collect()
        }
        Aggregation::Minimum => decided(&counted, combined),
        Aggregation::Copeland => return None,
    };
    let mut shares: std::vec::IntoIter<f64> = closed(shares, score)?.into_iter();
    parts.iter().map(|(weight, _)| if *weight > 0.0 { shares.next() } else { Some(0.0) }).collect()
}

/// x · ∂M/∂x = w M (x/M)^p for a power mean M, with weights that sum to one.
fn euler(exponent: f64, at_zero: AtZero, parts: &[(f64, f64)], mean: f64) -> Vec<f64> {
    if mean == 0.0 {
        return vec![0.0; parts.len()];
    }
    let mut parts = parts.to_vec();
    floor(at_zero, &mut parts);
    parts.iter().map(|(weight, value)| weight * mean * (value / mean).powf(exponent)).collect()
}

/// The value, shared equally between the parts that have it.
fn decided(parts: &[(f64, f64)], value: f64) -> Vec<f64> {
    let decides = |part: &(f64, f64)| part.1 - value == 0.0;
    let share = value / parts.iter().filter(|part| decides(part)).count() as f64;
    parts.iter().map(|part| if decides(part) { share } else { 0.0 }).collect()
}

/// The shares with the remainder of rounding handed out, so that their sum from left to right is the score.
///
/// The shares are first rounded to multiples of the last binary digit of the score. Sums of such multiples
/// that stay below the score are exact, so that shares that are not negative close at the first pass, and add
/// up to the score in any order. Where shares of both signs cancel, the digits of the larger ones are too
/// coarse for the score: the remainder goes round a few times, then the last share takes what it can.
fn closed(shares: Vec<f64>, score: f64) -> Option<Vec<f64>> {
    let mut shares = on_grid(shares, score);
    let largest = (0..shares.len()).max_by(|left, right| shares[*left].abs().total_cmp(&shares[*right].abs()))?;
    for _ in 0..PASSES {
        let rest = score - plain_sum(&shares);
        if rest == 0.0 {
            return Some(shares);
        }
        shares[largest] += rest;
    }
    let last = shares.iter().rposition(|share| *share != 0.0)?;
    shares[last] = score - plain_sum(&shares[..last]);
    Some(shares)
}

/// Rounds the shares to multiples of the last digit of the score, if they are small enough for that.
fn on_grid(shares: Vec<f64>, score: f64) -> Vec<f64> {
    let grid = score.abs().next_up() - score.abs();
    let holds = |share: &f64| grid.is_normal() && (share / grid).abs() < 2.0 / f64::EPSILON;
    if !shares.iter().all(holds) {
        return shares;
    }
    shares.into_iter().map(|share| (share / grid).round() * grid).collect()
}

fn plain_sum(shares: &[f64]) -> f64 {
    shares.iter().fold(0.0, |sum, share| sum + share)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plain_sum;
    use crate::methods::aggregation::{Aggregation, AtZero};

    fn split(method: Aggregation, parts: &[(f64, f64)]) -> Vec<f64> {
        let score = method.combine(parts).expect("score");
        method.contributions(parts, score).expect("contributions")
    }

    fn close(actual: &[f64], expected: &[f64]) {
        let far = actual.iter().zip(expected).any(|(left, right)| (left - right).abs() > 1e-12);
        assert!(!far && actual.len() == expected.len(), "{actual:?} is not {expected:?}");
    }

    #[test]
    fn shares_by_hand() {
        let parts = [(1.0, 10.0), (0.0, 70.0), (3.0, 30.0)];
        close(&split(Aggregation::Arithmetic, &parts), &[2.5, 0.0, 22.5]);
        // H = 4/(1/10 + 3/30) = 20; the shares are w/Σw · H²/x.
        close(&split(Aggregation::Harmonic { at_zero: AtZero::Zero }, &parts), &[10.0, 0.0, 10.0]);
        // M² = (100 + 3 · 900)/4 = 700; the shares are w/Σw · x²/M.
        let mean = 700_f64.sqrt();
        let power = Aggregation::Power { exponent: 2.0, at_zero: AtZero::Zero };
        close(&split(power, &parts), &[25.0 / mean, 0.0, 675.0 / mean]);
        let parts = [(1.0, 4.0), (3.0, 64.0)];
        close(&split(Aggregation::Geometric { at_zero: AtZero::Zero }, &parts), &[8.0, 24.0]);
        let floored = [(1.0, 0.0), (1.0, 16.0)];
        close(&split(Aggregation::Geometric { at_zero: AtZero::Floor(1.0) }, &floored), &[2.0, 2.0]);
        close(&split(Aggregation::Geometric { at_zero: AtZero::Zero }, &floored), &[0.0, 0.0]);
    }

    #[test]
    fn the_parts_that_decide_share_equally() {
        close(&split(Aggregation::Minimum, &[(1.0, 6.0), (9.0, 6.0), (1.0, 8.0)]), &[3.0, 3.0, 0.0]);
        close(&split(Aggregation::Median, &[(1.0, 1.0), (1.0, 4.0), (1.0, 9.0)]), &[0.0, 4.0, 0.0]);
        close(&split(Aggregation::Median, &[(1.0, 9.0), (1.0, 4.0)]), &[4.5, 2.0]);
        close(&split(Aggregation::Median, &[(1.0, 4.0), (1.0, 4.0)]), &[2.0, 2.0]);
    }

    #[test]
    fn a_foreign_score_and_copeland_are_refused() {
        assert_eq!(Aggregation::Arithmetic.contributions(&[(1.0, 10.0)], 11.0), None);
        assert_eq!(Aggregation::Arithmetic.contributions(&[(1.0, 10.0)], f64::NAN), None);
        assert_eq!(Aggregation::Arithmetic.contributions(&[], 0.0), None);
        assert_eq!(Aggregation::Copeland.contributions(&[(1.0, 10.0)], 10.0), None);
    }

    #[test]
    fn shares_of_both_signs_close_as_far_as_their_digits_go() {
        let parts = [(1.0, 0.1), (1.0, -0.3), (1.0, 0.7), (1.0, -0.6)];
        let shares = split(Aggregation::Arithmetic, &parts);
        close(&shares, &[0.025, -0.075, 0.175, -0.15]);
        close(&[plain_sum(&shares)], &[-0.025]);
        assert!((plain_sum(&shares) + 0.025).abs() <= 0.175 * f64::EPSILON);
    }

    proptest! {
        #[test]
        fn contributions_add_up_to_the_score_exactly(
            parts in prop::collection::vec((0.0_f64..10.0, 0.0_f64..100.0), 1..12),
            exponent in -3.0_f64..3.0,
        ) {
            let methods = [
                Aggregation::Arithmetic,
                Aggregation::Geometric { at_zero: AtZero::Floor(1.0) },
                Aggregation::Harmonic { at_zero: AtZero::Floor(1.0) },
                Aggregation::Power { exponent, at_zero: AtZero::Zero },
                Aggregation::Median,
                Aggregation::Minimum,
            ];
            for method in methods {
                let Ok(score) = method.combine(&parts) else { continue };
                let shares = method.contributions(&parts, score);
                prop_assert!(shares.is_some(), "{method:?} of {parts:?}");
                let shares = shares.unwrap_or_default();
                let backwards: f64 = shares.iter().rev().sum();
                prop_assert!(backwards - score == 0.0);
                let added = plain_sum(&shares);
                prop_assert_eq!(added.to_bits(), score.to_bits());
            }
        }
    }
}

//! A round before and after a change, under the same draws.

use std::thread;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draw::{Choices, Second, Source};
use super::plan::Plan;
use super::replay::Workspace;
use super::summary::quantiles;
use crate::methods::ranking::TIE_TOLERANCE;

/// A unit before and after a change in draws of which each makes the same choices and errors on both sides (common random
/// numbers), so that what the two sides share does not blur the change.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Paired {
    /// Draws that were made.
    pub draws: usize,
    /// Draws in which the unit has a score before and after. All figures are over these.
    pub both: usize,
    /// Quantiles of the score before, 5, 50 and 95 %; nothing where no draw has both scores.
    pub before: Option<[f64; 3]>,
    /// Quantiles of the score after.
    pub after: Option<[f64; 3]>,
    /// Quantiles of the change of score.
    pub change: Option<[f64; 3]>,
    /// Quantiles of the rank before.
    pub rank_before: Option<[f64; 3]>,
    /// Quantiles of the rank after.
    pub rank_after: Option<[f64; 3]>,
    /// Quantiles of the change of rank; negative where it improves.
    pub rank_change: Option<[f64; 3]>,
    /// Share of the draws in which the score is higher after; nothing where no draw has both.
    pub improves: Option<f64>,
    /// Share of the draws in which the rank is better after.
    pub rank_improves: Option<f64>,
    /// Probability of each band before, from the lowest band.
    pub bands_before: Vec<f64>,
    /// Probability of each band after.
    pub bands_after: Vec<f64>,
}

/// Score and rank before, score and rank after.
type Pair = (f64, u16, f64, u16);

/// Draws both plans, which must be of the same round and scenario, and says what they show of a unit. `bands` are the lower
/// ends of the bands in ascending order. The result does not depend on the number of threads.
#[must_use]
pub fn paired(
    (before, after): (&Plan, &Plan),
    unit: usize,
    (seed, draws): (u64, u32),
    bands: &[f64],
    threads: usize,
) -> Paired {
    let count = draws as usize;
    let share = count.div_ceil(threads.clamp(1, count.max(1))).max(1);
    let mut pairs: Vec<Pair> = vec![(0.0, 0, 0.0, 0); count];
    thread::scope(|scope| {
        for (part, pairs) in pairs.chunks_mut(share).enumerate() {
            scope.spawn(move || {
                let mut sides = [before, after].map(|plan| (plan, Choices::default(), Workspace::new(plan)));
                for (number, pair) in pairs.iter_mut().enumerate() {
                    let source = Source { seed, draw: (part * share + number) as u64, second: Second::None };
                    let [one, other] = &mut sides;
                    let ((a, b), (c, d)) = (side(one, source, unit), side(other, source, unit));
                    *pair = (a, b, c, d);
                }
            });
        }
    });
    pairs.retain(|(_, before, _, after)| *before > 0 && *after > 0);
    summary(count, &pairs, bands)
}

fn side((plan, choices, space): &mut (&Plan, Choices, Workspace), source: Source, unit: usize) -> (f64, u16) {
    plan.choose(source, choices);
    space.replay(plan, choices);
    space.scores.get(unit).copied().zip(space.ranks.get(unit).copied()).unwrap_or((0.0, 0))
}

fn summary(draws: usize, pairs: &[Pair], bands: &[f64]) -> Paired {
    let three = |of: &dyn Fn(&Pair) -> f64| quantiles(&pairs.iter().map(of).collect::<Vec<f64>>());
    let share = |of: &dyn Fn(&Pair) -> bool| {
        let met = pairs.iter().filter(|pair| of(pair)).count();
        (!pairs.is_empty()).then(|| met as f64 / pairs.len() as f64)
    };
    let band = |score: f64| bands.iter().rposition(|from| score >= from - TIE_TOLERANCE);
    let in_bands = |of: &dyn Fn(&Pair) -> f64| -> Vec<f64> {
        (0..bands.len()).map(|at| share(&|pair| band(of(pair)) == Some(at)).unwrap_or(0.0)).collect()
    };
    Paired {
        draws,
        both: pairs.len(),
        before: three(&|pair| pair.0),
        after: three(&|pair| pair.2),
        change: three(&|pair| pair.2 - pair.0),
        rank_before: three(&|pair| f64::from(pair.1)),
        rank_after: three(&|pair| f64::from(pair.3)),
        rank_change: three(&|pair| f64::from(pair.3) - f64::from(pair.1)),
        improves: share(&|pair| pair.2 - pair.0 > TIE_TOLERANCE),
        rank_improves: share(&|pair| pair.3 < pair.1),
        bands_before: in_bands(&|pair| pair.0),
        bands_after: in_bands(&|pair| pair.2),
    }
}

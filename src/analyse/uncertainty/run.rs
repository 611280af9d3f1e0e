//! Draws on several threads.

use std::ops::Range;
use std::thread;

use super::draw::{Choices, Second, Source};
use super::plan::Plan;
use super::replay::Workspace;

/// What draws gave: for each draw, one after the other, the scores and ranks of the index of all units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draws {
    /// Number of units.
    pub units: usize,
    /// Scores; zero where there is none.
    pub scores: Vec<f64>,
    /// Ranks; zero where there is no score.
    pub ranks: Vec<u16>,
}

impl Draws {
    /// Number of draws.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scores.len().checked_div(self.units).unwrap_or(0)
    }

    /// Whether there is no draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }

    /// Adds the draws that follow.
    pub fn append(&mut self, mut later: Draws) {
        self.units = later.units;
        self.scores.append(&mut later.scores);
        self.ranks.append(&mut later.ranks);
    }

    /// The scores of a unit in the draws in which it has one.
    #[must_use]
    pub fn scores_of(&self, unit: usize) -> Vec<f64> {
        let both = self.scores.iter().zip(&self.ranks).skip(unit).step_by(self.units.max(1));
        both.filter(|(_, rank)| **rank > 0).map(|(score, _)| *score).collect()
    }

    /// The ranks of a unit in the draws in which it has one.
    #[must_use]
    pub fn ranks_of(&self, unit: usize) -> Vec<u16> {
        self.ranks.iter().skip(unit).step_by(self.units.max(1)).copied().filter(|rank| *rank > 0).collect()
    }
}

/// Makes the draws with these numbers. The result does not depend on the number of threads, and ranges made one after the
/// other and appended are the same as one range.
#[must_use]
pub fn draw(plan: &Plan, seed: u64, draws: Range<u64>, threads: usize) -> Draws {
    let count = usize::try_from(draws.end.saturating_sub(draws.start)).unwrap_or(0);
    let units = plan.units;
    let mut made = Draws { units, scores: vec![0.0; count * units], ranks: vec![0; count * units] };
    if count == 0 || units == 0 {
        return made;
    }
    let share = count.div_ceil(threads.clamp(1, count));
    let work = |first: u64, scores: &mut [f64], ranks: &mut [u16]| {
        let (mut choices, mut space) = (Choices::default(), Workspace::new(plan));
        for (number, (scores, ranks)) in scores.chunks_mut(units).zip(ranks.chunks_mut(units)).enumerate() {
            plan.choose(Source { seed, draw: first + number as u64, second: Second::None }, &mut choices);
            space.replay(plan, &choices);
            scores.copy_from_slice(&space.scores);
            ranks.copy_from_slice(&space.ranks);
        }
    };
    thread::scope(|scope| {
        let parts = made.scores.chunks_mut(share * units).zip(made.ranks.chunks_mut(share * units));
        for (part, (scores, ranks)) in parts.enumerate() {
            let first = draws.start + (part * share) as u64;
            scope.spawn(move || work(first, scores, ranks));
        }
    });
    made
}

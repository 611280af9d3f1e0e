//! Results of some of the units together: a group, or the peers of a unit.

use crate::frozen::{Frozen, FrozenGrouping, Summary};

/// The units of a group, in the order of the round.
#[must_use]
pub fn members(frozen: &Frozen, grouping: &FrozenGrouping, group: &str) -> Vec<usize> {
    let inside = |unit: &usize| frozen.units[*unit].groups.get(&grouping.code).is_some_and(|own| own == group);
    (0..frozen.units.len()).filter(inside).collect()
}

/// The summary at a node over those of these units that have a score there. Each counts once, whatever its size.
#[must_use]
pub fn summary_over(frozen: &Frozen, units: &[usize], node: usize) -> Summary {
    let score = |&unit: &usize| frozen.units.get(unit)?.scores.get(node)?.score;
    Summary::of(&units.iter().filter_map(score).collect::<Vec<f64>>())
}

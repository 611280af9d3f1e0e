//! Two sides of a comparison: two units of a round, or a unit in two rounds.

use super::lineage::{Lineage, match_nodes};
use crate::frozen::{Frozen, FrozenScore};

/// One side: a unit of a result.
#[derive(Clone, Copy, Debug)]
pub struct Side<'f> {
    /// The result.
    pub frozen: &'f Frozen,
    /// Index of the unit.
    pub unit: usize,
}

impl<'f> Side<'f> {
    /// The score at a node.
    #[must_use]
    pub fn score(&self, node: usize) -> Option<&'f FrozenScore> {
        self.frozen.units.get(self.unit)?.scores.get(node)
    }
}

/// Both sides on the nodes that they share.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Shared nodes, in the order of the second side's framework.
    pub nodes: Vec<ComparedNode>,
    /// Nodes that are not shared, each with the reason.
    pub unmatched: Vec<(String, String)>,
}

/// A node on both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ComparedNode {
    /// Index in the first side's framework.
    pub first: usize,
    /// Index in the second side's framework.
    pub second: usize,
    /// Second score less first, in points; nothing unless both are known.
    pub change: Option<f64>,
    /// Least and greatest change that the ranges of both scores allow: printed digits, missing answers.
    pub range: Option<[f64; 2]>,
}

/// Compares two sides, the second with the first.
#[must_use]
pub fn compare(first: Side<'_>, second: Side<'_>) -> Compared {
    let Lineage { matched, unmatched } = match_nodes(&first.frozen.framework, &second.frozen.framework);
    let nodes = matched.into_iter().filter_map(|node| {
        let (one, other) = (first.score(node.earlier)?, second.score(node.later)?);
        let change = other.score.zip(one.score).map(|(other, one)| other - one);
        let range = other.range.zip(one.range).filter(|_| change.is_some());
        let range = range.map(|(other, one)| [other[0] - one[1], other[1] - one[0]]);
        Some(ComparedNode { first: node.earlier, second: node.later, change, range })
    });
    Compared { nodes: nodes.collect(), unmatched }
}

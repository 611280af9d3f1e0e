//! A unit in two results, on what both measure alike.

use super::comparison::{Compared, Side};
use crate::frozen::FrozenScore;

/// Less of the weight than this says too little of the index to be compared.
pub const LEAST_WEIGHT: f64 = 0.7;

/// What a unit had before and has now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matched {
    /// Score in the first result.
    pub before: f64,
    /// Score in the second result.
    pub after: f64,
    /// Least and greatest change that the ranges of the scores allow; nothing where they are not known.
    pub range: Option<[f64; 2]>,
    /// Nodes that are compared: the index alone, or the topmost ones that both results measure alike.
    pub nodes: usize,
    /// Share of the weight of the second index that lies on them, 0 to 1.
    pub weight: f64,
    /// Whether it is the index itself.
    pub whole: bool,
    /// The fewest decimals with which a published score among them was printed; nothing where none was published.
    pub decimals: Option<u32>,
}

/// Why a unit is not compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NotMatched {
    /// It is in one of the results only.
    NotThere,
    /// What both measure alike with a score holds less than [`LEAST_WEIGHT`]: this share.
    TooLittle(f64),
}

/// The index where both results measure it alike and the unit has both scores; otherwise the arithmetic mean of the topmost
/// nodes with both scores, weighted as in the second index, where they hold at least [`LEAST_WEIGHT`] of its weight.
///
/// # Errors
///
/// What both measure alike holds too little of the weight.
pub fn matched(first: Side<'_>, second: Side<'_>, compared: &Compared) -> Result<Matched, NotMatched> {
    let nodes = &second.frozen.framework.nodes;
    let mut covered = vec![false; nodes.len()];
    let mut decimals: Option<u32> = None;
    let (mut weight, mut before, mut after, mut range, mut count) = (0.0, 0.0, 0.0, Some([0.0, 0.0]), 0);
    // Parents stand before their children.
    for (at, node) in nodes.iter().enumerate() {
        covered[at] = node.parent.is_some_and(|parent| covered.get(parent).copied().unwrap_or(false));
        let found = compared.nodes.iter().find(|one| one.second == at).filter(|one| one.change.is_some());
        let (false, Some(found)) = (covered[at], found) else { continue };
        let (Some(one), Some(other)) = (first.score(found.first), second.score(at)) else { continue };
        let printed = |score: &FrozenScore| score.reported.as_ref().and_then(|reported| reported.decimals);
        decimals = [one, other].into_iter().filter_map(printed).chain(decimals).min();
        let (Some(one), Some(other)) = (one.score, other.score) else { continue };
        covered[at] = true;
        let share = node.effective;
        weight += share;
        before += share * one;
        after += share * other;
        range =
            range.zip(found.range).map(|(sum, range): ([f64; 2], _)| [0, 1].map(|end| sum[end] + share * range[end]));
        count += 1;
    }
    if weight < LEAST_WEIGHT {
        return Err(NotMatched::TooLittle(weight));
    }
    Ok(Matched {
        before: before / weight,
        after: after / weight,
        range: range.map(|range| range.map(|end| end / weight)),
        nodes: count,
        weight: weight.min(1.0),
        whole: covered.first().copied().unwrap_or(false),
        decimals,
    })
}

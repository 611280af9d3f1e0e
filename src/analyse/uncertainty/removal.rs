//! One at a time: the ranking without an indicator, or without a whole group.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::replay::Workspace;
use super::summary::shift;
use crate::criteria::Framework;
use crate::methods::ranking::ranks;

/// What the removal of a node does.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Removal {
    /// Code of the node that is removed: an indicator, or a group with all that is below it.
    pub node: String,
    /// Code of its level.
    pub level: String,
    /// Mean over units of the absolute change of rank; `null` where nothing is left to rank.
    pub mean_rank_shift: Option<f64>,
    /// The largest change of rank.
    pub largest_rank_shift: Option<u32>,
    /// Code of the unit that moves most, the first of several.
    pub moves_most: Option<String>,
    /// Mean over units of the absolute change of score.
    pub mean_score_change: Option<f64>,
    /// Units that have no score without the node.
    pub without_score: usize,
}

/// Removes every node below the index in turn, with its weight going to its siblings.
#[must_use]
pub fn removals(plan: &Plan, framework: &Framework, units: &[String]) -> Vec<Removal> {
    let nominal = ranks(plan.nominal());
    let mut space = Workspace::new(plan);
    let mut choices = plan.nominal_choices();
    let nodes = framework.nodes.iter().enumerate().skip(1);
    nodes
        .map(|(at, node)| {
            choices.left_out = Some(at);
            space.replay(plan, &choices);
            let moves = nominal.iter().zip(space.index_ranks());
            let moves: Vec<Option<u32>> =
                moves.map(|(before, after)| Some(before.as_ref()?.abs_diff(after?))).collect();
            let largest = moves.iter().flatten().max().copied();
            let scores = plan.nominal().iter().zip(space.index());
            let changes: Vec<f64> =
                scores.clone().filter_map(|(one, other)| Some((one.ok()? - other.ok()?).abs())).collect();
            Removal {
                node: node.code.clone(),
                level: framework.levels[node.level].code.clone(),
                mean_rank_shift: shift(&nominal, &space.ranks),
                largest_rank_shift: largest,
                moves_most: largest
                    .filter(|largest| *largest > 0)
                    .and_then(|largest| units.get(moves.iter().position(|moved| *moved == Some(largest))?).cloned()),
                mean_score_change: crate::stats::mean(&changes),
                without_score: scores.filter(|(one, other)| one.is_ok() && other.is_err()).count(),
            }
        })
        .collect()
}

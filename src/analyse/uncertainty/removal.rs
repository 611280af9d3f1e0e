//! One at a time: the ranking without an indicator, without a whole group, or without a unit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::replay::Workspace;
use super::summary::{Subject, Uncertainty};
use crate::criteria::{Framework, Methodology};
use crate::evaluate::{Observation, Panel, observe, rescore};
use crate::methods::ranking::{TIE_TOLERANCE, ranks};
use crate::model::{Absence, Datum};
use crate::stats;
use crate::survey::Round;

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

/// Adds to an analysis what every single removal does, where ranks are defined.
pub fn remove_each(subject: Subject<'_>, analysis: &mut Uncertainty) {
    if analysis.ranks_not_defined.is_none() {
        let codes: Vec<String> = subject.round.units.iter().map(|unit| unit.code.clone()).collect();
        analysis.removals = removals(subject.plan, subject.framework, &codes);
        analysis.unit_removals = unit_removals(subject.framework, subject.methodology, subject.round);
    }
}

/// Removes every node below the index in turn, with its weight going to its siblings. A node is left out of the list where
/// every unit has a published score above it, since nothing can come of its removal.
#[must_use]
pub fn removals(plan: &Plan, framework: &Framework, units: &[String]) -> Vec<Removal> {
    let nominal = ranks(plan.nominal());
    let mut space = Workspace::new(plan);
    let mut choices = plan.nominal_choices();
    let nodes = framework.nodes.iter().enumerate().skip(1);
    nodes
        .filter(|(at, _)| plan.nodes[*at].parent.is_some_and(|parent| plan.computes(parent)))
        .map(|(at, node)| {
            choices.left_out = Some(at);
            space.replay(plan, &choices);
            let effect = effect(plan.nominal(), &space.index(), &nominal, &space.index_ranks());
            Removal {
                node: node.code.clone(),
                level: framework.levels[node.level].code.clone(),
                mean_rank_shift: effect.mean_rank_shift,
                largest_rank_shift: effect.largest_rank_shift,
                moves_most: effect.moves_most.and_then(|unit| units.get(unit)).cloned(),
                mean_score_change: effect.mean_score_change,
                without_score: effect.without_score,
            }
        })
        .collect()
}

/// What the removal of a unit does to the others.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct UnitRemoval {
    /// Code of the unit that is removed.
    pub unit: String,
    /// Mean over the other units of the absolute change of their rank among themselves; `null` where none has a rank. That
    /// those below the unit move up by one is no change.
    pub mean_rank_shift: Option<f64>,
    /// The largest such change.
    pub largest_rank_shift: Option<u32>,
    /// Code of the unit that moves most, the first of several.
    pub moves_most: Option<String>,
    /// Mean over the other units of the absolute change of score: zero where every method is pointwise, so that no unit's
    /// score depends on another.
    pub mean_score_change: Option<f64>,
    /// Units that have a score with it and none without it, as where it is the reference of a normalisation.
    pub without_score: usize,
}

/// Removes every unit in turn, and scores the others without it.
#[must_use]
pub fn unit_removals(framework: &Framework, methodology: &Methodology, round: &Round) -> Vec<UnitRemoval> {
    let panels = observe(framework, round, round.answers(), None).panels;
    let before = rescore(framework, methodology, round, &panels).column(0);
    (0..round.units.len())
        .map(|unit| {
            let mut others = round.clone();
            others.reported.retain(|published| published.unit != unit);
            let after = rescore(framework, methodology, &others, &without(&panels, unit)).column(0);
            compared(round, unit, before.clone(), after)
        })
        .collect()
}

/// The observations as if nothing applied to the unit.
fn without(panels: &[Panel], unit: usize) -> Vec<Panel> {
    let mut panels = panels.to_vec();
    let gone = Observation { value: Err(Absence::NotApplicable), range: None, answered: 0, applicable: 0 };
    let columns = panels.iter_mut().flat_map(|panel| &mut panel.columns);
    columns.filter_map(|column| column.get_mut(unit)).for_each(|there| *there = gone);
    panels
}

fn compared(round: &Round, unit: usize, mut before: Vec<Datum>, mut after: Vec<Datum>) -> UnitRemoval {
    before[unit] = Err(Absence::NotApplicable);
    after[unit] = Err(Absence::NotApplicable);
    // A sum that is taken in another order may differ in its last digit.
    for (before, after) in before.iter().zip(&mut after) {
        if before.is_ok_and(|before| after.is_ok_and(|after| (before - after).abs() <= TIE_TOLERANCE)) {
            *after = *before;
        }
    }
    let effect = effect(&before, &after, &ranks(&before), &ranks(&after));
    UnitRemoval {
        unit: round.units[unit].code.clone(),
        mean_rank_shift: effect.mean_rank_shift,
        largest_rank_shift: effect.largest_rank_shift,
        moves_most: effect.moves_most.map(|unit| round.units[unit].code.clone()),
        mean_score_change: effect.mean_score_change,
        without_score: effect.without_score,
    }
}

/// What a removal does to units that have a score before and after it.
struct Effect {
    mean_rank_shift: Option<f64>,
    largest_rank_shift: Option<u32>,
    /// The unit that moves most, the first of several.
    moves_most: Option<usize>,
    mean_score_change: Option<f64>,
    without_score: usize,
}

fn effect(before: &[Datum], after: &[Datum], old: &[Option<u32>], new: &[Option<u32>]) -> Effect {
    let moves: Vec<Option<u32>> =
        old.iter().zip(new).map(|(old, new)| Some(old.as_ref()?.abs_diff(*new.as_ref()?))).collect();
    let shifts: Vec<f64> = moves.iter().flatten().map(|&moved| f64::from(moved)).collect();
    let largest = moves.iter().flatten().max().copied();
    let scores = || before.iter().zip(after);
    let changes: Vec<f64> = scores().filter_map(|(one, other)| Some((one.ok()? - other.ok()?).abs())).collect();
    Effect {
        mean_rank_shift: stats::mean(&shifts),
        largest_rank_shift: largest,
        moves_most: largest.filter(|most| *most > 0).and_then(|_| moves.iter().position(|moved| *moved == largest)),
        mean_score_change: stats::mean(&changes),
        without_score: scores().filter(|(one, other)| one.is_ok() && other.is_err()).count(),
    }
}

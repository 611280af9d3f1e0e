//! Points of the index: what each node gave a unit, and what it kept from it.
//!
//! **Given.** A child's contribution to its parent is part of the frozen result; its contribution to the index is the
//! parent's contribution to the index, split in the proportions of the children's contributions to the parent. Where the
//! index is the mean over slices, this is done in each slice and averaged over the slices with an index score.
//!
//! **Lost.** Weight in the index times the distance from the top of the scale. It is stated only where it adds up: where
//! the weighted mean of the children is the parent's score, with the weights of missing children given to the others or
//! with missing children counted as the lowest score, whichever gives the score. Elsewhere (a geometric mean, a published
//! score beside other published scores) there is no such figure and none is shown.

use crate::frozen::{FrozenFramework, FrozenScore, FrozenUnit};

/// Points of one node.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Points {
    /// What the node gave the index.
    pub(super) given: Option<f64>,
    /// What the index would gain if the node stood at the top of the scale.
    pub(super) lost: Option<f64>,
}

/// What lies below a node that had no score and no weight.
const NOTHING: Points = Points { given: Some(0.0), lost: Some(0.0) };
/// How far a sum may be off, as a part of the scale, and still count as the score.
const TOLERANCE: f64 = 1e-6;

/// Points of every node for one unit, in the order of the nodes.
pub(super) fn points(framework: &FrozenFramework, unit: &FrozenUnit) -> Vec<Points> {
    let span = framework.scale[1] - framework.scale[0];
    let near = |one: f64, other: f64| (one - other).abs() <= TOLERANCE * span;
    let whole = of_panel(framework, &unit.scores);
    let scored: Vec<Vec<Points>> = unit
        .slices
        .values()
        .filter(|scores| scores.first().is_some_and(|index| index.score.is_some()))
        .map(|scores| of_panel(framework, scores))
        .collect();
    if scored.is_empty() {
        return whole;
    }
    let mean = |node: usize, part: fn(&Points) -> Option<f64>| {
        let parts: Option<Vec<f64>> = scored.iter().map(|panel| part(&panel[node])).collect();
        parts.map(|parts| parts.iter().sum::<f64>() / parts.len() as f64)
    };
    // In a slice without the node it gave nothing and lost nothing; its weight went to the others.
    let averaged: Vec<Points> = (0..framework.nodes.len())
        .map(|node| Points { given: mean(node, |one| one.given), lost: mean(node, |one| one.lost) })
        .collect();
    let index = unit.scores.first().and_then(|index| index.score);
    let is_the_mean = matches!((index, averaged.first().and_then(|one| one.given)), (Some(a), Some(b)) if near(a, b));
    if is_the_mean { averaged } else { whole }
}

fn of_panel(framework: &FrozenFramework, scores: &[FrozenScore]) -> Vec<Points> {
    let [low, high] = framework.scale;
    let mut points = vec![Points::default(); framework.nodes.len()];
    let mut weights: Vec<Option<f64>> = vec![None; framework.nodes.len()];
    if let Some(index) = scores.first().and_then(|index| index.score) {
        points[0] = Points { given: Some(index), lost: Some(high - index) };
        weights[0] = Some(1.0);
    }
    // Parents stand before their children.
    for (at, node) in framework.nodes.iter().enumerate().filter(|(_, node)| !node.indicator) {
        let Some(score) = scores[at].score else {
            if points[at] == NOTHING {
                for &child in &node.children {
                    points[child] = NOTHING;
                }
            }
            continue;
        };
        let contributions = &scores[at].contributions;
        let split = points[at].given.filter(|_| contributions.len() == node.children.len());
        let shares = weights[at].and_then(|weight| {
            let shares = shares(framework, scores, at, score)?;
            Some(shares.into_iter().map(move |share| share * weight))
        });
        for (&child, &contribution) in node.children.iter().zip(contributions) {
            let whole: f64 = score;
            let part = if whole.abs() > f64::EPSILON { contribution / whole } else { 0.0 };
            points[child].given = split.map(|given| given * part);
        }
        for (&child, weight) in node.children.iter().zip(shares.into_iter().flatten()) {
            weights[child] = Some(weight);
            points[child].lost = Some(weight * (high - scores[child].score.unwrap_or(low)));
        }
    }
    points
}

/// The weights with which the children make the parent's score, if a weighted mean does.
fn shares(framework: &FrozenFramework, scores: &[FrozenScore], parent: usize, score: f64) -> Option<Vec<f64>> {
    let [low, high] = framework.scale;
    let children = &framework.nodes[parent].children;
    let applies = |child: usize| scores[child].absent.as_deref() != Some("not_applicable");
    let candidates: [&dyn Fn(usize) -> bool; 2] = [&|child| scores[child].score.is_some(), &applies];
    candidates.iter().find_map(|counts| {
        let weight = |child: usize| if counts(child) { framework.nodes[child].share } else { 0.0 };
        let total: f64 = children.iter().map(|&child| weight(child)).sum();
        let shares: Vec<f64> = children.iter().map(|&child| weight(child) / total).collect();
        let mean: f64 =
            children.iter().zip(&shares).map(|(&child, share)| share * scores[child].score.unwrap_or(low)).sum();
        (total > 0.0 && (mean - score).abs() <= TOLERANCE * (high - low)).then_some(shares)
    })
}

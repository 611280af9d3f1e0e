//! What all pages of a result share, in no language: who is best, who ties, in which order, and the faint dots of every
//! chart. It is made once, so that a page costs only itself.

use std::collections::BTreeMap;

use super::analyses::Analyses;
use super::artefact::page_names;
use super::chart::Scale;
use super::pages::RECONSTRUCTED;
use super::wanted::Wanted;
use crate::frozen::{Frozen, FrozenScore};

/// A frozen result with what was looked up once.
#[derive(Debug)]
pub(super) struct Field<'f> {
    pub(super) frozen: &'f Frozen,
    pub(super) analyses: &'f Analyses,
    /// The round before, with which units are compared.
    pub(super) previous: Option<&'f Frozen>,
    /// Which formats there are, for links to them.
    pub(super) wanted: Wanted,
    /// File name of each unit's page; empty where none is asked for.
    pub(super) pages: Vec<String>,
    pub(super) scale: Scale,
    pub(super) nodes: Vec<NodeField>,
    /// Units with an index score, best first; ties in the order of the round.
    pub(super) ranking: Vec<usize>,
    pub(super) depth: Vec<usize>,
    /// Whether some names are published and others are ours, so that they are marked.
    pub(super) ours: bool,
}

/// All units at one node.
#[derive(Debug, Default)]
pub(super) struct NodeField {
    /// Units with the greatest score.
    pub(super) best: Vec<usize>,
    /// Units with the least score.
    pub(super) worst: Vec<usize>,
    /// How many units have each rank.
    ranks: BTreeMap<u32, usize>,
    /// Faint dots of a small strip; only for the index and its children.
    pub(super) dots: String,
    /// Units whose score is above the mean.
    pub(super) above_mean: usize,
}

impl NodeField {
    /// Whether a rank is shared.
    pub(super) fn shared(&self, rank: u32) -> bool {
        self.ranks.get(&rank).is_some_and(|&count| count > 1)
    }
}

impl<'f> Field<'f> {
    pub(super) fn new(frozen: &'f Frozen, analyses: &'f Analyses, wanted: &Wanted) -> Field<'f> {
        let scale = Scale { low: frozen.framework.scale[0], high: frozen.framework.scale[1] };
        let mut depth = vec![0; frozen.framework.nodes.len()];
        for (at, node) in frozen.framework.nodes.iter().enumerate() {
            depth[at] = node.parent.map_or(0, |parent| depth[parent] + 1);
        }
        let nodes = (0..depth.len()).map(|node| node_field(frozen, node, depth[node] < 2, scale)).collect();
        let mut ranking: Vec<usize> =
            (0..frozen.units.len()).filter(|&unit| frozen.units[unit].scores[0].score.is_some()).collect();
        ranking.sort_by_key(|&unit| frozen.units[unit].scores[0].rank.unwrap_or(u32::MAX));
        let origin = |origin: &str| frozen.framework.nodes.iter().any(|node| node.origin == origin);
        let ours = origin("published") && origin(RECONSTRUCTED);
        let mut pages = page_names(frozen.units.iter().map(|unit| unit.code.as_str()));
        pages
            .iter_mut()
            .zip(&frozen.units)
            .filter(|(_, unit)| !wanted.has(&unit.code))
            .for_each(|(page, _)| page.clear());
        Field {
            ours,
            frozen,
            analyses,
            previous: analyses.previous.as_deref(),
            wanted: wanted.clone(),
            pages,
            scale,
            nodes,
            ranking,
            depth,
        }
    }

    pub(super) fn score(&self, unit: usize, node: usize) -> &'f FrozenScore {
        &self.frozen.units[unit].scores[node]
    }

    /// Whether a unit has files of its own.
    pub(super) fn written(&self, unit: usize) -> bool {
        !self.pages[unit].is_empty()
    }

    /// The children of the index.
    pub(super) fn pillars(&self) -> &'f [usize] {
        &self.frozen.framework.nodes[0].children
    }
}

fn node_field(frozen: &Frozen, node: usize, drawn: bool, scale: Scale) -> NodeField {
    let summary = &frozen.summaries[node];
    let mut field = NodeField::default();
    for (unit, frozen_unit) in frozen.units.iter().enumerate() {
        let score = &frozen_unit.scores[node];
        let Some(value) = score.score else { continue };
        if summary.max.is_some_and(|max| value >= max) {
            field.best.push(unit);
        }
        if summary.min.is_some_and(|min| value <= min) {
            field.worst.push(unit);
        }
        if summary.mean.is_some_and(|mean| value > mean) {
            field.above_mean += 1;
        }
        if let Some(rank) = score.rank {
            *field.ranks.entry(rank).or_default() += 1;
        }
        if drawn {
            field.dots.push_str(&scale.dot(value));
        }
    }
    field
}

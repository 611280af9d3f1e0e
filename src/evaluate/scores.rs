//! Scores of every unit and node, unrounded.

use super::observe::Part;
use crate::criteria::{NodeIx, ValueIx};
use crate::model::{Datum, Range};

/// The result of an evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// Scores of the whole.
    pub whole: PanelScores,
    /// Scores of each slice, where the framework has slices.
    pub slices: Vec<(ValueIx, PanelScores)>,
    /// Scores of each part for which the framework asks for results. A node that is not about the facet does not apply.
    pub parts: Vec<(Part, PanelScores)>,
}

/// Scores of one panel: a slice, or the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelScores {
    /// For each node of the framework, one score for each unit.
    pub nodes: Vec<Vec<NodeScore>>,
    /// Weight of each node among its siblings, summing to one.
    pub weights: Vec<f64>,
    /// Weight of each node in the index: the product of the weights on the way.
    pub effective: Vec<f64>,
}

impl PanelScores {
    /// The score of a unit at a node.
    #[must_use]
    pub fn at(&self, node: NodeIx, unit: usize) -> &NodeScore {
        &self.nodes[node][unit]
    }

    /// The scores of all units at a node.
    #[must_use]
    pub fn column(&self, node: NodeIx) -> Vec<Datum> {
        self.nodes[node].iter().map(|score| score.score).collect()
    }
}

/// The score of one unit at one node.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeScore {
    /// The score, or why there is none.
    pub score: Datum,
    /// Where the score lies whatever is missing: all missing at the worst, all at the best, printed digits at either
    /// end. Nothing when a relative method makes that unknowable.
    pub range: Option<Range>,
    /// How the score came about.
    pub basis: Basis,
    /// Share of the weight of applicable children (or of applicable items) that has a score, between 0 and 1.
    pub coverage: f64,
    /// Share of the weight below this node, through all levels, that rests on answers or on published scores, between 0
    /// and 1: of an indicator the share of applicable items that are answered, of a group the weighted mean over the
    /// applicable children. Where all is answered it is 1; a parent that stands on one child of five shows it.
    pub observed: f64,
    /// Leaves with a value below this node: items of indicators, or units of indicators asked of the unit.
    pub answered: u32,
    /// Leaves that apply.
    pub applicable: u32,
    /// What each child gave, in the order of the children; sums exactly to the score. Empty where it is not defined
    /// (Copeland) or the score is not made from children.
    pub contributions: Vec<f64>,
    /// Competition rank among all units, on unrounded scores: 1, 2, 2, 4.
    pub rank: Option<u32>,
    /// Index of the maturity band.
    pub band: Option<usize>,
}

/// How a score came about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Basis {
    /// From observations and children.
    Computed,
    /// Somebody published it, with so many digits after the decimal sign; what the children give stands beside it.
    Reported {
        /// Digits printed.
        decimals: Option<u32>,
        /// The score that the children give.
        recomputed: Option<f64>,
        /// Where that score lies.
        recomputed_range: Option<Range>,
    },
}

//! Nominal, effective and observed importance of every node in the score above it.

use schemars::JsonSchema;
use serde::Serialize;

use super::correlation::{complete_pairs, correlation};
use crate::analyse::figure::{Figure, Undefined};
use crate::criteria::Framework;
use crate::evaluate::PanelScores;
use crate::model::Datum;
use crate::stats;

/// How much a node counts in the group above it and in the index: as stated, and as observed in these data.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Importance {
    /// Code of the group above.
    pub group: String,
    /// Code of the node.
    pub node: String,
    /// Weight among its siblings; they sum to one.
    pub nominal: f64,
    /// Weight in the index: the product of the weights on the way.
    pub effective: f64,
    /// Units with a score at both.
    pub n: usize,
    /// Pearson's correlation with the group above.
    pub r: Figure,
    /// Share of the variance of the group above that a straight line in the node explains.
    pub linear: Figure,
    /// The least and the greatest of this share when one unit is left out.
    pub linear_without_one: Spread,
    /// Its share among the siblings.
    pub linear_among_siblings: Figure,
    /// Share that a smooth curve explains: the correlation ratio of Paruolo, Saisana and Saltelli (2013).
    pub smooth: Figure,
    /// Its share among the siblings.
    pub smooth_among_siblings: Figure,
    /// Share of the variance of the index that a straight line in the node explains.
    pub linear_in_index: Figure,
}

/// Least and greatest value of a figure.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Spread {
    /// Least.
    pub low: Figure,
    /// Greatest.
    pub high: Figure,
}

/// The importance of every node below the index, in the order of the framework.
#[must_use]
pub fn importance(framework: &Framework, scores: &PanelScores) -> Vec<Importance> {
    let columns: Vec<Vec<Datum>> = (0..framework.nodes().len()).map(|node| scores.column(node)).collect();
    let mut all = Vec::new();
    for group in 0..columns.len() {
        let first = all.len();
        for &node in framework.nodes()[group].children() {
            all.push(one(framework, scores, &columns, (group, node)));
        }
        shares_among(&mut all[first..]);
    }
    all
}

fn one(
    framework: &Framework,
    scores: &PanelScores,
    columns: &[Vec<Datum>],
    (group, node): (usize, usize),
) -> Importance {
    let (x, y) = complete_pairs(&columns[node], &columns[group]);
    let why = if x.len() < 3 { Undefined::TooFew } else { Undefined::Constant };
    let smooth_why = if x.len() < 10 { Undefined::TooFew } else { Undefined::Constant };
    let left_out: Vec<f64> =
        (0..x.len()).filter_map(|unit| stats::linear_share(&without(&x, unit), &without(&y, unit))).collect();
    let ends = stats::range(&left_out);
    let (in_index, index) = complete_pairs(&columns[node], &columns[0]);
    Importance {
        group: framework.nodes()[group].code().to_owned(),
        node: framework.nodes()[node].code().to_owned(),
        nominal: scores.weights[node],
        effective: scores.effective[node],
        n: x.len(),
        r: correlation(&columns[node], &columns[group]).pearson.r,
        linear: Figure::of(stats::linear_share(&x, &y), why),
        linear_without_one: Spread {
            low: Figure::of(ends.map(|(low, _)| low), why),
            high: Figure::of(ends.map(|(_, high)| high), why),
        },
        linear_among_siblings: Figure(Err(why)),
        smooth: Figure::of(stats::smooth_share(&x, &y), smooth_why),
        smooth_among_siblings: Figure(Err(smooth_why)),
        linear_in_index: Figure::of(stats::linear_share(&in_index, &index), why),
    }
}

fn without(values: &[f64], at: usize) -> Vec<f64> {
    values.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, value)| *value).collect()
}

/// Shares among the siblings that have a score; where one of these has no share, the others have none either.
fn shares_among(siblings: &mut [Importance]) {
    let total = |of: fn(&Importance) -> Figure| -> Option<f64> {
        let with = siblings.iter().filter(|one| one.n > 0);
        let shares: Option<Vec<f64>> = with.map(|one| of(one).value()).collect();
        stats::sum(shares?).filter(|total| *total > 0.0)
    };
    let (linear, smooth) = (total(|one| one.linear), total(|one| one.smooth));
    for one in siblings {
        if let (Some(total), Some(share)) = (linear, one.linear.value()) {
            one.linear_among_siblings = Figure(Ok(share / total));
        }
        if let (Some(total), Some(share)) = (smooth, one.smooth.value()) {
            one.smooth_among_siblings = Figure(Ok(share / total));
        }
    }
}

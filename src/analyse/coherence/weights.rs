//! Weights under which the observed importance of the parts of a group is the stated one, or as near as correlation allows.
//!
//! COINr's search for such weights compares correlations and targets in different orders and reports its last step, not its
//! best one; this one does neither.

use schemars::JsonSchema;
use serde::Serialize;

use super::structure::complete_rows;
use crate::analyse::figure::{Figure, Undefined};
use crate::criteria::{Framework, Methodology};
use crate::evaluate::PanelScores;
use crate::methods::aggregation::Aggregation;
use crate::methods::weighting::normalised;
use crate::model::Datum;
use crate::stats;

/// Steps of the search.
const STEPS: usize = 2000;

/// A largest gap below this counts as reached: far below what is printed.
const REACHED: f64 = 1e-6;

/// Weights for one group.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Balance {
    /// Code of the group.
    pub group: String,
    /// Complete units behind it.
    pub n: usize,
    /// Its parts that have scores; those without take no part.
    pub parts: Vec<BalancePart>,
    /// The largest difference between a target and the share that the weights give.
    pub largest_gap: Figure,
    /// Whether that is nothing but rounding. If not, the correlations between the parts forbid the targets.
    pub reached: bool,
}

/// One part of a group.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
pub struct BalancePart {
    /// Code of the node.
    pub node: String,
    /// Stated importance: its weight among the siblings that have scores.
    pub target: f64,
    /// Observed importance under the stated weights: its squared correlation with the group, as a share of all of them.
    pub now: Figure,
    /// The weight that brings it nearest to the target; weights are not negative and sum to one.
    pub weight: Figure,
    /// Observed importance under that weight.
    pub obtained: Figure,
}

/// Searches weights for every group whose score is a weighted arithmetic mean of its children.
#[must_use]
pub fn balance(framework: &Framework, methodology: &Methodology, scores: &PanelScores) -> Vec<Balance> {
    let groups = framework.nodes().iter().enumerate().filter(|(_, node)| node.children().len() > 1);
    groups.map(|(group, _)| balanced(framework, methodology, scores, group)).collect()
}

fn balanced(framework: &Framework, methodology: &Methodology, scores: &PanelScores, group: usize) -> Balance {
    let scored = |child: &&usize| scores.nodes[**child].iter().any(|score| score.score.is_ok());
    let children: Vec<usize> = framework.nodes()[group].children().iter().filter(scored).copied().collect();
    let columns: Vec<Vec<Datum>> = children.iter().map(|&child| scores.column(child)).collect();
    let complete = complete_rows(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let n = complete.first().map_or(0, Vec::len);
    let stated: Vec<f64> = children.iter().map(|&child| scores.weights[child]).collect();
    let targets = normalised(&stated).unwrap_or(stated);
    let linear = methodology.aggregation[group].method == Aggregation::Arithmetic
        && methodology.renormalisation[group].is_none();
    let why = match () {
        () if !linear => Undefined::NotLinear,
        () if children.len() == 1 => Undefined::OneColumn,
        () if n < 3 => Undefined::TooFew,
        () => Undefined::Constant,
    };
    let found = if linear && n >= 3 && children.len() > 1 { search(&complete, &targets) } else { None };
    let part = |(at, child): (usize, &usize)| BalancePart {
        node: framework.nodes()[*child].code().to_owned(),
        target: targets[at],
        now: Figure::of(found.as_ref().map(|found| found.now[at]), why),
        weight: Figure::of(found.as_ref().map(|found| found.weights[at]), why),
        obtained: Figure::of(found.as_ref().map(|found| found.obtained[at]), why),
    };
    let gap = found.as_ref().map(|found| found.gap);
    Balance {
        group: framework.nodes()[group].code().to_owned(),
        n,
        parts: children.iter().enumerate().map(part).collect(),
        largest_gap: Figure::of(gap, why),
        reached: gap.is_some_and(|gap| gap < REACHED),
    }
}

struct Found {
    now: Vec<f64>,
    weights: Vec<f64>,
    obtained: Vec<f64>,
    gap: f64,
}

/// Raises the weight of each part that has less than its target and lowers the others, by the square root of the ratio, and
/// keeps the best weights on the way.
fn search(columns: &[Vec<f64>], targets: &[f64]) -> Option<Found> {
    let now = shares(columns, targets)?;
    let mut best = Found { gap: gap(&now, targets), weights: targets.to_vec(), obtained: now.clone(), now };
    let mut weights = targets.to_vec();
    let mut given = best.now.clone();
    for _ in 0..STEPS {
        for ((weight, target), share) in weights.iter_mut().zip(targets).zip(&given) {
            // A part without observed importance may only double, so that it comes back when others give way.
            *weight *= if *share > 0.0 { (target / share).sqrt().clamp(0.5, 2.0) } else { 2.0 };
        }
        weights = normalised(&weights)?;
        given = shares(columns, &weights)?;
        let gap = gap(&given, targets);
        if gap < best.gap {
            best = Found { gap, weights: weights.clone(), obtained: given.clone(), now: best.now };
        }
        if best.gap < REACHED / 10.0 {
            break;
        }
    }
    Some(best)
}

fn gap(shares: &[f64], targets: &[f64]) -> f64 {
    shares.iter().zip(targets).map(|(share, target)| (share - target).abs()).fold(0.0, f64::max)
}

/// Squared correlations of the columns with their weighted mean, summing to one; a column that moves against it has none.
fn shares(columns: &[Vec<f64>], weights: &[f64]) -> Option<Vec<f64>> {
    let rows = columns.first()?.len();
    let mean = |row: usize| stats::sum(columns.iter().zip(weights).map(|(column, weight)| column[row] * weight));
    let score: Option<Vec<f64>> = (0..rows).map(mean).collect();
    let score = score?;
    let squares: Option<Vec<f64>> =
        columns.iter().map(|column| stats::pearson(column, &score).map(|r| r.max(0.0).powi(2))).collect();
    normalised(&squares?)
}

#[cfg(test)]
mod tests {
    use super::search;

    #[test]
    fn two_uncorrelated_columns_of_unequal_spread_need_unequal_weights() {
        // Equal importance of columns with standard deviations 1 and 3 needs weights 3 to 1.
        let columns = [vec![1.0, -1.0, 1.0, -1.0], vec![3.0, 3.0, -3.0, -3.0]];
        let found = search(&columns, &[0.5, 0.5]).expect("weights");
        assert!((found.now[0] - 0.1).abs() < 1e-12, "{:?}", found.now);
        assert!((found.weights[0] - 0.75).abs() < 1e-5 && found.gap < 1e-6, "{:?}", found.weights);
    }

    #[test]
    fn equal_columns_cannot_have_unequal_importance() {
        let columns = [vec![1.0, 2.0, 4.0], vec![1.0, 2.0, 4.0]];
        let found = search(&columns, &[0.8, 0.2]).expect("weights");
        assert!((found.gap - 0.3).abs() < 1e-9, "{}", found.gap);
        assert!(search(&[vec![1.0, 1.0, 1.0], vec![1.0, 2.0, 3.0]], &[0.5, 0.5]).is_none());
    }
}

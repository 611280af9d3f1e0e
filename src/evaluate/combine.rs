//! From the scores of slices to those of the whole.
//!
//! A node's score is the mean of its unrounded scores over the slices in which it has one, which is how indices
//! measured by life event are published; contributions are averaged alike, so they still sum to the score.

use super::aggregate::rank_and_band;
use super::scores::{Basis, NodeScore, PanelScores};
use crate::criteria::Framework;
use crate::methods::aggregation::Aggregation;
use crate::model::{Absence, Range};
use crate::stats;

/// Combines slices by their mean.
pub(super) fn combine(framework: &Framework, slices: &[PanelScores], units: usize) -> PanelScores {
    let first = &slices[0];
    let nodes = (0..framework.nodes.len())
        .map(|node| {
            (0..units)
                .map(|unit| {
                    let scores: Vec<&NodeScore> = slices.iter().map(|slice| slice.at(node, unit)).collect();
                    mean_score(&scores)
                })
                .collect()
        })
        .collect();
    let mut whole = PanelScores { nodes, weights: first.weights.clone(), effective: first.effective.clone() };
    rank_and_band(framework, &mut whole);
    whole
}

fn mean_score(scores: &[&NodeScore]) -> NodeScore {
    let known: Vec<f64> = scores.iter().filter_map(|score| score.score.ok()).collect();
    let applicable: Vec<&&NodeScore> =
        scores.iter().filter(|score| score.score != Err(Absence::NotApplicable)).collect();
    let score = stats::mean(&known).ok_or_else(|| reason(scores));
    let coverage: Vec<f64> = applicable.iter().map(|score| score.coverage).collect();
    let ranges: Option<Vec<Range>> = applicable.iter().map(|score| score.range).collect();
    let range = ranges.and_then(|ranges| {
        let low = stats::mean(&ranges.iter().map(|range| range.low()).collect::<Vec<_>>())?;
        let high = stats::mean(&ranges.iter().map(|range| range.high()).collect::<Vec<_>>())?;
        Range::new(low, high.max(low))
    });
    NodeScore {
        score,
        range,
        basis: Basis::Computed,
        coverage: stats::mean(&coverage).unwrap_or(0.0),
        observed: stats::mean(&applicable.iter().map(|score| score.observed).collect::<Vec<_>>()).unwrap_or(0.0),
        answered: scores.iter().map(|score| score.answered).sum(),
        applicable: scores.iter().map(|score| score.applicable).sum(),
        contributions: score.map(|score| mean_contributions(scores, score)).unwrap_or_default(),
        rank: None,
        band: None,
    }
}

fn reason(scores: &[&NodeScore]) -> Absence {
    let absences: Vec<Absence> = scores.iter().filter_map(|score| score.score.err()).collect();
    super::item::least(&absences)
}

/// The mean of each child's contributions over the slices with a score, corrected to sum exactly to the mean score.
fn mean_contributions(scores: &[&NodeScore], score: f64) -> Vec<f64> {
    let with: Vec<&&NodeScore> = scores.iter().filter(|slice| slice.score.is_ok()).collect();
    let children = with.iter().map(|slice| slice.contributions.len()).max().unwrap_or(0);
    if children == 0 || with.iter().any(|slice| slice.contributions.len() != children) {
        return Vec::new();
    }
    let means: Vec<(f64, f64)> = (0..children)
        .map(|child| {
            let given: Vec<f64> = with.iter().map(|slice| slice.contributions[child]).collect();
            (1.0, stats::mean(&given).unwrap_or(0.0) * children as f64)
        })
        .collect();
    // Parts of weight one over the number of children: their arithmetic mean is the sum of the mean contributions.
    Aggregation::Arithmetic.contributions(&means, score).unwrap_or_default()
}

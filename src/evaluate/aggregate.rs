//! Step 6: scores from the indicators up to the index, with contributions, coverage and range at every node.

use super::observe::Panel;
use super::scores::{Basis, NodeScore, PanelScores};
use super::stages::{Normalised, resolved};
use super::weigh::Weights;
use crate::criteria::{
    Aggregating, CoverageBasis, Framework, Methodology, MissingChild, NodeIx, Normalising, ReportedRule,
};
use crate::methods::aggregation::Aggregation;
use crate::methods::normalisation::{Direction, normalise};
use crate::methods::ranking::{TIE_TOLERANCE, ranks};
use crate::model::{Absence, Datum, Range};
use crate::survey::Round;

/// What the aggregation of one panel needs.
pub(super) struct Aggregator<'a> {
    pub(super) framework: &'a Framework,
    pub(super) methodology: &'a Methodology,
    pub(super) round: &'a Round,
    pub(super) weights: &'a Weights,
    /// Whether reported scores of the round belong to this panel.
    pub(super) with_reported: bool,
}

impl Aggregator<'_> {
    /// Scores of all nodes, children before parents.
    pub(super) fn scores(&self, panel: &Panel, normalised: &Normalised) -> PanelScores {
        let count = self.framework.nodes.len();
        let mut nodes: Vec<Vec<NodeScore>> = vec![Vec::new(); count];
        for node in (0..count).rev() {
            let mut scores = match self.framework.nodes[node].indicator {
                Some(indicator) => self.leaf(node, &panel.columns[indicator], normalised, indicator),
                None => self.group(node, &nodes),
            };
            if self.with_reported {
                self.take_reported(node, &mut scores);
            }
            nodes[node] = scores;
        }
        let mut panel =
            PanelScores { nodes, weights: self.weights.among.clone(), effective: self.weights.effective.clone() };
        rank_and_band(self.framework, &mut panel);
        panel
    }

    fn leaf(
        &self,
        node: NodeIx,
        observations: &[super::observe::Observation],
        normalised: &Normalised,
        indicator: usize,
    ) -> Vec<NodeScore> {
        let level = self.framework.nodes[node].level;
        observations
            .iter()
            .enumerate()
            .map(|(unit, observation)| {
                let mut score = normalised.columns[indicator][unit];
                let coverage = share(observation.answered, observation.applicable);
                if score.is_ok() && observation.answered > 0 && self.below(level, coverage) {
                    score = Err(Absence::BelowCoverage);
                }
                NodeScore {
                    range: normalised.ranges[indicator][unit],
                    coverage,
                    observed: coverage,
                    answered: observation.answered,
                    applicable: observation.applicable,
                    ..bare(score)
                }
            })
            .collect()
    }

    fn below(&self, level: usize, coverage: f64) -> bool {
        // Sums of shares differ in the last binary digits, and a unit that meets the stated minimum is shown.
        self.methodology.coverage.minimum[level].is_some_and(|minimum| coverage < minimum - TIE_TOLERANCE)
    }

    fn group(&self, node: NodeIx, nodes: &[Vec<NodeScore>]) -> Vec<NodeScore> {
        let level = self.framework.nodes[node].level;
        let aggregating = &self.methodology.aggregation[node];
        let children = &self.framework.nodes[node].children;
        let units = self.round.units.len();
        let weights: Vec<f64> = children.iter().map(|&child| self.weights.among[child]).collect();
        let columns: Vec<Vec<Datum>> = children
            .iter()
            .map(|&child| nodes[child].iter().map(|score| self.counted(aggregating, score.score)).collect())
            .collect();
        let slices: Vec<&[Datum]> = columns.iter().map(Vec::as_slice).collect();
        let undefined = self.weights.undefined.contains(&node);
        let aggregated = aggregating.method.aggregate(&slices, &weights);
        let again = self.methodology.renormalisation[node].as_ref();
        let scores = again.map_or_else(|| aggregated.clone(), |again| self.renormalised(again, &aggregated));
        (0..units)
            .map(|unit| {
                let below: Vec<&NodeScore> = children.iter().map(|&child| &nodes[child][unit]).collect();
                let mut score = if undefined { Err(Absence::Undefined) } else { scores[unit] };
                if aggregating.missing == MissingChild::Withhold
                    && below.iter().any(|child| matches!(child.score, Err(why) if !why.leaves_denominator()))
                {
                    score = score.and(Err(Absence::NotAvailable));
                }
                let coverage = self.coverage(&below, &weights);
                let answered = below.iter().map(|child| child.answered).sum();
                // Where something below was answered and nothing has a score, it was assessed and fell short on the way.
                let fell_short = score == Err(Absence::NotAssessed) && answered > 0;
                if fell_short || (score.is_ok() && self.below(level, coverage)) {
                    score = Err(Absence::BelowCoverage);
                }
                let range = self.range(&aggregating.method, &below, &weights);
                // After a second normalisation the parts are those of the mean, not of the score.
                let contributions = if again.is_some() {
                    Vec::new()
                } else {
                    contributions(&aggregating.method, &columns, &weights, unit, score)
                };
                NodeScore {
                    range: again.map_or(range, |again| range_again(again, range, score)),
                    coverage,
                    observed: observed(&below, &weights),
                    answered,
                    applicable: below.iter().map(|child| child.applicable).sum(),
                    contributions,
                    ..bare(score)
                }
            })
            .collect()
    }

    /// Aggregated scores brought to a scale once more.
    fn renormalised(&self, again: &Normalising, aggregated: &[Datum]) -> Vec<Datum> {
        match resolved(again, self.round) {
            Some(method) => normalise(&method, Direction::Higher, aggregated),
            None => vec![Err(Absence::Undefined); aggregated.len()],
        }
    }

    /// A child's score as its parent counts it.
    fn counted(&self, aggregating: &Aggregating, score: Datum) -> Datum {
        match score {
            Err(why) if aggregating.missing == MissingChild::Zero && !why.leaves_denominator() => {
                Ok(self.framework.scale.low())
            }
            other => other,
        }
    }

    /// Share of the applicable children that have a score, by weight or by count.
    fn coverage(&self, children: &[&NodeScore], weights: &[f64]) -> f64 {
        let unit = |weight: f64| if self.methodology.coverage.basis == CoverageBasis::Count { 1.0 } else { weight };
        let applicable = children.iter().zip(weights).filter(|(child, _)| child.score != Err(Absence::NotApplicable));
        let (mut with, mut all) = (0.0, 0.0);
        for (child, weight) in applicable {
            all += unit(*weight);
            if child.score.is_ok() {
                with += unit(*weight);
            }
        }
        if all > 0.0 { with / all } else { 0.0 }
    }

    /// The score if everything missing were worst, and if it were best; every applicable child takes part.
    ///
    /// All aggregations but Copeland rise with each child, so the ends come from the ends of the children.
    fn range(&self, method: &Aggregation, children: &[&NodeScore], weights: &[f64]) -> Option<Range> {
        if *method == Aggregation::Copeland {
            return None;
        }
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for (child, weight) in children.iter().zip(weights) {
            if child.score == Err(Absence::NotApplicable) {
                continue;
            }
            let range = child.range?;
            low.push((*weight, range.low()));
            high.push((*weight, range.high()));
        }
        if low.is_empty() {
            return None;
        }
        // Where a zero makes the formula undefined, the lower end of the scale is its limit.
        let low = method.combine(&low).unwrap_or(self.framework.scale.low());
        Range::new(low, method.combine(&high).ok()?.max(low))
    }

    /// Puts published scores of this node in their place.
    fn take_reported(&self, node: NodeIx, scores: &mut [NodeScore]) {
        for reported in self.round.reported.iter().filter(|reported| reported.node == node) {
            let (Some(score), Ok(published)) = (scores.get_mut(reported.unit), reported.score) else { continue };
            let prefer = self.methodology.reported == ReportedRule::Prefer;
            if score.score.is_ok() && !prefer {
                continue;
            }
            let recomputed = score.score.ok();
            score.basis = Basis::Reported {
                decimals: reported.decimals,
                recomputed,
                recomputed_range: recomputed.and(score.range),
            };
            score.score = Ok(published);
            score.range = printed_range(published, reported.decimals, self.framework.scale);
            score.contributions.clear();
            score.observed = 1.0;
        }
    }
}

/// What a printed figure stands for: half a unit of its last digit to either side, inside the scale.
fn printed_range(score: f64, decimals: Option<u32>, scale: Range) -> Option<Range> {
    let half = decimals.map_or(0.0, |decimals| 0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap_or(0)));
    Range::new((score - half).max(scale.low()), (score + half).min(scale.high()))
}

/// The range of a score after a second normalisation: its ends where each score is mapped on its own, else known only
/// where nothing is missing.
fn range_again(again: &Normalising, range: Option<Range>, score: Datum) -> Option<Range> {
    let range = range?;
    if range.width() <= 0.0 {
        return score.ok().and_then(Range::point);
    }
    let Normalising::Method(method) = again else { return None };
    let end = |value: f64| method.at(Direction::Higher, value).and_then(Result::ok);
    Range::new(end(range.low())?, end(range.high())?)
}

fn bare(score: Datum) -> NodeScore {
    NodeScore {
        score,
        range: None,
        basis: Basis::Computed,
        coverage: 0.0,
        observed: 0.0,
        answered: 0,
        applicable: 0,
        contributions: Vec::new(),
        rank: None,
        band: None,
    }
}

/// Share of the weight of the applicable children that rests on something known.
fn observed(children: &[&NodeScore], weights: &[f64]) -> f64 {
    let applicable = children.iter().zip(weights).filter(|(child, _)| child.score != Err(Absence::NotApplicable));
    let parts: Vec<(f64, f64)> = applicable.map(|(child, weight)| (*weight, child.observed)).collect();
    Aggregation::Arithmetic.combine(&parts).map_or(0.0, |share| share.clamp(0.0, 1.0))
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// What each child gave; a child that took no part gave nothing.
fn contributions(method: &Aggregation, columns: &[Vec<Datum>], weights: &[f64], unit: usize, score: Datum) -> Vec<f64> {
    let Ok(score) = score else { return Vec::new() };
    let parts: Vec<(usize, (f64, f64))> = columns
        .iter()
        .zip(weights)
        .enumerate()
        .filter_map(|(child, (column, weight))| Some((child, (*weight, column[unit].ok()?))))
        .collect();
    let pairs: Vec<(f64, f64)> = parts.iter().map(|(_, pair)| *pair).collect();
    let Some(given) = method.contributions(&pairs, score) else { return Vec::new() };
    let mut all = vec![0.0; columns.len()];
    for ((child, _), amount) in parts.iter().zip(given) {
        all[*child] = amount;
    }
    all
}

/// Ranks and bands of all nodes, on unrounded scores.
/// A score that reaches the start of a band but for the last binary digits has reached it, as it would tie with it.
pub(super) fn rank_and_band(framework: &Framework, panel: &mut PanelScores) {
    for scores in &mut panel.nodes {
        let column: Vec<Datum> = scores.iter().map(|score| score.score).collect();
        for (score, rank) in scores.iter_mut().zip(ranks(&column)) {
            score.rank = rank;
            score.band = score
                .score
                .ok()
                .and_then(|value| framework.bands.iter().rposition(|band| value >= band.from - TIE_TOLERANCE));
        }
    }
}

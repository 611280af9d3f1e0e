//! A unit of a round as it stands, ready to be scored again with something changed.

use std::borrow::Cow;

use crate::criteria::{Framework, IndicatorIx, Methodology, Normalising, Weighting};
use crate::evaluate::{Basis, Observation, Panel, PanelScores, observe, rescore};
use crate::methods::aggregation::Aggregation;
use crate::methods::imputation::Scope;
use crate::methods::normalisation::Direction;
use crate::methods::ranking::ranks;
use crate::model::{Absence, Datum, Range};
use crate::stats;
use crate::survey::Round;

use super::steps::Change;

/// A unit of a round with its observations and scores.
#[derive(Clone, Debug)]
pub struct Baseline<'b> {
    pub(super) framework: &'b Framework,
    pub(super) methodology: &'b Methodology,
    pub(super) round: Cow<'b, Round>,
    pub(super) unit: usize,
    pub(super) panels: Vec<Panel>,
    pub(super) scores: PanelScores,
    /// Least and greatest value of each indicator in the round.
    pub(super) observed: Vec<Option<(f64, f64)>>,
    /// The index scores of all units and the place of this one among them, where the round holds this unit alone.
    among: Option<(Vec<Datum>, usize)>,
}

/// Where a unit stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Score of the index.
    pub score: Datum,
    /// Rank of the index.
    pub rank: Option<u32>,
    /// Index of its band.
    pub band: Option<usize>,
    /// Where the score lies whatever is missing.
    pub range: Option<Range>,
    /// Whether the index is published and not computed, so that nothing below it moves it.
    pub published: bool,
}

impl<'b> Baseline<'b> {
    /// Observes and scores the round as it is; nothing where there is no such unit.
    #[must_use]
    pub fn new(
        framework: &'b Framework,
        methodology: &'b Methodology,
        round: &'b Round,
        unit: usize,
    ) -> Option<Baseline<'b>> {
        if unit >= round.units().len() {
            return None;
        }
        let panels = observe(framework, round, round.answers(), None).panels;
        let scores = rescore(framework, methodology, round, &panels);
        let observed = (0..framework.indicators.len()).map(|indicator| observed(&panels, indicator)).collect();
        let round = Cow::Borrowed(round);
        Some(Baseline { framework, methodology, round, unit, panels, scores, observed, among: None })
    }

    /// Another unit of the same round, whose observations and scores are there already. Where no unit moves another, what
    /// is scored again is this unit alone.
    pub(super) fn of(&self, unit: usize) -> Option<Baseline<'b>> {
        if unit >= self.round.units().len() {
            return None;
        }
        if !each_alone(self.methodology) {
            return Some(Baseline { unit, ..self.clone() });
        }
        let panels = self.panels.iter().map(|panel| Panel {
            slice: panel.slice,
            columns: panel.columns.iter().map(|column| vec![column[unit]]).collect(),
        });
        let panels: Vec<Panel> = panels.collect();
        let round = self.round.unit_alone(unit);
        let scores = rescore(self.framework, self.methodology, &round, &panels);
        Some(Baseline {
            framework: self.framework,
            methodology: self.methodology,
            round: Cow::Owned(round),
            unit: 0,
            panels,
            scores,
            observed: self.observed.clone(),
            among: Some((self.scores.column(0), unit)),
        })
    }

    /// Where the unit stands now.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.stands(&self.scores)
    }

    /// Scores of the round as it is.
    #[must_use]
    pub fn scores(&self) -> &PanelScores {
        &self.scores
    }

    pub(super) fn stands(&self, scores: &PanelScores) -> Standing {
        let score = scores.at(0, self.unit);
        let published = score.basis != Basis::Computed;
        let rank = match &self.among {
            None => score.rank,
            Some((column, unit)) => {
                let mut column = column.clone();
                column[*unit] = score.score;
                ranks(&column)[*unit]
            }
        };
        Standing { score: score.score, rank, band: score.band, range: score.range, published }
    }

    /// Whether what steps on several indicators give together is the sum of what each gives alone.
    pub(super) fn gains_add_up(&self) -> bool {
        sums(self.methodology, self.framework)
    }

    /// Scores of the index of all other units that have one.
    pub(super) fn other_scores(&self) -> Vec<f64> {
        let here = self.scores.column(0);
        let (column, unit) = self.among.as_ref().map_or((&here, self.unit), |(column, unit)| (column, *unit));
        let others = column.iter().enumerate().filter(|(other, _)| *other != unit);
        others.filter_map(|(_, score)| score.ok()).collect()
    }

    pub(super) fn rescored(&self, panels: &[Panel]) -> PanelScores {
        rescore(self.framework, self.methodology, &self.round, panels)
    }

    /// The panels with an indicator of the unit changed; nothing where that changes no value.
    pub(super) fn changed(&self, panels: &[Panel], indicator: IndicatorIx, change: &Change) -> Option<Vec<Panel>> {
        let mut panels = panels.to_vec();
        let mut moved = false;
        for panel in &mut panels {
            let Some(there) = panel.columns.get_mut(indicator).and_then(|column| column.get_mut(self.unit)) else {
                continue;
            };
            // What does not apply to the unit, or to this slice of it, stays so.
            if there.value == Err(Absence::NotApplicable) {
                continue;
            }
            if let Some(value) = change.applied(there.value) {
                moved |= there.value != Ok(value);
                *there = if matches!(change, Change::Set(_)) { known(value, there) } else { stepped(value, there) };
            }
        }
        moved.then_some(panels)
    }

    /// The value of an indicator: of its only panel, or the mean over the slices that have one.
    pub(super) fn value(&self, panels: &[Panel], indicator: IndicatorIx) -> Datum {
        let values: Vec<Datum> = panels.iter().map(|panel| panel.columns[indicator][self.unit].value).collect();
        let known: Vec<f64> = values.iter().filter_map(|value| value.ok()).collect();
        crate::stats::mean(&known)
            .ok_or_else(|| values.iter().find_map(|value| value.err()).unwrap_or(Absence::Undefined))
    }
}

/// Whether the score of the index is a sum over indicators of a function of each value.
fn sums(methodology: &Methodology, framework: &Framework) -> bool {
    let groups = framework.nodes.iter().zip(&methodology.aggregation).filter(|(node, _)| node.indicator.is_none());
    each_alone(methodology)
        && methodology.renormalisation.iter().all(Option::is_none)
        && groups.into_iter().all(|(_, aggregating)| aggregating.method == Aggregation::Arithmetic)
}

/// Whether no unit's values move the score of another.
fn each_alone(methodology: &Methodology) -> bool {
    // The methods that say what a single value becomes look at no other.
    let fixed = |normalising: &Normalising| matches!(normalising, Normalising::Method(method) if method.at(Direction::Higher, 0.0).is_some());
    methodology.imputation.method.scope() == Scope::Nothing
        && methodology.treatment.iter().all(Option::is_none)
        && methodology.normalisation.iter().chain(methodology.renormalisation.iter().flatten()).all(fixed)
        && methodology.weighting != Weighting::Pca
        && methodology.aggregation.iter().all(|aggregating| aggregating.method != Aggregation::Copeland)
}

fn observed(panels: &[Panel], indicator: IndicatorIx) -> Option<(f64, f64)> {
    let columns = panels.iter().flat_map(|panel| &panel.columns[indicator]);
    stats::range(&columns.filter_map(|observation| observation.value.ok()).collect::<Vec<f64>>())
}

/// An observation that is known to have this value.
fn known(value: f64, before: &Observation) -> Observation {
    let applicable = before.applicable.max(1);
    Observation { value: Ok(value), range: Range::point(value), answered: applicable, applicable }
}

/// An observation that took a step; what was missing from it is missing still.
fn stepped(value: f64, before: &Observation) -> Observation {
    let range = before.range.filter(|range| range.width() > 0.0);
    let range = range.and_then(|range| Range::new(range.low().min(value), range.high().max(value)));
    Observation { value: Ok(value), range: range.or_else(|| Range::point(value)), ..*before }
}

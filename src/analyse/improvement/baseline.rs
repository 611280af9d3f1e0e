//! A unit of a round as it stands, ready to be scored again with something changed.

use crate::criteria::{Framework, IndicatorIx, Methodology};
use crate::evaluate::{Basis, Observation, Panel, PanelScores, observe, rescore};
use crate::model::{Absence, Datum, Range};
use crate::survey::Round;

use super::steps::Change;

/// A unit of a round with its observations and scores.
#[derive(Clone, Debug)]
pub struct Baseline<'b> {
    pub(super) framework: &'b Framework,
    pub(super) methodology: &'b Methodology,
    pub(super) round: &'b Round,
    pub(super) unit: usize,
    pub(super) panels: Vec<Panel>,
    pub(super) scores: PanelScores,
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
        Some(Baseline { framework, methodology, round, unit, panels, scores })
    }

    /// Another unit of the same round, whose observations and scores are there already.
    #[must_use]
    pub fn of(&self, unit: usize) -> Option<Baseline<'b>> {
        (unit < self.round.units().len()).then(|| Baseline { unit, ..self.clone() })
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
        Standing { score: score.score, rank: score.rank, band: score.band, range: score.range, published }
    }

    pub(super) fn rescored(&self, panels: &[Panel]) -> PanelScores {
        rescore(self.framework, self.methodology, self.round, panels)
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

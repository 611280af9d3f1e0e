//! The whole way, with every stage kept.

use super::aggregate::Aggregator;
use super::combine::combine;
use super::observe::{Observations, Panel, Part, observe};
use super::scores::{PanelScores, Scores};
use super::stages::{self, Columns, Normalised, TreatmentNote};
use super::weigh::weigh;
use crate::criteria::{Framework, Methodology, NodeIx, Normalising};
use crate::diag::{Code, Diagnostic, Findings};
use crate::methods::screening::UnitScreen;
use crate::survey::Round;

/// Scores and all that led to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Observations of the round's own period.
    pub observations: Observations,
    /// Stages, one for each panel.
    pub panels: Vec<PanelStages>,
    /// Scores.
    pub scores: Scores,
    /// What the method could not do with these data.
    pub findings: Findings,
}

/// The stages of one panel.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelStages {
    /// As observed.
    pub raw: Columns,
    /// Divided by denominators.
    pub denominated: Columns,
    /// Without the units that the screening rule leaves out.
    pub screened: Columns,
    /// Availability of each unit, where there is a screening rule.
    pub screen: Vec<UnitScreen>,
    /// With gaps filled.
    pub imputed: Columns,
    /// With outliers treated.
    pub treated: Columns,
    /// What treatment did.
    pub treatment: Vec<TreatmentNote>,
    /// On the common scale.
    pub normalised: Normalised,
}

/// Evaluates a round. Pure: the same three values give the same bits.
#[must_use]
pub fn evaluate(framework: &Framework, methodology: &Methodology, round: &Round) -> Evaluation {
    let mut findings = Findings::default();
    check_references(methodology, round, &mut findings);
    let whole = Work { framework, methodology, round, part: None };
    let (observations, panels, scored) = whole.panels(&mut findings);
    let slices = match framework.slices {
        Some(_) => observations.panels.iter().filter_map(|panel| panel.slice).zip(scored.iter().cloned()).collect(),
        None => Vec::new(),
    };
    let parts = parts(framework).map(|part| {
        // What the method could not do on a part it could not do on the whole either, and that is already said.
        let (_, _, scored) = Work { part: Some(part), ..whole }.panels(&mut Findings::default());
        (part, whole.combined(scored))
    });
    let parts = parts.collect();
    let scores = Scores { whole: whole.combined(scored), slices, parts };
    Evaluation { observations, panels, scores, findings }
}

/// Scores of the whole from observations of the round that somebody has changed: the same stages as [`evaluate`], without
/// parts and without keeping what is between.
#[must_use]
pub fn rescore(framework: &Framework, methodology: &Methodology, round: &Round, panels: &[Panel]) -> PanelScores {
    let whole = Work { framework, methodology, round, part: None };
    let scored = panels
        .iter()
        .enumerate()
        .map(|(index, panel)| whole.scores(panel, &whole.stages(panel, index), &mut Findings::default()));
    whole.combined(scored.collect())
}

/// As [`rescore`], with the stages kept; parts and items are left out.
#[must_use]
pub fn evaluate_from(
    framework: &Framework,
    methodology: &Methodology,
    round: &Round,
    panels: Vec<Panel>,
) -> Evaluation {
    let whole = Work { framework, methodology, round, part: None };
    let mut findings = Findings::default();
    let stages: Vec<PanelStages> = panels.iter().enumerate().map(|(index, panel)| whole.stages(panel, index)).collect();
    let scored: Vec<PanelScores> =
        panels.iter().zip(&stages).map(|(panel, stages)| whole.scores(panel, stages, &mut findings)).collect();
    let slices = match framework.slices {
        Some(_) => panels.iter().filter_map(|panel| panel.slice).zip(scored.iter().cloned()).collect(),
        None => Vec::new(),
    };
    let scores = Scores { whole: whole.combined(scored), slices, parts: Vec::new() };
    let observations = Observations { panels, items: Vec::new() };
    Evaluation { observations, panels: stages, scores, findings }
}

/// The stages of the whole under another methodology, from observations that were made before: what is observed does not
/// depend on the methodology.
#[must_use]
pub fn stages_under(
    framework: &Framework,
    methodology: &Methodology,
    round: &Round,
    observations: &Observations,
) -> Vec<PanelStages> {
    let whole = Work { framework, methodology, round, part: None };
    observations.panels.iter().enumerate().map(|(index, panel)| whole.stages(panel, index)).collect()
}

/// Every value of every facet for which results are asked.
fn parts(framework: &Framework) -> impl Iterator<Item = Part> {
    let asked = framework.facets.iter().enumerate().filter(|(_, facet)| facet.results);
    asked.flat_map(|(facet, named)| (0..named.values.len()).map(move |value| Part { facet, value }))
}

/// What is evaluated: the whole, or a part.
#[derive(Clone, Copy)]
struct Work<'w> {
    framework: &'w Framework,
    methodology: &'w Methodology,
    round: &'w Round,
    part: Option<Part>,
}

impl Work<'_> {
    /// Every panel with its stages and scores.
    fn panels(&self, findings: &mut Findings) -> (Observations, Vec<PanelStages>, Vec<PanelScores>) {
        let observations = observe(self.framework, self.round, self.round.answers(), self.part);
        let (mut panels, mut scored) = (Vec::new(), Vec::new());
        for index in 0..observations.panels.len() {
            let stages = self.stages(&observations.panels[index], index);
            scored.push(self.scores(&observations.panels[index], &stages, findings));
            panels.push(stages);
        }
        (observations, panels, scored)
    }

    /// Weights and scores of a panel.
    fn scores(&self, panel: &Panel, stages: &PanelStages, findings: &mut Findings) -> PanelScores {
        let Work { framework, methodology, round, part } = *self;
        let weights = weigh(framework, methodology, &stages.normalised.columns);
        weights.undefined.iter().for_each(|&node| findings.push(self.no_weights(node)));
        // A published score is of the whole.
        let with_reported = framework.slices.is_none() && part.is_none();
        let aggregator = Aggregator { framework, methodology, round, weights: &weights, with_reported };
        aggregator.scores(panel, &stages.normalised)
    }

    /// The scores over all panels: of the only one, or combined over slices.
    fn combined(&self, mut scored: Vec<PanelScores>) -> PanelScores {
        if self.framework.slices.is_none() && scored.len() == 1 {
            return scored.swap_remove(0);
        }
        combine(self.framework, &scored, self.round.units.len())
    }

    fn stages(&self, panel: &Panel, index: usize) -> PanelStages {
        let Work { framework, methodology, round, part } = *self;
        let raw = stages::raw(panel);
        let denominated = stages::denominated(framework, round, raw.clone());
        let (screened, screen) = stages::screened(methodology, denominated.clone());
        let imputed = stages::imputed(framework, methodology, round, (index, part), screened.clone());
        let (treated, treatment) = stages::treated(methodology, imputed.clone());
        let normalised = stages::normalised(framework, methodology, round, panel, &denominated, &treated);
        PanelStages { raw, denominated, screened, screen, imputed, treated, treatment, normalised }
    }

    fn no_weights(&self, node: NodeIx) -> Diagnostic {
        let code = &self.framework.nodes[node].code;
        let message = format!("principal components give no usable weights below `{code}`");
        let mut diagnostic = Diagnostic::new(Code::WeightsUndefined, message);
        if let Some(at) = self.methodology.weighting_at {
            diagnostic = diagnostic.at(at);
        }
        diagnostic.help("the first component has mixed signs or too few complete units; choose `stated` or `equal` in `[methodology.weighting]`")
    }
}

fn check_references(methodology: &Methodology, round: &Round, findings: &mut Findings) {
    let mut told: Vec<&str> = Vec::new();
    for normalising in methodology.normalisation.iter().chain(methodology.renormalisation.iter().flatten()) {
        if let Normalising::Reference { unit, at, .. } = normalising
            && !told.contains(&unit.as_str())
            && !round.units.iter().any(|there| there.code == *unit)
        {
            told.push(unit);
            let message = format!("the reference unit `{unit}` is not in the round");
            findings.push(
                Diagnostic::new(Code::ReferenceMissing, message)
                    .at(*at)
                    .help("let `unit` in the `normalisation` of the criteria name a unit of the round"),
            );
        }
    }
}

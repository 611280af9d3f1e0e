//! The whole way, with every stage kept.

use super::aggregate::Aggregator;
use super::combine::combine;
use super::observe::{Observations, observe};
use super::scores::{PanelScores, Scores};
use super::stages::{self, Columns, Normalised, TreatmentNote};
use super::weigh::weigh;
use crate::criteria::{Framework, Methodology, Normalising};
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
    let observations = observe(framework, round, round.answers());
    let mut findings = Findings::default();
    check_references(methodology, round, &mut findings);
    let sliced = framework.slices.is_some();
    let mut panels = Vec::new();
    let mut scored: Vec<PanelScores> = Vec::new();
    for index in 0..observations.panels.len() {
        let stages = run_stages(framework, methodology, round, &observations, index);
        let weights = weigh(framework, methodology, &stages.normalised.columns);
        for &node in &weights.undefined {
            let code = &framework.nodes[node].code;
            let message = format!("principal components give no usable weights below `{code}`");
            let mut diagnostic = Diagnostic::new(Code::WeightsUndefined, message);
            if let Some(at) = methodology.weighting_at {
                diagnostic = diagnostic.at(at);
            }
            findings.push(diagnostic.help("the first component has mixed signs or too few complete units; choose `stated` or `equal` in `[methodology.weighting]`"));
        }
        let aggregator = Aggregator { framework, methodology, round, weights: &weights, with_reported: !sliced };
        scored.push(aggregator.scores(&observations.panels[index], &stages.normalised));
        panels.push(stages);
    }
    let scores = if sliced {
        let whole = combine(framework, &scored, round.units.len());
        let slices = observations.panels.iter().filter_map(|panel| panel.slice).zip(scored).collect();
        Scores { whole, slices }
    } else {
        Scores { whole: scored.swap_remove(0), slices: Vec::new() }
    };
    Evaluation { observations, panels, scores, findings }
}

fn run_stages(
    framework: &Framework,
    methodology: &Methodology,
    round: &Round,
    observations: &Observations,
    index: usize,
) -> PanelStages {
    let panel = &observations.panels[index];
    let raw = stages::raw(panel);
    let denominated = stages::denominated(framework, round, raw.clone());
    let (screened, screen) = stages::screened(methodology, denominated.clone());
    let imputed = stages::imputed(framework, methodology, round, index, screened.clone());
    let (treated, treatment) = stages::treated(methodology, imputed.clone());
    let normalised = stages::normalised(framework, methodology, round, panel, &denominated, &treated);
    PanelStages { raw, denominated, screened, screen, imputed, treated, treatment, normalised }
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

//! The choices of one draw: which alternative of each step, which weights, which errors.

use std::ops::Range;

use super::plan::{Effects, Factor, Plan};
use super::scenario::WeightShape;
use super::stream::{DIMENSIONS, Stream};
use crate::criteria::NodeIx;

/// The choices of one draw. The first choice of each step, 0, is that of the criteria.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// Way of imputation.
    pub imputation: usize,
    /// Treatment.
    pub treatment: usize,
    /// Way of normalisation.
    pub normalisation: usize,
    /// Way of aggregation.
    pub aggregation: usize,
    /// Rule for missing children.
    pub missing: usize,
    /// The node that is left out, as if it did not apply.
    pub left_out: Option<NodeIx>,
    /// Weights of all nodes among their siblings, for each panel one after the other. Their size does not matter.
    pub weights: Vec<f64>,
    /// Errors of observed values, for each panel and indicator one for each unit; empty where there are none.
    pub(super) errors: Vec<f64>,
    /// Indicators with an error, for each panel.
    pub(super) wrong: Vec<bool>,
    /// Error of each published score.
    pub(super) printed: Vec<f64>,
}

/// Where the numbers of a draw come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    pub(super) seed: u64,
    pub(super) draw: u64,
    /// The factor that is taken from the second sample, where there is one; all from the second for `All`.
    pub(super) second: Second,
}

/// Which factors are taken from the second sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Second {
    /// None: the first sample.
    None,
    /// All: the second sample.
    All,
    /// One of them.
    Only(Factor),
}

impl Source {
    /// The stream of a source, with the dimensions that it has of the low-discrepancy sequence.
    fn stream(&self, factor: Factor, led: &Range<u32>) -> Stream {
        let second = match self.second {
            Second::None => false,
            Second::All => true,
            Second::Only(only) => only == factor,
        };
        let stream = Stream::new(self.seed, u64::from(second), factor.stream(), self.draw);
        if led.is_empty() {
            return stream;
        }
        // The second sample is the other half of the same points.
        let offset = if second { DIMENSIONS / 2 } else { 0 };
        stream.led_by(self.seed, self.draw, led.start + offset..led.end + offset)
    }
}

impl Plan {
    /// The choices of the criteria, without any error.
    #[must_use]
    pub fn nominal_choices(&self) -> Choices {
        let mut choices = Choices::default();
        self.reset(&mut choices);
        choices
    }

    /// The choices of a draw; the same for the same seed and number, whatever was drawn before.
    #[must_use]
    pub fn choices(&self, seed: u64, draw: u64) -> Choices {
        let mut choices = self.nominal_choices();
        self.choose(Source { seed, draw, second: Second::None }, &mut choices);
        choices
    }

    /// As [`choices`](Plan::choices), in place of earlier ones of the same plan, without allocation.
    pub fn choose_again(&self, seed: u64, draw: u64, choices: &mut Choices) {
        self.choose(Source { seed, draw, second: Second::None }, choices);
    }

    fn reset(&self, choices: &mut Choices) {
        choices.weights.clear();
        for panel in &self.panels {
            choices.weights.extend_from_slice(&panel.weights);
        }
        (choices.imputation, choices.treatment, choices.normalisation) = (0, 0, 0);
        (choices.aggregation, choices.missing, choices.left_out) = (0, 0, None);
        let varied = |factor| self.factors.contains(&factor);
        let indicators = self.indicator_nodes.len();
        if varied(Factor::Assessors) || varied(Factor::Sampling) {
            choices.errors.clear();
            choices.errors.resize(self.panels.len() * indicators * self.units, 0.0);
        }
        choices.wrong.clear();
        choices.wrong.resize(self.panels.len() * indicators, self.redo);
        choices.printed.clear();
        choices.printed.resize(self.reported, 0.0);
    }

    /// Fills in the choices of a draw, without allocation after the first time.
    pub(super) fn choose(&self, source: Source, choices: &mut Choices) {
        self.reset(choices);
        for (&factor, led) in self.factors.iter().zip(&self.dimensions) {
            let mut stream = source.stream(factor, led);
            match factor {
                Factor::Weights { level } => self.vary_weights(level, &mut stream, &mut choices.weights),
                Factor::Aggregation => choices.aggregation = stream.choice(self.aggregations.len()),
                Factor::Normalisation => choices.normalisation = stream.choice(self.normalisations.len()),
                Factor::Treatment => choices.treatment = stream.choice(self.treatments.len()),
                Factor::Imputation => choices.imputation = stream.choice(self.imputations),
                Factor::Missing => choices.missing = stream.choice(self.missing.len()),
                Factor::LeaveOneOut => {
                    let chosen = stream.choice(self.indicator_nodes.len() + 1).checked_sub(1);
                    choices.left_out = chosen.and_then(|indicator| self.indicator_nodes.get(indicator).copied());
                }
                Factor::Assessors => self.err(&self.assessors, &mut stream, choices),
                Factor::Sampling => self.sample(&self.sampling, &mut stream, choices),
                Factor::PrintedPrecision => self.unprint(&mut stream, choices),
            }
        }
    }

    /// Varies the weights of the nodes of a level.
    fn vary_weights(&self, level: usize, stream: &mut Stream, weights: &mut [f64]) {
        let Some((shape, spread)) = self.weights else { return };
        for &(child, siblings) in self.siblings.get(level).into_iter().flatten() {
            let factor = match shape {
                WeightShape::Uniform => 1.0 + spread * (2.0 * stream.uniform() - 1.0),
                WeightShape::Dirichlet => {
                    let concentration = (siblings as f64 - 1.0) / (spread * spread) - 1.0;
                    let mean = concentration.max(1e-3) * self.panels.first().map_or(0.0, |panel| panel.weights[child]);
                    // A Dirichlet vector is one of gamma numbers, divided by their sum.
                    if mean > 0.0 { stream.gamma(mean) / mean } else { 1.0 }
                }
            };
            // The same share of its weight is added to a node in every slice.
            weights.chunks_mut(self.nodes.len()).for_each(|panel| panel[child] *= factor);
        }
    }

    /// Puts some answers one step off.
    fn err(&self, effects: &Effects, stream: &mut Stream, choices: &mut Choices) {
        let mut answer = stream.failures(self.rate);
        while answer < effects.answers() {
            let up = stream.uniform() < 0.5;
            self.add(effects, answer, if up { 1.0 } else { -1.0 }, choices);
            answer = answer.saturating_add(1).saturating_add(stream.failures(self.rate));
        }
    }

    /// Moves every estimate by its standard error times a normal number.
    fn sample(&self, effects: &Effects, stream: &mut Stream, choices: &mut Choices) {
        for answer in 0..effects.answers() {
            let size = stream.normal();
            self.add(effects, answer, size, choices);
        }
    }

    fn add(&self, effects: &Effects, answer: usize, size: f64, choices: &mut Choices) {
        let indicators = self.indicator_nodes.len();
        let (changes, (down, up)) = effects.answer(answer);
        let size = size.clamp(-down.max(0.0), up.max(0.0));
        for effect in changes {
            let change = if size > 0.0 { effect.up * size } else { effect.down * -size };
            if change != 0.0 {
                let column = effect.panel * indicators + effect.indicator;
                choices.errors[column * self.units + effect.unit] += change;
                choices.wrong[column] = true;
            }
        }
    }

    fn unprint(&self, stream: &mut Stream, choices: &mut Choices) {
        for reported in self.nodes.iter().flat_map(|node| &node.reported) {
            choices.printed[reported.index] = reported.half * (2.0 * stream.uniform() - 1.0);
        }
    }
}

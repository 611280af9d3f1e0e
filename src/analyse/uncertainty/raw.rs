//! `scenarios.toml` as it is written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::criteria::raw::{RawAggregation, RawImputation, RawNormalisation, RawTreatment};

/// `scenarios.toml`: what is varied when one asks how sure a score or a rank is.
#[derive(Debug, Default, JsonSchema)]
#[schemars(title = "nudj scenarios", inline)]
#[allow(dead_code, reason = "the fields describe the file for the JSON Schema; reading goes section by section")]
pub struct RawScenarioFile {
    /// What is varied. What is not named here does not vary.
    #[schemars(rename = "uncertainty")]
    uncertainty: Option<RawUncertainty>,
}

/// `[uncertainty]`
///
/// Where alternatives are listed, every draw takes the choice of the criteria or one of them, each equally likely.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawUncertainty {
    /// Number of draws. Default 10000.
    #[serde(default)]
    #[schemars(with = "Option<u32>")]
    pub draws: Option<Spanned<u32>>,
    /// How the numbers of draws are made: `random` (default), or `sobol`: the first 128 inputs of a draw, those of the sources
    /// with the fewest inputs, are a point of a Sobol' sequence scrambled by the seed, the others pseudo-random. Means settle
    /// with fewer draws; at most 65536.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub sample: Option<Spanned<String>>,
    /// Seed of the random numbers; the same seed gives the same draws. Default 1.
    #[serde(default)]
    pub seed: Option<u32>,
    /// Varies the weights.
    #[serde(default)]
    #[schemars(with = "Option<RawWeights>")]
    pub weights: Option<Spanned<RawWeights>>,
    /// Alternatives of aggregation: for each level, or `"*"` for all, a method.
    #[serde(default)]
    #[schemars(with = "Vec<BTreeMap<String, RawAggregation>>")]
    pub aggregation: Vec<Spanned<BTreeMap<String, Spanned<RawAggregation>>>>,
    /// Alternatives of normalisation, of all indicators.
    #[serde(default)]
    #[schemars(with = "Vec<RawNormalisation>")]
    pub normalisation: Vec<Spanned<RawNormalisation>>,
    /// Alternatives of treatment, of all indicators.
    #[serde(default)]
    #[schemars(with = "Vec<RawTreatment>")]
    pub treatment: Vec<Spanned<RawTreatment>>,
    /// Alternatives of imputation.
    #[serde(default)]
    #[schemars(with = "Vec<RawImputation>")]
    pub imputation: Vec<Spanned<RawImputation>>,
    /// Alternatives for what a missing child does, at every level: `rescale`, `zero`, `withhold`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub missing: Vec<Spanned<String>>,
    /// Leaves out one indicator at a time: each draw leaves out none or one of them, each equally likely.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    pub leave_one_out: Option<Spanned<bool>>,
    /// Varies estimates by the standard errors that the round states, or, for a share of which only n is stated, by that of
    /// a simple random sample.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    pub sampling: Option<Spanned<bool>>,
    /// Varies published scores of nodes inside their last printed digit.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    pub printed_precision: Option<Spanned<bool>>,
    /// Errors of assessors.
    #[serde(default)]
    pub assessors: Option<RawAssessors>,
}

/// `[uncertainty.weights]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWeights {
    /// `uniform` (default): each weight is multiplied by a number between 1 - spread and 1 + spread. `dirichlet`: siblings
    /// share one by a Dirichlet distribution around their weights, whose coefficient of variation for a sibling of average
    /// weight is the spread. Weights of siblings then sum to one again.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub shape: Option<Spanned<String>>,
    /// How far weights vary, as a share of themselves. Default 0.25.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub spread: Option<Spanned<f64>>,
    /// Levels of the nodes whose weights vary. Default: all below the index.
    #[serde(default)]
    #[schemars(with = "Option<Vec<String>>")]
    pub levels: Option<Vec<Spanned<String>>>,
}

/// `[uncertainty.assessors]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAssessors {
    /// The share of answers that stand one step too high or too low on their scale, between 0 and 1: the rate at which two
    /// assessors differ, say.
    #[schemars(with = "f64")]
    pub rate: Spanned<f64>,
    /// Where the rate was observed.
    #[schemars(with = "String")]
    pub source: Spanned<String>,
}

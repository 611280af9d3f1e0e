//! The shape of `scores.json`. A field is only ever added; a changed meaning is a new [`VERSION`].

use std::collections::BTreeMap;

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Name of the format.
pub const FORMAT: &str = "nudj-scores";
/// Version of the format.
pub const VERSION: u32 = 1;

/// A text, keyed by language code.
pub type Text = BTreeMap<String, String>;

/// The frozen result of one evaluation.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Frozen {
    /// Always `nudj-scores`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// What it was made from.
    pub manifest: Manifest,
    /// What is measured.
    pub framework: FrozenFramework,
    /// What was observed.
    pub round: FrozenRound,
    /// Over all units, one summary for each node in the order of the nodes.
    pub summaries: Vec<Summary>,
    /// The units in the order of the round.
    pub units: Vec<FrozenUnit>,
}

/// What a result was made from.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Manifest {
    /// Version of nudj.
    pub nudj: String,
    /// Every file that was read, in order of name.
    pub inputs: Vec<InputFile>,
    /// The method of each step.
    pub methodology: Vec<MethodStep>,
    /// Warnings and notes by code, with their number.
    pub findings: BTreeMap<String, usize>,
}

/// A file that was read.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct InputFile {
    /// Path, from the folder that holds `criteria` and `surveys` where there is one.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// The method of one step.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct MethodStep {
    /// Step of the Handbook: screening, imputation, treatment, normalisation, weighting, aggregation, coverage, reported.
    pub step: String,
    /// The level or indicator that it is for; empty for all.
    pub of: String,
    /// The method with its parameters, in the words of the criteria language.
    pub method: String,
}

/// A code with its name.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct NamedCode {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
}

/// What is measured.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenFramework {
    /// Code.
    pub code: String,
    /// Edition.
    pub edition: String,
    /// Name.
    pub name: Text,
    /// What the index measures.
    pub description: Text,
    /// Method paper.
    pub source: String,
    /// Licence.
    pub licence: String,
    /// `published` or `reconstructed`.
    pub origin: String,
    /// Lower and upper end of every score.
    pub scale: [f64; 2],
    /// Digits after the point with which scores are printed.
    pub decimals: u8,
    /// Languages of all texts.
    pub languages: Vec<String>,
    /// Levels from the top.
    pub levels: Vec<NamedCode>,
    /// Nodes, parents before children; the first is the index.
    pub nodes: Vec<FrozenNode>,
    /// Bands from the lowest.
    pub bands: Vec<FrozenBand>,
    /// Facets of items.
    pub facets: Vec<FrozenFacet>,
    /// Code of the facet for whose values the index is computed and combined.
    pub slices: Option<String>,
    /// The catalogue.
    pub items: Vec<FrozenItem>,
    /// Where the answers come from, where the round adapts data that were collected for another purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adaptation: Option<FrozenAdaptation>,
}

/// What a round says of data that were collected for another purpose than the framework.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenAdaptation {
    /// Where the answers come from, and what a reader must know.
    pub note: Text,
    /// The publication or data set that they are taken from.
    pub source: Text,
}

/// A node of the hierarchy.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenNode {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Index of the parent.
    pub parent: Option<usize>,
    /// Indices of the children.
    pub children: Vec<usize>,
    /// Index of the level.
    pub level: usize,
    /// Weight as written.
    pub weight: f64,
    /// Weight among siblings; they sum to one.
    pub share: f64,
    /// Weight in the index.
    pub effective: f64,
    /// Whether it is an indicator.
    pub indicator: bool,
    /// `published` or `reconstructed`.
    pub origin: String,
    /// Facet values of the indicator itself, such as its channel.
    pub facets: BTreeMap<String, String>,
    /// What it measures.
    pub what: Text,
    /// The rest of an indicator's card.
    pub card: Option<FrozenCard>,
    /// What in the source of an adaptation stands for an indicator; empty where nothing does.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub adapted: Text,
}

/// The card of an indicator.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenCard {
    /// Why it matters.
    pub why: Text,
    /// How it is scored.
    pub how: Text,
    /// When it does not apply.
    pub not_applicable: Text,
    /// What missing data mean.
    pub missing: Text,
    /// How to improve.
    pub improve: Vec<ImprovementStep>,
    /// Sources.
    pub sources: Vec<String>,
}

/// A step that would raise an indicator.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct ImprovementStep {
    /// What to do.
    pub text: Text,
    /// `low`, `medium` or `high`.
    pub effort: String,
}

/// A maturity band.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenBand {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Lowest score; a score exactly on it belongs to this band.
    pub from: f64,
}

/// A facet with its values.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenFacet {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Values.
    pub values: Vec<NamedCode>,
}

/// A catalogue item.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenItem {
    /// Code.
    pub code: String,
    /// Code of its table.
    pub table: String,
    /// Name.
    pub name: Text,
    /// Facet to value.
    pub facets: BTreeMap<String, String>,
    /// `published` or `reconstructed`.
    pub origin: String,
}

/// What was observed.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenRound {
    /// Code.
    pub code: String,
    /// Period.
    pub period: String,
    /// Title.
    pub title: Text,
    /// Source of the data.
    pub source: String,
    /// Licence of the data.
    pub licence: String,
    /// Address of the source.
    pub url: Option<String>,
    /// Date up to which data were taken.
    pub cut_off: Option<String>,
    /// Invented data.
    pub illustrative: bool,
    /// Notes.
    pub notes: Vec<Text>,
}

/// Over all units with a score at a node.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Summary {
    /// Units with a score.
    pub n: usize,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Least.
    pub min: Option<f64>,
    /// Greatest.
    pub max: Option<f64>,
}

/// A unit with its scores.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenUnit {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Group attributes.
    pub groups: BTreeMap<String, String>,
    /// Quantity attributes.
    pub quantities: BTreeMap<String, f64>,
    /// One score for each node, in the order of the nodes.
    pub scores: Vec<FrozenScore>,
    /// For each value of the slicing facet, by its code: one score for each node.
    pub slices: BTreeMap<String, Vec<FrozenScore>>,
    /// Results of items, by indicator and item.
    pub items: Vec<ItemResult>,
}

/// The score of a unit at a node.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenScore {
    /// Unrounded score; `null` where there is none.
    pub score: Option<f64>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
    /// Least and greatest score that is possible whatever is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
    /// The indicator's value in its own measure, before normalisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Share of applicable weight (or items) with a score.
    pub coverage: f64,
    /// Leaves with a value.
    pub answered: u32,
    /// Leaves that apply.
    pub applicable: u32,
    /// What each child gave, in the order of the children; sums exactly to the score.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributions: Vec<f64>,
    /// Competition rank on unrounded scores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// Code of the band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<String>,
    /// Set where the score was published, not computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<ReportedScore>,
}

/// A published score.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct ReportedScore {
    /// Digits after the decimal sign with which it was printed.
    pub decimals: Option<u32>,
    /// The score that the children give, where they give one.
    pub recomputed: Option<f64>,
    /// Where that score lies, given the printed digits of the children.
    pub recomputed_range: Option<[f64; 2]>,
    /// Who published it.
    pub source: String,
    /// Note of whoever entered it.
    pub note: String,
}

/// The result of an item under an indicator.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct ItemResult {
    /// Index of the node that the indicator is.
    pub node: usize,
    /// Code of the item.
    pub item: String,
    /// Score; `null` where there is none.
    pub score: Option<f64>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
}

/// The JSON Schema of `scores.json`.
#[must_use]
pub fn schema() -> Value {
    schema_for!(Frozen).to_value()
}

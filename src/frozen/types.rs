//! The shape of `scores.json`. A field is only ever added; a changed meaning is a new [`VERSION`].

use std::collections::BTreeMap;

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::stats;

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
    pub source: Text,
    /// Licence.
    pub licence: Text,
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
    /// Editions in order of time, where the framework has several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<FrozenEdition>,
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
    pub sources: Vec<Text>,
    /// The question as it is asked, where the indicator is its own question.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub question: Text,
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

/// An edition of the index.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenEdition {
    /// Code.
    pub code: String,
    /// Units that were assessed, as published.
    pub units: Option<u32>,
    /// Items of the catalogue, as published.
    pub items: Option<u32>,
    /// Where this is from.
    pub source: Text,
    /// Note.
    pub note: Text,
    /// What changed against the edition before; what is not named is the same.
    pub changes: Vec<FrozenChange>,
}

/// What happened to a node or an item between two editions.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenChange {
    /// `same`, `reworded`, `moved`, `rescaled`, `split`, `merged`, `new` or `dropped`.
    pub kind: String,
    /// Code in this edition; for `split` and `dropped` in the edition before.
    pub code: String,
    /// Codes in the edition before, where they differ.
    pub from: Vec<String>,
    /// For `split`: codes in this edition.
    pub into: Vec<String>,
    /// Note.
    pub note: Text,
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
    /// Whether scores are given for each value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub results: bool,
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
    pub source: Text,
    /// Licence of the data.
    pub licence: Text,
    /// Address of the source.
    pub url: Option<String>,
    /// Date up to which data were taken.
    pub cut_off: Option<String>,
    /// Invented data.
    pub illustrative: bool,
    /// Whether what proves an answer is left out because the round says that it is confidential.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confidential_evidence: bool,
    /// Notes.
    pub notes: Vec<Text>,
    /// Ways to put the units into groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groupings: Vec<FrozenGrouping>,
    /// Code of the grouping that says who the peers of a unit are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peers: Option<String>,
    /// Other measures of the same units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<FrozenLink>,
    /// Figures over all units as they were published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub published: Vec<FrozenPublished>,
}

/// A way to put the units into groups; which group a unit is in stands with the unit.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenGrouping {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Who puts the units into these groups.
    pub source: Text,
    /// The groups in the order in which they are shown.
    pub groups: Vec<NamedCode>,
}

/// Another measure, compared with the index on the units that have both.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenLink {
    /// Code.
    pub code: String,
    /// Title.
    pub title: Text,
    /// Where the figures come from.
    pub source: Text,
    /// Licence of the figures.
    pub licence: Text,
    /// Units with an index score and a figure.
    pub n: usize,
    /// Spearman's rank correlation over them; `null` where it is not defined.
    pub spearman: Option<f64>,
    /// Digits after the point with which its figures are printed.
    pub decimals: u8,
    /// The figures by unit.
    pub values: BTreeMap<String, f64>,
}

/// A figure over all units as it was published.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenPublished {
    /// `mean`, `minimum`, `maximum`, `gap` or `units`.
    pub statistic: String,
    /// The figure.
    pub value: f64,
    /// Digits after the decimal sign with which it was printed.
    pub decimals: u32,
    /// Who published it.
    pub source: Text,
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

impl Summary {
    /// The summary of known scores.
    #[must_use]
    pub fn of(known: &[f64]) -> Summary {
        let range = stats::range(known);
        Summary {
            n: known.len(),
            mean: stats::mean(known),
            median: stats::median(known),
            min: range.map(|(low, _)| low),
            max: range.map(|(_, high)| high),
        }
    }
}

/// A unit with its scores.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenUnit {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Group attributes, and groups by the code of their grouping.
    pub groups: BTreeMap<String, String>,
    /// Quantity attributes.
    pub quantities: BTreeMap<String, f64>,
    /// One score for each node, in the order of the nodes.
    pub scores: Vec<FrozenScore>,
    /// For each value of the slicing facet, by its code: one score for each node.
    pub slices: BTreeMap<String, Vec<FrozenScore>>,
    /// Scores for each value of the facets that have results; nodes that are not about the facet are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<FrozenPart>,
    /// Results of items, by indicator and item.
    pub items: Vec<ItemResult>,
    /// The digital systems behind the scores.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<FrozenSystem>,
    /// What proves the answers, in the order of the nodes; answers of one indicator that say the same stand together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<FrozenEvidence>,
    /// Answers that are estimates from a sample, in the order of the nodes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub estimates: Vec<FrozenEstimate>,
    /// How far the answers were checked; left out where the survey does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<FrozenReview>,
}

impl FrozenUnit {
    /// Whether this is its code or one of its names; letter case does not matter.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.code.to_lowercase() == name || self.name.values().any(|own| own.trim().to_lowercase() == name)
    }
}

/// What proves answers of one indicator.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenEvidence {
    /// Index of the node that the indicator is.
    pub node: usize,
    /// How many answers this stands for.
    pub answers: usize,
    /// Code of the item, where it is one answer about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The answer, where it is one: the name of its option, or its number.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub answer: Text,
    /// What proves it: an address, or words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Day on which the evidence was taken, as YYYY-MM-DD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// `unreviewed`, `verified` or `disputed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<String>,
    /// Who checked it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reviewer: String,
    /// Note.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
}

/// An answer that is an estimate from a sample.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenEstimate {
    /// Index of the node that the indicator is.
    pub node: usize,
    /// Code of the item, where the answer is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The estimate, in the measure of the question.
    pub value: f64,
    /// Whether it is a share, between 0 and 1.
    pub share: bool,
    /// Number of respondents, where it is stated.
    pub n: Option<f64>,
    /// Standard error, where it is stated or follows from n.
    pub standard_error: Option<f64>,
    /// Interval that covers 95 % of samples: Wilson's for a share, else 1.96 standard errors to either side.
    pub interval: Option<[f64; 2]>,
}

/// How far answers were checked, and how old their evidence is.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenReview {
    /// Answers with a value.
    pub answers: usize,
    /// Answers that were checked and found right.
    pub verified: usize,
    /// Answers that are disputed.
    pub disputed: usize,
    /// Answers whose evidence has a date.
    pub dated: usize,
    /// The earliest of the dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest: Option<String>,
    /// The latest of the dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
}

/// A digital system of a unit.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenSystem {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Who runs it.
    pub owner: Text,
    /// What it is: `portal`, `application`, `identity` and so on.
    pub kind: String,
    /// `in_service`, `in_progress` or `planned`.
    pub status: String,
    /// Value of the facet of channels, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Indices of the nodes that it is evidence for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<usize>,
    /// Its address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Where it is known from.
    pub source: Text,
    /// What is stated of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FrozenFact>,
}

/// Something stated of a system.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenFact {
    /// What the figure counts: `services`, `users`, `transactions` and so on.
    pub quantity: String,
    /// What exactly is stated.
    pub name: Text,
    /// The figure; left out where something is stated and nothing counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<FrozenFigure>,
    /// The period that it is about.
    pub period: String,
    /// Where it is known from.
    pub source: Text,
    /// Note.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
}

/// A number as it was stated.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenFigure {
    /// The number; a share in per cent.
    pub value: f64,
    /// Digits after the decimal sign with which it was printed.
    pub decimals: Option<u32>,
    /// `exact`, `more_than` or `about`.
    pub qualifier: String,
    /// The span of time that it counts: `total`, `year`, `month` or `day`.
    pub per: String,
}

/// Scores of a unit for one value of a facet.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenPart {
    /// Code of the facet.
    pub facet: String,
    /// Code of its value.
    pub value: String,
    /// Scores of the nodes that have something in the part.
    pub scores: Vec<PartScore>,
}

impl FrozenPart {
    /// The score at a node; nothing where the node has nothing in the part.
    #[must_use]
    pub fn at(&self, node: usize) -> Option<&FrozenScore> {
        self.scores.iter().find(|score| score.node == node).map(|score| &score.result)
    }
}

/// A score in a part.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct PartScore {
    /// Index of the node.
    pub node: usize,
    /// The score, with its rank among the units of the part; parts have no bands.
    #[serde(flatten)]
    pub result: FrozenScore,
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
    /// Share of the weight below, through all levels, that rests on answers or published scores.
    pub observed: f64,
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
    /// Set where something was published for this node: the score, which then is not computed, or a rank alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<ReportedScore>,
}

impl FrozenScore {
    /// Whether the score was published and not computed.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.score.is_some() && self.reported.as_ref().is_some_and(|reported| reported.score.is_some())
    }
}

/// A published score.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct ReportedScore {
    /// The score as published; `null` where only a rank was.
    pub score: Option<f64>,
    /// Digits after the decimal sign with which it was printed.
    pub decimals: Option<u32>,
    /// The rank as published, which compares all units that were assessed; set where it is known, with or without score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// The score that the children give, where they give one.
    pub recomputed: Option<f64>,
    /// Where that score lies, given the printed digits of the children.
    pub recomputed_range: Option<[f64; 2]>,
    /// Who published it.
    pub source: String,
    /// Note of whoever entered it.
    pub note: Text,
}

/// The result of an item under an indicator.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct ItemResult {
    /// Index of the node that the indicator is.
    pub node: usize,
    /// Code of the item.
    pub item: String,
    /// Score, in the measure of the indicator; `null` where there is none.
    pub score: Option<f64>,
    /// The score on the scale of the framework, where that is another figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaled: Option<f64>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
}

/// The JSON Schema of `scores.json`.
#[must_use]
pub fn schema() -> Value {
    schema_for!(Frozen).to_value()
}

//! The criteria files as they are written: a mirror of the TOML, with the places of what can be wrong.
//!
//! Nothing is promised here beyond the shape; [`super::validate`] is the only door from these types to a
//! [`super::Framework`]. The doc comments of the fields are the descriptions in the published JSON Schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// A text in several languages, keyed by language code: `{ en = "Portal", ar = "البوابة" }`.
pub type RawWords = BTreeMap<String, String>;

/// One text for every language, such as a citation or an address, or a text for each: `"CC BY 4.0"` or
/// `{ en = "Press reports", ar = "تقارير صحفية" }`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum RawText {
    /// For every language.
    Same(String),
    /// For each language.
    Words(RawWords),
}

/// A condition: a list of alternatives, each a table of questions, facets or flags with the codes that satisfy it.
///
/// `[{ F1 = ["yes"] }, { automated = ["yes"] }]` holds when F1 is yes or the row is flagged as automated.
pub type RawCondition = Vec<BTreeMap<String, Vec<String>>>;

/// One file of a criteria folder. All files of the folder are read as one; sections may stand in any of them.
#[derive(Debug, Default, JsonSchema)]
#[schemars(title = "nudj criteria", inline)]
#[allow(dead_code, reason = "the fields describe the file for the JSON Schema; reading goes section by section")]
pub struct RawFile {
    /// What the framework is. Exactly one file of the folder has this section.
    #[schemars(rename = "framework")]
    framework: Option<RawHead>,
    /// Levels of the hierarchy from the top (the index) down to the indicators.
    #[schemars(rename = "level")]
    level: Option<Vec<RawNamed>>,
    /// Attributes of items and rows with a closed list of values: sector, life event, audience, channel.
    #[schemars(rename = "facet")]
    facet: Option<Vec<RawFacet>>,
    /// Attributes of units: groups (region, income) and quantities (population, used as denominators).
    #[schemars(rename = "attribute")]
    attribute: Option<Vec<RawAttribute>>,
    /// Answer scales.
    #[schemars(rename = "scale")]
    scale: Option<Vec<RawScale>>,
    /// Survey tables: what a row is about, and which questions are asked of it.
    #[schemars(rename = "table")]
    table: Option<Vec<RawTable>>,
    /// Shares of one whole, which cannot sum to more than 1.
    #[schemars(rename = "whole")]
    whole: Option<Vec<RawWhole>>,
    /// The catalogue of items (services, portals).
    #[schemars(rename = "item")]
    item: Option<Vec<RawItem>>,
    /// Inner nodes of the hierarchy: the index, pillars, sub-pillars.
    #[schemars(rename = "group")]
    group: Option<Vec<RawGroup>>,
    /// Leaves of the hierarchy.
    #[schemars(rename = "indicator")]
    indicator: Option<Vec<RawIndicator>>,
    /// Maturity bands.
    #[schemars(rename = "band")]
    band: Option<Vec<RawBand>>,
    /// Editions of the index in order of time, with what held in each.
    #[schemars(rename = "edition")]
    edition: Option<Vec<RawEdition>>,
    /// Computes the index for each value of a facet and combines the results.
    #[schemars(rename = "slices")]
    slices: Option<RawSlices>,
    /// One method for each step.
    #[schemars(rename = "methodology")]
    methodology: Option<RawMethodology>,
}

/// `[framework]`: identity of the framework.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawHead {
    /// Code that rounds refer to; never changes meaning.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Version of the framework.
    pub edition: String,
    /// Name in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// What the index measures, in a sentence or two.
    #[serde(default)]
    pub description: Option<RawWords>,
    /// The published method paper, which is also the source of every parameter that names none of its own.
    pub source: RawText,
    /// Licence of the criteria.
    pub licence: RawText,
    /// The scale of every score.
    #[schemars(with = "RawRange")]
    pub scale: Spanned<RawRange>,
    /// Digits after the point with which scores are printed; only the page rounds. Default 1.
    #[serde(default)]
    pub decimals: Option<u8>,
    /// Languages in which every text must stand. Default: en.
    #[serde(default)]
    pub languages: Option<Vec<String>>,
    /// `published`, or `reconstructed` where names or rules are not published and ours.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub origin: Option<Spanned<String>>,
}

/// A closed interval.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRange {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A code with its name, used for levels and facet values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNamed {
    /// Code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Name in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// Other spellings that surveys use; letter case never matters.
    #[serde(default)]
    pub spellings: Vec<String>,
}

/// `[[facet]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFacet {
    /// Code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Name in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// The values it can have.
    pub value: Vec<RawNamed>,
    /// Every score is also computed for each value, from the indicators and items that have it. Default: false.
    #[serde(default)]
    #[schemars(with = "Option<bool>")]
    pub results: Option<Spanned<bool>>,
}

/// `[[attribute]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAttribute {
    /// Code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Name in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// `group` (a word) or `quantity` (a number).
    #[schemars(with = "String")]
    pub kind: Spanned<String>,
}

/// `[[scale]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawScale {
    /// Code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// `options`, `number`, `checklist` or `likert`.
    #[schemars(with = "String")]
    pub kind: Spanned<String>,
    /// Options with their points (options), in order (likert), or the things that can be ticked (checklist).
    #[serde(default)]
    pub option: Vec<RawOption>,
    /// Lower end of a number.
    #[serde(default)]
    pub low: Option<f64>,
    /// Upper end of a number.
    #[serde(default)]
    pub high: Option<f64>,
    /// A number written as per cent: 45 or "45 %" is read as 0.45.
    #[serde(default)]
    pub percent: bool,
    /// A number that counts some of the n respondents; its value is the share, the number over n. Such answers come in
    /// the tidy form, with n beside them.
    #[serde(default)]
    pub counted: bool,
    /// How many of the highest options of a Likert scale count as satisfied.
    #[serde(default)]
    #[schemars(with = "Option<u32>")]
    pub top_box: Option<Spanned<u32>>,
    /// What stands between the ticked things of a checklist. Default `;`.
    #[serde(default)]
    pub separator: Option<String>,
    /// Spellings that mean an absence, by reason: `not_applicable`, `not_available`, `unknown`, `not_assessed`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub absent: Option<Spanned<BTreeMap<String, Vec<String>>>>,
    /// Where the points and ends come from, if not from the framework's source.
    #[serde(default)]
    pub source: Option<String>,
}

/// One option of a scale.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOption {
    /// Code, which is also a spelling.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Points; required for `options`, refused for `likert` and `checklist`.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub points: Option<Spanned<f64>>,
    /// Name in each language; the code if left out.
    #[serde(default)]
    pub name: Option<RawWords>,
    /// Other spellings; letter case never matters.
    #[serde(default)]
    pub spellings: Vec<String>,
}

/// `[[table]]`: one kind of survey row.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTable {
    /// Code that rounds refer to.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Name in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// What a row is about: `unit` (one row a unit), `catalogue` (a catalogue item), or `facet` (one item for each
    /// value of the facet named in `item_facet`).
    #[schemars(with = "String")]
    pub items: Spanned<String>,
    /// With `items = "facet"`: the facet whose values are the items.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub item_facet: Option<Spanned<String>>,
    /// Facets that a row carries (those of a catalogue item come from the catalogue).
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub facets: Vec<Spanned<String>>,
    /// Yes/no marks on rows that a round derives from a column.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub flags: Vec<Spanned<String>>,
    /// An item with such a row does not apply to the unit.
    #[serde(default)]
    #[schemars(with = "RawCondition")]
    pub not_applicable_when: Option<Spanned<RawCondition>>,
    /// Questions asked of each row.
    #[serde(default)]
    pub question: Vec<RawQuestion>,
}

/// `[[table.question]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawQuestion {
    /// Code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// The question as it is asked, in each language.
    #[serde(default)]
    #[schemars(with = "Option<RawWords>")]
    pub text: Option<Spanned<RawWords>>,
    /// Scale of the answers; not for a derived question.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub scale: Option<Spanned<String>>,
    /// Derived: the best of these questions in the same row (A or B).
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub best_of: Vec<Spanned<String>>,
}

/// `[[whole]]`: questions whose answers are shares of one whole, such as the channels of all transactions. Where they sum
/// to more than 1 in a row, a warning says so.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWhole {
    /// What the whole is, in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// Questions of one table, at least two, on number scales from 0 to 1.
    #[schemars(with = "Vec<String>")]
    pub parts: Spanned<Vec<Spanned<String>>>,
}

/// `[[item]]`: a thing assessed inside a unit, such as a service.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawItem {
    /// Code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// The table whose rows are about it.
    #[schemars(with = "String")]
    pub table: Spanned<String>,
    /// Name in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// Value for each facet.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub facets: Option<Spanned<BTreeMap<String, String>>>,
    /// Names under which surveys know it; the English name and the code always count.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// Weight among items, for `items.fold = "weighted_mean"`. Default 1.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub weight: Option<Spanned<f64>>,
    /// `published` or `reconstructed`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub origin: Option<Spanned<String>>,
}

/// `[[group]]`: an inner node.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGroup {
    /// Code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// The node above; only the index has none.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub parent: Option<Spanned<String>>,
    /// Level; default: the level below the parent's.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub level: Option<Spanned<String>>,
    /// Weight among siblings, on any scale. Default 1.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub weight: Option<Spanned<f64>>,
    /// Name in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// What it measures.
    #[serde(default)]
    pub what: Option<RawWords>,
    /// Aggregation of this group's children, instead of its level's.
    #[serde(default)]
    #[schemars(with = "Option<RawAggregation>")]
    pub aggregation: Option<Spanned<RawAggregation>>,
    /// Brings the aggregated scores to a scale once more, as where a component is standardised after averaging.
    #[serde(default)]
    #[schemars(with = "Option<RawNormalisation>")]
    pub normalisation: Option<Spanned<RawNormalisation>>,
    /// `published` or `reconstructed`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub origin: Option<Spanned<String>>,
    /// Source of the weight, if not the framework's.
    #[serde(default)]
    pub source: Option<String>,
}

/// `[[indicator]]`: a leaf.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawIndicator {
    /// Code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// The group above.
    #[schemars(with = "String")]
    pub parent: Spanned<String>,
    /// Weight among siblings, on any scale. Default 1.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub weight: Option<Spanned<f64>>,
    /// Name in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// `published` or `reconstructed`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub origin: Option<Spanned<String>>,
    /// Values of facets that belong to the indicator itself, such as its channel.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub facets: Option<Spanned<BTreeMap<String, String>>>,

    /// The table that is read. Left out: asked once of each unit.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub table: Option<Spanned<String>>,
    /// Scale of the answer, for an indicator that is its own question.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub scale: Option<Spanned<String>>,
    /// Ends of a numeric answer, for an indicator that is its own question and names no scale.
    #[serde(default)]
    #[schemars(with = "Option<RawRange>")]
    pub range: Option<Spanned<RawRange>>,
    /// The question text, for an indicator that is its own question.
    #[serde(default)]
    #[schemars(with = "Option<RawWords>")]
    pub text: Option<Spanned<RawWords>>,
    /// `higher` (default) or `lower` is better.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub direction: Option<Spanned<String>>,
    /// Divides the value by a quantity of the unit.
    #[serde(default)]
    pub denominator: Option<RawDenominator>,

    /// How the questions of an item make its score. Left out: the indicator is its own question.
    #[serde(default)]
    pub measure: Option<RawMeasure>,
    /// How several rows of one item are folded.
    #[serde(default)]
    pub rows: Option<RawRows>,
    /// What an absent answer does, by reason: `leave_out` (default), `zero`, `zero_unless_all`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub absent: Option<Spanned<BTreeMap<String, String>>>,
    /// Only items of which this holds are assessed; others do not apply.
    #[serde(default)]
    #[schemars(with = "RawCondition")]
    pub applies_to: Option<Spanned<RawCondition>>,
    /// Only rows of which this holds are read; an item without such a row does not apply.
    #[serde(default, rename = "where")]
    #[schemars(with = "RawCondition")]
    pub filter: Option<Spanned<RawCondition>>,
    /// An item with such a row gets full marks.
    #[serde(default)]
    #[schemars(with = "RawCondition")]
    pub full_when: Option<Spanned<RawCondition>>,
    /// Rounds an item's score half up to so many digits after the point, where the published rule does.
    #[serde(default)]
    pub round_items: Option<u8>,
    /// The item's score when every answer was left out; without it the item has no score.
    #[serde(default)]
    pub nothing_left: Option<f64>,
    /// How items are folded to the unit.
    #[serde(default)]
    pub items: Option<RawItems>,

    /// Normalisation of this indicator, instead of the methodology's.
    #[serde(default)]
    #[schemars(with = "Option<RawNormalisation>")]
    pub normalisation: Option<Spanned<RawNormalisation>>,
    /// Treatment of this indicator, instead of the methodology's.
    #[serde(default)]
    #[schemars(with = "Option<RawTreatment>")]
    pub treatment: Option<Spanned<RawTreatment>>,

    /// What it measures.
    #[serde(default)]
    pub what: Option<RawWords>,
    /// Why it matters.
    #[serde(default)]
    pub why: Option<RawWords>,
    /// How it is scored, in words.
    #[serde(default)]
    pub how: Option<RawWords>,
    /// When it does not apply.
    #[serde(default)]
    pub not_applicable: Option<RawWords>,
    /// What missing data mean.
    #[serde(default)]
    pub missing: Option<RawWords>,
    /// How to improve.
    #[serde(default)]
    pub improve: Vec<RawImprovement>,
    /// Sources of the definition and of its parameters.
    #[serde(default)]
    pub sources: Vec<RawText>,
}

/// A step that would raise an indicator.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawImprovement {
    /// What to do.
    pub text: RawWords,
    /// `low`, `medium` or `high`.
    #[schemars(with = "String")]
    pub effort: Spanned<String>,
}

/// `denominator = { quantity = "population", scale = 1000 }`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDenominator {
    /// A quantity declared as an attribute.
    #[schemars(with = "String")]
    pub quantity: Spanned<String>,
    /// The value is given per so many of the quantity. Default 1.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub scale: Option<Spanned<f64>>,
}

/// How the questions of an item make its score.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawMeasure {
    /// `mean` of questions, `points` for questions, or `tiers` (the first rule that holds).
    #[schemars(with = "String")]
    pub kind: Spanned<String>,
    /// For `mean`: the questions.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub questions: Vec<Spanned<String>>,
    /// For `points`: score points of each question at full marks.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, f64>")]
    pub points: Option<Spanned<BTreeMap<String, f64>>>,
    /// For `tiers`: rules from the best down.
    #[serde(default)]
    pub tiers: Vec<RawTier>,
    /// For `tiers`: the score when no rule holds. Default: the lower end of the scale.
    #[serde(default)]
    pub otherwise: Option<f64>,
}

/// One rule of a tiered measure.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTier {
    /// The condition.
    #[schemars(with = "RawCondition")]
    pub when: Spanned<RawCondition>,
    /// The score where it holds.
    #[schemars(with = "f64")]
    pub score: Spanned<f64>,
}

/// How several rows of one item are folded.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRows {
    /// `mean` (default), `best`, `worst`, `sum` or `single` (more than one row is an error).
    #[schemars(with = "String")]
    pub fold: Spanned<String>,
    /// Facet that chooses another fold for some of its values.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub by: Option<Spanned<String>>,
    /// With `by`: fold for each of those values.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub except: Option<Spanned<BTreeMap<String, String>>>,
    /// `answers` (default: fold each question over the rows, then score) or `scores` (score each row, then fold).
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub of: Option<Spanned<String>>,
}

/// How items are folded to the unit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawItems {
    /// `mean` (default), `weighted_mean`, `best`, `worst` or `sum`.
    #[schemars(with = "String")]
    pub fold: Spanned<String>,
    /// Folds inside each value of a facet first and weighs the results.
    #[serde(default)]
    pub strata: Option<RawStrata>,
    /// What an item without an answer does: `leave_out` (default) or `zero`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub missing: Option<Spanned<String>>,
}

/// Strata of items.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawStrata {
    /// The facet.
    #[schemars(with = "String")]
    pub facet: Spanned<String>,
    /// Weight of each value; strata without items leave the sum of weights.
    #[schemars(with = "BTreeMap<String, f64>")]
    pub weights: Spanned<BTreeMap<String, f64>>,
}

/// `[[band]]`: a maturity band.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBand {
    /// Code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Name in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// Lowest score of the band; a score exactly on it belongs to this band.
    #[schemars(with = "f64")]
    pub from: Spanned<f64>,
    /// Source of the cut-off, if not the framework's.
    #[serde(default)]
    pub source: Option<String>,
}

/// `[[edition]]`: an edition of the index. A round that names it is judged by its bands.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawEdition {
    /// Code; that of the framework's own edition is `framework.edition`.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Units that were assessed, as published.
    #[serde(default)]
    pub units: Option<u32>,
    /// Items of the catalogue, as published.
    #[serde(default)]
    pub items: Option<u32>,
    /// Where this is from.
    pub source: RawText,
    /// What the reader should know of the edition.
    #[serde(default)]
    pub note: Option<RawWords>,
    /// Bands of this edition. Left out: those of the framework; an empty list: none are known.
    #[serde(default)]
    pub band: Option<Vec<RawBand>>,
    /// What changed against the edition before. A node or item that no change names is the same.
    #[serde(default)]
    pub change: Vec<RawChange>,
}

/// `[[edition.change]]`: the lineage of a node or item.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawChange {
    /// `same`, `reworded`, `moved` (still comparable), `rescaled`, `split`, `merged`, `new` or `dropped`.
    #[schemars(with = "String")]
    pub kind: Spanned<String>,
    /// Code in this edition; for `split` and `dropped` the code in the edition before.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Codes in the edition before, where they differ; for `merged` at least two.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub from: Vec<Spanned<String>>,
    /// For `split`: the codes in this edition, at least two.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub into: Vec<Spanned<String>>,
    /// Why, and what it means for comparisons.
    #[serde(default)]
    pub note: Option<RawWords>,
}

/// `[slices]`: computes the index for each value of a facet and combines the results.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSlices {
    /// The facet.
    #[schemars(with = "String")]
    pub facet: Spanned<String>,
    /// `mean` over the slices that have a score.
    #[schemars(with = "String")]
    pub combine: Spanned<String>,
}

/// `[methodology]`: one method for each step of the Handbook.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawMethodology {
    /// `prefer` (default): a reported score of a node stands, and what its children give is shown beside it;
    /// `fill`: a reported score is used only where the children give none.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub reported: Option<Spanned<String>>,
    /// Leaves out units with too few data.
    #[serde(default)]
    pub screening: Option<RawScreening>,
    /// Fills gaps.
    #[serde(default)]
    #[schemars(with = "Option<RawImputation>")]
    pub imputation: Option<Spanned<RawImputation>>,
    /// Treats outliers.
    #[serde(default)]
    #[schemars(with = "Option<RawTreatment>")]
    pub treatment: Option<Spanned<RawTreatment>>,
    /// Brings values to a common scale. Default: `fixed_scale`.
    #[serde(default)]
    #[schemars(with = "Option<RawNormalisation>")]
    pub normalisation: Option<Spanned<RawNormalisation>>,
    /// Chooses weights. Default: `stated`.
    #[serde(default)]
    pub weighting: Option<RawWeighting>,
    /// Aggregation for each level that has children. Default: `arithmetic`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, RawAggregation>")]
    pub aggregation: Option<Spanned<BTreeMap<String, Spanned<RawAggregation>>>>,
    /// Minimum coverage before a score is shown.
    #[serde(default)]
    pub coverage: Option<RawCoverage>,
}

/// `[methodology.screening]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawScreening {
    /// A unit needs at least this share of indicators observed.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub minimum_available: Option<Spanned<f64>>,
    /// A unit needs at least this share of observed indicators that are not zero.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub minimum_nonzero: Option<Spanned<f64>>,
}

/// `[methodology.imputation]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawImputation {
    /// `none`, `mean`, `median`, `group_mean`, `group_median`, `row_mean`, `row_median`, `latest`, `constant`,
    /// `linear` or `linear_constant`.
    #[schemars(with = "String")]
    pub method: Spanned<String>,
    /// For `group_mean` and `group_median`: a group attribute of units.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub group: Option<Spanned<String>>,
    /// For `row_mean` and `row_median`: the level inside whose groups a unit's other indicators are averaged;
    /// left out: all indicators.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub within: Option<Spanned<String>>,
    /// For `latest`: how many rounds back a value may come from.
    #[serde(default)]
    pub max_steps: Option<u32>,
}

/// `[methodology.treatment]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTreatment {
    /// `none` or `outliers`.
    #[schemars(with = "String")]
    pub method: Spanned<String>,
    /// An indicator passes when its absolute skewness is below this, or its kurtosis below the next.
    #[serde(default)]
    pub skewness: Option<f64>,
    /// See `skewness`.
    #[serde(default)]
    pub kurtosis: Option<f64>,
    /// Winsorise at most so many points first; 0: do not; left out: no limit.
    #[serde(default)]
    pub max_points: Option<u32>,
    /// If it still fails: `log`, `log_sign`, `log_one`, `log_gii` or `box_cox`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub transform: Option<Spanned<String>>,
    /// Parameter of `box_cox`.
    #[serde(default)]
    pub lambda: Option<f64>,
    /// Transform the winsorised values instead of the original ones.
    #[serde(default)]
    pub combine: bool,
    /// Source of the thresholds, if not the framework's.
    #[serde(default)]
    pub source: Option<String>,
}

/// `normalisation = { method = "goalposts", low = 20, high = 85, cap = true }`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNormalisation {
    /// `fixed_scale`, `min_max`, `goalposts`, `z_score`, `scaled`, `rank`, `percentile_rank`, `borda`,
    /// `distance_to_maximum`, `fraction_of_maximum`, `distance_to_target`, `distance_to_reference`, `categorical` or
    /// `categorical_quantile`.
    #[schemars(with = "String")]
    pub method: Spanned<String>,
    /// `goalposts`, `scaled`: the value that becomes the lower end. `min_max`: the result for the least value.
    #[serde(default)]
    pub low: Option<f64>,
    /// `goalposts`, `scaled`: the value that becomes the upper end. `min_max`: the result for the greatest value.
    #[serde(default)]
    pub high: Option<f64>,
    /// `goalposts`: values outside are cut off at the ends. `distance_to_target`, `distance_to_reference`: at 1.
    #[serde(default)]
    pub cap: Option<bool>,
    /// `goalposts`: `ln` takes the logarithm of value and posts first.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub curve: Option<Spanned<String>>,
    /// `z_score`: the mean of the results. Default 0.
    #[serde(default)]
    pub mean: Option<f64>,
    /// `z_score`: the standard deviation of the results. Default 1.
    #[serde(default)]
    pub sd: Option<f64>,
    /// `scaled`: factor of the result.
    #[serde(default)]
    pub factor: Option<f64>,
    /// `rank`, `percentile_rank`, `borda`: `minimum` (default), `average` or `maximum` rank for ties.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub ties: Option<Spanned<String>>,
    /// `distance_to_target`: the target.
    #[serde(default)]
    pub target: Option<f64>,
    /// `distance_to_reference`: the code of the reference unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// `categorical`: cut-offs from low to high; `categorical_quantile`: shares of units from low to high.
    #[serde(default)]
    pub cuts: Option<Vec<f64>>,
    /// `categorical`, `categorical_quantile`: the score of each class, one more than there are cuts.
    #[serde(default)]
    pub scores: Option<Vec<f64>>,
    /// Source of the parameters, if not the framework's.
    #[serde(default)]
    pub source: Option<String>,
}

/// `[methodology.weighting]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWeighting {
    /// `stated` (as written beside the nodes), `equal`, or `pca` (first principal component, for indicators).
    #[schemars(with = "String")]
    pub method: Spanned<String>,
}

/// `[methodology.aggregation.<level>]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAggregation {
    /// `arithmetic`, `geometric`, `harmonic`, `power`, `median`, `minimum` or `copeland`.
    #[schemars(with = "String")]
    pub method: Spanned<String>,
    /// For `power`.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub exponent: Option<Spanned<f64>>,
    /// For `geometric`, `harmonic` and `power`, where a child can be zero: `zero` (the result is zero), `undefined`
    /// (no result), or `floor` (raise to `floor` first).
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub at_zero: Option<Spanned<String>>,
    /// With `at_zero = "floor"`: the least value.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub floor: Option<Spanned<f64>>,
    /// What a missing child does: `rescale` (default: the weights of the others are rescaled), `zero` (it counts as
    /// the lower end of the scale) or `withhold` (the parent has no score).
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub missing: Option<Spanned<String>>,
}

/// `[methodology.coverage]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCoverage {
    /// `weight` (default: share of the weight of applicable children) or `count` (share of applicable children).
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub basis: Option<Spanned<String>>,
    /// Minimum share for each level, as numbers between 0 and 1; for the lowest level the share of items answered.
    #[schemars(with = "BTreeMap<String, f64>")]
    pub minimum: Spanned<BTreeMap<String, f64>>,
}

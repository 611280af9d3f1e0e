//! `round.toml` as it is written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::criteria::raw::{RawText, RawWords};

/// `round.toml`: one collection of data and where its tables are.
#[derive(Debug, Default, JsonSchema)]
#[schemars(title = "nudj round", inline)]
#[allow(dead_code, reason = "the fields describe the file for the JSON Schema; reading goes section by section")]
pub struct RawRoundFile {
    /// What the round is.
    #[schemars(rename = "round")]
    round: Option<RawRound>,
    /// A file that lists the units.
    #[schemars(rename = "units")]
    units: Option<RawUnitsFile>,
    /// Units written here; either this or a file.
    #[schemars(rename = "unit")]
    unit: Option<Vec<RawUnit>>,
    /// Ways to put units into groups: by income, by region, by population.
    #[schemars(rename = "grouping")]
    grouping: Option<Vec<RawGrouping>>,
    /// Other measures of the same units.
    #[schemars(rename = "link")]
    link: Option<Vec<RawLink>>,
    /// Figures over all units as they were published.
    #[schemars(rename = "published")]
    published: Option<Vec<RawPublished>>,
    /// Tables of answers.
    #[schemars(rename = "table")]
    table: Option<Vec<RawRoundTable>>,
    /// Spellings of answers in this round: scale code, then option or absence code, then spellings.
    #[schemars(rename = "coding")]
    coding: Option<BTreeMap<String, BTreeMap<String, Vec<String>>>>,
    /// The digital systems behind the scores.
    #[schemars(rename = "systems")]
    systems: Option<RawSystems>,
    /// What checks of plausibility need to know.
    #[schemars(rename = "plausibility")]
    plausibility: Option<RawPlausibility>,
}

/// `[round]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRound {
    /// Code of the round.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Code of the framework it answers.
    #[schemars(with = "String")]
    pub framework: Spanned<String>,
    /// The edition of the framework whose bands hold. Default: the framework's own.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub edition: Option<Spanned<String>>,
    /// The period observed, such as 2022 or 2021-2022.
    #[schemars(with = "String")]
    pub period: Spanned<String>,
    /// Title in each language.
    #[schemars(with = "RawWords")]
    pub title: Spanned<RawWords>,
    /// Files that say how the framework is observed in this round, where the answers were collected for another
    /// purpose: a path from the folder of `round.toml`, or a list of paths.
    #[serde(default)]
    #[schemars(with = "Option<Paths>")]
    pub adaptation: Option<Spanned<Paths>>,
    /// Where the data come from.
    pub source: RawText,
    /// Licence of the data.
    pub licence: RawText,
    /// Address of the source.
    #[serde(default)]
    pub url: Option<String>,
    /// Date up to which data were taken, as YYYY-MM-DD; printed on every page.
    #[serde(default)]
    pub cut_off: Option<String>,
    /// The data are invented; every page says so.
    #[serde(default)]
    pub illustrative: bool,
    /// What proves an answer (evidence, source, note, reviewer) stays out of results and pages, which then say so.
    #[serde(default)]
    pub confidential_evidence: bool,
    /// The grouping that says who the peers of a unit are, where a report asks for no other. Default: the first one.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub peers: Option<Spanned<String>>,
    /// Notes that are printed with the results.
    #[serde(default)]
    pub note: Vec<RawWords>,
}

/// A path, or a list of paths.
#[derive(Debug)]
pub struct Paths(pub Vec<String>);

impl<'de> Deserialize<'de> for Paths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Paths, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Paths;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a path or a list of paths, between quotes")
            }

            fn visit_str<E: de::Error>(self, path: &str) -> Result<Paths, E> {
                Ok(Paths(vec![path.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut paths: A) -> Result<Paths, A::Error> {
                let mut all = Vec::new();
                while let Some(path) = paths.next_element::<String>()? {
                    all.push(path);
                }
                Ok(Paths(all))
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

impl JsonSchema for Paths {
    fn schema_name() -> Cow<'static, str> {
        "Paths".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
        })
    }
}

/// `[units]`: a CSV file with the columns `code`, `name_en`, `name_ar` ..., optionally `spellings` (separated by `|`),
/// and one column for each attribute of the criteria.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawUnitsFile {
    /// Path from the folder of `round.toml`.
    #[schemars(with = "String")]
    pub file: Spanned<String>,
    /// Only these units of the file take part; left out: all.
    #[serde(default)]
    #[schemars(with = "Option<Vec<String>>")]
    pub only: Option<Spanned<Vec<String>>>,
}

/// `[[unit]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawUnit {
    /// Code, such as ISO 3166-1 alpha-3.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Name in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// Other spellings in tables.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// Groups of the criteria's group attributes.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub groups: Option<Spanned<BTreeMap<String, String>>>,
    /// Quantities of the criteria's quantity attributes.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, f64>")]
    pub quantities: Option<Spanned<BTreeMap<String, f64>>>,
}

/// `[[grouping]]`: puts units into groups, for comparison with their peers and for results by group; no score depends on it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGrouping {
    /// Code. Where the criteria have a group attribute of this code, each unit states its group there, and the groups here
    /// only name them.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Name in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// Who puts the units into these groups, and as of when.
    pub source: RawText,
    /// The groups, in the order in which they are shown.
    pub group: Vec<RawUnitGroup>,
}

/// `[[grouping.group]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawUnitGroup {
    /// Code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Name in each language.
    #[schemars(with = "RawWords")]
    pub name: Spanned<RawWords>,
    /// Codes of its units. One of the units file that takes no part in the round is passed over.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub units: Vec<Spanned<String>>,
}

/// `[[link]]`: another measure of the same units, with which the index is compared.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLink {
    /// Code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Title in each language.
    #[schemars(with = "RawWords")]
    pub title: Spanned<RawWords>,
    /// A CSV file with a row for each unit; path from the folder of `round.toml`. Units that are not in the round are
    /// passed over.
    #[schemars(with = "String")]
    pub file: Spanned<String>,
    /// Column with the unit's code. Default: `unit`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub unit: Option<Spanned<String>>,
    /// Digits after the point with which its figures are printed. Default 1.
    #[serde(default)]
    pub decimals: Option<u8>,
    /// Column with the figure. Default: `value`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub value: Option<Spanned<String>>,
    /// Where the figures come from.
    pub source: RawText,
    /// Licence of the figures.
    pub licence: RawText,
}

/// `[[published]]`: a figure over all units as somebody published it, printed beside the computed one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPublished {
    /// `mean`, `minimum`, `maximum`, `gap` or `units`, of the index.
    #[schemars(with = "String")]
    pub statistic: Spanned<String>,
    /// The figure between quotes, with the digits with which it was printed: `"43"`.
    #[schemars(with = "String")]
    pub value: Spanned<String>,
    /// Who published it.
    pub source: RawText,
}

/// `[systems]`: a registry of the digital systems behind the scores.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSystems {
    /// The systems, as a path from the folder of `round.toml`.
    #[schemars(with = "String")]
    pub file: Spanned<String>,
    /// What is stated of them: services, users, transactions.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub facts: Option<Spanned<String>>,
}

/// `[plausibility]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPlausibility {
    /// The quantity attribute of units that holds their population: no system has more users.
    #[schemars(with = "String")]
    pub population: Spanned<String>,
    /// How many persons 1 of that attribute stands for: 1000 where it is in thousands. Default 1.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub persons: Option<Spanned<f64>>,
}

/// `[[table]]`: one CSV file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRoundTable {
    /// Path from the folder of `round.toml`.
    #[schemars(with = "String")]
    pub file: Spanned<String>,
    /// `wide` (default: a column for each question) or `tidy` (a row for each answer).
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub form: Option<Spanned<String>>,
    /// The table of the criteria that it answers. Left out: one row a unit.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub answers: Option<Spanned<String>>,
    /// `,` `;` or `tab`; left out: found from the header.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub delimiter: Option<Spanned<String>>,
    /// `point` (default) or `comma`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub decimal: Option<Spanned<String>>,
    /// Sign between thousands: `comma`, `point` or `apostrophe`; left out: none. Spaces are always understood.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub thousands: Option<Spanned<String>>,
    /// Spellings of absences in every column of answers, by reason: `not_available = ["..", "n/a"]`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub absent: Option<Spanned<BTreeMap<String, Vec<String>>>>,
    /// Column with the unit's code or name. Default: `unit`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub unit: Option<Spanned<String>>,
    /// Column with the item's code or name. Default for catalogue tables: `item`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub item: Option<Spanned<String>>,
    /// Column with the period, where a file holds several rounds. A spelling of `period` says which of its words
    /// stands for the period of the round.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub period: Option<Spanned<String>>,
    /// Column title to question code. `{period}` in a title stands for the round's period. A column titled by the
    /// code itself need not be listed.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub columns: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Facet code to column title.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub facets: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Unit attribute (group or quantity) to column title.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub attributes: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Marks rows by what a column says.
    #[serde(default)]
    pub flag: Vec<RawFlag>,
    /// Spellings in this file: facet code (or `item`, `unit`), then spelling, then code. The tidy form also knows
    /// `indicator`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, BTreeMap<String, String>>")]
    pub spellings: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<String>>>,
    /// Columns that are known and not read; any other unread column is reported.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
    /// Rows that are not data, such as averages: column and values. They are counted and named.
    #[serde(default)]
    pub skip: Vec<RawSkip>,
}

/// `[[table.flag]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFlag {
    /// A flag declared by the table of the criteria.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Column title.
    #[schemars(with = "String")]
    pub column: Spanned<String>,
    /// The row is flagged when the column says one of these; letter case does not matter.
    pub is: Vec<String>,
}

/// `[[table.skip]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSkip {
    /// Column title.
    #[schemars(with = "String")]
    pub column: Spanned<String>,
    /// Rows in which the column says one of these are left out.
    pub is: Vec<String>,
    /// Why.
    pub why: String,
}

/// `collection.toml`: rounds in the folders below it that are reported together.
#[derive(Debug, Default, JsonSchema)]
#[schemars(title = "nudj collection", inline)]
#[allow(dead_code, reason = "the fields describe the file for the JSON Schema; reading goes section by section")]
pub struct RawCollectionFile {
    /// What the collection is.
    #[schemars(rename = "collection")]
    collection: Option<RawCollection>,
    /// Rounds of the same units over time, reported as one with trends.
    #[schemars(rename = "series")]
    series: Option<Vec<RawSeries>>,
}

/// `[collection]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCollection {
    /// Code, which names the folder of the report.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Title in each language.
    #[schemars(with = "RawWords")]
    pub title: Spanned<RawWords>,
    /// Languages in which every text of the file stands. Default: en.
    #[serde(default)]
    pub languages: Option<Vec<String>>,
    /// Notes that are printed on the page over all rounds.
    #[serde(default)]
    pub note: Vec<RawWords>,
}

/// `[[series]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSeries {
    /// Code.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Title in each language.
    #[schemars(with = "RawWords")]
    pub title: Spanned<RawWords>,
    /// Folders of its rounds in order of time.
    #[schemars(with = "Vec<String>")]
    pub rounds: Vec<Spanned<String>>,
    /// Changes of a score between two rounds of more points than this are listed for review.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub largest_change: Option<Spanned<f64>>,
    /// Notes that are printed with the series.
    #[serde(default)]
    pub note: Vec<RawWords>,
}

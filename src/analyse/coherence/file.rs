//! The analysis as it is written to `coherence.json`.

use schemars::JsonSchema;
use serde::Serialize;

use super::analysis::{Coherence, Rules, Warning};
use super::correlation::{Correlation, Flag};
use super::importance::Importance;
use super::statistics::Statistics;
use super::structure::Structure;
use super::weights::Balance;

/// `coherence.json`: every figure unrounded, a figure that is not defined with its reason.
#[derive(Debug, JsonSchema, Serialize)]
pub struct CoherenceFile<'c> {
    /// Always `nudj-coherence`.
    format: &'static str,
    /// Version of the format.
    version: u32,
    /// Version of nudj.
    nudj: &'static str,
    /// Code of the framework.
    framework: &'c str,
    /// Its edition.
    edition: &'c str,
    /// Code of the round.
    round: &'c str,
    /// What the columns are: the code of a level, `indicators` or `items`.
    level: &'c str,
    /// Rows of the columns: units, or items of units.
    rows: usize,
    /// What makes figures unreliable.
    warnings: &'c [Warning],
    /// Limits of the flags.
    rules: Rules,
    /// What the statistics are of: values as observed, or scores.
    statistics_of: &'static str,
    /// Statistics of each column.
    statistics: Vec<NamedColumn<'c>>,
    /// Correlations of pairs of columns.
    correlations: Vec<NamedPair<'c>>,
    /// Correlations beyond the limits.
    flags: Vec<NamedFlag<'c>>,
    /// Structure of each group: alpha, components, adequacy.
    structures: &'c [Structure],
    /// Nominal, effective and observed importance.
    importance: &'c [Importance],
    /// Weights that would bring the observed importance to the stated one.
    balance: &'c [Balance],
}

#[derive(Debug, JsonSchema, Serialize)]
struct NamedColumn<'c> {
    column: &'c str,
    #[serde(flatten)]
    statistics: &'c Statistics,
}

#[derive(Debug, JsonSchema, Serialize)]
struct NamedPair<'c> {
    first: &'c str,
    second: &'c str,
    #[serde(flatten)]
    pair: &'c Correlation,
}

#[derive(Debug, JsonSchema, Serialize)]
struct NamedFlag<'c> {
    column: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<&'c str>,
    #[serde(flatten)]
    flag: &'c Flag,
}

impl Coherence {
    /// The analysis with the codes of its columns, for the file.
    #[must_use]
    pub fn file<'c>(&'c self, of: [&'c str; 3], level: &'c str) -> CoherenceFile<'c> {
        let code = |at: usize| self.columns.get(at).map_or("", String::as_str);
        let statistics = self.columns.iter().zip(&self.statistics);
        let pair = |pair: &'c Correlation| NamedPair { first: code(pair.first), second: code(pair.second), pair };
        let flag = |flag: &'c Flag| NamedFlag { column: code(flag.first), other: flag.second.map(code), flag };
        let [framework, edition, round] = of;
        CoherenceFile {
            format: "nudj-coherence",
            version: 1,
            nudj: env!("CARGO_PKG_VERSION"),
            framework,
            edition,
            round,
            level,
            rows: self.rows,
            warnings: &self.warnings,
            rules: self.rules,
            statistics_of: self.statistics_of,
            statistics: statistics.map(|(column, statistics)| NamedColumn { column, statistics }).collect(),
            correlations: self.correlations.iter().map(pair).collect(),
            flags: self.flags.iter().map(flag).collect(),
            structures: &self.structures,
            importance: &self.importance,
            balance: &self.balance,
        }
    }
}

/// The JSON Schema of `coherence.json`.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::SchemaGenerator::new(schemars::generate::SchemaSettings::draft2020_12().for_serialize())
        .into_root_schema_for::<CoherenceFile<'_>>()
        .to_value()
}

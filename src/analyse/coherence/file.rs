//! The analysis as it is written to `coherence.json`.

use serde::Serialize;

use super::analysis::{Coherence, Rules, Warning};
use super::correlation::{Correlation, Flag};
use super::importance::Importance;
use super::statistics::Statistics;
use super::structure::Structure;
use super::weights::Balance;

/// `coherence.json`: every figure unrounded, a figure that is not defined with its reason.
#[derive(Debug, Serialize)]
pub struct CoherenceFile<'c> {
    format: &'static str,
    version: u32,
    nudj: &'static str,
    framework: &'c str,
    edition: &'c str,
    round: &'c str,
    level: &'c str,
    rows: usize,
    warnings: &'c [Warning],
    rules: Rules,
    statistics_of: &'static str,
    statistics: Vec<NamedColumn<'c>>,
    correlations: Vec<NamedPair<'c>>,
    flags: Vec<NamedFlag<'c>>,
    structures: &'c [Structure],
    importance: &'c [Importance],
    balance: &'c [Balance],
}

#[derive(Debug, Serialize)]
struct NamedColumn<'c> {
    column: &'c str,
    #[serde(flatten)]
    statistics: &'c Statistics,
}

#[derive(Debug, Serialize)]
struct NamedPair<'c> {
    first: &'c str,
    second: &'c str,
    #[serde(flatten)]
    pair: &'c Correlation,
}

#[derive(Debug, Serialize)]
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

//! Results by group of units.

use serde::Serialize;

use super::part::Cell;
use crate::report::text::{Phrase, Segment};

/// Results by the groups of one grouping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupTable {
    /// Heading: "Results by income group".
    pub heading: String,
    /// Anchor of the section.
    pub anchor: String,
    /// Name of the grouping.
    pub grouping: Phrase,
    /// Who put the units into these groups.
    pub source: Vec<Segment>,
    /// Which units are in no group; none where all are in one.
    pub note: Option<String>,
    /// Names of the columns of means below the index.
    pub columns: Vec<Phrase>,
    /// One row for each group with a unit.
    pub rows: Vec<GroupRow>,
}

/// A group of units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupRow {
    /// Name.
    pub name: Phrase,
    /// Units in the group.
    pub units: String,
    /// How many of them have an index score.
    pub n: String,
    /// Mean of the index.
    pub mean: Cell,
    /// Median of the index.
    pub median: String,
    /// Highest index score.
    pub max: String,
    /// Who has it.
    pub best: String,
    /// Lowest index score.
    pub min: String,
    /// Who has it; empty where it is also the highest.
    pub worst: String,
    /// Means in the columns below the index.
    pub columns: Vec<Cell>,
}

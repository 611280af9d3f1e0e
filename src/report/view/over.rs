//! All units side by side.

use serde::Serialize;

use super::chart::{Dumbbell, HeatCell};
use super::part::UnitLink;
use crate::report::text::Phrase;

/// A facet over all units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OverTable {
    /// Heading.
    pub heading: String,
    /// Anchor on the page.
    pub anchor: String,
    /// The message in a sentence.
    pub title: String,
    /// Name of the facet.
    pub facet: Phrase,
    /// Code and name of each unit, in the order of the ranking.
    pub columns: Vec<(String, String)>,
    /// Values of the facet on which a unit has a score.
    pub rows: Vec<OverRow>,
}

/// A value of a facet over all units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OverRow {
    /// Name.
    pub name: Phrase,
    /// Mean over the units with a score.
    pub mean: String,
    /// Number of these units.
    pub n: String,
    /// Highest score.
    pub max: String,
    /// Who has it.
    pub best: String,
    /// Scores of the units, without decimals.
    pub cells: Vec<HeatCell>,
}

/// How much of each index rests on answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageView {
    /// The message in a sentence.
    pub title: String,
    /// Names of the columns below the index.
    pub columns: Vec<Phrase>,
    /// Units in the order of the ranking, then those without a rank.
    pub rows: Vec<CoverageRow>,
}

/// A unit and its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageRow {
    /// The unit.
    pub unit: UnitLink,
    /// Share of the weight that rests on answers.
    pub share: String,
    /// Length of its bar, from 0 to 100; none where the index was published.
    pub bar: Option<String>,
    /// How many answers there are of those that apply.
    pub answered: String,
    /// The share below each column.
    pub columns: Vec<String>,
    /// Why there is no score of the index; empty where there is one.
    pub remark: String,
}

/// Who improved since the round before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImprovedView {
    /// The message in a sentence.
    pub title: String,
    /// What is compared.
    pub note: String,
    /// Period of the round before.
    pub from: String,
    /// Period of this round.
    pub to: String,
    /// Whether there is a column for the share of the weight that is compared: not everywhere it is the index.
    pub with_weights: bool,
    /// Units that are compared, the greatest rise first.
    pub rows: Vec<ImprovedRow>,
    /// Units that are not.
    pub not_compared: Vec<NotCompared>,
}

/// A unit in both rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImprovedRow {
    /// The unit.
    pub unit: UnitLink,
    /// Score before, on what is compared.
    pub first: String,
    /// Score now.
    pub second: String,
    /// Change in points.
    pub change: String,
    /// Between which changes it lies, given the ranges of both scores; empty where it is one number.
    pub range: String,
    /// Share of the weight that is compared.
    pub weight: String,
    /// Both scores on the scale.
    pub dumbbell: Dumbbell,
}

/// A unit that is not compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotCompared {
    /// The unit.
    pub unit: UnitLink,
    /// Why.
    pub reason: String,
}

//! How good the data behind the scores are, and what proves them.

use serde::Serialize;

use super::part::Cell;
use crate::report::text::{Phrase, Segment};

/// The data behind the scores of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QualityView {
    /// Shares and dates.
    pub rows: Vec<QualityRow>,
    /// Estimates from samples.
    pub estimates: Vec<EstimateRow>,
    /// What n and intervals mean, and below which n an estimate is marked; none without estimates.
    pub estimates_note: Option<String>,
}

/// Something about the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QualityRow {
    /// What.
    pub name: String,
    /// The figure.
    pub value: String,
    /// Length of its bar, from 0 to 100; none where it is no share.
    pub bar: Option<String>,
    /// What it is of.
    pub note: String,
}

/// An estimate from a sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EstimateRow {
    /// Name of the indicator.
    pub name: Phrase,
    /// Code of the indicator.
    pub code: String,
    /// The item, where the answer is about one.
    pub item: Option<Phrase>,
    /// The estimate.
    pub value: String,
    /// Number of respondents.
    pub n: String,
    /// Standard error.
    pub standard_error: String,
    /// Interval that covers 95 % of samples.
    pub interval: String,
    /// What is to be said of a small n; none where n is large.
    pub flag: Option<String>,
}

/// What proves the answers of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceView {
    /// Code of the unit.
    pub code: String,
    /// Name of the unit.
    pub name: Phrase,
    /// Address of its page.
    pub href: String,
    /// Indicators, in the order of the tree.
    pub rows: Vec<EvidenceRow>,
}

/// What proves the answers of an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceRow {
    /// Name.
    pub name: Phrase,
    /// Code.
    pub code: String,
    /// Score.
    pub score: Cell,
    /// How many answers there are of those that apply.
    pub answered: String,
    /// The evidence.
    pub entries: Vec<EvidenceEntry>,
}

/// Evidence of one answer, or of several that say the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceEntry {
    /// What it is about: the item, or how many answers.
    pub about: Phrase,
    /// The answer, where it is one.
    pub answer: Option<Phrase>,
    /// What proves it.
    pub evidence: Vec<Segment>,
    /// Where it is known from.
    pub source: Vec<Segment>,
    /// Day on which it was taken; empty where it is not said.
    pub date: String,
    /// How far it was checked, in words; none where it is not said.
    pub review: Option<String>,
    /// Who checked it; empty where it is not said.
    pub reviewer: String,
    /// Note.
    pub note: Option<Phrase>,
}

/// A file with what is on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Download {
    /// What it is.
    pub label: String,
    /// Relative address.
    pub href: String,
}

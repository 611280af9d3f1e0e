//! What several pages show: cells, ranks, bands, links.

use serde::Serialize;

use crate::report::text::Phrase;

/// A printed score, or the mark for none with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The score as printed; the mark for no data where there is none.
    pub text: String,
    /// Why there is none; none where there is a score.
    pub reason: Option<String>,
    /// Whether the score was published and not computed.
    pub published: bool,
}

/// A rank in a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RankCell {
    /// The number; the mark for no data where there is none.
    pub text: String,
    /// Whether others have the same rank.
    pub tied: bool,
    /// In words: "joint 4th of 22".
    pub words: String,
}

/// A unit that can be linked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitLink {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Phrase,
    /// Address of its page, in the same folder; empty where it has none.
    pub href: String,
}

/// A maturity band as it is printed; the steps let a style sheet shade it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BandLabel {
    /// Name.
    pub name: Phrase,
    /// Number of the band from the lowest, from 1.
    pub step: usize,
    /// Number of bands.
    pub of: usize,
}

/// A key figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: String,
    /// A line below.
    pub note: String,
}

/// A step of the method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MethodRow {
    /// The step.
    pub step: String,
    /// What it is for; empty for everything.
    pub of: Vec<Phrase>,
    /// The method in words.
    pub method: String,
}

/// How the indicators were observed, where the answers were collected for another purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AdaptedView {
    /// Where the answers come from, and what a reader must know.
    pub note: Phrase,
    /// The publication or data set that they are taken from.
    pub source: Phrase,
    /// The indicators that something in the source stands for.
    pub observed: Vec<ObservedRow>,
    /// The other indicators, which are not assessed.
    pub not_assessed: Vec<Phrase>,
}

/// An indicator that something in the source of an adaptation stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObservedRow {
    /// Name.
    pub name: Phrase,
    /// Code.
    pub code: String,
    /// What stands for it, and how far it goes.
    pub adapted: Phrase,
}

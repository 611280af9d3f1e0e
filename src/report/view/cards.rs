//! The page that says how each indicator is measured.

use serde::Serialize;

use crate::report::text::{Phrase, Segment};

/// How each indicator is measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardsView {
    /// Every node in the order of the tree.
    pub cards: Vec<CardRow>,
    /// Names of the facets of the catalogue.
    pub facets: Vec<Phrase>,
    /// The catalogue.
    pub items: Vec<CatalogueRow>,
}

/// The card of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardRow {
    /// Name.
    pub name: Phrase,
    /// Code.
    pub code: String,
    /// Name of its level.
    pub level: Phrase,
    /// Weight in the index.
    pub weight: String,
    /// Whether it is published or ours, in words.
    pub origin: String,
    /// Depth below the index, from 0.
    pub depth: usize,
    /// Whether it is an indicator.
    pub indicator: bool,
    /// What it measures.
    pub what: Option<Phrase>,
    /// The question as it is asked.
    pub question: Option<Phrase>,
    /// Why it matters.
    pub why: Option<Phrase>,
    /// How it is scored.
    pub how: Option<Phrase>,
    /// When it does not apply.
    pub not_applicable: Option<Phrase>,
    /// What missing data mean.
    pub missing: Option<Phrase>,
    /// How to improve.
    pub improve: Vec<ImproveRow>,
    /// Sources, each in pieces.
    pub sources: Vec<Vec<Segment>>,
}

/// A step that would raise an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImproveRow {
    /// What to do.
    pub text: Phrase,
    /// Effort in words.
    pub effort: String,
}

/// An item of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CatalogueRow {
    /// Name.
    pub name: Phrase,
    /// Code.
    pub code: String,
    /// Values of the facets in the order of their names.
    pub facets: Vec<String>,
}

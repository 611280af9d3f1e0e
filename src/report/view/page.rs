//! What every page has, and the page that offers the languages.

use serde::Serialize;

use super::quality::Download;
use crate::report::text::{Phrase, Segment};

/// A label with a text that may hold links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The text in pieces.
    pub value: Vec<Segment>,
}

/// A link to a page in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageLink {
    /// Language code.
    pub code: String,
    /// The language's own name.
    pub name: String,
    /// Relative address.
    pub href: String,
    /// Direction: `ltr` or `rtl`.
    pub dir: String,
    /// Whether it is the language of this page.
    pub current: bool,
}

/// What stands on every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// Language code.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Title of the document.
    pub title: String,
    /// Style sheet.
    pub css: String,
    /// This page in every language.
    pub languages: Vec<LanguageLink>,
    /// Address of the comparative page.
    pub home: String,
    /// Address of the page that says how each indicator is measured; none where there is none.
    pub cards: Option<String>,
    /// Address of the page that says how sure scores and ranks are; none where there is none.
    pub robustness: Option<String>,
    /// The page over all reports, where the report is one of several.
    pub up: Option<UpLink>,
    /// Name of the index.
    pub index: Phrase,
    /// Edition of the index.
    pub edition: String,
    /// Title of the round.
    pub round: Phrase,
    /// Period of the round.
    pub period: String,
    /// Title block: edition, period, cut-off, sources, licences, versions.
    pub facts: Vec<Fact>,
    /// Set when the data are invented.
    pub illustrative: bool,
    /// Version of nudj.
    pub version: String,
    /// Start of the SHA-256 over all inputs.
    pub inputs: String,
    /// The digit one as the language writes it, to number pages with.
    pub numerals: String,
    /// Symbols used on the pages.
    pub legend: Vec<LegendRow>,
    /// Files with all that is on the page.
    pub downloads: Vec<Download>,
    /// Files with one table of the page each.
    pub tables: Vec<Download>,
}

/// A link to the page over all reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UpLink {
    /// Address.
    pub href: String,
    /// Title.
    pub title: Phrase,
}

/// A symbol with its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LegendRow {
    /// The symbol.
    pub symbol: String,
    /// What it means.
    pub meaning: String,
}

/// The page that offers the languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguagesView {
    /// One entry for each language.
    pub entries: Vec<LanguageEntry>,
}

/// The index in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageEntry {
    /// The language.
    pub link: LanguageLink,
    /// Name of the index.
    pub index: Phrase,
    /// Title of the round.
    pub round: Phrase,
}

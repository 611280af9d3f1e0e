//! Reports: a frozen result becomes pages, in every language asked for.
//!
//! The layer is a pure function: [`report_as`] takes a [`Frozen`](crate::frozen::Frozen), its [`Analyses`], languages and a [`Theme`] (the
//! templates, words and styles as texts) and returns [`Artefact`]s, all of them or none. The way is frozen result ->
//! `Field` (what all pages share) -> views (formatted strings and chart geometry) -> templates. A template only
//! places what a view holds; nothing rounds but `number`.

mod account;
mod adapted;
mod advice;
mod analyses;
mod artefact;
mod cards;
mod certainty;
mod change;
mod chart;
mod coherence;
mod collection;
mod country;
mod download;
mod drafts;
mod earlier;
mod field;
mod fonts;
mod groups;
mod heat;
mod improved;
mod intervals;
mod links;
mod method;
mod number;
mod over;
mod pages;
mod pdf;
mod peers;
mod plural;
mod press;
mod quality;
mod region;
mod render;
mod robustness;
mod run;
mod series;
mod sides;
mod speech;
mod systems;
mod text;
mod theme;
pub mod view;
mod wanted;
mod words;
mod workbook;

#[cfg(test)]
mod tests;

pub use analyses::Analyses;
pub use artefact::Artefact;
pub use collection::{report_collection, report_collection_as};
pub use drafts::{Drafts, RawRecommendation, RawRecommendations, drafts_file, recommendations_schema};
pub use number::{Digits, Numbers};
pub use pages::{report, report_as};
pub use pdf::{PDF, without_pdf};
pub use peers::{MOST_CHOSEN, Peers};
pub use run::Run;
pub use theme::Theme;
pub use wanted::Wanted;

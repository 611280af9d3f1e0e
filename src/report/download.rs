//! Files with what is on a page: links to them, and the page as JSON.

use serde::Serialize;

use super::artefact::{Artefact, beside};
use super::pages::Tongue;
use super::press::View;
use super::view::{Download, Fact, Page};
use crate::diag::{Code, Diagnostic};
use crate::report::text::Phrase;

/// Name of the format of a page as JSON.
const FORMAT: &str = "nudj-page";
/// Version of the format.
const VERSION: u32 = 1;

/// A page as JSON: what its template is given, without the style sheet and the words.
#[derive(Serialize)]
struct PageData<'d> {
    format: &'static str,
    version: u32,
    nudj: &'d str,
    lang: &'d str,
    title: &'d str,
    index: &'d Phrase,
    edition: &'d str,
    round: &'d Phrase,
    period: &'d str,
    illustrative: bool,
    inputs: &'d str,
    facts: &'d [Fact],
    #[serde(flatten)]
    view: &'d View<'d>,
}

/// The file of a page.
pub(super) fn data(path: String, page: &Page, view: &View<'_>) -> Result<Artefact, Diagnostic> {
    let data = PageData {
        format: FORMAT,
        version: VERSION,
        nudj: &page.version,
        lang: &page.lang,
        title: &page.title,
        index: &page.index,
        edition: &page.edition,
        round: &page.round,
        period: &page.period,
        illustrative: page.illustrative,
        inputs: &page.inputs,
        facts: &page.facts,
        view,
    };
    let mut bytes = serde_json::to_vec_pretty(&data)
        .map_err(|error| Diagnostic::new(Code::CannotWrite, format!("`{path}` cannot be made: {error}")))?;
    bytes.push(b'\n');
    Ok(Artefact { path, bytes })
}

impl Tongue<'_> {
    /// The files with all that is on the page of a unit, of the formats that are made.
    pub(super) fn downloads(&self, unit: usize) -> Vec<Download> {
        let (page, wanted) = (&self.field.pages[unit], &self.field.wanted);
        let kinds = [(wanted.xlsx, "download_xlsx", ".xlsx"), (wanted.json, "download_json", ".json")];
        let made = kinds.into_iter().filter(|(made, _, _)| *made && !page.is_empty());
        made.map(|(_, key, ending)| Download { label: self.speech.word(key), href: beside(page, ending) }).collect()
    }

    /// The files with one table of the page each.
    pub(super) fn table_downloads(&self, unit: usize) -> Vec<Download> {
        let stem = beside(&self.field.pages[unit], "");
        if !self.field.wanted.csv || stem.is_empty() {
            return Vec::new();
        }
        let tables = self.unit_table_names(unit).into_iter();
        tables.map(|(key, label)| Download { label, href: format!("csv/{stem}/{key}.csv") }).collect()
    }
}

//! Files with what is on a page: links to them, and the page as JSON.

use serde::Serialize;

use super::artefact::{Artefact, beside};
use super::pages::{CARDS, INDEX, ROBUSTNESS, Tongue};
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

/// Which files with all that is on a page there can be.
#[derive(Clone, Copy)]
pub(super) struct Kinds {
    pub(super) book: bool,
    pub(super) data: bool,
}

impl Tongue<'_> {
    /// The files with all that is on a page, of the formats that are made.
    pub(super) fn downloads(&self, page: &str) -> Vec<Download> {
        let of_unit = self.unit_of(page).is_some();
        let main = of_unit || page == INDEX;
        self.made(page, Kinds { book: main || page == ROBUSTNESS || page == CARDS, data: main })
    }

    /// Links to the files of a page that are made.
    pub(super) fn made(&self, page: &str, kinds: Kinds) -> Vec<Download> {
        let wanted = &self.field.wanted;
        let all = [
            (wanted.pdf, "download_pdf", ".pdf"),
            (wanted.xlsx && kinds.book, "download_xlsx", ".xlsx"),
            (wanted.json && kinds.data, "download_json", ".json"),
        ];
        let made = all.into_iter().filter(|(made, _, _)| *made && !page.is_empty());
        made.map(|(_, key, ending)| Download { label: self.speech.word(key), href: beside(page, ending) }).collect()
    }

    /// The files with one table of the page each.
    pub(super) fn table_downloads(&self, page: &str) -> Vec<Download> {
        if !self.field.wanted.csv || page.is_empty() {
            return Vec::new();
        }
        let tables = match self.unit_of(page) {
            Some(unit) => self.unit_table_names(unit),
            None => self.table_names(page),
        };
        links(page, tables)
    }

    /// The unit whose page it is.
    fn unit_of(&self, page: &str) -> Option<usize> {
        self.field.pages.iter().position(|name| name == page)
    }
}

/// Links to the tables of a page.
pub(super) fn links(page: &str, tables: Vec<(String, String)>) -> Vec<Download> {
    let stem = beside(page, "");
    tables.into_iter().map(|(key, label)| Download { label, href: format!("csv/{stem}/{key}.csv") }).collect()
}

//! Which documents a report has, each with its view as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Document;
use crate::diag::{Code, Diagnostic, Findings};
use crate::frozen::Frozen;
use crate::report::method::method_rows;
use crate::report::pages::{CARDS, ROBUSTNESS};
use crate::report::pages::{Maker, Tongue, inputs_hash};
use crate::report::view::{
    CardsView, CountryView, EvidenceView, MethodRow, Page, RegionView, RobustnessView, SeriesUnitView, SeriesView,
};
use crate::report::words::Words;

/// What stands behind the code of a unit in the name of its factsheet.
const FACTSHEET: &str = "-factsheet";

/// All that a template is given; each document fills one of the views.
#[derive(Default, Serialize)]
pub(in crate::report) struct View {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report) region: Option<RegionView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report) country: Option<CountryView>,
    /// The method box, which a document of a country has to carry itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report) method: Vec<MethodRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report) evidence: Option<EvidenceView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report) robustness: Option<RobustnessView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report) cards: Option<CardsView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report) series: Option<SeriesView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report) series_unit: Option<SeriesUnitView>,
}

#[derive(Serialize)]
struct Context<'c> {
    page: &'c Page,
    w: &'c BTreeMap<String, String>,
    #[serde(flatten)]
    view: &'c View,
}

impl Document {
    /// A document in one language, which shows a result.
    pub(in crate::report) fn new(
        path: String,
        template: &'static str,
        frozen: &Frozen,
        words: &Words,
        (mut page, view): (Page, &View),
    ) -> Result<Document, Diagnostic> {
        // The style sheet is that of the pages.
        page.css.clear();
        let data = serde_json::to_vec(&Context { page: &page, w: &words.text, view })
            .map_err(|error| Diagnostic::new(Code::Template, format!("`{path}` cannot be written as JSON: {error}")))?;
        let identity = format!("nudj {} {} {path}", frozen.framework.code, inputs_hash(frozen));
        Ok(Document { path, template, data, identity, date: frozen.round.cut_off.clone() })
    }

    /// The document in a folder.
    pub(in crate::report) fn below(self, folder: &str) -> Document {
        Document { path: format!("{folder}/{}", self.path), ..self }
    }
}

impl Maker<'_> {
    /// The documents of a result in every language.
    pub(in crate::report) fn documents(&self, findings: &mut Findings) -> Vec<Document> {
        let mut documents = Vec::new();
        for words in &self.press.words {
            let tongue = self.tongue(words);
            if let Err(finding) = self.documents_in(&tongue, words, &mut documents) {
                findings.push(finding);
            }
            tongue.missing(findings);
        }
        documents
    }

    fn documents_in(&self, tongue: &Tongue<'_>, words: &Words, out: &mut Vec<Document>) -> Result<(), Diagnostic> {
        let frozen = self.field.frozen;
        let title = |name: &str| tongue.speech.say("page_title", &[("name", name), ("index", &tongue.index().text)]);
        let mut add = |name: &str, template, page, view: &View| {
            let path = format!("{}/{name}.pdf", words.code);
            Document::new(path, template, frozen, words, (page, view)).map(|document| out.push(document))
        };
        let round = tongue.phrase(&frozen.round.title, &frozen.round.code).text;
        let region = View { region: Some(tongue.region()), ..View::default() };
        add("index", "region.typ", self.page(tongue, title(&round), "index.html"), &region)?;
        for (unit, name) in self.field.pages.iter().enumerate().filter(|(unit, _)| self.field.written(*unit)) {
            let page = || self.page(tongue, title(&tongue.unit_name(unit).text), name);
            let method = method_rows(frozen, &tongue.speech);
            let view = View { country: Some(tongue.country(unit)), method, ..View::default() };
            let stem = stem(name);
            add(stem, "country.typ", page(), &view)?;
            add(&format!("{stem}{FACTSHEET}"), "factsheet.typ", page(), &view)?;
            if let Some(file) = view.country.as_ref().and_then(|country| country.evidence.as_deref()) {
                let title_of = tongue.speech.say("evidence_title", &[("unit", &tongue.unit_name(unit).text)]);
                let page = self.page(tongue, title(&title_of), file);
                let view = View { evidence: Some(tongue.evidence(unit)), ..View::default() };
                add(self::stem(file), "evidence.typ", page, &view)?;
            }
        }
        if let Some(robustness) = tongue.robustness() {
            let page = self.page(tongue, title(&tongue.speech.word("section_robustness")), ROBUSTNESS);
            let view = View { robustness: Some(robustness), ..View::default() };
            add(self::stem(ROBUSTNESS), "robustness.typ", page, &view)?;
        }
        if let Some(cards) = tongue.cards() {
            let page = self.page(tongue, title(&tongue.speech.word("section_cards")), CARDS);
            add(self::stem(CARDS), "indicators.typ", page, &View { cards: Some(cards), ..View::default() })?;
        }
        Ok(())
    }
}

/// The name of a page without its ending.
pub(in crate::report) fn stem(page: &str) -> &str {
    page.strip_suffix(".html").unwrap_or(page)
}

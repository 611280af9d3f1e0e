//! What every page of a run is made with: words, style and templates, prepared once.

use std::collections::BTreeMap;

use serde::Serialize;

use super::artefact::Artefact;
use super::fonts::Face;
use super::render::{Renderer, style};
use super::theme::Theme;
use super::view::{
    CardsView, CollectionView, CountryView, EvidenceView, LanguageLink, LanguagesView, Page, RegionView,
    RobustnessView, SeriesUnitView, SeriesView,
};
use super::words::Words;
use crate::diag::{Code, Diagnostic, Findings};

/// Words and style sheet of every language, and the templates.
#[derive(Debug)]
pub(super) struct Press<'t> {
    pub(super) words: Vec<Words>,
    /// The style sheet of each language of `words`.
    css: Vec<String>,
    renderer: Renderer<'t>,
}

/// All that a template can be given; each page fills one of the views.
#[derive(Serialize)]
pub(super) struct Context<'c> {
    page: &'c Page,
    w: &'c BTreeMap<String, String>,
    #[serde(flatten)]
    view: &'c View<'c>,
}

/// The view of a page, under the name by which its template knows it.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum View<'v> {
    Region(Box<RegionView>),
    Country(&'v CountryView),
    /// The same view on two printed pages.
    #[serde(rename = "country")]
    Factsheet(&'v CountryView),
    Evidence(EvidenceView),
    Languages(LanguagesView),
    Series(Box<SeriesView>),
    SeriesUnit(Box<SeriesUnitView>),
    Collection(CollectionView),
    Cards(Box<CardsView>),
    Robustness(Box<RobustnessView>),
}

impl View<'_> {
    fn template(&self) -> &'static str {
        match self {
            View::Region(_) => "region.html.j2",
            View::Country(_) => "country.html.j2",
            View::Factsheet(_) => "factsheet.html.j2",
            View::Evidence(_) => "evidence.html.j2",
            View::Languages(_) => "languages.html.j2",
            View::Series(_) => "series.html.j2",
            View::SeriesUnit(_) => "series-country.html.j2",
            View::Collection(_) => "collection.html.j2",
            View::Cards(_) => "indicators.html.j2",
            View::Robustness(_) => "robustness.html.j2",
        }
    }
}

impl<'t> Press<'t> {
    /// Prepares everything; what is wrong with words, style or templates is found here, all of it.
    pub(super) fn new(languages: &[&str], theme: &'t Theme, findings: &mut Findings) -> Option<Press<'t>> {
        if languages.is_empty() {
            findings.push(Diagnostic::new(Code::BadArgument, "no language is asked for").help("ask for `en` or `ar`"));
        }
        let words: Vec<Words> = languages.iter().filter_map(|language| theme.words(language, findings)).collect();
        let css = style(theme).unwrap_or_else(|finding| {
            findings.push(finding);
            String::new()
        });
        let css = words.iter().map(|words| words.face.map_or_else(String::new, Face::rules) + &css).collect();
        match Renderer::new(theme) {
            Ok(renderer) => (!findings.has_errors()).then_some(Press { words, css, renderer }),
            Err(broken) => {
                broken.list().iter().for_each(|finding| findings.push(finding.clone()));
                None
            }
        }
    }

    /// The style sheet of pages in a language.
    pub(super) fn css(&self, words: &Words) -> String {
        let at = self.words.iter().position(|one| one.code == words.code);
        at.and_then(|at| self.css.get(at)).cloned().unwrap_or_default()
    }

    /// Renders a page to a path.
    pub(super) fn artefact(
        &self,
        path: String,
        page: &Page,
        words: &Words,
        view: &View<'_>,
    ) -> Result<Artefact, Diagnostic> {
        let html = self.renderer.page(view.template(), &Context { page, w: &words.text, view })?;
        Ok(Artefact { path, bytes: html.into_bytes() })
    }

    /// A link to a page in a language.
    pub(super) fn link(words: &Words, current: bool, href: String) -> LanguageLink {
        LanguageLink { code: words.code.clone(), name: words.name.clone(), href, dir: words.dir().to_owned(), current }
    }

    /// The same page in every language, from a page inside a language's folder.
    pub(super) fn languages(&self, here: &str, name: &str) -> Vec<LanguageLink> {
        let links = self.words.iter();
        links.map(|words| Self::link(words, words.code == here, format!("../{}/{name}", words.code))).collect()
    }
}

//! Several results at once: a report of each, a page over each series, and one page over all.

use super::analyses::Analyses;
use super::artefact::Artefact;
use super::download::{Kinds, links};
use super::field::Field;
use super::pages::{INDEX, Maker, check_shape};
use super::pdf::{self, Document, stem};
use super::press::{Press, View};
use super::run::Run;
use super::series::{SeriesTongue, UnitOverTime, units_over_time};
use super::text::phrase;
use super::theme::Theme;
use super::view::{CollectionView, LanguageEntry, LanguagesView, Page, ReportLink, RoundLink, UnitLink, UpLink};
use super::wanted::Wanted;
use super::words::Words;
use super::workbook;
use crate::diag::{Code, Diagnostic, Findings};
use crate::frozen::{Frozen, FrozenCollection, FrozenSeries};

/// Makes every page of a collection: `results` stand in the order of its `folders`.
///
/// Each result has its report in its folder, each series a folder of its own with a page for each unit; every language
/// has a page over all, and `index.html` at the top offers the languages.
///
/// # Errors
///
/// As [`super::report`], and where collection and results do not fit each other.
pub fn report_collection(
    collection: &FrozenCollection,
    results: &[Frozen],
    languages: &[&str],
    theme: &Theme,
) -> Result<Vec<Artefact>, Findings> {
    let analyses = vec![Analyses::default(); results.len()];
    report_collection_as(collection, results, &analyses, languages, theme, &Wanted::default(), &Run::default())
}

/// As [`report_collection`], with the analyses of each result, in the formats and for the units that are asked for.
/// Workbooks, tables and documents are made of each result and of each series.
///
/// # Errors
///
/// As [`report_collection`], and a table that no workbook can hold.
pub fn report_collection_as(
    collection: &FrozenCollection,
    results: &[Frozen],
    analyses: &[Analyses],
    languages: &[&str],
    theme: &Theme,
    wanted: &Wanted,
    run: &Run<'_>,
) -> Result<Vec<Artefact>, Findings> {
    let mut findings = Findings::default();
    results.iter().for_each(|frozen| check_shape(frozen, &mut findings));
    results.iter().zip(analyses).for_each(|(frozen, analyses)| analyses.check(frozen, &mut findings));
    let fits = |series: &FrozenSeries| !series.rounds.is_empty() && series.rounds.iter().all(|&at| at < results.len());
    if results.is_empty()
        || [collection.folders.len(), analyses.len()] != [results.len(); 2]
        || !collection.series.iter().all(fits)
    {
        let message = "the collection does not fit its results: a folder or a round of a series is missing";
        findings.push(Diagnostic::new(Code::BadArgument, message).help("list at least one round in each series"));
    }
    let Some(press) = Press::new(languages, theme, &mut findings).filter(|_| !findings.has_errors()) else {
        return Err(findings);
    };
    let mut fields: Vec<Field<'_>> =
        results.iter().zip(analyses).map(|(frozen, analyses)| Field::new(frozen, analyses, wanted)).collect();
    for (at, field) in fields.iter_mut().enumerate() {
        field.previous = field.previous.or(previous(collection, at).and_then(|before| results.get(before)));
    }
    let units = collection
        .series
        .iter()
        .map(|series| units_over_time(&series.rounds.iter().map(|&round| &fields[round]).collect::<Vec<_>>(), wanted));
    let bundle = Bundle { collection, fields: &fields, press: &press, wanted, units: units.collect() };
    let mut artefacts = bundle.artefacts(&mut findings);
    let documents = if wanted.pdf { bundle.documents(&mut findings) } else { Vec::new() };
    if findings.has_errors() {
        return Err(findings);
    }
    artefacts.extend(pdf::typeset(&documents, theme, run)?);
    Ok(artefacts)
}

/// The round before a round, in the first series that has one.
fn previous(collection: &FrozenCollection, round: usize) -> Option<usize> {
    let pairs = collection.series.iter().flat_map(|series| series.rounds.windows(2));
    pairs.filter(|pair| pair[1] == round).map(|pair| pair[0]).next()
}

/// A link to a unit from outside the folder of its page; a unit without a page stays without.
fn below(folder: &str, link: UnitLink) -> UnitLink {
    if link.href.is_empty() { link } else { UnitLink { href: format!("{folder}/{}", link.href), ..link } }
}

struct Bundle<'b> {
    collection: &'b FrozenCollection,
    fields: &'b [Field<'b>],
    press: &'b Press<'b>,
    wanted: &'b Wanted,
    /// Units of each series.
    units: Vec<Vec<UnitOverTime>>,
}

impl<'b> Bundle<'b> {
    fn artefacts(&self, findings: &mut Findings) -> Vec<Artefact> {
        let mut artefacts = Vec::new();
        for (field, folder) in self.fields.iter().zip(&self.collection.folders) {
            let pages = self.maker(field).artefacts(findings);
            artefacts.extend(
                pages.into_iter().map(|page| Artefact { path: format!("{folder}/{}", page.path), bytes: page.bytes }),
            );
        }
        for words in &self.press.words {
            for series in 0..self.collection.series.len() {
                if let Err(finding) = self.tables(series, words, &mut artefacts, findings) {
                    findings.push(finding);
                }
            }
        }
        if self.wanted.html {
            self.pages(&mut artefacts, findings);
        }
        artefacts
    }

    /// The workbook and tables of a series in one language.
    fn tables(
        &self,
        at: usize,
        words: &'b Words,
        out: &mut Vec<Artefact>,
        findings: &mut Findings,
    ) -> Result<(), Diagnostic> {
        let tongue = self.tongue(at, words);
        let mut files = Vec::new();
        workbook::series_files(&tongue, self.wanted, &mut files)?;
        let code = &self.collection.series[at].code;
        out.extend(files.into_iter().map(|file| Artefact { path: format!("{code}/{}", file.path), ..file }));
        tongue.tongues.iter().for_each(|tongue| tongue.missing(findings));
        Ok(())
    }

    /// The pages over the results.
    fn pages(&self, artefacts: &mut Vec<Artefact>, findings: &mut Findings) {
        for words in &self.press.words {
            for series in 0..self.collection.series.len() {
                if let Err(finding) = self.series(series, words, artefacts, findings) {
                    findings.push(finding);
                }
            }
            match self.overview(words) {
                Ok(page) => artefacts.push(page),
                Err(finding) => findings.push(finding),
            }
        }
        match self.languages() {
            Ok(page) => artefacts.extend(page),
            Err(finding) => findings.push(finding),
        }
    }

    fn maker(&self, field: &'b Field<'b>) -> Maker<'b> {
        Maker { field, press: self.press, wanted: self.wanted, up: Some(&self.collection.title) }
    }

    fn tongue(&self, series: usize, words: &'b Words) -> SeriesTongue<'_> {
        let named = &self.collection.series[series];
        SeriesTongue {
            series: named,
            tongues: named.rounds.iter().map(|&round| self.maker(&self.fields[round]).tongue(words)).collect(),
            folders: named.rounds.iter().map(|&round| self.collection.folders[round].as_str()).collect(),
            units: &self.units[series],
        }
    }

    /// The pages of a series in one language.
    fn series(
        &self,
        at: usize,
        words: &'b Words,
        out: &mut Vec<Artefact>,
        findings: &mut Findings,
    ) -> Result<(), Diagnostic> {
        let tongue = self.tongue(at, words);
        let code = &self.collection.series[at].code;
        let path = |name: &str| format!("{code}/{}/{name}", words.code);
        let view = tongue.view();
        let page = self.series_page(at, words, &view.title.text.clone(), "index.html");
        out.push(self.press.artefact(path("index.html"), &page, words, &View::Series(Box::new(view)))?);
        for (unit, there) in self.units[at].iter().enumerate().filter(|(_, there)| !there.page.is_empty()) {
            let view = tongue.unit_view(unit);
            let page = self.series_page(at, words, &view.name.text.clone(), &there.page);
            out.push(self.press.artefact(path(&there.page), &page, words, &View::SeriesUnit(Box::new(view)))?);
        }
        tongue.tongues.iter().for_each(|tongue| tongue.missing(findings));
        Ok(())
    }

    /// What stands around a page of a series: as on a page of its last round, with the title of the series.
    fn series_page(&self, at: usize, words: &'b Words, name: &str, file: &str) -> Page {
        let series = &self.collection.series[at];
        let last = series.rounds.last().copied().unwrap_or(0);
        let maker = self.maker(&self.fields[last]);
        let tongue = maker.tongue(words);
        let title = tongue.speech.say("page_title", &[("name", name), ("index", &tongue.index().text)]);
        let mut page = maker.page(&tongue, title, file);
        page.round = tongue.phrase(&series.title, &series.code);
        let folder = &self.collection.folders[last];
        page.cards = page.cards.map(|cards| format!("../../{folder}/{}/{cards}", words.code));
        page.robustness = None;
        // There is a workbook of all units, and none of each.
        let of_all = file == INDEX;
        page.downloads = tongue.made(file, Kinds { book: of_all, data: false });
        page.tables =
            if of_all && self.wanted.csv { links(file, self.tongue(at, words).table_names()) } else { Vec::new() };
        page.illustrative = series.rounds.iter().any(|&round| self.fields[round].frozen.round.illustrative);
        page
    }

    /// The documents of every result and series.
    fn documents(&self, findings: &mut Findings) -> Vec<Document> {
        let mut documents = Vec::new();
        for (field, folder) in self.fields.iter().zip(&self.collection.folders) {
            documents.extend(self.maker(field).documents(findings).into_iter().map(|one| one.below(folder)));
        }
        for words in &self.press.words {
            for at in 0..self.collection.series.len() {
                if let Err(finding) = self.series_documents(at, words, &mut documents, findings) {
                    findings.push(finding);
                }
            }
        }
        documents
    }

    /// The documents of a series in one language.
    fn series_documents(
        &self,
        at: usize,
        words: &'b Words,
        out: &mut Vec<Document>,
        findings: &mut Findings,
    ) -> Result<(), Diagnostic> {
        let tongue = self.tongue(at, words);
        let frozen = tongue.last().field.frozen;
        let code = &self.collection.series[at].code;
        let path = |page: &str| format!("{code}/{}/{}.pdf", words.code, stem(page));
        let view = tongue.view();
        let page = self.series_page(at, words, &view.title.text.clone(), "index.html");
        let view = pdf::View { series: Some(view), ..pdf::View::default() };
        out.push(Document::new(path("index.html"), "series.typ", frozen, words, (page, &view))?);
        for (unit, there) in self.units[at].iter().enumerate().filter(|(_, there)| !there.page.is_empty()) {
            let view = tongue.unit_view(unit);
            let page = self.series_page(at, words, &view.name.text.clone(), &there.page);
            let view = pdf::View { series_unit: Some(view), ..pdf::View::default() };
            out.push(Document::new(path(&there.page), "series-country.typ", frozen, words, (page, &view))?);
        }
        tongue.tongues.iter().for_each(|tongue| tongue.missing(findings));
        Ok(())
    }

    /// The page over all reports in one language.
    fn overview(&self, words: &'b Words) -> Result<Artefact, Diagnostic> {
        let in_series = |at: &usize| self.collection.series.iter().any(|series| series.rounds.contains(at));
        let series = (0..self.collection.series.len()).map(|at| self.series_link(at, words));
        let alone = (0..self.fields.len()).filter(|at| !in_series(at)).map(|at| self.report_link(at, words));
        let view = CollectionView {
            title: phrase(&self.collection.title, &words.code, &self.collection.code),
            notes: self.collection.notes.iter().map(|note| phrase(note, &words.code, "")).collect(),
            reports: series.chain(alone).collect(),
        };
        let page = self.top_page(words, &view.title.text.clone());
        self.press.artefact(format!("{}/index.html", words.code), &page, words, &View::Collection(view))
    }

    fn top_page(&self, words: &'b Words, title: &str) -> Page {
        let maker = self.maker(&self.fields[0]);
        let tongue = maker.tongue(words);
        let mut page = maker.page(&tongue, title.to_owned(), "index.html");
        let home = UpLink { href: String::new(), title: phrase(&self.collection.title, &words.code, title) };
        page.index = home.title;
        page.up = None;
        page.cards = None;
        page.robustness = None;
        page.downloads = Vec::new();
        page.tables = Vec::new();
        // What is said of one result does not hold for all of them.
        page.facts = Vec::new();
        page.illustrative = false;
        page
    }

    fn report_link(&self, at: usize, words: &'b Words) -> ReportLink {
        let field = &self.fields[at];
        let tongue = self.maker(field).tongue(words);
        let folder = &self.collection.folders[at];
        let units = (0..field.frozen.units.len()).map(|unit| {
            let link = tongue.unit_link(unit);
            below(&format!("../{folder}/{}", words.code), link)
        });
        ReportLink {
            href: format!("../{folder}/{}/index.html", words.code),
            title: tongue.phrase(&field.frozen.round.title, &field.frozen.round.code),
            index: tongue.index(),
            lead: if field.frozen.units.len() == 1 { tongue.country_lead(0) } else { tongue.region_lead() },
            illustrative: field.frozen.round.illustrative,
            rounds: Vec::new(),
            units: units.collect(),
        }
    }

    fn series_link(&self, at: usize, words: &'b Words) -> ReportLink {
        let series = &self.collection.series[at];
        let tongue = self.tongue(at, words);
        let rounds = series.rounds.iter().enumerate().map(|(at, &round)| RoundLink {
            href: format!("../{}/{}/index.html", self.collection.folders[round], words.code),
            ..tongue.link(at, "index.html")
        });
        let folder = format!("../{}/{}", series.code, words.code);
        let units = self.units[at].iter().map(|unit| below(&folder, tongue.unit_link(unit)));
        ReportLink {
            href: format!("../{}/{}/index.html", series.code, words.code),
            index: tongue.tongues[0].index(),
            illustrative: series.rounds.iter().any(|&round| self.fields[round].frozen.round.illustrative),
            rounds: rounds.collect(),
            units: units.collect(),
            lead: tongue.lead(),
            title: phrase(&series.title, &words.code, &series.code),
        }
    }

    /// The page that offers the languages.
    fn languages(&self) -> Result<Option<Artefact>, Diagnostic> {
        let Some(first) = self.press.words.first() else { return Ok(None) };
        let mut page = self.top_page(first, &phrase(&self.collection.title, &first.code, &self.collection.code).text);
        page.languages = Vec::new();
        page.home = format!("{}/index.html", first.code);
        let entries = self.press.words.iter().map(|words| LanguageEntry {
            link: Press::link(words, false, format!("{}/index.html", words.code)),
            index: phrase(&self.collection.title, &words.code, &self.collection.code),
            round: phrase(&Default::default(), &words.code, ""),
        });
        let view = View::Languages(LanguagesView { entries: entries.collect() });
        self.press.artefact("index.html".to_owned(), &page, first, &view).map(Some)
    }
}

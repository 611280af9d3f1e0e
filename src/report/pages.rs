//! The pages of a report, and what every page of one language has in common.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::analyses::Analyses;
use super::artefact::{Artefact, beside};
use super::download::data;
use super::field::Field;
use super::pdf;
use super::press::{Press, View};
use super::run::Run;
use super::speech::Speech;
use super::text::{Phrase, linked, phrase};
use super::theme::Theme;
use super::view::{
    BandLabel, Cell, CountryView, Fact, LanguageEntry, LanguagesView, LegendRow, Page, RankCell, UnitLink, UpLink,
};
use super::wanted::Wanted;
use super::words::Words;
use super::workbook;
use crate::diag::{Code, Diagnostic, Findings};
use crate::frozen::{Frozen, FrozenScore};

/// The comparative page.
pub(super) const INDEX: &str = "index.html";
/// The page that says how each indicator is measured.
pub(super) const CARDS: &str = "indicators.html";
/// The page that says how sure scores and ranks are.
pub(super) const ROBUSTNESS: &str = "robustness.html";
/// The origin of what is not published.
pub(super) const RECONSTRUCTED: &str = "reconstructed";
/// Hexadecimal digits of a hash that are printed.
const SHORT_HASH: usize = 12;

/// Makes every page of a result in every language.
///
/// Each language has a folder with `index.html` (the comparative report) and a page for each unit; `index.html` at the
/// top offers the languages. The same result, languages and theme give the same bytes.
///
/// # Errors
///
/// A language without words, a missing word, a template that does not parse or uses a variable that is not there. All
/// findings are collected; their places are in [`Theme::sources`].
pub fn report(frozen: &Frozen, languages: &[&str], theme: &Theme) -> Result<Vec<Artefact>, Findings> {
    report_as(frozen, &Analyses::default(), languages, theme, &Wanted::default(), &Run::default())
}

/// Makes the pages, workbooks, tables and documents that are asked for; each unit's and the comparative page have, beside
/// `<name>.html`, a `<name>.xlsx`, the folder `csv/<name>` and a `<name>.pdf`, each unit also a `<name>-factsheet.pdf`.
///
/// # Errors
///
/// As [`report`], a table that no workbook can hold, analyses of another result, and documents where
/// [`PDF`](super::PDF) is not built in.
pub fn report_as(
    frozen: &Frozen,
    analyses: &Analyses,
    languages: &[&str],
    theme: &Theme,
    wanted: &Wanted,
    run: &Run<'_>,
) -> Result<Vec<Artefact>, Findings> {
    let mut findings = Findings::default();
    check_shape(frozen, &mut findings);
    analyses.check(frozen, &mut findings);
    let Some(press) = Press::new(languages, theme, &mut findings).filter(|_| !findings.has_errors()) else {
        return Err(findings);
    };
    let field = Field::new(frozen, analyses, wanted);
    let maker = Maker { field: &field, press: &press, wanted, up: None };
    let mut artefacts = maker.artefacts(&mut findings);
    let documents = if wanted.pdf { maker.documents(&mut findings) } else { Vec::new() };
    if findings.has_errors() {
        return Err(findings);
    }
    artefacts.extend(pdf::typeset(&documents, theme, run)?);
    Ok(artefacts)
}

/// A frozen result comes from a file, so its lists may not fit each other.
pub(super) fn check_shape(frozen: &Frozen, findings: &mut Findings) {
    let nodes = frozen.framework.nodes.len();
    let fits = |scores: &Vec<FrozenScore>| scores.len() == nodes;
    let units = frozen.units.iter().all(|unit| {
        let systems = unit.systems.iter().flat_map(|system| &system.nodes).all(|&node| node < nodes);
        let noted = unit.evidence.iter().map(|one| one.node).chain(unit.estimates.iter().map(|one| one.node));
        fits(&unit.scores) && unit.slices.values().all(fits) && systems && noted.into_iter().all(|node| node < nodes)
    });
    let tree = frozen.framework.nodes.iter().enumerate().all(|(at, node)| {
        node.parent.is_none_or(|parent| parent < at)
            && node.children.iter().all(|&child| child < nodes && child > at)
            && node.level < frozen.framework.levels.len()
    });
    if nodes == 0 || frozen.summaries.len() != nodes || !units || !tree {
        findings.push(
            Diagnostic::new(Code::BadArgument, "the frozen result is broken: its lists do not fit each other")
                .help("score the round again"),
        );
    }
}

/// Makes the pages of one result.
#[derive(Clone, Copy)]
pub(super) struct Maker<'m> {
    pub(super) field: &'m Field<'m>,
    pub(super) press: &'m Press<'m>,
    pub(super) wanted: &'m Wanted,
    /// The title of the collection that the result stands in.
    pub(super) up: Option<&'m BTreeMap<String, String>>,
}

impl<'m> Maker<'m> {
    /// All pages of all languages. The first page of a language that fails ends it: the others would fail alike.
    pub(super) fn artefacts(&self, findings: &mut Findings) -> Vec<Artefact> {
        let mut artefacts = Vec::with_capacity(1 + self.press.words.len() * (self.field.frozen.units.len() + 1));
        for words in &self.press.words {
            if let Err(finding) = self.language(words, &mut artefacts, findings) {
                findings.push(finding);
            }
        }
        if self.wanted.html {
            match self.languages() {
                Ok(artefact) => artefacts.extend(artefact),
                Err(finding) => findings.push(finding),
            }
        }
        artefacts
    }

    fn language(&self, words: &Words, out: &mut Vec<Artefact>, findings: &mut Findings) -> Result<(), Diagnostic> {
        let tongue = self.tongue(words);
        if self.wanted.html || self.wanted.json {
            self.pages(&tongue, words, out)?;
        }
        workbook::files(&tongue, self.wanted, out)?;
        tongue.missing(findings);
        Ok(())
    }

    fn pages(&self, tongue: &Tongue<'_>, words: &Words, out: &mut Vec<Artefact>) -> Result<(), Diagnostic> {
        let title = |name: &str| tongue.speech.say("page_title", &[("name", name), ("index", &tongue.index().text)]);
        let round = tongue.phrase(&self.field.frozen.round.title, &self.field.frozen.round.code).text;
        let path = |name: &str| format!("{}/{name}", words.code);

        let page = self.page(tongue, title(&round), "index.html");
        let region = View::Region(Box::new(tongue.region()));
        if self.wanted.json {
            out.push(data(path("index.json"), &page, &region)?);
        }
        if self.wanted.html {
            out.push(self.press.artefact(path("index.html"), &page, words, &region)?);
        }
        for (unit, name) in self.field.pages.iter().enumerate().filter(|(unit, _)| self.field.written(*unit)) {
            let page = self.page(tongue, title(&tongue.unit_name(unit).text), name);
            let country = tongue.country(unit);
            let view = View::Country(&country);
            if self.wanted.json {
                out.push(data(path(&beside(name, ".json")), &page, &view)?);
            }
            if self.wanted.html {
                out.push(self.press.artefact(path(name), &page, words, &view)?);
                self.beside(tongue, words, (unit, &country), out)?;
            }
        }
        if !self.wanted.html {
            return Ok(());
        }
        if let Some(cards) = tongue.cards() {
            let page = self.page(tongue, title(&tongue.speech.word("section_cards")), CARDS);
            out.push(self.press.artefact(path(CARDS), &page, words, &View::Cards(Box::new(cards)))?);
        }
        if let Some(robustness) = tongue.robustness() {
            let page = self.page(tongue, title(&tongue.speech.word("section_robustness")), ROBUSTNESS);
            out.push(self.press.artefact(path(ROBUSTNESS), &page, words, &View::Robustness(Box::new(robustness)))?);
        }
        Ok(())
    }

    /// The factsheet of a unit, and its page of evidence.
    fn beside(
        &self,
        tongue: &Tongue<'_>,
        words: &Words,
        (unit, country): (usize, &CountryView),
        out: &mut Vec<Artefact>,
    ) -> Result<(), Diagnostic> {
        let name = tongue.unit_name(unit).text;
        let titled = |key: &str| {
            let title = tongue.speech.say(key, &[("unit", &name)]);
            tongue.speech.say("page_title", &[("name", &title), ("index", &tongue.index().text)])
        };
        let path = |file: &str| format!("{}/{file}", words.code);
        let page = self.page(tongue, titled("factsheet_title"), &country.factsheet);
        out.push(self.press.artefact(path(&country.factsheet), &page, words, &View::Factsheet(country))?);
        if let Some(file) = &country.evidence {
            let page = self.page(tongue, titled("evidence_title"), file);
            out.push(self.press.artefact(path(file), &page, words, &View::Evidence(tongue.evidence(unit)))?);
        }
        Ok(())
    }

    /// The page that offers the languages, itself in the first of them.
    fn languages(&self) -> Result<Option<Artefact>, Diagnostic> {
        let Some(first) = self.press.words.first() else { return Ok(None) };
        let tongue = self.tongue(first);
        let frozen = self.field.frozen;
        let mut page = self.page(&tongue, tongue.index().text, "index.html");
        page.languages = Vec::new();
        page.up = None;
        page.cards = None;
        page.robustness = None;
        page.downloads = Vec::new();
        page.tables = Vec::new();
        page.home = format!("{}/index.html", first.code);
        let entries = self.press.words.iter().map(|words| {
            let link = Press::link(words, false, format!("{}/index.html", words.code));
            let index = phrase(&frozen.framework.name, &words.code, &frozen.framework.code);
            LanguageEntry { link, index, round: phrase(&frozen.round.title, &words.code, &frozen.round.code) }
        });
        let view = View::Languages(LanguagesView { entries: entries.collect() });
        self.press.artefact("index.html".to_owned(), &page, first, &view).map(Some)
    }

    pub(super) fn tongue(&self, words: &'m Words) -> Tongue<'m> {
        Tongue { field: self.field, speech: Speech::new(words, self.field.frozen.framework.decimals) }
    }

    pub(super) fn page(&self, tongue: &Tongue<'_>, title: String, name: &str) -> Page {
        let frozen = self.field.frozen;
        let here = &tongue.words().code;
        Page {
            lang: here.clone(),
            dir: tongue.words().dir().to_owned(),
            title,
            css: self.press.css(tongue.words()),
            languages: self.press.languages(here, name),
            home: "index.html".to_owned(),
            up: self.up.map(|title| UpLink {
                href: format!("../../{here}/index.html"),
                title: phrase(title, here, &frozen.round.code),
            }),
            cards: tongue.has_cards().then(|| CARDS.to_owned()),
            robustness: tongue.has_robustness().then(|| ROBUSTNESS.to_owned()),
            index: tongue.index(),
            edition: frozen.framework.edition.clone(),
            round: phrase(&frozen.round.title, here, &frozen.round.code),
            period: frozen.round.period.clone(),
            facts: tongue.facts(),
            illustrative: frozen.round.illustrative,
            version: frozen.manifest.nudj.clone(),
            inputs: inputs_hash(frozen),
            numerals: tongue.speech.numbers.count(1),
            legend: tongue.legend(),
            downloads: tongue.downloads(name),
            tables: tongue.table_downloads(name),
        }
    }
}

/// The start of the SHA-256 over names and hashes of all inputs.
pub(super) fn inputs_hash(frozen: &Frozen) -> String {
    let mut hasher = Sha256::new();
    for input in &frozen.manifest.inputs {
        hasher.update(input.path.as_bytes());
        hasher.update(b"\0");
        hasher.update(input.sha256.as_bytes());
        hasher.update(b"\n");
    }
    let hash: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    hash[..SHORT_HASH].to_owned()
}

/// Whether a score stands on no answers of this round.
pub(super) fn only_published(score: &FrozenScore) -> bool {
    score.is_published() && score.answered == 0
}

/// A result told in one language.
pub(super) struct Tongue<'t> {
    pub(super) field: &'t Field<'t>,
    pub(super) speech: Speech<'t>,
}

impl Tongue<'_> {
    pub(super) fn words(&self) -> &Words {
        self.speech.words
    }

    /// Reports words that were asked for and are not there.
    pub(super) fn missing(&self, findings: &mut Findings) {
        for word in self.speech.missing() {
            let message = format!("the words for `{}` have no `{word}`", self.words().code);
            findings.push(Diagnostic::new(Code::MissingWord, message));
        }
    }

    pub(super) fn phrase(&self, text: &BTreeMap<String, String>, fallback: &str) -> Phrase {
        phrase(text, &self.words().code, fallback)
    }

    pub(super) fn index(&self) -> Phrase {
        self.phrase(&self.field.frozen.framework.name, &self.field.frozen.framework.code)
    }

    pub(super) fn node_name(&self, node: usize) -> Phrase {
        let node = &self.field.frozen.framework.nodes[node];
        Phrase { ours: self.field.ours && node.origin == RECONSTRUCTED, ..self.phrase(&node.name, &node.code) }
    }

    pub(super) fn unit_name(&self, unit: usize) -> Phrase {
        let unit = &self.field.frozen.units[unit];
        self.phrase(&unit.name, &unit.code)
    }

    pub(super) fn unit_link(&self, unit: usize) -> UnitLink {
        UnitLink {
            code: self.field.frozen.units[unit].code.clone(),
            name: self.unit_name(unit),
            href: self.field.pages[unit].clone(),
        }
    }

    pub(super) fn names(&self, units: &[usize]) -> String {
        let names: Vec<String> = units.iter().map(|&unit| self.unit_name(unit).text).collect();
        self.speech.list(&names)
    }

    /// The names of the first units, and how many more there are; all of them where only one would be left to count.
    pub(super) fn first_names(&self, units: &[usize], most: usize) -> String {
        if units.len() <= most + 1 {
            return self.names(units);
        }
        let more = self.speech.count("more_units", units.len() - most);
        self.speech.list(&[self.names(&units[..most]), more])
    }

    pub(super) fn number(&self, value: Option<f64>) -> String {
        value.map_or_else(|| self.speech.word("no_data"), |value| self.speech.numbers.score(value))
    }

    /// A score as it is printed. A published one keeps the digits it was published with: more would claim what nobody
    /// knows.
    pub(super) fn printed(&self, score: &FrozenScore) -> String {
        let digits = score.reported.as_ref().and_then(|reported| reported.decimals).map_or(usize::MAX, |n| n as usize);
        let numbers = &self.speech.numbers;
        let numbers = numbers.clone().with_decimals(numbers.decimals.min(digits));
        score.score.map_or_else(|| self.speech.word("no_data"), |value| numbers.score(value))
    }

    pub(super) fn cell(&self, score: &FrozenScore) -> Cell {
        Cell {
            text: self.printed(score),
            reason: score.score.is_none().then(|| self.reason(score)),
            published: score.is_published(),
        }
    }

    pub(super) fn cell_of(&self, value: Option<f64>) -> Cell {
        let reason = value.is_none().then(|| self.speech.word("absent_not_available"));
        Cell { text: self.number(value), reason, published: false }
    }

    /// The coverage; none where the score was published and there are no answers to cover it.
    pub(super) fn coverage(&self, score: &FrozenScore) -> String {
        if only_published(score) { self.speech.word("no_data") } else { self.speech.numbers.percent(score.observed) }
    }

    /// What a table of nodes leaves out, in words: nodes on which no unit has a score.
    pub(super) fn nodes_note(&self) -> Option<String> {
        let empty = self.field.frozen.summaries.iter().filter(|summary| summary.n == 0).count();
        (empty > 0).then(|| self.speech.say("nodes_left_out", &[("nodes", &self.speech.count("nodes", empty))]))
    }

    /// Whether a table of nodes shows a node.
    pub(super) fn shown(&self, node: usize) -> bool {
        node == 0 || self.field.frozen.summaries[node].n > 0
    }

    /// Why a score is not there.
    pub(super) fn reason(&self, score: &FrozenScore) -> String {
        self.absence(score.absent.as_deref())
    }

    /// The words for a reason.
    pub(super) fn absence(&self, reason: Option<&str>) -> String {
        let key = format!("absent_{}", reason.unwrap_or("not_available"));
        self.speech.word(if self.speech.has(&key) { &key } else { "absent_not_available" })
    }

    /// The range, if its ends print differently.
    pub(super) fn range(&self, score: &FrozenScore) -> Option<String> {
        let [low, high] = score.range?;
        (!self.speech.numbers.alike(low, high)).then(|| self.speech.numbers.span(low, high))
    }

    pub(super) fn rank(&self, unit: usize, node: usize) -> RankCell {
        let Some(rank) = self.field.score(unit, node).rank else {
            return RankCell { text: self.speech.word("no_data"), tied: false, words: self.speech.word("not_ranked") };
        };
        let tied = self.field.nodes[node].shared(rank);
        let of = self.speech.numbers.count(self.field.frozen.summaries[node].n);
        let words = self.speech.say("rank_of", &[("rank", &self.speech.rank(rank, tied)), ("n", &of)]);
        RankCell { text: self.speech.numbers.count(rank as usize), tied, words }
    }

    pub(super) fn band(&self, code: &str) -> Option<BandLabel> {
        let bands = &self.field.frozen.framework.bands;
        let at = bands.iter().position(|band| band.code == code)?;
        Some(BandLabel { name: self.phrase(&bands[at].name, code), step: at + 1, of: bands.len() })
    }

    /// The title block.
    pub(super) fn facts(&self) -> Vec<Fact> {
        let frozen = self.field.frozen;
        let round = &frozen.round;
        let version = format!("nudj {}", frozen.manifest.nudj);
        let said = |text: &BTreeMap<String, String>| self.phrase(text, "").text;
        let (data, data_licence) = (said(&round.source), said(&round.licence));
        let (method, method_licence) = (said(&frozen.framework.source), said(&frozen.framework.licence));
        let mut facts = vec![
            ("fact_edition", frozen.framework.edition.as_str()),
            ("fact_period", &round.period),
            ("fact_cut_off", round.cut_off.as_deref().unwrap_or_default()),
            ("fact_data", &data),
            ("fact_data_address", round.url.as_deref().unwrap_or_default()),
            ("fact_data_licence", &data_licence),
            ("fact_method", &method),
            ("fact_method_licence", &method_licence),
            ("fact_version", &version),
        ];
        let inputs = inputs_hash(frozen);
        facts.push(("fact_inputs", &inputs));
        let given = facts.into_iter().filter(|(_, text)| !text.trim().is_empty());
        given.map(|(key, text)| Fact { label: self.speech.word(key), value: linked(text) }).collect()
    }

    pub(super) fn legend(&self) -> Vec<LegendRow> {
        let row = |symbol: String, key: &str| LegendRow { symbol, meaning: self.speech.word(key) };
        let published = self.field.frozen.units.iter().any(|unit| unit.scores.iter().any(FrozenScore::is_published));
        let mut rows = vec![row(self.speech.word("no_data"), "legend_no_data"), row("=".to_owned(), "legend_tied")];
        if published {
            rows.push(row("†".to_owned(), "legend_published"));
        }
        if self.field.ours {
            rows.push(row("°".to_owned(), "legend_ours"));
        }
        for (symbol, meaning) in [
            ("column_range", "legend_range"),
            ("column_coverage", "legend_coverage"),
            ("column_given", "legend_given"),
            ("column_lost", "legend_lost"),
            ("column_rank", "legend_rank"),
        ] {
            rows.push(row(self.speech.word(symbol), meaning));
        }
        rows
    }
}

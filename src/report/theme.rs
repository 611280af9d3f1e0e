//! Templates, words and styles: those of `reports/`, embedded, and what a user lays over them.

use std::collections::BTreeMap;

use super::words::{RawWords, Words};
use crate::diag::{At, Code, Diagnostic, FileId, Findings, Place, Sources, nearest};

/// Files that are built in, by their path in `reports/`.
const EMBEDDED: [(&str, &str); 35] = [
    ("styles/report.css", include_str!("../../reports/styles/report.css")),
    ("templates/beside.html.j2", include_str!("../../reports/templates/beside.html.j2")),
    ("templates/collection.html.j2", include_str!("../../reports/templates/collection.html.j2")),
    ("templates/country.html.j2", include_str!("../../reports/templates/country.html.j2")),
    ("templates/evidence.html.j2", include_str!("../../reports/templates/evidence.html.j2")),
    ("templates/factsheet.html.j2", include_str!("../../reports/templates/factsheet.html.j2")),
    ("templates/groups.html.j2", include_str!("../../reports/templates/groups.html.j2")),
    ("templates/indicators.html.j2", include_str!("../../reports/templates/indicators.html.j2")),
    ("templates/languages.html.j2", include_str!("../../reports/templates/languages.html.j2")),
    ("templates/layout.html.j2", include_str!("../../reports/templates/layout.html.j2")),
    ("templates/macros.html.j2", include_str!("../../reports/templates/macros.html.j2")),
    ("templates/over.html.j2", include_str!("../../reports/templates/over.html.j2")),
    ("templates/region.html.j2", include_str!("../../reports/templates/region.html.j2")),
    ("templates/robustness.html.j2", include_str!("../../reports/templates/robustness.html.j2")),
    ("templates/series-country.html.j2", include_str!("../../reports/templates/series-country.html.j2")),
    ("templates/series.html.j2", include_str!("../../reports/templates/series.html.j2")),
    ("typst/advice.typ", include_str!("../../reports/typst/advice.typ")),
    ("typst/changes.typ", include_str!("../../reports/typst/changes.typ")),
    ("typst/charts.typ", include_str!("../../reports/typst/charts.typ")),
    ("typst/country.typ", include_str!("../../reports/typst/country.typ")),
    ("typst/evidence.typ", include_str!("../../reports/typst/evidence.typ")),
    ("typst/factsheet.typ", include_str!("../../reports/typst/factsheet.typ")),
    ("typst/groups.typ", include_str!("../../reports/typst/groups.typ")),
    ("typst/indicators.typ", include_str!("../../reports/typst/indicators.typ")),
    ("typst/layout.typ", include_str!("../../reports/typst/layout.typ")),
    ("typst/over.typ", include_str!("../../reports/typst/over.typ")),
    ("typst/plots.typ", include_str!("../../reports/typst/plots.typ")),
    ("typst/quality.typ", include_str!("../../reports/typst/quality.typ")),
    ("typst/region.typ", include_str!("../../reports/typst/region.typ")),
    ("typst/robustness.typ", include_str!("../../reports/typst/robustness.typ")),
    ("typst/series.typ", include_str!("../../reports/typst/series.typ")),
    ("typst/series-country.typ", include_str!("../../reports/typst/series-country.typ")),
    ("typst/unit.typ", include_str!("../../reports/typst/unit.typ")),
    ("words/ar.toml", include_str!("../../reports/words/ar.toml")),
    ("words/en.toml", include_str!("../../reports/words/en.toml")),
];

/// The language whose word list says which words there are.
const REFERENCE: &str = "words/en.toml";
/// The style sheet of every page.
const STYLE: &str = "styles/report.css";

/// How reports look and speak.
#[derive(Debug)]
pub struct Theme {
    sources: Sources,
    /// By path in `reports/`; an override stands beside what is built in.
    files: BTreeMap<String, Layers>,
}

#[derive(Clone, Copy, Debug)]
struct Layers {
    base: Option<FileId>,
    over: Option<FileId>,
}

impl Layers {
    fn top(self) -> Option<FileId> {
        self.over.or(self.base)
    }
}

impl Theme {
    /// The theme that is built in.
    #[must_use]
    pub fn embedded() -> Theme {
        let mut sources = Sources::default();
        let file = |(path, text): (&str, &str), sources: &mut Sources| {
            (path.to_owned(), Layers { base: Some(sources.add(format!("reports/{path}"), text)), over: None })
        };
        let files = EMBEDDED.into_iter().map(|entry| file(entry, &mut sources)).collect();
        Theme { sources, files }
    }

    /// The built-in theme with files of a user laid over it.
    ///
    /// The map goes from a path as in `reports/` (`templates/region.html.j2`, `words/ar.toml`, `styles/report.css`) to the
    /// text. A template or style sheet replaces the built-in one; a words file is laid over the built-in words, so that
    /// it need only hold those that change. `words/<code>.toml` of a new language adds the language.
    ///
    /// # Errors
    ///
    /// A path that nothing reads, with the known ones.
    pub fn with_overrides(overrides: BTreeMap<String, String>) -> Result<Theme, Findings> {
        let mut theme = Theme::embedded();
        let mut findings = Findings::default();
        for (path, text) in overrides {
            let known = theme.files.contains_key(&path) || language_of(&path).is_some();
            if known {
                let over = Some(theme.sources.add(path.clone(), text));
                theme.files.entry(path).or_insert(Layers { base: None, over: None }).over = over;
            } else {
                let names: Vec<&str> = EMBEDDED.iter().map(|(name, _)| *name).collect();
                let meant = nearest(&path, names.iter().copied());
                let meant = meant.map_or_else(String::new, |name| format!("did you mean `{name}`? "));
                findings.push(
                    Diagnostic::new(Code::Template, format!("no report reads a file `{path}`"))
                        .help(format!("{meant}known files: {}, words/<language>.toml", names.join(", "))),
                );
            }
        }
        if findings.has_errors() { Err(findings) } else { Ok(theme) }
    }

    /// The texts to which the places of this layer's findings point.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Codes of the languages that have words.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.files.keys().filter_map(|path| language_of(path))
    }

    /// Templates by their name without folder, with their file.
    pub(super) fn templates(&self) -> impl Iterator<Item = (&str, FileId)> {
        self.files.iter().filter_map(|(path, layers)| Some((path.strip_prefix("templates/")?, layers.top()?)))
    }

    /// Templates of documents by their name without folder, with their file.
    pub(super) fn documents(&self) -> impl Iterator<Item = (&str, FileId)> {
        self.files.iter().filter_map(|(path, layers)| Some((path.strip_prefix("typst/")?, layers.top()?)))
    }

    pub(super) fn style(&self) -> Option<FileId> {
        self.files.get(STYLE)?.top()
    }

    /// The words of one language, complete.
    pub(super) fn words(&self, language: &str, findings: &mut Findings) -> Option<Words> {
        let path = format!("words/{language}.toml");
        let Some(&layers) = self.files.get(&path) else {
            let known: Vec<&str> = self.languages().collect();
            findings.push(
                Diagnostic::new(Code::BadArgument, format!("there are no words for the language `{language}`"))
                    .help(format!("there are: {}; add `{path}` for another", known.join(", "))),
            );
            return None;
        };
        let reference_file = self.files.get(REFERENCE).and_then(|layers| layers.base)?;
        let reference = RawWords::read(reference_file, &self.sources, findings)?;
        let mut raw = match layers.base {
            Some(file) => RawWords::read(file, &self.sources, findings)?,
            None => RawWords::default(),
        };
        if let Some(file) = layers.over {
            let over = RawWords::read(file, &self.sources, findings)?;
            self.refuse_unused(&over, &reference, file, findings);
            raw.overlay(over);
        }
        raw.validate(language, &reference, layers.top()?, findings)
    }

    /// A word that nothing says is a misspelt one.
    fn refuse_unused(&self, over: &RawWords, reference: &RawWords, file: FileId, findings: &mut Findings) {
        let mentioned = |key: &str| {
            let wanted = format!("w.{key}");
            self.templates().chain(self.documents()).any(|(_, template)| self.sources.text(template).contains(&wanted))
        };
        for (key, meant) in over.unused(reference, mentioned) {
            let at = self.sources.text(file).find(&key).map_or(At::Whole, |start| {
                let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
                At::Span(at(start), at(start + key.len()))
            });
            let help = meant.map_or_else(|| "remove it".to_owned(), |meant| format!("did you mean `{meant}`?"));
            findings.push(
                Diagnostic::new(Code::UnknownKey, format!("no page says the word `{key}`"))
                    .at(Place { file, at })
                    .help(help),
            );
        }
    }
}

/// The language of a words file.
fn language_of(path: &str) -> Option<&str> {
    let code = path.strip_prefix("words/")?.strip_suffix(".toml")?;
    let fits = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    fits.then_some(code)
}

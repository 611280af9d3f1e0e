//! `collection.toml`: a folder of rounds that are reported together, some of them as a series over time.

use toml::Spanned;

use super::raw::{RawCollection, RawSeries};
use crate::criteria::{Sections, check_code, check_words, place};
use crate::diag::{At, Code, Diagnostic, FileId, Findings, Place, Sources, meant};
use crate::model::Words;

/// A folder of rounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    pub(crate) code: String,
    pub(crate) title: Words,
    pub(crate) languages: Vec<String>,
    pub(crate) notes: Vec<Words>,
    pub(crate) series: Vec<Series>,
}

/// Rounds of the same units over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub(crate) code: String,
    pub(crate) title: Words,
    pub(crate) notes: Vec<Words>,
    /// Folders of its rounds in order of time, as indices into the folders of the collection.
    pub(crate) rounds: Vec<usize>,
    /// Changes of a score between two rounds beyond this many points are listed for review.
    pub(crate) largest_change: Option<f64>,
    /// Where the series is declared.
    pub(crate) place: Place,
}

const SECTIONS: [&str; 2] = ["collection", "series"];

impl Collection {
    /// Reads the file. `folders` are the folders that hold a round, in order of name.
    pub fn read(file: FileId, folders: &[String], sources: &Sources, findings: &mut Findings) -> Option<Collection> {
        let mut sections = Sections::parse(file, sources, findings);
        let head = sections.one::<RawCollection>("collection", findings).map(Spanned::into_inner);
        let series = sections.many::<RawSeries>("series", findings);
        sections.finish(&SECTIONS, findings);
        let Some(head) = head else {
            if !findings.has_errors() {
                findings.push(
                    Diagnostic::new(Code::MissingSection, "the file has no `[collection]` section")
                        .at(Place { file, at: At::Whole })
                        .help("add `[collection]` with code and title"),
                );
            }
            return None;
        };
        let at = place(file, &head.code.span());
        check_code(head.code.get_ref(), at, findings);
        let languages = head.languages.clone().unwrap_or_else(|| vec!["en".to_owned()]);
        let mut collection = Collection {
            code: head.code.get_ref().clone(),
            title: check_words(head.title.get_ref(), place(file, &head.title.span()), &languages, findings),
            notes: head.note.iter().map(|note| check_words(note, at, &languages, findings)).collect(),
            languages,
            series: Vec::new(),
        };
        for raw in series {
            let raw = raw.into_inner();
            let series = one_series(file, &raw, folders, &collection, findings);
            collection.series.push(series);
        }
        Some(collection)
    }

    /// A collection for a folder without a file of its own: every round stands alone.
    #[must_use]
    pub fn plain(name: &str) -> Collection {
        Collection {
            code: name.to_owned(),
            title: Words::same(name),
            languages: Vec::new(),
            notes: Vec::new(),
            series: Vec::new(),
        }
    }
}

fn one_series(
    file: FileId,
    raw: &RawSeries,
    folders: &[String],
    collection: &Collection,
    findings: &mut Findings,
) -> Series {
    let at = place(file, &raw.code.span());
    let code = raw.code.get_ref();
    check_code(code, at, findings);
    // The pages of rounds, series and languages stand side by side in one folder.
    let taken = folders.iter().chain(&collection.languages).chain(collection.series.iter().map(|one| &one.code));
    if taken.into_iter().any(|name| name.eq_ignore_ascii_case(code)) {
        findings.push(
            Diagnostic::new(Code::DuplicateCode, format!("`{code}` is also a round, a language or another series"))
                .at(at)
                .help("give the series a code of its own"),
        );
    }
    let mut rounds: Vec<usize> = Vec::new();
    for name in &raw.rounds {
        let here = place(file, &name.span());
        match folders.iter().position(|folder| folder == name.get_ref()) {
            Some(folder) if rounds.contains(&folder) => findings.push(
                Diagnostic::new(
                    Code::DuplicateCode,
                    format!("the round `{}` stands twice in the series", name.get_ref()),
                )
                .at(here)
                .help("list each round once"),
            ),
            Some(folder) => rounds.push(folder),
            None => {
                let known = folders.iter().map(String::as_str);
                let help = meant(name.get_ref(), "folders with a round.toml are", ", ", known);
                let message = format!("there is no round in the folder `{}`", name.get_ref());
                findings.push(Diagnostic::new(Code::UnknownReference, message).at(here).help(help));
            }
        }
    }
    let largest_change = raw.largest_change.as_ref().and_then(|given| {
        let value = *given.get_ref();
        let fits = value.is_finite() && value > 0.0;
        if !fits {
            findings.push(
                Diagnostic::new(Code::OutOfRange, format!("`largest_change` cannot be {value}"))
                    .at(place(file, &given.span()))
                    .help("write a positive number of points"),
            );
        }
        fits.then_some(value)
    });
    let languages = &collection.languages;
    Series {
        code: code.clone(),
        title: check_words(raw.title.get_ref(), place(file, &raw.title.span()), languages, findings),
        notes: raw.note.iter().map(|note| check_words(note, at, languages, findings)).collect(),
        rounds,
        largest_change,
        place: at,
    }
}

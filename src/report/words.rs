//! The words of one language: a file of `reports/words/`.
//!
//! Sentences are whole patterns with `{name}` places, so that every language orders them as it must; counts have one
//! form for each plural category of the language.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fonts::Face;
use super::number::Digits;
use super::plural::PluralRule;
use crate::diag::{At, Code, Diagnostic, FileId, Findings, Place, Sources, nearest};

type Forms = BTreeMap<String, String>;

/// A words file, or a part of one that overrides some words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWords {
    #[serde(default)]
    language: RawLanguage,
    #[serde(default)]
    text: BTreeMap<String, String>,
    #[serde(default)]
    count: BTreeMap<String, Forms>,
    #[serde(default)]
    ordinal: BTreeMap<String, Forms>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLanguage {
    name: Option<String>,
    direction: Option<String>,
    digits: Option<String>,
    plural: Option<String>,
    face: Option<String>,
}

/// The sound word list of one language.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) right_to_left: bool,
    /// The type face of pages, embedded in each; none for the reader's own.
    pub(super) face: Option<&'static Face>,
    pub(super) digits: Digits,
    pub(super) plural: PluralRule,
    pub(super) text: BTreeMap<String, String>,
    pub(super) count: BTreeMap<String, Forms>,
    pub(super) ordinal: BTreeMap<String, Forms>,
}

impl Words {
    /// Direction of the writing: `ltr` or `rtl`.
    pub(super) fn dir(&self) -> &'static str {
        if self.right_to_left { "rtl" } else { "ltr" }
    }
}

impl RawWords {
    /// Reads a words file.
    pub(super) fn read(file: FileId, sources: &Sources, findings: &mut Findings) -> Option<RawWords> {
        match toml::from_str(sources.text(file)) {
            Ok(raw) => Some(raw),
            Err(error) => {
                let at = error.span().map_or(At::Whole, |span| At::Span(byte(span.start), byte(span.end)));
                findings.push(Diagnostic::new(Code::Syntax, error.message()).at(Place { file, at }));
                None
            }
        }
    }

    /// Lays the words of an override over these.
    pub(super) fn overlay(&mut self, over: RawWords) {
        let RawLanguage { name, direction, digits, plural, face } = over.language;
        for (slot, given) in [
            (&mut self.language.name, name),
            (&mut self.language.direction, direction),
            (&mut self.language.digits, digits),
            (&mut self.language.plural, plural),
            (&mut self.language.face, face),
        ] {
            *slot = given.or(slot.take());
        }
        self.text.extend(over.text);
        for (target, given) in [(&mut self.count, over.count), (&mut self.ordinal, over.ordinal)] {
            for (key, forms) in given {
                target.entry(key).or_default().extend(forms);
            }
        }
    }

    /// Keys of this file that are not in `reference` and whose name no template mentions.
    pub(super) fn unused(
        &self,
        reference: &RawWords,
        mentioned: impl Fn(&str) -> bool,
    ) -> Vec<(String, Option<String>)> {
        let near = |key: &str, known: Vec<&str>| (key.to_owned(), nearest(key, known).map(str::to_owned));
        let texts = self.text.keys().filter(|key| !reference.text.contains_key(*key) && !mentioned(key));
        let counts = self.count.keys().filter(|key| !reference.count.contains_key(*key));
        let ordinals = self.ordinal.keys().filter(|key| !reference.ordinal.contains_key(*key));
        texts
            .map(|key| near(key, reference.text.keys().map(String::as_str).collect()))
            .chain(counts.map(|key| near(key, reference.count.keys().map(String::as_str).collect())))
            .chain(ordinals.map(|key| near(key, reference.ordinal.keys().map(String::as_str).collect())))
            .collect()
    }

    /// Checks that everything in `reference` is here, each with the same places.
    pub(super) fn validate(
        self,
        code: &str,
        reference: &RawWords,
        file: FileId,
        findings: &mut Findings,
    ) -> Option<Words> {
        let before = findings.errors();
        let mut fail = |kind: Code, message: String, help: String| {
            findings.push(Diagnostic::new(kind, message).at(Place { file, at: At::Whole }).help(help));
        };
        let mut setting = |key: &str, given: Option<String>, known: &[&str]| {
            if given.as_deref().is_none_or(|given| !known.is_empty() && !known.contains(&given)) {
                let choices = if known.is_empty() { "a text".to_owned() } else { known.join(", ") };
                let message = format!("`language.{key}` of the words for `{code}` is missing or unknown");
                fail(Code::MissingWord, message, format!("it takes: {choices}"));
            }
            given.unwrap_or_default()
        };
        let name = setting("name", self.language.name, &[]);
        let direction = setting("direction", self.language.direction, &["ltr", "rtl"]);
        let digits = setting("digits", self.language.digits, &["latin", "arabic-indic"]);
        let plural = setting("plural", self.language.plural, &PluralRule::NAMES);
        let face = self.language.face.filter(|face| !face.is_empty());
        let face = face.and_then(|face| Face::named(&setting("face", Some(face), &Face::NAMES)));
        let plural = PluralRule::from_name(&plural).unwrap_or(PluralRule::None);

        for (key, pattern) in &reference.text {
            match self.text.get(key) {
                None => fail(
                    Code::MissingWord,
                    format!("the words for `{code}` have no `{key}`"),
                    format!("add `{key} = \"...\"` under `[text]`; in the reference list it is: {pattern}"),
                ),
                Some(here) => {
                    if let Some(place) = places(here).find(|place| !places(pattern).any(|known| known == *place)) {
                        let known: Vec<&str> = places(pattern).collect();
                        fail(
                            Code::UnknownReference,
                            format!("the word `{key}` for `{code}` asks for `{{{place}}}`, which it is not given"),
                            format!(
                                "it is given: {}",
                                if known.is_empty() { "nothing".to_owned() } else { known.join(", ") }
                            ),
                        );
                    }
                }
            }
        }
        let kinds = [
            ("count", &reference.count, &self.count, plural.categories()),
            ("ordinal", &reference.ordinal, &self.ordinal, plural.ordinal_categories()),
        ];
        for (kind, reference, here, categories) in kinds {
            for key in reference.keys() {
                for category in categories {
                    if here.get(key).is_none_or(|forms| !forms.contains_key(*category)) {
                        fail(
                            Code::MissingWord,
                            format!("the words for `{code}` have no form `{category}` of `{kind}.{key}`"),
                            format!("add `{category} = \"...\"` under `[{kind}.{key}]`"),
                        );
                    }
                }
            }
        }
        (findings.errors() == before).then(|| Words {
            code: code.to_owned(),
            name,
            right_to_left: direction == "rtl",
            face,
            digits: if digits == "arabic-indic" { Digits::ArabicIndic } else { Digits::Latin },
            plural,
            text: self.text,
            count: self.count,
            ordinal: self.ordinal,
        })
    }
}

/// Names between braces.
fn places(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

fn byte(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

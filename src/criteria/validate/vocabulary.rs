//! Identity, levels, facets, attributes, scales and bands.

use std::collections::BTreeMap;

use toml::Spanned;

use super::Build;
use crate::criteria::adaptation::RawAdaptationHead;
use crate::criteria::framework::{
    Adaptation, Attribute, AttributeKind, Band, Choice, Facet, Named, Origin, Scale, ScaleKind,
};
use crate::criteria::raw::{
    RawAttribute, RawBand, RawFacet, RawHead, RawNamed, RawOption, RawScale, RawText, RawWords,
};
use crate::criteria::read::Raw;
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::model::{Absence, Range, Words};

/// Checks that a code has only characters that survive every file name, address and column title.
pub(crate) fn check_code(code: &str, at: Place, findings: &mut Findings) {
    let allowed = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '-' | '_' | '.');
    if code.is_empty() || code.len() > 80 || !code.chars().all(allowed) {
        findings.push(
            Diagnostic::new(Code::BadCode, format!("`{code}` cannot be a code"))
                .at(at)
                .help("use letters, digits, `-`, `_` and `.`, at most 80 of them"),
        );
    }
}

/// A text that is one for all languages, or has every language of the framework.
pub(crate) fn check_text(text: &RawText, at: Place, languages: &[String], findings: &mut Findings) -> Words {
    match text {
        RawText::Same(text) => Words::same(text),
        RawText::Words(words) => check_words(words, at, languages, findings),
    }
}

/// Checks that a text stands in every language, and not empty.
pub(crate) fn check_words(words: &RawWords, at: Place, languages: &[String], findings: &mut Findings) -> Words {
    for language in languages {
        if words.get(language).is_none_or(|text| text.trim().is_empty()) {
            let filled = words.iter().filter(|(_, text)| !text.trim().is_empty());
            let there: Vec<&str> = filled.map(|(code, _)| code.as_str()).collect();
            findings.push(
                Diagnostic::new(Code::MissingTranslation, format!("the text has no `{language}`"))
                    .labelled(
                        at,
                        if there.is_empty() {
                            "nothing is here".to_owned()
                        } else {
                            format!("only {}", there.join(", "))
                        },
                    )
                    .help(format!(
                        "add `{language} = \"...\"`; the framework's languages are {}",
                        languages.join(", ")
                    )),
            );
        }
    }
    Words::from(words.clone())
}

impl Build<'_> {
    pub(super) fn words<T>(&mut self, section: &Raw<T>, words: &Spanned<RawWords>) -> Words {
        let languages = self.framework.languages.clone();
        check_words(words.get_ref(), section.place(words), &languages, self.findings)
    }

    /// A text that may be left out; its place is the section's.
    pub(super) fn optional_words<T>(&mut self, section: &Raw<T>, words: Option<&RawWords>) -> Words {
        let languages = self.framework.languages.clone();
        words.map_or_else(Words::default, |words| check_words(words, section.at, &languages, self.findings))
    }

    pub(super) fn text<T>(&mut self, section: &Raw<T>, text: &RawText) -> Words {
        check_text(text, section.at, &self.framework.languages, self.findings)
    }

    pub(super) fn origin<T>(&mut self, section: &Raw<T>, origin: Option<&Spanned<String>>) -> Origin {
        let Some(origin) = origin else { return self.framework.origin };
        let choices = [("published", Origin::Published), ("reconstructed", Origin::Reconstructed)];
        self.choice(origin.get_ref(), section.place(origin), "origin", &choices).unwrap_or(Origin::Published)
    }

    pub(super) fn head(&mut self, heads: &[Raw<RawHead>]) {
        let Some(section) = heads.first() else { return };
        let head = &section.value;
        if let Some(languages) = &head.languages
            && !languages.is_empty()
        {
            let fits = |code: &&String| {
                (2..=12).contains(&code.len()) && code.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '-')
            };
            for code in languages.iter().filter(|code| !fits(code)) {
                let help = "use codes such as `en`, `ar` or `pt-BR`";
                let at = section.place(&head.code);
                self.error(Code::BadCode, format!("`{code}` in `languages` is not a language code"), at, help);
            }
            self.framework.languages = languages.iter().filter(fits).cloned().collect();
        }
        check_code(head.code.get_ref(), section.place(&head.code), self.findings);
        self.framework.code = head.code.get_ref().clone();
        self.framework.edition.clone_from(&head.edition);
        self.framework.name = self.words(section, &head.name);
        self.framework.description = self.optional_words(section, head.description.as_ref());
        self.framework.source = self.text(section, &head.source);
        self.framework.licence = self.text(section, &head.licence);
        self.framework.decimals = head.decimals.unwrap_or(1).min(12);
        let scale = head.scale.get_ref();
        if let Some(range) = self.range(scale.low, scale.high, section.place(&head.scale)) {
            self.framework.scale = range;
        }
        self.framework.origin = self.origin(section, head.origin.as_ref());
    }

    /// What a round says of data that were collected for another purpose.
    pub(super) fn adaptation(&mut self, section: Option<&Raw<RawAdaptationHead>>) {
        let Some(section) = section else { return };
        let note = self.words(section, &section.value.note);
        let source = self.words(section, &section.value.source);
        self.framework.adaptation = Some(Adaptation { note, source });
    }

    /// An interval that is not empty.
    pub(super) fn range(&mut self, low: f64, high: f64, at: Place) -> Option<Range> {
        let range = Range::new(low, high).filter(|range| range.width() > 0.0);
        if range.is_none() {
            let help = "write `low` smaller than `high`, both finite";
            self.error(Code::BadRange, format!("{low} to {high} is not an interval"), at, help);
        }
        range
    }

    pub(super) fn levels(&mut self, levels: &[Raw<RawNamed>]) {
        for section in levels {
            let named = self.named(section);
            self.framework.levels.push(named);
        }
        if levels.is_empty() {
            let names = [("index", "Index"), ("indicator", "Indicator")];
            self.framework.levels = names
                .iter()
                .map(|(code, name)| Named { code: (*code).to_owned(), name: Words::same(name), spellings: Vec::new() })
                .collect();
        }
        let codes: Vec<(String, Place)> =
            levels.iter().map(|level| (level.value.code.get_ref().clone(), level.place(&level.value.code))).collect();
        self.unique("level", &codes);
    }

    fn named(&mut self, section: &Raw<RawNamed>) -> Named {
        check_code(section.value.code.get_ref(), section.place(&section.value.code), self.findings);
        Named {
            code: section.value.code.get_ref().clone(),
            name: self.words(section, &section.value.name),
            spellings: section.value.spellings.clone(),
        }
    }

    /// Reports codes that stand twice; whether there are none.
    pub(super) fn unique(&mut self, kind: &str, codes: &[(String, Place)]) -> bool {
        // Surveys and the command line find codes in any letter case, so case alone cannot tell two codes apart.
        let mut seen: BTreeMap<String, Place> = BTreeMap::new();
        for (code, at) in codes {
            if let Some(first) = seen.get(&code.to_lowercase()) {
                self.findings.push(
                    Diagnostic::new(Code::DuplicateCode, format!("two {kind}s have the code `{code}`"))
                        .at(*at)
                        .labelled(*first, "the first is here")
                        .help("give one of them another code"),
                );
            } else {
                seen.insert(code.to_lowercase(), *at);
            }
        }
        seen.len() == codes.len()
    }

    pub(super) fn facets(&mut self, facets: &[Raw<RawFacet>]) {
        let mut codes = Vec::new();
        for section in facets {
            let raw = &section.value;
            check_code(raw.code.get_ref(), section.place(&raw.code), self.findings);
            codes.push((raw.code.get_ref().clone(), section.place(&raw.code)));
            let mut values = Vec::new();
            let mut value_codes = Vec::new();
            for value in &raw.value {
                check_code(value.code.get_ref(), section.place(&value.code), self.findings);
                value_codes.push((value.code.get_ref().clone(), section.place(&value.code)));
                values.push(Named {
                    code: value.code.get_ref().clone(),
                    name: self.words(section, &value.name),
                    spellings: value.spellings.clone(),
                });
            }
            self.unique("value", &value_codes);
            if values.is_empty() {
                let message = format!("the facet `{}` has no value", raw.code.get_ref());
                self.error(Code::MissingKey, message, section.place(&raw.code), "list them in `value`");
            }
            self.distinct_values(&values, &value_codes);
            let name = self.words(section, &raw.name);
            let results = raw.results.as_ref().is_some_and(|results| *results.get_ref());
            self.framework.facets.push(Facet { code: raw.code.get_ref().clone(), name, values, results });
        }
        self.unique("facet", &codes);
    }

    /// One spelling may mean one value only.
    fn distinct_values(&mut self, values: &[Named], places: &[(String, Place)]) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (index, value) in values.iter().enumerate() {
            let names = value.name.iter().map(|(_, name)| name);
            let spellings = value.spellings.iter().map(String::as_str);
            for word in std::iter::once(value.code.as_str()).chain(names).chain(spellings) {
                let folded = word.trim().to_lowercase();
                if let Some(other) = seen.insert(folded, index)
                    && values[other].code != value.code
                {
                    let message = format!("`{word}` would mean both `{}` and `{}`", values[other].code, value.code);
                    self.error(Code::AmbiguousSpelling, message, places[index].1, "remove it from one of them");
                }
            }
        }
    }

    pub(super) fn attributes(&mut self, attributes: &[Raw<RawAttribute>]) {
        let mut codes = Vec::new();
        for section in attributes {
            let raw = &section.value;
            check_code(raw.code.get_ref(), section.place(&raw.code), self.findings);
            codes.push((raw.code.get_ref().clone(), section.place(&raw.code)));
            let kinds = [("group", AttributeKind::Group), ("quantity", AttributeKind::Quantity)];
            let kind = self.choice(raw.kind.get_ref(), section.place(&raw.kind), "kind", &kinds);
            let name = self.words(section, &raw.name);
            let kind = kind.unwrap_or(AttributeKind::Group);
            self.framework.attributes.push(Attribute { code: raw.code.get_ref().clone(), name, kind });
        }
        self.unique("attribute", &codes);
    }

    pub(super) fn scales(&mut self, scales: &[Raw<RawScale>]) {
        let mut codes = Vec::new();
        for section in scales {
            let raw = &section.value;
            check_code(raw.code.get_ref(), section.place(&raw.code), self.findings);
            codes.push((raw.code.get_ref().clone(), section.place(&raw.code)));
            let kind = self.scale_kind(section);
            let absent = self.absent_spellings(section);
            self.check_scale_keys(section);
            let scale = Scale { code: raw.code.get_ref().clone(), kind, absent };
            self.unambiguous(section, &scale);
            let flat = scale.range().is_some_and(|range| range.width() <= 0.0);
            if flat && raw.option.iter().all(|option| option.points.is_some()) && !raw.option.is_empty() {
                let help = "give at least one option points above the others";
                self.error(Code::BadScale, "no option has more points than another", section.at, help);
            }
            self.framework.scales.push(scale);
        }
        self.unique("scale", &codes);
    }

    /// Keys of another kind of scale are errors: somebody expects them to do something.
    fn check_scale_keys(&mut self, section: &Raw<RawScale>) {
        let raw = &section.value;
        let kind = raw.kind.get_ref().as_str();
        let points = raw.option.iter().any(|option| option.points.is_some());
        let given = [
            ("low", raw.low.is_some(), "number"),
            ("high", raw.high.is_some(), "number"),
            ("percent", raw.percent, "number"),
            ("counted", raw.counted, "number"),
            ("top_box", raw.top_box.is_some(), "likert"),
            ("separator", raw.separator.is_some(), "checklist"),
            ("points", points, "options"),
        ];
        let unused: Vec<String> =
            given.iter().filter(|(_, there, of)| *there && *of != kind).map(|(key, _, _)| format!("`{key}`")).collect();
        if !unused.is_empty() && ["options", "number", "likert", "checklist"].contains(&kind) {
            let keys = unused.join(" and ");
            let message = format!("a scale of the kind `{kind}` does not use {keys}");
            let at = section.place(&raw.kind);
            self.error(Code::UnusedParameter, message, at, format!("remove {keys}, or choose another kind"));
        }
    }

    fn scale_kind(&mut self, section: &Raw<RawScale>) -> ScaleKind {
        let raw = &section.value;
        let kinds = [("options", 0), ("number", 1), ("checklist", 2), ("likert", 3)];
        let at = section.place(&raw.kind);
        match self.choice(raw.kind.get_ref(), at, "kind", &kinds) {
            Some(1) if raw.counted => {
                if raw.low.is_some() || raw.high.is_some() || raw.percent {
                    let help = "remove `low`, `high` and `percent`: a count over n goes from 0 to 1";
                    self.error(Code::BadScale, "a counted scale has ends of its own", at, help);
                }
                ScaleKind::Number { range: Range::new(0.0, 1.0), percent: false, counted: true }
            }
            Some(1) => {
                let range = match (raw.low, raw.high) {
                    (Some(low), Some(high)) => self.range(low, high, section.at),
                    (None, None) => None,
                    _ => {
                        let help = "give both ends, or none for a number without ends";
                        self.error(Code::BadScale, "a number scale has one end only", section.at, help);
                        Range::new(0.0, 1.0)
                    }
                };
                ScaleKind::Number { range, percent: raw.percent, counted: false }
            }
            Some(2) => ScaleKind::Checklist {
                options: self.choices(section, |_, _| Some(1.0)),
                separator: raw.separator.clone().filter(|text| !text.is_empty()).unwrap_or_else(|| ";".to_owned()),
            },
            Some(3) => {
                let (count, top) = (raw.option.len(), raw.top_box.as_ref().map(|top| *top.get_ref() as usize));
                if top.is_none_or(|top| top == 0 || top >= count) {
                    let help = "set `top_box` to how many of the highest options count as satisfied, at least 1";
                    self.error(Code::BadScale, "a Likert scale needs a top box smaller than its options", at, help);
                }
                let first = count.saturating_sub(top.unwrap_or(1));
                ScaleKind::Options(self.choices(section, |_, place| Some(if place >= first { 1.0 } else { 0.0 })))
            }
            None => ScaleKind::Options(self.choices(section, |_, _| Some(1.0))),
            Some(_) => {
                ScaleKind::Options(self.choices(section, |option, _| option.points.as_ref().map(|p| *p.get_ref())))
            }
        }
    }

    fn choices(&mut self, section: &Raw<RawScale>, points: impl Fn(&RawOption, usize) -> Option<f64>) -> Vec<Choice> {
        let raw = &section.value;
        let mut codes = Vec::new();
        let mut choices = Vec::new();
        for (place, option) in raw.option.iter().enumerate() {
            let at = section.place(&option.code);
            check_code(option.code.get_ref(), at, self.findings);
            codes.push((option.code.get_ref().clone(), at));
            let given = points(option, place);
            if given.is_none_or(|value| !value.is_finite()) {
                let message = format!("option `{}` has no points", option.code.get_ref());
                self.error(Code::BadScale, message, at, "add `points = ...`");
            }
            choices.push(Choice {
                code: option.code.get_ref().clone(),
                name: option.name.as_ref().map_or_else(
                    || Words::same(option.code.get_ref()),
                    |words| check_words(words, at, &self.framework.languages, self.findings),
                ),
                points: given.unwrap_or(0.0),
                spellings: option.spellings.clone(),
            });
        }
        if choices.is_empty() {
            self.error(Code::BadScale, "the scale has no option", section.at, "add `[[scale.option]]` sections");
        }
        self.unique("option", &codes);
        choices
    }

    fn absent_spellings(&mut self, section: &Raw<RawScale>) -> Vec<(String, Absence)> {
        let Some(absent) = &section.value.absent else { return Vec::new() };
        let at = section.place(absent);
        let mut spellings = Vec::new();
        for (reason, words) in absent.get_ref() {
            if let Some(absence) = self.absence(reason, at) {
                spellings.extend(words.iter().map(|word| (word.clone(), absence)));
            }
        }
        spellings
    }

    /// A reason that a survey can give.
    pub(super) fn absence(&mut self, code: &str, at: Place) -> Option<Absence> {
        let choices: Vec<(&str, Absence)> =
            Absence::ALL[..4].iter().map(|absence| (absence.code(), *absence)).collect();
        self.choice(code, at, "absent", &choices)
    }

    /// One spelling may mean one thing only.
    fn unambiguous(&mut self, section: &Raw<RawScale>, scale: &Scale) {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let options = scale.options().iter().flat_map(|option| {
            std::iter::once(&option.code).chain(&option.spellings).map(move |word| (word, option.code.clone()))
        });
        let absent = scale.absent.iter().map(|(word, absence)| (word, absence.code().to_owned()));
        for (word, meaning) in options.chain(absent) {
            let folded = word.trim().to_lowercase();
            if let Some(other) = seen.insert(folded, meaning.clone())
                && other != meaning
            {
                let message = format!("`{word}` would mean both `{other}` and `{meaning}`");
                self.error(Code::AmbiguousSpelling, message, section.at, "remove it from one of them");
            }
        }
    }

    pub(super) fn bands(&mut self, bands: &[Raw<RawBand>]) -> Vec<Band> {
        let scale = self.framework.scale;
        let (mut built, mut codes) = (Vec::new(), Vec::new());
        for section in bands {
            let raw = &section.value;
            check_code(raw.code.get_ref(), section.place(&raw.code), self.findings);
            codes.push((raw.code.get_ref().clone(), section.place(&raw.code)));
            let (from, at) = (*raw.from.get_ref(), section.place(&raw.from));
            if !scale.contains(from) {
                let help = format!("the scale goes from {} to {}", scale.low(), scale.high());
                self.error(Code::BadBands, format!("a band cannot start at {from}"), at, help);
            }
            let name = self.words(section, &raw.name);
            built.push(Band { code: raw.code.get_ref().clone(), name, from });
        }
        self.unique("band", &codes);
        built.sort_by(|a, b| a.from.total_cmp(&b.from));
        let lowest = built.first().map(|band| band.from);
        if let (Some(from), Some(section)) = (lowest, bands.first())
            && from > scale.low()
        {
            let message = format!("no band covers the scores from {} to {from}", scale.low());
            self.error(Code::BadBands, message, section.at, "let the lowest band start at the lower end of the scale");
        }
        let twice = built.windows(2).any(|pair| pair[1].from.total_cmp(&pair[0].from).is_eq());
        if let (true, Some(section)) = (twice, bands.last()) {
            self.error(Code::BadBands, "two bands start at the same score", section.at, "give each its own start");
        }
        built
    }
}

//! Reads a TOML file section by section, so that one broken section does not hide the others.
//!
//! The `toml` crate stops at the first error of a value that it deserialises. Handing it one section at a time keeps
//! its exact places and gives every section's problem at once.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::diag::{At, Code, Diagnostic, FileId, Findings, Place, Sources, nearest};

/// The top-level sections of one file that are not yet taken.
#[derive(Debug)]
pub(crate) struct Sections<'a> {
    file: FileId,
    entries: Vec<(String, Place, Spanned<DeValue<'a>>)>,
}

impl<'a> Sections<'a> {
    /// Parses the file; syntax errors are findings, and what could be read in spite of them is kept.
    pub(crate) fn parse(file: FileId, sources: &'a Sources, findings: &mut Findings) -> Sections<'a> {
        let text = sources.text(file);
        let (table, errors) = DeTable::parse_recoverable(text);
        // After too many brackets the parser reports each of them; the first of these says it all.
        let too_deep = errors.iter().position(|error| error.message().contains("recurse"));
        for error in &errors[..too_deep.map_or(errors.len(), |at| at + 1)] {
            let span = error.span().unwrap_or(0..0);
            let message = error.message().lines().next().unwrap_or("not valid TOML").to_owned();
            findings.push(Diagnostic::new(Code::Syntax, message).at(place(file, &span)).help(Code::Syntax.mend()));
        }
        let mut entries: Vec<_> = table
            .into_inner()
            .into_iter()
            .map(|(key, value)| (key.get_ref().to_string(), place(file, &key.span()), value))
            .collect();
        entries.sort_by_key(|(_, place, _)| *place);
        Sections { file, entries }
    }

    /// Takes a section that stands once.
    pub(crate) fn one<T: DeserializeOwned>(&mut self, name: &str, findings: &mut Findings) -> Option<Spanned<T>> {
        let (_, place, value) = self.take(name)?;
        if !value.get_ref().is_table() {
            findings.push(
                Diagnostic::new(Code::WrongType, format!("`{name}` is a section of its own"))
                    .at(place)
                    .help(format!("write `[{name}]` above its keys")),
            );
            return None;
        }
        self.read(name, value, findings)
    }

    /// Takes a section that stands any number of times.
    pub(crate) fn many<T: DeserializeOwned>(&mut self, name: &str, findings: &mut Findings) -> Vec<Spanned<T>> {
        let Some((_, place, value)) = self.take(name) else { return Vec::new() };
        let DeValue::Array(values) = value.into_inner() else {
            findings.push(
                Diagnostic::new(Code::WrongType, format!("`{name}` is a list of sections"))
                    .at(place)
                    .help(format!("write `[[{name}]]` above each of them")),
            );
            return Vec::new();
        };
        values.into_iter().filter_map(|value| self.read(name, value, findings)).collect()
    }

    /// Takes a section that may not stand here, and says where it stands.
    pub(crate) fn drop_section(&mut self, name: &str) -> Option<Place> {
        self.take(name).map(|(_, place, _)| place)
    }

    /// Reports what nobody took.
    pub(crate) fn finish(self, known: &[&str], findings: &mut Findings) {
        for (name, place, _) in self.entries {
            let mut diagnostic = Diagnostic::new(Code::UnknownKey, format!("there is no section `{name}`")).at(place);
            diagnostic = match nearest(&name, known.iter().copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help(format!("sections are: {}", known.join(", "))),
            };
            findings.push(diagnostic);
        }
    }

    fn take(&mut self, name: &str) -> Option<(String, Place, Spanned<DeValue<'a>>)> {
        let at = self.entries.iter().position(|(key, _, _)| key == name)?;
        Some(self.entries.remove(at))
    }

    fn read<T: DeserializeOwned>(
        &self,
        section: &str,
        value: Spanned<DeValue<'a>>,
        findings: &mut Findings,
    ) -> Option<Spanned<T>> {
        let span = value.span();
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(read) => Some(Spanned::new(span, read)),
            Err(error) => {
                findings.push(shape_error(self.file, section, &span, &error));
                None
            }
        }
    }
}

/// Rewords serde's messages into the form that every diagnostic has.
fn shape_error(
    file: FileId,
    section: &str,
    section_span: &std::ops::Range<usize>,
    error: &toml::de::Error,
) -> Diagnostic {
    let message = error.message();
    let span = error.span().unwrap_or_else(|| section_span.clone());
    let at = place(file, &span);
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if message.starts_with("unknown field") {
        let (key, known) = (quoted.first().copied().unwrap_or(""), quoted.get(1..).unwrap_or(&[]));
        let diagnostic = Diagnostic::new(Code::UnknownKey, format!("`{key}` is not a key of `{section}`")).at(at);
        return match nearest(key, known.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!("keys here are: {}", known.join(", "))),
        };
    }
    if message.starts_with("missing field") {
        let key = quoted.first().copied().unwrap_or("");
        return Diagnostic::new(Code::MissingKey, format!("a section of `{section}` lacks `{key}`"))
            .labelled(at, "in this section")
            .help(format!("add `{key} = ...`"));
    }
    let due = match message.rsplit_once("expected ") {
        _ if message.contains("untagged enum RawText") => {
            "a text is due here, between quotes, or a text for each language, such as `{ en = \"...\" }`".to_owned()
        }
        Some((_, "f64")) => "a number is due here, without quotes".to_owned(),
        Some((_, "a string")) => "a text is due here, between quotes".to_owned(),
        Some((_, "u8" | "u16" | "u32" | "usize")) => "a whole number from 0 up is due here, without quotes".to_owned(),
        Some((_, "a boolean")) => "`true` or `false` is due here, without quotes".to_owned(),
        Some((_, "a sequence")) => "a list is due here, between brackets".to_owned(),
        Some((_, "a map")) => "a table is due here, such as `{ en = \"...\" }`".to_owned(),
        _ => message.lines().next().unwrap_or("another type is due here").to_owned(),
    };
    Diagnostic::new(Code::WrongType, format!("in `{section}`: {due}")).at(at).help(Code::WrongType.mend())
}

/// The place of a byte range.
pub(crate) fn place(file: FileId, span: &std::ops::Range<usize>) -> Place {
    let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Place { file, at: At::Span(short(span.start), short(span.end)) }
}

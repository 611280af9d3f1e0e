//! Reads a TOML file section by section, so that one broken section does not hide the others.
//!
//! The `toml` crate stops at the first error of a value that it deserialises. Handing it one section at a time, and a section
//! with an error again without the entry at fault, keeps its exact places and gives every problem at once.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, ValueDeserializer};

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

    /// Reads a section. After an error the entry at fault is cut out and the rest is read again, so that a section shows all of
    /// its errors; a section that had errors is given only where what was cut out were keys that it does not know.
    fn read<T: DeserializeOwned>(
        &self,
        section: &str,
        mut value: Spanned<DeValue<'a>>,
        findings: &mut Findings,
    ) -> Option<Spanned<T>> {
        let span = value.span();
        let mut cuts: Vec<Cut> = Vec::new();
        let mut errors = Vec::new();
        let read = loop {
            let error = match T::deserialize(ValueDeserializer::from(value.clone())) {
                Ok(read) => break Some(read),
                Err(error) => error,
            };
            let at = error.span().unwrap_or_else(|| span.clone());
            let mut path = vec![section.to_owned()];
            let found = cut_out(value.get_mut(), &at, &mut path);
            let shape = Shape::of(&error);
            if !cuts.iter().any(|cut| cut.explains(&shape, &path)) {
                errors.push((at.start, shape.diagnostic(&path, place(self.file, &at))));
            }
            if !found {
                break None;
            }
            let meant = shape.meant().map(str::to_owned);
            cuts.push(Cut { path, unknown: matches!(shape, Shape::Unknown { .. }), meant });
        };
        errors.sort_by_key(|(start, _)| *start);
        errors.into_iter().for_each(|(_, error)| findings.push(error));
        read.filter(|_| cuts.iter().all(|cut| cut.unknown)).map(|read| Spanned::new(span, read))
    }
}

/// An entry that was cut out of a section because of an error.
#[derive(Debug)]
struct Cut {
    /// Its keys, from the section down.
    path: Vec<String>,
    /// The section does not know its key.
    unknown: bool,
    /// The key that it was meant to be.
    meant: Option<String>,
}

impl Cut {
    /// A key that is missing after it was cut out, or because it is misspelt, is no error of its own.
    fn explains(&self, shape: &Shape, path: &[String]) -> bool {
        let Shape::Missing { key } = shape else { return false };
        let Some((own, above)) = self.path.split_last() else { return false };
        above == path && (own == key || self.meant.as_ref() == Some(key))
    }
}

/// Takes the entry with a byte range out of a value, and adds its keys to the path; whether there is one.
fn cut_out(value: &mut DeValue<'_>, span: &std::ops::Range<usize>, path: &mut Vec<String>) -> bool {
    let holds = |at: &std::ops::Range<usize>| at.start <= span.start && span.end <= at.end;
    match value {
        DeValue::Table(table) => {
            let hit = table.iter().find(|(key, value)| {
                let leaf = !value.get_ref().is_table() && !value.get_ref().is_array();
                key.span() == *span || value.span() == *span || leaf && holds(&value.span())
            });
            if let Some((key, _)) = hit {
                let key = key.clone();
                table.remove(&key);
                path.push(key.into_inner().into_owned());
                return true;
            }
            table.iter_mut().any(|(key, value)| {
                path.push(key.get_ref().to_string());
                let found = cut_out(value.get_mut(), span, path);
                if !found {
                    path.pop();
                }
                found
            })
        }
        DeValue::Array(list) => match list.iter().position(|value| value.span() == *span) {
            Some(at) => {
                let values = std::mem::replace(list, DeArray::new()).into_iter().enumerate();
                *list = values.filter(|(index, _)| *index != at).map(|(_, value)| value).collect();
                true
            }
            None => list.iter_mut().any(|value| cut_out(value.get_mut(), span, path)),
        },
        _ => false,
    }
}

/// What serde says of an error, taken apart.
#[derive(Debug)]
enum Shape {
    /// A key that is not known, and those that are.
    Unknown { key: String, known: Vec<String> },
    /// A key that is needed and not there.
    Missing { key: String },
    /// A value of another type, and what is due.
    Type { due: String },
}

impl Shape {
    fn of(error: &toml::de::Error) -> Shape {
        let message = error.message();
        let mut quoted = message.split('`').skip(1).step_by(2).map(str::to_owned);
        if message.starts_with("unknown field") {
            return Shape::Unknown { key: quoted.next().unwrap_or_default(), known: quoted.collect() };
        }
        if message.starts_with("missing field") {
            return Shape::Missing { key: quoted.next().unwrap_or_default() };
        }
        let due = match message.rsplit_once("expected ") {
            _ if message.contains("untagged enum RawText") => {
                "a text is due here, between quotes, or a text for each language, such as `{ en = \"...\" }`"
            }
            Some((_, "f64")) => "a number is due here, without quotes",
            Some((_, "a string")) => "a text is due here, between quotes",
            Some((_, "u8" | "u16" | "u32" | "usize")) => "a whole number from 0 up is due here, without quotes",
            Some((_, "a boolean")) => "`true` or `false` is due here, without quotes",
            Some((_, "a sequence")) => "a list is due here, between brackets",
            Some((_, "a map")) => "a table is due here, such as `{ en = \"...\" }`",
            _ => message.lines().next().unwrap_or("another type is due here"),
        };
        Shape::Type { due: due.to_owned() }
    }

    /// The known key that is nearest to one that is not.
    fn meant(&self) -> Option<&str> {
        let Shape::Unknown { key, known } = self else { return None };
        nearest(key, known.iter().map(String::as_str))
    }

    /// The diagnostic of an error at the end of a path of keys.
    fn diagnostic(&self, path: &[String], at: Place) -> Diagnostic {
        match self {
            Shape::Unknown { key, known } => {
                let table = path.split_last().map_or(String::new(), |(_, above)| above.join("."));
                let diagnostic = Diagnostic::new(Code::UnknownKey, format!("`{key}` is not a key of `{table}`")).at(at);
                match self.meant() {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => diagnostic.help(format!("keys here are: {}", known.join(", "))),
                }
            }
            Shape::Missing { key } => {
                let message = format!("a section of `{}` lacks `{key}`", path.join("."));
                let diagnostic = Diagnostic::new(Code::MissingKey, message).labelled(at, "in this section");
                diagnostic.help(format!("add `{key} = ...`"))
            }
            Shape::Type { due } => Diagnostic::new(Code::WrongType, format!("in `{}`: {due}", path.join(".")))
                .at(at)
                .help(Code::WrongType.mend()),
        }
    }
}

/// The place of a byte range.
pub(crate) fn place(file: FileId, span: &std::ops::Range<usize>) -> Place {
    let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Place { file, at: At::Span(short(span.start), short(span.end)) }
}

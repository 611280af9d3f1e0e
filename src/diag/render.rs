//! Diagnostics for a person at a terminal, and for a machine.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use super::source::Located;
use super::{Diagnostic, Severity, Sources};

/// Renders one diagnostic with its source lines.
///
/// `colour` decides only about escape sequences; the words are the same.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = printable(&diagnostic.message);
    let located: Vec<(Located<'_>, String)> = diagnostic
        .places
        .iter()
        .filter_map(|(place, label)| Some((sources.locate(*place)?, printable(label))))
        .collect();
    let names: Vec<String> = located.iter().map(|(at, _)| shown_name(at)).collect();
    let help = diagnostic.help.as_deref().map(printable);

    let mut group = Group::with_title(level.primary_title(message).id(diagnostic.code.id()));
    for (number, ((at, label), name)) in located.iter().zip(&names).enumerate() {
        let kind = if number == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(at.span.clone());
        let annotation = if label.is_empty() { annotation } else { annotation.label(label.as_str()) };
        group = group.element(
            Snippet::source(at.excerpt).line_start(at.excerpt_line).path(name.as_str()).annotation(annotation),
        );
    }
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]).to_string()
}

/// File name, and for a cell its record and column, which is what a reader with a spreadsheet needs.
fn shown_name(at: &Located<'_>) -> String {
    match at.cell {
        Some((record, column)) => format!("{} (row {record}, column {column})", at.name),
        None => at.name.to_owned(),
    }
}

/// Control characters of the input are shown as their code points, so that a file cannot steer the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|ch| if ch.is_control() && ch != '\n' { ch.escape_unicode().collect::<Vec<_>>() } else { vec![ch] })
        .collect()
}

/// A diagnostic as it is written in JSON output.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Finding {
    /// Kebab-case code.
    pub code: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where; the first is the place to mend.
    pub places: Vec<Position>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A place as it is written in JSON output.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Position {
    /// The file's name as it was given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// For a cell of a table: its field number, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<usize>,
    /// What this place has to do with it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
}

/// Diagnostics in the form that JSON output has.
#[must_use]
pub fn to_findings(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Finding> {
    diagnostics
        .iter()
        .map(|diagnostic| Finding {
            code: diagnostic.code.id(),
            severity: diagnostic.severity.word(),
            message: diagnostic.message.clone(),
            places: diagnostic
                .places
                .iter()
                .filter_map(|(place, label)| {
                    let at = sources.locate(*place)?;
                    Some(Position {
                        file: at.name.to_owned(),
                        line: at.line,
                        column: at.column,
                        field: at.cell.map(|(_, column)| column),
                        label: label.clone(),
                    })
                })
                .collect(),
            help: diagnostic.help.clone(),
        })
        .collect()
}

//! What typst says, as a diagnostic at a place of the theme.

use std::ops::Range;

use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, FileId};

use super::world::Desk;
use crate::diag::{At, Code, Diagnostic, Place, Sources};

/// The finding for an error of typst. The first place is where it happened, the next the call that led there.
pub(super) fn diagnostic(error: &SourceDiagnostic, desk: &Desk<'_>, sources: &Sources) -> Diagnostic {
    let calls = error.trace.iter().map(|point| DiagSpan::from(point.span));
    let mut places: Vec<Place> = Vec::new();
    for place in std::iter::once(error.span).chain(calls).filter_map(|span| place(span, desk)) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let first = places.first().copied();
    let name = first.map_or("a template", |place| sources.name(place.file));
    let line = first.map_or(String::new(), |place| format!(", line {}", sources.line(place)));
    let hints: Vec<&str> = error.hints.iter().map(|hint| hint.v.as_str()).collect();
    let listed = "the variables of every view are listed in reports/README.md";
    let finding = match missing_word(&error.message, first, sources) {
        Some(word) => {
            let message = format!("{name}{line}: the words of the language have no `{word}`");
            Diagnostic::new(Code::MissingWord, message)
        }
        None => Diagnostic::new(Code::Template, format!("{name}{line}: {}", error.message))
            .help([hints.as_slice(), &[listed]].concat().join("; ")),
    };
    let called = places.into_iter().take(2).enumerate();
    called.fold(finding, |finding, (at, place)| match at {
        0 => finding.at(place),
        _ => finding.labelled(place, "called from here"),
    })
}

/// The place in the theme; none where the span is in no template.
fn place(span: DiagSpan, desk: &Desk<'_>) -> Option<Place> {
    let file = desk.shelf.ours(id(span)?)?;
    let Range { start, end } = desk.range(span)?;
    let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    Some(Place { file, at: At::Span(at(start), at(end)) })
}

fn id(span: DiagSpan) -> Option<FileId> {
    span.id()
}

/// The word that a template asked for and the language does not have.
fn missing_word<'m>(message: &'m str, place: Option<Place>, sources: &Sources) -> Option<&'m str> {
    let word = message.strip_prefix("dictionary does not contain key \"")?.split('"').next()?;
    let place = place?;
    let At::Span(start, _) = place.at else { return None };
    let before = sources.text(place.file).get(..start as usize)?;
    let here = sources.slice(place);
    (here.strip_prefix("w.") == Some(word) || (here == word && before.ends_with("w."))).then_some(word)
}

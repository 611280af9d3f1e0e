//! Documents become files, several at a time. The result does not depend on the number of threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use typst::diag::SourceDiagnostic;
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp, pdf};

use super::Document;
use super::place::diagnostic;
use super::world::{Desk, Shelf};
use crate::diag::{Code, Diagnostic, Findings};
use crate::report::artefact::Artefact;
use crate::report::run::Run;
use crate::report::theme::Theme;

/// What typst remembers is forgotten after so many documents that did not need it.
const REMEMBERED: usize = 8;

/// Typesets documents, in their order; what is wrong with a template is said once, however many documents use it.
pub(super) fn all(documents: &[Document], theme: &Theme, run: &Run<'_>) -> Result<Vec<Artefact>, Findings> {
    let mut findings = Findings::default();
    let Some(shelf) = Shelf::new(theme) else {
        findings.push(Diagnostic::new(Code::Template, "a name of a template cannot be a path"));
        return Err(findings);
    };
    let made: Vec<_> = documents.iter().map(|_| Mutex::new(None)).collect();
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        while let Some((document, place)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            documents.get(at).zip(made.get(at))
        } {
            let result = one(document, &shelf, theme);
            typst::comemo::evict(REMEMBERED);
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            (run.watch)(done.fetch_add(1, Ordering::Relaxed) + 1, documents.len());
        }
    };
    thread::scope(|scope| {
        for _ in 1..run.threads.clamp(1, documents.len().max(1)) {
            scope.spawn(work);
        }
        work();
    });
    let mut artefacts = Vec::with_capacity(documents.len());
    for (document, place) in documents.iter().zip(made) {
        match place.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(Ok(bytes)) => artefacts.push(Artefact { path: document.path.clone(), bytes }),
            Some(Err(broken)) => {
                let known = findings.list().to_vec();
                broken.into_iter().filter(|one| !known.contains(one)).for_each(|one| findings.push(one));
            }
            None => findings.push(Diagnostic::new(Code::Template, format!("`{}` was not typeset", document.path))),
        }
    }
    if findings.has_errors() { Err(findings) } else { Ok(artefacts) }
}

/// Typesets one document.
fn one(document: &Document, shelf: &Shelf, theme: &Theme) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let Some(main) = shelf.template(document.template) else {
        return Err(vec![Diagnostic::new(Code::Template, format!("there is no template `{}`", document.template))]);
    };
    let date = document.date.as_deref().and_then(date);
    let desk = Desk { shelf, main, data: Bytes::new(document.data.clone()), date };
    let told = |errors: EcoVec<SourceDiagnostic>| {
        errors.iter().map(|error| diagnostic(error, &desk, theme.sources())).collect::<Vec<_>>()
    };
    let laid_out: PagedDocument = typst::compile(&desk).output.map_err(told)?;
    // A name in letters that no built-in font has cannot be accessible, and is still better than no document.
    pdf(&laid_out, &options(document, date, accessible()))
        .or_else(|_| pdf(&laid_out, &options(document, date, PdfStandards::default())))
        .map_err(told)
}

fn options(document: &Document, date: Option<Datetime>, standards: PdfStandards) -> PdfOptions {
    PdfOptions {
        ident: Smart::Custom(document.identity.clone()),
        creator: Smart::Custom(Some(format!("nudj {}", env!("CARGO_PKG_VERSION")))),
        timestamp: date.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    }
}

/// PDF/UA-1.
fn accessible() -> PdfStandards {
    PdfStandards::new(&[PdfStandard::Ua_1]).unwrap_or_default()
}

/// The day of a date as rounds write it, year first; none where it is less than a day or none at all.
fn date(text: &str) -> Option<Datetime> {
    let mut parts = text.trim().splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    Datetime::from_ymd_hms(year, month, day, 0, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn a_day_is_read_and_less_is_not() {
        assert!(date("2022-12-31").is_some());
        for text in ["", "2022", "2022-12", "2022-02-30", "31 December 2022"] {
            assert!(date(text).is_none(), "{text}");
        }
    }
}

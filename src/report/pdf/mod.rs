//! Reports as PDF: the views of the pages, typeset.
//!
//! `plan` lists the documents of a report, each as a template with the JSON of its view; `typeset` makes them, several at
//! a time, with typst as a library. Typst sees a world of three things and nothing else: the templates of the theme, the
//! JSON, and the fonts of `reports/fonts/`. It reads no disk, no clock and no font of the system.
//!
//! The typesetter is behind the feature `pdf`; without it a document is refused.

#[cfg(feature = "pdf")]
mod fonts;
#[cfg(feature = "pdf")]
mod place;
mod plan;
#[cfg(feature = "pdf")]
mod typeset;
#[cfg(feature = "pdf")]
mod world;

pub(super) use plan::{View, stem};

use super::artefact::Artefact;
use super::run::Run;
use super::theme::Theme;
use crate::diag::{Code, Diagnostic, Findings};

/// Whether PDF is built in.
pub const PDF: bool = cfg!(feature = "pdf");

/// A document that is not typeset yet.
#[derive(Debug)]
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "nothing typesets it"))]
pub(super) struct Document {
    /// Path relative to the folder of the report.
    pub(super) path: String,
    /// Name of the template in `typst/`.
    pub(super) template: &'static str,
    /// The view as JSON.
    pub(super) data: Vec<u8>,
    /// Names the document, so that its two makings are known to be one.
    pub(super) identity: String,
    /// The date of the data, as written in the round.
    pub(super) date: Option<String>,
}

/// Why there is no PDF.
#[must_use]
pub fn without_pdf() -> Diagnostic {
    Diagnostic::new(Code::BadArgument, "PDF is a feature that is not built in")
        .help("build with it: `cargo install --path . --features pdf`; html, xlsx and csv need no feature")
}

/// Typesets documents, in their order.
#[cfg(feature = "pdf")]
pub(super) fn typeset(documents: &[Document], theme: &Theme, run: &Run<'_>) -> Result<Vec<Artefact>, Findings> {
    typeset::all(documents, theme, run)
}

/// Refuses documents: there is nothing to typeset them with.
#[cfg(not(feature = "pdf"))]
pub(super) fn typeset(documents: &[Document], _: &Theme, _: &Run<'_>) -> Result<Vec<Artefact>, Findings> {
    let mut findings = Findings::default();
    if !documents.is_empty() {
        findings.push(without_pdf());
    }
    if findings.has_errors() { Err(findings) } else { Ok(Vec::new()) }
}

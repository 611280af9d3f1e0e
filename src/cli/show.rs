//! What goes to the terminal.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};

use super::arguments::Format;
use super::load::Loaded;
use crate::diag::{Code, Diagnostic, Findings, Severity, Sources, render, to_findings};

/// Whether standard error shows colour: on a terminal, and not where `NO_COLOR` is set.
fn colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Writes to standard output; a reader that has gone away is no failure.
pub(super) fn out(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Writes a line to standard error.
pub(super) fn err(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// So many findings of one kind are shown to a person; a program gets all.
const SHOWN: usize = 50;

/// Shows findings on standard error.
pub(super) fn findings(findings: &Findings, sources: &Sources, format: Format) {
    match format {
        Format::Text => {
            let mut met: BTreeMap<Code, usize> = BTreeMap::new();
            for diagnostic in findings.list() {
                let count = met.entry(diagnostic.code).or_default();
                *count += 1;
                if *count <= SHOWN {
                    err(&format!("{}\n", render(diagnostic, sources, colour())));
                }
            }
            for (code, count) in met.into_iter().filter(|(_, count)| *count > SHOWN) {
                err(&format!("and {} more of `{}`; `--format json` lists all\n", count - SHOWN, code.id()));
            }
        }
        Format::Json => err(&json(findings, sources)),
    }
}

/// Findings as one JSON object.
pub(super) fn json(findings: &Findings, sources: &Sources) -> String {
    let list = to_findings(findings.list(), sources);
    let value = serde_json::json!({ "format": "nudj-findings", "version": 1, "findings": list });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

/// Shows one finding that has no source.
pub(super) fn failure(diagnostic: &Diagnostic) {
    err(&render(diagnostic, &Sources::default(), colour()));
}

/// Shows the findings of a loading that a result is made from: errors stop, warnings are shown, notes are counted.
pub(super) fn loading(loaded: &Loaded, format: Format) {
    let mut shown = Findings::default();
    for diagnostic in loaded.findings.list() {
        if diagnostic.severity >= Severity::Warning || format == Format::Json {
            shown.push(diagnostic.clone());
        }
    }
    if !shown.is_empty() || format == Format::Json {
        findings(&shown, &loaded.reading.sources, format);
    }
}

/// The last line of a loading that failed.
pub(super) fn count(findings: &Findings) -> String {
    let errors = findings.errors();
    let warnings = findings.list().iter().filter(|one| one.severity == Severity::Warning).count();
    let word = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    format!("{}, {}", word(errors, "error"), word(warnings, "warning"))
}

//! Broken input: each case is one file under `tests/cases/broken`, and what a person sees is a snapshot beside it.
//!
//! A case says what is wrong, which codes it expects, and how it differs from `tests/cases/base.txt`.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use nudj::diag::Code;

use crate::support::{Case, Files, cases};

/// Codes that need more than text to show: files, folders and arguments. `binary` shows them.
const ELSEWHERE: [&str; 13] = [
    "bad-argument",
    // Of a run that goes on; the binary is tested on one.
    "cannot-resume",
    "cannot-write",
    // Of a series of rounds; the binary is tested on one.
    "large-change",
    "missing-word",
    // Reserved: no check gives it.
    "no-methodology",
    "no-such-node",
    "no-score",
    "no-such-unit",
    "template",
    "too-large",
    "unreadable",
    "wrong-encoding",
];

/// What the first lines of a case say.
struct Broken {
    name: String,
    /// What is wrong, in a sentence.
    about: String,
    expected: Vec<String>,
    files: Files,
}

fn broken() -> Vec<Broken> {
    let base = Files::base();
    let mut paths: Vec<PathBuf> = fs::read_dir(cases().join("broken"))
        .expect("the folder of cases can be read")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path, &base)).collect()
}

fn read(path: &Path, base: &Files) -> Broken {
    let text = fs::read_to_string(path).expect("a case can be read");
    let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
    let (head, changes) = text.split_once("\n\n").unwrap_or_else(|| panic!("{name}: no empty line after its head"));
    let (about, expected) = head.split_once("\nexpect: ").unwrap_or_else(|| panic!("{name}: expects nothing"));
    let expected = expected.split(' ').map(str::to_owned).collect();
    Broken { files: base.changed(changes, &name), about: about.to_owned(), expected, name }
}

/// The findings of a case as a person sees them.
fn shown(case: &Broken) -> String {
    let mut loaded = Case::of(&case.files);
    // Every round that gets so far says that it left out a row; the cases are about something else.
    if !case.expected.iter().any(|code| code == "row-skipped") {
        loaded.forget(Code::RowSkipped);
    }
    let found: Vec<&str> = loaded.codes();
    assert_eq!(found, case.expected, "{}: other findings than expected:\n{}", case.name, loaded.shown());
    assert!(!found.is_empty(), "{}: nothing was found", case.name);
    loaded.shown()
}

#[test]
fn the_base_is_sound() {
    let case = Case::of(&Files::base());
    let only_the_skipped_row: Vec<&str> = case.codes();
    assert_eq!(only_the_skipped_row, ["row-skipped"], "{}", case.shown());
    assert!(case.evaluation().is_some());
}

#[test]
fn every_broken_input_has_a_message_to_act_on() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(cases().join("broken").join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut failed = Vec::new();
    let cases = broken();
    for case in &cases {
        settings.set_description(case.about.clone());
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| {
            settings.bind(|| insta::assert_snapshot!(case.name.as_str(), shown(case)))
        }));
        if outcome.is_err() {
            failed.push(case.name.as_str());
        }
    }
    assert!(cases.len() >= 70, "only {} cases were found", cases.len());
    assert!(failed.is_empty(), "{} of {} cases: {}", failed.len(), cases.len(), failed.join(", "));
}

#[test]
fn every_code_is_shown_by_a_case() {
    let shown: BTreeSet<String> = broken().into_iter().flat_map(|case| case.expected).collect();
    let known: BTreeSet<String> = Code::ALL.iter().map(|code| code.id().to_owned()).collect();
    let elsewhere: BTreeSet<String> = ELSEWHERE.iter().map(|code| (*code).to_owned()).collect();
    let missing: Vec<&String> =
        known.iter().filter(|code| !shown.contains(*code) && !elsewhere.contains(*code)).collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

#[test]
fn every_snapshot_has_a_case() {
    let names: BTreeSet<String> = broken().into_iter().map(|case| case.name).collect();
    let folder = cases().join("broken").join("snapshots");
    for entry in fs::read_dir(folder).expect("the snapshots can be read") {
        let file = entry.expect("it can be read").file_name().to_string_lossy().into_owned();
        if let Some(name) = file.strip_suffix(".snap") {
            assert!(names.contains(name), "{file} has no case");
        }
    }
}

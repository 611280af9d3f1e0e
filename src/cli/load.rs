//! From a path on the command line to criteria and a round.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::collection::round_folders;
use super::files::{Reading, toml_files};
use crate::criteria::{Criteria, load_adapted};
use crate::diag::{Code, Diagnostic, FileId, Findings, Place};
use crate::survey::{Round, RoundDocument, assemble};

/// What was read, and all that was found on the way.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) reading: Reading,
    pub(super) findings: Findings,
    pub(super) criteria: Option<Criteria>,
    pub(super) round: Option<Round>,
    /// Nothing could be tried: the path names neither criteria nor a round.
    pub(super) could_not_run: bool,
}

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A folder with `round.toml`.
    Round,
    /// A folder with `framework.toml`.
    Criteria,
}

/// Whether a path is a round or criteria; also accepts the files themselves.
pub(super) fn kind(path: &Path) -> Option<(Kind, PathBuf)> {
    let folder = if path.is_file() { path.parent().unwrap_or(path) } else { path };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if folder.join("round.toml").is_file() {
        Some((Kind::Round, folder.to_path_buf()))
    } else if folder.join("framework.toml").is_file() {
        Some((Kind::Criteria, folder.to_path_buf()))
    } else {
        None
    }
}

impl Loaded {
    /// Reads criteria only.
    pub(super) fn criteria(folder: &Path) -> Loaded {
        let mut loaded = Loaded::default();
        loaded.read_criteria(folder, None, &[]);
        loaded
    }

    /// Reads a round and its criteria.
    pub(super) fn round(path: &Path, criteria: Option<&Path>) -> Loaded {
        let mut loaded = Loaded::default();
        let Some((Kind::Round, folder)) = kind(path) else {
            loaded.could_not_run = true;
            loaded.findings.push(not_a_round(path));
            return loaded;
        };
        let Some(file) = loaded.reading.text(&folder.join("round.toml"), None, &mut loaded.findings) else {
            loaded.could_not_run = true;
            return loaded;
        };
        let document = RoundDocument::read(file, &loaded.reading.sources, &mut loaded.findings);
        let Some(document) = document else { return loaded };
        let place = document.framework_place();
        let named = document.adaptation();
        let adaptation: Vec<FileId> = named
            .iter()
            .filter_map(|(path, place)| loaded.reading.text(&folder.join(path), Some(*place), &mut loaded.findings))
            .collect();
        let found = criteria.map(Path::to_path_buf).or_else(|| find_criteria(&folder, document.framework()));
        match found {
            // Without one of its files the adaptation would be another one.
            Some(_) if adaptation.len() < named.len() => {}
            // A folder that was named on the command line is no matter of the round's.
            Some(found) => loaded.read_criteria(&found, criteria.is_none().then_some(place), &adaptation),
            None => loaded.findings.push(
                Diagnostic::new(
                    Code::Unreadable,
                    format!("there is no `criteria/{}/framework.toml` beside or above the round", document.framework()),
                )
                .at(place)
                .help("mend `framework`, or name the folder of the criteria with `--criteria`"),
            ),
        }
        if let Some(criteria) = &mut loaded.criteria {
            document.choose_edition(&mut criteria.framework, &mut loaded.findings);
        }
        let mut files = BTreeMap::new();
        for (name, place) in document.files() {
            if let Some(file) = loaded.reading.text(&folder.join(&name), Some(place), &mut loaded.findings) {
                files.insert(name, file);
            }
        }
        if let Some(criteria) = &loaded.criteria {
            loaded.round =
                assemble(&document, &criteria.framework, &files, &mut loaded.reading.sources, &mut loaded.findings);
        }
        loaded.reading.inputs.sort_by(|a, b| a.path.cmp(&b.path));
        loaded
    }

    fn read_criteria(&mut self, folder: &Path, named: Option<Place>, adaptation: &[FileId]) {
        let paths = toml_files(folder).unwrap_or_default();
        if paths.is_empty() {
            let mut diagnostic =
                Diagnostic::new(Code::Unreadable, format!("`{}` holds no TOML file", folder.display()))
                    .help("criteria are a folder with a framework.toml");
            if let Some(place) = named {
                diagnostic = diagnostic.at(place);
            }
            self.findings.push(diagnostic);
            self.could_not_run = named.is_none();
            return;
        }
        let mut files = Vec::new();
        for path in &paths {
            files.extend(self.reading.text(path, None, &mut self.findings));
        }
        let (criteria, findings) = load_adapted(&files, adaptation, &self.reading.sources);
        for diagnostic in findings.list() {
            self.findings.push(diagnostic.clone());
        }
        // A file that could not be read would leave gaps that look like other errors.
        self.criteria = criteria.filter(|_| files.len() == paths.len());
    }
}

fn not_a_round(path: &Path) -> Diagnostic {
    let shown = path.display();
    let why = if !path.exists() {
        format!("`{shown}` does not exist")
    } else if path.is_dir() {
        format!("`{shown}` has no round.toml")
    } else {
        format!("`{shown}` is a file, and there is no round.toml beside it")
    };
    let inside = round_folders(path);
    let help = if inside.is_empty() {
        "name the folder of a round, such as surveys/egov-benchmark/2022".to_owned()
    } else {
        format!("name one of its rounds: {}", inside.join(", "))
    };
    Diagnostic::new(Code::Unreadable, why).help(help)
}

/// `criteria/<code>` in the folder of the round or any folder above it.
fn find_criteria(round: &Path, framework: &str) -> Option<PathBuf> {
    let start = std::path::absolute(round).ok()?;
    let found = start.ancestors().find_map(|folder| {
        let candidate = folder.join("criteria").join(framework);
        candidate.join("framework.toml").is_file().then_some(candidate)
    })?;
    // Shown as the user would write it, where the criteria lie below the working folder.
    let here = std::env::current_dir().ok();
    Some(here.and_then(|here| found.strip_prefix(here).ok().map(Path::to_path_buf)).unwrap_or(found))
}

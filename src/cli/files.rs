//! The one room that touches the disk.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::diag::{At, Code, Diagnostic, FileId, Findings, Place, Sources, decode};
use crate::frozen::InputFile;

/// Larger files are refused before they are read: no table of answers comes near, and a mistaken path often does.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The marker that says a folder holds results of ours, which may be replaced as a whole.
pub(super) const MARKER: &str = "manifest.json";

/// Files that were read, with their hashes.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) sources: Sources,
    pub(super) inputs: Vec<InputFile>,
}

impl Reading {
    /// Reads a text file. `named` is the place that names it, if a file does; a failure is a finding there.
    pub(super) fn text(&mut self, path: &Path, named: Option<Place>, findings: &mut Findings) -> Option<FileId> {
        let bytes = match read(path) {
            Ok(bytes) => bytes,
            Err((code, message, help)) => {
                let mut diagnostic = Diagnostic::new(code, message).help(help);
                if let Some(place) = named {
                    diagnostic = diagnostic.at(place);
                }
                findings.push(diagnostic);
                return None;
            }
        };
        let hash = hex(&Sha256::digest(&bytes));
        let shown = without_detours(path).display().to_string();
        self.inputs.push(InputFile { path: portable(path), bytes: bytes.len() as u64, sha256: hash });
        match decode(bytes) {
            Ok(text) => Some(self.sources.add(shown, text)),
            Err(not_text) => {
                let length = u32::try_from(not_text.readable.len()).unwrap_or(u32::MAX);
                let file = self.sources.add(shown, not_text.readable);
                findings.push(
                    Diagnostic::new(Code::WrongEncoding, not_text.message)
                        .at(Place { file, at: At::Span(length, length) })
                        .help("save the file as UTF-8; in a spreadsheet choose \"CSV UTF-8\" when saving"),
                );
                None
            }
        }
    }
}

/// The bytes of a file, or the code, message and help of a finding.
fn read(path: &Path) -> Result<Vec<u8>, (Code, String, String)> {
    let shown = path.display();
    let failed = |error: &io::Error| {
        let why = match error.kind() {
            io::ErrorKind::NotFound => "it does not exist".to_owned(),
            io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
            _ => error.to_string(),
        };
        (Code::Unreadable, format!("cannot read `{shown}`: {why}"), "check the path and the permissions".to_owned())
    };
    let metadata = fs::metadata(path).map_err(|error| failed(&error))?;
    if metadata.is_dir() {
        let message = format!("`{shown}` is a folder, and a file is due");
        return Err((Code::Unreadable, message, "name the file inside it".to_owned()));
    }
    if !metadata.is_file() {
        // A device or a pipe has no end that its size would tell.
        let message = format!("`{shown}` is not a file");
        return Err((Code::Unreadable, message, "name a file".to_owned()));
    }
    if metadata.len() > LARGEST {
        let message = format!("`{shown}` has {} MB, and nudj reads at most {} MB", metadata.len() >> 20, LARGEST >> 20);
        return Err((Code::TooLarge, message, "split the file, or remove columns that nobody reads".to_owned()));
    }
    fs::read(path).map_err(|error| failed(&error))
}

/// The TOML files of a folder, in order of name.
pub(super) fn toml_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml") && path.is_file())
        .collect();
    files.sort();
    Ok(files)
}

/// Every file below a folder, as path from the folder to text.
pub(super) fn folder_texts(folder: &Path) -> io::Result<std::collections::BTreeMap<String, String>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path)?);
            }
        }
    }
    Ok(found)
}

/// The path as it is written into results: from the folder that holds `criteria` or `surveys`, with `/`, so that the
/// same input gives the same bytes on every machine.
fn portable(path: &Path) -> String {
    let parts: Vec<String> = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let from = parts.iter().rposition(|part| part == "criteria" || part == "surveys");
    let mut kept: Vec<&str> = Vec::new();
    for part in &parts[from.unwrap_or_else(|| parts.len().saturating_sub(2))..] {
        match part.as_str() {
            "." => {}
            ".." => {
                kept.pop();
            }
            other => kept.push(other),
        }
    }
    kept.join("/")
}

/// The path without steps into a folder and out of it again, as it is shown. Only names are compared, so the file is read
/// under its first name.
fn without_detours(path: &Path) -> PathBuf {
    let mut kept: Vec<Component<'_>> = Vec::new();
    for part in path.components() {
        match (part, kept.last()) {
            (Component::ParentDir, Some(Component::Normal(_))) => {
                kept.pop();
            }
            _ => kept.push(part),
        }
    }
    kept.into_iter().collect()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The text of a file of ours; nothing where it is not there or is no text.
pub(super) fn file(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// Writes files into a folder so that they appear together: all are written beside it first, and one rename puts them
/// in place. An earlier result of ours (it has a manifest) is replaced as a whole; any other folder with files in it
/// is left alone.
pub(super) fn write_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Diagnostic> {
    let failed = |what: &str, error: &io::Error| {
        Diagnostic::new(Code::CannotWrite, format!("cannot {what} `{}`: {error}", folder.display()))
            .help("check the folder, its permissions and the free space; earlier results are untouched")
    };
    if folder.exists() && !replaceable(folder) {
        return Err(Diagnostic::new(
            Code::CannotWrite,
            format!("`{}` holds files that are not results of nudj", folder.display()),
        )
        .help("name an empty or new folder with `--out`"));
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|error| failed("create the folder of", &error))?;
    let staging =
        tempfile::Builder::new().prefix(".nudj-").tempdir_in(parent).map_err(|error| failed("write beside", &error))?;
    let fresh = staging.path().join("new");
    for (name, bytes) in files {
        let path = fresh.join(name);
        let inner = path.parent().unwrap_or(&fresh);
        let written = fs::create_dir_all(inner).and_then(|()| write_file(&path, bytes));
        written.map_err(|error| failed("write", &error))?;
    }
    if folder.exists() {
        let old = staging.path().join("old");
        fs::rename(folder, &old).map_err(|error| failed("replace", &error))?;
        if let Err(error) = fs::rename(&fresh, folder) {
            // Puts the earlier result back; if that fails too, it is still in the staging folder, which is then kept.
            if fs::rename(&old, folder).is_err() {
                let _ = staging.keep();
            }
            return Err(failed("replace", &error));
        }
        return Ok(());
    }
    fs::rename(&fresh, folder).map_err(|error| failed("write", &error))
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.flush()
}

/// Whether a folder is empty or holds results of ours. A manifest alone says little, since web pages have one too:
/// ours names the version of nudj that wrote it.
fn replaceable(folder: &Path) -> bool {
    let Ok(mut entries) = fs::read_dir(folder) else { return false };
    let manifest = folder.join(MARKER);
    let ours = || {
        let bytes = if manifest.is_file() { fs::read(&manifest).ok()? } else { return None };
        let value: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
        value.get("nudj").filter(|version| version.is_string()).map(|_| ())
    };
    entries.next().is_none() || ours().is_some()
}

/// Writes single files of a folder that may hold others, each by rename.
pub(super) fn write_into(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Diagnostic> {
    let failed = |error: &io::Error| {
        Diagnostic::new(Code::CannotWrite, format!("cannot write into `{}`: {error}", folder.display()))
            .help("check the folder, its permissions and the free space")
    };
    fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let mut ready = Vec::new();
    for (name, bytes) in files {
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
        file.write_all(bytes).map_err(|error| failed(&error))?;
        ready.push((folder.join(name), file));
    }
    for (path, file) in ready {
        file.persist(path).map_err(|error| failed(&error.error))?;
    }
    Ok(())
}

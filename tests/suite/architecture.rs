//! Arrows point down: a module names only modules below it.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers from the top; a file may name its own layer and those after it.
const LAYERS: [&str; 12] = [
    "cli", "report", "explain", "analyse", "frozen", "evaluate", "survey", "criteria", "methods", "model", "stats",
    "diag",
];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn no_module_names_one_above_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    let mut wrong = Vec::new();
    for file in rust_files(&source) {
        let inside = file.strip_prefix(&source).expect("it lies in src");
        let layer = inside.components().next().expect("it has a name").as_os_str().to_string_lossy().into_owned();
        let Some(own) = LAYERS.iter().position(|name| *name == layer.trim_end_matches(".rs")) else { continue };
        let text = fs::read_to_string(&file).expect("it can be read");
        for (number, line) in text.lines().enumerate() {
            let Some(after) = line.split("crate::").nth(1) else { continue };
            let named: String = after.chars().take_while(|ch| ch.is_ascii_lowercase() || *ch == '_').collect();
            if let Some(named) = LAYERS.iter().position(|name| *name == named) {
                seen += 1;
                if named < own {
                    wrong.push(format!("{}:{}: {}", inside.display(), number + 1, line.trim()));
                }
            }
        }
    }
    assert!(seen > 100, "the test reads too few arrows to be worth anything: {seen}");
    assert!(wrong.is_empty(), "arrows that point up:\n{}", wrong.join("\n"));
}

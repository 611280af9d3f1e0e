//! Reports as somebody asks for them: the same bytes again, and what goes wrong leaves earlier reports as they were.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use crate::binary::{Place, ROUND, contents, expect, text};

const OUT: &str = "out/report";

/// A place with a report, and the files of the report.
fn with_report() -> (Place, BTreeMap<String, Vec<u8>>) {
    let place = Place::base();
    expect(&place.run(&["report", ROUND, "--out", OUT]), 0, "pages");
    let files = contents(&place.path(OUT));
    (place, files)
}

/// A report over the earlier one, with a theme of these files; what comes out, and that nothing changed.
fn refused(files: &[(&str, &str)], more: &[&str]) -> String {
    let (place, before) = with_report();
    for (name, content) in files {
        let path = place.path("theme").join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("folders can be made");
        fs::write(path, content).expect("files can be written");
    }
    let mut arguments = vec!["report", ROUND, "--out", OUT];
    if !files.is_empty() {
        arguments.extend(["--templates", "theme"]);
    }
    arguments.extend(more);
    let output = place.run(&arguments);
    expect(&output, 2, "error");
    assert_eq!(contents(&place.path(OUT)), before, "earlier reports are not as they were");
    text(&output.stderr)
}

#[test]
fn the_same_round_gives_the_same_bytes() {
    let (place, first) = with_report();
    expect(&place.run(&["report", ROUND, "--out", OUT]), 0, "pages");
    assert_eq!(contents(&place.path(OUT)), first);
}

#[test]
fn a_page_needs_nothing_from_elsewhere() {
    let (_, files) = with_report();
    let pages: Vec<_> = files.iter().filter(|(name, _)| name.ends_with(".html")).collect();
    assert!(!pages.is_empty());
    for (name, bytes) in pages {
        let page = text(bytes);
        for loads in ["<script", "<link rel=\"stylesheet\"", "<img src=\"http", "@import", "url(http"] {
            assert!(!page.contains(loads), "{name} has {loads}");
        }
        assert!(page.contains("@font-face") && page.contains("url(data:font/woff2;base64,d09GMg"), "{name}");
    }
}

#[test]
fn a_mistake_in_a_template_is_named_with_its_place() {
    let template =
        "{% extends \"layout.html.j2\" %}\n{% block content %}\n<h1>{{ region.titel }}</h1>\n{% endblock %}\n";
    let said = refused(&[("templates/region.html.j2", template)], &[]);
    assert!(said.contains("region.html.j2:3"), "{said}");
    let said = refused(&[("templates/region.html.j2", "{% if %}")], &[]);
    assert!(said.contains("region.html.j2:1"), "{said}");
    let said = refused(&[("templates/regoin.html.j2", "")], &[]);
    assert!(said.contains("did you mean `templates/region.html.j2`?"), "{said}");
}

#[test]
fn languages_words_and_units_that_are_not_there_are_named() {
    assert!(refused(&[], &["--lang", "fr"]).contains("no words for the language `fr`"));
    let said = refused(&[("words/fr.toml", "[language]\nname = \"français\"\n")], &["--lang", "fr"]);
    assert!(said.contains("words/fr.toml") && said.contains("the words for `fr` have no `"), "{said}");
    let said = refused(&[("words/en.toml", "[language]\nface = \"Comic\"\n")], &[]);
    assert!(said.contains("language.face") && said.contains("ReportSans"), "{said}");
    assert!(refused(&[], &["--unit", "Gama"]).contains("did you mean `Gamma`?"));
    assert!(refused(&[], &["--format", "docx"]).contains("possible values"));
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let place = Place::base();
    fs::write(place.path("file"), "text").expect("files can be written");
    let before = contents(&place.path("."));
    expect(&place.run(&["report", ROUND, "--out", "file/out"]), 2, "cannot create the folder of `file/out`");
    if Path::new("/proc/self").is_dir() {
        // Nobody can write there, not even who may do everything elsewhere.
        expect(&place.run(&["report", ROUND, "--out", "/proc/nudj/out"]), 2, "cannot-write");
    }
    assert_eq!(contents(&place.path(".")), before);
}

/// Runs a script in which a small file system can be mounted; none where this machine does not allow it.
fn in_small_disk(test: &str, script: &str, place: &Place) -> Option<Output> {
    let mount = "mount -t tmpfs -o size=256k none small";
    let run = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--mount", "sh", "-c", script]).current_dir(place.path("."));
        command.env("NUDJ", env!("CARGO_BIN_EXE_nudj")).env("NO_COLOR", "1").output()
    };
    fs::create_dir_all(place.path("small")).expect("folders can be made");
    if !run(mount).is_ok_and(|output| output.status.success()) {
        // Not by a macro: the harness would swallow it.
        let said = format!("\nSKIPPED reports::{test}: a small file system cannot be mounted here (unshare)\n");
        std::io::stderr().write_all(said.as_bytes()).expect("it can be said");
        return None;
    }
    Some(run(&format!("{mount} && {script}")).expect("it starts"))
}

#[test]
fn a_full_disk_leaves_the_earlier_results() {
    let place = Place::base();
    // The scores fit, the pages do not. What is on the small disk is copied out, as it ends with the script.
    let script = format!(
        "$NUDJ score {ROUND} --out small/out && cp -r small/out before; \
         $NUDJ report {ROUND} --out small/out; status=$?; ls -A small > left; cp -r small/out after; exit $status"
    );
    let Some(output) = in_small_disk("a_full_disk_leaves_the_earlier_results", &script, &place) else { return };
    expect(&output, 2, "earlier results are untouched");
    assert!(text(&output.stderr).contains("No space left"), "{output:?}");
    assert_eq!(contents(&place.path("before")), contents(&place.path("after")));
    assert_eq!(fs::read_to_string(place.path("left")).expect("it was written"), "out\n", "half a report stayed");
}

//! Every page against the rules of accessibility (WCAG 2.2 AA and the practices that axe-core calls best), in headless
//! Chromium, light and dark.
//!
//! Needs `chromium` on the path and axe-core: `NUDJ_AXE` names its `axe.min.js`. Without them the tests say so on standard
//! error and are skipped; `.ci/run` has both. Of the 35 countries of Europe four are judged, all with `NUDJ_AXE_ALL=1`,
//! as `.ci/run` does.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::binary::{command, expect, text};
use crate::support::root;

const HARNESS: &str = include_str!("accessibility.html");
/// Rounds whose pages are judged: many countries and one, answers and published scores, results by sector and by event.
pub(crate) const ROUNDS: [&str; 4] = ["gems/europe-2022", "gems/2023", "gems/qatar-2024", "illustrative/2024"];

#[derive(Clone, Copy, Debug)]
enum Scheme {
    Light,
    Dark,
}

pub(crate) fn has_browser() -> bool {
    Command::new("chromium").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Says on standard error that a test is skipped; not by a macro, which the harness of tests would swallow.
pub(crate) fn skipped(test: &str, needs: &str) {
    let said = format!("\nSKIPPED {test}: needs {needs}\n");
    std::io::stderr().write_all(said.as_bytes()).expect("it can be said");
}

/// What a page of our own finds that looks into pages below `folder`, in headless Chromium.
pub(crate) fn browsed(folder: &Path, harness: &str, pages: &[PathBuf], options: &[String]) -> String {
    let named = |page: &PathBuf| page.strip_prefix(folder).expect("it is below").display().to_string();
    let list = serde_json::to_string(&pages.iter().map(named).collect::<Vec<_>>()).expect("a list of texts");
    let page = folder.join("harness.html");
    fs::write(&page, harness.replace("PAGES", &list)).expect("files can be written");
    let profile = TempDir::new().expect("a temporary folder");
    let output = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"])
        // Pages of the file system are strangers to each other; the harness has to look into its frames.
        .args(["--disable-web-security", "--virtual-time-budget=100000000", "--dump-dom"])
        .args(options)
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("it starts");
    let page = text(&output.stdout);
    let found = page.split_once("<pre id=\"found\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    found.unwrap_or_else(|| panic!("the browser gave no result: {output:?}")).0.to_owned()
}

/// What axe-core says of pages below `folder`; none where browser or axe-core is not there.
fn judged(test: &str, folder: &Path, pages: &[PathBuf], scheme: Scheme) -> Option<Vec<String>> {
    let (Some(axe), true) = (std::env::var_os("NUDJ_AXE"), has_browser()) else {
        skipped(&format!("accessibility::{test}"), "`chromium` and NUDJ_AXE, the path of axe.min.js");
        return None;
    };
    fs::copy(axe, folder.join("axe.js")).expect("axe.min.js can be copied");
    let preferred = match scheme {
        Scheme::Dark => 0,
        Scheme::Light => 1,
    };
    let found = browsed(folder, HARNESS, pages, &[format!("--blink-settings=preferredColorScheme={preferred}")]);
    let lines: Vec<String> = found.lines().map(str::to_owned).collect();
    let wanted = format!("{scheme:?}").to_lowercase();
    let checked = lines.iter().filter(|line| line.starts_with("checked ") && line.contains(&wanted)).count();
    assert_eq!(checked, pages.len(), "not every page was judged in the {wanted} scheme: {found}");
    Some(lines.into_iter().filter(|line| !line.starts_with("checked ")).collect())
}

/// All pages below a folder, in order.
pub(crate) fn pages_below(folder: &Path) -> Vec<PathBuf> {
    let mut pages = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "html") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

fn no_page_breaks_a_rule(test: &str, scheme: Scheme) {
    if std::env::var_os("NUDJ_AXE").is_none() {
        judged(test, Path::new(""), &[], scheme);
        return;
    }
    let folder = TempDir::new().expect("a temporary folder");
    for round in ROUNDS {
        let out = folder.path().join(round);
        let round = root().join("surveys").join(round).display().to_string();
        let mut arguments = vec!["report", &round, "--out"];
        let out = out.display().to_string();
        arguments.push(&out);
        if round.ends_with("europe-2022") && std::env::var_os("NUDJ_AXE_ALL").is_none() {
            arguments.extend(["--unit", "EE,IS,CH,MT"]);
        }
        let made = command(&arguments).output().expect("it starts");
        expect(&made, 0, "pages");
    }
    let pages = pages_below(folder.path());
    assert!(pages.len() > 60, "only {} pages", pages.len());
    if let Some(found) = judged(test, folder.path(), &pages, scheme) {
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[test]
fn no_page_breaks_a_rule_in_light() {
    no_page_breaks_a_rule("no_page_breaks_a_rule_in_light", Scheme::Light);
}

#[test]
fn no_page_breaks_a_rule_in_dark() {
    no_page_breaks_a_rule("no_page_breaks_a_rule_in_dark", Scheme::Dark);
}

#[test]
fn a_page_that_breaks_rules_is_found() {
    let folder = TempDir::new().expect("a temporary folder");
    let page = folder.path().join("page.html");
    let broken = "<!doctype html><html lang=\"en\"><title>t</title><main><h1>t</h1><img src=\"x.png\">\
        <p style=\"color:#aaa;background:#fff\">faint</p></main></html>";
    fs::write(&page, broken).expect("files can be written");
    let found = judged("a_page_that_breaks_rules_is_found", folder.path(), &[page], Scheme::Light);
    let Some(found) = found else { return };
    for rule in ["image-alt", "color-contrast"] {
        assert!(found.iter().any(|line| line.contains(rule)), "{rule} is not in {found:?}");
    }
}

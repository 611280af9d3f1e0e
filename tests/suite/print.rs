//! Pages on paper: no table is wider than the text of an A4 sheet, since what is wider is cut off where a page reads from right
//! to left.
//!
//! Needs `chromium` on the path. Without it the test says so on standard error and is skipped.

use tempfile::TempDir;

use crate::accessibility::{ROUNDS, browsed, has_browser, pages_below, skipped};
use crate::binary::{command, expect};
use crate::support::root;

const HARNESS: &str = include_str!("print.html");

#[test]
fn no_table_is_wider_than_a_sheet() {
    if !has_browser() {
        skipped("print::no_table_is_wider_than_a_sheet", "`chromium`");
        return;
    }
    let folder = TempDir::new().expect("a temporary folder");
    for round in ROUNDS.into_iter().chain(["gems"]) {
        let out = folder.path().join(round.replace('/', "-"));
        let (round, out) = (root().join("surveys").join(round).display().to_string(), out.display().to_string());
        let mut arguments = vec!["report", &round, "--out", &out];
        if round.ends_with("europe-2022") {
            arguments.extend(["--unit", "MK"]);
        }
        expect(&command(&arguments).output().expect("it starts"), 0, "pages");
    }
    let pages = pages_below(folder.path());
    let found = browsed(folder.path(), HARNESS, &pages, &[]);
    let (checked, wide): (Vec<&str>, Vec<&str>) = found.lines().partition(|line| line.starts_with("checked "));
    assert_eq!(checked.len(), pages.len(), "not every page was measured: {found}");
    assert!(wide.is_empty(), "{}", wide.join("\n"));
}

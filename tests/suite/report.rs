//! Reports: pages from a frozen result, in English and Arabic.

use std::collections::BTreeMap;
use std::fs;

use nudj::diag::Findings;
use nudj::frozen::{Frozen, freeze};
use nudj::report::{Artefact, Theme, report};

use crate::support::{Case, Files, root};

/// The result of the base round, with names that a page has to escape.
fn frozen() -> Frozen {
    let marked = "name = { en = 'Supply <b>& \"Sons\"</b>' }";
    let files = Files::base().replaced("criteria/tree.toml", "name = { en = \"Supply\" }", marked);
    let case = Case::of(&files);
    let evaluation = case.evaluation().unwrap_or_else(|| panic!("{}", case.shown()));
    let (criteria, round) = (case.criteria.expect("it is sound"), case.round.expect("it is sound"));
    freeze(&criteria.framework, &criteria.methodology, &round, &evaluation, Vec::new(), &Findings::default())
}

fn pages(theme: &Theme) -> Result<BTreeMap<String, String>, Findings> {
    let artefacts = report(&frozen(), &["en", "ar"], theme)?;
    // The template engine writes the slash of an address as a character reference.
    let text =
        |page: Artefact| (page.path, String::from_utf8(page.bytes).expect("pages are UTF-8").replace("&#x2f;", "/"));
    Ok(artefacts.into_iter().map(text).collect())
}

fn with(name: &str, text: &str) -> Theme {
    let overrides = BTreeMap::from([(name.to_owned(), text.to_owned())]);
    Theme::with_overrides(overrides).unwrap_or_else(|findings| panic!("{findings:?}"))
}

/// How often each of these stands in a page.
fn structure(page: &str) -> Vec<usize> {
    ["<table", "<tr", "<th", "<td", "<figure", "<svg", "<h1", "<h2", "<h3", "<section", "<a "]
        .iter()
        .map(|tag| page.matches(tag).count())
        .collect()
}

#[test]
fn both_languages_tell_the_same() {
    let pages = pages(&Theme::embedded()).unwrap_or_else(|findings| panic!("{findings:?}"));
    let english: Vec<&String> = pages.keys().filter(|path| path.starts_with("en/")).collect();
    assert_eq!(english.len(), 4, "an index and three units: {english:?}");
    for path in english {
        let (left, right) = (&pages[path], &pages[&path.replace("en/", "ar/")]);
        assert_eq!(structure(left), structure(right), "{path}");
        assert!(left.contains("<html lang=\"en\" dir=\"ltr\"") && right.contains("<html lang=\"ar\" dir=\"rtl\""));
    }
    assert!(pages["index.html"].contains("en/index.html") && pages["index.html"].contains("ar/index.html"));
}

#[test]
fn pages_need_nothing_else() {
    for (path, page) in pages(&Theme::embedded()).unwrap_or_else(|findings| panic!("{findings:?}")) {
        for needed in ["<script", "<link", "src=", "@import", "url("] {
            assert!(!page.contains(needed), "{path} has `{needed}`");
        }
    }
}

#[test]
fn names_are_escaped() {
    let pages = pages(&Theme::embedded()).unwrap_or_else(|findings| panic!("{findings:?}"));
    let page = &pages["en/AAA.html"];
    assert!(!page.contains("<b>&"), "a name reached the page as markup");
    assert!(page.contains("Supply &lt;b&gt;&amp; "), "the name is shown as it is written");
}

#[test]
fn the_same_result_gives_the_same_bytes() {
    let made = || pages(&Theme::embedded()).unwrap_or_else(|findings| panic!("{findings:?}"));
    assert_eq!(made(), made());
}

#[test]
fn a_misspelt_variable_is_an_error_with_its_place() {
    let text = "<!doctype html>\n<html lang=\"{{ page.lang }}\">\n{{ page.titel }}</html>\n";
    let theme = with("templates/languages.html.j2", text);
    let findings = pages(&theme).expect_err("the variable is not there");
    let shown: Vec<String> =
        findings.list().iter().map(|one| nudj::diag::render(one, theme.sources(), false)).collect();
    let shown = shown.join("\n");
    assert!(shown.contains("error[template]") && shown.contains("languages.html.j2:3"), "{shown}");
}

#[test]
fn an_unknown_file_is_refused_with_the_known_ones() {
    let overrides = BTreeMap::from([("templates/cuontry.html.j2".to_owned(), String::new())]);
    let findings = Theme::with_overrides(overrides).expect_err("nobody reads such a file");
    let help: Vec<&str> = findings.list().iter().filter_map(|one| one.help.as_deref()).collect();
    assert!(help.join(" ").contains("templates/country.html.j2"), "{help:?}");
}

#[test]
fn a_language_without_words_is_refused() {
    let findings = report(&frozen(), &["en", "fr"], &Theme::embedded()).expect_err("there are no French words");
    assert!(findings.list().iter().any(|one| one.message.contains("fr")), "{findings:?}");
}

#[test]
fn a_new_language_needs_every_word() {
    let words = "[language]\nname = \"Français\"\ndirection = \"ltr\"\ndigits = \"latin\"\nplural = \"none\"\n\n[text]\nskip = \"Aller au contenu\"\n";
    let theme = Theme::with_overrides(BTreeMap::from([("words/fr.toml".to_owned(), words.to_owned())]));
    let missing = theme.and_then(|theme| report(&frozen(), &["fr"], &theme)).expect_err("most words are missing");
    assert!(missing.list().iter().any(|one| one.code.id() == "missing-word"), "{missing:?}");
}

/// A fenced block of the guide that stands for a file.
fn example(guide: &str, file: &str) -> String {
    let start = guide.find(&format!("file={file}\n")).unwrap_or_else(|| panic!("no example for {file}"));
    let body = &guide[start + "file=".len() + file.len() + 1..];
    body[..body.find("\n```").expect("the block ends")].to_owned() + "\n"
}

#[test]
fn the_examples_of_the_guide_run() {
    let guide = fs::read_to_string(root().join("reports").join("README.md")).expect("the guide can be read");
    let words = pages(&with("words/en.toml", &example(&guide, "words/en.toml"))).expect("the words are sound");
    assert!(words["en/index.html"].contains("League table") && !words["ar/index.html"].contains("League table"));
    let name = "templates/languages.html.j2";
    let plain = pages(&with(name, &example(&guide, name))).expect("the template is sound");
    assert!(plain["index.html"].starts_with("<!doctype html>") && plain["index.html"].contains("ar/index.html"));
}

#[test]
fn the_guide_lists_every_variable() {
    let folder = root();
    let guide = fs::read_to_string(folder.join("reports").join("README.md")).expect("the guide can be read");
    let view = fs::read_to_string(folder.join("src/report/view.rs")).expect("the views can be read");
    let fields =
        view.lines().filter_map(|line| line.trim().strip_prefix("pub ")).filter_map(|line| line.split_once(": "));
    let missing: Vec<&str> =
        fields.map(|(name, _)| name).filter(|name| !guide.contains(&format!("| `{name}` |"))).collect();
    assert!(missing.is_empty(), "reports/README.md does not list {missing:?}");
}

//! Tests of the whole layer, on a small result made up here.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Analyses, Artefact, Run, Theme, Wanted, report, report_as};
use crate::diag::{Code, Findings};
use crate::frozen::Frozen;
use crate::survey::{Quantity, SystemKind};

const NAME: &str = r#"A <b>&"quoted"'s"#;
const README: &str = include_str!("../../reports/README.md");

fn score(score: Option<f64>, rank: Option<u32>) -> Value {
    let absent = score.is_none().then_some("below_coverage");
    json!({"score": score, "absent": absent, "coverage": 0.5, "observed": 0.5, "answered": 1, "applicable": 2, "rank": rank})
}

fn unit(code: &str, name: &str, value: Option<f64>, rank: Option<u32>) -> Value {
    let text = json!({"en": name, "ar": "بلد"});
    let scores = [score(value, rank), score(value, rank)];
    json!({"code": code, "name": text, "groups": {}, "quantities": {}, "scores": scores, "slices": {}, "items": []})
}

/// Two units that tie and one without a score, on a scale from 0 to 1 without bands.
fn sample() -> Frozen {
    let text = |text: &str| json!({"en": text, "ar": "نص"});
    let node = |code: &str, parent: Option<usize>, children: Vec<usize>| {
        json!({"code": code, "name": text(NAME), "parent": parent, "children": children,
            "level": usize::from(parent.is_some()), "weight": 1.0, "share": 1.0, "effective": 1.0,
            "indicator": children.is_empty(), "origin": "published", "facets": {}, "what": {}, "card": null})
    };
    let summary = json!({"n": 2, "mean": 0.725, "median": 0.725, "min": 0.725, "max": 0.725});
    let level = |code: &str| json!({"code": code, "name": text(code)});
    let value = json!({
        "format": "nudj-scores", "version": 1,
        "manifest": {"nudj": "0", "inputs": [], "findings": {}, "methodology": [
            {"step": "imputation", "of": "", "method": "none"},
            {"step": "aggregation", "of": "index", "method": "arithmetic missing rescale"}]},
        "framework": {"code": "demo", "edition": "1", "name": text("Demonstration"), "description": {}, "source": text("x"),
            "licence": text("CC0"), "origin": "published", "scale": [0.0, 1.0], "decimals": 2, "languages": ["en", "ar"],
            "levels": [level("index"), level("pillar")],
            "nodes": [node("index", None, vec![1]), node("one", Some(0), vec![])],
            "bands": [], "facets": [], "slices": null, "items": []},
        "round": {"code": "r", "period": "2024", "title": text("Round"), "source": text("x"), "licence": text("CC0"), "url": null,
            "cut_off": null, "illustrative": true, "notes": []},
        "summaries": [summary, summary],
        "units": [unit("AAA", NAME, Some(0.725), Some(1)), unit("BBB", "B", Some(0.725), Some(1)),
            unit("CCC", "C", None, None)]
    });
    serde_json::from_value(value).expect("the sample is a frozen result")
}

fn pages(theme: &Theme) -> BTreeMap<String, String> {
    let made = report(&sample(), &["en", "ar"], theme).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let text = |artefact: Artefact| (artefact.path, String::from_utf8(artefact.bytes).expect("pages are UTF-8"));
    made.into_iter().map(text).collect()
}

fn overridden(path: &str, text: &str) -> Result<Theme, Findings> {
    Theme::with_overrides(BTreeMap::from([(path.to_owned(), text.to_owned())]))
}

/// The one finding of a report that fails.
fn failure(languages: &[&str], theme: &Theme) -> (Code, String) {
    let findings = report(&sample(), languages, theme).expect_err("this report must fail");
    let first = &findings.list()[0];
    (first.code, format!("{} {}", first.message, first.help.clone().unwrap_or_default()))
}

#[test]
fn every_page_is_made_and_links_to_pages_that_exist() {
    let pages = pages(&Theme::embedded());
    assert_eq!(pages.len(), 15);
    for (path, html) in &pages {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let html = html.replace("&#x2f;", "/");
        let hrefs = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for href in hrefs.filter(|href| !href.starts_with('#') && !href.starts_with("http")) {
            let target = href
                .strip_prefix("../")
                .map_or_else(|| format!("{folder}/{href}").trim_start_matches('/').to_owned(), str::to_owned);
            assert!(pages.contains_key(&target), "{path} links to {target}");
        }
        assert!(!html.contains("<script"), "{path}");
    }
}

#[test]
fn names_are_escaped_everywhere() {
    let pages = pages(&Theme::embedded());
    assert!(pages.values().all(|html| !html.contains("A <b>") && !html.contains(r#"&"quoted""#)));
    assert!(pages["en/AAA.html"].contains("A &lt;b&gt;&amp;&quot;quoted&quot;"));
}

#[test]
fn ties_missing_units_and_invented_data_are_said() {
    let pages = pages(&Theme::embedded());
    let index = &pages["en/index.html"];
    assert!(index.contains(r#"<span class="mark">=</span><bdi>1</bdi>"#));
    assert!(index.contains("Ranks are among the 2 countries with a score; 1 has no score."));
    assert!(index.contains("coverage below the minimum"));
    assert!(pages["en/BBB.html"].contains("joint 1st of 2"));
    assert!(pages.values().all(|html| html.contains("class=\"illustrative\"")));
    // Half is rounded away from zero, and the two decimals are those of the framework.
    assert!(index.contains("<bdi>0.73</bdi>"));
}

#[test]
fn both_languages_have_the_same_structure() {
    let pages = pages(&Theme::embedded());
    let tags = |html: &str| -> Vec<String> {
        let names = html.split('<').skip(1).map(|rest| rest.split([' ', '>', '\n']).next().unwrap_or("").to_owned());
        names.collect()
    };
    for page in ["index.html", "AAA.html", "CCC.html"] {
        let (english, arabic) = (&pages[&format!("en/{page}")], &pages[&format!("ar/{page}")]);
        assert_eq!(tags(english), tags(arabic), "{page}");
        assert!(arabic.contains(r#"<html lang="ar" dir="rtl">"#));
    }
}

#[test]
fn word_files_have_the_same_keys() {
    let keys = |text: &str| -> Vec<String> {
        let table: toml::Table = text.parse().expect("a words file is TOML");
        let sections = ["text", "count", "ordinal"].map(|name| table[name].as_table().expect("a section"));
        let keys = sections.iter().enumerate();
        keys.flat_map(|(section, table)| table.keys().map(move |key| format!("{section}.{key}"))).collect()
    };
    let (english, arabic) = (include_str!("../../reports/words/en.toml"), include_str!("../../reports/words/ar.toml"));
    let (mut english, mut arabic) = (keys(english), keys(arabic));
    english.sort();
    arabic.sort();
    assert_eq!(english, arabic);
}

#[test]
fn a_misspelt_variable_names_file_and_line() {
    let theme = overridden("templates/country.html.j2", "<h1>\n{{ country.nmae }}</h1>").expect("a known file");
    let (code, message) = failure(&["en"], &theme);
    assert_eq!(code, Code::Template);
    assert!(message.contains("country.html.j2, line 2") && message.contains("country.nmae"), "{message}");
}

#[test]
fn a_missing_word_is_named() {
    let theme = overridden("templates/country.html.j2", "{{ w.greeting }}").expect("a known file");
    let (code, message) = failure(&["ar"], &theme);
    assert_eq!(code, Code::MissingWord);
    assert!(message.contains("greeting"), "{message}");
}

#[test]
fn an_incomplete_language_lists_its_missing_words() {
    let words = "[language]\nname = \"Français\"\ndirection = \"ltr\"\ndigits = \"latin\"\nplural = \"none\"";
    let theme = overridden("words/fr.toml", words).expect("a new language");
    assert_eq!(failure(&["fr"], &theme).0, Code::MissingWord);
}

#[test]
fn unknown_files_languages_and_broken_results_are_refused() {
    let findings = overridden("templates/regoin.html.j2", "").expect_err("no such template");
    let help = findings.list()[0].help.clone().unwrap_or_default();
    assert!(help.contains("did you mean `templates/region.html.j2`?") && help.contains("words/ar.toml"), "{help}");

    let (code, message) = failure(&["xx"], &Theme::embedded());
    assert_eq!(code, Code::BadArgument);
    assert!(message.contains("ar, en"), "{message}");

    let mut broken = sample();
    broken.summaries.pop();
    assert!(report(&broken, &["en"], &Theme::embedded()).is_err());
}

#[test]
fn nobody_with_a_score_still_makes_pages() {
    let mut frozen = sample();
    for unit in &mut frozen.units {
        for score in &mut unit.scores {
            (score.score, score.rank) = (None, None);
        }
    }
    for summary in &mut frozen.summaries {
        *summary = crate::frozen::Summary { n: 0, mean: None, median: None, min: None, max: None };
    }
    let made = report(&frozen, &["en", "ar"], &Theme::embedded()).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let index = made.iter().find(|artefact| artefact.path == "en/index.html").expect("the comparative page");
    assert!(String::from_utf8_lossy(&index.bytes).contains("No country has a score in this round."));
}

#[test]
fn the_example_of_the_guide_works() {
    let (_, rest) = README.split_once("```jinja\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("an end of the example");
    let pages = pages(&overridden("templates/country.html.j2", example).expect("a known file"));
    assert!(pages["en/BBB.html"].contains("<h1><bdi>B</bdi></h1>"));
}

/// The sample with systems of one unit, and a range for the one without a score.
fn with_systems() -> Frozen {
    let mut frozen = sample();
    let text = |english: &str, arabic: &str| json!({"en": english, "ar": arabic});
    let fact = |quantity: &str, value: Option<f64>, qualifier: &str, per: &str| {
        let figure = value.map(|value| json!({"value": value, "decimals": 0, "qualifier": qualifier, "per": per}));
        json!({"quantity": quantity, "name": text("stated", "ورد"), "figure": figure, "period": "2024",
            "source": {"": "A gazette"}})
    };
    let system = |kind: &str, status: &str, facts: Vec<Value>| {
        json!({"code": "s", "name": text(NAME, "نظام"), "owner": text("Ministry", "وزارة"), "kind": kind,
            "status": status, "nodes": [1], "source": {"": "A gazette, https://example.org/a"}, "facts": facts})
    };
    let systems = json!([
        system(
            "application",
            "in_service",
            vec![
                fact("services", Some(330.0), "more_than", "total"),
                fact("languages", Some(2.0), "exact", "total"),
                fact("phases", Some(2.0), "about", "total"),
                fact("transactions", Some(78e6), "more_than", "year"),
                fact("share", Some(100.0), "exact", "total"),
                fact("other", None, "exact", "total"),
            ]
        ),
        system("payment", "in_progress", vec![]),
        system("holograms", "planned", vec![fact("users", Some(1.0), "exact", "day")]),
    ]);
    frozen.units[2].systems = serde_json::from_value(systems).expect("systems of a frozen result");
    frozen.units[2].scores[0].range = Some([0.25, 0.875]);
    frozen
}

#[test]
fn systems_are_told_in_words() {
    let made = report(&with_systems(), &["en", "ar"], &Theme::embedded()).unwrap_or_else(|found| panic!("{found:#?}"));
    let page = |path: &str| {
        let found = made.iter().find(|artefact| artefact.path == path).expect("the page");
        String::from_utf8_lossy(&found.bytes).replace(['\u{2066}', '\u{2068}', '\u{2069}'], "")
    };
    let (english, arabic) = (page("en/CCC.html"), page("ar/CCC.html"));
    for passage in [
        "Portals and applications",
        "more than 330 services",
        "2 languages",
        "about 2 phases",
        "more than 78,000,000 transactions a year",
        "100%",
        "Shared enablers",
        "(in progress)",
        "Planned",
        "1 user a day",
        "Given what is known, the index lies between 0.25 and 0.88.",
    ] {
        assert!(english.contains(passage), "{passage}");
    }
    for passage in ["أكثر من 330 خدمة", "لغتان", "نحو مرحلتين", "أكثر من 78,000,000 معاملة في السنة", "بين 0.25 و0.88"]
    {
        assert!(arabic.contains(passage), "{passage}");
    }
    assert!(!page("en/AAA.html").contains("Digital systems"));
}

#[test]
fn a_system_that_names_no_node_of_the_result_is_refused() {
    let mut frozen = with_systems();
    frozen.units[2].systems[0].nodes = vec![7];
    assert!(report(&frozen, &["en"], &Theme::embedded()).is_err());
}

#[test]
fn every_kind_and_quantity_of_systems_has_words() {
    let words: toml::Table = include_str!("../../reports/words/en.toml").parse().expect("a words file is TOML");
    for kind in SystemKind::ALL {
        assert!(words["text"].get(format!("system_{}", kind.code())).is_some(), "{}", kind.code());
    }
    let counted = Quantity::ALL.iter().filter(|one| !matches!(one, Quantity::Share | Quantity::Other));
    for key in counted.flat_map(|one| ["", "_of"].map(|end| format!("quantity_{}{end}", one.code()))) {
        assert!(words["count"].get(&key).is_some(), "{key}");
    }
}

/// An analysis of the sample in which the first two units tie; `null` ranks where they are not defined.
fn analyses(round: &str, ranked: bool) -> Analyses {
    let ranks = |low: f64, high: f64| if ranked { json!([low, low, high]) } else { Value::Null };
    let unit = |code: &str, other: &str| {
        json!({"code": code, "score": 0.725, "rank": 1, "draws": 10, "scores": [0.7, 0.725, 0.75], "mean_score": 0.725,
            "ranks": ranks(1.0, 1.6), "mean_rank": null, "rank_probability": if ranked { json!([0.5, 0.5]) } else { json!([]) },
            "band_probability": [], "ties": if ranked { json!([other]) } else { json!([]) }})
    };
    let none = json!({"code": "CCC", "score": null, "rank": null, "draws": 0, "scores": null, "mean_score": null,
        "ranks": null, "mean_rank": null, "rank_probability": [], "band_probability": [], "ties": []});
    let value = json!({
        "format": "nudj-analysis", "version": 1, "nudj": "0", "inputs": [], "framework": "demo", "round": round, "seed": 1,
        "draws": 10, "requested": 10, "incomplete_draws": 0, "failed_draws": 0,
        "sources": [{"source": "weights.pillar", "varies": "x", "distribution": "uniform", "amount": 0.25}],
        "quantiles": [0.05, 0.5, 0.95], "ranks_not_defined": (!ranked).then_some("too few"), "mean_rank_shift": null,
        "bands": [], "units": [unit("AAA", "BBB"), unit("BBB", "AAA"), none], "above": [], "tie_rule": "",
        "tie_groups": if ranked { json!([["AAA", "BBB"]]) } else { json!([]) }
    });
    Analyses { uncertainty: Some(serde_json::from_value(value).expect("an analysis")), ..Analyses::default() }
}

fn analysed(analyses: &Analyses) -> Result<BTreeMap<String, String>, Findings> {
    let made = report_as(&sample(), analyses, &["en", "ar"], &Theme::embedded(), &Wanted::default(), &Run::default())?;
    let text = |artefact: Artefact| (artefact.path, String::from_utf8(artefact.bytes).expect("pages are UTF-8"));
    Ok(made.into_iter().map(text).collect())
}

#[test]
fn intervals_and_tie_groups_stand_with_the_ranks() {
    let pages = analysed(&analyses("r", true)).expect("a report");
    let unit = &pages["en/BBB.html"];
    assert!(unit.contains("It ranks joint 1st; in 90% of scenarios 1st to 2nd."), "{unit}");
    assert!(unit.contains("It cannot be told apart from A &lt;b&gt;"));
    assert!(pages["en/index.html"].contains(r#"class="group-start""#));
    assert!(pages["en/robustness.html"].contains("each weight up to 25% up or down"));
    assert!(pages["ar/robustness.html"].contains("كل وزن بزيادة أو نقصان"));
}

#[test]
fn ranks_of_too_few_units_have_no_intervals_and_the_page_says_why() {
    let pages = analysed(&analyses("r", false)).expect("a report");
    assert!(pages["en/index.html"].contains("the result has 2 countries with a score"));
    assert!(!pages["en/BBB.html"].contains("It ranks"));
    assert!(pages["en/BBB.html"].contains("in 90% of scenarios 0.70–0.75"));
}

#[test]
fn an_analysis_of_another_round_is_refused() {
    let findings = analysed(&analyses("other", true)).expect_err("it must fail");
    assert!(findings.list()[0].message.contains("`other`"), "{findings:#?}");
}

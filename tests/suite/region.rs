//! The comparative page: all countries by facet, the middle half, who improved, and the tables behind the charts.

use std::collections::BTreeMap;

use serde_json::Value;
use tempfile::TempDir;

use crate::binary::{Place, ROUND, command, contents, expect};
use crate::collections::{SERIES, two_rounds};
use crate::support::root;

type Contents = BTreeMap<String, Vec<u8>>;

fn reported(round: &str, arguments: &[&str]) -> Contents {
    let folder = TempDir::new().expect("a temporary folder");
    let (round, out) = (root().join(round).display().to_string(), folder.path().join("out"));
    let fixed = ["report", &round, "--out", &out.display().to_string(), "--draws", "50"].map(str::to_owned);
    let all: Vec<&str> = fixed.iter().map(String::as_str).chain(arguments.iter().copied()).collect();
    expect(&command(&all).output().expect("it starts"), 0, "languages");
    contents(&out)
}

fn json(files: &Contents, name: &str) -> Value {
    serde_json::from_slice(&files[name]).expect("JSON")
}

/// The rows of a table, each by its headings.
fn table(files: &Contents, name: &str) -> Vec<BTreeMap<String, String>> {
    let text = String::from_utf8_lossy(&files[name]).into_owned();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, String>>();
    rows.map(|row| row.expect("a row")).collect()
}

fn number(row: &BTreeMap<String, String>, heading: &str) -> f64 {
    row[heading].parse().unwrap_or_else(|_| panic!("{heading} of {row:?}"))
}

#[test]
fn a_facet_over_all_countries_is_made_of_their_parts() {
    let files = reported("surveys/illustrative/2024", &["--format", "html,csv", "--lang", "en"]);
    let scores = json(&files, "scores.json");
    let rows = table(&files, "en/csv/index/over-sector.csv");
    let mut compared = 0;
    for row in &rows {
        let mut known = Vec::new();
        for unit in scores["units"].as_array().expect("units") {
            let parts = unit["parts"].as_array().expect("parts").iter();
            let part =
                parts.into_iter().find(|part| part["facet"] == "sector" && part["value"] == row["Code"].as_str());
            let score = part.and_then(|part| part["scores"][0]["score"].as_f64()).expect("each has every sector");
            assert!((score - number(row, unit["code"].as_str().expect("a code"))).abs() < 1e-12, "{row:?}");
            known.push(score);
            compared += 1;
        }
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        assert!((mean - number(row, "Mean")).abs() < 1e-9 && row["With a score"] == known.len().to_string());
    }
    assert!(compared > 30, "{compared}");
    let page = String::from_utf8_lossy(&files["en/index.html"]).into_owned();
    assert!(page.contains("id=\"over-sector\"") && page.contains("id=\"coverage\""));
    // The base round of the tests has no facet of many values; one country has nobody to stand beside.
    let place = Place::base();
    expect(&place.run(&["report", ROUND, "--no-uncertainty", "--out", "out"]), 0, "pages");
    assert!(!String::from_utf8_lossy(&contents(&place.path("out"))["en/index.html"]).contains("id=\"over-"));
    let alone = reported("surveys/gems/qatar-2024", &["--format", "html", "--lang", "en"]);
    assert!(!String::from_utf8_lossy(&alone["en/index.html"]).contains("id=\"over-"));
}

#[test]
fn the_middle_half_is_the_distance_of_quartiles() {
    let files = reported("surveys/gems/europe-2022", &["--format", "csv", "--lang", "en", "--unit", "EE"]);
    let scores = json(&files, "scores.json");
    let mut index: Vec<f64> = scores["units"]
        .as_array()
        .expect("units")
        .iter()
        .filter_map(|unit| unit["scores"][0]["score"].as_f64())
        .collect();
    index.sort_by(f64::total_cmp);
    assert_eq!(index.len(), 35);
    // Of 35 values type 7 has the quartiles halfway between the ninth and the tenth, and between the 26th and the 27th.
    let expected = (index[25] + index[26]) / 2.0 - (index[8] + index[9]) / 2.0;
    let nodes = table(&files, "en/csv/index/nodes.csv");
    assert!((number(&nodes[0], "Middle half") - expected).abs() < 1e-9, "{:?}", nodes[0]);
}

#[test]
fn who_improved_is_said_on_what_both_rounds_measure_alike() {
    let place = two_rounds(SERIES);
    let arguments = ["report", "surveys/toy", "--format", "html,csv", "--no-uncertainty", "--out", "out"];
    expect(&place.run(&arguments), 0, "rounds");
    let files = contents(&place.path("out"));
    let rows = table(&files, "2024/en/csv/index/improved.csv");
    let (before, after) = (json(&files, "2023/scores.json"), json(&files, "2024/scores.json"));
    let score = |result: &Value, code: &str| {
        let units = result["units"].as_array().expect("units");
        let unit = units.iter().find(|unit| unit["code"] == code).expect("the unit");
        unit["scores"][0]["score"].as_f64().expect("a score")
    };
    for row in &rows {
        let change = score(&after, &row["Code"]) - score(&before, &row["Code"]);
        assert!((change - number(row, "Change in points")).abs() < 1e-9, "{row:?}");
    }
    assert!(rows.windows(2).all(|pair| number(&pair[0], "Change in points") >= number(&pair[1], "Change in points")));
    assert_eq!(rows.len(), 3);
    // GEMS 2022 has four countries that no source names for 2021, and 2023 measures too little as 2022 did.
    let folder = TempDir::new().expect("a temporary folder");
    let out = folder.path().join("out").display().to_string();
    let (round, previous) = (root().join("surveys/gems/2022"), root().join("surveys/gems/2021"));
    let arguments =
        ["report", &round.display().to_string(), "--previous", &previous.display().to_string(), "--lang", "en"];
    let run = command(&[&arguments[..], &["--out", &out, "--no-uncertainty"]].concat()).output().expect("it starts");
    expect(&run, 0, "pages");
    let page = String::from_utf8_lossy(&contents(std::path::Path::new(&out))["en/index.html"]).into_owned();
    assert!(page.contains("id=\"not-compared\"") && page.contains("not in the round of 2021"), "{page}");
}

/// Every large chart says where the table with its figures is, and it is there.
#[test]
fn every_chart_has_a_table() {
    let mut met = BTreeMap::new();
    for (round, series) in [("surveys/illustrative/2024", false), ("surveys/gems", true)] {
        let files = reported(round, if series { &["--unit", "QAT,EE"] } else { &[] });
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
            let page = String::from_utf8_lossy(bytes);
            for figure in page.split("<figure").skip(1) {
                let class = figure.split('"').nth(1).expect("a class").to_owned();
                let table = figure.split("data-table=\"").nth(1).unwrap_or_else(|| panic!("{name}: {class}"));
                let table = table.split('"').next().unwrap_or_default().replace("&#x2f;", "/");
                let (file, anchor) = table.split_once('#').unwrap_or_else(|| panic!("{name}: {table}"));
                let there = if file.is_empty() {
                    page.to_string()
                } else {
                    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
                    String::from_utf8_lossy(&files[&format!("{folder}/{file}")]).into_owned()
                };
                let section = there.split(&format!("<section aria-labelledby=\"{anchor}\">")).nth(1);
                let section = section.unwrap_or_else(|| panic!("{name}: no section {anchor}"));
                let body = section.split("</section>").next().unwrap_or_default();
                assert!(body.contains("<table"), "{name}: section {anchor} has no table");
                *met.entry(class).or_insert(0) += 1;
            }
        }
    }
    assert_eq!(met.keys().map(String::as_str).collect::<Vec<_>>(), ["intervals", "swarm", "trend", "waterfall"]);
}

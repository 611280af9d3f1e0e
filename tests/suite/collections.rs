//! Folders of rounds: one report over all of them, series over time, comparisons.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::binary::{Place, command, contents, expect, text};
use crate::support::{Files, root};

/// The report over the rounds of the repository, made once: path to text.
fn gems() -> &'static BTreeMap<String, String> {
    static PAGES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let folder = TempDir::new().expect("a temporary folder");
        let out = folder.path().join("gems").display().to_string();
        let run = command(&["report", "surveys/gems", "--out", &out]).current_dir(root()).output().expect("it starts");
        expect(&run, 0, "8 rounds");
        // The one figure that contradicts another is said on the way.
        expect(&run, 0, "217 a day are 79205 a year");
        contents(&folder.path().join("gems")).into_iter().map(|(name, bytes)| (name, text(&bytes))).collect()
    })
}

/// What a reader sees or hears of a page: its text, and the texts of titles and labels.
fn seen(page: &str) -> String {
    let (head, body) = page.split_once("<style>").expect("a page has a style");
    let (_, body) = body.split_once("</style>").expect("a style ends");
    let mut shown = String::new();
    for piece in format!("{head}{body}").split('<').skip(1) {
        let (tag, after) = piece.split_once('>').unwrap_or((piece, ""));
        for attribute in ["title=\"", "aria-label=\"", "alt=\""] {
            if let Some((_, rest)) = tag.split_once(attribute) {
                shown += rest.split('"').next().unwrap_or("");
                shown.push(' ');
            }
        }
        shown += after;
        shown.push(' ');
    }
    let isolates = ['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];
    shown.replace(isolates, "").replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn page(path: &str) -> String {
    let shown = seen(gems().get(path).unwrap_or_else(|| panic!("there is no {path}")));
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(path: &str, passages: &[&str]) {
    let shown = page(path);
    for passage in passages {
        assert!(shown.contains(passage), "{path} does not say `{passage}`:\n{shown}");
    }
}

#[test]
fn one_page_leads_to_every_report_in_both_languages() {
    let names = |language: &str| -> BTreeSet<String> {
        let inside = format!("{language}/");
        let pages = gems().keys().filter(|name| name.ends_with(".html"));
        pages
            .filter(|name| format!("/{name}").contains(&format!("/{inside}")))
            .map(|name| name.replacen(&inside, "", 1))
            .collect()
    };
    assert_eq!(names("en"), names("ar"), "a page is there in one language only");
    assert!(names("en").len() > 100, "{}", names("en").len());
    says(
        "en/index.html",
        &["The Arab region, editions 2019 to 2024", "Qatar 2024", "Europe by the GEMS-style criteria"],
    );
    for (name, html) in gems().iter().filter(|(name, _)| name.ends_with(".html")) {
        let html = html.replace("&#x2f;", "/");
        for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if link.starts_with("http") || link.starts_with('#') {
                continue;
            }
            let target = link.split('#').next().unwrap_or(link);
            let mut path: Vec<&str> = name.split('/').collect();
            path.pop();
            for part in target.split('/') {
                match part {
                    ".." => drop(path.pop()),
                    other => path.push(other),
                }
            }
            assert!(gems().contains_key(&path.join("/")), "{name} leads to {link}, which is not there");
        }
    }
}

#[test]
fn the_arab_region_has_its_published_figures_over_time() {
    let region = "arab-region/en/index.html";
    says(
        region,
        &[
            "In 2023, the edition with most scores known, the mean of 17 countries is 43.1",
            "Saudi Arabia leads with 93",
        ],
    );
    // The ranks of the first eight of 2023, as published.
    for (country, score, rank) in [
        ("SAU", "93", "1"),
        ("ARE", "92", "2"),
        ("QAT", "81", "3"),
        ("OMN", "66", "4"),
        ("JOR", "64", "5"),
        ("KWT", "62", "6"),
        ("BHR", "59", "7"),
        ("MAR", "45", "8"),
    ] {
        let row = format!("2023 {score} † ");
        let shown = page(&format!("arab-region/en/{country}.html"));
        let (_, after) = shown.split_once(&row).unwrap_or_else(|| panic!("{country}: no `{row}` in {shown}"));
        let published = after.split_whitespace().nth(1);
        assert_eq!(published, Some(rank), "{country}: {after:.80}");
    }
    // Published and computed figures of the region side by side.
    says("2023/en/index.html", &["Mean 43 43.1 17 countries", "Gap between highest and lowest 91 89.0"]);
    // Sources that contradict each other are both kept.
    says("2022/en/OMN.html", &["82 services of 24 institutions; Another source counts 84 services"]);
    says("2024/en/JOR.html", &["Newspapers say fourth, but 72 of Oman exceeds 63"]);
    says("2023/en/SOM.html", &["Sits badly with the published gap of 91"]);
    // Bands are those of the edition.
    says("2022/en/OMN.html", &["First group"]);
    says("2024/en/OMN.html", &["Advanced maturity"]);
    assert!(!page("2023/en/OMN.html").contains("Advanced maturity"), "no bands of 2023 are known");
}

#[test]
fn other_measures_stand_beside_the_index_with_their_correlation() {
    says("2022/en/index.html", &["Spearman's rank correlation with this index is +0.97, over 8 countries"]);
    says("2023/en/index.html", &["GovTech Maturity Index 2022", "over 17 countries", "over 16 countries"]);
    says("europe-2022/en/index.html", &["eGovernment Benchmark 2023, overall score", "over 35 countries"]);
}

#[test]
fn europe_has_three_pillars_for_35_countries() {
    let json: serde_json::Value = serde_json::from_str(&gems()["europe-2022/scores.json"]).expect("it is JSON");
    let nodes = json["framework"]["nodes"].as_array().expect("nodes");
    let pillars: Vec<usize> = (0..nodes.len()).filter(|&at| nodes[at]["parent"] == 0).collect();
    let units = json["units"].as_array().expect("units");
    let complete = |unit: &&serde_json::Value| pillars.iter().all(|&at| unit["scores"][at]["score"].is_f64());
    assert_eq!((pillars.len(), units.iter().filter(complete).count()), (3, 35));
    says("europe-2022/en/MT.html", &["Results by Channel", "Results by Audience", "Results by Life event"]);
}

#[test]
fn qatar_has_an_interval_that_holds_the_published_score() {
    let json: serde_json::Value = serde_json::from_str(&gems()["qatar-2024/scores.json"]).expect("it is JSON");
    let index = &json["units"][0]["scores"][0];
    let (low, high) = (index["range"][0].as_f64(), index["range"][1].as_f64());
    assert!(index["score"].is_null(), "{index}");
    assert!(low.zip(high).is_some_and(|(low, high)| low < 83.0 && 83.0 < high), "{index}");
    says(
        "qatar-2024/en/QAT.html",
        &["Given what is known, the index lies between", "more than 330 services", "Metrash2"],
    );
}

/// Latin letters on an Arabic page belong to codes, names and addresses.
#[test]
fn no_english_word_stands_on_an_arabic_page() {
    // Names of persons, products, standards and licences, and the language that one can change to.
    let names = ["nudj", "English", "Apache", "techradar"];
    let mut codes: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
    for (_, json) in gems().iter().filter(|(name, _)| name.ends_with("scores.json")) {
        let json: serde_json::Value = serde_json::from_str(json).expect("it is JSON");
        for list in ["nodes", "items", "facets"] {
            let all = json["framework"][list].as_array().into_iter().flatten();
            codes.extend(all.filter_map(|one| one["code"].as_str().map(str::to_owned)));
        }
    }
    let mut read = 0;
    let mut wrong = BTreeMap::new();
    for (name, html) in gems().iter().filter(|(name, _)| name.ends_with(".html") && format!("/{name}").contains("/ar/"))
    {
        // Evidence is quoted in the language in which it was entered, and its page says so.
        if name.ends_with("-evidence.html") {
            continue;
        }
        read += 1;
        assert!(!html.replace("hreflang", "").contains("<bdi lang="), "{name} has a text that is not translated");
        for word in seen(html).split(|ch: char| ch.is_whitespace() || "()«»،؛:,;\"'|/".contains(ch)) {
            let word = word.trim_matches(|ch: char| !ch.is_alphanumeric());
            let small = word.chars().filter(char::is_ascii_lowercase).count();
            let plain = word.chars().all(|ch| ch.is_ascii_alphabetic() || ch == '-');
            if small > 1 && plain && !codes.contains(word) {
                wrong.entry(word.to_owned()).or_insert(name);
            }
        }
    }
    assert!(read > 100, "only {read} pages were read");
    assert!(wrong.is_empty(), "English on Arabic pages: {wrong:?}");
}

#[test]
fn invented_data_say_so_on_every_page() {
    let folder = TempDir::new().expect("a temporary folder");
    let out = folder.path().join("out").display().to_string();
    let run = command(&["report", "surveys/illustrative/2024", "--out", &out]).current_dir(root()).output();
    expect(&run.expect("it starts"), 0, "3 units");
    let pages = contents(&folder.path().join("out"));
    let html: Vec<_> = pages.iter().filter(|(name, _)| name.ends_with(".html")).collect();
    assert!(html.len() >= 11, "{}", html.len());
    for (name, bytes) in html {
        let shown = text(bytes);
        assert!(shown.contains("class=\"illustrative\""), "{name} does not say that the data are invented");
    }
}

/// A collection of two rounds of the base, a year apart, with the text of its file.
pub(crate) fn two_rounds(collection: &str) -> Place {
    let place = Place::base();
    let there = place.path("surveys/toy/2024");
    let then = place.path("surveys/toy/2023");
    fs::create_dir_all(&then).expect("a folder");
    for entry in fs::read_dir(&there).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        let mut content = fs::read_to_string(&path).expect("it can be read");
        if path.ends_with("round.toml") {
            content = content.replacen("2024", "2023", 2).replace("period = \"2024\"", "period = \"2023\"");
        }
        // One answer was much lower a year before.
        content = content.replace("AAA,uptake,0.5,", "AAA,uptake,0.1,");
        fs::write(then.join(path.file_name().expect("a name")), content).expect("it can be written");
    }
    fs::write(place.path("surveys/toy/collection.toml"), collection).expect("it can be written");
    place
}

pub(crate) const SERIES: &str = "[collection]\ncode = \"toys\"\ntitle = { en = \"Toys\" }\n\n[[series]]\ncode = \"years\"\ntitle = { en = \"By year\" }\nrounds = [\"2023\", \"2024\"]\n";

#[test]
fn a_series_shows_changes_and_names_those_that_are_not_plausible() {
    let place = two_rounds(&format!("{SERIES}largest_change = 20\n"));
    let run = place.run(&["report", "surveys/toy", "--out", "out"]);
    expect(&run, 0, "large-change");
    expect(
        &run,
        0,
        "`uptake` of `AAA` moves by +40.0 points, from 10 in 2023 to 50 in 2024; the series declares 20 as plausible",
    );
    let unit = text(&fs::read(place.path("out/years/en/AAA.html")).expect("a page of the unit"));
    assert!(seen(&unit).contains("+40.0"), "the change is not on the page");
    let again = place.run(&["report", "surveys/toy", "--out", "again"]);
    expect(&again, 0, "2 rounds");
    assert_eq!(contents(&place.path("out")), contents(&place.path("again")), "the same input gives other bytes");
}

#[test]
fn a_broken_collection_is_told_with_its_places_and_nothing_is_written() {
    for (collection, passage) in [
        (SERIES.replace("\"2023\", ", "\"2032\", "), "there is no round in the folder `2032`"),
        (SERIES.replace("\"2023\", ", "\"2024\", "), "the round `2024` stands twice in the series"),
        (SERIES.replace("code = \"years\"", "code = \"2024\""), "`2024` is also a round, a language or another series"),
        (SERIES.replace("[collection]\n", "[collections]\n"), "there is no section `collections`"),
        (format!("{SERIES}largest_change = -1\n"), "`largest_change` cannot be -1"),
        (SERIES.replace("rounds =", "round ="), "`round` is not a key of `series`"),
    ] {
        let place = two_rounds(&collection);
        let run = place.run(&["report", "surveys/toy", "--out", "out"]);
        expect(&run, 1, passage);
        assert!(text(&run.stderr).contains("collection.toml:"), "{}", text(&run.stderr));
        assert!(!place.path("out").exists(), "{passage}: something was written");
    }
    let place = two_rounds(SERIES);
    let broken = fs::read_to_string(place.path("surveys/toy/2023/services.csv")).expect("it can be read");
    fs::write(place.path("surveys/toy/2023/services.csv"), broken.replace("Gamma,", "Gama,")).expect("it is written");
    let run = place.run(&["report", "surveys/toy", "--out", "out"]);
    expect(&run, 1, "unknown-unit");
    assert!(!place.path("out").exists());
    expect(&place.run(&["check", "surveys/toy"]), 1, "unknown-unit");
    expect(&place.run(&["score", "surveys/toy"]), 2, "name one of its rounds: 2023, 2024");
}

#[test]
fn two_units_or_two_rounds_are_compared() {
    let place = two_rounds(SERIES);
    expect(&place.run(&["compare", "surveys/toy/2024", "AAA", "BBB"]), 0, "AAA");
    expect(&place.run(&["compare", "surveys/toy/2023", "surveys/toy/2024", "AAA"]), 0, "+40.0");
    expect(&place.run(&["compare", "surveys/toy/2024", "AAA", "BBD"]), 2, "did you mean `BBB`?");
    let other = Place::with(&Files::base().replaced("criteria/framework.toml", "code = \"toy\"", "code = \"toi\""));
    expect(&other.run(&["compare", "surveys/toy/2024", "AAA", "BBB"]), 1, "error");
}

#[test]
fn all_units_of_two_rounds_or_under_two_methodologies_are_compared() {
    let place = two_rounds(SERIES);
    let rounds = place.run(&["compare", "surveys/toy/2023", "surveys/toy/2024"]);
    expect(&rounds, 0, "AAA    2 to 1    up 1   44.5    52.5    +8.0");
    expect(&rounds, 0, "units with a score on both sides move in score");

    let other = Files::base().replaced("criteria/tree.toml", "weight = 40", "weight = 90");
    for (name, text) in other.iter().filter(|(name, _)| name.starts_with("criteria/")) {
        let path = place.path(&format!("other/{}", name.trim_start_matches("criteria/")));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        std::fs::write(path, text).expect("files can be written");
    }
    let output = place.run(&["compare", "surveys/toy/2024", "--with", "other", "--format", "json"]);
    expect(&output, 0, "nudj-comparison");
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let validator = jsonschema::validator_for(&nudj::analyse::changes::schema()).expect("a schema");
    assert!(validator.is_valid(&value), "{value:#}");
    let moved = value["units"].as_array().expect("units").iter().filter(|unit| !unit["split"].is_null());
    for unit in moved.clone() {
        let index = &unit["nodes"][0];
        let change =
            index["second"]["score"].as_f64().expect("a score") - index["first"]["score"].as_f64().expect("one");
        let method = unit["split"]["method"].as_f64().expect("a part");
        assert!((change - method).abs() < 1e-9 && change.abs() > 1e-6, "all of it is method: {unit:#}");
    }
    assert_eq!(value["summary"]["compared"].as_u64(), Some(moved.count() as u64));

    expect(&place.run(&["compare", "surveys/toy/2024", "AAA", "--with", "other"]), 0, "method");
    expect(
        &place.run(&["compare", "surveys/toy/2024", "surveys/toy/2023", "--with", "other"]),
        2,
        "leave out the second round",
    );
    expect(&place.run(&["compare", "surveys/toy/2024", "AAA", "BBB", "--with", "other"]), 2, "name one unit, or none");
    expect(&place.run(&["compare", "surveys/toy/2024"]), 2, "nothing is named to compare the round with");
    expect(&place.run(&["compare", "surveys/toy/2024", "--with", "nowhere"]), 2, "`nowhere` holds no TOML file");
}

#[test]
fn lineage_decides_what_is_compared() {
    let run = command(&["compare", "surveys/gems/2022", "surveys/gems/2023", "TUN"]).current_dir(root()).output();
    let run = run.expect("it starts");
    expect(&run, 0, "AVI5 (new)");
    expect(&run, 0, "35.0*        36.0*      +1.0  +0.0 .. +2.0");
}

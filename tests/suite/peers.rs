//! Groups of units, peers, and the round before: from the library and from the command line.

use std::fs;

use nudj::diag::Code;
use nudj::frozen::Frozen;
use nudj::report::{Analyses, MOST_CHOSEN, Peers, Run, Theme, Wanted, report_as};
use serde_json::{Value, json};

use crate::binary::{Place, ROUND, contents, expect, text};
use crate::collections::{SERIES, two_rounds};
use crate::support::Files;

const GROUPING: &str = "\n[[grouping]]\ncode = \"income\"\nname = { en = \"Income groups\" }\nsource = \"A bank, https://example.org/income\"\n
    [[grouping.group]]\n    code = \"high\"\n    name = { en = \"High\" }\n    units = [\"AAA\", \"BBB\"]\n";

/// The scores of a unit at the index and at two pillars.
fn unit(code: &str, group: Option<&str>, scores: [Option<f64>; 3]) -> Value {
    let groups = group.map_or(json!({}), |group| json!({"income": group}));
    let score = |score: Option<f64>| {
        let absent = score.is_none().then_some("not_available");
        let range = score.map(|score| [score - 2.0, score + 2.0]);
        json!({"score": score, "absent": absent, "range": range, "coverage": 1.0, "observed": 1.0, "answered": 1,
            "applicable": 1, "rank": null})
    };
    let scores: Vec<Value> = scores.into_iter().map(score).collect();
    json!({"code": code, "name": {"en": format!("Unit {code}")}, "groups": groups, "quantities": {}, "scores": scores,
        "slices": {}, "items": []})
}

/// A result of one of two editions, of which the second scores the pillar `two` otherwise.
fn result(edition: &str, units: &[Value]) -> Frozen {
    let named = |code: &str| json!({"code": code, "name": {"en": code}});
    let node = |code: &str, parent: Option<usize>, children: &[usize]| {
        json!({"code": code, "name": {"en": code}, "parent": parent, "children": children,
            "level": usize::from(parent.is_some()), "weight": 1.0, "share": 0.5, "effective": 0.5,
            "indicator": children.is_empty(), "origin": "published", "facets": {}, "what": {}, "card": null})
    };
    let edited = |code: &str, changes: Value| json!({"code": code, "units": null, "items": null, "source": {}, "note": {}, "changes": changes});
    let change = json!([{"kind": "rescaled", "code": "two", "from": [], "into": [], "note": {}}]);
    let summary = json!({"n": units.len(), "mean": 50.0, "median": 50.0, "min": 0.0, "max": 90.0});
    let value = json!({
        "format": "nudj-scores", "version": 1,
        "manifest": {"nudj": "0", "inputs": [], "findings": {}, "methodology": []},
        "framework": {"code": "demo", "edition": edition, "name": {"en": "Demo"}, "description": {}, "source": {"en": "x"},
            "licence": {"en": "x"}, "origin": "published", "scale": [0.0, 100.0], "decimals": 1, "languages": ["en"],
            "levels": [named("index"), named("pillar")],
            "nodes": [node("index", None, &[1, 2]), node("one", Some(0), &[]), node("two", Some(0), &[])],
            "bands": [], "editions": [edited("1", json!([])), edited("2", change)], "facets": [], "slices": null,
            "items": []},
        "round": {"code": format!("r{edition}"), "period": format!("202{edition}"), "title": {"en": "Round"},
            "source": {"en": "x"}, "licence": {"en": "x"}, "url": null, "cut_off": null, "illustrative": false,
            "notes": [], "peers": "income", "groupings": [{"code": "income", "name": {"en": "Income groups"},
                "source": {"en": "A bank, https://example.org/income"}, "groups": [named("high"), named("low")]}]},
        "summaries": [summary, summary, summary],
        "units": units
    });
    serde_json::from_value(value).expect("a frozen result")
}

/// Four units: two peers with a score, one without, one alone in its group.
fn now() -> Frozen {
    let scores = |index: f64| [Some(index), Some(index), Some(index + 4.0)];
    result(
        "2",
        &[
            unit("AAA", Some("high"), scores(80.0)),
            unit("BBB", Some("high"), scores(60.0)),
            unit("CCC", Some("high"), [None; 3]),
            unit("DDD", Some("high"), scores(30.0)),
            unit("EEE", Some("low"), scores(20.0)),
            unit("FFF", None, scores(10.0)),
        ],
    )
}

/// A page as JSON.
fn page(frozen: &Frozen, analyses: &Analyses, peers: Peers, name: &str) -> Value {
    let wanted = Wanted { html: false, json: true, peers, ..Wanted::default() };
    let made = report_as(frozen, analyses, &["en"], &Theme::embedded(), &wanted, &Run::default());
    let made = made.unwrap_or_else(|findings| panic!("{findings:#?}"));
    let path = format!("en/{name}.json");
    let file = made.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}"));
    serde_json::from_slice(&file.bytes).expect("a page is JSON")
}

fn country(name: &str, peers: Peers) -> Value {
    page(&now(), &Analyses::default(), peers, name)["country"].take()
}

#[test]
fn the_mean_of_peers_leaves_out_the_unit_and_counts_who_has_a_score() {
    let shown = country("AAA", Peers::OfRound);
    // BBB has 60 and DDD 30 on the first pillar; CCC has no score.
    let first = &shown["pillars"][0];
    assert_eq!(
        first["peers"],
        json!({"mean": {"text": "45.0", "reason": null, "published": false}, "n": "2 countries"})
    );
    assert_eq!(shown["pillars"][1]["peers"]["mean"]["text"], "49.0");
    assert!(first["strip"]["peers"].is_string(), "no mark of the peers");
    let alt = first["strip"]["alt"].as_str().expect("a text");
    assert!(alt.ends_with("Mean of peers 45.0 (2 countries)."), "{alt}");
    assert_eq!(
        shown["peers"]["sentence"],
        "Peers are the other countries of the group “high” (Income groups): Unit BBB, Unit CCC, Unit DDD. The mean index \
         of the 2 countries with a score among them is 45.0; Unit AAA itself is left out."
    );
    assert_eq!(shown["peers"]["source"][1]["href"], "https://example.org/income");
    assert!(shown["earlier"].is_null() && first["earlier"].is_null(), "there is no round before");
}

#[test]
fn where_there_are_no_peers_the_page_says_why() {
    let missing = Peers::Grouping("region".to_owned());
    for (name, peers, reason) in [
        ("EEE", Peers::OfRound, "Unit EEE is the only country of this round in the group “low” (Income groups)"),
        ("FFF", Peers::OfRound, "Unit FFF is in none of the groups (Income groups)"),
        ("AAA", missing, "This round has no grouping region"),
        ("AAA", Peers::Units(vec!["AAA".to_owned(), "ZZZ".to_owned()]), "this round has no other one"),
    ] {
        let shown = country(name, peers);
        let sentence = shown["peers"]["sentence"].as_str().expect("a sentence");
        assert!(sentence.contains(reason), "{sentence}");
        assert_eq!(shown["peers"]["compared"], false);
        assert!(shown["pillars"][0]["peers"].is_null());
    }
    let chosen = country("AAA", Peers::Units(vec!["CCC".to_owned()]));
    assert_eq!(chosen["peers"]["sentence"], "Peers were chosen for this report: Unit CCC. No peer has a score.");
    assert_eq!(chosen["pillars"][0]["peers"]["mean"]["reason"], "No peer has a score.");
    assert_eq!(chosen["pillars"][0]["peers"]["n"], "none with a score");
}

#[test]
fn results_by_group_have_their_units_and_who_is_outside() {
    let region = page(&now(), &Analyses::default(), Peers::OfRound, "index")["region"].take();
    let table = &region["groups"][0];
    let row = &table["rows"][0];
    let cells = ["units", "n", "median", "max", "best", "min", "worst"].map(|key| row[key].as_str().expect("a text"));
    assert_eq!(cells, ["4", "3", "60.0", "80.0", "Unit AAA", "30.0", "Unit DDD"]);
    assert_eq!((row["mean"]["text"].as_str(), row["columns"][1]["text"].as_str()), (Some("56.7"), Some("60.7")));
    assert_eq!(table["note"], "In no group: Unit FFF.");
    assert_eq!(table["rows"][1]["worst"], "", "the one unit of a group is told once");
}

/// The page of AAA beside a round before.
fn compared(before: Frozen) -> Value {
    let analyses = Analyses { previous: Some(Box::new(before)), ..Analyses::default() };
    page(&now(), &analyses, Peers::OfRound, "AAA")["country"].take()
}

#[test]
fn the_round_before_is_compared_where_the_lineage_allows_it() {
    let shown = compared(result("1", &[unit("AAA", None, [Some(70.0), Some(70.5), Some(90.0)])]));
    assert_eq!(shown["earlier"]["sentence"], "Previous round: 2021, index 70.0. Change in points: +10.0.");
    let [one, two] = [&shown["pillars"][0], &shown["pillars"][1]];
    assert_eq!((&one["earlier"]["score"]["text"], &one["earlier"]["change"]), (&json!("70.5"), &json!("+9.5")));
    assert_eq!(one["earlier"]["remark"], "");
    assert!(one["strip"]["alt"].as_str().is_some_and(|alt| alt.ends_with("Previous round (2021) 70.5.")), "{one}");
    // The second edition scores it otherwise, so that its figure of before is not even shown.
    assert_eq!(two["earlier"]["remark"], "not comparable with the previous round: scored otherwise");
    assert!(two["strip"]["earlier"].is_null());
}

#[test]
fn a_change_within_the_ranges_is_not_certain() {
    // Only the index is known of the first of these.
    let index = compared(result("1", &[unit("AAA", None, [Some(70.0), None, Some(50.0)])]));
    let sentence = index["earlier"]["sentence"].as_str().expect("a sentence");
    assert!(sentence.ends_with("None of the components of the index can be compared with it."), "{sentence}");
    assert!(index["pillars"][0]["earlier"].is_null(), "a column without a figure");
    // 77 ± 2 and 80 ± 2 overlap; 76 ± 2 and 80 ± 2 only touch.
    let shown = compared(result("1", &[unit("AAA", None, [Some(77.0), Some(76.0), None])]));
    let sentence = shown["earlier"]["sentence"].as_str().expect("a sentence");
    assert!(sentence.contains("+3.0") && sentence.contains("overlap"), "{sentence}");
    assert_eq!(shown["pillars"][0]["earlier"]["remark"], "");
}

#[test]
fn tables_have_the_same_in_unrounded_numbers() {
    let before = result("1", &[unit("AAA", None, [Some(70.0), Some(70.25), Some(90.0)])]);
    let analyses = Analyses { previous: Some(Box::new(before)), ..Analyses::default() };
    let wanted = Wanted { html: false, csv: true, ..Wanted::default() };
    let made = report_as(&now(), &analyses, &["en"], &Theme::embedded(), &wanted, &Run::default());
    let made = made.unwrap_or_else(|findings| panic!("{findings:#?}"));
    let table = |path: &str| -> Vec<String> {
        let file = made.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}"));
        text(&file.bytes).lines().map(str::to_owned).collect()
    };
    let pillars = table("en/csv/AAA/pillars.csv");
    assert!(pillars[1].contains(",45,2,70.25,"), "{pillars:#?}");
    assert!(pillars[2].contains("not comparable with the previous round: scored otherwise"), "{pillars:#?}");
    let groups = table("en/csv/index/groups-income.csv");
    assert!(groups[1].starts_with("high,high,4,3,56.6666"), "{groups:#?}");
    assert_eq!(groups.len(), 3);
}

#[test]
fn a_round_before_without_the_unit_or_of_another_framework_is_told() {
    let shown = compared(result("1", &[unit("BBB", None, [Some(1.0); 3])]));
    assert_eq!(shown["earlier"]["sentence"], "Previous round: 2021, which has no figure of Unit AAA.");
    assert!(shown["pillars"][0]["earlier"].is_null());

    let mut other = result("1", &[]);
    other.framework.code = "another".to_owned();
    let analyses = Analyses { previous: Some(Box::new(other)), ..Analyses::default() };
    let made = report_as(&now(), &analyses, &["en"], &Theme::embedded(), &Wanted::default(), &Run::default());
    let findings = made.expect_err("they measure different things");
    assert_eq!(findings.list()[0].code, Code::WrongFramework);
}

#[test]
fn no_score_depends_on_a_grouping() {
    let frozen = |place: &Place| -> Value {
        expect(&place.run(&["score", ROUND, "--out", "out"]), 0, "");
        serde_json::from_slice(&fs::read(place.path("out/scores.json")).expect("a result")).expect("JSON")
    };
    let mut plain = frozen(&Place::base());
    let mut grouped = frozen(&grouped());
    assert_eq!(grouped["units"][0]["groups"]["income"], "high");
    assert_eq!(grouped["round"]["groupings"][0]["groups"][0]["name"]["en"], "High");
    for result in [&mut plain, &mut grouped] {
        result["manifest"] = Value::Null;
        result["round"]["groupings"] = Value::Null;
        result["round"]["peers"] = Value::Null;
        for unit in result["units"].as_array_mut().expect("units") {
            unit["groups"] = Value::Null;
        }
    }
    assert_eq!(plain, grouped);
}

/// The base with a grouping.
fn grouped() -> Place {
    let base = Files::base();
    let round = base.get("round.toml").expect("a round").to_owned() + GROUPING;
    Place::with(&base.with("round.toml", &round))
}

#[test]
fn peers_are_named_by_a_grouping_or_by_units() {
    let place = grouped();
    let report = |peers: &str| {
        let run = place.run(&["report", ROUND, "--no-uncertainty", "--out", "out", "--peers", peers]);
        expect(&run, 0, "3 units");
        text(&fs::read(place.path("out/en/AAA.html")).expect("a page"))
    };
    assert!(report("income").contains("group “High”"));
    assert!(report("Gamma,BBB").contains("Peers were chosen for this report: Gamma, Beta."));
    for (peers, passage) in [
        ("incom", "did you mean `income`?"),
        ("Gama", "did you mean `Gamma`?"),
        ("zzz", "groupings are: income; or name units"),
        ("income,AAA", "`income` is a grouping, and something else is named beside it"),
    ] {
        let run = place.run(&["report", ROUND, "--out", "none", "--peers", peers]);
        expect(&run, 2, passage);
        assert!(!place.path("none").exists(), "{peers}: something was written");
    }
}

#[test]
fn more_peers_than_can_be_shown_are_refused() {
    let frozen = now();
    let named: Vec<String> = frozen.units.iter().map(|unit| unit.code.clone()).collect();
    assert!(named.len() > MOST_CHOSEN);
    let findings = Peers::read(&named, &[&frozen]).expect_err("these are too many");
    assert!(findings.list()[0].message.contains("at most 4 can be chosen"), "{findings:#?}");
    assert_eq!(Peers::read(&named[..2], &[&frozen]), Ok(Peers::Units(named[..2].to_vec())));
}

#[test]
fn one_round_is_compared_with_the_round_or_the_result_that_is_named() {
    let place = two_rounds(SERIES);
    let report = |previous: &str| {
        let run = place.run(&["report", ROUND, "--no-uncertainty", "--out", "out", "--previous", previous]);
        expect(&run, 0, "3 units");
        text(&fs::read(place.path("out/en/AAA.html")).expect("a page"))
    };
    let of_round = report("surveys/toy/2023");
    assert!(of_round.contains("Previous round: 2023"), "{of_round}");
    expect(&place.run(&["score", "surveys/toy/2023", "--out", "before"]), 0, "");
    let of_result = report("before");
    assert!(of_result.contains("Previous round: 2023"));
    assert!(report("before/scores.json").contains("Previous round: 2023"));
    // In the folder of both, the series says which round was before.
    expect(&place.run(&["report", "surveys/toy", "--no-uncertainty", "--out", "all"]), 0, "2 rounds");
    let pages = contents(&place.path("all"));
    assert!(text(&pages["2024/en/AAA.html"]).contains("Previous round: 2023"));
    assert!(!text(&pages["2023/en/AAA.html"]).contains("Previous round"));
}

#[test]
fn a_round_before_that_cannot_be_read_is_told_and_nothing_is_written() {
    let place = two_rounds(SERIES);
    fs::create_dir_all(place.path("empty")).expect("a folder");
    fs::write(place.path("broken.json"), "{\"format\": 3}").expect("it is written");
    for (arguments, passage) in [
        (vec!["report", ROUND, "--previous", "nowhere"], "`nowhere` does not exist"),
        (vec!["report", ROUND, "--previous", "empty"], "has neither round.toml nor scores.json"),
        (vec!["report", ROUND, "--previous", "broken.json"], "is no result of this version of nudj"),
        (vec!["report", "surveys/toy", "--previous", "surveys/toy/2023"], "is a folder of rounds"),
    ] {
        let run = place.run(&[arguments.as_slice(), &["--no-uncertainty", "--out", "none"]].concat());
        expect(&run, 2, passage);
        assert!(!place.path("none").exists(), "{passage}: something was written");
    }
}

#[test]
fn a_round_of_a_folder_that_lacks_the_grouping_is_named() {
    let place = two_rounds(SERIES);
    let file = place.path("surveys/toy/2024/round.toml");
    let round = fs::read_to_string(&file).expect("it can be read");
    fs::write(&file, round + GROUPING).expect("it is written");
    let run = place.run(&["report", "surveys/toy", "--no-uncertainty", "--peers", "income", "--out", "out"]);
    expect(&run, 0, "`--peers`: nothing of it is in 2023; the pages of these rounds say so");
    let pages = contents(&place.path("out"));
    assert!(text(&pages["2023/en/AAA.html"]).contains("This round has no grouping income"));
    assert!(text(&pages["2024/en/AAA.html"]).contains("group “High”"));
}

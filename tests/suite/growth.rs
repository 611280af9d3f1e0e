//! Growth of observed values over the periods of a round, and over rounds.

use std::fs;

use nudj::analyse::coherence::Undefined;
use nudj::analyse::growth::{Growth, GrowthRules, History, Rate};
use serde_json::Value;

use crate::binary::{Place, ROUND, command, expect, text};
use crate::support::{root, round};

const CRITERIA: &str = r#"
[framework]
code = "demo"
edition = "1"
name = { en = "Demo" }
source = "this test"
licence = "CC0"
scale = { low = 0, high = 100 }
[[group]]
code = "index"
name = { en = "Index" }
[[indicator]]
code = "users"
parent = "index"
name = { en = "Users" }
range = { low = 0, high = 1000 }
[[indicator]]
code = "delay"
parent = "index"
name = { en = "Days of delay" }
range = { low = 0, high = 100 }
direction = "lower"
"#;

const TABLE: &str = "unit,year,users,delay\nAAA,2018,100,40\nAAA,2020,,30\nAAA,2021,133.1,20\nAAA,2022,,0\n\
                     BBB,2018,0,5\nBBB,2020,7,\nBBB,2021,9,\nBBB,2022,12,\n";

fn history(table: &str) -> History {
    let document = "[round]\ncode = \"r\"\nframework = \"demo\"\nperiod = \"2022\"\ntitle = { en = \"R\" }\nsource = \"this test\"\n\
                    licence = \"CC0\"\n[[unit]]\ncode = \"AAA\"\nname = { en = \"A\" }\n[[unit]]\ncode = \"BBB\"\n\
                    name = { en = \"B\" }\n[[table]]\nfile = \"data.csv\"\nperiod = \"year\"\n";
    let case = round(&[("framework.toml", CRITERIA)], document, &[("data.csv", table)]);
    let (criteria, round) = (case.criteria.as_ref(), case.round.as_ref());
    let (Some(criteria), Some(round)) = (criteria, round) else { panic!("{}", case.shown()) };
    History::of_round(&criteria.framework, round).expect("a history")
}

#[track_caller]
fn one<'g>(growth: &'g [Growth], unit: &str, indicator: &str) -> &'g Growth {
    growth.iter().find(|one| one.unit == unit && one.indicator == indicator).expect("a rate")
}

#[track_caller]
fn near(growth: &Growth, rate: f64) {
    let ours = growth.rate.value().expect("a rate");
    assert!((ours - rate).abs() < 1e-12, "{ours} {rate}");
}

#[test]
fn years_are_counted_and_gaps_are_not_filled() {
    let all = history(TABLE).growth(GrowthRules::default());
    let users = one(&all, "AAA", "users");
    near(users, 0.1);
    assert_eq!((users.observed, users.periods), (2, 4));
    let last = users.last.as_ref().expect("a value");
    assert_eq!((last.period.as_str(), last.value.to_bits()), ("2021", 133.1_f64.to_bits()));
    near(one(&all, "AAA", "delay"), -1.0);
    assert_eq!(one(&all, "BBB", "users").rate.0, Err(Undefined::NotPositive));
    assert_eq!(one(&all, "BBB", "delay").rate.0, Err(Undefined::TooFew));
}

#[test]
fn a_line_uses_every_value_and_a_better_direction_is_a_growth() {
    let rules = GrowthRules { rate: Rate::Linear, latest: None, directed: true };
    let all = history(TABLE).growth(rules);
    // The formula of least squares, written out.
    let (times, values) = ([2018.0, 2020.0, 2021.0, 2022.0], [40.0, 30.0, 20.0, 0.0]);
    let (middle, level): (f64, f64) = (times.iter().sum::<f64>() / 4.0, values.iter().sum::<f64>() / 4.0);
    let pairs = || times.iter().zip(&values);
    let slope = pairs().map(|(t, y)| (t - middle) * (y - level)).sum::<f64>()
        / times.iter().map(|t| (t - middle).powi(2)).sum::<f64>();
    near(one(&all, "AAA", "delay"), -slope / (level + slope * (2018.0 - middle)));
    // The line through these users starts below zero: it rises, and no share of its start says by how much.
    let steep =
        history(&TABLE.replace("BBB,2020,7,", "BBB,2020,1,").replace("BBB,2021,9,", "BBB,2021,2,")).growth(rules);
    let users = one(&steep, "BBB", "users");
    assert_eq!(users.rate.0, Err(Undefined::NotPositive));
    assert!(users.base.value().expect("a base") < 0.0 && users.change.value().expect("a change") > 2.0, "{users:?}");
    // Neither the unit of measurement nor the order of the rows moves a rate.
    let mut rows: Vec<String> = TABLE.lines().skip(1).map(str::to_owned).collect();
    rows.reverse();
    let turned = format!("unit,year,users,delay\n{}\n", rows.join("\n"));
    assert_eq!(history(&turned).growth(rules), all);
    let thousands = TABLE.replace("AAA,2018,100,", "AAA,2018,0.1,").replace("133.1,", "0.1331,");
    near(one(&history(&thousands).growth(GrowthRules::default()), "AAA", "users"), 0.1);
}

#[test]
fn a_part_of_the_periods_is_the_part_that_was_named() {
    let whole = history(TABLE);
    let late = whole.between(Some("2020"), None).expect("a part").growth(GrowthRules::default());
    near(one(&late, "BBB", "users"), (12.0_f64 / 7.0).sqrt() - 1.0);
    let latest = whole.growth(GrowthRules { latest: Some(3), ..GrowthRules::default() });
    assert_eq!(one(&latest, "BBB", "users").rate, one(&late, "BBB", "users").rate);
    // The last value of these users is of 2021: the three periods before it hold two values, and four are not there.
    near(one(&latest, "AAA", "users"), 0.1);
    let four = whole.growth(GrowthRules { latest: Some(4), ..GrowthRules::default() });
    assert_eq!(one(&four, "AAA", "users").rate.0, Err(Undefined::TooFew));
    assert!(whole.between(Some("2022"), Some("2018")).is_none() && whole.between(Some("2019"), None).is_none());
}

#[test]
fn the_binary_follows_indicators_over_rounds() {
    let place = Place::base();
    let hdi = root().join("tests/reference/hdi");
    let run = |arguments: &[&str]| {
        let out = place.path("growth");
        let rounds = ["growth", "surveys/hdi/2022", "surveys/hdi/1990", "--out", out.to_str().expect("a path")];
        command(&[&rounds, arguments].concat()).current_dir(&hdi).output().expect("it starts")
    };
    expect(&run(&["--unit", "AFG,Liechtenstein"]), 0, "+0.98");
    let written = fs::read_to_string(place.path("growth/growth.json")).expect("the file");
    let value: Value = serde_json::from_str(&written).expect("JSON");
    let validator = jsonschema::validator_for(&nudj::analyse::growth::schema()).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(value["periods"], serde_json::json!(["1990", "2022"]));
    // (62.879 / 45.967)^(1/32) - 1, from the published years of life expectancy of Afghanistan.
    let rate = value["growth"][0]["rate"].as_f64().expect("a rate");
    assert!((rate - 0.009_838_347).abs() < 5e-10, "{rate}");
    let table = fs::read_to_string(place.path("growth/growth.csv")).expect("the file");
    assert!(table.contains("\nLIE,le,,,too_few_rows,,,2,1,2022,84.656,2022,84.656\n"), "{table}");
    assert!(text(&run(&["--format", "json"]).stdout).contains("\"nudj-growth\""));
    expect(&run(&["--unit", "Liechtenstien"]), 2, "`Liechtenstien` is not a unit");
    expect(&run(&["--indicator", "lee"]), 2, "did you mean `le`?");
    expect(&run(&["--from", "1991"]), 2, "did you mean `1990`?");
    expect(&run(&["--from", "2022", "--to", "1990"]), 2, "two periods at least");
}

#[test]
fn what_has_no_time_between_has_no_growth() {
    let place = Place::base();
    expect(&place.run(&["growth", ROUND]), 2, "growth needs two periods at least");
    expect(&place.run(&["growth", ROUND, ROUND]), 2, "stand at the same time");
    expect(&place.run(&["growth"]), 2, "<ROUND>");
    expect(&place.run(&["growth", "surveys/none"]), 2, "does not exist");
    let hdi = root().join("tests/reference/hdi/surveys/hdi/2022");
    expect(&place.run(&["growth", ROUND, hdi.to_str().expect("a path")]), 2, "different things");
}

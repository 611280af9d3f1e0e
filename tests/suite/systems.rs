//! Digital systems: the shipped round of Qatar, and what commands say of systems.

use std::collections::BTreeMap;
use std::fs;

use nudj::diag::Code;
use nudj::explain::{Subject, unit_text};
use nudj::frozen::{Frozen, freeze};
use nudj::report::{Theme, report};

use crate::support::{self, Case, Files, root};

/// A shipped round with its criteria.
fn shipped(criteria: &str, round: &str) -> Case {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut files: Vec<(String, String)> = fs::read_dir(root().join(criteria))
        .expect("the criteria can be read")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".toml"))
        .map(|name| (name.clone(), read(&format!("{criteria}/{name}"))))
        .collect();
    files.sort();
    let named = ["../units.csv", "systems.csv", "facts.csv", "answers.csv"];
    let tables = named.map(|name| (name, read(&format!("{round}/{name}"))));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let tables: Vec<(&str, &str)> = tables.iter().map(|(name, text)| (*name, text.as_str())).collect();
    support::round(&files, &read(&format!("{round}/round.toml")), &tables)
}

fn frozen(case: &Case) -> Frozen {
    let (Some(criteria), Some(round), Some(evaluation)) = (&case.criteria, &case.round, case.evaluation()) else {
        panic!("there is no result:\n{}", case.shown());
    };
    freeze(&criteria.framework, &criteria.methodology, round, &evaluation, Vec::new(), &case.findings)
}

#[test]
fn one_article_makes_no_score_and_its_range_holds_the_published_one() {
    let case = shipped("criteria/gems", "surveys/gems/qatar-2024");
    let contradictions: Vec<&str> = case
        .findings
        .list()
        .iter()
        .filter(|one| one.code == Code::FiguresDisagree)
        .map(|one| one.message.as_str())
        .collect();
    assert_eq!(contradictions.len(), 1, "{contradictions:?}");
    assert!(contradictions[0].contains("217 a day are 79205 a year"), "{contradictions:?}");

    let frozen = frozen(&case);
    let unit = &frozen.units[0];
    assert_eq!(unit.systems.len(), 20);
    assert_eq!(unit.systems.iter().map(|system| system.facts.len()).sum::<usize>(), 30);
    let planned = unit.systems.iter().filter(|system| system.status == "planned");
    assert_eq!(planned.map(|system| system.nodes.len()).collect::<Vec<_>>(), [0, 0]);

    let index = &unit.scores[0];
    assert_eq!((index.score, index.absent.as_deref()), (None, Some("below_coverage")));
    let [low, high] = index.range.expect("a range");
    assert!(0.0 < low && low < 83.0 && 83.0 < high, "{low} to {high}");

    let pages: BTreeMap<String, String> = report(&frozen, &["en", "ar"], &Theme::embedded())
        .expect("pages")
        .into_iter()
        .map(|page| (page.path, String::from_utf8_lossy(&page.bytes).into_owned()))
        .collect();
    assert!(pages["en/QAT.html"].contains("Given what is known, the index lies between"));
    assert!(pages["ar/QAT.html"].contains("استناداً إلى ما هو معلوم، تقع قيمة المؤشر بين"));
}

#[test]
fn an_explanation_lists_the_systems_of_a_node_with_their_places() {
    let systems = "unit,code,name_en,owner_en,kind,channel,kpis,status,url,source\n\
        AAA,app,One app,Ministry of Interior,application,,online,in_service,,A newspaper\n\
        AAA,pay,Gateway,Ministry of Finance,payment,,,in_service,,A newspaper\n";
    let facts = "unit,system,quantity,name_en,value,qualifier,per\nAAA,app,services,offered,330,more_than,year\n";
    let document = Files::base().get("round.toml").expect("a round").to_owned();
    let files = Files::base()
        .with("systems.csv", systems)
        .with("facts.csv", facts)
        .with("round.toml", &format!("{document}\n[systems]\nfile = \"systems.csv\"\nfacts = \"facts.csv\"\n"));
    let case = Case::of(&files);
    let (Some(criteria), Some(round), Some(evaluation)) = (&case.criteria, &case.round, case.evaluation()) else {
        panic!("{}", case.shown());
    };
    let subject = Subject {
        framework: &criteria.framework,
        methodology: &criteria.methodology,
        round,
        evaluation: &evaluation,
        sources: &case.sources,
        language: "en",
    };
    let of = |node: &str| unit_text(subject, 0, criteria.framework.node(node).expect("a node"), false);
    let line = "facts.csv:2:5 more than 330 services a year: offered (2024)";
    assert!(of("total").contains(line) && of("total").contains("Gateway"), "{}", of("total"));
    assert!(of("supply").contains(line) && !of("supply").contains("Gateway"), "{}", of("supply"));
    assert!(!of("demand").contains("digital systems"), "{}", of("demand"));
}

#[test]
fn a_result_without_systems_has_no_word_of_them() {
    let text = serde_json::to_string(&frozen(&Case::of(&Files::base()))).expect("it can be written");
    assert!(!text.contains("systems"));
}

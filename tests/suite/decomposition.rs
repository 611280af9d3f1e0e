//! The parts of a change: each factor alone takes all of it, and together they sum to it.

use std::fs;

use nudj::analyse::{Decomposition, Factor, NoSplit, Source, decompose, match_nodes};
use nudj::diag::Findings;
use nudj::frozen::freeze;

use crate::binary::{Place, ROUND, expect};
use crate::support::{Case, Files};

/// Splits the change of a unit between two sets of files.
fn split(first: &Files, second: &Files, units: [&str; 2]) -> Result<Decomposition, NoSplit> {
    let cases = [Case::of(first), Case::of(second)];
    let scored = cases.each_ref().map(|case| {
        let evaluation = case.evaluation().unwrap_or_else(|| panic!("{}", case.shown()));
        let (criteria, round) = (case.criteria.as_ref().expect("criteria"), case.round.as_ref().expect("a round"));
        let none = Findings::default();
        let frozen = freeze(&criteria.framework, &criteria.methodology, round, &evaluation, Vec::new(), &none);
        (criteria, round, evaluation, frozen)
    });
    let [(one, other), _] = [(&scored[0], &scored[1]); 2];
    let unit = [one.1.unit(units[0]).expect("a unit"), other.1.unit(units[1]).expect("a unit")];
    let lineage = match_nodes(&one.3.framework, &other.3.framework);
    let sources = [one, other].map(|(criteria, round, ..)| Source {
        framework: &criteria.framework,
        methodology: &criteria.methodology,
        round,
    });
    let found = decompose(sources[0], sources[1], &lineage, &[unit])?[0]?;
    let score = |side: usize| scored[side].2.scores.whole.at(0, unit[side]).score.expect("a score");
    assert!((found.before - score(0)).abs() < 1e-9 && (found.after - score(1)).abs() < 1e-9, "{found:?}");
    let total: f64 = found.parts.iter().sum();
    assert!((total - (found.after - found.before)).abs() < 1e-13, "{found:?}");
    Ok(found)
}

/// Asserts that a change belongs to one factor alone.
fn only(found: &Decomposition, factor: Factor) {
    let change = found.after - found.before;
    assert!(change.abs() > 1e-6, "{found:?}");
    for (one, part) in Factor::ALL.iter().zip(found.parts) {
        let expected = if *one == factor { change } else { 0.0 };
        assert!((part - expected).abs() < 1e-9, "{factor:?}: {found:?}");
    }
}

fn better(files: &Files) -> Files {
    files.replaced("uptake.csv", "AAA,uptake,0.5,", "AAA,uptake,0.8,")
}

fn reweighed(files: &Files) -> Files {
    files.replaced("criteria/tree.toml", "weight = 40", "weight = 90")
}

fn with_a_gap(files: &Files) -> Files {
    files.replaced("country.csv", "AAA,portal; mobile,12,agree", "AAA,portal; mobile,12,")
}

fn without_the_clinic(files: &Files) -> Files {
    let item = "[[item]]\ncode = \"clinic\"\ntable = \"services\"\nname = { en = \"Book a doctor\" }\nfacets = { sector = \"health\" }\n";
    let rows = |files: &Files, row: &str| files.replaced("services.csv", row, "");
    let files = files.replaced("criteria/services.toml", item, "");
    let all = [
        "Alpha,clinic,central,yes,no\n",
        "BBB,clinic,automatic,,\n",
        "Gamma,clinic,central,no,no\n",
        "average,clinic,central,yes,yes\n",
    ];
    let files = all.iter().fold(files, |files, row| rows(&files, row));
    files.with("services.csv", &format!("{}CCC,school,central,no,no\n", files.get("services.csv").expect("services")))
}

#[test]
fn each_factor_alone_takes_the_whole_change() {
    let base = Files::base();
    only(&split(&base, &better(&base), ["AAA"; 2]).expect("a split"), Factor::Performance);
    only(&split(&base, &reweighed(&base), ["AAA"; 2]).expect("a split"), Factor::Method);
    only(&split(&base, &with_a_gap(&base), ["AAA"; 2]).expect("a split"), Factor::Coverage);
    only(&split(&base, &without_the_clinic(&base), ["AAA"; 2]).expect("a split"), Factor::Set);
}

#[test]
fn all_at_once_still_sum_to_the_change() {
    let base = Files::base();
    let second = without_the_clinic(&with_a_gap(&reweighed(&better(&base))));
    let found = split(&base, &second, ["AAA"; 2]).expect("a split");
    assert!(found.parts.iter().all(|part| part.abs() > 1e-6), "{found:?}");
    assert_eq!((found.indicators, found.weight), (6, 1.0));
    let back = split(&second, &base, ["AAA"; 2]).expect("a split");
    for (there, back) in found.parts.iter().zip(back.parts) {
        assert!((there + back).abs() < 1e-9, "the way back is the opposite: {found:?} {back}");
    }
}

#[test]
fn what_only_one_edition_measures_is_method() {
    let base = Files::base();
    let text = base.get("criteria/tree.toml").expect("the tree");
    let from = text.find("[[indicator]]\ncode = \"uptake\"").expect("uptake");
    let dropped = base.with("criteria/tree.toml", &text[..from]);
    let document = base.get("round.toml").expect("the round");
    let table = document.rfind("[[table]]").expect("a table");
    let dropped = dropped.with("round.toml", &document[..table]);
    let found = split(&base, &dropped, ["BBB"; 2]).expect("a split");
    only(&found, Factor::Method);
    assert_eq!(found.indicators, 5);
}

#[test]
fn a_unit_that_leaves_moves_the_others_only_under_a_relative_method() {
    let fixed = "normalisation = { method = \"fixed_scale\" }";
    let base = Files::base().replaced(
        "criteria/tree.toml",
        "range = { low = 0, high = 1 }\n",
        "normalisation = { method = \"min_max\" }\n",
    );
    assert!(base.get("criteria/framework.toml").expect("criteria").contains(fixed));
    let third = base.replaced("uptake.csv", "CCC,uptake,,not_available", "CCC,uptake,0.9,observed");
    let left = |files: &Files| {
        let files = files.replaced("units.csv", "CCC,Gamma,,5,south\n", "");
        let files = files.replaced("services.csv", "Gamma,clinic,central,no,no\n", "");
        files.replaced("country.csv", "CCC,,1,\n", "").replaced("uptake.csv", "CCC,uptake,0.9,observed\n", "")
    };
    only(&split(&third, &left(&third), ["AAA"; 2]).expect("a split"), Factor::Set);
}

#[test]
fn a_unit_without_a_score_has_no_split() {
    let base = Files::base();
    let minimum = "\n[methodology.coverage]\nminimum = { index = 1, pillar = 1 }\n";
    let strict = |files: &Files| {
        let text = files.get("criteria/framework.toml").expect("criteria").to_owned();
        files.with("criteria/framework.toml", &format!("{text}{minimum}"))
    };
    let gap = with_a_gap(&base);
    let found = std::panic::catch_unwind(|| split(&strict(&base), &gap, ["AAA"; 2]));
    // The second round has a score, and its gap under the first method has none.
    assert_eq!(found.expect("no panic"), Err(NoSplit::NoScore));
}

#[test]
fn the_binary_shows_the_parts_or_why_there_are_none() {
    let place = Place::base();
    let second = better(&Files::base()).replaced("round.toml", "code = \"toy-2024\"", "code = \"toy-2025\"");
    for (name, text) in second.iter().filter(|(name, _)| !name.starts_with("criteria/")) {
        let path = place.path(&format!("surveys/toy/2025/{name}"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }
    let output = place.run(&["compare", ROUND, "surveys/toy/2025", "AAA"]);
    expect(&output, 0, "performance");
    expect(&output, 0, "set of units and items");
    let reported = "unit,indicator,value,status\nAAA,uptake,0.8,\nBBB,uptake,0.25,observed\nCCC,uptake,,not_available\nAAA,demand,70,reported\n";
    fs::write(place.path("surveys/toy/2025/uptake.csv"), reported).expect("it can be written");
    let output = place.run(&["compare", ROUND, "surveys/toy/2025", "AAA"]);
    expect(&output, 0, "not defined (a round holds published scores, not answers)");
}

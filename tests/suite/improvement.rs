//! Steps, what-if and targets are the round scored again: what they say is what an edited file would give.

use nudj::analyse::improvement::{Baseline, Efforts, Target, WhatIf, gaps, path, whatif, whatif_schema};
use nudj::criteria::Criteria;
use nudj::diag::Code;
use nudj::survey::Round;

use crate::binary::{Place, ROUND, expect};
use crate::support::{Case, Files};

const CLOSE: f64 = 1e-9;

fn parts(case: &Case) -> (&Criteria, &Round) {
    (case.criteria.as_ref().expect("criteria"), case.round.as_ref().expect("a round"))
}

/// The score of the index of a unit.
fn index(files: &Files, unit: usize) -> f64 {
    let case = Case::of(files);
    let evaluation = case.evaluation().unwrap_or_else(|| panic!("{}", case.shown()));
    evaluation.scores.whole.at(0, unit).score.expect("a score")
}

fn base_line<'c>(criteria: &'c Criteria, round: &'c Round, unit: usize) -> Baseline<'c> {
    Baseline::new(&criteria.framework, &criteria.methodology, round, unit).expect("a unit")
}

#[test]
fn what_is_not_changed_is_scored_to_the_same_bits() {
    let case = Case::of(&Files::base());
    let (criteria, round) = parts(&case);
    let evaluation = case.evaluation().expect("scores");
    assert_eq!(base_line(criteria, round, 0).scores(), &evaluation.scores.whole);
}

#[test]
fn a_value_that_is_set_gives_what_the_edited_file_gives() {
    let files = Files::base();
    let case = Case::of(&files);
    let (criteria, round) = parts(&case);
    let baseline = base_line(criteria, round, 1);
    for (set, name, from, to) in [
        ("uptake=0.75", "uptake.csv", "BBB,uptake,0.25,observed", "BBB,uptake,0.75,observed"),
        ("liked=agree", "country.csv", "BBB,portal,60,disagree", "BBB,portal,60,agree"),
        ("visits=40", "country.csv", "BBB,portal,60,disagree", "BBB,portal,40,disagree"),
    ] {
        let mut asked = WhatIf::default();
        asked.set(&criteria.framework, set).unwrap_or_else(|error| panic!("{error:?}"));
        let framework = asked.framework(&baseline).expect("weights");
        let found = whatif(&baseline, &framework, &asked);
        let edited = index(&files.replaced(name, from, to), 1);
        assert!((found.after.score.expect("a score") - edited).abs() < CLOSE, "{set}");
        assert!((found.before.score.expect("a score") - index(&files, 1)).abs() < CLOSE, "{set}");
        assert_eq!(found.moved.first().map(|moved| moved.node), Some(0), "{set}");
        assert_eq!(found.others, 0, "{set}: no other unit moves under fixed scales");
    }
}

#[test]
fn a_weight_gives_what_the_edited_criteria_give() {
    let files = Files::base();
    let case = Case::of(&files);
    let (criteria, round) = parts(&case);
    let baseline = base_line(criteria, round, 0);
    let mut asked = WhatIf::default();
    asked.weigh(&criteria.framework, "demand=90").expect("a weight");
    let framework = asked.framework(&baseline).expect("weights");
    let found = whatif(&baseline, &framework, &asked);
    let edited = files.replaced("criteria/tree.toml", "weight = 40", "weight = 90");
    assert!((found.after.score.expect("a score") - index(&edited, 0)).abs() < CLOSE);
    assert_eq!(found.others, 2);
}

#[test]
fn a_step_on_an_item_gives_what_the_edited_answer_gives() {
    let files = Files::base();
    let case = Case::of(&files);
    let (criteria, round) = parts(&case);
    let found = gaps(&base_line(criteria, round, 0), &Efforts::default()).expect("a score");
    // The clinic of Alpha has information online (A1) and is not online itself (A2).
    let step = found.items.iter().find(|gap| gap.item == 0 && gap.question == 1).expect("the step");
    assert_eq!(step.rows, 1);
    let edited = files.replaced("services.csv", "Alpha,clinic,central,yes,no", "Alpha,clinic,central,yes,yes");
    assert!((step.gain - (index(&edited, 0) - index(&files, 0))).abs() < CLOSE);
    assert!(found.items.windows(2).all(|pair| pair[0].gain >= pair[1].gain));
}

#[test]
fn steps_are_options_or_tenths_and_end_at_the_best() {
    let files = Files::base();
    let case = Case::of(&files);
    let (criteria, round) = parts(&case);
    let baseline = base_line(criteria, round, 1);
    let found = gaps(&baseline, &Efforts::default()).expect("a score");
    let node = |code: &str| criteria.framework.node(code).expect("a node");
    let step = |code: &str| {
        let at = |gap: &&nudj::analyse::improvement::Gap| {
            criteria.framework.indicators()[gap.indicator].node() == node(code)
        };
        found.steps.iter().find(at)
    };
    let liked = step("liked").expect("a step");
    // The scale counts the top answer alone, so the middle one is no step; demand weighs 0.4, `liked` a quarter of it.
    assert_eq!((liked.from, liked.to), (0.0, 100.0));
    assert!((liked.gain - 10.0).abs() < CLOSE && (liked.potential.expect("a best") - 10.0).abs() < CLOSE, "{liked:?}");
    let uptake = step("uptake").expect("a step");
    assert!((uptake.to - 0.35).abs() < CLOSE && (uptake.gain - 0.4 * 0.5 * 10.0).abs() < CLOSE, "{uptake:?}");
    let reach = step("reach").expect("a step");
    assert!((reach.to - 200.0 / 3.0).abs() < CLOSE, "one more channel of three: {reach:?}");
    // `visits` has no declared range: a tenth of what the round shows.
    assert_eq!(step("visits").map(|gap| gap.kind.words()), Some("10 % of observed range"));
    assert!(found.steps.windows(2).all(|pair| pair[0].gain_for_effort >= pair[1].gain_for_effort));
}

#[test]
fn a_path_reaches_its_target_and_no_step_of_it_is_idle() {
    let files = Files::base();
    let case = Case::of(&files);
    let (criteria, round) = parts(&case);
    let baseline = base_line(criteria, round, 0);
    let target = Target::read(&criteria.framework, "band mature").expect("a target");
    let found = path(&baseline, target, &Efforts::default()).expect("a score");
    assert!(found.reached && target.reached(&found.after));
    let steps: usize = found.taken.iter().map(|taken| taken.steps).sum();
    assert!((found.effort - 2.0 * steps as f64).abs() < CLOSE, "no effort is stated, so each step counts as medium");
    let none = path(&base_line(criteria, round, 2), Target::Rank(1), &Efforts::default()).expect("a score");
    // Gamma has no uptake and no opinion, so whether it can lead is for the rounds to say; that it is said is what counts.
    assert_eq!(none.reached, Target::Rank(1).reached(&none.after));
}

#[test]
fn a_path_is_the_cheapest_where_gains_add_up_and_does_not_claim_it_elsewhere() {
    let files = Files::base();
    let geometric = files.replaced(
        "criteria/framework.toml",
        "[methodology.aggregation.index]\nmethod = \"arithmetic\"",
        "[methodology.aggregation.index]\nmethod = \"geometric\"\nat_zero = \"floor\"\nfloor = 1",
    );
    for (files, sums) in [(files, true), (geometric, false)] {
        let case = Case::of(&files);
        assert!(case.criteria.is_some(), "{}", case.shown());
        let (criteria, round) = parts(&case);
        let baseline = base_line(criteria, round, 1);
        let found = path(&baseline, Target::Rank(1), &Efforts::default()).expect("a score");
        assert!(found.reached && !found.taken.is_empty());
        assert_eq!(found.cheapest, sums);
    }
}

#[test]
fn what_is_wrong_is_said() {
    let case = Case::of(&Files::base());
    let (criteria, round) = parts(&case);
    let framework = &criteria.framework;
    let set = |text: &str| WhatIf::default().set(framework, text).expect_err(text).code;
    assert_eq!(set("uptaek=1"), Code::NoSuchNode);
    assert_eq!(set("uptake=1.5"), Code::OutOfRange);
    assert_eq!(set("uptake=much"), Code::NotANumber);
    assert_eq!(set("uptake=NaN"), Code::NotANumber);
    assert_eq!(set("liked=very"), Code::UnknownAnswer);
    assert_eq!(set("demand=50"), Code::UnknownIndicator);
    assert_eq!(set("uptake"), Code::BadArgument);
    let weigh = |text: &str| WhatIf::default().weigh(framework, text).expect_err(text).code;
    assert_eq!(weigh("demand=-1"), Code::BadArgument);
    assert_eq!(weigh("nothing=1"), Code::NoSuchNode);
    for target in ["band best", "rank 0", "rank", "top", ""] {
        assert_eq!(Target::read(framework, target).expect_err(target).code, Code::BadArgument);
    }
    let baseline = base_line(criteria, round, 0);
    let mut bare = WhatIf::default();
    bare.weigh(framework, "supply=0").expect("a weight");
    bare.weigh(framework, "demand=0").expect("a weight");
    assert_eq!(bare.framework(&baseline).expect_err("no weight").code, Code::BadArgument);
    assert!(Baseline::new(framework, &criteria.methodology, round, 3).is_none());
}

#[test]
fn the_binary_says_it_too() {
    let place = Place::base();
    expect(&place.run(&["gaps", ROUND, "AAA"]), 0, "gain for effort");
    expect(&place.run(&["gaps", ROUND, "Alfa", "--top", "1"]), 0, "more steps");
    expect(&place.run(&["gaps", ROUND, "AAB"]), 2, "did you mean `AAA`?");
    expect(&place.run(&["gaps", ROUND, "AAA", "--efforts", "1,2"]), 2, "three numbers above 0");
    expect(&place.run(&["whatif", ROUND, "BBB", "--set", "uptake=0.75"]), 0, "nodes that move");
    expect(&place.run(&["whatif", ROUND, "BBB", "--set", "uptake=0.25"]), 0, "changes nothing");
    expect(&place.run(&["whatif", ROUND, "BBB"]), 2, "nothing is to be changed");
    expect(&place.run(&["whatif", ROUND, "BBB", "--set", "uptaek=1", "--set", "liked=very"]), 2, "options are:");
    expect(
        &place.run(&["whatif", ROUND, "BBB", "--set", "uptaek=1", "--set", "liked=very"]),
        2,
        "did you mean `uptake`?",
    );
    expect(&place.run(&["whatif", ROUND, "BBB", "--target", "band mature"]), 0, "reached already");
    expect(&place.run(&["whatif", ROUND, "BBB", "--target", "rank 1"]), 0, "rule:");
    expect(&place.run(&["whatif", ROUND, "BBB", "--target", "rank 1", "--set", "uptake=1"]), 2, "cannot be used with");
}

#[test]
fn a_program_reads_what_a_person_does() {
    let place = Place::base();
    let validator = jsonschema::validator_for(&whatif_schema()).expect("a schema");
    let read = |arguments: &[&str]| -> serde_json::Value {
        let output = place.run(&[&["whatif", ROUND, "BBB", "--format", "json"], arguments].concat());
        expect(&output, 0, "nudj-whatif");
        let value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert!(validator.is_valid(&value), "{value:#}");
        value
    };
    let set = read(&["--set", "uptake=0.75", "--draws", "200"]);
    let gain = set["change"].as_f64().expect("a number");
    assert!((gain - 0.4 * 0.5 * 50.0).abs() < CLOSE, "uptake is half of a pillar of 40: {gain}");
    assert_eq!(set["changed"]["values"][0], serde_json::json!({ "node": "uptake", "value": 0.75 }));
    assert_eq!(set["uncertainty"]["draws"], 200);
    let path = read(&["--target", "rank 1"]);
    assert!(path["path"]["reached"] == true && path["after"]["rank"] == 1 && path["changed"].is_null(), "{path:#}");
}

#[test]
fn another_method_gives_what_the_edited_criteria_give() {
    let place = Place::base();
    let minimum = Files::base().replaced(
        "criteria/framework.toml",
        "[methodology.aggregation.index]\nmethod = \"arithmetic\"",
        "[methodology.aggregation.index]\nmethod = \"minimum\"",
    );
    for (name, text) in minimum.iter().filter(|(name, _)| name.starts_with("criteria/")) {
        let path = place.path(&format!("other/{}", name.trim_start_matches("criteria/")));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        std::fs::write(path, text).expect("files can be written");
    }
    let json = |arguments: &[&str]| -> serde_json::Value {
        let output = place.run(&[arguments, &["--format", "json"]].concat());
        expect(&output, 0, "nudj-");
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let method = "aggregation={ index = { method = \"minimum\" } }";
    let asked = json(&["whatif", ROUND, "BBB", "--method", method, "--draws", "100"]);
    let edited = json(&["compare", ROUND, "BBB", "--with", "other"]);
    let index = &edited["units"][0]["nodes"][0];
    assert_eq!(asked["before"]["score"], index["first"]["score"]);
    assert_eq!(asked["after"]["score"], index["second"]["score"]);
    assert_eq!(asked["after"]["rank"], index["second"]["rank"]);
    assert!(asked["change"].as_f64().is_some_and(|change| change < -1.0), "{asked:#}");
    assert_eq!(asked["changed"]["methods"][0], method);
    expect(&place.run(&["whatif", ROUND, "CCC", "--method", "missing=zero"]), 0, "then");
    expect(&place.run(&["whatif", ROUND, "BBB", "--method", "mising=zero"]), 2, "did you mean `missing`?");
    expect(&place.run(&["whatif", ROUND, "BBB", "--method", "missing=nil"]), 2, "nil");
    expect(&place.run(&["whatif", ROUND, "BBB", "--method", "aggregation=mode"]), 2, "mode");
    expect(&place.run(&["whatif", ROUND, "BBB", "--method", "aggregation={"]), 2, "error[syntax]");
    expect(&place.run(&["whatif", ROUND, "BBB", "--method", "missing"]), 2, "STEP=METHOD");
}

#[test]
fn a_published_index_says_that_nothing_below_moves_it() {
    let files = Files::base();
    let text = files.get("uptake.csv").expect("the table").to_owned();
    let place = Place::with(&files.with("uptake.csv", &format!("{text}AAA,total,61,reported\n")));
    expect(&place.run(&["gaps", ROUND, "AAA"]), 0, "published and not computed");
    expect(&place.run(&["whatif", ROUND, "AAA", "--set", "uptake=1"]), 0, "published and not computed");
    expect(&place.run(&["whatif", ROUND, "AAA", "--target", "rank 1"]), 0, "target is reached already");
}

#[test]
fn a_unit_without_a_score_has_no_gains() {
    let files = Files::base();
    let text = files.get("criteria/framework.toml").expect("criteria").to_owned();
    let strict = format!("{text}\n[methodology.coverage]\nminimum = {{ index = 1, pillar = 1 }}\n");
    let place = Place::with(&files.with("criteria/framework.toml", &strict));
    expect(&place.run(&["gaps", ROUND, "CCC"]), 2, "error[no-score]");
    expect(&place.run(&["whatif", ROUND, "CCC", "--target", "rank 1"]), 2, "below coverage");
    // What is asked for can still be shown, with the reason on either side.
    expect(&place.run(&["whatif", ROUND, "CCC", "--set", "visits=2"]), 0, "below coverage");
}

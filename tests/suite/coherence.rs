//! Coherence: COINr's figures of a pillar come out, and whatever has no figure says why.

use std::fs;

use nudj::analyse::coherence::{
    Coherence, FlagKind, Level, Missing, Rules, Undefined, Warning, alpha, coherence, correlations,
    principal_components,
};
use nudj::model::Datum;
use serde_json::Value;

use crate::binary::{Place, ROUND, expect, text};
use crate::support::{Case, Files, root, round};

/// R adds in 80 bits and has its own tails of distributions.
const R: f64 = 1e-9;

/// The pillar Physical of COINr's ASEM example.
fn physical() -> Case {
    let own = root().join("tests/reference/asem");
    let read = |name: &str| fs::read_to_string(own.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (criteria, folder) = (read("criteria/asem-physical/framework.toml"), "surveys/asem-physical/2018");
    let (data, units) = (read(&format!("{folder}/data.csv")), read(&format!("{folder}/units.csv")));
    let tables = [("data.csv", data.as_str()), ("units.csv", units.as_str())];
    round(&[("framework.toml", &criteria)], &read(&format!("{folder}/round.toml")), &tables)
}

fn analysed(case: &Case, level: Level) -> Coherence {
    let evaluation = case.evaluation().unwrap_or_else(|| panic!("{}", case.shown()));
    let criteria = case.criteria.as_ref().expect("criteria");
    coherence(&criteria.framework, &criteria.methodology, &evaluation, level, Rules::default())
}

/// Codes and raw columns of the pillar.
fn raw() -> (Vec<String>, Vec<Vec<Datum>>) {
    let case = physical();
    let evaluation = case.evaluation().unwrap_or_else(|| panic!("{}", case.shown()));
    let framework = &case.criteria.as_ref().expect("criteria").framework;
    let code = |indicator: &nudj::criteria::Indicator| framework.nodes()[indicator.node()].code().to_owned();
    (framework.indicators().iter().map(code).collect(), evaluation.panels[0].raw.clone())
}

#[test]
fn correlations_and_their_p_values_are_those_of_r() {
    let (codes, columns) = raw();
    let pairs = correlations(&columns);
    let published = fs::read_to_string(root().join("tests/reference/asem/correlations.csv")).expect("the excerpt");
    let mut compared = 0;
    for line in published.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let named = |one: usize, other: usize| codes[one] == cells[0] && codes[other] == cells[1];
        let pair = pairs.iter().find(|pair| named(pair.first, pair.second) || named(pair.second, pair.first));
        let pair = pair.unwrap_or_else(|| panic!("{line}"));
        let ours = [pair.pearson, pair.spearman, pair.kendall].into_iter().flat_map(|one| [one.r, one.p]);
        for (ours, published) in ours.zip(&cells[2..]) {
            let published: f64 = published.parse().expect("a number");
            assert!((ours.value().expect("defined") - published).abs() < R, "{line}: {ours:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 28 * 6);
}

#[test]
fn alpha_and_components_are_those_of_coinr() {
    let (_, columns) = raw();
    let columns: Vec<&[Datum]> = columns.iter().map(Vec::as_slice).collect();
    let close = |ours: f64, published: f64| assert!((ours - published).abs() < R, "{ours} is not {published}");
    close(alpha(&columns, Missing::Pairwise).alpha.value().expect("alpha"), 0.619_880_382_176_397_1);
    close(alpha(&columns, Missing::Listwise).alpha.value().expect("alpha"), 0.594_164_167_952_290_1);
    let found = principal_components(&columns);
    assert_eq!((found.n, found.components.len(), found.above_one), (43, 8, 3));
    close(found.components[0].variance, 2.874_752_969_880_449_3);
    close(found.components[7].explained, 0.022_597_413_126_465_53);
    close(found.components[7].cumulative, 1.0);
}

#[test]
fn importance_of_a_pillar_sums_to_one_and_balance_says_whether_it_is_reached() {
    let found = analysed(&physical(), Level::Indicators);
    assert_eq!((found.rows, found.columns.len(), found.statistics_of), (51, 8, "values"));
    assert!(found.warnings.is_empty(), "{:?}", found.warnings);
    let total: f64 = found.importance.iter().filter_map(|one| one.linear_among_siblings.value()).sum();
    assert!((total - 1.0).abs() < 1e-12, "{total}");
    for one in &found.importance {
        let (low, high) = (one.linear_without_one.low.value(), one.linear_without_one.high.value());
        assert!(low <= one.linear.value() && one.linear.value() <= high, "{one:?}");
    }
    let balance = &found.balance[0];
    let weights: Vec<f64> = balance.parts.iter().filter_map(|part| part.weight.value()).collect();
    assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12 && weights.iter().all(|weight| *weight >= 0.0));
    let now = balance.parts.iter().map(|part| (part.now.value().expect("now") - part.target).abs()).fold(0.0, f64::max);
    assert!(balance.largest_gap.value().expect("a gap") <= now);
}

/// Three units, of which hardly two have the same answers: little is defined, and nothing is NaN.
#[test]
fn a_tiny_round_says_what_is_not_defined() {
    let case = Case::of(&Files::base());
    let found = analysed(&case, Level::Indicators);
    assert_eq!(found.warnings, [Warning::FewerRowsThanColumns, Warning::FewerThanTenRows]);
    let undefined = found.correlations.iter().filter(|pair| pair.pearson.r.0 == Err(Undefined::TooFew)).count();
    assert!(undefined > 5, "{undefined}");
    let all = found.structures.iter().find(|one| one.group == "all columns").expect("all columns");
    assert_eq!(all.principal.not_defined, Some("too_few_rows"));
    assert!(all.fewer_rows_than_columns);
    assert!(found.importance.iter().all(|one| one.smooth.0 == Err(Undefined::TooFew)));
}

#[test]
fn a_column_against_its_group_is_flagged() {
    let rows: String = (0..12).map(|unit| format!("U{unit},{unit},{},{}\n", unit * unit, 24 - 2 * unit)).collect();
    let names: String =
        (0..12).map(|unit| format!("[[unit]]\ncode = \"U{unit}\"\nname = {{ en = \"Unit {unit}\" }}\n")).collect();
    let indicator = |code: &str, high: u32| {
        format!(
            "[[indicator]]\ncode = \"{code}\"\nparent = \"top\"\nname = {{ en = \"{code}\" }}\nrange = {{ low = 0, high = {high} }}\n"
        )
    };
    let criteria = format!(
        "[framework]\ncode = \"demo\"\nedition = \"1\"\nname = {{ en = \"Demo\" }}\nsource = \"this test\"\nlicence = \"CC0\"\n\
         scale = {{ low = 0, high = 100 }}\n[[group]]\ncode = \"top\"\nname = {{ en = \"Top\" }}\n{}{}{}",
        indicator("up", 11),
        indicator("square", 121),
        indicator("down", 200)
    );
    let document = format!(
        "[round]\ncode = \"r\"\nframework = \"demo\"\nperiod = \"2024\"\ntitle = {{ en = \"R\" }}\nsource = \"this test\"\nlicence = \"CC0\"\n\
         {names}[[table]]\nfile = \"data.csv\"\n"
    );
    let case =
        round(&[("framework.toml", &criteria)], &document, &[("data.csv", &format!("unit,up,square,down\n{rows}"))]);
    let found = analysed(&case, Level::Indicators);
    let kinds: Vec<FlagKind> = found.flags.iter().map(|flag| flag.kind).collect();
    // `up` and `square` rise together (r = 0.96), `down` falls with both and with their group.
    assert_eq!(kinds, [FlagKind::Redundant, FlagKind::Opposed, FlagKind::Opposed, FlagKind::AgainstParent]);
    assert!(found.flags.iter().all(|flag| flag.n == 12));
}

#[test]
fn the_binary_writes_every_figure_or_its_reason() {
    let place = Place::base();
    let output = place.run(&["coherence", ROUND, "--out", "analysis"]);
    expect(&output, 0, "Cronbach's alpha");
    let written = fs::read_to_string(place.path("analysis/coherence.json")).expect("the file");
    assert!(!written.contains("NaN") && !written.contains("null") && !written.contains("inf"), "{written}");
    let value: Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(value["format"], "nudj-coherence");
    let validator = jsonschema::validator_for(&nudj::analyse::coherence::schema()).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(value["correlations"][0]["first"], "online");
    let pairs = value["correlations"].as_array().expect("pairs");
    let why: Vec<&str> = pairs.iter().filter_map(|pair| pair["pearson"]["r"]["not_defined"].as_str()).collect();
    assert!(why.contains(&"too_few_rows"), "{why:?}");
    for level in ["pillar", "items", "index", "indicators"] {
        expect(&place.run(&["coherence", ROUND, "--level", level]), 0, "Statistics of");
    }
    assert!(text(&place.run(&["coherence", "--help"]).stdout).contains("--level items"));
}

#[test]
fn bad_levels_and_thresholds_are_refused() {
    let place = Place::base();
    expect(&place.run(&["coherence", ROUND, "--level", "piller"]), 2, "did you mean `pillar`?");
    expect(&place.run(&["coherence", ROUND, "--weak", "3"]), 2, "between -1 and 1");
    expect(&place.run(&["coherence", "surveys/none"]), 2, "does not exist");
}

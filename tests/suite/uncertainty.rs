//! The compiled evaluation gives what `evaluate` gives; draws do not depend on threads or on being cut; what cannot be defined
//! is said and never written as a number.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use nudj::analyse::uncertainty::{
    Choices, Draws, Plan, Sample, Scenario, Subject, Uncertainty, WeightShape, WeightSpread, Workspace, draw, paired,
    removals, schema, sensitivity, summarise, unit_removals,
};
use nudj::criteria::{Criteria, MissingChild, Normalising};
use nudj::evaluate::{Evaluation, evaluate};
use nudj::methods::aggregation::{Aggregation, AtZero};
use nudj::methods::normalisation::Normalisation;
use nudj::methods::treatment::{Outlier, Transform, Treatment, Winsorise};
use nudj::model::Datum;
use nudj::survey::Round;

use crate::support::{Case, Files, root};

/// A round with its evaluation.
struct Scored {
    criteria: Criteria,
    round: Round,
    evaluation: Evaluation,
}

impl Scored {
    fn of(case: Case) -> Scored {
        let evaluation = case.evaluation().unwrap_or_else(|| panic!("{}", case.shown()));
        Scored { criteria: case.criteria.expect("criteria"), round: case.round.expect("a round"), evaluation }
    }

    fn plan(&self, scenario: &Scenario) -> Plan {
        let Criteria { framework, methodology } = &self.criteria;
        Plan::new(framework, methodology, &self.round, &self.evaluation, scenario).expect("few combinations")
    }

    fn usual(&self) -> Scenario {
        Scenario { draws: 400, ..Scenario::usual(&self.criteria.framework) }
    }

    fn analysis(&self, scenario: &Scenario) -> Uncertainty {
        let plan = self.plan(scenario);
        let draws = draw(&plan, scenario.seed, 0..u64::from(scenario.draws), 2);
        let Criteria { framework, methodology } = &self.criteria;
        let subject = Subject { framework, methodology, round: &self.round, scenario, plan: &plan };
        summarise(subject, &draws, scenario.draws as usize, Vec::new())
    }

    fn codes(&self) -> Vec<String> {
        self.round.units().iter().map(|unit| unit.code().to_owned()).collect()
    }
}

/// Reads a round from disk with all that it names.
fn read(criteria: &str, round: &str) -> Scored {
    let texts = |folder: &Path, extension: &str| -> BTreeMap<String, String> {
        let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let wanted = paths.filter(|path| path.extension().is_some_and(|there| there == extension));
        let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
        wanted.map(|path| (name(&path), fs::read_to_string(&path).expect("text"))).collect()
    };
    let folder = root().join(round);
    let criteria = texts(&root().join(criteria), "toml");
    let text = fs::read_to_string(folder.join("round.toml")).expect("a round");
    let mut tables = texts(&folder, "csv");
    tables.extend(texts(&folder, "toml"));
    // What a round names outside its folder stands between quotes and begins with two dots.
    for named in text.split('"').filter(|part| part.starts_with("../")) {
        tables.insert(named.to_owned(), fs::read_to_string(folder.join(named)).expect("a named file"));
    }
    let pairs = |texts: &BTreeMap<String, String>| -> Vec<(String, String)> {
        texts.iter().map(|(name, text)| (name.clone(), text.clone())).collect()
    };
    let (criteria, tables) = (pairs(&criteria), pairs(&tables));
    let borrowed = |all: &'static [(String, String)]| -> Vec<(&'static str, &'static str)> {
        all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
    };
    let (criteria, tables) = (Vec::leak(criteria), Vec::leak(tables));
    Scored::of(crate::support::round(&borrowed(criteria), &text, &borrowed(tables)))
}

fn asem() -> Scored {
    read("tests/bench/asem/criteria", "tests/bench/asem/round")
}

fn replayed(plan: &Plan, choices: &Choices) -> Vec<Datum> {
    let mut space = Workspace::new(plan);
    space.replay(plan, choices);
    space.index()
}

/// Equal up to 1e-12 of their size, and absent together.
fn same(found: &[Datum], expected: &[Datum], what: &str) {
    assert_eq!(found.len(), expected.len());
    for (unit, (found, expected)) in found.iter().zip(expected).enumerate() {
        match (found, expected) {
            (Ok(found), Ok(expected)) => {
                assert!(
                    (found - expected).abs() <= 1e-12 * (1.0 + expected.abs()),
                    "{what}, {unit}: {found} {expected}"
                );
            }
            _ => assert!(found.is_err() && expected.is_err(), "{what}, unit {unit}: {found:?} {expected:?}"),
        }
    }
}

#[test]
fn a_plan_without_variation_is_the_evaluation() {
    let rounds = [
        ("tests/bench/asem/criteria", "tests/bench/asem/round"),
        ("criteria/egov-benchmark-2022", "surveys/egov-benchmark/2022"),
        ("criteria/gems", "surveys/gems/europe-2022"),
        ("criteria/gems", "surveys/gems/2024"),
        ("criteria/gems", "surveys/gems/2020"),
        ("criteria/gems", "surveys/illustrative/2024"),
        ("tests/reference/hdi/criteria/hdi", "tests/reference/hdi/surveys/hdi/2022"),
    ];
    let mut seen = 0;
    for (criteria, round) in rounds {
        if !root().join(round).is_dir() {
            continue;
        }
        seen += 1;
        let scored = read(criteria, round);
        let whole = &scored.evaluation.scores.whole;
        for plan in [scored.plan(&scored.usual()), scored.plan(&scored.usual()).redoing_all()] {
            let mut space = Workspace::new(&plan);
            space.replay(&plan, &plan.nominal_choices());
            same(&space.index(), &whole.column(0), round);
            let ranks: Vec<Option<u32>> = whole.nodes[0].iter().map(|score| score.rank).collect();
            assert_eq!(space.index_ranks(), ranks, "{round}");
        }
    }
    assert!(seen >= 5, "{seen}");
    let base = Scored::of(Case::of(&Files::base()));
    let plan = base.plan(&base.usual());
    same(&replayed(&plan, &plan.nominal_choices()), &base.evaluation.scores.whole.column(0), "base");
}

#[test]
fn every_alternative_is_the_evaluation_under_another_methodology() {
    let scored = asem();
    let rule = Outlier { skewness: 2.0, kurtosis: 3.5 };
    let winsorised = |points| Treatment {
        rule,
        winsorise: Some(Winsorise { max_points: Some(points) }),
        transform: Some(Transform::LogCt),
        combine: false,
    };
    let indicators = scored.criteria.framework.indicators().len();
    let every = |method: Normalisation| vec![Normalising::Method(method); indicators];
    let floor = AtZero::Floor(1.0);
    let all = |method| (0..3).map(|level| (level, method)).collect::<Vec<_>>();
    let mut scenario = Scenario {
        aggregation: vec![
            all(Aggregation::Geometric { at_zero: floor }),
            all(Aggregation::Geometric { at_zero: AtZero::Zero }),
            all(Aggregation::Geometric { at_zero: AtZero::Undefined }),
            all(Aggregation::Harmonic { at_zero: floor }),
            all(Aggregation::Median),
            all(Aggregation::Copeland),
        ],
        normalisation: vec![
            every(Normalisation::MinMax { to: (1.0, 100.0) }),
            every(Normalisation::ZScore { mean: 10.0, sd: 2.0 }),
            every(Normalisation::Borda { ties: nudj::stats::Ties::Minimum }),
        ],
        missing: vec![MissingChild::Zero, MissingChild::Withhold],
        ..Scenario::nothing()
    };
    scenario.treatment = vec![Some(winsorised(1)), Some(winsorised(5))];
    let plan = scored.plan(&scenario);
    let redoing = plan.clone().redoing_all();
    let mut compared = 0;
    for treatment in 0..3 {
        for normalisation in 0..4 {
            for aggregation in 0..7 {
                for missing in 0..3 {
                    let mut other = scored.criteria.methodology.clone();
                    if treatment > 0 {
                        other.treatment = vec![scenario.treatment[treatment - 1].clone(); indicators];
                    }
                    if normalisation > 0 {
                        other.normalisation.clone_from(&scenario.normalisation[normalisation - 1]);
                    }
                    for aggregating in &mut other.aggregation {
                        if aggregation > 0 {
                            aggregating.method = scenario.aggregation[aggregation - 1][0].1;
                        }
                        if missing > 0 {
                            aggregating.missing = scenario.missing[missing - 1];
                        }
                    }
                    let expected = evaluate(&scored.criteria.framework, &other, &scored.round).scores.whole.column(0);
                    let what = format!("{treatment} {normalisation} {aggregation} {missing}");
                    for (plan, how) in [(&plan, ""), (&redoing, "redone")] {
                        let mut choices = plan.nominal_choices();
                        (choices.treatment, choices.normalisation) = (treatment, normalisation);
                        (choices.aggregation, choices.missing) = (aggregation, missing);
                        same(&replayed(plan, &choices), &expected, &format!("{what} {how}"));
                    }
                    compared += expected.iter().filter(|score| score.is_ok()).count();
                }
            }
        }
    }
    assert!(compared > 5_000, "{compared}");
}

#[test]
fn recorded_draws_of_coinr_come_out_again() {
    let folder = "tests/reference/asem/replay";
    let scored = read("tests/bench/asem/criteria", folder);
    let table = |name: &str| -> Vec<BTreeMap<String, String>> {
        let path = root().join(folder).join(name);
        let mut reader = csv::Reader::from_path(path).expect("a table");
        reader.deserialize().map(|row| row.expect("a row")).collect()
    };
    let (listed, scores, ranks) = (table("draws.csv"), table("scores.csv"), table("ranks.csv"));
    let nodes = scored.criteria.framework.nodes();
    let every = |method: Normalisation| vec![Normalising::Method(method); scored.criteria.framework.indicators().len()];
    let rule = Outlier { skewness: 2.0, kurtosis: 3.5 };
    let winsorised = |points| {
        let winsorise = Some(Winsorise { max_points: Some(points) });
        Some(Treatment { rule, winsorise, transform: Some(Transform::LogCt), combine: false })
    };
    let plan = scored.plan(&Scenario {
        treatment: (1..=5).map(winsorised).collect(),
        normalisation: vec![
            every(Normalisation::MinMax { to: (1.0, 100.0) }),
            every(Normalisation::ZScore { mean: 10.0, sd: 2.0 }),
        ],
        aggregation: vec![(0..3).map(|level| (level, Aggregation::Geometric { at_zero: AtZero::Undefined })).collect()],
        ..Scenario::nothing()
    });
    let number = |cell: &String| cell.parse::<f64>().expect("a number");
    for plan in [plan.clone(), plan.redoing_all()] {
        let mut space = Workspace::new(&plan);
        for draw in &listed {
            let mut choices = plan.nominal_choices();
            choices.treatment = draw["winmax"].parse().expect("points");
            choices.normalisation = if draw["normalisation"] == "minmax_1_100" { 1 } else { 2 };
            choices.aggregation = usize::from(draw["aggregation"] == "a_gmean");
            choices.weights = nodes.iter().map(|node| draw.get(node.code()).map_or(1.0, number)).collect();
            space.replay(&plan, &choices);
            let (found, order) = (space.index(), space.index_ranks());
            let title = format!("r_{}", draw["draw"]);
            for (score, rank) in scores.iter().zip(&ranks) {
                let unit = scored.round.unit(&score["uCode"]).expect("a unit");
                let expected = number(&score[&title]);
                let score = found[unit].expect("a score");
                assert!(
                    (score - expected).abs() <= 1e-9 * (1.0 + expected.abs()),
                    "{title} {unit}: {score} {expected}"
                );
                assert_eq!(order[unit].map(f64::from), Some(number(&rank[&title])), "{title} {unit}");
            }
        }
    }
}

/// Every way to normalise and to aggregate that a scenario can choose.
fn every_method() -> (Vec<Normalisation>, Vec<Aggregation>) {
    let ties = nudj::stats::Ties::Average;
    let normalisations = vec![
        Normalisation::FixedScale { from: (0.0, 200.0), to: (0.0, 100.0) },
        Normalisation::MinMax { to: (1.0, 100.0) },
        Normalisation::ZScore { mean: 10.0, sd: 2.0 },
        Normalisation::Scaled { from: (0.0, 100.0), factor: 100.0 },
        Normalisation::Rank { ties },
        Normalisation::PercentileRank { ties },
        Normalisation::Borda { ties },
        Normalisation::DistanceToMaximum,
        Normalisation::FractionOfMaximum,
        Normalisation::DistanceToTarget { target: 1e7, cap: true },
        Normalisation::DistanceToReference { row: 11, cap: false },
        Normalisation::Goalposts { low: 0.0, high: 100.0, cap: true, transform: None, to: (0.0, 100.0) },
        Normalisation::Categorical { cuts: vec![10.0, 50.0], scores: vec![0.0, 50.0, 100.0] },
        Normalisation::CategoricalQuantile { shares: vec![0.3, 0.7], scores: vec![0.0, 50.0, 100.0] },
    ];
    let mut aggregations =
        vec![Aggregation::Arithmetic, Aggregation::Median, Aggregation::Minimum, Aggregation::Copeland];
    for at_zero in [AtZero::Floor(1.0), AtZero::Zero, AtZero::Undefined] {
        aggregations.extend([
            Aggregation::Geometric { at_zero },
            Aggregation::Harmonic { at_zero },
            Aggregation::Power { exponent: 0.5, at_zero },
            Aggregation::Power { exponent: -2.0, at_zero },
        ]);
    }
    (normalisations, aggregations)
}

/// Treatments with every transformation, none of which is reached by many columns.
fn every_treatment() -> Vec<Option<Treatment>> {
    let transforms = [
        Transform::LogCt,
        Transform::LogCtPlus,
        Transform::LogCtOrig,
        Transform::LogGii,
        Transform::BoxCox { lambda: 0.5 },
    ];
    let rule = Outlier { skewness: 1.0, kurtosis: 1.0 };
    let of = |(at, transform)| {
        let winsorise = (at % 2 == 0).then_some(Winsorise { max_points: Some(2) });
        Some(Treatment { rule, winsorise, transform: Some(transform), combine: at > 2 })
    };
    transforms.into_iter().enumerate().map(of).collect()
}

/// All methods in one plan.
fn plan_of_every_method(scored: &Scored) -> Plan {
    let indicators = scored.criteria.framework.indicators().len();
    let (normalisations, aggregations) = every_method();
    let every = |method: Normalisation| vec![Normalising::Method(method); indicators];
    scored.plan(&Scenario {
        normalisation: normalisations.into_iter().map(every).collect(),
        aggregation: aggregations.into_iter().map(|method| (0..3).map(|level| (level, method)).collect()).collect(),
        treatment: every_treatment(),
        missing: vec![MissingChild::Rescale, MissingChild::Zero, MissingChild::Withhold],
        assessors: None,
        ..scored.usual()
    })
}

#[test]
fn rare_methods_are_the_evaluation_too() {
    let scored = asem();
    let plan = plan_of_every_method(&scored);
    let redoing = plan.clone().redoing_all();
    let (normalisations, aggregations) = every_method();
    let (treatments, indicators) = (every_treatment(), scored.criteria.framework.indicators().len());
    let check = |what: &str, normalisation: usize, aggregation: usize, treatment: usize, missing: usize| {
        let mut other = scored.criteria.methodology.clone();
        if treatment > 0 {
            other.treatment = vec![treatments[treatment - 1].clone(); indicators];
        }
        if normalisation > 0 {
            other.normalisation = vec![Normalising::Method(normalisations[normalisation - 1].clone()); indicators];
        }
        for aggregating in &mut other.aggregation {
            if aggregation > 0 {
                aggregating.method = aggregations[aggregation - 1];
            }
            aggregating.missing = [MissingChild::Rescale, MissingChild::Zero, MissingChild::Withhold][missing - 1];
        }
        let expected = evaluate(&scored.criteria.framework, &other, &scored.round).scores.whole.column(0);
        for plan in [&plan, &redoing] {
            let mut choices = plan.nominal_choices();
            (choices.treatment, choices.normalisation) = (treatment, normalisation);
            (choices.aggregation, choices.missing) = (aggregation, missing);
            same(&replayed(plan, &choices), &expected, what);
        }
    };
    for (at, method) in aggregations.iter().enumerate() {
        for missing in 1..=3 {
            check(&format!("{method:?} {missing}"), 2, at + 1, 0, missing);
        }
    }
    for (at, treatment) in treatments.iter().enumerate() {
        check(&format!("{treatment:?}"), 0, 0, at + 1, 1);
    }
    for (at, method) in normalisations.iter().enumerate() {
        // A method that has no value on some column leaves it as it was, which another methodology would not.
        let direct = vec![Normalising::Method(method.clone()); indicators];
        let mut other = scored.criteria.methodology.clone();
        other.normalisation = direct;
        let panels = evaluate(&scored.criteria.framework, &other, &scored.round).panels;
        let whole = panels.iter().all(|panel| {
            let columns = panel.treated.iter().zip(&panel.normalised.columns);
            columns.into_iter().all(|(before, after)| before.iter().zip(after).all(|(b, a)| b.is_err() || a.is_ok()))
        });
        if whole {
            check(&format!("{method:?}"), at + 1, 0, 0, 1);
        }
    }
}

#[test]
fn wide_and_plain_registers_give_the_same_bits() {
    let scored = asem();
    let every = plan_of_every_method(&scored);
    let usual = scored.plan(&scored.usual());
    for plan in [&usual, &usual.clone().redoing_all(), &every, &every.clone().redoing_all()] {
        let (mut wide, mut plain) = (Workspace::new(plan), Workspace::with_plain_registers(plan));
        for number in 0..300 {
            let choices = plan.choices(3, number);
            wide.replay(plan, &choices);
            plain.replay(plan, &choices);
            let bits = |space: &Workspace| -> Vec<Option<u64>> {
                space.index().iter().map(|score| score.ok().map(f64::to_bits)).collect()
            };
            assert_eq!((bits(&wide), wide.index_ranks()), (bits(&plain), plain.index_ranks()), "draw {number}");
        }
    }
}

#[test]
fn a_draw_allocates_nothing_whatever_it_chooses() {
    let scored = asem();
    for sample in [Sample::Random, Sample::Sobol] {
        let mut plan = plan_of_every_method(&scored);
        let usual = scored.plan(&Scenario { sample, ..scored.usual() });
        let mut kept = usual.choices(1, 0);
        let mut space = Workspace::new(&usual);
        let made = allocation_counter::measure(|| {
            for number in 1..40 {
                usual.choose_again(1, number, &mut kept);
                space.replay(&usual, &kept);
            }
        });
        assert_eq!(made.count_total, 0, "{sample:?}");
        if sample == Sample::Sobol {
            plan = plan.redoing_all();
        }
        let (normalisations, aggregations) = every_method();
        let mut space = Workspace::new(&plan);
        let mut choices = plan.nominal_choices();
        for aggregation in 0..=aggregations.len() {
            for normalisation in 0..=normalisations.len() {
                (choices.aggregation, choices.normalisation) = (aggregation, normalisation);
                (choices.treatment, choices.missing) = (normalisation % 6, (aggregation + normalisation) % 4);
                let made = allocation_counter::measure(|| space.replay(&plan, &choices));
                assert_eq!(made.count_total, 0, "{aggregation} {normalisation}");
            }
        }
    }
}

#[test]
fn a_low_discrepancy_sample_is_said_to_be_one_and_does_not_depend_on_threads() {
    let scored = asem();
    let scenario = Scenario { sample: Sample::Sobol, ..scored.usual() };
    let plan = scored.plan(&scenario);
    let one = draw(&plan, 7, 0..200, 1);
    assert_eq!(draw(&plan, 7, 0..200, 8), one);
    let mut cut = draw(&plan, 7, 0..77, 2);
    cut.append(draw(&plan, 7, 77..200, 1));
    assert_eq!(cut, one);
    assert_ne!(draw(&scored.plan(&scored.usual()), 7, 0..200, 1), one);
    let analysis = scored.analysis(&scenario);
    assert_eq!(analysis.sample, "sobol");
    // Eight pillars, two sub-indices, 49 indicators, the mean and the indicator that is left out: all have a dimension.
    let led: usize = analysis.sources.iter().map(|source| source.low_discrepancy_inputs).sum();
    assert!(led == 61 && analysis.sources.iter().all(|source| source.inputs == Some(source.low_discrepancy_inputs)));
    let value = serde_json::to_value(&analysis).expect("json");
    assert!(jsonschema::validator_for(&schema()).expect("a schema").is_valid(&value));
    // The mean score of a unit settles faster than at random: judged by the spread over seeds.
    let spread = |sample: Sample| {
        let plan = scored.plan(&Scenario { sample, ..scored.usual() });
        let means: Vec<f64> = (1..=12)
            .map(|seed| nudj::stats::mean(&draw(&plan, seed, 0..256, 2).scores_of(0)).expect("scores"))
            .collect();
        nudj::stats::standard_deviation(&means).expect("a spread")
    };
    let (random, led) = (spread(Sample::Random), spread(Sample::Sobol));
    assert!(led < random / 3.0, "{led} {random}");
}

#[test]
fn a_source_with_many_inputs_gets_the_dimensions_that_are_left() {
    let scored = read("criteria/gems", "surveys/illustrative/2024");
    let assessors = Some((0.05, "invented".to_owned()));
    let analysis = scored.analysis(&Scenario { sample: Sample::Sobol, assessors, draws: 10, ..scored.usual() });
    let led: usize = analysis.sources.iter().map(|source| source.low_discrepancy_inputs).sum();
    assert!(led <= 128, "{led}");
    for source in &analysis.sources {
        assert!(source.inputs.is_none_or(|inputs| source.low_discrepancy_inputs <= inputs), "{source:?}");
        if source.source == "assessors" {
            assert_eq!((source.inputs, source.low_discrepancy_inputs), (None, 0));
        }
    }
}

#[test]
fn a_unit_that_is_removed_moves_others_only_where_methods_are_relative() {
    let relative = poor();
    let Criteria { framework, methodology } = &relative.criteria;
    let removed = unit_removals(framework, methodology, &relative.round);
    assert_eq!(removed.iter().map(|one| one.unit.as_str()).collect::<Vec<_>>(), ["A", "B", "C", "D"]);
    // Without D the largest value of `varied` is 5 and not 9, and the others score on another scale.
    let fewer = of_rows("A,1,5,3,\nB,2,9,3,\nC,5,7,3,\n");
    let score = |scored: &Scored, unit: usize| scored.evaluation.scores.whole.column(0)[unit].expect("a score");
    let expected = (0..3).map(|unit| (score(&fewer, unit) - score(&relative, unit)).abs()).sum::<f64>() / 3.0;
    let found = removed[3].mean_score_change.expect("a change");
    assert!(found > 1.0 && (found - expected).abs() < 1e-9, "{found} {expected}");
    let pointwise = read("criteria/gems", "surveys/illustrative/2024");
    let Criteria { framework, methodology } = &pointwise.criteria;
    for one in unit_removals(framework, methodology, &pointwise.round) {
        let still = one.mean_score_change.is_none_or(|change| change.abs() <= 0.0);
        assert!(still && one.mean_rank_shift.is_none_or(|shift| shift.abs() <= 0.0), "{one:?}");
        assert_eq!((one.moves_most, one.without_score), (None, 0));
    }
}

#[test]
fn a_change_under_common_draws_is_clearer_than_its_two_sides() {
    let (one, other) = (survey([36, 50, 80], 100), survey([46, 50, 80], 100));
    let scenario = Scenario { sampling: true, ..Scenario::usual(&one.criteria.framework) };
    let (before, after) = (one.plan(&scenario), other.plan(&scenario));
    let found = paired((&before, &after), 0, (1, 500), &[0.0, 50.0, 60.0], 3);
    assert_eq!(found, paired((&before, &after), 0, (1, 500), &[0.0, 50.0, 60.0], 1));
    let width = |three: Option<[f64; 3]>| three.map(|[low, _, high]| high - low).expect("an interval");
    assert!(width(found.change) < 0.5 * width(found.before), "{found:?}");
    assert!(found.both > 300 && found.improves > Some(0.6) && found.bands_after[2] >= found.bands_before[2]);
    let same = paired((&before, &before), 0, (1, 200), &[0.0], 2);
    assert_eq!((same.change, same.improves, same.rank_improves), (Some([0.0; 3]), Some(0.0), Some(0.0)));
}

#[test]
fn draws_depend_neither_on_threads_nor_on_being_cut() {
    let scored = asem();
    let plan = scored.plan(&Scenario {
        missing: vec![MissingChild::Zero],
        weights: Some(WeightSpread { shape: WeightShape::Dirichlet, spread: 0.25, levels: vec![1, 2, 3] }),
        ..scored.usual()
    });
    let one = draw(&plan, 7, 0..301, 1);
    assert_eq!(one.len(), 301);
    for threads in [2, 8, 400] {
        assert_eq!(draw(&plan, 7, 0..301, threads), one, "{threads} threads");
    }
    let mut cut = Draws::default();
    for range in [0..10, 10..11, 11..200, 200..301] {
        cut.append(draw(&plan, 7, range, 3));
    }
    assert_eq!(cut, one);
    assert_ne!(draw(&plan, 8, 0..301, 2), one);
    // The choices of a draw, found again from its number, give its scores again.
    let mut space = Workspace::new(&plan);
    for number in [0, 5, 300] {
        space.replay(&plan, &plan.choices(7, number as u64));
        let row: Vec<f64> = one.scores[number * plan.units()..(number + 1) * plan.units()].to_vec();
        let again: Vec<f64> = space.index().into_iter().map(|score| score.unwrap_or(0.0)).collect();
        assert_eq!(again, row);
    }
}

#[test]
fn what_draws_show_adds_up() {
    let scored = read("criteria/gems", "surveys/gems/europe-2022");
    let analysis = scored.analysis(&scored.usual());
    assert_eq!((analysis.draws, analysis.requested, analysis.units.len()), (400, 400, scored.codes().len()));
    for unit in &analysis.units {
        let [low, middle, high] = unit.scores.expect("scores");
        assert!(low <= middle && middle <= high, "{unit:?}");
        let ranks: f64 = unit.rank_probability.iter().sum();
        let bands: f64 = unit.band_probability.iter().sum();
        assert!((ranks - 1.0).abs() < 1e-9 && (bands - 1.0).abs() < 1e-9, "{unit:?}");
    }
    for one in 0..analysis.units.len() {
        for other in 0..one {
            let (up, down) = (analysis.above[one][other], analysis.above[other][one]);
            assert!(up.zip(down).is_some_and(|(up, down)| up + down <= 1.0 + 1e-12), "{one} {other}");
            let ties = &analysis.units[one].ties;
            assert_eq!(
                ties.contains(&analysis.units[other].code),
                analysis.units[other].ties.contains(&analysis.units[one].code)
            );
        }
    }
    let grouped: Vec<&String> = analysis.tie_groups.iter().flatten().collect();
    let mut once = grouped.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), grouped.len(), "no unit is in two groups");
    let text = serde_json::to_string(&analysis).expect("json");
    assert!(!text.contains("NaN") && serde_json::from_str::<Uncertainty>(&text).is_ok_and(|again| again == analysis));
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    assert!(validator.is_valid(&serde_json::from_str(&text).expect("json")));
}

#[test]
fn sensitivity_and_removals_do_not_depend_on_threads() {
    let scored = asem();
    let plan = scored.plan(&scored.usual());
    let framework = &scored.criteria.framework;
    let units = [(0, scored.codes()[0].clone())];
    let one = sensitivity(&plan, framework, (3, 128), &units, 1);
    assert_eq!(one, sensitivity(&plan, framework, (3, 128), &units, 5));
    assert_eq!(one.outputs.len(), 2);
    assert_eq!(one.evaluations, 128 * (plan.factors().len() + 2));
    for output in &one.outputs {
        let total: f64 = output.sources.iter().map(|source| source.total.estimate).sum();
        assert!(output.not_defined.is_none() && total > 0.8, "{output:?}");
    }
    let removed = removals(&plan, framework, &scored.codes());
    assert_eq!(removed.len(), framework.nodes().len() - 1);
    // Without one of two halves of the index the ranking is another.
    assert!(removed.iter().filter(|one| one.level == "sub-index").all(|one| one.mean_rank_shift > Some(1.0)));
}

/// A survey of three services, answered by n users each: how many of them are satisfied.
fn survey(satisfied: [u32; 3], n: u32) -> Scored {
    let criteria = r#"
        framework = { code = "demo", edition = "1", name = { en = "Demo" }, source = "x", licence = "x", scale = { low = 0, high = 100 } }
        group = [{ code = "top", name = { en = "Top" } }]
        indicator = [
            { code = "a", parent = "top", weight = 2, name = { en = "A" }, scale = "satisfied" },
            { code = "b", parent = "top", name = { en = "B" }, scale = "satisfied" },
            { code = "c", parent = "top", name = { en = "C" }, scale = "satisfied" },
        ]
        scale = [{ code = "satisfied", kind = "number", counted = true }]
    "#;
    let round = r#"
        round = { code = "1", framework = "demo", period = "1", title = { en = "One" }, source = "x", licence = "x" }
        unit = [{ code = "A", name = { en = "A" } }]
        table = [{ file = "answers.csv", form = "tidy" }]
    "#;
    let rows = ["a", "b", "c"].iter().zip(satisfied).map(|(code, count)| format!("A,{code},{count},{n}\n"));
    let answers = format!("unit,indicator,value,n\n{}", rows.collect::<String>());
    Scored::of(crate::support::round(&[("framework.toml", criteria)], round, &[("answers.csv", &answers)]))
}

/// Reproducible numbers between 0 and 1.
struct Seeded(u64);

impl Seeded {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the figure is for the guide, which names the command that shows it")]
fn intervals_cover_the_truth_as_often_as_they_say() {
    const SURVEYS: usize = 600;
    let n = 150;
    let scenario = Scenario { sampling: true, draws: 400, ..Scenario::nothing() };
    let mut seeded = Seeded(2024);
    let mut covered = 0;
    for _ in 0..SURVEYS {
        let truth: [f64; 3] = std::array::from_fn(|_| 0.15 + 0.7 * seeded.next());
        let satisfied = truth.map(|share| (0..n).map(|_| u32::from(seeded.next() < share)).sum());
        let index = 100.0 * (0.5 * truth[0] + 0.25 * truth[1] + 0.25 * truth[2]);
        let analysis = survey(satisfied, n).analysis(&scenario);
        let [low, _, high] = analysis.units[0].scores.expect("a score");
        covered += usize::from(low <= index && index <= high);
    }
    // The standard error of a share of 0.9 in 600 surveys is 1.2 percentage points.
    let share = covered as f64 / SURVEYS as f64;
    println!("{covered} of {SURVEYS} intervals of 90 % hold the truth");
    assert!((0.865..=0.935).contains(&share), "{covered} of {SURVEYS} intervals of 90 % hold the truth");
}

#[test]
fn one_unit_has_no_ranks_and_says_so() {
    let analysis = survey([50, 100, 0], 100).analysis(&Scenario { sampling: true, draws: 50, ..Scenario::nothing() });
    assert!(analysis.ranks_not_defined.is_some() && analysis.above.is_empty() && analysis.tie_groups.is_empty());
    let unit = &analysis.units[0];
    assert_eq!((unit.ranks, unit.mean_rank, unit.rank), (None, None, None));
    assert!(unit.scores.is_some() && unit.rank_probability.is_empty());
    let text = serde_json::to_string(&analysis).expect("json");
    assert!(!text.contains("NaN") && !text.contains("inf"));
}

/// Four units with a constant column, one that nobody answered, and one that can reach zero.
fn poor() -> Scored {
    of_rows("A,1,5,3,\nB,2,9,3,\nC,5,7,3,\nD,9,,3,\n")
}

/// Units A to D with these answers.
fn of_rows(rows: &str) -> Scored {
    let criteria = r#"
        framework = { code = "demo", edition = "1", name = { en = "Demo" }, source = "x", licence = "x", scale = { low = 0, high = 100 } }
        methodology = { normalisation = { method = "min_max" } }
        group = [{ code = "top", name = { en = "Top" } }]
        indicator = [
            { code = "varied", parent = "top", name = { en = "V" } },
            { code = "other", parent = "top", name = { en = "O" } },
            { code = "constant", parent = "top", name = { en = "C" } },
            { code = "silent", parent = "top", name = { en = "S" } },
        ]
    "#;
    let round = r#"
        round = { code = "1", framework = "demo", period = "1", title = { en = "One" }, source = "x", licence = "x" }
        unit = [{ code = "A", name = { en = "A" } }, { code = "B", name = { en = "B" } }, { code = "C", name = { en = "C" } }, { code = "D", name = { en = "D" } }]
        table = [{ file = "answers.csv" }]
    "#;
    let answers = format!("unit,varied,other,constant,silent\n{rows}");
    Scored::of(crate::support::round(&[("framework.toml", criteria)], round, &[("answers.csv", &answers)]))
}

#[test]
fn draws_that_meet_a_zero_are_counted_and_nothing_becomes_a_nan() {
    let scored = poor();
    let geometric = Aggregation::Geometric { at_zero: AtZero::Undefined };
    let scenario = Scenario {
        aggregation: vec![vec![(0, geometric)]],
        missing: vec![MissingChild::Withhold, MissingChild::Zero],
        normalisation: vec![vec![Normalising::Method(Normalisation::ZScore { mean: 0.0, sd: 1.0 }); 4]],
        ..scored.usual()
    };
    let plan = scored.plan(&scenario);
    let analysis = scored.analysis(&scenario);
    assert!(analysis.incomplete_draws > 50 && analysis.failed_draws > 0, "{analysis:?}");
    assert!(analysis.units.iter().all(|unit| unit.draws < analysis.draws && unit.scores.is_some()));
    let found = sensitivity(&plan, &scored.criteria.framework, (1, 64), &[(0, "A".to_owned())], 2);
    assert!(found.outputs.iter().all(|output| output.incomplete_rows > 0));
    let removed = removals(&plan, &scored.criteria.framework, &scored.codes());
    for text in [serde_json::to_string(&analysis), serde_json::to_string(&found), serde_json::to_string(&removed)] {
        let text = text.expect("json");
        // serde_json writes null for what is no number, and here every null has to be a declared absence.
        assert!(!text.contains("NaN") && !text.contains("\"estimate\":null") && !text.contains("_probability\":[null"));
    }
}

#[test]
fn the_change_of_one_answer_is_that_of_another_evaluation() {
    let at = |counts: [u32; 3]| survey(counts, 100).evaluation.scores.whole.at(0, 0).score.expect("a score");
    let scored = survey([36, 50, 80], 100);
    let moved = nudj::evaluate::errors_of_estimates(&scored.criteria.framework, &scored.round);
    assert_eq!(moved.len(), 3);
    // One standard error of 36 of 100 is 0.048: the index moves by half of it, on a scale of a hundred.
    let change = moved[0].changes[0];
    assert!((change.up - 0.048).abs() < 1e-12 && (change.down + 0.048).abs() < 1e-12, "{change:?}");
    assert!((at([46, 50, 80]) - at([36, 50, 80]) - 5.0).abs() < 1e-9);
    let base = Scored::of(Case::of(&Files::base()));
    let steps = nudj::evaluate::steps_of_assessors(&base.criteria.framework, &base.round);
    assert!(!steps.is_empty());
    for change in steps.iter().flat_map(|step| &step.changes) {
        let column = &base.evaluation.panels[change.panel].denominated[change.indicator];
        assert!(column[change.unit].is_ok() && change.up.is_finite() && change.down.is_finite());
    }
}

#[test]
fn assessors_move_scores_by_their_rate() {
    let scored = read("criteria/gems", "surveys/illustrative/2024");
    let with = |rate: f64| {
        let assessors = Some((rate, "invented".to_owned()));
        let analysis = scored.analysis(&Scenario { assessors, draws: 200, ..Scenario::nothing() });
        assert_eq!(analysis.sources.len(), 1);
        let [low, _, high] = analysis.units[0].scores.expect("scores");
        high - low
    };
    let (few, many) = (with(0.01), with(0.2));
    assert!(few > 0.0 && many > 2.0 * few, "{few} {many}");
}

#[test]
fn of_published_scores_only_the_printed_digits_vary() {
    let published = read("criteria/gems", "surveys/gems/2024");
    let codes = |scored: &Scored| -> Vec<String> {
        let plan = scored.plan(&scored.usual());
        plan.factors().iter().map(|factor| factor.code(&scored.criteria.framework)).collect()
    };
    assert_eq!(codes(&published), ["printed_precision"]);
    let plan = published.plan(&published.usual());
    assert_eq!(removals(&plan, &published.criteria.framework, &published.codes()), []);
    assert!(codes(&read("criteria/gems", "surveys/gems/europe-2022")).contains(&"aggregation".to_owned()));
}

/// The rate of errors in the scenario of the illustrative round is that at which its assessors differ.
#[test]
fn the_rate_of_a_scenario_is_the_one_that_was_observed() {
    let folder = root().join("surveys/illustrative/2024");
    let mut marked: BTreeMap<[String; 3], Vec<String>> = BTreeMap::new();
    for (file, about) in [("services.csv", "item"), ("sectors.csv", "sector")] {
        let mut rows = csv::Reader::from_path(folder.join(file)).expect("answers");
        for row in rows.deserialize::<BTreeMap<String, String>>().map(|row| row.expect("a row")) {
            let key = ["unit", about, "indicator"].map(|column| row[column].clone());
            marked.entry(key).or_default().push(row["value"].clone());
        }
    }
    let twice = marked.values().filter(|values| values.len() == 2);
    let (all, differ) =
        twice.fold((0, 0), |(all, differ), values| (all + 1, differ + usize::from(values[0] != values[1])));
    let text = fs::read_to_string(folder.join("scenarios.toml")).expect("the scenario");
    let scenario: toml::Table = toml::from_str(&text).expect("TOML");
    let rate = scenario["uncertainty"]["assessors"]["rate"].as_float().expect("a rate");
    assert_eq!((all, differ), (1161, 73));
    assert!((2.0 * rate * (1.0 - rate) - differ as f64 / all as f64).abs() < 1e-4, "{rate}");
}

#[test]
fn the_scenario_of_the_guide_runs() {
    let guide = fs::read_to_string(root().join("surveys/uncertainty.md")).expect("the guide");
    let example = guide.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let base = Scored::of(Case::of(&Files::base()));
    let mut sources = nudj::diag::Sources::default();
    let mut findings = nudj::diag::Findings::default();
    let file = sources.add("scenarios.toml", example);
    let scenario = Scenario::read(file, &base.criteria.framework, &sources, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    let scenario = scenario.expect("a scenario");
    assert_eq!((scenario.draws, scenario.seed), (2000, 2024));
    let analysis = base.analysis(&scenario);
    let sources: Vec<&str> = analysis.sources.iter().map(|source| source.source.as_str()).collect();
    for expected in ["aggregation", "normalisation", "treatment", "imputation", "missing", "leave_one_out", "assessors"]
    {
        assert!(sources.contains(&expected), "{expected} is not in {sources:?}");
    }
    // Every key of the language stands in the example.
    let value: toml::Value = toml::from_str(example).expect("TOML");
    let schema = nudj::analyse::uncertainty::scenario_schema();
    assert!(
        jsonschema::validator_for(&schema).expect("a schema").is_valid(&serde_json::to_value(&value).expect("JSON"))
    );
    let known = schema["$defs"]["RawUncertainty"]["properties"].as_object().expect("keys");
    for key in known.keys() {
        assert!(value["uncertainty"].get(key).is_some(), "`{key}` is not in the example");
    }
}

/// Runs the program on the illustrative round.
fn program(arguments: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_nudj"));
    command.current_dir(root()).args(["uncertainty", "surveys/illustrative/2024"]).args(arguments).env("NO_COLOR", "1");
    command
}

fn analysis_in(folder: &Path) -> Uncertainty {
    let text = fs::read_to_string(folder.join("analysis.json")).expect("analysis.json");
    serde_json::from_str(&text).expect("an analysis")
}

#[test]
fn the_program_writes_the_same_bytes_on_any_number_of_threads() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let written: Vec<Vec<Vec<u8>>> = ["1", "2", "8"]
        .iter()
        .map(|threads| {
            let out = folder.path().join(threads);
            let shown = out.display().to_string();
            let arguments = [
                "--draws",
                "150",
                "--threads",
                threads,
                "--sensitivity",
                "16",
                "--unit",
                "XTE",
                "--keep-draws",
                "--out",
                &shown,
            ];
            let output = program(&arguments).output().expect("it starts");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            assert!(!output.stderr.contains(&b'\r'), "no bar without a terminal");
            let names = ["analysis.json", "uncertainty.csv", "draws.csv", "manifest.json"];
            names.iter().map(|name| fs::read(out.join(name)).expect("a file")).collect()
        })
        .collect();
    assert!(written[0] == written[1] && written[0] == written[2]);
    let text = String::from_utf8_lossy(&written[0][2]);
    assert_eq!(text.lines().count(), 151);
    assert!(!text.contains("NaN") && !text.contains("inf"));
    let analysis = analysis_in(&folder.path().join("1"));
    assert!(analysis.sensitivity.is_some() && !analysis.removals.is_empty());
    assert!(analysis.sources.iter().any(|source| source.source == "sampling"));
}

/// Runs the program on the illustrative round and expects it to do its work.
fn done(arguments: &[&str]) -> String {
    let output = program(arguments).output().expect("it starts");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{error}");
    error
}

#[test]
fn a_run_that_goes_on_is_the_run_that_was_never_cut() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (cut, straight) = (path("cut"), path("straight"));
    for sample in ["random", "sobol"] {
        done(&["--draws", "60", "--sample", sample, "--keep-draws", "--out", &cut]);
        let error = done(&["--draws", "200", "--sample", sample, "--resume", "--threads", "1", "--out", &cut]);
        assert!(error.contains("60 were kept"), "{error}");
        done(&["--draws", "200", "--sample", sample, "--keep-draws", "--out", &straight]);
        for name in ["analysis.json", "draws.csv", "draws.json", "uncertainty.csv", "manifest.json"] {
            let read = |folder: &str| fs::read(Path::new(folder).join(name)).expect("a file");
            assert!(read(&cut) == read(&straight), "{sample} {name}");
        }
    }
    // What is not the same cannot be gone on from, and what is damaged is not taken for draws.
    let refused = |arguments: &[&str], why: &str| {
        let output = program(arguments).output().expect("it starts");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && error.contains("cannot-resume") && error.contains(why), "{error}");
    };
    refused(&["--resume", "--sample", "sobol", "--seed", "9", "--out", &cut], "seed");
    refused(&["--resume", "--out", &cut], "sample");
    refused(&["--resume", "--out", &path("nowhere")], "no kept draws");
    let scenario = folder.path().join("mine.toml");
    fs::write(&scenario, "[uncertainty]\nleave_one_out = true\n").expect("it can be written");
    let shown = scenario.display().to_string();
    refused(&["--resume", "--sample", "sobol", "--scenarios", &shown, "--out", &cut], "mine.toml");
    let kept = Path::new(&cut).join("draws.csv");
    let text = fs::read_to_string(&kept).expect("draws").replace("\n5,", "\n6,");
    fs::write(&kept, text).expect("it can be written");
    refused(&["--resume", "--sample", "sobol", "--out", &cut], "line 7");
}

#[test]
fn what_cannot_be_defined_is_said_by_the_program_and_no_file_has_a_nan() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let base = folder.path();
    let criteria = "[framework]\ncode = \"demo\"\nedition = \"1\"\nname = { en = \"Demo\" }\nsource = \"x\"\nlicence = \"x\"\n\
        scale = { low = 0, high = 100 }\n[methodology.normalisation]\nmethod = \"min_max\"\n\
        [[level]]\ncode = \"index\"\nname = { en = \"Index\" }\n[[level]]\ncode = \"indicator\"\nname = { en = \"Indicator\" }\n\
        [[group]]\ncode = \"top\"\nname = { en = \"Top\" }\n"
        .to_owned()
        + &["varied", "other", "constant", "silent"]
            .map(|code| format!("[[indicator]]\ncode = \"{code}\"\nparent = \"top\"\nname = {{ en = \"I\" }}\n"))
            .concat();
    let round = "[round]\ncode = \"1\"\nframework = \"demo\"\nperiod = \"1\"\ntitle = { en = \"One\" }\nsource = \"x\"\n\
        licence = \"x\"\n[units]\nfile = \"units.csv\"\n[[table]]\nfile = \"answers.csv\"\n";
    let scenario = "[uncertainty]\ndraws = 200\nleave_one_out = true\nmissing = [\"zero\"]\nweights = {}\n\
        [[uncertainty.aggregation]]\n\"*\" = { method = \"geometric\", at_zero = \"undefined\" }\n";
    let write = |path: &str, text: &str| {
        let path = base.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("it can be written");
    };
    write("criteria/demo/framework.toml", &criteria);
    write("round/round.toml", round);
    write("round/scenarios.toml", scenario);
    let run = |units: &str, answers: &str| {
        write("round/units.csv", units);
        write("round/answers.csv", answers);
        let (round, criteria, out) = (base.join("round"), base.join("criteria/demo"), base.join("out"));
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_nudj"));
        command.arg("uncertainty").arg(round).arg("--criteria").arg(criteria).arg("--out").arg(&out);
        let output = command.args(["--sensitivity", "32", "--keep-draws"]).output().expect("it starts");
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.code() == Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        for entry in fs::read_dir(&out).expect("a folder") {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("text");
            assert!(!text.contains("NaN") && !text.contains("inf,") && !text.contains(",inf"), "{}", path.display());
        }
        (shown, analysis_in(&out))
    };
    let (shown, analysis) = run("code,name_en\nA,A\nB,B\n", "unit,varied,other,constant,silent\nA,1,5,3,\nB,2,9,3,\n");
    assert!(analysis.ranks_not_defined.is_some() && shown.contains("Ranks are not defined"), "{shown}");
    let (shown, analysis) = run(
        "code,name_en\nA,A\nB,B\nC,C\nD,D\n",
        "unit,varied,other,constant,silent\nA,1,5,3,\nB,2,9,3,\nC,5,7,3,\nD,9,,3,\n",
    );
    assert!(analysis.incomplete_draws > 0 && shown.contains("has none"), "{shown}");
    assert_eq!(analysis.unit_removals.len(), 4);
}

#[test]
fn a_whatif_says_how_sure_the_change_is() {
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_nudj"));
        command.current_dir(root()).args(["whatif", "surveys/illustrative/2024"]).args(arguments);
        command.output().expect("it starts")
    };
    let framework = read("criteria/gems", "surveys/illustrative/2024").criteria.framework;
    let pillar = format!("{}=3", framework.nodes()[1].code());
    let unit = ["XTE", "--weight", &pillar];
    let one = run(&[&unit[..], &["--draws", "200", "--threads", "1"]].concat());
    let shown = String::from_utf8_lossy(&one.stdout).into_owned();
    assert!(one.status.success(), "{}", String::from_utf8_lossy(&one.stderr));
    for expected in ["200 draws", "change of score", "probability that the score improves", "change of rank"] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    assert_eq!(run(&[&unit[..], &["--draws", "200", "--threads", "5"]].concat()).stdout, one.stdout);
    let refused = run(&[&unit[..], &["--draws", "70000", "--sample", "sobol"]].concat());
    assert!(refused.status.code() == Some(2) && String::from_utf8_lossy(&refused.stderr).contains("65536"));
}

#[test]
fn a_scenario_that_is_wrong_ends_with_its_findings() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("mine.toml");
    fs::write(&path, "[uncertainty]\nweights = { levels = [\"nobody\"] }\n").expect("it can be written");
    let output = program(&["--scenarios", &path.display().to_string()]).output().expect("it starts");
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("unknown-reference") && error.contains("nobody"), "{error}");
    let output = program(&["--sensitivity", "8", "--unit", "Atlantis"]).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    let output = program(&["--draws", "0"]).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_is_done() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let out = folder.path().join("out");
    let child = program(&["--draws", "1000000", "--threads", "1", "--out", &out.display().to_string()])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()));
    let output = child.wait_with_output().expect("it ends");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && error.contains("interrupted"), "{error}");
    let analysis = analysis_in(&out);
    assert!(analysis.draws > 0 && analysis.draws < analysis.requested, "{} {}", analysis.draws, analysis.requested);
}

//! COINr's 200 recorded draws: the choices that it wrote down, made again by the compiled plan.

use std::collections::BTreeMap;

use nudj::analyse::uncertainty::{Choices, Outputs, Plan, Scenario, Workspace, indices};
use nudj::criteria::Normalising;
use nudj::methods::aggregation::{Aggregation, AtZero};
use nudj::methods::normalisation::Normalisation;
use nudj::methods::treatment::Winsorise;
use nudj::model::{Absence, Datum};

use super::inputs::{Asem, Data, Denominators, Setup};
use super::{Cases, EXAMPLE};
use crate::figures::Case;
use crate::scoring::Scored;

const FOLDER: &str = "13_sensitivity";

/// Functions whose outputs on a random design were recorded.
const FUNCTIONS: [&str; 5] = ["linear", "product", "ishigami", "gfunction", "step_rank_like"];

pub(super) fn cases(asem: &Asem) -> Cases {
    let mut cases = draws(asem)?;
    cases.extend(estimators(asem)?);
    Ok(cases)
}

/// Winsorisation of one to five points, min-max or z-score, arithmetic or geometric means, as alternatives.
fn plan(scored: &Scored) -> Result<Plan, String> {
    let methodology = &scored.criteria.methodology;
    let treatment = methodology.treatment.first().cloned().flatten().ok_or("the example treats")?;
    let points = |max_points| {
        let winsorise = Some(Winsorise { max_points: Some(max_points) });
        Some(nudj::methods::treatment::Treatment { winsorise, ..treatment.clone() })
    };
    let every = |method: Normalisation| vec![Normalising::Method(method); methodology.normalisation.len()];
    let geometric = Aggregation::Geometric { at_zero: AtZero::Undefined };
    let scenario = Scenario {
        treatment: (1..=5).map(points).collect(),
        normalisation: vec![
            every(Normalisation::MinMax { to: (1.0, 100.0) }),
            every(Normalisation::ZScore { mean: 10.0, sd: 2.0 }),
        ],
        aggregation: vec![(0..3).map(|level| (level, geometric)).collect()],
        ..Scenario::nothing()
    };
    let framework = &scored.criteria.framework;
    let plan = Plan::new(framework, methodology, &scored.round, &scored.evaluation, &scenario);
    plan.ok_or_else(|| "too many combinations".to_owned())
}

fn draws(asem: &Asem) -> Cases {
    let setup = Setup { denominators: Denominators::Units, ..Setup::plain(EXAMPLE) };
    let scored = asem.score(&setup, &Data::Original)?;
    let (cached, redone) = (plan(&scored)?, plan(&scored)?.redoing_all());
    let file = |name: &str| format!("{FOLDER}/asem_UA_N200_seed11_{name}");
    let read = |name: &str, key: &str| asem.matrix(&format!("{}.csv", file(name)), &[key]);
    let (listed, scores, ranks) = (read("draws", "rep")?, read("scores", "uCode")?, read("ranks", "uCode")?);
    let weights = weights(asem, &scored)?;
    let mut cases = vec![asem.case(&file("scores")), asem.case(&file("ranks")), asem.case(&file("scores_redone"))];
    let (mut space, mut again) = (Workspace::new(&cached), Workspace::new(&redone));
    let nominal = nominal(asem, &scored, &scores, &mut cases[0]);
    let mut target = asem.case(&file("target"));
    let published = read("target", "rep")?;
    let mut all: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for draw in &listed.keys {
        let set = weights.get(listed.word(draw, "weight_set")).ok_or("a draw names no weights")?;
        let winmax: usize = listed.word(draw, "winmax").parse().map_err(|_| "winmax is a number")?;
        let chosen = |mut choices: Choices| {
            choices.treatment = winmax;
            choices.normalisation = if listed.word(draw, "normalisation").starts_with("minmax") { 1 } else { 2 };
            choices.aggregation = usize::from(listed.word(draw, "aggregation") == "a_gmean");
            choices.weights.clone_from(set);
            choices
        };
        space.replay(&cached, &chosen(cached.nominal_choices()));
        again.replay(&redone, &chosen(redone.nominal_choices()));
        let (title, ours, redone) = (format!("r_{draw}"), space.index(), again.index());
        let rank: Vec<Datum> =
            space.index_ranks().into_iter().map(|rank| rank.map(f64::from).ok_or(Absence::Undefined)).collect();
        let mut shift = 0.0;
        for unit in &scores.keys {
            let row = scored.unit(unit).ok_or("a unit is not in the round")?;
            let name = || format!("{unit} {title}");
            cases[0].number(name, scores.number(unit, &title), ours[row]);
            cases[1].number(name, ranks.number(unit, &title), rank[row]);
            cases[2].number(name, scores.number(unit, &title), redone[row]);
            let there = rank[row].unwrap_or(0.0);
            shift += (there - nominal.get(unit.as_str()).copied().unwrap_or(0.0)).abs();
            all.entry(unit).or_default().push(there);
        }
        let mean = shift / scores.keys.len() as f64;
        target.number(|| format!("draw {draw}"), published.number(draw, "mean_abs_rank_change"), Ok(mean));
    }
    cases.push(target);
    cases.push(statistics(asem, &file("rankstats"), &all)?);
    Ok(cases)
}

/// Ranks as evaluated; the scores as evaluated are compared.
fn nominal<'s>(
    asem: &Asem,
    scored: &Scored,
    scores: &'s crate::matrix::Matrix,
    case: &mut Case,
) -> BTreeMap<&'s str, f64> {
    let mut ranks = BTreeMap::new();
    for unit in &scores.keys {
        let score = scored.score("Index", unit);
        case.number(|| format!("{unit} Nominal"), scores.number(unit, "Nominal"), score);
        let rank = scored.at("Index", unit).and_then(|score| score.rank).map_or(0.0, f64::from);
        ranks.insert(unit.as_str(), rank);
    }
    debug_assert_eq!(ranks.len(), asem.unit_codes().count());
    ranks
}

/// For each set, the weights of the nodes in the order of the framework.
fn weights(asem: &Asem, scored: &Scored) -> Result<BTreeMap<String, Vec<f64>>, String> {
    let listed = asem.matrix(&format!("{FOLDER}/asem_noisy_weight_sets.csv"), &["set", "iCode"])?;
    let mut sets: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for key in &listed.keys {
        let (set, code) = key.split_once('|').ok_or("a key has two parts")?;
        let nodes = scored.criteria.framework.nodes().len();
        let node = scored.criteria.framework.node(code).ok_or_else(|| format!("there is no node `{code}`"))?;
        sets.entry(set.to_owned()).or_insert_with(|| vec![1.0; nodes])[node] =
            listed.number(key, "Weight").ok_or("a weight is a number")?;
    }
    Ok(sets)
}

/// Mean, median and 5 % and 95 % quantiles of ranks.
fn statistics(asem: &Asem, file: &str, ranks: &BTreeMap<&str, Vec<f64>>) -> Result<Case, String> {
    let published = asem.matrix(&format!("{file}.csv"), &["uCode"])?;
    let mut case = asem.case(file);
    for (unit, ranks) in ranks {
        let quantile = |share| nudj::stats::quantile(ranks, share).ok_or(Absence::Undefined);
        let mean = nudj::stats::mean(ranks).ok_or(Absence::Undefined);
        for (title, ours) in
            [("Mean", mean), ("Median", quantile(0.5)), ("Q5", quantile(0.05)), ("Q95", quantile(0.95))]
        {
            case.number(|| format!("{unit} {title}"), published.number(unit, title), ours);
        }
    }
    Ok(case)
}

/// Estimates of Sobol' indices from recorded outputs: of every function, of one of them with a number added to its output,
/// and those at the middle of COINr's bootstrap intervals. The intervals themselves rest on R's random numbers.
fn estimators(asem: &Asem) -> Cases {
    let name = |what: &str| format!("{FOLDER}/estimator_{what}");
    let read = |what: &str, key: &[&str]| asem.matrix(&format!("{}.csv", name(what)), key);
    let runs = read("random_N256_d3_sample_and_y", &["row"])?;
    let mut every = asem.case(&name("random_N256_d3_result"));
    let published = read("random_N256_d3_result", &["fn", "Variable"])?;
    for function in FUNCTIONS {
        for (input, estimate) in estimates(&runs, function, 0.0)?.into_iter().enumerate() {
            let key = format!("{function}|V{}", input + 1);
            every.number(|| format!("{key} VarY"), published.number(&key, "VarY"), Ok(estimate.variance));
            estimate.compare(&mut every, &key, &published);
        }
    }
    let mut shifted = asem.case(&name("Si_shift_dependence_linear"));
    let published = read("Si_shift_dependence_linear", &["shift", "Variable"])?;
    for shift in [0.0, 10.0, 100.0, 1000.0] {
        for (input, estimate) in estimates(&runs, "linear", shift)?.into_iter().enumerate() {
            estimate.compare(&mut shifted, &format!("{shift}|V{}", input + 1), &published);
        }
    }
    let mut middle = asem.case(&name("random_N256_d3_bootstrap2000_ishigami"));
    let published = read("random_N256_d3_bootstrap2000_ishigami", &["fn", "Variable"])?;
    for (input, estimate) in estimates(&runs, "ishigami", 0.0)?.into_iter().enumerate() {
        estimate.compare(&mut middle, &format!("ishigami|V{}", input + 1), &published);
    }
    Ok(vec![every, shifted, middle])
}

struct Estimate {
    variance: f64,
    /// COINr does not centre the output for the first order, which adds the mean of the output times the mean difference of
    /// two samples, over the variance: that is added here before comparing.
    first_not_centred: f64,
    total: f64,
}

impl Estimate {
    fn compare(&self, case: &mut Case, key: &str, published: &crate::matrix::Matrix) {
        case.number(|| format!("{key} Si, not centred"), published.number(key, "Si"), Ok(self.first_not_centred));
        case.number(|| format!("{key} STi"), published.number(key, "STi"), Ok(self.total));
    }
}

/// For each input, from the recorded outputs of a function and a number added to all of them.
fn estimates(runs: &crate::matrix::Matrix, function: &str, shift: f64) -> Result<Vec<Estimate>, String> {
    let mut outputs = Outputs { mixed: vec![Vec::new(); 3], ..Outputs::default() };
    for row in &runs.keys {
        let y = runs.number(row, function).ok_or("an output is a number")? + shift;
        match runs.word(row, "block") {
            "A" => outputs.a.push(y),
            "B" => outputs.b.push(y),
            block => {
                let input = block.chars().last().and_then(|digit| digit.to_digit(10)).unwrap_or(0) as usize;
                outputs.mixed.get_mut(input.wrapping_sub(1)).ok_or_else(|| format!("block `{block}`"))?.push(y);
            }
        }
    }
    let both: Vec<f64> = outputs.a.iter().chain(&outputs.b).copied().collect();
    let centre = nudj::stats::mean(&both).ok_or("a mean")?;
    let variance = nudj::stats::standard_deviation(&both).ok_or("a spread")?.powi(2);
    let found = indices(&outputs).ok_or("the output varies")?;
    let one = |(mixed, (first, total)): (&Vec<f64>, (f64, f64))| {
        let differences: Vec<f64> = mixed.iter().zip(&outputs.a).map(|(one, other)| one - other).collect();
        let first_not_centred = first + centre * nudj::stats::mean(&differences).ok_or("a mean")? / variance;
        Ok(Estimate { variance, first_not_centred, total })
    };
    outputs.mixed.iter().zip(found).map(one).collect()
}

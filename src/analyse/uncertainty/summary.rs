//! What draws show: `analysis.json`.

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::plan::Plan;
use super::removal::{Removal, UnitRemoval};
use super::run::Draws;
use super::scenario::Scenario;
use super::sensitivity::Sensitivity;
use crate::criteria::{Framework, Methodology};
use crate::frozen::InputFile;
use crate::methods::ranking::{TIE_TOLERANCE, ranks};
use crate::model::Datum;
use crate::stats;
use crate::survey::Round;

/// Name of the format.
pub const ANALYSIS_FORMAT: &str = "nudj-analysis";
/// Version of the format.
pub const ANALYSIS_VERSION: u32 = 1;

/// The quantiles that are shown.
const QUANTILES: [f64; 3] = [0.05, 0.5, 0.95];

/// Two units whose order holds in at most this share of draws, one way or the other, cannot be told apart.
pub const TOLD_APART: f64 = 0.95;

/// Ranks of fewer units than this say nothing.
const FEWEST: usize = 3;

/// The rule of tie groups, as it is printed.
const TIE_RULE: &str = "Two units cannot be told apart where the probability that one is above the other, a tie counting \
    half, lies between 0.05 and 0.95. In order of rank, a group begins with the first unit that is in none and ends before \
    the first that can be told apart from it.";

/// How sure scores and ranks are.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Uncertainty {
    /// Always `nudj-analysis`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// Version of nudj.
    pub nudj: String,
    /// Every file that was read, in order of name.
    pub inputs: Vec<InputFile>,
    /// Code of the framework.
    pub framework: String,
    /// Code of the round.
    pub round: String,
    /// Seed of the random numbers.
    pub seed: u64,
    /// How the numbers of draws were made: `random`, or `sobol` for a low-discrepancy sequence scrambled by the seed.
    #[serde(default)]
    pub sample: String,
    /// Draws that stand behind the figures.
    pub draws: usize,
    /// Draws that were asked for; more than `draws` where the run was cut.
    pub requested: usize,
    /// Draws in which some unit that has a score as evaluated has none. The unit's figures are then over its other draws.
    pub incomplete_draws: usize,
    /// Draws in which no unit has a score.
    pub failed_draws: usize,
    /// What varies.
    pub sources: Vec<UncertaintySource>,
    /// The quantiles of `scores` and `ranks`.
    pub quantiles: [f64; 3],
    /// Why ranks are not defined, where they are not.
    pub ranks_not_defined: Option<String>,
    /// Mean over units and draws of the absolute difference between a rank and the rank as evaluated.
    pub mean_rank_shift: Option<f64>,
    /// Codes of the bands, from the lowest.
    pub bands: Vec<String>,
    /// The units in the order of the round.
    pub units: Vec<UnitUncertainty>,
    /// Share of the draws in which both have a score where the unit of the row is above that of the column; empty where
    /// ranks are not defined, `null` where the two never have a score together.
    pub above: Vec<Vec<Option<f64>>>,
    /// The rule of `tie_groups` and `ties`.
    pub tie_rule: String,
    /// Units that cannot be told apart, in order of rank; groups of one are left out.
    pub tie_groups: Vec<Vec<String>>,
    /// How the spread of results goes back to the sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<Sensitivity>,
    /// What each node of the tree does to the ranking: it is removed, and nothing else is changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removals: Vec<Removal>,
    /// What each unit does to the others: it is removed, and they are scored and ranked without it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unit_removals: Vec<UnitRemoval>,
}

/// A source of uncertainty.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct UncertaintySource {
    /// `weights.<level>`, `aggregation`, `normalisation`, `treatment`, `imputation`, `missing`, `leave_one_out`,
    /// `assessors`, `sampling` or `printed_precision`.
    pub source: String,
    /// What varies, and how.
    pub varies: String,
    /// Random numbers that the source takes in a draw; `null` where that differs from draw to draw.
    #[serde(default)]
    pub inputs: Option<usize>,
    /// How many of them, the first ones, are of the low-discrepancy sequence. The others are pseudo-random.
    #[serde(default)]
    pub low_discrepancy_inputs: usize,
    /// Distribution of weights: `uniform` or `dirichlet`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distribution: Option<String>,
    /// How far weights vary as a share of themselves, or the share of answers that stand one step off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
    /// How many indicators, answers, estimates or published scores it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// Alternatives to the method of the criteria.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Vec<AlternativeMethod>>,
}

/// A method of an alternative.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct AlternativeMethod {
    /// Code of the level that it is for; empty for everything.
    pub of: String,
    /// The method in the words of the criteria language.
    pub method: String,
}

/// A unit in the draws.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct UnitUncertainty {
    /// Code.
    pub code: String,
    /// Score of the index as evaluated.
    pub score: Option<f64>,
    /// Rank as evaluated.
    pub rank: Option<u32>,
    /// Draws in which the unit has a score.
    pub draws: usize,
    /// Quantiles of the score; `null` where it never has one.
    pub scores: Option<[f64; 3]>,
    /// Mean score.
    pub mean_score: Option<f64>,
    /// Quantiles of the rank.
    pub ranks: Option<[f64; 3]>,
    /// Mean rank.
    pub mean_rank: Option<f64>,
    /// Probability of each rank from 1; empty where ranks are not defined.
    pub rank_probability: Vec<f64>,
    /// Probability of each band, in the order of `bands`.
    pub band_probability: Vec<f64>,
    /// Codes of the units from which it cannot be told apart.
    pub ties: Vec<String>,
}

/// The JSON Schema of `analysis.json`.
#[must_use]
pub fn schema() -> Value {
    schema_for!(Uncertainty).to_value()
}

/// What a summary is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s> {
    /// What is measured.
    pub framework: &'s Framework,
    /// How, as declared.
    pub methodology: &'s Methodology,
    /// What was observed.
    pub round: &'s Round,
    /// What varies.
    pub scenario: &'s Scenario,
    /// The compiled evaluation.
    pub plan: &'s Plan,
}

/// Says what draws show.
#[must_use]
pub fn summarise(subject: Subject<'_>, draws: &Draws, requested: usize, inputs: Vec<InputFile>) -> Uncertainty {
    let Subject { framework, methodology, round, scenario, plan } = subject;
    let nominal = ranks(plan.nominal());
    let ranked = nominal.iter().flatten().count();
    let defined = ranked >= FEWEST;
    let codes: Vec<String> = round.units.iter().map(|unit| unit.code.clone()).collect();
    let above = if defined { above(draws) } else { Vec::new() };
    let tied = |one: usize, other: usize| {
        let share = above.get(one).and_then(|row| row[other].zip(above[other][one]));
        one != other && share.is_some_and(|(up, down)| not_apart(up, down))
    };
    let lost = |draw: &[u16]| plan.nominal().iter().zip(draw).any(|(score, rank)| score.is_ok() && *rank == 0);
    let each_draw = || draws.ranks.chunks(draws.units.max(1));
    let units = (0..codes.len())
        .map(|unit| {
            let of = OfUnit { framework, draws, unit, defined, units: codes.len() };
            let ties = (0..codes.len()).filter(|&other| tied(unit, other)).map(|other| codes[other].clone());
            of.summary(codes[unit].clone(), plan.nominal()[unit], nominal[unit], ties.collect())
        })
        .collect();
    let source = |(&factor, led): (&super::plan::Factor, &std::ops::Range<u32>)| UncertaintySource {
        inputs: plan.inputs(factor),
        low_discrepancy_inputs: led.len(),
        ..plan.source(factor, framework, methodology, scenario)
    };
    Uncertainty {
        format: ANALYSIS_FORMAT.to_owned(),
        version: ANALYSIS_VERSION,
        nudj: env!("CARGO_PKG_VERSION").to_owned(),
        inputs,
        framework: framework.code.clone(),
        round: round.code.clone(),
        seed: scenario.seed,
        sample: scenario.sample.word().to_owned(),
        draws: draws.len(),
        requested,
        incomplete_draws: each_draw().filter(|draw| lost(draw)).count(),
        failed_draws: each_draw().filter(|draw| draw.iter().all(|rank| *rank == 0)).count(),
        sources: plan.factors().iter().zip(&plan.dimensions).map(source).collect(),
        quantiles: QUANTILES,
        ranks_not_defined: (!defined).then(|| {
            format!("{ranked} of {} units have a score, and ranks of fewer than {FEWEST} say nothing", codes.len())
        }),
        mean_rank_shift: if defined { mean_shift(&nominal, draws) } else { None },
        bands: framework.bands.iter().map(|band| band.code.clone()).collect(),
        units,
        tie_rule: TIE_RULE.to_owned(),
        tie_groups: if defined { groups(&nominal, &codes, tied) } else { Vec::new() },
        above,
        sensitivity: None,
        removals: Vec::new(),
        unit_removals: Vec::new(),
    }
}

/// Whether neither order holds nearly always.
///
/// With ties counting half, the probability is 1/2 + (above - below) / 2. It is judged by the difference, so that the answer
/// is the same from either side in the last binary digit too.
fn not_apart(above: f64, below: f64) -> bool {
    (above - below).abs() <= 2.0 * TOLD_APART - 1.0 + TIE_TOLERANCE
}

/// For each pair, the share of draws in which the first is above the second.
fn above(draws: &Draws) -> Vec<Vec<Option<f64>>> {
    let units = draws.units;
    let mut counts = vec![0_u32; units * units];
    let mut both = vec![0_u32; units * units];
    for draw in draws.ranks.chunks(units.max(1)) {
        for (one, &first) in draw.iter().enumerate().filter(|(_, rank)| **rank > 0) {
            let row = one * units..(one + 1) * units;
            let pairs = counts[row.clone()].iter_mut().zip(&mut both[row]).zip(draw);
            for ((count, both), &second) in pairs {
                *count += u32::from(first < second);
                *both += u32::from(second > 0);
            }
        }
    }
    let share = |(count, both): (&u32, &u32)| (*both > 0).then(|| f64::from(*count) / f64::from(*both));
    let rows = counts.chunks(units.max(1)).zip(both.chunks(units.max(1)));
    rows.map(|(counts, both)| counts.iter().zip(both).map(share).collect()).collect()
}

/// Mean over draws of the mean over units of the absolute change of rank.
pub(super) fn mean_shift(nominal: &[Option<u32>], draws: &Draws) -> Option<f64> {
    let shifts: Vec<f64> = draws.ranks.chunks(draws.units.max(1)).filter_map(|draw| shift(nominal, draw)).collect();
    stats::mean(&shifts)
}

/// Mean over units of the absolute change of rank in one draw; nothing where no unit has both ranks.
pub(super) fn shift(nominal: &[Option<u32>], draw: &[u16]) -> Option<f64> {
    let both = nominal
        .iter()
        .zip(draw)
        .filter_map(|(nominal, rank)| Some((nominal.as_ref()?, rank)).filter(|(_, rank)| **rank > 0));
    let (sum, count) = both.fold((0.0, 0.0), |(sum, count), (nominal, rank)| {
        (sum + f64::from(nominal.abs_diff(u32::from(*rank))), count + 1.0)
    });
    (count > 0.0).then(|| sum / count)
}

fn groups(nominal: &[Option<u32>], codes: &[String], tied: impl Fn(usize, usize) -> bool) -> Vec<Vec<String>> {
    let mut order: Vec<usize> = (0..codes.len()).filter(|&unit| nominal[unit].is_some()).collect();
    order.sort_by_key(|&unit| (nominal[unit], unit));
    let mut groups = Vec::new();
    let mut rest = order.as_slice();
    while let Some((&first, after)) = rest.split_first() {
        let size = after.iter().take_while(|&&unit| tied(first, unit)).count();
        if size > 0 {
            groups.push(rest[..=size].iter().map(|&unit| codes[unit].clone()).collect());
        }
        rest = &rest[size + 1..];
    }
    groups
}

/// One unit in the draws.
struct OfUnit<'o> {
    framework: &'o Framework,
    draws: &'o Draws,
    unit: usize,
    defined: bool,
    units: usize,
}

impl OfUnit<'_> {
    fn summary(&self, code: String, score: Datum, rank: Option<u32>, ties: Vec<String>) -> UnitUncertainty {
        let scores = self.draws.scores_of(self.unit);
        let ranks: Vec<f64> = self.draws.ranks_of(self.unit).into_iter().map(f64::from).collect();
        UnitUncertainty {
            code,
            score: score.ok(),
            rank: rank.filter(|_| self.defined),
            draws: scores.len(),
            mean_score: stats::mean(&scores),
            scores: quantiles(&scores),
            ranks: quantiles(&ranks).filter(|_| self.defined),
            mean_rank: stats::mean(&ranks).filter(|_| self.defined),
            rank_probability: if self.defined { self.rank_probability(&ranks) } else { Vec::new() },
            band_probability: self.band_probability(&scores),
            ties,
        }
    }

    fn rank_probability(&self, ranks: &[f64]) -> Vec<f64> {
        let mut counts = vec![0_u32; self.units];
        for rank in ranks {
            if let Some(count) = counts.get_mut(*rank as usize - 1) {
                *count += 1;
            }
        }
        shares(&counts, ranks.len())
    }

    fn band_probability(&self, scores: &[f64]) -> Vec<f64> {
        let bands = &self.framework.bands;
        let mut counts = vec![0_u32; bands.len()];
        for score in scores {
            if let Some(band) = bands.iter().rposition(|band| *score >= band.from - TIE_TOLERANCE) {
                counts[band] += 1;
            }
        }
        shares(&counts, scores.len())
    }
}

fn shares(counts: &[u32], of: usize) -> Vec<f64> {
    counts.iter().map(|count| if of == 0 { 0.0 } else { f64::from(*count) / of as f64 }).collect()
}

/// The shown quantiles, of type 7; nothing for no value.
pub(super) fn quantiles(values: &[f64]) -> Option<[f64; 3]> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut found = [0.0; 3];
    for (found, share) in found.iter_mut().zip(QUANTILES) {
        *found = stats::quantile(&sorted, share)?;
    }
    Some(found)
}

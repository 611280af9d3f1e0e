//! How fast the values of indicators grow from period to period.
//!
//! The values are those that were observed, before anything is divided, filled or scaled. Scores have no rate here: a
//! change of a score is a number of points ([`compare`](crate::analyse::compare)), and a share of it would depend on
//! where its scale begins.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::figure::{Figure, Undefined};
use super::lineage::match_nodes;
use crate::criteria::Framework;
use crate::evaluate::observe;
use crate::frozen::Frozen;
use crate::model::{Absence, Datum};
use crate::stats::{compound_growth, line};
use crate::survey::{Answers, Round};

/// A round with its criteria and its result.
#[derive(Clone, Copy, Debug)]
pub struct Observed<'o> {
    /// Criteria in the round's edition.
    pub framework: &'o Framework,
    /// The round.
    pub round: &'o Round,
    /// Its result, which knows the editions in between.
    pub frozen: &'o Frozen,
}

/// The values of every indicator and unit over time.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// Periods in ascending order of time, no two at the same.
    periods: Vec<(String, f64)>,
    series: Vec<Series>,
    /// Indicators that do not measure the same in every period, each with the kind of change.
    pub left_out: Vec<(String, String)>,
}

/// One unit's values of one indicator.
#[derive(Clone, Debug, PartialEq)]
struct Series {
    unit: String,
    indicator: String,
    slice: Option<String>,
    /// Whether less is better.
    lower_is_better: bool,
    /// One for each period.
    values: Vec<Datum>,
}

/// How a rate is taken.
#[derive(Clone, Copy, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rate {
    /// From the first value to the last, compounded: (last / first)^(1 / years) - 1.
    #[default]
    Compound,
    /// The slope of the straight line through all values, as a share of its value at the first of them.
    Linear,
}

/// What is taken of a history, and how.
#[derive(Clone, Copy, Debug, Default, JsonSchema, PartialEq, Eq, Serialize)]
pub struct GrowthRules {
    /// How the rate is taken.
    pub rate: Rate,
    /// Only so many periods, of which the last is the last with a value; a shorter history has no rate. All where none is
    /// given.
    pub latest: Option<usize>,
    /// Whether a rate is turned where less is better, so that above zero is always an improvement.
    pub directed: bool,
}

/// How one unit's values of one indicator grow.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Growth {
    /// Code of the unit.
    pub unit: String,
    /// Code of the indicator.
    pub indicator: String,
    /// Value of the facet that the index is sliced by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slice: Option<String>,
    /// The rate for each year, as a share: 0.05 is five per cent. None where the base is not above zero, because a share of
    /// it would say nothing, unless nothing changes.
    pub rate: Figure,
    /// The change for each year in the measure of the indicator: from the first value to the last, or along the line.
    pub change: Figure,
    /// What the rate is a share of: the first value, or the line at its period.
    pub base: Figure,
    /// Periods that were looked at.
    pub periods: usize,
    /// How many of them have a value.
    pub observed: usize,
    /// The first value that was looked at; none where no period has one.
    pub first: Option<GrowthPoint>,
    /// The last.
    pub last: Option<GrowthPoint>,
}

/// A value and its period.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
pub struct GrowthPoint {
    /// The period as the round calls it.
    pub period: String,
    /// Its place in time: the first number in its name.
    pub time: f64,
    /// The value as observed.
    pub value: f64,
}

/// Two periods that stand at the same time, as the rounds call them.
pub type SameTime = [String; 2];

impl History {
    /// The periods that the tables of one round hold.
    ///
    /// # Errors
    ///
    /// Two periods stand at the same time.
    pub fn of_round(framework: &Framework, round: &Round) -> Result<History, SameTime> {
        let mut history = History { periods: Vec::new(), series: blank(framework, round), left_out: Vec::new() };
        for period in &round.periods {
            history.periods.push((period.label.clone(), period.time));
            let values = values(framework, round, &period.answers);
            for (series, value) in history.series.iter_mut().zip(values) {
                series.values.push(value);
            }
        }
        history.checked()
    }

    /// The own periods of several rounds, in any order. Units are found by their codes, and are those of the last round;
    /// an indicator is followed through the editions as far as it measures the same
    /// ([`match_nodes`](crate::analyse::match_nodes)), and is left out where it does not.
    ///
    /// # Errors
    ///
    /// Two rounds stand at the same time.
    pub fn of_rounds(rounds: &[Observed<'_>]) -> Result<History, SameTime> {
        let mut rounds = rounds.to_vec();
        rounds.sort_by(|a, b| time(a.round).total_cmp(&time(b.round)));
        let Some(last) = rounds.last().copied() else {
            return Ok(History { periods: Vec::new(), series: Vec::new(), left_out: Vec::new() });
        };
        let mut history =
            History { periods: Vec::new(), series: blank(last.framework, last.round), left_out: Vec::new() };
        for one in &rounds {
            history.periods.push((one.round.period.clone(), time(one.round)));
            let lineage = match_nodes(&one.frozen.framework, &last.frozen.framework);
            let named = |code: &str| history.series.iter().any(|series| series.indicator == code);
            history.left_out.extend(lineage.unmatched.into_iter().filter(|(code, _)| named(code)));
            let code = |frozen: &Frozen, node: usize| frozen.framework.nodes[node].code.clone();
            let earlier: BTreeMap<String, String> = lineage
                .matched
                .iter()
                .map(|matched| (code(last.frozen, matched.later), code(one.frozen, matched.earlier)))
                .collect();
            let keys = blank(one.framework, one.round).into_iter().map(Series::key);
            let values: BTreeMap<_, _> = keys.zip(values(one.framework, one.round, one.round.answers())).collect();
            for series in &mut history.series {
                let there = earlier
                    .get(&series.indicator)
                    .and_then(|indicator| values.get(&(series.unit.clone(), indicator.clone(), series.slice.clone())));
                series.values.push(there.copied().unwrap_or(Err(Absence::NotAvailable)));
            }
        }
        let left_out: BTreeMap<String, String> = history.left_out.drain(..).rev().collect();
        history.series.retain(|series| !left_out.contains_key(&series.indicator));
        history.left_out = left_out.into_iter().collect();
        history.checked()
    }

    fn checked(self) -> Result<History, SameTime> {
        let same = self.periods.windows(2).find(|pair| pair[0].1 >= pair[1].1);
        match same {
            Some(pair) => Err([pair[0].0.clone(), pair[1].0.clone()]),
            None => Ok(self),
        }
    }

    /// Names of the periods, in ascending order of time.
    pub fn periods(&self) -> impl Iterator<Item = &str> + Clone {
        self.periods.iter().map(|(label, _)| label.as_str())
    }

    /// The part of the history from one of its periods to another; none for a period that it does not have, or that comes
    /// after the other.
    #[must_use]
    pub fn between(&self, from: Option<&str>, to: Option<&str>) -> Option<History> {
        let place = |name: &str| self.periods().position(|label| label == name);
        let first = from.map_or(Some(0), place)?;
        let end = to.map_or(self.periods.len().checked_sub(1), place)? + 1;
        let cut = |series: &Series| Some(Series { values: series.values.get(first..end)?.to_vec(), ..series.clone() });
        Some(History {
            periods: self.periods.get(first..end)?.to_vec(),
            series: self.series.iter().map(cut).collect::<Option<_>>()?,
            left_out: self.left_out.clone(),
        })
    }

    /// The growth of every indicator of every unit, in the order of the indicators.
    #[must_use]
    pub fn growth(&self, rules: GrowthRules) -> Vec<Growth> {
        self.series.iter().map(|series| self.one(series, rules)).collect()
    }

    fn one(&self, series: &Series, rules: GrowthRules) -> Growth {
        let known = |at: &usize| series.values[*at].is_ok();
        let end = (0..self.periods.len()).rev().find(known).map(|last| last + 1);
        // Periods after the last value count as missing, unless a number of latest periods is asked for.
        let window = match (rules.latest, end) {
            (Some(latest), Some(end)) => Some(end.saturating_sub(latest)..end),
            _ => Some(0..self.periods.len()),
        };
        let window = window.unwrap_or_default();
        let enough = rules.latest.is_none_or(|latest| window.len() == latest);
        let periods = window.len();
        let points: Vec<GrowthPoint> = window
            .filter_map(|at| {
                let (period, time) = &self.periods[at];
                Some(GrowthPoint { period: period.clone(), time: *time, value: series.values[at].ok()? })
            })
            .collect();
        let found = if points.len() < 2 || !enough { Err(Undefined::TooFew) } else { rates(&points, rules.rate) };
        let turned = if rules.directed && series.lower_is_better { -1.0 } else { 1.0 };
        let figure = |of: fn(Rates) -> f64| match found {
            Ok(rates) => Figure::of(Some(of(rates)), Undefined::TooLarge),
            Err(why) => Figure(Err(why)),
        };
        Growth {
            unit: series.unit.clone(),
            indicator: series.indicator.clone(),
            slice: series.slice.clone(),
            rate: Figure(found.and_then(|rates| rates.rate.map(|rate| turned * rate).ok_or(Undefined::NotPositive))),
            change: figure(|rates| rates.change),
            base: figure(|rates| rates.base),
            periods,
            observed: points.len(),
            first: points.first().cloned(),
            last: points.last().cloned(),
        }
    }
}

#[derive(Clone, Copy)]
struct Rates {
    /// None where the base is not above zero.
    rate: Option<f64>,
    change: f64,
    base: f64,
}

/// Two points at least.
fn rates(points: &[GrowthPoint], rate: Rate) -> Result<Rates, Undefined> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Err(Undefined::TooFew) };
    let span = last.time - first.time;
    match rate {
        Rate::Compound => {
            let change = (last.value - first.value) / span;
            Ok(Rates { rate: compound_growth(first.value, last.value, span), change, base: first.value })
        }
        Rate::Linear => {
            let of = |value: fn(&GrowthPoint) -> f64| points.iter().map(value).collect::<Vec<_>>();
            let line = line(&of(|point| point.time), &of(|point| point.value)).ok_or(Undefined::TooFew)?;
            let share = Some(line.slope / line.start).filter(|share| share.is_finite() && line.start > 0.0);
            // As for the compound rate, what does not change grows by zero.
            let rate = if line.slope.abs() > 0.0 { share } else { Some(0.0) };
            Ok(Rates { rate, change: line.slope, base: line.start })
        }
    }
}

impl Series {
    /// What names it in any round.
    fn key(self) -> (String, String, Option<String>) {
        (self.unit, self.indicator, self.slice)
    }
}

fn time(round: &Round) -> f64 {
    round.periods.get(round.current).map_or(0.0, |period| period.time)
}

/// A series without values for each slice, indicator and unit, in the order of [`values`].
fn blank(framework: &Framework, round: &Round) -> Vec<Series> {
    let slices: Vec<Option<&str>> = match framework.slice_facet() {
        Some(facet) => facet.values().iter().map(|value| Some(value.code())).collect(),
        None => vec![None],
    };
    let mut all = Vec::new();
    for slice in slices {
        for indicator in framework.indicators() {
            all.extend(round.units().iter().map(|unit| Series {
                unit: unit.code().to_owned(),
                indicator: framework.nodes()[indicator.node()].code().to_owned(),
                slice: slice.map(str::to_owned),
                lower_is_better: indicator.lower_is_better,
                values: Vec::new(),
            }));
        }
    }
    all
}

/// The observed values of a period by slice, indicator and unit.
fn values(framework: &Framework, round: &Round, answers: &[Answers]) -> Vec<Datum> {
    let observations = observe(framework, round, answers, None);
    let columns = observations.panels.iter().flat_map(|panel| &panel.columns);
    columns.flatten().map(|observation| observation.value).collect()
}

/// `growth.json`: every rate unrounded, a rate that is not defined with its reason.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GrowthFile<'g> {
    /// Always `nudj-growth`.
    format: &'static str,
    /// Version of the format.
    version: u32,
    /// Version of nudj.
    nudj: &'static str,
    /// Code of the framework.
    framework: &'g str,
    /// The periods in ascending order of time.
    periods: Vec<&'g str>,
    /// How the rates are taken.
    rules: GrowthRules,
    /// Indicators that do not measure the same in every period, and so have no rates.
    left_out: Vec<LeftOut<'g>>,
    /// The rates.
    growth: &'g [Growth],
}

/// An indicator without rates.
#[derive(Debug, JsonSchema, Serialize)]
struct LeftOut<'g> {
    /// Its code in the last round.
    indicator: &'g str,
    /// What changed: `new`, `rescaled`, `split`, `merged` or `missing`.
    why: &'g str,
}

impl<'g> GrowthFile<'g> {
    /// The rates of a history of this framework, for the file.
    #[must_use]
    pub fn new(framework: &'g str, history: &'g History, rules: GrowthRules, growth: &'g [Growth]) -> GrowthFile<'g> {
        GrowthFile {
            format: "nudj-growth",
            version: 1,
            nudj: env!("CARGO_PKG_VERSION"),
            framework,
            periods: history.periods().collect(),
            rules,
            left_out: history.left_out.iter().map(|(indicator, why)| LeftOut { indicator, why }).collect(),
            growth,
        }
    }
}

/// The JSON Schema of `growth.json`.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::SchemaGenerator::new(schemars::generate::SchemaSettings::draft2020_12().for_serialize())
        .into_root_schema_for::<GrowthFile<'_>>()
        .to_value()
}

//! An evaluation compiled for being repeated: everything that no draw changes is worked out once.
//!
//! The index is the same function as [`evaluate`](crate::evaluate::evaluate), laid out as flat columns. The stages up to
//! normalisation are made by the very functions of `evaluate`, once for each combination of alternatives that a draw can
//! choose; a draw then redoes only what lies downstream of what it changed.

use std::ops::Range;

use super::draw::Choices;
use super::grouping::floor_of;
use super::scenario::{Sample, Scenario, WeightShape};
use super::stream::DIMENSIONS;
use crate::criteria::{
    Aggregating, Coverage, CoverageBasis, Framework, Methodology, MissingChild, NodeIx, Normalising, ReportedRule,
};
use crate::diag::{Code, Diagnostic};
use crate::evaluate::{
    Change, Columns, Evaluation, Moved, PanelStages, errors_of_estimates, stages_under, steps_of_assessors,
};
use crate::methods::aggregation::Aggregation;
use crate::methods::normalisation::{Direction, Normalisation};
use crate::methods::treatment::Treatment;
use crate::model::{Absence, Datum};
use crate::stats::logarithms;
use crate::survey::Round;

/// Columns of values with what is known of their absence: `there` is one where there is a value, `applies` one where there
/// could be one. Numbers instead of flags, so that a mean over children is a sum of products.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) value: Vec<f64>,
    pub(super) there: Vec<f64>,
    pub(super) applies: Vec<f64>,
    /// Of each column: whether every unit has a value.
    pub(super) complete: Vec<bool>,
    /// Of each column: whether every unit could have one.
    pub(super) applying: Vec<bool>,
}

/// The observed values of columns, one after the other without gaps.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed {
    /// Where each column begins; one more than there are columns.
    starts: Vec<usize>,
    values: Vec<f64>,
    units: Vec<usize>,
    /// The same columns with gaps: where values are, and are shown, and where they could be.
    pub(super) columns: Block,
}

impl Packed {
    fn of(columns: &Columns, shown: &[f64], units: usize) -> Packed {
        let mut block = Block::of(columns, units);
        block.show(shown, units);
        let mut packed = Packed { starts: vec![0], columns: block, ..Packed::default() };
        for column in columns {
            for (unit, datum) in column.iter().enumerate() {
                if let Ok(value) = datum {
                    packed.values.push(*value);
                    packed.units.push(unit);
                }
            }
            packed.starts.push(packed.values.len());
        }
        packed
    }

    /// The values of a column, and the units that have them.
    pub(super) fn column(&self, column: usize) -> (&[f64], &[usize]) {
        let span = self.starts[column]..self.starts[column + 1];
        (&self.values[span.clone()], &self.units[span])
    }
}

impl Block {
    pub(super) fn new(columns: usize, units: usize) -> Block {
        let zeros = vec![0.0; columns * units];
        let no = vec![false; columns];
        Block { value: zeros.clone(), there: zeros.clone(), applies: zeros, complete: no.clone(), applying: no }
    }

    pub(super) fn set(&mut self, column: usize, units: usize, unit: usize, datum: Datum) {
        let at = column * units + unit;
        self.value[at] = datum.unwrap_or(0.0);
        self.there[at] = f64::from(u8::from(datum.is_ok()));
        self.applies[at] = f64::from(u8::from(datum != Err(Absence::NotApplicable)));
    }

    #[inline(always)]
    pub(super) fn settle(&mut self, column: usize, units: usize) {
        let span = column * units..(column + 1) * units;
        let every = |flags: &[f64]| flags.iter().fold(true, |all, flag| all & (*flag > 0.5));
        self.complete[column] = every(&self.there[span.clone()]);
        self.applying[column] = every(&self.applies[span]);
    }

    /// Takes away what is not shown.
    fn show(&mut self, shown: &[f64], units: usize) {
        for ((value, there), shown) in self.value.iter_mut().zip(&mut self.there).zip(shown) {
            *value *= shown;
            *there *= shown;
        }
        for column in 0..self.complete.len() {
            self.settle(column, units);
        }
    }

    fn of(columns: &Columns, units: usize) -> Block {
        let mut block = Block::new(columns.len(), units);
        for (index, column) in columns.iter().enumerate() {
            for (unit, datum) in column.iter().enumerate() {
                block.set(index, units, unit, *datum);
            }
            block.settle(index, units);
        }
        block
    }
}

/// A node of the tree, as a draw needs it.
#[derive(Clone, Debug)]
pub(super) struct PlanNode {
    pub(super) parent: Option<NodeIx>,
    pub(super) children: Vec<NodeIx>,
    pub(super) indicator: Option<usize>,
    pub(super) aggregating: Aggregating,
    pub(super) again: Option<Normalisation>,
    pub(super) minimum: Option<f64>,
    pub(super) reported: Vec<ReportedScore>,
}

/// A published score of a unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReportedScore {
    pub(super) unit: usize,
    pub(super) score: f64,
    /// Half a unit of the last printed digit.
    pub(super) half: f64,
    /// Position among all published scores, which names its part of the stream.
    pub(super) index: usize,
}

/// What one panel (a slice, or the whole) starts from.
#[derive(Clone, Debug)]
pub(super) struct PanelPlan {
    /// Weights among siblings.
    pub(super) weights: Vec<f64>,
    /// Observed values of indicators, for columns that a draw changes; one block for each way of imputation.
    pub(super) imputed: Vec<Packed>,
    /// Normalised values for each combination of imputation, treatment and normalisation.
    pub(super) normalised: Vec<Block>,
    /// For each combination and then each floor of the plan, the logarithms of the normalised values; zero where there is none.
    logs: Vec<Vec<f64>>,
    /// Of each indicator and unit: one where its own coverage lets its score be shown.
    shown: Vec<f64>,
}

/// Answers that have errors, with all their changes one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Effects {
    /// For each answer, where its changes begin; one more than there are answers.
    starts: Vec<usize>,
    changes: Vec<Change>,
    /// For each answer, how far it can go down and up.
    room: Vec<(f64, f64)>,
}

impl Effects {
    fn of(moved: Vec<Moved>) -> Effects {
        let mut effects = Effects { starts: vec![0], ..Effects::default() };
        for one in moved {
            effects.changes.extend(one.changes);
            effects.starts.push(effects.changes.len());
            effects.room.push(one.room);
        }
        effects
    }

    pub(super) fn answers(&self) -> usize {
        self.room.len()
    }

    /// The changes of an answer, and how far it can go.
    pub(super) fn answer(&self, answer: usize) -> (&[Change], (f64, f64)) {
        (&self.changes[self.starts[answer]..self.starts[answer + 1]], self.room[answer])
    }
}

/// A source of uncertainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// Weights of the nodes of a level.
    Weights {
        /// The level.
        level: usize,
    },
    /// The way of aggregation.
    Aggregation,
    /// The way of normalisation.
    Normalisation,
    /// Treatment of outliers.
    Treatment,
    /// The way gaps are filled.
    Imputation,
    /// What a missing child does.
    Missing,
    /// The indicator that is left out.
    LeaveOneOut,
    /// Errors of assessors.
    Assessors,
    /// Sampling errors of estimates.
    Sampling,
    /// Printed digits of published scores.
    PrintedPrecision,
}

impl Factor {
    /// The name of its stream, which no other factor has and which does not depend on the others.
    pub(super) fn stream(self) -> u64 {
        match self {
            Factor::Aggregation => 1,
            Factor::Normalisation => 2,
            Factor::Treatment => 3,
            Factor::Imputation => 4,
            Factor::Missing => 5,
            Factor::LeaveOneOut => 6,
            Factor::Assessors => 7,
            Factor::Sampling => 8,
            Factor::PrintedPrecision => 9,
            Factor::Weights { level } => 100 + level as u64,
        }
    }
}

/// A compiled evaluation with the alternatives of a scenario.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) units: usize,
    pub(super) nodes: Vec<PlanNode>,
    pub(super) panels: Vec<PanelPlan>,
    pub(super) directions: Vec<Direction>,
    pub(super) indicator_nodes: Vec<NodeIx>,
    /// Ends of the values of each indicator, where they are known.
    pub(super) ranges: Vec<Option<(f64, f64)>>,
    pub(super) reported_rule: ReportedRule,
    pub(super) reported: usize,
    pub(super) scale: (f64, f64),
    /// Floors of the geometric means that read indicators, each once.
    floors: Vec<f64>,
    pub(super) basis: CoverageBasis,
    pub(super) factors: Vec<Factor>,
    /// For each source, the dimensions of the low-discrepancy sequence that lead its stream; none in a random sample.
    pub(super) dimensions: Vec<Range<u32>>,
    pub(super) sample: Sample,
    /// For each level, the nodes that have siblings, with their number of siblings and themselves.
    pub(super) siblings: Vec<Vec<(NodeIx, usize)>>,
    pub(super) weights: Option<(WeightShape, f64)>,
    /// Alternatives; the choice of the criteria comes first.
    pub(super) aggregations: Vec<Vec<Option<Aggregation>>>,
    pub(super) missing: Vec<Option<MissingChild>>,
    pub(super) treatments: Vec<Vec<Option<Treatment>>>,
    pub(super) normalisations: Vec<Vec<Option<Normalisation>>>,
    pub(super) imputations: usize,
    pub(super) rate: f64,
    pub(super) assessors: Effects,
    pub(super) sampling: Effects,
    /// Treats and normalises every column in every draw, although nothing in it changed. For measuring.
    pub(super) redo: bool,
    /// Nominal scores of the index.
    pub(super) nominal: Vec<Datum>,
}

/// More combinations of imputation, treatment and normalisation than this are refused: each is kept in memory.
pub const MOST_COMBINATIONS: usize = 256;

impl Plan {
    /// Compiles an evaluation that has no errors, with the alternatives of a scenario.
    ///
    /// Nothing where the scenario asks for more combinations of imputation, treatment and normalisation than
    /// [`MOST_COMBINATIONS`].
    #[must_use]
    pub fn new(
        framework: &Framework,
        methodology: &Methodology,
        round: &Round,
        evaluation: &Evaluation,
        scenario: &Scenario,
    ) -> Option<Plan> {
        let imputations = 1 + scenario.imputation.len();
        let treatments: Vec<Vec<Option<Treatment>>> = std::iter::once(methodology.treatment.clone())
            .chain(scenario.treatment.iter().map(|one| vec![one.clone(); framework.indicators.len()]))
            .collect();
        let normalisings = normalisings((framework, methodology), evaluation, scenario);
        if imputations * treatments.len() * normalisings.len() > MOST_COMBINATIONS {
            return None;
        }
        let mut panels = panels(framework, methodology, evaluation);
        for imputation in 0..imputations {
            for treatment in &treatments {
                for normalisation in &normalisings {
                    let mut other = methodology.clone();
                    if let Some(alternative) = imputation.checked_sub(1).and_then(|at| scenario.imputation.get(at)) {
                        other.imputation = alternative.clone();
                    }
                    other.treatment.clone_from(treatment);
                    other.normalisation.clone_from(normalisation);
                    let stages = stages_under(framework, &other, round, &evaluation.observations);
                    let first =
                        std::ptr::eq(treatment, &treatments[0]) && std::ptr::eq(normalisation, &normalisings[0]);
                    add_stages(&mut panels, &stages, round.units.len(), first);
                }
            }
        }
        let resolved = |one: &Normalising| resolved(one, round);
        let nodes = nodes(framework, methodology, round);
        let mut plan = Plan {
            units: round.units.len(),
            reported: nodes.iter().map(|node| node.reported.len()).sum(),
            nodes,
            panels,
            directions: framework.indicators.iter().map(direction).collect(),
            indicator_nodes: framework.indicators.iter().map(|indicator| indicator.node).collect(),
            ranges: framework.indicators.iter().map(ends).collect(),
            reported_rule: methodology.reported,
            scale: (framework.scale.low(), framework.scale.high()),
            floors: Vec::new(),
            basis: methodology.coverage.basis,
            factors: Vec::new(),
            dimensions: Vec::new(),
            sample: scenario.sample,
            siblings: siblings(framework),
            weights: scenario.weights.as_ref().map(|weights| (weights.shape, weights.spread)),
            aggregations: aggregations(framework, scenario),
            missing: std::iter::once(None).chain(scenario.missing.iter().copied().map(Some)).collect(),
            treatments,
            normalisations: normalisings.iter().map(|all| all.iter().map(resolved).collect()).collect(),
            imputations,
            rate: scenario.assessors.as_ref().map_or(0.0, |(rate, _)| *rate),
            assessors: match scenario.assessors {
                Some(_) => Effects::of(steps_of_assessors(framework, round)),
                None => Effects::default(),
            },
            sampling: match scenario.sampling {
                true => Effects::of(errors_of_estimates(framework, round)),
                false => Effects::default(),
            },
            redo: false,
            nominal: evaluation.scores.whole.column(0),
        };
        plan.factors = plan.varying(scenario);
        plan.dimensions = plan.led();
        plan.take_logarithms();
        Some(plan)
    }

    /// The same plan, treating and normalising every column in every draw. It gives the same scores and is for measuring.
    #[must_use]
    pub fn redoing_all(mut self) -> Plan {
        self.redo = true;
        self
    }

    /// The sources of uncertainty that have something to vary.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// A warning for each source that a scenario file names and that has nothing to vary.
    #[must_use]
    pub fn idle(&self, framework: &Framework, scenario: &Scenario) -> Vec<Diagnostic> {
        let Some(place) = scenario.place else { return Vec::new() };
        let levels = scenario.weights.iter().flat_map(|weights| weights.levels.iter());
        let mut asked: Vec<(Factor, &str)> =
            levels.map(|&level| (Factor::Weights { level }, "no node of the level has siblings")).collect();
        let mut ask = |wanted: bool, factor: Factor, why: &'static str| {
            if wanted {
                asked.push((factor, why));
            }
        };
        ask(scenario.leave_one_out, Factor::LeaveOneOut, "there is only one indicator");
        ask(scenario.assessors.is_some(), Factor::Assessors, "no answer is an option of a scale or a checklist");
        ask(scenario.sampling, Factor::Sampling, "no estimate has a standard error, or n for a share");
        ask(scenario.printed_precision, Factor::PrintedPrecision, "no score was published with its digits");
        let idle = asked.into_iter().filter(|(factor, _)| !self.factors.contains(factor));
        let computes = self.computes(0);
        idle.map(|(factor, why)| {
            let why = if computes { why } else { "every score of the index is published, and none is computed" };
            let message = format!("`{}` has nothing to vary: {why}", factor.code(framework));
            Diagnostic::new(Code::NothingToVary, message).at(place).help("leave it out of the scenario")
        })
        .collect()
    }

    /// Number of units.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units
    }

    /// Scores of the index as evaluated.
    pub fn nominal(&self) -> &[Datum] {
        &self.nominal
    }

    /// The block of normalised values of a combination.
    pub(super) fn combination(&self, imputation: usize, treatment: usize, normalisation: usize) -> usize {
        (imputation * self.treatments.len() + treatment) * self.normalisations.len() + normalisation
    }

    /// The largest number of quantiles at which a method cuts a column.
    pub(super) fn most_cuts(&self) -> usize {
        let again = self.nodes.iter().filter_map(|node| node.again.as_ref());
        let cuts = |method: &Normalisation| match method {
            Normalisation::CategoricalQuantile { shares, .. } => shares.len(),
            _ => 0,
        };
        self.normalisations.iter().flatten().flatten().chain(again).map(cuts).max().unwrap_or(0)
    }

    /// How a group is aggregated in a draw.
    pub(super) fn method(&self, choices: &Choices, at: NodeIx) -> Aggregation {
        self.aggregations[choices.aggregation][at].unwrap_or(self.nodes[at].aggregating.method)
    }

    /// Logarithms of the normalised values of a combination above a floor, where they are known.
    pub(super) fn logarithms(&self, panel: usize, combination: usize, floor: f64) -> Option<&[f64]> {
        let at = self.floors.iter().position(|there| there.to_bits() == floor.to_bits())?;
        self.panels[panel].logs.get(combination * self.floors.len() + at).map(Vec::as_slice)
    }

    /// Works out the logarithms that the geometric means of draws read.
    fn take_logarithms(&mut self) {
        let reads = |at: &NodeIx| self.nodes[*at].children.iter().any(|&child| self.nodes[child].indicator.is_some());
        for at in (0..self.nodes.len()).filter(reads) {
            let chosen = self.aggregations.iter().map(|way| way[at].unwrap_or(self.nodes[at].aggregating.method));
            for floor in chosen.filter_map(|method| floor_of(&method)) {
                if !self.floors.iter().any(|there| there.to_bits() == floor.to_bits()) {
                    self.floors.push(floor);
                }
            }
        }
        for panel in &mut self.panels {
            for block in &panel.normalised {
                panel.logs.extend(self.floors.iter().map(|floor| {
                    let mut logs = vec![0.0; block.value.len()];
                    logarithms(&block.value, *floor, &mut logs);
                    let absent = logs.iter_mut().zip(&block.there).filter(|(_, there)| **there < 0.5);
                    absent.for_each(|(log, _)| *log = 0.0);
                    logs
                }));
            }
        }
    }

    /// How many random numbers a source takes in a draw; nothing where that differs from draw to draw.
    pub(super) fn inputs(&self, factor: Factor) -> Option<usize> {
        match factor {
            Factor::Weights { level } => Some(self.siblings.get(level).map_or(0, Vec::len)),
            Factor::Aggregation
            | Factor::Normalisation
            | Factor::Treatment
            | Factor::Imputation
            | Factor::Missing
            | Factor::LeaveOneOut => Some(1),
            Factor::Assessors => None,
            Factor::Sampling => Some(self.sampling.answers()),
            Factor::PrintedPrecision => Some(self.reported),
        }
    }

    /// Gives the dimensions of the sequence to the sources, those with the fewest inputs first. The second sample of a Sobol'
    /// design has as many of its own.
    fn led(&self) -> Vec<Range<u32>> {
        let mut led = vec![0..0; self.factors.len()];
        let mut order: Vec<usize> = (0..self.factors.len()).collect();
        order.sort_by_key(|&at| self.inputs(self.factors[at]));
        let mut next = 0;
        for at in order.into_iter().filter(|_| self.sample == Sample::Sobol) {
            let wanted = self.inputs(self.factors[at]).map_or(0, |inputs| u32::try_from(inputs).unwrap_or(u32::MAX));
            let end = next + wanted.min(DIMENSIONS / 2 - next);
            led[at] = next..end;
            next = end;
        }
        led
    }

    /// Whether some unit's score of a node is computed, and those of all nodes above it: what is published stands whatever
    /// lies below it.
    pub(super) fn computes(&self, node: NodeIx) -> bool {
        let up = || std::iter::successors(Some(node), |at| self.nodes[*at].parent);
        let published =
            |unit: usize| up().any(|at| self.nodes[at].reported.iter().any(|reported| reported.unit == unit));
        let scored = self.nominal.iter().enumerate().filter(|(_, score)| score.is_ok());
        self.reported_rule != ReportedRule::Prefer || scored.into_iter().any(|(unit, _)| !published(unit))
    }

    fn varying(&self, scenario: &Scenario) -> Vec<Factor> {
        let printed = self.nodes.iter().flat_map(|node| &node.reported).any(|reported| reported.half > 0.0);
        let printed = scenario.printed_precision && printed;
        if !self.computes(0) {
            return if printed { vec![Factor::PrintedPrecision] } else { Vec::new() };
        }
        let levels = scenario.weights.iter().flat_map(|weights| weights.levels.iter().copied());
        // A child without siblings has the whole weight whatever its number is.
        let siblings = |level: usize| self.siblings.get(level).is_some_and(|nodes| !nodes.is_empty());
        let mut factors: Vec<Factor> =
            levels.filter(|&level| siblings(level)).map(|level| Factor::Weights { level }).collect();
        let mut add = |wanted: bool, factor: Factor| {
            if wanted {
                factors.push(factor);
            }
        };
        add(self.aggregations.len() > 1, Factor::Aggregation);
        add(self.normalisations.len() > 1, Factor::Normalisation);
        add(self.treatments.len() > 1, Factor::Treatment);
        add(self.imputations > 1, Factor::Imputation);
        add(self.missing.len() > 1, Factor::Missing);
        add(scenario.leave_one_out && self.indicator_nodes.len() > 1, Factor::LeaveOneOut);
        add(scenario.assessors.is_some() && self.assessors.answers() > 0, Factor::Assessors);
        add(scenario.sampling && self.sampling.answers() > 0, Factor::Sampling);
        add(printed, Factor::PrintedPrecision);
        factors
    }
}

fn direction(indicator: &crate::criteria::Indicator) -> Direction {
    if indicator.lower_is_better { Direction::Lower } else { Direction::Higher }
}

/// The ends of an indicator's values; those of a value divided by a quantity are not known.
fn ends(indicator: &crate::criteria::Indicator) -> Option<(f64, f64)> {
    indicator.range.filter(|_| indicator.denominator.is_none()).map(|range| (range.low(), range.high()))
}

/// Normalisation of each indicator for each alternative. An alternative that has no value on the column of an indicator (a
/// constant column under min-max) leaves that indicator its own.
fn normalisings(
    (framework, methodology): (&Framework, &Methodology),
    evaluation: &Evaluation,
    scenario: &Scenario,
) -> Vec<Vec<Normalising>> {
    let fits = |indicator: usize, method: &Normalising| match method {
        Normalising::Reference { .. } => true,
        Normalising::Method(method) => evaluation.panels.iter().all(|panel| {
            let column = &panel.treated[indicator];
            let scaled =
                crate::methods::normalisation::normalise(method, direction(&framework.indicators[indicator]), column);
            column.iter().zip(scaled).all(|(before, after)| before.is_err() || after.is_ok())
        }),
    };
    let own = &methodology.normalisation;
    let alternative = |chosen: &Vec<Normalising>| -> Vec<Normalising> {
        let either = chosen.iter().zip(own).enumerate();
        either.map(|(at, (other, own))| if fits(at, other) { other.clone() } else { own.clone() }).collect()
    };
    std::iter::once(own.clone()).chain(scenario.normalisation.iter().map(alternative)).collect()
}

fn resolved(normalising: &Normalising, round: &Round) -> Option<Normalisation> {
    match normalising {
        Normalising::Method(method) => Some(method.clone()),
        Normalising::Reference { unit, cap, .. } => {
            let row = round.units.iter().position(|there| there.code == *unit)?;
            Some(Normalisation::DistanceToReference { row, cap: *cap })
        }
    }
}

/// Methods of aggregation for each node and alternative; nothing leaves the node its own.
fn aggregations(framework: &Framework, scenario: &Scenario) -> Vec<Vec<Option<Aggregation>>> {
    let of = |levels: &Vec<(usize, Aggregation)>| {
        let method = |level: usize| levels.iter().find(|(there, _)| *there == level).map(|(_, method)| *method);
        framework.nodes.iter().map(|node| method(node.level)).collect()
    };
    std::iter::once(vec![None; framework.nodes.len()]).chain(scenario.aggregation.iter().map(of)).collect()
}

/// For each level, the nodes that have siblings, in the order of their parents.
fn siblings(framework: &Framework) -> Vec<Vec<(NodeIx, usize)>> {
    let mut levels = vec![Vec::new(); framework.levels.len()];
    for node in framework.nodes.iter().filter(|node| node.children.len() > 1) {
        for &child in &node.children {
            levels[framework.nodes[child].level].push((child, node.children.len()));
        }
    }
    levels
}

fn nodes(framework: &Framework, methodology: &Methodology, round: &Round) -> Vec<PlanNode> {
    let Coverage { minimum, .. } = &methodology.coverage;
    let mut index = 0;
    let mut made = Vec::new();
    for (at, node) in framework.nodes.iter().enumerate() {
        let mut reported = Vec::new();
        // A published score is of the whole.
        let here = round.reported.iter().filter(|reported| framework.slices.is_none() && reported.node == at);
        for published in here {
            let Ok(score) = published.score else { continue };
            let digits = published.decimals.map(|decimals| i32::try_from(decimals).unwrap_or(0));
            let half = digits.map_or(0.0, |digits| 0.5 * 10_f64.powi(-digits));
            reported.push(ReportedScore { unit: published.unit, score, half, index });
            index += 1;
        }
        made.push(PlanNode {
            parent: framework.nodes.iter().position(|above| above.children.contains(&at)),
            children: node.children.clone(),
            indicator: node.indicator,
            aggregating: methodology.aggregation[at].clone(),
            again: methodology.renormalisation[at].as_ref().and_then(|again| resolved(again, round)),
            minimum: minimum[node.level],
            reported,
        });
    }
    made
}

fn panels(framework: &Framework, methodology: &Methodology, evaluation: &Evaluation) -> Vec<PanelPlan> {
    let scores = &evaluation.scores;
    let panel_scores = |index: usize| match framework.slices {
        Some(_) => scores.slices.get(index).map_or(&scores.whole, |(_, panel)| panel),
        None => &scores.whole,
    };
    let panels = evaluation.observations.panels.iter().enumerate();
    panels
        .map(|(index, panel)| {
            let mut shown = Vec::new();
            for (indicator, column) in framework.indicators.iter().zip(&panel.columns) {
                let minimum = methodology.coverage.minimum[framework.nodes[indicator.node].level];
                shown.extend(column.iter().map(|observation| {
                    let share = match observation.applicable {
                        0 => 0.0,
                        applicable => f64::from(observation.answered) / f64::from(applicable),
                    };
                    let below = minimum.is_some_and(|minimum| share < minimum - crate::methods::ranking::TIE_TOLERANCE);
                    f64::from(u8::from(!(observation.answered > 0 && below)))
                }));
            }
            PanelPlan {
                weights: panel_scores(index).weights.clone(),
                imputed: Vec::new(),
                normalised: Vec::new(),
                logs: Vec::new(),
                shown,
            }
        })
        .collect()
}

/// Adds the stages of one combination to the panels; `first` of a way of imputation also gives its observed values.
fn add_stages(panels: &mut [PanelPlan], stages: &[PanelStages], units: usize, first: bool) {
    for (panel, stages) in panels.iter_mut().zip(stages) {
        if first {
            panel.imputed.push(Packed::of(&stages.imputed, &panel.shown, units));
        }
        let mut block = Block::of(&stages.normalised.columns, units);
        block.show(&panel.shown, units);
        panel.normalised.push(block);
    }
}

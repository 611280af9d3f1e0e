//! One evaluation of a plan under the choices of a draw.

use pulp::{Arch, Simd, WithSimd};

use super::column::treat;
use super::draw::Choices;
use super::grouping::{Child, Column, Rule, Sums, Target, floor_of};
use super::plan::{Block, Plan};
use super::scaling::{Observed, Spare, scale};
use crate::criteria::{CoverageBasis, NodeIx, ReportedRule};
use crate::methods::normalisation::{Direction, Normalisation};
use crate::methods::ranking::TIE_TOLERANCE;
use crate::model::{Absence, Datum};

/// The room in which a thread works; nothing is allocated after it is made.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The registers for which the loops are taken.
    registers: Arch,
    /// Columns of all nodes of one panel; leaves that a draw does not change are read from the plan.
    nodes: Block,
    /// Logarithms of the scores of nodes whose mean was made of logarithms.
    logs: Vec<f64>,
    /// The floor of the logarithms of a node, where there are any.
    floors: Vec<Option<f64>>,
    /// Whether the column of a leaf in `nodes` stands for that of the plan.
    own: Vec<bool>,
    /// Whether the column of a leaf in `nodes` is known to have a value for every unit.
    full: Vec<bool>,
    values: Vec<f64>,
    original: Vec<f64>,
    units: Vec<usize>,
    spare: Spare,
    sums: Sums,
    order: Vec<usize>,
    panels: Vec<f64>,
    /// Scores of the index; zero where there is none.
    pub(super) scores: Vec<f64>,
    /// Ranks; zero where there is no score.
    pub(super) ranks: Vec<u16>,
}

/// One evaluation, to be compiled for each width of registers.
struct Replay<'r> {
    space: &'r mut Workspace,
    plan: &'r Plan,
    choices: &'r Choices,
}

impl WithSimd for Replay<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.space.evaluate(self.plan, self.choices);
    }
}

impl Workspace {
    /// Room for one thread.
    #[must_use]
    pub fn new(plan: &Plan) -> Workspace {
        let units = plan.units;
        let most = plan.nodes.iter().map(|node| node.children.len()).max().unwrap_or(0);
        Workspace {
            registers: Arch::new(),
            nodes: Block::new(plan.nodes.len(), units),
            logs: vec![0.0; plan.nodes.len() * units],
            floors: vec![None; plan.nodes.len()],
            own: vec![false; plan.nodes.len()],
            full: vec![false; plan.nodes.len()],
            values: Vec::with_capacity(units),
            original: Vec::with_capacity(units),
            units: Vec::with_capacity(units),
            spare: Spare::new(units, plan.most_cuts()),
            sums: Sums::new(units, most),
            order: (0..units).collect(),
            panels: vec![0.0; units],
            scores: vec![0.0; units],
            ranks: vec![0; units],
        }
    }

    /// Room for one thread that keeps to the registers that every processor of the family has. What is replayed in it is the
    /// same, bit for bit; tests and benches compare the two.
    #[must_use]
    pub fn with_plain_registers(plan: &Plan) -> Workspace {
        Workspace { registers: Arch::Scalar, ..Workspace::new(plan) }
    }

    /// Scores of the index after [`replay`](Workspace::replay), in the order of the units.
    #[must_use]
    pub fn index(&self) -> Vec<Datum> {
        let present = self.scores.iter().zip(&self.ranks);
        present.map(|(score, rank)| if *rank > 0 { Ok(*score) } else { Err(Absence::Undefined) }).collect()
    }

    /// Ranks of the index after [`replay`](Workspace::replay); nothing for a unit without a score.
    #[must_use]
    pub fn index_ranks(&self) -> Vec<Option<u32>> {
        self.ranks.iter().map(|&rank| (rank > 0).then_some(u32::from(rank))).collect()
    }

    /// Evaluates the plan under these choices.
    ///
    /// The loops are compiled for plain and for wide vector registers, and those that the processor has are used. The
    /// numbers are the same, bit for bit: each lane does what a plain loop would do, and no product is fused with a sum.
    pub fn replay(&mut self, plan: &Plan, choices: &Choices) {
        self.registers.dispatch(Replay { space: self, plan, choices });
    }

    /// This and all that its loops call is inlined: what is compiled apart keeps to plain registers.
    #[inline(always)]
    fn evaluate(&mut self, plan: &Plan, choices: &Choices) {
        self.scores.fill(0.0);
        self.panels.fill(0.0);
        for panel in 0..plan.panels.len() {
            self.panel(plan, choices, panel);
            let units = plan.units;
            for unit in 0..units {
                self.scores[unit] += self.nodes.value[unit] * self.nodes.there[unit];
                self.panels[unit] += self.nodes.there[unit];
            }
        }
        // The score of the whole is the mean over the slices in which there is one.
        for (score, panels) in self.scores.iter_mut().zip(&self.panels) {
            if *panels > 1.0 {
                *score /= panels;
            }
        }
        self.rank();
    }

    /// Competition ranks: scores within the tolerance of the first of their group tie with it.
    fn rank(&mut self) {
        let (scores, there) = (&mut self.scores, &self.panels);
        for (score, there) in scores.iter_mut().zip(there) {
            // Those without a score come last.
            *score = if *there > 0.0 { *score } else { f64::NEG_INFINITY };
        }
        put_in_order(&mut self.order, scores);
        let mut first = (f64::INFINITY, 0_u16);
        for (position, &unit) in self.order.iter().enumerate() {
            if there[unit] <= 0.0 {
                (self.ranks[unit], scores[unit]) = (0, 0.0);
                continue;
            }
            if first.0 - scores[unit] > TIE_TOLERANCE {
                first = (scores[unit], u16::try_from(position + 1).unwrap_or(u16::MAX));
            }
            self.ranks[unit] = first.1;
        }
    }

    #[inline(always)]
    fn panel(&mut self, plan: &Plan, choices: &Choices, panel: usize) {
        let weights = &choices.weights[panel * plan.nodes.len()..(panel + 1) * plan.nodes.len()];
        for at in (0..plan.nodes.len()).rev() {
            let node = &plan.nodes[at];
            match node.indicator {
                Some(indicator) => self.leaf(plan, choices, (panel, at, indicator)),
                None => self.group(plan, choices, (panel, at), weights),
            }
            if !node.reported.is_empty() {
                self.take_reported(plan, choices, at);
            }
        }
    }

    #[inline(always)]
    fn leaf(&mut self, plan: &Plan, choices: &Choices, (panel, at, indicator): (usize, usize, usize)) {
        let wrong = choices.wrong.get(panel * plan.indicator_nodes.len() + indicator).copied().unwrap_or(false);
        self.own[at] = wrong || !plan.nodes[at].reported.is_empty();
        if wrong {
            self.redo(plan, choices, (panel, at, indicator));
        } else if self.own[at] {
            let combination = plan.combination(choices.imputation, choices.treatment, choices.normalisation);
            let source = &plan.panels[panel].normalised[combination];
            copy(source, indicator, &mut self.nodes, at, plan.units);
            self.full[at] = false;
        }
    }

    /// Treats and normalises a column that the draw changes.
    #[inline(always)]
    fn redo(&mut self, plan: &Plan, choices: &Choices, (panel, at, indicator): (usize, usize, usize)) {
        let units = plan.units;
        let source = &plan.panels[panel].imputed[choices.imputation];
        let (observed, rows) = source.column(indicator);
        let whole = source.columns.complete[indicator];
        let (span, own) = (indicator * units..(indicator + 1) * units, at * units..(at + 1) * units);
        let Block { value, there, applies, complete, applying } = &mut self.nodes;
        let (value, there) = (&mut value[own.clone()], &mut there[own.clone()]);
        if !(whole && self.full[at]) {
            there.copy_from_slice(&source.columns.there[span.clone()]);
            applies[own].copy_from_slice(&source.columns.applies[span]);
            (complete[at], applying[at]) = (whole, source.columns.applying[indicator]);
        }
        self.values.clear();
        // Where every unit has a value, the column is made where it stays.
        let values = if whole {
            value.copy_from_slice(observed);
            &mut *value
        } else {
            self.values.extend_from_slice(observed);
            &mut self.values[..]
        };
        if !choices.errors.is_empty() {
            let errors = &choices.errors[(panel * plan.indicator_nodes.len() + indicator) * units..][..units];
            add_errors(values, rows, errors, plan.ranges[indicator]);
        }
        let treatment = plan.treatments[choices.treatment][indicator].as_ref();
        let shape = treatment.and_then(|treatment| treat(treatment, values, &mut self.original));
        let mut defined = true;
        let mut undefined = |position: usize| {
            there[rows[position]] = 0.0;
            defined = false;
        };
        match &plan.normalisations[choices.normalisation][indicator] {
            Some(method) => {
                let observed = Observed { values, units: rows, shape };
                scale(method, plan.directions[indicator], observed, &mut self.spare, undefined);
            }
            None => (0..rows.len()).for_each(&mut undefined),
        }
        self.full[at] = whole && defined;
        if !whole {
            value.fill(0.0);
            rows.iter().zip(&self.values).for_each(|(&unit, score)| value[unit] = shown(*score, there[unit]));
        } else if !defined {
            value.iter_mut().zip(there.iter()).for_each(|(value, there)| *value = shown(*value, *there));
        }
        if !defined {
            self.nodes.settle(at, units);
        }
    }

    #[inline(always)]
    fn group(&mut self, plan: &Plan, choices: &Choices, (panel, at): (usize, usize), weights: &[f64]) {
        let node = &plan.nodes[at];
        let method = plan.method(choices, at);
        let floor = floor_of(&method);
        // Nobody but a geometric mean with the same floor reads the scores of this group, and it reads their logarithms.
        let above = node.parent.map(|parent| plan.method(choices, parent)).and_then(|above| floor_of(&above));
        let untouched = node.again.is_none() && node.reported.is_empty();
        let combination = plan.combination(choices.imputation, choices.treatment, choices.normalisation);
        let normalised = &plan.panels[panel].normalised[combination];
        let taking = node.children.iter().copied().filter(|&child| Some(child) != choices.left_out);
        let complete = |child: NodeIx| match plan.nodes[child].indicator.filter(|_| !self.own[child]) {
            Some(indicator) => normalised.complete[indicator],
            None => self.nodes.complete[child],
        };
        let applying = |child: NodeIx| match plan.nodes[child].indicator.filter(|_| !self.own[child]) {
            Some(indicator) => normalised.applying[indicator],
            None => self.nodes.applying[child],
        };
        let rule = Rule {
            node,
            method,
            complete: taking.clone().all(complete),
            applying: taking.clone().all(applying),
            total: taking.clone().map(|child| weights[child]).sum(),
            missing: plan.missing[choices.missing].unwrap_or(node.aggregating.missing),
            low: plan.scale.0,
            stays_log: untouched && same(floor, above),
        };
        let units = plan.units;
        let known = floor.and_then(|floor| plan.logarithms(panel, combination, floor));
        let Block { value, there, applies, complete, applying } = &mut self.nodes;
        // Children stand behind their parent.
        let ends = (at + 1) * units;
        let (value_here, value) = value.split_at_mut(ends);
        let (there_here, there) = there.split_at_mut(ends);
        let (applies_here, applies) = applies.split_at_mut(ends);
        let (logs_here, logs) = self.logs.split_at_mut(ends);
        let (own, floors) = (&self.own, &self.floors);
        let column = |child: NodeIx| -> Column<'_> {
            if let Some(indicator) = plan.nodes[child].indicator.filter(|_| !own[child]) {
                return of(normalised, known, indicator, units);
            }
            let span = (child - at - 1) * units..(child - at) * units;
            Column {
                value: &value[span.clone()],
                there: &there[span.clone()],
                applies: &applies[span.clone()],
                complete: complete[child],
                applying: applying[child],
                logs: logs.get(span).filter(|_| same(floors[child], floor)),
            }
        };
        let here = at * units..ends;
        let mut target = Target {
            value: &mut value_here[here.clone()],
            there: &mut there_here[here.clone()],
            applies: &mut applies_here[here.clone()],
            logs: &mut logs_here[here],
        };
        let stated = &plan.panels[panel].weights;
        let children = taking.map(|child| Child {
            weight: weights[child],
            cover: if plan.basis == CoverageBasis::Count { 1.0 } else { stated[child] },
            column: column(child),
        });
        let made = rule.fill(children, &mut self.sums, &mut target);
        (complete[at], applying[at]) = (made.complete, made.applying);
        self.floors[at] = floor.filter(|_| untouched);
        if let Some(again) = &node.again {
            self.renormalise(again, at, units);
        }
    }

    /// Brings aggregated scores to a scale once more.
    fn renormalise(&mut self, again: &Normalisation, at: usize, units: usize) {
        let own = at * units..(at + 1) * units;
        let (value, there) = (&mut self.nodes.value[own.clone()], &mut self.nodes.there[own]);
        self.units.clear();
        self.units.extend((0..units).filter(|&unit| there[unit] > 0.5));
        self.values.clear();
        self.values.extend(self.units.iter().map(|&unit| value[unit]));
        let rows = &self.units;
        let observed = Observed { values: &mut self.values, units: rows, shape: None };
        scale(again, Direction::Higher, observed, &mut self.spare, |position| there[rows[position]] = 0.0);
        value.fill(0.0);
        for (&unit, score) in rows.iter().zip(&self.values) {
            value[unit] = shown(*score, there[unit]);
        }
        self.nodes.settle(at, units);
    }

    /// Puts published scores of a node in their place.
    fn take_reported(&mut self, plan: &Plan, choices: &Choices, at: usize) {
        self.full[at] = false;
        for reported in &plan.nodes[at].reported {
            let cell = at * plan.units + reported.unit;
            if plan.reported_rule == ReportedRule::Fill && self.nodes.there[cell] > 0.5 {
                continue;
            }
            let error = choices.printed.get(reported.index).copied().unwrap_or(0.0);
            let moved = reported.score + error;
            let inside = (plan.scale.0..=plan.scale.1).contains(&reported.score);
            self.nodes.value[cell] = if inside { moved.clamp(plan.scale.0, plan.scale.1) } else { moved };
            (self.nodes.there[cell], self.nodes.applies[cell]) = (1.0, 1.0);
        }
        self.nodes.settle(at, plan.units);
    }
}

/// Adds the errors of a draw to the observed values of a column.
fn add_errors(values: &mut [f64], rows: &[usize], errors: &[f64], range: Option<(f64, f64)>) {
    for (value, &unit) in values.iter_mut().zip(rows) {
        let error = errors[unit];
        // Errors that add up do not carry an answer beyond the ends of its measure.
        *value = match range.filter(|_| error != 0.0) {
            Some((low, high)) => (*value + error).clamp(low.min(*value), high.max(*value)),
            None => *value + error,
        };
    }
}

/// The column of an indicator as the plan has it.
#[inline(always)]
fn of<'c>(block: &'c Block, logs: Option<&'c [f64]>, column: usize, units: usize) -> Column<'c> {
    let span = column * units..(column + 1) * units;
    Column {
        value: &block.value[span.clone()],
        there: &block.there[span.clone()],
        applies: &block.applies[span.clone()],
        complete: block.complete[column],
        applying: block.applying[column],
        logs: logs.and_then(|logs| logs.get(span)),
    }
}

#[inline(always)]
fn copy(from: &Block, column: usize, to: &mut Block, at: usize, units: usize) {
    let (source, target) = (column * units..(column + 1) * units, at * units..(at + 1) * units);
    to.value[target.clone()].copy_from_slice(&from.value[source.clone()]);
    to.there[target.clone()].copy_from_slice(&from.there[source.clone()]);
    to.applies[target].copy_from_slice(&from.applies[source]);
    (to.complete[at], to.applying[at]) = (from.complete[column], from.applying[column]);
}

/// A score that is shown; zero where it is not, whatever it is.
#[inline(always)]
fn shown(score: f64, there: f64) -> f64 {
    if there > 0.5 { score } else { 0.0 }
}

/// Whether two floors are the same, and there are any.
#[inline(always)]
fn same(one: Option<f64>, other: Option<f64>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one.to_bits() == other.to_bits())
}

/// Puts units in descending order of score. The order of the draw before is close to that of this one, so that insertion takes
/// few steps; where it does not, the rest is sorted.
fn put_in_order(order: &mut [usize], scores: &[f64]) {
    let mut steps = 16 * order.len();
    for at in 1..order.len() {
        let unit = order[at];
        let mut to = at;
        while to > 0 && scores[order[to - 1]] < scores[unit] {
            order[to] = order[to - 1];
            to -= 1;
        }
        order[to] = unit;
        steps = steps.saturating_sub(at - to);
        if steps == 0 {
            return order.sort_unstable_by(|&left, &right| scores[right].total_cmp(&scores[left]));
        }
    }
}

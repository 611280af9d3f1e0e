//! One evaluation of a plan under the choices of a draw.

use super::column::{scale, treat};
use super::draw::Choices;
use super::plan::{Block, Plan, PlanNode};
use crate::criteria::{CoverageBasis, MissingChild, ReportedRule};
use crate::methods::aggregation::{Aggregation, AtZero};
use crate::methods::normalisation::{Direction, normalise};
use crate::methods::ranking::TIE_TOLERANCE;
use crate::model::{Absence, Datum};

/// The room in which a thread works; nothing is allocated after the first draw unless a rare method asks for it.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// Columns of all nodes of one panel; leaves that a draw does not change are read from the plan.
    nodes: Block,
    /// Whether the column of a leaf in `nodes` stands for that of the plan.
    own: Vec<bool>,
    values: Vec<f64>,
    original: Vec<f64>,
    sums: Sums,
    parts: Vec<(f64, f64)>,
    order: Vec<usize>,
    panels: Vec<f64>,
    /// Scores of the index; zero where there is none.
    pub(super) scores: Vec<f64>,
    /// Ranks; zero where there is no score.
    pub(super) ranks: Vec<u16>,
}

/// Sums over children, one for each unit.
#[derive(Clone, Debug, Default)]
struct Sums {
    value: Vec<f64>,
    weight: Vec<f64>,
    applies: Vec<f64>,
    covered: Vec<f64>,
    cover: Vec<f64>,
    missing: Vec<f64>,
    least: Vec<f64>,
}

impl Sums {
    fn clear(&mut self, units: usize) {
        for column in [
            &mut self.value,
            &mut self.weight,
            &mut self.applies,
            &mut self.covered,
            &mut self.cover,
            &mut self.missing,
        ] {
            column.clear();
            column.resize(units, 0.0);
        }
        self.least.clear();
        self.least.resize(units, f64::INFINITY);
    }
}

/// A column: values, where they are, where they could be, and whether all are there.
#[derive(Clone, Copy)]
struct Column<'c> {
    value: &'c [f64],
    there: &'c [f64],
    applies: &'c [f64],
    complete: bool,
}

impl Workspace {
    /// Room for one thread.
    #[must_use]
    pub fn new(plan: &Plan) -> Workspace {
        let units = plan.units;
        Workspace {
            nodes: Block::new(plan.nodes.len(), units),
            own: vec![false; plan.nodes.len()],
            values: Vec::with_capacity(units),
            original: Vec::with_capacity(units),
            sums: Sums::default(),
            parts: Vec::new(),
            order: (0..units).collect(),
            panels: vec![0.0; units],
            scores: vec![0.0; units],
            ranks: vec![0; units],
        }
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
    pub fn replay(&mut self, plan: &Plan, choices: &Choices) {
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
        let (scores, there) = (&self.scores, &self.panels);
        let key = |unit: usize| if there[unit] > 0.0 { scores[unit] } else { f64::NEG_INFINITY };
        self.order.sort_unstable_by(|&left, &right| key(right).total_cmp(&key(left)));
        let mut first = (f64::INFINITY, 0_u16);
        for (position, &unit) in self.order.iter().enumerate() {
            if there[unit] <= 0.0 {
                self.ranks[unit] = 0;
                continue;
            }
            if first.0 - scores[unit] > TIE_TOLERANCE {
                first = (scores[unit], u16::try_from(position + 1).unwrap_or(u16::MAX));
            }
            self.ranks[unit] = first.1;
        }
    }

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

    fn leaf(&mut self, plan: &Plan, choices: &Choices, (panel, at, indicator): (usize, usize, usize)) {
        let wrong = choices.wrong.get(panel * plan.indicator_nodes.len() + indicator).copied().unwrap_or(false);
        self.own[at] = wrong || !plan.nodes[at].reported.is_empty();
        if wrong {
            self.redo(plan, choices, (panel, at, indicator));
        } else if self.own[at] {
            let combination = plan.combination(choices.imputation, choices.treatment, choices.normalisation);
            let source = &plan.panels[panel].normalised[combination];
            copy(source, indicator, &mut self.nodes, at, plan.units);
        }
    }

    /// Treats and normalises a column with errors in it.
    fn redo(&mut self, plan: &Plan, choices: &Choices, (panel, at, indicator): (usize, usize, usize)) {
        let units = plan.units;
        let from = &plan.panels[panel];
        let span = indicator * units..(indicator + 1) * units;
        let source = &from.imputed[choices.imputation];
        let (observed, rows) = source.column(indicator);
        self.values.clear();
        self.values.extend_from_slice(observed);
        if !choices.errors.is_empty() {
            let errors = (panel * plan.indicator_nodes.len() + indicator) * units;
            for (value, unit) in self.values.iter_mut().zip(rows) {
                let error = choices.errors.get(errors + unit).copied().unwrap_or(0.0);
                // Errors that add up do not carry an answer beyond the ends of its measure.
                *value = match plan.ranges[indicator].filter(|_| error != 0.0) {
                    Some((low, high)) => (*value + error).clamp(low.min(*value), high.max(*value)),
                    None => *value + error,
                };
            }
        }
        if let Some(treatment) = &plan.treatments[choices.treatment][indicator] {
            treat(treatment, &mut self.values, &mut self.original);
        }
        let own = at * units..(at + 1) * units;
        self.nodes.value[own.clone()].fill(0.0);
        self.nodes.there[own.clone()].fill(0.0);
        self.nodes.applies[own.clone()].copy_from_slice(&source.applies[span.clone()]);
        let there = &mut self.nodes.there[own.clone()];
        rows.iter().for_each(|&unit| there[unit] = from.shown[span.start + unit]);
        match &plan.normalisations[choices.normalisation][indicator] {
            Some(method) => {
                scale(method, plan.directions[indicator], &mut self.values, |position| there[rows[position]] = 0.0);
            }
            None => there.fill(0.0),
        }
        let value = &mut self.nodes.value[own.clone()];
        for (&unit, score) in rows.iter().zip(&self.values) {
            value[unit] = score * self.nodes.there[own.start + unit];
        }
        self.nodes.settle(at, units);
    }

    fn group(&mut self, plan: &Plan, choices: &Choices, (panel, at): (usize, usize), weights: &[f64]) {
        let node = &plan.nodes[at];
        let method = plan.aggregations[choices.aggregation][at].unwrap_or(node.aggregating.method);
        let missing = plan.missing[choices.missing].unwrap_or(node.aggregating.missing);
        let combination = plan.combination(choices.imputation, choices.treatment, choices.normalisation);
        let units = plan.units;
        let Block { value, there, applies, complete } = &mut self.nodes;
        // Children stand behind their parent.
        let ends = (at + 1) * units;
        let (value_here, value) = value.split_at_mut(ends);
        let (there_here, there) = there.split_at_mut(ends);
        let (applies_here, applies) = applies.split_at_mut(ends);
        let (complete_here, complete) = complete.split_at_mut(at + 1);
        let own = &self.own;
        let normalised = &plan.panels[panel].normalised[combination];
        let column = |child: usize| -> Column<'_> {
            match plan.nodes[child].indicator {
                Some(indicator) if !own[child] => of(normalised, indicator, units),
                _ => {
                    let span = (child - at - 1) * units..(child - at) * units;
                    Column {
                        value: &value[span.clone()],
                        there: &there[span.clone()],
                        applies: &applies[span],
                        complete: complete[child - at - 1],
                    }
                }
            }
        };
        let here = at * units..ends;
        let mut target = Target {
            value: &mut value_here[here.clone()],
            there: &mut there_here[here.clone()],
            applies: &mut applies_here[here],
        };
        let taking = node.children.iter().copied().filter(|&child| Some(child) != choices.left_out);
        let children = taking.clone().map(|child| (weights[child], column(child)));
        let whole = children.clone().all(|(_, column)| column.complete);
        complete_here[at] = if whole && simple(&method) {
            mean_of_complete(&method, children, &mut target)
        } else {
            let stated = &plan.panels[panel].weights;
            self.sums.clear(units);
            // Who covers what only matters where there is a minimum, or a missing child withholds the score.
            let counts = node.minimum.is_some() || missing == MissingChild::Withhold;
            for child in taking.filter(|_| counts) {
                let cover = if plan.basis == CoverageBasis::Count { 1.0 } else { stated[child] };
                count(cover, &column(child), &mut self.sums);
            }
            let rule = Rule { node, method, missing, low: plan.scale.0 };
            rule.over_gaps(children, &mut self.sums, &mut self.parts, &mut target)
        };
        if let Some(again) = &node.again {
            renormalised(again, &mut target);
            complete_here[at] = target.there.iter().all(|there| *there > 0.5);
        }
    }

    /// Puts published scores of a node in their place.
    fn take_reported(&mut self, plan: &Plan, choices: &Choices, at: usize) {
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

/// The column of a node that is made.
struct Target<'t> {
    value: &'t mut [f64],
    there: &'t mut [f64],
    applies: &'t mut [f64],
}

fn of(block: &Block, column: usize, units: usize) -> Column<'_> {
    let span = column * units..(column + 1) * units;
    Column {
        value: &block.value[span.clone()],
        there: &block.there[span.clone()],
        applies: &block.applies[span],
        complete: block.complete[column],
    }
}

fn copy(from: &Block, column: usize, to: &mut Block, at: usize, units: usize) {
    let (source, target) = (column * units..(column + 1) * units, at * units..(at + 1) * units);
    to.value[target.clone()].copy_from_slice(&from.value[source.clone()]);
    to.there[target.clone()].copy_from_slice(&from.there[source.clone()]);
    to.applies[target].copy_from_slice(&from.applies[source]);
    to.complete[at] = from.complete[column];
}

/// Means that are sums over children.
fn simple(method: &Aggregation) -> bool {
    matches!(method, Aggregation::Arithmetic | Aggregation::Geometric { .. })
}

/// The value that a geometric mean counts.
fn floored(at_zero: AtZero, value: f64) -> f64 {
    if let AtZero::Floor(floor) = at_zero { if value < floor { floor } else { value } } else { value }
}

/// Arithmetic or geometric mean of children that all units have; whether all units have a score.
fn mean_of_complete<'c>(
    method: &Aggregation,
    children: impl Iterator<Item = (f64, Column<'c>)> + Clone,
    target: &mut Target<'_>,
) -> bool {
    let total: f64 = children.clone().map(|(weight, _)| weight).sum();
    target.value.fill(0.0);
    if total <= 0.0 {
        // Without a child with weight nothing is available; without any child nothing applies.
        let any = children.clone().next().is_some();
        target.there.fill(0.0);
        target.applies.fill(f64::from(u8::from(any)));
        return false;
    }
    target.there.fill(1.0);
    target.applies.fill(1.0);
    let counted = children.filter(|(weight, _)| *weight > 0.0);
    let Aggregation::Geometric { at_zero } = *method else {
        for (weight, column) in counted {
            let share = weight / total;
            for (sum, value) in target.value.iter_mut().zip(column.value) {
                *sum += share * value;
            }
        }
        return true;
    };
    for (weight, column) in counted {
        let share = weight / total;
        for (sum, value) in target.value.iter_mut().zip(column.value) {
            *sum += share * floored(at_zero, *value).ln();
        }
    }
    let mut all = true;
    for (value, there) in target.value.iter_mut().zip(target.there.iter_mut()) {
        // The logarithm of zero is minus infinity, whose exponential is zero; that of a negative value is no number.
        let defined = value.is_finite() || (at_zero == AtZero::Zero && !value.is_nan());
        *value = if defined { value.exp() } else { 0.0 };
        *there = f64::from(u8::from(defined));
        all &= defined;
    }
    all
}

/// Counts what a child covers, whatever its weight. Coverage goes by the stated weights and not by those of the draw: whether
/// a unit tells enough to be shown is not what is uncertain.
fn count(cover: f64, column: &Column<'_>, sums: &mut Sums) {
    let units = sums.covered.len();
    let (there, applies) = (&column.there[..units], &column.applies[..units]);
    let (covered, covers, missing) = (&mut sums.covered[..units], &mut sums.cover[..units], &mut sums.missing[..units]);
    for unit in 0..units {
        covered[unit] += cover * there[unit];
        covers[unit] += cover * applies[unit];
        missing[unit] += applies[unit] - there[unit];
    }
}

/// How a group is made where something is missing, or by a method that is rare.
struct Rule<'r> {
    node: &'r PlanNode,
    method: Aggregation,
    missing: MissingChild,
    low: f64,
}

impl Rule<'_> {
    /// Fills the column of the group; whether all units have a score.
    fn over_gaps<'c>(
        &self,
        children: impl Iterator<Item = (f64, Column<'c>)> + Clone,
        sums: &mut Sums,
        parts: &mut Vec<(f64, f64)>,
        target: &mut Target<'_>,
    ) -> bool {
        let units = target.value.len();
        let mut weighted = false;
        for (weight, column) in children.clone() {
            if weight > 0.0 {
                weighted = true;
                self.add(weight, &column, sums);
            }
        }
        if !simple(&self.method) {
            self.combine(children, sums, parts);
        }
        let mut all = true;
        for unit in 0..units {
            let coverage = if sums.cover[unit] > 0.0 { sums.covered[unit] / sums.cover[unit] } else { 0.0 };
            let below = self.node.minimum.is_some_and(|minimum| coverage < minimum - TIE_TOLERANCE);
            let withheld = self.missing == MissingChild::Withhold && sums.missing[unit] > 0.0;
            let score = self.score(unit, sums).filter(|_| !below && !withheld);
            target.value[unit] = score.unwrap_or(0.0);
            target.there[unit] = f64::from(u8::from(score.is_some()));
            let leaves = weighted && sums.applies[unit] <= 0.0;
            target.applies[unit] = f64::from(u8::from(score.is_some() || !leaves));
            all &= score.is_some();
        }
        all
    }

    /// Adds a child with weight to the sums.
    fn add(&self, weight: f64, column: &Column<'_>, sums: &mut Sums) {
        let units = sums.value.len();
        let (value, there, applies) = (&column.value[..units], &column.there[..units], &column.applies[..units]);
        let applying = &mut sums.applies[..units];
        for unit in 0..units {
            applying[unit] += weight * applies[unit];
        }
        let (total, weights, least) = (&mut sums.value[..units], &mut sums.weight[..units], &mut sums.least[..units]);
        // A missing child that counts as the lower end has a value after all.
        let zero = if self.missing == MissingChild::Zero { 1.0 } else { 0.0 };
        match self.method {
            Aggregation::Arithmetic => {
                for unit in 0..units {
                    let stands_in = zero * (applies[unit] - there[unit]);
                    total[unit] += weight * (value[unit] + self.low * stands_in);
                    weights[unit] += weight * (there[unit] + stands_in);
                }
            }
            Aggregation::Geometric { at_zero } => {
                for unit in 0..units {
                    let stands_in = zero * (applies[unit] - there[unit]);
                    let counts = there[unit] + stands_in;
                    // The logarithm of one adds nothing.
                    let counted = value[unit] + self.low * stands_in;
                    let counted = if counts > 0.5 { floored(at_zero, counted) } else { 1.0 };
                    let lowest = if counts > 0.5 { counted } else { f64::INFINITY };
                    least[unit] = if lowest < least[unit] { lowest } else { least[unit] };
                    total[unit] += weight * counted.ln();
                    weights[unit] += weight * counts;
                }
            }
            _ => {}
        }
    }

    fn score(&self, unit: usize, sums: &Sums) -> Option<f64> {
        let weight = sums.weight[unit];
        if weight <= 0.0 {
            return None;
        }
        let mean = sums.value[unit] / weight;
        match self.method {
            Aggregation::Geometric { at_zero } => {
                let least = sums.least[unit];
                (least > 0.0 || (least == 0.0 && at_zero == AtZero::Zero)).then(|| mean.exp())
            }
            _ => Some(mean),
        }
    }

    /// The methods that are rare, by the functions that `evaluate` uses.
    fn combine<'c>(
        &self,
        children: impl Iterator<Item = (f64, Column<'c>)> + Clone,
        sums: &mut Sums,
        parts: &mut Vec<(f64, f64)>,
    ) {
        let cell = |column: &Column<'_>, unit: usize| {
            if column.there[unit] > 0.5 {
                Some(column.value[unit])
            } else {
                (self.missing == MissingChild::Zero && column.applies[unit] > 0.5).then_some(self.low)
            }
        };
        let units = sums.value.len();
        if self.method == Aggregation::Copeland {
            let columns: Vec<Vec<Datum>> = children
                .clone()
                .map(|(_, column)| (0..units).map(|unit| cell(&column, unit).ok_or(Absence::NotAvailable)).collect())
                .collect();
            let weights: Vec<f64> = children.map(|(weight, _)| weight).collect();
            let slices: Vec<&[Datum]> = columns.iter().map(Vec::as_slice).collect();
            for (unit, score) in self.method.aggregate(&slices, &weights).into_iter().enumerate() {
                sums.value[unit] = score.unwrap_or(0.0);
                sums.weight[unit] = f64::from(u8::from(score.is_ok()));
            }
            return;
        }
        for unit in 0..units {
            parts.clear();
            parts.extend(children.clone().filter_map(|(weight, column)| Some((weight, cell(&column, unit)?))));
            let score = self.method.combine(parts);
            sums.value[unit] = score.unwrap_or(0.0);
            sums.weight[unit] = f64::from(u8::from(score.is_ok()));
        }
    }
}

/// Aggregated scores brought to a scale once more.
fn renormalised(again: &crate::methods::normalisation::Normalisation, target: &mut Target<'_>) {
    let column: Vec<Datum> = target
        .value
        .iter()
        .zip(&*target.there)
        .map(|(value, there)| if *there > 0.5 { Ok(*value) } else { Err(Absence::NotAvailable) })
        .collect();
    for (unit, score) in normalise(again, Direction::Higher, &column).into_iter().enumerate() {
        target.value[unit] = score.unwrap_or(0.0);
        target.there[unit] = f64::from(u8::from(score.is_ok()));
    }
}

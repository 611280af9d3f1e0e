//! The column of a group from those of its children.

use super::plan::PlanNode;
use crate::criteria::MissingChild;
use crate::methods::aggregation::{Aggregation, AtZero, verdict};
use crate::methods::ranking::TIE_TOLERANCE;
use crate::stats::logarithms;

/// A column: values, where they are, where they could be, and whether all are there and could be.
#[derive(Clone, Copy)]
pub(super) struct Column<'c> {
    pub(super) value: &'c [f64],
    pub(super) there: &'c [f64],
    pub(super) applies: &'c [f64],
    pub(super) complete: bool,
    pub(super) applying: bool,
    /// Logarithms of the values above the floor of the mean that is made, where they are known; zero where there is no value.
    pub(super) logs: Option<&'c [f64]>,
}

/// A child that takes part: its weight, what it counts for coverage, and its column.
#[derive(Clone, Copy)]
pub(super) struct Child<'c> {
    pub(super) weight: f64,
    pub(super) cover: f64,
    pub(super) column: Column<'c>,
}

/// The column of a node that is made.
pub(super) struct Target<'t> {
    pub(super) value: &'t mut [f64],
    pub(super) there: &'t mut [f64],
    pub(super) applies: &'t mut [f64],
    pub(super) logs: &'t mut [f64],
}

/// Whether every unit has a value in the column that was made, and whether every unit could have one.
#[derive(Clone, Copy)]
pub(super) struct Made {
    pub(super) complete: bool,
    pub(super) applying: bool,
}

/// Sums over children, one for each unit, and room for what is rare.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    value: Vec<f64>,
    weight: Vec<f64>,
    applies: Vec<f64>,
    covered: Vec<f64>,
    cover: Vec<f64>,
    missing: Vec<f64>,
    logs: Vec<f64>,
    parts: Vec<(f64, f64)>,
}

impl Sums {
    /// Room for so many units and children.
    pub(super) fn new(units: usize, children: usize) -> Sums {
        let zeros = vec![0.0; units];
        Sums {
            value: zeros.clone(),
            weight: zeros.clone(),
            applies: zeros.clone(),
            covered: zeros.clone(),
            cover: zeros.clone(),
            missing: zeros.clone(),
            logs: zeros,
            parts: Vec::with_capacity(children),
        }
    }
}

/// The floor of a geometric mean, minus infinity for none; nothing for another method.
#[inline(always)]
pub(super) fn floor_of(method: &Aggregation) -> Option<f64> {
    match method {
        Aggregation::Geometric { at_zero: AtZero::Floor(floor) } => Some(*floor),
        Aggregation::Geometric { .. } => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

/// How a group is made.
pub(super) struct Rule<'r> {
    pub(super) node: &'r PlanNode,
    pub(super) method: Aggregation,
    pub(super) missing: MissingChild,
    /// Whether every unit has a value of every child that takes part.
    pub(super) complete: bool,
    /// Whether every unit could have a value of every child that takes part.
    pub(super) applying: bool,
    /// Sum of the weights of the children that take part.
    pub(super) total: f64,
    /// The lower end of the scale.
    pub(super) low: f64,
    /// Whether a geometric mean may stay a logarithm, because only another one with the same floor reads it.
    pub(super) stays_log: bool,
}

impl Rule<'_> {
    /// Fills the column of the group.
    #[inline(always)]
    pub(super) fn fill<'c>(
        &self,
        children: impl Iterator<Item = Child<'c>> + Clone,
        sums: &mut Sums,
        target: &mut Target<'_>,
    ) -> Made {
        match floor_of(&self.method) {
            None if self.complete && self.method == Aggregation::Arithmetic => self.mean_of_complete(children, target),
            Some(floor) if self.complete => self.geometric_of_complete(children, floor, sums, target),
            _ => self.over_gaps(children, sums, target),
        }
    }

    /// Arithmetic mean of children that all units have.
    #[inline(always)]
    fn mean_of_complete<'c>(&self, children: impl Iterator<Item = Child<'c>>, target: &mut Target<'_>) -> Made {
        if self.total <= 0.0 {
            return nothing(children, target);
        }
        target.value.fill(0.0);
        target.there.fill(1.0);
        target.applies.fill(1.0);
        for child in children.filter(|child| child.weight > 0.0) {
            add(child.weight / self.total, child.column.value, target.value);
        }
        Made { complete: true, applying: true }
    }

    /// The geometric mean of children that all units have.
    #[inline(always)]
    fn geometric_of_complete<'c>(
        &self,
        children: impl Iterator<Item = Child<'c>> + Clone,
        floor: f64,
        sums: &mut Sums,
        target: &mut Target<'_>,
    ) -> Made {
        if self.total <= 0.0 {
            return nothing(children, target);
        }
        target.there.fill(1.0);
        target.applies.fill(1.0);
        target.logs.fill(0.0);
        for child in children.filter(|child| child.weight > 0.0) {
            let logs = logs_of(&child.column, floor, &mut sums.logs);
            add(child.weight / self.total, logs, target.logs);
        }
        Made { complete: self.settle_logs(target), applying: true }
    }

    /// Settles a column of logarithms of means; whether every unit that had one keeps its score.
    ///
    /// The logarithm of zero is minus infinity, whose exponential is zero; that of a negative value is no number.
    #[inline(always)]
    fn settle_logs(&self, target: &mut Target<'_>) -> bool {
        let unclear = target.logs.iter().fold(false, |any, log| any | !log.is_finite());
        if !unclear {
            if !self.stays_log {
                for (value, (log, there)) in target.value.iter_mut().zip(target.logs.iter().zip(target.there.iter())) {
                    *value = if *there > 0.5 { log.exp() } else { 0.0 };
                }
            }
            return true;
        }
        let zero = matches!(self.method, Aggregation::Geometric { at_zero: AtZero::Zero });
        let mut kept = true;
        for unit in 0..target.logs.len() {
            let (log, there) = (target.logs[unit], target.there[unit] > 0.5);
            let defined = there && (log.is_finite() || (zero && !log.is_nan()));
            target.value[unit] = if defined { log.exp() } else { 0.0 };
            target.there[unit] = f64::from(u8::from(defined));
            target.logs[unit] = if defined { log } else { 0.0 };
            kept &= defined || !there;
        }
        kept
    }

    /// A group of which something is missing, or that is made by a method that is rare.
    #[inline(always)]
    fn over_gaps<'c>(
        &self,
        children: impl Iterator<Item = Child<'c>> + Clone,
        sums: &mut Sums,
        target: &mut Target<'_>,
    ) -> Made {
        let geometric = floor_of(&self.method);
        let mut alike = Alike::default();
        sums.value.fill(0.0);
        sums.weight.fill(0.0);
        let gaps_apply = !self.applying;
        if gaps_apply {
            sums.applies.fill(0.0);
        }
        for child in children.clone().filter(|child| child.weight > 0.0) {
            alike.weighted = true;
            if child.column.applying {
                alike.applies += child.weight;
            } else {
                add(child.weight, child.column.applies, &mut sums.applies);
            }
            match (self.method, geometric) {
                (Aggregation::Arithmetic, _) => self.add_values(&child, &mut alike, sums),
                (_, Some(floor)) => self.add_logs(&child, floor, &mut alike, sums),
                _ => {}
            }
        }
        if self.method != Aggregation::Arithmetic && geometric.is_none() {
            self.combine(children.clone(), sums);
        }
        // Who covers what only matters where there is a minimum, or a missing child withholds the score.
        let counts = self.node.minimum.is_some() || self.missing == MissingChild::Withhold;
        if counts {
            count(children, &mut alike, sums);
        }
        let made = self.settle(&alike, gaps_apply, counts, sums, target);
        match geometric {
            Some(_) => Made { complete: self.settle_logs(target) && made.complete, ..made },
            None => made,
        }
    }

    /// Adds the values of a child with weight.
    #[inline(always)]
    fn add_values(&self, child: &Child<'_>, alike: &mut Alike, sums: &mut Sums) {
        let Child { weight, column, .. } = child;
        if column.complete {
            alike.weight += weight;
            return add(*weight, column.value, &mut sums.value);
        }
        if self.missing != MissingChild::Zero {
            // Where there is no value, it is zero.
            add(*weight, column.value, &mut sums.value);
            return add(*weight, column.there, &mut sums.weight);
        }
        // A missing child that counts as the lower end has a value after all.
        let units = sums.value.len();
        let (value, there, applies) = (&column.value[..units], &column.there[..units], &column.applies[..units]);
        let (total, weights) = (&mut sums.value[..units], &mut sums.weight[..units]);
        for unit in 0..units {
            let stands_in = applies[unit] - there[unit];
            total[unit] += weight * (value[unit] + self.low * stands_in);
            weights[unit] += weight * applies[unit];
        }
    }

    /// Adds the logarithms of a child with weight.
    #[inline(always)]
    fn add_logs(&self, child: &Child<'_>, floor: f64, alike: &mut Alike, sums: &mut Sums) {
        let Child { weight, column, .. } = child;
        let logs = logs_of(column, floor, &mut sums.logs);
        if column.complete {
            alike.weight += weight;
            return add(*weight, logs, &mut sums.value);
        }
        let stands_in = match self.missing {
            MissingChild::Zero => self.low.max(floor).ln(),
            _ => 0.0,
        };
        let counted = if self.missing == MissingChild::Zero { column.applies } else { column.there };
        let units = sums.value.len();
        let (logs, there, counted) = (&logs[..units], &column.there[..units], &counted[..units]);
        let (total, weights) = (&mut sums.value[..units], &mut sums.weight[..units]);
        for unit in 0..units {
            let absent = if counted[unit] > 0.5 { stands_in } else { 0.0 };
            total[unit] += weight * if there[unit] > 0.5 { logs[unit] } else { absent };
            weights[unit] += weight * counted[unit];
        }
    }

    /// Turns sums into a column; for a geometric mean one of logarithms.
    #[inline(always)]
    fn settle(&self, alike: &Alike, gaps_apply: bool, counts: bool, sums: &Sums, target: &mut Target<'_>) -> Made {
        let geometric = floor_of(&self.method).is_some();
        let mut made = Made { complete: true, applying: true };
        for unit in 0..target.value.len() {
            let weight = sums.weight[unit] + alike.weight;
            let mut kept = weight > 0.0;
            if counts {
                let cover = sums.cover[unit] + alike.cover;
                let coverage = if cover > 0.0 { (sums.covered[unit] + alike.cover) / cover } else { 0.0 };
                let below = self.node.minimum.is_some_and(|minimum| coverage < minimum - TIE_TOLERANCE);
                let withheld = self.missing == MissingChild::Withhold && sums.missing[unit] > 0.0;
                kept &= !(below || withheld);
            }
            let mean = if kept { sums.value[unit] / weight } else { 0.0 };
            let column = if geometric { &mut target.logs } else { &mut target.value };
            column[unit] = mean;
            if geometric {
                target.value[unit] = 0.0;
            }
            target.there[unit] = f64::from(u8::from(kept));
            let applying = alike.applies + if gaps_apply { sums.applies[unit] } else { 0.0 };
            let applies = kept || !alike.weighted || applying > 0.0;
            target.applies[unit] = f64::from(u8::from(applies));
            made.complete &= kept;
            made.applying &= applies;
        }
        made
    }

    /// The methods that are rare, by the functions that `evaluate` uses.
    fn combine<'c>(&self, children: impl Iterator<Item = Child<'c>> + Clone, sums: &mut Sums) {
        if self.method == Aggregation::Copeland {
            return self.copeland(children, sums);
        }
        for unit in 0..sums.value.len() {
            let cells = children.clone().map(|child| (child.weight, self.cell(&child.column, unit)));
            sums.parts.clear();
            sums.parts
                .extend(cells.filter(|(_, (_, counts))| *counts > 0.5).map(|(weight, (value, _))| (weight, value)));
            let score = self.method.combine_in(&mut sums.parts);
            sums.value[unit] = score.unwrap_or(0.0);
            sums.weight[unit] = f64::from(u8::from(score.is_ok()));
        }
    }

    /// The value of a child for a unit, and one where it counts.
    fn cell(&self, column: &Column<'_>, unit: usize) -> (f64, f64) {
        let stands_in =
            if self.missing == MissingChild::Zero { column.applies[unit] - column.there[unit] } else { 0.0 };
        (column.value[unit] + self.low * stands_in, column.there[unit] + stands_in)
    }

    /// Pairs won minus pairs lost, each pair compared on the children that both units have.
    fn copeland<'c>(&self, children: impl Iterator<Item = Child<'c>> + Clone, sums: &mut Sums) {
        let units = sums.value.len();
        let Sums { value: score, weight: scored, covered: lead, cover: compared, .. } = sums;
        let weighted = children.filter(|child| child.weight > 0.0);
        for unit in 0..units {
            let any = weighted.clone().any(|child| self.cell(&child.column, unit).1 > 0.5);
            scored[unit] = f64::from(u8::from(any));
            lead[unit..].fill(0.0);
            compared[unit..].fill(0.0);
            for child in weighted.clone() {
                let (own, counts) = self.cell(&child.column, unit);
                for other in unit + 1..units {
                    let (value, there) = self.cell(&child.column, other);
                    let both = child.weight * counts * there;
                    let ahead = f64::from(u8::from(own > value)) - f64::from(u8::from(own < value));
                    lead[other] += both * ahead;
                    compared[other] += both;
                }
            }
            for other in unit + 1..units {
                let verdict = verdict(lead[other], compared[other]);
                score[unit] += verdict;
                score[other] -= verdict;
            }
        }
    }
}

/// What children that all units have add to the sums of every unit.
#[derive(Default)]
struct Alike {
    weight: f64,
    applies: f64,
    cover: f64,
    weighted: bool,
}

/// Without a child with weight nothing is available; without any child nothing applies.
fn nothing<'c>(mut children: impl Iterator<Item = Child<'c>>, target: &mut Target<'_>) -> Made {
    let any = children.next().is_some();
    target.value.fill(0.0);
    target.logs.fill(0.0);
    target.there.fill(0.0);
    target.applies.fill(f64::from(u8::from(any)));
    Made { complete: target.there.is_empty(), applying: any }
}

/// Adds a multiple of one column to another.
#[inline(always)]
fn add(factor: f64, column: &[f64], sums: &mut [f64]) {
    for (sum, value) in sums.iter_mut().zip(column) {
        *sum += factor * value;
    }
}

/// The logarithms of a column above the floor: known, or made anew.
#[inline(always)]
fn logs_of<'l>(column: &Column<'l>, floor: f64, room: &'l mut [f64]) -> &'l [f64] {
    match column.logs {
        Some(logs) => logs,
        None => {
            logarithms(column.value, floor, room);
            room
        }
    }
}

/// Counts what children cover, whatever their weight. Coverage goes by the stated weights and not by those of the draw: whether
/// a unit tells enough to be shown is not what is uncertain.
#[inline(always)]
fn count<'c>(children: impl Iterator<Item = Child<'c>>, alike: &mut Alike, sums: &mut Sums) {
    let units = sums.covered.len();
    sums.covered.fill(0.0);
    sums.cover.fill(0.0);
    sums.missing.fill(0.0);
    for Child { cover, column, .. } in children {
        if column.complete {
            alike.cover += cover;
            continue;
        }
        let (there, applies) = (&column.there[..units], &column.applies[..units]);
        let (covered, covers, missing) =
            (&mut sums.covered[..units], &mut sums.cover[..units], &mut sums.missing[..units]);
        for unit in 0..units {
            covered[unit] += cover * there[unit];
            covers[unit] += cover * applies[unit];
            missing[unit] += applies[unit] - there[unit];
        }
    }
}

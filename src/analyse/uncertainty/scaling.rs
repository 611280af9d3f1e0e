//! Normalisation of one column in place, without allocation.
//!
//! The numbers are those of [`normalise`](crate::methods::normalisation::normalise) up to the last binary digits.

use super::column::Shape;
use crate::methods::normalisation::{Direction, Normalisation};
use crate::stats::{Ties, quantile_of_sorted};

/// Room for methods that look at the order of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct Spare {
    directed: Vec<f64>,
    order: Vec<usize>,
    cuts: Vec<f64>,
}

impl Spare {
    /// Room for so many units, and for the cuts of classes.
    pub(super) fn new(units: usize, cuts: usize) -> Spare {
        Spare { directed: Vec::with_capacity(units), order: Vec::with_capacity(units), cuts: Vec::with_capacity(cuts) }
    }
}

/// Observed values of a column.
pub(super) struct Observed<'o> {
    /// The values, each of which becomes a score.
    pub(super) values: &'o mut [f64],
    /// The unit of each value, in ascending order.
    pub(super) units: &'o [usize],
    /// The shape of the values, where it is known.
    pub(super) shape: Option<Shape>,
}

/// Brings observed values to the common scale; `undefined` is told the position of each value that has no score.
#[inline(always)]
pub(super) fn scale(
    method: &Normalisation,
    direction: Direction,
    observed: Observed<'_>,
    spare: &mut Spare,
    mut undefined: impl FnMut(usize),
) {
    let Observed { values, units, shape } = observed;
    let known = |values: &[f64]| shape.unwrap_or_else(|| Shape::of(values));
    let linear = match method {
        Normalisation::MinMax { to } => between_ends(direction, *to, &known(values)),
        Normalisation::DistanceToMaximum => between_ends(direction, (0.0, 1.0), &known(values)),
        Normalisation::ZScore { mean, sd } => standard(direction, (*mean, *sd), &known(values), values.len()),
        Normalisation::FractionOfMaximum => {
            let (_, high) = directed(direction, &known(values));
            (high.abs() > 0.0).then(|| (0.0, direction.sign() / high, 0.0))
        }
        Normalisation::DistanceToTarget { target, cap } => {
            let goal = direction.sign() * target;
            return relative(direction, goal, *cap, known(values), values, undefined);
        }
        Normalisation::DistanceToReference { row, cap } => {
            let at = units.binary_search(row).ok().and_then(|at| values.get(at));
            // Without the reference every value is at the minimum of nothing.
            let goal = at.map_or(f64::NAN, |value| direction.sign() * value);
            return relative(direction, goal, *cap, known(values), values, undefined);
        }
        Normalisation::Rank { ties } => return by_rank(direction, *ties, values, spare, |rank, _| rank, undefined),
        Normalisation::Borda { ties } => {
            return by_rank(direction, *ties, values, spare, |rank, _| rank - 1.0, undefined);
        }
        Normalisation::PercentileRank { ties } => {
            let share = |rank: f64, n: f64| (rank - 1.0) / (n - 1.0);
            return by_rank(direction, *ties, values, spare, share, undefined);
        }
        Normalisation::CategoricalQuantile { shares, scores } => {
            return by_quantile(direction, (shares, scores), values, spare, undefined);
        }
        Normalisation::FixedScale { .. }
        | Normalisation::Scaled { .. }
        | Normalisation::Goalposts { .. }
        | Normalisation::Categorical { .. } => {
            for (position, value) in values.iter_mut().enumerate() {
                match method.at(direction, *value) {
                    Some(Ok(score)) => *value = score,
                    _ => undefined(position),
                }
            }
            return;
        }
    };
    match linear {
        Some((pivot, factor, offset)) => {
            values.iter_mut().for_each(|value| *value = (*value - pivot) * factor + offset);
        }
        None => (0..values.len()).for_each(undefined),
    }
}

/// Pivot, factor and offset of min-max; nothing for a constant column.
#[inline(always)]
fn between_ends(direction: Direction, to: (f64, f64), shape: &Shape) -> Option<(f64, f64, f64)> {
    let width = Some(shape.high - shape.low).filter(|width| width.is_finite() && *width > 0.0)?;
    Some(match direction {
        Direction::Higher => (shape.low, (to.1 - to.0) / width, to.0),
        Direction::Lower => (shape.high, -(to.1 - to.0) / width, to.0),
    })
}

/// Pivot, factor and offset of the z-score; nothing for a constant column.
#[inline(always)]
fn standard(
    direction: Direction,
    (centre, spread): (f64, f64),
    shape: &Shape,
    count: usize,
) -> Option<(f64, f64, f64)> {
    if count < 2 || !shape.spread() {
        return None;
    }
    let deviation = (shape.second / (count - 1) as f64).sqrt();
    (deviation.is_finite() && deviation > 0.0).then(|| (shape.mean, direction.sign() * spread / deviation, centre))
}

/// The ends of the values with the sign of their direction.
#[inline(always)]
fn directed(direction: Direction, shape: &Shape) -> (f64, f64) {
    match direction {
        Direction::Higher => (shape.low, shape.high),
        Direction::Lower => (-shape.high, -shape.low),
    }
}

/// The share of the way from the worst value to a goal.
fn relative(
    direction: Direction,
    goal: f64,
    cap: bool,
    shape: Shape,
    values: &mut [f64],
    mut undefined: impl FnMut(usize),
) {
    let (low, _) = directed(direction, &shape);
    let width = goal - low;
    let defined = width.abs() > 0.0;
    for (position, value) in values.iter_mut().enumerate() {
        let share = (direction.sign() * *value - low) / width;
        *value = if cap { share.min(1.0) } else { share };
        if !defined || !share.is_finite() {
            undefined(position);
        }
    }
}

/// Scores from ascending ranks of the directed values.
fn by_rank(
    direction: Direction,
    ties: Ties,
    values: &mut [f64],
    spare: &mut Spare,
    formula: impl Fn(f64, f64) -> f64,
    mut undefined: impl FnMut(usize),
) {
    let Spare { directed, order, .. } = spare;
    directed.clear();
    directed.extend(values.iter().map(|value| direction.sign() * value));
    order.clear();
    order.extend(0..values.len());
    order.sort_unstable_by(|left, right| directed[*left].total_cmp(&directed[*right]));
    let n = values.len() as f64;
    let mut before = 0;
    for group in order.chunk_by(|left, right| (directed[*right] - directed[*left]).abs() <= 0.0) {
        let (first, last) = ((before + 1) as f64, (before + group.len()) as f64);
        let shared = match ties {
            Ties::Minimum => first,
            Ties::Maximum => last,
            Ties::Average => (first + last) / 2.0,
        };
        let score = formula(shared, n);
        for &position in group {
            values[position] = score;
            if !score.is_finite() {
                undefined(position);
            }
        }
        before += group.len();
    }
}

/// Scores of classes that are cut at quantiles.
fn by_quantile(
    direction: Direction,
    (shares, scores): (&[f64], &[f64]),
    values: &mut [f64],
    spare: &mut Spare,
    mut undefined: impl FnMut(usize),
) {
    let Spare { directed, cuts, .. } = spare;
    directed.clear();
    directed.extend(values.iter().map(|value| direction.sign() * value));
    directed.sort_unstable_by(f64::total_cmp);
    cuts.clear();
    cuts.extend(shares.iter().map_while(|share| quantile_of_sorted(directed, *share)));
    let spread = directed.first().zip(directed.last()).is_some_and(|(low, high)| low < high);
    let ascending = shares.windows(2).all(|pair| pair[0] < pair[1]);
    let sound = spread && ascending && cuts.len() == shares.len() && scores.len() == shares.len() + 1;
    for (position, value) in values.iter_mut().enumerate() {
        let signed = direction.sign() * *value;
        let reached = cuts.iter().filter(|cut| signed >= **cut).count();
        match scores.get(reached).filter(|score| sound && score.is_finite()) {
            Some(score) => *value = *score,
            None => undefined(position),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Observed, Spare, scale};
    use crate::methods::normalisation::{Curve, Direction, Normalisation, normalise};
    use crate::model::{Absence, Datum};
    use crate::stats::Ties;

    /// Every method of the language.
    fn methods() -> Vec<Normalisation> {
        let ties = [Ties::Minimum, Ties::Maximum, Ties::Average];
        let mut all = vec![
            Normalisation::FixedScale { from: (-5.0, 10.0), to: (0.0, 100.0) },
            Normalisation::MinMax { to: (1.0, 100.0) },
            Normalisation::ZScore { mean: 10.0, sd: 2.0 },
            Normalisation::Scaled { from: (0.0, 10.0), factor: 100.0 },
            Normalisation::DistanceToMaximum,
            Normalisation::FractionOfMaximum,
            Normalisation::Categorical { cuts: vec![0.0, 3.0], scores: vec![0.0, 50.0, 100.0] },
            Normalisation::CategoricalQuantile { shares: vec![0.25, 0.5], scores: vec![0.0, 50.0, 100.0] },
        ];
        for ties in ties {
            all.extend([
                Normalisation::Rank { ties },
                Normalisation::PercentileRank { ties },
                Normalisation::Borda { ties },
            ]);
        }
        for cap in [false, true] {
            all.extend([
                Normalisation::DistanceToTarget { target: 4.0, cap },
                Normalisation::DistanceToReference { row: 2, cap },
                Normalisation::Goalposts { low: 0.5, high: 8.0, cap, transform: Some(Curve::Ln), to: (0.0, 100.0) },
            ]);
        }
        all
    }

    proptest! {
        #[test]
        fn columns_are_scaled_as_the_methods_scale_them(
            column in prop::collection::vec(prop::option::weighted(0.8, (-20_i32..40).prop_map(|x| f64::from(x) / 4.0)), 0..30),
            lower in any::<bool>(),
        ) {
            let direction = if lower { Direction::Lower } else { Direction::Higher };
            let column: Vec<Datum> = column.iter().map(|value| value.ok_or(Absence::NotAvailable)).collect();
            let units: Vec<usize> = (0..column.len()).filter(|&unit| column[unit].is_ok()).collect();
            let mut spare = Spare::default();
            for method in methods() {
                let expected = normalise(&method, direction, &column);
                let mut values: Vec<f64> = column.iter().filter_map(|datum| datum.ok()).collect();
                let mut undefined = Vec::new();
                let observed = Observed { values: &mut values, units: &units, shape: None };
                scale(&method, direction, observed, &mut spare, |position| undefined.push(position));
                for (position, &unit) in units.iter().enumerate() {
                    match expected[unit] {
                        Ok(value) => {
                            let close = (values[position] - value).abs() <= 1e-9 * (1.0 + value.abs());
                            prop_assert!(close && !undefined.contains(&position), "{method:?} {}", values[position]);
                        }
                        Err(_) => prop_assert!(undefined.contains(&position), "{method:?} {:?}", column[unit]),
                    }
                }
            }
        }
    }
}

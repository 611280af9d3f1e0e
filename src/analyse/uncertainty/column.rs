//! Treatment and normalisation of one column in place, without allocation.
//!
//! The numbers are those of [`treat`](crate::methods::treatment::treat) and
//! [`normalise`](crate::methods::normalisation::normalise), up to the last binary digits: sums here are plain, so that the
//! compiler can keep them in registers. A method that is not here is asked of those functions.

use crate::methods::normalisation::{Direction, Normalisation, normalise};
use crate::methods::treatment::{MARGIN, Outlier, Transform, Treatment, transform};
use crate::model::Datum;

/// Treats the observed values of a column.
pub(super) fn treat(treatment: &Treatment, values: &mut [f64], original: &mut Vec<f64>) {
    let before = shape(values);
    if within(&treatment.rule, before.form) {
        return;
    }
    original.clear();
    original.extend_from_slice(values);
    let passed = treatment.winsorise.is_some_and(|winsorise| {
        winsorised(&treatment.rule, winsorise.max_points.unwrap_or(usize::MAX), values, before)
    });
    let Some(chosen) = treatment.transform.filter(|_| !passed) else { return };
    if !treatment.combine && chosen == Transform::LogCt {
        values.copy_from_slice(original);
        logarithm(values);
        return;
    }
    let input: &[f64] = if treatment.combine { values } else { original };
    let column: Vec<Datum> = input.iter().copied().map(Ok).collect();
    apply(chosen, &column, values);
}

/// The usual transformation, without a copy: a column that fails the rule is not constant, so it is defined.
fn logarithm(values: &mut [f64]) {
    let (low, high) = ends(values);
    let margin = MARGIN * (high - low);
    values.iter_mut().for_each(|value| *value = (*value - low + margin).ln());
}

/// Writes the transformed column, unless the transformation is not defined on some of it.
fn apply(chosen: Transform, column: &[Datum], values: &mut [f64]) {
    let output = transform(chosen, column);
    if output.iter().all(Result::is_ok) {
        for (value, datum) in values.iter_mut().zip(output) {
            *value = datum.unwrap_or(*value);
        }
    }
}

/// Ends of a column, with its skewness and excess kurtosis, adjusted; each where it exists.
#[derive(Clone, Copy)]
struct Shape {
    ends: (f64, f64),
    form: (Option<f64>, Option<f64>),
}

fn shape(values: &[f64]) -> Shape {
    let n = values.len() as f64;
    let (low, high) = ends(values);
    if values.len() < 3 || low >= high {
        return Shape { ends: (low, high), form: (None, None) };
    }
    let mean = total(values) / n;
    // Four sums side by side, so that each addition need not wait for the one before it.
    let (mut second, mut third, mut fourth) = ([0.0_f64; 4], [0.0_f64; 4], [0.0_f64; 4]);
    let mut chunks = values.chunks_exact(4);
    for chunk in &mut chunks {
        for lane in 0..4 {
            let deviation = chunk[lane] - mean;
            let square = deviation * deviation;
            second[lane] += square;
            third[lane] += square * deviation;
            fourth[lane] += square * square;
        }
    }
    for value in chunks.remainder() {
        let deviation = value - mean;
        let square = deviation * deviation;
        second[0] += square;
        third[0] += square * deviation;
        fourth[0] += square * square;
    }
    let moment = |lanes: [f64; 4]| ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) / n;
    let (second, third, fourth) = (moment(second), moment(third), moment(fourth));
    let skewness = (n * (n - 1.0)).sqrt() / (n - 2.0) * third / (second * second.sqrt());
    let excess = fourth / (second * second) - 3.0;
    let kurtosis = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * excess + 6.0);
    let kurtosis = Some(kurtosis).filter(|kurtosis| values.len() > 3 && kurtosis.is_finite());
    Shape { ends: (low, high), form: (Some(skewness).filter(|skewness| skewness.is_finite()), kurtosis) }
}

fn within(rule: &Outlier, (skewness, kurtosis): (Option<f64>, Option<f64>)) -> bool {
    let skewed = skewness.is_some_and(|skewness| skewness.abs() >= rule.skewness);
    let peaked = kurtosis.is_some_and(|kurtosis| kurtosis >= rule.kurtosis);
    !(skewed && peaked)
}

fn total(values: &[f64]) -> f64 {
    let mut lanes = [0.0_f64; 4];
    let mut chunks = values.chunks_exact(4);
    for chunk in &mut chunks {
        for lane in 0..4 {
            lanes[lane] += chunk[lane];
        }
    }
    let rest: f64 = chunks.remainder().iter().sum();
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + rest
}

/// The smallest and the largest value; infinities the wrong way round for none.
fn ends(values: &[f64]) -> (f64, f64) {
    let smaller = |a: f64, b: f64| if b < a { b } else { a };
    let larger = |a: f64, b: f64| if b > a { b } else { a };
    let (mut low, mut high) = ([f64::INFINITY; 4], [f64::NEG_INFINITY; 4]);
    let mut chunks = values.chunks_exact(4);
    for chunk in &mut chunks {
        for lane in 0..4 {
            low[lane] = smaller(low[lane], chunk[lane]);
            high[lane] = larger(high[lane], chunk[lane]);
        }
    }
    for value in chunks.remainder() {
        low[0] = smaller(low[0], *value);
        high[0] = larger(high[0], *value);
    }
    (
        smaller(smaller(low[0], low[1]), smaller(low[2], low[3])),
        larger(larger(high[0], high[1]), larger(high[2], high[3])),
    )
}

/// Winsorises until the rule passes, so many points have moved, or the next step would leave the column constant; whether the
/// rule passes. `now` is the shape of the column as it comes.
fn winsorised(rule: &Outlier, limit: usize, values: &mut [f64], mut now: Shape) -> bool {
    let (mut high, mut low) = (0_usize, 0_usize);
    loop {
        if within(rule, now.form) {
            return true;
        }
        if high.saturating_add(low) >= limit {
            return false;
        }
        let Some(skewness) = now.form.0 else { return true };
        let (smallest, largest) = now.ends;
        let (from, to) = if skewness >= 0.0 {
            let below = |best: f64, value: &f64| if *value < largest && *value > best { *value } else { best };
            (largest, values.iter().fold(f64::NEG_INFINITY, below))
        } else {
            let above = |best: f64, value: &f64| if *value > smallest && *value < best { *value } else { best };
            (smallest, values.iter().fold(f64::INFINITY, above))
        };
        let other_end = if skewness >= 0.0 { smallest } else { largest };
        if !to.is_finite() || (to - other_end).abs() <= 0.0 {
            return false;
        }
        let mut moved = 0;
        for value in values.iter_mut().filter(|value| (**value - from).abs() <= 0.0) {
            *value = to;
            moved += 1;
        }
        if skewness >= 0.0 {
            high = moved
        } else {
            low = moved
        }
        now = shape(values);
    }
}

/// Brings observed values to the common scale; `undefined` is told the position of each value that has no score.
pub(super) fn scale(method: &Normalisation, direction: Direction, values: &mut [f64], undefined: impl FnMut(usize)) {
    let linear = match method {
        Normalisation::MinMax { to } => between_ends(direction, *to, values),
        Normalisation::DistanceToMaximum => between_ends(direction, (0.0, 1.0), values),
        Normalisation::ZScore { mean, sd } => standard(direction, (*mean, *sd), values),
        _ => return each(method, direction, values, undefined),
    };
    match linear {
        Some((low, factor, offset)) => values.iter_mut().for_each(|value| *value = (*value - low) * factor + offset),
        None => (0..values.len()).for_each(undefined),
    }
}

/// Pivot, factor and offset of min-max; nothing for a constant column.
fn between_ends(direction: Direction, to: (f64, f64), values: &[f64]) -> Option<(f64, f64, f64)> {
    let (low, high) = ends(values);
    let width = Some(high - low).filter(|width| width.is_finite() && *width > 0.0)?;
    Some(match direction {
        Direction::Higher => (low, (to.1 - to.0) / width, to.0),
        Direction::Lower => (high, -(to.1 - to.0) / width, to.0),
    })
}

/// Pivot, factor and offset of the z-score; nothing for a constant column.
fn standard(direction: Direction, (centre, spread): (f64, f64), values: &[f64]) -> Option<(f64, f64, f64)> {
    let (low, high) = ends(values);
    if values.len() < 2 || low >= high {
        return None;
    }
    let mean = total(values) / values.len() as f64;
    let mut lanes = [0.0_f64; 4];
    let mut chunks = values.chunks_exact(4);
    for chunk in &mut chunks {
        for lane in 0..4 {
            let deviation = chunk[lane] - mean;
            lanes[lane] += deviation * deviation;
        }
    }
    let rest: f64 = chunks.remainder().iter().map(|value| (value - mean) * (value - mean)).sum();
    let squares = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + rest;
    let deviation = (squares / (values.len() - 1) as f64).sqrt();
    (deviation.is_finite() && deviation > 0.0).then_some((mean, direction.sign() * spread / deviation, centre))
}

/// The methods that map each value on its own; and those that are rare, by a column of their own.
fn each(method: &Normalisation, direction: Direction, values: &mut [f64], mut undefined: impl FnMut(usize)) {
    let rare = values.first().is_some_and(|value| method.at(direction, *value).is_none());
    let column: Vec<Datum> = if rare { values.iter().copied().map(Ok).collect() } else { Vec::new() };
    let column = normalise(method, direction, &column);
    for (position, value) in values.iter_mut().enumerate() {
        let datum = method.at(direction, *value).or_else(|| column.get(position).copied());
        match datum {
            Some(Ok(score)) => *value = score,
            _ => undefined(position),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{scale, treat};
    use crate::methods::normalisation::{Direction, Normalisation, normalise};
    use crate::methods::treatment::{Outlier, Transform, Treatment, Winsorise};
    use crate::model::Datum;

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() <= 1e-9 * (1.0 + right.abs())
    }

    proptest! {
        #[test]
        fn columns_are_treated_as_the_methods_treat_them(
            mut values in prop::collection::vec(0.0_f64..10.0, 0..30),
            outliers in prop::collection::vec(-300.0_f64..300.0, 0..4),
            max_points in prop::option::of(0_usize..6),
            combine in any::<bool>(),
            log in any::<bool>(),
        ) {
            values.extend(outliers);
            let treatment = Treatment {
                rule: Outlier { skewness: 2.0, kurtosis: 3.5 },
                winsorise: Some(Winsorise { max_points }),
                transform: log.then_some(Transform::LogCt),
                combine,
            };
            let column: Vec<Datum> = values.iter().copied().map(Ok).collect();
            let expected = crate::methods::treatment::treat(&treatment, &column).values;
            treat(&treatment, &mut values, &mut Vec::new());
            for (value, datum) in values.iter().zip(expected) {
                prop_assert!(close(*value, datum.expect("a value")), "{value} is not {datum:?}");
            }
        }

        #[test]
        fn columns_are_scaled_as_the_methods_scale_them(
            values in prop::collection::vec(-5.0_f64..10.0, 0..30),
            lower in any::<bool>(),
        ) {
            let direction = if lower { Direction::Lower } else { Direction::Higher };
            let methods = [
                Normalisation::MinMax { to: (1.0, 100.0) },
                Normalisation::ZScore { mean: 10.0, sd: 2.0 },
                Normalisation::DistanceToMaximum,
                Normalisation::FixedScale { from: (-5.0, 10.0), to: (0.0, 100.0) },
                Normalisation::Borda { ties: crate::stats::Ties::Minimum },
            ];
            for method in methods {
                let column: Vec<Datum> = values.iter().copied().map(Ok).collect();
                let expected = normalise(&method, direction, &column);
                let mut found = values.clone();
                let mut undefined = Vec::new();
                scale(&method, direction, &mut found, |position| undefined.push(position));
                for (position, datum) in expected.iter().enumerate() {
                    match datum {
                        Ok(value) => prop_assert!(close(found[position], *value), "{method:?}"),
                        Err(_) => prop_assert!(undefined.contains(&position), "{method:?}"),
                    }
                }
            }
        }
    }
}

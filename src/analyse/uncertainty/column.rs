//! Treatment of one column in place, without allocation.
//!
//! The numbers are those of [`treat`](crate::methods::treatment::treat) up to the last binary digits: sums here are plain and
//! go in four lanes, so that the compiler can keep them in registers.

use crate::methods::treatment::{Bend, Outlier, Treatment};

/// What two passes over a column find: its ends, its mean, and the sums of the powers of its deviations from the mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    n: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) mean: f64,
    pub(super) second: f64,
    third: f64,
    fourth: f64,
}

/// Treats the observed values of a column. Gives the shape of the column as it is left, where that was looked at.
#[inline(always)]
pub(super) fn treat(treatment: &Treatment, values: &mut [f64], original: &mut Vec<f64>) -> Option<Shape> {
    let before = Shape::of(values);
    if within(&treatment.rule, &before) {
        return Some(before);
    }
    original.clear();
    original.extend_from_slice(values);
    let mut shape = before;
    let passed = treatment.winsorise.is_some_and(|winsorise| {
        winsorised(&treatment.rule, winsorise.max_points.unwrap_or(usize::MAX), values, &mut shape)
    });
    let Some(chosen) = treatment.transform.filter(|_| !passed) else { return Some(shape) };
    let (input, of) = if treatment.combine { (&*values, shape) } else { (&original[..], before) };
    // What is not defined on some value is not done at all.
    let bend = Bend::new(chosen, (of.low, of.high), || of.third > 0.0);
    let bend = bend.filter(|bend| input.iter().all(|value| bend.at(*value).is_finite()));
    let Some(bend) = bend else { return Some(shape) };
    if !treatment.combine {
        values.copy_from_slice(original);
    }
    values.iter_mut().for_each(|value| *value = bend.at(*value));
    None
}

impl Shape {
    /// The shape of a column; of no value the ends are infinite and the wrong way round.
    #[inline(always)]
    pub(super) fn of(values: &[f64]) -> Shape {
        let smaller = |a: f64, b: f64| if b < a { b } else { a };
        let larger = |a: f64, b: f64| if b > a { b } else { a };
        let (mut low, mut high, mut sum) = ([f64::INFINITY; 4], [f64::NEG_INFINITY; 4], [0.0_f64; 4]);
        let mut chunks = values.chunks_exact(4);
        for chunk in &mut chunks {
            for lane in 0..4 {
                low[lane] = smaller(low[lane], chunk[lane]);
                high[lane] = larger(high[lane], chunk[lane]);
                sum[lane] += chunk[lane];
            }
        }
        for value in chunks.remainder() {
            low[0] = smaller(low[0], *value);
            high[0] = larger(high[0], *value);
            sum[0] += value;
        }
        let ends = (
            smaller(smaller(low[0], low[1]), smaller(low[2], low[3])),
            larger(larger(high[0], high[1]), larger(high[2], high[3])),
        );
        Shape::around(values, ends, folded(sum))
    }

    /// The shape of a column of which ends and sum are known.
    #[inline(always)]
    fn around(values: &[f64], (low, high): (f64, f64), sum: f64) -> Shape {
        let n = values.len() as f64;
        let mean = sum / n.max(1.0);
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
        Shape { n, low, high, mean, second: folded(second), third: folded(third), fourth: folded(fourth) }
    }

    /// Whether there is a spread, without which there is neither skewness nor a scale.
    #[inline(always)]
    pub(super) fn spread(&self) -> bool {
        self.low < self.high
    }

    /// Adjusted skewness and excess kurtosis, each where it exists.
    #[inline(always)]
    fn form(&self) -> (Option<f64>, Option<f64>) {
        let n = self.n;
        if n < 3.0 || !self.spread() {
            return (None, None);
        }
        let (second, third, fourth) = (self.second / n, self.third / n, self.fourth / n);
        let skewness = (n * (n - 1.0)).sqrt() / (n - 2.0) * third / (second * second.sqrt());
        let excess = fourth / (second * second) - 3.0;
        let kurtosis = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * excess + 6.0);
        let kurtosis = Some(kurtosis).filter(|kurtosis| n > 3.0 && kurtosis.is_finite());
        (Some(skewness).filter(|skewness| skewness.is_finite()), kurtosis)
    }
}

#[inline(always)]
fn folded(lanes: [f64; 4]) -> f64 {
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

/// Whether a column passes the rule.
#[inline(always)]
fn within(rule: &Outlier, shape: &Shape) -> bool {
    // Most columns are far from skewed, which shows without a root or a quotient: the square of the skewness is compared. What
    // is near the limit, or too large or small for its sixth power, is judged by the formula itself.
    let (n, second, third) = (shape.n, shape.second, shape.third);
    let limit = rule.skewness * rule.skewness * (n - 2.0) * (n - 2.0) * second * second * second;
    if n > 2.0 && limit.is_normal() && third * third * n * n * (n - 1.0) < limit * (1.0 - 1e-9) {
        return true;
    }
    let (skewness, kurtosis) = shape.form();
    let skewed = skewness.is_some_and(|skewness| skewness.abs() >= rule.skewness);
    let peaked = kurtosis.is_some_and(|kurtosis| kurtosis >= rule.kurtosis);
    !(skewed && peaked)
}

/// Winsorises until the rule passes, so many points have moved, or the next step would leave the column constant; whether the
/// rule passes. `now` is the shape of the column as it comes, and then as it is left.
#[inline(always)]
fn winsorised(rule: &Outlier, limit: usize, values: &mut [f64], now: &mut Shape) -> bool {
    let (mut high, mut low) = (0_usize, 0_usize);
    loop {
        if within(rule, now) {
            return true;
        }
        if high.saturating_add(low) >= limit {
            return false;
        }
        let top = now.form().0.is_none_or(|skewness| skewness >= 0.0);
        let (from, to) = if top { (now.high, below(values, now.high)) } else { (now.low, above(values, now.low)) };
        let other_end = if top { now.low } else { now.high };
        if !to.is_finite() || (to - other_end).abs() <= 0.0 {
            return false;
        }
        let (moved, sum) = moved(values, from, to);
        let ends = if top { (now.low, to) } else { (to, now.high) };
        if top {
            high = moved;
        } else {
            low = moved;
        }
        *now = Shape::around(values, ends, sum);
    }
}

/// The largest value below one; minus infinity where there is none.
#[inline(always)]
fn below(values: &[f64], limit: f64) -> f64 {
    let mut best = [f64::NEG_INFINITY; 4];
    let mut take = |lane: usize, value: f64| {
        let value = if value < limit { value } else { f64::NEG_INFINITY };
        best[lane] = if value > best[lane] { value } else { best[lane] };
    };
    let mut chunks = values.chunks_exact(4);
    for chunk in &mut chunks {
        (0..4).for_each(|lane| take(lane, chunk[lane]));
    }
    chunks.remainder().iter().for_each(|value| take(0, *value));
    best.into_iter().fold(f64::NEG_INFINITY, f64::max)
}

/// The smallest value above one; infinity where there is none.
#[inline(always)]
fn above(values: &[f64], limit: f64) -> f64 {
    let mut best = [f64::INFINITY; 4];
    let mut take = |lane: usize, value: f64| {
        let value = if value > limit { value } else { f64::INFINITY };
        best[lane] = if value < best[lane] { value } else { best[lane] };
    };
    let mut chunks = values.chunks_exact(4);
    for chunk in &mut chunks {
        (0..4).for_each(|lane| take(lane, chunk[lane]));
    }
    chunks.remainder().iter().for_each(|value| take(0, *value));
    best.into_iter().fold(f64::INFINITY, f64::min)
}

/// Moves all values that equal one to another; how many moved, and the sum of all values afterwards.
#[inline(always)]
fn moved(values: &mut [f64], from: f64, to: f64) -> (usize, f64) {
    let (mut moved, mut sum) = ([0.0_f64; 4], [0.0_f64; 4]);
    let mut step = |lane: usize, value: &mut f64| {
        let here = (*value - from).abs() <= 0.0;
        *value = if here { to } else { *value };
        moved[lane] += if here { 1.0 } else { 0.0 };
        sum[lane] += *value;
    };
    let mut chunks = values.chunks_exact_mut(4);
    for chunk in &mut chunks {
        for (lane, value) in chunk.iter_mut().enumerate() {
            step(lane, value);
        }
    }
    for value in chunks.into_remainder() {
        step(0, value);
    }
    (folded(moved) as usize, folded(sum))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::treat;
    use crate::methods::treatment::{Outlier, Transform, Treatment, Winsorise};
    use crate::model::Datum;

    proptest! {
        #[test]
        fn columns_are_treated_as_the_methods_treat_them(
            mut values in prop::collection::vec(0.0_f64..10.0, 0..30),
            outliers in prop::collection::vec(-300.0_f64..300.0, 0..4),
            max_points in prop::option::of(0_usize..6),
            winsorised in prop::bool::weighted(0.8),
            combine in any::<bool>(),
            transform in prop::option::of(prop_oneof![
                Just(Transform::LogCt),
                Just(Transform::LogCtPlus),
                Just(Transform::LogCtOrig),
                Just(Transform::LogGii),
                Just(Transform::BoxCox { lambda: 0.3 }),
                Just(Transform::BoxCox { lambda: 0.0 }),
            ]),
        ) {
            values.extend(outliers);
            let treatment = Treatment {
                rule: Outlier { skewness: 2.0, kurtosis: 3.5 },
                winsorise: winsorised.then_some(Winsorise { max_points }),
                transform,
                combine,
            };
            let column: Vec<Datum> = values.iter().copied().map(Ok).collect();
            let expected = crate::methods::treatment::treat(&treatment, &column).values;
            let shape = treat(&treatment, &mut values, &mut Vec::new());
            for (value, datum) in values.iter().zip(expected) {
                let datum = datum.expect("a value");
                prop_assert!((value - datum).abs() <= 1e-9 * (1.0 + datum.abs()), "{value} is not {datum:?}");
            }
            if let Some(shape) = shape {
                let ends = crate::stats::range(&values);
                prop_assert!(values.is_empty() || ends == Some((shape.low, shape.high)), "{shape:?} {ends:?}");
            }
        }
    }
}

//! Sobol' indices from the outputs of a design of two samples.
//!
//! Of each row of the design the model is run on the first sample (A), on the second (B), and, for each input or group of
//! inputs, on the first with this input taken from the second (AB). The first-order index is the share of the variance of the
//! output that this input explains alone, the total-order index the share that is left when all others are known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::stream::Stream;
use crate::stats;

/// Outputs of a design.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outputs {
    /// On the first sample.
    pub a: Vec<f64>,
    /// On the second sample.
    pub b: Vec<f64>,
    /// For each input, on the first sample with this input from the second.
    pub mixed: Vec<Vec<f64>>,
}

/// An index with its bootstrap interval.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct SobolIndex {
    /// The estimate.
    pub estimate: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The indices of an input.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct InputIndices {
    /// Share of the variance that the input explains alone.
    pub first: SobolIndex,
    /// Share of the variance in which it takes part, alone or with others.
    pub total: SobolIndex,
}

/// Estimates of first and total order for each input, without intervals; nothing where the output does not vary.
///
/// Source: A. Saltelli and others, "Variance based sensitivity analysis of model output", Computer Physics Communications
/// 181 (2010), for the first order, here on the centred output, so that adding a constant to the output changes nothing;
/// M. Jansen, "Analysis of variance designs for model output", Computer Physics Communications 117 (1999), for the total
/// order. The variance is that of both samples together, with one less than their number in the denominator.
#[must_use]
pub fn indices(outputs: &Outputs) -> Option<Vec<(f64, f64)>> {
    let rows: Vec<usize> = (0..outputs.a.len()).collect();
    of_rows(outputs, &rows)
}

fn of_rows(outputs: &Outputs, rows: &[usize]) -> Option<Vec<(f64, f64)>> {
    let n = rows.len() as f64;
    let both = || rows.iter().flat_map(|&row| [outputs.a[row], outputs.b[row]]);
    let centre = stats::sum(both())? / (2.0 * n);
    let variance = stats::sum(both().map(|y| (y - centre) * (y - centre)))? / (2.0 * n - 1.0);
    if rows.len() < 2 || !variance.is_finite() || variance <= 0.0 {
        return None;
    }
    let of = |mixed: &Vec<f64>| {
        let first = rows.iter().map(|&row| (outputs.b[row] - centre) * (mixed[row] - outputs.a[row]));
        let total = rows.iter().map(|&row| (outputs.a[row] - mixed[row]) * (outputs.a[row] - mixed[row]));
        Some((stats::sum(first)? / n / variance, stats::sum(total)? / (2.0 * n) / variance))
    };
    outputs.mixed.iter().map(of).collect()
}

/// Estimates with 95 % intervals from so many bootstrap samples of the rows of the design; nothing where the output does
/// not vary.
///
/// Source: G. Archer, A. Saltelli and I. Sobol', "Sensitivity measures, ANOVA-like techniques and the use of bootstrap",
/// Journal of Statistical Computation and Simulation 58 (1997); the intervals are percentiles of type 7.
#[must_use]
pub fn bootstrapped(outputs: &Outputs, samples: u32, seed: u64) -> Option<Vec<InputIndices>> {
    let estimates = indices(outputs)?;
    let rows = outputs.a.len();
    let again: Vec<Vec<(f64, f64)>> = (0..samples)
        .filter_map(|sample| {
            let mut stream = Stream::new(seed, u64::from(sample), BOOTSTRAP, 0);
            let chosen: Vec<usize> = (0..rows).map(|_| stream.choice(rows)).collect();
            of_rows(outputs, &chosen)
        })
        .collect();
    let interval = |estimate: f64, values: Vec<f64>| {
        let end = |share: f64| stats::quantile(&values, share).unwrap_or(estimate);
        SobolIndex { estimate, low: end(0.025), high: end(0.975) }
    };
    let inputs = estimates.iter().enumerate();
    let with = |(input, (first, total)): (usize, &(f64, f64))| InputIndices {
        first: interval(*first, again.iter().map(|one| one[input].0).collect()),
        total: interval(*total, again.iter().map(|one| one[input].1).collect()),
    };
    Some(inputs.map(with).collect())
}

/// The name of the stream of bootstrap samples, apart from those of the sources of uncertainty.
const BOOTSTRAP: u64 = 1 << 32;

#[cfg(test)]
mod tests {
    use super::{InputIndices, Outputs, Stream, bootstrapped, indices};

    /// The outputs of a function of uniform numbers on a random design.
    fn design(rows: usize, inputs: usize, function: impl Fn(&[f64]) -> f64) -> Outputs {
        designed(rows, inputs, false, function)
    }

    /// As `design`, or on a low-discrepancy one whose second sample has the dimensions after those of the first.
    fn designed(rows: usize, inputs: usize, led: bool, function: impl Fn(&[f64]) -> f64) -> Outputs {
        let point = |sample: u64, row: usize| -> Vec<f64> {
            let number = |input: usize| {
                let stream = Stream::new(2024, sample, input as u64, row as u64);
                let dimension = (sample as usize * inputs + input) as u32;
                let stream = if led { stream.led_by(2024, row as u64, dimension..dimension + 1) } else { stream };
                { stream }.uniform()
            };
            (0..inputs).map(number).collect()
        };
        let mut outputs = Outputs { mixed: vec![Vec::new(); inputs], ..Outputs::default() };
        for row in 0..rows {
            let (a, b) = (point(0, row), point(1, row));
            outputs.a.push(function(&a));
            outputs.b.push(function(&b));
            for (input, mixed) in outputs.mixed.iter_mut().enumerate() {
                let mut point = a.clone();
                point[input] = b[input];
                mixed.push(function(&point));
            }
        }
        outputs
    }

    fn covered(found: &[InputIndices], first: &[f64], total: &[f64]) {
        for (input, indices) in found.iter().enumerate() {
            for (index, truth) in [(indices.first, first[input]), (indices.total, total[input])] {
                assert!(index.low <= truth && truth <= index.high, "input {input}: {truth} is not in {index:?}");
                assert!((index.estimate - truth).abs() < 0.05, "input {input}: {truth}, {index:?}");
            }
        }
    }

    #[test]
    fn the_ishigami_function_within_bootstrap_intervals() {
        let (a, b) = (7.0, 0.1);
        let pi = std::f64::consts::PI;
        let ishigami = |x: &[f64]| {
            let x: Vec<f64> = x.iter().map(|u| pi * (2.0 * u - 1.0)).collect();
            x[0].sin() + a * x[1].sin().powi(2) + b * x[2].powi(4) * x[0].sin()
        };
        // Closed forms: T. Ishigami and T. Homma (1990); V1, V2 and V13 over their sum.
        let v1 = 0.5 * (1.0 + b * pi.powi(4) / 5.0).powi(2);
        let v2 = a * a / 8.0;
        let v13 = b * b * pi.powi(8) * 8.0 / 225.0;
        let v = v1 + v2 + v13;
        for led in [false, true] {
            let found = bootstrapped(&designed(8192, 3, led, ishigami), 400, 1).expect("it varies");
            covered(&found, &[v1 / v, v2 / v, 0.0], &[(v1 + v13) / v, v2 / v, v13 / v]);
        }
    }

    #[test]
    fn the_g_function_within_bootstrap_intervals() {
        let a = [0.0_f64, 1.0, 4.5, 9.0];
        let g = |x: &[f64]| x.iter().zip(a).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product();
        // Sobol' (1993): the partial variance of an input is (1/3)/(1 + a)^2.
        let part: Vec<f64> = a.iter().map(|a| 1.0 / 3.0 / (1.0 + a).powi(2)).collect();
        let v = part.iter().map(|part| 1.0 + part).product::<f64>() - 1.0;
        let first: Vec<f64> = part.iter().map(|part| part / v).collect();
        let total: Vec<f64> = part.iter().map(|part| part / (1.0 + part) * (1.0 + v) / v).collect();
        for led in [false, true] {
            covered(&bootstrapped(&designed(8192, 4, led, g), 400, 1).expect("it varies"), &first, &total);
        }
    }

    #[test]
    fn a_constant_added_to_the_output_changes_nothing() {
        let sum = |x: &[f64]| x[0] + 2.0 * x[1];
        let plain = indices(&design(256, 2, sum)).expect("it varies");
        let moved = indices(&design(256, 2, |x| 1000.0 + sum(x))).expect("it varies");
        for (one, other) in plain.iter().zip(moved) {
            assert!((one.0 - other.0).abs() < 1e-9 && (one.1 - other.1).abs() < 1e-9, "{one:?} {other:?}");
        }
    }

    #[test]
    fn an_output_that_does_not_vary_has_no_indices() {
        assert_eq!(indices(&design(64, 2, |_| 3.0)), None);
        assert_eq!(bootstrapped(&Outputs::default(), 10, 1), None);
    }

    #[test]
    fn all_variance_is_shared_out_where_inputs_only_add_up() {
        let found = bootstrapped(&design(4096, 3, |x| x[0] + x[1] + 2.0 * x[2]), 200, 1).expect("it varies");
        for (indices, truth) in found.iter().zip([1.0 / 6.0, 1.0 / 6.0, 2.0 / 3.0]) {
            for index in [indices.first, indices.total] {
                // The width of a 95 % interval is four standard errors. One of six intervals may miss by chance; three standard
                // errors are met by all.
                let error = (index.high - index.low) / 4.0;
                assert!((index.estimate - truth).abs() < 3.0 * error, "{truth} is far from {index:?}");
            }
        }
    }
}

//! Location, spread and shape of a sample.

use crate::stats::sum;

/// The smallest and the largest value. `None` for no value or one that is not finite.
#[must_use]
pub fn range(values: &[f64]) -> Option<(f64, f64)> {
    if values.is_empty() || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some((low, high))
}

/// The arithmetic mean, with a compensated sum. It lies between the smallest and the largest value.
///
/// `None` for no value. One value, or equal values, are their own mean exactly.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    let (low, high) = range(values)?;
    let total = sum(values.iter().copied())?;
    // A quotient can round to just outside the range, which no mean may.
    Some((total / values.len() as f64).clamp(low, high))
}

/// The sample standard deviation, with n - 1 in the denominator.
///
/// `None` for fewer than two values; exactly zero for equal values.
#[must_use]
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let Some((deviations, scale)) = deviations(values) else {
        return range(values).filter(|(low, high)| high - low == 0.0).map(|_| 0.0);
    };
    let squares = power_sum(&deviations, 2)?;
    let deviation = scale * (squares / (values.len() - 1) as f64).sqrt();
    Some(deviation).filter(|deviation| deviation.is_finite())
}

/// The adjusted skewness G1 = sqrt(n(n-1))/(n-2) · m3/m2^(3/2), with central moments m_k divided by n.
///
/// Positive when the long tail is at the high end. `None` for fewer than three values and for equal values,
/// where it is 0/0. This is type 2 of Joanes and Gill, "Comparing measures of sample skewness and kurtosis",
/// The Statistician 47 (1998), which spreadsheets and COINr use.
#[must_use]
pub fn skewness(values: &[f64]) -> Option<f64> {
    if values.len() < 3 {
        return None;
    }
    let n = values.len() as f64;
    let (deviations, _) = deviations(values)?;
    let second = power_sum(&deviations, 2)? / n;
    let third = power_sum(&deviations, 3)? / n;
    let skewness = (n * (n - 1.0)).sqrt() / (n - 2.0) * third / second.powf(1.5);
    Some(skewness).filter(|skewness| skewness.is_finite())
}

/// The adjusted excess kurtosis G2 = (n-1)/((n-2)(n-3)) · ((n+1)(m4/m2² - 3) + 6).
///
/// Zero for a normal distribution. `None` for fewer than four values and for equal values. Type 2 of Joanes
/// and Gill (1998), as for [`skewness`].
#[must_use]
pub fn kurtosis(values: &[f64]) -> Option<f64> {
    if values.len() < 4 {
        return None;
    }
    let n = values.len() as f64;
    let (deviations, _) = deviations(values)?;
    let second = power_sum(&deviations, 2)? / n;
    let fourth = power_sum(&deviations, 4)? / n;
    let excess = fourth / (second * second) - 3.0;
    let kurtosis = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * excess + 6.0);
    Some(kurtosis).filter(|kurtosis| kurtosis.is_finite())
}

/// The deviations from the mean divided by the largest of them, and that largest one.
///
/// Shape does not depend on scale, and with the largest deviation at one no power can overflow or vanish.
/// Equal values have no deviations: their range decides it, since a rounded mean could invent some.
fn deviations(values: &[f64]) -> Option<(Vec<f64>, f64)> {
    let (low, high) = range(values)?;
    let centre = mean(values)?;
    let scale = (high - centre).max(centre - low);
    if high - low == 0.0 || !scale.is_finite() {
        return None;
    }
    let scaled = values.iter().map(|value| (value - centre) / scale).collect();
    Some((scaled, scale))
}

fn power_sum(deviations: &[f64], power: i32) -> Option<f64> {
    sum(deviations.iter().map(|deviation| deviation.powi(power)))
}

#[cfg(test)]
mod tests {
    use super::{kurtosis, mean, skewness, standard_deviation};

    fn close(actual: Option<f64>, expected: f64) {
        let actual = actual.expect("a value");
        assert!((actual - expected).abs() < 1e-12, "{actual} is not {expected}");
    }

    #[test]
    fn moments_of_a_small_sample_by_hand() {
        // Mean 3; deviations -2 -1 -1 0 4; sums of powers 22, 54, 274; so m2 = 4.4, m3 = 10.8, m4 = 54.8.
        let sample = [1.0, 2.0, 2.0, 3.0, 7.0];
        close(mean(&sample), 3.0);
        close(standard_deviation(&sample), 5.5_f64.sqrt());
        close(skewness(&sample), 20_f64.sqrt() / 3.0 * 10.8 / 4.4_f64.powf(1.5));
        close(kurtosis(&sample), 4.0 / 6.0 * (6.0 * (54.8 / 19.36 - 3.0) + 6.0));
    }

    #[test]
    fn shape_does_not_depend_on_offset_or_scale() {
        let sample = [1.0, 2.0, 2.0, 3.0, 7.0];
        let moved: Vec<f64> = sample.iter().map(|value| value * 1e200).collect();
        close(skewness(&moved), skewness(&sample).expect("skewness"));
        close(kurtosis(&moved), kurtosis(&sample).expect("kurtosis"));
    }

    #[test]
    fn too_few_or_equal_values_have_no_shape() {
        assert_eq!(mean(&[]), None);
        assert_eq!(standard_deviation(&[1.0]), None);
        assert_eq!(skewness(&[1.0, 2.0]), None);
        assert_eq!(kurtosis(&[1.0, 2.0, 4.0]), None);
        // 0.1 · 3 / 3 is not 0.1 in binary, so a naive mean would find a spread here.
        assert_eq!(mean(&[0.1; 3]), Some(0.1));
        assert_eq!(standard_deviation(&[0.1; 6]), Some(0.0));
        assert_eq!(skewness(&[0.1; 6]), None);
        assert_eq!(kurtosis(&[0.1; 6]), None);
    }
}

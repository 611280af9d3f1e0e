//! Internal consistency of a set of columns.

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

use super::sum::sum;

/// Cronbach's alpha of a covariance matrix: k^2 times the mean covariance of two columns over the sum of all entries.
///
/// `None` for fewer than two columns, a matrix that is not square, or a sum that is not above zero.
///
/// Source: L. Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16 (1951).
#[must_use]
pub fn cronbach(covariances: &[Vec<f64>]) -> Option<f64> {
    let k = covariances.len();
    if k < 2 || covariances.iter().any(|row| row.len() != k) {
        return None;
    }
    let all = sum(covariances.iter().flatten().copied())?;
    let own = sum((0..k).map(|at| covariances[at][at]))?;
    let count = k as f64;
    let alpha = count * count * ((all - own) / (count * (count - 1.0))) / all;
    Some(alpha).filter(|alpha| alpha.is_finite() && all > 0.0)
}

/// The interval that covers alpha in 95 of 100 samples of n complete rows of k columns, under normal distributions:
/// 1 - (1 - alpha) F, with the 2.5 and 97.5 per cent quantiles of F on n - 1 and (n - 1)(k - 1) degrees of freedom.
///
/// `None` for fewer than three rows or two columns, or an alpha above one.
///
/// Source: L. Feldt, "The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty",
/// Psychometrika 30 (1965).
#[must_use]
pub fn cronbach_interval(alpha: f64, n: usize, k: usize) -> Option<[f64; 2]> {
    if n < 3 || k < 2 || !alpha.is_finite() || alpha > 1.0 {
        return None;
    }
    let rows = (n - 1) as f64;
    let f = FisherSnedecor::new(rows, rows * (k - 1) as f64).ok()?;
    let end = |share: f64| Some(1.0 - (1.0 - alpha) * f.inverse_cdf(share)).filter(|end| end.is_finite());
    Some([end(0.975)?, end(0.025)?])
}

#[cfg(test)]
mod tests {
    use super::{cronbach, cronbach_interval};

    #[test]
    fn the_interval_lies_around_alpha_and_narrows_with_rows() {
        // F on 40 and 120 degrees: quantiles 0.5772 and 1.6141 in printed tables.
        let [low, high] = cronbach_interval(0.8, 41, 4).expect("an interval");
        assert!((low - (1.0 - 0.2 * 1.614_1)).abs() < 1e-4, "{low}");
        assert!(low < 0.8 && 0.8 < high && high < 1.0, "{low} {high}");
        let [wide_low, _] = cronbach_interval(0.8, 10, 4).expect("an interval");
        assert!(wide_low < low);
        assert_eq!(cronbach_interval(0.8, 2, 4), None);
        assert_eq!(cronbach_interval(1.0, 20, 4), Some([1.0, 1.0]));
    }

    #[test]
    fn alpha_by_hand() {
        // Two columns of variance 1 and covariance 0.5: 4 * 0.5 / 3.
        let alpha = cronbach(&[vec![1.0, 0.5], vec![0.5, 1.0]]).expect("alpha");
        assert!((alpha - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!(cronbach(&[vec![0.0, 0.0], vec![0.0, 0.0]]), None);
        assert_eq!(cronbach(&[vec![1.0]]), None);
    }
}

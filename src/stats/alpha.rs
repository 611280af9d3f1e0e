//! Internal consistency of a set of columns.

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

#[cfg(test)]
mod tests {
    use super::cronbach;

    #[test]
    fn alpha_by_hand() {
        // Two columns of variance 1 and covariance 0.5: 4 * 0.5 / 3.
        let alpha = cronbach(&[vec![1.0, 0.5], vec![0.5, 1.0]]).expect("alpha");
        assert!((alpha - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!(cronbach(&[vec![0.0, 0.0], vec![0.0, 0.0]]), None);
        assert_eq!(cronbach(&[vec![1.0]]), None);
    }
}

//! Covariance of two series.

use super::moments::mean;
use super::sum::sum;

/// The sample covariance of two series of the same length, with n - 1 in the denominator.
///
/// `None` for fewer than two pairs, unequal lengths, or a value that is not finite.
#[must_use]
pub fn covariance(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < 2 {
        return None;
    }
    let (mx, my) = (mean(x)?, mean(y)?);
    let products = sum(x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)))?;
    Some(products / (x.len() - 1) as f64).filter(|covariance| covariance.is_finite())
}

#[cfg(test)]
mod tests {
    use super::covariance;

    #[test]
    fn covariance_by_hand() {
        assert_eq!(covariance(&[1.0, 2.0, 3.0], &[2.0, 4.0, 9.0]), Some(3.5));
        assert_eq!(covariance(&[1.0], &[1.0]), None);
        assert_eq!(covariance(&[1.0, 2.0], &[1.0]), None);
    }
}

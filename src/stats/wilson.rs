//! Wilson's interval of a share.

/// The quantile of the normal distribution that leaves 2.5 % above it.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// Wilson's 95 % interval of a share of n, which keeps its coverage for small n and near 0 and 1; nothing where n is not above
/// zero or the share lies outside 0 and 1.
///
/// Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, Journal of the American
/// Statistical Association 22, 209-212.
#[must_use]
pub fn wilson(share: f64, n: f64) -> Option<[f64; 2]> {
    if !(0.0..=1.0).contains(&share) || !n.is_finite() || n <= 0.0 {
        return None;
    }
    let square = Z_95 * Z_95;
    let middle = (share + square / (2.0 * n)) / (1.0 + square / n);
    let half = Z_95 / (1.0 + square / n) * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    Some([(middle - half).max(0.0), (middle + half).min(1.0)])
}

/// Wilson's interval with the effective n that a stated standard error implies (Kish), else with n itself.
#[must_use]
pub fn wilson_of(share: f64, n: Option<f64>, standard_error: Option<f64>) -> Option<[f64; 2]> {
    let spread = share * (1.0 - share);
    let effective = standard_error.filter(|error| *error > 0.0 && spread > 0.0).map(|error| spread / (error * error));
    wilson(share, effective.or(n)?)
}

#[cfg(test)]
mod tests {
    use super::{wilson, wilson_of};

    #[test]
    fn it_is_the_published_interval() {
        // Newcombe (1998), Statistics in Medicine 17, 857-872, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (r, n, low, high) in [
            (81.0, 263.0, 0.2553, 0.3662),
            (15.0, 148.0, 0.0624, 0.1605),
            (0.0, 20.0, 0.0, 0.1611),
            (1.0, 29.0, 0.0061, 0.1718),
        ] {
            let [a, b] = wilson(r / n, n).unwrap_or([f64::NAN; 2]);
            assert!((a - low).abs() < 5e-5 && (b - high).abs() < 5e-5, "{r} of {n}: {a} {b}");
        }
    }

    #[test]
    fn what_has_no_interval_has_none() {
        assert_eq!(wilson(0.5, 0.0), None);
        assert_eq!(wilson(1.5, 10.0), None);
        assert_eq!(wilson_of(0.5, None, None), None);
        // A design effect of four is a sample of a quarter of the size.
        assert_eq!(wilson_of(0.5, Some(400.0), Some(0.05)), wilson(0.5, 100.0));
    }
}

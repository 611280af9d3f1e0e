//! Correlation of two series.

use super::moments::mean;
use super::ranking::{Ties, ascending_ranks};
use super::sum::sum;

/// Pearson's product-moment correlation of two series of the same length, between -1 and 1.
///
/// r = sum (x - mx)(y - my) / sqrt(sum (x - mx)^2 sum (y - my)^2). Nothing where the lengths differ, there are fewer than
/// three pairs, a value is not finite, or a series does not vary.
#[must_use]
pub fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < 3 {
        return None;
    }
    let (mx, my) = (mean(x)?, mean(y)?);
    let pairs = || x.iter().zip(y).map(|(x, y)| (x - mx, y - my));
    let (sxx, syy) = (sum(pairs().map(|(x, _)| x * x))?, sum(pairs().map(|(_, y)| y * y))?);
    let sxy = sum(pairs().map(|(x, y)| x * y))?;
    (sxx > 0.0 && syy > 0.0).then(|| (sxy / (sxx.sqrt() * syy.sqrt())).clamp(-1.0, 1.0))
}

/// Spearman's rank correlation: Pearson's of the ranks, tied values sharing their mean rank.
#[must_use]
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    pearson(&ascending_ranks(x, Ties::Average)?, &ascending_ranks(y, Ties::Average)?)
}

#[cfg(test)]
mod tests {
    use super::{pearson, spearman};

    #[test]
    fn tied_values_share_their_mean_rank() {
        // Ranks 1, 2.5, 2.5, 4, 5 and 5, 4, 2.5, 2.5, 1: the sums of products are -8.75, 9.5 and 9.5.
        let rho = spearman(&[1.0, 2.0, 2.0, 4.0, 9.0], &[10.0, 8.0, 7.0, 7.0, 1.0]);
        assert!((rho.unwrap_or(0.0) + 8.75 / 9.5).abs() < 1e-12, "{rho:?}");
    }

    #[test]
    fn a_series_that_does_not_vary_has_no_correlation() {
        assert_eq!(pearson(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]), None);
        assert_eq!(pearson(&[1.0, 2.0], &[1.0, 2.0]), None);
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[1.0, 2.0]), None);
    }
}

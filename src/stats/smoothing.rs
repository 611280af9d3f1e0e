//! How much of one series another explains, along a line and along a smooth curve.

use super::correlation::pearson;
use super::moments::{mean, range};
use super::sum::sum;

/// Fewer pairs than this give a curve that only repeats them.
const FEWEST: usize = 10;

/// Widths of the kernel that are tried, as shares of the range of x.
const WIDTHS: [f64; 7] = [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0];

/// The share of the variance of y that a straight line in x explains: the squared correlation.
#[must_use]
pub fn linear_share(x: &[f64], y: &[f64]) -> Option<f64> {
    pearson(x, y).map(|r| r * r)
}

/// The share of the variance of y that a smooth curve in x explains: an estimate of the correlation ratio
/// Var(E[y|x]) / Var(y), between 0 and 1.
///
/// The curve is a local straight line with a normal kernel. Its width is the one of seven shares of the range of x that
/// predicts left-out points best, a wider one where two do equally well. `None` for fewer than ten pairs or a series that
/// does not vary.
///
/// Source: P. Paruolo, M. Saisana, A. Saltelli, "Ratings and rankings: voodoo or science?", Journal of the Royal Statistical
/// Society A 176 (2013), which smooths in the same way.
#[must_use]
pub fn smooth_share(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < FEWEST {
        return None;
    }
    let ((low, high), centre) = (range(x)?, mean(y)?);
    let total = sum(y.iter().map(|value| (value - centre).powi(2)))?;
    if high - low <= 0.0 || total <= 0.0 {
        return None;
    }
    let widths = WIDTHS.iter().rev().map(|share| share * (high - low));
    let scored = widths.filter_map(|width| Some((left_out_error(x, y, width)?, width)));
    let (_, width) = scored.reduce(|best, next| if next.0 < best.0 { next } else { best })?;
    let fitted: Option<Vec<f64>> = (0..x.len()).map(|at| local_line(x, y, x[at], width, None)).collect();
    let fitted = fitted?;
    let middle = mean(&fitted)?;
    let explained = sum(fitted.iter().map(|value| (value - middle).powi(2)))?;
    Some((explained / total).clamp(0.0, 1.0))
}

fn left_out_error(x: &[f64], y: &[f64], width: f64) -> Option<f64> {
    let errors: Option<Vec<f64>> =
        (0..x.len()).map(|at| Some((y[at] - local_line(x, y, x[at], width, Some(at))?).powi(2))).collect();
    sum(errors?)
}

/// The local line at a point; where all weight lies at one x it is the mean there.
fn local_line(x: &[f64], y: &[f64], at: f64, width: f64, without: Option<usize>) -> Option<f64> {
    let (mut w0, mut w1, mut w2, mut y0, mut y1) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (index, (x, y)) in x.iter().zip(y).enumerate() {
        if Some(index) == without {
            continue;
        }
        let distance = x - at;
        let weight = (-0.5 * (distance / width).powi(2)).exp();
        w0 += weight;
        w1 += weight * distance;
        w2 += weight * distance * distance;
        y0 += weight * y;
        y1 += weight * distance * y;
    }
    let determinant = w0 * w2 - w1 * w1;
    let value = if determinant > 1e-12 * w0 * width * w0 * width { (w2 * y0 - w1 * y1) / determinant } else { y0 / w0 };
    Some(value).filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::{linear_share, smooth_share};

    #[test]
    fn a_parabola_is_seen_by_the_curve_and_not_by_the_line() {
        let x: Vec<f64> = (-20..=20).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| x * x).collect();
        assert!(linear_share(&x, &y).expect("a share") < 1e-12);
        assert!(smooth_share(&x, &y).expect("a share") > 0.9);
    }

    #[test]
    fn a_line_is_explained_whole() {
        let x: Vec<f64> = (0..12).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| 3.0 - 2.0 * x).collect();
        assert!((smooth_share(&x, &y).expect("a share") - 1.0).abs() < 1e-9);
        assert_eq!(smooth_share(&x[..5], &y[..5]), None);
        assert_eq!(smooth_share(&[1.0; 12], &y), None);
    }
}

//! How fast a quantity grows.

use super::moments::mean;
use super::sum::sum;

/// The compound growth rate for each unit of time, as a share: (last / first)^(1 / span) - 1.
///
/// Two equal values grow by zero, whatever they are. `None` where they differ and the first is not above zero (from minus
/// two to minus four the share would be positive), the last is negative, or no time lies between them.
#[must_use]
pub fn compound_growth(first: f64, last: f64, span: f64) -> Option<f64> {
    if !span.is_finite() || span <= 0.0 || !first.is_finite() || !last.is_finite() {
        return None;
    }
    if first.total_cmp(&last).is_eq() {
        return Some(0.0);
    }
    let rate = (last / first).powf(span.recip()) - 1.0;
    Some(rate).filter(|rate| rate.is_finite() && first > 0.0 && last >= 0.0)
}

/// A straight line through a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Change for each unit of time.
    pub slope: f64,
    /// Value at the first time.
    pub start: f64,
}

/// The straight line through a series by least squares. `times` go with `values`, the first of them first.
///
/// Equal values have slope zero exactly. `None` for fewer than two values, or times that do not differ.
#[must_use]
pub fn line(times: &[f64], values: &[f64]) -> Option<Line> {
    if times.len() != values.len() || values.len() < 2 {
        return None;
    }
    let (first, middle, level) = (*times.first()?, mean(times)?, mean(values)?);
    let spread = sum(times.iter().map(|time| (time - middle) * (time - middle)))?;
    let together = sum(times.iter().zip(values).map(|(time, value)| (time - middle) * (value - level)))?;
    let same = values.iter().all(|value| value.total_cmp(&values[0]).is_eq());
    let slope = if same { 0.0 } else { together / spread };
    let start = if same { values[0] } else { level + slope * (first - middle) };
    Some(Line { slope, start }).filter(|line| spread > 0.0 && line.slope.is_finite() && line.start.is_finite())
}

#[cfg(test)]
mod tests {
    use super::{Line, compound_growth, line};

    #[test]
    fn ten_per_cent_a_year_compounds() {
        let rate = compound_growth(100.0, 121.0, 2.0).expect("a rate");
        assert!((rate - 0.1).abs() < 1e-15, "{rate}");
        assert_eq!(compound_growth(5.0, 0.0, 3.0), Some(-1.0));
        assert_eq!(compound_growth(0.0, 0.0, 3.0), Some(0.0));
    }

    #[test]
    fn a_base_that_is_not_above_zero_has_no_rate() {
        assert_eq!(compound_growth(0.0, 4.0, 1.0), None);
        assert_eq!(compound_growth(-2.0, -4.0, 1.0), None);
        assert_eq!(compound_growth(2.0, -4.0, 1.0), None);
        assert_eq!(compound_growth(2.0, 4.0, 0.0), None);
    }

    #[test]
    fn the_line_lies_between_the_values() {
        // The line through 9, 13, 14, 18 starts at 9.3 and rises by 2.8.
        let found = line(&[2018.0, 2019.0, 2020.0, 2021.0], &[9.0, 13.0, 14.0, 18.0]).expect("a line");
        assert!((found.slope - 2.8).abs() < 1e-13 && (found.start - 9.3).abs() < 1e-13, "{found:?}");
        assert_eq!(line(&[1.0, 2.0, 4.0], &[0.1, 0.1, 0.1]), Some(Line { slope: 0.0, start: 0.1 }));
        assert_eq!(line(&[2.0, 2.0], &[3.0, 4.0]), None);
        assert_eq!(line(&[1.0], &[3.0]), None);
    }
}

//! What a column looks like: location, spread, shape, gaps.

use schemars::JsonSchema;
use serde::Serialize;

use super::analysis::Rules;
use crate::analyse::figure::{Figure, Undefined};
use crate::model::{Absence, Datum};
use crate::stats;

/// Statistics of one column. Shares are between 0 and 1.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Statistics {
    /// Rows of the column, observed or not.
    pub rows: usize,
    /// Rows with a value.
    pub n: usize,
    /// Rows to which the column does not apply.
    pub not_applicable: usize,
    /// Rows without a value, over all rows.
    pub share_missing: Figure,
    /// Least value.
    pub min: Figure,
    /// Greatest value.
    pub max: Figure,
    /// Arithmetic mean.
    pub mean: Figure,
    /// Median.
    pub median: Figure,
    /// Sample standard deviation, with n - 1.
    pub sd: Figure,
    /// Adjusted skewness (type 2 of Joanes and Gill), from three values on.
    pub skewness: Figure,
    /// Adjusted excess kurtosis (type 2), from four values on.
    pub kurtosis: Figure,
    /// Values other than zero.
    pub nonzero: usize,
    /// Different values.
    pub distinct: usize,
    /// How often the most frequent value stands there.
    pub most_frequent: usize,
    /// Fewer values than the rules ask for.
    pub low_available: bool,
    /// Fewer values other than zero than the rules ask for.
    pub low_nonzero: bool,
    /// Fewer different values than the rules ask for.
    pub low_distinct: bool,
    /// Skewness and kurtosis are both beyond the rules, which points to outliers.
    pub outliers: bool,
}

/// Statistics of the values that a column has.
#[must_use]
pub fn statistics(column: &[Datum], rules: &Rules) -> Statistics {
    let values: Vec<f64> = column.iter().filter_map(|datum| datum.ok()).filter(|value| value.is_finite()).collect();
    let (rows, n) = (column.len(), values.len());
    let mut sorted = values.clone();
    sorted.sort_by(f64::total_cmp);
    let groups: Vec<usize> = sorted.chunk_by(|left, right| right - left == 0.0).map(<[f64]>::len).collect();
    let nonzero = values.iter().filter(|value| value.abs() > 0.0).count();
    let ends = stats::range(&values);
    // Which of the two reasons holds where a shape is not defined.
    let why = |needed: usize| if n < needed { Undefined::TooFew } else { Undefined::Constant };
    let (skewness, kurtosis) = (stats::skewness(&values), stats::kurtosis(&values));
    let below = |count: usize, share: f64| rows > 0 && (count as f64 / rows as f64) < share;
    Statistics {
        rows,
        n,
        not_applicable: column.iter().filter(|datum| **datum == Err(Absence::NotApplicable)).count(),
        share_missing: Figure::of((rows > 0).then(|| (rows - n) as f64 / rows as f64), Undefined::TooFew),
        min: Figure::of(ends.map(|(low, _)| low), Undefined::TooFew),
        max: Figure::of(ends.map(|(_, high)| high), Undefined::TooFew),
        mean: Figure::of(stats::mean(&values), Undefined::TooFew),
        median: Figure::of(stats::median(&values), Undefined::TooFew),
        sd: Figure::of(stats::standard_deviation(&values), Undefined::TooFew),
        skewness: Figure::of(skewness, why(3)),
        kurtosis: Figure::of(kurtosis, why(4)),
        nonzero,
        distinct: groups.len(),
        most_frequent: groups.iter().copied().max().unwrap_or(0),
        low_available: below(n, rules.available),
        low_nonzero: below(nonzero, rules.nonzero),
        low_distinct: below(groups.len(), rules.distinct),
        outliers: skewness.is_some_and(|value| value.abs() > rules.skewness)
            && kurtosis.is_some_and(|value| value > rules.kurtosis),
    }
}

#[cfg(test)]
mod tests {
    use super::{Rules, statistics};
    use crate::analyse::coherence::Undefined;
    use crate::model::Absence;

    #[test]
    fn gaps_and_constants_are_named() {
        let column = [Ok(2.0), Ok(2.0), Ok(2.0), Ok(2.0), Err(Absence::Unknown), Err(Absence::NotApplicable)];
        let one = statistics(&column, &Rules::default());
        assert_eq!((one.rows, one.n, one.not_applicable, one.distinct, one.most_frequent), (6, 4, 1, 1, 4));
        assert_eq!(one.sd.value(), Some(0.0));
        assert_eq!(one.skewness.0, Err(Undefined::Constant));
        let none = statistics(&[Err(Absence::Unknown)], &Rules::default());
        assert_eq!((none.mean.0, none.kurtosis.0), (Err(Undefined::TooFew), Err(Undefined::TooFew)));
        assert!(none.low_available);
    }
}

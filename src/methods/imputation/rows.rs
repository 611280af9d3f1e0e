//! Imputation from the unit's own other indicators.

use crate::methods::column::{defined, observed, value};
use crate::methods::imputation::{Imputation, is_gap};
use crate::methods::normalisation::Direction;
use crate::model::Datum;
use crate::stats;

/// The end points of a column once its values point upwards; they map it to [0, 1] and back.
#[derive(Clone, Copy)]
struct Scale {
    sign: f64,
    low: f64,
    high: f64,
}

impl Scale {
    /// `None` for a column that is empty or constant: it has no scale.
    fn of(column: &[Datum], direction: Direction) -> Option<Scale> {
        let sign = direction.sign();
        let directed: Vec<f64> = observed(column).iter().map(|value| sign * value).collect();
        let (low, high) = stats::range(&directed)?;
        (high > low && (high - low).is_finite()).then_some(Scale { sign, low, high })
    }

    fn onto(self, value: f64) -> f64 {
        (self.sign * value - self.low) / (self.high - self.low)
    }

    fn back(self, share: f64) -> f64 {
        self.sign * (self.low + share * (self.high - self.low))
    }
}

/// Fills a unit's gap in one column with the mean or median of its values in the other columns of the group.
///
/// Every column is first turned so that more is better and mapped to [0, 1] by its smallest and largest
/// observed value; the filled value is mapped back. Only observed values lend, never filled ones, so the
/// order of the columns does not matter. A constant column has no scale: it lends nothing and its gaps stay.
/// So does a gap of a unit with nothing else observed in the group. Columns of one `column_groups` number
/// belong together; give all the same number to use all of them.
///
/// The methods other than [`Imputation::RowMean`] and [`Imputation::RowMedian`] leave the columns unchanged.
///
/// Source: OECD/JRC Handbook (2008), step 3; the scaling is that of COINr's row-wise imputation.
#[must_use]
pub fn impute_rows(
    method: &Imputation,
    columns: &[Vec<Datum>],
    directions: &[Direction],
    column_groups: &[usize],
) -> Vec<Vec<Datum>> {
    let summary: fn(&[f64]) -> Option<f64> = match method {
        Imputation::RowMean => stats::mean,
        Imputation::RowMedian => stats::median,
        _ => |_| None,
    };
    let scales: Vec<Option<Scale>> =
        columns.iter().zip(directions).map(|(column, direction)| Scale::of(column, *direction)).collect();
    let scale = |column: usize| scales.get(column).copied().flatten();
    let shares = |column: usize, row: usize| -> Vec<f64> {
        (0..columns.len())
            .filter(|other| column_groups.get(*other) == column_groups.get(column))
            .filter_map(|other| Some(scale(other)?.onto(value(*columns[other].get(row)?)?)))
            .collect()
    };
    let fill = |column: usize, row: usize, datum: Datum| -> Datum {
        if !is_gap(datum) {
            return datum.and_then(defined);
        }
        let filled = scale(column).and_then(|scale| summary(&shares(column, row)).map(|share| scale.back(share)));
        filled.map_or(datum, defined)
    };
    columns
        .iter()
        .enumerate()
        .map(|(index, column)| column.iter().enumerate().map(|(row, datum)| fill(index, row, *datum)).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::impute_rows;
    use crate::methods::imputation::Imputation;
    use crate::methods::normalisation::Direction::{Higher, Lower};
    use crate::model::{Absence, Datum};

    const GAP: Datum = Err(Absence::NotAvailable);

    #[test]
    fn a_gap_takes_the_units_mean_standing_on_the_scale_of_its_column() {
        // The third unit stands at 0.5 in the first column and at 0.9 in the second, where less is better.
        let columns =
            [vec![Ok(0.0), Ok(10.0), Ok(5.0)], vec![Ok(100.0), Ok(0.0), Ok(10.0)], vec![Ok(20.0), Ok(30.0), GAP]];
        let filled = impute_rows(&Imputation::RowMean, &columns, &[Higher, Lower, Higher], &[0, 0, 0]);
        assert_eq!(filled[2][2], Ok(27.0));
        let filled = impute_rows(&Imputation::RowMean, &columns, &[Higher, Lower, Lower], &[0, 1, 1]);
        assert!((filled[2][2].expect("filled") - 21.0).abs() < 1e-12);
    }

    #[test]
    fn constant_columns_neither_lend_nor_borrow() {
        let columns = [vec![Ok(0.0), Ok(10.0), GAP], vec![Ok(4.0), GAP, Ok(4.0)]];
        let filled = impute_rows(&Imputation::RowMedian, &columns, &[Higher, Higher], &[0, 0]);
        assert_eq!(filled, columns);
    }
}

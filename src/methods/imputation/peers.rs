//! Imputation from the other units: mean or median of the column, or of a group of units in it.

use crate::methods::column::{defined, observed};
use crate::methods::imputation::{Imputation, is_gap};
use crate::model::Datum;
use crate::stats;

/// Fills the gaps of one column from the values observed in it.
///
/// * [`Imputation::Mean`], [`Imputation::Median`]: over all units.
/// * [`Imputation::GroupMean`], [`Imputation::GroupMedian`]: over the units of the same group. A unit without
///   a group is left as it is, and so is a gap in a group where nothing is observed: there is no fallback to
///   the whole column.
///
/// `groups` has one entry per row. The other methods leave the column unchanged; see [`Imputation::scope`].
/// A filled value lies between the smallest and the largest observed one.
///
/// Source: OECD/JRC Handbook (2008), step 3, unconditional mean and median imputation.
#[must_use]
pub fn impute_column(method: &Imputation, column: &[Datum], groups: &[Option<usize>]) -> Vec<Datum> {
    let summary: fn(&[f64]) -> Option<f64> = match method {
        Imputation::Mean | Imputation::GroupMean => stats::mean,
        Imputation::Median | Imputation::GroupMedian => stats::median,
        _ => return column.iter().map(|datum| datum.and_then(defined)).collect(),
    };
    let grouped = matches!(method, Imputation::GroupMean | Imputation::GroupMedian);
    let group_of = |row: usize| groups.get(row).copied().flatten();
    let peers = |row: usize| -> Vec<f64> {
        if !grouped {
            return observed(column);
        }
        let Some(group) = group_of(row) else {
            return Vec::new();
        };
        let members: Vec<Datum> =
            (0..column.len()).filter(|peer| group_of(*peer) == Some(group)).map(|peer| column[peer]).collect();
        observed(&members)
    };
    let fill = |row: usize, datum: Datum| -> Datum {
        if is_gap(datum) { summary(&peers(row)).map_or(datum, Ok) } else { datum.and_then(defined) }
    };
    column.iter().enumerate().map(|(row, datum)| fill(row, *datum)).collect()
}

#[cfg(test)]
mod tests {
    use super::impute_column;
    use crate::methods::imputation::Imputation;
    use crate::model::{Absence, Datum};

    const GAP: Datum = Err(Absence::NotAvailable);

    #[test]
    fn the_whole_column_fills_every_kind_of_gap_and_nothing_else() {
        let column = [Ok(1.0), Ok(2.0), Ok(9.0), GAP, Err(Absence::NotAssessed), Err(Absence::NotApplicable)];
        let mean = impute_column(&Imputation::Mean, &column, &[]);
        assert_eq!(mean[3..], [Ok(4.0), Ok(4.0), Err(Absence::NotApplicable)]);
        let median = impute_column(&Imputation::Median, &column, &[]);
        assert_eq!(median[3..5], [Ok(2.0), Ok(2.0)]);
        let screened = [Ok(1.0), Err(Absence::ScreenedOut)];
        assert_eq!(impute_column(&Imputation::Mean, &screened, &[]), screened);
    }

    #[test]
    fn a_group_without_values_or_a_unit_without_a_group_stays() {
        let column = [Ok(1.0), Ok(3.0), GAP, GAP, Err(Absence::Unknown)];
        let groups = [Some(0), Some(0), Some(0), Some(1), None];
        let filled = impute_column(&Imputation::GroupMean, &column, &groups);
        assert_eq!(filled, [Ok(1.0), Ok(3.0), Ok(2.0), GAP, Err(Absence::Unknown)]);
    }

    #[test]
    fn nothing_observed_fills_nothing() {
        assert_eq!(impute_column(&Imputation::Median, &[GAP, GAP], &[]), [GAP, GAP]);
    }
}

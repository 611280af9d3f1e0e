//! Winsorisation: the most extreme values move to the next one, step by step.

use crate::methods::column::{observed, value};
use crate::methods::treatment::Outlier;
use crate::model::Datum;
use crate::stats;

/// How far winsorisation may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Winsorise {
    /// No further step is taken once this many values have been moved; `None` sets no limit.
    pub max_points: Option<usize>,
}

/// The end of the scale at which a value was moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was among the largest and moved down.
    High,
    /// It was among the smallest and moved up.
    Low,
}

impl Winsorise {
    /// The winsorised column and the rows that were moved, in row order.
    ///
    /// While the rule fails and fewer than `max_points` values have been moved: if the skewness is not
    /// negative, all values equal to the maximum take the next lower value, otherwise all values equal to the
    /// minimum take the next higher one. Tied values count singly and move together, so that the limit can
    /// be passed by the last step. A step that would leave the column constant is not taken.
    ///
    /// Source: the algorithm is the one COINr describes; its default limit is five values.
    pub(super) fn apply(self, rule: &Outlier, column: &[Datum]) -> (Vec<Datum>, Vec<(usize, End)>) {
        let mut values = column.to_vec();
        let mut high: Vec<usize> = Vec::new();
        let mut low: Vec<usize> = Vec::new();
        loop {
            let present = observed(&values);
            let full = self.max_points.is_some_and(|limit| high.len() + low.len() >= limit);
            if full || rule.passes(&present) {
                break;
            }
            let Some((end, from, to)) = step(&present) else {
                break;
            };
            let moved: Vec<usize> =
                (0..values.len()).filter(|row| value(values[*row]).is_some_and(|it| it - from == 0.0)).collect();
            moved.iter().for_each(|row| values[*row] = Ok(to));
            // What was moved before sits at this end and moves again, so the new list replaces the old.
            match end {
                End::High => high = moved,
                End::Low => low = moved,
            }
        }
        let mut rows: Vec<(usize, End)> = high.into_iter().map(|row| (row, End::High)).collect();
        rows.extend(low.into_iter().map(|row| (row, End::Low)));
        rows.sort_by_key(|(row, _)| *row);
        (values, rows)
    }
}

/// Which value moves, and where to; `None` when the column has fewer than three distinct values.
fn step(present: &[f64]) -> Option<(End, f64, f64)> {
    let mut distinct = present.to_vec();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let n = distinct.len();
    if n < 3 {
        return None;
    }
    if stats::skewness(present)? >= 0.0 {
        Some((End::High, distinct[n - 1], distinct[n - 2]))
    } else {
        Some((End::Low, distinct[0], distinct[1]))
    }
}

#[cfg(test)]
mod tests {
    use super::{End, Winsorise};
    use crate::methods::treatment::Outlier;
    use crate::model::Datum;

    const RULE: Outlier = Outlier { skewness: 2.0, kurtosis: 3.5 };

    fn column(values: &[f64]) -> Vec<Datum> {
        values.iter().copied().map(Ok).collect()
    }

    #[test]
    fn a_low_outlier_moves_up() {
        let before = column(&[-90.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        let (after, rows) = Winsorise { max_points: Some(5) }.apply(&RULE, &before);
        assert_eq!((after[0], rows), (Ok(1.0), vec![(0, End::Low)]));
    }

    #[test]
    fn tied_values_move_together_and_count_singly() {
        let mut values: Vec<f64> = (1..=30).map(f64::from).collect();
        values.extend([500.0, 600.0, 600.0]);
        let (after, rows) = Winsorise { max_points: Some(2) }.apply(&RULE, &column(&values));
        assert_eq!(rows, [(31, End::High), (32, End::High)]);
        assert_eq!(after[30..], [Ok(500.0); 3]);
    }

    #[test]
    fn a_column_is_never_made_constant() {
        let mut values = vec![0.0; 20];
        values.push(1.0);
        let (after, rows) = Winsorise { max_points: None }.apply(&RULE, &column(&values));
        assert_eq!((after, rows), (column(&values), vec![]));
    }
}

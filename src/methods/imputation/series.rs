//! Imputation from the unit's own other rounds.

use crate::methods::column::{defined, value};
use crate::methods::imputation::{Imputation, is_gap};
use crate::model::Datum;

/// Fills the gaps of one unit's series, and says from which entry each value comes.
///
/// `series` and `times` go together, in ascending order of time.
///
/// * [`Imputation::Latest`]: the last earlier value, if it lies no more than `max_steps` entries back. Steps
///   are entries of the series, not years: a round that was never held is not a step. Leading gaps stay.
/// * [`Imputation::Constant`]: the last earlier value; leading gaps take the first value.
/// * [`Imputation::Linear`]: between two values linear in time, beyond the ends the nearest value. With
///   fewer than two values nothing is filled.
/// * [`Imputation::LinearConstant`]: as linear, and a single value fills the whole series.
///
/// The second part of each result is the entry that the value was copied from: its own for an observed
/// value, none for an interpolated one or a gap that stays. The other methods fill nothing.
///
/// Source: OECD/JRC Handbook (2008), step 3; the rules are those of COINr's imputation of panels.
#[must_use]
pub fn impute_series(method: &Imputation, series: &[Datum], times: &[f64]) -> Vec<(Datum, Option<usize>)> {
    let known: Vec<usize> = (0..series.len()).filter(|index| value(series[*index]).is_some()).collect();
    let fill = |index: usize| -> (Datum, Option<usize>) {
        let before = known.iter().copied().rfind(|known| *known < index);
        let after = known.iter().copied().find(|known| *known > index);
        match method {
            Imputation::Latest { max_steps } => {
                let limit = max_steps.unwrap_or(usize::MAX);
                copied(series, index, before.filter(|before| index - before <= limit))
            }
            Imputation::Constant => copied(series, index, before.or(after)),
            Imputation::LinearConstant if known.len() == 1 => copied(series, index, before.or(after)),
            Imputation::Linear | Imputation::LinearConstant if known.len() > 1 => match (before, after) {
                (Some(before), Some(after)) => {
                    (between(series, times, [before, index, after]).unwrap_or(series[index]), None)
                }
                (nearest, other) => copied(series, index, nearest.or(other)),
            },
            _ => (series[index], None),
        }
    };
    let entry = |index: usize| match series[index] {
        Ok(value) => (defined(value), Some(index).filter(|_| value.is_finite())),
        gap if is_gap(gap) => fill(index),
        absent => (absent, None),
    };
    (0..series.len()).map(entry).collect()
}

fn copied(series: &[Datum], index: usize, source: Option<usize>) -> (Datum, Option<usize>) {
    source.map_or((series[index], None), |source| (series[source], Some(source)))
}

/// The value at the middle index on the line through its two neighbours; `None` if a time is not given.
fn between(series: &[Datum], times: &[f64], [before, index, after]: [usize; 3]) -> Option<Datum> {
    let (start, now, end) = (*times.get(before)?, *times.get(index)?, *times.get(after)?);
    let (from, to) = (value(series[before])?, value(series[after])?);
    Some(defined(from + (to - from) * ((now - start) / (end - start))))
}

#[cfg(test)]
mod tests {
    use super::impute_series;
    use crate::methods::imputation::Imputation;
    use crate::model::{Absence, Datum};

    const GAP: Datum = Err(Absence::NotAvailable);
    const NEVER: Datum = Err(Absence::NotApplicable);

    #[test]
    fn latest_counts_steps_and_leaves_leading_gaps() {
        let series = [GAP, Ok(4.0), GAP, GAP, NEVER];
        let times = [2018.0, 2019.0, 2020.0, 2022.0, 2024.0];
        let one = impute_series(&Imputation::Latest { max_steps: Some(1) }, &series, &times);
        assert_eq!(one, [(GAP, None), (Ok(4.0), Some(1)), (Ok(4.0), Some(1)), (GAP, None), (NEVER, None)]);
        let all = impute_series(&Imputation::Latest { max_steps: None }, &series, &times);
        assert_eq!(all[3], (Ok(4.0), Some(1)));
    }

    #[test]
    fn constant_fills_the_beginning_from_the_first_value() {
        let filled = impute_series(&Imputation::Constant, &[GAP, Ok(4.0), GAP], &[]);
        assert_eq!(filled, [(Ok(4.0), Some(1)); 3]);
        assert_eq!(impute_series(&Imputation::Constant, &[GAP], &[]), [(GAP, None)]);
    }

    #[test]
    fn linear_follows_time_not_position() {
        let series = [GAP, Ok(10.0), GAP, Ok(20.0), GAP];
        let filled = impute_series(&Imputation::Linear, &series, &[2010.0, 2012.0, 2013.0, 2016.0, 2017.0]);
        let expected =
            [(Ok(10.0), Some(1)), (Ok(10.0), Some(1)), (Ok(12.5), None), (Ok(20.0), Some(3)), (Ok(20.0), Some(3))];
        assert_eq!(filled, expected);
    }

    #[test]
    fn one_value_is_enough_for_linear_constant_only() {
        let series = [GAP, Ok(3.0)];
        assert_eq!(impute_series(&Imputation::Linear, &series, &[1.0, 2.0])[0], (GAP, None));
        assert_eq!(impute_series(&Imputation::LinearConstant, &series, &[1.0, 2.0])[0], (Ok(3.0), Some(1)));
    }
}

//! Standardisation to a chosen mean and standard deviation.

use crate::methods::column::observed;
use crate::methods::normalisation::{Direction, map_with};
use crate::model::Datum;
use crate::stats;

/// (x - mean)/sd · spread + centre with the sample standard deviation (n - 1); undefined for one value or a
/// constant column.
pub(super) fn z_score(direction: Direction, centre: f64, spread: f64, column: &[Datum]) -> Vec<Datum> {
    let values = observed(column);
    let moments = stats::mean(&values).zip(stats::standard_deviation(&values).filter(|sd| *sd > 0.0));
    let sign = direction.sign();
    map_with(column, moments.map(|(mean, sd)| move |value: f64| sign * (value - mean) / sd * spread + centre))
}

#[cfg(test)]
mod tests {
    use super::z_score;
    use crate::methods::normalisation::Direction::{Higher, Lower};
    use crate::model::Absence;

    #[test]
    fn three_units_one_standard_deviation_apart() {
        let column = [Ok(2.0), Err(Absence::Unknown), Ok(4.0), Ok(6.0)];
        let scores = z_score(Higher, 10.0, 2.0, &column);
        assert_eq!(scores, [Ok(8.0), Err(Absence::Unknown), Ok(10.0), Ok(12.0)]);
        assert_eq!(z_score(Lower, 0.0, 1.0, &column)[0], Ok(1.0));
        assert_eq!(z_score(Lower, 0.0, 1.0, &[Ok(1.0)]), [Err(Absence::Undefined)]);
    }
}

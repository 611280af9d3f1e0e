//! Min-max: the worst and the best observed unit are the ends of the scale.

use crate::methods::column::observed;
use crate::methods::normalisation::{Direction, map_with, onto};
use crate::model::Datum;
use crate::stats;

/// (x - min)/(max - min), mapped to the interval; undefined for a constant column.
pub(super) fn min_max(direction: Direction, to: (f64, f64), column: &[Datum]) -> Vec<Datum> {
    let range = stats::range(&observed(column)).filter(|(low, high)| high > low);
    let formula = range.map(|(low, high)| {
        move |value: f64| match direction {
            Direction::Higher => onto(to, (value - low) / (high - low)),
            Direction::Lower => onto(to, (high - value) / (high - low)),
        }
    });
    map_with(column, formula)
}

#[cfg(test)]
mod tests {
    use super::min_max;
    use crate::methods::normalisation::Direction::{Higher, Lower};

    #[test]
    fn the_best_gets_the_top_whatever_the_direction() {
        let column = [Ok(10.0), Ok(20.0), Ok(50.0)];
        assert_eq!(min_max(Higher, (0.0, 100.0), &column), [Ok(0.0), Ok(25.0), Ok(100.0)]);
        assert_eq!(min_max(Lower, (0.0, 100.0), &column), [Ok(100.0), Ok(75.0), Ok(0.0)]);
    }

    #[test]
    fn the_ends_are_hit_exactly() {
        let scores = min_max(Higher, (0.1, 0.7), &[Ok(0.1), Ok(0.3), Ok(0.7)]);
        assert_eq!((scores[0], scores[2]), (Ok(0.1), Ok(0.7)));
    }
}

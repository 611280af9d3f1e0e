//! Distance to a maximum, a target or another unit.

use crate::methods::column::{observed, value};
use crate::methods::normalisation::{Direction, map_with};
use crate::model::Datum;
use crate::stats;

/// x / max of the signed values.
///
/// Meant for values from zero up of which more is better. Where less is better the signed maximum is the
/// smallest value with a minus, so the best unit gets 1 and the others *more*, as in COINr: use another
/// method there. Undefined where the maximum is zero.
pub(super) fn fraction_of_maximum(direction: Direction, column: &[Datum]) -> Vec<Datum> {
    let sign = direction.sign();
    let range = directed_range(direction, column).filter(|(_, high)| *high != 0.0);
    map_with(column, range.map(|(_, high)| move |value: f64| sign * value / high))
}

/// (x - min)/(target - min) of the signed values, at most 1 when capped.
///
/// The worst unit gets 0. Undefined where the target equals the minimum; a target that is worse than the
/// minimum turns the scale round, so such a target is a mistake that the caller should have refused.
pub(super) fn to_target(direction: Direction, target: f64, cap: bool, column: &[Datum]) -> Vec<Datum> {
    let range = directed_range(direction, column);
    let formula = range.and_then(|(low, _)| relative(direction, low, direction.sign() * target, cap));
    map_with(column, formula)
}

/// 1 - (reference - x)/(reference - min) of the signed values, at most 1 when capped.
///
/// The reference is the value of one unit, which gets 1; the worst unit gets 0. Undefined for every unit
/// when the reference is absent or is itself the worst.
pub(super) fn to_reference(direction: Direction, row: usize, cap: bool, column: &[Datum]) -> Vec<Datum> {
    let reference = column.get(row).and_then(|datum| value(*datum)).map(|value| direction.sign() * value);
    let range = directed_range(direction, column);
    let formula = range.zip(reference).and_then(|((low, _), goal)| relative(direction, low, goal, cap));
    map_with(column, formula)
}

/// 1 - (goal - x)/(goal - low) is (x - low)/(goal - low): both distances are the same line.
fn relative(direction: Direction, low: f64, goal: f64, cap: bool) -> Option<impl Fn(f64) -> f64> {
    let width = goal - low;
    // The width is judged before the cap, which would turn an infinite ratio into a perfect score.
    (width != 0.0).then_some(move |value: f64| {
        let share = (direction.sign() * value - low) / width;
        if cap { share.min(1.0) } else { share }
    })
}

fn directed_range(direction: Direction, column: &[Datum]) -> Option<(f64, f64)> {
    let directed: Vec<f64> = observed(column).iter().map(|value| direction.sign() * value).collect();
    stats::range(&directed)
}

#[cfg(test)]
mod tests {
    use super::{fraction_of_maximum, to_reference, to_target};
    use crate::methods::normalisation::Direction::{Higher, Lower};
    use crate::model::{Absence, Datum};

    const COLUMN: [Datum; 3] = [Ok(10.0), Ok(20.0), Ok(50.0)];
    const UNDEFINED: Datum = Err(Absence::Undefined);

    #[test]
    fn share_of_the_way_to_a_target() {
        assert_eq!(to_target(Higher, 30.0, false, &COLUMN), [Ok(0.0), Ok(0.5), Ok(2.0)]);
        assert_eq!(to_target(Higher, 30.0, true, &COLUMN), [Ok(0.0), Ok(0.5), Ok(1.0)]);
        assert_eq!(to_target(Lower, 30.0, false, &COLUMN), [Ok(2.0), Ok(1.5), Ok(0.0)]);
    }

    #[test]
    fn the_reference_unit_has_one_and_must_not_be_the_worst_or_absent() {
        assert_eq!(to_reference(Higher, 1, false, &COLUMN), [Ok(0.0), Ok(1.0), Ok(4.0)]);
        assert_eq!(to_reference(Higher, 0, true, &COLUMN), [UNDEFINED; 3]);
        assert_eq!(to_reference(Higher, 7, true, &COLUMN), [UNDEFINED; 3]);
        let gap = [Err(Absence::Unknown), Ok(2.0), Ok(3.0)];
        assert_eq!(to_reference(Higher, 0, true, &gap), [Err(Absence::Unknown), UNDEFINED, UNDEFINED]);
    }

    #[test]
    fn a_maximum_of_zero_divides_nothing() {
        assert_eq!(fraction_of_maximum(Higher, &COLUMN), [Ok(0.2), Ok(0.4), Ok(1.0)]);
        assert_eq!(fraction_of_maximum(Lower, &[Ok(0.0), Ok(3.0)]), [UNDEFINED; 2]);
    }
}

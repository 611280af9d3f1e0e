//! Linear maps whose ends are given in advance: the fixed scale, and COINr's `scaled`.

use crate::methods::column::defined;
use crate::methods::normalisation::{Direction, onto};
use crate::model::{Absence, Datum};

/// Higher: to.0 + (x - from.0)/(from.1 - from.0) · (to.1 - to.0). Lower: the mirror, from the other end.
///
/// A value outside the scale is mapped outside; ends that coincide leave it undefined.
pub(super) fn fixed(direction: Direction, from: (f64, f64), to: (f64, f64), value: f64) -> Datum {
    let width = from.1 - from.0;
    if width == 0.0 {
        return Err(Absence::Undefined);
    }
    let share = match direction {
        Direction::Higher => (value - from.0) / width,
        Direction::Lower => (from.1 - value) / width,
    };
    defined(onto(to, share))
}

/// (d·x - from.0)/(from.1 - from.0) · factor, with d the sign of the direction: where less is better the
/// interval is one of negative numbers, as in COINr.
pub(super) fn scaled(direction: Direction, from: (f64, f64), factor: f64, value: f64) -> Datum {
    let width = from.1 - from.0;
    if width == 0.0 {
        return Err(Absence::Undefined);
    }
    defined((direction.sign() * value - from.0) / width * factor)
}

#[cfg(test)]
mod tests {
    use super::{fixed, scaled};
    use crate::methods::normalisation::Direction::{Higher, Lower};
    use crate::model::Absence;

    #[test]
    fn a_likert_scale_of_five_points() {
        assert_eq!(fixed(Higher, (1.0, 5.0), (0.0, 100.0), 4.0), Ok(75.0));
        assert_eq!(fixed(Lower, (1.0, 5.0), (0.0, 100.0), 4.0), Ok(25.0));
        assert_eq!(fixed(Lower, (1.0, 5.0), (0.0, 100.0), 1.0), Ok(100.0));
        assert_eq!(fixed(Higher, (1.0, 5.0), (1.0, 7.0), 3.0), Ok(4.0));
    }

    #[test]
    fn a_scale_without_width_is_undefined_even_at_its_only_point() {
        assert_eq!(fixed(Higher, (5.0, 5.0), (0.0, 100.0), 5.0), Err(Absence::Undefined));
        assert_eq!(scaled(Higher, (5.0, 5.0), 1.0, 6.0), Err(Absence::Undefined));
    }

    #[test]
    fn scaled_does_not_mirror() {
        assert_eq!(scaled(Lower, (0.0, 100.0), 100.0, 30.0), Ok(-30.0));
    }
}

//! Goalposts: fixed ends that do not depend on the units at hand.

use crate::methods::column::defined;
use crate::methods::normalisation::{Curve, Direction, onto};
use crate::model::{Absence, Datum};

/// (x - low)/(high - low), mapped to the interval. Where less is better, x and the posts change sign and the
/// posts change places, so that the lower post goes to the upper end.
///
/// With a cap, a value outside the posts is moved to the nearest post first; this also gives a value that
/// the logarithm has no answer for its place at the lower post. The posts must ascend, and be positive under
/// the logarithm.
///
/// Source: UNDP, Human Development Report, technical note 1 (minimum and maximum values, logarithm of
/// income); COINr's `n_goalposts`.
pub(super) fn score(
    direction: Direction,
    (low, high): (f64, f64),
    cap: bool,
    curve: Option<Curve>,
    to: (f64, f64),
    value: f64,
) -> Datum {
    if !value.is_finite() || low.partial_cmp(&high) != Some(std::cmp::Ordering::Less) {
        return Err(Absence::Undefined);
    }
    let inside = if cap { value.clamp(low, high) } else { value };
    let bent = |value: f64| match curve {
        Some(Curve::Ln) => value.ln(),
        None => value,
    };
    let width = bent(high) - bent(low);
    let distance = match direction {
        Direction::Higher => bent(inside) - bent(low),
        Direction::Lower => bent(high) - bent(inside),
    };
    defined(width)?;
    defined(onto(to, distance / width))
}

#[cfg(test)]
mod tests {
    use super::score;
    use crate::methods::normalisation::Curve;
    use crate::methods::normalisation::Direction::{Higher, Lower};
    use crate::model::Absence;

    const TO: (f64, f64) = (0.0, 100.0);

    #[test]
    fn posts_change_places_where_less_is_better() {
        assert_eq!(score(Higher, (20.0, 60.0), false, None, TO, 30.0), Ok(25.0));
        assert_eq!(score(Lower, (20.0, 60.0), false, None, TO, 30.0), Ok(75.0));
        assert_eq!(score(Higher, (20.0, 60.0), false, None, TO, 80.0), Ok(150.0));
        assert_eq!(score(Lower, (20.0, 60.0), true, None, TO, 80.0), Ok(0.0));
    }

    #[test]
    fn income_of_the_human_development_index() {
        // Posts of 100 and 75 000 dollars; the geometric mean of the posts is half way.
        let middle = (100.0_f64 * 75_000.0).sqrt();
        let found = score(Higher, (100.0, 75_000.0), true, Some(Curve::Ln), (0.0, 1.0), middle).expect("score");
        assert!((found - 0.5).abs() < 1e-12);
        assert_eq!(score(Higher, (100.0, 75_000.0), true, Some(Curve::Ln), (0.0, 1.0), 0.0), Ok(0.0));
        let open = score(Higher, (100.0, 75_000.0), false, Some(Curve::Ln), (0.0, 1.0), 0.0);
        assert_eq!(open, Err(Absence::Undefined));
        for direction in [Higher, Lower] {
            let posts = score(direction, (0.0, 75_000.0), true, Some(Curve::Ln), (0.0, 1.0), 10.0);
            assert_eq!(posts, Err(Absence::Undefined));
        }
    }

    #[test]
    fn posts_must_ascend() {
        assert_eq!(score(Higher, (5.0, 5.0), true, None, TO, 5.0), Err(Absence::Undefined));
        assert_eq!(score(Higher, (6.0, 5.0), true, None, TO, 5.0), Err(Absence::Undefined));
    }
}

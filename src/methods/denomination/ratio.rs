//! Division by a size of the unit, such as its population.

use crate::methods::column::defined;
use crate::model::{Absence, Datum};

/// Each value divided by its unit's denominator: x / (d / scale).
///
/// The scale gives the measure: 1000 for values per thousand inhabitants. A value that is absent keeps its
/// reason; one whose denominator is absent takes the reason of the denominator. A denominator or scale of
/// zero, or a scale that is not finite, leaves the value undefined. A denominator below zero is not refused.
///
/// Source: OECD/JRC Handbook (2008), step 2; the formula is that of COINr, which does not guard zero.
#[must_use]
pub fn denominate(column: &[Datum], denominators: &[Datum], scale: f64) -> Vec<Datum> {
    let missing = std::iter::repeat(&Err(Absence::NotAvailable));
    column
        .iter()
        .zip(denominators.iter().chain(missing))
        .map(|(value, denominator)| ratio((*value)?, (*denominator)?, scale))
        .collect()
}

fn ratio(value: f64, denominator: f64, scale: f64) -> Datum {
    // Dividing by an infinite size would give zero, which looks like an answer.
    let size = defined(denominator / scale)?;
    defined(value / size)
}

#[cfg(test)]
mod tests {
    use super::denominate;
    use crate::model::Absence;

    #[test]
    fn per_thousand_inhabitants() {
        assert_eq!(denominate(&[Ok(50.0)], &[Ok(20_000.0)], 1000.0), vec![Ok(2.5)]);
    }

    #[test]
    fn absence_of_the_value_comes_before_that_of_the_denominator() {
        let values = [Err(Absence::Unknown), Ok(1.0), Ok(1.0), Ok(0.0), Ok(1.0)];
        let sizes = [Err(Absence::NotAvailable), Err(Absence::NotApplicable), Ok(0.0), Ok(0.0)];
        let expected = vec![
            Err(Absence::Unknown),
            Err(Absence::NotApplicable),
            Err(Absence::Undefined),
            Err(Absence::Undefined),
            Err(Absence::NotAvailable),
        ];
        assert_eq!(denominate(&values, &sizes, 1.0), expected);
        assert_eq!(denominate(&[Ok(1.0)], &[Ok(1.0)], 0.0), vec![Err(Absence::Undefined)]);
    }
}

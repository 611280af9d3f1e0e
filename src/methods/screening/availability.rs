//! Screening of units by the share of their data that is available, or not zero.

use crate::methods::column;
use crate::model::{Absence, Datum};

/// The minima that a unit has to reach to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Screening {
    /// The least share of applicable values that must be observed, in [0, 1]; `None` does not ask.
    pub minimum_available: Option<f64>,
    /// The least share of observed values that must not be zero, in [0, 1]; `None` does not ask.
    pub minimum_nonzero: Option<f64>,
    /// Whether a unit needs both minima (failing either excludes it) or one of them is enough.
    ///
    /// It has no effect unless both minima are asked for.
    pub both: bool,
}

/// What screening found for one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitScreen {
    /// How many values apply to the unit.
    pub applicable: usize,
    /// How many of them are absent.
    pub missing: usize,
    /// How many of the observed ones are zero.
    pub zeros: usize,
    /// Observed over applicable values, in [0, 1]; `None` if nothing applies.
    pub available: Option<f64>,
    /// Values other than zero over observed values, in [0, 1]; `None` if nothing is observed.
    pub nonzero: Option<f64>,
    /// Whether the unit stays.
    pub kept: bool,
}

/// Screens the units: one result per row of the columns, which have equal length.
///
/// A value that is not applicable leaves the denominator; every other reason for absence counts as missing.
/// A share strictly below its minimum fails, a share that equals it passes, and a share that does not exist
/// (nothing applies, nothing observed) cannot fail. With no minimum every unit is kept.
///
/// Source: OECD/JRC Handbook (2008), step 2; the two shares and the strict comparison are those of COINr.
#[must_use]
pub fn screen(rule: &Screening, columns: &[Vec<Datum>]) -> Vec<UnitScreen> {
    let units = columns.iter().map(Vec::len).max().unwrap_or(0);
    (0..units).map(|row| screen_unit(rule, columns, row)).collect()
}

fn screen_unit(rule: &Screening, columns: &[Vec<Datum>], row: usize) -> UnitScreen {
    let applicable: Vec<Option<f64>> = columns
        .iter()
        .map(|column| column.get(row).copied().unwrap_or(Err(Absence::NotAvailable)))
        .filter(|datum| !datum.is_err_and(Absence::leaves_denominator))
        .map(column::value)
        .collect();
    let missing = applicable.iter().filter(|value| value.is_none()).count();
    let zeros = applicable.iter().filter(|value| **value == Some(0.0)).count();
    let observed = applicable.len() - missing;
    let available = share(observed, applicable.len());
    let nonzero = share(observed - zeros, observed);
    let verdicts = [(rule.minimum_available, available), (rule.minimum_nonzero, nonzero)];
    let mut passes = verdicts
        .iter()
        .filter_map(|(minimum, share)| minimum.map(|minimum| share.is_none_or(|share| share >= minimum)));
    let asked_both = rule.minimum_available.is_some() && rule.minimum_nonzero.is_some();
    let kept = if asked_both && !rule.both { passes.any(|pass| pass) } else { passes.all(|pass| pass) };
    UnitScreen { applicable: applicable.len(), missing, zeros, available, nonzero, kept }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::{Screening, screen};
    use crate::model::{Absence, Datum};

    fn one_unit(values: &[Datum]) -> Vec<Vec<Datum>> {
        values.iter().map(|value| vec![*value]).collect()
    }

    #[test]
    fn not_applicable_leaves_the_denominator_and_the_minimum_itself_passes() {
        let rule = Screening { minimum_available: Some(0.75), minimum_nonzero: None, both: true };
        let mut values = vec![Ok(0.0), Ok(2.0), Ok(3.0), Err(Absence::Unknown), Err(Absence::NotApplicable)];
        let found = screen(&rule, &one_unit(&values))[0];
        assert_eq!((found.applicable, found.missing, found.zeros), (4, 1, 1));
        assert_eq!((found.available, found.nonzero), (Some(0.75), Some(2.0 / 3.0)));
        assert!(found.kept);
        values[4] = Err(Absence::NotAssessed);
        assert!(!screen(&rule, &one_unit(&values))[0].kept);
    }

    #[test]
    fn failing_either_excludes_when_both_are_needed() {
        let values = [Ok(0.0), Ok(0.0), Ok(1.0)];
        let mut rule = Screening { minimum_available: Some(1.0), minimum_nonzero: Some(0.5), both: true };
        assert!(!screen(&rule, &one_unit(&values))[0].kept);
        rule.both = false;
        assert!(screen(&rule, &one_unit(&values))[0].kept);
    }

    #[test]
    fn a_share_that_does_not_exist_cannot_fail() {
        let rule = Screening { minimum_available: Some(0.5), minimum_nonzero: Some(0.5), both: true };
        let found = screen(&rule, &one_unit(&[Err(Absence::NotApplicable)]))[0];
        assert_eq!((found.available, found.nonzero, found.kept), (None, None, true));
        assert_eq!(screen(&rule, &[]), vec![]);
    }
}

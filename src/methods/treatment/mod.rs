//! Step 3 to 5, treatment of outliers: winsorisation, then a transformation if that was not enough.

mod outlier;
mod transform;
mod winsorise;

pub use outlier::Outlier;
pub(crate) use transform::Bend;
pub use transform::{Transform, transform};
pub use winsorise::{End, Winsorise};

use crate::methods::column::{defined, observed};
use crate::model::Datum;
use crate::stats;

/// What is done to a column in which the rule finds outliers.
#[derive(Clone, Debug, PartialEq)]
pub struct Treatment {
    /// The rule that a column has to pass.
    pub rule: Outlier,
    /// The first attempt, if any.
    pub winsorise: Option<Winsorise>,
    /// The second attempt, if any, when the column still fails.
    pub transform: Option<Transform>,
    /// Whether the transformation works on the winsorised column; otherwise the winsorisation is undone.
    pub combine: bool,
}

/// A column after treatment, and what was done to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Treated {
    /// The treated column.
    pub values: Vec<Datum>,
    /// The rows whose value was moved and still is, in row order. Empty when the winsorisation was undone.
    pub winsorised: Vec<(usize, End)>,
    /// The transformation that `values` went through, if any.
    pub transformed: Option<Transform>,
    /// Skewness before treatment; `None` where it does not exist.
    pub skewness_before: Option<f64>,
    /// Kurtosis before treatment; `None` where it does not exist.
    pub kurtosis_before: Option<f64>,
    /// Skewness of `values`.
    pub skewness_after: Option<f64>,
    /// Kurtosis of `values`.
    pub kurtosis_after: Option<f64>,
    /// Whether `values` pass the rule.
    pub passed: bool,
}

/// Treats one column, in its raw orientation.
///
/// A column that passes the rule is left alone. Otherwise it is winsorised; if it still fails, the
/// transformation is applied to the original column, or to the winsorised one when `combine` is set, and is
/// kept even if the column goes on to fail. Without a transformation, or where the transformation is not
/// defined on the column, the winsorised values stay with `passed` false. Absent values keep their reason.
///
/// A constant column, or one with fewer than three values, has no skewness and passes.
///
/// Source: OECD/JRC Handbook (2008), steps 3 and 5, and the procedure of JRC audits as COINr implements it
/// (Becker et al., "COINr: An R package for developing composite indicators", JOSS 2022).
#[must_use]
pub fn treat(treatment: &Treatment, column: &[Datum]) -> Treated {
    let original: Vec<Datum> = column.iter().map(|datum| datum.and_then(defined)).collect();
    let mut values = original.clone();
    let mut winsorised = Vec::new();
    let mut transformed = None;
    if let Some(winsorise) = &treatment.winsorise {
        (values, winsorised) = winsorise.apply(&treatment.rule, &original);
    }
    if !treatment.rule.passes(&observed(&values))
        && let Some(chosen) = treatment.transform
    {
        let input = if treatment.combine { &values } else { &original };
        let output = transform(chosen, input);
        if observed(&output).len() == observed(input).len() {
            values = output;
            transformed = Some(chosen);
            winsorised.retain(|_| treatment.combine);
        }
    }
    let (before, after) = (observed(&original), observed(&values));
    Treated {
        passed: treatment.rule.passes(&after),
        skewness_before: stats::skewness(&before),
        kurtosis_before: stats::kurtosis(&before),
        skewness_after: stats::skewness(&after),
        kurtosis_after: stats::kurtosis(&after),
        values,
        winsorised,
        transformed,
    }
}

#[cfg(test)]
mod tests {
    use super::{End, Outlier, Transform, Treatment, Winsorise, treat};
    use crate::model::{Absence, Datum};

    fn usual(max_points: usize, transform: Option<Transform>, combine: bool) -> Treatment {
        let rule = Outlier { skewness: 2.0, kurtosis: 3.5 };
        Treatment { rule, winsorise: Some(Winsorise { max_points: Some(max_points) }), transform, combine }
    }

    fn column(values: &[f64]) -> Vec<Datum> {
        values.iter().copied().map(Ok).collect()
    }

    /// One to twenty, and two outliers of which one is not enough to move.
    fn two_outliers() -> Vec<Datum> {
        let mut values: Vec<Datum> = (1..=20).map(|value| Ok(f64::from(value))).collect();
        values.extend([Ok(200.0), Ok(300.0), Err(Absence::Unknown)]);
        values
    }

    #[test]
    fn winsorising_stops_as_soon_as_the_rule_passes() {
        let found = treat(&usual(5, Some(Transform::LogCt), false), &two_outliers());
        assert_eq!(found.winsorised, [(20, End::High), (21, End::High)]);
        assert_eq!(found.values[19..], [Ok(20.0), Ok(20.0), Ok(20.0), Err(Absence::Unknown)]);
        assert_eq!((found.transformed, found.passed), (None, true));
        assert!(found.skewness_before > Some(2.0) && found.skewness_after < Some(2.0));
    }

    #[test]
    fn an_undone_winsorisation_is_not_reported() {
        let found = treat(&usual(1, Some(Transform::LogCtOrig), false), &two_outliers());
        assert_eq!((found.winsorised, found.transformed), (vec![], Some(Transform::LogCtOrig)));
        assert_eq!(found.values[21], Ok(300_f64.ln()));
        let both = treat(&usual(1, Some(Transform::LogCtOrig), true), &two_outliers());
        assert_eq!(both.winsorised, [(21, End::High)]);
        assert_eq!(both.values[21], Ok(200_f64.ln()));
    }

    #[test]
    fn without_a_transformation_that_works_the_column_is_reported_as_failing() {
        let found = treat(&usual(1, None, false), &two_outliers());
        assert_eq!((found.values[21], found.passed), (Ok(200.0), false));
        // This transformation does not exist where no value exceeds one; no value may be lost to it.
        let small: Vec<Datum> = two_outliers().iter().map(|datum| datum.map(|value| value / 1000.0)).collect();
        let found = treat(&usual(0, Some(Transform::LogGii), false), &small);
        assert_eq!((found.values, found.transformed, found.passed), (small, None, false));
    }

    #[test]
    fn no_spread_no_treatment() {
        for values in [&[3.0; 8][..], &[1.0, 900.0], &[]] {
            let found = treat(&usual(5, Some(Transform::LogCt), false), &column(values));
            assert_eq!((found.values, found.passed), (column(values), true));
        }
    }
}

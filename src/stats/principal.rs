//! The first principal component of a set of columns.

use nalgebra::{DMatrix, SVD};

use crate::stats::{mean, standard_deviation, sum};

/// Two leading singular values closer than this share of the first leave the direction undetermined.
const SEPARATION: f64 = 1e-10;

/// The first principal component of standardised columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Principal {
    /// One loading per column: a vector of Euclidean length one whose sum is not negative.
    pub loadings: Vec<f64>,
    /// The share of the total variance along the component, in (0, 1].
    pub explained: f64,
}

/// The first principal component of complete columns, each standardised to mean 0 and variance 1.
///
/// The loadings are the first right singular vector of the standardised matrix, that is, the first
/// eigenvector of the correlation matrix. Its sign is arbitrary in theory and fixed here: the sum of the
/// loadings is not negative, and when it is zero the first loading that is not zero is positive.
///
/// `None` when there is no column, fewer than two rows, a constant column, columns of unequal length, or no
/// single leading direction (two uncorrelated columns, say). One column has loading 1.
///
/// Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 4, multivariate analysis.
#[must_use]
pub fn first_principal(columns: &[Vec<f64>]) -> Option<Principal> {
    let rows = columns.first()?.len();
    if columns.iter().any(|column| column.len() != rows) {
        return None;
    }
    let standardised: Option<Vec<Vec<f64>>> = columns.iter().map(|column| standardise(column)).collect();
    let matrix = DMatrix::from_vec(rows, columns.len(), standardised?.concat());
    let svd = SVD::try_new(matrix, false, true, f64::EPSILON, 0)?;
    let singular = svd.singular_values.as_slice();
    let first = *singular.first()?;
    if singular.get(1).is_some_and(|second| first - second <= SEPARATION * first) {
        return None;
    }
    let variance = sum(singular.iter().map(|value| value * value))?;
    let mut loadings: Vec<f64> = svd.v_t?.row(0).iter().copied().collect();
    fix_sign(&mut loadings)?;
    let explained = (first * first / variance).min(1.0);
    explained.is_finite().then_some(Principal { loadings, explained })
}

pub(super) fn standardise(column: &[f64]) -> Option<Vec<f64>> {
    let centre = mean(column)?;
    let spread = standard_deviation(column).filter(|spread| *spread > 0.0)?;
    Some(column.iter().map(|value| (value - centre) / spread).collect())
}

fn fix_sign(loadings: &mut [f64]) -> Option<()> {
    let total = sum(loadings.iter().copied())?;
    // A sum within rounding of zero decides nothing: the first loading does.
    let decisive = if total.abs() > f64::EPSILON * loadings.len() as f64 {
        total
    } else {
        loadings.iter().copied().find(|loading| *loading != 0.0)?
    };
    if decisive < 0.0 {
        loadings.iter_mut().for_each(|loading| *loading = -*loading);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{first_principal, fix_sign};

    fn component(columns: &[&[f64]]) -> Option<(Vec<f64>, f64)> {
        let columns: Vec<Vec<f64>> = columns.iter().map(|column| column.to_vec()).collect();
        first_principal(&columns).map(|first| (first.loadings, first.explained))
    }

    #[test]
    fn two_correlated_columns_share_the_component() {
        // The correlation is 0.8, so the eigenvalues are 1.8 and 0.2 and the loadings 1/sqrt 2.
        let (loadings, explained) =
            component(&[&[1.0, 2.0, 3.0, 4.0, 5.0], &[2.0, 1.0, 4.0, 3.0, 5.0]]).expect("component");
        assert!(loadings.iter().all(|loading| (loading - 0.5_f64.sqrt()).abs() < 1e-12));
        assert!((explained - 0.9).abs() < 1e-12);
    }

    #[test]
    fn opposite_columns_keep_mixed_signs() {
        let (loadings, _) = component(&[&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]]).expect("component");
        assert!(loadings[0] > 0.7 && loadings[1] < -0.7);
    }

    #[test]
    fn a_sum_of_zero_leaves_the_sign_to_the_first_loading() {
        let mut loadings = [-0.5_f64.sqrt(), 0.5_f64.sqrt()];
        assert_eq!(fix_sign(&mut loadings), Some(()));
        assert!(loadings[0] > 0.0 && loadings[1] < 0.0);
    }

    proptest! {
        #[test]
        fn the_loadings_have_length_one_and_a_sum_that_is_not_negative(
            rows in prop::collection::vec([-1.0_f64..1.0, -1.0_f64..1.0, -1.0_f64..1.0], 4..8),
        ) {
            let columns: Vec<Vec<f64>> =
                (0..3).map(|column| rows.iter().map(|row| row[column]).collect()).collect();
            if let Some(first) = first_principal(&columns) {
                let length: f64 = first.loadings.iter().map(|loading| loading * loading).sum();
                prop_assert!((length - 1.0).abs() < 1e-12);
                prop_assert!(first.loadings.iter().sum::<f64>() > -1e-12);
                prop_assert!(first.explained > 1.0 / 3.0 && first.explained <= 1.0);
            }
        }
    }

    #[test]
    fn no_single_direction_no_component() {
        assert_eq!(component(&[]), None);
        assert_eq!(component(&[&[1.0], &[2.0]]), None);
        assert_eq!(component(&[&[1.0, 2.0, 3.0], &[4.0, 4.0, 4.0]]), None);
        assert_eq!(component(&[&[1.0, -1.0, 1.0, -1.0], &[1.0, 1.0, -1.0, -1.0]]), None);
    }
}

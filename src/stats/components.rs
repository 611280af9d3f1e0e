//! All principal components of a set of columns.

use nalgebra::{DMatrix, SVD};

use super::principal::standardise;

/// A principal component of standardised columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// The eigenvalue of the correlation matrix: the variance along the component.
    pub variance: f64,
    /// Its share of the total variance.
    pub explained: f64,
    /// One loading per column: a vector of Euclidean length one whose sum is not negative.
    pub loadings: Vec<f64>,
}

/// The principal components of complete columns, each standardised to mean 0 and variance 1, from the largest variance down.
///
/// There are as many as the smaller of rows and columns; with fewer rows than columns the last variance is zero. The sign of
/// a component is fixed as in [`super::first_principal`]. `None` for no column, fewer than two rows, a column that does not
/// vary, or columns of unequal length.
///
/// Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 4, multivariate analysis.
#[must_use]
pub fn components(columns: &[Vec<f64>]) -> Option<Vec<Component>> {
    let rows = columns.first()?.len();
    if columns.iter().any(|column| column.len() != rows) {
        return None;
    }
    let standardised: Option<Vec<Vec<f64>>> = columns.iter().map(|column| standardise(column)).collect();
    let svd =
        SVD::try_new(DMatrix::from_vec(rows, columns.len(), standardised?.concat()), false, true, f64::EPSILON, 0)?;
    let directions = svd.v_t?;
    let component = |(at, singular): (usize, &f64)| {
        let variance = singular * singular / (rows - 1) as f64;
        let mut loadings: Vec<f64> = directions.row(at).iter().copied().collect();
        if loadings.iter().sum::<f64>() < 0.0 {
            loadings.iter_mut().for_each(|loading| *loading = -*loading);
        }
        let explained = variance / columns.len() as f64;
        (explained.is_finite() && loadings.iter().all(|loading| loading.is_finite())).then_some(Component {
            variance,
            explained,
            loadings,
        })
    };
    let mut all: Vec<Component> =
        svd.singular_values.iter().enumerate().map(component).collect::<Option<Vec<Component>>>()?;
    all.sort_by(|left, right| right.variance.total_cmp(&left.variance));
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn two_columns_split_into_their_sum_and_difference() {
        let all = components(&[vec![1.0, 2.0, 3.0, 4.0, 5.0], vec![2.0, 1.0, 4.0, 3.0, 5.0]]).expect("components");
        let variances: Vec<f64> = all.iter().map(|one| one.variance).collect();
        assert!((variances[0] - 1.8).abs() < 1e-12 && (variances[1] - 0.2).abs() < 1e-12, "{variances:?}");
        assert!((all.iter().map(|one| one.explained).sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_constant_column_has_no_components() {
        assert_eq!(components(&[vec![1.0, 2.0], vec![3.0, 3.0]]), None);
        assert_eq!(components(&[]), None);
        assert_eq!(components(&[vec![1.0], vec![2.0]]), None);
    }
}

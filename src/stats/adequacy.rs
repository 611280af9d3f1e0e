//! Whether a correlation matrix is worth a factor analysis.

use nalgebra::{Cholesky, DMatrix};
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Below this reciprocal spread of its diagonal the triangular factor is taken for that of a singular matrix.
const SINGULAR: f64 = 1e-7;

/// Bartlett's test that all correlations are zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bartlett {
    /// The statistic, with a chi-squared distribution under the hypothesis.
    pub chi_squared: f64,
    /// Degrees of freedom, k(k-1)/2.
    pub freedom: usize,
    /// How often chance alone gives a statistic as large.
    pub p: f64,
}

/// The measure of sampling adequacy of Kaiser, Meyer and Olkin: squared correlations over themselves and the squared partial
/// correlations, between 0 and 1.
///
/// `None` for fewer than two columns or a singular matrix, as of columns that depend on each other or outnumber the rows.
///
/// Source: H. Kaiser, "An index of factorial simplicity", Psychometrika 39 (1974).
#[must_use]
pub fn kaiser_meyer_olkin(correlations: &[Vec<f64>]) -> Option<f64> {
    let k = correlations.len();
    let inverse = factor(correlations)?.inverse();
    let (mut simple, mut partial) = (0.0, 0.0);
    for (row, correlations) in correlations.iter().enumerate() {
        for (column, correlation) in correlations.iter().enumerate().take(k).filter(|(column, _)| *column != row) {
            simple += correlation * correlation;
            partial += inverse[(row, column)].powi(2) / (inverse[(row, row)] * inverse[(column, column)]);
        }
    }
    Some(simple / (simple + partial)).filter(|measure| measure.is_finite())
}

/// Bartlett's test of sphericity of a correlation matrix of n rows: -(n - 1 - (2k + 5)/6) ln |R|.
///
/// `None` for fewer than two columns, a singular matrix, or too few rows for a positive factor.
///
/// Source: M. Bartlett, "Tests of significance in factor analysis", British Journal of Psychology 3 (1950).
#[must_use]
pub fn bartlett(correlations: &[Vec<f64>], n: usize) -> Option<Bartlett> {
    let k = correlations.len();
    let scale = n as f64 - 1.0 - (2.0 * k as f64 + 5.0) / 6.0;
    let factor = factor(correlations)?;
    let logarithm: f64 = factor.l_dirty().diagonal().iter().map(|entry| 2.0 * entry.ln()).sum();
    let freedom = k * (k - 1) / 2;
    let chi_squared = -scale * logarithm;
    if scale <= 0.0 || !chi_squared.is_finite() {
        return None;
    }
    let chi_squared = chi_squared.max(0.0);
    let p = ChiSquared::new(freedom as f64).ok()?.sf(chi_squared);
    Some(Bartlett { chi_squared, freedom, p: p.clamp(0.0, 1.0) })
}

fn factor(correlations: &[Vec<f64>]) -> Option<Cholesky<f64, nalgebra::Dyn>> {
    let k = correlations.len();
    if k < 2 || correlations.iter().any(|row| row.len() != k || row.iter().any(|entry| !entry.is_finite())) {
        return None;
    }
    let factor = Cholesky::new(DMatrix::from_fn(k, k, |row, column| correlations[row][column]))?;
    let diagonal = factor.l_dirty().diagonal();
    (diagonal.min() > SINGULAR * diagonal.max()).then_some(factor)
}

#[cfg(test)]
mod tests {
    use super::{bartlett, kaiser_meyer_olkin};

    fn equal(k: usize, correlation: f64) -> Vec<Vec<f64>> {
        (0..k).map(|row| (0..k).map(|column| if row == column { 1.0 } else { correlation }).collect()).collect()
    }

    #[test]
    fn equal_correlations_by_hand() {
        // Of three columns with correlation 1/2, every partial correlation is 1/3.
        let measure = kaiser_meyer_olkin(&equal(3, 0.5)).expect("KMO");
        assert!((measure - 0.25 / (0.25 + 1.0 / 9.0)).abs() < 1e-12, "{measure}");
        // The determinant is 1/2; 20 rows give -(19 - 11/6) ln 1/2 on 3 degrees.
        let test = bartlett(&equal(3, 0.5), 20).expect("Bartlett");
        assert!((test.chi_squared - (19.0 - 11.0 / 6.0) * 2_f64.ln()).abs() < 1e-12, "{test:?}");
        assert_eq!(test.freedom, 3);
        assert!(test.p > 0.007 && test.p < 0.008, "{test:?}");
    }

    #[test]
    fn a_singular_matrix_has_neither() {
        assert_eq!(kaiser_meyer_olkin(&equal(3, 1.0)), None);
        assert_eq!(bartlett(&equal(3, 1.0), 20), None);
        assert_eq!(bartlett(&equal(3, 0.5), 2), None);
        assert_eq!(kaiser_meyer_olkin(&equal(1, 1.0)), None);
    }
}

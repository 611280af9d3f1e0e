//! Weights from the first principal component.

use crate::methods::column::value;
use crate::methods::weighting::normalised;
use crate::model::Datum;
use crate::stats;

/// A loading this close to zero is rounding, not a sign.
const NEGLIGIBLE: f64 = 1e-12;

/// The loadings of the first principal component, over the rows that are complete in all columns.
///
/// A vector of Euclidean length one whose sum is not negative; signs can be mixed. `None` where the component
/// does not exist: see [`stats::first_principal`]. COINr calls these loadings "PCA weights"; compare with
/// them up to a common sign.
#[must_use]
pub fn loadings(columns: &[&[Datum]]) -> Option<Vec<f64>> {
    let rows = columns.first()?.len();
    let read = |row: usize| -> Option<Vec<f64>> {
        columns.iter().map(|column| column.get(row).and_then(|datum| value(*datum))).collect()
    };
    let complete: Vec<Vec<f64>> = (0..rows).filter_map(read).collect();
    let turned: Vec<Vec<f64>> =
        (0..columns.len()).map(|column| complete.iter().map(|row| row[column]).collect()).collect();
    stats::first_principal(&turned).map(|first| first.loadings)
}

/// Weights proportional to the loadings of the first principal component, summing to one.
///
/// Columns must already point in the same direction. Loadings of both signs are refused with `None`: the
/// columns then do not measure one thing in one direction, and a negative weight would reward what the
/// framework calls worse. `None` also where the component does not exist.
///
/// Source: OECD/JRC Handbook (2008), step 6, weights based on principal components. The Handbook squares
/// and combines several rotated components; this is the simpler choice of the first one alone.
#[must_use]
pub fn principal(columns: &[&[Datum]]) -> Option<Vec<f64>> {
    let rounded: Vec<f64> =
        loadings(columns)?.into_iter().map(|loading| if loading.abs() < NEGLIGIBLE { 0.0 } else { loading }).collect();
    normalised(&rounded)
}

#[cfg(test)]
mod tests {
    use super::{loadings, principal};
    use crate::model::{Absence, Datum};

    const GAP: Datum = Err(Absence::Unknown);

    #[test]
    fn incomplete_rows_do_not_count() {
        let first = [Ok(1.0), Ok(2.0), Ok(3.0), Ok(99.0)];
        let second = [Ok(2.0), Ok(4.0), Ok(6.0), GAP];
        let weights = principal(&[&first, &second]).expect("weights");
        assert!(weights.iter().all(|weight| (weight - 0.5).abs() < 1e-12));
    }

    #[test]
    fn mixed_signs_are_refused_but_can_be_looked_at() {
        let up = [Ok(1.0), Ok(2.0), Ok(3.0), Ok(4.0)];
        let also = [Ok(1.0), Ok(3.0), Ok(2.0), Ok(4.0)];
        let down = [Ok(4.0), Ok(3.0), Ok(1.0), Ok(2.0)];
        let raw = loadings(&[&up, &also, &down]).expect("loadings");
        assert!(raw[0] > 0.0 && raw[1] > 0.0 && raw[2] < 0.0);
        assert_eq!(principal(&[&up, &also, &down]), None);
        assert_eq!(principal(&[&up, &[GAP; 4]]), None);
    }
}

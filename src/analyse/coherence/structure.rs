//! Whether columns measure one thing: Cronbach's alpha, principal components, sampling adequacy.

use schemars::JsonSchema;
use serde::Serialize;

use super::correlation::complete_pairs;
use crate::analyse::figure::{Figure, Undefined};
use crate::model::Datum;
use crate::stats;

/// Which rows a covariance stands on.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// For each pair of columns the rows that have both.
    Pairwise,
    /// The rows that have a value in every column.
    Listwise,
}

/// Cronbach's alpha.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Alpha {
    /// Which rows count.
    pub missing: Missing,
    /// Rows: complete ones, or the fewest behind any pair of columns.
    pub n: usize,
    /// Alpha.
    pub alpha: Figure,
    /// Lower end of its 95 per cent interval by Feldt, which needs complete rows.
    pub low: Figure,
    /// Upper end.
    pub high: Figure,
}

/// Principal components of standardised columns over the complete rows.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Components {
    /// Complete rows.
    pub n: usize,
    /// Components from the largest variance down; empty where they are not defined.
    pub components: Vec<Share>,
    /// Why there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_defined: Option<&'static str>,
    /// Components with a variance above one (Kaiser's rule).
    pub above_one: usize,
    /// Sampling adequacy by Kaiser, Meyer and Olkin.
    pub kmo: Figure,
    /// Bartlett's statistic of sphericity.
    pub bartlett_chi_squared: Figure,
    /// Its degrees of freedom.
    pub bartlett_freedom: usize,
    /// Its p-value.
    pub bartlett_p: Figure,
}

/// One component.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Share {
    /// Variance along it: the eigenvalue of the correlation matrix.
    pub variance: f64,
    /// Share of the total variance.
    pub explained: f64,
    /// Share of the total variance of this and all before it.
    pub cumulative: f64,
    /// Loading of each column: a vector of length one.
    pub loadings: Vec<f64>,
}

/// The name of the group of all columns, which is no code: it holds a space.
pub const ALL_COLUMNS: &str = "all columns";

/// A group of columns as one thing.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Structure {
    /// Code of the group.
    pub group: String,
    /// Codes of its columns that have a value.
    pub columns: Vec<String>,
    /// Codes of its columns without any value, which take no part.
    pub left_out: Vec<String>,
    /// Alpha on the rows of each pair, and on the complete rows.
    pub alpha: [Alpha; 2],
    /// Principal components.
    pub principal: Components,
    /// Whether there are fewer complete rows than columns, so that components and alpha are not stable.
    pub fewer_rows_than_columns: bool,
}

/// The rows that have a value in every column, turned to columns.
pub(super) fn complete_rows(columns: &[&[Datum]]) -> Vec<Vec<f64>> {
    let rows = columns.first().map_or(0, |column| column.len());
    let there = |row: &usize| columns.iter().all(|column| column[*row].is_ok_and(f64::is_finite));
    let kept: Vec<usize> = (0..rows).filter(there).collect();
    columns.iter().map(|column| kept.iter().filter_map(|&row| column[row].ok()).collect()).collect()
}

/// Cronbach's alpha of columns of the same length.
#[must_use]
pub fn alpha(columns: &[&[Datum]], missing: Missing) -> Alpha {
    let none = |n: usize, why: Undefined| {
        let none = Figure(Err(why));
        Alpha { missing, n, alpha: none, low: none, high: none }
    };
    if columns.len() < 2 {
        return none(0, Undefined::OneColumn);
    }
    let complete = complete_rows(columns);
    let mut n = complete.first().map_or(0, Vec::len);
    let mut matrix = vec![vec![0.0; columns.len()]; columns.len()];
    for first in 0..columns.len() {
        for second in 0..=first {
            let covariance = match missing {
                Missing::Listwise => stats::covariance(&complete[first], &complete[second]),
                Missing::Pairwise => {
                    let (x, y) = complete_pairs(columns[first], columns[second]);
                    n = if (first, second) == (0, 0) { x.len() } else { n.min(x.len()) };
                    stats::covariance(&x, &y)
                }
            };
            let Some(covariance) = covariance else { return none(n, Undefined::TooFew) };
            matrix[first][second] = covariance;
            matrix[second][first] = covariance;
        }
    }
    let alpha = stats::cronbach(&matrix);
    // Fewest pairs for the whole matrix: only where all rows are complete is that the n of the interval.
    let complete = complete.first().map_or(0, Vec::len) == n;
    let interval = alpha.filter(|_| complete).and_then(|alpha| stats::cronbach_interval(alpha, n, columns.len()));
    let end = |at: usize| Figure::of(interval.map(|ends| ends[at]), Undefined::TooFew);
    Alpha { missing, n, alpha: Figure::of(alpha, Undefined::Constant), low: end(0), high: end(1) }
}

/// Principal components, sampling adequacy and Bartlett's test over the complete rows.
#[must_use]
pub fn principal_components(columns: &[&[Datum]]) -> Components {
    let complete = complete_rows(columns);
    let n = complete.first().map_or(0, Vec::len);
    let k = columns.len();
    let why = if k < 2 {
        Some(Undefined::OneColumn)
    } else if n < 3 {
        Some(Undefined::TooFew)
    } else {
        complete
            .iter()
            .any(|column| stats::range(column).is_none_or(|(low, high)| high - low <= 0.0))
            .then_some(Undefined::Constant)
    };
    let found = if why.is_some() { None } else { stats::components(&complete) };
    let why = if found.is_none() { Some(why.unwrap_or(Undefined::Singular)) } else { None };
    let mut cumulative = 0.0;
    let components = found.into_iter().flatten().map(|one| {
        cumulative += one.explained;
        Share {
            variance: one.variance,
            explained: one.explained,
            cumulative: f64::min(cumulative, 1.0),
            loadings: one.loadings,
        }
    });
    let components: Vec<Share> = components.collect();
    let matrix: Option<Vec<Vec<f64>>> = complete
        .iter()
        .enumerate()
        .map(|(row, x)| {
            let entry = |(column, y): (usize, &Vec<f64>)| if row == column { Some(1.0) } else { stats::pearson(x, y) };
            complete.iter().enumerate().map(entry).collect()
        })
        .collect();
    let matrix = matrix.filter(|_| why.is_none());
    let test = matrix.as_ref().and_then(|matrix| stats::bartlett(matrix, n));
    let lacking = why.unwrap_or(Undefined::Singular);
    Components {
        n,
        above_one: components.iter().filter(|one| one.variance > 1.0).count(),
        components,
        not_defined: why.map(Undefined::code),
        kmo: Figure::of(matrix.as_ref().and_then(|matrix| stats::kaiser_meyer_olkin(matrix)), lacking),
        bartlett_chi_squared: Figure::of(test.map(|test| test.chi_squared), lacking),
        bartlett_freedom: k * k.saturating_sub(1) / 2,
        bartlett_p: Figure::of(test.map(|test| test.p), lacking),
    }
}

/// A column by its code.
pub(super) type Named<'c> = (&'c str, &'c [Datum]);

/// A group of columns as one thing; columns without any value are named and left out.
pub(super) fn structure(group: &str, columns: &[Named<'_>]) -> Structure {
    let valued = |column: &&Named<'_>| column.1.iter().any(|datum| datum.is_ok_and(f64::is_finite));
    let codes = |wanted: bool| {
        let some = columns.iter().filter(|column| valued(column) == wanted);
        some.map(|(code, _)| (*code).to_owned()).collect()
    };
    let data: Vec<&[Datum]> = columns.iter().filter(valued).map(|(_, column)| *column).collect();
    let principal = principal_components(&data);
    Structure {
        group: group.to_owned(),
        columns: codes(true),
        left_out: codes(false),
        fewer_rows_than_columns: principal.n < data.len(),
        alpha: [alpha(&data, Missing::Pairwise), alpha(&data, Missing::Listwise)],
        principal,
    }
}

#[cfg(test)]
mod tests {
    use super::{Missing, alpha, principal_components};
    use crate::analyse::coherence::Undefined;
    use crate::model::{Absence, Datum};

    const GAP: Datum = Err(Absence::Unknown);

    #[test]
    fn a_column_without_values_leaves_no_row() {
        let (x, gaps) = ([Ok(1.0), Ok(2.0), Ok(4.0), Ok(3.0)], [GAP; 4]);
        let columns: [&[Datum]; 2] = [&x, &gaps];
        let found = principal_components(&columns);
        assert_eq!((found.n, found.not_defined), (0, Some("too_few_rows")));
        assert_eq!(alpha(&columns, Missing::Pairwise).alpha.0, Err(Undefined::TooFew));
        assert_eq!(alpha(&columns[..1], Missing::Listwise).alpha.0, Err(Undefined::OneColumn));
    }

    #[test]
    fn a_constant_column_has_no_components_and_equal_ones_no_alpha() {
        let (x, same) = ([Ok(1.0), Ok(2.0), Ok(4.0), Ok(3.0)], [Ok(5.0); 4]);
        let columns: [&[Datum]; 2] = [&x, &same];
        assert_eq!(principal_components(&columns).not_defined, Some("constant"));
        assert_eq!(alpha(&[&same, &same], Missing::Listwise).alpha.0, Err(Undefined::Constant));
    }

    #[test]
    fn columns_that_repeat_each_other_are_one_component_and_have_no_adequacy() {
        let x = [Ok(1.0), Ok(2.0), Ok(4.0), Ok(3.0)];
        let columns: [&[Datum]; 2] = [&x, &x];
        let found = principal_components(&columns);
        assert!((found.components[0].explained - 1.0).abs() < 1e-12);
        assert_eq!(found.kmo.0, Err(Undefined::Singular));
        assert!((alpha(&columns, Missing::Pairwise).alpha.value().expect("alpha") - 1.0).abs() < 1e-12);
    }
}

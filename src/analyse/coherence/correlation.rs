//! How columns go together, two at a time.

use schemars::JsonSchema;
use serde::Serialize;

use super::analysis::Rules;
use crate::analyse::figure::{Figure, Undefined};
use crate::model::Datum;
use crate::stats;

/// A coefficient with its two-sided p-value.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Association {
    /// The coefficient, between -1 and 1.
    pub r: Figure,
    /// How often chance alone would give one as large.
    pub p: Figure,
}

/// Two columns on the rows that have a value in both.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Correlation {
    /// Index of the first column.
    #[serde(skip)]
    pub first: usize,
    /// Index of the second column.
    #[serde(skip)]
    pub second: usize,
    /// Rows with a value in both.
    pub n: usize,
    /// Pearson's product-moment correlation.
    pub pearson: Association,
    /// Spearman's rank correlation; ranks are taken among these rows.
    pub spearman: Association,
    /// Kendall's tau-b.
    pub kendall: Association,
}

/// What is noticeable about one or two columns.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Flag {
    /// Index of the column.
    #[serde(skip)]
    pub first: usize,
    /// Index of the other column; nothing where the flag is about the parent.
    #[serde(skip)]
    pub second: Option<usize>,
    /// What is noticeable.
    pub kind: FlagKind,
    /// Pearson's correlation that it rests on.
    pub r: Figure,
    /// Rows behind it.
    pub n: usize,
}

/// The kinds of flag.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagKind {
    /// Two columns of one group say nearly the same.
    Redundant,
    /// Two columns of one group go in opposite directions.
    Opposed,
    /// A column hardly moves with its parent.
    WeakWithParent,
    /// A column moves against its parent: its direction, or the concept, is in doubt.
    AgainstParent,
    /// A column moves more with another group than with its own.
    CloserToOther,
}

impl FlagKind {
    /// In words, for the terminal.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            FlagKind::Redundant => "say nearly the same",
            FlagKind::Opposed => "go in opposite directions",
            FlagKind::WeakWithParent => "hardly moves with its group",
            FlagKind::AgainstParent => "moves against its group",
            FlagKind::CloserToOther => "moves more with another group than with its own",
        }
    }
}

/// The values of both columns in the rows that have both.
#[must_use]
pub fn complete_pairs(x: &[Datum], y: &[Datum]) -> (Vec<f64>, Vec<f64>) {
    x.iter()
        .zip(y)
        .filter_map(|(x, y)| Some((x.ok()?, y.ok()?)))
        .filter(|(x, y)| x.is_finite() && y.is_finite())
        .unzip()
}

/// All pairs of columns, the first before the second.
#[must_use]
pub fn correlations(columns: &[Vec<Datum>]) -> Vec<Correlation> {
    let pairs = (0..columns.len()).flat_map(|first| (first + 1..columns.len()).map(move |second| (first, second)));
    pairs
        .map(|(first, second)| Correlation { first, second, ..correlation(&columns[first], &columns[second]) })
        .collect()
}

/// One pair of columns.
pub(super) fn correlation(x: &[Datum], y: &[Datum]) -> Correlation {
    let (x, y) = complete_pairs(x, y);
    let n = x.len();
    let why = if n < 3 { Undefined::TooFew } else { Undefined::Constant };
    let association = |r: Option<f64>, p: &dyn Fn(f64) -> Option<f64>| Association {
        r: Figure::of(r, why),
        p: Figure::of(r.and_then(p), why),
    };
    Correlation {
        first: 0,
        second: 0,
        n,
        pearson: association(stats::pearson(&x, &y), &|r| stats::pearson_p(r, n)),
        spearman: association(stats::spearman(&x, &y), &|rho| stats::spearman_p(rho, &x, &y)),
        kendall: association(stats::kendall(&x, &y), &|tau| stats::kendall_p(tau, &x, &y)),
    }
}

/// Pairs inside a group that are beyond the thresholds; `group` gives the group of each column.
pub(super) fn pair_flags(correlations: &[Correlation], group: &[Option<usize>], rules: &Rules) -> Vec<Flag> {
    let inside = |pair: &&Correlation| group[pair.first].is_some() && group[pair.first] == group[pair.second];
    let flag = |pair: &Correlation| {
        let r = pair.pearson.r.value()?;
        let kind = match r {
            r if r > rules.redundant => FlagKind::Redundant,
            r if r < rules.opposed => FlagKind::Opposed,
            _ => return None,
        };
        Some(Flag { first: pair.first, second: Some(pair.second), kind, r: pair.pearson.r, n: pair.n })
    };
    correlations.iter().filter(inside).filter_map(flag).collect()
}

/// What is noticeable about a column and the groups: its own one, and the others of the same level.
pub(super) fn parent_flag(column: usize, own: &Correlation, others: &[Correlation], rules: &Rules) -> Option<Flag> {
    let r = own.pearson.r.value()?;
    let closest = others.iter().filter_map(|other| other.pearson.r.value()).fold(f64::NEG_INFINITY, f64::max);
    let kind = match r {
        r if r < 0.0 => FlagKind::AgainstParent,
        r if r < rules.weak => FlagKind::WeakWithParent,
        r if closest > r => FlagKind::CloserToOther,
        _ => return None,
    };
    Some(Flag { first: column, second: None, kind, r: own.pearson.r, n: own.n })
}

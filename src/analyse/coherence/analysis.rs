//! The whole analysis of one level of an evaluation.

use schemars::JsonSchema;
use serde::Serialize;

use super::correlation::{Correlation, Flag, correlation, correlations, pair_flags, parent_flag};
use super::importance::{Importance, importance};
use super::statistics::{Statistics, statistics};
use super::structure::{ALL_COLUMNS, Named, Structure, structure};
use super::weights::{Balance, balance};
use crate::criteria::{Framework, Methodology, NodeIx, TableIx};
use crate::evaluate::Evaluation;
use crate::model::{Absence, Datum};

/// What is taken for noticeable. None of it moves a score.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Rules {
    /// Share of rows with a value, below which a column is flagged.
    pub available: f64,
    /// Share of rows with a value other than zero, below which a column is flagged.
    pub nonzero: f64,
    /// Share of rows with different values, below which a column is flagged.
    pub distinct: f64,
    /// Absolute skewness above which, with the kurtosis, outliers are suspected.
    pub skewness: f64,
    /// Kurtosis above which, with the skewness, outliers are suspected.
    pub kurtosis: f64,
    /// Correlation inside a group above which two columns say nearly the same.
    pub redundant: f64,
    /// Correlation inside a group below which two columns go in opposite directions.
    pub opposed: f64,
    /// Correlation with the parent below which a column hardly moves with it.
    pub weak: f64,
}

impl Default for Rules {
    /// The thresholds of COINr 1.1 for statistics, and the usual ones of the JRC's audits for correlations.
    fn default() -> Rules {
        Rules {
            available: 0.65,
            nonzero: 0.5,
            distinct: 0.5,
            skewness: 2.0,
            kurtosis: 3.5,
            redundant: 0.92,
            opposed: -0.4,
            weak: 0.3,
        }
    }
}

/// What the columns of an analysis are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The indicators; rows are units.
    Indicators,
    /// The nodes of a level; rows are units.
    Nodes(usize),
    /// The indicators that are observed on items; a row is an item of a unit.
    Items,
}

/// Why the figures have to be read with care.
#[derive(Clone, Copy, Debug, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Fewer rows than columns: components and alpha over all columns are not stable.
    FewerRowsThanColumns,
    /// Fewer than ten rows: hardly any correlation differs from chance.
    FewerThanTenRows,
    /// Rows of one unit are not independent, so p-values are too small.
    RowsOfOneUnit,
}

impl Warning {
    /// In words, for the terminal.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Warning::FewerRowsThanColumns => {
                "there are fewer rows than columns: read components and alpha over all columns as indications only"
            }
            Warning::FewerThanTenRows => "there are fewer than ten rows: hardly any correlation differs from chance",
            Warning::RowsOfOneUnit => "rows of one unit are not independent of each other: p-values are too small",
        }
    }
}

/// The analysis of one level.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
pub struct Coherence {
    /// Codes of the columns.
    pub columns: Vec<String>,
    /// Number of rows.
    pub rows: usize,
    /// Why the figures have to be read with care.
    pub warnings: Vec<Warning>,
    /// Thresholds.
    pub rules: Rules,
    /// Whether the statistics are of observed `values`, of `scores` of nodes, or of `item_scores`.
    pub statistics_of: &'static str,
    /// One for each column.
    pub statistics: Vec<Statistics>,
    /// Every pair of columns.
    pub correlations: Vec<Correlation>,
    /// What is noticeable.
    pub flags: Vec<Flag>,
    /// Each group of columns, and all columns.
    pub structures: Vec<Structure>,
    /// Importance of every node; empty on the level of items.
    pub importance: Vec<Importance>,
    /// Weights towards the stated importance; empty on the level of items.
    pub balance: Vec<Balance>,
}

/// The columns of an analysis.
struct Columns {
    codes: Vec<String>,
    /// The group of each column.
    groups: Vec<Option<NodeIx>>,
    /// The table of each column, on the level of items: columns of two tables have no row in common.
    tables: Vec<Option<TableIx>>,
    scores: Vec<Vec<Datum>>,
    /// What statistics are made of, and what that is.
    described: Vec<Vec<Datum>>,
    statistics_of: &'static str,
}

/// Analyses one level of an evaluation.
#[must_use]
pub fn coherence(
    framework: &Framework,
    methodology: &Methodology,
    evaluation: &Evaluation,
    level: Level,
    rules: Rules,
) -> Coherence {
    let columns = match level {
        Level::Items => of_items(framework, evaluation),
        Level::Indicators => of_nodes(framework, evaluation, |node| framework.nodes[node].indicator.is_some()),
        Level::Nodes(level) => of_nodes(framework, evaluation, |node| framework.nodes[node].level == level),
    };
    let rows = columns.scores.first().map_or(0, Vec::len);
    let pairs = correlations(&columns.scores);
    let mut flags = pair_flags(&pairs, &columns.groups, &rules);
    let of_units = level != Level::Items;
    if of_units {
        flags.extend(parent_flags(framework, evaluation, &columns, &rules));
    }
    let scores = &evaluation.scores.whole;
    Coherence {
        rows,
        warnings: warnings(rows, columns.codes.len(), level),
        rules,
        statistics_of: columns.statistics_of,
        statistics: columns.described.iter().map(|column| statistics(column, &rules)).collect(),
        correlations: pairs,
        flags,
        structures: structures(framework, &columns),
        importance: if of_units { importance(framework, scores) } else { Vec::new() },
        balance: if of_units { balance(framework, methodology, scores) } else { Vec::new() },
        columns: columns.codes,
    }
}

fn warnings(rows: usize, columns: usize, level: Level) -> Vec<Warning> {
    let mut all = Vec::new();
    if rows < columns {
        all.push(Warning::FewerRowsThanColumns);
    }
    if rows < 10 {
        all.push(Warning::FewerThanTenRows);
    }
    if level == Level::Items {
        all.push(Warning::RowsOfOneUnit);
    }
    all
}

fn of_nodes(framework: &Framework, evaluation: &Evaluation, wanted: impl Fn(NodeIx) -> bool) -> Columns {
    let nodes: Vec<NodeIx> = (0..framework.nodes.len()).filter(|&node| wanted(node)).collect();
    let observed = |node: &NodeIx| {
        let indicator = framework.nodes[*node].indicator?;
        // With slices there is one observed value a slice, and none of the whole.
        let panel = evaluation.panels.first().filter(|_| framework.slices.is_none())?;
        panel.raw.get(indicator).cloned()
    };
    let values: Option<Vec<Vec<Datum>>> = nodes.iter().map(observed).collect();
    let scores: Vec<Vec<Datum>> = nodes.iter().map(|&node| evaluation.scores.whole.column(node)).collect();
    Columns {
        codes: nodes.iter().map(|&node| framework.nodes[node].code.clone()).collect(),
        groups: nodes.iter().map(|&node| framework.nodes[node].parent).collect(),
        tables: vec![None; nodes.len()],
        statistics_of: if values.is_some() { "values" } else { "scores" },
        described: values.unwrap_or_else(|| scores.clone()),
        scores,
    }
}

/// A row for each item of each unit, in the order of table, unit and item. An indicator of another table does not apply.
fn of_items(framework: &Framework, evaluation: &Evaluation) -> Columns {
    let scores = evaluation.observations.items.iter().filter(|one| one.item.is_some());
    let key =
        |one: &crate::evaluate::ItemScore| (framework.indicators[one.indicator].table, one.unit, one.item, one.slice);
    let mut keys: Vec<_> = scores.clone().map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut indicators: Vec<usize> = scores.clone().map(|one| one.indicator).collect();
    indicators.sort_unstable();
    indicators.dedup();
    let mut columns = vec![vec![Err(Absence::NotApplicable); keys.len()]; indicators.len()];
    for one in scores {
        if let (Ok(column), Ok(row)) = (indicators.binary_search(&one.indicator), keys.binary_search(&key(one))) {
            let sign = if framework.indicators[one.indicator].lower_is_better { -1.0 } else { 1.0 };
            columns[column][row] = one.value.map(|value| sign * value);
        }
    }
    let node = |indicator: &usize| &framework.nodes[framework.indicators[*indicator].node];
    let table = |indicator: usize| framework.indicators[indicator].table;
    let own = |(column, &indicator): (&Vec<Datum>, &usize)| {
        let rows = column.iter().zip(&keys).filter(|(_, key)| key.0 == table(indicator));
        rows.map(|(datum, _)| *datum).collect()
    };
    Columns {
        described: columns.iter().zip(&indicators).map(own).collect(),
        statistics_of: "item_scores",
        tables: indicators.iter().map(|&indicator| Some(table(indicator))).collect(),
        codes: indicators.iter().map(|indicator| node(indicator).code.clone()).collect(),
        groups: indicators.iter().map(|indicator| node(indicator).parent).collect(),
        scores: columns,
    }
}

/// Each column beside its own group and the other groups of the same level.
fn parent_flags(framework: &Framework, evaluation: &Evaluation, columns: &Columns, rules: &Rules) -> Vec<Flag> {
    let scores = &evaluation.scores.whole;
    let mut groups: Vec<NodeIx> = columns.groups.iter().flatten().copied().collect();
    groups.sort_unstable();
    groups.dedup();
    let flag = |(at, column): (usize, &Vec<Datum>)| {
        let parent = columns.groups[at]?;
        let level = framework.nodes[parent].level;
        let others = groups.iter().filter(|&&group| group != parent && framework.nodes[group].level == level);
        let others: Vec<Correlation> = others.map(|&group| correlation(column, &scores.column(group))).collect();
        parent_flag(at, &correlation(column, &scores.column(parent)), &others, rules)
    };
    columns.scores.iter().enumerate().filter_map(flag).collect()
}

/// Each group of columns, and all columns; on the level of items each table apart.
fn structures(framework: &Framework, columns: &Columns) -> Vec<Structure> {
    let mut groups: Vec<(Option<TableIx>, NodeIx)> =
        columns.tables.iter().zip(&columns.groups).filter_map(|(table, group)| Some((*table, (*group)?))).collect();
    groups.sort_unstable();
    groups.dedup();
    let named = |name: &str, table: Option<TableIx>| match table.and_then(|table| framework.tables.get(table)) {
        Some(table) => format!("{name} ({})", table.code),
        None => name.to_owned(),
    };
    let of = |name: &str, table: Option<TableIx>, inside: &dyn Fn(usize) -> bool| {
        let kept = (0..columns.codes.len()).filter(|&at| columns.tables[at] == table && inside(at));
        let data: Vec<Named<'_>> = kept.map(|at| (columns.codes[at].as_str(), columns.scores[at].as_slice())).collect();
        structure(&named(name, table), &data)
    };
    let mut all: Vec<Structure> = groups
        .iter()
        .map(|&(table, group)| of(&framework.nodes[group].code, table, &|at| columns.groups[at] == Some(group)))
        .filter(|one| one.columns.len() + one.left_out.len() > 1)
        .collect();
    let mut tables = columns.tables.clone();
    tables.sort_unstable();
    tables.dedup();
    for table in tables {
        if groups.iter().filter(|(there, _)| *there == table).count() > 1 {
            all.push(of(ALL_COLUMNS, table, &|_| true));
        }
    }
    all
}

//! The page that says how sure scores and ranks are, and whether the parts of the index belong together.

use serde::Serialize;

use super::chart::{HeatCell, HeatRow, Tick};
use super::part::{Cell, Figure, RankCell, UnitLink};
use crate::report::text::Phrase;

/// How sure scores and ranks are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RobustnessView {
    /// The main finding in a sentence or two.
    pub lead: String,
    /// Why there are no intervals of ranks; none where there are.
    pub no_intervals: Option<String>,
    /// Draws, seed, mean change of rank, draws without result.
    pub figures: Vec<Figure>,
    /// What varied.
    pub sources: Vec<SourceRow>,
    /// Ranks with their intervals; none where they are not defined.
    pub intervals: Option<IntervalPlot>,
    /// Titles of the bands, highest first.
    pub bands: Vec<Phrase>,
    /// Units in order of rank.
    pub units: Vec<CertaintyRow>,
    /// The rule of tie groups; none without intervals of ranks.
    pub tie_rule: Option<String>,
    /// Units that cannot be told apart.
    pub ties: Vec<TieRow>,
    /// Probability of each rank.
    pub ranks: Option<ShareTable>,
    /// Probability that the unit of the row is above that of the column.
    pub above: Option<ShareTable>,
    /// Which source of uncertainty is to blame.
    pub sensitivity: Option<SensitivityView>,
    /// What the removal of each indicator and group does to the ranking.
    pub removals: Vec<RemovalRow>,
    /// Whether the parts of the index belong together.
    pub coherence: Option<CoherenceView>,
    /// What the figures do not say.
    pub limits: Vec<String>,
}

/// A source of uncertainty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceRow {
    /// Name.
    pub name: String,
    /// How it varies.
    pub varies: String,
}

/// Ranks as dots with their intervals as lines, one row for each unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IntervalPlot {
    /// A sentence that says what is to be seen.
    pub title: String,
    /// Text alternative.
    pub alt: String,
    /// Width of the viewBox.
    pub width: String,
    /// Height of the viewBox.
    pub height: String,
    /// Top of the field.
    pub top: String,
    /// Bottom of the field.
    pub floor: String,
    /// Baseline of the labels of the axis.
    pub tick_label: String,
    /// Ticks of the axis of ranks.
    pub ticks: Vec<Tick>,
    /// Shaded fields behind the rows of units that cannot be told apart.
    pub groups: Vec<IntervalGroup>,
    /// Units in order of rank.
    pub rows: Vec<IntervalRow>,
}

/// Units that cannot be told apart, in an interval plot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IntervalGroup {
    /// Top.
    pub y: String,
    /// Height.
    pub height: String,
}

/// A unit in an interval plot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IntervalRow {
    /// Name.
    pub name: Phrase,
    /// Where the name begins.
    pub name_x: String,
    /// The interval in figures.
    pub text: String,
    /// Where the figures end.
    pub text_x: String,
    /// Middle of the row.
    pub y: String,
    /// Baseline of its texts.
    pub baseline: String,
    /// Left end of the line.
    pub low: String,
    /// Right end of the line.
    pub high: String,
    /// The dot.
    pub value: String,
}

/// A unit in the draws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CertaintyRow {
    /// Rank.
    pub rank: RankCell,
    /// The unit.
    pub unit: UnitLink,
    /// Score of the index.
    pub score: Cell,
    /// Interval of the score.
    pub score_interval: String,
    /// Interval of the rank.
    pub rank_interval: String,
    /// Median rank.
    pub median_rank: String,
    /// Chance to be among the first three.
    pub top: String,
    /// Probability of each band, in the order of the titles.
    pub bands: Vec<HeatCell>,
}

/// Units that cannot be told apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TieRow {
    /// Number of the group.
    pub number: String,
    /// Ranks that it spans.
    pub ranks: String,
    /// The units.
    pub units: Vec<UnitLink>,
}

/// A table of shares, each cell shaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShareTable {
    /// A sentence that says what is to be seen.
    pub title: String,
    /// Short title and full name of each column.
    pub columns: Vec<(String, String)>,
    /// Units in order of rank.
    pub rows: Vec<HeatRow>,
}

/// Which source of uncertainty is to blame for changes of rank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SensitivityView {
    /// The main finding.
    pub title: String,
    /// What the estimates are and how many evaluations stand behind them.
    pub note: String,
    /// Sources, the greatest first; empty where there are no indices.
    pub rows: Vec<SensitivityRow>,
}

/// A source and its share of the variance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SensitivityRow {
    /// Name.
    pub name: String,
    /// Share that it explains alone.
    pub first: String,
    /// Interval of that share.
    pub first_interval: String,
    /// Share in which it takes part.
    pub total: String,
    /// Interval of that share.
    pub total_interval: String,
    /// Length of the bar of the share in which it takes part, from 0 to 100.
    pub bar: String,
}

/// What the removal of a node does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemovalRow {
    /// Name.
    pub name: Phrase,
    /// Name of its level.
    pub level: Phrase,
    /// Mean change of rank.
    pub mean: String,
    /// The largest change of rank.
    pub largest: String,
    /// The unit that moves most.
    pub moves: Option<UnitLink>,
    /// Units without a score then.
    pub without: String,
}

/// Whether the parts of the index belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoherenceView {
    /// Rows and columns behind the figures.
    pub note: String,
    /// Why the figures have to be read with care.
    pub warnings: Vec<String>,
    /// What is noticeable.
    pub flags: Vec<String>,
    /// Groups of indicators as one thing; those without a defined figure are left out.
    pub groups: Vec<StructureRow>,
    /// Importance of each node in the group above it.
    pub importance: Vec<ImportanceRow>,
    /// Pearson's correlation of each pair of indicators; none where no pair has one.
    pub correlations: Option<CorrelationTable>,
}

/// A group of indicators as one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StructureRow {
    /// Name.
    pub name: Phrase,
    /// Indicators with a value.
    pub columns: String,
    /// Units with a value in all of them.
    pub n: String,
    /// Cronbach's alpha.
    pub alpha: Cell,
    /// Its interval.
    pub alpha_interval: String,
    /// Share of the first principal component.
    pub component: Cell,
}

/// How much a node counts in the group above it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportanceRow {
    /// Name.
    pub name: Phrase,
    /// Depth below the index, from 0.
    pub depth: usize,
    /// Units behind the observed figures.
    pub n: String,
    /// Weight among its siblings.
    pub nominal: String,
    /// Weight in the index.
    pub effective: String,
    /// Correlation with the group above.
    pub r: Cell,
    /// Share of the variance that a straight line explains, among its siblings.
    pub linear: Cell,
    /// Share that a smooth curve explains, among its siblings.
    pub smooth: Cell,
}

/// Correlations of pairs, each cell shaded by its size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CorrelationTable {
    /// Code and name of each column.
    pub columns: Vec<(String, String)>,
    /// Rows in the order of the columns.
    pub rows: Vec<CorrelationRow>,
}

/// A row of correlations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CorrelationRow {
    /// Name of the indicator.
    pub name: Phrase,
    /// Correlations with the indicators up to it.
    pub cells: Vec<HeatCell>,
}

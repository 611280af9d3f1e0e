//! The comparative page.

use serde::Serialize;

use super::chart::{HeatTable, Strip, Swarm};
use super::groups::GroupTable;
use super::over::{CoverageView, ImprovedView, OverTable};
use super::part::{AdaptedView, BandLabel, Cell, Figure, MethodRow, RankCell, UnitLink};
use super::robustness::{IntervalPlot, TieRow};
use crate::report::text::{Phrase, Segment};

/// The comparative page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegionView {
    /// The main finding in a sentence or two.
    pub lead: String,
    /// What the index measures.
    pub description: Phrase,
    /// Mean, median, gap.
    pub figures: Vec<Figure>,
    /// All units on the scale; none when no unit has a score.
    pub swarm: Option<Swarm>,
    /// Units by band, highest first; empty without bands.
    pub bands: Vec<BandRow>,
    /// Whether the ranking has a column for bands.
    pub with_bands: bool,
    /// Whether any range is wide enough to be printed.
    pub with_ranges: bool,
    /// Names of the columns below the index.
    pub columns: Vec<Phrase>,
    /// Units with a rank.
    pub ranking: Vec<RankRow>,
    /// Whether the ranking has columns for intervals of ranks and for groups that cannot be told apart.
    pub with_intervals: bool,
    /// Why there are no intervals of ranks; none where there are, or the round was not analysed.
    pub no_intervals: Option<String>,
    /// What the intervals are, and the rule of the groups; none without them.
    pub interval_note: Option<String>,
    /// Ranks with their intervals.
    pub intervals: Option<IntervalPlot>,
    /// Units that cannot be told apart.
    pub ties: Vec<TieRow>,
    /// Means under the columns of the ranking: index first.
    pub means: Vec<Cell>,
    /// Among how many units ranks are, where some units have no score.
    pub rank_note: Option<String>,
    /// Units without a rank.
    pub not_ranked: Vec<NotRanked>,
    /// How many nodes are left out because no unit has a score on them; none where none is.
    pub nodes_note: Option<String>,
    /// All units on each value of a facet, for facets with many values.
    pub over: Vec<OverTable>,
    /// How much of each index rests on answers; none where every index was published.
    pub coverage: Option<CoverageView>,
    /// Who improved since the round before; none where no round before is known or can be compared.
    pub improved: Option<ImprovedView>,
    /// Results by group of units; empty where the round groups none.
    pub groups: Vec<GroupTable>,
    /// Summary of every node on which a unit has a score.
    pub nodes: Vec<NodeSummary>,
    /// The method, step by step.
    pub method: Vec<MethodRow>,
    /// All units by pillar and channel, shaded; none for a single unit.
    pub heat: Option<HeatTable>,
    /// Figures over all units as they were published, beside the computed ones.
    pub published: Vec<PublishedFigure>,
    /// Other measures of the same units.
    pub links: Option<LinkTable>,
    /// How the indicators were observed; none where the answers were collected for this index.
    pub adapted: Option<AdaptedView>,
    /// Notes of the round.
    pub notes: Vec<Phrase>,
    /// Every unit of the round.
    pub units: Vec<UnitLink>,
}

/// A figure over all units as it was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublishedFigure {
    /// What it is.
    pub name: String,
    /// The figure in its printed digits.
    pub published: String,
    /// What the scores of the round give.
    pub computed: String,
    /// Over how many units, in words; empty for a count.
    pub n: String,
    /// Who published it.
    pub source: Vec<Segment>,
}

/// The index beside other measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkTable {
    /// The measures.
    pub links: Vec<LinkView>,
    /// Units with a score and a figure of any of them.
    pub rows: Vec<LinkRow>,
}

/// Another measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// The comparison in a sentence.
    pub sentence: String,
    /// Title.
    pub title: Phrase,
    /// Spearman's rank correlation.
    pub spearman: String,
    /// Units that have both.
    pub n: String,
    /// Where the figures come from.
    pub source: Vec<Segment>,
}

/// A unit in several measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkRow {
    /// The unit.
    pub unit: UnitLink,
    /// Index score.
    pub score: Cell,
    /// Figures in the order of the measures.
    pub values: Vec<String>,
}

/// A band with its units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BandRow {
    /// The band.
    pub band: BandLabel,
    /// Scores that belong to it.
    pub scores: String,
    /// How many units, in words.
    pub count: String,
    /// The units.
    pub units: Vec<UnitLink>,
}

/// A row of the ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RankRow {
    /// Rank.
    pub rank: RankCell,
    /// The unit.
    pub unit: UnitLink,
    /// Interval of the rank; empty without one.
    pub rank_interval: String,
    /// Number of the group of units that cannot be told apart; empty for a unit in none.
    pub group: String,
    /// Whether it is the first unit of such a group.
    pub group_starts: bool,
    /// Index score.
    pub score: Cell,
    /// Score on the scale.
    pub strip: Strip,
    /// Range, where it is wider than what is printed.
    pub range: Option<String>,
    /// Band.
    pub band: Option<BandLabel>,
    /// Coverage.
    pub coverage: String,
    /// Scores in the columns below the index.
    pub columns: Vec<Cell>,
}

/// A unit without an index score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotRanked {
    /// The unit.
    pub unit: UnitLink,
    /// Why.
    pub reason: String,
    /// Coverage.
    pub coverage: String,
    /// Scores in the columns below the index.
    pub columns: Vec<Cell>,
}

/// A node over all units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NodeSummary {
    /// Name.
    pub name: Phrase,
    /// Code.
    pub code: String,
    /// Name of its level.
    pub level: Phrase,
    /// Depth below the index, from 0.
    pub depth: usize,
    /// Weight in the index.
    pub weight: String,
    /// Units with a score.
    pub n: String,
    /// Mean.
    pub mean: String,
    /// Median.
    pub median: String,
    /// Lowest.
    pub min: String,
    /// Highest.
    pub max: String,
    /// Distance from the lowest to the highest.
    pub gap: String,
    /// Distance between the first and the third quartile.
    pub middle: String,
}

//! The pages over several rounds.

use serde::Serialize;

use super::chart::Trend;
use super::over::ImprovedView;
use super::part::{BandLabel, Cell, RankCell, UnitLink};
use super::region::{BandRow, LinkView};
use crate::report::text::{Phrase, Segment};

/// The page over several reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CollectionView {
    /// Title.
    pub title: Phrase,
    /// Notes.
    pub notes: Vec<Phrase>,
    /// Series first, then the reports that stand alone.
    pub reports: Vec<ReportLink>,
}

/// A report of a collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportLink {
    /// Address.
    pub href: String,
    /// Title.
    pub title: Phrase,
    /// Name of the index.
    pub index: Phrase,
    /// The main finding.
    pub lead: String,
    /// Invented data.
    pub illustrative: bool,
    /// The rounds of a series, each with its own report.
    pub rounds: Vec<RoundLink>,
    /// Units with pages of their own.
    pub units: Vec<UnitLink>,
}

/// A round of a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundLink {
    /// Address.
    pub href: String,
    /// Period.
    pub period: String,
    /// Title.
    pub title: Phrase,
}

/// Rounds of the same units over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeriesView {
    /// Title.
    pub title: Phrase,
    /// The main finding in a sentence or two.
    pub lead: String,
    /// What the index measures.
    pub description: Phrase,
    /// The rounds in order of time.
    pub rounds: Vec<SeriesRound>,
    /// By which round the units are ordered.
    pub order_note: String,
    /// The units with a score or rank in each round.
    pub units: Vec<SeriesUnit>,
    /// Bands of each round that has any, with their units.
    pub bands: Vec<SeriesBands>,
    /// Who improved between the last two rounds; none where nothing of them can be compared.
    pub improved: Option<ImprovedView>,
    /// Changes of the index from one round to the next, greatest first.
    pub changes: Vec<ChangeRow>,
    /// What is listed for review; none where no limit is declared.
    pub change_note: Option<String>,
    /// What changed between editions.
    pub lineage: Vec<LineageRow>,
    /// Comparisons with other measures.
    pub links: Vec<SeriesLink>,
    /// Notes.
    pub notes: Vec<Phrase>,
}

/// A round of a series, with its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeriesRound {
    /// The round.
    pub link: RoundLink,
    /// Edition of the index.
    pub edition: String,
    /// Units assessed, as published.
    pub assessed: String,
    /// Items of the catalogue, as published.
    pub items: String,
    /// Units whose score is known.
    pub n: String,
    /// Mean.
    pub mean: String,
    /// Mean as published.
    pub published_mean: String,
    /// Lowest score.
    pub min: String,
    /// Highest score.
    pub max: String,
    /// Distance from the lowest to the highest.
    pub gap: String,
    /// Gap as published.
    pub published_gap: String,
    /// What the reader should know of the edition.
    pub note: Phrase,
}

/// A unit over the rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeriesUnit {
    /// The unit.
    pub unit: UnitLink,
    /// One for each round.
    pub cells: Vec<SeriesCell>,
    /// The scores as a line.
    pub line: Trend,
}

/// A unit in a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeriesCell {
    /// Score.
    pub score: Cell,
    /// Rank: as published, else among the units whose score is known, in brackets; empty where there is none.
    pub rank: String,
    /// Band.
    pub band: Option<BandLabel>,
}

/// The bands of a round with their units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeriesBands {
    /// The round.
    pub link: RoundLink,
    /// Bands, highest first.
    pub bands: Vec<BandRow>,
}

/// A change of a score between two rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeRow {
    /// The unit; none on its own page.
    pub unit: Option<UnitLink>,
    /// What changed.
    pub node: Phrase,
    /// Earlier period.
    pub from: String,
    /// Later period.
    pub to: String,
    /// Earlier score.
    pub first: Cell,
    /// Later score.
    pub second: Cell,
    /// Change in points, with sign, in the digits that are known.
    pub change: String,
    /// Where the change lies, given printed digits and missing answers.
    pub range: String,
    /// Whether it is greater than what the series declares.
    pub beyond: bool,
}

/// A change between editions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineageRow {
    /// The edition that brought it.
    pub edition: String,
    /// What was changed.
    pub name: Phrase,
    /// Its code.
    pub code: String,
    /// The kind of change in words.
    pub kind: String,
    /// Note.
    pub note: Phrase,
}

/// A comparison of a round with another measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeriesLink {
    /// The round.
    pub link: RoundLink,
    /// The comparison.
    pub view: LinkView,
}

/// The page of a unit over the rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeriesUnitView {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Phrase,
    /// Title of the series.
    pub series: Phrase,
    /// The main finding in a sentence or two.
    pub lead: String,
    /// The index over time; none where fewer than two scores are known.
    pub trend: Option<Trend>,
    /// Title of the chart.
    pub trend_title: String,
    /// Names of the columns below the index.
    pub columns: Vec<Phrase>,
    /// One for each round in which the unit is.
    pub rows: Vec<TrendRow>,
    /// Changes from one round to the next.
    pub changes: Vec<ChangeRow>,
    /// Notes on published scores.
    pub notes: Vec<UnitNote>,
    /// The unit before in the order of the series.
    pub previous: Option<UnitLink>,
    /// The unit after in the order of the series.
    pub next: Option<UnitLink>,
}

/// A unit in a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrendRow {
    /// The unit's page in the report of the round.
    pub link: RoundLink,
    /// Score.
    pub score: Cell,
    /// Where it lies.
    pub range: Option<String>,
    /// Rank among the units whose score is known.
    pub rank: RankCell,
    /// Rank as published.
    pub published_rank: String,
    /// Band.
    pub band: Option<BandLabel>,
    /// Scores in the columns below the index.
    pub columns: Vec<Cell>,
    /// Coverage.
    pub coverage: String,
}

/// A note on a published score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitNote {
    /// Period.
    pub period: String,
    /// What was published.
    pub node: Phrase,
    /// Note.
    pub note: Phrase,
    /// Who published it.
    pub source: Vec<Segment>,
}

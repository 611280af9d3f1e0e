//! What templates see: formatted strings and the geometry of charts, with no arithmetic left to do.
//!
//! The fields are listed for authors of templates in `reports/README.md`; a test holds the two together.

use serde::Serialize;

pub use super::text::{Phrase, Segment};

/// A label with a text that may hold links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The text in pieces.
    pub value: Vec<Segment>,
}

/// A link to a page in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageLink {
    /// Language code.
    pub code: String,
    /// The language's own name.
    pub name: String,
    /// Relative address.
    pub href: String,
    /// Direction: `ltr` or `rtl`.
    pub dir: String,
    /// Whether it is the language of this page.
    pub current: bool,
}

/// What stands on every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// Language code.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Title of the document.
    pub title: String,
    /// Style sheet.
    pub css: String,
    /// This page in every language.
    pub languages: Vec<LanguageLink>,
    /// Address of the comparative page.
    pub home: String,
    /// Address of the page that says how each indicator is measured; none where there is none.
    pub cards: Option<String>,
    /// The page over all reports, where the report is one of several.
    pub up: Option<UpLink>,
    /// Name of the index.
    pub index: Phrase,
    /// Edition of the index.
    pub edition: String,
    /// Title of the round.
    pub round: Phrase,
    /// Period of the round.
    pub period: String,
    /// Title block: edition, period, cut-off, sources, licences, versions.
    pub facts: Vec<Fact>,
    /// Set when the data are invented.
    pub illustrative: bool,
    /// Version of nudj.
    pub version: String,
    /// Start of the SHA-256 over all inputs.
    pub inputs: String,
    /// The digit one as the language writes it, to number pages with.
    pub numerals: String,
    /// Symbols used on the pages.
    pub legend: Vec<LegendRow>,
}

/// A link to the page over all reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UpLink {
    /// Address.
    pub href: String,
    /// Title.
    pub title: Phrase,
}

/// A symbol with its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LegendRow {
    /// The symbol.
    pub symbol: String,
    /// What it means.
    pub meaning: String,
}

/// A printed score, or the mark for none with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The score as printed; the mark for no data where there is none.
    pub text: String,
    /// Why there is none; none where there is a score.
    pub reason: Option<String>,
    /// Whether the score was published and not computed.
    pub published: bool,
}

/// A rank in a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RankCell {
    /// The number; the mark for no data where there is none.
    pub text: String,
    /// Whether others have the same rank.
    pub tied: bool,
    /// In words: "joint 4th of 22".
    pub words: String,
}

/// A unit that can be linked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitLink {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Phrase,
    /// Address of its page, in the same folder; empty where it has none.
    pub href: String,
}

/// A maturity band as it is printed; the steps let a style sheet shade it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BandLabel {
    /// Name.
    pub name: Phrase,
    /// Number of the band from the lowest, from 1.
    pub step: usize,
    /// Number of bands.
    pub of: usize,
}

/// A key figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: String,
    /// A line below.
    pub note: String,
}

/// A small dot strip in a viewBox of 240 x 24.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Strip {
    /// Path of the faint dots of all units.
    pub dots: String,
    /// The unit.
    pub value: Option<String>,
    /// Its range, if it is wide enough to be seen.
    pub range: Option<[String; 2]>,
    /// Mean.
    pub mean: Option<String>,
    /// Best.
    pub best: Option<String>,
    /// Text alternative.
    pub alt: String,
}

/// The large dot plot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Swarm {
    /// A sentence that says what is to be seen.
    pub title: String,
    /// Text alternative.
    pub alt: String,
    /// Width of the viewBox.
    pub width: String,
    /// Height of the viewBox.
    pub height: String,
    /// Left end of the axis.
    pub left: String,
    /// Right end of the axis.
    pub right: String,
    /// Top of the field of dots.
    pub top: String,
    /// Height of the field of dots.
    pub field: String,
    /// Height of the axis.
    pub floor: String,
    /// Baseline of the axis labels.
    pub tick_label: String,
    /// Radius of a dot.
    pub radius: String,
    /// Dots, lowest first.
    pub dots: Vec<Dot>,
    /// Axis ticks.
    pub ticks: Vec<Tick>,
    /// The mean.
    pub mean: Option<Mark>,
    /// Bands from the lowest.
    pub bands: Vec<Band>,
}

/// A unit in the large dot plot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dot {
    /// Centre.
    pub x: String,
    /// Centre.
    pub y: String,
    /// Code, where it fits.
    pub label: Option<String>,
    /// Name with score.
    pub name: String,
    /// Whether it is the unit of the page (or the best, on the comparative page).
    pub subject: bool,
}

/// A tick of an axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tick {
    /// Where.
    pub x: String,
    /// Label.
    pub label: String,
}

/// A labelled line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Where.
    pub x: String,
    /// Middle of the label, inside the drawing.
    pub label_x: String,
    /// Label.
    pub label: String,
}

/// A band in the large dot plot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Band {
    /// Left end.
    pub x: String,
    /// Width.
    pub width: String,
    /// Middle.
    pub middle: String,
    /// Name, where it fits.
    pub name: Option<String>,
    /// Every second band is shaded.
    pub shaded: bool,
}

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
    /// Means under the columns of the ranking: index first.
    pub means: Vec<Cell>,
    /// Among how many units ranks are, where some units have no score.
    pub rank_note: Option<String>,
    /// Units without a rank.
    pub not_ranked: Vec<NotRanked>,
    /// How many nodes are left out because no unit has a score on them; none where none is.
    pub nodes_note: Option<String>,
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
}

/// A step of the method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MethodRow {
    /// The step.
    pub step: String,
    /// What it is for; empty for everything.
    pub of: Vec<Phrase>,
    /// The method in words.
    pub method: String,
}

/// How the indicators were observed, where the answers were collected for another purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AdaptedView {
    /// Where the answers come from, and what a reader must know.
    pub note: Phrase,
    /// The publication or data set that they are taken from.
    pub source: Phrase,
    /// The indicators that something in the source stands for.
    pub observed: Vec<ObservedRow>,
    /// The other indicators, which are not assessed.
    pub not_assessed: Vec<Phrase>,
}

/// An indicator that something in the source of an adaptation stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObservedRow {
    /// Name.
    pub name: Phrase,
    /// Code.
    pub code: String,
    /// What stands for it, and how far it goes.
    pub adapted: Phrase,
}

/// The page of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountryView {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Phrase,
    /// The main finding in a sentence or two.
    pub lead: String,
    /// Index score.
    pub score: Cell,
    /// Top of the scale.
    pub full: String,
    /// Rank.
    pub rank: RankCell,
    /// Among how many units ranks are, where some units have no score.
    pub rank_note: Option<String>,
    /// Band.
    pub band: Option<BandLabel>,
    /// How far it is to the next band.
    pub next_band: Option<String>,
    /// Range, where it is wider than what is printed.
    pub range: Option<String>,
    /// Coverage.
    pub coverage: String,
    /// How many answers there are of those that apply.
    pub answered: String,
    /// All units on the scale, this one marked.
    pub swarm: Option<Swarm>,
    /// Heading of the first table: "Results by pillar".
    pub pillar_heading: String,
    /// Children of the index.
    pub pillars: Vec<PillarRow>,
    /// Where the unit is furthest above the mean.
    pub strengths: Vec<Comparison>,
    /// Where it is furthest below the mean.
    pub gaps: Vec<Comparison>,
    /// How strengths and gaps were chosen.
    pub rule: String,
    /// Results by slice, where the index is computed by slice, and by each facet that has results.
    pub facets: Vec<FacetTable>,
    /// Indicators that cost the index most, greatest first.
    pub lost: Vec<LostRow>,
    /// Items by indicator; none where the unit has no scored item.
    pub services: Option<ServiceMatrix>,
    /// Whether any contribution is defined.
    pub with_given: bool,
    /// Whether any points lost are defined.
    pub with_lost: bool,
    /// How many nodes are left out because no unit has a score on them; none where none is.
    pub nodes_note: Option<String>,
    /// Every node on which a unit has a score.
    pub nodes: Vec<NodeRow>,
    /// Where the index lies as far as is known; none where it has a score, or nothing is known.
    pub between: Option<String>,
    /// Notes of the round, where it is about this unit alone.
    pub notes: Vec<Phrase>,
    /// Scores that were published and not computed.
    pub published: Vec<PublishedRow>,
    /// The digital systems behind the scores, in groups; empty where the round names none.
    pub systems: Vec<SystemGroup>,
    /// The unit before in the order of the round.
    pub previous: Option<UnitLink>,
    /// The unit after in the order of the round.
    pub next: Option<UnitLink>,
}

/// A child of the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PillarRow {
    /// Name.
    pub name: Phrase,
    /// Weight in the index.
    pub weight: String,
    /// Score.
    pub score: Cell,
    /// On the scale, among all units.
    pub strip: Strip,
    /// Mean.
    pub mean: String,
    /// Distance to the mean, with sign.
    pub difference: String,
    /// Best score.
    pub best: String,
    /// Who has it; "and 3 more" where they are many.
    pub best_units: String,
    /// Rank.
    pub rank: RankCell,
}

/// A node with its distance to the mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Name.
    pub name: Phrase,
    /// What it belongs to.
    pub parent: Phrase,
    /// Score.
    pub score: String,
    /// Mean.
    pub mean: String,
    /// Distance, with sign.
    pub difference: String,
}

/// Results by the values of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetTable {
    /// Heading: "Results by life event".
    pub heading: String,
    /// Name of the facet.
    pub facet: Phrase,
    /// Index and its children.
    pub columns: Vec<Phrase>,
    /// Anchor of the table on its page.
    pub anchor: String,
    /// One row for each value.
    pub rows: Vec<FacetRow>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetRow {
    /// Name.
    pub name: Phrase,
    /// Scores, index first.
    pub cells: Vec<Cell>,
    /// Coverage.
    pub coverage: String,
}

/// A node of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NodeRow {
    /// Name.
    pub name: Phrase,
    /// Code.
    pub code: String,
    /// Depth below the index, from 0.
    pub depth: usize,
    /// Whether it is an indicator.
    pub indicator: bool,
    /// Score.
    pub score: Cell,
    /// Mean.
    pub mean: String,
    /// Best.
    pub best: String,
    /// Rank.
    pub rank: RankCell,
    /// Contribution to the index in points.
    pub given: String,
    /// Points that the index lacks because of it.
    pub lost: String,
    /// Coverage.
    pub coverage: String,
}

/// A published score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublishedRow {
    /// Name of the node.
    pub name: Phrase,
    /// The score as it was printed.
    pub score: String,
    /// The rank as it was published.
    pub rank: String,
    /// What its children give.
    pub recomputed: String,
    /// Where that lies, given the printed digits of the children.
    pub range: String,
    /// Who published it.
    pub source: Vec<Segment>,
    /// Note.
    pub note: Phrase,
}

/// Digital systems of one sort.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SystemGroup {
    /// Code of the sort, for anchors and style sheets.
    pub code: String,
    /// Name of the sort.
    pub heading: String,
    /// The systems.
    pub systems: Vec<SystemRow>,
}

/// A digital system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SystemRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Phrase,
    /// What it is.
    pub kind: String,
    /// Who runs it.
    pub owner: Phrase,
    /// That it is still being built; none where it is in service, or stands among the planned ones.
    pub status: Option<String>,
    /// The channel that it serves.
    pub channel: Option<Phrase>,
    /// What is stated of it.
    pub facts: Vec<SystemFactRow>,
    /// Names of the nodes that it is evidence for.
    pub evidence: Vec<Phrase>,
    /// Its address.
    pub address: Vec<Segment>,
    /// Where it is known from.
    pub source: Vec<Segment>,
}

/// Something stated of a system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SystemFactRow {
    /// The figure in words: "more than 330 services"; none where nothing is counted.
    pub figure: Option<String>,
    /// What exactly is stated.
    pub name: Phrase,
    /// The period that it is about.
    pub period: String,
    /// Note.
    pub note: Option<Phrase>,
    /// Where it is known from, where that is not the source of the system.
    pub source: Vec<Segment>,
}

/// The page that offers the languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguagesView {
    /// One entry for each language.
    pub entries: Vec<LanguageEntry>,
}

/// The index in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageEntry {
    /// The language.
    pub link: LanguageLink,
    /// Name of the index.
    pub index: Phrase,
    /// Title of the round.
    pub round: Phrase,
}

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

/// Scores over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trend {
    /// Width of the drawing.
    pub width: String,
    /// Height of the drawing.
    pub height: String,
    /// Lines between rounds that follow each other.
    pub path: String,
    /// Lines over a round without score or into an edition whose indicators changed.
    pub broken: String,
    /// Ranges as vertical lines.
    pub ranges: String,
    /// Known scores.
    pub points: Vec<TrendPoint>,
    /// Lines of the value axis; empty in a small drawing.
    pub grid: Vec<TrendTick>,
    /// Labels of the time axis; empty in a small drawing.
    pub times: Vec<TrendTick>,
    /// Text for who cannot see it.
    pub alt: String,
}

/// A score in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrendPoint {
    /// Where.
    pub x: String,
    /// Where.
    pub y: String,
    /// Height of the label.
    pub label_y: String,
    /// The score as printed.
    pub label: String,
}

/// A label of an axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrendTick {
    /// Where.
    pub at: String,
    /// Label.
    pub label: String,
}

/// How each indicator is measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardsView {
    /// Every node in the order of the tree.
    pub cards: Vec<CardRow>,
    /// Names of the facets of the catalogue.
    pub facets: Vec<Phrase>,
    /// The catalogue.
    pub items: Vec<CatalogueRow>,
}

/// The card of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardRow {
    /// Name.
    pub name: Phrase,
    /// Code.
    pub code: String,
    /// Name of its level.
    pub level: Phrase,
    /// Weight in the index.
    pub weight: String,
    /// Whether it is published or ours, in words.
    pub origin: String,
    /// Depth below the index, from 0.
    pub depth: usize,
    /// Whether it is an indicator.
    pub indicator: bool,
    /// What it measures.
    pub what: Option<Phrase>,
    /// The question as it is asked.
    pub question: Option<Phrase>,
    /// Why it matters.
    pub why: Option<Phrase>,
    /// How it is scored.
    pub how: Option<Phrase>,
    /// When it does not apply.
    pub not_applicable: Option<Phrase>,
    /// What missing data mean.
    pub missing: Option<Phrase>,
    /// How to improve.
    pub improve: Vec<ImproveRow>,
    /// Sources, each in pieces.
    pub sources: Vec<Vec<Segment>>,
}

/// A step that would raise an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImproveRow {
    /// What to do.
    pub text: Phrase,
    /// Effort in words.
    pub effort: String,
}

/// An item of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CatalogueRow {
    /// Name.
    pub name: Phrase,
    /// Code.
    pub code: String,
    /// Values of the facets in the order of their names.
    pub facets: Vec<String>,
}

/// Units by what they are scored on, each cell shaded by its score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeatTable {
    /// Titles.
    pub columns: Vec<Phrase>,
    /// Units in the order of their rank.
    pub rows: Vec<HeatRow>,
}

/// A unit of a heat table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeatRow {
    /// The unit.
    pub unit: UnitLink,
    /// Cells in the order of the titles.
    pub cells: Vec<HeatCell>,
}

/// A shaded cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeatCell {
    /// The score as printed; the mark for no data where there is none.
    pub text: String,
    /// How dark, from 0 to 100; none where there is no score.
    pub shade: Option<String>,
}

/// The items of a unit by indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceMatrix {
    /// What the table holds, in words.
    pub summary: String,
    /// Code and name of each indicator.
    pub columns: Vec<(String, String)>,
    /// Items in the order of the catalogue.
    pub rows: Vec<MatrixRow>,
}

/// An item of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// Name.
    pub name: Phrase,
    /// Scores in the order of the indicators.
    pub cells: Vec<HeatCell>,
}

/// An indicator by the points that it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LostRow {
    /// Name.
    pub name: Phrase,
    /// What it belongs to.
    pub parent: Phrase,
    /// Points that the index lacks because of it.
    pub points: String,
    /// Length of its bar, from 0 to 100.
    pub bar: String,
}

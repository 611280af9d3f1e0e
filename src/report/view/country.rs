//! The page of a unit.

use serde::Serialize;

use super::advice::{LostRow, RecommendationRow, SideBySide, Waterfall};
use super::beside::{EarlierCell, EarlierView, PeerCell, PeersView};
use super::chart::{ServiceMatrix, Strip, Swarm};
use super::part::{BandLabel, Cell, MethodRow, RankCell, UnitLink};
use super::quality::QualityView;
use crate::report::text::{Phrase, Segment};

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
    /// Interval of the rank in words; none where it is not known.
    pub rank_interval: Option<String>,
    /// Interval of the score over the draws; none where nothing varies.
    pub score_interval: Option<String>,
    /// Units from which it cannot be told apart.
    pub tied_with: Vec<UnitLink>,
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
    /// Who its peers are; none where neither the round nor the report speaks of peers.
    pub peers: Option<PeersView>,
    /// The round before; none where none is known.
    pub earlier: Option<EarlierView>,
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
    /// From the top of the scale to the score, by what each child of the index costs; none where that does not add up.
    pub waterfall: Option<Waterfall>,
    /// What a step is, and that gains do not add up; none where no step is known.
    pub steps_note: Option<String>,
    /// What is recommended, the greatest gain for effort first.
    pub recommendations: Vec<RecommendationRow>,
    /// Whether a recommendation is marked as draft.
    pub with_drafts: bool,
    /// Facets whose values stand side by side, such as portal and mobile.
    pub sides: Vec<SideBySide>,
    /// How good the data are.
    pub quality: QualityView,
    /// How the index is made, in short.
    pub method: Vec<MethodRow>,
    /// Address of the page of evidence; none where there is none.
    pub evidence: Option<String>,
    /// Why there is no evidence, where the round keeps it confidential.
    pub evidence_note: Option<String>,
    /// Address of the page of the country; for the factsheet.
    pub href: String,
    /// Address of the factsheet of two pages.
    pub factsheet: String,
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
    /// The peers; none where there are none.
    pub peers: Option<PeerCell>,
    /// The round before; none where nothing can be compared.
    pub earlier: Option<EarlierCell>,
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

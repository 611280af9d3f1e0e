//! What stands beside the scores of a unit: its peers, and the round before.

use serde::Serialize;

use super::part::Cell;
use crate::report::text::Segment;

/// The peers of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeersView {
    /// Who they are and why, and the mean of the index over them; or why there are none.
    pub sentence: String,
    /// Who put the units into these groups; empty where the peers were chosen for the report.
    pub source: Vec<Segment>,
    /// Whether there are any, so that tables have a column for them.
    pub compared: bool,
}

/// The peers at one node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeerCell {
    /// Mean over the peers with a score, without the unit itself.
    pub mean: Cell,
    /// How many peers have a score, in words.
    pub n: String,
}

/// The round before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EarlierView {
    /// Which round it is, with the index there and the change since; or why there is nothing to compare.
    pub sentence: String,
    /// Whether anything can be compared, so that tables have columns for it.
    pub compared: bool,
}

/// A node in the round before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EarlierCell {
    /// The score there.
    pub score: Cell,
    /// Change since, in points with its sign; the mark for no data where it is not known.
    pub change: String,
    /// Why there is nothing to compare, or that the direction of the change is not certain; empty otherwise.
    pub remark: String,
}

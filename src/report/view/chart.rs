//! The geometry of charts.

use serde::Serialize;

use super::part::UnitLink;
use crate::report::text::Phrase;

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
    /// Mean of the peers.
    pub peers: Option<String>,
    /// The unit in the round before.
    pub earlier: Option<String>,
    /// Text alternative.
    pub alt: String,
}

/// A score before and now on the scale, in a viewBox of 240 x 24.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dumbbell {
    /// Line between both.
    pub span: String,
    /// Score before.
    pub before: String,
    /// Score now.
    pub after: String,
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

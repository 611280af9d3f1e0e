//! Where points are lost, what a step gives, and what is recommended.

use serde::Serialize;

use super::part::Cell;
use crate::report::text::Phrase;

/// From the top of the scale to the score, by what was lost on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waterfall {
    /// Title, which says the message.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Width.
    pub width: String,
    /// Height.
    pub height: String,
    /// Where names start: at the left edge, or at the right one where the language runs so.
    pub name_x: String,
    /// The bars, from the top of the scale to the score.
    pub bars: Vec<WaterfallBar>,
}

/// A bar of a waterfall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaterfallBar {
    /// Name.
    pub name: String,
    /// Points, with a minus sign where they are lost.
    pub label: String,
    /// Whether it is a loss; else it is the top of the scale or the score.
    pub lost: bool,
    /// Left end.
    pub x: String,
    /// Top.
    pub y: String,
    /// Width.
    pub width: String,
    /// Height.
    pub height: String,
    /// Where the base line of the name is.
    pub name_y: String,
    /// Where the label stands: it ends here before a loss, and starts here after a whole.
    pub label_x: String,
    /// Where the base line of the label is.
    pub label_y: String,
    /// Line down to the next bar; empty below the last.
    pub join: String,
}

/// An indicator by the points that it costs, with what one step gives.
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
    /// What one step on it gives; none where it has no step.
    pub step: Option<StepCell>,
}

/// What one step on an indicator gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepCell {
    /// What it adds to the score, with sign.
    pub gain: String,
    /// Rank now and then: "rank 12 to 10", or that it stays.
    pub rank: String,
    /// All of it in words: "+0.8 points, rank 12 to 10".
    pub words: String,
    /// The band that it leads to, where that is another one.
    pub band: Option<Phrase>,
    /// The least effort of the improvements that the criteria name, in words; none where they name none.
    pub effort: Option<String>,
}

/// What is recommended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecommendationRow {
    /// Name of the indicator.
    pub name: Phrase,
    /// Code of the indicator.
    pub code: String,
    /// What it belongs to.
    pub parent: Phrase,
    /// What to do, the least effort first.
    pub actions: Vec<ActionRow>,
    /// What one step gives.
    pub step: StepCell,
    /// What was answered, and the score that it gives.
    pub evidence: String,
    /// Who is to do it; none where nobody is named.
    pub owner: Option<Phrase>,
    /// Until when; empty where nothing is said.
    pub due: String,
    /// Whether nobody has edited or accepted it.
    pub draft: bool,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActionRow {
    /// What.
    pub text: Phrase,
    /// With which effort, in words; none where a text of somebody stands.
    pub effort: Option<String>,
}

/// A facet whose values stand side by side, such as portal and mobile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideBySide {
    /// Title, which says the message.
    pub title: String,
    /// Anchor on the page.
    pub anchor: String,
    /// The values with the numbers of their shapes, from 0.
    pub sides: Vec<Phrase>,
    /// The index and its groups, where two of the values have a score.
    pub rows: Vec<SideRow>,
}

/// A node with a score for each value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideRow {
    /// Name of the node.
    pub name: Phrase,
    /// Depth below the index, from 0.
    pub depth: usize,
    /// Scores, in the order of the sides.
    pub cells: Vec<Cell>,
    /// Places on the scale, in the order of the sides; none where there is no score.
    pub marks: Vec<Option<String>>,
    /// Line between the outermost marks.
    pub span: String,
    /// Distance between the first two, with sign.
    pub difference: String,
    /// What the row shows, for those who do not see it.
    pub alt: String,
}

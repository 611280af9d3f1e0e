//! The valid form of criteria: a tree of nodes over indicators, and what surveys may answer.
//!
//! A [`Framework`] is only made by [`super::validate`], so whoever holds one may rely on it: one root, no cycle,
//! every code resolved to an index, every weight finite and not negative, every parent with at least one child of
//! positive weight.

use super::edition::Edition;
use crate::model::{Absence, Range, Words};

/// Index of a node in [`Framework::nodes`].
pub type NodeIx = usize;
/// Index of an indicator in [`Framework::indicators`].
pub type IndicatorIx = usize;
/// Index of a facet in [`Framework::facets`].
pub type FacetIx = usize;
/// Index of a value in [`Facet::values`].
pub type ValueIx = usize;
/// Index of a table in [`Framework::tables`]; 0 is the table that has one row a unit.
pub type TableIx = usize;
/// Index of a question in [`Table::questions`].
pub type QuestionIx = usize;

/// What is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Framework {
    pub(crate) code: String,
    pub(crate) edition: String,
    pub(crate) name: Words,
    pub(crate) description: Words,
    pub(crate) source: Words,
    pub(crate) licence: Words,
    pub(crate) scale: Range,
    pub(crate) decimals: u8,
    pub(crate) languages: Vec<String>,
    pub(crate) origin: Origin,
    pub(crate) levels: Vec<Named>,
    pub(crate) facets: Vec<Facet>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) scales: Vec<Scale>,
    pub(crate) tables: Vec<Table>,
    pub(crate) wholes: Vec<Whole>,
    pub(crate) items: Vec<Item>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) indicators: Vec<Indicator>,
    pub(crate) bands: Vec<Band>,
    /// In order of time.
    pub(crate) editions: Vec<Edition>,
    pub(crate) slices: Option<FacetIx>,
    /// Where a round's answers come from, if they were collected for another purpose.
    pub(crate) adaptation: Option<Adaptation>,
}

/// What a round says of data that were collected for another purpose than the framework.
#[derive(Clone, Debug, PartialEq)]
pub struct Adaptation {
    /// Where the answers come from, and what a reader must know.
    pub(crate) note: Words,
    /// The publication or data set that they are taken from.
    pub(crate) source: Words,
}

impl Framework {
    /// Code that rounds refer to.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Version.
    #[must_use]
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// Name.
    #[must_use]
    pub fn name(&self) -> &Words {
        &self.name
    }

    /// The scale of every score.
    #[must_use]
    pub fn scale(&self) -> Range {
        self.scale
    }

    /// Nodes, each parent before its children; the first is the index.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Levels from the top down.
    #[must_use]
    pub fn levels(&self) -> &[Named] {
        &self.levels
    }

    /// Indicators in the order of the tree.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// Catalogue items.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Maturity bands from the lowest up.
    #[must_use]
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }

    /// The node with this code; letter case does not matter.
    #[must_use]
    pub fn node(&self, code: &str) -> Option<NodeIx> {
        self.nodes.iter().position(|node| node.code.eq_ignore_ascii_case(code))
    }

    /// Facets with their values.
    #[must_use]
    pub fn facets(&self) -> &[Facet] {
        &self.facets
    }

    /// Whether anything is asked about an indicator: an adaptation leaves out those that its source does not answer.
    pub(crate) fn observes(&self, indicator: &Indicator) -> bool {
        self.adaptation.is_none() || indicator.adapted.is_some()
    }

    /// The facet for whose values the index is computed and combined, if any.
    #[must_use]
    pub fn slice_facet(&self) -> Option<&Facet> {
        self.slices.map(|facet| &self.facets[facet])
    }
}

/// Whether a definition is published by the index's authors or reconstructed by us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Published.
    Published,
    /// Ours, because no public source says.
    Reconstructed,
}

impl Origin {
    /// The code in files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Origin::Published => "published",
            Origin::Reconstructed => "reconstructed",
        }
    }
}

/// A code, its name and the spellings that surveys use for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub(crate) code: String,
    pub(crate) name: Words,
    pub(crate) spellings: Vec<String>,
}

impl Named {
    /// Code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Name.
    #[must_use]
    pub fn name(&self) -> &Words {
        &self.name
    }
}

/// An attribute of items or rows with a closed list of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    pub(crate) code: String,
    pub(crate) name: Words,
    pub(crate) values: Vec<Named>,
    /// Whether every score is also computed for each value.
    pub(crate) results: bool,
}

impl Facet {
    /// Code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Name.
    #[must_use]
    pub fn name(&self) -> &Words {
        &self.name
    }

    /// Values in the order of the file.
    #[must_use]
    pub fn values(&self) -> &[Named] {
        &self.values
    }
}

/// An attribute of units.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    pub(crate) code: String,
    pub(crate) name: Words,
    pub(crate) kind: AttributeKind,
}

/// What an attribute of a unit holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// A word: region, income group.
    Group,
    /// A number: population.
    Quantity,
}

/// How answers are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    pub(crate) code: String,
    pub(crate) kind: ScaleKind,
    /// Spellings that mean an absence.
    pub(crate) absent: Vec<(String, Absence)>,
}

/// The kinds of scale.
#[derive(Clone, Debug, PartialEq)]
pub enum ScaleKind {
    /// A closed list of options, each with points.
    Options(Vec<Choice>),
    /// A number, with its range where it is closed.
    Number {
        /// Ends; answers outside are errors.
        range: Option<Range>,
        /// Written as per cent, read as a share.
        percent: bool,
        /// Written as a count of n, read as a share.
        counted: bool,
    },
    /// A list of ticked things; the answer's value is the share that is ticked.
    Checklist {
        /// The things, whose points do not matter.
        options: Vec<Choice>,
        /// What stands between them in a cell.
        separator: String,
    },
}

/// One option of a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub(crate) code: String,
    pub(crate) name: Words,
    pub(crate) points: f64,
    pub(crate) spellings: Vec<String>,
}

impl Scale {
    /// The values between which an answer's share of full marks is measured: from the lowest to the highest points, or
    /// the ends of a number. None for a number without ends.
    pub(crate) fn range(&self) -> Option<Range> {
        match &self.kind {
            ScaleKind::Options(options) => {
                let high = options.iter().map(|option| option.points).fold(f64::NEG_INFINITY, f64::max);
                let low = options.iter().map(|option| option.points).fold(0.0, f64::min);
                Range::new(low, high)
            }
            ScaleKind::Number { range, .. } => *range,
            ScaleKind::Checklist { .. } => Range::new(0.0, 1.0),
        }
    }

    pub(crate) fn options(&self) -> &[Choice] {
        match &self.kind {
            ScaleKind::Options(options) | ScaleKind::Checklist { options, .. } => options,
            ScaleKind::Number { .. } => &[],
        }
    }
}

/// One kind of survey row.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub(crate) code: String,
    pub(crate) name: Words,
    pub(crate) about: About,
    /// Facets that a row carries itself.
    pub(crate) facets: Vec<FacetIx>,
    pub(crate) flags: Vec<String>,
    pub(crate) not_applicable_when: Option<Condition>,
    pub(crate) questions: Vec<Question>,
}

/// What a row of a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The unit as a whole.
    Unit,
    /// A catalogue item.
    Catalogue,
    /// The item that belongs to the row's value of this facet.
    Facet(FacetIx),
}

/// A question of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub(crate) code: String,
    pub(crate) text: Words,
    pub(crate) kind: QuestionKind,
}

/// Asked, or derived from others.
#[derive(Clone, Debug, PartialEq)]
pub enum QuestionKind {
    /// Asked, with an index into [`Framework::scales`].
    Asked(usize),
    /// The best of these questions in the same row.
    BestOf(Vec<QuestionIx>),
}

/// Questions whose answers are shares of one whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    pub(crate) name: Words,
    pub(crate) table: TableIx,
    pub(crate) parts: Vec<QuestionIx>,
}

/// A thing assessed inside a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub(crate) code: String,
    pub(crate) table: TableIx,
    pub(crate) name: Words,
    /// Value for each facet of the framework.
    pub(crate) facets: Vec<Option<ValueIx>>,
    pub(crate) spellings: Vec<String>,
    pub(crate) weight: f64,
    pub(crate) origin: Origin,
}

impl Item {
    /// Code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Name.
    #[must_use]
    pub fn name(&self) -> &Words {
        &self.name
    }
}

/// A node of the hierarchy.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub(crate) code: String,
    pub(crate) name: Words,
    pub(crate) parent: Option<NodeIx>,
    pub(crate) children: Vec<NodeIx>,
    pub(crate) level: usize,
    pub(crate) weight: f64,
    pub(crate) indicator: Option<IndicatorIx>,
    pub(crate) origin: Origin,
    pub(crate) what: Words,
}

impl Node {
    /// Code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Name.
    #[must_use]
    pub fn name(&self) -> &Words {
        &self.name
    }

    /// Node above.
    #[must_use]
    pub fn parent(&self) -> Option<NodeIx> {
        self.parent
    }

    /// Nodes below.
    #[must_use]
    pub fn children(&self) -> &[NodeIx] {
        &self.children
    }

    /// Weight among siblings as written.
    #[must_use]
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// Index of the level, 0 at the top.
    #[must_use]
    pub fn level(&self) -> usize {
        self.level
    }
}

/// A leaf of the hierarchy: what is read, and how it becomes one value for each unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    pub(crate) node: NodeIx,
    pub(crate) table: TableIx,
    pub(crate) measure: Measure,
    /// Ends of the value; needed by the fixed scale. Values outside are errors where the value is an answer.
    pub(crate) range: Option<Range>,
    pub(crate) lower_is_better: bool,
    pub(crate) denominator: Option<(usize, f64)>,
    pub(crate) rows: RowFold,
    pub(crate) absent: AbsentRules,
    pub(crate) applies_to: Option<Condition>,
    pub(crate) filter: Option<Condition>,
    pub(crate) full_when: Option<Condition>,
    pub(crate) round_items: Option<u8>,
    pub(crate) nothing_left: Option<f64>,
    pub(crate) items: ItemFold,
    pub(crate) facets: Vec<(FacetIx, ValueIx)>,
    pub(crate) card: Card,
    /// What in the source of an adaptation stands for it.
    pub(crate) adapted: Option<Words>,
}

impl Indicator {
    /// The node that this indicator is.
    #[must_use]
    pub fn node(&self) -> NodeIx {
        self.node
    }
}

/// How the questions of an item make its score.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// The answer to one question: a number as it is, anything else as a share of full marks on the framework's scale.
    Value(QuestionIx),
    /// Mean share of full marks, on the framework's scale.
    Mean(Vec<QuestionIx>),
    /// Points of each question times its share of full marks.
    Points(Vec<(QuestionIx, f64)>),
    /// Score of the first rule that holds in the row.
    Tiers {
        /// Rules from the best down.
        rules: Vec<(Condition, f64)>,
        /// When none holds.
        otherwise: f64,
    },
}

impl Measure {
    /// The questions that the measure reads.
    pub(crate) fn questions(&self) -> Vec<QuestionIx> {
        match self {
            Measure::Value(question) => vec![*question],
            Measure::Mean(questions) => questions.clone(),
            Measure::Points(points) => points.iter().map(|(question, _)| *question).collect(),
            Measure::Tiers { rules, .. } => {
                let mut all: Vec<QuestionIx> = rules.iter().flat_map(|(when, _)| when.questions()).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
        }
    }
}

/// Folding of values into one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Arithmetic mean.
    Mean,
    /// Greatest.
    Best,
    /// Least.
    Worst,
    /// Sum.
    Sum,
    /// There may be only one.
    Single,
    /// Mean weighted by the items' weights.
    WeightedMean,
}

/// How several rows of one item are folded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RowFold {
    pub(crate) fold: Fold,
    pub(crate) by: Option<FacetIx>,
    pub(crate) except: Vec<(ValueIx, Fold)>,
    /// Score each row first and fold the scores, instead of folding each question first.
    pub(crate) scores: bool,
}

/// What an absent answer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AbsentRule {
    /// It leaves the fold.
    LeaveOut,
    /// It counts as the lowest answer.
    Zero,
    /// As `Zero`, but where every row of the item has this absence the question is left out.
    ZeroUnlessAll,
}

/// The rule for each reason that a survey can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AbsentRules {
    pub(crate) not_applicable: AbsentRule,
    pub(crate) not_available: AbsentRule,
    pub(crate) unknown: AbsentRule,
    pub(crate) not_assessed: AbsentRule,
}

impl AbsentRules {
    pub(crate) const LEAVE_OUT: AbsentRules = AbsentRules {
        not_applicable: AbsentRule::LeaveOut,
        not_available: AbsentRule::LeaveOut,
        unknown: AbsentRule::LeaveOut,
        not_assessed: AbsentRule::LeaveOut,
    };

    pub(crate) fn of(&self, absence: Absence) -> AbsentRule {
        match absence {
            Absence::NotApplicable => self.not_applicable,
            Absence::Unknown => self.unknown,
            Absence::NotAssessed => self.not_assessed,
            _ => self.not_available,
        }
    }
}

/// How items are folded to the unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ItemFold {
    pub(crate) fold: Fold,
    pub(crate) strata: Option<(FacetIx, Vec<(ValueIx, f64)>)>,
    pub(crate) missing_is_zero: bool,
}

/// A condition in disjunctive normal form: it holds when every test of one alternative holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition(pub(crate) Vec<Vec<Test>>);

impl Condition {
    /// The questions that are tested.
    pub(crate) fn questions(&self) -> Vec<QuestionIx> {
        self.0
            .iter()
            .flatten()
            .filter_map(|test| if let Test::Answer { question, .. } = test { Some(*question) } else { None })
            .collect()
    }
}

/// One test of a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// The row's answer is one of these options, or absent for one of these reasons.
    Answer {
        /// Question.
        question: QuestionIx,
        /// Accepted options of its scale.
        options: Vec<usize>,
        /// Accepted reasons for absence.
        absences: Vec<Absence>,
    },
    /// The item or row has one of these values of the facet.
    Facet {
        /// Facet.
        facet: FacetIx,
        /// Accepted values.
        values: Vec<ValueIx>,
    },
    /// The row's flag is as stated.
    Flag {
        /// Index into the table's flags.
        flag: usize,
        /// Wanted state.
        set: bool,
    },
}

/// The card of an indicator: the same headings for every one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    pub(crate) why: Words,
    pub(crate) how: Words,
    pub(crate) not_applicable: Words,
    pub(crate) missing: Words,
    pub(crate) improve: Vec<(Words, Effort)>,
    pub(crate) sources: Vec<Words>,
}

/// The effort of an improvement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// Weeks.
    Low,
    /// Months.
    Medium,
    /// A year or more.
    High,
}

impl Effort {
    /// The code in files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Effort::Low => "low",
            Effort::Medium => "medium",
            Effort::High => "high",
        }
    }
}

/// A maturity band.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    pub(crate) code: String,
    pub(crate) name: Words,
    pub(crate) from: f64,
}

impl Band {
    /// Code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }
}

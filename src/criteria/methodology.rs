//! One choice for each step, as one value that is passed and never stored.
//!
//! Uncertainty analysis, what-if and comparison are the same evaluation with another `Methodology`.

use crate::diag::Place;
use crate::methods::aggregation::Aggregation;
use crate::methods::imputation::Imputation;
use crate::methods::normalisation::Normalisation;
use crate::methods::screening::Screening;
use crate::methods::treatment::Treatment;

/// How scores are made from observations.
#[derive(Clone, Debug, PartialEq)]
pub struct Methodology {
    /// What a reported score of a node does.
    pub reported: ReportedRule,
    /// Which units stay out.
    pub screening: Option<Screening>,
    /// How gaps are filled.
    pub imputation: Imputing,
    /// Treatment of each indicator.
    pub treatment: Vec<Option<Treatment>>,
    /// Normalisation of each indicator.
    pub normalisation: Vec<Normalising>,
    /// Where weights come from.
    pub weighting: Weighting,
    /// Where the weighting is chosen, for findings about the weights that it gives.
    pub weighting_at: Option<Place>,
    /// Aggregation of the children of each node; that of an indicator is never used.
    pub aggregation: Vec<Aggregating>,
    /// Second normalisation of the aggregated scores of a node, where there is one.
    pub renormalisation: Vec<Option<Normalising>>,
    /// When a score is shown.
    pub coverage: Coverage,
}

/// What a reported score of a node does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportedRule {
    /// It stands, and what the children give is shown beside it.
    Prefer,
    /// It is used only where the children give no score.
    Fill,
}

/// Imputation with what it refers to.
#[derive(Clone, Debug, PartialEq)]
pub struct Imputing {
    /// The method.
    pub method: Imputation,
    /// Group attribute of units, for the methods by group.
    pub group: Option<usize>,
    /// Level inside whose groups a unit's other indicators are averaged, for the methods by row.
    pub within: Option<usize>,
}

/// Normalisation, before the reference unit is looked up.
#[derive(Clone, Debug, PartialEq)]
pub enum Normalising {
    /// A method that needs nothing else.
    Method(Normalisation),
    /// Distance to the value of a unit.
    Reference {
        /// Code of the unit.
        unit: String,
        /// Cut off at 1.
        cap: bool,
        /// Where the unit is named.
        at: Place,
    },
}

/// Where weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weighting {
    /// As written beside the nodes.
    Stated,
    /// All siblings the same.
    Equal,
    /// First principal component of the indicators of a group; stated weights above them.
    Pca,
}

/// Aggregation of one level.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregating {
    /// The method.
    pub method: Aggregation,
    /// What a missing child does.
    pub missing: MissingChild,
}

/// What a missing child does to its parent. A child that does not apply always leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingChild {
    /// The weights of the others are rescaled.
    Rescale,
    /// It counts as the lower end of the scale.
    Zero,
    /// The parent has no score.
    Withhold,
}

/// Minimum coverage before a score is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// What is counted.
    pub basis: CoverageBasis,
    /// Minimum share for each level, strict: a share below it withholds the score.
    pub minimum: Vec<Option<f64>>,
}

/// What coverage counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverageBasis {
    /// Share of the weight of applicable children that have a score.
    Weight,
    /// Share of applicable children that have a score.
    Count,
}

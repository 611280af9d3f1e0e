//! How sure scores and ranks are: the index evaluated many times under other choices that could as well have been made, and
//! with the errors that answers have.
//!
//! A [`Scenario`] says what varies, a [`Plan`] is the evaluation compiled for being repeated, [`draw`] makes draws of it,
//! [`summarise`] says what they show, [`sensitivity`] which source of uncertainty is to blame, and [`removals`] what each
//! node does to the ranking.

mod column;
mod describe;
mod draw;
mod grouping;
mod paired;
mod plan;
pub mod raw;
mod removal;
mod replay;
mod run;
mod scaling;
mod scenario;
mod sensitivity;
mod sobol;
mod stream;
mod summary;

pub use draw::Choices;
pub use paired::{Paired, paired};
pub use plan::{Factor, MOST_COMBINATIONS, Plan};
pub use removal::{Removal, UnitRemoval, removals, remove_each, unit_removals};
pub use replay::Workspace;
pub use run::{Draws, draw};
pub use scenario::{
    MOST_DRAWS, MOST_SOBOL_DRAWS, Sample, Scenario, WeightShape, WeightSpread, schema as scenario_schema,
};
pub use sensitivity::{OutputSensitivity, Sensitivity, SourceIndices, sensitivity};
pub use sobol::{InputIndices, Outputs, SobolIndex, bootstrapped, indices};
pub use summary::{
    ANALYSIS_FORMAT, ANALYSIS_VERSION, AlternativeMethod, Subject, TOLD_APART, Uncertainty, UncertaintySource,
    UnitUncertainty, schema, summarise,
};

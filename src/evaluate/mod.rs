//! The index as one pure function of three values: framework, methodology, round.
//!
//! [`evaluate`] goes observe -> screen -> impute -> treat -> normalise -> weigh -> aggregate -> rank, keeps every
//! stage, and knows no language, path or rounding digit. Where a framework has slices (a life event, say) each slice
//! goes the whole way on its own, and the scores of the slices are then combined. For each value of a facet with
//! results (a sector, a channel) the same is done on the part of the items that have it.

mod aggregate;
mod combine;
mod condition;
mod evaluation;
mod item;
mod observe;
mod perturb;
mod scores;
mod stages;
mod weigh;

pub use evaluation::{Evaluation, PanelStages, evaluate, evaluate_from, rescore, stages_under};
pub use item::{Decided, ItemWork, QuestionWork, RowWork, item_work};
pub use observe::{ItemScore, Observation, Observations, Panel, Part, observe, observe_unit};
pub use perturb::{Change, Moved, errors_of_estimates, steps_of_assessors};
pub use scores::{Basis, NodeScore, PanelScores, Scores};
pub use stages::{Columns, Normalised, TreatmentNote};

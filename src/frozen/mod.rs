//! The frozen result, `scores.json`: what every page, comparison and analysis is made from.
//!
//! It is versioned, has a JSON Schema (`nudj schema`), carries the hash of every input and the methodology, and holds
//! unrounded numbers. An absent score is `null` beside the reason, never NaN or zero. Maps are ordered and lists have
//! a stated order, so the same input gives the same bytes.

mod build;
mod collection;
mod evidence;
pub(crate) mod method;
mod systems;
mod types;

pub use build::{freeze, freeze_collection};
pub use collection::{COLLECTION_FORMAT, FrozenCollection, FrozenSeries};
pub use types::{
    FORMAT, Frozen, FrozenAdaptation, FrozenBand, FrozenCard, FrozenChange, FrozenEdition, FrozenEstimate,
    FrozenEvidence, FrozenFacet, FrozenFact, FrozenFigure, FrozenFramework, FrozenGrouping, FrozenItem, FrozenLink,
    FrozenNode, FrozenPart, FrozenPublished, FrozenReview, FrozenRound, FrozenScore, FrozenSystem, FrozenUnit,
    ImprovementStep, InputFile, ItemResult, Manifest, MethodStep, NamedCode, PartScore, ReportedScore, Summary, Text,
    VERSION, schema,
};

//! The frozen result, `scores.json`: what every page, comparison and analysis is made from.
//!
//! It is versioned, has a JSON Schema (`nudj schema`), carries the hash of every input and the methodology, and holds
//! unrounded numbers. An absent score is `null` beside the reason, never NaN or zero. Maps are ordered and lists have
//! a stated order, so the same input gives the same bytes.

mod build;
mod method;
mod types;

pub use build::freeze;
pub use types::{
    FORMAT, Frozen, FrozenAdaptation, FrozenBand, FrozenCard, FrozenFacet, FrozenFramework, FrozenItem, FrozenNode,
    FrozenRound, FrozenScore, FrozenUnit, ImprovementStep, InputFile, ItemResult, Manifest, MethodStep, NamedCode,
    ReportedScore, Summary, Text, VERSION, schema,
};

//! Analyses of results: whether the parts of an index belong together, and what two results say side by side.
//!
//! Nothing here moves a score. [`compare`] reads frozen results; the others evaluate again, with one thing changed.

pub mod coherence;
mod comparison;
pub mod improvement;
mod lineage;

pub use comparison::{Compared, ComparedNode, Side, compare};
pub use lineage::{Lineage, Matched, match_nodes};

//! Analyses of results: whether the parts of an index belong together, and what two results say side by side.
//!
//! Nothing here moves a score. [`compare`] reads frozen results; the others evaluate again, with one thing changed. [`uncertainty`] does so
//! many times.

pub mod changes;
pub mod coherence;
mod comparison;
mod decomposition;
mod figure;
mod groups;
pub mod growth;
pub mod improvement;
mod lineage;
mod matched;
mod mixture;
pub mod uncertainty;

pub use comparison::{Compared, ComparedNode, Side, compare};
pub use decomposition::{Decomposition, Factor, NoSplit, Source, decompose};
pub use groups::{members, summary_over};
pub use lineage::{Lineage, MatchedNodes, match_nodes};
pub use matched::{LEAST_WEIGHT, Matched, NotMatched, matched};

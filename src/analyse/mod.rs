//! Analyses of frozen results: what two of them say of a unit, or of two units, side by side.
//!
//! Nothing here scores again; every figure is one of a frozen result, or a difference of two.

mod comparison;
mod lineage;

pub use comparison::{Compared, ComparedNode, Side, compare};
pub use lineage::{Lineage, Matched, match_nodes};

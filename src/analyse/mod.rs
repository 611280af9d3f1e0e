//! Analyses of frozen results: what two of them say of a unit, or of two units, side by side.
//!
//! A comparison does not score again: every figure is one of a frozen result, or a difference of two. [`uncertainty`] does,
//! many times.

mod comparison;
mod lineage;
pub mod uncertainty;

pub use comparison::{Compared, ComparedNode, Side, compare};
pub use lineage::{Lineage, Matched, match_nodes};

//! The methods of the OECD/JRC Handbook, one folder per step and one file per method.
//!
//! A method is a pure function of columns of [`Datum`](crate::model::Datum): a column has one row per unit.
//! A value that is absent keeps its reason unless the method says that it fills it, and a formula without a
//! finite value gives [`Absence::Undefined`](crate::model::Absence::Undefined).

pub mod aggregation;
mod column;
pub mod denomination;
pub mod imputation;
pub mod normalisation;
pub mod ranking;
pub mod screening;
pub mod treatment;
pub mod weighting;

//! The integration tests: one binary, one module for each boundary.
//!
//! `support` is the one way in: every test goes through its functions, so that a change of the library's face touches
//! one place.
#![allow(clippy::disallowed_methods, reason = "tests read cases and run the binary")]

mod accessibility;
mod architecture;
mod binary;
mod broken;
mod coherence;
mod collections;
mod decomposition;
mod docs;
mod glossary;
mod growth;
mod improvement;
mod laws;
#[cfg(feature = "pdf")]
mod pdf;
mod peers;
mod print;
mod recommendations;
mod reference;
mod region;
mod reports;
mod support;
mod systems;
mod uncertainty;
mod variables;
mod workbook;

//! The integration tests: one binary, one module for each boundary.
//!
//! `support` is the one way in: every test goes through its functions, so that a change of the library's face touches
//! one place.
#![allow(clippy::disallowed_methods, reason = "tests read cases and run the binary")]

mod architecture;
mod binary;
mod broken;
mod docs;
mod laws;
mod reference;
mod support;
mod systems;
mod uncertainty;

//! The integration tests: one binary, one module for each boundary.
//!
//! `support` is the one way in: every test goes through its functions, so that a change of the library's face touches
//! one place.

mod architecture;
mod docs;
mod support;

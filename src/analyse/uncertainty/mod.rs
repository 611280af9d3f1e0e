//! How sure scores and ranks are: the index evaluated many times under other choices that could as well have been made, and
//! with the errors that answers have.
//!
//! A [`Scenario`] says what varies, a [`Plan`] is the evaluation compiled for being repeated, [`draw`] makes draws of it,
//! [`summarise`] says what they show, and [`sensitivity`] which source of uncertainty is to blame.

mod column;
mod draw;
mod plan;
pub mod raw;
mod replay;
mod scenario;
mod stream;

pub use draw::Choices;
pub use plan::{Factor, MOST_COMBINATIONS, Plan};
pub use replay::Workspace;
pub use scenario::{MOST_DRAWS, Scenario, WeightShape, WeightSpread};

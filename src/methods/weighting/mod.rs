//! Step 6, weighting: how much each part counts.

mod principal;
mod shares;

pub use principal::{loadings, principal};
pub use shares::{effective, normalised};

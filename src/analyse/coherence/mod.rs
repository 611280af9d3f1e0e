//! Step 4, multivariate analysis: whether the parts of an index belong together, and how much each of them really counts.
//!
//! Every figure has the number of rows that it stands on, and one that its formula does not give says why. Nothing here moves
//! a score.

mod analysis;
mod correlation;
mod file;
mod importance;
mod statistics;
mod structure;
mod weights;

pub use analysis::{Coherence, Level, Rules, Warning, coherence};
pub use correlation::{Association, Correlation, Flag, FlagKind, complete_pairs, correlations};
pub use file::{CoherenceFile, schema};
pub use importance::{Importance, Spread, importance};
pub use statistics::{Statistics, statistics};
pub use structure::{ALL_COLUMNS, Alpha, Components, Missing, Share, Structure, alpha, principal_components};
pub use weights::{Balance, BalancePart, balance};

pub use super::figure::{Figure, Undefined};

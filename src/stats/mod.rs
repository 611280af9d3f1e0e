//! Numeric kernels on plain slices. They know no country, indicator or reason for absence.
//!
//! Every function answers `None` where its formula has no finite value, so NaN and infinity cannot leave
//! this module. What `statrs` or `nalgebra` already do right is called, not rewritten.

mod correlation;
mod median;
mod moments;
mod principal;
mod ranking;
mod sum;

pub use correlation::{pearson, spearman};
pub use median::{median, quantile, weighted_median};
pub use moments::{kurtosis, mean, range, skewness, standard_deviation};
pub use principal::{Principal, first_principal};
pub use ranking::{Ties, ascending_ranks, competition_ranks};
pub use sum::sum;

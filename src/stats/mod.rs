//! Numeric kernels on plain slices. They know no country, indicator or reason for absence.
//!
//! Every function answers `None` where its formula has no finite value, so NaN and infinity cannot leave
//! this module. What `statrs` or `nalgebra` already do right is called, not rewritten.

mod adequacy;
mod alpha;
mod components;
mod correlation;
mod covariance;
mod growth;
mod kendall;
mod logarithm;
mod median;
mod moments;
mod principal;
mod ranking;
mod significance;
mod smoothing;
mod sum;
mod wilson;

pub use adequacy::{Bartlett, bartlett, kaiser_meyer_olkin};
pub use alpha::{cronbach, cronbach_interval};
pub use components::{Component, components};
pub use correlation::{pearson, spearman};
pub use covariance::covariance;
pub use growth::{Line, compound_growth, line};
pub use kendall::kendall;
pub(crate) use logarithm::logarithms;
pub use median::{median, quantile, weighted_median};
pub(crate) use median::{quantile_of_sorted, weighted_median_of_sorted};
pub use moments::{kurtosis, mean, range, skewness, standard_deviation};
pub use principal::{Principal, first_principal};
pub use ranking::{Ties, ascending_ranks, competition_ranks};
pub use significance::{kendall_p, pearson_p, spearman_p};
pub use smoothing::{linear_share, smooth_share};
pub use sum::sum;
pub use wilson::{Z_95, wilson, wilson_of};

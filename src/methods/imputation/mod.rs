//! Step 3, imputation of missing data.
//!
//! Only an answer that should be there can be filled: not available, unknown and not assessed. What is not
//! applicable is never filled, nor is what screening, coverage or a formula took out. A reason that no rule
//! could fill is kept.

mod peers;
mod rows;
mod series;

pub use peers::impute_column;
pub use rows::impute_rows;
pub use series::impute_series;

use crate::model::{Absence, Datum};

/// How gaps are filled.
#[derive(Clone, Debug, PartialEq)]
pub enum Imputation {
    /// Gaps stay.
    None,
    /// The mean of the column over all units.
    Mean,
    /// The median of the column over all units.
    Median,
    /// The mean of the column over the units of the same group.
    GroupMean,
    /// The median of the column over the units of the same group.
    GroupMedian,
    /// The mean of the unit's own other indicators, on a common scale.
    RowMean,
    /// The median of the unit's own other indicators, on a common scale.
    RowMedian,
    /// The last earlier value of the unit.
    Latest {
        /// How many steps back the value may lie; `None` sets no limit.
        max_steps: Option<usize>,
    },
    /// The last earlier value, and before the first value that first one.
    Constant,
    /// Linear in time between the neighbouring values, flat beyond the ends; needs two values.
    Linear,
    /// As [`Imputation::Linear`], and the one value where there is only one.
    LinearConstant,
}

/// The shape of data that a method of imputation looks at, so that a caller knows which function to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Nothing is filled.
    Nothing,
    /// One column at a time: [`impute_column`].
    Column,
    /// All columns at once: [`impute_rows`].
    Rows,
    /// One unit over time: [`impute_series`].
    Series,
}

impl Imputation {
    /// The function that carries this method out. The other functions leave their data as they are.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self {
            Imputation::None => Scope::Nothing,
            Imputation::Mean | Imputation::Median | Imputation::GroupMean | Imputation::GroupMedian => Scope::Column,
            Imputation::RowMean | Imputation::RowMedian => Scope::Rows,
            Imputation::Latest { .. } | Imputation::Constant | Imputation::Linear | Imputation::LinearConstant => {
                Scope::Series
            }
        }
    }
}

/// Whether imputation may fill this.
fn is_gap(datum: Datum) -> bool {
    matches!(datum, Err(Absence::NotAvailable | Absence::Unknown | Absence::NotAssessed))
}

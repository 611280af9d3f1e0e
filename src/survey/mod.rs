//! Surveys: what was observed, read from the files of one round.
//!
//! The layer maps bytes to values and touches no disk: [`RoundDocument::read`] says which files a round needs, and
//! [`assemble`] takes their texts. The way is bytes -> [`Table`] (cells with places) -> rows of answers -> [`Round`].

pub mod raw;

mod assemble;
mod collection;
mod document;
mod estimate;
mod groupings;
mod links;
mod number;
mod plausibility;
mod reader;
mod registry;
mod round;
mod schema;
mod spelling;
mod systems;
mod table;
mod tidy;
mod units;
mod wide;

pub use assemble::assemble;
pub use collection::{Collection, Series};
pub use document::RoundDocument;
pub use groupings::{Grouping, UnitGroup};
pub use links::{Link, Published, Statistic};
pub use number::{Decimal, NumberError, NumberFormat, parse_number, printed_decimals};
pub use round::{Annotation, Answer, Answers, Cell, Period, Reported, Review, Round, Row, Unit};
pub use schema::{collection_schema, schema};
pub(crate) use spelling::fold;
pub use systems::{Figure, Per, Qualifier, Quantity, System, SystemFact, SystemKind, SystemStatus};
pub use table::Table;

//! Criteria: what is measured and how, read from the TOML files of one folder.
//!
//! [`load`] goes raw -> valid and returns every problem of all files at once. What comes out is a [`Framework`] (the
//! tree, the tables, the catalogue) and a [`Methodology`] (one choice for each step of the Handbook).

pub mod raw;

mod adaptation;
mod edition;
mod framework;
mod methodology;
mod read;
mod schema;
mod sections;
mod validate;

pub use adaptation::adaptation_schema;
pub use edition::{Change, ChangeKind, Edition};
pub(crate) use framework::AbsentRule;
pub use framework::{
    About, Adaptation, Attribute, AttributeKind, Band, Card, Choice, Condition, Effort, Facet, FacetIx, Fold,
    Framework, Indicator, IndicatorIx, Item, Measure, Named, Node, NodeIx, Origin, Question, QuestionIx, QuestionKind,
    Scale, ScaleKind, Table, TableIx, Test, ValueIx, Whole,
};
pub use methodology::{
    Aggregating, Coverage, CoverageBasis, Imputing, Methodology, MissingChild, Normalising, ReportedRule, Weighting,
};
pub use read::{Criteria, load, load_adapted};
pub(crate) use schema::closed_schema;
pub use schema::schema;
pub(crate) use sections::{Sections, place};
pub(crate) use validate::{Alternatives, check_code, check_text, check_words};

//! The shape of `collection.json`: which results stand together, and which of them form a series.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::Text;

/// Name of the format.
pub const COLLECTION_FORMAT: &str = "nudj-collection";

/// Results that are reported together.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenCollection {
    /// Always `nudj-collection`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// Code.
    pub code: String,
    /// Title.
    pub title: Text,
    /// Notes.
    pub notes: Vec<Text>,
    /// Folders of the results, each with a `scores.json`.
    pub folders: Vec<String>,
    /// Series over time.
    pub series: Vec<FrozenSeries>,
}

/// Results of the same units over time.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct FrozenSeries {
    /// Code.
    pub code: String,
    /// Title.
    pub title: Text,
    /// Notes.
    pub notes: Vec<Text>,
    /// Indices of its results in `folders`, in order of time.
    pub rounds: Vec<usize>,
    /// Changes of more points are listed for review.
    pub largest_change: Option<f64>,
}

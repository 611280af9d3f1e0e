//! The JSON Schemas of `round.toml` and `collection.toml`.

use schemars::schema_for;
use serde_json::Value;

use super::raw::{RawCollectionFile, RawRoundFile};
use crate::criteria::closed_schema;

/// The JSON Schema of a round file.
#[must_use]
pub fn schema() -> Value {
    closed_schema(schema_for!(RawRoundFile).to_value())
}

/// The JSON Schema of a collection file.
#[must_use]
pub fn collection_schema() -> Value {
    closed_schema(schema_for!(RawCollectionFile).to_value())
}

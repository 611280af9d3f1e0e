//! The JSON Schema of `round.toml`.

use schemars::schema_for;
use serde_json::Value;

use super::raw::RawRoundFile;
use crate::criteria::closed_schema;

/// The JSON Schema of a round file.
#[must_use]
pub fn schema() -> Value {
    closed_schema(schema_for!(RawRoundFile).to_value())
}

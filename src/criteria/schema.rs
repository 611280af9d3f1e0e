//! The JSON Schemas that editors use to complete and check the files.

use schemars::schema_for;
use serde_json::Value;

use super::raw::RawFile;

/// The JSON Schema of a criteria file.
#[must_use]
pub fn schema() -> Value {
    closed_schema(schema_for!(RawFile).to_value())
}

/// Sections that are not part of the language are errors, for an editor as for us.
pub(crate) fn closed_schema(mut schema: Value) -> Value {
    if let Some(object) = schema.as_object_mut() {
        object.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    schema
}

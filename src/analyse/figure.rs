//! A figure of an analysis, or why there is none.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A number, or the reason why the formula gives none. NaN never stands for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure(pub Result<f64, Undefined>);

/// Why a figure is not defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undefined {
    /// Fewer rows have a value than the formula needs.
    TooFew,
    /// A column does not vary.
    Constant,
    /// The correlation matrix has no inverse: columns depend on each other, or outnumber the rows.
    Singular,
    /// The formula needs at least two columns.
    OneColumn,
    /// The score is not a weighted arithmetic mean of its parts.
    NotLinear,
    /// A share of a value that is not above zero, or the end of a growth below zero.
    NotPositive,
    /// A number beyond the range of 64-bit floating point.
    TooLarge,
}

impl Undefined {
    /// The code in files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Undefined::TooFew => "too_few_rows",
            Undefined::Constant => "constant",
            Undefined::Singular => "singular",
            Undefined::OneColumn => "one_column",
            Undefined::NotLinear => "not_linear",
            Undefined::NotPositive => "not_positive",
            Undefined::TooLarge => "too_large",
        }
    }
}

impl Figure {
    /// The number, or this reason; a number that is not finite is none.
    #[must_use]
    pub fn of(value: Option<f64>, otherwise: Undefined) -> Figure {
        Figure(value.filter(|value| value.is_finite()).ok_or(otherwise))
    }

    /// The number, if there is one.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        self.0.ok()
    }
}

impl JsonSchema for Figure {
    fn schema_name() -> Cow<'static, str> {
        "Figure".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number, or the reason why there is none.",
            "anyOf": [
                { "type": "number" },
                {
                    "type": "object",
                    "properties": { "not_defined": { "type": "string" } },
                    "required": ["not_defined"],
                    "additionalProperties": false
                }
            ]
        })
    }
}

impl Serialize for Figure {
    /// A number, or `{ "not_defined": reason }`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Ok(value) => serializer.serialize_f64(value),
            Err(why) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("not_defined", why.code())?;
                map.end()
            }
        }
    }
}

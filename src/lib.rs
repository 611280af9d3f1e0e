//! nudj measures how mature a country's digital public services are, and shows the arithmetic.

pub mod methods;
pub mod model;
pub mod stats;

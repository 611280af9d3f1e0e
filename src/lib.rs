//! nudj measures how mature a country's digital public services are, and shows the arithmetic.

pub mod criteria;
pub mod diag;
pub mod evaluate;
pub mod frozen;
pub mod methods;
pub mod model;
pub mod report;
pub mod stats;
pub mod survey;

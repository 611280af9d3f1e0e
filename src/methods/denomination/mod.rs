//! Step 2, data selection: values made comparable between units of different size.

mod ratio;

pub use ratio::denominate;

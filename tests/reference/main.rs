//! Recomputes published indices.
fn main() {}

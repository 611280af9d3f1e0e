//! Places, diagnostics and collected findings.
//!
//! Every step that reads what a person wrote collects its problems here instead of stopping at the first, and each
//! problem says where it is, what is wrong and how to mend it.

mod code;
mod diagnostic;
mod encoding;
mod render;
mod source;

pub use code::Code;
pub use diagnostic::{Diagnostic, Findings, Severity};
pub(crate) use diagnostic::{meant, nearest};
pub use encoding::{NotText, decode};
pub use render::{Finding, Position, render, to_findings};
pub(crate) use source::Fields;
pub use source::{At, FileId, Place, Sources};

//! placeholder
use std::path::Path;
use crate::figures::Case;
pub(crate) fn cases(_: &Path, _: &Path) -> Result<Vec<Case>, String> { Ok(Vec::new()) }

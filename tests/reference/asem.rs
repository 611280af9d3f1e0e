//! placeholder
use crate::figures::Case;
use std::path::Path;
pub(crate) fn cases(_: &Path, _: &Path) -> Result<Vec<Case>, String> {
    Ok(Vec::new())
}

//! Reference data that the language cannot score yet. Nothing is computed here, so that nothing is faked.

use std::path::Path;

/// Folder, and why it is not scored.
const LATER: [(&str, &str); 4] = [
    ("gcb-pacific-2021", "not scored yet: needs estimation from microdata (weighted shares of respondents)"),
    ("canada-services", "not scored yet: needs aggregation of transaction records (sum of channels, met over total)"),
    ("europe-usage", "input only: used by surveys/gems/europe-2022"),
    ("qatar-2024", "input only: its one contradiction is found by `nudj check surveys/gems/qatar-2024`"),
];

/// One line for each folder that is there.
pub(crate) fn notes(data: &Path) -> Vec<String> {
    let there = LATER.iter().filter(|(folder, _)| data.join(folder).is_dir());
    there.map(|(folder, why)| format!("{folder}: {why}")).collect()
}

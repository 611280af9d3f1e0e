//! What a report leaves: files that are not yet written.

/// A finished file. Nothing in this layer writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artefact {
    /// Path with `/`, relative to the folder of the report; never absolute and never with `..`.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Names of the pages of units, in the order of their codes.
///
/// A code becomes its own name where it can: characters that are not safe in every file system are replaced, `index`,
/// `indicators` and `robustness` are taken by pages of the report, and codes that differ in case alone get a number.
pub(super) fn page_names<'a>(codes: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = std::collections::BTreeSet::from(["index", "indicators", "robustness"].map(str::to_owned));
    codes
        .map(|code| {
            let safe = |ch: char| if ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.') { ch } else { '-' };
            let stem: String = code.chars().map(safe).collect();
            let stem = stem.trim_start_matches('.');
            let stem = if stem.is_empty() { "unit" } else { stem };
            let mut name = stem.to_owned();
            let mut number = 2;
            // The factsheet of one unit may not have the name of another.
            while !(taken.insert(name.to_lowercase()) && taken.insert(format!("{name}-factsheet").to_lowercase())) {
                name = format!("{stem}-{number}");
                number += 1;
            }
            format!("{name}.html")
        })
        .collect()
}

/// The name of the factsheet beside a page; empty where there is no page.
pub(super) fn factsheet_name(page: &str) -> String {
    beside(page, "-factsheet.html")
}

/// The name of the page of evidence beside a page; empty where there is no page.
pub(super) fn evidence_name(page: &str) -> String {
    beside(page, "-evidence.html")
}

/// Another name with the same stem.
pub(super) fn beside(page: &str, ending: &str) -> String {
    page.strip_suffix(".html").map_or_else(String::new, |stem| format!("{stem}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::page_names;

    #[test]
    fn page_names_are_safe_and_distinct() {
        let names = page_names(["QAT", "index", "ab", "AB", "../etc", ""].into_iter());
        assert_eq!(names, ["QAT.html", "index-2.html", "ab.html", "AB-2.html", "-etc.html", "unit.html"]);
    }
}

//! What of a report is to be made: which formats, and for which units.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Findings, nearest};
use crate::frozen::{Frozen, FrozenUnit};

/// Formats and units of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Pages.
    pub html: bool,
    /// Workbooks.
    pub xlsx: bool,
    /// Tables as comma-separated text.
    pub csv: bool,
    /// Documents; refused where [`PDF`](super::PDF) is not built in.
    pub pdf: bool,
    /// What is on each page as JSON.
    pub json: bool,
    /// Codes of the units that have files of their own; none for all.
    pub units: Option<BTreeSet<String>>,
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted { html: true, xlsx: false, csv: false, json: false, pdf: false, units: None }
    }
}

impl Wanted {
    /// Restricts the units to those of these codes or names; without any, all are made.
    ///
    /// # Errors
    ///
    /// A name that no unit of any of the results has, with the nearest one.
    pub fn only(self, named: &[String], results: &[&Frozen]) -> Result<Wanted, Findings> {
        if named.is_empty() {
            return Ok(self);
        }
        let units = || results.iter().flat_map(|frozen| &frozen.units);
        let mut findings = Findings::default();
        let mut chosen = BTreeSet::new();
        for name in named.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            let before = chosen.len();
            let mut already = false;
            for unit in units().filter(|unit| is_named(unit, name)) {
                already |= !chosen.insert(unit.code.clone());
            }
            if chosen.len() == before && !already {
                findings.push(unknown(name, units()));
            }
        }
        if findings.has_errors() { Err(findings) } else { Ok(Wanted { units: Some(chosen), ..self }) }
    }

    /// Whether a unit has files of its own.
    pub(super) fn has(&self, code: &str) -> bool {
        self.units.as_ref().is_none_or(|units| units.contains(code))
    }
}

fn is_named(unit: &FrozenUnit, name: &str) -> bool {
    let name = name.to_lowercase();
    unit.code.to_lowercase() == name || unit.name.values().any(|own| own.trim().to_lowercase() == name)
}

fn unknown<'u>(name: &str, units: impl Iterator<Item = &'u FrozenUnit>) -> Diagnostic {
    let known: BTreeSet<&str> =
        units.flat_map(|unit| unit.name.values().chain([&unit.code])).map(String::as_str).collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name units by the codes or names of the round, separated by commas".to_owned(),
    };
    Diagnostic::new(Code::BadArgument, format!("`--unit`: the round has no unit `{name}`")).help(help)
}

//! What of a report is to be made: which formats, for which units, and who their peers are.

use std::collections::BTreeSet;

use super::peers::Peers;
use crate::diag::{Code, Diagnostic, Findings, nearest};
use crate::frozen::{Frozen, FrozenUnit};

/// Formats and units of a report, and who the peers of the units are.
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
    /// Who the peers of a unit are.
    pub peers: Peers,
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted { html: true, xlsx: false, csv: false, json: false, pdf: false, units: None, peers: Peers::OfRound }
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
            for unit in units().filter(|unit| unit.is_named(name)) {
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

fn unknown<'u>(name: &str, units: impl Iterator<Item = &'u FrozenUnit>) -> Diagnostic {
    let known: BTreeSet<&str> =
        units.flat_map(|unit| unit.name.values().chain([&unit.code])).map(String::as_str).collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name units by the codes or names of the round, separated by commas".to_owned(),
    };
    Diagnostic::new(Code::BadArgument, format!("`--unit`: the round has no unit `{name}`")).help(help)
}

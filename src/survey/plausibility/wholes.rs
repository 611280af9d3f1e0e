//! Shares of one whole that sum above it.

use super::plain;
use crate::criteria::Framework;
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::survey::round::{Answer, Round};

/// Shares are written with a few digits, and sums of them differ in the last bits.
const TOLERANCE: f64 = 1e-9;

pub(super) fn check(round: &Round, framework: &Framework, findings: &mut Findings) {
    for whole in &framework.wholes {
        let (Some(answers), Some(table)) = (round.answers().get(whole.table), framework.tables.get(whole.table)) else {
            continue;
        };
        for (at, row) in answers.rows.iter().enumerate() {
            let cells = answers.row(at);
            let shares: Vec<(&str, f64, Place)> = whole
                .parts
                .iter()
                .filter_map(|&part| match cells[part].answer {
                    Answer::Number(share) => Some((table.questions[part].code.as_str(), share, cells[part].place)),
                    _ => None,
                })
                .collect();
            let sum: f64 = shares.iter().map(|(_, share, _)| share).sum();
            if sum <= 1.0 + TOLERANCE {
                continue;
            }
            let parts: Vec<String> =
                shares.iter().map(|(code, share, _)| format!("{code} {}", plain(*share))).collect();
            let language = framework.languages.first().map_or("en", String::as_str);
            let message = format!(
                "`{}`: {} sum to {}, above the whole ({})",
                round.units[row.unit].code,
                parts.join(" + "),
                plain(sum),
                whole.name.get(language)
            );
            let mut diagnostic = Diagnostic::new(Code::SharesAboveWhole, message);
            for (number, (_, _, place)) in shares.iter().enumerate() {
                diagnostic = diagnostic.labelled(*place, if number == 0 { "" } else { "and here" });
            }
            findings.push(diagnostic.help("check whether something was counted in several of the shares"));
        }
    }
}

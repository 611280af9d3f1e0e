//! Figures of others: other measures of the same units, and what was published over all units.

use std::collections::BTreeMap;

use super::document::RoundDocument;
use super::fold;
use super::number::{NumberFormat, parse_number, printed_decimals};
use super::raw::{RawLink, RawPublished};
use super::reader::not_a_number;
use super::round::Unit;
use super::table::Table;
use crate::criteria::{Framework, check_code, check_text, check_words};
use crate::diag::{Code, Diagnostic, FileId, Findings, Sources, meant};
use crate::model::Words;

/// Another measure of the units of the round.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub(crate) code: String,
    pub(crate) title: Words,
    pub(crate) source: Words,
    pub(crate) licence: Words,
    /// Digits after the point with which its figures are printed.
    pub(crate) decimals: u8,
    /// One for each unit of the round; nothing where the measure does not cover it.
    pub(crate) values: Vec<Option<f64>>,
}

/// A figure over all units, as it was published.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    pub(crate) statistic: Statistic,
    pub(crate) value: f64,
    pub(crate) decimals: u32,
    pub(crate) source: Words,
}

/// What is published over all units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// Arithmetic mean.
    Mean,
    /// Least score.
    Minimum,
    /// Greatest score.
    Maximum,
    /// Greatest less least.
    Gap,
    /// Number of units.
    Units,
}

impl Statistic {
    /// All of them.
    pub const ALL: [Statistic; 5] =
        [Statistic::Mean, Statistic::Minimum, Statistic::Maximum, Statistic::Gap, Statistic::Units];

    /// The code in files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Statistic::Mean => "mean",
            Statistic::Minimum => "minimum",
            Statistic::Maximum => "maximum",
            Statistic::Gap => "gap",
            Statistic::Units => "units",
        }
    }
}

/// Reads all links.
pub(super) fn links(
    framework: &Framework,
    document: &RoundDocument,
    units: &[Unit],
    files: &BTreeMap<String, FileId>,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Vec<Link> {
    let mut read: Vec<Link> = Vec::new();
    for raw in &document.links {
        let at = document.place(&raw.code);
        check_code(raw.code.get_ref(), at, findings);
        if read.iter().any(|link| link.code == *raw.code.get_ref()) {
            let message = format!("two links have the code `{}`", raw.code.get_ref());
            findings.push(Diagnostic::new(Code::DuplicateCode, message).at(at).help("give each its own code"));
        }
        let languages = &framework.languages;
        let mut link = Link {
            code: raw.code.get_ref().clone(),
            title: check_words(raw.title.get_ref(), document.place(&raw.title), languages, findings),
            source: check_text(&raw.source, at, languages, findings),
            licence: check_text(&raw.licence, at, languages, findings),
            decimals: raw.decimals.unwrap_or(1).min(12),
            values: vec![None; units.len()],
        };
        if let Some(&file) = files.get(raw.file.get_ref())
            && let Some(table) = Table::read(file, None, sources, findings)
        {
            fill(&mut link.values, raw, &table, document, units, findings);
        }
        read.push(link);
    }
    read
}

fn fill(
    values: &mut [Option<f64>],
    raw: &RawLink,
    table: &Table,
    document: &RoundDocument,
    units: &[Unit],
    findings: &mut Findings,
) {
    let mut column = |given: &Option<toml::Spanned<String>>, default: &str| {
        let title = given.as_ref().map_or(default, |title| title.get_ref().as_str());
        let found = table.column(title);
        if found.is_none() {
            findings.push(
                Diagnostic::new(Code::ColumnMissing, format!("there is no column `{title}`"))
                    .at(given.as_ref().map_or_else(|| document.place(&raw.file), |title| document.place(title)))
                    .labelled(table.place(0, 0), "in this header")
                    .help("name the columns of the link in `unit` and `value`"),
            );
        }
        found
    };
    let (Some(unit), Some(value)) = (column(&raw.unit, "unit"), column(&raw.value, "value")) else { return };
    let mut known = 0;
    for (record, fields) in &table.records {
        let name = fold(fields.get(unit).unwrap_or(""));
        let Some(at) = units.iter().position(|unit| fold(&unit.code) == name) else { continue };
        let text = fields.get(value).unwrap_or("").trim();
        if text.is_empty() {
            continue;
        }
        match parse_number(text, NumberFormat::POINT, false) {
            Ok(_) if values[at].is_some() => findings.push(
                Diagnostic::new(Code::DuplicateRow, format!("there are two rows for `{}`", units[at].code))
                    .at(table.place(*record, unit))
                    .help("keep one of them"),
            ),
            Ok(number) => {
                values[at] = Some(number);
                known += 1;
            }
            Err(error) => findings.push(not_a_number(text, error, table.place(*record, value))),
        }
    }
    if known == 0 {
        findings.push(
            Diagnostic::new(Code::UnknownUnit, format!("no unit of the round is in `{}`", raw.file.get_ref()))
                .at(document.place(&raw.file))
                .help("the column of units holds the codes of the round, such as QAT"),
        );
    }
}

/// Reads the figures that were published over all units.
pub(super) fn published(framework: &Framework, document: &RoundDocument, findings: &mut Findings) -> Vec<Published> {
    document.published.iter().filter_map(|raw| one_published(raw, framework, document, findings)).collect()
}

fn one_published(
    raw: &RawPublished,
    framework: &Framework,
    document: &RoundDocument,
    findings: &mut Findings,
) -> Option<Published> {
    let word = raw.statistic.get_ref().as_str();
    let at = document.place(&raw.statistic);
    let statistic = Statistic::ALL.into_iter().find(|statistic| statistic.code() == word);
    if statistic.is_none() {
        let help = meant(word, "use one of", ", ", Statistic::ALL.map(Statistic::code));
        findings.push(
            Diagnostic::new(Code::UnknownChoice, format!("`{word}` is not a choice for `statistic`")).at(at).help(help),
        );
    }
    let text = raw.value.get_ref();
    let value = match parse_number(text, NumberFormat::POINT, false) {
        Ok(value) => Some(value),
        Err(error) => {
            findings.push(not_a_number(text, error, document.place(&raw.value)));
            None
        }
    };
    let source = check_text(&raw.source, at, &framework.languages, findings);
    let decimals = printed_decimals(text, NumberFormat::POINT).unwrap_or(0);
    Some(Published { statistic: statistic?, value: value?, decimals, source })
}

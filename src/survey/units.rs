//! The units of a round, from `[[unit]]` sections or a file.

use std::collections::BTreeMap;

use super::document::RoundDocument;
use super::number::{NumberFormat, parse_number};
use super::reader::{not_a_number, unknown};
use super::round::Unit;
use super::spelling::fold;
use super::table::Table;
use crate::criteria::{AttributeKind, Framework, check_code, check_words};
use crate::diag::{Code, Diagnostic, FileId, Findings, Place, Sources};
use crate::model::{Absence, Words};

/// The units of a round.
#[derive(Default)]
pub(super) struct Listed {
    pub(super) units: Vec<Unit>,
    /// Codes of the units of the file that do not take part.
    pub(super) left_out: Vec<String>,
}

/// Reads all units; an unusable one is a finding.
pub(super) fn units(
    framework: &Framework,
    document: &RoundDocument,
    files: &BTreeMap<String, FileId>,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Listed {
    let mut units: Vec<(Unit, Place)> = Vec::new();
    let mut left_out = Vec::new();
    if let Some(raw) = &document.units_file
        && let Some(&file) = files.get(raw.file.get_ref())
    {
        units = from_file(framework, file, sources, findings);
        if let Some(only) = &raw.only {
            for code in only.get_ref() {
                if !units.iter().any(|(unit, _)| unit.code == *code) {
                    let known: Vec<String> = units.iter().map(|(unit, _)| unit.code.clone()).collect();
                    let place = document.place(only);
                    findings.push(unknown("unit of the file", code, place, known.iter().map(String::as_str)));
                }
            }
            let (part, rest) = units.into_iter().partition(|(unit, _)| only.get_ref().contains(&unit.code));
            units = part;
            left_out = rest.into_iter().map(|(unit, _): (Unit, Place)| unit.code).collect();
        }
    }
    for raw in &document.units {
        let at = document.place(&raw.code);
        check_code(raw.code.get_ref(), at, findings);
        let name = check_words(raw.name.get_ref(), document.place(&raw.name), &framework.languages, findings);
        let mut unit = bare(framework, raw.code.get_ref(), name);
        unit.spellings.clone_from(&raw.spellings);
        let groups = raw.groups.iter().flat_map(|given| given.get_ref().keys().map(|key| (key, document.place(given))));
        let quantities =
            raw.quantities.iter().flat_map(|given| given.get_ref().keys().map(|key| (key, document.place(given))));
        for (kind, (key, place)) in groups
            .map(|entry| (AttributeKind::Group, entry))
            .chain(quantities.map(|entry| (AttributeKind::Quantity, entry)))
        {
            let known = framework.attributes.iter().filter(|attribute| attribute.kind == kind);
            match framework.attributes.iter().position(|attribute| attribute.code == *key && attribute.kind == kind) {
                Some(index) => {
                    unit.places[index] = Some(place);
                    if let Some(given) = &raw.groups {
                        unit.groups[index] = given.get_ref().get(key).cloned().or(unit.groups[index].take());
                    }
                    let quantity = raw.quantities.as_ref().and_then(|given| given.get_ref().get(key).copied());
                    if let Some(value) = quantity.filter(|value| value.is_finite()) {
                        unit.quantities[index] = Ok(value);
                    }
                }
                None => findings.push(unknown("attribute", key, place, known.map(|attribute| attribute.code.as_str()))),
            }
        }
        units.push((unit, at));
    }
    distinct(&units, findings);
    if units.is_empty() && !findings.has_errors() {
        findings.push(
            Diagnostic::new(Code::RoundWithoutUnits, "the round names no unit")
                .at(document.place(&document.round.code))
                .help("list them in `[[unit]]` sections, or in a file named by `[units]`"),
        );
    }
    Listed { units: units.into_iter().map(|(unit, _)| unit).collect(), left_out }
}

fn bare(framework: &Framework, code: &str, name: Words) -> Unit {
    Unit {
        code: code.to_owned(),
        name,
        spellings: Vec::new(),
        groups: vec![None; framework.attributes.len()],
        quantities: vec![Err(Absence::NotAvailable); framework.attributes.len()],
        places: vec![None; framework.attributes.len()],
    }
}

fn distinct(units: &[(Unit, Place)], findings: &mut Findings) {
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    for (unit, at) in units {
        if let Some(first) = seen.insert(fold(&unit.code), *at) {
            findings.push(
                Diagnostic::new(Code::DuplicateUnit, format!("the unit `{}` is listed twice", unit.code))
                    .at(*at)
                    .labelled(first, "the first is here")
                    .help("remove one of them"),
            );
        }
    }
}

fn from_file(
    framework: &Framework,
    file: FileId,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Vec<(Unit, Place)> {
    let Some(table) = Table::read(file, None, sources, findings) else { return Vec::new() };
    let Some(code_column) = table.column("code") else {
        findings.push(
            Diagnostic::new(Code::ColumnMissing, "the units file has no column `code`")
                .at(table.place(0, 0))
                .help("its columns are code, name_en, name_ar ..., spellings, and one for each attribute"),
        );
        return Vec::new();
    };
    let names: Vec<(String, usize)> = framework
        .languages
        .iter()
        .filter_map(|language| Some((language.clone(), table.column(&format!("name_{language}"))?)))
        .collect();
    let spellings = table.column("spellings");
    let attributes: Vec<Option<usize>> =
        framework.attributes.iter().map(|attribute| table.column(&attribute.code)).collect();
    let read = |column: usize| {
        column == code_column
            || Some(column) == spellings
            || table.header[column].starts_with("name_")
            || attributes.contains(&Some(column))
    };
    let unread: Vec<usize> = (0..table.header.len()).filter(|&column| !read(column)).collect();
    if let Some(&first) = unread.first() {
        let titles: Vec<&str> = unread.iter().map(|&column| table.header[column].as_str()).collect();
        findings.push(
            Diagnostic::new(Code::ColumnUnread, format!("nobody reads: {}", titles.join(", ")))
                .at(table.place(0, first))
                .help("declare it as an `[[attribute]]` of the criteria, or remove it"),
        );
    }
    let mut units = Vec::new();
    for (record, fields) in &table.records {
        let at = table.place(*record, code_column);
        let code = fields.get(code_column).unwrap_or("").trim();
        check_code(code, at, findings);
        let words: BTreeMap<String, String> = names
            .iter()
            .map(|(language, column)| (language.clone(), fields.get(*column).unwrap_or("").trim().to_owned()))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let name = check_words(&words, at, &framework.languages, findings);
        let mut unit = bare(framework, code, name);
        if let Some(column) = spellings {
            let listed = fields.get(column).unwrap_or("").split('|').map(str::trim);
            unit.spellings = listed.filter(|text| !text.is_empty()).map(str::to_owned).collect();
        }
        for (index, column) in attributes.iter().enumerate() {
            let Some(column) = *column else { continue };
            let text = fields.get(column).unwrap_or("").trim();
            set_attribute(
                framework,
                &mut unit,
                index,
                text,
                NumberFormat::POINT,
                table.place(*record, column),
                findings,
            );
        }
        units.push((unit, at));
    }
    units
}

/// Sets a group or a quantity from the text of a cell; an empty one leaves it as it is.
pub(super) fn set_attribute(
    framework: &Framework,
    unit: &mut Unit,
    attribute: usize,
    text: &str,
    format: NumberFormat,
    at: Place,
    findings: &mut Findings,
) {
    if text.is_empty() {
        return;
    }
    unit.places[attribute] = Some(at);
    match framework.attributes[attribute].kind {
        AttributeKind::Group => unit.groups[attribute] = Some(text.to_owned()),
        AttributeKind::Quantity => match parse_number(text, format, false) {
            Ok(value) => unit.quantities[attribute] = Ok(value),
            Err(error) => findings.push(not_a_number(text, error, at)),
        },
    }
}

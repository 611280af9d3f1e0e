//! The wide form: a row for each item or unit, a column for each question.

use std::collections::BTreeMap;

use toml::Spanned;

use super::document::RoundDocument;
use super::number::{Decimal, NumberFormat};
use super::raw::RawRoundTable;
use super::reader::{LocalSpellings, Reader, blank_row, unknown};
use super::round::{Answers, Cell, Row, Unit};
use super::spelling::fold;
use super::table::Table;
use super::units::set_attribute;
use crate::criteria::{About, QuestionKind, TableIx};
use crate::diag::{Code, Diagnostic, Findings, Place, nearest};

/// Answers by period label; the round's own period has the label of the round.
pub(super) type ByPeriod = BTreeMap<String, Vec<Answers>>;

/// What a reading of one table adds to.
pub(super) struct Target<'t> {
    pub(super) units: &'t mut Vec<Unit>,
    pub(super) periods: &'t mut ByPeriod,
    pub(super) skipped: &'t mut usize,
    /// For each table and question, whether some column answers it.
    pub(super) asked: &'t mut Vec<Vec<bool>>,
}

/// Which column holds what.
struct Columns {
    unit: usize,
    item: Option<usize>,
    period: Option<usize>,
    questions: Vec<(usize, usize)>,
    facets: Vec<(usize, usize)>,
    attributes: Vec<(usize, usize)>,
    flags: Vec<(usize, usize, Vec<String>)>,
    skip: Vec<(usize, Vec<String>)>,
}

/// Settings of a table that both forms have.
pub(super) struct Common {
    pub(super) format: NumberFormat,
    pub(super) delimiter: Option<u8>,
}

pub(super) fn common(raw: &RawRoundTable, document: &RoundDocument, findings: &mut Findings) -> Common {
    let mut word = |given: &Option<Spanned<String>>, key: &str, choices: &[&str]| -> Option<usize> {
        let given = given.as_ref()?;
        let found = choices.iter().position(|choice| choice == given.get_ref());
        if found.is_none() {
            findings.push(
                Diagnostic::new(Code::UnknownChoice, format!("`{}` is not a choice for `{key}`", given.get_ref()))
                    .at(document.place(given))
                    .help(format!("use one of: {}", choices.join(", "))),
            );
        }
        found
    };
    let decimal = match word(&raw.decimal, "decimal", &["point", "comma"]) {
        Some(1) => Decimal::Comma,
        _ => Decimal::Point,
    };
    let thousands =
        word(&raw.thousands, "thousands", &["comma", "point", "apostrophe"]).map(|index| [',', '.', '\''][index]);
    let format = NumberFormat { decimal, thousands };
    let delimiter = word(&raw.delimiter, "delimiter", &[",", ";", "tab"]).map(|index| [b',', b';', b'\t'][index]);
    Common { format, delimiter }
}

/// Reads one file into the answers of its table.
pub(super) fn read(
    reader: &Reader<'_>,
    raw: &RawRoundTable,
    table_index: TableIx,
    table: &Table,
    format: NumberFormat,
    target: &mut Target<'_>,
    findings: &mut Findings,
) {
    let local = reader.local(raw, Some(table_index), findings);
    let Some(columns) = columns(reader, raw, table_index, table, findings) else { return };
    for &(_, question) in &columns.questions {
        target.asked[table_index][question] = true;
    }
    unread(reader, raw, table, &columns, findings);
    let mut skipped: BTreeMap<usize, (usize, Place)> = BTreeMap::new();
    for (record, fields) in &table.records {
        if let Some(rule) = skip_rule(&columns, fields) {
            *target.skipped += 1;
            skipped.entry(rule).or_insert((0, table.place(*record, columns.skip[rule].0))).0 += 1;
            continue;
        }
        row(reader, table_index, table, *record, fields, &columns, &local, format, target, findings);
    }
    report_skipped(reader, raw, &skipped, findings);
}

fn skip_rule(columns: &Columns, fields: &csv::StringRecord) -> Option<usize> {
    columns.skip.iter().position(|(column, values)| values.contains(&fold(fields.get(*column).unwrap_or(""))))
}

fn report_skipped(
    reader: &Reader<'_>,
    raw: &RawRoundTable,
    skipped: &BTreeMap<usize, (usize, Place)>,
    findings: &mut Findings,
) {
    for (rule, (count, first)) in skipped {
        let Some(given) = raw.skip.get(*rule) else { continue };
        findings.push(
            Diagnostic::new(Code::RowSkipped, format!("{count} row(s) left out: {}", given.why))
                .labelled(*first, "the first is here")
                .labelled(reader.document.place(&given.column), "by this rule"),
        );
    }
}

fn columns(
    reader: &Reader<'_>,
    raw: &RawRoundTable,
    table_index: TableIx,
    table: &Table,
    findings: &mut Findings,
) -> Option<Columns> {
    let before = findings.errors();
    let find = |title: &str, at: Place, findings: &mut Findings| find_column(table, title, at, findings);
    let file_place = reader.document.place(&raw.file);
    let unit = match &raw.unit {
        Some(title) => find(title.get_ref(), reader.document.place(title), findings),
        None => find("unit", file_place, findings),
    };
    let about = reader.framework.tables[table_index].about;
    let item = match (&raw.item, about) {
        (Some(title), About::Catalogue) => find(title.get_ref(), reader.document.place(title), findings),
        (None, About::Catalogue) => find("item", file_place, findings),
        (Some(title), _) => {
            findings.push(
                Diagnostic::new(Code::UnusedParameter, "the rows of this table are not about catalogue items")
                    .at(reader.document.place(title))
                    .help("remove `item`"),
            );
            None
        }
        (None, _) => None,
    };
    let period = raw.period.as_ref().and_then(|title| find(title.get_ref(), reader.document.place(title), findings));
    let questions = question_columns(reader, raw, table_index, table, findings);
    let facets = facet_columns(reader, raw, table_index, table, findings);
    let attributes = attribute_columns(reader, raw, table, findings);
    let flags = flag_columns(reader, raw, table_index, table, findings);
    let mut skip = Vec::new();
    for rule in &raw.skip {
        let at = reader.document.place(&rule.column);
        // A rule whose column is missing keeps its number, so that the count is attributed to the right rule.
        let column = find_column(table, rule.column.get_ref(), at, findings).unwrap_or(usize::MAX);
        skip.push((column, rule.is.iter().map(|value| fold(value)).collect()));
    }
    if findings.errors() > before {
        return None;
    }
    Some(Columns { unit: unit?, item, period, questions, facets, attributes, flags, skip })
}

pub(super) fn find_column(table: &Table, title: &str, at: Place, findings: &mut Findings) -> Option<usize> {
    let found = table.column(title.trim());
    if found.is_none() {
        let mut diagnostic = Diagnostic::new(Code::ColumnMissing, format!("there is no column `{title}`"))
            .at(at)
            .labelled(table.place(0, 0), "in this header");
        diagnostic = match nearest(title, table.header.iter().map(String::as_str)) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => {
                let titles: Vec<&str> = table.header.iter().take(12).map(String::as_str).collect();
                diagnostic.help(format!("titles are: {}", titles.join(", ")))
            }
        };
        findings.push(diagnostic);
    }
    found
}

fn question_columns(
    reader: &Reader<'_>,
    raw: &RawRoundTable,
    table_index: TableIx,
    table: &Table,
    findings: &mut Findings,
) -> Vec<(usize, usize)> {
    let questions = &reader.framework.tables[table_index].questions;
    let asked = |code: &str| {
        questions.iter().position(|question| question.code == code && matches!(question.kind, QuestionKind::Asked(_)))
    };
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (title, code) in &raw.columns {
        let period = reader.document.round.period.get_ref();
        let wanted = title.get_ref().replace("{period}", period);
        let column = find_column(table, &wanted, reader.document.place(title), findings);
        let place = reader.document.place(code);
        let Some(question) = asked(code.get_ref()) else {
            let known = questions.iter().map(|question| question.code.as_str());
            let kind = format!("question of table `{}`", reader.framework.tables[table_index].code);
            findings.push(unknown(&kind, code.get_ref(), place, known));
            continue;
        };
        if found.iter().any(|&(_, there)| there == question) {
            let message = format!("two columns answer `{}`", code.get_ref());
            findings.push(Diagnostic::new(Code::DuplicateColumn, message).at(place).help("map one of them only"));
        } else if let Some(column) = column {
            found.push((column, question));
        }
    }
    for (column, title) in table.header.iter().enumerate() {
        if let Some(question) = asked(title)
            && !found.iter().any(|&(at, there)| at == column || there == question)
        {
            found.push((column, question));
        }
    }
    if found.is_empty() && raw.attributes.is_empty() {
        let listed: Vec<&str> = questions.iter().take(12).map(|question| question.code.as_str()).collect();
        findings.push(
            Diagnostic::new(Code::NoQuestions, format!("no column of `{}` answers a question", raw.file.get_ref()))
                .at(reader.document.place(&raw.file))
                .help(format!("map columns in `columns`; questions are: {}", listed.join(", "))),
        );
    }
    found.sort_unstable();
    found.retain(|&(column, question)| {
        let counted = reader.is_counted(&questions[question]);
        if counted {
            let message = format!("`{}` counts some of n, and the wide form has no n", questions[question].code);
            let help = "use the tidy form with a column `n`, or a scale on which the share itself is the answer";
            let at = table.place(0, column);
            findings.push(Diagnostic::new(Code::ColumnMissing, message).at(at).help(help));
        }
        !counted
    });
    found
}

fn facet_columns(
    reader: &Reader<'_>,
    raw: &RawRoundTable,
    table_index: TableIx,
    table: &Table,
    findings: &mut Findings,
) -> Vec<(usize, usize)> {
    let framework = reader.framework;
    let known = framework.facets.iter().map(|facet| facet.code.as_str());
    let found = coded_columns(reader, "facet", &raw.facets, known, table, findings);
    let about = framework.tables[table_index].about;
    if let About::Facet(facet) = about
        && !raw.facets.keys().any(|code| *code.get_ref() == framework.facets[facet].code)
    {
        let code = &framework.facets[facet].code;
        findings.push(
            Diagnostic::new(Code::ColumnMissing, format!("no column says the `{code}` that a row is about"))
                .at(reader.document.place(&raw.file))
                .help(format!("add `facets = {{ {code} = \"column title\" }}`")),
        );
    }
    found
}

fn attribute_columns(
    reader: &Reader<'_>,
    raw: &RawRoundTable,
    table: &Table,
    findings: &mut Findings,
) -> Vec<(usize, usize)> {
    let known = reader.framework.attributes.iter().map(|attribute| attribute.code.as_str());
    coded_columns(reader, "attribute", &raw.attributes, known, table, findings)
}

/// The columns of a map from code to title, each with the number of its code among those that are known.
fn coded_columns<'k>(
    reader: &Reader<'_>,
    kind: &str,
    map: &BTreeMap<Spanned<String>, Spanned<String>>,
    known: impl Iterator<Item = &'k str> + Clone,
    table: &Table,
    findings: &mut Findings,
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (code, title) in map {
        let Some(index) = known.clone().position(|known| known == code.get_ref()) else {
            findings.push(unknown(kind, code.get_ref(), reader.document.place(code), known.clone()));
            continue;
        };
        if let Some(column) = find_column(table, title.get_ref(), reader.document.place(title), findings) {
            found.push((column, index));
        }
    }
    found
}

fn flag_columns(
    reader: &Reader<'_>,
    raw: &RawRoundTable,
    table_index: TableIx,
    table: &Table,
    findings: &mut Findings,
) -> Vec<(usize, usize, Vec<String>)> {
    let flags = &reader.framework.tables[table_index].flags;
    let mut found = Vec::new();
    for rule in &raw.flag {
        let Some(flag) = flags.iter().position(|flag| flag == rule.code.get_ref()) else {
            let known = flags.iter().map(String::as_str);
            findings.push(unknown("flag of this table", rule.code.get_ref(), reader.document.place(&rule.code), known));
            continue;
        };
        let at = reader.document.place(&rule.column);
        if let Some(column) = find_column(table, rule.column.get_ref(), at, findings) {
            found.push((flag, column, rule.is.iter().map(|value| fold(value)).collect()));
        }
    }
    found
}

/// Columns that nobody reads, in one finding.
fn unread(reader: &Reader<'_>, raw: &RawRoundTable, table: &Table, columns: &Columns, findings: &mut Findings) {
    let mut read: Vec<usize> = vec![columns.unit];
    read.extend(columns.item.iter().chain(&columns.period));
    read.extend(columns.questions.iter().chain(&columns.facets).chain(&columns.attributes).map(|(column, _)| *column));
    read.extend(columns.flags.iter().map(|(_, column, _)| *column));
    read.extend(columns.skip.iter().map(|(column, _)| *column));
    for title in &raw.ignore {
        match table.column(title.get_ref().trim()) {
            Some(column) => read.push(column),
            None => {
                find_column(table, title.get_ref(), reader.document.place(title), findings);
            }
        }
    }
    let unread: Vec<usize> = (0..table.header.len()).filter(|column| !read.contains(column)).collect();
    if let Some(&first) = unread.first() {
        let titles: Vec<String> = unread.iter().take(8).map(|&column| format!("`{}`", table.header[column])).collect();
        let more = if unread.len() > 8 { format!(" and {} more", unread.len() - 8) } else { String::new() };
        findings.push(
            Diagnostic::new(Code::ColumnUnread, format!("nobody reads {}{more}", titles.join(", ")))
                .at(table.place(0, first))
                .help("map it in `columns`, or list it in `ignore`"),
        );
    }
}

#[expect(clippy::too_many_arguments, reason = "the parts of one row; a struct for them would be built at one place")]
fn row(
    reader: &Reader<'_>,
    table_index: TableIx,
    table: &Table,
    record: u32,
    fields: &csv::StringRecord,
    columns: &Columns,
    local: &LocalSpellings,
    format: NumberFormat,
    target: &mut Target<'_>,
    findings: &mut Findings,
) {
    let text = |column: usize| fields.get(column).unwrap_or("");
    let unit = reader.unit(text(columns.unit), local, table.place(record, columns.unit), findings);
    let mut facets = vec![None; reader.framework.facets.len()].into_boxed_slice();
    for &(column, facet) in &columns.facets {
        facets[facet] = reader.facet(facet, text(column), local, table.place(record, column), findings);
    }
    let item = match columns.item {
        Some(column) => {
            let at = table.place(record, column);
            let Some(item) = reader.item(table_index, text(column), &facets, local, at, findings) else { return };
            Some(item)
        }
        None => reader.facet_item(table_index, &facets),
    };
    let Some(unit) = unit else { return };
    if matches!(reader.framework.tables[table_index].about, About::Facet(_)) && item.is_none() {
        // The unknown facet value is already a finding; an empty one is found here.
        let at = table.place(record, columns.facets.first().map_or(0, |(column, _)| *column));
        if findings.list().last().is_none_or(|last| last.code != Code::UnknownFacetValue) {
            let message = "the row does not say what it is about";
            findings.push(Diagnostic::new(Code::UnknownFacetValue, message).at(at).help("fill the cell"));
        }
        return;
    }
    let mut flags = 0;
    for (flag, column, values) in &columns.flags {
        if values.contains(&fold(text(*column))) {
            flags |= 1_u32 << flag;
        }
    }
    for &(column, attribute) in &columns.attributes {
        let at = table.place(record, column);
        let cell = text(column).trim();
        set_attribute(reader.framework, &mut target.units[unit], attribute, cell, format, at, findings);
    }
    let label = columns.period.map(|column| text(column).trim()).filter(|label| !label.is_empty());
    let own = || reader.document.round.period.get_ref().clone();
    let label = label.map_or_else(own, |label| local.period(label).to_owned());
    let periods = target.periods.entry(label).or_insert_with(|| blank_period(reader));
    let answers = &mut periods[table_index];
    let place = table.place(record, columns.unit);
    let row = blank_row(answers, Row { unit, item, facets, flags, place });
    for &(column, question) in &columns.questions {
        let at = table.place(record, column);
        let asked = &reader.framework.tables[table_index].questions[question];
        let answer = reader.answer(asked, text(column), format, local, at, findings);
        answers.cells[row * answers.width + question] = Cell { answer, place: at };
    }
}

/// Empty answers to every table.
pub(super) fn blank_period(reader: &Reader<'_>) -> Vec<Answers> {
    reader
        .framework
        .tables
        .iter()
        .map(|table| Answers { rows: Vec::new(), cells: Vec::new(), width: table.questions.len() })
        .collect()
}

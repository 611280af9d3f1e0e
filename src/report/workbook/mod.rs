//! The report as workbooks and as comma-separated tables.
//!
//! Frozen result -> tables of values (`region`, `unit`, `about`, `calculation`) -> bytes (`book`, `comma`). The tables are
//! those of the pages with numbers in place of printed ones; a workbook has a list of its sheets before them and the
//! calculation after them.

mod about;
mod advice;
mod beside;
mod book;
mod calculation;
mod cards;
mod comma;
mod formula;
mod over;
mod region;
mod robustness;
mod rules;
mod series;
mod table;
mod unit;

use book::{Binding, Sheet, sheet_names, workbook};
use calculation::CALCULATION;
use comma::comma_separated;
use table::{Table, Value};

use super::artefact::Artefact;
use super::pages::{CARDS, ROBUSTNESS, Tongue, inputs_hash};
use super::series::SeriesTongue;
use super::wanted::Wanted;
use crate::diag::{Code, Diagnostic};
use crate::frozen::FrozenRound;

/// A date that any spreadsheet can show, where a round names no year.
const NO_YEAR: u16 = 2000;

/// The workbooks and tables of a result in one language.
///
/// # Errors
///
/// A table that no workbook can hold.
pub(super) fn files(tongue: &Tongue<'_>, wanted: &Wanted, out: &mut Vec<Artefact>) -> Result<(), Diagnostic> {
    if !wanted.xlsx && !wanted.csv {
        return Ok(());
    }
    let all: Vec<usize> = (0..tongue.field.frozen.units.len()).collect();
    let round = &tongue.field.frozen.round;
    let title = tongue.phrase(&round.title, &round.code).text;
    bundle(tongue, wanted, "index", (title, &tongue.region_tables()), &all, out)?;
    for (unit, page) in tongue.field.pages.iter().enumerate().filter(|(unit, _)| tongue.field.written(*unit)) {
        let stem = page.trim_end_matches(".html");
        bundle(tongue, wanted, stem, (tongue.unit_name(unit).text, &tongue.unit_tables(unit)), &[unit], out)?;
    }
    for (stem, title, tables) in tongue.other_tables() {
        bundle(tongue, wanted, &stem, (title, &tables), &[], out)?;
    }
    Ok(())
}

/// The workbook and tables of a series in one language. It has no calculation: each of its rounds has one.
///
/// # Errors
///
/// A table that no workbook can hold.
pub(super) fn series_files(
    series: &SeriesTongue<'_>,
    wanted: &Wanted,
    out: &mut Vec<Artefact>,
) -> Result<(), Diagnostic> {
    if !wanted.xlsx && !wanted.csv {
        return Ok(());
    }
    let last = series.last();
    let title = last.phrase(&series.series.title, &series.series.code).text;
    bundle(last, wanted, "index", (title, &series.tables()), &[], out)
}

/// A workbook, and its tables as text.
fn bundle(
    tongue: &Tongue<'_>,
    wanted: &Wanted,
    stem: &str,
    (title, tables): (String, &[Table]),
    units: &[usize],
    out: &mut Vec<Artefact>,
) -> Result<(), Diagnostic> {
    let language = &tongue.words().code;
    if wanted.csv {
        let no_data = tongue.speech.word("no_data");
        for table in tables {
            let path = format!("{language}/csv/{stem}/{}.csv", table.key);
            let bytes = comma_separated(&table.grid(&no_data, |heading| tongue.remarks(heading)));
            out.push(Artefact { bytes: bytes.map_err(|error| failed(&path, &error))?, path });
        }
    }
    if wanted.xlsx {
        let path = format!("{language}/{stem}.xlsx");
        let bytes = book_of(tongue, title, tables, units).map_err(|error| failed(&path, &error))?;
        out.push(Artefact { path, bytes });
    }
    Ok(())
}

fn failed(path: &str, error: &str) -> Diagnostic {
    Diagnostic::new(Code::CannotWrite, format!("`{path}` cannot be made: {error}"))
        .help("ask for another format, or for fewer units with `--unit`")
}

/// A workbook with the calculation of some units; without any it has none.
fn book_of(tongue: &Tongue<'_>, title: String, tables: &[Table], units: &[usize]) -> Result<Vec<u8>, String> {
    let calculation = if units.is_empty() { Vec::new() } else { tongue.calculation_tables(units).to_vec() };
    let tables: Vec<&Table> = tables.iter().chain(&calculation).filter(|table| !table.rows.is_empty()).collect();
    let names = names_of(&tongue.speech.word("sheet_contents"), &tables);
    let list = tongue.contents_table(&names, &tables);
    let no_data = tongue.speech.word("no_data");
    let sheets: Vec<Sheet> = std::iter::once(&list)
        .chain(tables.iter().copied())
        .zip(names)
        .map(|(table, name)| Sheet {
            name,
            grid: table.grid(&no_data, |heading| tongue.remarks(heading)),
            fixed: table.fixed,
            widest: table.widest,
        })
        .collect();
    let frozen = tongue.field.frozen;
    let binding = Binding {
        title: tongue.speech.say("page_title", &[("name", &title), ("index", &tongue.index().text)]),
        comment: format!("nudj {}, {}", frozen.manifest.nudj, inputs_hash(frozen)),
        right_to_left: tongue.words().right_to_left,
        date: date_of(&frozen.round),
    };
    workbook(&sheets, &binding).map_err(|error| error.to_string())
}

/// Names of the sheets, that of the contents first. The calculation is named before the others, since a formula asks for
/// it by its name.
fn names_of(contents: &str, tables: &[&Table]) -> Vec<String> {
    let mut order: Vec<usize> = (0..tables.len()).collect();
    order.sort_by_key(|&at| tables[at].key != CALCULATION);
    let wanted = order.iter().map(|&at| tables[at].name.as_str());
    let fitted = sheet_names(&wanted.chain([contents]).collect::<Vec<_>>());
    let mut names = vec![fitted.last().cloned().unwrap_or_default()];
    names.resize(tables.len() + 1, String::new());
    for (&at, name) in order.iter().zip(fitted) {
        names[at + 1] = name;
    }
    names
}

impl Tongue<'_> {
    /// The tables of the pages that are about no unit, each with the name of its file and its title.
    fn other_tables(&self) -> Vec<(String, String, Vec<Table>)> {
        let word = |key: &str| self.speech.word(key);
        let robustness = self.has_robustness();
        let robustness = robustness.then(|| (ROBUSTNESS, word("section_robustness"), self.robustness_tables()));
        let cards = self.cards().map(|cards| (CARDS, word("section_cards"), self.cards_tables(&cards)));
        let all = robustness.into_iter().chain(cards);
        all.map(|(page, title, tables)| (page.trim_end_matches(".html").to_owned(), title, tables)).collect()
    }

    /// The tables of the page with this name that is about no unit, by the names of their files and in words.
    pub(super) fn table_names(&self, page: &str) -> Vec<(String, String)> {
        let stem = page.trim_end_matches(".html");
        let tables = if stem == "index" {
            self.region_tables()
        } else {
            let others = self.other_tables().into_iter();
            others.filter(|(name, ..)| name == stem).flat_map(|(.., tables)| tables).collect()
        };
        tables.into_iter().map(|table| (table.key, table.name)).collect()
    }

    /// The tables of the page of a unit, by the names of their files and in words.
    pub(super) fn unit_table_names(&self, unit: usize) -> Vec<(String, String)> {
        self.unit_tables(unit).into_iter().map(|table| (table.key, table.name)).collect()
    }

    /// The sheets of a workbook with what a reader must know of them.
    fn contents_table(&self, names: &[String], tables: &[&Table]) -> Table {
        let mut rows: Vec<Vec<Value>> = names
            .iter()
            .skip(1)
            .zip(tables)
            .map(|(name, table)| vec![Value::text(name), Value::text(&table.note)])
            .collect();
        if self.field.frozen.round.illustrative {
            rows.insert(0, vec![Value::Empty, Value::text(self.speech.word("illustrative"))]);
        }
        let columns = self.headings(&["column_sheet", "column_note"]);
        Table::new("contents", self.speech.word("sheet_contents"), columns).rows(rows)
    }
}

/// The day on which the data of a round end: its cut-off, else the last day of the last year that its period names.
fn date_of(round: &FrozenRound) -> (u16, u8, u8) {
    let cut_off = round.cut_off.as_deref().and_then(|date| {
        let mut parts = date.trim().splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        Some((year, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    });
    let sound = |&(year, month, day): &(u16, u8, u8)| {
        (1900..=9999).contains(&year) && (1..=12).contains(&month) && (1..=28).contains(&day.min(28)) && day <= 31
    };
    let years = round.period.split(|ch: char| !ch.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let last = years.filter_map(|year| year.parse().ok()).filter(|year| (1900..=9999).contains(year)).max();
    cut_off.filter(sound).unwrap_or((last.unwrap_or(NO_YEAR), 12, 31))
}

//! A workbook from tables: one table a sheet, a first row of headings, no merged cells, sheets that run from right to
//! left where the language does.
//!
//! Every text is written as a text, so nothing that somebody entered becomes a formula. The date of creation comes from
//! the round, since a clock would make every run another file.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Url, Workbook, Worksheet,
    XlsxError,
};

use super::table::{Form, Grid, Value};
use crate::report::speech::is_right_to_left;

/// Characters that a cell takes.
const LONGEST: usize = 32_767;
/// Characters that the name of a sheet takes.
const NAME: usize = 31;
/// Width of the narrowest column, in characters.
const NARROW: usize = 9;
/// Height of a line of text in points, and the most lines that a row shows.
const LINE: f64 = 15.0;
const LINES: usize = 27;
/// Rows that are measured for the width of a column.
const MEASURED: usize = 400;
/// Ink of cells that somebody may change, by the custom of modelling in spreadsheets.
const INPUT: u32 = 0x0B_3D_91;
/// Ground of headings, and of scores that were taken as published.
const HEADING: u32 = 0xE8_EC_F1;
const PUBLISHED: u32 = 0xFF_F4_D6;

/// A sheet to be written.
pub(super) struct Sheet {
    /// Its name, which no other sheet has.
    pub(super) name: String,
    pub(super) grid: Grid,
    /// Leading columns that stay in sight.
    pub(super) fixed: usize,
    /// Width of the widest column, in characters.
    pub(super) widest: usize,
}

/// What a workbook says of itself.
pub(super) struct Binding {
    pub(super) title: String,
    /// Version and hash of what it was made from.
    pub(super) comment: String,
    pub(super) right_to_left: bool,
    /// Year, month and day.
    pub(super) date: (u16, u8, u8),
}

/// Fits names of sheets to what spreadsheets take: short, without reserved signs, each once.
pub(super) fn sheet_names(names: &[&str]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    names
        .iter()
        .map(|name| {
            let plain: String = name
                .chars()
                .filter(|ch| !ch.is_control() && !matches!(ch, '[' | ']' | ':' | '*' | '?' | '/' | '\\'))
                .collect();
            let plain = plain.trim_matches(|ch: char| ch == '\'' || ch.is_whitespace());
            let plain = if plain.is_empty() { "-" } else { plain };
            let mut fitted = cut(plain, NAME).to_owned();
            let mut number = 2;
            while !taken.insert(fitted.to_lowercase()) {
                let end = format!(" {number}");
                fitted = format!("{}{end}", cut(plain, NAME - end.len()));
                number += 1;
            }
            fitted
        })
        .collect()
}

/// The start of a text in UTF-16 units, which is what spreadsheets count, at the end of a word where there is one near.
fn cut(text: &str, units: usize) -> &str {
    let mut length = 0;
    let end = text.char_indices().find(|(_, ch)| {
        length += ch.len_utf16();
        length > units
    });
    let Some((end, _)) = end else { return text };
    let head = &text[..end];
    let word = head.rfind(' ').filter(|&space| space * 2 > end && !text[end..].starts_with(' '));
    word.map_or(head, |space| &head[..space]).trim_end()
}

/// The bytes of a workbook; `contents` is the sheet whose first column names the others.
pub(super) fn workbook(sheets: &[Sheet], binding: &Binding) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (year, month, day) = binding.date;
    book.set_properties(
        &DocProperties::new()
            .set_title(&binding.title)
            .set_comment(&binding.comment)
            .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?),
    );
    let styles = Styles::new(binding.right_to_left);
    for (at, sheet) in sheets.iter().enumerate() {
        let worksheet = book.add_worksheet();
        worksheet.set_name(&sheet.name)?;
        worksheet.set_right_to_left(binding.right_to_left);
        worksheet.set_freeze_panes(1, u16::try_from(sheet.fixed).unwrap_or(0))?;
        worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        shape(worksheet, sheet)?;
        let links = if at == 0 { sheets } else { &[] };
        fill(worksheet, &sheet.grid, &styles, links)?;
    }
    book.save_to_buffer()
}

/// Sets widths and heights: a program that opens the file may not fit them itself.
fn shape(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let grid = &sheet.grid;
    let widths: Vec<usize> = (0..grid.headings.len()).map(|column| width(grid, column, sheet.widest)).collect();
    for (column, width) in (0_u16..).zip(&widths) {
        worksheet.set_column_width(column, *width as f64)?;
    }
    // A heading is bold, and so wider than its letters are many.
    let headings = grid.headings.iter().zip(&widths).map(|(heading, width)| lines(heading, width * 4 / 5));
    height(worksheet, 0, headings.max())?;
    for (row, cells) in (1_u32..).zip(&grid.rows) {
        let lines = cells.iter().zip(&widths).map(|(cell, width)| match cell {
            Value::Text(text) => lines(text, *width),
            _ => 1,
        });
        height(worksheet, row, lines.max())?;
    }
    Ok(())
}

fn height(worksheet: &mut Worksheet, row: u32, lines: Option<usize>) -> Result<(), XlsxError> {
    if let Some(lines) = lines.filter(|lines| *lines > 1) {
        worksheet.set_row_height(row, LINE * lines.min(LINES) as f64)?;
    }
    Ok(())
}

/// Lines that a text takes in a column; words do not break, so a line holds less than its width.
fn lines(text: &str, width: usize) -> usize {
    let mut lines = 1;
    let mut here = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if here > 0 && here + 1 + length > width.saturating_sub(2).max(1) {
            lines += 1;
            here = 0;
        }
        here += length + usize::from(here > 0);
        // A long address breaks where the line ends.
        lines += here / width.max(1);
        here %= width.max(1);
    }
    lines
}

/// Writes a grid; the first cells of the rows link to `links` by their names.
fn fill(worksheet: &mut Worksheet, grid: &Grid, styles: &Styles, links: &[Sheet]) -> Result<(), XlsxError> {
    for (column, heading) in (0_u16..).zip(&grid.headings) {
        let style = if numeric(grid, usize::from(column)) { &styles.headings_of_numbers } else { &styles.headings };
        let style = &style[styles.direction(heading)];
        worksheet.write_string_with_format(0, column, limited(heading), style)?;
    }
    for (row, cells) in (1_u32..).zip(&grid.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Value::Empty => {}
                Value::Text(text) | Value::Absent(text) => {
                    match links.iter().find(|sheet| column == 0 && sheet.name == *text) {
                        Some(sheet) => {
                            let target = format!("internal:'{}'!A1", sheet.name.replace('\'', "''"));
                            worksheet.write_url_with_options(
                                row,
                                column,
                                Url::new(target),
                                text,
                                "",
                                Some(&styles.links[styles.direction(text)]),
                            )?;
                        }
                        None => {
                            worksheet.write_string_with_format(
                                row,
                                column,
                                limited(text),
                                &styles.texts[styles.direction(text)],
                            )?;
                        }
                    }
                }
                Value::Number { value, form, .. } if value.is_finite() => {
                    worksheet.write_number_with_format(row, column, *value, styles.number(*form))?;
                }
                Value::Number { .. } => {}
                Value::Formula { formula, result, form } => {
                    let formula = Formula::new(formula).set_result(result);
                    worksheet.write_formula_with_format(row, column, formula, styles.number(*form))?;
                }
            }
        }
    }
    Ok(())
}

fn limited(text: &str) -> &str {
    cut(text, LONGEST)
}

/// Whether a column is one of numbers.
fn numeric(grid: &Grid, column: usize) -> bool {
    let mut cells = grid.rows.iter().filter_map(|row| row.get(column));
    cells.any(|cell| matches!(cell, Value::Number { .. } | Value::Formula { .. }))
}

/// A width in which most cells of a column stand on one line, and long ones wrap.
fn width(grid: &Grid, column: usize, widest: usize) -> usize {
    let texts = grid.rows.iter().take(MEASURED).filter_map(|row| match row.get(column) {
        Some(Value::Text(text)) => Some(text.chars().count()),
        _ => None,
    });
    let longest = texts.max().unwrap_or(0);
    // A heading may wrap, but not inside its longest word.
    let heading = grid.headings.get(column).map_or(0, |heading| {
        let word = heading.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
        word.max(heading.chars().count() / 3)
    });
    longest.max(heading + 1).saturating_add(2).clamp(NARROW, widest)
}

/// The formats of cells, made once.
struct Styles {
    right_to_left: bool,
    /// Formats of texts: those that run from left to right, then the others.
    headings: [Format; 2],
    headings_of_numbers: [Format; 2],
    texts: [Format; 2],
    links: [Format; 2],
    numbers: BTreeMap<Form, Format>,
    plain: Format,
}

/// Decimals up to which formats are made; more are not printed by any framework.
const DECIMALS: usize = 15;

impl Styles {
    fn new(right_to_left: bool) -> Styles {
        let top = || Format::new().set_align(FormatAlign::Top);
        // Codes and names in other letters stand at the side where the line begins, too.
        let start = if right_to_left { FormatAlign::Right } else { FormatAlign::Left };
        let text = || top().set_align(start).set_indent(1).set_text_wrap();
        let head = |format: Format| {
            format.set_bold().set_background_color(Color::RGB(HEADING)).set_border_bottom(FormatBorder::Thin)
        };
        let both = |format: Format| [1, 2].map(|direction| format.clone().set_reading_direction(direction));
        let headings = both(head(text()));
        let headings_of_numbers = both(head(top().set_align(FormatAlign::Right).set_text_wrap()));
        let links = both(text().set_hyperlink());
        let texts = both(text());
        let input = top().set_font_color(Color::RGB(INPUT));
        let mut numbers = BTreeMap::from([
            (Form::Scientific, top().set_num_format("0.0E+00")),
            (Form::Entered, input.clone()),
            (Form::EnteredShare, input.clone().set_num_format("0.0%")),
        ]);
        for decimals in 0..=DECIMALS {
            let plain = if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals)) };
            let formats = [
                (Form::Fixed(decimals), top().set_num_format(&plain)),
                (Form::Signed(decimals), top().set_num_format(format!("+{plain};-{plain};{plain}"))),
                (Form::Share(decimals), top().set_num_format(format!("{plain}%"))),
                (Form::Input(decimals), input.clone().set_num_format(&plain)),
                (
                    Form::Published(decimals),
                    input.clone().set_num_format(format!("{plain}\"†\"")).set_background_color(Color::RGB(PUBLISHED)),
                ),
            ];
            numbers.extend(formats);
        }
        Styles { right_to_left, headings, headings_of_numbers, texts, links, numbers, plain: top() }
    }

    /// Which of two formats a text takes: it runs as the sheet does, unless it has letters of the other direction alone.
    fn direction(&self, text: &str) -> usize {
        let mut letters = text.chars().filter(|ch| ch.is_alphabetic()).map(is_right_to_left).peekable();
        let own = letters.peek().is_none() || letters.any(|right_to_left| right_to_left == self.right_to_left);
        usize::from(own == self.right_to_left)
    }

    fn number(&self, form: Form) -> &Format {
        self.numbers.get(&form).unwrap_or(&self.plain)
    }
}

#[cfg(test)]
mod tests {
    use super::sheet_names;

    #[test]
    fn names_of_sheets_are_short_safe_and_distinct() {
        let long = "Results by level of government and more";
        let names = sheet_names(&["A/B: [c]?*", long, long, "ranking", "Ranking", "''", "النتائج بحسب الركيزة"]);
        let expected = [
            "AB c",
            "Results by level of government",
            "Results by level of 2",
            "ranking",
            "Ranking 2",
            "-",
            "النتائج بحسب الركيزة",
        ];
        assert_eq!(names, expected);
        assert!(names.iter().all(|name| name.encode_utf16().count() <= 31));
    }
}

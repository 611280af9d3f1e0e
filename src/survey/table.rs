//! A delimited text file as publishers write it, with the place of every cell.

use std::collections::BTreeMap;

use crate::diag::{At, Code, Diagnostic, Fields, FileId, Findings, Place, Sources};

/// The cells of a file: a header and records of the same width.
#[derive(Debug)]
pub struct Table {
    pub(crate) file: FileId,
    pub(crate) header: Vec<String>,
    /// Records with their number in the file: 0 is the header, and empty lines count as they do in a spreadsheet.
    pub(crate) records: Vec<(u32, csv::StringRecord)>,
}

impl Table {
    /// Reads a file; rows that cannot be used are findings, and the others are kept.
    ///
    /// `delimiter` is found from the header when it is not given: whichever of comma, semicolon and tab stands there
    /// most often outside quotes.
    pub fn read(file: FileId, delimiter: Option<u8>, sources: &mut Sources, findings: &mut Findings) -> Option<Table> {
        let text = sources.text(file).to_owned();
        let before = findings.errors();
        if text.trim().is_empty() {
            findings.push(
                Diagnostic::new(Code::EmptyFile, format!("`{}` has no content", sources.name(file)))
                    .at(Place { file, at: At::Whole })
                    .help("export it again, or take it out of the round"),
            );
            return None;
        }
        let delimiter = delimiter.unwrap_or_else(|| guess_delimiter(&text));
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut starts: Vec<u32> = Vec::new();
        let mut all = Vec::new();
        let mut empty = Vec::new();
        for record in reader.records() {
            // Reading from valid UTF-8 in memory with a flexible reader has no other failure left.
            let Ok(record) = record else { continue };
            let from = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
            let (lines, start) = empty_lines(&text, from);
            for line in lines.into_iter().filter(|_| !all.is_empty()) {
                empty.push(short(starts.len()));
                starts.push(short(line));
            }
            all.push((short(starts.len()), record));
            starts.push(short(start));
        }
        let last = starts.last().map_or(0, |&start| start as usize);
        sources.set_table(file, delimiter, starts);
        if unclosed_quote(file, &text, last, delimiter, findings) {
            // The record swallowed the rest of the file; its number of fields says nothing.
            all.pop();
        }
        Table::with_header(file, all, empty, sources.name(file), before, findings)
    }

    fn with_header(
        file: FileId,
        all: Vec<(u32, csv::StringRecord)>,
        mut empty: Vec<u32>,
        name: &str,
        before: usize,
        findings: &mut Findings,
    ) -> Option<Table> {
        let mut rows = all.into_iter();
        let header: Vec<String> = rows.next()?.1.iter().map(|title| title.trim().to_owned()).collect();
        if header.len() > usize::from(u16::MAX) {
            let message =
                format!("the header of `{name}` has {} columns, and nudj reads at most {}", header.len(), u16::MAX);
            let help = "check the delimiter and the line breaks, or remove columns that nobody reads";
            findings.push(Diagnostic::new(Code::TooLarge, message).at(cell(file, 0, 0)).help(help));
            return None;
        }
        duplicate_titles(file, &header, findings);
        let mut records = Vec::with_capacity(rows.len());
        for (number, record) in rows {
            if record.iter().all(|field| field.trim().is_empty()) {
                empty.push(number);
            } else if record.len() == header.len() {
                records.push((number, record));
            } else {
                ragged(file, number, record.len(), header.len(), findings);
            }
        }
        empty.sort_unstable();
        if let Some(&first) = empty.first() {
            findings.push(
                Diagnostic::new(Code::EmptyRow, format!("{} empty row(s) were left out", empty.len()))
                    .labelled(cell(file, first, 0), "the first is here")
                    .help("remove the empty lines"),
            );
        }
        if records.is_empty() && findings.errors() == before {
            let message = format!("`{name}` has a header and no row below it");
            let help = "export it again, or take it out of the round";
            findings.push(Diagnostic::new(Code::EmptyFile, message).at(cell(file, 0, 0)).help(help));
            return None;
        }
        Some(Table { file, header, records })
    }

    /// The number of the column with this title.
    pub(crate) fn column(&self, title: &str) -> Option<usize> {
        self.header.iter().position(|there| there == title)
    }

    /// The place of a cell.
    pub(crate) fn place(&self, record: u32, column: usize) -> Place {
        cell(self.file, record, column)
    }
}

fn cell(file: FileId, record: u32, column: usize) -> Place {
    Place { file, at: At::Cell(record, u16::try_from(column).unwrap_or(u16::MAX)) }
}

fn ragged(file: FileId, record: u32, fields: usize, titles: usize, findings: &mut Findings) {
    let column = if fields > titles { titles } else { fields.saturating_sub(1) };
    findings.push(
        Diagnostic::new(Code::RaggedRow, format!("the row has {fields} fields, and the header has {titles}"))
            .at(cell(file, record, column))
            .help("a field that holds the delimiter, a quote or a line break must stand between quotes"),
    );
}

fn short(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Where the empty lines between two records start, and where the second record does.
///
/// The csv reader passes over empty lines, and says where a record starts before it does so.
fn empty_lines(text: &str, from: usize) -> (Vec<usize>, usize) {
    let bytes = text.as_bytes();
    let mut at = from;
    if at > 0 && bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    let mut lines = Vec::new();
    while let Some(b'\r' | b'\n') = bytes.get(at) {
        lines.push(at);
        at += if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 };
    }
    (lines, at)
}

fn duplicate_titles(file: FileId, header: &[String], findings: &mut Findings) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, title) in header.iter().enumerate().filter(|(_, title)| !title.is_empty()) {
        if let Some(&first) = seen.get(title.as_str()) {
            findings.push(
                Diagnostic::new(Code::DuplicateColumn, format!("two columns are titled `{title}`"))
                    .at(cell(file, 0, at))
                    .labelled(cell(file, 0, first), "the first is here")
                    .help("rename one of them"),
            );
        } else {
            seen.insert(title, at);
        }
    }
}

fn guess_delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => counts.iter_mut().filter(|(sign, _)| *sign == byte).for_each(|(_, count)| *count += 1),
            _ => {}
        }
    }
    // The first of equals, so that a header without any of them is read as comma separated.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| *sign)
}

/// A quote that is never closed swallows the rest of the file into one field.
fn unclosed_quote(file: FileId, text: &str, last: usize, delimiter: u8, findings: &mut Findings) -> bool {
    let Some(record) = text.get(last..) else { return false };
    let open = Fields::new(record, delimiter).find(|field| field.open);
    if let Some(field) = &open {
        let at = last + field.range.start;
        findings.push(
            Diagnostic::new(Code::UnclosedQuote, "a quote is opened here and not closed before the file ends")
                .at(Place { file, at: At::Span(short(at), short(at + 1)) })
                .help("close the quote; a quote inside a quoted field is written twice"),
        );
    }
    open.is_some()
}

//! A delimited text file as publishers write it, with the place of every cell.

use crate::diag::{At, Code, Diagnostic, FileId, Findings, Place, Sources};

/// The cells of a file: a header and records of the same width.
#[derive(Debug)]
pub struct Table {
    pub(crate) file: FileId,
    pub(crate) header: Vec<String>,
    /// Records with their number in the file (0 is the header).
    pub(crate) records: Vec<(u32, csv::StringRecord)>,
}

impl Table {
    /// Reads a file; rows that cannot be used are findings, and the others are kept.
    ///
    /// `delimiter` is found from the header when it is not given: whichever of comma, semicolon and tab stands there
    /// most often outside quotes.
    pub fn read(file: FileId, delimiter: Option<u8>, sources: &mut Sources, findings: &mut Findings) -> Option<Table> {
        let text = sources.text(file).to_owned();
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
        let mut starts = Vec::new();
        let mut all = Vec::new();
        for record in reader.records() {
            // Reading from valid UTF-8 in memory with a flexible reader has no other failure left.
            let Ok(record) = record else { continue };
            let start = record.position().map_or(0, csv::Position::byte);
            starts.push(u32::try_from(start).unwrap_or(u32::MAX));
            all.push(record);
        }
        skip_line_breaks(&text, &mut starts);
        sources.set_table(file, delimiter, starts.clone());
        unclosed_quote(file, &text, &starts, findings);
        let table = Table::with_header(file, all, findings)?;
        Some(table)
    }

    fn with_header(file: FileId, mut all: Vec<csv::StringRecord>, findings: &mut Findings) -> Option<Table> {
        if all.is_empty() {
            return None;
        }
        let header: Vec<String> = all.remove(0).iter().map(|title| title.trim().to_owned()).collect();
        for (at, title) in header.iter().enumerate() {
            if let Some(first) = header[..at].iter().position(|other| other == title)
                && !title.is_empty()
            {
                findings.push(
                    Diagnostic::new(Code::DuplicateColumn, format!("two columns are titled `{title}`"))
                        .at(cell(file, 0, at))
                        .labelled(cell(file, 0, first), "the first is here")
                        .help("rename one of them"),
                );
            }
        }
        let mut records = Vec::with_capacity(all.len());
        let mut empty = Vec::new();
        for (index, record) in all.into_iter().enumerate() {
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            if record.iter().all(|field| field.trim().is_empty()) {
                empty.push(number);
            } else if record.len() == header.len() {
                records.push((number, record));
            } else {
                ragged(file, number, record.len(), header.len(), findings);
            }
        }
        if let Some(&first) = empty.first() {
            findings.push(
                Diagnostic::new(Code::EmptyRow, format!("{} empty row(s) were left out", empty.len()))
                    .labelled(cell(file, first, 0), "the first is here")
                    .help("remove the empty lines"),
            );
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

/// The csv reader says where a record starts before it skips line breaks; a cell's place needs the first byte after.
fn skip_line_breaks(text: &str, starts: &mut [u32]) {
    for start in starts {
        while matches!(text.as_bytes().get(*start as usize), Some(b'\r' | b'\n')) {
            *start += 1;
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
fn unclosed_quote(file: FileId, text: &str, starts: &[u32], findings: &mut Findings) {
    let Some(&start) = starts.last() else { return };
    let Some(record) = text.get(start as usize..) else { return };
    if record.bytes().filter(|&byte| byte == b'"').count() % 2 == 1 {
        let at = start as usize + record.find('"').unwrap_or(0);
        let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        findings.push(
            Diagnostic::new(Code::UnclosedQuote, "a quote is opened here and not closed before the file ends")
                .at(Place { file, at: At::Span(short(at), short(at + 1)) })
                .help("close the quote; a quote inside a quoted field is written twice"),
        );
    }
}

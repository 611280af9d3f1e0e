//! The files that were read, and places in them.
//!
//! A [`Place`] is small and holds no text, so that every answer of a survey can carry one; [`Sources`] turns it into
//! line, column and an excerpt when somebody has to read it.

use std::ops::Range;
use std::sync::OnceLock;

/// Which of the files in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u16);

/// A point in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in the file.
    pub at: At,
}

/// Where in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// The file as a whole.
    Whole,
    /// Bytes `start..end`.
    Span(u32, u32),
    /// A cell of a table: record (0 is the header) and column, both from 0.
    Cell(u32, u16),
}

/// A file that was read.
#[derive(Debug)]
struct Source {
    name: String,
    text: String,
    table: Option<TableLayout>,
    /// Byte at which each line starts; found when the first place is asked for.
    lines: OnceLock<Vec<usize>>,
}

/// What is needed to find a cell again in the text of a delimited file.
#[derive(Debug)]
struct TableLayout {
    delimiter: u8,
    /// Byte at which each record starts.
    records: Vec<u32>,
}

/// All files that were read, in the order of reading.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

/// A place made readable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located<'a> {
    pub(crate) name: &'a str,
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// The line on which the place begins, or a window of a very long line.
    pub(crate) excerpt: &'a str,
    /// Line number of the first line of the excerpt.
    pub(crate) excerpt_line: usize,
    /// The place inside the excerpt, in bytes; a place of several lines ends with the first.
    pub(crate) span: Range<usize>,
    /// Record and column of a cell, from 1, with the header as record 1.
    pub(crate) cell: Option<(usize, usize)>,
}

/// Lines longer than this are shown as a window, so that a file that is one line of 100 MB still gets a short message.
const WINDOW: usize = 160;

impl Sources {
    /// Adds a file and returns its number.
    ///
    /// Files beyond 65,535 share the last number: their places are then attributed to the wrong file, never lost.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.files.push(Source { name: name.into(), text: text.into(), table: None, lines: OnceLock::new() });
        FileId(u16::try_from(self.files.len() - 1).unwrap_or(u16::MAX))
    }

    /// Says that a file is a delimited table, so that its cells can be found again.
    pub fn set_table(&mut self, file: FileId, delimiter: u8, records: Vec<u32>) {
        if let Some(source) = self.files.get_mut(usize::from(file.0)) {
            source.table = Some(TableLayout { delimiter, records });
        }
    }

    /// The name under which a file was read.
    #[must_use]
    pub fn name(&self, file: FileId) -> &str {
        self.files.get(usize::from(file.0)).map_or("", |source| &source.name)
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        self.files.get(usize::from(file.0)).map_or("", |source| &source.text)
    }

    /// The line (from 1) on which a place begins.
    #[must_use]
    pub fn line(&self, place: Place) -> usize {
        self.locate(place).map_or(1, |located| located.line)
    }

    /// The column (from 1) of a place: the field number of a cell, the character number of any other place.
    #[must_use]
    pub fn column(&self, place: Place) -> usize {
        match place.at {
            At::Cell(_, column) => usize::from(column) + 1,
            _ => self.locate(place).map_or(1, |located| located.column),
        }
    }

    /// The text at a place, as it stands in the file.
    #[must_use]
    pub fn slice(&self, place: Place) -> &str {
        let Some(source) = self.files.get(usize::from(place.file.0)) else { return "" };
        source.bytes_of(place.at).and_then(|range| source.text.get(range)).unwrap_or("")
    }

    pub(crate) fn locate(&self, place: Place) -> Option<Located<'_>> {
        let source = self.files.get(usize::from(place.file.0))?;
        let range = source.bytes_of(place.at)?;
        let text = source.text.as_str();
        let start = floor_boundary(text, range.start);
        let line = source.line_of(start);
        let line_start = source.line_starts()[line - 1];
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line_end = line_start + text[line_start..line_end].trim_end_matches('\r').len();
        let column = text[line_start..start].chars().count() + 1;
        let (from, to) = if line_end - line_start > 2 * WINDOW {
            let from = floor_boundary(text, start.saturating_sub(WINDOW / 2).max(line_start));
            (from, floor_boundary(text, (start + WINDOW).min(line_end)))
        } else {
            (line_start, line_end)
        };
        let inside = |at: usize| floor_boundary(text, at).clamp(from, to.max(from)) - from;
        let excerpt = &text[from..to.max(from)];
        let span = inside(start)..inside(range.end.max(start));
        let cell = match place.at {
            At::Cell(record, column) => Some((record as usize + 1, usize::from(column) + 1)),
            _ => None,
        };
        Some(Located { name: &source.name, line, column, excerpt, excerpt_line: line, span, cell })
    }
}

impl Source {
    fn line_starts(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        })
    }

    /// The line (from 1) that holds a byte.
    fn line_of(&self, at: usize) -> usize {
        self.line_starts().partition_point(|&start| start <= at)
    }

    fn bytes_of(&self, at: At) -> Option<Range<usize>> {
        match at {
            At::Whole => Some(0..0),
            At::Span(start, end) => Some((start as usize).min(self.text.len())..(end as usize).min(self.text.len())),
            At::Cell(record, column) => {
                let table = self.table.as_ref()?;
                let start = *table.records.get(record as usize)? as usize;
                let stop = table.records.get(record as usize + 1).map_or(self.text.len(), |&next| next as usize);
                Some(field_range(self.text.get(start..stop)?, table.delimiter, column, start))
            }
        }
    }
}

/// Bytes of one field of a record; a record with fewer fields gives the empty range at its end.
fn field_range(record: &str, delimiter: u8, wanted: u16, offset: usize) -> Range<usize> {
    let end = record.trim_end_matches(['\r', '\n']).len();
    let found = Fields::new(&record[..end], delimiter).nth(usize::from(wanted));
    let range = found.map_or(end..end, |field| field.range);
    offset + range.start..offset + range.end
}

/// The fields of a record of a delimited file, with their quotes.
pub(crate) struct Fields<'r> {
    record: &'r str,
    delimiter: u8,
    next: Option<usize>,
}

/// A field of a record.
pub(crate) struct Field {
    /// Its bytes in the record, quotes included.
    pub(crate) range: Range<usize>,
    /// Whether it begins with a quote that is not closed.
    pub(crate) open: bool,
}

impl<'r> Fields<'r> {
    pub(crate) fn new(record: &'r str, delimiter: u8) -> Fields<'r> {
        Fields { record, delimiter, next: Some(0) }
    }
}

impl Iterator for Fields<'_> {
    type Item = Field;

    /// A quote means something at the beginning of a field only, as for the reader of the file.
    fn next(&mut self) -> Option<Field> {
        let start = self.next?;
        let bytes = self.record.as_bytes();
        let mut quoted = bytes.get(start) == Some(&b'"');
        let mut at = if quoted { start + 1 } else { start };
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' if quoted && bytes.get(at + 1) == Some(&b'"') => at += 1,
                b'"' if quoted => quoted = false,
                _ if byte == self.delimiter && !quoted => {
                    self.next = Some(at + 1);
                    return Some(Field { range: start..at, open: false });
                }
                _ => {}
            }
            at += 1;
        }
        self.next = None;
        Some(Field { range: start..bytes.len(), open: quoted })
    }
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

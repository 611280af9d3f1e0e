//! A published table: rows by key, columns by title.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Cells of a CSV file, found by the key of their row and the title of their column.
#[derive(Clone, Debug)]
pub(crate) struct Matrix {
    /// Titles of the columns that are not part of the key.
    pub(crate) titles: Vec<String>,
    /// Keys of the rows in the order of the file; parts of a key are joined by `|`.
    pub(crate) keys: Vec<String>,
    cells: BTreeMap<String, Vec<String>>,
}

impl Matrix {
    /// Reads a file whose rows are named by these columns.
    pub(crate) fn read(path: &Path, key: &[&str]) -> Result<Matrix, String> {
        Matrix::parse(&text(path)?, key).map_err(|error| format!("{}: {error}", path.display()))
    }

    pub(crate) fn parse(text: &str, key: &[&str]) -> Result<Matrix, String> {
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let header: Vec<String> = reader.headers().map_err(|error| error.to_string())?.iter().map(own).collect();
        let place = |title: &&str| {
            header.iter().position(|there| there == title).ok_or_else(|| format!("there is no column `{title}`"))
        };
        let named = key.iter().map(place).collect::<Result<Vec<usize>, String>>()?;
        let others: Vec<usize> = (0..header.len()).filter(|column| !named.contains(column)).collect();
        let mut matrix = Matrix {
            titles: others.iter().map(|&column| header[column].clone()).collect(),
            keys: Vec::new(),
            cells: BTreeMap::new(),
        };
        for record in reader.records() {
            let record = record.map_err(|error| error.to_string())?;
            let cell = |column: usize| own(record.get(column).unwrap_or(""));
            let key = named.iter().map(|&column| cell(column)).collect::<Vec<_>>().join("|");
            matrix.keys.push(key.clone());
            matrix.cells.insert(key, others.iter().map(|&column| cell(column)).collect());
        }
        Ok(matrix)
    }

    /// The text of a cell; empty where there is no such cell.
    pub(crate) fn word(&self, key: &str, title: &str) -> &str {
        let column = self.titles.iter().position(|there| there == title);
        column.and_then(|column| self.cells.get(key)?.get(column)).map_or("", String::as_str)
    }

    /// The number in a cell. `NaN`, `Inf` and `-Inf` are numbers here: a published table may hold them.
    pub(crate) fn number(&self, key: &str, title: &str) -> Option<f64> {
        number(self.word(key, title))
    }
}

/// The number that a published cell holds, if it holds one.
pub(crate) fn number(text: &str) -> Option<f64> {
    match text.trim() {
        "NaN" => Some(f64::NAN),
        "Inf" => Some(f64::INFINITY),
        "-Inf" => Some(f64::NEG_INFINITY),
        other => other.parse().ok(),
    }
}

/// The text of a file.
pub(crate) fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn own(cell: &str) -> String {
    cell.trim().to_owned()
}

//! Tables as comma-separated text: UTF-8 with a byte order mark, so that a spreadsheet reads every alphabet.

use super::table::{Grid, Value};

/// Signs with which a spreadsheet takes a text for a formula; the wide forms count, since some programs fold them.
const RISKY: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// The text of a table.
///
/// # Errors
///
/// What the writer says; memory does not fail.
pub(super) fn comma_separated(grid: &Grid) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(vec![0xef, 0xbb, 0xbf]);
    let mut row = |fields: Vec<String>| writer.write_record(fields).map_err(|error| error.to_string());
    row(grid.headings.iter().map(|heading| guarded(heading)).collect())?;
    for cells in &grid.rows {
        row(cells.iter().map(field).collect())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

fn field(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Absent(text) => guarded(text),
        // Numbers begin with a minus sign where they are negative; they are no text, and nothing is put before them.
        Value::Number { value, .. } => value.to_string(),
        Value::Empty | Value::Formula { .. } => String::new(),
    }
}

/// A text that no spreadsheet runs: an apostrophe stands before what looks like a formula.
fn guarded(text: &str) -> String {
    if text.trim_start_matches(' ').starts_with(RISKY) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::comma_separated;
    use crate::report::workbook::table::{Form, Table, Value};

    #[test]
    fn texts_are_never_formulas_and_numbers_stay_numbers() {
        let texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", " =1", "a=1"];
        let rows = texts.iter().map(|text| vec![Value::text(*text), Value::number(-0.1, Form::Fixed(1))]);
        let table = Table::new("t", "t", vec!["=a".to_owned(), "b".to_owned()]).rows(rows);
        let text = comma_separated(&table.grid("..", str::to_owned)).expect("memory does not fail");
        let text = String::from_utf8(text).expect("it is UTF-8");
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        let expected = [
            "'=a,b",
            "'=1+1,-0.1",
            "'+1,-0.1",
            "'-1,-0.1",
            "'@SUM(A1),-0.1",
            "'\t=1,-0.1",
            "'＝1,-0.1",
            "' =1,-0.1",
            "a=1,-0.1",
        ];
        assert_eq!(lines, expected);
        assert!(text.starts_with('\u{feff}'));
    }

    #[test]
    fn a_reason_stands_beside_what_is_absent() {
        let rows = [vec![Value::Absent("not assessed".to_owned())], vec![Value::number(72.25, Form::Fixed(1))]];
        let table = Table::new("t", "t", vec!["Score".to_owned()]).rows(rows);
        let text = comma_separated(&table.grid("..", |heading| format!("{heading}: remark"))).expect("it is written");
        assert_eq!(String::from_utf8_lossy(&text[3..]), "Score,Score: remark\n..,not assessed\n72.25,\n");
    }
}

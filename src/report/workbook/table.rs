//! Tables as values, before a workbook or comma-separated text is made of them.
//!
//! Numbers stay numbers, unrounded. A number can carry a remark (it was published, its rank is shared) and an absence its
//! reason; [`Table::grid`] gives every column that needs it a column of remarks beside it.

/// How a number is shown; its value is never rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// With this many decimals.
    Fixed(usize),
    /// A difference, with its sign.
    Signed(usize),
    /// A share as per cent with this many decimals.
    Share(usize),
    /// As a number that somebody may change.
    Input(usize),
    /// A number that somebody may change, in the digits that it has.
    Entered,
    /// A share that somebody may change.
    EnteredShare,
    /// A published score among computed ones.
    Published(usize),
    /// All digits, for a difference that should be nothing.
    Scientific,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing is due here.
    Empty,
    /// A text; never a formula, whatever it looks like.
    Text(String),
    /// A number.
    Number { value: f64, form: Form, remark: Option<String> },
    /// No number, and why.
    Absent(String),
    /// A formula of the calculation, with the result that we have.
    Formula { formula: String, result: String, form: Form },
}

impl Value {
    pub(super) fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    pub(super) fn number(value: f64, form: Form) -> Value {
        Value::Number { value, form, remark: None }
    }

    pub(super) fn count(count: usize) -> Value {
        Value::number(count as f64, Form::Fixed(0))
    }

    fn remark(&self) -> Option<&str> {
        match self {
            Value::Number { remark, .. } => remark.as_deref(),
            Value::Absent(reason) => Some(reason),
            Value::Empty | Value::Text(_) | Value::Formula { .. } => None,
        }
    }
}

/// A table of the report.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    /// Name of its file, in letters that every file system has.
    pub(super) key: String,
    /// Name of its sheet, before it is fitted.
    pub(super) name: String,
    /// What a reader must know of it.
    pub(super) note: String,
    /// Leading columns that stay in sight.
    pub(super) fixed: usize,
    /// Width of the widest column, in characters; longer texts wrap.
    pub(super) widest: usize,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Value>>,
}

/// A table with its columns of remarks.
pub(super) struct Grid {
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<Value>>,
}

impl Table {
    pub(super) fn new(key: impl Into<String>, name: impl Into<String>, columns: Vec<String>) -> Table {
        Table {
            key: key.into(),
            name: name.into(),
            note: String::new(),
            fixed: 1,
            widest: 60,
            columns,
            rows: Vec::new(),
        }
    }

    pub(super) fn rows(self, rows: impl IntoIterator<Item = Vec<Value>>) -> Table {
        Table { rows: rows.into_iter().collect(), ..self }
    }

    pub(super) fn note(self, note: impl Into<String>) -> Table {
        Table { note: note.into(), ..self }
    }

    pub(super) fn fixed(self, fixed: usize) -> Table {
        Table { fixed, ..self }
    }

    pub(super) fn widest(self, widest: usize) -> Table {
        Table { widest, ..self }
    }

    /// The cells as they are written: `no_data` for what is absent, and beside a column with absences or remarks one that
    /// gives them, headed by `remarks`.
    pub(super) fn grid(&self, no_data: &str, remarks: impl Fn(&str) -> String) -> Grid {
        let remarked: Vec<bool> = (0..self.columns.len())
            .map(|column| self.rows.iter().any(|row| row.get(column).and_then(Value::remark).is_some()))
            .collect();
        let mut headings = Vec::new();
        for (heading, remarked) in self.columns.iter().zip(&remarked) {
            headings.push(heading.clone());
            if *remarked {
                headings.push(remarks(heading));
            }
        }
        let rows = self.rows.iter().map(|row| {
            let mut cells = Vec::with_capacity(headings.len());
            for (value, remarked) in row.iter().zip(&remarked) {
                cells.push(match value {
                    Value::Absent(_) => Value::text(no_data),
                    other => other.clone(),
                });
                if *remarked {
                    cells.push(value.remark().map_or(Value::Empty, Value::text));
                }
            }
            cells
        });
        Grid { rows: rows.collect(), headings }
    }
}

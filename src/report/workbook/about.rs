//! Tables that every workbook has, and how scores, ranks and shares become values.

use super::table::{Form, Table, Value};
use crate::frozen::FrozenScore;
use crate::report::method::method_rows;
use crate::report::pages::{Tongue, only_published};
use crate::report::text::{Phrase, Segment};

/// A text with its addresses written out, since a cell has no links inside.
pub(super) fn whole(pieces: &[Segment]) -> String {
    pieces.iter().map(|piece| piece.href.as_deref().unwrap_or(&piece.text)).collect()
}

impl Tongue<'_> {
    /// Headings of columns.
    pub(super) fn headings(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.speech.word(key)).collect()
    }

    /// The heading of the column of remarks beside another.
    pub(super) fn remarks(&self, heading: &str) -> String {
        self.speech.say("column_remark_of", &[("column", heading)])
    }

    pub(super) fn decimals(&self) -> usize {
        self.speech.numbers.decimals
    }

    /// A score, or why there is none.
    pub(super) fn score_value(&self, score: &FrozenScore) -> Value {
        let digits = score.reported.as_ref().and_then(|reported| reported.decimals).map_or(usize::MAX, |n| n as usize);
        match score.score {
            Some(value) => Value::Number {
                value,
                form: Form::Fixed(self.decimals().min(digits)),
                remark: score.is_published().then(|| self.speech.word("legend_published")),
            },
            None => Value::Absent(self.reason(score)),
        }
    }

    /// A number in the digits of scores.
    pub(super) fn plain_value(&self, value: Option<f64>) -> Value {
        self.value_as(value, Form::Fixed(self.decimals()))
    }

    /// A number, or that it is not available.
    pub(super) fn value_as(&self, value: Option<f64>, form: Form) -> Value {
        match value.filter(|value| value.is_finite()) {
            Some(value) => Value::number(value, form),
            None => Value::Absent(self.speech.word("absent_not_available")),
        }
    }

    /// The coverage; none where the score was published and there are no answers to cover it.
    pub(super) fn coverage_value(&self, score: &FrozenScore) -> Value {
        if only_published(score) {
            Value::Absent(self.speech.word("answered_published"))
        } else {
            Value::number(score.observed, Form::Share(0))
        }
    }

    pub(super) fn rank_value(&self, unit: usize, node: usize) -> Value {
        match self.field.score(unit, node).rank {
            Some(rank) => Value::Number {
                value: f64::from(rank),
                form: Form::Fixed(0),
                remark: self.field.nodes[node].shared(rank).then(|| self.speech.word("legend_tied")),
            },
            None => Value::Absent(self.speech.word("not_ranked")),
        }
    }

    /// The ends of the range, where it is wider than what is printed and says more than the scale does.
    pub(super) fn range_values(&self, score: &FrozenScore) -> [Value; 2] {
        let scale = self.field.scale;
        let says = |[low, high]: &[f64; 2]| score.score.is_some() || *low > scale.low || *high < scale.high;
        let ends = score.range.filter(|ends| self.range(score).is_some() && says(ends));
        let end = |value: f64| Value::number(value, Form::Fixed(self.decimals()));
        ends.map_or([Value::Empty, Value::Empty], |[low, high]| [end(low), end(high)])
    }

    /// Code and name of a unit.
    pub(super) fn unit_values(&self, unit: usize) -> [Value; 2] {
        [Value::text(&self.field.frozen.units[unit].code), Value::text(self.unit_name(unit).text)]
    }

    /// Code and name of a node.
    pub(super) fn node_values(&self, node: usize) -> [Value; 2] {
        [Value::text(&self.field.frozen.framework.nodes[node].code), Value::text(self.node_name(node).text)]
    }

    pub(super) fn band_value(&self, score: &FrozenScore) -> Value {
        let band = score.band.as_deref().and_then(|band| self.band(band));
        band.map_or(Value::Empty, |band| Value::text(band.name.text))
    }

    /// The tables that stand at the end of every workbook.
    pub(super) fn about_tables(&self) -> Vec<Table> {
        let mut tables = vec![self.method_table()];
        tables.extend(self.observed_table());
        tables.extend(self.notes_table());
        tables.push(self.symbols_table());
        tables.push(self.facts_table());
        tables
    }

    fn method_table(&self) -> Table {
        let rows = method_rows(self.field.frozen, &self.speech).into_iter().map(|row| {
            let of = if row.of.is_empty() { self.speech.word("everything") } else { self.named(&row.of) };
            vec![Value::text(row.step), Value::text(of), Value::text(row.method)]
        });
        let columns = self.headings(&["column_step", "column_of", "column_method"]);
        let note = self.field.frozen.framework.adaptation.as_ref().map(|adaptation| self.phrase(&adaptation.note, ""));
        Table::new("method", self.speech.word("sheet_method"), columns)
            .rows(rows)
            .note(note.map_or_else(String::new, |note| note.text))
    }

    fn observed_table(&self) -> Option<Table> {
        let adapted = self.adapted()?;
        let nodes = self.field.frozen.framework.nodes.iter().enumerate().filter(|(_, node)| node.indicator);
        let rows = nodes.map(|(at, node)| {
            let [code, name] = self.node_values(at);
            let stands = self.phrase(&node.adapted, "").text;
            let stands = if stands.is_empty() { self.speech.word("absent_not_assessed") } else { stands };
            vec![code, name, Value::text(stands)]
        });
        let columns = self.headings(&["column_code", "column_node", "column_observed"]);
        let note = format!("{}: {}", self.speech.word("column_source"), adapted.source.text);
        Some(Table::new("observed", self.speech.word("sheet_observed"), columns).rows(rows).note(note).fixed(2))
    }

    fn notes_table(&self) -> Option<Table> {
        let notes = &self.field.frozen.round.notes;
        let rows = notes.iter().map(|note| vec![Value::text(self.phrase(note, "").text)]);
        let table = Table::new("notes", self.speech.word("section_notes"), self.headings(&["section_notes"]));
        (!notes.is_empty()).then(|| table.rows(rows))
    }

    pub(super) fn symbols_table(&self) -> Table {
        let mut rows: Vec<Vec<Value>> =
            self.legend().into_iter().map(|row| vec![Value::text(row.symbol), Value::text(row.meaning)]).collect();
        let never = [self.speech.word("mark_not_applicable"), self.speech.word("absent_not_applicable")];
        rows.insert(1, never.map(Value::Text).to_vec());
        Table::new("symbols", self.speech.word("legend"), self.headings(&["column_symbol", "column_meaning"]))
            .rows(rows)
    }

    pub(super) fn facts_table(&self) -> Table {
        let frozen = self.field.frozen;
        let mut rows = vec![
            vec![Value::text(self.speech.word("column_index")), Value::text(self.index().text)],
            vec![
                Value::text(self.speech.word("column_round")),
                Value::text(self.phrase(&frozen.round.title, &frozen.round.code).text),
            ],
        ];
        if frozen.round.illustrative {
            rows.push(vec![Value::Empty, Value::text(self.speech.word("illustrative"))]);
        }
        rows.extend(
            self.facts().into_iter().map(|fact| vec![Value::text(fact.label), Value::text(whole(&fact.value))]),
        );
        Table::new("about", self.speech.word("about"), self.headings(&["column_figure", "column_value"])).rows(rows)
    }

    /// Names in a row.
    pub(super) fn named(&self, names: &[Phrase]) -> String {
        self.speech.list(&names.iter().map(|name| name.text.clone()).collect::<Vec<_>>())
    }
}

//! The tables of points lost, steps, recommendations, channels, data quality and evidence of one unit.

use super::about::whole;
use super::table::{Form, Table, Value};
use crate::report::pages::Tongue;

fn text(text: &str) -> Value {
    if text.is_empty() { Value::Empty } else { Value::text(text) }
}

impl Tongue<'_> {
    /// The tables of a unit that its other tables do not have already.
    pub(super) fn advice_tables(&self, unit: usize) -> Vec<Table> {
        let mut tables = vec![self.steps_table(unit), self.recommendations_table(unit)];
        tables.extend(self.quality_tables(unit));
        tables.push(self.evidence_table(unit));
        tables
    }

    /// One step on every indicator that has one.
    fn steps_table(&self, unit: usize) -> Table {
        let columns = [
            "column_code",
            "column_node",
            "column_value",
            "column_to",
            "column_one_step",
            "column_score_after",
            "column_rank",
            "column_effort",
        ];
        let nodes = &self.field.frozen.framework.nodes;
        let steps = self.improvement(unit).map_or(&[][..], |unit| &unit.steps);
        let rows = steps.iter().filter_map(|step| {
            let node = nodes.iter().position(|node| node.code == step.indicator)?;
            let mut row = self.node_values(node).to_vec();
            row.extend([
                Value::number(step.from, Form::Fixed(2)),
                Value::number(step.to, Form::Fixed(2)),
                Value::number(step.gain, Form::Signed(self.decimals())),
                Value::number(step.score, Form::Fixed(self.decimals())),
                step.rank.map_or(Value::Empty, |rank| Value::count(rank as usize)),
                step.effort.as_deref().map_or(Value::Empty, |effort| Value::text(self.effort(effort))),
            ]);
            Some(row)
        });
        Table::new("steps", self.speech.word("column_one_step"), self.headings(&columns))
            .rows(rows)
            .note(self.speech.word("steps_note"))
            .fixed(2)
    }

    fn recommendations_table(&self, unit: usize) -> Table {
        let columns = [
            "column_code",
            "column_node",
            "section_recommendations",
            "column_effort",
            "recommendation_gain",
            "recommendation_evidence",
            "recommendation_owner",
            "recommendation_due",
            "column_status",
        ];
        let recommendations = self.recommendations(unit);
        let rows = recommendations.iter().flat_map(|one| {
            one.actions.iter().map(|action| {
                let status = if one.draft { self.speech.word("recommendation_draft") } else { String::new() };
                [
                    one.code.as_str(),
                    &one.name.text,
                    &action.text.text,
                    action.effort.as_deref().unwrap_or_default(),
                    &one.step.words,
                    &one.evidence,
                    one.owner.as_ref().map_or("", |owner| &owner.text),
                    &one.due,
                    &status,
                ]
                .map(text)
                .to_vec()
            })
        });
        Table::new("recommendations", self.speech.word("section_recommendations"), self.headings(&columns))
            .rows(rows)
            .note(self.speech.word("recommendations_note"))
            .fixed(2)
    }

    fn quality_tables(&self, unit: usize) -> [Table; 2] {
        let view = self.quality(unit);
        let rows = view.rows.iter().map(|row| [&row.name, &row.value, &row.note].map(|one| text(one)).to_vec());
        let columns = self.headings(&["column_figure", "column_value", "column_note"]);
        let quality = Table::new("quality", self.speech.word("section_quality"), columns).rows(rows);
        let columns = [
            "column_code",
            "column_node",
            "column_about",
            "column_estimate",
            "column_respondents",
            "column_standard_error",
            "column_range_low",
            "column_range_high",
            "column_note",
        ];
        let numbers = self.field.frozen.units[unit].estimates.iter().zip(&view.estimates);
        let rows = numbers.map(|(frozen, shown)| {
            let figure =
                |value: Option<f64>| self.value_as(value, if frozen.share { Form::Share(1) } else { Form::Fixed(2) });
            vec![
                text(&shown.code),
                text(&shown.name.text),
                text(shown.item.as_ref().map_or("", |item| &item.text)),
                figure(Some(frozen.value)),
                self.value_as(frozen.n, Form::Fixed(0)),
                figure(frozen.standard_error),
                figure(frozen.interval.map(|interval| interval[0])),
                figure(frozen.interval.map(|interval| interval[1])),
                text(shown.flag.as_deref().unwrap_or_default()),
            ]
        });
        let estimates = Table::new("estimates", self.speech.word("section_estimates"), self.headings(&columns))
            .rows(rows)
            .note(view.estimates_note.clone().unwrap_or_default())
            .fixed(2);
        [quality, estimates]
    }

    fn evidence_table(&self, unit: usize) -> Table {
        let columns = [
            "column_code",
            "column_node",
            "column_points",
            "column_about",
            "column_answer",
            "evidence_link",
            "column_source",
            "column_date",
            "column_review",
            "column_reviewer",
            "column_note",
        ];
        let rows = self.evidence(unit).rows.into_iter().flat_map(|row| {
            let (code, name, score) = (row.code, row.name.text, row.score.text);
            row.entries.into_iter().map(move |entry| {
                [
                    code.as_str(),
                    &name,
                    &score,
                    &entry.about.text,
                    entry.answer.as_ref().map_or("", |answer| &answer.text),
                    &whole(&entry.evidence),
                    &whole(&entry.source),
                    &entry.date,
                    entry.review.as_deref().unwrap_or_default(),
                    &entry.reviewer,
                    entry.note.as_ref().map_or("", |note| &note.text),
                ]
                .map(text)
                .to_vec()
            })
        });
        Table::new("evidence", self.speech.word("evidence_link"), self.headings(&columns))
            .rows(rows.collect::<Vec<_>>())
            .note(self.speech.word("evidence_note"))
            .fixed(2)
    }
}

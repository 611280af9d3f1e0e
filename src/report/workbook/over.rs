//! All units side by side as tables of values: facets, coverage, and who improved.

use super::table::{Form, Table, Value};
use crate::frozen::Frozen;
use crate::report::improved::Since;
use crate::report::pages::Tongue;

impl Tongue<'_> {
    /// A table for each facet with many values.
    pub(super) fn over_value_tables(&self) -> Vec<Table> {
        let facets = &self.field.frozen.framework.facets;
        let shown = self.over_tables().into_iter().filter_map(|table| {
            let facet = facets.iter().find(|facet| table.anchor == format!("over-{}", facet.code))?;
            let mut columns = vec![self.speech.word("column_code"), table.facet.text];
            columns.extend(self.headings(&["column_mean", "column_n"]));
            columns.extend(table.columns.into_iter().map(|(code, _)| code));
            let rows = facet.values.iter().enumerate().filter_map(|(at, value)| {
                let ranking = self.field.ranking.iter();
                let scores: Vec<Option<f64>> = ranking.map(|&unit| self.over_score(unit, facet, at)).collect();
                let known: Vec<f64> = scores.iter().copied().flatten().collect();
                let mut row = vec![
                    Value::text(&value.code),
                    Value::text(self.phrase(&value.name, &value.code).text),
                    self.plain_value(Some(crate::stats::mean(&known)?)),
                    Value::count(known.len()),
                ];
                row.extend(scores.into_iter().map(|score| self.plain_value(score)));
                Some(row)
            });
            Some(Table::new(table.anchor.clone(), table.heading, columns).rows(rows).fixed(2))
        });
        shown.collect()
    }

    /// How much of each index rests on answers.
    pub(super) fn coverage_value_table(&self) -> Table {
        let field = self.field;
        let mut columns =
            self.headings(&["column_code", "column_unit", "column_coverage", "column_answered", "column_applicable"]);
        columns.extend(field.pillars().iter().map(|&node| self.node_name(node).text));
        let unranked = (0..field.frozen.units.len()).filter(|unit| !field.ranking.contains(unit));
        let units = if self.coverage_view().is_none() {
            Vec::new()
        } else {
            field.ranking.iter().copied().chain(unranked).collect()
        };
        let rows = units.into_iter().map(|unit| {
            let score = field.score(unit, 0);
            let mut row = self.unit_values(unit).to_vec();
            row.push(self.coverage_value(score));
            row.extend([Value::count(score.answered as usize), Value::count(score.applicable as usize)]);
            row.extend(field.pillars().iter().map(|&node| self.coverage_value(field.score(unit, node))));
            row
        });
        Table::new("coverage", self.speech.word("section_coverage"), columns)
            .rows(rows)
            .note(self.speech.word("coverage_note"))
            .fixed(2)
    }

    /// Who improved since another round, and who is not compared.
    pub(super) fn improved_tables(&self, before: Option<&Frozen>) -> Vec<Table> {
        let Some(before) = before else { return Vec::new() };
        let Since { found, left_out } = self.since(before);
        let mut columns = self.headings(&["column_code", "column_unit"]);
        columns.extend([before.round.period.clone(), self.field.frozen.round.period.clone()]);
        columns.extend(self.headings(&[
            "column_change",
            "column_change_low",
            "column_change_high",
            "column_weight_compared",
        ]));
        let signed = |value: f64| Value::number(value, Form::Signed(self.decimals()));
        let rows = found.iter().map(|(unit, one)| {
            let mut row = self.unit_values(*unit).to_vec();
            row.extend([one.before, one.after].map(|score| self.plain_value(Some(score))));
            row.push(signed(one.after - one.before));
            row.extend([0, 1].map(|end| one.range.map_or(Value::Empty, |range| signed(range[end]))));
            row.push(Value::number(one.weight, Form::Share(1)));
            row
        });
        let compared = !found.is_empty();
        let improved = Table::new("improved", self.speech.word("section_improved"), columns).rows(rows).fixed(2);
        let rows = left_out.iter().filter(|_| compared).map(|(unit, why)| {
            let mut row = self.unit_values(*unit).to_vec();
            row.push(Value::text(self.not_matched(*why, before)));
            row
        });
        let columns = self.headings(&["column_code", "column_unit", "column_reason"]);
        let others = Table::new("not-compared", self.speech.word("section_not_compared"), columns).rows(rows).fixed(2);
        vec![improved, others]
    }
}

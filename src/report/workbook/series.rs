//! The tables of a series: its rounds, every unit in every round, and what changed from one to the next.

use super::about::whole;
use super::table::{Form, Table, Value};
use crate::report::pages::Tongue;
use crate::report::series::{SeriesTongue, UnitOverTime};

/// Decimals of a correlation.
const CORRELATION: usize = 2;

impl SeriesTongue<'_> {
    /// Every table of the page over all units; one without rows is left out.
    pub(super) fn tables(&self) -> Vec<Table> {
        let last = self.last();
        let mut tables = vec![
            self.rounds_table(),
            self.scores_table(),
            self.changes_table(),
            self.lineage_table(),
            self.measures_table(),
            self.notes_table(),
            last.symbols_table(),
            last.facts_table(),
        ];
        if let [.., before, last] = self.tongues.as_slice() {
            tables.extend(last.improved_tables(Some(before.field.frozen)));
        }
        tables.retain(|table| !table.rows.is_empty());
        tables
    }

    /// The tables by the names of their files and in words.
    pub(in crate::report) fn table_names(&self) -> Vec<(String, String)> {
        self.tables().into_iter().map(|table| (table.key, table.name)).collect()
    }

    fn rounds_table(&self) -> Table {
        let last = self.last();
        let columns = [
            "column_round",
            "fact_period",
            "fact_edition",
            "column_assessed",
            "column_items",
            "column_n",
            "column_mean",
            "published_mean_short",
            "column_min",
            "column_max",
            "column_gap",
            "published_gap_short",
            "column_note",
        ];
        let rows = self.tongues.iter().enumerate().map(|(round, tongue)| {
            let frozen = tongue.field.frozen;
            let summary = &frozen.summaries[0];
            let edition = self.edition(round);
            let published = |statistic: &str| {
                let figure = frozen.round.published.iter().find(|figure| figure.statistic == statistic);
                figure.map_or(Value::Empty, |figure| Value::number(figure.value, Form::Fixed(figure.decimals as usize)))
            };
            let counted = |count: Option<u32>| count.map_or(Value::Empty, |count| Value::count(count as usize));
            // One score has no gap to another.
            let gap = summary.max.zip(summary.min).filter(|_| summary.n > 1).map(|(max, min)| max - min);
            vec![
                Value::text(tongue.phrase(&frozen.round.title, &frozen.round.code).text),
                Value::text(&frozen.round.period),
                Value::text(&frozen.framework.edition),
                counted(edition.and_then(|edition| edition.units)),
                counted(edition.and_then(|edition| edition.items)),
                Value::count(summary.n),
                tongue.plain_value(summary.mean),
                published("mean"),
                tongue.plain_value(summary.min),
                tongue.plain_value(summary.max),
                tongue.plain_value(gap),
                published("gap"),
                Value::text(edition.map_or_else(String::new, |edition| tongue.phrase(&edition.note, "").text)),
            ]
        });
        Table::new("rounds", last.speech.word("section_editions"), last.headings(&columns))
            .rows(rows)
            .note(last.speech.word("series_mean_note"))
            .fixed(2)
    }

    /// One row for each unit and round, so that it can be filtered and turned.
    fn scores_table(&self) -> Table {
        let last = self.last();
        let pillars = last.field.pillars();
        let mut columns = last.headings(&[
            "column_code",
            "column_unit",
            "fact_period",
            "column_score",
            "column_range_low",
            "column_range_high",
            "column_rank",
            "column_published_rank",
            "column_band",
            "column_coverage",
        ]);
        columns.extend(pillars.iter().map(|&node| last.node_name(node).text));
        let known = self.units.iter().flat_map(|unit| (0..self.tongues.len()).map(move |round| (unit, round)));
        let rows = known.filter_map(|(unit, round)| {
            let tongue = &self.tongues[round];
            let at = unit.at[round]?;
            let score = tongue.field.score(at, 0);
            let published = score.reported.as_ref().and_then(|reported| reported.rank);
            let mut row = tongue.unit_values(at).to_vec();
            row.push(Value::text(self.period(round)));
            row.push(tongue.score_value(score));
            row.extend(tongue.range_values(score));
            row.push(tongue.rank_value(at, 0));
            row.push(published.map_or(Value::Empty, |rank| Value::count(rank as usize)));
            row.push(tongue.band_value(score));
            row.push(tongue.coverage_value(score));
            row.extend(pillars.iter().map(|&node| self.same_node(tongue, at, node)));
            Some(row)
        });
        Table::new("scores", last.speech.word("section_series_units"), columns)
            .rows(rows)
            .note(last.speech.word("series_rank_note"))
            .fixed(3)
    }

    /// The score at a node of the last round, which is found by its code: editions may order theirs otherwise.
    fn same_node(&self, tongue: &Tongue<'_>, unit: usize, node: usize) -> Value {
        let code = &self.last().field.frozen.framework.nodes[node].code;
        let there = tongue.field.frozen.framework.nodes.iter().position(|node| node.code == *code);
        there.map_or_else(|| tongue.plain_value(None), |node| tongue.score_value(tongue.field.score(unit, node)))
    }

    /// Changes of every node that two rounds share.
    fn changes_table(&self) -> Table {
        let last = self.last();
        let columns = [
            "column_code",
            "column_unit",
            "column_node",
            "column_from",
            "column_to",
            "column_score_before",
            "column_score_after",
            "column_change",
            "column_change_low",
            "column_change_high",
            "column_note",
        ];
        let pairs = self.units.iter().flat_map(|unit| (1..self.tongues.len()).map(move |later| (unit, later)));
        let rows = pairs.flat_map(|(unit, later)| self.change_rows(unit, later));
        let beyond = self
            .series
            .largest_change
            .map(|limit| last.speech.say("series_beyond", &[("points", &last.speech.points(limit))]));
        let note = [Some(last.speech.word("change_explained")), beyond].into_iter().flatten();
        Table::new("changes", last.speech.word("section_changes"), last.headings(&columns))
            .rows(rows.collect::<Vec<_>>())
            .note(note.collect::<Vec<_>>().join(" "))
            .fixed(3)
    }

    fn change_rows(&self, unit: &UnitOverTime, later: usize) -> Vec<Vec<Value>> {
        let (before, after) = (&self.tongues[later - 1], &self.tongues[later]);
        let Some((first, second)) = unit.at[later - 1].zip(unit.at[later]) else { return Vec::new() };
        let compared = self.compared(unit, later).into_iter().filter_map(|node| Some((node.change?, node)));
        compared
            .map(|(change, node)| {
                let beyond = self.series.largest_change.is_some_and(|limit| change.abs() > limit);
                let digits = after.decimals();
                let end = |end: usize| {
                    let range = node.range.filter(|[low, high]| high > low);
                    range.map_or(Value::Empty, |range| Value::number(range[end], Form::Signed(digits)))
                };
                let [code, name] = after.unit_values(second);
                vec![
                    code,
                    name,
                    Value::text(after.node_name(node.second).text),
                    Value::text(self.period(later - 1)),
                    Value::text(self.period(later)),
                    before.score_value(before.field.score(first, node.first)),
                    after.score_value(after.field.score(second, node.second)),
                    Value::number(change, Form::Signed(digits)),
                    end(0),
                    end(1),
                    if beyond {
                        Value::text(format!("‡ {}", after.speech.word("change_beyond")))
                    } else {
                        Value::Empty
                    },
                ]
            })
            .collect()
    }

    fn lineage_table(&self) -> Table {
        let last = self.last();
        let rows = self.lineage().into_iter().map(|row| {
            vec![
                Value::text(row.edition),
                Value::text(row.code),
                Value::text(row.name.text),
                Value::text(row.kind),
                Value::text(row.note.text),
            ]
        });
        let columns = ["fact_edition", "column_code", "column_node", "column_change_kind", "column_note"];
        Table::new("lineage", last.speech.word("section_lineage"), last.headings(&columns)).rows(rows)
    }

    fn measures_table(&self) -> Table {
        let last = self.last();
        let links = self
            .tongues
            .iter()
            .flat_map(|tongue| tongue.field.frozen.round.links.iter().map(move |link| (tongue, link)));
        let rows = links.map(|(tongue, link)| {
            let source = crate::report::text::linked(&tongue.phrase(&link.source, "").text);
            vec![
                Value::text(&tongue.field.frozen.round.period),
                Value::text(tongue.phrase(&link.title, &link.code).text),
                tongue.value_as(link.spearman, Form::Signed(CORRELATION)),
                Value::count(link.n),
                Value::text(whole(&source)),
            ]
        });
        let columns = ["fact_period", "column_measure", "column_spearman", "column_over", "column_source"];
        Table::new("measures", last.speech.word("sheet_measures"), last.headings(&columns))
            .rows(rows)
            .note(last.speech.word("link_note"))
    }

    fn notes_table(&self) -> Table {
        let last = self.last();
        let rows = self.series.notes.iter().map(|note| vec![Value::text(last.phrase(note, "").text)]);
        Table::new("notes", last.speech.word("section_notes"), last.headings(&["section_notes"])).rows(rows)
    }
}

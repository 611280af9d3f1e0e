//! The tables of the page of one unit.

use super::about::whole;
use super::table::{Form, Table, Value};
use crate::frozen::{FrozenFacet, FrozenPart, FrozenSystem};
use crate::report::account::points;
use crate::report::pages::Tongue;
use crate::report::view::{SystemGroup, SystemRow};

impl Tongue<'_> {
    /// Every table of the page of a unit; one without rows is left out.
    pub(super) fn unit_tables(&self, unit: usize) -> Vec<Table> {
        let mut tables = vec![self.summary_table(unit), self.pillars_table(unit)];
        tables.extend(self.strengths_and_gaps(unit));
        let facets = self.field.frozen.framework.facets.iter();
        tables.extend(facets.map(|facet| self.by_facet(unit, facet)));
        tables.extend([self.results_table(unit), self.published_table(unit), self.systems_table(unit)]);
        tables.extend(self.advice_tables(unit));
        tables.extend(self.about_tables());
        tables.retain(|table| !table.rows.is_empty());
        tables
    }

    /// The key figures.
    fn summary_table(&self, unit: usize) -> Table {
        let (speech, frozen) = (&self.speech, self.field.frozen);
        let score = self.field.score(unit, 0);
        let [code, name] = self.unit_values(unit);
        let [low, high] = self.range_values(score);
        let mut rows = vec![
            vec![Value::text(speech.word("column_code")), code],
            vec![Value::text(speech.word("column_unit")), name],
            vec![Value::text(speech.word("figure_score")), self.score_value(score)],
            vec![Value::text(speech.word("figure_of")), Value::number(self.field.scale.high, Form::Fixed(0))],
            vec![Value::text(speech.word("figure_rank")), self.rank_value(unit, 0)],
            vec![Value::text(speech.word("column_n")), Value::count(frozen.summaries[0].n)],
            vec![Value::text(speech.word("figure_mean")), self.plain_value(frozen.summaries[0].mean)],
            vec![Value::text(speech.word("figure_band")), self.band_value(score)],
            vec![Value::text(speech.word("column_range_low")), low],
            vec![Value::text(speech.word("column_range_high")), high],
            vec![Value::text(speech.word("figure_coverage")), self.coverage_value(score)],
            vec![Value::text(speech.word("column_answered")), Value::count(score.answered as usize)],
            vec![Value::text(speech.word("column_applicable")), Value::count(score.applicable as usize)],
        ];
        rows.retain(|row| !matches!(row.get(1), Some(Value::Empty)));
        let note = [self.rank_note(), self.between(unit)].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Table::new("summary", speech.word("sheet_summary"), self.headings(&["column_figure", "column_value"]))
            .rows(rows)
            .note(note)
    }

    fn pillars_table(&self, unit: usize) -> Table {
        let field = self.field;
        let beside = self.beside(unit);
        let mut columns = self.headings(&[
            "column_code",
            "column_node",
            "column_weight",
            "column_score",
            "column_mean",
            "column_difference",
            "column_best",
            "column_best_units",
            "column_rank",
        ]);
        columns.extend(self.beside_headings(&beside));
        let rows = field.pillars().iter().map(|&node| {
            let (score, summary) = (field.score(unit, node), &field.frozen.summaries[node]);
            let difference = score.score.zip(summary.mean).map(|(value, mean)| value - mean);
            let mut row = self.node_values(node).to_vec();
            row.extend([
                Value::number(field.frozen.framework.nodes[node].effective, Form::Share(1)),
                self.score_value(score),
                self.plain_value(summary.mean),
                self.value_as(difference, Form::Signed(self.decimals())),
                self.plain_value(summary.max),
                Value::text(self.names(&field.nodes[node].best)),
                self.rank_value(unit, node),
            ]);
            row.extend(self.beside_values(unit, node, &beside));
            row
        });
        let level = field.pillars().first().map(|&node| field.frozen.framework.nodes[node].level);
        let level = level.map(|level| &field.frozen.framework.levels[level]);
        let name = level.map_or_else(String::new, |level| {
            self.speech.say("results_by", &[("level", &self.phrase(&level.name, &level.code).text)])
        });
        Table::new("pillars", name, columns).rows(rows).note(self.beside_note(unit, &beside)).fixed(2)
    }

    fn strengths_and_gaps(&self, unit: usize) -> [Table; 2] {
        let listed = self.listed_differences(unit);
        let frozen = self.field.frozen;
        let columns =
            ["column_code", "column_node", "column_part_of", "column_score", "column_mean", "column_difference"];
        let table = |key: &str, word: &str, listed: Vec<(usize, f64)>| {
            let rows = listed.into_iter().map(|(node, by)| {
                let parent = frozen.framework.nodes[node].parent.unwrap_or(0);
                let mut row = self.node_values(node).to_vec();
                row.extend([
                    Value::text(self.node_name(parent).text),
                    self.score_value(self.field.score(unit, node)),
                    self.plain_value(frozen.summaries[node].mean),
                    Value::number(by, Form::Signed(self.decimals())),
                ]);
                row
            });
            Table::new(key, self.speech.word(word), self.headings(&columns)).rows(rows).note(self.rule()).fixed(2)
        };
        [table("strengths", "section_strengths", listed.strengths), table("gaps", "section_gaps", listed.gaps)]
    }

    /// Results for each value of a facet.
    fn by_facet(&self, unit: usize, facet: &FrozenFacet) -> Table {
        let framework = &self.field.frozen.framework;
        let frozen_unit = &self.field.frozen.units[unit];
        let sliced = framework.slices.as_ref() == Some(&facet.code);
        let mut nodes = vec![0];
        nodes.extend(self.field.pillars());
        let name = self.phrase(&facet.name, &facet.code).text;
        let mut columns = vec![self.speech.word("column_code"), name.clone()];
        columns.extend(nodes.iter().map(|&node| self.node_name(node).text));
        columns.push(self.speech.word("column_coverage"));
        let rows = facet.values.iter().filter_map(|value| {
            let scores = if sliced {
                let scores = frozen_unit.slices.get(&value.code)?;
                let mut cells: Vec<Value> = nodes.iter().map(|&node| self.score_value(&scores[node])).collect();
                cells.push(self.coverage_value(&scores[0]));
                cells
            } else {
                let mut parts = frozen_unit.parts.iter();
                self.part_values(parts.find(|part| part.facet == facet.code && part.value == value.code)?, &nodes)?
            };
            let mut row = vec![Value::text(&value.code), Value::text(self.phrase(&value.name, &value.code).text)];
            row.extend(scores);
            Some(row)
        });
        let heading = self.speech.say("results_by", &[("level", &name)]);
        Table::new(format!("by-{}", facet.code), heading, columns).rows(rows).fixed(2)
    }

    /// Scores of a part with its coverage; none where nothing of the index is in the part.
    fn part_values(&self, part: &FrozenPart, nodes: &[usize]) -> Option<Vec<Value>> {
        let all = part.at(0).filter(|all| all.answered > 0)?;
        let value = |&node: &usize| match part.at(node) {
            Some(score) => self.score_value(score),
            None => Value::Absent(self.absence(Some("not_applicable"))),
        };
        let mut values: Vec<Value> = nodes.iter().map(value).collect();
        values.push(Value::number(all.observed, Form::Share(0)));
        Some(values)
    }

    fn results_table(&self, unit: usize) -> Table {
        let field = self.field;
        let frozen = field.frozen;
        let points = points(&frozen.framework, &frozen.units[unit]);
        let columns = [
            "column_code",
            "column_node",
            "column_level",
            "column_weight",
            "column_score",
            "column_range_low",
            "column_range_high",
            "column_mean",
            "column_best",
            "column_rank",
            "column_given",
            "column_lost",
            "column_coverage",
        ];
        let shown = (0..points.len()).filter(|&node| self.shown(node));
        let rows = shown.map(|at| {
            let (node, summary, score) = (&frozen.framework.nodes[at], &frozen.summaries[at], field.score(unit, at));
            let level = &frozen.framework.levels[node.level];
            // A node without a score that also took no part has nothing to show.
            let part = |points: Option<f64>| points.filter(|&points| score.score.is_some() || points > 0.0);
            let mut row = self.node_values(at).to_vec();
            row.extend([
                Value::text(self.phrase(&level.name, &level.code).text),
                Value::number(node.effective, Form::Share(1)),
                self.score_value(score),
            ]);
            row.extend(self.range_values(score));
            row.extend([
                self.plain_value(summary.mean),
                self.plain_value(summary.max),
                self.rank_value(unit, at),
                part(points[at].given).map_or(Value::Empty, |given| self.plain_value(Some(given))),
                part(points[at].lost).map_or(Value::Empty, |lost| self.plain_value(Some(lost))),
                self.coverage_value(score),
            ]);
            row
        });
        Table::new("results", self.speech.word("section_all"), self.headings(&columns))
            .rows(rows)
            .note(self.nodes_note().unwrap_or_default())
            .fixed(2)
    }

    fn published_table(&self, unit: usize) -> Table {
        let columns = [
            "column_code",
            "column_node",
            "column_published",
            "column_published_rank",
            "column_recomputed",
            "column_recomputed_low",
            "column_recomputed_high",
            "column_source",
            "column_note",
        ];
        let scores = self.field.frozen.units[unit].scores.iter().enumerate();
        let rows = scores.filter_map(|(node, score)| Some((node, score.reported.as_ref()?))).map(|(node, reported)| {
            let digits = reported.decimals.map_or(self.decimals(), |decimals| decimals as usize);
            let ends = reported.recomputed_range;
            let mut row = self.node_values(node).to_vec();
            row.extend([
                self.value_as(reported.score, Form::Fixed(digits)),
                self.value_as(reported.rank.map(f64::from), Form::Fixed(0)),
                self.plain_value(reported.recomputed),
                ends.map_or(Value::Empty, |[low, _]| self.plain_value(Some(low))),
                ends.map_or(Value::Empty, |[_, high]| self.plain_value(Some(high))),
                Value::text(&reported.source),
                Value::text(self.phrase(&reported.note, "").text),
            ]);
            row
        });
        Table::new("published", self.speech.word("section_published"), self.headings(&columns)).rows(rows).fixed(2)
    }

    /// The digital systems, one row for each thing that is stated of one.
    fn systems_table(&self, unit: usize) -> Table {
        let columns = [
            "column_group",
            "column_system",
            "column_kind",
            "column_owner",
            "column_status",
            "column_channel",
            "column_number",
            "column_stated",
            "column_period_stated",
            "column_note",
            "column_evidence",
            "column_address",
            "column_source",
        ];
        let known = &self.field.frozen.units[unit].systems;
        let rows = self.systems(unit).into_iter().flat_map(|group| {
            let rows: Vec<Vec<Value>> =
                group.systems.iter().flat_map(|system| self.system_rows(&group, system, known)).collect();
            rows
        });
        Table::new("systems", self.speech.word("sheet_systems"), self.headings(&columns))
            .rows(rows)
            .note(self.speech.word("systems_note"))
            .fixed(2)
    }

    fn system_rows(&self, group: &SystemGroup, system: &SystemRow, known: &[FrozenSystem]) -> Vec<Vec<Value>> {
        let text = |text: &str| if text.is_empty() { Value::Empty } else { Value::text(text) };
        let start = [
            text(&group.heading),
            text(&system.name.text),
            text(&system.kind),
            text(&system.owner.text),
            text(system.status.as_deref().unwrap_or_default()),
            text(system.channel.as_ref().map_or("", |channel| &channel.text)),
        ];
        let end = |source: &str| [text(&self.named(&system.evidence)), text(&whole(&system.address)), text(source)];
        let own = whole(&system.source);
        let frozen = known.iter().find(|one| one.code == system.code);
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for (at, fact) in system.facts.iter().enumerate() {
            let figure = frozen.and_then(|one| one.facts.get(at)).and_then(|fact| fact.figure.as_ref());
            let number = figure.map_or(Value::Empty, |figure| {
                self.value_as(Some(figure.value), Form::Fixed(figure.decimals.map_or(0, |digits| digits as usize)))
            });
            let stated: Vec<&str> = fact.figure.iter().map(String::as_str).chain([fact.name.text.as_str()]).collect();
            let source = if fact.source.is_empty() { own.clone() } else { whole(&fact.source) };
            let mut row = start.to_vec();
            row.extend([number, text(&stated.join(" ")), text(&fact.period)]);
            row.push(text(fact.note.as_ref().map_or("", |note| &note.text)));
            row.extend(end(&source));
            rows.push(row);
        }
        if rows.is_empty() {
            let mut row = start.to_vec();
            row.extend([Value::Empty, Value::Empty, Value::Empty, Value::Empty]);
            row.extend(end(&own));
            rows.push(row);
        }
        rows
    }
}

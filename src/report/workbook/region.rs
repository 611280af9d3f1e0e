//! The tables of the comparative page.

use super::about::whole;
use super::table::{Form, Table, Value};
use crate::frozen::FrozenPublished;
use crate::report::heat::part_score;
use crate::report::pages::Tongue;

/// Decimals of a correlation.
const CORRELATION: usize = 2;

impl Tongue<'_> {
    /// Every table of the comparative page; one without rows is left out.
    pub(super) fn region_tables(&self) -> Vec<Table> {
        let mut tables = vec![
            self.ranking_table(),
            self.ties_table(),
            self.not_ranked_table(),
            self.bands_table(),
            self.heat_value_table(),
            self.nodes_table(),
            self.published_figures_table(),
            self.measures_table(),
            self.links_table(),
        ];
        tables.extend(self.improved_tables(self.field.previous));
        tables.extend(self.over_value_tables());
        tables.extend(self.grouping_tables());
        tables.push(self.coverage_value_table());
        tables.extend(self.about_tables());
        tables.retain(|table| !table.rows.is_empty());
        tables
    }

    fn pillar_names(&self) -> impl Iterator<Item = String> {
        self.field.pillars().iter().map(|&node| self.node_name(node).text)
    }

    fn ranking_table(&self) -> Table {
        let field = self.field;
        let ranged = field.ranking.iter().any(|&unit| self.range(field.score(unit, 0)).is_some());
        let banded = !field.frozen.framework.bands.is_empty();
        let ties = self.tie_numbers();
        let mut columns = self.headings(&["column_rank", "column_code", "column_unit", "column_score"]);
        columns.extend(self.interval_headings());
        if ranged {
            columns.extend(self.headings(&["column_range_low", "column_range_high"]));
        }
        if banded {
            columns.push(self.speech.word("column_band"));
        }
        columns.push(self.speech.word("column_coverage"));
        columns.extend(self.pillar_names());
        let rows = field.ranking.iter().map(|&unit| {
            let score = field.score(unit, 0);
            let mut row = vec![self.rank_value(unit, 0)];
            row.extend(self.unit_values(unit));
            row.push(self.score_value(score));
            row.extend(self.interval_values(unit, &ties));
            if ranged {
                row.extend(self.range_values(score));
            }
            if banded {
                row.push(self.band_value(score));
            }
            row.push(self.coverage_value(score));
            row.extend(field.pillars().iter().map(|&node| self.score_value(field.score(unit, node))));
            row
        });
        Table::new("ranking", self.speech.word("section_ranking"), columns)
            .rows(rows)
            .note(self.rank_note().unwrap_or_default())
            .fixed(3)
    }

    fn not_ranked_table(&self) -> Table {
        let field = self.field;
        let mut columns = self.headings(&["column_code", "column_unit", "column_reason", "column_coverage"]);
        columns.extend(self.pillar_names());
        let unranked = (0..field.frozen.units.len()).filter(|&unit| field.score(unit, 0).score.is_none());
        let rows = unranked.map(|unit| {
            let score = field.score(unit, 0);
            let mut row = self.unit_values(unit).to_vec();
            row.extend([Value::text(self.reason(score)), self.coverage_value(score)]);
            row.extend(field.pillars().iter().map(|&node| self.score_value(field.score(unit, node))));
            row
        });
        Table::new("not-ranked", self.speech.word("section_not_ranked"), columns).rows(rows).fixed(2)
    }

    fn bands_table(&self) -> Table {
        let field = self.field;
        let bands = &field.frozen.framework.bands;
        let columns = ["column_band", "column_band_from", "column_band_below", "column_number", "nav_units"];
        let rows = bands.iter().enumerate().rev().map(|(at, band)| {
            let inside = |unit: &&usize| field.score(**unit, 0).band.as_deref() == Some(band.code.as_str());
            let units: Vec<usize> = field.ranking.iter().filter(inside).copied().collect();
            vec![
                Value::text(self.phrase(&band.name, &band.code).text),
                self.plain_value(Some(band.from)),
                bands.get(at + 1).map_or(Value::Empty, |next| self.plain_value(Some(next.from))),
                Value::count(units.len()),
                Value::text(self.names(&units)),
            ]
        });
        Table::new("bands", self.speech.word("section_bands"), self.headings(&columns)).rows(rows)
    }

    /// All units by pillar and by the values of facets that have few.
    fn heat_value_table(&self) -> Table {
        let field = self.field;
        let name = self.speech.word("section_heat");
        let Some((heat, parts)) = self.heat().zip(self.heat_parts()) else {
            return Table::new("by-pillar-and-channel", name, Vec::new());
        };
        let mut columns = self.headings(&["column_code", "column_unit"]);
        columns.extend(heat.columns.into_iter().map(|column| column.text));
        let rows = field.ranking.iter().map(|&unit| {
            let mut row = self.unit_values(unit).to_vec();
            row.extend(field.pillars().iter().map(|&node| self.score_value(field.score(unit, node))));
            let there = &field.frozen.units[unit];
            row.extend(parts.iter().map(|(facet, value)| self.plain_value(part_score(there, facet, *value))));
            row
        });
        Table::new("by-pillar-and-channel", name, columns).rows(rows).fixed(2)
    }

    fn nodes_table(&self) -> Table {
        let frozen = self.field.frozen;
        let columns = [
            "column_code",
            "column_node",
            "column_level",
            "column_weight",
            "column_n",
            "column_mean",
            "column_median",
            "column_min",
            "column_max",
            "column_gap",
            "column_middle",
        ];
        let shown = (0..frozen.framework.nodes.len()).filter(|&node| self.shown(node));
        let rows = shown.map(|at| {
            let (node, summary) = (&frozen.framework.nodes[at], &frozen.summaries[at]);
            let level = &frozen.framework.levels[node.level];
            let mut row = self.node_values(at).to_vec();
            row.extend([
                Value::text(self.phrase(&level.name, &level.code).text),
                Value::number(node.effective, Form::Share(1)),
                Value::count(summary.n),
            ]);
            let gap = summary.max.zip(summary.min).map(|(max, min)| max - min);
            let figures = [summary.mean, summary.median, summary.min, summary.max, gap, self.middle_half(at)];
            row.extend(figures.map(|one| self.plain_value(one)));
            row
        });
        Table::new("nodes", self.speech.word("section_nodes"), self.headings(&columns))
            .rows(rows)
            .note(self.nodes_note().unwrap_or_default())
            .fixed(2)
    }

    fn published_figures_table(&self) -> Table {
        let columns = ["column_figure", "column_published", "column_computed", "column_over", "column_source"];
        let rows = self.field.frozen.round.published.iter().map(|figure| self.published_figure_row(figure));
        Table::new("published", self.speech.word("section_published_figures"), self.headings(&columns)).rows(rows)
    }

    fn published_figure_row(&self, figure: &FrozenPublished) -> Vec<Value> {
        let frozen = self.field.frozen;
        let summary = &frozen.summaries[0];
        let counted = figure.statistic == "units";
        let computed = match figure.statistic.as_str() {
            "mean" => summary.mean,
            "minimum" => summary.min,
            "maximum" => summary.max,
            "gap" => summary.max.zip(summary.min).map(|(max, min)| max - min),
            _ => None,
        };
        vec![
            Value::text(self.speech.word(&format!("published_{}", figure.statistic))),
            Value::number(figure.value, Form::Fixed(figure.decimals as usize)),
            if counted { Value::count(frozen.units.len()) } else { self.plain_value(computed) },
            if counted { Value::Empty } else { Value::count(summary.n) },
            Value::text(self.phrase(&figure.source, "").text),
        ]
    }

    /// Other measures with their rank correlation.
    fn measures_table(&self) -> Table {
        let views = self.links().map(|links| links.links).unwrap_or_default();
        let links = &self.field.frozen.round.links;
        let rows = links.iter().zip(views).map(|(link, view)| {
            vec![
                Value::text(view.title.text),
                self.value_as(link.spearman, Form::Signed(CORRELATION)),
                Value::count(link.n),
                Value::text(whole(&view.source)),
                Value::text(self.phrase(&link.licence, "").text),
            ]
        });
        let columns = ["column_measure", "column_spearman", "column_over", "column_source", "fact_data_licence"];
        Table::new("measures", self.speech.word("sheet_measures"), self.headings(&columns))
            .rows(rows)
            .note(self.speech.word("link_note"))
    }

    /// The index beside other measures, unit by unit.
    fn links_table(&self) -> Table {
        let frozen = self.field.frozen;
        let links = &frozen.round.links;
        let mut columns = self.headings(&["column_code", "column_unit", "column_score"]);
        columns.extend(links.iter().map(|link| self.phrase(&link.title, &link.code).text));
        let shown = |unit: &&usize| links.iter().any(|link| link.values.contains_key(&frozen.units[**unit].code));
        let rows = self.field.ranking.iter().filter(shown).map(|&unit| {
            let mut row = self.unit_values(unit).to_vec();
            row.push(self.score_value(self.field.score(unit, 0)));
            row.extend(links.iter().map(|link| {
                let value = link.values.get(&frozen.units[unit].code).copied();
                self.value_as(value, Form::Fixed(usize::from(link.decimals)))
            }));
            row
        });
        Table::new("links", self.speech.word("section_links"), columns).rows(rows).fixed(2)
    }
}

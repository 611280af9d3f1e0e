//! The tables of the page on robustness: draws, probabilities, sensitivity, removals, and whether the parts belong together.

use super::table::{Form, Table, Value};
use crate::analyse::coherence::{ALL_COLUMNS, Coherence, Figure};
use crate::analyse::uncertainty::{Sensitivity, Uncertainty};
use crate::report::certainty::whole;
use crate::report::pages::Tongue;

/// Decimals of shares of variance, correlations and changes of rank.
const DIGITS: usize = 2;
/// Decimals of p-values.
const P_DIGITS: usize = 4;

impl Tongue<'_> {
    /// Every table of the page; one without rows is left out.
    pub(super) fn robustness_tables(&self) -> Vec<Table> {
        let analyses = self.field.analyses;
        let mut tables = Vec::new();
        if let Some(analysis) = &analyses.uncertainty {
            tables.extend([self.sources_table(analysis), self.draws_table(analysis), self.ties_table()]);
            tables.extend([self.rank_shares_table(analysis), self.above_table(analysis)]);
            tables.extend(analysis.sensitivity.as_ref().map(|sensitivity| self.sensitivity_table(sensitivity)));
            tables.extend([self.removals_table(analysis), self.unit_removals_table(analysis)]);
        }
        if let Some(coherence) = &analyses.coherence {
            tables.extend([self.structures_table(coherence), self.importance_table(coherence)]);
            tables.push(self.correlations_table(coherence));
        }
        tables.extend(self.about_tables());
        tables.retain(|table| !table.rows.is_empty());
        tables
    }

    fn sources_table(&self, analysis: &Uncertainty) -> Table {
        let rows = analysis
            .sources
            .iter()
            .map(|source| vec![Value::text(self.source_name(&source.source)), Value::text(self.source_varies(source))]);
        let columns = self.headings(&["column_varied", "column_varies"]);
        Table::new("sources", self.speech.word("section_sources"), columns).rows(rows).widest(100)
    }

    fn draws_table(&self, analysis: &Uncertainty) -> Table {
        let mut columns = self.headings(&[
            "column_code",
            "column_unit",
            "column_rank",
            "column_rank_low",
            "column_median_rank",
            "column_rank_high",
            "column_score",
            "column_score_low",
            "column_median",
            "column_score_high",
            "figure_draws",
        ]);
        columns.extend(self.field.frozen.framework.bands.iter().map(|band| self.phrase(&band.name, &band.code).text));
        let rows = self.field.ranking.iter().map(|&unit| {
            let drawn = &analysis.units[unit];
            let three = |three: Option<[f64; 3]>, form: Form| {
                (0..3).map(move |at| self.value_as(three.map(|three| three[at]), form)).collect::<Vec<Value>>()
            };
            let mut row = self.unit_values(unit).to_vec();
            row.push(self.rank_value(unit, 0));
            row.extend(three(drawn.ranks, Form::Fixed(1)));
            row.push(self.score_value(self.field.score(unit, 0)));
            row.extend(three(drawn.scores, Form::Fixed(self.decimals())));
            row.push(Value::count(drawn.draws));
            row.extend(self.field.frozen.framework.bands.iter().map(|band| {
                let at = analysis.bands.iter().position(|code| *code == band.code);
                self.value_as(at.and_then(|at| drawn.band_probability.get(at).copied()), Form::Share(1))
            }));
            row
        });
        Table::new("draws", self.speech.word("section_draws"), columns).rows(rows).fixed(2)
    }

    /// Units that cannot be told apart, a row for each unit of a group.
    pub(super) fn ties_table(&self) -> Table {
        let numbers = self.tie_numbers();
        let grouped = self.field.ranking.iter().filter_map(|&unit| Some((numbers[unit]?, unit)));
        let rows = grouped.map(|(number, unit)| {
            let mut row = vec![Value::count(number), self.rank_value(unit, 0)];
            row.extend(self.unit_values(unit));
            row
        });
        let columns = self.headings(&["column_tie_group", "column_rank", "column_code", "column_unit"]);
        Table::new("ties", self.speech.word("section_ties"), columns)
            .rows(rows)
            .note(self.tie_rule().unwrap_or_default())
    }

    fn rank_shares_table(&self, analysis: &Uncertainty) -> Table {
        let width = analysis.units.iter().map(|unit| unit.rank_probability.len()).max().unwrap_or(0);
        let mut columns = self.headings(&["column_code", "column_unit"]);
        columns.extend((1..=width).map(|rank| self.speech.rank(rank as u32, false)));
        let ranking = if width == 0 { &[][..] } else { &self.field.ranking };
        let rows = ranking.iter().map(|&unit| {
            let shares = &analysis.units[unit].rank_probability;
            let mut row = self.unit_values(unit).to_vec();
            row.extend((0..width).map(|at| Value::number(shares.get(at).copied().unwrap_or(0.0), Form::Share(1))));
            row
        });
        Table::new("rank-shares", self.speech.word("section_rank_shares"), columns)
            .rows(rows)
            .note(self.speech.word("ranks_note"))
            .fixed(2)
    }

    fn above_table(&self, analysis: &Uncertainty) -> Table {
        let ranking = if analysis.above.is_empty() { &[][..] } else { &self.field.ranking };
        let mut columns = self.headings(&["column_code", "column_unit"]);
        columns.extend(ranking.iter().map(|&unit| self.field.frozen.units[unit].code.clone()));
        let rows = ranking.iter().map(|&unit| {
            let mut row = self.unit_values(unit).to_vec();
            row.extend(ranking.iter().map(|&other| match analysis.above[unit].get(other).copied().flatten() {
                _ if unit == other => Value::Empty,
                share => self.value_as(share, Form::Share(1)),
            }));
            row
        });
        Table::new("above", self.speech.word("section_above"), columns)
            .rows(rows)
            .note(self.speech.word("above_note"))
            .fixed(2)
    }

    fn sensitivity_table(&self, sensitivity: &Sensitivity) -> Table {
        let columns = self.headings(&[
            "column_varied",
            "column_first_order",
            "column_interval_low",
            "column_interval_high",
            "column_total_order",
            "column_interval_low",
            "column_interval_high",
        ]);
        let sources = sensitivity.outputs.first().map_or(&[][..], |output| &output.sources);
        let rows = sources.iter().map(|source| {
            let mut row = vec![Value::text(self.source_name(&source.source))];
            for index in [source.first, source.total] {
                let figures = [index.estimate, index.low, index.high];
                row.extend(figures.map(|value| self.value_as(Some(value), Form::Fixed(DIGITS))));
            }
            row
        });
        Table::new("sensitivity", self.speech.word("section_sensitivity"), columns).rows(rows)
    }

    fn removals_table(&self, analysis: &Uncertainty) -> Table {
        let columns = self.headings(&[
            "column_code",
            "column_node",
            "column_level",
            "column_mean_shift",
            "column_largest_shift",
            "column_moves_most",
            "column_without_score",
        ]);
        let rows = analysis.removals.iter().map(|removal| {
            vec![
                Value::text(&removal.node),
                Value::text(self.name_of(&removal.node).text),
                Value::text(self.level_name(&removal.level)),
                self.value_as(removal.mean_rank_shift, Form::Fixed(DIGITS)),
                self.value_as(removal.largest_rank_shift.map(f64::from), Form::Fixed(0)),
                self.moved(removal.moves_most.as_deref()),
                Value::count(removal.without_score),
            ]
        });
        Table::new("removals", self.speech.word("section_removals"), columns)
            .rows(rows)
            .note(self.speech.word("removals_note"))
            .fixed(2)
    }

    fn unit_removals_table(&self, analysis: &Uncertainty) -> Table {
        let columns = self.headings(&[
            "column_code",
            "column_unit",
            "column_mean_shift",
            "column_largest_shift",
            "column_moves_most",
            "column_without_score",
        ]);
        let rows = analysis.unit_removals.iter().filter_map(|removal| {
            let unit = self.field.frozen.units.iter().position(|unit| unit.code == removal.unit)?;
            let mut row = self.unit_values(unit).to_vec();
            row.extend([
                self.value_as(removal.mean_rank_shift, Form::Fixed(DIGITS)),
                self.value_as(removal.largest_rank_shift.map(f64::from), Form::Fixed(0)),
                self.moved(removal.moves_most.as_deref()),
                Value::count(removal.without_score),
            ]);
            Some(row)
        });
        Table::new("unit-removals", self.speech.word("section_unit_removals"), columns).rows(rows).fixed(2)
    }

    /// The unit that moves most, by its name.
    fn moved(&self, code: Option<&str>) -> Value {
        let unit = |code: &str| self.field.frozen.units.iter().position(|unit| unit.code == code);
        code.and_then(unit).map_or(Value::Empty, |unit| Value::text(self.unit_name(unit).text))
    }

    /// A figure of an analysis, or why there is none.
    fn figure_value(&self, figure: Figure, form: Form) -> Value {
        match figure.0 {
            Ok(value) => self.value_as(Some(value), form),
            Err(why) => Value::Absent(self.speech.word(&format!("undefined_{}", why.code()))),
        }
    }

    fn structures_table(&self, coherence: &Coherence) -> Table {
        let columns = self.headings(&[
            "column_code",
            "column_node",
            "column_indicators",
            "column_n",
            "column_alpha",
            "column_interval_low",
            "column_interval_high",
            "column_component",
            "column_kmo",
        ]);
        let rows = coherence.structures.iter().map(|structure| {
            let all = structure.group == ALL_COLUMNS;
            let name = if all { self.speech.word("coherence_all") } else { self.name_of(&structure.group).text };
            let code = if all { Value::Empty } else { Value::text(&structure.group) };
            let alpha = structure.alpha.iter().rev().find(|alpha| alpha.alpha.value().is_some());
            let alpha = alpha.unwrap_or(&structure.alpha[0]);
            let first = structure.principal.components.first().map(|share| share.explained);
            vec![
                code,
                Value::text(name),
                Value::count(structure.columns.len()),
                Value::count(alpha.n),
                self.figure_value(alpha.alpha, Form::Fixed(DIGITS)),
                self.figure_value(alpha.low, Form::Fixed(DIGITS)),
                self.figure_value(alpha.high, Form::Fixed(DIGITS)),
                self.value_as(first, Form::Share(1)),
                self.figure_value(structure.principal.kmo, Form::Fixed(DIGITS)),
            ]
        });
        Table::new("groups-of-indicators", self.speech.word("section_coherence_groups"), columns).rows(rows).fixed(2)
    }

    fn importance_table(&self, coherence: &Coherence) -> Table {
        let columns = self.headings(&[
            "column_code",
            "column_node",
            "column_nominal",
            "column_effective",
            "column_observed_linear",
            "column_observed_smooth",
            "column_correlation",
            "column_n",
        ]);
        let rows = coherence.importance.iter().map(|one| {
            vec![
                Value::text(&one.node),
                Value::text(self.name_of(&one.node).text),
                Value::number(one.nominal, Form::Share(1)),
                Value::number(one.effective, Form::Share(1)),
                self.figure_value(one.linear_among_siblings, Form::Share(1)),
                self.figure_value(one.smooth_among_siblings, Form::Share(1)),
                self.figure_value(one.r, Form::Signed(DIGITS)),
                Value::count(one.n),
            ]
        });
        Table::new("importance", self.speech.word("section_importance"), columns)
            .rows(rows)
            .note(self.speech.word("importance_note"))
            .fixed(2)
    }

    /// A row for each pair of indicators.
    fn correlations_table(&self, coherence: &Coherence) -> Table {
        let columns = self.headings(&[
            "column_first",
            "column_second",
            "column_n",
            "column_pearson",
            "column_p",
            "column_spearman",
            "column_p",
            "column_kendall",
            "column_p",
        ]);
        let defined = coherence.correlations.iter().filter(|pair| pair.pearson.r.value().is_some());
        let rows = defined.filter_map(|pair| {
            let mut row = vec![
                Value::text(coherence.columns.get(pair.first)?),
                Value::text(coherence.columns.get(pair.second)?),
                Value::count(pair.n),
            ];
            for measure in [&pair.pearson, &pair.spearman, &pair.kendall] {
                row.push(self.figure_value(measure.r, Form::Signed(DIGITS)));
                row.push(self.figure_value(measure.p, Form::Fixed(P_DIGITS)));
            }
            Some(row)
        });
        Table::new("correlations", self.speech.word("section_correlations"), columns).rows(rows).fixed(2)
    }

    /// Columns with the interval of the rank and the group of a unit, where there are intervals.
    pub(super) fn interval_headings(&self) -> Vec<String> {
        if self.certain().is_none() {
            return Vec::new();
        }
        self.headings(&["column_rank_low", "column_rank_high", "column_tie_group"])
    }

    /// The values of those columns.
    pub(super) fn interval_values(&self, unit: usize, ties: &[Option<usize>]) -> Vec<Value> {
        let Some(analysis) = self.certain() else { return Vec::new() };
        let ends = whole(&analysis.units[unit]);
        let end = |end: Option<u32>| self.value_as(end.map(f64::from), Form::Fixed(0));
        let group = ties[unit].map_or(Value::Empty, Value::count);
        vec![end(ends.map(|ends| ends.0)), end(ends.map(|ends| ends.1)), group]
    }
}

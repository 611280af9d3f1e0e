//! The calculation sheet: the index of the units once more, from the scores of the indicators, in formulas that anyone
//! can read, check and change.
//!
//! Nodes stand in rows and units in columns. The order is by breadth, so that the children of every group are
//! neighbours and a formula names them as one range. Weights and minimum coverages are cells: a changed one moves every
//! score above it. Where the index is computed by slice, the rows of the whole come first, and each slice follows with
//! all nodes; a score of the whole is the mean of those of the slices.

use std::collections::BTreeMap;

use super::book::sheet_names;
use super::formula::{Marks, Parts, letters};
use super::rules::{Rule, coverage_by_count, minimum_coverage, rule_of};
use super::table::{Form, Table, Value};
use crate::frozen::{Frozen, FrozenScore};
use crate::report::method::in_words;
use crate::report::pages::Tongue;

/// Scores closer than this are the same; the two ways of adding differ in the last binary digits only.
const SAME: &str = "1E-9";

/// Key of the table of the calculation.
pub(super) const CALCULATION: &str = "calculation";

/// Width of the columns of names and rules: beside them there must be room for units.
const RULE: usize = 34;

/// Nodes by breadth, and where each stands.
struct Layout {
    /// Nodes in the order of the rows.
    order: Vec<usize>,
    /// Place of each node in that order.
    place: Vec<usize>,
    /// Codes of the slices; none where the index is not computed by slice.
    slices: Vec<String>,
    /// Column of the minimum coverage, and of the first unit; the weights stand between them.
    minimum: usize,
}

impl Layout {
    fn new(frozen: &Frozen) -> Layout {
        let nodes = &frozen.framework.nodes;
        let mut order = vec![0];
        let mut next = 0;
        while let Some(&node) = order.get(next) {
            order.extend(&nodes[node].children);
            next += 1;
        }
        let mut place = vec![0; nodes.len()];
        for (at, &node) in order.iter().enumerate() {
            place[node] = at;
        }
        let facet = frozen.framework.facets.iter().find(|facet| frozen.framework.slices.as_ref() == Some(&facet.code));
        let slices: Vec<String> =
            facet.map(|facet| facet.values.iter().map(|value| value.code.clone()).collect()).unwrap_or_default();
        Layout { order, place, minimum: 4 + usize::from(!slices.is_empty()), slices }
    }

    /// The row of a node, from 1 and below the heading; panel 0 is the whole.
    fn row(&self, panel: usize, node: usize) -> usize {
        2 + panel * self.order.len() + self.place[node]
    }

    fn weights(&self) -> usize {
        self.minimum + 1
    }

    fn unit(&self, at: usize) -> String {
        letters(self.minimum + 2 + at)
    }
}

/// What the cells of a row are.
enum How {
    /// Scores of an indicator, as they are.
    Given,
    /// From the children.
    Formula(Rule),
    /// From the slices.
    Mean,
    /// Scores of a group, which no formula repeats.
    Values,
}

impl Tongue<'_> {
    /// The calculation of some units, its check against the scores of the report, and why scores are absent.
    pub(super) fn calculation_tables(&self, units: &[usize]) -> [Table; 3] {
        let layout = Layout::new(self.field.frozen);
        [self.calculation_table(&layout, units), self.check_table(&layout, units), self.absences_table(units)]
    }

    fn marks(&self) -> Marks {
        Marks {
            no_data: self.speech.word("no_data"),
            not_applicable: self.speech.word("mark_not_applicable"),
            low: self.field.scale.low,
            by_count: coverage_by_count(self.field.frozen),
        }
    }

    fn calculation_table(&self, layout: &Layout, units: &[usize]) -> Table {
        let frozen = self.field.frozen;
        let mut columns = self.headings(&["column_code", "column_node", "column_part_of"]);
        if !layout.slices.is_empty() {
            columns.push(self.speech.word("column_slice"));
        }
        columns.extend(self.headings(&["column_rule", "column_minimum", "column_weight"]));
        columns.extend(units.iter().map(|&unit| self.unit_name(unit).text));
        let marks = self.marks();
        let mut rows = Vec::new();
        let mut by_value = false;
        for panel in 0..=layout.slices.len() {
            for &node in &layout.order {
                let how = self.how(layout, panel, node);
                by_value |= matches!(how, How::Values);
                let mut row = self.row_head(layout, panel, node, &how);
                row.extend(units.iter().enumerate().map(|(at, &unit)| {
                    let score = score_in(frozen, layout, unit, panel, node);
                    self.calculated(layout, &marks, (panel, node, at), &how, score)
                }));
                rows.push(row);
            }
        }
        let mut notes = vec![self.speech.word("calculation_note")];
        if !layout.slices.is_empty() {
            notes.push(self.speech.word("calculation_slices"));
        }
        if by_value {
            notes.push(self.speech.word("calculation_values_note"));
        }
        Table::new(CALCULATION, self.speech.word("sheet_calculation"), columns)
            .rows(rows)
            .note(notes.join(" "))
            .fixed(2)
            .widest(RULE)
    }

    fn how(&self, layout: &Layout, panel: usize, node: usize) -> How {
        let frozen = self.field.frozen;
        if panel == 0 && !layout.slices.is_empty() {
            return How::Mean;
        }
        if frozen.framework.nodes[node].indicator {
            return How::Given;
        }
        rule_of(frozen, node).map_or(How::Values, How::Formula)
    }

    /// What a row is about, up to the weight.
    fn row_head(&self, layout: &Layout, panel: usize, at: usize, how: &How) -> Vec<Value> {
        let frozen = self.field.frozen;
        let node = &frozen.framework.nodes[at];
        let mut row = self.node_values(at).to_vec();
        row.push(node.parent.map_or(Value::Empty, |parent| Value::text(&frozen.framework.nodes[parent].code)));
        if !layout.slices.is_empty() {
            row.push(panel.checked_sub(1).map_or_else(
                || Value::text(self.speech.word("calculation_whole")),
                |slice| Value::text(self.slice_name(&layout.slices[slice])),
            ));
        }
        row.push(Value::text(match how {
            How::Given => self.speech.word("calculation_given"),
            How::Mean => self.speech.word("calculation_mean"),
            How::Values => self.speech.word("calculation_values"),
            How::Formula(_) => self.rule_in_words(at),
        }));
        // Weights and minima stand once, in the rows of the whole, from where every slice reads them.
        let first = panel == 0;
        let minimum = minimum_coverage(frozen, at).filter(|_| first && !node.indicator);
        row.push(minimum.map_or(Value::Empty, |share| Value::number(share, Form::EnteredShare)));
        let weight = (first && node.parent.is_some()).then(|| self.weight(at));
        row.push(weight.map_or(Value::Empty, |weight| Value::number(weight, Form::Entered)));
        row
    }

    /// The weight as it was written where that is the one that was used, else the share among its siblings.
    fn weight(&self, at: usize) -> f64 {
        let nodes = &self.field.frozen.framework.nodes;
        let Some(parent) = nodes[at].parent else { return 1.0 };
        let total: f64 = nodes[parent].children.iter().map(|&child| nodes[child].weight).sum();
        let written = |child: usize| (nodes[child].weight / total - nodes[child].share).abs() < 1e-12;
        if nodes[parent].children.iter().all(|&child| written(child)) { nodes[at].weight } else { nodes[at].share }
    }

    fn rule_in_words(&self, node: usize) -> String {
        let frozen = self.field.frozen;
        let level = &frozen.framework.levels[frozen.framework.nodes[node].level].code;
        let code = &frozen.framework.nodes[node].code;
        let steps = || frozen.manifest.methodology.iter().filter(|step| step.step == "aggregation");
        let step = steps().find(|step| step.of == *level).or_else(|| steps().find(|step| step.of == *code));
        step.map_or_else(String::new, |step| in_words("aggregation", &step.method, &self.speech))
    }

    fn slice_name(&self, code: &str) -> String {
        let framework = &self.field.frozen.framework;
        let values = framework.facets.iter().filter(|facet| framework.slices.as_ref() == Some(&facet.code));
        let value = values.flat_map(|facet| &facet.values).find(|value| value.code == code);
        value.map_or_else(|| code.to_owned(), |value| self.phrase(&value.name, code).text)
    }

    /// The cell of a unit: a formula where its score was computed and a formula repeats it, else the score.
    fn calculated(
        &self,
        layout: &Layout,
        marks: &Marks,
        (panel, node, at): (usize, usize, usize),
        how: &How,
        score: Option<&FrozenScore>,
    ) -> Value {
        let digits = self.decimals();
        let result = mark(marks, score);
        let published = score.is_some_and(FrozenScore::is_published);
        let formula = match how {
            _ if published => None,
            How::Given | How::Values => None,
            How::Formula(rule) => marks.group(*rule, &self.parts(layout, panel, node, at)),
            How::Mean => {
                let cell = |panel: usize| format!("{}{}", layout.unit(at), layout.row(panel, node));
                marks.mean(&(1..=layout.slices.len()).map(cell).collect::<Vec<_>>())
            }
        };
        match (formula, score.and_then(|score| score.score)) {
            (Some(formula), value) => {
                let result = value.map_or(result, |value| value.to_string());
                Value::Formula { formula, result, form: Form::Fixed(digits) }
            }
            (None, Some(value)) if published => Value::number(value, Form::Published(digits)),
            (None, Some(value)) => Value::number(value, Form::Input(digits)),
            (None, None) => Value::text(result),
        }
    }

    fn parts(&self, layout: &Layout, panel: usize, node: usize, unit: usize) -> Parts {
        let children = &self.field.frozen.framework.nodes[node].children;
        // By breadth, the children of a node stand together in their order.
        let first = children.first().copied().unwrap_or(node);
        let start = layout.row(panel, first);
        Parts {
            unit: layout.unit(unit),
            rows: (start, start + children.len().saturating_sub(1)),
            weights: (letters(layout.weights()), layout.row(0, first)),
            minimum: format!("${}${}", letters(layout.minimum), layout.row(0, node)),
        }
    }

    /// The index of every unit as the formulas give it, beside the score of the report.
    fn check_table(&self, layout: &Layout, units: &[usize]) -> Table {
        let columns = [
            "column_code",
            "column_unit",
            "column_by_formula",
            "column_in_report",
            "column_formula_difference",
            "column_check",
        ];
        let marks = self.marks();
        let sheet = sheet_names(&[&self.speech.word("sheet_calculation")]).concat().replace('\'', "''");
        let (same, differs) = (self.speech.word("check_same"), self.speech.word("check_differs"));
        let quoted = super::formula::quoted;
        let digits = self.decimals();
        let rows = units.iter().enumerate().map(|(at, &unit)| {
            let score = self.field.score(unit, 0);
            let row = at + 2;
            let both = format!("AND(ISNUMBER(C{row}),ISNUMBER(D{row}))");
            let none = score.score.is_none();
            let mut cells = self.unit_values(unit).to_vec();
            cells.push(Value::Formula {
                formula: format!("='{sheet}'!{}{}", layout.unit(at), layout.row(0, 0)),
                result: score.score.map_or_else(|| mark(&marks, Some(score)), |value| value.to_string()),
                form: Form::Fixed(digits),
            });
            cells.push(match score.score {
                Some(value) => Value::number(value, Form::Input(digits)),
                None => Value::text(mark(&marks, Some(score))),
            });
            cells.push(Value::Formula {
                formula: format!("=IF({both},C{row}-D{row},{})", quoted(&marks.no_data)),
                result: if none { marks.no_data.clone() } else { "0".to_owned() },
                form: Form::Scientific,
            });
            let (yes, no) = (quoted(&same), quoted(&differs));
            cells.push(Value::Formula {
                formula: format!("=IF({both},IF(ABS(C{row}-D{row})<={SAME},{yes},{no}),IF(C{row}=D{row},{yes},{no}))"),
                result: same.clone(),
                form: Form::Fixed(digits),
            });
            cells
        });
        Table::new("check", self.speech.word("sheet_check"), self.headings(&columns))
            .rows(rows)
            .note(self.speech.word("check_note"))
            .fixed(2)
    }

    /// Why a cell of the calculation holds no number.
    fn absences_table(&self, units: &[usize]) -> Table {
        let columns = ["column_unit", "column_code", "column_node", "column_reason"];
        let nodes = 0..self.field.frozen.framework.nodes.len();
        let absent = units.iter().flat_map(|&unit| nodes.clone().map(move |node| (unit, node)));
        // Reasons are few and cells are many: each is said once.
        let mut reasons: BTreeMap<Option<&str>, String> = BTreeMap::new();
        let rows = absent.filter(|&(unit, node)| self.field.score(unit, node).score.is_none()).map(|(unit, node)| {
            let reason = self.field.score(unit, node).absent.as_deref();
            let said = reasons.entry(reason).or_insert_with(|| self.absence(reason)).clone();
            let [code, name] = self.node_values(node);
            vec![Value::text(self.unit_name(unit).text), code, name, Value::text(said)]
        });
        let rows: Vec<Vec<Value>> = rows.collect();
        Table::new("absences", self.speech.word("sheet_absences"), self.headings(&columns)).rows(rows)
    }
}

/// The score of a unit at a node, in the whole or a slice.
fn score_in<'f>(
    frozen: &'f Frozen,
    layout: &Layout,
    unit: usize,
    panel: usize,
    node: usize,
) -> Option<&'f FrozenScore> {
    let unit = &frozen.units[unit];
    match panel.checked_sub(1) {
        None => unit.scores.get(node),
        Some(slice) => unit.slices.get(&layout.slices[slice])?.get(node),
    }
}

/// What stands for a score that is not there.
fn mark(marks: &Marks, score: Option<&FrozenScore>) -> String {
    let absent = score.and_then(|score| score.absent.as_deref());
    if absent == Some("not_applicable") { marks.not_applicable.clone() } else { marks.no_data.clone() }
}

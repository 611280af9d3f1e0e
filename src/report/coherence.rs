//! The part of the robustness page that says whether the parts of the index belong together.

use super::pages::Tongue;
use super::text::Phrase;
use super::view::{Cell, CoherenceView, CorrelationRow, CorrelationTable, HeatCell, ImportanceRow, StructureRow};
use crate::analyse::coherence::{
    ALL_COLUMNS, Coherence, Figure, Flag, FlagKind, Importance, Structure, Undefined, Warning,
};

/// Decimals of a correlation.
const CORRELATION: usize = 2;
/// Flags that are listed; few units with many indicators have hundreds of pairs that are all but the same.
const FLAGS: usize = 30;

impl Tongue<'_> {
    /// The view; nothing where no figure is defined.
    pub(super) fn coherence(&self, coherence: &Coherence) -> Option<CoherenceView> {
        let defined = coherence.importance.iter().any(|one| one.r.value().is_some());
        let speech = &self.speech;
        let given = [
            ("units", speech.count("units", coherence.rows)),
            ("columns", speech.count("indicators", coherence.columns.len())),
        ];
        let correlations = self.correlation_table(coherence);
        (defined || correlations.is_some()).then(|| CoherenceView {
            note: speech.tell("coherence_note", &given),
            warnings: coherence.warnings.iter().map(|warning| speech.word(warning_key(*warning))).collect(),
            flags: self.flags(coherence),
            groups: coherence.structures.iter().filter_map(|structure| self.structure_row(structure)).collect(),
            importance: coherence.importance.iter().filter_map(|one| self.importance_row(one)).collect(),
            correlations,
        })
    }

    fn node_of(&self, code: &str) -> Option<usize> {
        self.field.frozen.framework.nodes.iter().position(|node| node.code == code)
    }

    pub(super) fn name_of(&self, code: &str) -> Phrase {
        let plain = || Phrase { text: code.to_owned(), lang: None, ours: false };
        self.node_of(code).map_or_else(plain, |node| self.node_name(node))
    }

    /// What is noticeable, as much of it as somebody would read, and how much more there is.
    fn flags(&self, coherence: &Coherence) -> Vec<String> {
        let mut flags: Vec<String> = coherence.flags.iter().filter_map(|flag| self.flag(coherence, flag)).collect();
        let more = flags.len().saturating_sub(FLAGS);
        if more > 1 {
            flags.truncate(FLAGS);
            let count = self.speech.count("flags", more);
            flags.push(self.speech.say("flags_more", &[("flags", &count)]));
        }
        flags
    }

    fn flag(&self, coherence: &Coherence, flag: &Flag) -> Option<String> {
        let numbers = self.speech.numbers.clone().with_decimals(CORRELATION);
        let first = self.name_of(coherence.columns.get(flag.first)?).text;
        let second = flag.second.and_then(|at| coherence.columns.get(at)).map(|code| self.name_of(code).text);
        let key = match flag.kind {
            FlagKind::Redundant => "flag_redundant",
            FlagKind::Opposed => "flag_opposed",
            FlagKind::WeakWithParent => "flag_weak",
            FlagKind::AgainstParent => "flag_against",
            FlagKind::CloserToOther => "flag_closer",
        };
        let given = [
            ("first", first),
            ("second", second.unwrap_or_default()),
            ("r", numbers.signed(flag.r.value()?)),
            ("n", self.speech.numbers.count(flag.n)),
        ];
        Some(self.speech.tell(key, &given))
    }

    fn structure_row(&self, structure: &Structure) -> Option<StructureRow> {
        let alpha = structure.alpha.iter().rev().find(|alpha| alpha.alpha.value().is_some());
        let first = structure.principal.components.first();
        if alpha.is_none() && first.is_none() {
            return None;
        }
        let numbers = self.speech.numbers.clone().with_decimals(CORRELATION);
        let ends = alpha.and_then(|alpha| alpha.low.value().zip(alpha.high.value()));
        let undefined = Figure(Err(Undefined::TooFew));
        let component = match first {
            Some(share) => Cell { text: self.speech.numbers.percent(share.explained), reason: None, published: false },
            None => self.figure_cell(undefined, false),
        };
        Some(StructureRow {
            name: if structure.group == ALL_COLUMNS {
                Phrase { text: self.speech.word("coherence_all"), lang: None, ours: false }
            } else {
                self.name_of(&structure.group)
            },
            columns: self.speech.numbers.count(structure.columns.len()),
            n: self.speech.numbers.count(alpha.map_or(structure.principal.n, |alpha| alpha.n)),
            alpha: self.figure_cell(alpha.map_or(undefined, |alpha| alpha.alpha), false),
            alpha_interval: ends.map_or_else(|| self.speech.word("no_data"), |(low, high)| numbers.span(low, high)),
            component,
        })
    }

    fn importance_row(&self, one: &Importance) -> Option<ImportanceRow> {
        let node = self.node_of(&one.node).filter(|&node| self.shown(node))?;
        Some(ImportanceRow {
            name: self.node_name(node),
            depth: self.field.depth[node],
            n: self.speech.numbers.count(one.n),
            nominal: self.speech.numbers.percent(one.nominal),
            effective: self.speech.numbers.percent(one.effective),
            r: self.figure_cell(one.r, true),
            linear: self.share_cell(one.linear_among_siblings),
            smooth: self.share_cell(one.smooth_among_siblings),
        })
    }

    fn share_cell(&self, share: Figure) -> Cell {
        match share.value() {
            Some(share) => Cell { text: self.speech.numbers.percent(share), reason: None, published: false },
            None => self.figure_cell(share, false),
        }
    }

    /// Pearson's correlations of the indicators that have any.
    fn correlation_table(&self, coherence: &Coherence) -> Option<CorrelationTable> {
        let width = coherence.columns.len();
        let mut table: Vec<Vec<Option<f64>>> = vec![vec![None; width]; width];
        for pair in &coherence.correlations {
            let r = pair.pearson.r.value();
            for (row, column) in [(pair.first, pair.second), (pair.second, pair.first)] {
                if let Some(cell) = table.get_mut(row).and_then(|row| row.get_mut(column)) {
                    *cell = r;
                }
            }
        }
        let kept: Vec<usize> = (0..width).filter(|&at| table[at].iter().flatten().next().is_some()).collect();
        let numbers = self.speech.numbers.clone().with_decimals(CORRELATION);
        let cell = |r: Option<f64>| HeatCell {
            text: r.map_or_else(|| self.speech.word("no_data"), |r| numbers.signed(r)),
            shade: r.map(|r| format!("{:.0}", r.abs().min(1.0) * 100.0)),
        };
        let row = |(at, &first): (usize, &usize)| CorrelationRow {
            name: self.name_of(&coherence.columns[first]),
            cells: kept.iter().take(at).map(|&second| cell(table[first][second])).collect(),
        };
        let column = |&at: &usize| (coherence.columns[at].clone(), self.name_of(&coherence.columns[at]).text);
        (kept.len() > 1).then(|| CorrelationTable {
            columns: kept.iter().take(kept.len() - 1).map(column).collect(),
            rows: kept.iter().enumerate().skip(1).map(row).collect(),
        })
    }
}

fn warning_key(warning: Warning) -> &'static str {
    match warning {
        Warning::FewerRowsThanColumns => "warning_fewer_rows_than_columns",
        Warning::FewerThanTenRows => "warning_fewer_than_ten_rows",
        Warning::RowsOfOneUnit => "warning_rows_of_one_unit",
    }
}

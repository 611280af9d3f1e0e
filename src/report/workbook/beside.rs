//! Peers, the round before, and results by group of units, as tables of values.

use super::table::{Form, Table, Value};
use crate::analyse::summary_over;
use crate::frozen::FrozenGrouping;
use crate::report::country::Beside;
use crate::report::earlier::Earlier;
use crate::report::pages::Tongue;

impl Tongue<'_> {
    /// Titles of the columns of peers and of the round before, where a unit has them.
    pub(super) fn beside_headings(&self, beside: &Beside<'_>) -> Vec<String> {
        let mut columns = Vec::new();
        if beside.shown_peers().is_some() {
            columns.extend(self.headings(&["column_peers", "column_peers_n"]));
        }
        if beside.shown_earlier(self.field.pillars()).is_some() {
            columns.extend(self.headings(&["column_earlier", "column_change", "column_remark"]));
        }
        columns
    }

    /// The values of those columns in the row of a node.
    pub(super) fn beside_values(&self, unit: usize, node: usize, beside: &Beside<'_>) -> Vec<Value> {
        let mut row = Vec::new();
        if let Some(peers) = beside.shown_peers() {
            let summary = self.peer_summary(peers, node);
            row.extend([self.mean_value(summary.mean, "peers_without_score"), Value::count(summary.n)]);
        }
        if let Some(earlier) = beside.shown_earlier(self.field.pillars()) {
            row.extend(self.earlier_values(unit, node, earlier));
        }
        row
    }

    /// The score of the round before, the change since, and whether its direction is certain.
    fn earlier_values(&self, unit: usize, node: usize, earlier: &Earlier<'_>) -> [Value; 3] {
        let remark = self.earlier_cell(unit, node, earlier).remark;
        let change = earlier.change(node);
        let change = change.map_or(Value::Empty, |change| Value::number(change, Form::Signed(self.decimals())));
        match earlier.before(node) {
            // Why there is nothing stands beside the column, as in every table.
            None => [Value::Absent(remark), change, Value::Empty],
            Some(before) if before.score.is_none() => [self.score_value(before), change, Value::Empty],
            Some(before) => {
                let remark = if remark.is_empty() { Value::Empty } else { Value::text(remark) };
                [self.score_value(before), change, remark]
            }
        }
    }

    /// A mean, or why there is none.
    fn mean_value(&self, mean: Option<f64>, none: &str) -> Value {
        mean.map_or_else(|| Value::Absent(self.speech.word(none)), |mean| self.plain_value(Some(mean)))
    }

    /// What the page of a unit says of its peers and of the round before.
    pub(super) fn beside_note(&self, unit: usize, beside: &Beside<'_>) -> String {
        let peers = beside.peers.as_ref().map(|peers| self.peers_view(unit, peers).sentence);
        let earlier = beside.earlier.as_ref().map(|earlier| self.earlier_view(unit, earlier).sentence);
        peers.into_iter().chain(earlier).collect::<Vec<_>>().join(" ")
    }

    /// Results by group, a table for each grouping.
    pub(super) fn grouping_tables(&self) -> Vec<Table> {
        self.field.frozen.round.groupings.iter().map(|grouping| self.grouping_table(grouping)).collect()
    }

    fn grouping_table(&self, grouping: &FrozenGrouping) -> Table {
        let field = self.field;
        let mut columns = self.headings(&[
            "column_code",
            "column_group",
            "column_group_units",
            "column_n",
            "column_mean",
            "column_median",
            "column_max",
            "column_best_in_group",
            "column_min",
            "column_worst_in_group",
        ]);
        columns.extend(field.pillars().iter().map(|&node| self.node_name(node).text));
        let rows = self.filled_groups(grouping).into_iter().map(|(group, units)| {
            let summary = summary_over(field.frozen, &units, 0);
            let [best, worst] = self.group_ends(&units, &summary).map(|units| Value::text(self.names(&units)));
            let mut row = vec![
                Value::text(&group.code),
                Value::text(self.phrase(&group.name, &group.code).text),
                Value::count(units.len()),
                Value::count(summary.n),
                self.plain_value(summary.mean),
                self.plain_value(summary.median),
                self.plain_value(summary.max),
                best,
                self.plain_value(summary.min),
                worst,
            ];
            let mean =
                |&node: &usize| self.mean_value(summary_over(field.frozen, &units, node).mean, "groups_without_score");
            row.extend(field.pillars().iter().map(mean));
            row
        });
        let source = self.phrase(&grouping.source, "").text;
        let notes = [Some(self.speech.word("groups_note")), self.in_no_group(grouping), Some(source)];
        Table::new(format!("groups-{}", grouping.code), self.grouping_heading(grouping), columns)
            .rows(rows)
            .note(notes.into_iter().flatten().collect::<Vec<_>>().join(" "))
            .fixed(2)
    }
}

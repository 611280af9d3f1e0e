//! Results by group of units, a table for each grouping of the round.

use super::pages::Tongue;
use super::text::linked;
use super::view::{Cell, GroupRow, GroupTable};
use crate::analyse::{members, summary_over};
use crate::frozen::{FrozenGrouping, NamedCode, Summary};

/// Units named as highest or lowest before the rest is counted.
const NAMED: usize = 2;

impl Tongue<'_> {
    /// Results by group, for each grouping that puts a unit into a group.
    pub(super) fn group_tables(&self) -> Vec<GroupTable> {
        let groupings = self.field.frozen.round.groupings.iter();
        groupings.map(|grouping| self.group_table(grouping)).filter(|table| !table.rows.is_empty()).collect()
    }

    /// The groups of a grouping that have a unit, each with its units.
    pub(super) fn filled_groups<'g>(&self, grouping: &'g FrozenGrouping) -> Vec<(&'g NamedCode, Vec<usize>)> {
        let groups = grouping.groups.iter().map(|group| (group, members(self.field.frozen, grouping, &group.code)));
        groups.filter(|(_, units)| !units.is_empty()).collect()
    }

    /// Heading of the table of a grouping.
    pub(super) fn grouping_heading(&self, grouping: &FrozenGrouping) -> String {
        self.speech.say("results_by_grouping", &[("grouping", &self.phrase(&grouping.name, &grouping.code).text)])
    }

    fn group_table(&self, grouping: &FrozenGrouping) -> GroupTable {
        let groups = self.filled_groups(grouping);
        GroupTable {
            heading: self.grouping_heading(grouping),
            anchor: format!("groups-{}", grouping.code),
            grouping: self.phrase(&grouping.name, &grouping.code),
            source: linked(&self.phrase(&grouping.source, "").text),
            note: self.in_no_group(grouping),
            columns: self.field.pillars().iter().map(|&node| self.node_name(node)).collect(),
            rows: groups.into_iter().map(|(group, units)| self.group_row(group, &units)).collect(),
        }
    }

    /// Which units are in no group.
    pub(super) fn in_no_group(&self, grouping: &FrozenGrouping) -> Option<String> {
        let units = self.field.frozen.units.iter().enumerate();
        let outside = units.filter(|(_, unit)| !unit.groups.contains_key(&grouping.code)).map(|(at, _)| at);
        let outside: Vec<usize> = outside.collect();
        let names = || self.speech.say("groups_outside", &[("names", &self.names(&outside))]);
        (!outside.is_empty()).then(names)
    }

    fn group_row(&self, group: &NamedCode, units: &[usize]) -> GroupRow {
        let summary = summary_over(self.field.frozen, units, 0);
        let [best, worst] = self.group_ends(units, &summary);
        let mean = |&node: &usize| self.group_mean(summary_over(self.field.frozen, units, node).mean);
        GroupRow {
            name: self.phrase(&group.name, &group.code),
            units: self.speech.numbers.count(units.len()),
            n: self.speech.numbers.count(summary.n),
            mean: self.group_mean(summary.mean),
            median: self.number(summary.median),
            max: self.number(summary.max),
            best: self.first_names(&best, NAMED),
            min: self.number(summary.min),
            worst: if summary.n == 1 { String::new() } else { self.first_names(&worst, NAMED) },
            columns: self.field.pillars().iter().map(mean).collect(),
        }
    }

    fn group_mean(&self, mean: Option<f64>) -> Cell {
        let reason = mean.is_none().then(|| self.speech.word("groups_without_score"));
        Cell { text: self.number(mean), reason, published: false }
    }

    /// The units of a group with its highest and with its lowest index score.
    pub(super) fn group_ends(&self, units: &[usize], summary: &Summary) -> [Vec<usize>; 2] {
        let with = |reaches: &dyn Fn(f64) -> bool| {
            let score = |unit: &&usize| self.field.score(**unit, 0).score.is_some_and(reaches);
            units.iter().filter(score).copied().collect::<Vec<usize>>()
        };
        let high = |score: f64| summary.max.is_some_and(|max| score >= max);
        let low = |score: f64| summary.min.is_some_and(|min| score <= min);
        [with(&high), with(&low)]
    }
}

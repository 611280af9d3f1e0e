//! All units side by side: what each has on every value of a facet, and how much of its index rests on answers.

use super::heat::part_score;
use super::pages::{Tongue, only_published};
use super::view::{CoverageRow, CoverageView, OverRow, OverTable};
use crate::frozen::{FrozenFacet, FrozenScore};
use crate::stats;

/// A facet with fewer values than this stands in the table of pillars and channels already.
const FEW: usize = 4;

impl Tongue<'_> {
    /// A table for each facet with results and many values: values in rows, units in columns.
    pub(super) fn over_tables(&self) -> Vec<OverTable> {
        let framework = &self.field.frozen.framework;
        let sliced = |facet: &&FrozenFacet| framework.slices.as_ref() == Some(&facet.code);
        let many =
            framework.facets.iter().filter(|facet| (facet.results || sliced(facet)) && facet.values.len() >= FEW);
        many.filter_map(|facet| self.over_table(facet)).collect()
    }

    /// The score of the index of a unit on a value of a facet.
    pub(super) fn over_score(&self, unit: usize, facet: &FrozenFacet, value: usize) -> Option<f64> {
        let frozen = self.field.frozen;
        let unit = &frozen.units[unit];
        if frozen.framework.slices.as_ref() == Some(&facet.code) {
            return unit.slices.get(&facet.values[value].code)?.first()?.score;
        }
        part_score(unit, facet, value)
    }

    fn over_table(&self, facet: &FrozenFacet) -> Option<OverTable> {
        let ranking = &self.field.ranking;
        if ranking.len() < 2 {
            return None;
        }
        let mut means: Vec<(usize, f64)> = Vec::new();
        let rows: Vec<OverRow> = (0..facet.values.len())
            .filter_map(|value| {
                let scores: Vec<Option<f64>> =
                    ranking.iter().map(|&unit| self.over_score(unit, facet, value)).collect();
                let known: Vec<f64> = scores.iter().copied().flatten().collect();
                let mean = stats::mean(&known)?;
                means.push((value, mean));
                let most = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let best: Vec<usize> = ranking
                    .iter()
                    .zip(&scores)
                    .filter(|(_, score)| score.is_some_and(|score| score >= most))
                    .map(|(unit, _)| *unit)
                    .collect();
                Some(OverRow {
                    name: self.phrase(&facet.values[value].name, &facet.values[value].code),
                    mean: self.speech.numbers.score(mean),
                    n: self.speech.numbers.count(known.len()),
                    max: self.speech.numbers.score(most),
                    best: self.first_names(&best, 1),
                    cells: scores.into_iter().map(|score| self.whole_cell(score)).collect(),
                })
            })
            .collect();
        let named = |(value, mean): (usize, f64)| {
            let name = self.phrase(&facet.values[value].name, &facet.values[value].code).text;
            self.speech.say("named_score", &[("unit", &name), ("score", &self.speech.numbers.score(mean))])
        };
        let high = means.iter().copied().max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)))?;
        let low = means.iter().copied().min_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)))?;
        let name = self.phrase(&facet.name, &facet.code);
        let column = |&unit: &usize| (self.field.frozen.units[unit].code.clone(), self.unit_name(unit).text);
        (means.len() > 1).then(|| OverTable {
            heading: self.speech.say("over_heading", &[("facet", &name.text)]),
            anchor: format!("over-{}", facet.code),
            title: self.speech.say("over_title", &[("high", &named(high)), ("low", &named(low))]),
            facet: name,
            columns: ranking.iter().map(column).collect(),
            rows,
        })
    }

    /// How much of the index of each unit rests on answers; nothing where no index is computed from any.
    pub(super) fn coverage_view(&self) -> Option<CoverageView> {
        let field = self.field;
        let unranked = (0..field.frozen.units.len()).filter(|unit| !field.ranking.contains(unit));
        let units: Vec<usize> = field.ranking.iter().copied().chain(unranked).collect();
        let shares: Vec<(usize, f64)> = units
            .iter()
            .map(|&unit| (unit, field.score(unit, 0)))
            .filter(|(_, score)| !only_published(score) && score.answered > 0)
            .map(|(unit, score)| (unit, score.observed))
            .collect();
        let (least, low) = shares.iter().copied().min_by(|one, other| one.1.total_cmp(&other.1))?;
        let high = shares.iter().map(|one| one.1).fold(0.0, f64::max);
        let percent = |share: f64| self.speech.numbers.percent(share);
        let given = [("low", percent(low)), ("high", percent(high)), ("unit", self.unit_name(least).text)];
        let title = match (percent(low) == percent(high), shares.len() == units.len()) {
            (false, _) => "coverage_title",
            (true, true) => "coverage_title_same",
            (true, false) => "coverage_title_computed",
        };
        let title = self.speech.tell(title, &given);
        Some(CoverageView {
            title,
            columns: field.pillars().iter().map(|&node| self.node_name(node)).collect(),
            rows: units.into_iter().map(|unit| self.coverage_row(unit)).collect(),
        })
    }

    fn coverage_row(&self, unit: usize) -> CoverageRow {
        let score = self.field.score(unit, 0);
        let answered = |score: &FrozenScore| {
            let count = |count: u32| self.speech.numbers.count(count as usize);
            let given = [("n", count(score.answered)), ("of", count(score.applicable))];
            self.speech.tell("answered_short", &given)
        };
        let published = only_published(score);
        CoverageRow {
            unit: self.unit_link(unit),
            share: self.coverage(score),
            bar: (!published).then(|| format!("{:.1}", score.observed.clamp(0.0, 1.0) * 100.0)),
            answered: if published { self.speech.word("answered_published") } else { answered(score) },
            columns: self.field.pillars().iter().map(|&node| self.coverage(self.field.score(unit, node))).collect(),
            remark: if score.score.is_none() { self.reason(score) } else { String::new() },
        }
    }

    /// The distance between the first and the third quartile of the scores at a node, by type 7.
    pub(super) fn middle_half(&self, node: usize) -> Option<f64> {
        let units = 0..self.field.frozen.units.len();
        let scores: Vec<f64> = units.filter_map(|unit| self.field.score(unit, node).score).collect();
        Some(stats::quantile(&scores, 0.75)? - stats::quantile(&scores, 0.25)?)
    }
}

//! How sure a rank is, in a sentence and in the cells of tables.

use super::intervals::{Ranked, interval_plot};
use super::pages::Tongue;
use super::view::{IntervalPlot, TieRow, UnitLink};
use crate::analyse::uncertainty::{TOLD_APART, Uncertainty, UnitUncertainty};

/// So many units are named in a sentence before the others are counted.
const NAMED: usize = 4;

impl<'t> Tongue<'t> {
    /// The draws, where scores differ between them.
    fn varied(&self) -> Option<&'t Uncertainty> {
        self.field.analyses.uncertainty.as_ref().filter(|analysis| !analysis.sources.is_empty())
    }

    /// The draws, where ranks are defined too.
    pub(super) fn certain(&self) -> Option<&'t Uncertainty> {
        self.varied().filter(|analysis| analysis.ranks_not_defined.is_none())
    }

    /// Why there are no intervals of ranks although the round was analysed.
    pub(super) fn no_intervals(&self) -> Option<String> {
        let analysis = self.field.analyses.uncertainty.as_ref()?;
        if analysis.ranks_not_defined.is_some() {
            let ranked = self.field.frozen.summaries[0].n;
            return Some(self.speech.say("intervals_too_few", &[("units", &self.speech.count("units", ranked))]));
        }
        analysis.sources.is_empty().then(|| self.speech.word("intervals_nothing_varies"))
    }

    /// The share of draws inside an interval, as it is printed.
    pub(super) fn inside(&self) -> String {
        let quantiles = self.field.analyses.uncertainty.as_ref().map(|analysis| analysis.quantiles);
        quantiles.map_or_else(String::new, |[low, _, high]| self.speech.numbers.percent(high - low))
    }

    /// Interval of the score of a unit.
    pub(super) fn score_interval(&self, unit: usize) -> Option<String> {
        let [low, _, high] = self.varied()?.units[unit].scores?;
        Some(self.speech.numbers.span(low, high))
    }

    /// Interval of the rank of a unit in figures.
    pub(super) fn rank_interval(&self, unit: usize) -> Option<String> {
        let (low, high) = whole(&self.certain()?.units[unit])?;
        let numbers = &self.speech.numbers;
        let spread = || numbers.clone().with_decimals(0).span(f64::from(low), f64::from(high));
        Some(if low == high { numbers.count(low as usize) } else { spread() })
    }

    /// Interval of the rank of a unit in words: "3rd to 6th".
    pub(super) fn rank_interval_words(&self, unit: usize) -> Option<String> {
        let (low, high) = whole(&self.certain()?.units[unit])?;
        let (low_words, high_words) = (self.speech.rank(low, false), self.speech.rank(high, false));
        let interval = self.speech.say("rank_between", &[("low", &low_words), ("high", &high_words)]);
        let text = if low == high { low_words } else { interval };
        Some(self.speech.say("rank_interval", &[("share", &self.inside()), ("interval", &text)]))
    }

    /// Units from which a unit cannot be told apart.
    pub(super) fn tied_with(&self, unit: usize) -> Vec<UnitLink> {
        self.tied_units(unit).into_iter().map(|unit| self.unit_link(unit)).collect()
    }

    fn tied_units(&self, unit: usize) -> Vec<usize> {
        let Some(analysis) = self.certain() else { return Vec::new() };
        let ties = &analysis.units[unit].ties;
        let ranked = self.field.ranking.iter().copied();
        ranked.filter(|&other| ties.contains(&self.field.frozen.units[other].code)).collect()
    }

    /// Rank with its interval, and what it cannot be told apart from, in sentences to follow the lead of a page; empty
    /// where that is not known.
    pub(super) fn certainty(&self, unit: usize) -> String {
        let speech = &self.speech;
        let Some((low, high)) = self.certain().and_then(|analysis| whole(&analysis.units[unit])) else {
            return String::new();
        };
        let Some(rank) = self.field.score(unit, 0).rank else { return String::new() };
        let rank_words = speech.rank(rank, self.field.nodes[0].shared(rank));
        let (low_words, high_words) = (speech.rank(low, false), speech.rank(high, false));
        let given =
            [("rank", rank_words.as_str()), ("share", &self.inside()), ("low", &low_words), ("high", &high_words)];
        let key = if low == high { "certainty_same" } else { "certainty" };
        let mut text = format!(" {}", speech.say(key, &given));
        let tied = self.tied_units(unit);
        if !tied.is_empty() {
            let names = self.first_names(&tied, NAMED);
            text.push(' ');
            text.push_str(&speech.say("certainty_tied", &[("units", &names)]));
        }
        text
    }

    /// The rule of tie groups, where there are intervals of ranks.
    pub(super) fn tie_rule(&self) -> Option<String> {
        self.certain()?;
        let numbers = &self.speech.numbers;
        let (low, high) = (numbers.percent(1.0 - TOLD_APART), numbers.percent(TOLD_APART));
        Some(self.speech.say("tie_rule", &[("low", &low), ("high", &high)]))
    }

    /// Number of the tie group of each unit, from 1; nothing for a unit that can be told apart from its neighbours.
    pub(super) fn tie_numbers(&self) -> Vec<Option<usize>> {
        let units = &self.field.frozen.units;
        let Some(analysis) = self.certain() else { return vec![None; units.len()] };
        let inside = |code: &String| analysis.tie_groups.iter().position(|group| group.contains(code));
        units.iter().map(|unit| inside(&unit.code).map(|at| at + 1)).collect()
    }

    /// Units that cannot be told apart, by group.
    pub(super) fn tie_rows(&self) -> Vec<TieRow> {
        let Some(analysis) = self.certain() else { return Vec::new() };
        let numbers = self.speech.numbers.clone().with_decimals(0);
        let of = |code: &String| self.field.frozen.units.iter().position(|unit| unit.code == *code);
        let groups = analysis.tie_groups.iter().enumerate();
        groups
            .map(|(at, group)| {
                let units: Vec<usize> = group.iter().filter_map(of).collect();
                let ranks = units.iter().filter_map(|&unit| self.field.score(unit, 0).rank);
                let (low, high) = ranks.fold((u32::MAX, 0), |(low, high), rank| (low.min(rank), high.max(rank)));
                TieRow {
                    number: numbers.count(at + 1),
                    ranks: if low < high {
                        numbers.span(f64::from(low), f64::from(high))
                    } else {
                        numbers.count(high as usize)
                    },
                    units: units.into_iter().map(|unit| self.unit_link(unit)).collect(),
                }
            })
            .collect()
    }

    /// All ranks with their intervals.
    pub(super) fn interval_plot(&self) -> Option<IntervalPlot> {
        let analysis = self.certain()?;
        let rows: Vec<(usize, Ranked)> = self
            .field
            .ranking
            .iter()
            .filter_map(|&unit| {
                let (low, high) = whole(&analysis.units[unit])?;
                let ranked = Ranked {
                    name: self.unit_name(unit),
                    rank: self.field.score(unit, 0).rank?,
                    low: f64::from(low),
                    high: f64::from(high),
                    text: self.rank_interval(unit)?,
                };
                Some((unit, ranked))
            })
            .collect();
        let numbers = self.tie_numbers();
        let mut groups: Vec<(usize, usize, usize)> = Vec::new();
        for (row, (unit, _)) in rows.iter().enumerate() {
            let Some(number) = numbers[*unit] else { continue };
            match groups.last_mut().filter(|(last, _, end)| *last == number && *end + 1 == row) {
                Some((_, _, end)) => *end = row,
                None => groups.push((number, row, row)),
            }
        }
        let captions = self.interval_captions(&rows)?;
        let groups: Vec<(usize, usize)> = groups.into_iter().map(|(_, first, last)| (first, last)).collect();
        let units: Vec<Ranked> = rows.into_iter().map(|(_, ranked)| ranked).collect();
        Some(interval_plot(&self.speech.numbers, captions, &units, &groups))
    }

    /// Title and text alternative of the plot.
    fn interval_captions(&self, rows: &[(usize, Ranked)]) -> Option<(String, String)> {
        let speech = &self.speech;
        let width = |ranked: &Ranked| ranked.high - ranked.low;
        let (_, widest) = rows.iter().max_by(|(_, one), (_, other)| width(one).total_cmp(&width(other)))?;
        let sure = rows.iter().filter(|(_, ranked)| width(ranked) < 0.5).count();
        let given = [
            ("sure", speech.numbers.count(sure)),
            ("n", speech.numbers.count(rows.len())),
            ("share", self.inside()),
            ("unit", widest.name.text.clone()),
            ("ranks", widest.text.clone()),
            ("units", speech.count("units_of", rows.len())),
        ];
        let title = if sure == rows.len() { "intervals_title_sure" } else { "intervals_title" };
        Some((speech.tell(title, &given), speech.tell("intervals_alt", &given)))
    }
}

/// The interval of a rank in whole ranks, so wide that it holds the quantiles.
pub(super) fn whole(unit: &UnitUncertainty) -> Option<(u32, u32)> {
    let [low, _, high] = unit.ranks?;
    Some((low.floor().max(1.0) as u32, high.ceil().max(1.0) as u32))
}

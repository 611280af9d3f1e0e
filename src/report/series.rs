//! Rounds of the same units over time: one page over all units, and one for each.

use std::collections::BTreeSet;

use super::change::change_words;
use super::chart::{Moment, small_trend, trend};
use super::field::Field;
use super::pages::Tongue;
use super::text::{linked, phrase};
use super::view::{
    BandRow, Cell, ChangeRow, ImprovedView, LineageRow, RankCell, RoundLink, SeriesBands, SeriesCell, SeriesLink,
    SeriesRound, SeriesUnit, SeriesUnitView, SeriesView, TrendRow, UnitLink, UnitNote,
};
use super::wanted::Wanted;
use crate::analyse::{ComparedNode, Side, compare};
use crate::frozen::{FrozenEdition, FrozenScore, FrozenSeries};

/// Kinds of change that leave a node comparable.
const COMPARABLE: [&str; 3] = ["same", "reworded", "moved"];

/// A series told in one language.
pub(super) struct SeriesTongue<'s> {
    pub(super) series: &'s FrozenSeries,
    /// One for each round, in order of time; at least one.
    pub(super) tongues: Vec<Tongue<'s>>,
    /// Folder of each round, from the folder of the collection.
    pub(super) folders: Vec<&'s str>,
    pub(super) units: &'s [UnitOverTime],
}

/// A unit and where it is in each round.
#[derive(Clone, Debug)]
pub(super) struct UnitOverTime {
    pub(super) code: String,
    /// Name of its page; empty where none is asked for.
    pub(super) page: String,
    /// Index in each round.
    pub(super) at: Vec<Option<usize>>,
}

/// The units of all rounds, in the order of the round by which they are ranked, then as they come.
pub(super) fn units_over_time(fields: &[&Field<'_>], wanted: &Wanted) -> Vec<UnitOverTime> {
    let ranked = ranked_by(fields);
    let order = fields.get(ranked).map(|field| field.ranking.iter().map(|&unit| &field.frozen.units[unit]));
    let rest = fields.iter().rev().flat_map(|field| &field.frozen.units);
    let mut seen = BTreeSet::new();
    let mut codes: Vec<&str> = Vec::new();
    for unit in order.into_iter().flatten().chain(rest) {
        if seen.insert(unit.code.as_str()) {
            codes.push(&unit.code);
        }
    }
    let pages = super::artefact::page_names(codes.iter().copied());
    let place = |code: &str, field: &&Field<'_>| field.frozen.units.iter().position(|unit| unit.code == code);
    codes
        .into_iter()
        .zip(pages)
        .map(|(code, page)| UnitOverTime {
            code: code.to_owned(),
            page: if wanted.has(code) { page } else { String::new() },
            at: fields.iter().map(|field| place(code, field)).collect(),
        })
        .collect()
}

/// The round with most scores, the latest of them.
fn ranked_by(fields: &[&Field<'_>]) -> usize {
    (0..fields.len()).max_by_key(|&at| (fields[at].ranking.len(), at)).unwrap_or(0)
}

impl<'s> SeriesTongue<'s> {
    pub(super) fn last(&self) -> &Tongue<'s> {
        &self.tongues[self.tongues.len() - 1]
    }

    fn ranked(&self) -> usize {
        ranked_by(&self.tongues.iter().map(|tongue| tongue.field).collect::<Vec<_>>())
    }

    /// The view of the page over all units.
    pub(super) fn view(&self) -> SeriesView {
        let last = self.last();
        let framework = &last.field.frozen.framework;
        let said = &last.speech;
        SeriesView {
            title: last.phrase(&self.series.title, &self.series.code),
            lead: self.lead(),
            description: last.phrase(&framework.description, ""),
            rounds: (0..self.tongues.len()).map(|round| self.round(round)).collect(),
            order_note: said.say("series_order", &[("period", self.period(self.ranked()))]),
            units: self.units.iter().map(|unit| self.unit_row(unit)).collect(),
            bands: (0..self.tongues.len()).filter_map(|round| self.bands(round)).collect(),
            improved: self.improved(),
            changes: self.all_changes(),
            change_note: self
                .series
                .largest_change
                .map(|limit| said.say("series_beyond", &[("points", &said.points(limit))])),
            lineage: self.lineage(),
            links: (0..self.tongues.len()).flat_map(|round| self.links(round)).collect(),
            notes: self.series.notes.iter().map(|note| last.phrase(note, "")).collect(),
        }
    }

    /// Who improved between the last two rounds, with links to the pages of the series.
    pub(super) fn improved(&self) -> Option<ImprovedView> {
        let [.., before, last] = self.tongues.as_slice() else { return None };
        let mut view = last.improved_since(before.field.frozen)?;
        let links = view.rows.iter_mut().map(|row| &mut row.unit);
        for link in links.chain(view.not_compared.iter_mut().map(|one| &mut one.unit)) {
            let unit = self.units.iter().find(|unit| unit.code == link.code);
            link.href = unit.map_or_else(String::new, |unit| unit.page.clone());
        }
        Some(view)
    }

    pub(super) fn lead(&self) -> String {
        let ranked = &self.tongues[self.ranked()];
        let speech = &ranked.speech;
        let summary = &ranked.field.frozen.summaries[0];
        let rounds = speech.count("rounds", self.tongues.len());
        let (first, last) = (self.period(0), self.period(self.tongues.len() - 1));
        let spans = [("rounds", rounds.as_str()), ("first", first), ("last", last)];
        let (Some(mean), Some(max), Some(min)) = (summary.mean, summary.max, summary.min) else {
            return speech.say("series_lead_nobody", &spans);
        };
        let best = &ranked.field.nodes[0].best;
        let score = best.first().map_or_else(String::new, |&unit| ranked.printed(ranked.field.score(unit, 0)));
        let given = [
            ("period", self.period(self.ranked())),
            ("units", &speech.count("units", summary.n)),
            ("mean", &speech.numbers.score(mean)),
            ("gap", &speech.points(max - min)),
            ("unit", &ranked.names(best)),
            ("score", &score),
        ];
        speech.say("series_lead", &[spans.as_slice(), &given].concat())
    }

    pub(super) fn period(&self, round: usize) -> &'s str {
        &self.tongues[round].field.frozen.round.period
    }

    /// The report of a round, or a page in it, from a page of the series.
    pub(super) fn link(&self, round: usize, page: &str) -> RoundLink {
        let tongue = &self.tongues[round];
        let frozen = &tongue.field.frozen.round;
        RoundLink {
            href: format!("../../{}/{}/{page}", self.folders[round], tongue.words().code),
            period: frozen.period.clone(),
            title: tongue.phrase(&frozen.title, &frozen.code),
        }
    }

    /// What the framework says of the edition of a round.
    pub(super) fn edition(&self, round: usize) -> Option<&'s FrozenEdition> {
        let framework = &self.tongues[round].field.frozen.framework;
        framework.editions.iter().find(|edition| edition.code == framework.edition)
    }

    fn round(&self, round: usize) -> SeriesRound {
        let tongue = &self.tongues[round];
        let frozen = tongue.field.frozen;
        let summary = &frozen.summaries[0];
        let published = |statistic: &str| {
            let found = frozen.round.published.iter().find(|figure| figure.statistic == statistic);
            found.map_or_else(
                || tongue.speech.word("no_data"),
                |figure| tongue.speech.numbers.clone().with_decimals(figure.decimals as usize).score(figure.value),
            )
        };
        let counted = |count: Option<u32>| {
            count.map_or_else(|| tongue.speech.word("no_data"), |n| tongue.speech.numbers.count(n as usize))
        };
        let edition = self.edition(round);
        SeriesRound {
            link: self.link(round, "index.html"),
            edition: frozen.framework.edition.clone(),
            assessed: counted(edition.and_then(|edition| edition.units)),
            items: counted(edition.and_then(|edition| edition.items)),
            n: tongue.speech.numbers.count(summary.n),
            mean: tongue.number(summary.mean),
            published_mean: published("mean"),
            min: tongue.number(summary.min),
            max: tongue.number(summary.max),
            // One score has no gap to another.
            gap: tongue.number(summary.max.zip(summary.min).filter(|_| summary.n > 1).map(|(max, min)| max - min)),
            published_gap: published("gap"),
            note: edition
                .map_or_else(|| phrase(&Default::default(), "", ""), |edition| tongue.phrase(&edition.note, "")),
        }
    }

    fn score(&self, unit: &UnitOverTime, round: usize, node: usize) -> Option<&'s FrozenScore> {
        Some(self.tongues[round].field.score(unit.at[round]?, node))
    }

    pub(super) fn unit_link(&self, unit: &UnitOverTime) -> UnitLink {
        let there = (0..self.tongues.len()).rev().find_map(|round| Some((round, unit.at[round]?)));
        let name = there.map_or_else(
            || phrase(&Default::default(), "", &unit.code),
            |(round, at)| self.tongues[round].unit_name(at),
        );
        UnitLink { code: unit.code.clone(), name, href: unit.page.clone() }
    }

    fn unit_row(&self, unit: &UnitOverTime) -> SeriesUnit {
        let right_to_left = self.last().words().right_to_left;
        SeriesUnit {
            unit: self.unit_link(unit),
            cells: (0..self.tongues.len()).map(|round| self.unit_cell(unit, round)).collect(),
            line: small_trend(self.last().field.scale, &self.moments(unit), right_to_left),
        }
    }

    fn unit_cell(&self, unit: &UnitOverTime, round: usize) -> SeriesCell {
        let tongue = &self.tongues[round];
        let Some(score) = self.score(unit, round, 0) else {
            let reason = Some(tongue.speech.word("series_not_in_round"));
            let score = Cell { text: String::new(), reason, published: false };
            return SeriesCell { score, rank: String::new(), band: None };
        };
        let published = score.reported.as_ref().and_then(|reported| reported.rank);
        let rank = match (published, score.rank) {
            (Some(rank), _) => tongue.speech.numbers.count(rank as usize),
            (None, Some(rank)) => format!("({})", tongue.speech.numbers.count(rank as usize)),
            (None, None) => String::new(),
        };
        SeriesCell { score: tongue.cell(score), rank, band: score.band.as_deref().and_then(|band| tongue.band(band)) }
    }

    fn moments(&self, unit: &UnitOverTime) -> Vec<Moment> {
        let moment = |round: usize| {
            let tongue = &self.tongues[round];
            let score = self.score(unit, round, 0);
            Moment {
                value: score.and_then(|score| Some((score.score?, tongue.printed(score)))),
                range: score.and_then(|score| score.range),
                label: self.period(round).to_owned(),
                broken: self.edition(round).is_some_and(is_break),
            }
        };
        (0..self.tongues.len()).map(moment).collect()
    }

    fn bands(&self, round: usize) -> Option<SeriesBands> {
        let tongue = &self.tongues[round];
        if tongue.field.frozen.framework.bands.is_empty() || tongue.field.ranking.is_empty() {
            return None;
        }
        let mut bands: Vec<BandRow> = tongue.band_rows();
        for link in bands.iter_mut().flat_map(|row| &mut row.units) {
            if let Some(unit) = self.units.iter().find(|unit| unit.code == link.code) {
                link.href.clone_from(&unit.page);
            }
        }
        Some(SeriesBands { link: self.link(round, "index.html"), bands })
    }

    /// Changes of the index between rounds that follow each other, greatest first.
    fn all_changes(&self) -> Vec<ChangeRow> {
        let mut found: Vec<(f64, ChangeRow)> = Vec::new();
        for unit in self.units {
            for later in 1..self.tongues.len() {
                let index = self.compared(unit, later).into_iter().find(|node| node.second == 0);
                if let Some((node, change)) = index.and_then(|node| Some((node, node.change?))) {
                    let mut row = self.change_row(unit, later, &node, change);
                    row.unit = Some(self.unit_link(unit));
                    found.push((change, row));
                }
            }
        }
        found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        found.into_iter().map(|(_, row)| row).collect()
    }

    /// The unit in a round against the round before.
    pub(super) fn compared(&self, unit: &UnitOverTime, later: usize) -> Vec<ComparedNode> {
        let side = |round: usize| Some(Side { frozen: self.tongues[round].field.frozen, unit: unit.at[round]? });
        match (side(later - 1), side(later)) {
            (Some(first), Some(second)) => compare(first, second).nodes,
            _ => Vec::new(),
        }
    }

    fn change_row(&self, unit: &UnitOverTime, later: usize, node: &ComparedNode, change: f64) -> ChangeRow {
        let (before, after) = (&self.tongues[later - 1], &self.tongues[later]);
        let cell = |tongue: &Tongue<'_>, round: usize, node: usize| {
            self.score(unit, round, node).map_or_else(|| tongue.cell_of(None), |score| tongue.cell(score))
        };
        let scores = [self.score(unit, later - 1, node.first), self.score(unit, later, node.second)];
        ChangeRow {
            unit: None,
            node: after.node_name(node.second),
            from: self.period(later - 1).to_owned(),
            to: self.period(later).to_owned(),
            first: cell(before, later - 1, node.first),
            second: cell(after, later, node.second),
            change: change_words(&after.speech.numbers, scores.into_iter().flatten(), change),
            range: node.range.filter(|[low, high]| high > low).map_or_else(String::new, |[low, high]| {
                let full = &after.speech.numbers;
                after.speech.say("change_between", &[("low", &full.signed(low)), ("high", &full.signed(high))])
            }),
            beyond: self.series.largest_change.is_some_and(|limit| change.abs() > limit),
        }
    }

    pub(super) fn lineage(&self) -> Vec<LineageRow> {
        let last = self.last();
        let framework = &last.field.frozen.framework;
        let first = &self.tongues[0].field.frozen.framework.edition;
        let from = framework.editions.iter().position(|edition| edition.code == *first).map_or(0, |at| at + 1);
        let to = framework.editions.iter().position(|edition| edition.code == framework.edition);
        let editions = framework.editions.iter().take(to.map_or(0, |at| at + 1)).skip(from);
        editions
            .flat_map(|edition| edition.changes.iter().map(move |change| (edition, change)))
            .map(|(edition, change)| {
                let node = framework.nodes.iter().find(|node| node.code == change.code).map(|node| &node.name);
                let item = framework.items.iter().find(|item| item.code == change.code).map(|item| &item.name);
                let name = node.or(item);
                LineageRow {
                    edition: edition.code.clone(),
                    name: name.map_or_else(
                        || phrase(&Default::default(), "", &change.code),
                        |name| last.phrase(name, &change.code),
                    ),
                    code: change.code.clone(),
                    kind: last.speech.word(&format!("change_{}", change.kind)),
                    note: last.phrase(&change.note, ""),
                }
            })
            .collect()
    }

    fn links(&self, round: usize) -> Vec<SeriesLink> {
        let links = self.tongues[round].links().map_or_else(Vec::new, |table| table.links);
        links.into_iter().map(|view| SeriesLink { link: self.link(round, "index.html"), view }).collect()
    }

    /// The view of the page of one unit.
    pub(super) fn unit_view(&self, at: usize) -> SeriesUnitView {
        let unit = &self.units[at];
        let last = self.last();
        let link = self.unit_link(unit);
        let moments = self.moments(unit);
        let known = moments.iter().filter(|moment| moment.value.is_some()).count();
        let columns: Vec<usize> = last.field.pillars().to_vec();
        let written = |unit: &&UnitOverTime| !unit.page.is_empty();
        let title = last.speech.say("trend_title", &[("unit", &link.name.text)]);
        SeriesUnitView {
            code: unit.code.clone(),
            lead: self.unit_lead(unit, &link.name.text),
            series: last.phrase(&self.series.title, &self.series.code),
            trend: (known > 1)
                .then(|| trend(last.field.scale, &last.speech.numbers, &moments, self.alt(&title, &moments))),
            trend_title: title,
            columns: columns.iter().map(|&node| last.node_name(node)).collect(),
            rows: (0..self.tongues.len()).filter_map(|round| self.trend_row(unit, round, &columns)).collect(),
            changes: self.unit_changes(unit),
            notes: self.unit_notes(unit),
            previous: self.units[..at].iter().rev().find(written).map(|unit| self.unit_link(unit)),
            next: self.units[at + 1..].iter().find(written).map(|unit| self.unit_link(unit)),
            name: link.name,
        }
    }

    /// The latest score, and the change since the first one.
    fn unit_lead(&self, unit: &UnitOverTime, name: &str) -> String {
        let speech = &self.last().speech;
        let known: Vec<(usize, &FrozenScore)> = (0..self.tongues.len())
            .filter_map(|round| Some((round, self.score(unit, round, 0)?)))
            .filter(|(_, score)| score.score.is_some())
            .collect();
        let Some((round, score)) = known.last() else {
            return speech.say("series_unit_nothing", &[("unit", name)]);
        };
        let printed = self.tongues[*round].printed(score);
        let given = [("unit", name), ("score", printed.as_str()), ("period", self.period(*round))];
        match known.first().filter(|(first, _)| first != round) {
            Some((first, before)) => {
                let earlier = self.tongues[*first].printed(before);
                let more = [("first", earlier.as_str()), ("since", self.period(*first))];
                speech.say("series_unit_lead", &[given.as_slice(), &more].concat())
            }
            None => speech.say("series_unit_once", &given),
        }
    }

    fn alt(&self, title: &str, moments: &[Moment]) -> String {
        let speech = &self.last().speech;
        let points = moments.iter().filter_map(|moment| {
            let (_, printed) = moment.value.as_ref()?;
            Some(speech.say("trend_point", &[("period", &moment.label), ("score", printed)]))
        });
        speech.say("trend_alt", &[("title", title), ("points", &speech.list(&points.collect::<Vec<_>>()))])
    }

    fn trend_row(&self, unit: &UnitOverTime, round: usize, columns: &[usize]) -> Option<TrendRow> {
        let tongue = &self.tongues[round];
        let here = unit.at[round]?;
        let score = tongue.field.score(here, 0);
        let published = score.reported.as_ref().and_then(|reported| reported.rank);
        let last = &self.last().field.frozen.framework;
        let column = |node: &usize| {
            // A pillar is found by its code, since editions may order theirs otherwise.
            let code = &last.nodes[*node].code;
            let there = tongue.field.frozen.framework.nodes.iter().position(|node| node.code == *code);
            there.map_or_else(|| tongue.cell_of(None), |node| tongue.cell(tongue.field.score(here, node)))
        };
        let rank: RankCell = tongue.rank(here, 0);
        Some(TrendRow {
            link: self.link(round, &tongue.field.pages[here]),
            score: tongue.cell(score),
            range: tongue.range(score),
            rank,
            published_rank: published
                .map_or_else(|| tongue.speech.word("no_data"), |rank| tongue.speech.numbers.count(rank as usize)),
            band: score.band.as_deref().and_then(|band| tongue.band(band)),
            columns: columns.iter().map(column).collect(),
            coverage: tongue.coverage(score),
        })
    }

    /// Every change of a node from one round to the next, by round and then in the order of the tree.
    fn unit_changes(&self, unit: &UnitOverTime) -> Vec<ChangeRow> {
        (1..self.tongues.len())
            .flat_map(|later| self.compared(unit, later).into_iter().map(move |node| (later, node)))
            .filter_map(|(later, node)| Some(self.change_row(unit, later, &node, node.change?)))
            .collect()
    }

    fn unit_notes(&self, unit: &UnitOverTime) -> Vec<UnitNote> {
        let mut notes = Vec::new();
        for (round, tongue) in self.tongues.iter().enumerate() {
            let Some(at) = unit.at[round] else { continue };
            for (node, score) in tongue.field.frozen.units[at].scores.iter().enumerate() {
                let Some(reported) = &score.reported else { continue };
                notes.push(UnitNote {
                    period: self.period(round).to_owned(),
                    node: tongue.node_name(node),
                    note: tongue.phrase(&reported.note, ""),
                    source: linked(&reported.source),
                });
            }
        }
        notes
    }
}

/// Whether indicators of an edition are not comparable with those before.
fn is_break(edition: &FrozenEdition) -> bool {
    edition.changes.iter().any(|change| !COMPARABLE.contains(&change.kind.as_str()))
}

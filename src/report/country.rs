//! The page of one unit.

use super::account::{Points, points};
use super::artefact::factsheet_name;
use super::chart::{Shown, strip};
use super::earlier::Earlier;
use super::method::method_rows;
use super::pages::{Tongue, only_published};
use super::peers::{NoPeers, PeerSet};
use super::text::{Phrase, linked};
use super::view::{Cell, Comparison, CountryView, FacetRow, FacetTable, NodeRow, PillarRow, PublishedRow};
use crate::frozen::{FrozenFacet, FrozenPart, FrozenUnit, Summary};

/// Strengths and gaps listed at most.
const LISTED: usize = 5;
/// Units named as best before the rest is counted.
const NAMED: usize = 2;

/// Nodes with their distance to the mean, furthest first.
pub(super) struct Listed {
    pub(super) strengths: Vec<(usize, f64)>,
    pub(super) gaps: Vec<(usize, f64)>,
}

/// What stands beside the scores of a unit: its peers or why it has none, and the round before.
pub(super) struct Beside<'b> {
    pub(super) peers: Option<Result<PeerSet<'b>, NoPeers>>,
    pub(super) earlier: Option<Earlier<'b>>,
}

impl<'b> Beside<'b> {
    /// The peers, where there are any.
    pub(super) fn shown_peers(&self) -> Option<&PeerSet<'b>> {
        self.peers.as_ref()?.as_ref().ok()
    }

    /// The round before, where one of these nodes had a comparable score in it.
    pub(super) fn shown_earlier(&self, nodes: &[usize]) -> Option<&Earlier<'b>> {
        self.earlier.as_ref().filter(|earlier| earlier.has_any(nodes))
    }
}

impl<'t> Tongue<'t> {
    /// The view of the page of one unit.
    pub(super) fn country(&self, unit: usize) -> CountryView {
        let (field, speech) = (self.field, &self.speech);
        let frozen = field.frozen;
        let frozen_unit = &frozen.units[unit];
        let score = field.score(unit, 0);
        let points = points(&frozen.framework, frozen_unit);
        let below = |part: fn(&Points) -> Option<f64>| points.iter().skip(1).any(|one| part(one).is_some());
        let level = field.pillars().first().map(|&node| frozen.framework.nodes[node].level);
        let level = level.map(|level| &frozen.framework.levels[level]);
        let (before, after) = (0..unit, unit + 1..frozen.units.len());
        let written = |at: &usize| field.written(*at);
        let listed = self.listed_differences(unit);
        let recommendations = self.recommendations(unit);
        let beside = self.beside(unit);
        CountryView {
            code: frozen_unit.code.clone(),
            name: self.unit_name(unit),
            lead: self.country_lead(unit) + &self.certainty(unit),
            score: self.cell(score),
            full: speech.numbers.literal(&field.scale.high.to_string()),
            rank: self.rank(unit, 0),
            rank_interval: self.rank_interval_words(unit),
            score_interval: self
                .score_interval(unit)
                .map(|interval| speech.say("score_interval", &[("share", &self.inside()), ("interval", &interval)])),
            tied_with: self.tied_with(unit),
            rank_note: self.rank_note(),
            band: score.band.as_deref().and_then(|band| self.band(band)),
            next_band: self.next_band(unit),
            range: self.range(score),
            coverage: self.coverage(score),
            answered: self.answered(unit),
            swarm: self.country_swarm(unit),
            pillar_heading: level.map_or_else(String::new, |level| {
                speech.say("results_by", &[("level", &self.phrase(&level.name, &level.code).text)])
            }),
            pillars: field.pillars().iter().map(|&node| self.pillar_row(unit, node, &beside)).collect(),
            peers: beside.peers.as_ref().map(|peers| self.peers_view(unit, peers)),
            earlier: beside.earlier.as_ref().map(|earlier| self.earlier_view(unit, earlier)),
            strengths: self.comparisons(&listed.strengths),
            gaps: self.comparisons(&listed.gaps),
            rule: self.rule(),
            facets: self.facets(frozen_unit),
            lost: self.most_lost(unit, &points),
            waterfall: self.waterfall(unit, &points),
            steps_note: self.steps_note(unit),
            with_drafts: recommendations.iter().any(|one| one.draft),
            recommendations,
            sides: self.sides(unit),
            quality: self.quality(unit),
            method: method_rows(frozen, speech),
            evidence: self.evidence_page(unit),
            evidence_note: frozen.round.confidential_evidence.then(|| speech.word("evidence_confidential")),
            href: field.pages[unit].clone(),
            factsheet: factsheet_name(&field.pages[unit]),
            services: self.services(frozen_unit),
            with_given: below(|one| one.given),
            with_lost: below(|one| one.lost),
            nodes_note: self.nodes_note(),
            nodes: (0..points.len())
                .filter(|&node| self.shown(node))
                .map(|node| self.node_row(unit, node, points[node]))
                .collect(),
            between: self.between(unit),
            notes: self.own_notes(),
            published: self.published(unit),
            systems: self.systems(unit),
            previous: before.rev().find(written).map(|at| self.unit_link(at)),
            next: after.into_iter().find(written).map(|at| self.unit_link(at)),
        }
    }

    /// Notes of the round, where this is the only unit and its page the report.
    fn own_notes(&self) -> Vec<Phrase> {
        let frozen = self.field.frozen;
        let alone = frozen.units.len() == 1;
        frozen.round.notes.iter().filter(|_| alone).map(|note| self.phrase(note, "")).collect()
    }

    pub(super) fn country_lead(&self, unit: usize) -> String {
        let (field, speech) = (self.field, &self.speech);
        let (score, summary) = (field.score(unit, 0), &field.frozen.summaries[0]);
        let name = self.unit_name(unit).text;
        let (Some(value), Some(mean)) = (score.score, summary.mean) else {
            return speech.say("lead_no_score", &[("unit", &name), ("reason", &self.reason(score))]);
        };
        let printed = self.printed(score);
        if summary.n == 1 {
            return speech.say("lead_single", &[("unit", &name), ("score", &printed)]);
        }
        let key = if speech.numbers.alike(value, mean) {
            "lead_at_mean"
        } else if value > mean {
            "lead_above_mean"
        } else {
            "lead_below_mean"
        };
        let given = [
            ("unit", name.as_str()),
            ("score", &printed),
            ("points", &speech.points(value - mean)),
            ("units", &speech.count("units_of", summary.n)),
            ("mean", &speech.numbers.score(mean)),
        ];
        speech.say(key, &given)
    }

    fn country_swarm(&self, unit: usize) -> Option<super::view::Swarm> {
        self.field.score(unit, 0).score?;
        let name = self.unit_name(unit).text;
        let rank = self.rank(unit, 0).words;
        self.swarm(self.speech.say("swarm_title_unit", &[("unit", &name), ("rank", &rank)]), &[unit])
    }

    fn next_band(&self, unit: usize) -> Option<String> {
        let score = self.field.score(unit, 0);
        let value = score.score?;
        let bands = &self.field.frozen.framework.bands;
        let here = bands.iter().position(|band| Some(band.code.as_str()) == score.band.as_deref())?;
        let Some(next) = bands.get(here + 1) else { return Some(self.speech.word("band_highest")) };
        let name = self.phrase(&next.name, &next.code).text;
        Some(self.speech.say("band_next", &[("points", &self.speech.points(next.from - value)), ("band", &name)]))
    }

    /// How many answers there are, or that the index itself was published.
    fn answered(&self, unit: usize) -> String {
        let score = self.field.score(unit, 0);
        if only_published(score) {
            return self.speech.word("answered_published");
        }
        let count = |count: u32| self.speech.numbers.count(count as usize);
        self.speech.say("answered", &[("n", &count(score.answered)), ("of", &count(score.applicable))])
    }

    /// The peers of a unit and the round before.
    pub(super) fn beside(&self, unit: usize) -> Beside<'t> {
        Beside { peers: self.peers(unit), earlier: self.earlier(unit) }
    }

    fn pillar_row(&self, unit: usize, node: usize, beside: &Beside<'_>) -> PillarRow {
        let (field, speech) = (self.field, &self.speech);
        let (score, summary) = (field.score(unit, node), &field.frozen.summaries[node]);
        let peers = beside.shown_peers().map(|peers| self.peer_summary(peers, node));
        let earlier = beside.shown_earlier(field.pillars());
        let shown = Shown {
            dots: &field.nodes[node].dots,
            value: score.score,
            range: score.range.filter(|_| score.score.is_some() && self.range(score).is_some()),
            mean: summary.mean,
            best: summary.max,
            peers: peers.as_ref().and_then(|peers| peers.mean),
            earlier: earlier.and_then(|earlier| earlier.score(node)),
            alt: self.strip_alt(unit, node, peers.as_ref(), earlier),
        };
        PillarRow {
            name: self.node_name(node),
            weight: speech.numbers.percent(field.frozen.framework.nodes[node].effective),
            score: self.cell(score),
            strip: strip(field.scale, shown),
            mean: self.number(summary.mean),
            difference: self.difference(score.score.zip(summary.mean).map(|(value, mean)| value - mean)),
            best: self.number(summary.max),
            best_units: self.best_units(node),
            peers: peers.as_ref().map(|peers| self.peer_cell(peers)),
            earlier: earlier.map(|earlier| self.earlier_cell(unit, node, earlier)),
            rank: self.rank(unit, node),
        }
    }

    /// What a strip shows, in words.
    fn strip_alt(&self, unit: usize, node: usize, peers: Option<&Summary>, earlier: Option<&Earlier<'_>>) -> String {
        let speech = &self.speech;
        let (score, summary) = (self.field.score(unit, node), &self.field.frozen.summaries[node]);
        let name = self.node_name(node).text;
        let mut told = vec![match (score.score, summary.mean, summary.max) {
            (Some(_), Some(mean), Some(max)) => speech.say(
                "strip_alt",
                &[
                    ("node", &name),
                    ("score", &self.printed(score)),
                    ("mean", &speech.numbers.score(mean)),
                    ("best", &speech.numbers.score(max)),
                    ("units", &self.best_units(node)),
                ],
            ),
            _ => speech.say("strip_alt_none", &[("node", &name)]),
        }];
        told.extend(peers.and_then(|peers| Some((peers.mean?, peers.n))).map(|(mean, n)| {
            let given = [("mean", speech.numbers.score(mean)), ("units", speech.count("units", n))];
            speech.tell("strip_alt_peers", &given)
        }));
        told.extend(earlier.and_then(|earlier| self.earlier_alt(node, earlier)));
        told.join(" ")
    }

    fn difference(&self, difference: Option<f64>) -> String {
        difference.map_or_else(|| self.speech.word("no_data"), |by| self.speech.numbers.signed(by))
    }

    fn best_units(&self, node: usize) -> String {
        self.first_names(&self.field.nodes[node].best, NAMED)
    }

    /// The lowest nodes with a score of this unit, with the distance to the mean, greatest first. Nodes where fewer than
    /// two units have a score say nothing about this one.
    fn differences(&self, unit: usize) -> Vec<(usize, f64)> {
        let field = self.field;
        let nodes = &field.frozen.framework.nodes;
        let mut scored_below = vec![false; nodes.len()];
        for (at, node) in nodes.iter().enumerate().rev() {
            let scored = scored_below[at] || field.score(unit, at).score.is_some();
            if let Some(parent) = node.parent.filter(|_| scored) {
                scored_below[parent] = true;
            }
        }
        let mut differences: Vec<(usize, f64)> = (1..nodes.len())
            .filter(|&at| !scored_below[at] && field.frozen.summaries[at].n > 1)
            .filter_map(|at| Some((at, field.score(unit, at).score? - field.frozen.summaries[at].mean?)))
            .filter(|(_, by)| !self.speech.numbers.alike(*by, 0.0))
            .collect();
        differences.sort_by(|one, other| other.1.total_cmp(&one.1));
        differences
    }

    /// Strengths and gaps of a unit.
    pub(super) fn listed_differences(&self, unit: usize) -> Listed {
        let differences = self.differences(unit);
        let own = |node: usize, many: &[usize]| !(many.contains(&unit) && self.most(node, many));
        let nodes = &self.field.nodes;
        let above = differences.iter().copied().filter(|(node, by)| *by > 0.0 && own(*node, &nodes[*node].best));
        let below = differences.iter().rev().copied().filter(|(node, by)| *by < 0.0 && own(*node, &nodes[*node].worst));
        let (above, below) = (above.take(LISTED), below.take(LISTED));
        Listed { strengths: above.collect(), gaps: below.collect() }
    }

    /// Whether these are half of the units with a score or more: what half of all share tells no unit from the others.
    fn most(&self, node: usize, units: &[usize]) -> bool {
        units.len() > 1 && 2 * units.len() >= self.field.frozen.summaries[node].n
    }

    /// How strengths and gaps are chosen.
    pub(super) fn rule(&self) -> String {
        self.speech.say("rule", &[("most", &self.speech.numbers.count(LISTED))])
    }

    fn comparisons(&self, chosen: &[(usize, f64)]) -> Vec<Comparison> {
        let frozen = self.field.frozen;
        chosen
            .iter()
            .map(|&(node, by)| {
                let mean = frozen.summaries[node].mean;
                Comparison {
                    name: self.node_name(node),
                    parent: self.node_name(frozen.framework.nodes[node].parent.unwrap_or(0)),
                    score: self.number(mean.map(|mean| mean + by)),
                    mean: self.number(mean),
                    difference: self.speech.numbers.signed(by),
                }
            })
            .collect()
    }

    /// Results by slice, then by each facet that has results.
    fn facets(&self, unit: &FrozenUnit) -> Vec<FacetTable> {
        let framework = &self.field.frozen.framework;
        let mut columns = vec![0];
        columns.extend(self.field.pillars());
        let facets = framework.facets.iter();
        facets.filter_map(|facet| self.facet_table(unit, facet, &columns)).collect()
    }

    fn facet_table(&self, unit: &FrozenUnit, facet: &FrozenFacet, columns: &[usize]) -> Option<FacetTable> {
        let framework = &self.field.frozen.framework;
        let sliced = framework.slices.as_ref() == Some(&facet.code);
        let rows: Vec<FacetRow> = facet
            .values
            .iter()
            .filter_map(|value| {
                let (cells, coverage) = if sliced {
                    let scores = unit.slices.get(&value.code)?;
                    (columns.iter().map(|&node| self.cell(&scores[node])).collect(), self.coverage(&scores[0]))
                } else {
                    let part = unit.parts.iter().find(|one| one.facet == facet.code && one.value == value.code)?;
                    self.part_cells(part, columns)?
                };
                Some(FacetRow { name: self.phrase(&value.name, &value.code), cells, coverage })
            })
            .collect();
        let name = self.phrase(&facet.name, &facet.code);
        let told = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.reason.is_none());
        told.then(|| FacetTable {
            heading: self.speech.say("results_by", &[("level", &name.text)]),
            anchor: format!("by-{}", facet.code),
            facet: name,
            columns: columns.iter().map(|&node| self.node_name(node)).collect(),
            rows,
        })
    }

    /// The cells of a part and its coverage; none where nothing of the index is in the part.
    fn part_cells(&self, part: &FrozenPart, columns: &[usize]) -> Option<(Vec<Cell>, String)> {
        let whole = part.at(0).filter(|whole| whole.answered > 0)?;
        let cell = |node: &usize| match part.at(*node) {
            Some(score) => self.cell(score),
            None => {
                Cell { text: self.number(None), reason: Some(self.absence(Some("not_applicable"))), published: false }
            }
        };
        Some((columns.iter().map(cell).collect(), self.speech.numbers.percent(whole.observed)))
    }

    fn node_row(&self, unit: usize, at: usize, points: Points) -> NodeRow {
        let field = self.field;
        let (node, summary) = (&field.frozen.framework.nodes[at], &field.frozen.summaries[at]);
        let score = field.score(unit, at);
        // A node without a score that also took no part has nothing to print.
        let part = |points: Option<f64>| points.filter(|&points| score.score.is_some() || points > 0.0);
        NodeRow {
            name: self.node_name(at),
            code: node.code.clone(),
            depth: field.depth[at],
            indicator: node.indicator,
            score: self.cell(score),
            mean: self.number(summary.mean),
            best: self.number(summary.max),
            rank: self.rank(unit, at),
            given: self.number(part(points.given)),
            lost: self.number(part(points.lost)),
            coverage: self.coverage(score),
        }
    }

    fn published(&self, unit: usize) -> Vec<PublishedRow> {
        let speech = &self.speech;
        let scores = self.field.frozen.units[unit].scores.iter().enumerate();
        scores
            .filter_map(|(node, score)| Some((node, score, score.reported.as_ref()?)))
            .map(|(node, _, reported)| PublishedRow {
                name: self.node_name(node),
                score: match (reported.score, reported.decimals) {
                    (Some(value), Some(decimals)) => {
                        speech.numbers.clone().with_decimals(decimals as usize).score(value)
                    }
                    (Some(value), None) => speech.numbers.score(value),
                    (None, _) => speech.word("no_data"),
                },
                rank: reported.rank.map_or_else(|| speech.word("no_data"), |rank| speech.numbers.count(rank as usize)),
                recomputed: self.number(reported.recomputed),
                range: reported
                    .recomputed_range
                    .map_or_else(|| speech.word("no_data"), |[low, high]| speech.numbers.span(low, high)),
                source: linked(&reported.source),
                note: self.phrase(&reported.note, ""),
            })
            .collect()
    }
}

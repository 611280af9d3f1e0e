//! The comparative page: all units side by side.

use super::chart::{Captions, Point, Shown, strip, swarm};
use super::field::Field;
use super::method::method_rows;
use super::pages::Tongue;
use super::view::{BandRow, Cell, Figure, NodeSummary, NotRanked, RankRow, RegionView, Swarm, UnitLink};

impl Tongue<'_> {
    /// The view of the comparative page.
    pub(super) fn region(&self) -> RegionView {
        let field = self.field;
        let frozen = field.frozen;
        let columns = field.pillars();
        let mut shown_nodes = vec![0];
        shown_nodes.extend(columns);
        let unranked = (0..frozen.units.len()).filter(|&unit| field.score(unit, 0).score.is_none());
        RegionView {
            lead: self.region_lead(),
            description: self.phrase(&frozen.framework.description, ""),
            figures: self.figures(),
            swarm: self.region_swarm(),
            bands: self.band_rows(),
            with_bands: !frozen.framework.bands.is_empty(),
            with_ranges: field.ranking.iter().any(|&unit| self.range(field.score(unit, 0)).is_some()),
            columns: columns.iter().map(|&node| self.node_name(node)).collect(),
            ranking: self.rank_rows(columns),
            with_intervals: self.certain().is_some(),
            no_intervals: self.no_intervals(),
            interval_note: self.interval_note(),
            intervals: self.interval_plot(),
            ties: self.tie_rows(),
            means: shown_nodes.iter().map(|&node| self.cell_of(frozen.summaries[node].mean)).collect(),
            rank_note: self.rank_note(),
            not_ranked: unranked.map(|unit| self.not_ranked(unit, columns)).collect(),
            over: self.over_tables(),
            coverage: self.coverage_view(),
            improved: self.improved(),
            groups: self.group_tables(),
            nodes_note: self.nodes_note(),
            nodes: (0..frozen.framework.nodes.len())
                .filter(|&node| self.shown(node))
                .map(|node| self.node_summary(node))
                .collect(),
            method: method_rows(frozen, &self.speech),
            heat: self.heat(),
            published: self.published_figures(),
            links: self.links(),
            adapted: self.adapted(),
            notes: frozen.round.notes.iter().map(|note| self.phrase(note, "")).collect(),
            units: (0..frozen.units.len()).map(|unit| self.unit_link(unit)).collect(),
        }
    }

    /// Ranks are among the units whose score is known; this says so where there are others.
    pub(super) fn rank_note(&self) -> Option<String> {
        let (units, n) = (self.field.frozen.units.len(), self.field.frozen.summaries[0].n);
        let given = [
            ("units", self.speech.count("units_of", n)),
            ("missing", self.speech.count("units_not_ranked", units - n)),
        ];
        (n < units).then(|| self.speech.tell("rank_note", &given))
    }

    pub(super) fn region_lead(&self) -> String {
        let (field, speech) = (self.field, &self.speech);
        let summary = &field.frozen.summaries[0];
        let (Some(mean), Some(min), Some(max)) = (summary.mean, summary.min, summary.max) else {
            return speech.word("lead_nobody");
        };
        let score = field.nodes[0].best.first().map_or_else(String::new, |&best| self.printed(field.score(best, 0)));
        let names = self.names(&field.nodes[0].best);
        if summary.n == 1 {
            return speech.say("lead_single", &[("unit", &names), ("score", &score)]);
        }
        let key = if field.nodes[0].best.len() > 1 { "lead_region_joint" } else { "lead_region" };
        let given = [
            ("unit", names.as_str()),
            ("score", &score),
            ("units", &speech.count("units_of", summary.n)),
            ("mean", &speech.numbers.score(mean)),
            ("gap", &speech.points(max - min)),
        ];
        speech.say(key, &given)
    }

    fn figures(&self) -> Vec<Figure> {
        let speech = &self.speech;
        let frozen = self.field.frozen;
        let summary = &frozen.summaries[0];
        let of = speech.count("units", summary.n);
        let figure = |key: &str, value: String, note: String| Figure { label: speech.word(key), value, note };
        let gap = summary.max.zip(summary.min);
        let ends = gap.map_or(String::new(), |(max, min)| speech.numbers.span(min, max));
        let missing = frozen.units.len() - summary.n;
        let missing = if missing == 0 { String::new() } else { speech.count("units_not_ranked", missing) };
        vec![
            figure("figure_mean", self.number(summary.mean), speech.say("figure_over", &[("units", &of)])),
            figure("figure_median", self.number(summary.median), speech.say("figure_over", &[("units", &of)])),
            figure("figure_gap", self.number(gap.map(|(max, min)| max - min)), ends),
            figure("figure_middle", self.number(self.middle_half(0)), speech.word("middle_note")),
            figure("figure_units", speech.numbers.count(frozen.units.len()), missing),
        ]
    }

    fn region_swarm(&self) -> Option<Swarm> {
        let (field, speech) = (self.field, &self.speech);
        let node = &field.nodes[0];
        let above = speech.count("units", node.above_mean);
        let n = speech.numbers.count(field.frozen.summaries[0].n);
        let mean = speech.numbers.score(field.frozen.summaries[0].mean?);
        let title = speech.say("swarm_title", &[("above", &above), ("n", &n), ("mean", &mean)]);
        self.swarm(title, &node.best)
    }

    /// All units on the scale, some of them marked.
    pub(super) fn swarm(&self, title: String, marked: &[usize]) -> Option<Swarm> {
        let (field, speech) = (self.field, &self.speech);
        let summary = &field.frozen.summaries[0];
        let (mean, min, max) = (summary.mean?, summary.min?, summary.max?);
        let points = field.ranking.iter().filter_map(|&unit| {
            let value = field.score(unit, 0).score?;
            let link = self.unit_link(unit);
            let name =
                speech.say("named_score", &[("unit", &link.name.text), ("score", &self.printed(field.score(unit, 0)))]);
            let subject = marked.contains(&unit);
            Some(Point { value, code: &field.frozen.units[unit].code, name, subject })
        });
        let scale = field.scale;
        let alt = speech.say(
            "swarm_alt",
            &[
                ("units", &speech.count("units_of", summary.n)),
                ("low", &speech.numbers.literal(&scale.low.to_string())),
                ("high", &speech.numbers.literal(&scale.high.to_string())),
                ("best", &self.names(&field.nodes[0].best)),
                ("max", &speech.numbers.score(max)),
                ("worst", &self.names(&field.nodes[0].worst)),
                ("min", &speech.numbers.score(min)),
                ("mean", &speech.numbers.score(mean)),
            ],
        );
        let mean_label = speech.say("mean_label", &[("mean", &speech.numbers.score(mean))]);
        let bands = field.frozen.framework.bands.iter();
        let captions = Captions {
            title,
            alt,
            mean: Some((mean, mean_label)),
            bands: bands.map(|band| (band.from, self.phrase(&band.name, &band.code).text)).collect(),
        };
        Some(swarm(scale, &speech.numbers, points.collect(), captions))
    }

    pub(super) fn band_rows(&self) -> Vec<BandRow> {
        let (field, speech) = (self.field, &self.speech);
        let bands = &field.frozen.framework.bands;
        let rows = bands.iter().enumerate().rev().filter_map(|(at, band)| {
            let inside = |&&unit: &&usize| field.score(unit, 0).band.as_deref() == Some(band.code.as_str());
            let units: Vec<UnitLink> = field.ranking.iter().filter(inside).map(|&unit| self.unit_link(unit)).collect();
            let from = speech.numbers.score(band.from);
            let scores = match bands.get(at + 1) {
                Some(next) => speech.say("band_between", &[("from", &from), ("to", &speech.numbers.score(next.from))]),
                None => speech.say("band_from", &[("from", &from)]),
            };
            Some(BandRow { band: self.band(&band.code)?, scores, count: speech.count("units", units.len()), units })
        });
        rows.collect()
    }

    fn rank_rows(&self, columns: &[usize]) -> Vec<RankRow> {
        let ties = self.tie_numbers();
        let mut before = None;
        let rows = self.field.ranking.iter().map(|&unit| {
            let starts = ties[unit] != before;
            before = ties[unit];
            let row = self.rank_row(unit, columns);
            let group = ties[unit].map_or_else(String::new, |number| self.speech.numbers.count(number));
            RankRow { group_starts: starts, group, ..row }
        });
        rows.collect()
    }

    /// What intervals of ranks are, and which units belong to a group.
    fn interval_note(&self) -> Option<String> {
        let rule = self.tie_rule()?;
        let note = self.speech.say("interval_note", &[("share", &self.inside())]);
        Some(format!("{note} {rule}"))
    }

    fn rank_row(&self, unit: usize, columns: &[usize]) -> RankRow {
        let field = self.field;
        let score = field.score(unit, 0);
        let shown = Shown {
            value: score.score,
            range: score.range.filter(|_| self.range(score).is_some()),
            mean: field.frozen.summaries[0].mean,
            ..Shown::default()
        };
        RankRow {
            rank: self.rank(unit, 0),
            unit: self.unit_link(unit),
            rank_interval: self.rank_interval(unit).unwrap_or_default(),
            group: String::new(),
            group_starts: false,
            score: self.cell(score),
            strip: strip(field.scale, shown),
            range: self.range(score),
            band: score.band.as_deref().and_then(|band| self.band(band)),
            coverage: self.coverage(score),
            columns: columns.iter().map(|&node| self.cell(field.score(unit, node))).collect(),
        }
    }

    fn not_ranked(&self, unit: usize, columns: &[usize]) -> NotRanked {
        let field: &Field<'_> = self.field;
        let score = field.score(unit, 0);
        NotRanked {
            unit: self.unit_link(unit),
            reason: self.reason(score),
            coverage: self.coverage(score),
            columns: columns.iter().map(|&node| self.cell(field.score(unit, node))).collect::<Vec<Cell>>(),
        }
    }

    fn node_summary(&self, at: usize) -> NodeSummary {
        let frozen = self.field.frozen;
        let (node, summary) = (&frozen.framework.nodes[at], &frozen.summaries[at]);
        let level = &frozen.framework.levels[node.level];
        NodeSummary {
            name: self.node_name(at),
            code: node.code.clone(),
            level: self.phrase(&level.name, &level.code),
            depth: self.field.depth[at],
            weight: self.speech.numbers.percent(node.effective),
            n: self.speech.numbers.count(summary.n),
            mean: self.number(summary.mean),
            median: self.number(summary.median),
            min: self.number(summary.min),
            max: self.number(summary.max),
            gap: self.number(summary.max.zip(summary.min).map(|(max, min)| max - min)),
            middle: self.number(self.middle_half(at)),
        }
    }
}

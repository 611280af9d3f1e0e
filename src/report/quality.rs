//! How good the data behind the scores are, and what proves them.

use super::artefact::evidence_name;
use super::pages::{Tongue, only_published};
use super::text::{Phrase, linked};
use super::view::{EstimateRow, EvidenceEntry, EvidenceRow, EvidenceView, QualityRow, QualityView};
use crate::frozen::{FrozenEstimate, FrozenEvidence, FrozenReview};

/// Below this number of respondents an estimate is not to be relied on.
const TOO_FEW: f64 = 10.0;
/// Below this number it is read with care.
const FEW: f64 = 30.0;
/// Below this number its interval is to be read with it.
const NOT_MANY: f64 = 100.0;

impl Tongue<'_> {
    /// The data behind the scores of a unit.
    pub(super) fn quality(&self, unit: usize) -> QualityView {
        let frozen_unit = &self.field.frozen.units[unit];
        let estimates: Vec<EstimateRow> = frozen_unit.estimates.iter().map(|one| self.estimate(one)).collect();
        let note = self.speech.say(
            "estimates_note",
            &[
                ("too_few", &self.speech.numbers.count(TOO_FEW as usize)),
                ("few", &self.speech.numbers.count(FEW as usize)),
                ("not_many", &self.speech.numbers.count(NOT_MANY as usize)),
            ],
        );
        QualityView {
            rows: self.quality_rows(unit),
            estimates_note: (!estimates.is_empty()).then_some(note),
            estimates,
        }
    }

    fn quality_rows(&self, unit: usize) -> Vec<QualityRow> {
        let (speech, frozen) = (&self.speech, self.field.frozen);
        let score = self.field.score(unit, 0);
        let mut rows = Vec::new();
        if !only_published(score) && score.applicable > 0 {
            let (n, of) = (score.answered as usize, score.applicable as usize);
            rows.push(self.share_row("quality_answered", n, of, "quality_of_answers"));
            rows.push(self.part_row("quality_coverage", score.observed, speech.word("legend_coverage")));
        }
        let indicators: Vec<usize> =
            (0..frozen.framework.nodes.len()).filter(|&node| frozen.framework.nodes[node].indicator).collect();
        let scored = indicators.iter().filter(|&&node| self.field.score(unit, node).score.is_some()).count();
        rows.push(self.share_row("quality_indicators", scored, indicators.len(), "quality_of_indicators"));
        let published = self.published_weight(unit);
        if published > 0.0 {
            rows.push(self.part_row("quality_published", published, speech.word("quality_published_note")));
        }
        let estimated = self.estimated_weight(unit);
        if estimated > 0.0 {
            rows.push(self.part_row("quality_estimated", estimated, speech.word("quality_estimated_note")));
        }
        if let Some(review) = &frozen.units[unit].review {
            rows.extend(self.review_rows(review));
        }
        let date = frozen.round.cut_off.clone().unwrap_or_else(|| frozen.round.period.clone());
        let key = if frozen.round.cut_off.is_some() { "fact_cut_off" } else { "fact_period" };
        rows.push(QualityRow { name: speech.word(key), value: date, bar: None, note: String::new() });
        rows
    }

    fn share_row(&self, key: &str, n: usize, of: usize, note: &str) -> QualityRow {
        let count = |count: usize| self.speech.numbers.count(count);
        let note = self.speech.say(note, &[("n", &count(n)), ("of", &count(of))]);
        self.part_row(key, if of == 0 { 0.0 } else { n as f64 / of as f64 }, note)
    }

    fn part_row(&self, key: &str, share: f64, note: String) -> QualityRow {
        QualityRow {
            name: self.speech.word(key),
            value: self.speech.numbers.percent(share),
            bar: Some(format!("{:.1}", share.clamp(0.0, 1.0) * 100.0)),
            note,
        }
    }

    /// The weight of the scores that were taken as published, each counted once.
    fn published_weight(&self, unit: usize) -> f64 {
        let nodes = &self.field.frozen.framework.nodes;
        let published = |node: usize| self.field.score(unit, node).is_published();
        let mut covered = vec![false; nodes.len()];
        let mut weight = 0.0;
        for (at, node) in nodes.iter().enumerate() {
            covered[at] = node.parent.is_some_and(|parent| covered[parent]);
            if published(at) && !covered[at] {
                covered[at] = true;
                weight += node.effective;
            }
        }
        weight
    }

    /// The weight of the indicators with an answer that is an estimate.
    fn estimated_weight(&self, unit: usize) -> f64 {
        let estimates = &self.field.frozen.units[unit].estimates;
        let nodes = self.field.frozen.framework.nodes.iter().enumerate();
        nodes
            .filter(|(at, _)| estimates.iter().any(|estimate| estimate.node == *at))
            .map(|(_, node)| node.effective)
            .sum()
    }

    fn review_rows(&self, review: &FrozenReview) -> Vec<QualityRow> {
        let speech = &self.speech;
        let mut rows = vec![self.share_row("quality_verified", review.verified, review.answers, "quality_of_noted")];
        if review.disputed > 0 {
            rows.push(self.share_row("quality_disputed", review.disputed, review.answers, "quality_of_noted"));
        }
        if let (Some(earliest), Some(latest)) = (&review.earliest, &review.latest) {
            let value = if earliest == latest { earliest.clone() } else { speech.numbers.dates(earliest, latest) };
            let count = |count: usize| speech.numbers.count(count);
            let given = [("n", count(review.dated)), ("of", count(review.answers))];
            let note = speech.tell("quality_of_noted", &given);
            rows.push(QualityRow { name: speech.word("quality_dates"), value, bar: None, note });
        }
        rows
    }

    fn estimate(&self, estimate: &FrozenEstimate) -> EstimateRow {
        let (speech, frozen) = (&self.speech, self.field.frozen);
        let numbers = &speech.numbers;
        let node = &frozen.framework.nodes[estimate.node];
        let one = |value: f64| {
            if estimate.share { numbers.stated_percent(value * 100.0, 1) } else { numbers.stated(value, 2) }
        };
        let none = || speech.word("no_data");
        let span = |[low, high]: [f64; 2]| {
            if estimate.share {
                numbers.clone().with_decimals(1).span(low * 100.0, high * 100.0)
            } else {
                numbers.clone().with_decimals(2).span(low, high)
            }
        };
        let flag = |n: f64| match n {
            n if n < TOO_FEW => Some("flag_too_few"),
            n if n < FEW => Some("flag_few"),
            n if n < NOT_MANY => Some("flag_not_many"),
            _ => None,
        };
        EstimateRow {
            name: self.node_name(estimate.node),
            code: node.code.clone(),
            item: estimate.item.as_deref().map(|item| self.item_name(item)),
            value: one(estimate.value),
            n: estimate.n.map_or_else(none, |n| numbers.stated(n, 0)),
            standard_error: estimate.standard_error.map_or_else(none, one),
            interval: estimate.interval.map_or_else(none, span),
            flag: estimate.n.and_then(flag).map(|key| speech.word(key)),
        }
    }

    /// An item of the catalogue, or the value of a facet that is one.
    fn item_name(&self, code: &str) -> Phrase {
        let framework = &self.field.frozen.framework;
        let item = framework.items.iter().find(|item| item.code == code).map(|item| &item.name);
        let mut values = framework.facets.iter().flat_map(|facet| &facet.values);
        let name = item.or_else(|| values.find(|value| value.code == code).map(|value| &value.name));
        name.map_or_else(|| Phrase { text: code.to_owned(), lang: None, ours: false }, |name| self.phrase(name, code))
    }

    /// The page of evidence of a unit; nothing where there is no evidence.
    pub(super) fn evidence_page(&self, unit: usize) -> Option<String> {
        let any = !self.field.frozen.units[unit].evidence.is_empty() && self.field.written(unit);
        any.then(|| evidence_name(&self.field.pages[unit]))
    }

    /// What proves the answers of a unit.
    pub(super) fn evidence(&self, unit: usize) -> EvidenceView {
        let frozen_unit = &self.field.frozen.units[unit];
        let speech = &self.speech;
        let mut nodes: Vec<usize> = frozen_unit.evidence.iter().map(|one| one.node).collect();
        nodes.dedup();
        let rows = nodes.into_iter().map(|node| {
            let score = self.field.score(unit, node);
            let count = |count: u32| speech.numbers.count(count as usize);
            EvidenceRow {
                name: self.node_name(node),
                code: self.field.frozen.framework.nodes[node].code.clone(),
                score: self.cell(score),
                answered: speech.say("answered", &[("n", &count(score.answered)), ("of", &count(score.applicable))]),
                entries: frozen_unit
                    .evidence
                    .iter()
                    .filter(|one| one.node == node)
                    .map(|one| self.entry(one))
                    .collect(),
            }
        });
        EvidenceView {
            code: frozen_unit.code.clone(),
            name: self.unit_name(unit),
            href: self.field.pages[unit].clone(),
            rows: rows.collect(),
        }
    }

    fn entry(&self, one: &FrozenEvidence) -> EvidenceEntry {
        let speech = &self.speech;
        let plain = |text: String| Phrase { text, lang: None, ours: false };
        let about = match &one.item {
            Some(item) if one.answers == 1 => self.item_name(item),
            _ if one.answers > 1 => plain(speech.count("answers", one.answers)),
            _ => plain(String::new()),
        };
        let answer = self.phrase(&one.answer, "");
        let number = one.answer.get("").and_then(|text| text.parse::<f64>().ok());
        let answer = number.map_or(answer, |number| plain(speech.numbers.stated(number, 2)));
        EvidenceEntry {
            about,
            answer: Some(answer).filter(|answer| !answer.text.is_empty()),
            evidence: linked(&one.evidence),
            source: linked(&one.source),
            date: one.date.clone().unwrap_or_default(),
            review: one.review.as_deref().map(|review| speech.word(&format!("review_{review}"))),
            reviewer: one.reviewer.clone(),
            note: Some(self.phrase(&one.note, "")).filter(|note| !note.text.is_empty()),
        }
    }
}

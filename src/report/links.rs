//! The index beside what others publish: their figures over all units, and other measures of the same units.

use super::pages::Tongue;
use super::text::linked;
use super::view::{LinkRow, LinkTable, LinkView, PublishedFigure};
use crate::frozen::{FrozenLink, FrozenPublished};

/// Decimals of a correlation.
const CORRELATION: usize = 2;

impl Tongue<'_> {
    /// What was published over all units, beside what the scores of the round give.
    pub(super) fn published_figures(&self) -> Vec<PublishedFigure> {
        self.field.frozen.round.published.iter().map(|figure| self.published_figure(figure)).collect()
    }

    fn published_figure(&self, figure: &FrozenPublished) -> PublishedFigure {
        let frozen = self.field.frozen;
        let summary = &frozen.summaries[0];
        let numbers = &self.speech.numbers;
        let (computed, n) = match figure.statistic.as_str() {
            "mean" => (summary.mean, summary.n),
            "minimum" => (summary.min, summary.n),
            "maximum" => (summary.max, summary.n),
            "gap" => (summary.max.zip(summary.min).map(|(max, min)| max - min), summary.n),
            _ => (None, summary.n),
        };
        let counted = figure.statistic == "units";
        PublishedFigure {
            name: self.speech.word(&format!("published_{}", figure.statistic)),
            published: numbers.clone().with_decimals(figure.decimals as usize).score(figure.value),
            computed: if counted { numbers.count(frozen.units.len()) } else { self.number(computed) },
            n: if counted { String::new() } else { self.speech.count("units", n) },
            source: linked(&self.phrase(&figure.source, "").text),
        }
    }

    /// Other measures of the same units.
    pub(super) fn links(&self) -> Option<LinkTable> {
        let frozen = self.field.frozen;
        let links = &frozen.round.links;
        if links.is_empty() {
            return None;
        }
        let shown = |unit: &&usize| links.iter().any(|link| link.values.contains_key(&frozen.units[**unit].code));
        let rows = self.field.ranking.iter().filter(shown).map(|&unit| LinkRow {
            unit: self.unit_link(unit),
            score: self.cell(self.field.score(unit, 0)),
            values: links.iter().map(|link| self.link_value(link, &frozen.units[unit].code)).collect(),
        });
        Some(LinkTable { links: links.iter().map(|link| self.link(link)).collect(), rows: rows.collect() })
    }

    fn link(&self, link: &FrozenLink) -> LinkView {
        let numbers = self.speech.numbers.clone().with_decimals(CORRELATION);
        let rho = link.spearman.map_or_else(|| self.speech.word("no_data"), |rho| numbers.signed(rho));
        let title = self.phrase(&link.title, &link.code);
        let units = self.speech.count("units", link.n);
        let sentence = self.speech.say("link_sentence", &[("measure", &title.text), ("units", &units), ("rho", &rho)]);
        LinkView {
            sentence,
            spearman: rho,
            n: self.speech.numbers.count(link.n),
            source: linked(&self.phrase(&link.source, "").text),
            title,
        }
    }

    /// A figure of another measure in its own digits: it has a scale of its own.
    fn link_value(&self, link: &FrozenLink, unit: &str) -> String {
        let numbers = self.speech.numbers.clone().with_decimals(usize::from(link.decimals));
        link.values.get(unit).map_or_else(|| self.speech.word("no_data"), |value| numbers.score(*value))
    }
}

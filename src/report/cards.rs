//! The page that says how each indicator is measured, and what the catalogue holds.

use super::pages::{RECONSTRUCTED, Tongue};
use super::text::linked;
use super::view::{CardRow, CardsView, CatalogueRow, ImproveRow};
use crate::frozen::{FrozenItem, FrozenNode};

impl Tongue<'_> {
    /// The view of the page; nothing where no indicator has a card.
    pub(super) fn cards(&self) -> Option<CardsView> {
        let framework = &self.field.frozen.framework;
        self.has_cards().then(|| CardsView {
            cards: (0..framework.nodes.len()).map(|node| self.card(node)).collect(),
            facets: framework
                .facets
                .iter()
                .filter(|facet| self.in_catalogue(&facet.code))
                .map(|facet| self.phrase(&facet.name, &facet.code))
                .collect(),
            items: framework.items.iter().map(|item| self.item(item)).collect(),
        })
    }

    /// Whether any indicator has a card.
    pub(super) fn has_cards(&self) -> bool {
        let nodes = &self.field.frozen.framework.nodes;
        nodes.iter().any(|node| node.card.as_ref().is_some_and(|card| !card.how.is_empty()))
    }

    fn in_catalogue(&self, facet: &str) -> bool {
        self.field.frozen.framework.items.iter().any(|item| item.facets.contains_key(facet))
    }

    fn card(&self, at: usize) -> CardRow {
        let field = self.field;
        let node: &FrozenNode = &field.frozen.framework.nodes[at];
        let level = &field.frozen.framework.levels[node.level];
        let card = node.card.as_ref();
        let said = |text: Option<&crate::frozen::Text>| {
            text.map(|text| self.phrase(text, "")).filter(|phrase| !phrase.text.is_empty())
        };
        CardRow {
            name: self.node_name(at),
            code: node.code.clone(),
            level: self.phrase(&level.name, &level.code),
            weight: self.speech.numbers.percent(node.effective),
            origin: self.speech.word(&format!("origin_{}", node.origin)),
            depth: field.depth[at],
            indicator: node.indicator,
            what: said(Some(&node.what)),
            question: said(card.map(|card| &card.question)),
            why: said(card.map(|card| &card.why)),
            how: said(card.map(|card| &card.how)),
            not_applicable: said(card.map(|card| &card.not_applicable)),
            missing: said(card.map(|card| &card.missing)),
            improve: card.map_or_else(Vec::new, |card| {
                let step = |step: &crate::frozen::ImprovementStep| ImproveRow {
                    text: self.phrase(&step.text, ""),
                    effort: self.speech.word(&format!("effort_{}", step.effort)),
                };
                card.improve.iter().map(step).collect()
            }),
            sources: card.map_or_else(Vec::new, |card| {
                card.sources.iter().map(|source| linked(&self.phrase(source, "").text)).collect()
            }),
        }
    }

    fn item(&self, item: &FrozenItem) -> CatalogueRow {
        let framework = &self.field.frozen.framework;
        let facets = framework.facets.iter().filter(|facet| self.in_catalogue(&facet.code));
        let value = |facet: &crate::frozen::FrozenFacet| {
            let code = item.facets.get(&facet.code)?;
            let value = facet.values.iter().find(|value| value.code == *code)?;
            Some(self.phrase(&value.name, &value.code).text)
        };
        let mut name = self.phrase(&item.name, &item.code);
        name.ours = self.field.ours && item.origin == RECONSTRUCTED;
        CatalogueRow {
            name,
            code: item.code.clone(),
            facets: facets.map(|facet| value(facet).unwrap_or_default()).collect(),
        }
    }
}

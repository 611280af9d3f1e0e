//! Tables whose cells are shaded by their score: all units side by side, and the items of one unit.
//!
//! The figure stands in every cell; the shade only helps the eye. It stays pale enough for the text on it.

use super::pages::Tongue;
use super::view::{HeatCell, HeatRow, HeatTable, MatrixRow, ServiceMatrix};
use crate::frozen::{FrozenFacet, FrozenItem, FrozenUnit};

/// A facet with more values than this has a table of its own on the page of a unit.
const SIDE_BY_SIDE: usize = 3;

impl Tongue<'_> {
    /// Units by pillar, and by the values of facets that have few; nothing for a single unit.
    pub(super) fn heat(&self) -> Option<HeatTable> {
        let (field, parts) = (self.field, self.heat_parts()?);
        let pillars = field.pillars();
        let mut columns: Vec<_> = pillars.iter().map(|&node| self.node_name(node)).collect();
        columns.extend(parts.iter().map(|(facet, value)| {
            let value = &facet.values[*value];
            self.phrase(&value.name, &value.code)
        }));
        let rows = field.ranking.iter().map(|&unit| {
            let mut cells: Vec<HeatCell> =
                pillars.iter().map(|&node| self.heat_cell(field.score(unit, node).score)).collect();
            let there = &field.frozen.units[unit];
            cells.extend(parts.iter().map(|(facet, value)| self.heat_cell(part_score(there, facet, *value))));
            HeatRow { unit: self.unit_link(unit), cells }
        });
        Some(HeatTable { columns, rows: rows.collect() })
    }

    /// The values of facets that have few and a score of some unit; nothing where there is no such table.
    pub(super) fn heat_parts(&self) -> Option<Vec<(&FrozenFacet, usize)>> {
        let field = self.field;
        if field.ranking.len() < 2 || field.pillars().is_empty() {
            return None;
        }
        let few = |facet: &&FrozenFacet| facet.results && facet.values.len() <= SIDE_BY_SIDE;
        let facets = field.frozen.framework.facets.iter().filter(few);
        let values = facets.flat_map(|facet| (0..facet.values.len()).map(move |value| (facet, value)));
        Some(values.filter(|(facet, value)| self.any_in_part(facet, *value)).collect())
    }

    fn any_in_part(&self, facet: &FrozenFacet, value: usize) -> bool {
        self.field.frozen.units.iter().any(|unit| part_score(unit, facet, value).is_some())
    }

    fn heat_cell(&self, score: Option<f64>) -> HeatCell {
        let scale = self.field.scale;
        let shade = |score: f64| ((score - scale.low) / (scale.high - scale.low)).clamp(0.0, 1.0) * 100.0;
        HeatCell { text: self.number(score), shade: score.map(|score| format!("{:.0}", shade(score))) }
    }

    /// The items of a unit by indicator; nothing where there are none with a score.
    pub(super) fn services(&self, unit: &FrozenUnit) -> Option<ServiceMatrix> {
        let framework = &self.field.frozen.framework;
        let mut nodes: Vec<usize> =
            unit.items.iter().filter(|result| result.score.is_some()).map(|result| result.node).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let in_catalogue = |node: &usize| {
            let items = unit.items.iter().filter(|result| result.node == *node);
            items.into_iter().any(|result| framework.items.iter().any(|item| item.code == result.item))
        };
        nodes.retain(in_catalogue);
        let results: std::collections::BTreeMap<(&str, usize), Option<f64>> = unit
            .items
            .iter()
            .map(|result| ((result.item.as_str(), result.node), result.scaled.or(result.score)))
            .collect();
        let row = |item: &FrozenItem| {
            let scores: Vec<Option<f64>> =
                nodes.iter().map(|&node| results.get(&(item.code.as_str(), node)).copied().flatten()).collect();
            scores.iter().any(Option::is_some).then(|| MatrixRow {
                name: self.phrase(&item.name, &item.code),
                cells: scores.into_iter().map(|score| self.whole_cell(score)).collect(),
            })
        };
        let rows: Vec<MatrixRow> = framework.items.iter().filter_map(row).collect();
        (!rows.is_empty()).then(|| ServiceMatrix {
            columns: nodes
                .iter()
                .map(|&node| (framework.nodes[node].code.clone(), self.node_name(node).text))
                .collect(),
            summary: self.speech.say("services_summary", &[("items", &self.speech.numbers.count(rows.len()))]),
            rows,
        })
    }

    /// A score without decimals: there are hundreds of them on a page.
    pub(super) fn whole_cell(&self, score: Option<f64>) -> HeatCell {
        let whole = self.speech.numbers.clone().with_decimals(0);
        let text = score.map_or_else(|| self.speech.word("no_data"), |score| whole.score(score));
        HeatCell { text, ..self.heat_cell(score) }
    }
}

/// The score of the index on the part of a unit that has a value of a facet.
pub(super) fn part_score(unit: &FrozenUnit, facet: &FrozenFacet, value: usize) -> Option<f64> {
    let code = &facet.values[value].code;
    let part = unit.parts.iter().find(|part| part.facet == facet.code && part.value == *code)?;
    part.at(0)?.score
}

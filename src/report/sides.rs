//! Values of a facet side by side, such as portal and mobile: nodes as rows, a shape for each value.

use super::number::coordinate;
use super::pages::Tongue;
use super::view::{Cell, SideBySide, SideRow};
use crate::frozen::{FrozenFacet, FrozenPart};

/// More values than this do not fit side by side with a shape each.
const MOST: usize = 3;
/// Levels below the index that have rows.
const DEEPEST: usize = 2;

impl Tongue<'_> {
    /// The facets of indicators whose values can be compared: that have results, two or three values, and two of them with
    /// scores on some node.
    pub(super) fn sides(&self, unit: usize) -> Vec<SideBySide> {
        let framework = &self.field.frozen.framework;
        let of_indicators =
            |facet: &&FrozenFacet| framework.nodes.iter().any(|node| node.facets.contains_key(&facet.code));
        let few = |facet: &&FrozenFacet| facet.results && (2..=MOST).contains(&facet.values.len());
        framework.facets.iter().filter(few).filter(of_indicators).filter_map(|facet| self.side(unit, facet)).collect()
    }

    fn side(&self, unit: usize, facet: &FrozenFacet) -> Option<SideBySide> {
        let field = self.field;
        let parts: Vec<Option<&FrozenPart>> = facet
            .values
            .iter()
            .map(|value| {
                let mut parts = field.frozen.units[unit].parts.iter();
                parts.find(|part| part.facet == facet.code && part.value == value.code)
            })
            .collect();
        let names: Vec<_> = facet.values.iter().map(|value| self.phrase(&value.name, &value.code)).collect();
        let labels: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
        let groups = (0..field.depth.len())
            .filter(|&node| field.depth[node] <= DEEPEST && !field.frozen.framework.nodes[node].indicator);
        let rows: Vec<SideRow> = groups.filter_map(|node| self.side_row(node, &parts, &labels)).collect();
        let first = rows.first()?;
        let title = self.speech.say(
            "sides_title",
            &[("node", &first.name.text), ("scores", &self.speech.list(&named(&labels, &first.cells, self)))],
        );
        Some(SideBySide { title, anchor: format!("sides-{}", facet.code), sides: names, rows })
    }

    /// A node with the scores of the values; nothing where fewer than two have one.
    fn side_row(&self, node: usize, parts: &[Option<&FrozenPart>], labels: &[&str]) -> Option<SideRow> {
        let scale = self.field.scale;
        let scores: Vec<Option<f64>> =
            parts.iter().map(|part| part.and_then(|part| part.at(node)).and_then(|score| score.score)).collect();
        let known: Vec<f64> = scores.iter().copied().flatten().collect();
        if known.len() < 2 {
            return None;
        }
        let low = known.iter().copied().fold(f64::INFINITY, f64::min);
        let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let cells: Vec<Cell> = scores.iter().map(|score| self.cell_of(*score)).collect();
        let difference = scores.first().copied().flatten().zip(scores.get(1).copied().flatten());
        let name = self.node_name(node);
        let alt = self
            .speech
            .say("sides_alt", &[("node", &name.text), ("scores", &self.speech.list(&named(labels, &cells, self)))]);
        Some(SideRow {
            name,
            depth: self.field.depth[node],
            marks: scores.iter().map(|score| score.map(|score| scale.small(score))).collect(),
            span: format!("M{} {}H{}", scale.small(low), coordinate(12.0), scale.small(high)),
            difference: difference
                .map_or_else(|| self.speech.word("no_data"), |(one, other)| self.speech.numbers.signed(other - one)),
            cells,
            alt,
        })
    }
}

fn named(labels: &[&str], cells: &[Cell], tongue: &Tongue<'_>) -> Vec<String> {
    let both = labels.iter().zip(cells);
    both.map(|(label, cell)| tongue.speech.say("named_score", &[("unit", label), ("score", &cell.text)])).collect()
}

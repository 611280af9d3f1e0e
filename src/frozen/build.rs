//! Freezes an evaluation.

use std::collections::BTreeMap;

use super::method::steps;
use super::types::{
    FORMAT, Frozen, FrozenAdaptation, FrozenBand, FrozenCard, FrozenFacet, FrozenFramework, FrozenItem, FrozenNode,
    FrozenRound, FrozenScore, FrozenUnit, ImprovementStep, InputFile, ItemResult, Manifest, NamedCode, ReportedScore,
    Summary, Text, VERSION,
};
use crate::criteria::{About, AttributeKind, Framework, Methodology, Named, ValueIx};
use crate::diag::Findings;
use crate::evaluate::{Basis, Evaluation, ItemScore, NodeScore, PanelScores};
use crate::model::{Datum, Range, Words};
use crate::stats;
use crate::survey::{Reported, Round};

/// Freezes an evaluation with what it was made from. `inputs` are the files that were read.
#[must_use]
pub fn freeze(
    framework: &Framework,
    methodology: &Methodology,
    round: &Round,
    evaluation: &Evaluation,
    inputs: Vec<InputFile>,
    findings: &Findings,
) -> Frozen {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for diagnostic in findings.list().iter().chain(evaluation.findings.list()) {
        *counts.entry(diagnostic.code.id().to_owned()).or_default() += 1;
    }
    let mut items: Vec<Vec<&ItemScore>> = vec![Vec::new(); round.units.len()];
    for score in &evaluation.observations.items {
        items[score.unit].push(score);
    }
    let freezer = Freezer { framework, round, evaluation, items };
    Frozen {
        format: FORMAT.to_owned(),
        version: VERSION,
        manifest: Manifest {
            nudj: env!("CARGO_PKG_VERSION").to_owned(),
            inputs,
            methodology: steps(framework, methodology),
            findings: counts,
        },
        framework: freezer.framework(),
        round: freezer.round(),
        summaries: (0..framework.nodes.len()).map(|node| summary(&evaluation.scores.whole.column(node))).collect(),
        units: (0..round.units.len()).map(|unit| freezer.unit(unit)).collect(),
    }
}

struct Freezer<'f> {
    framework: &'f Framework,
    round: &'f Round,
    evaluation: &'f Evaluation,
    /// Scores of items of each unit.
    items: Vec<Vec<&'f ItemScore>>,
}

impl Freezer<'_> {
    fn framework(&self) -> FrozenFramework {
        let framework = self.framework;
        FrozenFramework {
            code: framework.code.clone(),
            edition: framework.edition.clone(),
            name: text(&framework.name),
            description: text(&framework.description),
            source: framework.source.clone(),
            licence: framework.licence.clone(),
            origin: framework.origin.code().to_owned(),
            scale: ends(framework.scale),
            decimals: framework.decimals,
            languages: framework.languages.clone(),
            levels: framework.levels.iter().map(named).collect(),
            nodes: (0..framework.nodes.len()).map(|node| self.node(node)).collect(),
            bands: framework
                .bands
                .iter()
                .map(|band| FrozenBand { code: band.code.clone(), name: text(&band.name), from: band.from })
                .collect(),
            facets: framework
                .facets
                .iter()
                .map(|facet| FrozenFacet {
                    code: facet.code.clone(),
                    name: text(&facet.name),
                    values: facet.values.iter().map(named).collect(),
                })
                .collect(),
            slices: framework.slice_facet().map(|facet| facet.code.clone()),
            items: framework
                .items
                .iter()
                .map(|item| FrozenItem {
                    code: item.code.clone(),
                    table: framework.tables[item.table].code.clone(),
                    name: text(&item.name),
                    facets: self.facets(item.facets.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?)))),
                    origin: item.origin.code().to_owned(),
                })
                .collect(),
            adaptation: framework
                .adaptation
                .as_ref()
                .map(|adaptation| FrozenAdaptation { note: text(&adaptation.note), source: text(&adaptation.source) }),
        }
    }

    fn facets(&self, values: impl Iterator<Item = (usize, ValueIx)>) -> BTreeMap<String, String> {
        values
            .map(|(facet, value)| {
                let facet = &self.framework.facets[facet];
                (facet.code.clone(), facet.values[value].code.clone())
            })
            .collect()
    }

    fn node(&self, index: usize) -> FrozenNode {
        let node = &self.framework.nodes[index];
        let indicator = node.indicator.map(|indicator| &self.framework.indicators[indicator]);
        let whole = &self.evaluation.scores.whole;
        FrozenNode {
            code: node.code.clone(),
            name: text(&node.name),
            parent: node.parent,
            children: node.children.clone(),
            level: node.level,
            weight: node.weight,
            share: whole.weights[index],
            effective: whole.effective[index],
            indicator: indicator.is_some(),
            origin: node.origin.code().to_owned(),
            facets: indicator.map_or_else(BTreeMap::new, |indicator| self.facets(indicator.facets.iter().copied())),
            what: text(&node.what),
            card: indicator.map(|indicator| FrozenCard {
                why: text(&indicator.card.why),
                how: text(&indicator.card.how),
                not_applicable: text(&indicator.card.not_applicable),
                missing: text(&indicator.card.missing),
                improve: indicator
                    .card
                    .improve
                    .iter()
                    .map(|(words, effort)| ImprovementStep { text: text(words), effort: effort.code().to_owned() })
                    .collect(),
                sources: indicator.card.sources.clone(),
            }),
            adapted: indicator.and_then(|indicator| indicator.adapted.as_ref()).map_or_else(Text::new, text),
        }
    }

    fn round(&self) -> FrozenRound {
        let round = self.round;
        FrozenRound {
            code: round.code.clone(),
            period: round.period.clone(),
            title: text(&round.title),
            source: round.source.clone(),
            licence: round.licence.clone(),
            url: round.url.clone(),
            cut_off: round.cut_off.clone(),
            illustrative: round.illustrative,
            notes: round.notes.iter().map(text).collect(),
        }
    }

    fn unit(&self, index: usize) -> FrozenUnit {
        let unit = &self.round.units[index];
        let attributes = || self.framework.attributes.iter().enumerate();
        let groups = attributes().filter_map(|(at, named)| Some((named.code.clone(), unit.groups[at].clone()?)));
        let quantities = attributes()
            .filter(|(_, named)| named.kind == AttributeKind::Quantity)
            .filter_map(|(at, named)| Some((named.code.clone(), unit.quantities[at].ok()?)));
        FrozenUnit {
            code: unit.code.clone(),
            name: text(&unit.name),
            groups: groups.collect(),
            quantities: quantities.collect(),
            scores: self.panel(&self.evaluation.scores.whole, None, index),
            slices: self
                .evaluation
                .scores
                .slices
                .iter()
                .filter_map(|(value, panel)| {
                    let facet = self.framework.slice_facet()?;
                    Some((facet.values[*value].code.clone(), self.panel(panel, Some(*value), index)))
                })
                .collect(),
            items: self.items(index),
        }
    }

    fn panel(&self, panel: &PanelScores, slice: Option<ValueIx>, unit: usize) -> Vec<FrozenScore> {
        let stages = self.evaluation.observations.panels.iter().position(|panel| panel.slice == slice);
        (0..self.framework.nodes.len())
            .map(|node| {
                let score = panel.at(node, unit);
                let value = stages
                    .zip(self.framework.nodes[node].indicator)
                    .and_then(|(stage, indicator)| self.evaluation.panels[stage].raw[indicator][unit].ok());
                self.score(score, value, unit, node)
            })
            .collect()
    }

    fn score(&self, score: &NodeScore, value: Option<f64>, unit: usize, node: usize) -> FrozenScore {
        let reported = match score.basis {
            Basis::Computed => None,
            Basis::Reported { decimals, recomputed, recomputed_range } => {
                let given: Option<&Reported> =
                    self.round.reported.iter().find(|reported| reported.unit == unit && reported.node == node);
                Some(ReportedScore {
                    decimals,
                    recomputed,
                    recomputed_range: recomputed_range.map(ends),
                    source: given.map_or_else(String::new, |given| given.source.clone()),
                    note: given.map_or_else(String::new, |given| given.note.clone()),
                })
            }
        };
        FrozenScore {
            score: score.score.ok(),
            absent: score.score.err().map(|absence| absence.code().to_owned()),
            range: score.range.map(ends),
            value,
            coverage: score.coverage,
            answered: score.answered,
            applicable: score.applicable,
            contributions: score.contributions.clone(),
            rank: score.rank,
            band: score.band.map(|band| self.framework.bands[band].code.clone()),
            reported,
        }
    }

    fn items(&self, unit: usize) -> Vec<ItemResult> {
        self.items[unit]
            .iter()
            .filter_map(|score| {
                let indicator = &self.framework.indicators[score.indicator];
                let item = match self.framework.tables[indicator.table].about {
                    About::Unit => return None,
                    About::Catalogue => self.framework.items[score.item?].code.clone(),
                    About::Facet(facet) => self.framework.facets[facet].values[score.item?].code.clone(),
                };
                Some(ItemResult {
                    node: indicator.node,
                    item,
                    score: score.value.ok(),
                    absent: score.value.err().map(|absence| absence.code().to_owned()),
                })
            })
            .collect()
    }
}

fn named(named: &Named) -> NamedCode {
    NamedCode { code: named.code.clone(), name: text(&named.name) }
}

fn text(words: &Words) -> Text {
    words.iter().map(|(language, text)| (language.to_owned(), text.to_owned())).collect()
}

fn ends(range: Range) -> [f64; 2] {
    [range.low(), range.high()]
}

fn summary(column: &[Datum]) -> Summary {
    let known: Vec<f64> = column.iter().filter_map(|datum| datum.ok()).collect();
    let range = stats::range(&known);
    Summary {
        n: known.len(),
        mean: stats::mean(&known),
        median: stats::median(&known),
        min: range.map(|(low, _)| low),
        max: range.map(|(_, high)| high),
    }
}

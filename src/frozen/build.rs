//! Freezes an evaluation.

use std::collections::BTreeMap;

use super::collection::{COLLECTION_FORMAT, FrozenCollection, FrozenSeries};
use super::evidence::Annotated;
use super::method::steps;
use super::systems::systems;
use super::types::{
    FORMAT, Frozen, FrozenAdaptation, FrozenBand, FrozenCard, FrozenChange, FrozenEdition, FrozenFacet,
    FrozenFramework, FrozenGrouping, FrozenItem, FrozenLink, FrozenNode, FrozenPart, FrozenPublished, FrozenRound,
    FrozenScore, FrozenUnit, ImprovementStep, InputFile, ItemResult, Manifest, NamedCode, PartScore, ReportedScore,
    Summary, Text, VERSION,
};
use crate::criteria::{
    About, AttributeKind, Edition, Framework, Indicator, Measure, Methodology, Named, Normalising, ValueIx,
};
use crate::diag::Findings;
use crate::evaluate::{Basis, Evaluation, ItemScore, NodeScore, PanelScores};
use crate::methods::normalisation::Direction;
use crate::model::{Absence, Datum, Range, Words};
use crate::stats;
use crate::survey::{Collection, Grouping, Link, Published, Round};

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
    let annotated = Annotated::new(framework, round);
    let freezer = Freezer { framework, methodology, round, evaluation, items, annotated };
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
    methodology: &'f Methodology,
    round: &'f Round,
    evaluation: &'f Evaluation,
    /// Scores of items of each unit.
    items: Vec<Vec<&'f ItemScore>>,
    annotated: Annotated<'f>,
}

impl Freezer<'_> {
    fn framework(&self) -> FrozenFramework {
        let framework = self.framework;
        FrozenFramework {
            code: framework.code.clone(),
            edition: framework.edition.clone(),
            name: text(&framework.name),
            description: text(&framework.description),
            source: text(&framework.source),
            licence: text(&framework.licence),
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
            editions: framework.editions.iter().map(edition).collect(),
            facets: framework
                .facets
                .iter()
                .map(|facet| FrozenFacet {
                    code: facet.code.clone(),
                    name: text(&facet.name),
                    values: facet.values.iter().map(named).collect(),
                    results: facet.results,
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
                sources: indicator.card.sources.iter().map(text).collect(),
                question: self.question(indicator),
            }),
            adapted: indicator.and_then(|indicator| indicator.adapted.as_ref()).map_or_else(Text::new, text),
        }
    }

    /// The question of an indicator that is its own; empty where several questions make it, or it is only its code.
    fn question(&self, indicator: &Indicator) -> Text {
        let Measure::Value(question) = indicator.measure else { return Text::new() };
        let asked = &self.framework.tables[indicator.table].questions[question];
        let bare = asked.text.iter().all(|(_, said)| said == asked.code);
        if bare { Text::new() } else { text(&asked.text) }
    }

    fn round(&self) -> FrozenRound {
        let round = self.round;
        FrozenRound {
            code: round.code.clone(),
            period: round.period.clone(),
            title: text(&round.title),
            source: text(&round.source),
            licence: text(&round.licence),
            url: round.url.clone(),
            cut_off: round.cut_off.clone(),
            illustrative: round.illustrative,
            confidential_evidence: round.confidential_evidence,
            notes: round.notes.iter().map(text).collect(),
            groupings: round.groupings.iter().map(grouping).collect(),
            peers: round.peers.and_then(|at| round.groupings.get(at)).map(|grouping| grouping.code.clone()),
            links: round.links.iter().map(|link| self.link(link)).collect(),
            published: round.published.iter().map(published).collect(),
        }
    }

    fn link(&self, link: &Link) -> FrozenLink {
        let index = self.evaluation.scores.whole.column(0);
        let both = index.iter().zip(&link.values).filter_map(|(score, value)| Some((score.ok()?, (*value)?)));
        let (scores, values): (Vec<f64>, Vec<f64>) = both.unzip();
        let units = self.round.units.iter().zip(&link.values);
        FrozenLink {
            code: link.code.clone(),
            title: text(&link.title),
            source: text(&link.source),
            licence: text(&link.licence),
            n: scores.len(),
            spearman: stats::spearman(&scores, &values),
            decimals: link.decimals,
            values: units.filter_map(|(unit, value)| Some((unit.code.clone(), (*value)?))).collect(),
        }
    }

    fn unit(&self, index: usize) -> FrozenUnit {
        let unit = &self.round.units[index];
        let attributes = || self.framework.attributes.iter().enumerate();
        let groups = attributes().filter_map(|(at, named)| Some((named.code.clone(), unit.groups[at].clone()?)));
        let grouped = self.round.groupings.iter().filter_map(|grouping| {
            let group = grouping.groups.get((*grouping.of.get(index)?)?)?;
            Some((grouping.code.clone(), group.code.clone()))
        });
        let quantities = attributes()
            .filter(|(_, named)| named.kind == AttributeKind::Quantity)
            .filter_map(|(at, named)| Some((named.code.clone(), unit.quantities[at].ok()?)));
        let proof = self.annotated.of_unit(self.framework, index);
        FrozenUnit {
            code: unit.code.clone(),
            name: text(&unit.name),
            // A group by its code stands in the place of the attribute as it was written.
            groups: groups.chain(grouped).collect(),
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
            parts: self.parts(index),
            items: self.items(index),
            systems: systems(self.framework, self.round, index),
            evidence: if self.round.confidential_evidence { Vec::new() } else { proof.evidence },
            estimates: proof.estimates,
            review: proof.review,
        }
    }

    fn parts(&self, unit: usize) -> Vec<FrozenPart> {
        let scores = |panel: &PanelScores| {
            let all = (0..self.framework.nodes.len()).map(|node| (node, panel.at(node, unit)));
            all.filter(|(_, score)| score.score != Err(Absence::NotApplicable))
                .map(|(node, score)| {
                    let result = FrozenScore { contributions: Vec::new(), band: None, ..self.bare(score) };
                    PartScore { node, result }
                })
                .collect()
        };
        let parts = self.evaluation.scores.parts.iter();
        parts
            .map(|(part, panel)| {
                let facet = &self.framework.facets[part.facet];
                let value = facet.values[part.value].code.clone();
                FrozenPart { facet: facet.code.clone(), value, scores: scores(panel) }
            })
            .collect()
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
        let given = self.round.reported.iter().find(|reported| reported.unit == unit && reported.node == node);
        let reported = given.and_then(|given| {
            let (recomputed, range) = match score.basis {
                Basis::Reported { recomputed, recomputed_range, .. } => (recomputed, recomputed_range),
                // A rank without a score stands beside whatever the children give.
                Basis::Computed if given.score.is_err() => (score.score.ok(), score.range),
                Basis::Computed => return None,
            };
            Some(ReportedScore {
                score: given.score.ok(),
                decimals: given.decimals,
                rank: given.rank,
                recomputed,
                recomputed_range: recomputed.and(range).map(ends),
                source: given.source.clone(),
                note: text(&given.note),
            })
        });
        FrozenScore { value, reported, ..self.bare(score) }
    }

    /// A score without what only the whole has: the value behind it, and what was published.
    fn bare(&self, score: &NodeScore) -> FrozenScore {
        FrozenScore {
            score: score.score.ok(),
            absent: score.score.err().map(|absence| absence.code().to_owned()),
            range: score.range.map(ends),
            value: None,
            coverage: score.coverage,
            observed: score.observed,
            answered: score.answered,
            applicable: score.applicable,
            contributions: score.contributions.clone(),
            rank: score.rank,
            band: score.band.map(|band| self.framework.bands[band].code.clone()),
            reported: None,
        }
    }

    /// The score of an item on the scale of the framework, where the method brings each value there on its own.
    fn scaled(&self, score: &ItemScore) -> Option<f64> {
        let value = score.value.ok()?;
        let Normalising::Method(method) = &self.methodology.normalisation[score.indicator] else { return None };
        let lower = self.framework.indicators[score.indicator].lower_is_better;
        let direction = if lower { Direction::Lower } else { Direction::Higher };
        method.at(direction, value)?.ok().filter(|scaled| (scaled - value).abs() > 1e-9)
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
                    scaled: self.scaled(score),
                    absent: score.value.err().map(|absence| absence.code().to_owned()),
                })
            })
            .collect()
    }
}

fn published(figure: &Published) -> FrozenPublished {
    FrozenPublished {
        statistic: figure.statistic.code().to_owned(),
        value: figure.value,
        decimals: figure.decimals,
        source: text(&figure.source),
    }
}

fn edition(edition: &Edition) -> FrozenEdition {
    let changes = edition.changes.iter().map(|change| FrozenChange {
        kind: change.kind.code().to_owned(),
        code: change.code.clone(),
        from: change.from.clone(),
        into: change.into.clone(),
        note: text(&change.note),
    });
    FrozenEdition {
        code: edition.code.clone(),
        units: edition.units,
        items: edition.items,
        source: text(&edition.source),
        note: text(&edition.note),
        changes: changes.collect(),
    }
}

fn named(named: &Named) -> NamedCode {
    NamedCode { code: named.code.clone(), name: text(&named.name) }
}

pub(super) fn text(words: &Words) -> Text {
    words.iter().map(|(language, text)| (language.to_owned(), text.to_owned())).collect()
}

fn ends(range: Range) -> [f64; 2] {
    [range.low(), range.high()]
}

fn summary(column: &[Datum]) -> Summary {
    Summary::of(&column.iter().filter_map(|datum| datum.ok()).collect::<Vec<f64>>())
}

fn grouping(grouping: &Grouping) -> FrozenGrouping {
    FrozenGrouping {
        code: grouping.code.clone(),
        name: text(&grouping.name),
        source: text(&grouping.source),
        groups: grouping
            .groups
            .iter()
            .map(|group| NamedCode { code: group.code.clone(), name: text(&group.name) })
            .collect(),
    }
}

/// Freezes a collection whose results stand in these folders.
#[must_use]
pub fn freeze_collection(collection: &Collection, folders: Vec<String>) -> FrozenCollection {
    let series = collection.series.iter().map(|series| FrozenSeries {
        code: series.code.clone(),
        title: text(&series.title),
        notes: series.notes.iter().map(text).collect(),
        rounds: series.rounds.clone(),
        largest_change: series.largest_change,
    });
    FrozenCollection {
        format: COLLECTION_FORMAT.to_owned(),
        version: VERSION,
        code: collection.code.clone(),
        title: text(&collection.title),
        notes: collection.notes.iter().map(text).collect(),
        series: series.collect(),
        folders,
    }
}

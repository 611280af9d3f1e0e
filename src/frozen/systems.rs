//! Freezes the digital systems behind the scores of a unit.

use super::build::text;
use super::types::{FrozenFact, FrozenFigure, FrozenSystem};
use crate::criteria::Framework;
use crate::survey::{Figure, Round, System, SystemFact};

pub(super) fn systems(framework: &Framework, round: &Round, unit: usize) -> Vec<FrozenSystem> {
    round.systems(unit).map(|system| frozen(framework, system)).collect()
}

fn frozen(framework: &Framework, system: &System) -> FrozenSystem {
    FrozenSystem {
        code: system.code.clone(),
        name: text(&system.name),
        owner: text(&system.owner),
        kind: system.kind.code().to_owned(),
        status: system.status.code().to_owned(),
        channel: system.channel.map(|(facet, value)| framework.facets[facet].values[value].code.clone()),
        nodes: system.kpis.clone(),
        url: system.url.clone(),
        source: text(&system.source),
        facts: system.facts.iter().map(fact).collect(),
    }
}

fn fact(fact: &SystemFact) -> FrozenFact {
    FrozenFact {
        quantity: fact.quantity.code().to_owned(),
        name: text(&fact.name),
        figure: fact.figure.map(figure),
        period: fact.period.clone(),
        source: text(&fact.source),
        note: text(&fact.note),
    }
}

fn figure(figure: Figure) -> FrozenFigure {
    FrozenFigure {
        value: figure.value,
        decimals: figure.decimals,
        qualifier: figure.qualifier.code().to_owned(),
        per: figure.per.code().to_owned(),
    }
}

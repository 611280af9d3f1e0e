//! The digital systems behind the scores of a unit.

use super::pages::Tongue;
use super::text::linked;
use super::view::{SystemFactRow, SystemGroup, SystemRow};
use crate::frozen::{FrozenFact, FrozenFigure, FrozenSystem, Text};
use crate::survey::{Per, Qualifier, Quantity, SystemKind, SystemStatus};

/// The sorts in the order of the page, each with the end of the key of its name.
const SORTS: [Sort; 5] = [Sort::Services, Sort::Ministries, Sort::Enablers, Sort::Other, Sort::Planned];

/// What a reader looks for together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Services,
    Ministries,
    Enablers,
    Other,
    Planned,
}

impl Sort {
    /// A kind that this version does not know is another one.
    fn of(system: &FrozenSystem) -> Sort {
        if SystemStatus::from_code(&system.status) == Some(SystemStatus::Planned) {
            return Sort::Planned;
        }
        match SystemKind::from_code(&system.kind).unwrap_or(SystemKind::Other) {
            SystemKind::Portal | SystemKind::Application | SystemKind::Website | SystemKind::Platform => Sort::Services,
            SystemKind::Ministry => Sort::Ministries,
            SystemKind::Identity
            | SystemKind::Payment
            | SystemKind::DataExchange
            | SystemKind::OpenData
            | SystemKind::ContactCentre
            | SystemKind::Network
            | SystemKind::Correspondence
            | SystemKind::HumanResources => Sort::Enablers,
            SystemKind::Other => Sort::Other,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Sort::Services => "services",
            Sort::Ministries => "ministries",
            Sort::Enablers => "enablers",
            Sort::Other => "other",
            Sort::Planned => "planned",
        }
    }
}

impl Tongue<'_> {
    /// The systems of a unit in groups; a group without a system is left out.
    pub(super) fn systems(&self, unit: usize) -> Vec<SystemGroup> {
        let systems = &self.field.frozen.units[unit].systems;
        SORTS
            .iter()
            .filter_map(|&sort| {
                let rows: Vec<SystemRow> =
                    systems.iter().filter(|system| Sort::of(system) == sort).map(|one| self.system(one)).collect();
                (!rows.is_empty()).then(|| SystemGroup {
                    code: sort.code().to_owned(),
                    heading: self.speech.word(&format!("systems_{}", sort.code())),
                    systems: rows,
                })
            })
            .collect()
    }

    fn system(&self, system: &FrozenSystem) -> SystemRow {
        let framework = &self.field.frozen.framework;
        let channel = system.channel.as_ref().map(|code| {
            let values = framework.facets.iter().flat_map(|facet| &facet.values);
            let name = values.clone().find(|value| value.code == *code).map(|value| &value.name);
            self.phrase(name.unwrap_or(&Default::default()), code)
        });
        let plain = [Some(SystemStatus::InService), Some(SystemStatus::Planned)];
        let said = !plain.contains(&SystemStatus::from_code(&system.status));
        SystemRow {
            code: system.code.clone(),
            name: self.phrase(&system.name, &system.code),
            kind: self.one_of("system", &system.kind),
            owner: self.phrase(&system.owner, ""),
            status: said.then(|| self.one_of("status", &system.status)),
            channel,
            facts: system.facts.iter().map(|fact| self.fact(fact, &system.source)).collect(),
            evidence: system.nodes.iter().map(|&node| self.node_name(node)).collect(),
            address: linked(&system.url),
            source: linked(&self.phrase(&system.source, "").text),
        }
    }

    /// The word for a code of a closed list; the code itself where this version does not know it.
    fn one_of(&self, list: &str, code: &str) -> String {
        let key = format!("{list}_{code}");
        if self.speech.has(&key) { self.speech.word(&key) } else { code.replace('_', " ") }
    }

    fn fact(&self, fact: &FrozenFact, source: &Text) -> SystemFactRow {
        let note = fact.note.values().any(|text| !text.trim().is_empty());
        SystemFactRow {
            figure: fact.figure.as_ref().map(|figure| self.figure(&fact.quantity, figure)),
            name: self.phrase(&fact.name, ""),
            period: fact.period.clone(),
            note: note.then(|| self.phrase(&fact.note, "")),
            source: if fact.source == *source { Vec::new() } else { linked(&self.phrase(&fact.source, "").text) },
        }
    }

    /// "more than 330 services a year".
    fn figure(&self, quantity: &str, figure: &FrozenFigure) -> String {
        let speech = &self.speech;
        let decimals = figure.decimals.map_or(0, |digits| digits as usize);
        let qualifier = Qualifier::from_code(&figure.qualifier).unwrap_or(Qualifier::Exact);
        let quantity = Quantity::from_code(quantity).unwrap_or(Quantity::Other);
        let counted = match quantity {
            Quantity::Share => speech.numbers.stated_percent(figure.value, decimals),
            Quantity::Other => speech.numbers.stated(figure.value, decimals),
            _ => {
                // A noun after a preposition can have another form.
                let end = if qualifier == Qualifier::Exact { "" } else { "_of" };
                speech.stated(&format!("quantity_{}{end}", quantity.code()), figure.value, decimals)
            }
        };
        let qualified = match qualifier {
            Qualifier::Exact => counted,
            _ => speech.say(&format!("stated_{}", qualifier.code()), &[("figure", &counted)]),
        };
        match Per::from_code(&figure.per).unwrap_or(Per::Total) {
            Per::Total => qualified,
            per => speech.say(&format!("stated_per_{}", per.code()), &[("figure", &qualified)]),
        }
    }

    /// Where an index without a score lies, given what is known; nothing where it could lie anywhere.
    pub(super) fn between(&self, unit: usize) -> Option<String> {
        let score = self.field.score(unit, 0);
        let [low, high] = score.range.filter(|_| score.score.is_none())?;
        let scale = self.field.scale;
        let known = low > scale.low || high < scale.high;
        let numbers = &self.speech.numbers;
        known.then(|| self.speech.say("index_between", &[("low", &numbers.score(low)), ("high", &numbers.score(high))]))
    }
}

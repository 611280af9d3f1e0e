//! Users of a system above the population of its unit.

use super::plain;
use crate::criteria::{AttributeKind, Framework};
use crate::diag::{Code, Diagnostic, Findings};
use crate::survey::document::RoundDocument;
use crate::survey::reader::unknown;
use crate::survey::round::Round;
use crate::survey::systems::Quantity;

/// Which attribute holds the population of a unit.
#[derive(Clone, Copy)]
pub(in crate::survey) struct Population {
    attribute: usize,
    /// Persons that 1 of it stands for.
    persons: f64,
}

/// Reads `[plausibility]`.
pub(in crate::survey) fn population(
    document: &RoundDocument,
    framework: &Framework,
    findings: &mut Findings,
) -> Option<Population> {
    let raw = document.plausibility.as_ref()?;
    let persons = raw.persons.as_ref().map_or(1.0, |persons| *persons.get_ref());
    if let Some(given) = raw.persons.as_ref().filter(|_| !(persons.is_finite() && persons > 0.0)) {
        findings.push(
            Diagnostic::new(Code::OutOfRange, format!("1 cannot stand for {persons} persons"))
                .at(document.place(given))
                .help("write a number above zero, such as 1000"),
        );
    }
    let quantity = |kind: AttributeKind| kind == AttributeKind::Quantity;
    let code = raw.population.get_ref();
    let attributes = framework.attributes.iter();
    let found = attributes.clone().position(|attribute| attribute.code == *code && quantity(attribute.kind));
    if found.is_none() {
        let known = attributes.filter(|attribute| quantity(attribute.kind)).map(|attribute| attribute.code.as_str());
        findings.push(unknown("quantity of units", code, document.place(&raw.population), known));
    }
    found.map(|attribute| Population { attribute, persons })
}

impl Population {
    pub(super) fn check(self, round: &Round, framework: &Framework, document: &RoundDocument, findings: &mut Findings) {
        let Some(raw) = &document.plausibility else { return };
        for system in &round.systems {
            let Some(unit) = round.units.get(system.unit) else { continue };
            let Ok(population) = unit.quantities[self.attribute] else { continue };
            let inhabitants = population * self.persons;
            let users = system.facts.iter().filter(|fact| fact.quantity == Quantity::Users);
            for figure in users.filter_map(|fact| fact.figure).filter(|figure| figure.value > inhabitants) {
                let message = format!(
                    "`{}` has {} users, and `{}` has {} inhabitants",
                    system.code,
                    plain(figure.value),
                    unit.code,
                    plain(inhabitants),
                );
                let code = &framework.attributes[self.attribute].code;
                let place = unit.places[self.attribute].unwrap_or_else(|| document.place(&raw.population));
                findings.push(
                    Diagnostic::new(Code::UsersAbovePopulation, message)
                        .at(figure.place)
                        .labelled(place, format!("the `{code}` is here"))
                        .help("check whether accounts, visits or users abroad were counted"),
                );
            }
        }
    }
}

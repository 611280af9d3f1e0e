//! The digital systems behind a score, each figure with its place.

use super::tree::Subject;
use super::{figure, place};
use crate::criteria::NodeIx;
use crate::survey::{Figure, Per, Qualifier, Quantity, System, SystemFact};

/// The systems that are evidence for a node or anything below it; for the index, all systems of the unit.
pub(super) fn systems_text(subject: Subject<'_>, unit: usize, node: NodeIx) -> String {
    let shown = |system: &&System| node == 0 || system.kpis.iter().any(|&kpi| subject.lies_below(kpi, node));
    let texts: Vec<String> = subject.round.systems(unit).filter(shown).map(|one| system_text(subject, one)).collect();
    if texts.is_empty() { String::new() } else { format!("\ndigital systems\n{}", texts.concat()) }
}

fn system_text(subject: Subject<'_>, system: &System) -> String {
    let words = |code: &str| code.replace('_', " ");
    let mut text = format!(
        "  {} ({}): {}, {}, {}\n",
        system.name.get(subject.language),
        system.code,
        words(system.kind.code()),
        system.owner.get(subject.language),
        words(system.status.code()),
    );
    for fact in &system.facts {
        text += &fact_text(subject, fact);
    }
    if !system.kpis.is_empty() {
        let codes: Vec<&str> = system.kpis.iter().map(|&node| subject.framework.nodes[node].code.as_str()).collect();
        text += &format!("    evidence for {}\n", codes.join(", "));
    }
    text + &format!("    {} {}\n", place(subject.sources, system.place), system.source.get(subject.language))
}

fn fact_text(subject: Subject<'_>, fact: &SystemFact) -> String {
    let (stated, at) = match &fact.figure {
        Some(figure) => (format!("{}: ", stated(fact.quantity, figure)), figure.place),
        None => (String::new(), fact.place),
    };
    let name = fact.name.get(subject.language);
    format!("    {} {stated}{name} ({})\n", place(subject.sources, at), fact.period)
}

/// "more than 330 services a year".
fn stated(quantity: Quantity, stated: &Figure) -> String {
    let qualifier = match stated.qualifier {
        Qualifier::Exact => "",
        Qualifier::MoreThan => "more than ",
        Qualifier::About => "about ",
    };
    let noun = match quantity {
        Quantity::Share => " %".to_owned(),
        Quantity::Other => String::new(),
        _ => format!(" {}", quantity.code()),
    };
    let span = if stated.per == Per::Total { String::new() } else { format!(" a {}", stated.per.code()) };
    format!("{qualifier}{}{noun}{span}", figure(stated.value))
}

//! Figures of one system and quantity for different spans of time: a daily figure and a yearly one describe the same use.

use super::plain;
use crate::diag::{Code, Diagnostic, Findings};
use crate::survey::round::Round;
use crate::survey::systems::{Figure, Per, Qualifier, Quantity, System, SystemFact};

/// Figures whose yearly values lie within this factor agree: averages are taken over working days or round numbers.
const FACTOR: f64 = 1.5;
/// What "more than" may hide: a figure so qualified can stand for up to this many times itself.
const MORE_THAN: f64 = 1.5;
/// What is lost where thousands or millions are dropped, and how near a ratio must come to it.
const LOST: [(f64, &str); 2] = [(1_000.0, "a thousand"), (1_000_000.0, "a million")];
const NEAR: f64 = 0.2;

pub(super) fn check(round: &Round, findings: &mut Findings) {
    for system in &round.systems {
        let counted: Vec<Stated<'_>> = system.facts.iter().filter_map(Stated::of).collect();
        for (at, one) in counted.iter().enumerate() {
            if counted[..at].iter().any(|before| before.same_subject(one)) {
                continue;
            }
            let alike: Vec<&Stated<'_>> = counted[at..].iter().filter(|other| one.same_subject(other)).collect();
            check_subject(system, &alike, findings);
        }
    }
}

/// A figure with its span of time.
#[derive(Clone, Copy)]
struct Stated<'s> {
    fact: &'s SystemFact,
    figure: Figure,
    /// How many of its spans a year has.
    in_a_year: f64,
}

impl<'s> Stated<'s> {
    /// A figure for a span of time; a total has none to compare.
    fn of(fact: &'s SystemFact) -> Option<Stated<'s>> {
        let figure = fact.figure?;
        let in_a_year = match figure.per {
            Per::Total => return None,
            Per::Year => 1.0,
            Per::Month => 12.0,
            Per::Day => 365.0,
        };
        // Shares do not add up over time, and of other things nobody knows whether they do.
        let adds_up = !matches!(fact.quantity, Quantity::Share | Quantity::Other);
        adds_up.then_some(Stated { fact, figure, in_a_year })
    }

    fn same_subject(&self, other: &Stated<'_>) -> bool {
        self.fact.quantity == other.fact.quantity && self.fact.period == other.fact.period
    }

    fn yearly(&self) -> f64 {
        self.figure.value * self.in_a_year
    }

    /// The most that the figure can stand for, by the year.
    fn most(&self) -> f64 {
        self.yearly() * if self.figure.qualifier == Qualifier::MoreThan { MORE_THAN } else { 1.0 }
    }

    fn agrees(&self, other: &Stated<'_>) -> bool {
        let (low, high) = if self.yearly() <= other.yearly() { (self, other) } else { (other, self) };
        high.yearly() <= low.most() * FACTOR
    }

    fn words(&self) -> String {
        let qualifier = match self.figure.qualifier {
            Qualifier::Exact => "",
            Qualifier::MoreThan => "more than ",
            Qualifier::About => "about ",
        };
        format!("{qualifier}{} a {}", plain(self.figure.value), self.figure.per.code())
    }
}

/// Compares each figure with those of the longest span; one that agrees with any of them is fine.
fn check_subject(system: &System, stated: &[&Stated<'_>], findings: &mut Findings) {
    let Some(longest) = stated.iter().map(|one| one.in_a_year).min_by(f64::total_cmp) else { return };
    let (long, short): (Vec<&Stated<'_>>, Vec<&Stated<'_>>) =
        stated.iter().partition(|one| one.in_a_year.total_cmp(&longest).is_eq());
    for one in short {
        if long.iter().any(|other| one.agrees(other)) {
            continue;
        }
        let Some(other) = long.first() else { continue };
        findings.push(disagreement(system, one, other));
    }
}

fn disagreement(system: &System, one: &Stated<'_>, other: &Stated<'_>) -> Diagnostic {
    let message = format!(
        "`{}`, {} in {}: {} are {} a year, but {} are stated",
        system.code,
        one.fact.quantity.code(),
        one.fact.period,
        one.words(),
        plain(one.yearly()),
        other.words(),
    );
    let (low, high) = if one.yearly() <= other.yearly() { (one, other) } else { (other, one) };
    let ratio = high.yearly() / low.yearly();
    let lost = LOST.iter().find(|(factor, _)| (ratio / factor - 1.0).abs() <= NEAR);
    let help = match lost {
        Some((_, lost)) => {
            format!("{lost} is likely missing from {}; check it against its source", plain(low.figure.value))
        }
        None => "check both figures against their source, and what each of them counts".to_owned(),
    };
    Diagnostic::new(Code::FiguresDisagree, message)
        .at(one.figure.place)
        .labelled(other.figure.place, "the other figure is here")
        .help(help)
}

//! Ways to put units into groups: who the peers of a unit are, and by what results are summed up. No score depends on them.
//!
//! Who is in a group is stated once: in the group, or, where the criteria have a group attribute of the same code, with
//! each unit.

use std::collections::BTreeMap;

use super::document::RoundDocument;
use super::fold;
use super::raw::{RawGrouping, RawUnitGroup};
use super::reader::unknown;
use super::round::Unit;
use crate::criteria::{AttributeKind, Framework, check_code, check_text, check_words};
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::model::Words;

/// A way to put units into groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    pub(crate) code: String,
    pub(crate) name: Words,
    pub(crate) source: Words,
    pub(crate) groups: Vec<UnitGroup>,
    /// For each unit of the round its group; nothing for a unit in none.
    pub(crate) of: Vec<Option<usize>>,
}

/// A group of units.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitGroup {
    pub(crate) code: String,
    pub(crate) name: Words,
}

/// The units of the round, and those of its units file that take no part.
#[derive(Clone, Copy)]
struct Roll<'r> {
    units: &'r [Unit],
    left_out: &'r [String],
}

/// Reads all groupings.
pub(super) fn groupings(
    framework: &Framework,
    document: &RoundDocument,
    units: &[Unit],
    left_out: &[String],
    findings: &mut Findings,
) -> Vec<Grouping> {
    let roll = Roll { units, left_out };
    let mut read: Vec<Grouping> = Vec::new();
    for raw in &document.groupings {
        let at = document.place(&raw.code);
        check_code(raw.code.get_ref(), at, findings);
        if read.iter().any(|other| other.code == *raw.code.get_ref()) {
            let message = format!("two groupings have the code `{}`", raw.code.get_ref());
            findings.push(Diagnostic::new(Code::DuplicateCode, message).at(at).help("give each its own code"));
        }
        read.push(one(framework, document, raw, roll, findings));
    }
    read
}

/// The grouping that says who peers are, as an index of the groupings: the one that the round names, else the first.
pub(super) fn peers(document: &RoundDocument, findings: &mut Findings) -> Option<usize> {
    let known = document.groupings.iter().map(|grouping| grouping.code.get_ref().as_str());
    let Some(named) = &document.round.peers else { return (!document.groupings.is_empty()).then_some(0) };
    let found = known.clone().position(|code| code == named.get_ref());
    if found.is_none() {
        let at = document.place(named);
        findings.push(if document.groupings.is_empty() {
            let message = format!("`{}` is not a grouping of the round, which has none", named.get_ref());
            Diagnostic::new(Code::UnknownReference, message).at(at).help("add a `[[grouping]]`, or leave `peers` out")
        } else {
            unknown("grouping of the round", named.get_ref(), at, known)
        });
    }
    found
}

fn one(
    framework: &Framework,
    document: &RoundDocument,
    raw: &RawGrouping,
    roll: Roll<'_>,
    findings: &mut Findings,
) -> Grouping {
    let (at, languages) = (document.place(&raw.code), &framework.languages);
    let mut grouping = Grouping {
        code: raw.code.get_ref().clone(),
        name: check_words(raw.name.get_ref(), document.place(&raw.name), languages, findings),
        source: check_text(&raw.source, at, languages, findings),
        groups: raw.group.iter().map(|group| named(framework, document, group, findings)).collect(),
        of: vec![None; roll.units.len()],
    };
    distinct(document, &raw.group, findings);
    let mut attributes = framework.attributes.iter();
    match attributes.position(|one| one.code == grouping.code && one.kind == AttributeKind::Group) {
        Some(attribute) => stated(&mut grouping, document, raw, (attribute, roll.units), findings),
        None => listed(&mut grouping, document, raw, roll, findings),
    }
    count(&grouping, document, raw, roll.units, findings);
    grouping
}

fn named(framework: &Framework, document: &RoundDocument, raw: &RawUnitGroup, findings: &mut Findings) -> UnitGroup {
    check_code(raw.code.get_ref(), document.place(&raw.code), findings);
    let name = check_words(raw.name.get_ref(), document.place(&raw.name), &framework.languages, findings);
    UnitGroup { code: raw.code.get_ref().clone(), name }
}

fn distinct(document: &RoundDocument, groups: &[RawUnitGroup], findings: &mut Findings) {
    for (at, group) in groups.iter().enumerate() {
        if let Some(first) = groups[..at].iter().find(|other| other.code.get_ref() == group.code.get_ref()) {
            let message = format!("two groups of the grouping have the code `{}`", group.code.get_ref());
            findings.push(
                Diagnostic::new(Code::DuplicateCode, message)
                    .at(document.place(&group.code))
                    .labelled(document.place(&first.code), "the first is here")
                    .help("give each its own code"),
            );
        }
    }
}

/// Groups that each unit states as an attribute of the criteria.
fn stated(
    grouping: &mut Grouping,
    document: &RoundDocument,
    raw: &RawGrouping,
    (attribute, units): (usize, &[Unit]),
    findings: &mut Findings,
) {
    if let Some(listed) = raw.group.iter().find_map(|group| group.units.first()) {
        let message = format!("each unit states its group as the attribute `{}` of the criteria", grouping.code);
        findings.push(
            Diagnostic::new(Code::GroupsStatedTwice, message)
                .at(document.place(listed))
                .help("leave `units` out, or give the grouping another code"),
        );
    }
    for (unit, of) in units.iter().zip(&mut grouping.of) {
        let Some(said) = &unit.groups[attribute] else { continue };
        *of = grouping.groups.iter().position(|group| fold(&group.code) == fold(said));
        if of.is_none() {
            let known = grouping.groups.iter().map(|group| group.code.as_str());
            let at = unit.places[attribute].unwrap_or_else(|| document.place(&raw.code));
            findings.push(unknown(&format!("group of `{}`", grouping.code), said, at, known));
        }
    }
}

/// Groups that list their units.
fn listed(
    grouping: &mut Grouping,
    document: &RoundDocument,
    raw: &RawGrouping,
    roll: Roll<'_>,
    findings: &mut Findings,
) {
    let mut seen: BTreeMap<String, (usize, Place)> = BTreeMap::new();
    for (at, group) in raw.group.iter().enumerate() {
        for code in &group.units {
            let (wanted, place) = (fold(code.get_ref()), document.place(code));
            if let Some((before, first)) = seen.get(&wanted) {
                let message = if *before == at {
                    format!("`{}` is listed twice in the group", code.get_ref())
                } else {
                    format!("`{}` is in two groups of the grouping", code.get_ref())
                };
                findings.push(
                    Diagnostic::new(Code::UnitInTwoGroups, message)
                        .at(place)
                        .labelled(*first, "the first is here")
                        .help("keep it in one place"),
                );
                continue;
            }
            seen.insert(wanted.clone(), (at, place));
            match roll.units.iter().position(|unit| fold(&unit.code) == wanted) {
                Some(unit) => grouping.of[unit] = Some(at),
                None if roll.left_out.iter().any(|other| fold(other) == wanted) => {}
                None => {
                    let known = roll.units.iter().map(|unit| unit.code.as_str());
                    findings.push(unknown("unit of the round", code.get_ref(), place, known));
                }
            }
        }
    }
}

/// Groups with a single unit, and groupings with none.
fn count(grouping: &Grouping, document: &RoundDocument, raw: &RawGrouping, units: &[Unit], findings: &mut Findings) {
    if findings.has_errors() {
        // A unit that could not be placed would make a group look smaller than it is.
        return;
    }
    if grouping.of.iter().all(Option::is_none) {
        let message = format!("no unit of the round is in a group of `{}`", grouping.code);
        let help = "list the units of each group in its `units`";
        findings.push(Diagnostic::new(Code::GroupingWithoutUnits, message).at(document.place(&raw.code)).help(help));
    }
    for (at, group) in raw.group.iter().enumerate() {
        let mut inside = units.iter().zip(&grouping.of).filter(|(_, of)| **of == Some(at));
        if let (Some((unit, _)), None) = (inside.next(), inside.next()) {
            let message = format!("`{}` is the only unit of the round in `{}`", unit.code, group.code.get_ref());
            let help = "nothing has to change; it has no peers in this grouping";
            findings.push(Diagnostic::new(Code::GroupOfOne, message).at(document.place(&group.code)).help(help));
        }
    }
}

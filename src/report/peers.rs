//! Who the peers of a unit are, and how it stands beside them.
//!
//! Peers are the other units of its group in one grouping of the round, or the units that were chosen for the report. Their
//! mean counts each peer with a score once and leaves out the unit itself.

use std::collections::BTreeSet;

use super::pages::Tongue;
use super::text::{Segment, linked};
use super::view::{Cell, PeerCell, PeersView};
use crate::analyse::{members, summary_over};
use crate::diag::{Code, Diagnostic, Findings, nearest};
use crate::frozen::{Frozen, FrozenGrouping, FrozenUnit, Summary};

/// Units that can be chosen as peers; more are better put into a grouping.
pub const MOST_CHOSEN: usize = 4;
/// Peers that are named before the rest is counted.
const NAMED: usize = 8;

/// Who the peers of units are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Peers {
    /// The other units of the same group, in the grouping that the round names.
    #[default]
    OfRound,
    /// The other units of the same group, in the grouping of this code.
    Grouping(String),
    /// The units of these codes.
    Units(Vec<String>),
}

impl Peers {
    /// Reads what was asked for: the code of a grouping, or codes or names of units; nothing is the round's own.
    ///
    /// # Errors
    ///
    /// A name that is neither in any of the results, with the nearest one; more than [`MOST_CHOSEN`] units; a grouping
    /// beside something else.
    pub fn read(named: &[String], results: &[&Frozen]) -> Result<Peers, Findings> {
        let named: Vec<&str> = named.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
        let groupings = || results.iter().flat_map(|frozen| &frozen.round.groupings);
        let grouping = |name: &str| groupings().find(|grouping| grouping.code.eq_ignore_ascii_case(name));
        let mut findings = Findings::default();
        match named.as_slice() {
            [] => return Ok(Peers::OfRound),
            [only] => {
                if let Some(grouping) = grouping(only) {
                    return Ok(Peers::Grouping(grouping.code.clone()));
                }
            }
            many => {
                if let Some(one) = many.iter().find(|name| grouping(name).is_some()) {
                    let message = format!("`--peers`: `{one}` is a grouping, and something else is named beside it");
                    findings.push(
                        Diagnostic::new(Code::BadArgument, message).help("name one grouping, or units and no grouping"),
                    );
                    return Err(findings);
                }
            }
        }
        let units = || results.iter().flat_map(|frozen| &frozen.units);
        let mut chosen: Vec<String> = Vec::new();
        for name in named {
            match units().find(|unit| unit.is_named(name)) {
                Some(unit) if chosen.contains(&unit.code) => {}
                Some(unit) => chosen.push(unit.code.clone()),
                None => findings.push(unknown(name, groupings(), units())),
            }
        }
        if chosen.len() > MOST_CHOSEN {
            let message = format!("`--peers` names {} units, and at most {MOST_CHOSEN} can be chosen", chosen.len());
            let help = "name fewer, or put them into a `[[grouping]]` of the round";
            findings.push(Diagnostic::new(Code::BadArgument, message).help(help));
        }
        if findings.has_errors() { Err(findings) } else { Ok(Peers::Units(chosen)) }
    }

    /// Whether a result has what was asked for, so that its units can have peers.
    #[must_use]
    pub fn known_in(&self, frozen: &Frozen) -> bool {
        match self {
            Peers::OfRound => true,
            Peers::Grouping(code) => frozen.round.groupings.iter().any(|grouping| grouping.code == *code),
            Peers::Units(codes) => frozen.units.iter().any(|unit| codes.contains(&unit.code)),
        }
    }
}

fn unknown<'k>(
    name: &str,
    groupings: impl Iterator<Item = &'k FrozenGrouping>,
    units: impl Iterator<Item = &'k FrozenUnit>,
) -> Diagnostic {
    let codes: BTreeSet<&str> = groupings.map(|grouping| grouping.code.as_str()).collect();
    let names: BTreeSet<&str> =
        units.flat_map(|unit| unit.name.values().chain([&unit.code])).map(String::as_str).collect();
    let help = match nearest(name, codes.iter().chain(&names).copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if codes.is_empty() => {
            "the round has no grouping; name units by their codes or names, separated by commas".to_owned()
        }
        None => {
            let listed: Vec<&str> = codes.into_iter().collect();
            format!("groupings are: {}; or name units, separated by commas", listed.join(", "))
        }
    };
    let message = format!("`--peers`: `{name}` is neither a grouping nor a unit of the round");
    Diagnostic::new(Code::BadArgument, message).help(help)
}

/// The peers of one unit; never without a unit.
pub(super) struct PeerSet<'f> {
    units: Vec<usize>,
    /// The grouping and the code of the group that they share; none where they were chosen.
    shared: Option<(&'f FrozenGrouping, String)>,
}

/// Why a unit has no peers, in words, with the source of the grouping that was looked through.
pub(super) struct NoPeers {
    reason: String,
    source: Vec<Segment>,
}

impl<'t> Tongue<'t> {
    /// The peers of a unit, or why it has none; nothing where neither the round nor the report speaks of peers.
    pub(super) fn peers(&self, unit: usize) -> Option<Result<PeerSet<'t>, NoPeers>> {
        let frozen = self.field.frozen;
        let code = match &self.field.wanted.peers {
            Peers::Units(codes) => return Some(self.chosen(unit, codes)),
            Peers::Grouping(code) => code,
            Peers::OfRound => frozen.round.peers.as_ref()?,
        };
        let Some(grouping) = frozen.round.groupings.iter().find(|grouping| grouping.code == *code) else {
            let reason = self.speech.say("peers_no_grouping", &[("grouping", code)]);
            return Some(Err(NoPeers { reason, source: Vec::new() }));
        };
        Some(self.grouped(unit, grouping))
    }

    fn chosen(&self, unit: usize, codes: &[String]) -> Result<PeerSet<'t>, NoPeers> {
        let frozen = self.field.frozen;
        let position = |code: &String| frozen.units.iter().position(|other| other.code == *code);
        let units: Vec<usize> = codes.iter().filter_map(position).filter(|&other| other != unit).collect();
        if units.is_empty() {
            let reason = self.speech.word("peers_none_chosen");
            return Err(NoPeers { reason, source: Vec::new() });
        }
        Ok(PeerSet { units, shared: None })
    }

    fn grouped(&self, unit: usize, grouping: &'t FrozenGrouping) -> Result<PeerSet<'t>, NoPeers> {
        let frozen = self.field.frozen;
        let name = self.phrase(&grouping.name, &grouping.code).text;
        let none = |reason: String| NoPeers { reason, source: linked(&self.phrase(&grouping.source, "").text) };
        let own = self.unit_name(unit).text;
        let Some(group) = frozen.units[unit].groups.get(&grouping.code) else {
            return Err(none(self.speech.say("peers_no_group", &[("unit", &own), ("grouping", &name)])));
        };
        let mut units = members(frozen, grouping, group);
        units.retain(|&other| other != unit);
        if units.is_empty() {
            let group = self.group_name(grouping, group);
            let given = [("unit", own.as_str()), ("group", &group), ("grouping", &name)];
            return Err(none(self.speech.say("peers_alone", &given)));
        }
        Ok(PeerSet { units, shared: Some((grouping, group.clone())) })
    }

    fn group_name(&self, grouping: &FrozenGrouping, code: &str) -> String {
        let group = grouping.groups.iter().find(|group| group.code == code);
        group.map_or_else(|| code.to_owned(), |group| self.phrase(&group.name, code).text)
    }

    /// Who the peers are and why, or why there are none.
    pub(super) fn peers_view(&self, unit: usize, peers: &Result<PeerSet<'_>, NoPeers>) -> PeersView {
        match peers {
            Err(none) => PeersView { sentence: none.reason.clone(), source: none.source.clone(), compared: false },
            Ok(peers) => PeersView {
                sentence: format!("{} {}", self.who_peers_are(peers), self.peers_index(unit, peers)),
                source: peers
                    .shared
                    .as_ref()
                    .map_or_else(Vec::new, |(grouping, _)| linked(&self.phrase(&grouping.source, "").text)),
                compared: true,
            },
        }
    }

    fn who_peers_are(&self, peers: &PeerSet<'_>) -> String {
        let names = self.first_names(&peers.units, NAMED);
        match &peers.shared {
            None => self.speech.say("peers_chosen", &[("names", &names)]),
            Some((grouping, group)) => {
                let group = self.group_name(grouping, group);
                let name = self.phrase(&grouping.name, &grouping.code).text;
                self.speech.say("peers_grouped", &[("names", &names), ("group", &group), ("grouping", &name)])
            }
        }
    }

    fn peers_index(&self, unit: usize, peers: &PeerSet<'_>) -> String {
        let Summary { n, mean, .. } = self.peer_summary(peers, 0);
        let own = self.unit_name(unit).text;
        match mean {
            None => self.speech.word("peers_without_score"),
            Some(mean) => {
                let given = [
                    ("mean", self.speech.numbers.score(mean)),
                    ("units", self.speech.count("units_of", n)),
                    ("unit", own),
                ];
                self.speech.tell("peers_index", &given)
            }
        }
    }

    /// The scores of the peers at a node.
    pub(super) fn peer_summary(&self, peers: &PeerSet<'_>, node: usize) -> Summary {
        summary_over(self.field.frozen, &peers.units, node)
    }

    pub(super) fn peer_cell(&self, summary: &Summary) -> PeerCell {
        let reason = summary.mean.is_none().then(|| self.speech.word("peers_without_score"));
        PeerCell {
            mean: Cell { text: self.number(summary.mean), reason, published: false },
            n: if summary.n == 0 {
                self.speech.word("peers_none_scored")
            } else {
                self.speech.count("units", summary.n)
            },
        }
    }
}

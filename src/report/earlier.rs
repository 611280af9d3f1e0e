//! The round before: what a unit had there, as far as it can be compared, and the change since in points.
//!
//! Which nodes are comparable is the rule of [`compare`], which every comparison of rounds goes by.

use super::change::change_words;
use super::pages::Tongue;
use super::view::{Cell, EarlierCell, EarlierView};
use crate::analyse::{Compared, ComparedNode, Side, compare};
use crate::frozen::{Frozen, FrozenScore};

/// Ends of a range this near to no change count as no change.
const NO_CHANGE: f64 = 1e-9;

/// A unit in the round before and in this one.
pub(super) struct Earlier<'f> {
    frozen: &'f Frozen,
    /// The unit there; none where the round does not have it.
    there: Option<(Side<'f>, Compared)>,
}

impl<'f> Earlier<'f> {
    fn node(&self, node: usize) -> Option<(&ComparedNode, &'f FrozenScore)> {
        let (side, compared) = self.there.as_ref()?;
        let found = compared.nodes.iter().find(|one| one.second == node)?;
        Some((found, side.score(found.first)?))
    }

    /// What stands there for a node that can be compared.
    pub(super) fn before(&self, node: usize) -> Option<&'f FrozenScore> {
        self.node(node).map(|(_, before)| before)
    }

    /// The score that stands beside that of this round; nothing where it cannot be compared or is not known.
    pub(super) fn score(&self, node: usize) -> Option<f64> {
        self.node(node)?.1.score
    }

    /// The change since, in points.
    pub(super) fn change(&self, node: usize) -> Option<f64> {
        self.node(node)?.0.change
    }

    /// Whether one of these nodes had a score there that can be compared.
    pub(super) fn has_any(&self, nodes: &[usize]) -> bool {
        nodes.iter().any(|&node| self.score(node).is_some())
    }
}

/// Whether the ranges of both scores overlap, so that it is not certain whether the score rose or fell.
fn is_unclear(node: &ComparedNode) -> bool {
    node.range.is_some_and(|[low, high]| low < -NO_CHANGE && high > NO_CHANGE)
}

impl<'t> Tongue<'t> {
    /// The unit in the round before; nothing where no round before is known.
    pub(super) fn earlier(&self, unit: usize) -> Option<Earlier<'t>> {
        let frozen = self.field.previous?;
        let code = &self.field.frozen.units[unit].code;
        let there = frozen.units.iter().position(|other| other.code == *code).map(|before| {
            let side = Side { frozen, unit: before };
            (side, compare(side, Side { frozen: self.field.frozen, unit }))
        });
        Some(Earlier { frozen, there })
    }

    /// The round before with the index there, or why nothing can be compared.
    pub(super) fn earlier_view(&self, unit: usize, earlier: &Earlier<'_>) -> EarlierView {
        let period = earlier.frozen.round.period.as_str();
        let say = |key: &str, more: &[(&str, &str)]| self.speech.say(key, &[&[("period", period)], more].concat());
        let own = self.unit_name(unit).text;
        if earlier.there.is_none() {
            return EarlierView { sentence: say("earlier_not_there", &[("unit", &own)]), compared: false };
        }
        let compared = earlier.has_any(self.field.pillars());
        let now = self.field.score(unit, 0);
        let sentence = match earlier.node(0) {
            None => say("earlier_index_other", &[("reason", &self.not_comparable(earlier, 0))]),
            Some((_, before)) if before.score.is_none() => {
                say("earlier_index_none", &[("reason", &self.reason(before))])
            }
            Some((node, before)) => {
                let score = self.printed(before);
                match node.change {
                    None => say("earlier_index", &[("score", &score)]),
                    Some(change) => {
                        let change = change_words(&self.speech.numbers, [before, now], change);
                        let told = say("earlier_index_change", &[("score", &score), ("change", &change)]);
                        if is_unclear(node) { format!("{told} {}", self.speech.word("earlier_unclear")) } else { told }
                    }
                }
            }
        };
        let alone = !compared && earlier.score(0).is_some() && !self.field.pillars().is_empty();
        let more = if alone { format!(" {}", self.speech.word("earlier_index_alone")) } else { String::new() };
        EarlierView { sentence: sentence + &more, compared }
    }

    /// A node in the round before.
    pub(super) fn earlier_cell(&self, unit: usize, node: usize, earlier: &Earlier<'_>) -> EarlierCell {
        let Some((compared, before)) = earlier.node(node) else {
            let reason = self.not_comparable(earlier, node);
            let score = Cell { text: self.number(None), reason: Some(reason.clone()), published: false };
            return EarlierCell { score, change: self.speech.word("no_data"), remark: reason };
        };
        let now = self.field.score(unit, node);
        let score = self.cell(before);
        let unclear = if is_unclear(compared) { self.speech.word("earlier_not_certain") } else { String::new() };
        EarlierCell {
            change: compared.change.map_or_else(
                || self.speech.word("no_data"),
                |change| change_words(&self.speech.numbers, [before, now], change),
            ),
            remark: score.reason.clone().unwrap_or(unclear),
            score,
        }
    }

    /// What a strip shows of the round before, in words.
    pub(super) fn earlier_alt(&self, node: usize, earlier: &Earlier<'_>) -> Option<String> {
        let (_, before) = earlier.node(node).filter(|(_, before)| before.score.is_some())?;
        let period = earlier.frozen.round.period.as_str();
        Some(self.speech.say("strip_alt_earlier", &[("period", period), ("score", &self.printed(before))]))
    }

    /// Why a node is not comparable with the round before.
    fn not_comparable(&self, earlier: &Earlier<'_>, node: usize) -> String {
        let code = &self.field.frozen.framework.nodes[node].code;
        let unmatched = earlier.there.iter().flat_map(|(_, compared)| &compared.unmatched);
        let kind = unmatched.into_iter().find(|(other, _)| other == code).map_or("missing", |(_, kind)| kind.as_str());
        let key = format!("change_{kind}");
        if kind == "missing" || !self.speech.has(&key) {
            return self.speech.word("earlier_missing");
        }
        self.speech.say("earlier_not_comparable", &[("kind", &self.speech.word(&key))])
    }
}

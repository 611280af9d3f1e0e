//! Who improved most since the round before, on what both rounds measure alike.

use super::number::{Numbers, coordinate};
use super::pages::Tongue;
use super::view::{Dumbbell, ImprovedRow, ImprovedView, NotCompared};
use crate::analyse::{LEAST_WEIGHT, Matched, NotMatched, Side, compare, matched};
use crate::frozen::Frozen;

/// Ends of a range nearer than this are one number.
const NO_RANGE: f64 = 1e-9;
/// Middle of a small chart.
const MIDDLE: f64 = 12.0;

/// Units since another round: those that are compared, the greatest rise first, and the others with the reason.
#[derive(Default)]
pub(super) struct Since {
    pub(super) found: Vec<(usize, Matched)>,
    pub(super) left_out: Vec<(usize, NotMatched)>,
}

impl Tongue<'_> {
    /// Every unit since the round before, the greatest rise first; nothing where no round before is known or nothing of it
    /// can be compared.
    pub(super) fn improved(&self) -> Option<ImprovedView> {
        self.improved_since(self.field.previous?)
    }

    /// The same since another round of the same framework.
    pub(super) fn improved_since(&self, before: &Frozen) -> Option<ImprovedView> {
        let field = self.field;
        let Since { found, left_out } = self.since(before);
        let first = found.first()?.1;
        let periods = [before.round.period.as_str(), field.frozen.round.period.as_str()];
        let rise = first.after - first.before;
        let numbers = self.known(&first);
        let most = found.iter().filter(|(_, one)| numbers.alike(one.after - one.before, rise));
        let most: Vec<usize> = most.map(|(unit, _)| *unit).collect();
        let given = [
            ("from", periods[0]),
            ("to", periods[1]),
            ("units", &self.names(&most)),
            ("change", &self.speech.points_in(&numbers, rise)),
        ];
        let title = if rise > 0.0 && !numbers.alike(rise, 0.0) { "improved_title" } else { "improved_none" };
        let share = self.speech.numbers.percent(LEAST_WEIGHT);
        Some(ImprovedView {
            title: self.speech.say(title, &given),
            note: self.speech.say("improved_note", &[("to", periods[1]), ("share", &share)]),
            from: periods[0].to_owned(),
            to: periods[1].to_owned(),
            with_weights: found.iter().any(|(_, one)| !one.whole),
            rows: found.iter().map(|(unit, one)| self.improved_row(*unit, one, periods)).collect(),
            not_compared: left_out
                .into_iter()
                .map(|(unit, why)| NotCompared { unit: self.unit_link(unit), reason: self.not_matched(why, before) })
                .collect(),
        })
    }

    /// Every unit since another round of the same framework.
    pub(super) fn since(&self, before: &Frozen) -> Since {
        let mut since = Since::default();
        for unit in 0..self.field.frozen.units.len() {
            match self.unit_since(before, unit) {
                Ok(one) => since.found.push((unit, one)),
                Err(why) => since.left_out.push((unit, why)),
            }
        }
        // Of equal changes the order of the round stays.
        since.found.sort_by(|(_, one), (_, other)| (other.after - other.before).total_cmp(&(one.after - one.before)));
        since
    }

    fn unit_since(&self, before: &Frozen, unit: usize) -> Result<Matched, NotMatched> {
        let code = &self.field.frozen.units[unit].code;
        let there = before.units.iter().position(|other| other.code == *code).ok_or(NotMatched::NotThere)?;
        let (first, second) = (Side { frozen: before, unit: there }, Side { frozen: self.field.frozen, unit });
        matched(first, second, &compare(first, second))
    }

    pub(super) fn not_matched(&self, why: NotMatched, before: &Frozen) -> String {
        let period = before.round.period.as_str();
        match why {
            NotMatched::NotThere => self.speech.say("improved_not_there", &[("period", period)]),
            NotMatched::TooLittle(share) => {
                self.speech.say("improved_too_little", &[("share", &self.speech.numbers.percent(share))])
            }
        }
    }

    /// Numbers in the digits that the compared scores have.
    fn known(&self, one: &Matched) -> Numbers {
        let numbers = self.speech.numbers.clone();
        let known = one.decimals.map_or(usize::MAX, |decimals| decimals as usize);
        let decimals = numbers.decimals.min(known);
        numbers.with_decimals(decimals)
    }

    fn improved_row(&self, unit: usize, one: &Matched, [from, to]: [&str; 2]) -> ImprovedRow {
        let (numbers, scale) = (self.known(one), self.field.scale);
        let link = self.unit_link(unit);
        let (first, second) = (numbers.score(one.before), numbers.score(one.after));
        let alt = self.speech.say(
            "improved_alt",
            &[("unit", &link.name.text), ("from", from), ("first", &first), ("to", to), ("second", &second)],
        );
        let (before, after) = (scale.small(one.before), scale.small(one.after));
        let range = one.range.filter(|[low, high]| high - low > NO_RANGE);
        ImprovedRow {
            dumbbell: Dumbbell { span: format!("M{before} {}H{after}", coordinate(MIDDLE)), before, after, alt },
            unit: link,
            first,
            second,
            change: numbers.signed(one.after - one.before),
            range: range.map_or_else(String::new, |[low, high]| {
                // Half a digit is what printed digits leave open.
                let full = &self.speech.numbers;
                self.speech.say("change_between", &[("low", &full.signed(low)), ("high", &full.signed(high))])
            }),
            weight: numbers.percent(one.weight),
        }
    }
}

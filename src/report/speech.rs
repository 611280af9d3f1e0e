//! Sentences and numbers of one language, for the builders of views.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::number::Numbers;
use super::words::Words;

/// First-strong isolate and its end: a Latin name inside Arabic text keeps its order.
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

/// Words and numbers of one language.
#[derive(Debug)]
pub(super) struct Speech<'w> {
    pub(super) words: &'w Words,
    pub(super) numbers: Numbers,
    missing: RefCell<BTreeSet<String>>,
}

impl<'w> Speech<'w> {
    pub(super) fn new(words: &'w Words, decimals: u8) -> Self {
        let numbers =
            Numbers { digits: words.digits, decimals: usize::from(decimals), right_to_left: words.right_to_left };
        Speech { words, numbers, missing: RefCell::default() }
    }

    /// Words that were asked for and are not there.
    pub(super) fn missing(&self) -> BTreeSet<String> {
        self.missing.take()
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.words.text.contains_key(key)
    }

    pub(super) fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// A pattern with its places filled.
    pub(super) fn say(&self, key: &str, given: &[(&str, &str)]) -> String {
        match self.words.text.get(key) {
            Some(pattern) => self.fill(pattern, given),
            None => {
                self.missing.borrow_mut().insert(key.to_owned());
                String::new()
            }
        }
    }

    /// As [`say`](Speech::say), with texts that were made for it.
    pub(super) fn tell(&self, key: &str, given: &[(&str, String)]) -> String {
        let given: Vec<(&str, &str)> = given.iter().map(|(place, text)| (*place, text.as_str())).collect();
        self.say(key, &given)
    }

    /// A count with its noun in the right form.
    pub(super) fn count(&self, key: &str, count: usize) -> String {
        let number = self.numbers.count(count);
        self.form("count", key, self.words.plural.cardinal(count), &number)
    }

    /// A difference of scores with its noun; a whole number that prints without decimals takes its own form.
    pub(super) fn points(&self, value: f64) -> String {
        self.points_in(&self.numbers, value)
    }

    /// The same in the digits of these numbers.
    pub(super) fn points_in(&self, numbers: &Numbers, value: f64) -> String {
        let number = numbers.score(value.abs());
        let whole = value.abs().round();
        let counted = numbers.decimals == 0 && whole < 1e9;
        let category = if counted { self.words.plural.cardinal(whole as usize) } else { "other" };
        self.form("count", "points", category, &number)
    }

    /// A stated figure with its noun; one with decimals takes the form for everything else.
    pub(super) fn stated(&self, key: &str, value: f64, decimals: usize) -> String {
        let number = self.numbers.stated(value, decimals);
        let counted = decimals == 0 && (0.0..1e15).contains(&value);
        let category = if counted { self.words.plural.cardinal(value.round() as usize) } else { "other" };
        self.form("count", key, category, &number)
    }

    /// A rank in words: "4th", or "joint 4th" where others share it.
    pub(super) fn rank(&self, rank: u32, shared: bool) -> String {
        let rank = rank as usize;
        let key = if shared { "rank_joint" } else { "rank" };
        self.form("ordinal", key, self.words.plural.ordinal(rank), &self.numbers.count(rank))
    }

    /// Texts in a row.
    pub(super) fn list(&self, items: &[String]) -> String {
        let items: Vec<String> = items.iter().map(|item| self.isolated(item)).collect();
        items.join(&self.word("list_separator"))
    }

    fn form(&self, kind: &str, key: &str, category: &str, number: &str) -> String {
        let table = if kind == "count" { &self.words.count } else { &self.words.ordinal };
        match table.get(key).and_then(|forms| forms.get(category)) {
            Some(pattern) => self.fill(pattern, &[("n", number)]),
            None => {
                self.missing.borrow_mut().insert(format!("{kind}.{key}.{category}"));
                String::new()
            }
        }
    }

    fn fill(&self, pattern: &str, given: &[(&str, &str)]) -> String {
        let mut filled = String::with_capacity(pattern.len() + 16);
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            if let Some((_, value)) = given.iter().find(|(key, _)| *key == name) {
                filled.push_str(&self.isolated(value));
            }
            rest = tail;
        }
        filled.push_str(rest);
        filled
    }

    /// Wraps what holds letters of another direction.
    fn isolated(&self, text: &str) -> String {
        let foreign = |ch: char| ch.is_alphabetic() && !is_right_to_left(ch);
        let already = text.starts_with(['\u{2066}', '\u{2068}']);
        if self.words.right_to_left && !already && text.chars().any(foreign) {
            format!("{}{text}{}", ISOLATE[0], ISOLATE[1])
        } else {
            text.to_owned()
        }
    }
}

/// Hebrew, Arabic and their neighbours and presentation forms.
pub(super) fn is_right_to_left(ch: char) -> bool {
    matches!(ch as u32, 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x10800..=0x10fff)
}

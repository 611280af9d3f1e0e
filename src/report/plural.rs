//! Plural categories of the Unicode CLDR, for the languages whose rules a words file can name.

/// Which rules a language follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PluralRule {
    /// `other` for everything.
    None,
    /// English: `one`, `other`; ordinals `one`, `two`, `few`, `other`.
    English,
    /// Arabic: `zero`, `one`, `two`, `few`, `many`, `other`; ordinals `other`.
    Arabic,
}

impl PluralRule {
    pub(super) const NAMES: [&'static str; 3] = ["none", "english", "arabic"];

    pub(super) fn from_name(name: &str) -> Option<Self> {
        match name {
            "none" => Some(PluralRule::None),
            "english" => Some(PluralRule::English),
            "arabic" => Some(PluralRule::Arabic),
            _ => None,
        }
    }

    /// Categories that a count must have words for.
    pub(super) fn categories(self) -> &'static [&'static str] {
        match self {
            PluralRule::None => &["other"],
            PluralRule::English => &["one", "other"],
            PluralRule::Arabic => &["zero", "one", "two", "few", "many", "other"],
        }
    }

    /// Categories that an ordinal must have words for.
    pub(super) fn ordinal_categories(self) -> &'static [&'static str] {
        match self {
            PluralRule::English => &["one", "two", "few", "other"],
            PluralRule::None | PluralRule::Arabic => &["other"],
        }
    }

    /// The category of a whole number.
    pub(super) fn cardinal(self, count: usize) -> &'static str {
        match (self, count, count % 100) {
            (PluralRule::English | PluralRule::Arabic, 1, _) => "one",
            (PluralRule::Arabic, 0, _) => "zero",
            (PluralRule::Arabic, 2, _) => "two",
            (PluralRule::Arabic, _, 3..=10) => "few",
            (PluralRule::Arabic, _, 11..=99) => "many",
            _ => "other",
        }
    }

    /// The category of a rank.
    pub(super) fn ordinal(self, rank: usize) -> &'static str {
        match (self, rank % 10, rank % 100) {
            (PluralRule::English, 1, hundred) if hundred != 11 => "one",
            (PluralRule::English, 2, hundred) if hundred != 12 => "two",
            (PluralRule::English, 3, hundred) if hundred != 13 => "few",
            _ => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PluralRule;

    #[test]
    fn arabic_has_six_forms() {
        let forms: Vec<&str> =
            [0, 1, 2, 3, 10, 11, 35, 99, 100, 102, 103, 111].map(|n| PluralRule::Arabic.cardinal(n)).to_vec();
        let expected = "zero one two few few many many many other other few many";
        assert_eq!(forms.join(" "), expected);
    }

    #[test]
    fn english_ordinals_know_the_teens() {
        let forms: Vec<&str> = [1, 2, 3, 4, 11, 12, 13, 21, 112].map(|n| PluralRule::English.ordinal(n)).to_vec();
        assert_eq!(forms.join(" "), "one two few other other other other one other");
    }
}

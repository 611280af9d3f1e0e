//! A text in several languages.

use std::collections::BTreeMap;

/// A text, keyed by language code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// The same text for every language, for a code that stands in for a name.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Words(BTreeMap::from([(String::new(), text.to_owned())]))
    }

    /// The text in this language, else in English, else in any language.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.get("en")).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }

    /// Whether this language has a text of its own.
    #[must_use]
    pub fn has(&self, language: &str) -> bool {
        self.0.contains_key(language) || self.0.contains_key("")
    }

    /// Language and text, in order of language code.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(language, text)| (language.as_str(), text.as_str()))
    }
}

impl From<BTreeMap<String, String>> for Words {
    fn from(map: BTreeMap<String, String>) -> Self {
        Words(map)
    }
}

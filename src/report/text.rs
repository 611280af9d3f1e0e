//! Texts that others wrote: names, notes, sources.

use std::collections::BTreeMap;

use serde::Serialize;

/// A text with its language, where that is not the language of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Phrase {
    /// The text.
    pub text: String,
    /// Language code; none when it is the page's own.
    pub lang: Option<String>,
    /// Whether what it names was defined here, because its authors have not published it.
    pub ours: bool,
}

/// A piece of a line; one with an address is a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// What is printed.
    pub text: String,
    /// Address, always `http://` or `https://`.
    pub href: Option<String>,
}

/// The text in this language, else in English, else in any; never empty where `fallback` is not.
pub(super) fn phrase(text: &BTreeMap<String, String>, language: &str, fallback: &str) -> Phrase {
    let given = |code: &str| text.get(code).filter(|text| !text.trim().is_empty()).map(|text| (code.to_owned(), text));
    let found = given(language)
        .or_else(|| given(""))
        .or_else(|| given("en"))
        .or_else(|| text.iter().find(|(_, text)| !text.trim().is_empty()).map(|(code, text)| (code.clone(), text)));
    match found {
        Some((code, text)) => {
            Phrase { text: text.clone(), lang: (code != language && !code.is_empty()).then_some(code), ours: false }
        }
        None => Phrase { text: fallback.to_owned(), lang: None, ours: false },
    }
}

/// Splits a text into pieces so that its web addresses become links named by their host.
pub(super) fn linked(text: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut rest = text;
    while let Some(at) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let end = rest[at..].find(char::is_whitespace).map_or(rest.len(), |length| at + length);
        let address = rest[at..end].trim_end_matches(['.', ',', ';', ')', ']', '>', '"', '\'', '،', '؛']);
        if at > 0 {
            segments.push(Segment { text: rest[..at].to_owned(), href: None });
        }
        segments.push(Segment { text: host(address).to_owned(), href: Some(address.to_owned()) });
        rest = &rest[at + address.len()..];
    }
    if !rest.is_empty() {
        segments.push(Segment { text: rest.to_owned(), href: None });
    }
    segments
}

fn host(address: &str) -> &str {
    let bare = address.split_once("://").map_or(address, |(_, bare)| bare);
    let host = bare.split(['/', '?', '#']).next().unwrap_or(bare);
    let host = host.strip_prefix("www.").unwrap_or(host);
    if host.is_empty() { address } else { host }
}

#[cfg(test)]
mod tests {
    use super::{linked, phrase};

    #[test]
    fn only_web_addresses_become_links() {
        let line = linked("UN ESCWA, https://www.unescwa.org/a?b=c). See javascript:alert(1)");
        let hrefs: Vec<_> = line.iter().map(|piece| (piece.text.as_str(), piece.href.as_deref())).collect();
        assert_eq!(
            hrefs,
            [
                ("UN ESCWA, ", None),
                ("unescwa.org", Some("https://www.unescwa.org/a?b=c")),
                ("). See javascript:alert(1)", None)
            ]
        );
    }

    #[test]
    fn a_text_without_translation_says_its_language() {
        let text = [("en".to_owned(), "Usage".to_owned()), ("ar".to_owned(), " ".to_owned())].into();
        let shown = phrase(&text, "ar", "usage");
        assert_eq!((shown.text.as_str(), shown.lang.as_deref()), ("Usage", Some("en")));
    }
}

//! One glossary for all Arabic texts: `reports/glossary.csv` says which Arabic word stands for which term, and which
//! words are not to be used for it.

use std::collections::BTreeMap;
use std::fs;

use crate::support::root;

/// The words of a language by their key.
fn words(language: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(root().join(format!("reports/words/{language}.toml"))).expect("words can be read");
    let file: toml::Table = toml::from_str(&text).expect("words are TOML");
    let texts = file["text"].as_table().expect("a section").iter();
    texts.map(|(key, text)| (key.clone(), text.as_str().expect("a text").to_owned())).collect()
}

#[test]
fn every_word_keeps_to_the_glossary() {
    let (english, arabic) = (words("en"), words("ar"));
    let mut glossary = csv::Reader::from_path(root().join("reports/glossary.csv")).expect("the glossary can be read");
    let mut broken = Vec::new();
    let mut terms = 0;
    for row in glossary.records() {
        let row = row.expect("a row of five fields");
        let (term, ours, other, keys) = (&row[0], &row[1], &row[2], &row[3]);
        terms += 1;
        assert!(!keys.is_empty(), "`{term}` is said nowhere");
        for key in keys.split_whitespace() {
            match (english.get(key), arabic.get(key)) {
                (Some(en), Some(ar)) => {
                    if !en.to_lowercase().contains(term) || !ar.contains(ours.trim_start_matches("ال")) {
                        broken.push(format!("{key}: `{en}` and `{ar}` are not `{term}` and `{ours}`"));
                    }
                }
                _ => broken.push(format!("{key} is no word")),
            }
        }
        if !other.is_empty() {
            let used = arabic.iter().filter(|(_, text)| has_word(text, other));
            broken.extend(used.map(|(key, text)| format!("{key}: `{text}` says `{other}` where `{ours}` is meant")));
        }
    }
    assert!(terms > 20, "the glossary is gone");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Whether a text has these words, not merely a longer word that begins or ends so.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        [before, after].iter().all(|next| next.is_none_or(|next| !next.is_alphabetic()))
    })
}

//! The method box: the manifest's methodology, which is in the words of the criteria language, in those of a reader.
//!
//! The frozen text is a method name, its values, and pairs of a parameter and a value. Each part has a word
//! `method_<name>`, `param_<name>` or `value_<name>`, the first two also with a step before the name; a part without one is printed as it stands, since it is then a
//! code.

use super::speech::Speech;
use super::text::{Phrase, phrase};
use super::view::MethodRow;
use crate::frozen::Frozen;

/// Steps that apply to more nodes than this are told by their number.
const NAMED: usize = 6;

/// The method, with the nodes or levels that share it in one row.
pub(super) fn method_rows(frozen: &Frozen, speech: &Speech<'_>) -> Vec<MethodRow> {
    let mut grouped: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for step in &frozen.manifest.methodology {
        match grouped.iter_mut().find(|(name, method, _)| *name == step.step && *method == step.method) {
            Some((_, _, of)) => of.push(&step.of),
            None => grouped.push((&step.step, &step.method, vec![&step.of])),
        }
    }
    grouped
        .into_iter()
        .map(|(step, method, of)| {
            let of: Vec<&str> = of.into_iter().filter(|code| !code.is_empty()).collect();
            let of = if of.len() > NAMED {
                vec![Phrase { text: speech.count("indicators", of.len()), lang: None, ours: false }]
            } else {
                of.into_iter().map(|code| name_of(frozen, code, speech)).collect()
            };
            MethodRow { step: word_or_code(speech, "step", step), of, method: in_words(step, method, speech) }
        })
        .collect()
}

/// A level or an indicator.
fn name_of(frozen: &Frozen, code: &str, speech: &Speech<'_>) -> Phrase {
    let framework = &frozen.framework;
    let level = framework.levels.iter().find(|level| level.code == code).map(|level| &level.name);
    let node = || framework.nodes.iter().find(|node| node.code == code).map(|node| &node.name);
    let code_itself = || Phrase { text: code.to_owned(), lang: None, ours: false };
    level.or_else(node).map_or_else(code_itself, |name| phrase(name, &speech.words.code, code))
}

/// A method with its parameters in the words of a reader.
pub(super) fn in_words(step: &str, method: &str, speech: &Speech<'_>) -> String {
    // A word may differ between steps: `minimum` is an aggregation, and for coverage a threshold.
    let known = |kind: &str, token: &str, started: bool| {
        let own = format!("{kind}_{step}_{token}");
        let common = format!("{kind}_{token}");
        if speech.has(&own) { Some(own) } else { Some(common).filter(|common| started && speech.has(common)) }
    };
    let tokens = tokens(method);
    let mut parts: Vec<String> = Vec::new();
    let mut tokens = tokens.iter().map(String::as_str).peekable();
    while let Some(token) = tokens.next() {
        if let Some(pattern) = known("param", token, !parts.is_empty()) {
            let value = tokens.next_if(|next| known("param", next, true).is_none());
            let value = value.map_or_else(String::new, |value| value_of(speech, value));
            parts.push(speech.say(&pattern, &[("v", &value)]));
        } else if parts.is_empty() {
            parts.push(known("method", token, true).map_or_else(|| token.to_owned(), |key| speech.word(&key)));
        } else {
            parts.push(value_of(speech, token));
        }
    }
    parts.join(&speech.word("list_separator"))
}

fn value_of(speech: &Speech<'_>, token: &str) -> String {
    let token = token.trim_start_matches('[').trim_end_matches(']');
    let numeric = token.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b',' | b' '));
    if numeric { speech.numbers.literal(token) } else { word_or_code(speech, "value", token) }
}

fn word_or_code(speech: &Speech<'_>, kind: &str, code: &str) -> String {
    let key = format!("{kind}_{code}");
    if speech.has(&key) { speech.word(&key) } else { code.to_owned() }
}

/// Parts between spaces; a list in brackets is one part.
fn tokens(method: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    for part in method.split_whitespace() {
        match tokens.last_mut().filter(|_| depth > 0) {
            Some(open) => {
                open.push(' ');
                open.push_str(part);
            }
            None => tokens.push(part.to_owned()),
        }
        depth = (depth + part.matches('[').count()).saturating_sub(part.matches(']').count());
    }
    tokens
}

//! Draft recommendations as somebody edited them: `recommendations.toml` beside `round.toml`.

use std::collections::BTreeMap;
use std::fmt::Write;

use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use toml::Spanned;

use super::text::phrase;
use crate::analyse::improvement::Improvement;
use crate::criteria::raw::{RawText, RawWords};
use crate::criteria::{Sections, check_text, check_words, closed_schema, place};
use crate::diag::{Code, Diagnostic, FileId, Findings, Place, Sources, meant};
use crate::frozen::{Frozen, Text};
use crate::model::Words;

/// Recommendations of one unit on one page.
pub(super) const LISTED: usize = 8;

/// What somebody made of the draft recommendations of a round.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    /// By code of the unit and of the indicator.
    entries: BTreeMap<(String, String), Draft>,
}

/// What somebody made of one draft.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// The text that stands in the place of the criteria's; empty where theirs stays.
    pub(super) text: Text,
    pub(super) owner: Text,
    pub(super) due: String,
    pub(super) status: Option<DraftStatus>,
    pub(super) hidden: bool,
}

/// What became of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DraftStatus {
    Draft,
    Accepted,
    Rejected,
}

impl DraftStatus {
    const ALL: [(&'static str, DraftStatus); 3] =
        [("draft", DraftStatus::Draft), ("accepted", DraftStatus::Accepted), ("rejected", DraftStatus::Rejected)];
}

/// `recommendations.toml`: the draft recommendations of a round as they were edited.
#[derive(Debug, Default, JsonSchema)]
#[schemars(title = "nudj recommendations", inline)]
#[allow(dead_code, reason = "the fields describe the file for the JSON Schema; reading goes section by section")]
pub struct RawRecommendations {
    /// One for each unit and indicator.
    #[schemars(rename = "recommendation")]
    recommendation: Option<Vec<RawRecommendation>>,
}

/// `[[recommendation]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRecommendation {
    /// Code of the unit.
    #[schemars(with = "String")]
    unit: Spanned<String>,
    /// Code of the indicator.
    #[schemars(with = "String")]
    indicator: Spanned<String>,
    /// The recommendation in each language. Default: the improvements that the criteria name, marked as draft.
    #[serde(default)]
    #[schemars(with = "Option<RawWords>")]
    text: Option<Spanned<RawWords>>,
    /// Who is to do it.
    #[serde(default)]
    #[schemars(with = "Option<RawText>")]
    owner: Option<Spanned<RawText>>,
    /// Until when, in words or as a date.
    #[serde(default)]
    due: String,
    /// `draft`, `accepted` or `rejected`; one that is rejected is not printed. Default: accepted where there is a text, else
    /// draft.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    status: Option<Spanned<String>>,
    /// It is not printed, whatever its status.
    #[serde(default)]
    hidden: bool,
}

impl Drafts {
    /// Reads a file of recommendations of a result; every problem is in the findings.
    pub fn read(file: FileId, frozen: &Frozen, sources: &Sources, findings: &mut Findings) -> Option<Drafts> {
        let before = findings.errors();
        let mut sections = Sections::parse(file, sources, findings);
        let raw = sections.many::<RawRecommendation>("recommendation", findings);
        sections.finish(&["recommendation"], findings);
        let mut reader = Reader { file, frozen, findings, seen: BTreeMap::new() };
        let entries = raw.iter().filter_map(|one| reader.draft(one.get_ref())).collect();
        (findings.errors() == before).then_some(Drafts { entries })
    }

    pub(super) fn of(&self, unit: &str, indicator: &str) -> Option<&Draft> {
        self.entries.get(&(unit.to_owned(), indicator.to_owned()))
    }
}

struct Reader<'r> {
    file: FileId,
    frozen: &'r Frozen,
    findings: &'r mut Findings,
    seen: BTreeMap<(String, String), Place>,
}

impl Reader<'_> {
    fn draft(&mut self, raw: &RawRecommendation) -> Option<((String, String), Draft)> {
        let frozen = self.frozen;
        let units = frozen.units.iter().map(|unit| unit.code.as_str());
        let nodes = frozen.framework.nodes.iter().filter(|node| node.indicator).map(|node| node.code.as_str());
        let unit = self.code(&raw.unit, (Code::NoSuchUnit, "the round has no unit", "units are"), units);
        let indicator =
            self.code(&raw.indicator, (Code::UnknownIndicator, "there is no indicator", "indicators are"), nodes);
        let languages = &frozen.framework.languages;
        let words = raw.text.as_ref().map(|text| {
            let at = place(self.file, &text.span());
            check_words(text.get_ref(), at, languages, self.findings)
        });
        let owner = raw.owner.as_ref().map(|owner| {
            let at = place(self.file, &owner.span());
            check_text(owner.get_ref(), at, languages, self.findings)
        });
        let status = raw.status.as_ref().and_then(|status| self.status(status));
        let key = (unit?, indicator?);
        let at = place(self.file, &raw.indicator.span());
        if let Some(first) = self.seen.insert(key.clone(), at) {
            let message = format!("`{}` of `{}` has two recommendations", key.1, key.0);
            let finding = Diagnostic::new(Code::DuplicateCode, message).at(at);
            self.findings.push(finding.labelled(first, "the first is here").help("make one of them"));
            return None;
        }
        let text = words.as_ref().map_or_else(Text::new, owned);
        let status = status.or((!text.is_empty()).then_some(DraftStatus::Accepted));
        let owner = owner.as_ref().map_or_else(Text::new, owned);
        Some((key, Draft { text, owner, due: raw.due.trim().to_owned(), status, hidden: raw.hidden }))
    }

    fn code<'k>(
        &mut self,
        given: &Spanned<String>,
        (code, what, listed): (Code, &str, &str),
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> Option<String> {
        let wanted = given.get_ref().trim();
        let found = known.clone().find(|there| there.eq_ignore_ascii_case(wanted));
        if found.is_none() {
            let finding = Diagnostic::new(code, format!("{what} `{wanted}`"));
            self.findings.push(finding.at(place(self.file, &given.span())).help(meant(wanted, listed, ", ", known)));
        }
        found.map(str::to_owned)
    }

    fn status(&mut self, given: &Spanned<String>) -> Option<DraftStatus> {
        let word = given.get_ref().as_str();
        let found = DraftStatus::ALL.iter().find(|(code, _)| *code == word).map(|(_, status)| *status);
        if found.is_none() {
            let help = meant(word, "use one of", ", ", DraftStatus::ALL.iter().map(|(code, _)| *code));
            let finding = Diagnostic::new(Code::BadStatus, format!("`{word}` is not the status of a recommendation"));
            self.findings.push(finding.at(place(self.file, &given.span())).help(help));
        }
        found
    }
}

fn owned(words: &Words) -> Text {
    words.iter().map(|(language, text)| (language.to_owned(), text.to_owned())).collect()
}

/// A file of the draft recommendations of these units, to be edited: what the pages print, with the gains as comments.
#[must_use]
pub fn drafts_file(frozen: &Frozen, improvement: &Improvement, units: &[usize]) -> String {
    let mut text = String::from(HEAD);
    for unit in units.iter().filter_map(|&unit| frozen.units.get(unit)) {
        let steps = improvement.unit(&unit.code).map_or(&[][..], |unit| &unit.steps);
        let mut listed = 0;
        for step in steps.iter().filter(|step| step.gain > 0.0) {
            let node = frozen.framework.nodes.iter().find(|node| node.code == step.indicator);
            let Some((node, card)) = node.and_then(|node| Some((node, node.card.as_ref()?))) else { continue };
            if card.improve.is_empty() || listed == LISTED {
                continue;
            }
            listed += 1;
            let language = frozen.framework.languages.first().map_or("en", String::as_str);
            let name = |text: &Text, code: &str| phrase(text, language, code).text;
            let _ = writeln!(
                text,
                "\n# {}: {}. One step adds {:.2} to the score.",
                one_line(&name(&unit.name, &unit.code)),
                one_line(&name(&node.name, &node.code)),
                step.gain
            );
            let _ = writeln!(
                text,
                "[[recommendation]]\nunit = {}\nindicator = {}\nstatus = \"draft\"",
                quoted(&unit.code),
                quoted(&node.code)
            );
            for language in &frozen.framework.languages {
                let said: Vec<String> = card.improve.iter().map(|one| phrase(&one.text, language, "").text).collect();
                let _ = writeln!(text, "text.{} = {}", quoted(language), quoted(&said.join(" ")));
            }
            text.push_str("owner = \"\"\ndue = \"\"\n");
        }
    }
    text
}

const HEAD: &str = "\
# Draft recommendations, to be edited by somebody who knows the countries. Save this file as recommendations.toml beside
# round.toml, or name it with `nudj report ROUND --drafts FILE`.
#
# text    what is printed; leave it out to print what the criteria name, marked as draft
# owner   who is to do it        due   until when
# status  draft (printed and marked), accepted (printed) or rejected (not printed)
# hidden  true: not printed, whatever the status
";

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A TOML string; its writer knows what has to be escaped.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The JSON Schema of a file of recommendations.
#[must_use]
pub fn recommendations_schema() -> serde_json::Value {
    closed_schema(schema_for!(RawRecommendations).to_value())
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn texts_are_quoted_so_that_they_come_back() {
        for text in ["plain", "a \"quote\" and \\", "two\nlines", "خدمة"] {
            let table: toml::Table = format!("a = {}", quoted(text)).parse().expect("a string of TOML");
            assert_eq!(table["a"].as_str(), Some(text));
        }
    }
}

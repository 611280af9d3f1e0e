//! Editions: what held in each, and how nodes and items changed from one to the next.

use toml::Spanned;

use super::Build;
use super::vocabulary::check_code;
use crate::criteria::edition::{Change, ChangeKind, Edition};
use crate::criteria::raw::{RawBand, RawChange, RawEdition};
use crate::criteria::read::Raw;
use crate::diag::{Code, Place};

impl Build<'_> {
    pub(super) fn editions(&mut self, sections: &[Raw<RawEdition>]) {
        let mut codes = Vec::new();
        for section in sections {
            let raw = &section.value;
            let at = section.place(&raw.code);
            check_code(raw.code.get_ref(), at, self.findings);
            codes.push((raw.code.get_ref().clone(), at));
            let bands = raw.band.as_ref().map(|bands| {
                let bands = bands.iter().map(|band| Raw { file: section.file, at: section.at, value: band.clone() });
                self.bands(&bands.collect::<Vec<Raw<RawBand>>>())
            });
            let own = *raw.code.get_ref() == self.framework.edition;
            let changes = raw.change.iter().filter_map(|change| self.change(section, change, own)).collect();
            let edition = Edition {
                code: raw.code.get_ref().clone(),
                units: raw.units,
                items: raw.items,
                source: self.text(section, &raw.source),
                note: self.optional_words(section, raw.note.as_ref()),
                bands,
                changes,
            };
            self.framework.editions.push(edition);
        }
        self.unique("edition", &codes);
    }

    /// A change; `own` where it leads into the framework's own edition, whose codes are known.
    fn change(&mut self, section: &Raw<RawEdition>, raw: &RawChange, own: bool) -> Option<Change> {
        let at = section.place(&raw.kind);
        let choices = ChangeKind::ALL.map(|kind| (kind.code(), kind));
        let kind = self.choice(raw.kind.get_ref(), at, "kind", &choices)?;
        let list = |codes: &[Spanned<String>]| codes.iter().map(|code| code.get_ref().clone()).collect::<Vec<_>>();
        let (from, into) = (list(&raw.from), list(&raw.into));
        self.check_counts(kind, &from, &into, at);
        if own {
            let here: &[Spanned<String>] = if kind == ChangeKind::Split { &raw.into } else { &[] };
            let named = (!matches!(kind, ChangeKind::Split | ChangeKind::Dropped)).then_some(&raw.code);
            for code in named.into_iter().chain(here) {
                self.check_here(code.get_ref(), section.place(code));
            }
        }
        let note = self.optional_words(section, raw.note.as_ref());
        Some(Change { kind, code: raw.code.get_ref().clone(), from, into, note })
    }

    fn check_counts(&mut self, kind: ChangeKind, from: &[String], into: &[String], at: Place) {
        let code = kind.code();
        let (wrong, help) = match kind {
            ChangeKind::Merged => {
                (from.len() < 2 || !into.is_empty(), "list at least two codes in `from`, and no `into`")
            }
            ChangeKind::Split => {
                (into.len() < 2 || !from.is_empty(), "list at least two codes in `into`, and no `from`")
            }
            ChangeKind::New | ChangeKind::Dropped => {
                (!from.is_empty() || !into.is_empty(), "give the `code` only, without `from` and `into`")
            }
            _ => (from.len() > 1 || !into.is_empty(), "give one code in `from`, or none where it is the same"),
        };
        if wrong {
            self.error(Code::BadLineage, format!("a `{code}` change does not go with these codes"), at, help);
        }
    }

    /// A code of the framework's own edition is a node or an item.
    fn check_here(&mut self, code: &str, at: Place) {
        let nodes = self.framework.nodes.iter().map(|node| node.code.clone());
        let items = self.framework.items.iter().map(|item| item.code.clone());
        let known: Vec<String> = nodes.chain(items).collect();
        self.reference("node or item", code, at, known.iter().map(String::as_str));
    }
}

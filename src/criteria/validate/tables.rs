//! Survey tables, their questions, and the catalogue of items.

use std::collections::BTreeMap;

use super::Build;
use super::vocabulary::check_code;
use crate::criteria::framework::{About, Item, Question, QuestionKind, Table};
use crate::criteria::raw::{RawItem, RawQuestion, RawTable};
use crate::criteria::read::Raw;
use crate::diag::{Code, Diagnostic, Place};
use crate::model::Words;

/// Rows keep their flags in the bits of one number.
const MOST_FLAGS: usize = 32;

/// The code of the table that has one row a unit and needs no declaration.
pub(crate) const UNIT_TABLE: &str = "unit";

impl Build<'_> {
    pub(super) fn tables(&mut self, tables: &[Raw<RawTable>]) {
        self.framework.tables.push(Table {
            code: UNIT_TABLE.to_owned(),
            name: Words::same(UNIT_TABLE),
            about: About::Unit,
            facets: Vec::new(),
            flags: Vec::new(),
            not_applicable_when: None,
            questions: Vec::new(),
        });
        let mut codes = vec![];
        for section in tables {
            self.table(section);
            codes.push((section.value.code.get_ref().clone(), section.place(&section.value.code)));
        }
        self.unique("table", &codes);
        self.unique_questions(tables);
        for (index, section) in tables.iter().enumerate() {
            if let Some(condition) = &section.value.not_applicable_when {
                let at = section.place(condition);
                let valid = self.condition(index + 1, condition.get_ref(), at, true);
                self.framework.tables[index + 1].not_applicable_when = valid;
            }
        }
    }

    fn table(&mut self, section: &Raw<RawTable>) {
        let raw = &section.value;
        let at = section.place(&raw.code);
        check_code(raw.code.get_ref(), at, self.findings);
        if raw.code.get_ref() == UNIT_TABLE {
            let help = "choose another code; indicators without a table are read from this one";
            self.error(Code::DuplicateCode, "`unit` is the table that always exists", at, help);
        }
        let mut facets = Vec::new();
        for code in &raw.facets {
            let known: Vec<String> = self.framework.facets.iter().map(|facet| facet.code.clone()).collect();
            facets.extend(self.reference(
                "facet",
                code.get_ref(),
                section.place(code),
                known.iter().map(String::as_str),
            ));
        }
        let about = self.about(section, &facets);
        for flag in &raw.flags {
            check_code(flag.get_ref(), section.place(flag), self.findings);
        }
        let codes: Vec<(String, Place)> =
            raw.flags.iter().map(|flag| (flag.get_ref().clone(), section.place(flag))).collect();
        self.unique("flag", &codes);
        if let Some(flag) = raw.flags.get(MOST_FLAGS) {
            let message = format!("the table has {} flags, and a row has room for {MOST_FLAGS}", raw.flags.len());
            self.error(Code::BadCondition, message, section.place(flag), "make questions of some of them");
        }
        let name = self.words(section, &raw.name);
        self.framework.tables.push(Table {
            code: raw.code.get_ref().clone(),
            name,
            about,
            facets,
            flags: raw.flags.iter().map(|flag| flag.get_ref().clone()).collect(),
            not_applicable_when: None,
            questions: Vec::new(),
        });
        for question in &raw.question {
            self.question(section, question);
        }
    }

    fn about(&mut self, section: &Raw<RawTable>, facets: &[usize]) -> About {
        let raw = &section.value;
        let kinds = [("unit", 0), ("catalogue", 1), ("facet", 2)];
        match self.choice(raw.items.get_ref(), section.place(&raw.items), "items", &kinds) {
            Some(1) => About::Catalogue,
            Some(2) => {
                let Some(code) = &raw.item_facet else {
                    let help = "add `item_facet = \"...\"` with a facet of the table";
                    self.error(Code::MissingKey, "a table of facet items names no facet", section.at, help);
                    return About::Unit;
                };
                let at = section.place(code);
                let known: Vec<String> =
                    facets.iter().map(|&facet| self.framework.facets[facet].code.clone()).collect();
                let found = self.reference("facet of this table", code.get_ref(), at, known.iter().map(String::as_str));
                found.map_or(About::Unit, |position| About::Facet(facets[position]))
            }
            _ => About::Unit,
        }
    }

    fn question(&mut self, section: &Raw<RawTable>, raw: &RawQuestion) {
        let at = section.place(&raw.code);
        check_code(raw.code.get_ref(), at, self.findings);
        let text = raw.text.as_ref().map_or_else(|| Words::same(raw.code.get_ref()), |text| self.words(section, text));
        let kind = match (&raw.scale, raw.best_of.is_empty()) {
            (Some(scale), true) => {
                let known: Vec<String> = self.framework.scales.iter().map(|scale| scale.code.clone()).collect();
                let place = section.place(scale);
                self.reference("scale", scale.get_ref(), place, known.iter().map(String::as_str))
                    .map(QuestionKind::Asked)
            }
            (None, false) => {
                let mut parts = Vec::new();
                for part in &raw.best_of {
                    let known: Vec<String> = self.current_questions();
                    let place = section.place(part);
                    let kind = "question above in this table";
                    let found = self.reference(kind, part.get_ref(), place, known.iter().map(String::as_str));
                    // The best of a best is the best of all; kept flat, so that no chain of them can explode.
                    for leaf in found.into_iter().flat_map(|part| self.current_leaves(part)) {
                        if !parts.contains(&leaf) {
                            parts.push(leaf);
                        }
                    }
                }
                Some(QuestionKind::BestOf(parts))
            }
            _ => {
                let message = format!("question `{}` needs either a scale or `best_of`", raw.code.get_ref());
                self.error(Code::MissingKey, message, at, "add one of the two");
                None
            }
        };
        if let (Some(kind), Some(table)) = (kind, self.framework.tables.last_mut()) {
            table.questions.push(Question { code: raw.code.get_ref().clone(), text, kind });
        }
    }

    /// The asked questions behind one of the table that is being read.
    fn current_leaves(&self, question: usize) -> Vec<usize> {
        match self.framework.tables.last().map(|table| &table.questions[question].kind) {
            Some(QuestionKind::BestOf(parts)) => parts.clone(),
            _ => vec![question],
        }
    }

    fn current_questions(&self) -> Vec<String> {
        self.framework
            .tables
            .last()
            .map_or_else(Vec::new, |table| table.questions.iter().map(|question| question.code.clone()).collect())
    }

    /// Question codes are unique over all tables, since the tidy form names a question by its code alone.
    fn unique_questions(&mut self, tables: &[Raw<RawTable>]) {
        let codes: Vec<(String, Place)> = tables
            .iter()
            .flat_map(|section| {
                section
                    .value
                    .question
                    .iter()
                    .map(move |question| (question.code.get_ref().clone(), section.place(&question.code)))
            })
            .collect();
        self.unique("question", &codes);
    }

    pub(super) fn items(&mut self, items: &[Raw<RawItem>]) {
        let mut codes = Vec::new();
        for section in items {
            let raw = &section.value;
            let at = section.place(&raw.code);
            check_code(raw.code.get_ref(), at, self.findings);
            codes.push((raw.code.get_ref().clone(), at));
            let known: Vec<String> = self.framework.tables.iter().map(|table| table.code.clone()).collect();
            let place = section.place(&raw.table);
            let table = self.reference("table", raw.table.get_ref(), place, known.iter().map(String::as_str));
            if let Some(table) = table
                && self.framework.tables[table].about != About::Catalogue
            {
                let message = format!("table `{}` has no catalogue", raw.table.get_ref());
                self.error(Code::BadFold, message, place, "give the table `items = \"catalogue\"`");
            }
            let facets = self.item_facets(section);
            let weight = self.weight(section, raw.weight.as_ref());
            let name = self.words(section, &raw.name);
            let origin = self.origin(section, raw.origin.as_ref());
            let spellings = raw.spellings.clone();
            let code = raw.code.get_ref().clone();
            self.framework.items.push(Item {
                code,
                table: table.unwrap_or(0),
                name,
                facets,
                spellings,
                weight,
                origin,
            });
        }
        self.unique("item", &codes);
        self.distinct_names(items);
    }

    fn item_facets(&mut self, section: &Raw<RawItem>) -> Vec<Option<usize>> {
        let mut facets = vec![None; self.framework.facets.len()];
        let Some(given) = &section.value.facets else { return facets };
        let at = section.place(given);
        for (facet, value) in given.get_ref() {
            if let Some((facet, value)) = self.facet_value(facet, value, at) {
                facets[facet] = Some(value);
            }
        }
        facets
    }

    /// A value of a facet, by their codes.
    pub(super) fn facet_value(&mut self, facet: &str, value: &str, at: Place) -> Option<(usize, usize)> {
        let known: Vec<String> = self.framework.facets.iter().map(|facet| facet.code.clone()).collect();
        let index = self.reference("facet", facet, at, known.iter().map(String::as_str))?;
        let values: Vec<String> = self.framework.facets[index].values.iter().map(|value| value.code.clone()).collect();
        let kind = format!("value of `{facet}`");
        Some((index, self.reference(&kind, value, at, values.iter().map(String::as_str))?))
    }

    /// Two items of one table that a survey could not tell apart.
    fn distinct_names(&mut self, items: &[Raw<RawItem>]) {
        let mut seen: BTreeMap<(usize, Vec<Option<usize>>, String), usize> = BTreeMap::new();
        for index in 0..self.framework.items.len() {
            let item = &self.framework.items[index];
            let mut words = vec![item.code.clone(), item.name.get("en").to_owned()];
            words.extend(item.spellings.iter().cloned());
            let key = |word: &String| (item.table, item.facets.clone(), word.trim().to_lowercase());
            let keys: Vec<_> = words.iter().map(key).collect();
            for key in keys {
                if let Some(&other) = seen.get(&key)
                    && other != index
                {
                    self.findings.push(
                        Diagnostic::new(Code::AmbiguousSpelling, format!("two items are spelled `{}`", key.2))
                            .at(items[index].at)
                            .labelled(items[other].at, "the other is here")
                            .help("give each spelling to one item, or let their facets tell them apart"),
                    );
                } else {
                    seen.insert(key, index);
                }
            }
        }
    }
}

//! Conditions: codes resolved against the table that they test.

use super::Build;
use crate::criteria::framework::{Condition, QuestionKind, Test};
use crate::criteria::raw::RawCondition;
use crate::diag::{Code, Place};
use crate::model::Absence;

impl Build<'_> {
    /// Resolves a condition on rows of a table; `rows` false allows only facets, as for items.
    pub(super) fn condition(&mut self, table: usize, raw: &RawCondition, at: Place, rows: bool) -> Option<Condition> {
        if raw.is_empty() || raw.iter().any(|tests| tests.is_empty()) {
            let help = "write at least one table of tests, such as `[{ F1 = [\"yes\"] }]`";
            self.error(Code::BadCondition, "the condition tests nothing", at, help);
            return None;
        }
        let mut alternatives = Vec::new();
        for tests in raw {
            let mut resolved = Vec::new();
            for (name, codes) in tests {
                resolved.push(self.test(table, name, codes, at, rows)?);
            }
            alternatives.push(resolved);
        }
        Some(Condition(alternatives))
    }

    fn test(&mut self, table: usize, name: &str, codes: &[String], at: Place, rows: bool) -> Option<Test> {
        if codes.is_empty() {
            self.error(Code::BadCondition, format!("`{name}` is tested against nothing"), at, "list at least one code");
            return None;
        }
        if let Some(facet) = self.framework.facets.iter().position(|facet| facet.code == name) {
            let mut values = Vec::new();
            for code in codes {
                values.push(self.facet_value(name, code, at)?.1);
            }
            return Some(Test::Facet { facet, values });
        }
        if rows {
            if let Some(flag) = self.framework.tables[table].flags.iter().position(|flag| flag == name) {
                if codes.len() > 1 {
                    let message = format!("the flag `{name}` is tested for several answers at once");
                    self.error(Code::BadCondition, message, at, "a flag is `[\"yes\"]` or `[\"no\"]`");
                    return None;
                }
                let set = self.choice(&codes[0], at, name, &[("yes", true), ("no", false)])?;
                return Some(Test::Flag { flag, set });
            }
            let questions = &self.framework.tables[table].questions;
            if let Some(question) = questions.iter().position(|question| question.code == name) {
                return self.answer_test(table, question, codes, at);
            }
        }
        let mut known: Vec<String> = self.framework.facets.iter().map(|facet| facet.code.clone()).collect();
        if rows {
            known.extend(self.framework.tables[table].flags.iter().cloned());
            known.extend(self.framework.tables[table].questions.iter().map(|question| question.code.clone()));
        }
        let kind = if rows { "question, facet or flag of this table" } else { "facet" };
        self.reference(kind, name, at, known.iter().map(String::as_str));
        None
    }

    fn answer_test(&mut self, table: usize, question: usize, codes: &[String], at: Place) -> Option<Test> {
        let QuestionKind::Asked(scale) = self.framework.tables[table].questions[question].kind else {
            let help = "test the questions that it is derived from";
            self.error(Code::BadCondition, "a derived question cannot be tested", at, help);
            return None;
        };
        let known: Vec<String> =
            self.framework.scales[scale].options().iter().map(|option| option.code.clone()).collect();
        let (mut options, mut absences) = (Vec::new(), Vec::new());
        for code in codes {
            if let Some(absence) = Absence::from_survey_code(code) {
                absences.push(absence);
            } else {
                let kind = format!("option of scale `{}`", self.framework.scales[scale].code);
                options.push(self.reference(&kind, code, at, known.iter().map(String::as_str))?);
            }
        }
        Some(Test::Answer { question, options, absences })
    }
}

//! Shares of one whole.

use super::Build;
use crate::criteria::framework::{QuestionIx, QuestionKind, ScaleKind, TableIx, Whole};
use crate::criteria::raw::RawWhole;
use crate::criteria::read::Raw;
use crate::diag::{Code, Place};
use crate::model::Range;

impl Build<'_> {
    pub(super) fn wholes(&mut self, wholes: &[Raw<RawWhole>]) {
        for section in wholes {
            let raw = &section.value;
            let name = self.words(section, &raw.name);
            let mut parts: Vec<(TableIx, QuestionIx)> = Vec::new();
            for code in raw.parts.get_ref() {
                let Some(part) = self.share_question(code.get_ref(), section.place(code)) else { continue };
                if parts.contains(&part) {
                    let message = format!("`{}` is a part twice", code.get_ref());
                    self.error(Code::DuplicateCode, message, section.place(code), "name each part once");
                } else {
                    parts.push(part);
                }
            }
            let at = section.place(&raw.parts);
            if raw.parts.get_ref().len() < 2 {
                self.error(Code::BadMeasure, "a whole has at least two parts", at, "name the other questions");
            }
            let Some(&(table, _)) = parts.first() else { continue };
            if parts.iter().any(|(other, _)| *other != table) {
                let help = "name questions of one table: shares of different rows have different wholes";
                self.error(Code::BadMeasure, "the parts stand in different tables", at, help);
            }
            let parts = parts.into_iter().map(|(_, question)| question).collect();
            self.framework.wholes.push(Whole { name, table, parts });
        }
    }

    /// An asked question whose answers are shares from 0 to 1.
    fn share_question(&mut self, code: &str, at: Place) -> Option<(TableIx, QuestionIx)> {
        let questions: Vec<(String, TableIx, QuestionIx)> = self
            .framework
            .tables
            .iter()
            .enumerate()
            .flat_map(|(table, named)| {
                named.questions.iter().enumerate().map(move |(at, question)| (question.code.clone(), table, at))
            })
            .collect();
        let known = questions.iter().map(|(code, _, _)| code.as_str());
        let (_, table, question) = questions[self.reference("question", code, at, known)?];
        let scale = match self.framework.tables[table].questions[question].kind {
            QuestionKind::Asked(scale) => Some(&self.framework.scales[scale].kind),
            QuestionKind::BestOf(_) => None,
        };
        let Some(ScaleKind::Number { range, .. }) = scale else {
            let help = "name a question that is asked and answered with a number";
            self.error(Code::BadMeasure, format!("`{code}` is no share of a whole"), at, help);
            return None;
        };
        if *range != Range::new(0.0, 1.0) {
            let help = "let its scale go from 0 to 1; with `percent` it is written in per cent";
            self.error(Code::BadMeasure, format!("`{code}` does not go from 0 to 1"), at, help);
            return None;
        }
        Some((table, question))
    }
}

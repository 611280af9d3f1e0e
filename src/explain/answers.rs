//! The answers behind an indicator, each with its place.

use super::tree::Subject;
use super::{datum, figure};
use crate::criteria::{About, Fold, Indicator, Measure, QuestionIx, QuestionKind};
use crate::diag::Place;
use crate::evaluate::{Decided, ItemWork, item_work};
use crate::model::Datum;

/// Every item that counts to an indicator in one panel, with its rows.
pub(super) fn indicator_answers(
    subject: Subject<'_>,
    stage: usize,
    unit: usize,
    indicator: usize,
    depth: usize,
) -> String {
    let slice = subject.evaluation.observations.panels[stage].slice;
    let scores = subject.evaluation.observations.items.iter();
    let mine = scores.filter(|score| score.unit == unit && score.indicator == indicator && score.slice == slice);
    let mut text = String::new();
    for score in mine {
        let listing = Listing { subject, indicator: &subject.framework.indicators[indicator], depth };
        text += &listing.item(unit, score.item, score.value);
    }
    text
}

struct Listing<'l> {
    subject: Subject<'l>,
    indicator: &'l Indicator,
    depth: usize,
}

impl Listing<'_> {
    fn item(&self, unit: usize, item: Option<usize>, value: Datum) -> String {
        let framework = self.subject.framework;
        let answers = &self.subject.round.answers()[self.indicator.table];
        let work = item_work(framework, self.indicator, answers, unit, item);
        let indent = "  ".repeat(self.depth);
        let language = self.subject.language;
        let name = match (framework.tables[self.indicator.table].about, item) {
            (About::Catalogue, Some(item)) => {
                let item = &framework.items[item];
                format!("{} ({})", item.name.get(language), item.code)
            }
            (About::Facet(facet), Some(value)) => {
                let value = &framework.facets[facet].values[value];
                format!("{} ({})", value.name.get(language), value.code)
            }
            _ => String::new(),
        };
        let mut text = if name.is_empty() { String::new() } else { format!("{indent}{name}: {}\n", datum(value)) };
        let Some(how) = self.how(&work) else { return text };
        if !how.is_empty() {
            text += &format!("{indent}  {how}\n");
        }
        text + &self.rows(&work)
    }

    /// How the rows became the score of the item, in one line; nothing where the indicator does not apply to it.
    fn how(&self, work: &ItemWork) -> Option<String> {
        match work.decided {
            Some(Decided::NotApplicable) => return Some("the item does not apply to the unit".to_owned()),
            Some(Decided::Full) => return Some("full marks by rule".to_owned()),
            Some(Decided::Filtered) => return Some("no row passes the filter, so there is no score".to_owned()),
            Some(Decided::NoRow) => return None,
            Some(Decided::NothingLeft) => {
                return Some("every answer was left out; the declared score stands".to_owned());
            }
            None => {}
        }
        let rows = work.rows.iter().filter(|row| row.read).count();
        let fold = match work.fold {
            Fold::Best => "best",
            Fold::Worst => "worst",
            Fold::Sum => "sum",
            Fold::Mean | Fold::WeightedMean | Fold::Single => "mean",
        };
        let mut text = if rows > 1 { format!("{fold} of {rows} rows; ") } else { String::new() };
        if let Measure::Value(_) = self.indicator.measure {
            return Some(text.trim_end_matches("; ").to_owned());
        }
        let parts: Vec<String> =
            work.questions.iter().map(|question| self.part(question.question, question.value)).collect();
        text += &parts.join(", ");
        text.truncate(text.trim_end_matches("; ").len());
        if let Some(unrounded) = work.unrounded
            && let Ok(value) = work.value
        {
            text += &format!("; {} rounded to {}", figure(unrounded), figure(value));
        }
        Some(text)
    }

    fn part(&self, question: QuestionIx, value: Datum) -> String {
        let code = &self.subject.framework.tables[self.indicator.table].questions[question].code;
        match (&self.indicator.measure, value) {
            (Measure::Points(points), Ok(share)) => {
                let full = points.iter().find(|(at, _)| *at == question).map_or(0.0, |(_, points)| *points);
                format!("{code} {} x {} points", figure(share), figure(full))
            }
            (_, Ok(share)) => format!("{code} {}", figure(share)),
            (_, Err(absence)) => format!("{code} left out ({})", absence.code().replace('_', " ")),
        }
    }

    /// Each answer that the measure reads, as it stands in the file.
    fn rows(&self, work: &ItemWork) -> String {
        let answers = &self.subject.round.answers()[self.indicator.table];
        let indent = "  ".repeat(self.depth + 1);
        let mut text = String::new();
        for row in &work.rows {
            let line = |place: Place| (place.file, self.subject.sources.line(place));
            // In the tidy form each answer has a line of its own, and answers may come from several files.
            let leaves = self.indicator.measure.questions().into_iter().flat_map(|question| self.leaves(question));
            let mut places: Vec<Place> = leaves.map(|leaf| answers.row(row.row)[leaf].place).collect();
            places.dedup_by_key(|place| line(*place));
            if places.is_empty() {
                places.push(answers.rows[row.row].place);
            }
            let shown: Vec<String> = places
                .iter()
                .map(|place| format!("{}:{}", self.subject.sources.name(place.file), line(*place).1))
                .collect();
            let place = shown.join(", ");
            let unread = if row.read { "" } else { " (not read)" };
            let mut said = Vec::new();
            for question in self.indicator.measure.questions() {
                self.said(question, row.row, &mut said);
            }
            let score = row.score.map_or(String::new(), |score| format!(" = {}", datum(score)));
            text += &format!("{indent}{place}{unread}  {}{}{score}\n", self.who(row.row), said.join(", "));
            for place in places {
                text += &self.beside(place, &indent);
            }
        }
        text
    }

    /// The facets that the row carries itself, such as its assessor.
    fn who(&self, row: usize) -> String {
        let row = &self.subject.round.answers()[self.indicator.table].rows[row];
        let own = match self.subject.framework.tables[self.indicator.table].about {
            About::Facet(facet) => Some(facet),
            _ => None,
        };
        let facets = self.subject.framework.facets.iter().enumerate().filter(|(at, _)| Some(*at) != own);
        let named = facets.filter_map(|(at, facet)| {
            let value = row.facets.get(at).copied().flatten()?;
            Some(facet.values.get(usize::from(value))?.name.get(self.subject.language).to_owned())
        });
        let named: Vec<String> = named.collect();
        if named.is_empty() { String::new() } else { format!("[{}] ", named.join(", ")) }
    }

    /// What stands beside an answer: how many were asked, how precise it is, and the evidence.
    fn beside(&self, place: Place, indent: &str) -> String {
        let found = self.subject.round.annotations.iter().find(|annotation| annotation.place == place);
        let Some(annotation) = found else { return String::new() };
        let mut parts = Vec::new();
        parts.extend(annotation.n.map(|n| format!("n = {}", figure(n))));
        parts.extend(annotation.standard_error.map(|error| format!("standard error {}", figure(error))));
        let note = annotation.note.get(self.subject.language);
        for (what, text) in [("evidence", annotation.evidence.as_str()), ("source", &annotation.source), ("note", note)]
        {
            if !text.is_empty() {
                parts.push(format!("{what}: {text}"));
            }
        }
        if parts.is_empty() { String::new() } else { format!("{indent}  {}\n", parts.join("; ")) }
    }

    /// The asked questions behind one.
    fn leaves(&self, question: QuestionIx) -> Vec<QuestionIx> {
        match &self.subject.framework.tables[self.indicator.table].questions[question].kind {
            QuestionKind::BestOf(parts) => parts.clone(),
            QuestionKind::Asked(_) => vec![question],
        }
    }

    /// The text of an answer with its column, or of the answers that a derived question is made from.
    fn said(&self, question: QuestionIx, row: usize, said: &mut Vec<String>) {
        let asked = &self.subject.framework.tables[self.indicator.table].questions[question];
        match &asked.kind {
            QuestionKind::BestOf(parts) => {
                for &part in parts {
                    self.said(part, row, said);
                }
            }
            QuestionKind::Asked(_) => {
                let cell = self.subject.round.answers()[self.indicator.table].row(row)[question];
                let column = self.subject.sources.column(cell.place);
                let text = self.subject.sources.slice(cell.place).trim();
                let shown: String = text.trim_matches('"').chars().take(60).collect();
                said.push(format!("{} \"{shown}\" (column {column})", asked.code));
            }
        }
    }
}

//! The answers behind an indicator, each with its place.

use super::tree::Subject;
use super::{datum, figure};
use crate::criteria::{About, Fold, Indicator, Measure, QuestionIx, QuestionKind};
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
        let mut text = if rows > 1 { format!("{fold} of {rows} rows") } else { String::new() };
        if let Measure::Value(_) = self.indicator.measure {
            return Some(text);
        }
        let parts: Vec<String> =
            work.questions.iter().map(|question| self.part(question.question, question.value)).collect();
        if !text.is_empty() && !parts.is_empty() {
            text += "; ";
        }
        text += &parts.join(", ");
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

    /// Each answer that the measure reads, as it stands in the file. The answers of one row can come from several files;
    /// each file has a line of its own.
    fn rows(&self, work: &ItemWork) -> String {
        let indent = "  ".repeat(self.depth + 1);
        let mut text = String::new();
        for row in &work.rows {
            let mut said: Vec<(String, String)> = Vec::new();
            for question in self.indicator.measure.questions() {
                self.said(question, row.row, &mut said);
            }
            let unread = if row.read { "" } else { " (not read)" };
            let score = row.score.map_or(String::new(), |score| format!(" = {}", datum(score)));
            let mut places: Vec<String> = Vec::new();
            for (place, _) in &said {
                if !places.contains(place) {
                    places.push(place.clone());
                }
            }
            let lines: Vec<String> = places
                .iter()
                .map(|place| {
                    let here: Vec<&str> =
                        said.iter().filter(|(there, _)| there == place).map(|(_, answer)| answer.as_str()).collect();
                    format!("{indent}{place}{unread}  {}", here.join(", "))
                })
                .collect();
            text += &format!("{}{score}\n", lines.join("\n"));
        }
        text
    }

    /// The place and text of an answer with its column, or of the answers that a derived question is made from.
    fn said(&self, question: QuestionIx, row: usize, said: &mut Vec<(String, String)>) {
        let asked = &self.subject.framework.tables[self.indicator.table].questions[question];
        match &asked.kind {
            QuestionKind::BestOf(parts) => {
                for &part in parts {
                    self.said(part, row, said);
                }
            }
            QuestionKind::Asked(_) => {
                let cell = self.subject.round.answers()[self.indicator.table].row(row)[question];
                let sources = self.subject.sources;
                let place = format!("{}:{}", sources.name(cell.place.file), sources.line(cell.place));
                let text = sources.slice(cell.place).trim();
                let shown: String = text.trim_matches('"').chars().take(60).collect();
                let column = sources.column(cell.place);
                said.push((place, format!("{} \"{shown}\" (column {column})", asked.code)));
            }
        }
    }
}

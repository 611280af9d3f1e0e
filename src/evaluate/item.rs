//! The score of one item: its rows folded, its questions measured.
//!
//! The order is fixed and the same for every index: the table's not-applicable rule, the full-marks rule, the filter,
//! the fold over rows, the measure, the rounding. Each step is kept in [`ItemWork`], which is what `explain` prints;
//! scoring uses the same function, so an explanation cannot differ from the score.

use std::ops::Range as Span;

use super::condition::{Tested, facet_of};
use crate::criteria::{AbsentRule, Fold, Framework, Indicator, Measure, QuestionIx, QuestionKind, ScaleKind, TableIx};
use crate::model::{Absence, Datum};
use crate::stats;
use crate::survey::{Answer, Answers};

/// Which value stands in for what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// The declared rules.
    Stated,
    /// Everything missing is the worst answer.
    Low,
    /// Everything missing is the best answer.
    High,
}

/// How an item came to its score.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemWork {
    /// The score, on the framework's scale, or the value in its own measure for a number.
    pub value: Datum,
    /// The fold that was used for the rows.
    pub fold: Fold,
    /// Rows of the item that were read, as indices into the table's answers.
    pub rows: Vec<RowWork>,
    /// Each question of the measure after folding; empty where rows are scored first.
    pub questions: Vec<QuestionWork>,
    /// Which rule decided before any answer was read.
    pub decided: Option<Decided>,
    /// The value before rounding, where the indicator rounds.
    pub unrounded: Option<f64>,
}

/// A rule that decides without reading answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The table says that the item does not apply.
    NotApplicable,
    /// Full marks.
    Full,
    /// No row passes the filter.
    Filtered,
    /// There is no row.
    NoRow,
    /// Every answer was left out, and the indicator says what that means.
    NothingLeft,
}

/// A row of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct RowWork {
    /// Index into the rows of the table.
    pub row: usize,
    /// Whether it passes the filter.
    pub read: bool,
    /// Its own score, where rows are scored before they are folded.
    pub score: Option<Datum>,
}

/// A question of an item after folding.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionWork {
    /// Index into the questions of the table.
    pub question: QuestionIx,
    /// Share of full marks, or the number where the measure is a number.
    pub value: Datum,
}

/// Everything that scoring one item needs.
pub(super) struct Subject<'s> {
    pub(super) framework: &'s Framework,
    pub(super) indicator: &'s Indicator,
    pub(super) answers: &'s Answers,
    pub(super) rows: Span<usize>,
    /// Catalogue item, where the table has a catalogue.
    pub(super) item: Option<usize>,
}

/// The work behind the score of one item under the declared rules.
#[must_use]
pub fn item_work(
    framework: &Framework,
    indicator: &Indicator,
    answers: &Answers,
    unit: usize,
    item: Option<usize>,
) -> ItemWork {
    let catalogue = framework.tables[indicator.table].about == crate::criteria::About::Catalogue;
    let rows = answers.rows_of(unit, item);
    Subject { framework, indicator, answers, rows, item: item.filter(|_| catalogue) }.work(View::Stated)
}

impl Subject<'_> {
    /// Scores the item as one view sees it.
    pub(super) fn work(&self, view: View) -> ItemWork {
        let fold = self.fold();
        let mut work = ItemWork {
            value: Err(Absence::NotAssessed),
            fold,
            rows: Vec::new(),
            questions: Vec::new(),
            decided: None,
            unrounded: None,
        };
        work.rows = self.rows.clone().map(|row| RowWork { row, read: true, score: None }).collect();
        if self.rows.is_empty() {
            work.decided = Some(Decided::NoRow);
            return work;
        }
        let table = &self.framework.tables[self.indicator.table];
        if let Some(condition) = &table.not_applicable_when
            && self.any_row(condition)
        {
            return decided(work, Decided::NotApplicable, Err(Absence::NotApplicable));
        }
        if let Some(condition) = &self.indicator.full_when
            && self.any_row(condition)
        {
            return decided(work, Decided::Full, Ok(self.framework.scale.high()));
        }
        if let Some(condition) = &self.indicator.filter {
            for row in &mut work.rows {
                row.read = self.tested(row.row).holds(condition, false);
            }
            if work.rows.iter().all(|row| !row.read) {
                return decided(work, Decided::Filtered, Err(Absence::NotApplicable));
            }
        }
        work.value = if self.indicator.rows.scores || matches!(self.indicator.measure, Measure::Tiers { .. }) {
            self.rows_then_fold(&mut work, view)
        } else {
            self.fold_then_measure(&mut work, view)
        };
        self.finish(work)
    }

    /// Whether no answer that the measure reads is missing, so that every view sees the same.
    pub(super) fn complete(&self) -> bool {
        let questions = self.indicator.measure.questions();
        let there = |row: usize| questions.iter().all(|&question| self.answered(question, row));
        !self.rows.is_empty() && self.rows.clone().all(there)
    }

    fn answered(&self, question: QuestionIx, row: usize) -> bool {
        match &self.framework.tables[self.indicator.table].questions[question].kind {
            QuestionKind::Asked(_) => !matches!(
                self.answers.row(row)[question].answer,
                Answer::Absent(absence) if !absence.leaves_denominator()
            ),
            QuestionKind::BestOf(parts) => parts.iter().all(|&part| self.answered(part, row)),
        }
    }

    fn tested(&self, row: usize) -> Tested<'_> {
        Tested { framework: self.framework, answers: self.answers, row, item: self.item }
    }

    fn any_row(&self, condition: &crate::criteria::Condition) -> bool {
        self.rows.clone().any(|row| self.tested(row).holds(condition, false))
    }

    /// The fold of the rows; where it depends on a facet and rows disagree, the first row counts.
    fn fold(&self) -> Fold {
        let rule = &self.indicator.rows;
        let (Some(by), Some(first)) = (rule.by, self.rows.clone().next()) else { return rule.fold };
        let value = facet_of(self.framework, Some(&self.answers.rows[first]), self.item, by);
        rule.except.iter().find(|(at, _)| Some(*at) == value).map_or(rule.fold, |(_, fold)| *fold)
    }

    fn fold_then_measure(&self, work: &mut ItemWork, view: View) -> Datum {
        let read: Vec<usize> = work.rows.iter().filter(|row| row.read).map(|row| row.row).collect();
        for question in self.indicator.measure.questions() {
            let value = self.fold_question(question, &read, work.fold, view);
            work.questions.push(QuestionWork { question, value });
        }
        self.measure(&work.questions)
    }

    fn rows_then_fold(&self, work: &mut ItemWork, view: View) -> Datum {
        let mut known = Vec::new();
        let mut absences = Vec::new();
        for row in work.rows.iter_mut().filter(|row| row.read) {
            let score = self.score_row(row.row, view);
            row.score = Some(score);
            match score {
                Ok(score) => known.push(score),
                Err(absence) => absences.push(absence),
            }
        }
        folded(work.fold, &known).map_or_else(|| Err(least(&absences)), Ok)
    }

    fn score_row(&self, row: usize, view: View) -> Datum {
        if let Measure::Tiers { rules, otherwise } = &self.indicator.measure {
            let tested = self.tested(row);
            let holds = rules.iter().find(|(condition, _)| tested.holds(condition, view == View::High));
            return Ok(holds.map_or(*otherwise, |(_, score)| *score));
        }
        let questions: Vec<QuestionWork> = self
            .indicator
            .measure
            .questions()
            .into_iter()
            .map(|question| QuestionWork { question, value: self.fold_question(question, &[row], Fold::Single, view) })
            .collect();
        self.measure(&questions)
    }

    /// One question over the rows that are read, by the rules for absent answers.
    fn fold_question(&self, question: QuestionIx, read: &[usize], fold: Fold, view: View) -> Datum {
        let mut known = Vec::with_capacity(read.len());
        let mut absences = Vec::new();
        for &row in read {
            match self.value(question, row) {
                Ok(value) => known.push(value),
                Err(absence) => match self.stand_in(question, absence, view) {
                    Some(value) => known.push(value),
                    None => absences.push(absence),
                },
            }
        }
        folded(fold, &known).map_or_else(|| Err(least(&absences)), Ok)
    }

    /// What an absent answer counts as; nothing when it is left out.
    fn stand_in(&self, question: QuestionIx, absence: Absence, view: View) -> Option<f64> {
        let (low, high) = self.ends(question);
        if view != View::Stated && !absence.leaves_denominator() {
            return if view == View::Low { low } else { high };
        }
        match self.indicator.absent.of(absence) {
            AbsentRule::LeaveOut => None,
            AbsentRule::Zero => low,
            AbsentRule::ZeroUnlessAll => {
                let all = self.rows.clone().all(|row| self.value(question, row) == Err(absence));
                if all { None } else { low }
            }
        }
    }

    /// Worst and best value of a question: shares of full marks, or the ends of a number.
    fn ends(&self, question: QuestionIx) -> (Option<f64>, Option<f64>) {
        if self.is_number(question) {
            let range = self.indicator.range;
            let ends = (range.map(crate::model::Range::low), range.map(crate::model::Range::high));
            return if self.indicator.lower_is_better { (ends.1, ends.0) } else { ends };
        }
        (Some(0.0), Some(1.0))
    }

    /// Whether the measure is a number that keeps its own measure.
    fn is_number(&self, question: QuestionIx) -> bool {
        matches!(self.indicator.measure, Measure::Value(_))
            && number_scale(self.framework, self.indicator.table, question)
    }

    /// The answer of a row: its share of full marks, or the number itself.
    fn value(&self, question: QuestionIx, row: usize) -> Datum {
        if self.is_number(question) {
            return match self.answers.row(row)[question].answer {
                Answer::Number(value) => Ok(value),
                Answer::Option(_) => Err(Absence::NotAvailable),
                Answer::Absent(absence) => Err(absence),
            };
        }
        share(self.framework, self.indicator.table, question, self.answers, row)
    }

    fn measure(&self, questions: &[QuestionWork]) -> Datum {
        let scale = self.framework.scale;
        let known: Vec<(QuestionIx, f64)> =
            questions.iter().filter_map(|work| Some((work.question, work.value.ok()?))).collect();
        let absences: Vec<Absence> = questions.iter().filter_map(|work| work.value.err()).collect();
        if known.is_empty() {
            return Err(least(&absences));
        }
        match &self.indicator.measure {
            Measure::Value(question) if self.is_number(*question) => Ok(known[0].1),
            Measure::Value(_) | Measure::Mean(_) => {
                let shares: Vec<f64> = known.iter().map(|(_, share)| *share).collect();
                let mean = stats::mean(&shares).ok_or(Absence::Undefined)?;
                Ok(scale.low() + mean * scale.width())
            }
            Measure::Points(points) => {
                let of = |question: QuestionIx| {
                    points.iter().find(|(at, _)| *at == question).map_or(0.0, |(_, points)| *points)
                };
                let earned = stats::sum(known.iter().map(|(at, share)| of(*at) * share)).ok_or(Absence::Undefined)?;
                let possible = stats::sum(known.iter().map(|(at, _)| of(*at))).ok_or(Absence::Undefined)?;
                if absences.is_empty() {
                    return Ok(earned);
                }
                if possible > 0.0 { Ok(earned / possible * scale.high()) } else { Err(least(&absences)) }
            }
            Measure::Tiers { .. } => Err(Absence::Undefined),
        }
    }

    fn finish(&self, mut work: ItemWork) -> ItemWork {
        if let (Err(absence), Some(score)) = (work.value, self.indicator.nothing_left)
            && !absence.leaves_denominator()
        {
            return decided(work, Decided::NothingLeft, Ok(score));
        }
        if let (Some(digits), Ok(value)) = (self.indicator.round_items, work.value) {
            work.unrounded = Some(value);
            work.value = Ok(round_half_up(value, digits));
        }
        work
    }
}

fn decided(mut work: ItemWork, by: Decided, value: Datum) -> ItemWork {
    work.decided = Some(by);
    work.value = value;
    work
}

/// Rounds half up, as publishers' spreadsheets do. The small addend keeps a half that binary fractions cannot hold
/// (66.5 as 66.49999999999999) from falling down.
fn round_half_up(value: f64, digits: u8) -> f64 {
    let factor = 10_f64.powi(i32::from(digits));
    (value * factor + 0.5 + 1e-9).floor() / factor
}

/// Whether a question is answered by a number that keeps its own measure.
pub(super) fn number_scale(framework: &Framework, table: TableIx, question: QuestionIx) -> bool {
    match &framework.tables[table].questions[question].kind {
        QuestionKind::Asked(scale) => matches!(framework.scales[*scale].kind, ScaleKind::Number { .. }),
        QuestionKind::BestOf(_) => false,
    }
}

/// The share of full marks of an answer, between 0 and 1.
fn share(framework: &Framework, table: TableIx, question: QuestionIx, answers: &Answers, row: usize) -> Datum {
    match &framework.tables[table].questions[question].kind {
        QuestionKind::Asked(scale) => {
            let scale = &framework.scales[*scale];
            let points = match answers.row(row)[question].answer {
                Answer::Option(option) => {
                    scale.options().get(usize::from(option)).map(|option| option.points).ok_or(Absence::NotAvailable)?
                }
                Answer::Number(value) => value,
                Answer::Absent(absence) => return Err(absence),
            };
            let range = scale.range().ok_or(Absence::Undefined)?;
            if range.width() > 0.0 { Ok((points - range.low()) / range.width()) } else { Err(Absence::Undefined) }
        }
        QuestionKind::BestOf(parts) => {
            let values: Vec<Datum> = parts.iter().map(|&part| share(framework, table, part, answers, row)).collect();
            let known: Vec<f64> = values.iter().filter_map(|value| value.ok()).collect();
            let absences: Vec<Absence> = values.iter().filter_map(|value| value.err()).collect();
            folded(Fold::Best, &known).map_or_else(|| Err(least(&absences)), Ok)
        }
    }
}

/// Folds known values; nothing when there is none. `Single` and `WeightedMean` of plain values are their mean.
pub(super) fn folded(fold: Fold, values: &[f64]) -> Option<f64> {
    match fold {
        Fold::Best => values.iter().copied().reduce(f64::max),
        Fold::Worst => values.iter().copied().reduce(f64::min),
        Fold::Sum if values.is_empty() => None,
        Fold::Sum => stats::sum(values.iter().copied()),
        Fold::Mean | Fold::Single | Fold::WeightedMean => stats::mean(values),
    }
}

/// The one reason for several absences: not applicable only if all are, else the weightiest of the others.
pub(super) fn least(absences: &[Absence]) -> Absence {
    absences.iter().copied().filter(|absence| !absence.leaves_denominator()).min().unwrap_or(if absences.is_empty() {
        Absence::NotAvailable
    } else {
        Absence::NotApplicable
    })
}

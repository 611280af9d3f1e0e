//! What an observation would be if one answer had come out otherwise.
//!
//! An assessor can be one step off, an estimate has a sampling error. Each such answer is changed once up and once down, with
//! everything else as it stands, and the change of every observation that reads it is kept. Errors of several answers are
//! then added, which is exact across the items of a mean and close within an item.

use std::collections::{BTreeMap, BTreeSet};

use super::observe::{Observed, fold_mean};
use crate::criteria::{About, Framework, Indicator, QuestionIx, QuestionKind, ScaleKind, TableIx, ValueIx};
use crate::methods::denomination::denominate;
use crate::model::Datum;
use crate::survey::{Annotation, Answer, Answers, Round};

/// An answer that could have come out otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moved {
    /// The observations that it moves.
    pub changes: Vec<Change>,
    /// How far it can go down and up, in steps or standard errors, before it meets the end of its scale.
    pub room: (f64, f64),
}

/// What a moved answer does to an observation, after denomination.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Panel.
    pub panel: usize,
    /// Indicator.
    pub indicator: usize,
    /// Unit.
    pub unit: usize,
    /// Change where the answer is one step or standard error higher.
    pub up: f64,
    /// Change where it is one lower.
    pub down: f64,
}

/// The two ways in which an answer can come out otherwise.
#[derive(Clone, Copy, Debug)]
struct Ways {
    up: Answer,
    down: Answer,
    /// By what the changes are multiplied to be those of one step or standard error.
    scale: (f64, f64),
    room: (f64, f64),
}

/// Table, row and question of an answer.
type Cell = (TableIx, usize, QuestionIx);

/// Every answer that an assessor gave, one step up and one step down on its scale: the next option by its points, one thing
/// more or fewer of a checklist. At the end of a scale an error can only go one way. Numbers are no matter of judgement and
/// are not moved.
#[must_use]
pub fn steps_of_assessors(framework: &Framework, round: &Round) -> Vec<Moved> {
    moved(framework, round, |(table, row, question)| {
        let QuestionKind::Asked(scale) = &framework.tables[table].questions[question].kind else { return None };
        let answer = round.answers()[table].row(row)[question].answer;
        let (up, down) = step(&framework.scales[*scale].kind, answer)?;
        Some(Ways { up: up.or(down)?, down: down.or(up)?, scale: (1.0, 1.0), room: (1.0, 1.0) })
    })
}

/// Every estimate whose standard error is stated, or, for a share of which only n is stated, that of a simple random sample,
/// one standard error up and down.
#[must_use]
pub fn errors_of_estimates(framework: &Framework, round: &Round) -> Vec<Moved> {
    let notes: BTreeMap<_, &Annotation> = round.annotations.iter().map(|note| (note.place, note)).collect();
    moved(framework, round, |(table, row, question)| {
        let QuestionKind::Asked(scale) = &framework.tables[table].questions[question].kind else { return None };
        let cell = round.answers()[table].row(row)[question];
        let (note, Answer::Number(value)) = (notes.get(&cell.place)?, cell.answer) else { return None };
        let ScaleKind::Number { range, percent, .. } = &framework.scales[*scale].kind else { return None };
        let (low, high) = range.map_or((f64::NEG_INFINITY, f64::INFINITY), |range| (range.low(), range.high()));
        let stated = note.standard_error.map(|error| if *percent { error / 100.0 } else { error });
        let error = stated.or_else(|| sampled(value, (low, high), note.n?)).filter(|error| *error > 0.0)?;
        let (above, below) = ((high - value).clamp(0.0, error), (value - low).clamp(0.0, error));
        let factor = |width: f64| if width > 0.0 { error / width } else { 0.0 };
        Some(Ways {
            up: Answer::Number(value + above),
            down: Answer::Number(value - below),
            scale: (factor(above), factor(below)),
            room: ((value - low) / error, (high - value) / error),
        })
    })
}

/// The standard error of a share of n, from the share with two more of each kind, so that none or all of n is not certain.
///
/// Source: A. Agresti and B. Coull, "Approximate is better than exact for interval estimation of binomial proportions", The
/// American Statistician 52 (1998).
fn sampled(value: f64, (low, high): (f64, f64), n: f64) -> Option<f64> {
    let width = Some(high - low).filter(|width| width.is_finite() && *width > 0.0)?;
    let share = ((value - low) / width * n + 2.0) / (n + 4.0);
    Some(width * (share * (1.0 - share) / (n + 4.0)).sqrt()).filter(|error| error.is_finite())
}

/// The answers next to one on its scale.
fn step(kind: &ScaleKind, answer: Answer) -> Option<(Option<Answer>, Option<Answer>)> {
    match (kind, answer) {
        (ScaleKind::Options(options), Answer::Option(option)) => {
            let own = options.get(usize::from(option))?.points;
            let numbered = || options.iter().enumerate().map(|(index, option)| (index, option.points));
            let above = numbered().filter(|(_, points)| *points > own).min_by(|a, b| a.1.total_cmp(&b.1));
            let below = numbered().filter(|(_, points)| *points < own).max_by(|a, b| a.1.total_cmp(&b.1));
            let answer = |found: Option<(usize, f64)>| Some(Answer::Option(u16::try_from(found?.0).ok()?));
            Some((answer(above), answer(below)))
        }
        (ScaleKind::Checklist { options, .. }, Answer::Number(share)) => {
            let one = 1.0 / options.len() as f64;
            let up = (share + one <= 1.0 + 1e-9).then(|| Answer::Number((share + one).min(1.0)));
            let down = (share - one >= -1e-9).then(|| Answer::Number((share - one).max(0.0)));
            Some((up, down))
        }
        _ => None,
    }
}

/// Changes every answer for which there are ways, and keeps what observations make of it.
fn moved(framework: &Framework, round: &Round, ways: impl Fn(Cell) -> Option<Ways>) -> Vec<Moved> {
    let slices: Vec<Option<ValueIx>> = match framework.slice_facet() {
        Some(facet) => (0..facet.values().len()).map(Some).collect(),
        None => vec![None],
    };
    let mut answers = round.answers().to_vec();
    let mut found: BTreeMap<Cell, Moved> = BTreeMap::new();
    for (panel, slice) in slices.into_iter().enumerate() {
        for (index, indicator) in framework.indicators.iter().enumerate() {
            let questions = questions(framework, indicator);
            for unit in 0..round.units.len() {
                let mut one = Observation { framework, indicator, index, answers: &mut answers, unit, slice, panel };
                one.move_all(round, &questions, &ways, &mut found);
            }
        }
    }
    found.into_values().filter(|moved| !moved.changes.is_empty()).collect()
}

/// The asked questions that an indicator reads.
fn questions(framework: &Framework, indicator: &Indicator) -> Vec<QuestionIx> {
    let mut asked = BTreeSet::new();
    for question in indicator.measure.questions() {
        match &framework.tables[indicator.table].questions[question].kind {
            QuestionKind::Asked(_) => {
                asked.insert(question);
            }
            QuestionKind::BestOf(parts) => asked.extend(parts),
        }
    }
    asked.into_iter().collect()
}

/// One observation whose answers are changed one at a time.
struct Observation<'o> {
    framework: &'o Framework,
    indicator: &'o Indicator,
    index: usize,
    answers: &'o mut Vec<Answers>,
    unit: usize,
    slice: Option<ValueIx>,
    panel: usize,
}

impl Observation<'_> {
    fn observed(&self) -> Observed<'_> {
        Observed {
            framework: self.framework,
            indicator: self.indicator,
            index: self.index,
            answers: self.answers,
            unit: self.unit,
            slice: self.slice,
            part: None,
        }
    }

    fn move_all(
        &mut self,
        round: &Round,
        questions: &[QuestionIx],
        ways: &impl Fn(Cell) -> Option<Ways>,
        found: &mut BTreeMap<Cell, Moved>,
    ) {
        let Some(size) = self.size(round) else { return };
        let table = self.indicator.table;
        let items: Vec<(Option<usize>, Datum)> =
            self.observed().candidates().into_iter().map(|item| (item, self.observed().stated(item))).collect();
        let Ok(before) = self.observed().fold_stated(&items) else { return };
        for at in 0..items.len() {
            let rows = self.answers[table].rows_of(self.unit, self.item_of_rows(items[at].0));
            for row in rows {
                for &question in questions {
                    let Some(ways) = ways((table, row, question)) else { continue };
                    let up = self.change(&items, at, before, (row, question), ways.up) * ways.scale.0 * size;
                    let down = self.change(&items, at, before, (row, question), ways.down) * ways.scale.1 * size;
                    if up != 0.0 || down != 0.0 {
                        let change = Change { panel: self.panel, indicator: self.index, unit: self.unit, up, down };
                        let moved = found.entry((table, row, question)).or_default();
                        moved.room = ways.room;
                        moved.changes.push(change);
                    }
                }
            }
        }
    }

    /// Rows of the unit itself have no item.
    fn item_of_rows(&self, item: Option<usize>) -> Option<usize> {
        item.filter(|_| self.framework.tables[self.indicator.table].about != About::Unit)
    }

    /// By what a value is multiplied on the way to the indicator's denominated value; nothing where it has none.
    fn size(&self, round: &Round) -> Option<f64> {
        let Some((quantity, scale)) = self.indicator.denominator else { return Some(1.0) };
        let quantity = round.units[self.unit].quantities[quantity];
        denominate(&[Ok(1.0)], &[quantity], scale).first().copied()?.ok()
    }

    /// By how much the observation changes with one other answer; not at all where it would then have no value.
    fn change(
        &mut self,
        items: &[(Option<usize>, Datum)],
        at: usize,
        before: f64,
        (row, question): (usize, QuestionIx),
        other: Answer,
    ) -> f64 {
        let answers = &mut self.answers[self.indicator.table];
        let cell = row * answers.width + question;
        let stands = answers.cells[cell].answer;
        answers.cells[cell].answer = other;
        let (item, own) = items[at];
        let stated = self.observed().stated(item);
        let after = match fold_mean(self.indicator, items, (own, stated), before) {
            Some(after) => after,
            None => {
                let mut others = items.to_vec();
                others[at].1 = stated;
                self.observed().fold_stated(&others).unwrap_or(before)
            }
        };
        self.answers[self.indicator.table].cells[cell].answer = stands;
        after - before
    }
}

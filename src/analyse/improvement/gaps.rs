//! Every single step of a unit, by what it gives for its effort.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::baseline::{Baseline, Standing};
use super::steps::{Change, StepKind, step};
use crate::criteria::{About, Effort, Framework, IndicatorIx, QuestionIx, QuestionKind, ScaleKind, TableIx};
use crate::evaluate::observe_unit;
use crate::methods::ranking::TIE_TOLERANCE;
use crate::model::{Absence, Datum};
use crate::survey::{Answer, Answers};

/// What an improvement of low, medium and high effort counts as, when gains are divided by it.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Efforts {
    /// Weeks.
    pub low: f64,
    /// Months; also where the criteria state none.
    pub medium: f64,
    /// A year or more.
    pub high: f64,
}

impl Default for Efforts {
    fn default() -> Efforts {
        Efforts { low: 1.0, medium: 2.0, high: 4.0 }
    }
}

impl Efforts {
    /// What an effort counts as.
    #[must_use]
    pub fn of(&self, effort: Option<Effort>) -> f64 {
        match effort {
            Some(Effort::Low) => self.low,
            Some(Effort::Medium) | None => self.medium,
            Some(Effort::High) => self.high,
        }
    }
}

/// One step of one indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Indicator.
    pub indicator: IndicatorIx,
    /// What kind of step.
    pub kind: StepKind,
    /// Value now; the mean over the slices, where there are several.
    pub from: f64,
    /// Value after the step.
    pub to: f64,
    /// What the step adds to the score of the index.
    pub gain: f64,
    /// What the best value would add.
    pub potential: Option<f64>,
    /// Where the unit then stands.
    pub after: Standing,
    /// The least effort of the improvements that the criteria name for the indicator.
    pub effort: Option<Effort>,
    /// Gain divided by what the effort counts as.
    pub gain_for_effort: f64,
}

/// One step of one question about one item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemGap {
    /// Table of the item.
    pub table: TableIx,
    /// Catalogue item, or the value of the facet that is the item.
    pub item: usize,
    /// Question.
    pub question: QuestionIx,
    /// Rows of the item that take the step.
    pub rows: usize,
    /// The answer of the first of them now.
    pub from: Answer,
    /// Its answer after the step.
    pub to: Answer,
    /// What the step adds to the score of the index.
    pub gain: f64,
    /// Where the unit then stands.
    pub after: Standing,
}

/// All single steps of a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Gaps {
    /// Where the unit stands.
    pub now: Standing,
    /// Steps of indicators, the greatest gain for effort first.
    pub steps: Vec<Gap>,
    /// Steps of items that add to the score, the greatest gain first.
    pub items: Vec<ItemGap>,
    /// Steps of items that were tried.
    pub items_tried: usize,
    /// Indicators at their best value.
    pub at_best: Vec<IndicatorIx>,
    /// Indicators without a value, each with the reason.
    pub without: Vec<(IndicatorIx, Absence)>,
}

/// Tries every single step of a unit.
///
/// Nothing where the unit has no score, so that no gain could be measured.
#[must_use]
pub fn gaps(baseline: &Baseline<'_>, efforts: &Efforts) -> Option<Gaps> {
    gaps_with(baseline, efforts, true)
}

/// The steps of indicators, and those of items where they are asked for: they are by far the most.
pub(super) fn gaps_with(baseline: &Baseline<'_>, efforts: &Efforts, items: bool) -> Option<Gaps> {
    let now = baseline.standing();
    let score = now.score.ok()?;
    let mut found =
        Gaps { now, steps: Vec::new(), items: Vec::new(), items_tried: 0, at_best: Vec::new(), without: Vec::new() };
    for indicator in 0..baseline.framework.indicators.len() {
        match baseline.value(&baseline.panels, indicator) {
            Err(why) => found.without.push((indicator, why)),
            Ok(from) => match gap(baseline, efforts, indicator, (from, score)) {
                Some(gap) => found.steps.push(gap),
                None => found.at_best.push(indicator),
            },
        }
    }
    // Of equal gains the order of the framework stays.
    found.steps.sort_by(|one, other| other.gain_for_effort.total_cmp(&one.gain_for_effort));
    if items {
        of_items(baseline, score, &mut found);
    }
    Some(found)
}

fn gap(baseline: &Baseline<'_>, efforts: &Efforts, indicator: IndicatorIx, (from, score): (f64, f64)) -> Option<Gap> {
    let step = step(baseline, indicator)?;
    let panels = baseline.changed(&baseline.panels, indicator, &step.change)?;
    let after = baseline.stands(&baseline.rescored(&panels));
    let best = step.best.and_then(|best| baseline.changed(&baseline.panels, indicator, &Change::Set(best)));
    let potential = best.and_then(|panels| baseline.stands(&baseline.rescored(&panels)).score.ok());
    let effort = least_effort(baseline.framework, indicator);
    let gain = after.score.ok()? - score;
    Some(Gap {
        indicator,
        kind: step.kind,
        from,
        to: baseline.value(&panels, indicator).ok()?,
        gain,
        potential: potential.map(|potential| potential - score),
        after,
        effort,
        gain_for_effort: gain / efforts.of(effort),
    })
}

/// The least effort of the improvements that the criteria name.
pub(super) fn least_effort(framework: &Framework, indicator: IndicatorIx) -> Option<Effort> {
    framework.indicators[indicator].card.improve.iter().map(|(_, effort)| *effort).min()
}

/// One step on each answer about each item of the unit. Answers are changed in place and put back.
fn of_items(baseline: &Baseline<'_>, score: f64, found: &mut Gaps) {
    let framework = baseline.framework;
    let mut answers = baseline.round.answers().to_vec();
    for table in 0..answers.len() {
        if framework.tables.get(table).is_none_or(|table| table.about == About::Unit) {
            continue;
        }
        let questions = asked(framework, table);
        let items: BTreeSet<usize> =
            answers[table].rows.iter().filter(|row| row.unit == baseline.unit).filter_map(|row| row.item).collect();
        for item in items {
            for &question in &questions {
                if let Some(gap) = item_gap(baseline, &mut answers, (table, item, question), score) {
                    found.items_tried += 1;
                    found.items.extend(Some(gap).filter(|gap| gap.gain > TIE_TOLERANCE));
                }
            }
        }
    }
    found.items.sort_by(|one, other| other.gain.total_cmp(&one.gain));
}

/// The questions of a table that an indicator reads, derived ones by their parts.
fn asked(framework: &Framework, table: TableIx) -> BTreeSet<QuestionIx> {
    let mut found = BTreeSet::new();
    let readers = framework.indicators.iter().filter(|indicator| indicator.table == table);
    let mut open: Vec<QuestionIx> = readers.flat_map(|indicator| indicator.measure.questions()).collect();
    while let Some(question) = open.pop() {
        match framework.tables[table].questions.get(question).map(|question| &question.kind) {
            Some(QuestionKind::BestOf(parts)) => open.extend(parts),
            Some(QuestionKind::Asked(_)) => {
                found.insert(question);
            }
            None => {}
        }
    }
    found
}

fn item_gap(
    baseline: &Baseline<'_>,
    answers: &mut [Answers],
    (table, item, question): (TableIx, usize, QuestionIx),
    score: f64,
) -> Option<ItemGap> {
    let width = answers[table].width;
    let cells: Vec<usize> =
        answers[table].rows_of(baseline.unit, Some(item)).map(|row| row * width + question).collect();
    let steps: Vec<(usize, Answer, Answer)> = cells
        .into_iter()
        .filter_map(|cell| {
            let from = answers[table].cells[cell].answer;
            Some((cell, from, next_answer(baseline.framework, table, question, from)?))
        })
        .collect();
    let &(_, from, to) = steps.first()?;
    for (cell, _, next) in &steps {
        answers[table].cells[*cell].answer = *next;
    }
    let observed = observe_unit(baseline.framework, answers, baseline.unit);
    for (cell, before, _) in &steps {
        answers[table].cells[*cell].answer = *before;
    }
    let mut panels = baseline.panels.clone();
    for (panel, observations) in panels.iter_mut().zip(observed) {
        for (column, observation) in panel.columns.iter_mut().zip(observations) {
            column[baseline.unit] = observation;
        }
    }
    let after = baseline.stands(&baseline.rescored(&panels));
    let gain = after.score.ok()? - score;
    Some(ItemGap { table, item, question, rows: steps.len(), from, to, gain, after })
}

/// The answer one step up; nothing for an absent answer, one at the top, or a number without ends.
fn next_answer(framework: &Framework, table: TableIx, question: QuestionIx, answer: Answer) -> Option<Answer> {
    let QuestionKind::Asked(scale) = framework.tables.get(table)?.questions.get(question)?.kind else { return None };
    let scale = framework.scales.get(scale)?;
    match (&scale.kind, answer) {
        (ScaleKind::Options(options), Answer::Option(at)) => {
            let points = options.get(usize::from(at))?.points;
            let above = options.iter().enumerate().filter(|(_, option)| option.points > points);
            let next = above.min_by(|one, other| one.1.points.total_cmp(&other.1.points))?;
            Some(Answer::Option(u16::try_from(next.0).ok()?))
        }
        (ScaleKind::Checklist { options, .. }, Answer::Number(share)) => {
            let raised = share + 1.0 / options.len().max(1) as f64;
            (share < 1.0 - TIE_TOLERANCE).then_some(Answer::Number(raised.min(1.0)))
        }
        (ScaleKind::Number { range: Some(range), .. }, Answer::Number(value)) => {
            let by = Change::By(range.width() / 10.0, Some(*range));
            let raised: Datum = by.applied(Ok(value)).ok_or(Absence::Undefined);
            raised.ok().filter(|raised| *raised > value).map(Answer::Number)
        }
        _ => None,
    }
}

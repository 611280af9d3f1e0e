//! The next step of an indicator: to the next option of its scale, or a tenth of its range.

use super::baseline::Baseline;
use crate::criteria::{About, Framework, IndicatorIx, Measure, QuestionKind, ScaleKind};
use crate::methods::ranking::TIE_TOLERANCE;
use crate::model::{Datum, Range};

/// The share of its range by which a number is raised.
const TENTH: f64 = 0.1;

/// A change of an observed value.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// It becomes this.
    Set(f64),
    /// It goes up by so much (down where the amount is negative), at most to the end of the range.
    By(f64, Option<Range>),
    /// It becomes the next greater of these values, which stand in ascending order.
    Next(Vec<f64>),
}

impl Change {
    /// The changed value; nothing where there is none to change, or no further step.
    #[must_use]
    pub fn applied(&self, value: Datum) -> Option<f64> {
        match self {
            Change::Set(value) => Some(*value),
            Change::By(amount, range) => {
                let raised = value.ok()? + amount;
                Some(range.map_or(raised, |range| raised.clamp(range.low(), range.high())))
            }
            Change::Next(values) => {
                let value = value.ok()?;
                values.iter().copied().find(|next| *next > value + TIE_TOLERANCE)
            }
        }
    }
}

/// What kind a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// To the next option of the scale.
    Option,
    /// A tenth of the range.
    Tenth,
    /// A tenth of the distance between the least and the greatest value of the round, where no range is declared.
    TenthObserved,
}

impl StepKind {
    /// The word of files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            StepKind::Option => "option",
            StepKind::Tenth => "tenth",
            StepKind::TenthObserved => "tenth_observed",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            StepKind::Option => "next option",
            StepKind::Tenth => "10 % of range",
            StepKind::TenthObserved => "10 % of observed range",
        }
    }
}

/// The next step of an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What kind it is.
    pub kind: StepKind,
    /// What it does to a value.
    pub change: Change,
    /// The best value there is, where the range is declared.
    pub best: Option<f64>,
}

/// The next step of an indicator; nothing where no range is known.
pub(super) fn step(baseline: &Baseline<'_>, indicator: IndicatorIx) -> Option<Step> {
    let framework = baseline.framework;
    let one = &framework.indicators[indicator];
    if let Some(values) = option_values(framework, indicator) {
        let best = values.last().copied();
        return Some(Step { kind: StepKind::Option, change: Change::Next(values), best });
    }
    let sign = if one.lower_is_better { -1.0 } else { 1.0 };
    if let Some(range) = declared_range(framework, indicator) {
        let best = if one.lower_is_better { range.low() } else { range.high() };
        let change = Change::By(sign * TENTH * range.width(), Some(range));
        return Some(Step { kind: StepKind::Tenth, change, best: Some(best) });
    }
    let (low, high) = baseline.observed.get(indicator).copied()?.filter(|(low, high)| high > low)?;
    let change = Change::By(sign * TENTH * (high - low), None);
    Some(Step { kind: StepKind::TenthObserved, change, best: None })
}

/// The ends of an indicator's value: declared, or the scale of the framework where answers are shares of full marks.
pub(super) fn declared_range(framework: &Framework, indicator: IndicatorIx) -> Option<Range> {
    let one = &framework.indicators[indicator];
    one.range.or_else(|| (!is_number(framework, indicator)).then_some(framework.scale))
}

/// The scale of an indicator that is the answer to one asked question.
pub(super) fn single_scale(framework: &Framework, indicator: IndicatorIx) -> Option<&ScaleKind> {
    let one = &framework.indicators[indicator];
    let Measure::Value(question) = one.measure else { return None };
    match framework.tables.get(one.table)?.questions.get(question)?.kind {
        QuestionKind::Asked(scale) => framework.scales.get(scale).map(|scale| &scale.kind),
        QuestionKind::BestOf(_) => None,
    }
}

fn is_number(framework: &Framework, indicator: IndicatorIx) -> bool {
    matches!(single_scale(framework, indicator), Some(ScaleKind::Number { .. }))
}

/// The values that the options give, where the unit itself answers one question with a closed list; in ascending order.
fn option_values(framework: &Framework, indicator: IndicatorIx) -> Option<Vec<f64>> {
    let one = &framework.indicators[indicator];
    if framework.tables.get(one.table)?.about != About::Unit {
        return None;
    }
    let mut values: Vec<f64> = match single_scale(framework, indicator)? {
        ScaleKind::Options(_) => option_points(framework, indicator)?.into_iter().map(|(_, value)| value).collect(),
        ScaleKind::Checklist { options, .. } => {
            let count = options.len().max(1);
            (0..=count).map(|ticked| of_share(framework, ticked as f64 / count as f64)).collect()
        }
        ScaleKind::Number { .. } => return None,
    };
    values.sort_by(f64::total_cmp);
    values.dedup();
    Some(values)
}

/// The options of an indicator's only question, each with the value that it gives.
pub(super) fn option_points(framework: &Framework, indicator: IndicatorIx) -> Option<Vec<(usize, f64)>> {
    let one = &framework.indicators[indicator];
    let Measure::Value(question) = one.measure else { return None };
    let QuestionKind::Asked(scale) = framework.tables.get(one.table)?.questions.get(question)?.kind else {
        return None;
    };
    let scale = framework.scales.get(scale)?;
    let range = scale.range().filter(|range| range.width() > 0.0)?;
    let ScaleKind::Options(options) = &scale.kind else { return None };
    let value = |points: f64| of_share(framework, (points - range.low()) / range.width());
    Some(options.iter().enumerate().map(|(at, option)| (at, value(option.points))).collect())
}

/// A share of full marks on the scale of the framework.
fn of_share(framework: &Framework, share: f64) -> f64 {
    framework.scale.low() + share * framework.scale.width()
}

#[cfg(test)]
mod tests {
    use super::Change;
    use crate::model::{Absence, Range};

    #[test]
    fn a_step_ends_at_the_end_of_the_range() {
        let by = Change::By(10.0, Range::new(0.0, 100.0));
        assert_eq!(by.applied(Ok(95.0)), Some(100.0));
        assert_eq!(by.applied(Err(Absence::NotAvailable)), None);
        let next = Change::Next(vec![0.0, 50.0, 100.0]);
        assert_eq!(next.applied(Ok(50.0)), Some(100.0));
        assert_eq!(next.applied(Ok(100.0)), None);
    }
}

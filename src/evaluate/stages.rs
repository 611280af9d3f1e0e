//! Steps 3 to 5: screen, impute, treat, normalise. Each stage is kept.

use super::observe::{Observations, Panel, Part, observe};
use crate::criteria::{Framework, Indicator, Methodology, Normalising};
use crate::methods::denomination::denominate;
use crate::methods::imputation::{Imputation, Scope, impute_column, impute_rows, impute_series};
use crate::methods::normalisation::{Direction, Normalisation, normalise};
use crate::methods::screening::{UnitScreen, screen};
use crate::methods::treatment::{Treated, treat};
use crate::model::{Absence, Datum, Range};
use crate::survey::Round;

/// Columns of a stage: one for each indicator, in each one datum for each unit.
pub type Columns = Vec<Vec<Datum>>;

/// What treatment did to an indicator.
pub type TreatmentNote = Option<Treated>;

/// Values on the common scale, and the ranges in which they lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Normalised {
    /// Values.
    pub columns: Columns,
    /// Where each value lies whatever is missing.
    pub ranges: Vec<Vec<Option<Range>>>,
}

/// Whether more of an indicator is better.
pub(super) fn direction(indicator: &Indicator) -> Direction {
    if indicator.lower_is_better { Direction::Lower } else { Direction::Higher }
}

/// Values as observed.
pub(super) fn raw(panel: &Panel) -> Columns {
    panel.columns.iter().map(|column| column.iter().map(|observation| observation.value).collect()).collect()
}

/// Values divided by the quantities of their units.
pub(super) fn denominated(framework: &Framework, round: &Round, columns: Columns) -> Columns {
    columns
        .into_iter()
        .zip(&framework.indicators)
        .map(|(column, indicator)| match indicator.denominator {
            None => column,
            Some((quantity, scale)) => {
                let quantities: Vec<Datum> = round.units.iter().map(|unit| unit.quantities[quantity]).collect();
                denominate(&column, &quantities, scale)
            }
        })
        .collect()
}

/// Leaves out units with too few data. Without a rule every unit stays.
pub(super) fn screened(methodology: &Methodology, columns: Columns) -> (Columns, Vec<UnitScreen>) {
    let Some(rule) = &methodology.screening else { return (columns, Vec::new()) };
    let units = screen(rule, &columns);
    let kept = |column: Vec<Datum>| {
        column
            .into_iter()
            .zip(&units)
            .map(|(datum, unit)| if unit.kept { datum } else { Err(Absence::ScreenedOut) })
            .collect()
    };
    (columns.into_iter().map(kept).collect(), units)
}

/// Fills gaps by the method of the methodology.
pub(super) fn imputed(
    framework: &Framework,
    methodology: &Methodology,
    round: &Round,
    (panel, part): (usize, Option<Part>),
    columns: Columns,
) -> Columns {
    let imputing = &methodology.imputation;
    match imputing.method.scope() {
        Scope::Nothing => columns,
        Scope::Column => {
            let groups = groups(round, imputing.group);
            columns.iter().map(|column| impute_column(&imputing.method, column, &groups)).collect()
        }
        Scope::Rows => {
            let directions: Vec<Direction> = framework.indicators.iter().map(direction).collect();
            let groups: Vec<usize> =
                framework.indicators.iter().map(|one| ancestor(framework, one.node, imputing.within)).collect();
            impute_rows(&imputing.method, &columns, &directions, &groups)
        }
        Scope::Series => over_rounds(framework, round, (panel, part), &imputing.method, columns),
    }
}

/// The group of each unit as a number; a unit without one belongs to none.
fn groups(round: &Round, attribute: Option<usize>) -> Vec<Option<usize>> {
    let Some(attribute) = attribute else { return vec![Some(0); round.units.len()] };
    let mut names: Vec<&String> = round.units.iter().filter_map(|unit| unit.groups[attribute].as_ref()).collect();
    names.sort();
    names.dedup();
    let number =
        |unit: &crate::survey::Unit| unit.groups[attribute].as_ref().and_then(|name| names.binary_search(&name).ok());
    round.units.iter().map(number).collect()
}

/// The ancestor of a node at a level, or the root where no level is given.
fn ancestor(framework: &Framework, node: usize, level: Option<usize>) -> usize {
    let Some(level) = level else { return 0 };
    let mut at = node;
    while framework.nodes[at].level > level
        && let Some(parent) = framework.nodes[at].parent
    {
        at = parent;
    }
    at
}

/// Fills gaps from the other periods of the round.
fn over_rounds(
    framework: &Framework,
    round: &Round,
    (panel, part): (usize, Option<Part>),
    method: &Imputation,
    columns: Columns,
) -> Columns {
    let observed: Vec<Observations> =
        round.periods.iter().map(|period| observe(framework, round, &period.answers, part)).collect();
    let times: Vec<f64> = round.periods.iter().map(|period| period.time).collect();
    let mut filled = columns;
    let histories: Vec<Columns> =
        observed.iter().map(|period| denominated(framework, round, raw(&period.panels[panel]))).collect();
    for (indicator, column) in filled.iter_mut().enumerate() {
        for (unit, datum) in column.iter_mut().enumerate() {
            if *datum == Err(Absence::ScreenedOut) {
                continue;
            }
            let series: Vec<Datum> = histories.iter().map(|period| period[indicator][unit]).collect();
            if let Some((value, _)) = impute_series(method, &series, &times).get(round.current) {
                *datum = *value;
            }
        }
    }
    filled
}

/// Treats outliers, each indicator by its own rule.
pub(super) fn treated(methodology: &Methodology, columns: Columns) -> (Columns, Vec<TreatmentNote>) {
    columns
        .into_iter()
        .zip(&methodology.treatment)
        .map(|(column, rule)| match rule {
            None => (column, None),
            Some(rule) => {
                let treated = treat(rule, &column);
                (treated.values.clone(), Some(treated))
            }
        })
        .unzip()
}

/// Brings values to the common scale. A reference unit that is not in the round leaves the indicator undefined.
pub(super) fn normalised(
    framework: &Framework,
    methodology: &Methodology,
    round: &Round,
    panel: &Panel,
    observed: &Columns,
    columns: &Columns,
) -> Normalised {
    let mut result = Normalised { columns: Vec::new(), ranges: Vec::new() };
    for (index, column) in columns.iter().enumerate() {
        let indicator = &framework.indicators[index];
        let direction = direction(indicator);
        let Some(method) = resolved(&methodology.normalisation[index], round) else {
            result.columns.push(vec![Err(Absence::Undefined); column.len()]);
            result.ranges.push(vec![None; column.len()]);
            continue;
        };
        let values = normalise(&method, direction, column);
        let ranges = (0..column.len())
            .map(|unit| {
                let observation = &panel.columns[index][unit];
                let changed = column[unit] != observed[index][unit];
                range_of(&method, direction, indicator, observation, values[unit], changed)
            })
            .collect();
        result.columns.push(values);
        result.ranges.push(ranges);
    }
    result
}

/// The method with its reference unit looked up; nothing where that unit is not in the round.
pub(super) fn resolved(normalising: &Normalising, round: &Round) -> Option<Normalisation> {
    match normalising {
        Normalising::Method(method) => Some(method.clone()),
        Normalising::Reference { unit, cap, .. } => {
            let row = round.units.iter().position(|there| there.code == *unit)?;
            Some(Normalisation::DistanceToReference { row, cap: *cap })
        }
    }
}

/// Where a normalised value lies whatever is missing.
fn range_of(
    method: &Normalisation,
    direction: Direction,
    indicator: &Indicator,
    observation: &super::observe::Observation,
    value: Datum,
    changed: bool,
) -> Option<Range> {
    if observation.value == Err(Absence::NotApplicable) {
        return None;
    }
    let span = || method.span().and_then(|(low, high)| Range::new(low, high));
    let complete = observation.value.is_ok() && observation.answered == observation.applicable;
    if complete && !changed && observation.range.is_none_or(|range| range.width() <= 0.0) {
        return value.ok().and_then(Range::point);
    }
    if indicator.denominator.is_some() {
        return if observation.value.is_ok() { value.ok().and_then(Range::point) } else { span() };
    }
    let Some(range) = observation.range else {
        // A value that treatment moved is still an observed value.
        return if complete { value.ok().and_then(Range::point) } else { span() };
    };
    let end = |value: f64| method.at(direction, value).and_then(Result::ok);
    match (end(range.low()), end(range.high())) {
        (Some(a), Some(b)) => Range::new(a.min(b), a.max(b)),
        _ if complete => value.ok().and_then(Range::point),
        _ => span(),
    }
}

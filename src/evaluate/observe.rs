//! Step 2: answers become one observation for each unit and indicator.
//!
//! Rows are folded to items and items to the unit, once as declared and twice for the range: what the value would be
//! if everything missing were the worst or the best answer.

use super::condition::{facet_of, item_holds};
use super::item::{Subject, View, folded, least};
use crate::criteria::{About, FacetIx, Fold, Framework, Indicator, IndicatorIx, ValueIx};
use crate::methods::aggregation::Aggregation;
use crate::model::{Absence, Datum, Range};
use crate::survey::{Answers, Round};

/// One observation: the value of an indicator for a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// The value, in the measure of the indicator.
    pub value: Datum,
    /// Where the value lies whatever the missing answers are; nothing when that is not known.
    pub range: Option<Range>,
    /// Items (or the one unit) with a value.
    pub answered: u32,
    /// Items that apply.
    pub applicable: u32,
}

/// The score of an item under an indicator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemScore {
    /// Unit.
    pub unit: usize,
    /// Indicator.
    pub indicator: IndicatorIx,
    /// Catalogue item or facet value; nothing for an indicator that is asked of the unit.
    pub item: Option<usize>,
    /// Slice to which it counts.
    pub slice: Option<ValueIx>,
    /// Score.
    pub value: Datum,
}

/// Observations of one slice, or of the whole where there are none.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The value of the slicing facet.
    pub slice: Option<ValueIx>,
    /// For each indicator, one observation for each unit.
    pub columns: Vec<Vec<Observation>>,
}

/// A part of the index: what has this value of a facet.
///
/// An indicator with the facet of its own (its channel, say) is in the part or not as a whole; of any other the items
/// that have the value are in it. An indicator that the facet says nothing about does not apply to the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The facet.
    pub facet: FacetIx,
    /// Its value.
    pub value: ValueIx,
}

/// All observations of one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Observations {
    /// One panel for each slice.
    pub panels: Vec<Panel>,
    /// Scores of items, by panel, indicator, unit, item.
    pub items: Vec<ItemScore>,
}

/// Makes the observations of one period of a round, of the whole or of a part.
#[must_use]
pub fn observe(framework: &Framework, round: &Round, answers: &[Answers], part: Option<Part>) -> Observations {
    let slices: Vec<Option<ValueIx>> = match framework.slice_facet() {
        Some(facet) => (0..facet.values.len()).map(Some).collect(),
        None => vec![None],
    };
    let mut items = Vec::new();
    let panels = slices
        .into_iter()
        .map(|slice| Panel {
            slice,
            columns: framework
                .indicators
                .iter()
                .enumerate()
                .map(|(index, indicator)| {
                    (0..round.units.len())
                        .map(|unit| {
                            let place = Observed { framework, indicator, index, answers, unit, slice, part };
                            place.observe(&mut items)
                        })
                        .collect()
                })
                .collect(),
        })
        .collect();
    Observations { panels, items }
}

/// The observations of one unit, of the whole: for each panel one for each indicator.
#[must_use]
pub fn observe_unit(framework: &Framework, answers: &[Answers], unit: usize) -> Vec<Vec<Observation>> {
    let slices: Vec<Option<ValueIx>> = match framework.slice_facet() {
        Some(facet) => (0..facet.values.len()).map(Some).collect(),
        None => vec![None],
    };
    let mut unused = Vec::new();
    let mut of_slice = |slice: Option<ValueIx>| {
        let indicators = framework.indicators.iter().enumerate();
        let place = |(index, indicator)| Observed { framework, indicator, index, answers, unit, slice, part: None };
        indicators.map(|one| place(one).observe(&mut unused)).collect()
    };
    slices.into_iter().map(&mut of_slice).collect()
}

/// One unit and indicator in one slice.
pub(super) struct Observed<'o> {
    pub(super) framework: &'o Framework,
    pub(super) indicator: &'o Indicator,
    pub(super) index: IndicatorIx,
    pub(super) answers: &'o [Answers],
    pub(super) unit: usize,
    pub(super) slice: Option<ValueIx>,
    pub(super) part: Option<Part>,
}

/// An item in the three views.
struct Seen {
    item: Option<usize>,
    stated: Datum,
    low: Option<f64>,
    high: Option<f64>,
}

impl Observed<'_> {
    fn observe(&self, scores: &mut Vec<ItemScore>) -> Observation {
        let seen: Vec<Seen> = self.candidates().into_iter().map(|item| self.see(item)).collect();
        for item in &seen {
            scores.push(ItemScore {
                unit: self.unit,
                indicator: self.index,
                item: item.item,
                slice: self.slice,
                value: item.stated,
            });
        }
        let applicable: Vec<&Seen> = seen.iter().filter(|item| item.stated != Err(Absence::NotApplicable)).collect();
        let answered = applicable.iter().filter(|item| item.stated.is_ok()).count();
        let value = self.fold_items(&applicable, |item| item.stated.ok()).map_or_else(|| self.absent(&seen), Ok);
        let complete = applicable.iter().all(|item| item.low.is_some() && item.high.is_some());
        let range = if complete && !applicable.is_empty() {
            let low = self.fold_items(&applicable, |item| item.low);
            let high = self.fold_items(&applicable, |item| item.high);
            low.zip(high).and_then(|(low, high)| Range::new(low.min(high), low.max(high)))
        } else {
            None
        };
        Observation { value, range, answered: count(answered), applicable: count(applicable.len()) }
    }

    /// Why the indicator has no value.
    fn absent(&self, seen: &[Seen]) -> Datum {
        let absences: Vec<Absence> = seen.iter().filter_map(|item| item.stated.err()).collect();
        if seen.is_empty() { Err(Absence::NotApplicable) } else { Err(least(&absences)) }
    }

    /// The items of the indicator in this slice and part; `None` stands for the unit itself.
    pub(super) fn candidates(&self) -> Vec<Option<usize>> {
        let all = self.in_slice();
        let Some(part) = self.part else { return all };
        if let Some((_, own)) = self.indicator.facets.iter().find(|(facet, _)| *facet == part.facet) {
            return if *own == part.value { all } else { Vec::new() };
        }
        if !self.framework.observes(self.indicator) {
            // Nobody knows which items it would have been asked of, so its absence counts in every part of items. A facet
            // of indicators, such as a channel, says nothing about it.
            return if self.of_items(part.facet) { all } else { Vec::new() };
        }
        let inside = |item: &Option<usize>| match (self.framework.tables[self.indicator.table].about, item) {
            (About::Facet(facet), Some(value)) => facet == part.facet && *value == part.value,
            (About::Catalogue, Some(item)) => self.framework.items[*item].facets[part.facet] == Some(part.value),
            _ => false,
        };
        all.into_iter().filter(inside).collect()
    }

    /// Whether items have values of a facet.
    fn of_items(&self, facet: FacetIx) -> bool {
        let in_catalogue = self.framework.items.iter().any(|item| item.facets[facet].is_some());
        in_catalogue || self.framework.tables.iter().any(|table| table.about == About::Facet(facet))
    }

    fn in_slice(&self) -> Vec<Option<usize>> {
        let table = self.indicator.table;
        match self.framework.tables[table].about {
            About::Unit => vec![None],
            About::Facet(facet) => match self.slice {
                Some(slice) if self.framework.slices == Some(facet) => vec![Some(slice)],
                _ => (0..self.framework.facets[facet].values.len()).map(Some).collect(),
            },
            About::Catalogue => {
                let inside = |item: &crate::criteria::Item| match (self.framework.slices, self.slice) {
                    (Some(facet), Some(slice)) => item.facets[facet] == Some(slice),
                    _ => true,
                };
                let items = self.framework.items.iter().enumerate();
                items.filter(|(_, item)| item.table == table && inside(item)).map(|(index, _)| Some(index)).collect()
            }
        }
    }

    fn see(&self, item: Option<usize>) -> Seen {
        let subject = self.subject(item);
        if !self.applies(&subject, item) {
            return Seen { item, stated: Err(Absence::NotApplicable), low: None, high: None };
        }
        let stated = subject.work(View::Stated).value;
        if let Ok(value) = stated
            && subject.complete()
        {
            return Seen { item, stated, low: Some(value), high: Some(value) };
        }
        let (worst, best) = self.ends();
        let end = |view: View, fallback: Option<f64>| match subject.work(view).value {
            Ok(value) => Some(value),
            Err(_) => fallback,
        };
        Seen { item, stated, low: end(View::Low, worst), high: end(View::High, best) }
    }

    /// An item under the declared rules alone.
    pub(super) fn stated(&self, item: Option<usize>) -> Datum {
        let subject = self.subject(item);
        if self.applies(&subject, item) { subject.work(View::Stated).value } else { Err(Absence::NotApplicable) }
    }

    /// The value of the unit from its items under the declared rules.
    pub(super) fn fold_stated(&self, items: &[(Option<usize>, Datum)]) -> Datum {
        let seen: Vec<Seen> =
            items.iter().map(|(item, stated)| Seen { item: *item, stated: *stated, low: None, high: None }).collect();
        let applicable: Vec<&Seen> = seen.iter().filter(|item| item.stated != Err(Absence::NotApplicable)).collect();
        self.fold_items(&applicable, |item| item.stated.ok()).map_or_else(|| self.absent(&seen), Ok)
    }

    fn subject(&self, item: Option<usize>) -> Subject<'_> {
        let answers = &self.answers[self.indicator.table];
        let catalogue = self.framework.tables[self.indicator.table].about == About::Catalogue;
        Subject {
            framework: self.framework,
            indicator: self.indicator,
            answers,
            rows: answers.rows_of(self.unit, item),
            item: item.filter(|_| catalogue),
        }
    }

    /// Whether the indicator applies to the item.
    fn applies(&self, subject: &Subject<'_>, item: Option<usize>) -> bool {
        let Some(condition) = &self.indicator.applies_to else { return true };
        let first = subject.rows.clone().next().map(|row| &subject.answers.rows[row]);
        let facets = |facet: usize| match (self.framework.tables[self.indicator.table].about, item) {
            (About::Facet(own), Some(value)) if own == facet => Some(value),
            _ => facet_of(self.framework, first, subject.item, facet),
        };
        item_holds(condition, facets)
    }

    /// Worst and best value that the indicator can have.
    fn ends(&self) -> (Option<f64>, Option<f64>) {
        let ends = (self.indicator.range.map(Range::low), self.indicator.range.map(Range::high));
        if self.indicator.lower_is_better { (ends.1, ends.0) } else { ends }
    }

    fn fold_items(&self, items: &[&Seen], value: impl Fn(&Seen) -> Option<f64>) -> Option<f64> {
        let rule = &self.indicator.items;
        let zero = if rule.missing_is_zero { self.ends().0 } else { None };
        let known: Vec<(Option<usize>, f64)> =
            items.iter().filter_map(|item| Some((item.item, value(item).or(zero)?))).collect();
        if zero.is_some() && items.iter().all(|item| value(item).is_none()) {
            return None;
        }
        let Some((facet, weights)) = &rule.strata else { return self.fold_known(&known) };
        let mut parts = Vec::new();
        for (stratum, weight) in weights {
            let inside: Vec<(Option<usize>, f64)> =
                known.iter().copied().filter(|(item, _)| self.stratum(*item, *facet) == Some(*stratum)).collect();
            parts.extend(self.fold_known(&inside).map(|folded| (*weight, folded)));
        }
        Aggregation::Arithmetic.combine(&parts).ok()
    }

    /// The stratum of an item: the catalogue's, else its first row's.
    fn stratum(&self, item: Option<usize>, facet: usize) -> Option<ValueIx> {
        let answers = &self.answers[self.indicator.table];
        let first = answers.rows_of(self.unit, item).next().map(|row| &answers.rows[row]);
        let catalogue = self.framework.tables[self.indicator.table].about == About::Catalogue;
        facet_of(self.framework, first, item.filter(|_| catalogue), facet)
    }

    fn fold_known(&self, known: &[(Option<usize>, f64)]) -> Option<f64> {
        if self.indicator.items.fold != Fold::WeightedMean {
            return folded(self.indicator.items.fold, &known.iter().map(|(_, value)| *value).collect::<Vec<_>>());
        }
        let catalogue = self.framework.tables[self.indicator.table].about == About::Catalogue;
        let weight =
            |item: Option<usize>| item.filter(|_| catalogue).map_or(1.0, |item| self.framework.items[item].weight);
        let parts: Vec<(f64, f64)> = known.iter().map(|(item, value)| (weight(*item), *value)).collect();
        Aggregation::Arithmetic.combine(&parts).ok()
    }
}

/// The mean of items when one of them has another value, from the mean before; nothing where the fold is not a plain mean or
/// the number of items with a value changes.
pub(super) fn fold_mean(
    indicator: &Indicator,
    items: &[(Option<usize>, Datum)],
    (own, other): (Datum, Datum),
    before: f64,
) -> Option<f64> {
    let rule = &indicator.items;
    if rule.fold != Fold::Mean || rule.strata.is_some() || rule.missing_is_zero {
        return None;
    }
    let known = items.iter().filter(|(_, value)| value.is_ok()).count();
    Some(before + (other.ok()? - own.ok()?) / known as f64)
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

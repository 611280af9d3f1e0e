//! Whether a condition holds for a row of a survey.

use crate::criteria::{Condition, Framework, Test, ValueIx};
use crate::survey::{Answer, Answers};

/// A row with what is needed to test it.
pub(super) struct Tested<'t> {
    pub(super) framework: &'t Framework,
    pub(super) answers: &'t Answers,
    pub(super) row: usize,
    /// Facets of the catalogue item, where there is one.
    pub(super) item: Option<usize>,
}

/// The value of a facet for a row: its own, else its item's.
pub(super) fn facet_of(
    framework: &Framework,
    row: Option<&crate::survey::Row>,
    item: Option<usize>,
    facet: usize,
) -> Option<ValueIx> {
    row.and_then(|row| row.facets[facet])
        .map(usize::from)
        .or_else(|| item.and_then(|item| framework.items[item].facets[facet]))
}

impl Tested<'_> {
    /// Whether the condition holds. A test of a missing answer that does not list its absence has the outcome
    /// `missing`, so that the same rule gives the stated score (false) and the best that is still possible (true).
    pub(super) fn holds(&self, condition: &Condition, missing: bool) -> bool {
        condition.0.iter().any(|tests| tests.iter().all(|test| self.test(test, missing)))
    }

    fn test(&self, test: &Test, missing: bool) -> bool {
        let row = &self.answers.rows[self.row];
        match test {
            Test::Answer { question, options, absences } => match self.answers.row(self.row)[*question].answer {
                Answer::Option(option) => options.contains(&usize::from(option)),
                Answer::Number(_) => false,
                Answer::Absent(absence) => absences.contains(&absence) || (missing && !absence.leaves_denominator()),
            },
            Test::Facet { facet, values } => {
                facet_of(self.framework, Some(row), self.item, *facet).is_some_and(|value| values.contains(&value))
            }
            Test::Flag { flag, set } => ((row.flags >> flag) & 1 == 1) == *set,
        }
    }
}

/// Whether a condition on facets holds for an item.
pub(super) fn item_holds(condition: &Condition, facets: impl Fn(usize) -> Option<ValueIx>) -> bool {
    condition.0.iter().any(|tests| {
        tests.iter().all(|test| match test {
            Test::Facet { facet, values } => facets(*facet).is_some_and(|value| values.contains(&value)),
            Test::Answer { .. } | Test::Flag { .. } => false,
        })
    })
}

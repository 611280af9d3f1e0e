//! Answers of one round on the catalogue of a second, in the words of a third: everything is found by its code.

use crate::criteria::{About, Framework, IndicatorIx, Item, QuestionIx, QuestionKind, TableIx};
use crate::evaluate::{Panel, observe};
use crate::model::Absence;
use crate::survey::{Answer, Answers, Cell, Round, Row};

/// A round and its framework.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answered<'a> {
    pub(super) framework: &'a Framework,
    pub(super) round: &'a Round,
}

/// Observations of the units of a round: its answers, on the items of another round's catalogue, measured by the rules of a
/// framework. An item that the round's own catalogue does not have is answered as in the other round.
pub(super) fn observed(of: Answered<'_>, items: Answered<'_>, rules: &Framework) -> Vec<Panel> {
    let target = with_items(rules, items.framework);
    let answers: Vec<Answers> = (0..target.tables.len()).map(|table| mixed(&target, table, of, items)).collect();
    observe(&target, of.round, &answers, None).panels
}

/// Whether a framework asks everything that an indicator of another one reads.
pub(super) fn asks(framework: &Framework, rules: &Framework, indicator: IndicatorIx) -> bool {
    let wanted = &rules.indicators[indicator];
    let table = &rules.tables[wanted.table];
    let Some(there) = framework.tables.iter().find(|there| there.code == table.code) else { return false };
    let mut open: Vec<QuestionIx> = wanted.measure.questions();
    while let Some(question) = open.pop() {
        match &table.questions[question].kind {
            QuestionKind::BestOf(parts) => open.extend(parts),
            QuestionKind::Asked(_) if there.questions.iter().any(|one| one.code == table.questions[question].code) => {}
            QuestionKind::Asked(_) => return false,
        }
    }
    true
}

/// A framework with the catalogue of another. An item whose table or facets it does not have belongs to no table.
fn with_items(rules: &Framework, catalogue: &Framework) -> Framework {
    let mut target = rules.clone();
    let item = |item: &Item| {
        let code = catalogue.tables.get(item.table).map(|table| &table.code);
        let table = rules.tables.iter().position(|table| Some(&table.code) == code);
        let facets = (0..rules.facets.len())
            .map(|facet| value_in(rules, facet, catalogue, |own| item.facets.get(own).copied().flatten()))
            .collect();
        Item { table: table.unwrap_or(usize::MAX), facets, ..item.clone() }
    };
    target.items = catalogue.items.iter().map(item).collect();
    target
}

/// The value of a facet that a value of another framework's facet of the same code is.
fn value_in(
    target: &Framework,
    facet: usize,
    source: &Framework,
    value: impl Fn(usize) -> Option<usize>,
) -> Option<usize> {
    let wanted = &target.facets[facet];
    let own = source.facets.iter().position(|one| one.code == wanted.code)?;
    let code = &source.facets[own].values.get(value(own)?)?.code;
    wanted.values.iter().position(|one| one.code == *code)
}

/// The rows of one table.
fn mixed(target: &Framework, table: TableIx, of: Answered<'_>, items: Answered<'_>) -> Answers {
    let mut all = Answers { rows: Vec::new(), cells: Vec::new(), width: target.tables[table].questions.len() };
    let unit = |code: &str| of.round.units.iter().position(|unit| unit.code == code);
    add(&mut all, target, table, of, |unit, _| Some(unit));
    if target.tables[table].about == About::Catalogue {
        let own = |item: Option<usize>| {
            let code = item.and_then(|item| items.framework.items.get(item)).map(|item| &item.code);
            of.framework.items.iter().any(|there| Some(&there.code) == code)
        };
        add(
            &mut all,
            target,
            table,
            items,
            |there, item| {
                if own(item) { None } else { unit(&items.round.units.get(there)?.code) }
            },
        );
    }
    all.sort();
    all
}

/// Adds the rows of a source for which there is a unit.
fn add(
    all: &mut Answers,
    target: &Framework,
    table: TableIx,
    source: Answered<'_>,
    unit: impl Fn(usize, Option<usize>) -> Option<usize>,
) {
    let code = &target.tables[table].code;
    let Some(own) = source.framework.tables.iter().position(|there| there.code == *code) else { return };
    let Some(answers) = source.round.answers().get(own) else { return };
    for (at, row) in answers.rows.iter().enumerate() {
        let Some(unit) = unit(row.unit, row.item) else { continue };
        let Some(item) = item_in(target, table, source.framework, own, row.item) else { continue };
        all.rows.push(Row {
            unit,
            item,
            facets: facets_in(target, source.framework, row),
            flags: flags_in(target, table, source.framework, own, row.flags),
            place: row.place,
        });
        let cells = answers.row(at);
        all.cells.extend((0..target.tables[table].questions.len()).map(|question| {
            let there = cell_in(target, (table, question), source.framework, own, cells);
            there.unwrap_or(Cell { answer: Answer::Absent(Absence::NotAssessed), place: row.place })
        }));
    }
}

/// The item of a row: `Some(None)` where rows are about the unit, nothing where the target has no such item.
fn item_in(
    target: &Framework,
    table: TableIx,
    source: &Framework,
    own: TableIx,
    item: Option<usize>,
) -> Option<Option<usize>> {
    let Some(item) = item else { return Some(None) };
    match (target.tables[table].about, source.tables[own].about) {
        (About::Catalogue, About::Catalogue) => {
            let code = &source.items.get(item)?.code;
            target.items.iter().position(|there| there.code == *code).map(Some)
        }
        (About::Facet(facet), About::Facet(_)) => value_in(target, facet, source, |_| Some(item)).map(Some),
        _ => None,
    }
}

fn facets_in(target: &Framework, source: &Framework, row: &Row) -> Box<[Option<u16>]> {
    let value = |facet: usize| {
        let there = value_in(target, facet, source, |own| row.facets.get(own).copied().flatten().map(usize::from))?;
        u16::try_from(there).ok()
    };
    (0..target.facets.len()).map(value).collect()
}

fn flags_in(target: &Framework, table: TableIx, source: &Framework, own: TableIx, flags: u32) -> u32 {
    let set = |flag: &String| {
        let at = source.tables[own].flags.iter().position(|there| there == flag);
        at.is_some_and(|at| flags >> at & 1 == 1)
    };
    let wanted = target.tables[table].flags.iter().enumerate();
    wanted.filter(|(_, flag)| set(flag)).fold(0, |all, (at, _)| all | 1 << at)
}

fn cell_in(
    target: &Framework,
    (table, question): (TableIx, QuestionIx),
    source: &Framework,
    own: TableIx,
    cells: &[Cell],
) -> Option<Cell> {
    let wanted = &target.tables[table].questions[question];
    let at = source.tables[own].questions.iter().position(|one| one.code == wanted.code)?;
    let cell = cells.get(at)?;
    let Answer::Option(option) = cell.answer else { return Some(*cell) };
    let (QuestionKind::Asked(scale), QuestionKind::Asked(there)) =
        (&wanted.kind, &source.tables[own].questions[at].kind)
    else {
        return None;
    };
    let code = &source.scales[*there].options().get(usize::from(option))?.code;
    let option = target.scales[*scale].options().iter().position(|option| option.code == *code)?;
    Some(Cell { answer: Answer::Option(u16::try_from(option).ok()?), place: cell.place })
}

//! Freezes what stands beside the answers: what proves them, how precise they are, and how far they were checked.

use std::collections::BTreeMap;

use super::build::text;
use super::types::{FrozenEstimate, FrozenEvidence, FrozenReview, Text};
use crate::criteria::{About, Framework, QuestionIx, QuestionKind, ScaleKind, TableIx};
use crate::diag::Place;
use crate::stats;
use crate::survey::{Annotation, Answer, Round};

/// An answer of the round's own period with what stands beside it.
struct Noted<'r> {
    note: &'r Annotation,
    answer: Answer,
}

/// Every answer that something stands beside, by unit.
pub(super) struct Annotated<'r> {
    units: BTreeMap<usize, Vec<Noted<'r>>>,
    /// For each table and question, the nodes of the indicators that read it.
    readers: BTreeMap<(TableIx, QuestionIx), Vec<usize>>,
}

/// What is frozen of a unit.
#[derive(Default)]
pub(super) struct Proof {
    pub(super) evidence: Vec<FrozenEvidence>,
    pub(super) estimates: Vec<FrozenEstimate>,
    pub(super) review: Option<FrozenReview>,
}

impl<'r> Annotated<'r> {
    pub(super) fn new(framework: &Framework, round: &'r Round) -> Annotated<'r> {
        let mut units: BTreeMap<usize, Vec<Noted<'r>>> = BTreeMap::new();
        if round.annotations.is_empty() {
            return Annotated { units, readers: BTreeMap::new() };
        }
        // Annotations are of all periods; only what stands beside an answer that counts here is of this result.
        let cells = round.answers().iter().flat_map(|answers| &answers.cells);
        let answers: BTreeMap<Place, Answer> = cells.map(|cell| (cell.place, cell.answer)).collect();
        for note in &round.annotations {
            if let Some(&answer) = answers.get(&note.place) {
                units.entry(note.unit).or_default().push(Noted { note, answer });
            }
        }
        Annotated { units, readers: readers(framework) }
    }

    pub(super) fn of_unit(&self, framework: &Framework, unit: usize) -> Proof {
        let Some(noted) = self.units.get(&unit) else { return Proof::default() };
        let of_node =
            |one: &Noted<'_>| self.readers.get(&(one.note.table, one.note.question)).cloned().unwrap_or_default();
        let mut by_node: BTreeMap<usize, Vec<&Noted<'_>>> = BTreeMap::new();
        for one in noted {
            for node in of_node(one) {
                by_node.entry(node).or_default().push(one);
            }
        }
        let nodes = || by_node.iter();
        Proof {
            evidence: nodes().flat_map(|(node, noted)| evidence(framework, *node, noted)).collect(),
            estimates: nodes()
                .flat_map(|(node, noted)| noted.iter().filter_map(|one| estimate(framework, *node, one)))
                .collect(),
            review: review(noted),
        }
    }
}

/// The nodes of the indicators that read each question, derived questions by their parts.
fn readers(framework: &Framework) -> BTreeMap<(TableIx, QuestionIx), Vec<usize>> {
    let mut found: BTreeMap<(TableIx, QuestionIx), Vec<usize>> = BTreeMap::new();
    for indicator in &framework.indicators {
        let Some(table) = framework.tables.get(indicator.table) else { continue };
        let mut open = indicator.measure.questions();
        while let Some(question) = open.pop() {
            match table.questions.get(question).map(|question| &question.kind) {
                Some(QuestionKind::BestOf(parts)) => open.extend(parts),
                Some(QuestionKind::Asked(_)) => {
                    let nodes = found.entry((indicator.table, question)).or_default();
                    if !nodes.contains(&indicator.node) {
                        nodes.push(indicator.node);
                    }
                }
                None => {}
            }
        }
    }
    found
}

/// The texts beside the answers of an indicator, those that say the same together, in the order of the survey.
fn evidence(framework: &Framework, node: usize, noted: &[&Noted<'_>]) -> Vec<FrozenEvidence> {
    let mut found: Vec<FrozenEvidence> = Vec::new();
    for one in noted {
        let note = one.note;
        let said = FrozenEvidence {
            node,
            answers: 1,
            item: item(framework, note),
            answer: answer(framework, one),
            evidence: note.evidence.clone(),
            source: note.source.clone(),
            date: note.date.clone(),
            review: note.review.map(|review| review.code().to_owned()),
            reviewer: note.reviewer.clone(),
            note: text(&note.note),
        };
        if said.evidence.is_empty() && said.source.is_empty() && said.note.is_empty() && said.review.is_none() {
            continue;
        }
        let same = |there: &&mut FrozenEvidence| {
            (&there.evidence, &there.source, &there.date, &there.review, &there.reviewer, &there.note)
                == (&said.evidence, &said.source, &said.date, &said.review, &said.reviewer, &said.note)
        };
        match found.iter_mut().find(same) {
            Some(there) => {
                there.answers += 1;
                there.item = there.item.take().filter(|item| Some(item) == said.item.as_ref());
                there.answer = Text::new();
            }
            None => found.push(said),
        }
    }
    found
}

fn item(framework: &Framework, note: &Annotation) -> Option<String> {
    let item = note.item?;
    match framework.tables.get(note.table)?.about {
        About::Facet(facet) => Some(framework.facets.get(facet)?.values.get(item)?.code.clone()),
        About::Catalogue => Some(framework.items.get(item)?.code.clone()),
        About::Unit => None,
    }
}

fn scale<'f>(framework: &'f Framework, note: &Annotation) -> Option<&'f ScaleKind> {
    match framework.tables.get(note.table)?.questions.get(note.question)?.kind {
        QuestionKind::Asked(scale) => framework.scales.get(scale).map(|scale| &scale.kind),
        QuestionKind::BestOf(_) => None,
    }
}

/// An option by its name, a number by itself; what is absent has no answer.
fn answer(framework: &Framework, one: &Noted<'_>) -> Text {
    match (one.answer, scale(framework, one.note)) {
        (Answer::Option(at), Some(ScaleKind::Options(options))) => {
            let Some(option) = options.get(usize::from(at)) else { return Text::new() };
            let name = text(&option.name);
            if name.is_empty() { Text::from([(String::new(), option.code.clone())]) } else { name }
        }
        (Answer::Number(value), _) => Text::from([(String::new(), value.to_string())]),
        _ => Text::new(),
    }
}

fn estimate(framework: &Framework, node: usize, one: &Noted<'_>) -> Option<FrozenEstimate> {
    let note = one.note;
    let Answer::Number(value) = one.answer else { return None };
    if note.n.is_none() && note.standard_error.is_none() {
        return None;
    }
    let (share, percent) = match scale(framework, note)? {
        ScaleKind::Number { range, percent, counted } => {
            let unit = range.is_some_and(|range| range.low().abs() + (range.high() - 1.0).abs() < f64::EPSILON);
            (*percent || *counted || unit, *percent)
        }
        _ => (false, false),
    };
    // A standard error is stated in the measure of its answer, and a percentage became a share when it was read.
    let stated = note.standard_error.map(|error| if percent { error / 100.0 } else { error });
    let share = share && (0.0..=1.0).contains(&value);
    // A share of a stated n has the standard error of a simple random sample where none is stated.
    let simple = || note.n.filter(|n| share && *n > 0.0).map(|n| (value * (1.0 - value) / n).sqrt());
    let standard_error = stated.or_else(simple);
    let around = || standard_error.map(|error| [value - stats::Z_95 * error, value + stats::Z_95 * error]);
    let interval = if share { stats::wilson_of(value, note.n, stated).or_else(around) } else { around() };
    Some(FrozenEstimate { node, item: item(framework, note), value, share, n: note.n, standard_error, interval })
}

/// How far the answers of a unit were checked; nothing where the survey says neither review nor date.
fn review(noted: &[Noted<'_>]) -> Option<FrozenReview> {
    let told = |one: &&Noted<'_>| !matches!(one.answer, Answer::Absent(_));
    if noted.iter().all(|one| one.note.review.is_none() && one.note.date.is_none()) {
        return None;
    }
    let count = |code: &str| {
        let is = |one: &&Noted<'_>| one.note.review.is_some_and(|review| review.code() == code);
        noted.iter().filter(told).filter(is).count()
    };
    let dates = || noted.iter().filter(told).filter_map(|one| one.note.date.as_ref());
    Some(FrozenReview {
        answers: noted.iter().filter(told).count(),
        verified: count("verified"),
        disputed: count("disputed"),
        dated: dates().count(),
        earliest: dates().min().cloned(),
        latest: dates().max().cloned(),
    })
}

//! A round: the assessments of one period, each answer with its place.

use std::ops::Range as Span;

use super::groupings::Grouping;
use super::links::{Link, Published};
use super::systems::System;
use crate::criteria::TableIx;
use crate::diag::{FileId, Place};
use crate::model::{Absence, Datum, Words};

/// One collection of data.
#[derive(Clone, Debug)]
pub struct Round {
    pub(crate) code: String,
    pub(crate) framework: String,
    pub(crate) period: String,
    pub(crate) title: Words,
    pub(crate) source: Words,
    pub(crate) licence: Words,
    pub(crate) url: Option<String>,
    pub(crate) cut_off: Option<String>,
    pub(crate) illustrative: bool,
    /// Whether what proves an answer stays out of results.
    pub(crate) confidential_evidence: bool,
    pub(crate) notes: Vec<Words>,
    pub(crate) units: Vec<Unit>,
    pub(crate) groupings: Vec<Grouping>,
    /// The grouping that says who the peers of a unit are, as an index of `groupings`.
    pub(crate) peers: Option<usize>,
    /// Periods in order of time; one of them is the round's own.
    pub(crate) periods: Vec<Period>,
    pub(crate) current: usize,
    pub(crate) reported: Vec<Reported>,
    pub(crate) annotations: Vec<Annotation>,
    pub(crate) links: Vec<Link>,
    pub(crate) published: Vec<Published>,
    /// Digital systems, ordered by unit.
    pub(crate) systems: Vec<System>,
    /// Rows that were left out on purpose.
    pub(crate) skipped: usize,
}

impl Round {
    /// Code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Code of the framework that it answers.
    #[must_use]
    pub fn framework(&self) -> &str {
        &self.framework
    }

    /// Period observed.
    #[must_use]
    pub fn period(&self) -> &str {
        &self.period
    }

    /// Units in the order of the round.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The answers of the round's own period, one for each table of the framework.
    #[must_use]
    pub fn answers(&self) -> &[Answers] {
        self.periods.get(self.current).map_or(&[], |period| &period.answers)
    }

    /// The digital systems behind a unit's scores.
    pub fn systems(&self, unit: usize) -> impl Iterator<Item = &System> {
        self.systems.iter().filter(move |system| system.unit == unit)
    }

    /// The unit with this code or name; letter case does not matter.
    #[must_use]
    pub fn unit(&self, name: &str) -> Option<usize> {
        let wanted = super::fold(name);
        self.units.iter().position(|unit| super::fold(&unit.code) == wanted).or_else(|| {
            self.units.iter().position(|unit| {
                unit.name.iter().any(|(_, name)| super::fold(name) == wanted)
                    || unit.spellings.iter().any(|spelling| super::fold(spelling) == wanted)
            })
        })
    }

    /// One unit of the round without its answers, for scoring it again from observations that are there.
    pub(crate) fn unit_alone(&self, unit: usize) -> Round {
        let own = self.reported.iter().filter(|reported| reported.unit == unit);
        Round {
            code: self.code.clone(),
            framework: self.framework.clone(),
            period: self.period.clone(),
            title: self.title.clone(),
            source: self.source.clone(),
            licence: self.licence.clone(),
            url: self.url.clone(),
            cut_off: self.cut_off.clone(),
            illustrative: self.illustrative,
            confidential_evidence: self.confidential_evidence,
            notes: Vec::new(),
            units: self.units.get(unit).cloned().into_iter().collect(),
            groupings: Vec::new(),
            peers: None,
            periods: Vec::new(),
            current: 0,
            reported: own.map(|reported| Reported { unit: 0, ..reported.clone() }).collect(),
            annotations: Vec::new(),
            links: Vec::new(),
            published: Vec::new(),
            systems: Vec::new(),
            skipped: 0,
        }
    }

    /// The same round without one unit, for the law that a unit does not move the others.
    #[must_use]
    pub fn without_unit(&self, unit: usize) -> Round {
        let mut round = self.clone();
        if unit >= round.units.len() {
            return round;
        }
        round.units.remove(unit);
        for grouping in &mut round.groupings {
            grouping.of.remove(unit);
        }
        for link in &mut round.links {
            link.values.remove(unit);
        }
        let moved = |at: usize| if at > unit { at - 1 } else { at };
        round.reported.retain(|reported| reported.unit != unit);
        for reported in &mut round.reported {
            reported.unit = moved(reported.unit);
        }
        for answers in round.periods.iter_mut().flat_map(|period| &mut period.answers) {
            *answers = answers.select(|row| row.unit != unit, moved);
        }
        round.annotations.clear();
        round.systems.retain(|system| system.unit != unit);
        for system in &mut round.systems {
            system.unit = moved(system.unit);
        }
        round
    }
}

/// An assessed entity: a country, a ministry.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub(crate) code: String,
    pub(crate) name: Words,
    pub(crate) spellings: Vec<String>,
    /// For each attribute of the framework that is a group.
    pub(crate) groups: Vec<Option<String>>,
    /// For each attribute of the framework that is a quantity.
    pub(crate) quantities: Vec<Datum>,
    /// For each attribute of the framework, where it stands.
    pub(crate) places: Vec<Option<Place>>,
}

impl Unit {
    /// Code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Name.
    #[must_use]
    pub fn name(&self) -> &Words {
        &self.name
    }
}

/// The answers of one period.
#[derive(Clone, Debug)]
pub struct Period {
    pub(crate) label: String,
    /// Position in time, for interpolation: the first number of the label.
    pub(crate) time: f64,
    /// One for each table of the framework.
    pub(crate) answers: Vec<Answers>,
}

/// The rows that answer one table, ordered by unit, item and place in the file.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    pub(crate) rows: Vec<Row>,
    /// `rows x width` answers.
    pub(crate) cells: Vec<Cell>,
    /// Number of questions of the table.
    pub(crate) width: usize,
}

impl Answers {
    /// Answers to a row.
    pub(crate) fn row(&self, row: usize) -> &[Cell] {
        &self.cells[row * self.width..(row + 1) * self.width]
    }

    /// Rows of a unit and item; they are neighbours.
    pub(crate) fn rows_of(&self, unit: usize, item: Option<usize>) -> Span<usize> {
        let key = (unit, item);
        let start = self.rows.partition_point(|row| (row.unit, row.item) < key);
        let end = self.rows.partition_point(|row| (row.unit, row.item) <= key);
        start..end
    }

    /// Brings rows into their order; rows of one unit and item keep the order of the file.
    pub(crate) fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by_key(|&row| (self.rows[row].unit, self.rows[row].item, row));
        let cells = order.iter().flat_map(|&row| self.row(row).iter().copied()).collect();
        self.rows = order.iter().map(|&row| self.rows[row].clone()).collect();
        self.cells = cells;
    }

    /// Makes one row of neighbours that come from different files and answer different questions, as where each
    /// indicator has a file of its own.
    pub(crate) fn join(&mut self) {
        let mut joined = Answers { rows: Vec::new(), cells: Vec::new(), width: self.width };
        // The files of the rows that became the last row of `joined`.
        let mut files: Vec<FileId> = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            let cells = self.row(index);
            let from = joined.cells.len().saturating_sub(self.width);
            let fits = joined.rows.last().is_some_and(|before| {
                (before.unit, before.item, &before.facets) == (row.unit, row.item, &row.facets)
                    && !files.contains(&row.place.file)
                    && joined.cells[from..].iter().zip(cells).all(|(a, b)| a.is_blank() || b.is_blank())
            });
            if fits {
                files.push(row.place.file);
                joined.rows.last_mut().into_iter().for_each(|before| before.flags |= row.flags);
                for (there, cell) in joined.cells[from..].iter_mut().zip(cells) {
                    if there.is_blank() {
                        *there = *cell;
                    }
                }
            } else {
                files = vec![row.place.file];
                joined.rows.push(row.clone());
                joined.cells.extend_from_slice(cells);
            }
        }
        *self = joined;
    }

    fn select(&self, keep: impl Fn(&Row) -> bool, unit: impl Fn(usize) -> usize) -> Answers {
        let mut answers = Answers { rows: Vec::new(), cells: Vec::new(), width: self.width };
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| keep(row)) {
            answers.rows.push(Row { unit: unit(row.unit), ..row.clone() });
            answers.cells.extend_from_slice(self.row(index));
        }
        answers
    }
}

/// One row of a survey.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub(crate) unit: usize,
    /// Index of the catalogue item, or of the facet value that is the item.
    pub(crate) item: Option<usize>,
    /// Value for each facet of the framework that the row carries itself.
    pub(crate) facets: Box<[Option<u16>]>,
    /// One bit for each flag of the table.
    pub(crate) flags: u32,
    /// The first cell of the row.
    pub(crate) place: Place,
}

/// An answer and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub(crate) answer: Answer,
    pub(crate) place: Place,
}

impl Cell {
    /// Whether nobody asked.
    fn is_blank(&self) -> bool {
        self.answer == Answer::Absent(Absence::NotAssessed)
    }
}

/// What a respondent said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// Nothing usable, for this reason.
    Absent(Absence),
    /// An option of the scale.
    Option(u16),
    /// A number, or the ticked share of a checklist.
    Number(f64),
}

/// What somebody published for a node: a score, or a rank alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    pub(crate) unit: usize,
    pub(crate) node: usize,
    pub(crate) score: Datum,
    /// The rank as published, which compares all units that were assessed.
    pub(crate) rank: Option<u32>,
    /// Digits after the decimal sign with which it was printed.
    pub(crate) decimals: Option<u32>,
    pub(crate) place: Place,
    pub(crate) source: String,
    pub(crate) note: Words,
}

/// What the tidy form says beside an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    pub(crate) table: TableIx,
    pub(crate) question: usize,
    pub(crate) unit: usize,
    pub(crate) item: Option<usize>,
    pub(crate) n: Option<f64>,
    pub(crate) standard_error: Option<f64>,
    pub(crate) evidence: String,
    pub(crate) source: String,
    pub(crate) note: Words,
    /// Day on which the evidence was taken, as YYYY-MM-DD.
    pub(crate) date: Option<String>,
    pub(crate) review: Option<Review>,
    pub(crate) reviewer: String,
    pub(crate) place: Place,
}

/// How far an answer was checked by somebody else than who gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// Not yet.
    Unreviewed,
    /// Checked against its evidence and found right.
    Verified,
    /// Checked, and the country or the reviewer holds another answer to be right.
    Disputed,
}

impl Review {
    /// All, in the order of the guide.
    pub const ALL: [Review; 3] = [Review::Unreviewed, Review::Verified, Review::Disputed];

    /// The word of files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Review::Unreviewed => "unreviewed",
            Review::Verified => "verified",
            Review::Disputed => "disputed",
        }
    }
}

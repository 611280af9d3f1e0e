//! Our own tidy long form: a row for each answer.
//!
//! Columns: `unit`, `item`, one for each facet that tells rows apart (such as `channel`), `indicator`, `value`,
//! `status`, `n`, `standard_error`, `evidence`, `source`, `note` (or `note_en`, `note_ar` ...), `date`, `review`, `reviewer`, and `period` where a file holds several rounds.
//! A published score may carry its published `rank`. Only `unit`, `indicator` and `value` are needed.

use std::collections::BTreeMap;

use super::estimate::Estimate;
use super::number::{NumberFormat, parse_number, printed_decimals};
use super::raw::RawRoundTable;
use super::reader::{LocalSpellings, Reader, blank_row, not_a_number, unknown};
use super::round::{Annotation, Answer, Cell, Reported, Review, Row};
use super::table::Table;
use super::wide::{Target, blank_period, find_column};
use crate::criteria::{About, QuestionKind, TableIx};
use crate::diag::{Code, Diagnostic, Findings, Place, meant};
use crate::model::{Absence, Datum, Words};

/// Where a row's parts stand.
pub(super) struct Columns {
    unit: usize,
    item: Option<usize>,
    pub(super) indicator: usize,
    pub(super) value: usize,
    status: Option<usize>,
    period: Option<usize>,
    facets: Vec<(usize, usize)>,
    pub(super) extra: [Option<usize>; 8],
    /// Notes: one column for all languages, or one for each.
    notes: Vec<(usize, Option<String>)>,
}

/// Names of the columns that annotate an answer, in the order of [`Columns::extra`].
pub(super) const EXTRA: [&str; 8] = ["n", "standard_error", "evidence", "source", "rank", "date", "review", "reviewer"];
/// The column of notes; `note_en`, `note_ar` and so on where notes stand in each language.
const NOTE: &str = "note";

/// What tells two rows of answers apart: period, table, unit, item, facets.
type RowKey = (String, TableIx, usize, Option<usize>, Box<[Option<u16>]>);

/// What the tidy form adds beside answers.
pub(super) struct Extras<'e> {
    pub(super) reported: &'e mut Vec<Reported>,
    pub(super) annotations: &'e mut Vec<Annotation>,
}

/// Reads one file.
pub(super) fn read(
    reader: &Reader<'_>,
    raw: &RawRoundTable,
    table: &Table,
    format: NumberFormat,
    target: &mut Target<'_>,
    extras: &mut Extras<'_>,
    findings: &mut Findings,
) {
    let Some(columns) = columns(reader, raw, table, findings) else { return };
    let local = reader.local(raw, None, findings);
    let mut rows: BTreeMap<RowKey, usize> = BTreeMap::new();
    let mut seen: BTreeMap<(RowKey, usize), Place> = BTreeMap::new();
    for (record, fields) in &table.records {
        let line = Line { table, record: *record, fields, format };
        line.check_note(reader, &columns, findings);
        let Some(parsed) = line.parse(reader, &columns, &local, findings) else { continue };
        match parsed {
            Parsed::Reported(reported) => extras.reported.push(reported),
            Parsed::Answer { key, question, cell, annotation } => {
                if let Some(first) = seen.insert((key.clone(), question), cell.place) {
                    let code = &reader.framework.tables[key.1].questions[question].code;
                    let unit = &target.units[key.2].code;
                    findings.push(
                        Diagnostic::new(Code::DuplicateAnswer, format!("`{code}` of `{unit}` is answered twice"))
                            .at(cell.place)
                            .labelled(first, "the first answer is here")
                            .help("keep one of the rows"),
                    );
                    continue;
                }
                let periods = target.periods.entry(key.0.clone()).or_insert_with(|| blank_period(reader));
                let answers = &mut periods[key.1];
                let place = table.place(*record, columns.unit);
                let row = *rows.entry(key.clone()).or_insert_with(|| {
                    blank_row(answers, Row { unit: key.2, item: key.3, facets: key.4.clone(), flags: 0, place })
                });
                let at = row * answers.width + question;
                answers.cells[at] = cell;
                target.asked[key.1][question] = true;
                extras.annotations.extend(annotation.map(|annotation| *annotation));
            }
        }
    }
}

fn columns(reader: &Reader<'_>, raw: &RawRoundTable, table: &Table, findings: &mut Findings) -> Option<Columns> {
    let renamed: BTreeMap<&str, &str> =
        raw.columns.iter().map(|(title, name)| (name.get_ref().as_str(), title.get_ref().as_str())).collect();
    let title = |name: &'static str, own: Option<&str>| -> String {
        own.or_else(|| renamed.get(name).copied()).unwrap_or(name).to_owned()
    };
    let mut need = |title: String| {
        let found = table.column(&title);
        if found.is_none() {
            findings.push(
                Diagnostic::new(Code::ColumnMissing, format!("there is no column `{title}`"))
                    .at(reader.document.place(&raw.file))
                    .labelled(table.place(0, 0), "in this header")
                    .help("the tidy form needs unit, indicator and value; map other titles in `columns`"),
            );
        }
        found
    };
    let own = |given: &Option<toml::Spanned<String>>| given.as_ref().map(|title| title.get_ref().clone());
    let unit = need(title("unit", own(&raw.unit).as_deref()));
    let indicator = need(title("indicator", None));
    let value = need(title("value", None));
    let (unit, indicator, value) = (unit?, indicator?, value?);
    let item = table.column(&title("item", own(&raw.item).as_deref()));
    let period = table.column(&title("period", own(&raw.period).as_deref()));
    let status = table.column(&title("status", None));
    let extra = EXTRA.map(|name| table.column(&title(name, None)));
    let notes = note_columns(reader, table, &renamed);
    let mut facets = Vec::new();
    for (facet, named) in reader.framework.facets.iter().enumerate() {
        let mapped = raw.facets.iter().find(|(code, _)| *code.get_ref() == named.code);
        let title = mapped.map_or(named.code.as_str(), |(_, title)| title.get_ref().as_str());
        facets.extend(table.column(title).map(|column| (column, facet)));
    }
    let mut read: Vec<usize> = facets.iter().map(|(column, _)| *column).collect();
    read.extend([unit, indicator, value]);
    read.extend([item, period, status].into_iter().flatten());
    read.extend(extra.iter().flatten());
    read.extend(notes.iter().map(|(column, _)| *column));
    read.extend(raw.ignore.iter().filter_map(|title| table.column(title.get_ref())));
    // `channel` is part of the documented form, and a framework without channels leaves it empty.
    let documented = |column: usize| {
        table.header[column] == "channel" && table.records.iter().all(|(_, row)| row.get(column) == Some(""))
    };
    check_keys(reader, raw, table, findings);
    let unread: Vec<usize> =
        (0..table.header.len()).filter(|column| !read.contains(column) && !documented(*column)).collect();
    if let Some(&first) = unread.first() {
        let titles: Vec<String> = unread.iter().map(|&column| format!("`{}`", table.header[column])).collect();
        findings.push(
            Diagnostic::new(Code::ColumnUnread, format!("nobody reads {}", titles.join(", ")))
                .at(table.place(0, first))
                .help("map it in `columns`, or list it in `ignore`"),
        );
    }
    Some(Columns { unit, item, indicator, value, status, period, facets, extra, notes })
}

/// The columns of notes that are there.
fn note_columns(reader: &Reader<'_>, table: &Table, renamed: &BTreeMap<&str, &str>) -> Vec<(usize, Option<String>)> {
    let languages =
        reader.framework.languages.iter().map(|language| (format!("{NOTE}_{language}"), Some(language.clone())));
    let names = [(NOTE.to_owned(), None)].into_iter().chain(languages);
    names
        .filter_map(|(name, language)| {
            let title = renamed.get(name.as_str()).copied().unwrap_or(&name);
            Some((table.column(title)?, language))
        })
        .collect()
}

/// Keys of the round that ask the tidy form for what it does not have.
fn check_keys(reader: &Reader<'_>, raw: &RawRoundTable, table: &Table, findings: &mut Findings) {
    let document = reader.document;
    for title in &raw.ignore {
        find_column(table, title.get_ref(), document.place(title), findings);
    }
    for (title, name) in &raw.columns {
        let notes = reader.framework.languages.iter().map(|language| format!("{NOTE}_{language}"));
        let notes: Vec<String> = notes.chain([NOTE.to_owned()]).collect();
        let known = ["unit", "item", "indicator", "value", "status", "period"].into_iter().chain(EXTRA);
        let known = known.chain(notes.iter().map(String::as_str));
        if !known.clone().any(|known| known == name.get_ref()) {
            findings.push(unknown("column of the tidy form", name.get_ref(), document.place(name), known));
        }
        find_column(table, title.get_ref(), document.place(title), findings);
    }
    let given = [
        ("answers", raw.answers.is_some()),
        ("attributes", !raw.attributes.is_empty()),
        ("flag", !raw.flag.is_empty()),
        ("skip", !raw.skip.is_empty()),
    ];
    let unused: Vec<String> = given.iter().filter(|(_, there)| *there).map(|(key, _)| format!("`{key}`")).collect();
    if !unused.is_empty() {
        let keys = unused.join(" and ");
        findings.push(
            Diagnostic::new(Code::UnusedParameter, format!("the tidy form does not use {keys}"))
                .at(document.place(&raw.file))
                .help(format!("remove {keys}; every row says what it answers")),
        );
    }
}

/// One row of the file.
pub(super) struct Line<'l> {
    table: &'l Table,
    record: u32,
    fields: &'l csv::StringRecord,
    pub(super) format: NumberFormat,
}

/// What a row says.
enum Parsed {
    Reported(Reported),
    Answer { key: RowKey, question: usize, cell: Cell, annotation: Option<Box<Annotation>> },
}

/// The status of an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Observed,
    Reported,
    Absent(Absence),
}

impl Line<'_> {
    pub(super) fn text(&self, column: usize) -> &str {
        self.fields.get(column).unwrap_or("").trim()
    }

    pub(super) fn place(&self, column: usize) -> Place {
        self.table.place(self.record, column)
    }

    fn parse(
        &self,
        reader: &Reader<'_>,
        columns: &Columns,
        local: &LocalSpellings,
        findings: &mut Findings,
    ) -> Option<Parsed> {
        let unit = reader.unit(self.text(columns.unit), local, self.place(columns.unit), findings);
        let status = self.status(columns, findings)?;
        let code = local.code(self.text(columns.indicator));
        let question = find_question(reader, code);
        let node = reader.framework.node(code);
        let is_group = node.is_some_and(|node| reader.framework.nodes[node].indicator.is_none());
        match (status, question, node) {
            (Status::Reported, Some(_), None) => {
                findings.push(
                    Diagnostic::new(Code::BadStatus, format!("`{code}` is a question, which has no published score"))
                        .at(self.place(columns.indicator))
                        .help("name a group or an indicator, or set the status `observed`"),
                );
                None
            }
            (Status::Reported, _, Some(node)) => self.reported(reader, unit?, node, columns, findings),
            (Status::Absent(absence), _, Some(node)) if is_group => {
                let published = self.published(unit?, node, Err(absence), columns, findings);
                Some(Parsed::Reported(published))
            }
            (Status::Observed, _, Some(_)) if is_group => {
                findings.push(
                    Diagnostic::new(Code::BadStatus, format!("`{code}` is a group, which nobody observes"))
                        .at(self.place(columns.indicator))
                        .help("set the status `reported` for a published score"),
                );
                None
            }
            (_, Some((table, question)), _) => {
                self.answer(reader, unit, table, question, status, columns, local, findings)
            }
            _ => {
                let known = reader.framework.nodes.iter().map(|node| node.code.as_str());
                let mut diagnostic =
                    unknown("node or question of the criteria", code, self.place(columns.indicator), known);
                diagnostic.code = Code::UnknownIndicator;
                findings.push(diagnostic);
                None
            }
        }
    }

    fn status(&self, columns: &Columns, findings: &mut Findings) -> Option<Status> {
        let Some(column) = columns.status else { return Some(Status::Observed) };
        let word = self.text(column).to_lowercase();
        if let Some(absence) = Absence::from_survey_code(&word) {
            if !self.text(columns.value).is_empty() {
                findings.push(
                    Diagnostic::new(Code::BadStatus, format!("the answer is {absence} and has a value"))
                        .at(self.place(columns.value))
                        .labelled(self.place(column), "the status is here")
                        .help("remove the value, or correct the status"),
                );
                return None;
            }
            return Some(Status::Absent(absence));
        }
        match word.as_str() {
            "observed" if self.text(columns.value).is_empty() => {
                findings.push(
                    Diagnostic::new(Code::BadStatus, "the answer is observed and has no value")
                        .at(self.place(columns.value))
                        .labelled(self.place(column), "the status is here")
                        .help("add the value, or say why there is none, such as `not_available`"),
                );
                None
            }
            "" | "observed" => Some(Status::Observed),
            "reported" => Some(Status::Reported),
            _ => {
                let known = ["observed", "reported"].into_iter().chain(Absence::ALL[..4].iter().map(|one| one.code()));
                let help = meant(&word, "use one of", ", ", known);
                findings.push(
                    Diagnostic::new(Code::BadStatus, format!("`{word}` is not a status"))
                        .at(self.place(column))
                        .help(help),
                );
                None
            }
        }
    }

    fn reported(
        &self,
        reader: &Reader<'_>,
        unit: usize,
        node: usize,
        columns: &Columns,
        findings: &mut Findings,
    ) -> Option<Parsed> {
        let (text, place) = (self.text(columns.value), self.place(columns.value));
        let score = match parse_number(text, self.format, false) {
            Ok(score) => score,
            Err(error) => {
                findings.push(not_a_number(text, error, place));
                return None;
            }
        };
        let scale = reader.framework.scale;
        if !scale.contains(score) {
            let help = format!("scores go from {} to {}", scale.low(), scale.high());
            findings.push(Diagnostic::new(Code::OutOfRange, format!("{score} is not a score")).at(place).help(help));
            return None;
        }
        Some(Parsed::Reported(self.published(unit, node, Ok(score), columns, findings)))
    }

    fn published(
        &self,
        unit: usize,
        node: usize,
        score: Datum,
        columns: &Columns,
        findings: &mut Findings,
    ) -> Reported {
        let source = columns.extra[3].map_or("", |column| self.text(column)).to_owned();
        let decimals = score.ok().and_then(|_| printed_decimals(self.text(columns.value), self.format));
        let rank = self.rank(columns, findings);
        let place = self.place(columns.value);
        Reported { unit, node, score, rank, decimals, place, source, note: self.note(columns) }
    }

    fn rank(&self, columns: &Columns, findings: &mut Findings) -> Option<u32> {
        let column = columns.extra[4]?;
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let rank = parse_number(text, self.format, false).ok().filter(|rank| *rank >= 1.0 && rank.fract() == 0.0);
        let rank = rank.and_then(|rank| u32::try_from(rank as i64).ok());
        if rank.is_none() {
            findings.push(
                Diagnostic::new(Code::OutOfRange, format!("`{text}` is not a rank"))
                    .at(self.place(column))
                    .help("write a whole number from 1 up, or leave the cell empty"),
            );
        }
        rank
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the parts of one row; a struct for them would be built at one place"
    )]
    fn answer(
        &self,
        reader: &Reader<'_>,
        unit: Option<usize>,
        table: TableIx,
        question: usize,
        status: Status,
        columns: &Columns,
        local: &LocalSpellings,
        findings: &mut Findings,
    ) -> Option<Parsed> {
        let mut facets = vec![None; reader.framework.facets.len()].into_boxed_slice();
        for &(column, facet) in &columns.facets {
            facets[facet] = reader.facet(facet, self.text(column), local, self.place(column), findings);
        }
        let item = match (reader.framework.tables[table].about, columns.item) {
            (About::Catalogue, Some(column)) => {
                Some(reader.item(table, self.text(column), &facets, local, self.place(column), findings)?)
            }
            (About::Catalogue, None) => {
                findings.push(
                    Diagnostic::new(
                        Code::ColumnMissing,
                        "the question is asked of items, and there is no column `item`",
                    )
                    .at(self.place(columns.indicator))
                    .help("add a column `item` with the code of the item"),
                );
                return None;
            }
            (About::Facet(facet), _) => {
                let item = reader.facet_item(table, &facets);
                if item.is_none() {
                    self.nameless(reader, columns, facet, findings);
                }
                Some(item?)
            }
            (About::Unit, _) => None,
        };
        let (text, place) = (self.text(columns.value), self.place(columns.value));
        let asked = &reader.framework.tables[table].questions[question];
        let answer = match status {
            Status::Absent(absence) => Answer::Absent(absence),
            _ => reader.answer(asked, text, self.format, local, place, findings),
        };
        self.refuse_rank(columns, findings);
        let mut numbers = self.numbers(columns, findings);
        let answer =
            if reader.is_counted(asked) { self.share_of_n(answer, &mut numbers, columns, findings) } else { answer };
        let unit = unit?;
        let label = columns.period.map(|column| self.text(column)).filter(|label| !label.is_empty());
        let own = || reader.document.round.period.get_ref().clone();
        let label = label.map_or_else(own, |label| local.period(label).to_owned());
        let annotation = self.annotation((table, question, unit, item), numbers, columns, findings).map(Box::new);
        let key = (label, table, unit, item, facets);
        Some(Parsed::Answer { key, question, cell: Cell { answer, place }, annotation })
    }

    /// A row that does not say of which value of the facet it speaks. A wrong value is already a finding.
    fn nameless(&self, reader: &Reader<'_>, columns: &Columns, facet: usize, findings: &mut Findings) {
        let column = columns.facets.iter().find(|(_, at)| *at == facet).map(|(column, _)| *column);
        if column.is_some_and(|column| !self.text(column).is_empty()) {
            return;
        }
        let named = &reader.framework.facets[facet];
        let message = format!("the question is asked of each `{}`, and the row names none", named.code);
        let codes: Vec<&str> = named.values.iter().take(8).map(|value| value.code.as_str()).collect();
        findings.push(
            Diagnostic::new(Code::ItemMissing, message)
                .at(self.place(column.unwrap_or(columns.indicator)))
                .help(format!("fill the column `{}` with one of: {}", named.code, codes.join(", "))),
        );
    }

    /// A note in some languages has to stand in all of them, or readers of one language learn less.
    fn check_note(&self, reader: &Reader<'_>, columns: &Columns, findings: &mut Findings) {
        let there: Vec<&(usize, Option<String>)> =
            columns.notes.iter().filter(|(column, _)| !self.text(*column).is_empty()).collect();
        let Some((first, _)) = there.iter().find(|(_, language)| language.is_some()) else { return };
        let languages = reader.framework.languages.iter();
        let lacking: Vec<&str> = languages
            .filter(|code| !there.iter().any(|(_, language)| language.as_ref().is_none_or(|one| one == *code)))
            .map(String::as_str)
            .collect();
        if !lacking.is_empty() {
            let message = format!("the note has no {}", lacking.join(", "));
            findings.push(
                Diagnostic::new(Code::MissingTranslation, message)
                    .at(self.place(*first))
                    .help(format!("fill the column `{NOTE}_{}` too", lacking[0])),
            );
        }
    }

    /// The note in each language; nothing where the cells are empty.
    fn note(&self, columns: &Columns) -> Words {
        let given = columns.notes.iter().filter(|(column, _)| !self.text(*column).is_empty());
        let texts =
            given.map(|(column, language)| (language.clone().unwrap_or_default(), self.text(*column).to_owned()));
        Words::from(texts.collect::<BTreeMap<_, _>>())
    }

    fn refuse_rank(&self, columns: &Columns, findings: &mut Findings) {
        if let Some(column) = columns.extra[4].filter(|column| !self.text(*column).is_empty()) {
            findings.push(
                Diagnostic::new(Code::BadStatus, "an answer has a published rank")
                    .at(self.place(column))
                    .help("a rank belongs to a published score: set the status `reported`, or remove the rank"),
            );
        }
    }

    fn annotation(
        &self,
        (table, question, unit, item): (TableIx, usize, usize, Option<usize>),
        estimate: Estimate,
        columns: &Columns,
        findings: &mut Findings,
    ) -> Option<Annotation> {
        let Estimate { n, standard_error } = estimate;
        let text = |index: usize| columns.extra[index].map_or("", |column| self.text(column)).to_owned();
        let (evidence, source, note, reviewer) = (text(2), text(3), self.note(columns), text(7));
        let date = columns.extra[5].and_then(|column| self.date(column, findings));
        let review = columns.extra[6].and_then(|column| self.review(column, findings));
        let silent = [&evidence, &source, &reviewer].iter().all(|text| text.is_empty()) && note.iter().next().is_none();
        if n.is_none() && standard_error.is_none() && silent && date.is_none() && review.is_none() {
            return None;
        }
        let place = self.place(columns.value);
        Some(Annotation {
            table,
            question,
            unit,
            item,
            n,
            standard_error,
            evidence,
            source,
            note,
            date,
            review,
            reviewer,
            place,
        })
    }

    /// The day on which the evidence was taken.
    fn date(&self, column: usize, findings: &mut Findings) -> Option<String> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let day = text.parse::<toml::value::Datetime>().ok().filter(|day| day.date.is_some() && day.time.is_none());
        if day.is_none() {
            let message = format!("`{text}` is not a day");
            let finding = Diagnostic::new(Code::BadDate, message).at(self.place(column));
            findings.push(finding.help("write year, month and day, as 2024-10-31"));
            return None;
        }
        Some(text.to_owned())
    }

    /// How far the answer was checked.
    fn review(&self, column: usize, findings: &mut Findings) -> Option<Review> {
        let word = self.text(column).to_lowercase();
        if word.is_empty() {
            return None;
        }
        let found = Review::ALL.into_iter().find(|review| review.code() == word);
        if found.is_none() {
            let help = meant(&word, "use one of", ", ", Review::ALL.iter().map(|review| review.code()));
            let finding = Diagnostic::new(Code::BadStatus, format!("`{word}` is not a stage of review"));
            findings.push(finding.at(self.place(column)).help(help));
        }
        found
    }
}

/// The asked question with this code, in whichever table.
fn find_question(reader: &Reader<'_>, code: &str) -> Option<(TableIx, usize)> {
    reader.framework.tables.iter().enumerate().find_map(|(table, named)| {
        let asked = |question: &crate::criteria::Question| {
            question.code.eq_ignore_ascii_case(code) && matches!(question.kind, QuestionKind::Asked(_))
        };
        named.questions.iter().position(asked).map(|question| (table, question))
    })
}

//! From a round file and the texts of its tables to a round.

use std::collections::BTreeMap;

use super::document::RoundDocument;
use super::reader::{Reader, unknown};
use super::round::{Annotation, Period, Reported, Round};
use super::table::Table;
use super::units;
use super::wide::{ByPeriod, Target, blank_period, common};
use super::{groupings, links, plausibility, registry, tidy, wide};
use crate::criteria::raw::RawText;
use crate::criteria::{Fold, Framework, QuestionKind, TableIx, check_code, check_text, check_words};
use crate::diag::{Code, Diagnostic, FileId, Findings, Sources};
use crate::model::Words;

/// Reads all tables of a round; every problem is in the findings.
///
/// `files` holds the files that [`RoundDocument::files`] names and that could be read; one that is not there is
/// already a finding of the caller.
pub fn assemble(
    document: &RoundDocument,
    framework: &Framework,
    files: &BTreeMap<String, FileId>,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Option<Round> {
    if document.framework() != framework.code {
        findings.push(
            Diagnostic::new(
                Code::WrongFramework,
                format!("the round is for `{}`, and the criteria are `{}`", document.framework(), framework.code),
            )
            .at(document.framework_place())
            .help("name the criteria with `--criteria`, or mend `framework`"),
        );
        return None;
    }
    let raw = &document.round;
    check_code(raw.code.get_ref(), document.place(&raw.code), findings);
    let title = check_words(raw.title.get_ref(), document.place(&raw.title), &framework.languages, findings);
    let head = document.place(&raw.code);
    let mut text = |text: &RawText| check_text(text, head, &framework.languages, findings);
    let (source, licence) = (text(&raw.source), text(&raw.licence));
    let notes: Vec<Words> =
        raw.note.iter().map(|note| check_words(note, head, &framework.languages, findings)).collect();
    let units::Listed { mut units, left_out } = units::units(framework, document, files, sources, findings);
    if units.is_empty() {
        // Every row would be about an unknown unit.
        return None;
    }
    let reader = Reader::new(framework, document, &units, findings);
    let population = plausibility::population(document, framework, findings);
    let mut round = Round {
        code: raw.code.get_ref().clone(),
        framework: framework.code.clone(),
        period: raw.period.get_ref().clone(),
        title,
        source,
        licence,
        url: raw.url.clone(),
        cut_off: raw.cut_off.clone(),
        illustrative: raw.illustrative,
        confidential_evidence: raw.confidential_evidence,
        notes,
        units: Vec::new(),
        groupings: Vec::new(),
        peers: None,
        periods: Vec::new(),
        current: 0,
        reported: Vec::new(),
        annotations: Vec::new(),
        links: links::links(framework, document, &units, files, sources, findings),
        published: links::published(framework, document, findings),
        systems: registry::systems(&reader, files, sources, findings),
        skipped: 0,
    };
    let mut periods = ByPeriod::from([(round.period.clone(), blank_period(&reader))]);
    let mut asked: Vec<Vec<bool>> = framework.tables.iter().map(|table| vec![false; table.questions.len()]).collect();
    {
        let mut target =
            Target { units: &mut units, periods: &mut periods, skipped: &mut round.skipped, asked: &mut asked };
        read_tables(&reader, files, &mut target, &mut round.reported, &mut round.annotations, sources, findings);
    }
    round.groupings = groupings::groupings(framework, document, &units, &left_out, findings);
    round.peers = groupings::peers(document, findings);
    round.units = units;
    settle_periods(&mut round, periods, framework);
    check_reported(&round, framework, findings);
    check_rows(&round, framework, findings);
    check_observed(&round, framework, &asked, findings);
    check_units(&round, document, findings);
    if !findings.has_errors() {
        // Gaps that an error leaves are not worth a word of their own.
        check_denominators(&round, framework, document, findings);
        check_questions(&round, framework, &asked, document, findings);
        plausibility::check(&round, framework, document, population, findings);
    }
    Some(round)
}

fn read_tables(
    reader: &Reader<'_>,
    files: &BTreeMap<String, FileId>,
    target: &mut Target<'_>,
    reported: &mut Vec<Reported>,
    annotations: &mut Vec<Annotation>,
    sources: &mut Sources,
    findings: &mut Findings,
) {
    let document = reader.document;
    for raw in &document.tables {
        let common = common(raw, document, findings);
        let table_index = match &raw.answers {
            None => Some(0),
            Some(code) => {
                let known = reader.framework.tables.iter().map(|table| table.code.as_str());
                let found = known.clone().position(|table| table == code.get_ref());
                if found.is_none() {
                    findings.push(unknown("table of the criteria", code.get_ref(), document.place(code), known));
                }
                found
            }
        };
        let Some(&file) = files.get(raw.file.get_ref()) else { continue };
        let Some(table) = Table::read(file, common.delimiter, sources, findings) else { continue };
        let form = raw.form.as_ref().map_or("wide", |form| form.get_ref().as_str());
        match (form, table_index) {
            ("wide", Some(index)) => {
                wide::read(reader, raw, index, &table, common.format, target, findings);
            }
            ("tidy", _) => {
                let mut extras = tidy::Extras { reported, annotations };
                tidy::read(reader, raw, &table, common.format, target, &mut extras, findings);
            }
            (_, None) => {}
            (other, Some(_)) => {
                if let Some(given) = &raw.form {
                    findings.push(
                        Diagnostic::new(Code::UnknownChoice, format!("`{other}` is not a choice for `form`"))
                            .at(document.place(given))
                            .help("use `wide` or `tidy`"),
                    );
                }
            }
        }
    }
}

/// Periods in order of time, with the round's own marked.
fn settle_periods(round: &mut Round, periods: ByPeriod, framework: &Framework) {
    let mut settled: Vec<Period> = periods
        .into_iter()
        .map(|(label, mut answers)| {
            for (table, answers) in answers.iter_mut().enumerate() {
                answers.sort();
                if has_single_rows(framework, table) {
                    answers.join();
                }
            }
            Period { time: time_of(&label), label, answers }
        })
        .collect();
    settled.sort_by(|a, b| a.time.total_cmp(&b.time).then_with(|| a.label.cmp(&b.label)));
    round.current = settled.iter().position(|period| period.label == round.period).unwrap_or(0);
    round.periods = settled;
}

/// Whether an indicator of this table allows one row only.
fn has_single_rows(framework: &Framework, table: TableIx) -> bool {
    framework.indicators.iter().any(|indicator| indicator.table == table && indicator.rows.fold == Fold::Single)
}

/// The first number in a period's label, such as 2021 in `2021-2022`; 0 where there is none.
fn time_of(label: &str) -> f64 {
    let digits: String = label.chars().skip_while(|ch| !ch.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0.0)
}

fn check_reported(round: &Round, framework: &Framework, findings: &mut Findings) {
    if let (Some(facet), Some(first)) = (framework.slice_facet(), round.reported.first()) {
        let message = format!("published scores do not fit an index that is computed for each `{}`", facet.code());
        findings.push(
            Diagnostic::new(Code::BadStatus, message)
                .at(first.place)
                .help("leave them out; they would stand beside scores that are made from slices"),
        );
    }
    let mut seen: BTreeMap<(usize, usize), &Reported> = BTreeMap::new();
    for reported in &round.reported {
        let key = (reported.unit, reported.node);
        if let Some(first) = seen.get(&key) {
            let (node, unit) = (&framework.nodes[reported.node].code, &round.units[reported.unit].code);
            findings.push(
                Diagnostic::new(Code::DuplicateAnswer, format!("`{node}` of `{unit}` is reported twice"))
                    .at(reported.place)
                    .labelled(first.place, "the first is here")
                    .help("keep one, and put the other with its source into the note"),
            );
        } else {
            seen.insert(key, reported);
        }
    }
}

/// Two rows where the criteria allow one, and rows of one item that disagree on the facet that chooses the fold.
fn check_rows(round: &Round, framework: &Framework, findings: &mut Findings) {
    for (table, answers) in round.answers().iter().enumerate() {
        let readers = || framework.indicators.iter().filter(move |indicator| indicator.table == table);
        let single = has_single_rows(framework, table);
        let by: Vec<usize> = readers().filter_map(|indicator| indicator.rows.by).collect();
        let mut mixed: Vec<usize> = Vec::new();
        for pair in 1..answers.rows.len() {
            let (before, row) = (&answers.rows[pair - 1], &answers.rows[pair]);
            if (before.unit, before.item) != (row.unit, row.item) {
                continue;
            }
            if single {
                let message = format!("there are two rows for `{}`", round.units[row.unit].code);
                findings.push(
                    Diagnostic::new(Code::DuplicateRow, message)
                        .at(row.place)
                        .labelled(before.place, "the other is here")
                        .help("keep one of the rows"),
                );
            }
            if by.iter().any(|&facet| before.facets[facet] != row.facets[facet]) {
                mixed.push(pair);
            }
        }
        if let Some(&first) = mixed.first() {
            let row = &answers.rows[first];
            let unit = &round.units[row.unit].code;
            let message = format!(
                "rows of one item disagree on a facet that chooses how they are folded ({} time(s), first in `{unit}`)",
                mixed.len()
            );
            findings.push(
                Diagnostic::new(Code::MixedFacet, message)
                    .at(row.place)
                    .labelled(answers.rows[first - 1].place, "the row before says otherwise; the first row counts")
                    .help("correct the rows if one of them is wrong"),
            );
        }
    }
}

/// Answers to indicators that the adaptation of the round leaves out: they would be scored without a word of what they
/// stand for.
fn check_observed(round: &Round, framework: &Framework, asked: &[Vec<bool>], findings: &mut Findings) {
    for indicator in framework.indicators.iter().filter(|indicator| !framework.observes(indicator)) {
        for question in indicator.measure.questions().into_iter().filter(|&at| asked[indicator.table][at]) {
            let rows = round.answers().get(indicator.table);
            let mut cells =
                rows.iter().flat_map(|answers| (0..answers.rows.len()).map(|row| &answers.row(row)[question]));
            let code = &framework.tables[indicator.table].questions[question].code;
            let message = format!("`{code}` is answered, and the adaptation does not name it");
            let mut diagnostic = Diagnostic::new(Code::NotObserved, message)
                .help("add an `[[indicator]]` that says what stands for it, or leave the answers out");
            if let Some(cell) = cells.next() {
                diagnostic = diagnostic.at(cell.place);
            }
            findings.push(diagnostic);
        }
    }
}

fn check_units(round: &Round, document: &RoundDocument, findings: &mut Findings) {
    let without: Vec<&str> = (0..round.units.len())
        .filter(|&unit| {
            let answered = round.answers().iter().any(|answers| answers.rows.iter().any(|row| row.unit == unit));
            !answered && !round.reported.iter().any(|reported| reported.unit == unit)
        })
        .map(|unit| round.units[unit].code.as_str())
        .collect();
    if !without.is_empty() && !findings.has_errors() {
        let message = format!("{} unit(s) have no data: {}", without.len(), without.join(", "));
        let at = document.place(&document.round.code);
        let help = "take them out of the round if they did not take part";
        findings.push(Diagnostic::new(Code::UnitWithoutData, message).at(at).help(help));
    }
}

fn check_denominators(round: &Round, framework: &Framework, document: &RoundDocument, findings: &mut Findings) {
    let mut needed: Vec<usize> = framework
        .indicators
        .iter()
        .filter_map(|indicator| indicator.denominator.map(|(quantity, _)| quantity))
        .collect();
    needed.sort_unstable();
    needed.dedup();
    for quantity in needed {
        let without: Vec<&str> = round
            .units
            .iter()
            .filter(|unit| !unit.quantities[quantity].is_ok_and(|value| value > 0.0))
            .map(|unit| unit.code.as_str())
            .collect();
        if !without.is_empty() {
            let code = &framework.attributes[quantity].code;
            let message = format!("{} unit(s) have no `{code}` above zero: {}", without.len(), without.join(", "));
            let at = document.place(&document.round.code);
            findings.push(Diagnostic::new(Code::QuantityMissing, message).at(at).help("add the quantity"));
        }
    }
}

/// Questions that an indicator needs and no column answers.
fn check_questions(
    round: &Round,
    framework: &Framework,
    asked: &[Vec<bool>],
    document: &RoundDocument,
    findings: &mut Findings,
) {
    let mut missing: Vec<String> = Vec::new();
    for indicator in framework.indicators.iter().filter(|indicator| framework.observes(indicator)) {
        for question in indicator.measure.questions() {
            for leaf in leaves(framework, indicator.table, question) {
                let code = &framework.tables[indicator.table].questions[leaf].code;
                if !asked[indicator.table][leaf] && !missing.contains(code) {
                    missing.push(code.clone());
                }
            }
        }
    }
    if missing.is_empty() {
        return;
    }
    let shown: Vec<&str> = missing.iter().take(12).map(String::as_str).collect();
    let more =
        if missing.len() > shown.len() { format!(" and {} more", missing.len() - shown.len()) } else { String::new() };
    let message = format!("no column answers {} question(s): {}{more}", missing.len(), shown.join(", "));
    let mut diagnostic = Diagnostic::new(Code::QuestionUnanswered, message)
        .at(document.place(&document.round.code))
        .help("map their columns, or leave it: the answers count as not assessed");
    // A round of published scores is made of reported nodes, so unasked questions are expected there.
    if !round.reported.is_empty() {
        diagnostic.severity = crate::diag::Severity::Note;
    }
    findings.push(diagnostic);
}

fn leaves(framework: &Framework, table: TableIx, question: usize) -> Vec<usize> {
    match &framework.tables[table].questions[question].kind {
        QuestionKind::Asked(_) => vec![question],
        QuestionKind::BestOf(parts) => parts.iter().flat_map(|&part| leaves(framework, table, part)).collect(),
    }
}

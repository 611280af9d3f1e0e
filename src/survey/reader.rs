//! What every form of table needs: units and items found by their spellings, answers read by their scales.

use std::collections::BTreeMap;

use toml::Spanned;

use super::document::RoundDocument;
use super::number::{NumberError, NumberFormat, parse_number};
use super::raw::RawRoundTable;
use super::round::{Answer, Answers, Cell, Row, Unit};
use super::spelling::fold;
use crate::criteria::{About, Framework, Question, QuestionKind, Scale, ScaleKind, TableIx};
use crate::diag::{Code, Diagnostic, Findings, Place, nearest};
use crate::model::Absence;

/// The framework seen from a survey: every spelling and what it means.
pub(super) struct Reader<'a> {
    pub(super) framework: &'a Framework,
    pub(super) document: &'a RoundDocument,
    units: BTreeMap<String, usize>,
    /// By table and spelling, the items that are spelled so.
    items: BTreeMap<(TableIx, String), Vec<usize>>,
    /// By facet, spelling to value.
    facets: Vec<BTreeMap<String, usize>>,
    /// By scale, spelling to answer.
    scales: Vec<BTreeMap<String, Answer>>,
}

/// Spelling to code, as a round writes it.
type Spellings = BTreeMap<Spanned<String>, Spanned<String>>;

/// Spellings that one table of a round adds.
#[derive(Default)]
pub(super) struct LocalSpellings {
    unit: BTreeMap<String, usize>,
    item: BTreeMap<String, usize>,
    facets: BTreeMap<usize, BTreeMap<String, usize>>,
    absent: BTreeMap<String, Absence>,
    /// Names of indicators and questions in the tidy form.
    indicator: BTreeMap<String, String>,
    /// Words of the column of periods.
    period: BTreeMap<String, String>,
}

impl LocalSpellings {
    /// The code of the node or question that a row of the tidy form names.
    pub(super) fn code<'t>(&'t self, text: &'t str) -> &'t str {
        self.indicator.get(&fold(text)).map_or(text, String::as_str)
    }

    /// The label of the period that a row names.
    pub(super) fn period<'t>(&'t self, text: &'t str) -> &'t str {
        self.period.get(&fold(text)).map_or(text, String::as_str)
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        framework: &'a Framework,
        document: &'a RoundDocument,
        units: &[Unit],
        findings: &mut Findings,
    ) -> Reader<'a> {
        let mut reader = Reader {
            framework,
            document,
            units: BTreeMap::new(),
            items: BTreeMap::new(),
            facets: framework.facets.iter().map(|facet| value_spellings(&facet.values)).collect(),
            scales: framework.scales.iter().map(scale_spellings).collect(),
        };
        for (index, unit) in units.iter().enumerate() {
            reader.add_unit(index, unit, units, findings);
        }
        for (index, item) in framework.items.iter().enumerate() {
            let mut words: Vec<String> = vec![fold(&item.code)];
            words.extend(item.name.iter().map(|(_, name)| fold(name)));
            words.extend(item.spellings.iter().map(|spelling| fold(spelling)));
            words.sort();
            words.dedup();
            for word in words {
                reader.items.entry((item.table, word)).or_default().push(index);
            }
        }
        reader.coding(findings);
        reader
    }

    fn add_unit(&mut self, index: usize, unit: &Unit, units: &[Unit], findings: &mut Findings) {
        let names = unit.name.iter().map(|(_, name)| fold(name));
        let words = std::iter::once(fold(&unit.code)).chain(names).chain(unit.spellings.iter().map(|word| fold(word)));
        for word in words {
            match self.units.insert(word.clone(), index) {
                Some(other) if other != index && fold(&units[other].code) != fold(&unit.code) => findings.push(
                    Diagnostic::new(
                        Code::AmbiguousSpelling,
                        format!("`{word}` is a spelling of both `{}` and `{}`", units[other].code, unit.code),
                    )
                    .at(self.document.place(&self.document.round.code))
                    .help("give the spelling to one of the two units"),
                ),
                _ => {}
            }
        }
    }

    /// Adds the spellings of `[coding]`.
    fn coding(&mut self, findings: &mut Findings) {
        let Some(coding) = &self.document.coding else { return };
        let at = self.document.place(coding);
        for (code, answers) in coding.get_ref() {
            let Some(scale) = self.framework.scales.iter().position(|scale| scale.code == *code) else {
                let known = self.framework.scales.iter().map(|scale| scale.code.as_str());
                findings.push(unknown("scale", code, at, known));
                continue;
            };
            for (meaning, spellings) in answers {
                let option = self.framework.scales[scale].options().iter().position(|option| option.code == *meaning);
                let answer = match (option, Absence::from_survey_code(meaning)) {
                    (Some(option), _) => Answer::Option(u16::try_from(option).unwrap_or(u16::MAX)),
                    (None, Some(absence)) => Answer::Absent(absence),
                    (None, None) => {
                        let options = self.framework.scales[scale].options().iter().map(|option| option.code.as_str());
                        let known = options.chain(Absence::ALL[..4].iter().map(|absence| absence.code()));
                        findings.push(unknown(&format!("answer of scale `{code}`"), meaning, at, known));
                        continue;
                    }
                };
                for spelling in spellings {
                    let before = self.scales[scale].insert(fold(spelling), answer);
                    if before.is_some_and(|before| before != answer) {
                        let message = format!("`{spelling}` already means something else in the scale `{code}`");
                        let help = "remove it here, or mend the scale in the criteria";
                        findings.push(Diagnostic::new(Code::AmbiguousSpelling, message).at(at).help(help));
                    }
                }
            }
        }
    }

    /// The spellings that a table adds in `[table.spellings]`. The tidy form (`table` is none) may answer any table.
    pub(super) fn local(&self, raw: &RawRoundTable, table: Option<TableIx>, findings: &mut Findings) -> LocalSpellings {
        let mut local = LocalSpellings { absent: self.absent(raw, findings), ..LocalSpellings::default() };
        for (kind, spellings) in &raw.spellings {
            let at = self.document.place(kind);
            let facet = self.framework.facets.iter().position(|facet| facet.code == *kind.get_ref());
            match (facet, kind.get_ref().as_str()) {
                (Some(_), _) | (None, "unit" | "item") => {}
                (None, "indicator") if table.is_none() => {
                    local.indicator = self.indicator_spellings(spellings, findings);
                    continue;
                }
                // The tidy form has a column of periods by its own name.
                (None, "period") if table.is_none() || raw.period.is_some() => {
                    let pairs = spellings.iter().map(|(word, label)| (fold(word.get_ref()), label.get_ref().clone()));
                    local.period = pairs.collect();
                    continue;
                }
                _ => {
                    let facets = self.framework.facets.iter().map(|facet| facet.code.as_str());
                    let more = ["unit", "item"].into_iter();
                    let more = more.chain(table.is_none().then_some("indicator"));
                    let more = more.chain((table.is_none() || raw.period.is_some()).then_some("period"));
                    findings.push(unknown("facet", kind.get_ref(), at, facets.chain(more)));
                    continue;
                }
            }
            for (spelling, code) in spellings {
                let place = self.document.place(code);
                let word = fold(spelling.get_ref());
                let wanted = code.get_ref();
                if let Some(facet) = facet {
                    let values = &self.framework.facets[facet].values;
                    match values.iter().position(|value| value.code == *wanted) {
                        Some(value) => {
                            local.facets.entry(facet).or_default().insert(word, value);
                        }
                        None => {
                            let known = values.iter().map(|value| value.code.as_str());
                            findings.push(unknown(&format!("value of `{}`", kind.get_ref()), wanted, place, known));
                        }
                    }
                } else if kind.get_ref() == "unit" {
                    match self.units.get(&fold(wanted)) {
                        Some(&unit) => {
                            local.unit.insert(word, unit);
                        }
                        None => findings.push(unknown("unit", wanted, place, self.units.keys().map(String::as_str))),
                    }
                } else {
                    let items = self.framework.items.iter();
                    let here = |item: &crate::criteria::Item| table.is_none_or(|table| item.table == table);
                    match items.clone().position(|item| here(item) && item.code == *wanted) {
                        Some(item) => {
                            local.item.insert(word, item);
                        }
                        None => {
                            findings.push(unknown("item", wanted, place, items.map(|item| item.code.as_str())));
                        }
                    }
                }
            }
        }
        local
    }

    /// Spellings of nodes and questions.
    fn indicator_spellings(&self, spellings: &Spellings, findings: &mut Findings) -> BTreeMap<String, String> {
        let nodes = self.framework.nodes.iter().map(|node| node.code.as_str());
        let questions = self.framework.tables.iter().flat_map(|table| &table.questions);
        let known = nodes.chain(questions.map(|question| question.code.as_str()));
        let mut found = BTreeMap::new();
        for (spelling, code) in spellings {
            if known.clone().any(|known| known.eq_ignore_ascii_case(code.get_ref())) {
                found.insert(fold(spelling.get_ref()), code.get_ref().clone());
            } else {
                let kind = "node or question of the criteria";
                findings.push(unknown(kind, code.get_ref(), self.document.place(code), known.clone()));
            }
        }
        found
    }

    /// Spellings of absences in a whole table.
    fn absent(&self, raw: &RawRoundTable, findings: &mut Findings) -> BTreeMap<String, Absence> {
        let mut spellings = BTreeMap::new();
        let Some(given) = &raw.absent else { return spellings };
        for (reason, words) in given.get_ref() {
            let Some(absence) = Absence::from_survey_code(reason) else {
                let known = Absence::ALL[..4].iter().map(|absence| absence.code());
                findings.push(unknown("reason for absence", reason, self.document.place(given), known));
                continue;
            };
            spellings.extend(words.iter().map(|word| (fold(word), absence)));
        }
        spellings
    }

    pub(super) fn unit(&self, text: &str, local: &LocalSpellings, at: Place, findings: &mut Findings) -> Option<usize> {
        let word = fold(text);
        let found = local.unit.get(&word).or_else(|| self.units.get(&word)).copied();
        if found.is_none() {
            let known = self.units.keys().map(String::as_str);
            let mut diagnostic =
                Diagnostic::new(Code::UnknownUnit, not_in(text, "unit", "is not a unit of the round")).at(at);
            diagnostic = match nearest(&word, known) {
                Some(near) if !word.is_empty() => diagnostic.help(format!(
                    "did you mean `{near}`? Otherwise list the unit in the round, add a spelling, or skip the row"
                )),
                _ => diagnostic.help("list the unit in the round, or leave such rows out with `[[table.skip]]`"),
            };
            findings.push(diagnostic);
        }
        found
    }

    pub(super) fn facet(
        &self,
        facet: usize,
        text: &str,
        local: &LocalSpellings,
        at: Place,
        findings: &mut Findings,
    ) -> Option<u16> {
        let word = fold(text);
        let own = local.facets.get(&facet).and_then(|spellings| spellings.get(&word));
        let found = own.or_else(|| self.facets[facet].get(&word)).copied();
        if found.is_none() && !word.is_empty() {
            let named = &self.framework.facets[facet];
            let known = named.values.iter().map(|value| value.name.get("en"));
            let mut diagnostic = unknown(&format!("value of `{}`", named.code), text.trim(), at, known);
            diagnostic.code = Code::UnknownFacetValue;
            findings.push(diagnostic);
        }
        found.and_then(|value| u16::try_from(value).ok())
    }

    /// The item of a row: a catalogue item with this spelling that does not contradict the facets of the row.
    pub(super) fn item(
        &self,
        table: TableIx,
        text: &str,
        facets: &[Option<u16>],
        local: &LocalSpellings,
        at: Place,
        findings: &mut Findings,
    ) -> Option<usize> {
        let word = fold(text);
        let own = local.item.get(&word).map(std::slice::from_ref);
        let shared = self.items.get(&(table, word.clone())).map(Vec::as_slice);
        let candidates = own.or(shared).unwrap_or(&[]);
        let agrees = |item: usize| {
            let declared = &self.framework.items[item].facets;
            declared.iter().zip(facets).all(|(item, row)| match (item, row) {
                (Some(item), Some(row)) => *item == usize::from(*row),
                _ => true,
            })
        };
        let fitting: Vec<usize> = candidates.iter().copied().filter(|&item| agrees(item)).collect();
        match (fitting.as_slice(), candidates.len()) {
            ([item], _) => Some(*item),
            ([], 0) => {
                let known = self.items.keys().filter(|(at, _)| *at == table).map(|(_, spelling)| spelling.as_str());
                let message = not_in(text, "item", "is not an item of the catalogue");
                let mut diagnostic = Diagnostic::new(Code::UnknownItem, message).at(at);
                diagnostic = match nearest(&word, known) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`? Otherwise add a spelling")),
                    None => diagnostic.help("add a spelling in `[table.spellings.item]`, or the item to the criteria"),
                };
                findings.push(diagnostic);
                None
            }
            ([], _) => {
                let codes: Vec<&str> =
                    candidates.iter().map(|&item| self.framework.items[item].code.as_str()).collect();
                findings.push(
                    Diagnostic::new(Code::UnknownItem, format!("`{}` has other facets in the catalogue", text.trim()))
                        .labelled(at, format!("spelled like {}", codes.join(", ")))
                        .help("correct the facets of the row, or those of the item"),
                );
                None
            }
            _ => {
                let codes: Vec<&str> = fitting.iter().map(|&item| self.framework.items[item].code.as_str()).collect();
                findings.push(
                    Diagnostic::new(Code::AmbiguousSpelling, format!("`{}` could be several items", text.trim()))
                        .labelled(at, codes.join(", "))
                        .help("map the columns of more facets, or use the item's code"),
                );
                None
            }
        }
    }

    /// Reads an answer by the scale of its question; a wrong one is a finding and counts as not available. A count of n
    /// stays a count.
    pub(super) fn answer(
        &self,
        question: &Question,
        text: &str,
        format: NumberFormat,
        local: &LocalSpellings,
        at: Place,
        findings: &mut Findings,
    ) -> Answer {
        let QuestionKind::Asked(scale) = question.kind else { return Answer::Absent(Absence::NotAssessed) };
        let word = fold(text);
        if let Some(answer) = self.scales[scale].get(&word) {
            return *answer;
        }
        if let Some(absence) = local.absent.get(&word) {
            return Answer::Absent(*absence);
        }
        if word.is_empty() {
            return Answer::Absent(Absence::NotAvailable);
        }
        let scale = &self.framework.scales[scale];
        match &scale.kind {
            ScaleKind::Options(options) => {
                let known = options.iter().map(|option| option.code.as_str());
                findings.push(unknown_answer(question, text, at, known));
            }
            // A count is checked against its n, which only the row knows.
            ScaleKind::Number { counted: true, .. } => match parse_number(text, format, false) {
                Ok(count) => return Answer::Number(count),
                Err(error) => findings.push(not_a_number(text, error, at)),
            },
            ScaleKind::Number { range, percent, .. } => match parse_number(text, format, *percent) {
                Ok(value) if range.is_none_or(|range| range.contains(value)) => return Answer::Number(value),
                Ok(value) => {
                    let ends = range.map_or((0.0, 0.0), |range| (range.low(), range.high()));
                    // What is written in per cent is told in per cent.
                    let (times, sign) = if *percent { (100.0, " %") } else { (1.0, "") };
                    let shown = |value: f64| format!("{}{sign}", (value * times * 1e9).round() / 1e9);
                    let message = format!("{} is outside the scale of `{}`", shown(value), question.code);
                    let help = format!("the scale goes from {} to {}", shown(ends.0), shown(ends.1));
                    findings.push(Diagnostic::new(Code::OutOfRange, message).at(at).help(help));
                }
                Err(error) => findings.push(not_a_number(text, error, at)),
            },
            ScaleKind::Checklist { separator, .. } => {
                return self.checklist(question, scale, separator, text, at, findings);
            }
        }
        Answer::Absent(Absence::NotAvailable)
    }

    /// The share of a checklist that is ticked.
    fn checklist(
        &self,
        question: &Question,
        scale: &Scale,
        separator: &str,
        text: &str,
        at: Place,
        findings: &mut Findings,
    ) -> Answer {
        let options = scale.options();
        let mut ticked = vec![false; options.len()];
        let mut wrong = false;
        for part in text.split(separator).map(str::trim).filter(|part| !part.is_empty()) {
            let word = fold(part);
            let spelled = |option: &crate::criteria::Choice| {
                fold(&option.code) == word || option.spellings.iter().any(|spelling| fold(spelling) == word)
            };
            if let Some(found) = options.iter().position(spelled) {
                ticked[found] = true;
            } else {
                wrong = true;
                findings.push(unknown_answer(question, part, at, options.iter().map(|option| option.code.as_str())));
            }
        }
        if wrong {
            return Answer::Absent(Absence::NotAvailable);
        }
        let count = ticked.iter().filter(|&&ticked| ticked).count();
        Answer::Number(count as f64 / options.len() as f64)
    }

    /// Whether the answers to a question are counts of n.
    pub(super) fn is_counted(&self, question: &Question) -> bool {
        let QuestionKind::Asked(scale) = question.kind else { return false };
        matches!(self.framework.scales[scale].kind, ScaleKind::Number { counted: true, .. })
    }

    /// Facets of a row that the item does not know: the item of a facet table is the row's own value.
    pub(super) fn facet_item(&self, table: TableIx, facets: &[Option<u16>]) -> Option<usize> {
        match self.framework.tables[table].about {
            About::Facet(facet) => facets[facet].map(usize::from),
            _ => None,
        }
    }
}

/// A row of answers, all of them still "not assessed".
pub(super) fn blank_row(answers: &mut Answers, row: Row) -> usize {
    let place = row.place;
    answers.rows.push(row);
    let blank = Cell { answer: Answer::Absent(Absence::NotAssessed), place };
    answers.cells.extend(std::iter::repeat_n(blank, answers.width));
    answers.rows.len() - 1
}

fn value_spellings(values: &[crate::criteria::Named]) -> BTreeMap<String, usize> {
    let mut spellings = BTreeMap::new();
    for (index, value) in values.iter().enumerate() {
        let names = value.name.iter().map(|(_, name)| name);
        for word in std::iter::once(value.code.as_str()).chain(names).chain(value.spellings.iter().map(String::as_str))
        {
            spellings.entry(fold(word)).or_insert(index);
        }
    }
    spellings
}

fn scale_spellings(scale: &Scale) -> BTreeMap<String, Answer> {
    let mut spellings: BTreeMap<String, Answer> =
        scale.absent.iter().map(|(word, absence)| (fold(word), Answer::Absent(*absence))).collect();
    if let ScaleKind::Options(options) = &scale.kind {
        for (index, option) in options.iter().enumerate() {
            let answer = Answer::Option(u16::try_from(index).unwrap_or(u16::MAX));
            for word in std::iter::once(&option.code).chain(&option.spellings) {
                spellings.insert(fold(word), answer);
            }
        }
    }
    spellings
}

/// What is wrong with a name that nobody knows, or with one that is not there.
fn not_in(text: &str, kind: &str, wrong: &str) -> String {
    let shown: String = text.trim().chars().take(60).collect();
    if shown.is_empty() { format!("the row does not name its {kind}") } else { format!("`{shown}` {wrong}") }
}

/// A code that nobody declares, with the nearest one that somebody does.
pub(super) fn unknown<'k>(
    kind: &str,
    code: &str,
    at: Place,
    known: impl Iterator<Item = &'k str> + Clone,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownReference, format!("`{code}` is not a {kind}")).at(at);
    match nearest(code, known.clone()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => {
            let listed: Vec<&str> = known.take(12).collect();
            diagnostic.help(format!("known are: {}", listed.join(", ")))
        }
    }
}

fn unknown_answer<'k>(
    question: &Question,
    text: &str,
    at: Place,
    known: impl Iterator<Item = &'k str> + Clone,
) -> Diagnostic {
    let shown: String = text.trim().chars().take(60).collect();
    let listed: Vec<&str> = known.clone().take(12).collect();
    let help = match nearest(text, known) {
        Some(near) => format!("did you mean `{near}`? Otherwise add the spelling in `[coding]` of the round"),
        None => format!("answers are: {}; other spellings go into `[coding]` of the round", listed.join(", ")),
    };
    Diagnostic::new(Code::UnknownAnswer, format!("`{shown}` is not an answer to `{}`", question.code)).at(at).help(help)
}

/// A text where a number is due.
pub(super) fn not_a_number(text: &str, error: NumberError, at: Place) -> Diagnostic {
    let shown: String = text.trim().chars().take(60).collect();
    let help = match error {
        NumberError::NotDigits => "write digits, or leave the cell empty where there is no answer",
        NumberError::Comma => {
            "set `decimal = \"comma\"` where the comma is the decimal sign, or `thousands = \"comma\"` where it groups digits"
        }
        NumberError::Point => "the table says `decimal = \"comma\"`; set `thousands = \"point\"`, or mend the setting",
        NumberError::Grouping => "thousands signs stand between groups of three digits; mend `thousands` or the number",
        NumberError::Percent => "remove the per cent sign, or give the scale `percent = true`",
    };
    let message =
        if shown.is_empty() { "a number is missing here".to_owned() } else { format!("`{shown}` is not a number") };
    Diagnostic::new(Code::NotANumber, message).at(at).help(help)
}

//! Reads the registry of digital systems: a file of systems, and one of what is stated of them.

use std::collections::BTreeMap;

use super::number::{NumberFormat, parse_number, printed_decimals};
use super::reader::{LocalSpellings, Reader, not_a_number, unknown};
use super::spelling::fold;
use super::systems::{Figure, Per, Qualifier, Quantity, System, SystemFact, SystemKind, SystemStatus};
use super::table::Table;
use crate::criteria::{FacetIx, NodeIx, ValueIx, check_code, check_words};
use crate::diag::{Code, Diagnostic, FileId, Findings, Place, Sources, nearest};
use crate::model::Words;

/// The facet whose values are channels, as in the tidy form.
const CHANNEL: &str = "channel";
/// What stands between codes in one cell.
const SEPARATOR: char = '|';

/// Reads all systems, ordered by unit; an unusable row is a finding.
pub(super) fn systems(
    reader: &Reader<'_>,
    files: &BTreeMap<String, FileId>,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Vec<System> {
    let Some(raw) = &reader.document.systems else { return Vec::new() };
    let table = table_of(files, raw.file.get_ref(), sources, findings);
    // Without the systems, every fact would be about an unknown one.
    let Some(mut systems) = table.and_then(|table| read_systems(reader, &table, findings)) else { return Vec::new() };
    if let Some(facts) = &raw.facts
        && let Some(table) = table_of(files, facts.get_ref(), sources, findings)
    {
        read_facts(reader, &table, &mut systems, findings);
    }
    systems.sort_by_key(|system| system.unit);
    systems
}

fn table_of(
    files: &BTreeMap<String, FileId>,
    name: &str,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Option<Table> {
    files.get(name).and_then(|&file| Table::read(file, None, sources, findings))
}

/// The columns of a file whose titles the guide sets.
struct Header<'t> {
    table: &'t Table,
    read: Vec<usize>,
    complete: bool,
}

impl<'t> Header<'t> {
    fn of(table: &'t Table) -> Header<'t> {
        Header { table, read: Vec::new(), complete: true }
    }

    fn may(&mut self, title: &str) -> Option<usize> {
        let found = self.table.column(title);
        self.read.extend(found);
        found
    }

    fn need(&mut self, title: &str, findings: &mut Findings) -> usize {
        if let Some(column) = self.may(title) {
            return column;
        }
        self.complete = false;
        let diagnostic = Diagnostic::new(Code::ColumnMissing, format!("there is no column `{title}`"))
            .labelled(self.table.place(0, 0), "in this header");
        findings.push(match nearest(title, self.table.header.iter().map(String::as_str)) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!("add a column `{title}`; the guide of rounds lists them all")),
        });
        0
    }

    /// A text with a column for each language.
    fn need_words(&mut self, stem: &str, languages: &[String], findings: &mut Findings) -> WordColumns {
        languages
            .iter()
            .map(|language| (language.clone(), self.need(&format!("{stem}_{language}"), findings)))
            .collect()
    }

    /// The same for a text that may be left out: all languages or none.
    fn may_words(&mut self, stem: &str, languages: &[String], findings: &mut Findings) -> WordColumns {
        let any = languages.iter().any(|language| self.table.column(&format!("{stem}_{language}")).is_some());
        if any { self.need_words(stem, languages, findings) } else { Vec::new() }
    }

    fn may_source(&mut self, languages: &[String], findings: &mut Findings) -> Option<SourceColumns> {
        let each = self.may_words("source", languages, findings);
        if !each.is_empty() {
            return Some(SourceColumns::Each(each));
        }
        self.may("source").map(SourceColumns::Same)
    }

    fn need_source(&mut self, languages: &[String], findings: &mut Findings) -> SourceColumns {
        let found = self.may_source(languages, findings);
        found.unwrap_or_else(|| SourceColumns::Same(self.need("source", findings)))
    }

    /// Reports what nobody reads, and whether every needed column is there.
    fn finish(self, findings: &mut Findings) -> bool {
        let unread: Vec<usize> = (0..self.table.header.len()).filter(|column| !self.read.contains(column)).collect();
        if let Some(&first) = unread.first() {
            let titles: Vec<String> = unread.iter().map(|&column| format!("`{}`", self.table.header[column])).collect();
            findings.push(
                Diagnostic::new(Code::ColumnUnread, format!("nobody reads {}", titles.join(", ")))
                    .at(self.table.place(0, first))
                    .help("check the title against the guide of rounds, or remove the column"),
            );
        }
        self.complete
    }
}

type WordColumns = Vec<(String, usize)>;

/// Where a source stands: in one column for all languages, or in one for each.
enum SourceColumns {
    Same(usize),
    Each(WordColumns),
}

impl SourceColumns {
    fn first(&self) -> usize {
        match self {
            SourceColumns::Same(column) => *column,
            SourceColumns::Each(columns) => columns.first().map_or(0, |(_, column)| *column),
        }
    }
}

/// One row of either file.
struct Line<'l> {
    reader: &'l Reader<'l>,
    table: &'l Table,
    record: u32,
    fields: &'l csv::StringRecord,
}

impl Line<'_> {
    fn text(&self, column: usize) -> &str {
        self.fields.get(column).unwrap_or("").trim()
    }

    fn optional(&self, column: Option<usize>) -> &str {
        column.map_or("", |column| self.text(column))
    }

    fn place(&self, column: usize) -> Place {
        self.table.place(self.record, column)
    }

    fn unit(&self, column: usize, findings: &mut Findings) -> Option<usize> {
        self.reader.unit(self.text(column), &LocalSpellings::default(), self.place(column), findings)
    }

    /// A source; nothing where its cells are empty.
    fn source(&self, columns: &SourceColumns, findings: &mut Findings) -> Words {
        match columns {
            SourceColumns::Each(columns) => self.optional_words(columns, findings),
            SourceColumns::Same(column) if self.text(*column).is_empty() => Words::default(),
            SourceColumns::Same(column) => Words::same(self.text(*column)),
        }
    }

    fn words(&self, columns: &WordColumns, findings: &mut Findings) -> Words {
        let Some(&(_, first)) = columns.first() else { return Words::default() };
        check_words(&self.filled(columns), self.place(first), &self.reader.framework.languages, findings)
    }

    /// A text that may be left out in every language.
    fn optional_words(&self, columns: &WordColumns, findings: &mut Findings) -> Words {
        if self.filled(columns).is_empty() { Words::default() } else { self.words(columns, findings) }
    }

    fn filled(&self, columns: &WordColumns) -> BTreeMap<String, String> {
        let texts = columns.iter().map(|(language, column)| (language.clone(), self.text(*column).to_owned()));
        texts.filter(|(_, text)| !text.is_empty()).collect()
    }

    /// A word of a closed list; an empty cell is `default`, where there is one.
    fn choice<T: Copy>(
        &self,
        column: Option<usize>,
        key: &str,
        choices: &[(&str, T)],
        default: Option<T>,
        findings: &mut Findings,
    ) -> Option<T> {
        let word = self.optional(column);
        if word.is_empty() && default.is_some() {
            return default;
        }
        let found = choices.iter().find(|(code, _)| *code == word).map(|(_, value)| *value);
        if found.is_none() {
            let known = choices.iter().map(|(code, _)| *code);
            let listed: Vec<&str> = known.clone().collect();
            let help = match nearest(word, known) {
                Some(near) if !word.is_empty() => format!("did you mean `{near}`?"),
                _ => format!("use one of: {}", listed.join(", ")),
            };
            let message = if word.is_empty() {
                format!("the row says nothing in `{key}`")
            } else {
                format!("`{word}` is not a choice for `{key}`")
            };
            let at = self.place(column.unwrap_or(0));
            findings.push(Diagnostic::new(Code::UnknownChoice, message).at(at).help(help));
        }
        found
    }
}

struct SystemColumns {
    unit: usize,
    code: usize,
    name: WordColumns,
    owner: WordColumns,
    kind: usize,
    channel: Option<usize>,
    kpis: Option<usize>,
    status: usize,
    url: Option<usize>,
    source: SourceColumns,
}

fn read_systems(reader: &Reader<'_>, table: &Table, findings: &mut Findings) -> Option<Vec<System>> {
    let languages = &reader.framework.languages;
    let mut header = Header::of(table);
    let columns = SystemColumns {
        unit: header.need("unit", findings),
        code: header.need("code", findings),
        name: header.need_words("name", languages, findings),
        owner: header.need_words("owner", languages, findings),
        kind: header.need("kind", findings),
        channel: header.may(CHANNEL),
        kpis: header.may("kpis"),
        status: header.need("status", findings),
        url: header.may("url"),
        source: header.need_source(languages, findings),
    };
    if !header.finish(findings) {
        return None;
    }
    let mut systems: Vec<System> = Vec::new();
    for (record, fields) in &table.records {
        let line = Line { reader, table, record: *record, fields };
        let Some(system) = line.system(&columns, findings) else { continue };
        match systems.iter().find(|other| other.unit == system.unit && fold(&other.code) == fold(&system.code)) {
            Some(first) => findings.push(
                Diagnostic::new(Code::DuplicateCode, format!("two systems have the code `{}`", system.code))
                    .at(system.place)
                    .labelled(first.place, "the first is here")
                    .help("give one of them another code"),
            ),
            None => systems.push(system),
        }
    }
    Some(systems)
}

impl Line<'_> {
    fn system(&self, columns: &SystemColumns, findings: &mut Findings) -> Option<System> {
        let place = self.place(columns.code);
        let unit = self.unit(columns.unit, findings);
        check_code(self.text(columns.code), place, findings);
        let (name, owner) = (self.words(&columns.name, findings), self.words(&columns.owner, findings));
        let kinds: Vec<_> = SystemKind::ALL.iter().map(|kind| (kind.code(), *kind)).collect();
        let kind = self.choice(Some(columns.kind), "kind", &kinds, None, findings);
        let statuses: Vec<_> = SystemStatus::ALL.iter().map(|status| (status.code(), *status)).collect();
        let status = self.choice(Some(columns.status), "status", &statuses, None, findings);
        let channel = self.channel(columns.channel, findings);
        let kpis = self.kpis(columns.kpis, findings);
        if let Some(column) = columns.kpis
            && status == Some(SystemStatus::Planned)
            && !kpis.is_empty()
        {
            findings.push(
                Diagnostic::new(Code::PlannedEvidence, format!("`{}` is only planned", self.text(columns.code)))
                    .at(self.place(column))
                    .labelled(self.place(columns.status), "the status is here")
                    .help("leave `kpis` empty until the system is in service"),
            );
        }
        let source = self.source(&columns.source, findings);
        if source.iter().next().is_none() {
            let message = format!("nobody says where `{}` is known from", self.text(columns.code));
            let at = self.place(columns.source.first());
            findings.push(Diagnostic::new(Code::SourceMissing, message).at(at).help("name the public source"));
        }
        Some(System {
            unit: unit?,
            code: self.text(columns.code).to_owned(),
            name,
            owner,
            kind: kind?,
            channel,
            kpis,
            status: status?,
            url: self.optional(columns.url).to_owned(),
            source,
            facts: Vec::new(),
            place,
        })
    }

    fn channel(&self, column: Option<usize>, findings: &mut Findings) -> Option<(FacetIx, ValueIx)> {
        let column = column?;
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let facets = &self.reader.framework.facets;
        let Some(facet) = facets.iter().position(|facet| facet.code == CHANNEL) else {
            let message = format!("the criteria have no facet `{CHANNEL}`, so `{text}` is none of its values");
            let at = self.place(column);
            findings.push(Diagnostic::new(Code::UnknownFacetValue, message).at(at).help("leave the cell empty"));
            return None;
        };
        let value = self.reader.facet(facet, text, &LocalSpellings::default(), self.place(column), findings)?;
        Some((facet, usize::from(value)))
    }

    fn kpis(&self, column: Option<usize>, findings: &mut Findings) -> Vec<NodeIx> {
        let Some(column) = column else { return Vec::new() };
        let framework = self.reader.framework;
        let mut nodes = Vec::new();
        for code in self.text(column).split(SEPARATOR).map(str::trim).filter(|code| !code.is_empty()) {
            match framework.node(code) {
                Some(node) if nodes.contains(&node) => {}
                Some(node) => nodes.push(node),
                None => {
                    let known = framework.nodes.iter().map(|node| node.code.as_str());
                    findings.push(unknown("node of the criteria", code, self.place(column), known));
                }
            }
        }
        nodes
    }
}

struct FactColumns {
    unit: usize,
    system: usize,
    quantity: usize,
    name: WordColumns,
    value: usize,
    qualifier: Option<usize>,
    per: Option<usize>,
    period: Option<usize>,
    source: Option<SourceColumns>,
    note: WordColumns,
}

fn read_facts(reader: &Reader<'_>, table: &Table, systems: &mut [System], findings: &mut Findings) {
    let languages = &reader.framework.languages;
    let mut header = Header::of(table);
    let columns = FactColumns {
        unit: header.need("unit", findings),
        system: header.need("system", findings),
        quantity: header.need("quantity", findings),
        name: header.need_words("name", languages, findings),
        value: header.need("value", findings),
        qualifier: header.may("qualifier"),
        per: header.may("per"),
        period: header.may("period"),
        source: header.may_source(languages, findings),
        note: header.may_words("note", languages, findings),
    };
    if !header.finish(findings) {
        return;
    }
    for (record, fields) in &table.records {
        let line = Line { reader, table, record: *record, fields };
        let Some((system, fact)) = line.fact(&columns, systems, findings) else { continue };
        let facts = &mut systems[system].facts;
        match facts.iter().find(|other| same_statement(other, &fact)) {
            Some(first) => findings.push(
                Diagnostic::new(Code::DuplicateAnswer, "the same thing is stated twice of a system")
                    .at(fact.place)
                    .labelled(first.place, "the first is here")
                    .help("keep one of the rows, or let their names say how they differ"),
            ),
            None => facts.push(fact),
        }
    }
}

/// Whether two rows state the same thing of a system, whatever the figure is.
fn same_statement(one: &SystemFact, other: &SystemFact) -> bool {
    let span = |fact: &SystemFact| fact.figure.map(|figure| figure.per);
    one.quantity == other.quantity && one.name == other.name && one.period == other.period && span(one) == span(other)
}

impl Line<'_> {
    fn fact(&self, columns: &FactColumns, systems: &[System], findings: &mut Findings) -> Option<(usize, SystemFact)> {
        let unit = self.unit(columns.unit, findings);
        let system = unit.and_then(|unit| self.system_named(columns.system, unit, systems, findings));
        let quantities: Vec<_> = Quantity::ALL.iter().map(|quantity| (quantity.code(), *quantity)).collect();
        let quantity = self.choice(Some(columns.quantity), "quantity", &quantities, None, findings);
        let name = self.words(&columns.name, findings);
        let note = self.optional_words(&columns.note, findings);
        let figure = self.figure(columns, quantity, findings);
        let period = self.optional(columns.period);
        let period = if period.is_empty() { self.reader.document.round.period.get_ref() } else { period };
        let (system, quantity) = (system?, quantity?);
        let source = columns.source.as_ref().map(|columns| self.source(columns, findings)).unwrap_or_default();
        let source = if source.iter().next().is_none() { systems[system].source.clone() } else { source };
        let place = self.place(columns.quantity);
        let period = period.to_owned();
        Some((system, SystemFact { quantity, name, figure: figure?, period, source, note, place }))
    }

    fn system_named(&self, column: usize, unit: usize, systems: &[System], findings: &mut Findings) -> Option<usize> {
        let code = self.text(column);
        let found = systems.iter().position(|system| system.unit == unit && fold(&system.code) == fold(code));
        if found.is_none() {
            let known = systems.iter().filter(|system| system.unit == unit).map(|system| system.code.as_str());
            findings.push(unknown("system of this unit", code, self.place(column), known));
        }
        found
    }

    /// The figure of a row, or that it states something without one; nothing where it is wrong.
    #[expect(clippy::option_option, reason = "wrong, no figure and a figure are three different things")]
    fn figure(
        &self,
        columns: &FactColumns,
        quantity: Option<Quantity>,
        findings: &mut Findings,
    ) -> Option<Option<Figure>> {
        let qualifiers: Vec<_> = Qualifier::ALL.iter().map(|qualifier| (qualifier.code(), *qualifier)).collect();
        let qualifier = self.choice(columns.qualifier, "qualifier", &qualifiers, Some(Qualifier::Exact), findings);
        let spans: Vec<_> = Per::ALL.iter().map(|per| (per.code(), *per)).collect();
        let per = self.choice(columns.per, "per", &spans, Some(Per::Total), findings);
        let (text, place) = (self.text(columns.value), self.place(columns.value));
        if text.is_empty() && quantity.is_none_or(|quantity| quantity == Quantity::Other) {
            return Some(None);
        }
        let value = match parse_number(text, NumberFormat::POINT, false) {
            Ok(value) => value,
            Err(error) => {
                let diagnostic = not_a_number(text, error, place);
                let help = "write the number, or the quantity `other` for a statement without a figure";
                findings.push(if text.is_empty() { diagnostic.help(help) } else { diagnostic });
                return None;
            }
        };
        let most = if quantity == Some(Quantity::Share) { 100.0 } else { f64::INFINITY };
        if value < 0.0 || value > most {
            let help = if most.is_finite() { "a share goes from 0 to 100 per cent" } else { "nothing counts below 0" };
            let message = format!("{value} cannot be a figure of this quantity");
            findings.push(Diagnostic::new(Code::OutOfRange, message).at(place).help(help));
            return None;
        }
        let decimals = printed_decimals(text, NumberFormat::POINT);
        Some(Some(Figure { value, decimals, qualifier: qualifier?, per: per?, place }))
    }
}

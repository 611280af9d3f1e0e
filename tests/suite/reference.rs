//! Published indices come out: the small forms in `tests/reference`, the shipped round of the EU benchmark, and the answers of
//! that round seen through other criteria.
//!
//! `cargo run --release --example reference` compares the whole data sets; these tests need nothing beside the project.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use nudj::evaluate::Evaluation;

use crate::support;

/// The World Bank publishes fifteen digits and more.
const GTMI: f64 = 1e-12;

/// The United Nations print four digits of three components and of their mean.
const EGDI: f64 = 6.7e-5;

/// UNDP prints three digits: half a unit of the last one, and what binary fractions add to it.
const HDI: f64 = 0.000_5 + 1e-12;

/// COINr adds in 80 bits; its values here are between 0 and 100.
const ASEM: f64 = 1e-9;

/// The Commission publishes fifteen digits, of which the last were lost on the way through spreadsheets.
const EGOV: f64 = 1e-6;

/// Both sides compute with 53 bits; sums are taken in another order.
const EUROPE: f64 = 1e-9;

/// A published table: titles of the columns, and for each unit its cells.
struct Published {
    titles: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
}

/// Texts of a round, its criteria and what was published.
struct Form {
    criteria: BTreeMap<String, String>,
    round: String,
    tables: BTreeMap<String, String>,
    published: Published,
    tolerance: f64,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn texts(folder: &Path, extension: &str) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let wanted = paths.filter(|path| path.extension().is_some_and(|there| there == extension));
    wanted.map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), text(&path))).collect()
}

fn published(path: &Path) -> Published {
    let text = text(path);
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<String>>());
    let titles = lines.next().expect("a header")[1..].to_vec();
    let rows = lines.map(|mut cells| (cells.remove(0), cells)).collect();
    Published { titles, rows }
}

/// A small form: criteria and a round below `tests/reference/<set>`.
fn form(set: &str, index: &str, round: &str, expected: &str, tolerance: f64) -> Form {
    let own = root().join("tests/reference").join(set);
    let folder = own.join("surveys").join(index).join(round);
    Form {
        criteria: texts(&own.join("criteria").join(index), "toml"),
        round: text(&folder.join("round.toml")),
        tables: texts(&folder, "csv"),
        published: published(&own.join(expected)),
        tolerance,
    }
}

/// The shipped round of the EU benchmark, with the published averages of both years.
fn egov() -> Form {
    let folder = root().join("surveys/egov-benchmark/2022");
    let mut tables = texts(&folder, "csv");
    tables.insert("../units.csv".to_owned(), text(&folder.join("../units.csv")));
    Form {
        criteria: texts(&root().join("criteria/egov-benchmark-2022"), "toml"),
        round: text(&folder.join("round.toml")),
        tables,
        published: published(&root().join("tests/reference/egov/expected.csv")),
        tolerance: EGOV,
    }
}

/// The shipped round of Europe by the GEMS-style criteria, with the KPIs as a script computes them apart from nudj.
fn europe() -> Form {
    let folder = root().join("surveys/gems/europe-2022");
    let mut tables = texts(&folder, "csv");
    tables.extend(texts(&folder, "toml"));
    tables.remove("round.toml");
    for (below, file) in
        [("2022/", "services_raw_answers.csv"), ("2022/", "portals_raw_answers.csv"), ("", "units.csv")]
    {
        let name = format!("../../egov-benchmark/{below}{file}");
        tables.insert(name.clone(), text(&folder.join(name)));
    }
    Form {
        criteria: texts(&root().join("criteria/gems"), "toml"),
        round: text(&folder.join("round.toml")),
        tables,
        published: published(&root().join("tests/reference/europe/expected.csv")),
        tolerance: EUROPE,
    }
}

impl Form {
    /// How many figures were compared, and those that differ, each as `unit column`.
    fn compared(&self) -> (usize, Vec<String>) {
        let pairs = |texts: &'_ BTreeMap<String, String>| -> Vec<(String, String)> {
            texts.iter().map(|(name, text)| (name.clone(), text.clone())).collect()
        };
        let (criteria, tables) = (pairs(&self.criteria), pairs(&self.tables));
        let criteria: Vec<(&str, &str)> = criteria.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let tables: Vec<(&str, &str)> = tables.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let case = support::round(&criteria, &self.round, &tables);
        let evaluation = case.evaluation().unwrap_or_else(|| panic!("{}", case.shown()));
        assert!(!evaluation.findings.has_errors(), "{:?}", evaluation.findings);
        let mut compared = 0;
        let mut differing = Vec::new();
        for (unit, cells) in &self.published.rows {
            for (title, cell) in self.published.titles.iter().zip(cells) {
                compared += 1;
                if !self.agrees(&case, &evaluation, unit, title, cell) {
                    differing.push(format!("{unit} {title}"));
                }
            }
        }
        (compared, differing)
    }

    /// Whether one printed cell is what comes out. The column `band` holds the band of the index.
    fn agrees(&self, case: &support::Case, evaluation: &Evaluation, unit: &str, title: &str, cell: &str) -> bool {
        let (framework, round) = match (&case.criteria, &case.round) {
            (Some(criteria), Some(round)) => (&criteria.framework, round),
            _ => return false,
        };
        let Some(row) = round.units().iter().position(|there| there.code() == unit) else { return false };
        if title == "band" {
            let band = evaluation.scores.whole.at(0, row).band;
            return band.is_some_and(|band| framework.bands()[band].code() == cell);
        }
        let node = framework.node(title).unwrap_or_else(|| panic!("`{title}` is not a node"));
        match (cell.parse::<f64>(), evaluation.scores.whole.at(node, row).score) {
            (Ok(published), Ok(ours)) => (published - ours).abs() <= self.tolerance,
            (Err(_), Err(_)) => cell.is_empty(),
            _ => false,
        }
    }
}

fn nothing() -> Vec<String> {
    Vec::new()
}

#[test]
fn govtech_maturity_index_and_its_groups() {
    assert_eq!(form("gtmi", "gtmi", "2022", "expected.csv", GTMI).compared(), (48, nothing()));
}

#[test]
fn e_government_development_index() {
    assert_eq!(form("egdi", "egdi", "2022", "expected.csv", EGDI).compared(), (22, nothing()));
}

#[test]
fn human_development_index_of_two_years() {
    assert_eq!(form("hdi", "hdi", "1990", "expected-1990.csv", HDI).compared(), (23, nothing()));
    assert_eq!(form("hdi", "hdi", "2022", "expected-2022.csv", HDI).compared(), (24, nothing()));
}

#[test]
fn coinr_on_a_pillar_of_asem() {
    assert_eq!(form("asem", "asem-physical", "2018", "expected.csv", ASEM).compared(), (51 * 9, nothing()));
}

/// Four figures of two cells in which the publisher's answers and score sheet contradict each other, and no other.
#[test]
fn eu_benchmark_from_its_raw_answers_except_for_two_cells() {
    // Lithuania, 6.2 of Business Start-up: published 0 where the answers say that an eDocument is not relevant.
    // Turkey, 4.4 of Health: the score sheet counts 0 where no service has a score.
    let residual = ["LT overall", "LT cross-border", "LT cross-border-edocuments", "TR cross-border-edocuments"];
    let (compared, differing) = egov().compared();
    assert_eq!(compared, 35 * 19);
    assert_eq!(differing, residual);
}

#[test]
fn europe_by_the_gems_style_criteria() {
    assert_eq!(europe().compared(), (35 * 11, nothing()));
}

#[test]
fn a_changed_digit_of_a_published_figure_is_seen() {
    let mut form = form("egdi", "egdi", "2022", "expected.csv", EGDI);
    let (unit, cells) = form.published.rows.first_mut().expect("a row");
    let (figure, changed) = (format!("{unit} egdi"), cells[0].parse::<f64>().expect("a number") + 0.000_2);
    cells[0] = changed.to_string();
    assert_eq!(form.compared(), (22, vec![figure]));
}

#[test]
fn a_changed_digit_of_an_answer_is_seen() {
    let mut form = form("hdi", "hdi", "2022", "expected-2022.csv", HDI);
    let table = form.tables.get_mut("components.csv").expect("the components");
    let row = table.lines().nth(1).expect("a row").to_owned();
    let cells: Vec<&str> = row.split(',').collect();
    let life: f64 = cells[1].parse().expect("a number");
    let changed = row.replacen(cells[1], &(life + 1.0).to_string(), 1);
    *table = table.replacen(&row, &changed, 1);
    assert_eq!(form.compared(), (24, vec![format!("{} hdi", cells[0])]));
}

#[test]
fn a_wrong_band_and_a_unit_that_is_missing_are_seen() {
    let mut form = form("gtmi", "gtmi", "2022", "expected.csv", GTMI);
    let (unit, cells) = form.published.rows.first_mut().expect("a row");
    cells[1] = if cells[1] == "A" { "B" } else { "A" }.to_owned();
    let band = format!("{unit} band");
    form.published.rows.push(("XXX".to_owned(), vec!["0.5".to_owned(), "B".to_owned()]));
    assert_eq!(form.compared(), (50, vec![band, "XXX gtmi".to_owned(), "XXX band".to_owned()]));
}

#[test]
fn a_weight_that_is_moved_is_seen() {
    let mut form = form("asem", "asem-physical", "2018", "expected.csv", ASEM);
    let criteria = form.criteria.get_mut("framework.toml").expect("the criteria");
    *criteria = criteria.replacen("parent = \"Physical\"\n", "parent = \"Physical\"\nweight = 1.01\n", 1);
    let (_, differing) = form.compared();
    assert!(differing.len() > 40 && differing.iter().all(|figure| figure.ends_with(" Physical")), "{differing:?}");
}

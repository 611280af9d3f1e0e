//! EU eGovernment Benchmark 2023 from its raw answers, at every published level.

use std::collections::BTreeMap;
use std::path::Path;

use nudj::evaluate::PanelScores;
use nudj::model::{Absence, Datum};
use serde::Deserialize;

use crate::figures::{Case, Tolerance};
use crate::matrix::{Matrix, number, text};
use crate::scoring::{Files, Scored, folder, score};

/// Published with fifteen digits, of which the last were lost on the way through spreadsheets.
const TOLERANCE: Tolerance = Tolerance::Absolute(1e-6);

const SET: &str = "egov";

/// Countries of the European Union; the published EU27+ is the mean of all 35.
const EU27: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Column of the biennial average.
const BIENNIAL: &str = "Biennial average 2021 + 2022";

/// Columns of the nine life events, and the values of the facet.
const EVENTS: [(&str, &str); 9] = [
    ("Business Start-up (2022)", "business-start-up"),
    ("Family (2022)", "family"),
    ("Career (2022)", "career"),
    ("Studying (2022)", "studying"),
    ("Regular business operations (2021)", "regular-business-operations"),
    ("Transport (2021)", "transport"),
    ("Justice (2021)", "justice"),
    ("Moving (2021)", "moving"),
    ("Health (2021)", "health"),
];

/// Rows of the published scores, and the nodes that they are.
const OVERALL: [(&str, &str); 1] = [("0. OVERALL SCORE", "overall")];
const DIMENSIONS: [(&str, &str); 4] = [
    ("1. User centricity", "user-centricity"),
    ("2. Transparency", "transparency"),
    ("3. Key Enablers", "key-enablers"),
    ("4. Cross-border services", "cross-border"),
];
const SUB_INDICATORS: [(&str, &str); 14] = [
    ("1.1 Online availability", "online-availability"),
    ("1.2 Mobile friendliness", "mobile-friendliness"),
    ("1.3 User support", "user-support"),
    ("2.1 Transparency of service delivery", "transparency-service-delivery"),
    ("2.2 Transparency of personal data", "transparency-personal-data"),
    ("2.3 Transparency of service design", "transparency-service-design"),
    ("3.1 eID", "eid"),
    ("3.2 eDocuments", "edocuments"),
    ("3.3 Pre-filled forms", "prefilled-forms"),
    ("3.4 Digital Post", "digital-post"),
    ("4.1 Cross-border online availability", "cross-border-availability"),
    ("4.2 Cross-border user support", "cross-border-user-support"),
    ("4.3 Cross-border eID", "cross-border-eid"),
    ("4.4 Cross-border eDocuments", "cross-border-edocuments"),
];

/// Columns of the published service scores, and the indicators that they are.
const NATIONAL: [(&str, &str); 6] = [
    ("OA", "online-availability"),
    ("MF", "mobile-friendliness"),
    ("TSD", "transparency-service-delivery"),
    ("eID", "eid"),
    ("eDoc", "edocuments"),
    ("PF", "prefilled-forms"),
];
const CROSS_BORDER: [(&str, &str); 3] =
    [("OA", "cross-border-availability"), ("eID", "cross-border-eid"), ("eDoc", "cross-border-edocuments")];

pub(crate) fn cases(root: &Path, data: &Path) -> Result<Vec<Case>, String> {
    let data = data.join("egov-benchmark-2022");
    let criteria = folder(&root.join("criteria/egov-benchmark-2022"), "toml")?;
    let mut tables = Files::from([("../units.csv".to_owned(), text(&root.join("surveys/egov-benchmark/units.csv"))?)]);
    for kind in ["services", "portals", "cb_services", "cb_portals"] {
        let name = format!("{kind}_raw_answers.csv");
        let answers = text(&data.join(&name))?;
        tables.insert(name, answers);
    }
    let round = text(&root.join("surveys/egov-benchmark/2022/round.toml"))?;
    let scored = score(&criteria, &round, &tables)?;
    let scores = Matrix::read(&data.join("scores.csv"), &["Country", "Scoring"])?;
    let countries: Vec<String> = scored.round.units().iter().map(|unit| unit.code().to_owned()).collect();
    let catalogue = catalogue(&criteria)?;
    let mut cases = services(&scored, &catalogue, "services", &data.join("services_results.csv"), &NATIONAL)?;
    cases.extend(services(&scored, &catalogue, "cb-services", &data.join("cb_services_results.csv"), &CROSS_BORDER)?);
    for (level, nodes) in levels() {
        cases.push(by_event(&scored, &scores, &countries, level, nodes)?);
    }
    for (level, nodes) in levels() {
        cases.push(biennial(&scored, &scores, &countries, level, nodes));
    }
    cases.push(ranks(&scored, &scores, &countries));
    cases.push(averages(&scored, &scores, &countries)?);
    Ok(cases)
}

fn levels() -> [(&'static str, &'static [(&'static str, &'static str)]); 3] {
    [("14 sub-indicators", &SUB_INDICATORS), ("4 dimensions", &DIMENSIONS), ("overall", &OVERALL)]
}

/// The part of a criteria file that says which spelling is which service.
#[derive(Deserialize)]
struct Catalogue {
    #[serde(default)]
    item: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    code: String,
    table: String,
    name: BTreeMap<String, String>,
    #[serde(default)]
    spellings: Vec<String>,
}

/// Table and spelling of a service to its code.
fn catalogue(criteria: &Files) -> Result<BTreeMap<(String, String), String>, String> {
    let mut found = BTreeMap::new();
    for (file, text) in criteria {
        let read: Catalogue = toml::from_str(text).map_err(|error| format!("{file}: {error}"))?;
        for item in read.item {
            for spelling in item.spellings.iter().chain(item.name.values()) {
                found.insert((item.table.clone(), spelled(spelling)), item.code.clone());
            }
        }
    }
    Ok(found)
}

fn spelled(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Scores of services, as published and as the items of the observations.
fn services(
    scored: &Scored,
    catalogue: &BTreeMap<(String, String), String>,
    table: &str,
    path: &Path,
    columns: &[(&str, &str)],
) -> Result<Vec<Case>, String> {
    let published = Matrix::read(path, &["Country", "Service"])?;
    let framework = &scored.criteria.framework;
    let mut ours: BTreeMap<(&str, &str, &str), Datum> = BTreeMap::new();
    for item in &scored.evaluation.observations.items {
        let indicator = framework.nodes()[framework.indicators()[item.indicator].node()].code();
        let unit = scored.round.units()[item.unit].code();
        // Items of the other tables are values of a facet and have no place in the catalogue of services.
        if let Some(item_code) = item.item.and_then(|at| framework.items().get(at)) {
            ours.insert((unit, item_code.code(), indicator), item.value);
        }
    }
    let mut cases = Vec::new();
    for (column, indicator) in columns {
        let mut case = Case::new(SET, &format!("{table} {column}"), TOLERANCE);
        for key in &published.keys {
            let (country, service) = key.split_once('|').unwrap_or((key, ""));
            let Some(code) = catalogue.get(&(table.to_owned(), spelled(service))) else {
                return Err(format!("`{service}` is not in the catalogue"));
            };
            let value = ours.get(&(country, code.as_str(), *indicator)).copied().unwrap_or(Err(Absence::NotAssessed));
            let figure = || format!("{country} {column}, {service}");
            case.number_where_any(figure, published.number(key, column), value);
        }
        cases.push(case);
    }
    Ok(cases)
}

fn by_event(
    scored: &Scored,
    scores: &Matrix,
    countries: &[String],
    level: &str,
    nodes: &[(&str, &str)],
) -> Result<Case, String> {
    let mut case = Case::new(SET, &format!("{level} by life event"), TOLERANCE);
    let facet = scored.criteria.framework.slice_facet().ok_or("the index has no slices")?;
    for (title, event) in EVENTS {
        let value = facet.values().iter().position(|value| value.code() == event);
        let slice = scored.evaluation.scores.slices.iter().find(|(at, _)| Some(*at) == value);
        let (_, slice) = slice.ok_or_else(|| format!("`{event}` is not a slice"))?;
        compare(&mut case, scored, slice, scores, countries, title, nodes);
    }
    Ok(case)
}

fn biennial(scored: &Scored, scores: &Matrix, countries: &[String], level: &str, nodes: &[(&str, &str)]) -> Case {
    let mut case = Case::new(SET, &format!("{level} biennial"), TOLERANCE);
    compare(&mut case, scored, &scored.evaluation.scores.whole, scores, countries, BIENNIAL, nodes);
    case
}

fn compare(
    case: &mut Case,
    scored: &Scored,
    panel: &PanelScores,
    scores: &Matrix,
    countries: &[String],
    title: &str,
    nodes: &[(&str, &str)],
) {
    for (unit, country) in countries.iter().enumerate() {
        for (row, node) in nodes {
            let ours =
                scored.criteria.framework.node(node).map_or(Err(Absence::Undefined), |at| panel.at(at, unit).score);
            let figure = || format!("{country} {row}, {title}");
            case.number_where_any(figure, scores.number(&format!("{country}|{row}"), title), ours);
        }
    }
}

/// Ranks of the biennial overall scores, which follow from the published scores.
fn ranks(scored: &Scored, scores: &Matrix, countries: &[String]) -> Case {
    let mut case = Case::new(SET, "rank of overall biennial", Tolerance::Same);
    let published: Vec<Option<f64>> =
        countries.iter().map(|country| number(scores.word(&format!("{country}|0. OVERALL SCORE"), BIENNIAL))).collect();
    for (country, own) in countries.iter().zip(&published) {
        let above = published.iter().filter(|other| **other > *own).count() + 1;
        let ours = scored.at("overall", country).and_then(|score| score.rank).map_or(0, |rank| rank as usize);
        case.word(|| country.clone(), &above.to_string(), &ours.to_string());
    }
    case
}

/// EU averages of the overall score as means over countries.
fn averages(scored: &Scored, scores: &Matrix, countries: &[String]) -> Result<Case, String> {
    let mut case = Case::new(SET, "overall biennial, EU averages", TOLERANCE);
    let all: Vec<&str> = countries.iter().map(String::as_str).collect();
    for (group, members) in [("EU27+", all.as_slice()), ("AVERAGE_EU27", EU27.as_slice())] {
        let known: Vec<f64> = members.iter().filter_map(|country| scored.score("overall", country).ok()).collect();
        if known.len() != members.len() {
            return Err(format!("{} of {} countries of {group} have a score", known.len(), members.len()));
        }
        let ours = nudj::stats::mean(&known).ok_or(Absence::Undefined);
        case.number(|| group.to_owned(), scores.number(&format!("{group}|0. OVERALL SCORE"), BIENNIAL), ours);
    }
    Ok(case)
}

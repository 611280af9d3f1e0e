//! UNDP Human Development Index 1990 to 2022 from its four components.

use std::fs;
use std::path::Path;

use crate::figures::{Case, Tolerance};
use crate::matrix::Matrix;
use crate::scoring::{Files, folder, score};

/// Printed with three digits: half a unit of the last one, and what binary fractions add to it.
const TOLERANCE: Tolerance = Tolerance::Absolute(0.000_5 + 1e-12);

pub(crate) fn cases(root: &Path, data: &Path) -> Result<Vec<Case>, String> {
    let criteria = folder(&root.join("tests/reference/hdi/criteria/hdi"), "toml")?;
    let path = data.join("hdi/hdr-2023-24-time-series.csv");
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    // The publisher's file is ISO 8859-1, of which each byte is one character.
    let table: String = bytes.into_iter().map(char::from).collect();
    let published = Matrix::parse(&table, &["iso3"])?;
    let mut units = "code,name_en\n".to_owned();
    for unit in &published.keys {
        units += &format!("{unit},\"{}\"\n", published.word(unit, "country"));
    }
    let tables = Files::from([("hdi.csv".to_owned(), table), ("units.csv".to_owned(), units)]);
    let mut case = Case::new("hdi", "1990-2022 index", TOLERANCE);
    let mut unpublished = Vec::new();
    for year in 1990..=2022 {
        let scored = score(&criteria, &round(year), &tables)?;
        for unit in &published.keys {
            let figure = published.number(unit, &format!("hdi_{year}"));
            let ours = scored.score("hdi", unit);
            if figure.is_some() {
                case.number(|| format!("{unit} {year}"), figure, ours);
            } else if ours.is_ok() {
                unpublished.push(format!("{unit} {year}"));
            }
        }
    }
    let note = match unpublished.is_empty() {
        true => String::new(),
        false => format!("all components published, and no index: {}", unpublished.join(", ")),
    };
    Ok(vec![case.noted(note)])
}

fn round(year: u16) -> String {
    format!(
        r#"
        [round]
        code = "hdi-{year}"
        framework = "hdi"
        period = "{year}"
        title = {{ en = "Human Development Index {year}" }}
        source = "UNDP, Human Development Report 2023/2024, composite indices time series"
        licence = "CC BY 3.0 IGO"
        [units]
        file = "units.csv"
        [[table]]
        file = "hdi.csv"
        unit = "iso3"
        columns = {{ "le_{{period}}" = "le", "eys_{{period}}" = "eys", "mys_{{period}}" = "mys", "gnipc_{{period}}" = "gnipc" }}
        "#
    )
}

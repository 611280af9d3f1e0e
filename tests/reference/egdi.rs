//! UN E-Government Development Index, editions 2018, 2020 and 2022: the mean of three.

use std::path::Path;

use crate::figures::{Case, Tolerance};
use crate::matrix::{Matrix, text};
use crate::scoring::{Files, folder, score};

/// Components and index are printed with four digits, each known to half a unit of the last one: 1e-4 in all. The
/// editions stay below two thirds of it.
const TOLERANCE: Tolerance = Tolerance::Absolute(6.7e-5);

const COMPONENTS: [(&str, &str); 3] = [
    ("Online Service Index", "osi"),
    ("Human Capital Index", "hci"),
    ("Telecommunication Infrastructure Index", "tii"),
];

pub(crate) fn cases(root: &Path, data: &Path) -> Result<Vec<Case>, String> {
    let criteria = folder(&root.join("tests/reference/egdi/criteria/egdi"), "toml")?;
    ["2018", "2020", "2022"].iter().map(|edition| edition_case(&criteria, data, edition)).collect()
}

fn edition_case(criteria: &Files, data: &Path, edition: &str) -> Result<Case, String> {
    let path = data.join(format!("egdi/EGOV_DATA_{edition}.csv"));
    let published = Matrix::read(&path, &["Country Name"])?;
    let mut units = "code,name_en\n".to_owned();
    for country in &published.keys {
        units += &format!("{},\"{country}\"\n", code(country));
    }
    let tables = Files::from([("egdi.csv".to_owned(), text(&path)?), ("units.csv".to_owned(), units)]);
    let scored = score(criteria, &round(edition), &tables)?;
    let mut case = Case::new("egdi", &format!("{edition} index"), TOLERANCE);
    let mut zeros = Vec::new();
    for country in &published.keys {
        let figure = published.number(country, "E-Government Index");
        case.number(|| country.clone(), figure, scored.score("egdi", &code(country)));
        let zero = COMPONENTS.iter().filter(|(title, _)| published.number(country, title) == Some(0.0));
        zeros.extend(zero.map(|(_, component)| format!("{component} of {country}")));
    }
    zeros.sort();
    Ok(case.noted(format!("0 is a value, the lowest of the edition in its component: {}", zeros.join(", "))))
}

/// A code made of a name, since the file has none.
fn code(country: &str) -> String {
    country.chars().filter(char::is_ascii_alphabetic).collect()
}

fn round(edition: &str) -> String {
    let columns: Vec<String> = COMPONENTS.iter().map(|(title, code)| format!("\"{title}\" = \"{code}\"")).collect();
    let columns = columns.join(", ");
    format!(
        r#"
        [round]
        code = "egdi-{edition}"
        framework = "egdi"
        period = "{edition}"
        title = {{ en = "E-Government Development Index {edition}" }}
        source = "UN DESA, United Nations E-Government Survey {edition}"
        licence = "UN DESA"
        [units]
        file = "units.csv"
        [[table]]
        file = "egdi.csv"
        unit = "Country Name"
        columns = {{ {columns} }}
        ignore = ["Survey Year", "E-Government Rank", "E-Government Index", "E-Participation Index"]
        "#
    )
}

//! World Bank GovTech Maturity Index, editions 2020 and 2022: the mean of four, and groups as bands.

use std::path::Path;

use crate::figures::{Case, Tolerance};
use crate::matrix::{Matrix, text};
use crate::scoring::{Files, Scored, folder, score};

/// Published with fifteen digits and more.
const TOLERANCE: Tolerance = Tolerance::Absolute(1e-12);

pub(crate) fn cases(root: &Path, data: &Path) -> Result<Vec<Case>, String> {
    let criteria = folder(&root.join("tests/reference/gtmi/criteria/gtmi"), "toml")?;
    let path = data.join("gtmi/gtmi-2020-2022.csv");
    let published = Matrix::read(&path, &["year", "country_code"])?;
    let table = text(&path)?;
    // The file holds both editions and each lists a few economies that the other does not.
    let mut units: Vec<&str> = published.keys.iter().filter_map(|key| Some(key.split_once('|')?.1)).collect();
    units.sort_unstable();
    units.dedup();
    let units = units.iter().fold("code,name_en\n".to_owned(), |all, code| format!("{all}{code},Economy {code}\n"));
    let tables = Files::from([("gtmi.csv".to_owned(), table), ("units.csv".to_owned(), units)]);
    let mut cases = Vec::new();
    for edition in ["2020", "2022"] {
        cases.extend(edition_cases(&criteria, &tables, &published, edition)?);
    }
    Ok(cases)
}

fn edition_cases(criteria: &Files, tables: &Files, published: &Matrix, edition: &str) -> Result<Vec<Case>, String> {
    let countries: Vec<&str> =
        published.keys.iter().filter_map(|key| key.strip_prefix(edition)?.strip_prefix('|')).collect();
    let scored = score(criteria, &round(edition), tables)?;
    let mut index = Case::new("gtmi", &format!("{edition} index"), TOLERANCE);
    let mut groups = Case::new("gtmi", &format!("{edition} group as band"), Tolerance::Same);
    for country in countries {
        let key = format!("{edition}|{country}");
        index.number(|| country.to_owned(), published.number(&key, "gtmi"), scored.score("gtmi", country));
        groups.word(|| country.to_owned(), published.word(&key, "grp"), band(&scored, country));
    }
    Ok(vec![index, groups])
}

fn band<'s>(scored: &'s Scored, country: &str) -> &'s str {
    let bands = scored.criteria.framework.bands();
    let band = scored.at("gtmi", country).and_then(|score| score.band).and_then(|band| bands.get(band));
    band.map_or("none", |band| band.code())
}

fn round(edition: &str) -> String {
    format!(
        r#"
        [round]
        code = "gtmi-{edition}"
        framework = "gtmi"
        period = "{edition}"
        title = {{ en = "GovTech Maturity Index {edition}" }}
        source = "World Bank, GovTech Maturity Index"
        licence = "CC BY 4.0"
        [units]
        file = "units.csv"
        [[table]]
        file = "gtmi.csv"
        unit = "country_code"
        period = "year"
        ignore = ["country_name", "grp", "gtmi"]
        "#
    )
}

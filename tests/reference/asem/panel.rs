//! Imputation over the years of a panel: one round for each year, all years in its table.

use nudj::methods::imputation::{Imputation, impute_series};
use nudj::model::{Absence, Datum};

use super::compare::column_of;
use super::inputs::{Asem, Data, Setup};
use crate::figures::Case;
use crate::matrix::Matrix;

const YEARS: [&str; 5] = ["2018", "2019", "2020", "2021", "2022"];

pub(super) fn cases(asem: &Asem) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for (name, method) in [
        ("impute_latest", "method = \"latest\""),
        ("impute_latest_max1year", "method = \"latest\", max_steps = 1"),
        ("impute_latest_max2years", "method = \"latest\", max_steps = 2"),
        ("impute_constant", "method = \"constant\""),
        ("impute_linear", "method = \"linear\""),
        ("impute_linear-constant", "method = \"linear_constant\""),
    ] {
        let input = if name == "impute_linear" { "gapped_input_linear" } else { "gapped_input" };
        cases.push(imputed(asem, name, method, &asem.text(&format!("14_panel/{input}.csv"))?)?);
    }
    for (name, max_steps) in [("latest", None), ("latest_max1year", Some(1)), ("latest_max2years", Some(2))] {
        cases.push(source_years(asem, name, &Imputation::Latest { max_steps })?);
    }
    Ok(cases)
}

fn imputed(asem: &Asem, name: &str, method: &str, table: &str) -> Result<Case, String> {
    let published = asem.matrix(&format!("14_panel/{name}.csv"), &["Time", "uCode"])?;
    let mut case = asem.case(&format!("14_panel/{name}"));
    for year in YEARS {
        let setup = Setup::plain(&format!("imputation = {{ {method} }}"));
        let scored = asem.score(&setup, &Data::Panel(year, table))?;
        for title in &published.titles {
            let column = column_of(&scored, title).ok_or_else(|| format!("{name}: there is no indicator `{title}`"))?;
            for unit in asem.unit_codes() {
                let ours =
                    scored.unit(unit).map_or(Err(Absence::Undefined), |row| scored.stages().imputed[column][row]);
                let key = format!("{year}|{unit}");
                case.number(|| format!("{unit} {year} {title}"), published.number(&key, title), ours);
            }
        }
    }
    Ok(case)
}

/// The year that each value was taken from, which an evaluation does not keep.
fn source_years(asem: &Asem, name: &str, method: &Imputation) -> Result<Case, String> {
    let file = format!("14_panel/impute_{name}_source_year_COINr_row_order");
    let published = asem.matrix(&format!("{file}.csv"), &["Time", "uCode"])?;
    let input: Matrix = asem.matrix("14_panel/gapped_input.csv", &["Time", "uCode"])?;
    let times: Vec<f64> = YEARS.iter().filter_map(|year| year.parse().ok()).collect();
    let mut case = asem.case(&file);
    for unit in asem.unit_codes() {
        for title in &published.titles {
            let at = |year: &str| input.number(&format!("{year}|{unit}"), title).ok_or(Absence::NotAvailable);
            let series: Vec<Datum> = YEARS.iter().map(|year| at(year)).collect();
            for (year, (_, from)) in YEARS.iter().zip(impute_series(method, &series, &times)) {
                let ours = from.map_or(Err(Absence::NotAvailable), |from| Ok(times[from]));
                let figure = || format!("{unit} {year} {title}");
                case.number(figure, published.number(&format!("{year}|{unit}"), title), ours);
            }
        }
    }
    Ok(case.noted("the method was called directly: an evaluation does not keep the year a value comes from"))
}

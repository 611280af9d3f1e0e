//! The years of a panel: one round for each year with all years in its table, or all years as units of one round.

use nudj::analyse::growth::{GrowthPoint, GrowthRules, History, Rate};
use nudj::methods::imputation::{Imputation, impute_series};
use nudj::model::{Absence, Datum};

use super::compare::column_of;
use super::inputs::{Asem, Data, Setup, YEARS, stacked};
use crate::figures::Case;
use crate::matrix::Matrix;
use crate::scoring::Scored;

/// The methodology of COINr's example of a panel up to treatment, year by year.
const PURSE: &str = r#"
screening = { minimum_available = 0.9 }
treatment = { method = "outliers", skewness = 2, kurtosis = 3.5, max_points = 5, transform = "log" }
"#;

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
    let raw = asem.text("14_panel/raw_stacked.csv")?;
    cases.extend(by_year(asem, &raw)?);
    for (name, method) in [("minmax_0_100", "min_max"), ("prank", "percentile_rank")] {
        let files = ["normalised", "aggregated"].map(|stage| format!("{stage}_global_{name}"));
        cases.extend(over_all_years(asem, &files, method, &raw)?);
    }
    // What was treated year by year, as the case before gives it, is normalised over all years.
    let treated = asem.text("14_panel/example_purse_Treated.csv")?;
    let files = ["Normalised", "Aggregated"].map(|stage| format!("example_purse_{stage}"));
    cases.extend(over_all_years(asem, &files, "min_max", &treated)?);
    for (name, max_steps) in [("latest", None), ("latest_max1year", Some(1)), ("latest_max2years", Some(2))] {
        cases.push(source_years(asem, name, &Imputation::Latest { max_steps })?);
    }
    cases.extend(trends(asem, &raw)?);
    Ok(cases)
}

/// Growth of the raw values: `CAGR` is the compound rate, `prc_change` the linear one in per cent.
fn trends(asem: &Asem, raw: &str) -> Result<Vec<Case>, String> {
    let gapped = asem.text("14_panel/gapped_input.csv")?;
    let compound = GrowthRules::default();
    let linear = GrowthRules { rate: Rate::Linear, ..compound };
    let latest = |rules: GrowthRules| GrowthRules { latest: Some(3), ..rules };
    let all = [None, None];
    [
        ("CAGR", raw, all, compound),
        ("CAGR_directed", raw, all, GrowthRules { directed: true, ..compound }),
        ("CAGR_use_latest3", raw, all, latest(compound)),
        ("CAGR_Time_2018_2020", raw, [Some("2018"), Some("2020")], compound),
        ("CAGR_Time_2020_2022", raw, [Some("2020"), Some("2022")], compound),
        ("gapped_CAGR", &gapped, all, compound),
        // What lies between the first value and the last does not move this rate, so neither does filling it.
        ("gapped_CAGR_interp_all", &gapped, all, compound),
        ("gapped_prc_change", &gapped, all, linear),
        ("prc_change", raw, all, linear),
        ("prc_change_use_latest3", raw, all, latest(linear)),
    ]
    .into_iter()
    .map(|(name, table, [from, to], rules)| trend(asem, name, table, [from, to], rules))
    .collect()
}

fn trend(
    asem: &Asem,
    name: &str,
    table: &str,
    [from, to]: [Option<&str>; 2],
    rules: GrowthRules,
) -> Result<Case, String> {
    let file = format!("14_panel/trends_{name}");
    let published = asem.matrix(&format!("{file}.csv"), &["uCode", "iCode"])?;
    let scored = asem.score(&Setup::plain(""), &Data::Panel("2022", table))?;
    let history = History::of_round(&scored.criteria.framework, &scored.round).map_err(|same| same.join(" and "))?;
    let history = history.between(from, to).ok_or_else(|| format!("{name}: there are no such years"))?;
    let whole = history.growth(GrowthRules { latest: None, ..rules });
    let mut case = asem.case(&file);
    for (one, whole) in history.growth(rules).iter().zip(&whole) {
        let key = format!("{}|{}", one.unit, one.indicator);
        if !published.keys.contains(&key) {
            continue;
        }
        let known = |value: Option<f64>| -> Datum { value.ok_or(Absence::NotAvailable) };
        let time = |point: &Option<GrowthPoint>| known(point.as_ref().map(|point| point.time));
        let share = |one: &nudj::analyse::growth::Growth| Ok(one.observed as f64 / one.periods as f64);
        let rate = match rules.rate {
            Rate::Compound => one.rate.value(),
            Rate::Linear => one.change.value().zip(one.base.value()).map(|(change, base)| 100.0 * (change / base)),
        };
        let title = if rules.rate == Rate::Linear { "prc_change" } else { "CAGR" };
        let mut compare = |title: &str, ours: Datum| {
            case.number(|| format!("{key} {title}"), published.number(&key, title), ours);
        };
        compare(title, known(rate));
        compare("Avail", share(whole));
        // A single value is no trend, and COINr then names no years.
        if whole.observed > 1 {
            compare("t_first", time(&whole.first));
            compare("t_latest", time(&whole.last));
        }
        if rules.latest.is_some() && whole.observed > 1 {
            compare("Avail_use_latest", share(one));
            compare("t_first_use_latest", time(&one.first));
        }
    }
    Ok(match rules.rate {
        Rate::Compound => case,
        Rate::Linear => {
            case.noted("change and base were divided here: nudj gives no rate where the line starts below zero")
        }
    })
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

/// Every year normalised and aggregated on its own, and imputed from its own column or from earlier years.
fn by_year(asem: &Asem, raw: &str) -> Result<Vec<Case>, String> {
    let imputing = |method: &str| Setup::plain(&format!("imputation = {{ method = \"{method}\" }}"));
    let gapped = asem.text("14_panel/gapped_input.csv")?;
    let each = |setup: &Setup<'_>, table: &str| -> Result<Vec<(&str, Scored)>, String> {
        YEARS.iter().map(|&year| Ok((year, asem.score(setup, &Data::Panel(year, table))?))).collect()
    };
    let plain = each(&Setup::plain(""), raw)?;
    let purse = each(&Setup::plain(PURSE), raw)?;
    Ok(vec![
        stage(asem, "normalised_per_year_minmax_0_100", &plain, |scored| &scored.stages().normalised.columns)?,
        nodes(asem, "aggregated_per_year_minmax_0_100", &plain)?,
        stage(asem, "purse_imputed_mean_per_year", &each(&imputing("mean"), &gapped)?, |scored| {
            &scored.stages().imputed
        })?,
        stage(asem, "purse_imputed_latest", &each(&imputing("latest"), &gapped)?, |scored| &scored.stages().imputed)?,
        stage(asem, "example_purse_Raw", &purse, |scored| &scored.stages().raw)?,
        stage(asem, "example_purse_Screened", &purse, |scored| &scored.stages().screened)?,
        stage(asem, "example_purse_Treated", &purse, |scored| &scored.stages().treated)?,
    ])
}

/// All years normalised together: a year of a unit is a unit of its own.
fn over_all_years(asem: &Asem, files: &[String; 2], method: &str, table: &str) -> Result<Vec<Case>, String> {
    let setup = Setup::plain(&format!("normalisation = {{ method = \"{method}\" }}"));
    let scored = asem.score(&setup, &Data::Stacked(table))?;
    let all = [("", scored)];
    Ok(vec![stage(asem, &files[0], &all, |scored| &scored.stages().normalised.columns)?, nodes(asem, &files[1], &all)?])
}

/// The row of a unit in the results of its year, or in those of all years.
fn found<'s>(all: &'s [(&str, Scored)], year: &str, unit: &str) -> Option<(&'s Scored, String)> {
    let (own, scored) = all.iter().find(|(own, _)| own.is_empty() || *own == year)?;
    Some((scored, if own.is_empty() { stacked(unit, year) } else { unit.to_owned() }))
}

fn stage(
    asem: &Asem,
    name: &str,
    all: &[(&str, Scored)],
    of: impl Fn(&Scored) -> &Vec<Vec<Datum>>,
) -> Result<Case, String> {
    let published = asem.matrix(&format!("14_panel/{name}.csv"), &["Time", "uCode"])?;
    let mut case = asem.case(&format!("14_panel/{name}"));
    for year in YEARS {
        for title in &published.titles {
            for unit in asem.unit_codes() {
                let ours = found(all, year, unit)
                    .and_then(|(scored, code)| Some(of(scored)[column_of(scored, title)?][scored.unit(&code)?]));
                let figure = || format!("{unit} {year} {title}");
                let there = published.number(&format!("{year}|{unit}"), title);
                case.number(figure, there, ours.unwrap_or(Err(Absence::Undefined)));
            }
        }
    }
    Ok(case)
}

fn nodes(asem: &Asem, name: &str, all: &[(&str, Scored)]) -> Result<Case, String> {
    let published = asem.matrix(&format!("14_panel/{name}.csv"), &["Time", "uCode"])?;
    let mut case = asem.case(&format!("14_panel/{name}"));
    for year in YEARS {
        for title in &published.titles {
            for unit in asem.unit_codes() {
                let ours = found(all, year, unit).map(|(scored, code)| scored.score(title, &code));
                let figure = || format!("{unit} {year} {title}");
                let there = published.number(&format!("{year}|{unit}"), title);
                case.number(figure, there, ours.unwrap_or(Err(Absence::Undefined)));
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

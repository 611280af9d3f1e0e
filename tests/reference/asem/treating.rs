//! Treatment of outliers: values, marks of single values, and the statistics that led to them.

use nudj::model::{Absence, Datum};

use super::compare::{column_of, note};
use super::inputs::{Asem, Data, Denominators, Setup};
use crate::figures::Case;
use crate::scoring::Scored;

/// Names of the files and the treatment that they are of.
const TREATMENTS: [(&str, &str); 11] = [
    ("default", "skewness = 2, kurtosis = 3.5, max_points = 5, transform = \"log\""),
    ("qTreat_default", "skewness = 2, kurtosis = 3.5, max_points = 5, transform = \"log\""),
    ("indiv_spec", "skewness = 2, kurtosis = 3.5, max_points = 5, transform = \"log\""),
    ("skew1_kurt2", "skewness = 1, kurtosis = 2, max_points = 5, transform = \"log\""),
    ("winmax1", "skewness = 2, kurtosis = 3.5, max_points = 1, transform = \"log\""),
    ("winmax1_boxcox0.5", "skewness = 2, kurtosis = 3.5, max_points = 1, transform = \"box_cox\", lambda = 0.5"),
    ("winmax1_log_CT_orig", "skewness = 2, kurtosis = 3.5, max_points = 1, transform = \"log_one\""),
    ("winmax1_log_CT_plus", "skewness = 2, kurtosis = 3.5, max_points = 1, transform = \"log_sign\""),
    ("winmax1_log_GII", "skewness = 2, kurtosis = 3.5, max_points = 1, transform = \"log_gii\""),
    ("winmax2_combined", "skewness = 2, kurtosis = 3.5, max_points = 2, transform = \"log\", combine = true"),
    ("winsorise_unlimited_skew0.5_kurt1", "skewness = 0.5, kurtosis = 1"),
];

pub(super) fn cases(asem: &Asem) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for file in asem.files("05_treat")? {
        let Some((data, name)) = file.strip_suffix("_treated").and_then(|file| file.split_once('_')) else { continue };
        let treatment = TREATMENTS.iter().find(|(there, _)| *there == name);
        let (_, treatment) = treatment.ok_or_else(|| format!("05_treat/{file}: no methodology is written for it"))?;
        cases.extend(treated(asem, data, name, treatment)?);
    }
    Ok(cases)
}

fn treated(asem: &Asem, data: &str, name: &str, treatment: &str) -> Result<Vec<Case>, String> {
    let treatment = format!("treatment = {{ method = \"outliers\", {treatment} }}\n");
    let raw = data == "Raw";
    let before = if raw { "" } else { "imputation = { method = \"group_mean\", group = \"EurAsia_group\" }\n" };
    let mut setup = Setup {
        denominators: if raw { Denominators::None } else { Denominators::Units },
        ..Setup::plain(&format!("{before}{treatment}"))
    };
    let individual = name == "indiv_spec";
    if individual {
        setup.indicator = Box::new(|code| {
            match code {
            "Flights" => "treatment = { method = \"none\" }\n".to_owned(),
            "Goods" => {
                "treatment = { method = \"outliers\", skewness = 2, kurtosis = 3.5, max_points = 0, transform = \"log\" }\n"
                    .to_owned()
            }
            _ => String::new(),
        }
        });
    }
    let scored = asem.score(&setup, &Data::Original)?;
    let file = format!("05_treat/{data}_{name}");
    let mut cases = vec![asem.stage(&format!("{file}_treated"), &scored, &scored.stages().treated)?];
    cases.push(asem.points(&format!("{file}_points"), &scored, |code| !(individual && code == "Goods"))?);
    if name.starts_with("winsorise_unlimited") {
        cases.push(moved(asem, &format!("{file}_nwin"), &scored)?);
    } else {
        cases.push(asem.details(&format!("{file}_details"), &scored)?);
    }
    if name.ends_with("log_GII") {
        cases.push(by_formula(asem, &file, &scored));
    }
    Ok(cases)
}

fn moved(asem: &Asem, file: &str, scored: &Scored) -> Result<Case, String> {
    let published = asem.matrix(&format!("{file}.csv"), &["iCode"])?;
    let mut case = asem.case(file);
    for code in &published.keys {
        let ours = note(scored, code).map_or(Err(Absence::Undefined), |note| Ok(note.winsorised.len() as f64));
        case.number(|| code.clone(), published.number(code, "nwin"), ours);
    }
    Ok(case)
}

/// The formula that COINr documents for `log_GII` and does not apply, written out here a second time.
fn by_formula(asem: &Asem, file: &str, scored: &Scored) -> Case {
    let mut case = asem.case(&format!("{file}_treated, by the documented formula"));
    let mut untouched = Vec::new();
    let failing = asem.meta.keys.iter().filter_map(|code| Some((code, note(scored, code)?, column_of(scored, code)?)));
    for (code, note, column) in failing {
        let input: &Vec<Datum> = &scored.stages().imputed[column];
        if note.transformed.is_none() {
            if !note.passed {
                untouched.push(code.as_str());
            }
            continue;
        }
        let values = || input.iter().filter_map(|datum| datum.ok());
        let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        for (unit, datum) in input.iter().enumerate() {
            let expected = datum.ok().map(|x| ((high - 1.0) * (x - low) / (high - low) + 1.0).ln());
            case.number(|| format!("{code} {unit}"), expected, scored.stages().treated[column][unit]);
        }
    }
    if untouched.is_empty() {
        return case;
    }
    case.noted(format!("no value above 1, so not defined, and winsorised only: {}", untouched.join(", ")))
}

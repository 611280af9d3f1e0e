//! COINr 1.1.14 on its ASEM example: every stage of every case, from criteria and a round written as text.
//!
//! COINr imputes before it screens and this engine after; no case has both with an effect, except that the screening
//! of the example pipeline looks at imputed data, which are therefore a round of their own.

mod compare;
mod inputs;
mod panel;
mod replay;
mod treating;

use std::path::Path;

use nudj::methods::screening::UnitScreen;
use nudj::model::{Absence, Datum};

use self::compare::verdict;
use self::inputs::{Asem, Data, Denominators, Setup};
use crate::figures::Case;
use crate::scoring::Scored;

/// The methodology of the example pipeline up to treatment.
const EXAMPLE: &str = r#"
imputation = { method = "group_mean", group = "EurAsia_group" }
treatment = { method = "outliers", skewness = 2, kurtosis = 3.5, max_points = 5, transform = "log" }
"#;

type Cases = Result<Vec<Case>, String>;

pub(crate) fn cases(_: &Path, data: &Path) -> Cases {
    let asem = Asem::read(data)?;
    let parts = [
        pipeline,
        denominating,
        imputing,
        screening,
        treating::cases,
        normalising,
        aggregating,
        panel::cases,
        replay::cases,
    ];
    let made: Result<Vec<Vec<Case>>, String> = parts.into_iter().map(|part| part(&asem)).collect();
    Ok(made?.into_iter().flatten().collect())
}

fn pipeline(asem: &Asem) -> Cases {
    let weights = asem.matrix("00_inputs/weights_varied.csv", &["iCode"])?;
    let mut setup = Setup { denominators: Denominators::Units, ..Setup::plain(EXAMPLE) };
    let scored = asem.score(&setup, &Data::Original)?;
    let stages = scored.stages();
    let mut cases = Vec::new();
    for (file, stage) in [
        ("Raw", &stages.raw),
        ("Denominated", &stages.denominated),
        ("Imputed", &stages.imputed),
        ("Screened", &stages.imputed),
        ("Treated", &stages.treated),
        ("Normalised", &stages.normalised.columns),
    ] {
        cases.push(asem.stage(&format!("01_reference_pipeline/{file}"), &scored, stage)?);
    }
    cases.push(asem.points("01_reference_pipeline/Treated_points", &scored, |_| true)?);
    cases.push(asem.details("01_reference_pipeline/Treated_details", &scored)?);
    cases.push(asem.nodes("01_reference_pipeline/Aggregated", &scored, |score| score.score)?);
    let rank = |score: &nudj::evaluate::NodeScore| score.rank.map(f64::from).ok_or(Absence::Undefined);
    cases.push(asem.nodes("12_results/results_Aggs_ranks", &scored, rank)?);
    cases.push(effective(asem, "equal", &scored)?);
    let imputed = asem.text("01_reference_pipeline/Imputed.csv")?;
    let screened = asem.score(&Setup::plain("screening = { minimum_available = 0.9 }"), &Data::Table(&imputed))?;
    cases.push(summary(asem, "01_reference_pipeline/Screened_summary", &screened)?);
    setup.weights = Some(&weights);
    let varied = asem.score(&setup, &Data::Original)?;
    cases.push(asem.nodes("01_reference_pipeline/Aggregated_varied_weights", &varied, |score| score.score)?);
    cases.push(effective(asem, "varied", &varied)?);
    Ok(cases)
}

fn effective(asem: &Asem, which: &str, scored: &Scored) -> Result<Case, String> {
    let file = format!("11_weights/effective_weights_{which}");
    let published = asem.matrix(&format!("{file}.csv"), &["iCode"])?;
    let mut case = asem.case(&file);
    for code in &published.keys {
        let node = scored.criteria.framework.node(code);
        let ours = node.map_or(Err(Absence::Undefined), |node| Ok(scored.evaluation.scores.whole.effective[node]));
        case.number(|| code.clone(), published.number(code, "EffWeight"), ours);
    }
    Ok(case)
}

fn denominating(asem: &Asem) -> Cases {
    let files = [
        ("02_denominate/denominated_unit_columns", Denominators::Units),
        ("02_denominate/denominated_worlddenoms_scaled", Denominators::World),
    ];
    let case = |(file, denominators)| {
        let scored = asem.score(&Setup { denominators, ..Setup::plain("") }, &Data::Original)?;
        asem.stage(file, &scored, &scored.stages().denominated)
    };
    files.into_iter().map(case).collect()
}

fn imputing(asem: &Asem) -> Cases {
    let case = |name: &String| {
        let (data, how) = name.split_once('_').unwrap_or((name, ""));
        let imputation = match how.split_once("_by_") {
            Some((method, group)) => format!("method = \"group_{method}\", group = \"{group}\""),
            None if how == "row_mean_all_indicators" => "method = \"row_mean\"".to_owned(),
            None => match how.split_once("_within_") {
                Some((method, _)) => format!("method = \"{method}\", within = \"pillar\""),
                None => format!("method = \"{how}\""),
            },
        };
        let denominators = if data == "Raw" { Denominators::None } else { Denominators::Units };
        let setup = Setup { denominators, ..Setup::plain(&format!("imputation = {{ {imputation} }}")) };
        let scored = asem.score(&setup, &Data::Original)?;
        asem.stage(&format!("03_impute/{name}"), &scored, &scored.stages().imputed)
    };
    asem.files("03_impute")?.iter().map(case).collect()
}

fn screening(asem: &Asem) -> Cases {
    let mut cases = Vec::new();
    for (data, denominators) in [("Raw", Denominators::None), ("Denominated", Denominators::Units)] {
        let setup = Setup { denominators, ..Setup::plain("screening = { minimum_available = 0 }") };
        let scored = asem.score(&setup, &Data::Original)?;
        cases.push(shares(asem, &format!("04_screen/{data}_availability_units"), &scored)?);
        let share = |score: &nudj::evaluate::NodeScore| match score.applicable {
            0 => Err(Absence::NotApplicable),
            applicable => Ok(f64::from(score.answered) / f64::from(applicable)),
        };
        cases.push(asem.nodes(&format!("04_screen/{data}_availability_by_group"), &scored, share)?);
    }
    for (name, rule) in [
        ("byNA_0.9", "minimum_available = 0.9"),
        ("byNA_0.95", "minimum_available = 0.95"),
        ("byNA_default_0.667", "minimum_available = 0.6666666666666666"),
        ("byzeros_0.95", "minimum_nonzero = 0.95"),
        ("byNAandzeros_0.95_0.95", "minimum_available = 0.95, minimum_nonzero = 0.95"),
        ("byNA_0.95_force", "minimum_available = 0.95"),
    ] {
        let scored = asem.score(&Setup::plain(&format!("screening = {{ {rule} }}")), &Data::Original)?;
        cases.push(summary(asem, &format!("04_screen/screen_{name}_summary"), &scored)?);
        let file = format!("04_screen/screen_{name}_kept_units");
        let published = asem.matrix(&format!("{file}.csv"), &["uCode"])?;
        let mut case = asem.case(&file);
        for unit in asem.unit_codes() {
            let there = published.keys.iter().any(|key| key == unit);
            let row = scored.unit(unit).unwrap_or(0);
            // What is kept is what has values after the stage, not what the rule says.
            let ours = scored.stages().screened.iter().any(|column| column[row].is_ok());
            case.word(|| unit.to_owned(), verdict(there), verdict(ours));
        }
        cases.push(case);
    }
    Ok(cases)
}

/// Counts and shares of a unit, as COINr titles them.
fn counted(screen: &UnitScreen) -> [(&'static str, Datum); 5] {
    let share = |share: Option<f64>| share.ok_or(Absence::Undefined);
    [
        ("N_missing", Ok(screen.missing as f64)),
        ("N_zero", Ok(screen.zeros as f64)),
        ("N_miss_or_zero", Ok((screen.missing + screen.zeros) as f64)),
        ("Dat_Avail", share(screen.available)),
        ("Non_Zero", share(screen.nonzero)),
    ]
}

fn shares(asem: &Asem, file: &str, scored: &Scored) -> Result<Case, String> {
    let published = asem.matrix(&format!("{file}.csv"), &["uCode"])?;
    let mut case = asem.case(file);
    for unit in &published.keys {
        let screen = scored.stages().screen.get(scored.unit(unit).unwrap_or(usize::MAX));
        for (title, ours) in screen.map(counted).into_iter().flatten() {
            case.number(|| format!("{unit} {title}"), published.number(unit, title), ours);
        }
    }
    Ok(case)
}

fn summary(asem: &Asem, file: &str, scored: &Scored) -> Result<Case, String> {
    let published = asem.matrix(&format!("{file}.csv"), &["uCode"])?;
    let mut case = shares(asem, file, scored)?;
    for unit in &published.keys {
        let kept = scored.unit(unit).is_some_and(|row| scored.stages().screen[row].kept);
        case.word(|| format!("{unit} Included"), published.word(unit, "Included"), verdict(kept));
    }
    Ok(case)
}

fn normalising(asem: &Asem) -> Cases {
    let files = asem.files("06_normalise")?;
    files.iter().filter_map(|file| file.strip_prefix("Raw_")).map(|name| normalised(asem, name)).collect()
}

/// One method of normalisation, from the name of its file.
fn normalised(asem: &Asem, name: &str) -> Result<Case, String> {
    let word = |code: &str, title: &str| asem.parameters.word(code, title).to_owned();
    let own = |method: String| format!("normalisation = {{ {method} }}\n");
    let mut setup = Setup::plain("");
    let everywhere = match name {
        "minmax_0_100" => "method = \"min_max\"",
        "minmax_1_100" => "method = \"min_max\", low = 1, high = 100",
        "zscore_0_1" => "method = \"z_score\"",
        "zscore_10_2" => "method = \"z_score\", mean = 10, sd = 2",
        "scaled_default_0_100_x100" => "method = \"scaled\", low = 0, high = 100",
        "scaled_1_10_x50" => "method = \"scaled\", low = 1, high = 10, factor = 50",
        "direction_only" => "method = \"scaled\", low = 0, high = 1, factor = 1",
        "rank_min" => "method = \"rank\"",
        "rank_max" => "method = \"rank\", ties = \"maximum\"",
        "rank_average" => "method = \"rank\", ties = \"average\"",
        "borda_min" => "method = \"borda\"",
        "borda_average" => "method = \"borda\", ties = \"average\"",
        "prank_min" => "method = \"percentile_rank\"",
        "prank_average" => "method = \"percentile_rank\", ties = \"average\"",
        "dist2max" => "method = \"distance_to_maximum\"",
        "fracmax" => "method = \"fraction_of_maximum\"",
        "dist2ref_DEU_cap" => "method = \"distance_to_reference\", unit = \"DEU\", cap = true",
        "dist2ref_DEU_nocap" => "method = \"distance_to_reference\", unit = \"DEU\"",
        _ => "",
    };
    if !everywhere.is_empty() {
        setup.methodology = own(everywhere.to_owned());
    }
    let posts = |code: &str| format!("low = {}, high = {}", word(code, "goalpost_lower"), word(code, "goalpost_upper"));
    let target = |code: &str| word(code, "Target");
    setup.indicator = match name {
        _ if !everywhere.is_empty() => Box::new(|_| String::new()),
        "minmax_per_indicator_bounds" => Box::new(move |code| {
            let (low, high) = (word(code, "minmax_lower"), word(code, "minmax_upper"));
            own(format!("method = \"min_max\", low = {low}, high = {high}"))
        }),
        "zscore_per_indicator" => Box::new(move |code| {
            own(format!("method = \"z_score\", mean = {}, sd = {}", word(code, "zscore_mean"), word(code, "zscore_sd")))
        }),
        "scaled_per_indicator" => Box::new(move |code| {
            let (low, high) = (word(code, "scaled_lower"), word(code, "scaled_upper"));
            format!("range = {{ low = {low}, high = {high} }}\n{}", own("method = \"fixed_scale\"".to_owned()))
        }),
        "dist2targ_iMeta_cap" => {
            Box::new(move |code| own(format!("method = \"distance_to_target\", target = {}, cap = true", target(code))))
        }
        "dist2targ_iMeta_nocap" => {
            Box::new(move |code| own(format!("method = \"distance_to_target\", target = {}", target(code))))
        }
        "goalposts_5pct_x100_trunc" => {
            Box::new(move |code| own(format!("method = \"goalposts\", {}, cap = true", posts(code))))
        }
        "goalposts_5pct_x1_notrunc" => {
            setup.scale = (0.0, 1.0);
            Box::new(move |code| own(format!("method = \"goalposts\", {}", posts(code))))
        }
        "mixed_individual" => Box::new(move |code| match code {
            "LPI" => own("method = \"borda\"".to_owned()),
            "Flights" => own("method = \"z_score\", mean = 10, sd = 2".to_owned()),
            "CO2" => own("method = \"percentile_rank\"".to_owned()),
            _ => String::new(),
        }),
        _ => return Err(format!("06_normalise/Raw_{name}: no methodology is written for this file")),
    };
    let scored = asem.score(&setup, &Data::Original)?;
    asem.stage(&format!("06_normalise/Raw_{name}"), &scored, &scored.stages().normalised.columns)
}

fn aggregating(asem: &Asem) -> Cases {
    asem.files("07_aggregate")?.iter().map(|name| aggregated(asem, name)).collect()
}

/// One way of aggregation, from the name of its file.
fn aggregated(asem: &Asem, name: &str) -> Result<Case, String> {
    let file = format!("07_aggregate/{name}");
    let complete = name.contains("complete");
    let mut methodology = if complete { EXAMPLE.to_owned() } else { String::new() };
    let method = |word: &str| match word.strip_prefix("genmean_p") {
        Some(exponent) => format!("method = \"power\", exponent = {}", exponent.split('_').next().unwrap_or("")),
        None => {
            let names =
                [("gmean", "geometric"), ("hmean", "harmonic"), ("copeland", "copeland"), ("amean", "arithmetic")];
            let found = names.iter().find(|(there, _)| word.starts_with(there));
            format!("method = \"{}\"", found.map_or("unknown", |(_, method)| method))
        }
    };
    if !name.starts_with("base") {
        let how = name.split_once("_1_100_").map_or("", |(_, how)| how);
        let levels = match how.strip_prefix("mixed_") {
            Some(_) => ["amean", "gmean", "hmean"],
            None => [how; 3],
        };
        for (level, how) in ["pillar", "sub-index", "index"].iter().zip(levels) {
            methodology += &format!("aggregation.{level} = {{ {} }}\n", method(how));
        }
        if name.contains("datthresh") {
            let minimum = if name.contains("datthresh1_0_0") {
                "pillar = 1"
            } else {
                "pillar = 0.9, sub-index = 0.9, index = 0.9"
            };
            methodology += &format!("coverage = {{ basis = \"count\", minimum = {{ {minimum} }} }}\n");
        }
    }
    let low = if name.contains("_0_100") { 0.0 } else { 1.0 };
    let denominators = if complete { Denominators::Units } else { Denominators::None };
    let setup = Setup { scale: (low, 100.0), denominators, ..Setup::plain(&methodology) };
    let scored = asem.score(&setup, &Data::Original)?;
    if name.starts_with("base") {
        return asem.stage(&file, &scored, &scored.stages().normalised.columns);
    }
    asem.nodes(&file, &scored, |score| score.score)
}

//! ESCWA's GEMS as published: the overall score from the three pillars, within what printing hides.

use std::path::Path;

use nudj::evaluate::Basis;
use nudj::model::{Absence, Range};

use crate::figures::{Case, Tolerance};
use crate::matrix::{Matrix, text};
use crate::scoring::{Files, Scored, folder, score};

/// Figures that both sides print the same way.
const EXACT: Tolerance = Tolerance::Absolute(1e-9);

/// The mean is printed as a whole number.
const PRINTED_WHOLE: Tolerance = Tolerance::Absolute(0.5);

/// Columns of the published figures and the nodes that they are.
const FIGURES: [(&str, &str); 4] =
    [("overall", "gems"), ("availability", "availability"), ("usage_satisfaction", "usage"), ("outreach", "outreach")];

pub(crate) fn cases(root: &Path, data: &Path) -> Result<Vec<Case>, String> {
    let criteria = folder(&root.join("criteria/gems"), "toml")?;
    let published = Matrix::read(&data.join("gems/published.csv"), &["edition", "country_iso3"])?;
    let mut shipped = Case::new("gems", "published figures in the shipped rounds", EXACT);
    let mut intervals = Case::new("gems", "overall from three pillars, printed intervals", Tolerance::Same);
    let mut exact = Case::new("gems", "overall from three pillars, Morocco 2020", EXACT);
    let mut mean = Case::new("gems", "mean of the overall scores of 2023", PRINTED_WHOLE);
    let mut verdicts = Vec::new();
    for edition in ["2019", "2020", "2021", "2022", "2023", "2024"] {
        let scored = edition_scored(root, &criteria, edition)?;
        for key in &published.keys {
            let Some((_, country)) = key.split_once('|').filter(|(year, _)| *year == edition) else { continue };
            for (title, node) in FIGURES {
                let figure = published.number(key, title);
                if figure.is_some() {
                    shipped.number(|| format!("{country} {edition} {title}"), figure, scored.score(node, country));
                }
            }
            if FIGURES.iter().all(|(title, _)| published.number(key, title).is_some()) {
                let found = verdict(&scored, country, published.word(key, "overall"));
                let word = if found == "outside" { found } else { "inside" };
                intervals.word(|| format!("{country} {edition}"), "inside", word);
                verdicts.push(format!("{country} {edition} {found}"));
            }
        }
        if edition == "2020" {
            let ours = recomputed(&scored, "MAR").map_or(Err(Absence::NotAvailable), |(score, _)| Ok(score));
            exact.number(|| "MAR 2020".to_owned(), Some(22.52), ours);
        }
        if edition == "2023" {
            let scores: Vec<f64> =
                scored.evaluation.scores.whole.column(0).into_iter().filter_map(Result::ok).collect();
            let ours = nudj::stats::mean(&scores).ok_or(Absence::NotAvailable);
            mean.number(|| "mean 2023".to_owned(), Some(43.0), ours);
            mean = mean.noted(format!("{} countries, mean {:.4}", scores.len(), ours.unwrap_or(0.0)));
        }
    }
    Ok(vec![shipped, intervals.noted(verdicts.join("; ")), exact, mean])
}

/// What the pillars give for the overall score, and where that lies given how the pillars were printed.
fn recomputed(scored: &Scored, country: &str) -> Option<(f64, Range)> {
    match scored.at("gems", country)?.basis {
        Basis::Reported { recomputed, recomputed_range, .. } => recomputed.zip(recomputed_range),
        Basis::Computed => None,
    }
}

/// Whether the pillars allow the printed overall score: if it was rounded, or only if it was truncated.
fn verdict(scored: &Scored, country: &str, printed: &str) -> &'static str {
    let Some((_, range)) = recomputed(scored, country) else { return "outside" };
    let Ok(value) = printed.parse::<f64>() else { return "outside" };
    let decimals = printed.split_once('.').map_or(0, |(_, digits)| digits.len());
    let unit = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
    if range.high() >= value - unit / 2.0 && range.low() <= value + unit / 2.0 {
        "rounded"
    } else if range.high() >= value && range.low() < value + unit {
        "truncated"
    } else {
        "outside"
    }
}

fn edition_scored(root: &Path, criteria: &Files, edition: &str) -> Result<Scored, String> {
    let folder = root.join("surveys/gems").join(edition);
    let tables = Files::from([
        ("../units.csv".to_owned(), text(&root.join("surveys/gems/units.csv"))?),
        ("reported.csv".to_owned(), text(&folder.join("reported.csv"))?),
        ("../../links/gtmi-2022.csv".to_owned(), text(&root.join("surveys/links/gtmi-2022.csv"))?),
        ("../../links/egdi-2022.csv".to_owned(), text(&root.join("surveys/links/egdi-2022.csv"))?),
    ]);
    score(criteria, &text(&folder.join("round.toml"))?, &tables)
}

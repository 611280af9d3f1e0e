//! Result files of a round: the frozen result, a flat table, the manifest.

use super::load::Loaded;
use crate::evaluate::{Evaluation, evaluate};
use crate::frozen::{Frozen, freeze};

/// Evaluates what was loaded; nothing where criteria or round have errors.
pub(super) fn evaluated(loaded: &Loaded) -> Option<(Evaluation, Frozen)> {
    let (criteria, round) = (loaded.criteria.as_ref()?, loaded.round.as_ref()?);
    if loaded.findings.has_errors() {
        return None;
    }
    let evaluation = evaluate(&criteria.framework, &criteria.methodology, round);
    let inputs = loaded.reading.inputs.clone();
    let frozen = freeze(&criteria.framework, &criteria.methodology, round, &evaluation, inputs, &loaded.findings);
    Some((evaluation, frozen))
}

/// `scores.json`, `scores.csv` and `manifest.json`.
pub(super) fn files(frozen: &Frozen) -> Result<Vec<(String, Vec<u8>)>, String> {
    let json = |value: &dyn erased::Json| value.pretty();
    Ok(vec![
        ("scores.json".to_owned(), json(frozen)?),
        ("scores.csv".to_owned(), scores_csv(frozen)?),
        ("manifest.json".to_owned(), json(&frozen.manifest)?),
    ])
}

mod erased {
    /// Anything that can be written as JSON.
    pub(super) trait Json {
        /// Indented JSON with a line break at the end.
        fn pretty(&self) -> Result<Vec<u8>, String>;
    }

    impl<T: serde::Serialize> Json for T {
        fn pretty(&self) -> Result<Vec<u8>, String> {
            let mut bytes = serde_json::to_vec_pretty(self).map_err(|error| error.to_string())?;
            bytes.push(b'\n');
            Ok(bytes)
        }
    }
}

/// One row for each unit, slice and node, unrounded. Starts with a byte order mark, so that a spreadsheet reads the
/// Arabic names.
fn scores_csv(frozen: &Frozen) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(vec![0xef, 0xbb, 0xbf]);
    let header = [
        "unit",
        "unit_name",
        "slice",
        "node",
        "node_name",
        "score",
        "absent",
        "low",
        "high",
        "value",
        "coverage",
        "answered",
        "applicable",
        "rank",
        "band",
        "basis",
    ];
    writer.write_record(header).map_err(|error| error.to_string())?;
    let language = frozen.framework.languages.first().map_or("en", String::as_str);
    let name = |text: &std::collections::BTreeMap<String, String>| {
        plain(text.get(language).or_else(|| text.values().next()).map_or("", String::as_str))
    };
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    for unit in &frozen.units {
        let whole = std::iter::once(("", &unit.scores));
        let slices = unit.slices.iter().map(|(slice, scores)| (slice.as_str(), scores));
        for (slice, scores) in whole.chain(slices) {
            for (node, score) in frozen.framework.nodes.iter().zip(scores) {
                let record = [
                    unit.code.clone(),
                    name(&unit.name),
                    slice.to_owned(),
                    node.code.clone(),
                    name(&node.name),
                    number(score.score),
                    score.absent.clone().unwrap_or_default(),
                    number(score.range.map(|range| range[0])),
                    number(score.range.map(|range| range[1])),
                    number(score.value),
                    score.coverage.to_string(),
                    score.answered.to_string(),
                    score.applicable.to_string(),
                    score.rank.map_or(String::new(), |rank| rank.to_string()),
                    score.band.clone().unwrap_or_default(),
                    if score.reported.is_some() { "reported" } else { "computed" }.to_owned(),
                ];
                writer.write_record(&record).map_err(|error| error.to_string())?;
            }
        }
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// A text that a spreadsheet would take for a formula gets an apostrophe in front.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

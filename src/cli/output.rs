//! Result files of a round: the frozen result, a flat table, the manifest.

use std::path::Path;

use super::arguments::{CriteriaOption, Format};
use super::load::Loaded;
use super::{Outcome, show};
use crate::diag::{Code, Diagnostic, meant};
use crate::evaluate::{Evaluation, evaluate};
use crate::frozen::{Frozen, FrozenCollection, FrozenNode, FrozenScore, freeze};
use crate::survey::{Round, Unit};

/// A round that was read and evaluated without error in its input.
pub(super) struct Scored {
    pub(super) loaded: Loaded,
    pub(super) evaluation: Evaluation,
    pub(super) frozen: Frozen,
}

impl Scored {
    /// Reads and evaluates a round and shows what was found on the way; `purpose` is what is not made from input with
    /// errors.
    pub(super) fn read(round: &Path, option: &CriteriaOption, purpose: &str) -> Result<Scored, Outcome> {
        let loaded = Loaded::round(round, option.criteria.as_deref());
        show::loading(&loaded, option.format);
        if loaded.could_not_run {
            return Err(Outcome::CouldNotRun);
        }
        let Some((evaluation, frozen)) = evaluated(&loaded) else {
            if option.format == Format::Text {
                show::err(&format!("{}; no {purpose} is made from input with errors", show::count(&loaded.findings)));
            }
            return Err(Outcome::Findings);
        };
        if !evaluation.findings.is_empty() {
            show::findings(&evaluation.findings, &loaded.reading.sources, option.format);
        }
        Ok(Scored { loaded, evaluation, frozen })
    }

    /// The unit with this code or name; one that is not there is told.
    pub(super) fn unit(&self, name: &str) -> Option<usize> {
        let round = self.loaded.round.as_ref()?;
        let found = round.unit(name);
        if found.is_none() {
            show::failure(&no_such_unit(round, name, &format!("of the round `{}`", round.code())));
        }
        found
    }

    /// How a command ends that did its work.
    pub(super) fn outcome(&self) -> Outcome {
        if self.evaluation.findings.has_errors() { Outcome::Findings } else { Outcome::Done }
    }
}

/// A name that no unit has; `of` says what was looked through.
pub(super) fn no_such_unit(round: &Round, name: &str, of: &str) -> Diagnostic {
    let help = meant(name, "units are", " ", round.units().iter().map(Unit::code));
    Diagnostic::new(Code::NoSuchUnit, format!("`{name}` is not a unit {of}")).help(help)
}

/// Evaluates what was loaded; nothing where criteria or round have errors.
fn evaluated(loaded: &Loaded) -> Option<(Evaluation, Frozen)> {
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
    Ok(vec![
        ("scores.json".to_owned(), pretty(frozen)?),
        ("scores.csv".to_owned(), scores_csv(frozen)?),
        ("manifest.json".to_owned(), pretty(&frozen.manifest)?),
    ])
}

/// `collection.json` and `manifest.json`, and the result files of every round in its folder.
pub(super) fn collection_files(
    collection: &FrozenCollection,
    results: &[Frozen],
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let manifest = serde_json::json!({
        "nudj": env!("CARGO_PKG_VERSION"),
        "collection": collection.code,
        "folders": collection.folders,
    });
    let mut all =
        vec![("collection.json".to_owned(), pretty(collection)?), ("manifest.json".to_owned(), pretty(&manifest)?)];
    for (folder, frozen) in collection.folders.iter().zip(results) {
        all.extend(files(frozen)?.into_iter().map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
    }
    Ok(all)
}

/// Indented JSON with a line break at the end.
pub(super) fn pretty<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, String> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| error.to_string())?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// One row for each unit, slice and node, then one for each part (a value of a facet) and node, unrounded. Starts with a byte order mark, so that a spreadsheet reads the
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
        "observed",
        "answered",
        "applicable",
        "rank",
        "band",
        "basis",
        "facet",
        "facet_value",
    ];
    writer.write_record(header).map_err(|error| error.to_string())?;
    let language = frozen.framework.languages.first().map_or("en", String::as_str);
    let name = |text: &std::collections::BTreeMap<String, String>| {
        plain(text.get(language).or_else(|| text.values().next()).map_or("", String::as_str))
    };
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    let nodes = &frozen.framework.nodes;
    for unit in &frozen.units {
        let mut write = |slice: &str, node: &FrozenNode, score: &FrozenScore, part: (&str, &str)| {
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
                score.observed.to_string(),
                score.answered.to_string(),
                score.applicable.to_string(),
                score.rank.map_or(String::new(), |rank| rank.to_string()),
                score.band.clone().unwrap_or_default(),
                if score.is_published() { "reported" } else { "computed" }.to_owned(),
                part.0.to_owned(),
                part.1.to_owned(),
            ];
            writer.write_record(&record).map_err(|error| error.to_string())
        };
        let whole = std::iter::once(("", &unit.scores));
        let slices = unit.slices.iter().map(|(slice, scores)| (slice.as_str(), scores));
        for (slice, scores) in whole.chain(slices) {
            for (node, score) in nodes.iter().zip(scores) {
                write(slice, node, score, ("", ""))?;
            }
        }
        for part in &unit.parts {
            for score in &part.scores {
                let Some(node) = nodes.get(score.node) else { continue };
                write("", node, &score.result, (&part.facet, &part.value))?;
            }
        }
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// A text that a spreadsheet would take for a formula gets an apostrophe in front.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

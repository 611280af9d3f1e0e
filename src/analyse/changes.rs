//! Two results side by side for all their units: every changed score and rank, as it is written to `comparison.json`.

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::comparison::{Side, compare};
use super::decomposition::{Decomposition, NoSplit};
use super::lineage::{Lineage, match_nodes};
use crate::frozen::{Frozen, FrozenScore, InputFile};
use crate::methods::ranking::TIE_TOLERANCE;

/// Name of the format.
pub const FORMAT: &str = "nudj-comparison";
/// Version of the format.
pub const VERSION: u32 = 1;

/// What two results say of the same units: two rounds, or one round under two methodologies; or of two units of a round.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Comparison {
    /// Always `nudj-comparison`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// Version of nudj.
    pub nudj: String,
    /// The first result.
    pub first: ComparedResult,
    /// The second result, which is compared with the first.
    pub second: ComparedResult,
    /// What moves, over the units.
    pub summary: ChangeSummary,
    /// The units in the order of the second result.
    pub units: Vec<UnitChange>,
    /// Codes of units that only the first result has.
    pub only_first: Vec<String>,
    /// Codes of units that only the second result has.
    pub only_second: Vec<String>,
    /// Nodes of the second result that the first does not measure alike.
    pub unmatched: Vec<UnmatchedNode>,
}

/// A result that is compared.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct ComparedResult {
    /// Code of the framework.
    pub framework: String,
    /// Edition of the framework.
    pub edition: String,
    /// Code of the round.
    pub round: String,
    /// Every file that was read, in order of name.
    pub inputs: Vec<InputFile>,
}

/// What moves at the index, over the units with a score in both results.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct ChangeSummary {
    /// Units with a score of the index in both; everything below is over them.
    pub compared: usize,
    /// Units whose score moves by more than 1e-9.
    pub scores_moved: usize,
    /// Units whose rank moves.
    pub ranks_moved: usize,
    /// Mean of the changes of rank without their signs; `null` where nothing is compared.
    pub mean_rank_shift: Option<f64>,
    /// The greatest of them.
    pub largest_rank_shift: Option<u32>,
    /// Mean change of score, in points.
    pub mean_change: Option<f64>,
}

/// A unit in both results.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct UnitChange {
    /// Code in the first result.
    pub first: String,
    /// Code in the second result; another one where two units are compared.
    pub second: String,
    /// Every node that both results measure alike, in the order of the second framework.
    pub nodes: Vec<NodeChange>,
    /// What the change of the index comes from; `null` where it is not split.
    pub split: Option<Split>,
    /// Why it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_not_defined: Option<String>,
}

/// A node of a unit in both results.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct NodeChange {
    /// Code in the second result.
    pub code: String,
    /// Where the unit stands in the first result.
    pub first: Stand,
    /// Where it stands in the second.
    pub second: Stand,
    /// Second score less first, in points; `null` unless both are known.
    pub change: Option<f64>,
    /// Least and greatest change that the ranges of both scores allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
    /// Whether score or rank moves, or only one side has a score.
    pub moved: bool,
}

/// Score, rank and band of a node.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Stand {
    /// Unrounded score; `null` where there is none.
    pub score: Option<f64>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
    /// Rank among all units of its own result.
    pub rank: Option<u32>,
    /// Code of the band.
    pub band: Option<String>,
    /// Whether the score is published and not computed.
    pub published: bool,
}

/// The parts of a change of the index; they sum to it.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Split {
    /// The values of indicators that both results measure.
    pub performance: f64,
    /// Weights, methods and the indicators that only one edition has.
    pub method: f64,
    /// Which indicators have a value.
    pub coverage: f64,
    /// Units of the round and items of the catalogue.
    pub set: f64,
    /// Indicators that both results measure.
    pub indicators: usize,
    /// Share of the stated weight of the second index that lies on them, 0 to 1.
    pub weight: f64,
}

/// A node that is not compared.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct UnmatchedNode {
    /// Code in the second result.
    pub code: String,
    /// `new`, `rescaled`, `split` or `merged`; `missing` where the first result does not know the code.
    pub reason: String,
}

/// How the changes of the index of several units are split, in the order of the pairs that were asked for.
pub type Splits = Result<Vec<Result<Decomposition, NoSplit>>, NoSplit>;

/// The units that both results have, by their codes, as their indices in the first and in the second.
#[must_use]
pub fn common_units(first: &Frozen, second: &Frozen) -> Vec<[usize; 2]> {
    let before = |code: &str| first.units.iter().position(|unit| unit.code == code);
    let units = second.units.iter().enumerate();
    units.filter_map(|(at, unit)| Some([before(&unit.code)?, at])).collect()
}

impl Comparison {
    /// Compares pairs of units: their indices in the first and in the second result. `splits` are of the same pairs; nothing
    /// where the change is not to be split.
    #[must_use]
    pub fn new(first: &Frozen, second: &Frozen, pairs: &[[usize; 2]], splits: Option<&Splits>) -> Comparison {
        let Lineage { unmatched, .. } = match_nodes(&first.framework, &second.framework);
        let units: Vec<UnitChange> = pairs
            .iter()
            .enumerate()
            .map(|(at, pair)| UnitChange::new([first, second], *pair, splits.map(|splits| one_of(splits, at))))
            .collect();
        let without = |frozen: &Frozen, side: usize| -> Vec<String> {
            let paired = |unit: usize| pairs.iter().any(|pair| pair[side] == unit);
            let units = frozen.units.iter().enumerate().filter(|(unit, _)| !paired(*unit));
            units.map(|(_, unit)| unit.code.clone()).collect()
        };
        // Two units of one result are a choice, not all that it has.
        let whole = !std::ptr::eq(first, second);
        Comparison {
            format: FORMAT.to_owned(),
            version: VERSION,
            nudj: second.manifest.nudj.clone(),
            first: ComparedResult::new(first),
            second: ComparedResult::new(second),
            summary: ChangeSummary::new(&units, second.framework.nodes.first().map_or("", |root| &root.code)),
            units,
            only_first: if whole { without(first, 0) } else { Vec::new() },
            only_second: if whole { without(second, 1) } else { Vec::new() },
            unmatched: unmatched.into_iter().map(|(code, reason)| UnmatchedNode { code, reason }).collect(),
        }
    }
}

/// The split of the pair with this index, or why there is none.
///
/// # Errors
///
/// The reason.
pub fn one_of(splits: &Splits, at: usize) -> Result<Decomposition, NoSplit> {
    match splits {
        Ok(splits) => splits.get(at).copied().unwrap_or(Err(NoSplit::NoScore)),
        Err(why) => Err(*why),
    }
}

impl ComparedResult {
    fn new(frozen: &Frozen) -> ComparedResult {
        ComparedResult {
            framework: frozen.framework.code.clone(),
            edition: frozen.framework.edition.clone(),
            round: frozen.round.code.clone(),
            inputs: frozen.manifest.inputs.clone(),
        }
    }
}

impl UnitChange {
    fn new(results: [&Frozen; 2], pair: [usize; 2], split: Option<Result<Decomposition, NoSplit>>) -> UnitChange {
        let [first, second] = [0, 1].map(|side| Side { frozen: results[side], unit: pair[side] });
        let nodes = compare(first, second).nodes.into_iter().filter_map(|node| {
            let (one, other) = (first.score(node.first)?, second.score(node.second)?);
            let moved = one.score.is_some() != other.score.is_some()
                || one.rank != other.rank
                || node.change.is_some_and(|change| change.abs() > TIE_TOLERANCE);
            Some(NodeChange {
                code: second.frozen.framework.nodes.get(node.second)?.code.clone(),
                first: Stand::new(one),
                second: Stand::new(other),
                change: node.change,
                range: node.range,
                moved,
            })
        });
        UnitChange {
            first: results[0].units[pair[0]].code.clone(),
            second: results[1].units[pair[1]].code.clone(),
            nodes: nodes.collect(),
            split: split.and_then(Result::ok).map(Split::new),
            split_not_defined: split.and_then(Result::err).map(|why| why.words().to_owned()),
        }
    }

    /// The change of the index, if both results measure it alike.
    #[must_use]
    pub fn index(&self, root: &str) -> Option<&NodeChange> {
        self.nodes.first().filter(|node| node.code == root)
    }
}

impl Stand {
    fn new(score: &FrozenScore) -> Stand {
        Stand {
            score: score.score,
            absent: score.absent.clone(),
            rank: score.rank,
            band: score.band.clone(),
            published: score.is_published(),
        }
    }
}

impl Split {
    fn new(found: Decomposition) -> Split {
        let [performance, method, coverage, set] = found.parts;
        Split { performance, method, coverage, set, indicators: found.indicators, weight: found.weight }
    }

    /// The parts in the order of [`Factor::ALL`](super::Factor::ALL).
    #[must_use]
    pub fn parts(&self) -> [f64; 4] {
        [self.performance, self.method, self.coverage, self.set]
    }
}

impl ChangeSummary {
    fn new(units: &[UnitChange], root: &str) -> ChangeSummary {
        let indices = units.iter().filter_map(|unit| unit.index(root));
        let both: Vec<&NodeChange> = indices.filter(|node| node.change.is_some()).collect();
        let shift = |node: &&NodeChange| Some(node.first.rank?.abs_diff(node.second.rank?));
        let shifts: Vec<u32> = both.iter().filter_map(shift).collect();
        let changes: Vec<f64> = both.iter().filter_map(|node| node.change).collect();
        let mean = |sum: f64, n: usize| (n > 0).then(|| sum / n as f64);
        ChangeSummary {
            compared: both.len(),
            scores_moved: changes.iter().filter(|change| change.abs() > TIE_TOLERANCE).count(),
            ranks_moved: shifts.iter().filter(|shift| **shift > 0).count(),
            mean_rank_shift: mean(shifts.iter().map(|&shift| f64::from(shift)).sum(), shifts.len()),
            largest_rank_shift: shifts.iter().copied().max(),
            mean_change: mean(changes.iter().sum(), changes.len()),
        }
    }
}

/// The JSON Schema of `comparison.json`.
#[must_use]
pub fn schema() -> Value {
    schema_for!(Comparison).to_value()
}

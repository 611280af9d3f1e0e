//! What other values, weights or steps would make of a unit, as `nudj whatif --format json` writes it.

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::baseline::Standing;
use super::target::{Path, Taken};
use super::whatif::{Changed, Moved, WhatIf};
use crate::analyse::uncertainty::{Paired, Scenario};
use crate::criteria::{Framework, IndicatorIx};
use crate::frozen::{Frozen, InputFile};

/// Name of the format.
pub const WHATIF_FORMAT: &str = "nudj-whatif";

/// Where a unit would stand.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct WhatIfFile {
    /// Always `nudj-whatif`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// Version of nudj.
    pub nudj: String,
    /// Code of the framework.
    pub framework: String,
    /// Edition of the framework.
    pub edition: String,
    /// Code of the round.
    pub round: String,
    /// Every file that was read, in order of name.
    pub inputs: Vec<InputFile>,
    /// Code of the unit.
    pub unit: String,
    /// Where the unit stands.
    pub before: StandingFile,
    /// Where it would stand.
    pub after: StandingFile,
    /// Score after less score before; `null` unless both are known.
    pub change: Option<f64>,
    /// What was changed, where values or weights were named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<ChangedFile>,
    /// The steps to a target, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathFile>,
    /// How sure the change is, where draws were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<DrawsFile>,
}

/// Score, rank and band of the index.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct StandingFile {
    /// Unrounded score; `null` where there is none.
    pub score: Option<f64>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
    /// Rank.
    pub rank: Option<u32>,
    /// Code of the band.
    pub band: Option<String>,
    /// Least and greatest score that is possible whatever is missing.
    pub range: Option<[f64; 2]>,
    /// Whether the index is published and not computed, so that nothing below it moves it.
    pub published: bool,
}

/// Changed values and weights, and what moves.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct ChangedFile {
    /// Indicators with the value that they were given, in the measure of the indicator.
    pub values: Vec<Given>,
    /// Nodes with the weight that they were given among their siblings.
    pub weights: Vec<Given>,
    /// Methods that were named, as they were written: `STEP=METHOD`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<String>,
    /// Nodes of the unit whose score moves, in the order of the framework.
    pub moved: Vec<MovedFile>,
    /// Other units whose index moves.
    pub others_moved: usize,
    /// Codes of indicators whose value changes nothing: it stands there already, or does not apply to the unit.
    pub without_effect: Vec<String>,
}

/// A number that was given to a node.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Given {
    /// Code of the node.
    pub node: String,
    /// The number.
    pub value: f64,
}

/// A node whose score moves.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct MovedFile {
    /// Code of the node.
    pub node: String,
    /// Score now; `null` where there is none.
    pub before: Option<f64>,
    /// Score then.
    pub after: Option<f64>,
}

/// Steps that lead to a target.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct PathFile {
    /// The target as it was written.
    pub target: String,
    /// Whether the steps reach it.
    pub reached: bool,
    /// Whether no set of such steps that reaches it has less effort; otherwise the set is small and not proven to be the
    /// smallest.
    pub cheapest: bool,
    /// What the steps count as together.
    pub effort: f64,
    /// The steps by indicator.
    pub steps: Vec<TakenFile>,
}

/// All steps of one indicator.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct TakenFile {
    /// Code of the indicator.
    pub indicator: String,
    /// Number of steps.
    pub steps: usize,
    /// Value now.
    pub from: f64,
    /// Value after the steps.
    pub to: f64,
    /// `low`, `medium` or `high`; `null` where the criteria name no improvement.
    pub effort: Option<String>,
}

/// Draws of which each makes the same choices and errors before and after the change.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct DrawsFile {
    /// `random` or `sobol`.
    pub sample: String,
    /// Seed.
    pub seed: u64,
    /// What the draws show.
    #[serde(flatten)]
    pub shown: Paired,
}

impl WhatIfFile {
    /// A unit under other values and weights.
    #[must_use]
    pub fn changed(
        (frozen, framework, unit): (&Frozen, &Framework, &str),
        (asked, methods): (&WhatIf, &[String]),
        changed: &Changed,
        drawn: Option<(&Scenario, Paired)>,
    ) -> WhatIfFile {
        let code = |node: usize| framework.nodes[node].code.clone();
        let of_indicator = |indicator: IndicatorIx| code(framework.indicators[indicator].node);
        let moved =
            |moved: &Moved| MovedFile { node: code(moved.node), before: moved.before.ok(), after: moved.after.ok() };
        let details = ChangedFile {
            values: asked.values.iter().map(|&(at, value)| Given { node: of_indicator(at), value }).collect(),
            weights: asked.weights.iter().map(|&(node, value)| Given { node: code(node), value }).collect(),
            methods: methods.to_vec(),
            moved: changed.moved.iter().map(moved).collect(),
            others_moved: changed.others,
            without_effect: changed.without_effect.iter().map(|&at| of_indicator(at)).collect(),
        };
        let uncertainty = drawn.map(|(scenario, shown)| DrawsFile {
            sample: scenario.sample.word().to_owned(),
            seed: scenario.seed,
            shown,
        });
        let file = WhatIfFile::new((frozen, framework, unit), &changed.before, &changed.after);
        WhatIfFile { changed: Some(details), uncertainty, ..file }
    }

    /// A unit on its way to a target.
    #[must_use]
    pub fn path((frozen, framework, unit): (&Frozen, &Framework, &str), path: &Path, target: &str) -> WhatIfFile {
        let step = |taken: &Taken| TakenFile {
            indicator: framework.nodes[framework.indicators[taken.indicator].node].code.clone(),
            steps: taken.steps,
            from: taken.from,
            to: taken.to,
            effort: taken.effort.map(|effort| effort.code().to_owned()),
        };
        let details = PathFile {
            target: target.to_owned(),
            reached: path.reached,
            cheapest: path.cheapest,
            effort: path.effort,
            steps: path.taken.iter().map(step).collect(),
        };
        let file = WhatIfFile::new((frozen, framework, unit), &path.before, &path.after);
        WhatIfFile { path: Some(details), ..file }
    }

    fn new((frozen, framework, unit): (&Frozen, &Framework, &str), before: &Standing, after: &Standing) -> WhatIfFile {
        let standing = |standing: &Standing| StandingFile {
            score: standing.score.ok(),
            absent: standing.score.err().map(|why| why.code().to_owned()),
            rank: standing.rank,
            band: standing.band.and_then(|band| framework.bands.get(band)).map(|band| band.code.clone()),
            range: standing.range.map(|range| [range.low(), range.high()]),
            published: standing.published,
        };
        WhatIfFile {
            format: WHATIF_FORMAT.to_owned(),
            version: super::VERSION,
            nudj: frozen.manifest.nudj.clone(),
            framework: frozen.framework.code.clone(),
            edition: frozen.framework.edition.clone(),
            round: frozen.round.code.clone(),
            inputs: frozen.manifest.inputs.clone(),
            unit: unit.to_owned(),
            before: standing(before),
            after: standing(after),
            change: after.score.ok().zip(before.score.ok()).map(|(after, before)| after - before),
            changed: None,
            path: None,
            uncertainty: None,
        }
    }
}

/// The JSON Schema of what `nudj whatif --format json` writes.
#[must_use]
pub fn whatif_schema() -> Value {
    schema_for!(WhatIfFile).to_value()
}

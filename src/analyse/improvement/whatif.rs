//! A unit under other values and other weights.

use super::baseline::{Baseline, Standing};
use super::steps::{Change, declared_range, option_points, single_scale};
use crate::criteria::{Framework, IndicatorIx, Methodology, NodeIx, ScaleKind, Weighting};
use crate::diag::{Code, Diagnostic, meant};
use crate::evaluate::{Panel, PanelScores, rescore};
use crate::methods::ranking::TIE_TOLERANCE;
use crate::model::Datum;

/// What is changed: values of indicators of the unit, and weights of nodes and methods for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WhatIf {
    /// Indicators and their values, in the measure of the indicator.
    pub values: Vec<(IndicatorIx, f64)>,
    /// Nodes and their weights among their siblings.
    pub weights: Vec<(NodeIx, f64)>,
    /// How scores are made, where it is not as the criteria say.
    pub methodology: Option<Methodology>,
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// Where the unit stands.
    pub before: Standing,
    /// Where it would stand.
    pub after: Standing,
    /// Nodes of the unit whose score moves, in the order of the framework.
    pub moved: Vec<Moved>,
    /// Other units whose index moves.
    pub others: usize,
    /// Values that were asked for and change nothing, because they stand there or do not apply to the unit.
    pub without_effect: Vec<IndicatorIx>,
}

/// A node whose score moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// Node.
    pub node: NodeIx,
    /// Score now.
    pub before: Datum,
    /// Score then.
    pub after: Datum,
}

impl WhatIf {
    /// Adds `INDICATOR=VALUE`. The value is a number in the measure of the indicator, or the code of an option.
    ///
    /// # Errors
    ///
    /// A diagnostic where there is no such indicator, or the value is not one of its scale.
    pub fn set(&mut self, framework: &Framework, text: &str) -> Result<(), Diagnostic> {
        let (code, value) = halves(text, "--set")?;
        let node = node(framework, code)?;
        let Some(indicator) = framework.nodes[node].indicator else {
            let leaves = framework.nodes.iter().filter(|node| node.indicator.is_some()).map(|node| node.code.as_str());
            let message = format!("`{code}` is a group, and only indicators have values");
            let help = format!("indicators are: {}", leaves.collect::<Vec<_>>().join(", "));
            return Err(Diagnostic::new(Code::UnknownIndicator, message).help(help));
        };
        let value = value_of(framework, indicator, code, value)?;
        self.values.retain(|(there, _)| *there != indicator);
        self.values.push((indicator, value));
        Ok(())
    }

    /// Adds `NODE=WEIGHT`.
    ///
    /// # Errors
    ///
    /// A diagnostic where there is no such node, or the weight is negative or no number.
    pub fn weigh(&mut self, framework: &Framework, text: &str) -> Result<(), Diagnostic> {
        let (code, weight) = halves(text, "--weight")?;
        let node = node(framework, code)?;
        let weight: f64 = number(weight, code)?;
        if weight < 0.0 {
            let message = format!("the weight {weight} of `{code}` is negative");
            return Err(Diagnostic::new(Code::BadArgument, message).help("a weight is 0 or more"));
        }
        self.weights.retain(|(there, _)| *there != node);
        self.weights.push((node, weight));
        Ok(())
    }

    /// The observations with the changed values, and the indicators whose value changes nothing.
    #[must_use]
    pub fn panels(&self, baseline: &Baseline<'_>) -> (Vec<Panel>, Vec<IndicatorIx>) {
        let mut panels = baseline.panels.clone();
        let mut without_effect = Vec::new();
        for (indicator, value) in &self.values {
            match baseline.changed(&panels, *indicator, &Change::Set(*value)) {
                Some(changed) => panels = changed,
                None => without_effect.push(*indicator),
            }
        }
        (panels, without_effect)
    }

    /// The framework with the changed weights.
    ///
    /// # Errors
    ///
    /// A diagnostic where the methodology does not use stated weights, or nothing of a group would have weight.
    pub fn framework(&self, baseline: &Baseline<'_>) -> Result<Framework, Diagnostic> {
        let mut framework = baseline.framework.clone();
        if !self.weights.is_empty() && baseline.methodology.weighting == Weighting::Equal {
            let message = "the methodology weighs all siblings the same, whatever weights are stated";
            return Err(Diagnostic::new(Code::BadArgument, message).help("leave out `--weight`"));
        }
        for (node, weight) in &self.weights {
            framework.nodes[*node].weight = *weight;
        }
        let bare = framework.nodes.iter().find(|group| {
            !group.children.is_empty() && group.children.iter().all(|&child| framework.nodes[child].weight <= 0.0)
        });
        match bare {
            Some(group) => {
                Err(Diagnostic::new(Code::BadArgument, format!("nothing below `{}` would have weight", group.code))
                    .help("give one of its parts a weight above 0"))
            }
            None => Ok(framework),
        }
    }
}

/// Scores the round with the changes.
#[must_use]
pub fn whatif(baseline: &Baseline<'_>, framework: &Framework, change: &WhatIf) -> Changed {
    let (panels, without_effect) = change.panels(baseline);
    let methodology = change.methodology.as_ref().unwrap_or(baseline.methodology);
    let after = rescore(framework, methodology, &baseline.round, &panels);
    let others = (0..baseline.round.units().len()).filter(|&unit| unit != baseline.unit);
    Changed {
        before: baseline.standing(),
        after: baseline.stands(&after),
        moved: moved(&baseline.scores, &after, baseline.unit),
        others: others.filter(|&unit| differs(baseline.scores.at(0, unit).score, after.at(0, unit).score)).count(),
        without_effect,
    }
}

fn moved(before: &PanelScores, after: &PanelScores, unit: usize) -> Vec<Moved> {
    let all = (0..before.nodes.len()).map(|node| Moved {
        node,
        before: before.at(node, unit).score,
        after: after.at(node, unit).score,
    });
    all.filter(|moved| differs(moved.before, moved.after)).collect()
}

fn differs(one: Datum, other: Datum) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => (one - other).abs() > TIE_TOLERANCE,
        (one, other) => one != other,
    }
}

fn halves<'t>(text: &'t str, option: &str) -> Result<(&'t str, &'t str), Diagnostic> {
    let halves = text.split_once('=').map(|(code, value)| (code.trim(), value.trim()));
    halves.filter(|(code, value)| !code.is_empty() && !value.is_empty()).ok_or_else(|| {
        Diagnostic::new(Code::BadArgument, format!("`{text}` is not of the form CODE=VALUE"))
            .help(format!("write `{option} CODE=VALUE`, without spaces"))
    })
}

fn node(framework: &Framework, code: &str) -> Result<NodeIx, Diagnostic> {
    framework.node(code).ok_or_else(|| {
        let help = meant(code, "codes are", ", ", framework.nodes.iter().map(|node| node.code.as_str()));
        Diagnostic::new(Code::NoSuchNode, format!("no node has the code `{code}`")).help(help)
    })
}

fn number(text: &str, code: &str) -> Result<f64, Diagnostic> {
    text.parse().ok().filter(|value: &f64| value.is_finite()).ok_or_else(|| {
        Diagnostic::new(Code::NotANumber, format!("`{text}` is no number for `{code}`"))
            .help("write digits with a decimal point")
    })
}

/// The value that a text stands for: an option by its code or spelling, else a number inside the ends.
fn value_of(framework: &Framework, indicator: IndicatorIx, code: &str, text: &str) -> Result<f64, Diagnostic> {
    if let (Some(ScaleKind::Options(options)), Some(points)) =
        (single_scale(framework, indicator), option_points(framework, indicator))
    {
        let named = |spelling: &str| spelling.eq_ignore_ascii_case(text);
        let found =
            options.iter().position(|option| named(&option.code) || option.spellings.iter().any(|one| named(one)));
        if let Some(value) = found.and_then(|found| points.iter().find(|(at, _)| *at == found)) {
            return Ok(value.1);
        }
        if text.parse::<f64>().is_err() {
            let codes: Vec<&str> = options.iter().map(|option| option.code.as_str()).collect();
            let message = format!("`{text}` is no option of `{code}`");
            return Err(
                Diagnostic::new(Code::UnknownAnswer, message).help(format!("options are: {}", codes.join(", ")))
            );
        }
    }
    let value = number(text, code)?;
    match declared_range(framework, indicator) {
        Some(range) if !range.contains(value) => {
            let message = format!("{value} is outside the values of `{code}`");
            Err(Diagnostic::new(Code::OutOfRange, message).help(format!(
                "name a number from {} to {}",
                range.low(),
                range.high()
            )))
        }
        _ => Ok(value),
    }
}

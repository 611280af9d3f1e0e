//! How the groups of a result are aggregated, read from its manifest, which is in the words of the criteria language.

use crate::frozen::Frozen;

/// The aggregation of a group that a spreadsheet can repeat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub(super) mean: Mean,
    pub(super) missing: Missing,
}

/// The mean of the children.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mean {
    Arithmetic,
    Minimum,
    /// The power mean; the geometric mean for an exponent of zero.
    Power {
        exponent: f64,
        at_zero: AtZero,
    },
}

/// What a zero does to a mean that has no value there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum AtZero {
    Zero,
    Undefined,
    Floor(f64),
}

/// What a missing child does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    Rescale,
    Zero,
    Withhold,
}

/// The method text of the aggregation of a group, and the rule that it is; no rule where no formula can repeat it.
pub(super) fn rule_of(frozen: &Frozen, node: usize) -> Option<Rule> {
    let framework = &frozen.framework;
    let (node, level) = (&framework.nodes[node], &framework.levels[framework.nodes[node].level]);
    let steps = || frozen.manifest.methodology.iter();
    // A second normalisation needs all units at once, and is written under the code of the group.
    if steps().any(|step| step.step == "normalisation" && step.of == node.code) {
        return None;
    }
    let of = |code: &str| steps().find(|step| step.step == "aggregation" && step.of == code);
    // A level whose groups agree has one entry under its own code, the others one for each group.
    of(&level.code).or_else(|| of(&node.code)).and_then(|step| parse(&step.method))
}

/// The minimum coverage of each level.
pub(super) fn minimum_coverage(frozen: &Frozen, node: usize) -> Option<f64> {
    let level = &frozen.framework.levels[frozen.framework.nodes[node].level];
    let steps = &frozen.manifest.methodology;
    let step = steps.iter().find(|step| step.step == "coverage" && step.of == level.code)?;
    after(&step.method, "minimum")?.parse().ok()
}

/// Whether coverage counts children, and not their weights.
pub(super) fn coverage_by_count(frozen: &Frozen) -> bool {
    frozen.manifest.methodology.iter().any(|step| step.step == "coverage" && step.method.ends_with("by count"))
}

fn parse(method: &str) -> Option<Rule> {
    let missing = match after(method, "missing")? {
        "rescale" => Missing::Rescale,
        "zero" => Missing::Zero,
        "withhold" => Missing::Withhold,
        _ => return None,
    };
    let at_zero = match after(method, "at_zero") {
        Some("undefined") => AtZero::Undefined,
        Some("floor") => AtZero::Floor(after(method, "floor")?.parse().ok()?),
        _ => AtZero::Zero,
    };
    let mean = match method.split_whitespace().next()? {
        "arithmetic" => Mean::Arithmetic,
        "minimum" => Mean::Minimum,
        "geometric" => Mean::Power { exponent: 0.0, at_zero },
        "harmonic" => Mean::Power { exponent: -1.0, at_zero },
        "power" => Mean::Power { exponent: after(method, "exponent")?.parse().ok()?, at_zero },
        // The weighted median and pairwise comparison have no short formula.
        _ => return None,
    };
    Some(Rule { mean, missing })
}

/// The word after a word.
fn after<'m>(method: &'m str, word: &str) -> Option<&'m str> {
    let mut words = method.split_whitespace();
    words.by_ref().find(|here| *here == word)?;
    words.next()
}

#[cfg(test)]
mod tests {
    use super::{AtZero, Mean, Missing, Rule, parse};

    #[test]
    fn methods_are_read_as_they_are_frozen() {
        let rule = |mean, missing| Some(Rule { mean, missing });
        assert_eq!(parse("arithmetic missing rescale"), rule(Mean::Arithmetic, Missing::Rescale));
        let geometric = Mean::Power { exponent: 0.0, at_zero: AtZero::Floor(0.5) };
        assert_eq!(parse("geometric at_zero floor 0.5 missing withhold"), rule(geometric, Missing::Withhold));
        let power = Mean::Power { exponent: 2.0, at_zero: AtZero::Undefined };
        assert_eq!(parse("power exponent 2 at_zero undefined missing zero"), rule(power, Missing::Zero));
        assert_eq!(parse("copeland missing rescale"), None);
        assert_eq!(parse("median missing rescale"), None);
    }
}

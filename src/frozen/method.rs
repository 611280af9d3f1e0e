//! The methodology in the words of the criteria language, for the manifest and the method box of a report.

use super::types::MethodStep;
use crate::criteria::{
    Aggregating, CoverageBasis, Framework, Imputing, Methodology, MissingChild, Normalising, ReportedRule, Weighting,
};
use crate::methods::aggregation::{Aggregation, AtZero};
use crate::methods::imputation::Imputation;
use crate::methods::normalisation::{Curve, Normalisation};
use crate::methods::treatment::{Transform, Treatment};
use crate::stats::Ties;

/// Every step with its method and parameters; a step that differs between indicators or levels has one entry for each.
pub(super) fn steps(framework: &Framework, methodology: &Methodology) -> Vec<MethodStep> {
    let mut steps = Vec::new();
    let mut push = |step: &str, of: &str, method: String| {
        steps.push(MethodStep { step: step.to_owned(), of: of.to_owned(), method });
    };
    if let Some(rule) = &methodology.screening {
        let part = |name: &str, share: Option<f64>| share.map_or(String::new(), |share| format!(" {name} {share}"));
        let available = part("minimum_available", rule.minimum_available);
        push(
            "screening",
            "",
            format!("{available}{}", part("minimum_nonzero", rule.minimum_nonzero)).trim().to_owned(),
        );
    } else {
        push("screening", "", "none".to_owned());
    }
    push("imputation", "", imputation(framework, &methodology.imputation));
    let codes: Vec<&str> =
        framework.indicators.iter().map(|indicator| framework.nodes[indicator.node].code.as_str()).collect();
    let treatments: Vec<String> = methodology.treatment.iter().map(|one| treatment(one.as_ref())).collect();
    let normalisations: Vec<String> = methodology.normalisation.iter().map(normalisation).collect();
    for (step, methods) in [("treatment", treatments), ("normalisation", normalisations)] {
        if methods.windows(2).all(|pair| pair[0] == pair[1]) {
            push(step, "", methods.first().cloned().unwrap_or_default());
        } else {
            for (code, method) in codes.iter().zip(methods) {
                push(step, code, method);
            }
        }
    }
    let weighting = match methodology.weighting {
        Weighting::Stated => "stated",
        Weighting::Equal => "equal",
        Weighting::Pca => "pca",
    };
    push("weighting", "", weighting.to_owned());
    for (of, method) in aggregations(framework, methodology) {
        push("aggregation", &of, method);
    }
    for (node, again) in framework.nodes.iter().zip(&methodology.renormalisation) {
        if let Some(again) = again {
            push("normalisation", &node.code, normalisation(again));
        }
    }
    for (level, minimum) in framework.levels.iter().zip(&methodology.coverage.minimum) {
        if let Some(minimum) = minimum {
            let basis = match methodology.coverage.basis {
                CoverageBasis::Weight => "weight",
                CoverageBasis::Count => "count",
            };
            push("coverage", &level.code, format!("minimum {minimum} by {basis}"));
        }
    }
    let reported = match methodology.reported {
        ReportedRule::Prefer => "prefer",
        ReportedRule::Fill => "fill",
    };
    push("reported", "", reported.to_owned());
    steps
}

/// One entry for a level whose groups agree, and one for each group otherwise.
fn aggregations(framework: &Framework, methodology: &Methodology) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    for (level, named) in framework.levels.iter().enumerate() {
        let groups = framework.nodes.iter().zip(&methodology.aggregation);
        let methods: Vec<(String, String)> = groups
            .filter(|(node, _)| node.level == level && !node.children.is_empty())
            .map(|(node, aggregating)| (node.code.clone(), aggregating_text(aggregating)))
            .collect();
        if methods.windows(2).all(|pair| pair[0].1 == pair[1].1) {
            entries.extend(methods.first().map(|(_, method)| (named.code.clone(), method.clone())));
        } else {
            entries.extend(methods);
        }
    }
    entries
}

fn aggregating_text(aggregating: &Aggregating) -> String {
    let missing = match aggregating.missing {
        MissingChild::Rescale => "rescale",
        MissingChild::Zero => "zero",
        MissingChild::Withhold => "withhold",
    };
    format!("{} missing {missing}", aggregation(&aggregating.method))
}

/// A way of imputation.
pub(crate) fn imputation(framework: &Framework, imputing: &Imputing) -> String {
    let name = match &imputing.method {
        Imputation::None => "none",
        Imputation::Mean => "mean",
        Imputation::Median => "median",
        Imputation::GroupMean => "group_mean",
        Imputation::GroupMedian => "group_median",
        Imputation::RowMean => "row_mean",
        Imputation::RowMedian => "row_median",
        Imputation::Latest { .. } => "latest",
        Imputation::Constant => "constant",
        Imputation::Linear => "linear",
        Imputation::LinearConstant => "linear_constant",
    };
    let mut text = name.to_owned();
    if let Imputation::Latest { max_steps: Some(steps) } = imputing.method {
        text += &format!(" max_steps {steps}");
    }
    if let Some(group) = imputing.group {
        text += &format!(" group {}", framework.attributes[group].code);
    }
    if let Some(level) = imputing.within {
        text += &format!(" within {}", framework.levels[level].code);
    }
    text
}

/// A treatment.
pub(crate) fn treatment(treatment: Option<&Treatment>) -> String {
    let Some(treatment) = treatment else { return "none".to_owned() };
    let mut text = format!("outliers skewness {} kurtosis {}", treatment.rule.skewness, treatment.rule.kurtosis);
    match &treatment.winsorise {
        None => text += " max_points 0",
        Some(rule) => {
            if let Some(points) = rule.max_points {
                text += &format!(" max_points {points}");
            }
        }
    }
    match &treatment.transform {
        None => {}
        Some(Transform::LogCt) => text += " transform log",
        Some(Transform::LogCtPlus) => text += " transform log_sign",
        Some(Transform::LogCtOrig) => text += " transform log_one",
        Some(Transform::LogGii) => text += " transform log_gii",
        Some(Transform::BoxCox { lambda }) => text += &format!(" transform box_cox lambda {lambda}"),
    }
    if treatment.combine {
        text += " combine";
    }
    text
}

/// A way of normalisation.
pub(crate) fn normalisation(normalising: &Normalising) -> String {
    let ties = |ties: &Ties| match ties {
        Ties::Minimum => "minimum",
        Ties::Maximum => "maximum",
        Ties::Average => "average",
    };
    let method = match normalising {
        Normalising::Method(method) => method,
        Normalising::Reference { unit, cap, .. } => return format!("distance_to_reference unit {unit} cap {cap}"),
    };
    match method {
        Normalisation::FixedScale { from, to } => format!("fixed_scale {}..{} to {}..{}", from.0, from.1, to.0, to.1),
        Normalisation::MinMax { to } => format!("min_max to {}..{}", to.0, to.1),
        Normalisation::ZScore { mean, sd } => format!("z_score mean {mean} sd {sd}"),
        Normalisation::Scaled { from, factor } => format!("scaled {}..{} factor {factor}", from.0, from.1),
        Normalisation::Rank { ties: rule } => format!("rank ties {}", ties(rule)),
        Normalisation::PercentileRank { ties: rule } => format!("percentile_rank ties {}", ties(rule)),
        Normalisation::Borda { ties: rule } => format!("borda ties {}", ties(rule)),
        Normalisation::DistanceToMaximum => "distance_to_maximum".to_owned(),
        Normalisation::FractionOfMaximum => "fraction_of_maximum".to_owned(),
        Normalisation::DistanceToTarget { target, cap } => format!("distance_to_target target {target} cap {cap}"),
        Normalisation::DistanceToReference { row, cap } => format!("distance_to_reference row {row} cap {cap}"),
        Normalisation::Goalposts { low, high, cap, transform, to } => {
            let curve = if *transform == Some(Curve::Ln) { " curve ln" } else { "" };
            format!("goalposts {low}..{high} to {}..{} cap {cap}{curve}", to.0, to.1)
        }
        Normalisation::Categorical { cuts, scores } => format!("categorical cuts {cuts:?} scores {scores:?}"),
        Normalisation::CategoricalQuantile { shares, scores } => {
            format!("categorical_quantile cuts {shares:?} scores {scores:?}")
        }
    }
}

/// A method of aggregation.
pub(crate) fn aggregation(method: &Aggregation) -> String {
    let zero = |at_zero: &AtZero| match at_zero {
        AtZero::Zero => "at_zero zero".to_owned(),
        AtZero::Undefined => "at_zero undefined".to_owned(),
        AtZero::Floor(floor) => format!("at_zero floor {floor}"),
    };
    match method {
        Aggregation::Arithmetic => "arithmetic".to_owned(),
        Aggregation::Geometric { at_zero } => format!("geometric {}", zero(at_zero)),
        Aggregation::Harmonic { at_zero } => format!("harmonic {}", zero(at_zero)),
        Aggregation::Power { exponent, at_zero } => format!("power exponent {exponent} {}", zero(at_zero)),
        Aggregation::Median => "median".to_owned(),
        Aggregation::Minimum => "minimum".to_owned(),
        Aggregation::Copeland => "copeland".to_owned(),
    }
}

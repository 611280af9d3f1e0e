//! The methodology: one method for each step, with exactly the parameters that it takes.

use toml::Spanned;

use super::Build;
use crate::criteria::adaptation::RawObservation;
use crate::criteria::framework::{AttributeKind, Indicator};
use crate::criteria::methodology::{
    Aggregating, Coverage, CoverageBasis, Imputing, Methodology, MissingChild, Normalising, ReportedRule, Weighting,
};
use crate::criteria::raw::{
    RawAggregation, RawCoverage, RawGroup, RawImputation, RawIndicator, RawMethodology, RawNormalisation, RawScreening,
    RawTreatment,
};
use crate::criteria::read::{Raw, RawFramework};
use crate::diag::{Code, Place};
use crate::methods::aggregation::{Aggregation, AtZero};
use crate::methods::imputation::Imputation;
use crate::methods::normalisation::{Curve, Normalisation};
use crate::methods::screening::Screening;
use crate::methods::treatment::{Outlier, Transform, Treatment, Winsorise};
use crate::stats::Ties;

/// What an indicator is and how it is observed.
type Sections<'r> = (&'r Raw<RawIndicator>, &'r Raw<RawObservation>);

/// Names of the methods of normalisation and the parameters that each takes.
const NORMALISATIONS: [(&str, &[&str]); 14] = [
    ("fixed_scale", &[]),
    ("min_max", &["low", "high"]),
    ("goalposts", &["low", "high", "cap", "curve"]),
    ("z_score", &["mean", "sd"]),
    ("scaled", &["low", "high", "factor"]),
    ("rank", &["ties"]),
    ("percentile_rank", &["ties"]),
    ("borda", &["ties"]),
    ("distance_to_maximum", &[]),
    ("fraction_of_maximum", &[]),
    ("distance_to_target", &["target", "cap"]),
    ("distance_to_reference", &["unit", "cap"]),
    ("categorical", &["cuts", "scores"]),
    ("categorical_quantile", &["cuts", "scores"]),
];

impl Build<'_> {
    pub(super) fn methodology(&mut self, framework: &RawFramework, order: &[Option<usize>]) -> Methodology {
        let section = framework.methodology.first();
        let groups = &framework.groups;
        let in_order = || order.iter().flatten().copied();
        let raw = section.map(|section| &section.value);
        let levels = self.framework.levels.len();
        let sections: Vec<Sections<'_>> =
            in_order().map(|at| (&framework.indicators[at], &framework.observations[at])).collect();
        let normalisation = self.normalisations(section, &sections);
        let treatment = self.treatments(section, &sections);
        let chosen = self.node_aggregations(section, groups);
        let methodology = Methodology {
            reported: section.map_or(ReportedRule::Prefer, |section| self.reported(section)),
            screening: match (section, raw.and_then(|raw| raw.screening.as_ref())) {
                (Some(section), Some(given)) => self.screening(section, given),
                _ => None,
            },
            imputation: match (section, raw.and_then(|raw| raw.imputation.as_ref())) {
                (Some(section), Some(given)) => self.imputation(section, given),
                _ => Imputing { method: Imputation::None, group: None, within: None },
            },
            treatment,
            normalisation,
            weighting_at: section.and_then(|section| Some(section.place(&section.value.weighting.as_ref()?.method))),
            weighting: match (section, raw.and_then(|raw| raw.weighting.as_ref())) {
                (Some(section), Some(given)) => {
                    let methods = [("stated", Weighting::Stated), ("equal", Weighting::Equal), ("pca", Weighting::Pca)];
                    let at = section.place(&given.method);
                    self.choice(given.method.get_ref(), at, "weighting", &methods).unwrap_or(Weighting::Stated)
                }
                _ => Weighting::Stated,
            },
            aggregation: chosen.iter().map(|chosen| chosen.aggregating.clone()).collect(),
            renormalisation: self.renormalisations(groups),
            coverage: match (section, raw.and_then(|raw| raw.coverage.as_ref())) {
                (Some(section), Some(given)) => self.coverage(section, given, levels),
                _ => Coverage { basis: CoverageBasis::Weight, minimum: vec![None; levels] },
            },
        };
        self.check_zeros(&chosen, &methodology);
        methodology
    }

    /// The aggregation of every node: the group's own, else its level's, else arithmetic.
    fn node_aggregations(&mut self, section: Option<&Raw<RawMethodology>>, groups: &[Raw<RawGroup>]) -> Vec<Chosen> {
        let levels = self.framework.levels.len();
        let given = section.and_then(|section| Some((section, section.value.aggregation.as_ref()?)));
        let by_level = match given {
            Some((section, given)) => self.aggregations(section, given, levels),
            None => vec![Chosen::plain(); levels],
        };
        let mut chosen: Vec<Chosen> = self.framework.nodes.iter().map(|node| by_level[node.level].clone()).collect();
        for group in groups {
            let Some(raw) = &group.value.aggregation else { continue };
            let node = self.framework.nodes.iter().position(|node| node.code == *group.value.code.get_ref());
            if let (Some(own), Some(node)) = (self.aggregation(group, raw.get_ref()), node) {
                chosen[node] = own;
            }
        }
        chosen
    }

    /// Second normalisation of the aggregated scores of groups.
    fn renormalisations(&mut self, groups: &[Raw<RawGroup>]) -> Vec<Option<Normalising>> {
        let mut chosen = vec![None; self.framework.nodes.len()];
        for group in groups {
            let Some(raw) = &group.value.normalisation else { continue };
            let at = group.place(raw);
            if raw.get_ref().method.get_ref() == "fixed_scale" {
                let help = "remove it: aggregated scores are on the scale of their children already";
                self.error(Code::BadParameter, "a group cannot be brought to the fixed scale", at, help);
                continue;
            }
            let node = self.framework.nodes.iter().position(|node| node.code == *group.value.code.get_ref());
            if let (Some(method), Some(node)) = (self.normalisation(raw.get_ref(), at, None), node) {
                chosen[node] = Some(method);
            }
        }
        chosen
    }

    fn reported(&mut self, section: &Raw<RawMethodology>) -> ReportedRule {
        let Some(given) = &section.value.reported else { return ReportedRule::Prefer };
        let rules = [("prefer", ReportedRule::Prefer), ("fill", ReportedRule::Fill)];
        self.choice(given.get_ref(), section.place(given), "reported", &rules).unwrap_or(ReportedRule::Prefer)
    }

    /// A share between 0 and 1.
    fn share(&mut self, value: f64, at: Place, key: &str) -> f64 {
        if !(0.0..=1.0).contains(&value) {
            self.error(Code::BadParameter, format!("`{key}` is {value}"), at, "write a share between 0 and 1");
        }
        value
    }

    fn screening(&mut self, section: &Raw<RawMethodology>, raw: &RawScreening) -> Option<Screening> {
        let mut read = |given: &Option<Spanned<f64>>, key: &str| {
            given.as_ref().map(|given| self.share(*given.get_ref(), section.place(given), key))
        };
        let minimum_available = read(&raw.minimum_available, "minimum_available");
        let minimum_nonzero = read(&raw.minimum_nonzero, "minimum_nonzero");
        Some(Screening { minimum_available, minimum_nonzero, both: true })
    }

    pub(super) fn imputation<T>(&mut self, section: &Raw<T>, given: &Spanned<RawImputation>) -> Imputing {
        let (raw, at) = (given.get_ref(), section.place(given));
        let methods = [
            "none",
            "mean",
            "median",
            "group_mean",
            "group_median",
            "row_mean",
            "row_median",
            "latest",
            "constant",
            "linear",
            "linear_constant",
        ];
        let indexed: Vec<(&str, usize)> = methods.iter().enumerate().map(|(index, name)| (*name, index)).collect();
        let place = section.place(&raw.method);
        let word = raw.method.get_ref().as_str();
        let chosen = self.choice(word, place, "imputation", &indexed).unwrap_or(0);
        let method = match chosen {
            1 => Imputation::Mean,
            2 => Imputation::Median,
            3 => Imputation::GroupMean,
            4 => Imputation::GroupMedian,
            5 => Imputation::RowMean,
            6 => Imputation::RowMedian,
            7 => Imputation::Latest { max_steps: raw.max_steps.map(|steps| steps as usize) },
            8 => Imputation::Constant,
            9 => Imputation::Linear,
            10 => Imputation::LinearConstant,
            _ => Imputation::None,
        };
        let by_group = matches!(chosen, 3 | 4);
        for (key, there, used) in [
            ("group", raw.group.is_some(), by_group),
            ("within", raw.within.is_some(), matches!(chosen, 5 | 6)),
            ("max_steps", raw.max_steps.is_some(), chosen == 7),
        ] {
            if there && !used {
                let message = format!("`{word}` does not use `{key}`");
                self.error(Code::UnusedParameter, message, at, format!("remove `{key}`"));
            }
        }
        if by_group && raw.group.is_none() {
            let help = "add `group = \"...\"` with a group attribute of units";
            self.error(Code::MissingParameter, format!("`{word}` needs a group"), at, help);
        }
        let group = raw.group.as_ref().and_then(|group| {
            let known: Vec<String> = self.attributes_of(AttributeKind::Group);
            let code = group.get_ref();
            self.reference("group attribute", code, section.place(group), known.iter().map(String::as_str))?;
            self.framework.attributes.iter().position(|attribute| attribute.code == *code)
        });
        let within = raw.within.as_ref().and_then(|level| {
            let known: Vec<String> = self.framework.levels.iter().map(|level| level.code.clone()).collect();
            self.reference("level", level.get_ref(), section.place(level), known.iter().map(String::as_str))
        });
        Imputing { method, group, within }
    }

    fn attributes_of(&self, kind: AttributeKind) -> Vec<String> {
        let attributes = self.framework.attributes.iter().filter(|attribute| attribute.kind == kind);
        attributes.map(|attribute| attribute.code.clone()).collect()
    }

    fn treatments(
        &mut self,
        section: Option<&Raw<RawMethodology>>,
        indicators: &[Sections<'_>],
    ) -> Vec<Option<Treatment>> {
        let common = section.and_then(|section| {
            let given = section.value.treatment.as_ref()?;
            self.treatment(given, section.place(given))
        });
        indicators
            .iter()
            .map(|(indicator, _)| match &indicator.value.treatment {
                Some(given) => self.treatment(given, indicator.place(given)),
                None => common.clone(),
            })
            .collect()
    }

    pub(super) fn treatment(&mut self, given: &Spanned<RawTreatment>, at: Place) -> Option<Treatment> {
        let raw = given.get_ref();
        let kinds = [("none", false), ("outliers", true)];
        if !self.choice(raw.method.get_ref(), at, "treatment", &kinds).unwrap_or(false) {
            return None;
        }
        let (Some(skewness), Some(kurtosis)) = (raw.skewness, raw.kurtosis) else {
            let help = "add `skewness = 2` and `kurtosis = 3.5`, or the thresholds of your source";
            self.error(Code::MissingParameter, "the outlier rule needs both thresholds", at, help);
            return None;
        };
        if !(skewness > 0.0 && skewness.is_finite() && kurtosis.is_finite()) {
            self.error(
                Code::BadParameter,
                "a threshold is out of range",
                at,
                "use finite thresholds, skewness above 0",
            );
        }
        let winsorise = match raw.max_points {
            Some(0) => None,
            Some(points) => Some(Winsorise { max_points: Some(points as usize) }),
            None => Some(Winsorise { max_points: None }),
        };
        let transform = raw.transform.as_ref().and_then(|word| {
            let names = [("log", 0), ("log_sign", 1), ("log_one", 2), ("log_gii", 3), ("box_cox", 4)];
            match self.choice(word.get_ref(), at, "transform", &names)? {
                0 => Some(Transform::LogCt),
                1 => Some(Transform::LogCtPlus),
                2 => Some(Transform::LogCtOrig),
                3 => Some(Transform::LogGii),
                _ => {
                    let lambda = raw.lambda.filter(|lambda| lambda.is_finite());
                    if lambda.is_none() {
                        self.error(Code::MissingParameter, "`box_cox` needs `lambda`", at, "add `lambda = 0.5`");
                    }
                    lambda.map(|lambda| Transform::BoxCox { lambda })
                }
            }
        });
        if raw.lambda.is_some() && !matches!(transform, Some(Transform::BoxCox { .. })) {
            self.error(Code::UnusedParameter, "only `box_cox` uses `lambda`", at, "remove `lambda`");
        }
        Some(Treatment { rule: Outlier { skewness, kurtosis }, winsorise, transform, combine: raw.combine })
    }

    fn normalisations(
        &mut self,
        section: Option<&Raw<RawMethodology>>,
        indicators: &[Sections<'_>],
    ) -> Vec<Normalising> {
        let common = section.and_then(|section| {
            let given = section.value.normalisation.as_ref()?;
            Some((given.get_ref().clone(), section.place(given)))
        });
        let mut chosen = Vec::new();
        for (index, (identity, section)) in indicators.iter().enumerate() {
            let adapted = section.value.normalisation.as_ref().map(|given| (given, section.place(given)));
            let own = || identity.value.normalisation.as_ref().map(|given| (given, identity.place(given)));
            let choice = adapted.or_else(own).map(|(given, at)| (given.get_ref().clone(), at));
            let choice = choice.or_else(|| common.clone());
            let normalising = match (&choice, self.framework.indicators.get(index).cloned()) {
                (Some((raw, at)), Some(indicator)) => self.normalisation(raw, *at, Some((&indicator, section.at))),
                (None, Some(indicator)) => self.fixed_scale(&indicator, section.at),
                (_, None) => None,
            };
            let identity = Normalisation::FixedScale { from: (0.0, 1.0), to: (0.0, 1.0) };
            chosen.push(normalising.unwrap_or(Normalising::Method(identity)));
        }
        chosen
    }

    fn fixed_scale(&mut self, indicator: &Indicator, at: Place) -> Option<Normalising> {
        let to = (self.framework.scale.low(), self.framework.scale.high());
        let Some(range) = indicator.range else {
            if indicator.measure.questions().is_empty() {
                // What it reads is already a finding.
                return None;
            }
            let code = self.framework.nodes[indicator.node].code.clone();
            let message = format!("the fixed scale needs the ends of `{code}`, and they are not known");
            let help = if indicator.denominator.is_some() {
                "a value divided by a quantity has no ends of its own; give it `normalisation` with `goalposts`"
            } else {
                "add `range = { low = ..., high = ... }`, or choose another normalisation for it"
            };
            self.error(Code::MissingParameter, message, at, help);
            return None;
        };
        Some(Normalising::Method(Normalisation::FixedScale { from: (range.low(), range.high()), to }))
    }

    /// A normalisation; `of` is the indicator with its place, or nothing for a group.
    pub(super) fn normalisation(
        &mut self,
        raw: &RawNormalisation,
        at: Place,
        of: Option<(&Indicator, Place)>,
    ) -> Option<Normalising> {
        let names: Vec<(&str, usize)> =
            NORMALISATIONS.iter().enumerate().map(|(index, (name, _))| (*name, index)).collect();
        let chosen = self.choice(raw.method.get_ref(), at, "normalisation", &names)?;
        self.check_parameters(raw, at, chosen);
        let to = (self.framework.scale.low(), self.framework.scale.high());
        let ties = match &raw.ties {
            None => Ties::Minimum,
            Some(word) => {
                let choices = [("minimum", Ties::Minimum), ("average", Ties::Average), ("maximum", Ties::Maximum)];
                self.choice(word.get_ref(), at, "ties", &choices)?
            }
        };
        let method = match NORMALISATIONS[chosen].0 {
            "fixed_scale" => return of.and_then(|(indicator, place)| self.fixed_scale(indicator, place)),
            "min_max" => {
                let to = (raw.low.unwrap_or(to.0), raw.high.unwrap_or(to.1));
                self.range(to.0, to.1, at)?;
                Normalisation::MinMax { to }
            }
            "goalposts" => return self.goalposts(raw, at, to),
            "z_score" => {
                let (mean, sd) = (raw.mean.unwrap_or(0.0), raw.sd.unwrap_or(1.0));
                if !(mean.is_finite() && sd.is_finite() && sd > 0.0) {
                    let message = format!("scores cannot have the mean {mean} and the standard deviation {sd}");
                    self.error(Code::BadParameter, message, at, "use a finite `mean` and an `sd` above 0");
                }
                Normalisation::ZScore { mean, sd }
            }
            "scaled" => {
                let from = (self.need(raw.low, "low", at)?, self.need(raw.high, "high", at)?);
                self.range(from.0, from.1, at)?;
                if let Some(factor) = raw.factor.filter(|factor| !factor.is_finite()) {
                    self.error(Code::BadParameter, format!("`factor` cannot be {factor}"), at, "write a number");
                }
                Normalisation::Scaled { from, factor: raw.factor.unwrap_or(100.0) }
            }
            "rank" => Normalisation::Rank { ties },
            "percentile_rank" => Normalisation::PercentileRank { ties },
            "borda" => Normalisation::Borda { ties },
            "distance_to_maximum" => Normalisation::DistanceToMaximum,
            "fraction_of_maximum" => Normalisation::FractionOfMaximum,
            "distance_to_target" => {
                let target = self.need(raw.target, "target", at)?;
                Normalisation::DistanceToTarget { target, cap: raw.cap.unwrap_or(false) }
            }
            "distance_to_reference" => {
                let Some(unit) = raw.unit.clone() else {
                    let help = "add `unit = \"...\"` with the code of a unit";
                    self.error(Code::MissingParameter, "the reference unit is not named", at, help);
                    return None;
                };
                return Some(Normalising::Reference { unit, cap: raw.cap.unwrap_or(false), at });
            }
            name => return self.categorical(raw, at, name == "categorical_quantile"),
        };
        Some(Normalising::Method(method))
    }

    fn need(&mut self, value: Option<f64>, key: &str, at: Place) -> Option<f64> {
        if let Some(value) = value.filter(|value| !value.is_finite()) {
            self.error(Code::BadParameter, format!("`{key}` cannot be {value}"), at, "write a number");
            return None;
        }
        if value.is_none() {
            self.error(Code::MissingParameter, format!("`{key}` is not given"), at, format!("add `{key} = ...`"));
        }
        value
    }

    fn goalposts(&mut self, raw: &RawNormalisation, at: Place, to: (f64, f64)) -> Option<Normalising> {
        let (low, high) = (self.need(raw.low, "low", at)?, self.need(raw.high, "high", at)?);
        self.range(low, high, at)?;
        let transform = match &raw.curve {
            None => None,
            Some(word) => Some(self.choice(word.get_ref(), at, "curve", &[("ln", Curve::Ln)])?),
        };
        if transform.is_some() && low <= 0.0 {
            self.error(Code::BadParameter, format!("{low} has no logarithm"), at, "use goalposts above zero");
        }
        let cap = raw.cap.unwrap_or(false);
        Some(Normalising::Method(Normalisation::Goalposts { low, high, cap, transform, to }))
    }

    fn categorical(&mut self, raw: &RawNormalisation, at: Place, quantile: bool) -> Option<Normalising> {
        let (Some(cuts), Some(scores)) = (raw.cuts.clone(), raw.scores.clone()) else {
            let help = "add `cuts = [...]` and `scores = [...]`";
            self.error(Code::MissingParameter, "classes need cuts and scores", at, help);
            return None;
        };
        let rising = cuts.windows(2).all(|pair| pair[0] < pair[1]);
        let finite = cuts.iter().chain(&scores).all(|value| value.is_finite());
        if !rising || !finite || scores.len() != cuts.len() + 1 {
            let help = "let the cuts rise, and give one score more than there are cuts";
            self.error(Code::BadParameter, "the classes do not fit together", at, help);
            return None;
        }
        if quantile && cuts.iter().any(|cut| !(0.0..=1.0).contains(cut)) {
            self.error(Code::BadParameter, "a quantile is not a share", at, "write shares between 0 and 1");
            return None;
        }
        Some(Normalising::Method(if quantile {
            Normalisation::CategoricalQuantile { shares: cuts, scores }
        } else {
            Normalisation::Categorical { cuts, scores }
        }))
    }

    /// Parameters that the method does not take are errors: somebody expects them to do something.
    fn check_parameters(&mut self, raw: &RawNormalisation, at: Place, chosen: usize) {
        let (name, takes) = NORMALISATIONS[chosen];
        let given = [
            ("low", raw.low.is_some()),
            ("high", raw.high.is_some()),
            ("cap", raw.cap.is_some()),
            ("curve", raw.curve.is_some()),
            ("mean", raw.mean.is_some()),
            ("sd", raw.sd.is_some()),
            ("factor", raw.factor.is_some()),
            ("ties", raw.ties.is_some()),
            ("target", raw.target.is_some()),
            ("unit", raw.unit.is_some()),
            ("cuts", raw.cuts.is_some()),
            ("scores", raw.scores.is_some()),
        ];
        for (key, there) in given {
            if there && !takes.contains(&key) {
                let help = if takes.is_empty() {
                    format!("remove `{key}`; `{name}` takes no parameter")
                } else {
                    format!("remove `{key}`; `{name}` takes {}", takes.join(", "))
                };
                self.error(Code::UnusedParameter, format!("`{name}` does not use `{key}`"), at, help);
            }
        }
    }

    fn aggregations(
        &mut self,
        section: &Raw<RawMethodology>,
        given: &Spanned<std::collections::BTreeMap<String, Spanned<RawAggregation>>>,
        levels: usize,
    ) -> Vec<Chosen> {
        let mut chosen = vec![Chosen::plain(); levels];
        let known: Vec<String> =
            self.framework.levels[..levels.saturating_sub(1)].iter().map(|level| level.code.clone()).collect();
        for (level, raw) in given.get_ref() {
            let at = section.place(raw);
            let kind = "level with children";
            let Some(level) = self.reference(kind, level, at, known.iter().map(String::as_str)) else { continue };
            if let Some(aggregating) = self.aggregation(section, raw.get_ref()) {
                chosen[level] = aggregating;
            }
        }
        chosen
    }

    pub(super) fn aggregation<T>(&mut self, section: &Raw<T>, raw: &RawAggregation) -> Option<Chosen> {
        let at = section.place(&raw.method);
        let names = ["arithmetic", "geometric", "harmonic", "power", "median", "minimum", "copeland"];
        let indexed: Vec<(&str, usize)> = names.iter().enumerate().map(|(index, name)| (*name, index)).collect();
        let chosen = self.choice(raw.method.get_ref(), at, "aggregation", &indexed)?;
        let uses_zero = matches!(chosen, 1..=3);
        let at_zero = self.at_zero(section, raw, uses_zero, at)?;
        let exponent = raw.exponent.as_ref().map(|exponent| *exponent.get_ref());
        if exponent.is_some() && chosen != 3 {
            self.error(Code::UnusedParameter, "only `power` uses `exponent`", at, "remove `exponent`");
        }
        let method = match chosen {
            0 => Aggregation::Arithmetic,
            1 => Aggregation::Geometric { at_zero },
            2 => Aggregation::Harmonic { at_zero },
            3 => {
                let exponent = self.need(exponent, "exponent", at)?;
                if exponent == 0.0 {
                    let help = "the limit at 0 is the geometric mean; use `geometric`";
                    self.error(Code::BadParameter, "a power mean cannot have the exponent 0", at, help);
                    return None;
                }
                Aggregation::Power { exponent, at_zero }
            }
            4 => Aggregation::Median,
            5 => Aggregation::Minimum,
            _ => Aggregation::Copeland,
        };
        let rules =
            [("rescale", MissingChild::Rescale), ("zero", MissingChild::Zero), ("withhold", MissingChild::Withhold)];
        let missing = match &raw.missing {
            None => MissingChild::Rescale,
            Some(word) => self.choice(word.get_ref(), section.place(word), "missing", &rules)?,
        };
        let said = raw.at_zero.is_some();
        Some(Chosen { aggregating: Aggregating { method, missing }, said, at: Some(at) })
    }

    /// What happens at zero; `Undefined` stands for "not said" until [`Build::check_zeros`] has looked at the scores.
    fn at_zero<T>(&mut self, section: &Raw<T>, raw: &RawAggregation, used: bool, at: Place) -> Option<AtZero> {
        let floor = raw.floor.as_ref().map(|floor| (*floor.get_ref(), section.place(floor)));
        let word = raw.at_zero.as_ref().map(|word| (word.get_ref().as_str(), section.place(word)));
        if !used && (word.is_some() || floor.is_some()) {
            let message = format!("`{}` has no trouble at zero", raw.method.get_ref());
            self.error(Code::UnusedParameter, message, at, "remove `at_zero` and `floor`");
        }
        let (word, place) = word.unwrap_or(("undefined", at));
        let chosen = self.choice(word, place, "at_zero", &[("zero", 0), ("undefined", 1), ("floor", 2)])?;
        match (chosen, floor) {
            (2, Some((floor, place))) => {
                if !(floor.is_finite() && floor > 0.0) {
                    self.error(Code::BadParameter, format!("a floor cannot be {floor}"), place, "use a number above 0");
                }
                Some(AtZero::Floor(floor))
            }
            (2, None) => {
                self.error(Code::MissingParameter, "`floor` is not given", place, "add `floor = 1`");
                None
            }
            (_, Some((_, place))) => {
                self.error(Code::UnusedParameter, "`floor` is not used", place, "set `at_zero = \"floor\"`");
                None
            }
            (0, None) => Some(AtZero::Zero),
            _ => Some(AtZero::Undefined),
        }
    }

    fn coverage(&mut self, section: &Raw<RawMethodology>, raw: &RawCoverage, levels: usize) -> Coverage {
        let choices = [("weight", CoverageBasis::Weight), ("count", CoverageBasis::Count)];
        let basis =
            raw.basis.as_ref().and_then(|basis| self.choice(basis.get_ref(), section.place(basis), "basis", &choices));
        let mut minimum = vec![None; levels];
        let at = section.place(&raw.minimum);
        let known: Vec<String> = self.framework.levels.iter().map(|level| level.code.clone()).collect();
        for (level, share) in raw.minimum.get_ref() {
            if let Some(level) = self.reference("level", level, at, known.iter().map(String::as_str)) {
                minimum[level] = Some(self.share(*share, at, "minimum"));
            }
        }
        Coverage { basis: basis.unwrap_or(CoverageBasis::Weight), minimum }
    }

    /// A geometric mean over scores that reach zero needs a declared rule; a silent one would move scores.
    fn check_zeros(&mut self, chosen: &[Chosen], methodology: &Methodology) {
        let lows = self.lowest_scores(methodology);
        let mut told: Vec<Place> = Vec::new();
        for (node, chosen) in chosen.iter().enumerate() {
            let Some(at) = chosen.at.filter(|at| !told.contains(at)) else { continue };
            // A power mean with a positive exponent has a value at zero, and none below it.
            let (at_zero, method, troubled_by_zero) = match chosen.aggregating.method {
                Aggregation::Geometric { at_zero } => (at_zero, "geometric", true),
                Aggregation::Harmonic { at_zero } => (at_zero, "harmonic", true),
                Aggregation::Power { at_zero, exponent } => (at_zero, "power", exponent < 0.0),
                _ => continue,
            };
            let children = self.framework.nodes[node].children.clone();
            let code = |child: usize| self.framework.nodes[child].code.clone();
            let negative =
                children.iter().find(|&&child| lows[child].is_none_or(|low| low < 0.0)).map(|&child| code(child));
            let zero =
                children.iter().find(|&&child| lows[child].is_some_and(|low| low <= 0.0)).map(|&child| code(child));
            if let Some(child) = negative
                && !matches!(at_zero, AtZero::Floor(_))
            {
                let message = format!("a {method} mean is asked over `{child}`, whose scores can be negative");
                let help = "normalise to a scale that does not go below zero, or set `at_zero = \"floor\"`";
                self.error(Code::NegativeInGeometric, message, at, help);
                told.push(at);
            } else if let Some(child) = zero
                && troubled_by_zero
                && !chosen.said
            {
                let message = format!("a {method} mean is asked over `{child}`, whose scores can be zero");
                let help =
                    "set `at_zero` to \"zero\", \"undefined\" or \"floor\", or use a scale that starts above zero";
                self.error(Code::ZeroInGeometric, message, at, help);
                told.push(at);
            }
        }
    }

    /// The lowest score that each node can have, where it is known.
    fn lowest_scores(&self, methodology: &Methodology) -> Vec<Option<f64>> {
        let mut lows = vec![None; self.framework.nodes.len()];
        for (index, node) in self.framework.nodes.iter().enumerate().rev() {
            if let Some(again) = &methodology.renormalisation[index] {
                lows[index] = match again {
                    Normalising::Method(method) => method.span().map(|(low, _)| low),
                    Normalising::Reference { .. } => None,
                };
                continue;
            }
            lows[index] = match node.indicator {
                Some(indicator) => match &methodology.normalisation[indicator] {
                    Normalising::Method(method) => method.span().map(|(low, _)| low),
                    Normalising::Reference { .. } => None,
                },
                // A score of Copeland's counts pairs lost as well as pairs won.
                None if methodology.aggregation[index].method == Aggregation::Copeland => None,
                None => node
                    .children
                    .iter()
                    .map(|&child| lows[child])
                    .try_fold(f64::INFINITY, |low, child| child.map(|child| low.min(child))),
            };
        }
        lows
    }
}

/// The aggregation of a node while it is checked.
#[derive(Clone)]
pub(super) struct Chosen {
    pub(super) aggregating: Aggregating,
    /// Whether the file says what happens at zero.
    said: bool,
    /// Where it is declared; nowhere for the default.
    at: Option<Place>,
}

impl Chosen {
    fn plain() -> Chosen {
        let aggregating = Aggregating { method: Aggregation::Arithmetic, missing: MissingChild::Rescale };
        Chosen { aggregating, said: false, at: None }
    }
}

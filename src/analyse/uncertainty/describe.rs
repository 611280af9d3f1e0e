//! A scenario in words: what each source of uncertainty varies.

use super::plan::{Factor, Plan};
use super::scenario::{Scenario, WeightShape};
use super::summary::{AlternativeMethod, UncertaintySource};
use crate::criteria::{Framework, Methodology, MissingChild};
use crate::frozen::method;
use crate::methods::aggregation::Aggregation;

impl Factor {
    /// The code in files: `weights.<level>`, `aggregation`, `normalisation`, `treatment`, `imputation`, `missing`,
    /// `leave_one_out`, `assessors`, `sampling`, `printed_precision`.
    #[must_use]
    pub fn code(self, framework: &Framework) -> String {
        let word = match self {
            Factor::Weights { level } => {
                let code = framework.levels.get(level).map_or("", |level| level.code.as_str());
                return format!("weights.{code}");
            }
            Factor::Aggregation => "aggregation",
            Factor::Normalisation => "normalisation",
            Factor::Treatment => "treatment",
            Factor::Imputation => "imputation",
            Factor::Missing => "missing",
            Factor::LeaveOneOut => "leave_one_out",
            Factor::Assessors => "assessors",
            Factor::Sampling => "sampling",
            Factor::PrintedPrecision => "printed_precision",
        };
        word.to_owned()
    }
}

impl Plan {
    /// A source with what a reader in any language needs to be told of it.
    pub(super) fn source(
        &self,
        factor: Factor,
        framework: &Framework,
        methodology: &Methodology,
        scenario: &Scenario,
    ) -> UncertaintySource {
        let weights = scenario.weights.as_ref().filter(|_| matches!(factor, Factor::Weights { .. }));
        let assessors = scenario.assessors.as_ref().filter(|_| factor == Factor::Assessors);
        UncertaintySource {
            source: factor.code(framework),
            varies: self.describe(factor, framework, methodology, scenario),
            distribution: weights.map(|weights| {
                let dirichlet = weights.shape == WeightShape::Dirichlet;
                if dirichlet { "dirichlet" } else { "uniform" }.to_owned()
            }),
            amount: weights.map(|weights| weights.spread).or_else(|| assessors.map(|(rate, _)| *rate)),
            count: match factor {
                Factor::LeaveOneOut => Some(methodology.normalisation.len()),
                Factor::Assessors => Some(self.assessors.answers()),
                Factor::Sampling => Some(self.sampling.answers()),
                Factor::PrintedPrecision => Some(self.printed()),
                _ => None,
            },
            alternatives: alternatives(factor, framework, scenario),
        }
    }

    /// Published scores whose last digit varies.
    fn printed(&self) -> usize {
        self.nodes.iter().flat_map(|node| &node.reported).count()
    }

    /// What a source varies, with its alternatives in the words of the criteria language.
    #[must_use]
    pub fn describe(
        &self,
        factor: Factor,
        framework: &Framework,
        methodology: &Methodology,
        scenario: &Scenario,
    ) -> String {
        let either = |others: Vec<String>| format!("as in the criteria, or {}", others.join(", or "));
        match factor {
            Factor::Weights { .. } => match &scenario.weights {
                Some(weights) if weights.shape == WeightShape::Dirichlet => {
                    format!("Dirichlet around the stated weights, coefficient of variation {}", weights.spread)
                }
                Some(weights) => format!("uniform, {} % up or down", 100.0 * weights.spread),
                None => String::new(),
            },
            Factor::Aggregation => {
                let words = |levels: &Vec<(usize, Aggregation)>| {
                    let each: Vec<String> = levels
                        .iter()
                        .map(|(level, chosen)| {
                            format!("{} {}", framework.levels[*level].code, method::aggregation(chosen))
                        })
                        .collect();
                    each.join(", ")
                };
                either(scenario.aggregation.iter().map(words).collect())
            }
            Factor::Normalisation => either(
                scenario
                    .normalisation
                    .iter()
                    .filter_map(|all| all.first())
                    .map(|one| method::normalisation(one).to_string())
                    .collect(),
            ),
            Factor::Treatment => either(scenario.treatment.iter().map(|one| method::treatment(one.as_ref())).collect()),
            Factor::Imputation => {
                either(scenario.imputation.iter().map(|one| method::imputation(framework, one)).collect())
            }
            Factor::Missing => either(scenario.missing.iter().map(|rule| missing(*rule).to_owned()).collect()),
            Factor::LeaveOneOut => {
                format!("none, or one of {} indicators", methodology.normalisation.len())
            }
            Factor::Assessors => match &scenario.assessors {
                Some((rate, source)) => {
                    format!(
                        "each of {} answers one step off with probability {rate} ({source})",
                        self.assessors.answers()
                    )
                }
                None => String::new(),
            },
            Factor::Sampling => format!("normal, with the standard errors of {} estimates", self.sampling.answers()),
            Factor::PrintedPrecision => {
                format!("uniform inside the last printed digit of {} published scores", self.printed())
            }
        }
    }
}

/// The alternatives of a step to the method of the criteria.
fn alternatives(factor: Factor, framework: &Framework, scenario: &Scenario) -> Vec<Vec<AlternativeMethod>> {
    let one = |method: String| vec![AlternativeMethod { of: String::new(), method }];
    match factor {
        Factor::Aggregation => {
            let levels = |all: &Vec<(usize, Aggregation)>| {
                let named = all.iter().filter_map(|(level, chosen)| Some((framework.levels.get(*level)?, chosen)));
                named
                    .map(|(level, chosen)| AlternativeMethod {
                        of: level.code.clone(),
                        method: method::aggregation(chosen),
                    })
                    .collect()
            };
            scenario.aggregation.iter().map(levels).collect()
        }
        Factor::Normalisation => scenario
            .normalisation
            .iter()
            .filter_map(|all| all.first())
            .map(|it| one(method::normalisation(it)))
            .collect(),
        Factor::Treatment => scenario.treatment.iter().map(|it| one(method::treatment(it.as_ref()))).collect(),
        Factor::Imputation => scenario.imputation.iter().map(|it| one(method::imputation(framework, it))).collect(),
        Factor::Missing => scenario.missing.iter().map(|rule| one(format!("missing {}", missing(*rule)))).collect(),
        _ => Vec::new(),
    }
}

fn missing(rule: MissingChild) -> &'static str {
    match rule {
        MissingChild::Rescale => "rescale",
        MissingChild::Zero => "zero",
        MissingChild::Withhold => "withhold",
    }
}

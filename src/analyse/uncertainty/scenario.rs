//! What is varied: a scenario file made sound, or the scenario that needs no file.

use toml::Spanned;

use super::raw::{RawAssessors, RawUncertainty, RawWeights};
use super::stream::POINTS;
use crate::criteria::raw::RawAggregation;
use crate::criteria::{
    Aggregating, Alternatives, Framework, Imputing, Methodology, MissingChild, Normalising, Sections,
};
use crate::diag::{At, Code, Diagnostic, FileId, Findings, Place, Sources};
use crate::methods::aggregation::{Aggregation, AtZero};
use crate::methods::treatment::Treatment;

/// Draws of a scenario that does not say how many: the 5 % and 95 % quantiles then have a standard error of about a fifth of
/// a percentage point of probability.
const DRAWS: u32 = 10_000;

/// More draws than this are a slip of the finger: the last digit of a rank interval is settled long before.
pub const MOST_DRAWS: u32 = 1_000_000;

/// The usual spread of weights in audits of composite indicators by the JRC.
const SPREAD: f64 = 0.25;

/// The floor of the geometric mean of the scenario without a file, as a share of the scale.
const FLOOR: f64 = 0.01;

/// Draws of a low-discrepancy sample; its sequence has no more points.
pub const MOST_SOBOL_DRAWS: u32 = POINTS;

/// How the numbers of draws are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sample {
    /// Pseudo-random.
    #[default]
    Random,
    /// The first numbers from a scrambled Sobol' sequence, the others pseudo-random.
    Sobol,
}

impl Sample {
    /// The word in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Sample::Random => "random",
            Sample::Sobol => "sobol",
        }
    }
}

/// What a scenario varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Number of draws.
    pub draws: u32,
    /// How the numbers of draws are made.
    pub sample: Sample,
    /// Seed of the random numbers.
    pub seed: u64,
    /// How weights vary.
    pub weights: Option<WeightSpread>,
    /// Alternatives of aggregation, each a method for some levels.
    pub aggregation: Vec<Vec<(usize, Aggregation)>>,
    /// Alternatives of normalisation, each a method for every indicator.
    pub normalisation: Vec<Vec<Normalising>>,
    /// Alternatives of treatment.
    pub treatment: Vec<Option<Treatment>>,
    /// Alternatives of imputation.
    pub imputation: Vec<Imputing>,
    /// Alternatives for missing children.
    pub missing: Vec<MissingChild>,
    /// Leaves out one indicator at a time.
    pub leave_one_out: bool,
    /// Varies estimates by their standard errors.
    pub sampling: bool,
    /// Varies published scores inside their last digit.
    pub printed_precision: bool,
    /// The share of answers that stand one step off, and where it was observed.
    pub assessors: Option<(f64, String)>,
    /// Where the scenario stands, if in a file.
    pub place: Option<Place>,
}

/// How weights vary.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightSpread {
    /// The distribution.
    pub shape: WeightShape,
    /// How far, as a share of the weight.
    pub spread: f64,
    /// Levels whose nodes have their weights varied, from the top.
    pub levels: Vec<usize>,
}

/// The distribution of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightShape {
    /// Each weight times a uniform number around one.
    Uniform,
    /// Siblings share one by a Dirichlet distribution.
    Dirichlet,
}

impl Scenario {
    /// A scenario in which nothing varies.
    #[must_use]
    pub fn nothing() -> Scenario {
        Scenario {
            draws: DRAWS,
            sample: Sample::Random,
            seed: 1,
            weights: None,
            aggregation: Vec::new(),
            normalisation: Vec::new(),
            treatment: Vec::new(),
            imputation: Vec::new(),
            missing: Vec::new(),
            leave_one_out: false,
            sampling: false,
            printed_precision: false,
            assessors: None,
            place: None,
        }
    }

    /// The scenario that needs no statistician: weights of every level vary by a quarter, means are arithmetic or geometric
    /// (with a floor of one hundredth of the scale), each indicator is left out in turn, estimates vary by their standard
    /// errors and published scores inside their last digit.
    #[must_use]
    pub fn usual(framework: &Framework) -> Scenario {
        let floor = framework.scale.low() + FLOOR * framework.scale.width();
        let geometric = Aggregation::Geometric { at_zero: AtZero::Floor(floor) };
        let groups = 0..framework.levels.len().saturating_sub(1);
        Scenario {
            weights: Some(WeightSpread {
                shape: WeightShape::Uniform,
                spread: SPREAD,
                levels: below_the_index(framework),
            }),
            aggregation: if floor > 0.0 { vec![groups.map(|level| (level, geometric)).collect()] } else { Vec::new() },
            leave_one_out: true,
            sampling: true,
            printed_precision: true,
            ..Scenario::nothing()
        }
    }

    /// A methodology with the first alternative of each step in the place of its own.
    #[must_use]
    pub fn applied(&self, framework: &Framework, methodology: &Methodology) -> Methodology {
        let mut changed = methodology.clone();
        for &(level, method) in self.aggregation.iter().take(1).flatten() {
            let nodes = framework.nodes.iter().zip(&mut changed.aggregation);
            nodes.filter(|(node, _)| node.level == level).for_each(|(_, one)| one.method = method);
        }
        if let Some(missing) = self.missing.first() {
            changed.aggregation.iter_mut().for_each(|one| one.missing = *missing);
        }
        if let Some(normalisation) = self.normalisation.first() {
            changed.normalisation.clone_from(normalisation);
        }
        if let Some(treatment) = self.treatment.first() {
            changed.treatment = vec![treatment.clone(); framework.indicators.len()];
        }
        if let Some(imputation) = self.imputation.first() {
            changed.imputation = imputation.clone();
        }
        changed
    }

    /// Reads a scenario file; every problem is in the findings.
    pub fn read(file: FileId, framework: &Framework, sources: &Sources, findings: &mut Findings) -> Option<Scenario> {
        let before = findings.errors();
        let mut sections = Sections::parse(file, sources, findings);
        let raw = sections.one::<RawUncertainty>("uncertainty", findings);
        sections.finish(&["uncertainty"], findings);
        let Some(raw) = raw else {
            if findings.errors() == before {
                let diagnostic = Diagnostic::new(Code::MissingSection, "the file has no `[uncertainty]` section");
                let place = Place { file, at: At::Whole };
                findings.push(diagnostic.at(place).help("add `[uncertainty]` with what is to vary"));
            }
            return None;
        };
        let mut reader = Reader { framework, read: Alternatives::new(framework, file, findings) };
        let mut scenario = reader.scenario(raw.get_ref());
        scenario.place = Some(reader.read.place(&raw));
        (findings.errors() == before).then_some(scenario)
    }
}

fn below_the_index(framework: &Framework) -> Vec<usize> {
    let mut levels: Vec<usize> = framework.nodes.iter().skip(1).map(|node| node.level).collect();
    levels.sort_unstable();
    levels.dedup();
    levels
}

struct Reader<'r> {
    framework: &'r Framework,
    read: Alternatives<'r>,
}

impl Reader<'_> {
    fn scenario(&mut self, raw: &RawUncertainty) -> Scenario {
        let flag = |given: &Option<Spanned<bool>>| given.as_ref().is_some_and(|given| *given.get_ref());
        Scenario {
            draws: raw.draws.as_ref().map_or(DRAWS, |draws| self.draws(draws)),
            sample: raw.sample.as_ref().map_or(Sample::Random, |sample| self.sample(sample, raw.draws.as_ref())),
            seed: u64::from(raw.seed.unwrap_or(1)),
            weights: raw.weights.as_ref().and_then(|weights| self.weights(weights)),
            aggregation: raw.aggregation.iter().map(|levels| self.aggregation(levels.get_ref())).collect(),
            normalisation: raw.normalisation.iter().filter_map(|raw| self.read.normalisation(raw)).collect(),
            treatment: raw.treatment.iter().filter_map(|raw| self.read.treatment(raw)).collect(),
            imputation: raw.imputation.iter().filter_map(|raw| self.read.imputation(raw)).collect(),
            missing: raw.missing.iter().filter_map(|word| self.read.missing(word)).collect(),
            leave_one_out: flag(&raw.leave_one_out),
            sampling: flag(&raw.sampling),
            printed_precision: flag(&raw.printed_precision),
            assessors: raw.assessors.as_ref().and_then(|assessors| self.assessors(assessors)),
            place: None,
        }
    }

    fn bad(&mut self, message: String, at: Place, help: &str) {
        self.read.findings().push(Diagnostic::new(Code::BadParameter, message).at(at).help(help));
    }

    fn draws(&mut self, draws: &Spanned<u32>) -> u32 {
        let count = *draws.get_ref();
        if !(1..=MOST_DRAWS).contains(&count) {
            let at = self.read.place(draws);
            self.bad(format!("`draws` cannot be {count}"), at, "write a number from 1 to 1000000; 10000 is usual");
        }
        count
    }

    fn sample(&mut self, word: &Spanned<String>, draws: Option<&Spanned<u32>>) -> Sample {
        let samples = [Sample::Random, Sample::Sobol].map(|sample| (sample.word(), sample));
        let sample = self.read.choice(word, "sample", &samples).unwrap_or_default();
        if let Some(draws) = draws.filter(|draws| sample == Sample::Sobol && *draws.get_ref() > MOST_SOBOL_DRAWS) {
            let at = self.read.place(draws);
            let message = format!("a Sobol' sample cannot have {} draws", draws.get_ref());
            self.bad(message, at, "write at most 65536 draws, or `sample = \"random\"`");
        }
        sample
    }

    fn weights(&mut self, raw: &Spanned<RawWeights>) -> Option<WeightSpread> {
        let shapes = [("uniform", WeightShape::Uniform), ("dirichlet", WeightShape::Dirichlet)];
        let raw = raw.get_ref();
        let shape =
            raw.shape.as_ref().map_or(Some(WeightShape::Uniform), |word| self.read.choice(word, "shape", &shapes));
        let spread = raw.spread.as_ref().map_or(SPREAD, |spread| *spread.get_ref());
        if let Some(given) = &raw.spread
            && !(spread > 0.0 && spread <= 1.0)
        {
            let at = self.read.place(given);
            self.bad(format!("weights cannot vary by {spread}"), at, "write a share above 0 and up to 1, such as 0.25");
        }
        let levels = match &raw.levels {
            None => below_the_index(self.framework),
            Some(codes) => codes.iter().filter_map(|code| self.weight_level(code)).collect(),
        };
        Some(WeightSpread { shape: shape?, spread, levels })
    }

    fn weight_level(&mut self, code: &Spanned<String>) -> Option<usize> {
        let at = self.read.place(code);
        let level = self.read.level(code.get_ref(), at)?;
        if level == 0 {
            self.bad(
                format!("`{}` is the level of the index, which has no siblings", code.get_ref()),
                at,
                "name a level below the index",
            );
            return None;
        }
        Some(level)
    }

    fn aggregation(
        &mut self,
        levels: &std::collections::BTreeMap<String, Spanned<RawAggregation>>,
    ) -> Vec<(usize, Aggregation)> {
        let groups = self.framework.levels.len().saturating_sub(1);
        let mut chosen = Vec::new();
        for (code, raw) in levels {
            let at = self.read.place(raw);
            if let Some(missing) = &raw.get_ref().missing {
                let at = self.read.place(missing);
                let message = "an alternative of aggregation does not change what a missing child does";
                let diagnostic = Diagnostic::new(Code::UnusedParameter, message).at(at);
                self.read.findings().push(diagnostic.help("list the rules in `missing` of `[uncertainty]`"));
            }
            let Some(Aggregating { method, .. }) = self.read.aggregation(raw.get_ref()) else { continue };
            if code == "*" {
                chosen.extend((0..groups).map(|level| (level, method)));
            } else if let Some(level) = self.read.level(code, at) {
                if level >= groups {
                    self.bad(
                        format!("`{code}` is the level of the indicators, which are not aggregated"),
                        at,
                        "name a level with children, or `\"*\"` for all",
                    );
                }
                chosen.push((level, method));
            }
        }
        chosen
    }

    fn assessors(&mut self, raw: &RawAssessors) -> Option<(f64, String)> {
        let rate = *raw.rate.get_ref();
        if !(rate > 0.0 && rate < 1.0) {
            let at = self.read.place(&raw.rate);
            self.bad(format!("`rate` cannot be {rate}"), at, "write a share between 0 and 1, such as 0.05");
        }
        if raw.source.get_ref().trim().is_empty() {
            let at = self.read.place(&raw.source);
            let help = "say how many answers were assessed twice, and how many of them differed";
            self.bad("the rate has no source".to_owned(), at, help);
        }
        Some((rate, raw.source.get_ref().clone()))
    }
}

/// The JSON Schema of a scenario file.
#[must_use]
pub fn schema() -> serde_json::Value {
    crate::criteria::closed_schema(schemars::schema_for!(super::raw::RawScenarioFile).to_value())
}

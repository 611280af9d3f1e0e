//! The steps of all units of a round as they are written to `improvement.json`.

use std::num::NonZero;

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::baseline::{Baseline, Standing};
use super::gaps::{Efforts, Gap, Gaps, ItemGap, gaps_with};
use crate::criteria::{About, Framework, Methodology, QuestionKind, ScaleKind};
use crate::frozen::{Frozen, InputFile};
use crate::survey::{Answer, Round};

/// Name of the format.
pub const FORMAT: &str = "nudj-improvement";
/// Version of the format.
pub const VERSION: u32 = 1;

/// What a step on each indicator would give each unit of a round.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Improvement {
    /// Always `nudj-improvement`.
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
    /// What an improvement of low, medium and high effort counts as, when gains are divided by it.
    pub efforts: Efforts,
    /// The units in the order of the round; or the one that was asked for.
    pub units: Vec<UnitImprovement>,
}

/// The steps of a unit.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct UnitImprovement {
    /// Code.
    pub code: String,
    /// Score of the index now; `null` where there is none, and then there are no steps.
    pub score: Option<f64>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
    /// Rank now.
    pub rank: Option<u32>,
    /// Code of the band now.
    pub band: Option<String>,
    /// Whether the index is published and not computed, so that no step moves it.
    pub published: bool,
    /// One step on each indicator that has one, the greatest gain for effort first.
    pub steps: Vec<IndicatorStep>,
    /// One step on each answer about an item that adds to the score, the greatest gain first; left out of the file that a
    /// report writes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemStep>,
    /// Codes of the indicators at their best value.
    pub at_best: Vec<String>,
    /// Indicators without a value, so without a step.
    pub without: Vec<WithoutStep>,
}

/// One step on an indicator.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct IndicatorStep {
    /// Code of the indicator.
    pub indicator: String,
    /// `option`: to the next option of its scale; `tenth`: a tenth of its range; `tenth_observed`: a tenth of the distance
    /// between the least and the greatest value of the round, where no range is declared.
    pub kind: String,
    /// Value now, in the measure of the indicator; the mean over the slices, where there are several.
    pub from: f64,
    /// Value after the step.
    pub to: f64,
    /// What the step adds to the score of the index.
    pub gain: f64,
    /// What the best value would add; `null` where no best value is declared.
    pub potential: Option<f64>,
    /// Score of the index after the step.
    pub score: f64,
    /// Rank after it, all other units being as they are.
    pub rank: Option<u32>,
    /// Code of the band after it.
    pub band: Option<String>,
    /// `low`, `medium` or `high`: the least effort of the improvements that the criteria name; `null` where they name none.
    pub effort: Option<String>,
    /// Gain divided by what the effort counts as.
    pub gain_for_effort: f64,
}

/// One step on an answer about an item.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct ItemStep {
    /// Code of the item.
    pub item: String,
    /// Code of the question.
    pub question: String,
    /// Rows of the item that take the step.
    pub rows: usize,
    /// The answer of the first of them now: the code of an option, or a number.
    pub from: String,
    /// Its answer after the step.
    pub to: String,
    /// What the step adds to the score of the index.
    pub gain: f64,
    /// Rank after it.
    pub rank: Option<u32>,
}

/// An indicator without a value.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct WithoutStep {
    /// Code of the indicator.
    pub indicator: String,
    /// Why it has none.
    pub reason: String,
}

impl Improvement {
    /// The steps of every unit on every indicator. Threads share the units; the result does not depend on them.
    #[must_use]
    pub fn of_round(framework: &Framework, methodology: &Methodology, round: &Round, frozen: &Frozen) -> Improvement {
        let efforts = Efforts::default();
        let mut file = Improvement::of(frozen, efforts);
        let Some(first) = Baseline::new(framework, methodology, round, 0) else { return file };
        let units = round.units().len();
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get).clamp(1, units.max(1));
        let part = units.div_ceil(threads);
        let of_part = |start: usize| -> Vec<UnitImprovement> {
            let units = start..(start + part).min(units);
            units.filter_map(|unit| Some(UnitImprovement::new(&first.of(unit)?, &efforts, 0))).collect()
        };
        file.units = std::thread::scope(|scope| {
            let of_part = &of_part;
            let parts: Vec<_> =
                (0..units).step_by(part.max(1)).map(|start| scope.spawn(move || of_part(start))).collect();
            parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
        });
        file
    }

    /// The steps of one unit, with those on answers about items, at most so many.
    #[must_use]
    pub fn of_unit(baseline: &Baseline<'_>, efforts: Efforts, frozen: &Frozen, items: usize) -> Improvement {
        let unit = UnitImprovement::new(baseline, &efforts, items);
        Improvement { units: vec![unit], ..Improvement::of(frozen, efforts) }
    }

    fn of(frozen: &Frozen, efforts: Efforts) -> Improvement {
        Improvement {
            format: FORMAT.to_owned(),
            version: VERSION,
            nudj: frozen.manifest.nudj.clone(),
            framework: frozen.framework.code.clone(),
            edition: frozen.framework.edition.clone(),
            round: frozen.round.code.clone(),
            inputs: frozen.manifest.inputs.clone(),
            efforts,
            units: Vec::new(),
        }
    }

    /// The steps of a unit.
    #[must_use]
    pub fn unit(&self, code: &str) -> Option<&UnitImprovement> {
        self.units.iter().find(|unit| unit.code == code)
    }
}

impl UnitImprovement {
    fn new(baseline: &Baseline<'_>, efforts: &Efforts, items: usize) -> UnitImprovement {
        let framework = baseline.framework;
        let now = baseline.standing();
        let band = |standing: &Standing| standing.band.map(|band| framework.bands[band].code.clone());
        let code = |indicator: usize| framework.nodes[framework.indicators[indicator].node].code.clone();
        let found = gaps_with(baseline, efforts, items > 0);
        let step = |gap: &Gap| {
            Some(IndicatorStep {
                indicator: code(gap.indicator),
                kind: gap.kind.code().to_owned(),
                from: gap.from,
                to: gap.to,
                gain: gap.gain,
                potential: gap.potential,
                score: gap.after.score.ok()?,
                rank: gap.after.rank,
                band: band(&gap.after),
                effort: gap.effort.map(|effort| effort.code().to_owned()),
                gain_for_effort: gap.gain_for_effort,
            })
        };
        let none = Gaps { now, steps: vec![], items: vec![], items_tried: 0, at_best: vec![], without: vec![] };
        let found = found.unwrap_or(none);
        UnitImprovement {
            code: baseline.round.units()[baseline.unit].code().to_owned(),
            score: now.score.ok(),
            absent: now.score.err().map(|why| why.code().to_owned()),
            rank: now.rank,
            band: band(&now),
            published: now.published,
            steps: found.steps.iter().filter_map(step).collect(),
            items: found.items.iter().take(items).filter_map(|gap| item_step(framework, gap)).collect(),
            at_best: found.at_best.iter().map(|&indicator| code(indicator)).collect(),
            without: found
                .without
                .iter()
                .map(|(indicator, why)| WithoutStep { indicator: code(*indicator), reason: why.code().to_owned() })
                .collect(),
        }
    }

    /// The step on an indicator.
    #[must_use]
    pub fn step(&self, indicator: &str) -> Option<&IndicatorStep> {
        self.steps.iter().find(|step| step.indicator == indicator)
    }
}

fn item_step(framework: &Framework, gap: &ItemGap) -> Option<ItemStep> {
    let table = framework.tables.get(gap.table)?;
    let item = match table.about {
        About::Facet(facet) => framework.facets.get(facet)?.values.get(gap.item)?.code.clone(),
        About::Catalogue | About::Unit => framework.items.get(gap.item)?.code.clone(),
    };
    let question = table.questions.get(gap.question)?;
    let QuestionKind::Asked(scale) = question.kind else { return None };
    let scale = framework.scales.get(scale)?;
    let answer = |answer: Answer| match (answer, &scale.kind) {
        (Answer::Option(at), ScaleKind::Options(options)) => {
            options.get(usize::from(at)).map_or_else(String::new, |option| option.code.clone())
        }
        (Answer::Option(_), _) => String::new(),
        (Answer::Number(value), _) => value.to_string(),
        (Answer::Absent(absence), _) => absence.code().to_owned(),
    };
    Some(ItemStep {
        item,
        question: question.code.clone(),
        rows: gap.rows,
        from: answer(gap.from),
        to: answer(gap.to),
        gain: gap.gain,
        rank: gap.after.rank,
    })
}

/// The JSON Schema of `improvement.json`.
#[must_use]
pub fn schema() -> Value {
    schema_for!(Improvement).to_value()
}

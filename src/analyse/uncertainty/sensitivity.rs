//! Which source of uncertainty is to blame: Sobol' indices over the sources of a scenario.

use std::thread;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draw::{Choices, Second, Source};
use super::plan::{Factor, Plan};
use super::replay::Workspace;
use super::scenario::Sample;
use super::sobol::{InputIndices, Outputs, SobolIndex, bootstrapped};
use super::summary::shift;
use crate::criteria::Framework;
use crate::methods::ranking::ranks;

/// Bootstrap samples behind each interval.
const SAMPLES: u32 = 1000;

/// How the spread of results goes back to the sources.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Sensitivity {
    /// Rows of the design.
    pub rows: usize,
    /// Evaluations: rows times the number of sources and two.
    pub evaluations: usize,
    /// What the estimates are.
    pub method: String,
    /// Indices of the outputs that were asked for.
    pub outputs: Vec<OutputSensitivity>,
}

/// Indices of one output.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct OutputSensitivity {
    /// `mean_rank_shift`, or the code of a unit for its score.
    pub output: String,
    /// Rows left out because some evaluation of them has no output.
    pub incomplete_rows: usize,
    /// Why there are no indices, where there are none.
    pub not_defined: Option<String>,
    /// Indices of each source; empty where there are none.
    pub sources: Vec<SourceIndices>,
}

/// Indices of one source.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct SourceIndices {
    /// The source.
    pub source: String,
    /// Share of the variance that it explains alone.
    pub first: SobolIndex,
    /// Share of the variance in which it takes part, alone or with others.
    pub total: SobolIndex,
}

/// Runs the design and estimates the indices for the mean absolute change of rank and for the scores of these units.
#[must_use]
pub fn sensitivity(
    plan: &Plan,
    framework: &Framework,
    (seed, rows): (u64, usize),
    units: &[(usize, String)],
    threads: usize,
) -> Sensitivity {
    let factors = plan.factors();
    let design = Design { plan, factors, units, seed, nominal: ranks(plan.nominal()) };
    let width = design.width();
    let mut outputs = vec![None; rows * width];
    let share = rows.div_ceil(threads.clamp(1, rows.max(1))).max(1);
    thread::scope(|scope| {
        for (part, outputs) in outputs.chunks_mut(share * width).enumerate() {
            let design = &design;
            scope.spawn(move || design.run((part * share) as u64, outputs));
        }
    });
    let names = std::iter::once("mean_rank_shift".to_owned()).chain(units.iter().map(|(_, code)| code.clone()));
    let of = |(index, name): (usize, String)| design.estimated(name, index, &outputs, framework);
    Sensitivity {
        rows,
        evaluations: rows * (factors.len() + 2),
        method: format!(
            "{} design; first order: Saltelli 2010 on centred output; total order: Jansen 1999; 95 % intervals from {SAMPLES} bootstrap samples",
            match plan.sample {
                Sample::Random => "pseudo-random",
                Sample::Sobol => "low-discrepancy",
            }
        ),
        outputs: names.enumerate().map(of).collect(),
    }
}

struct Design<'d> {
    plan: &'d Plan,
    factors: &'d [Factor],
    units: &'d [(usize, String)],
    seed: u64,
    nominal: Vec<Option<u32>>,
}

impl Design<'_> {
    /// Outputs of one evaluation.
    fn outputs(&self) -> usize {
        1 + self.units.len()
    }

    /// Outputs of one row.
    fn width(&self) -> usize {
        (self.factors.len() + 2) * self.outputs()
    }

    fn run(&self, first: u64, outputs: &mut [Option<f64>]) {
        let (mut choices, mut space) = (Choices::default(), Workspace::new(self.plan));
        let seconds: Vec<Second> =
            [Second::None, Second::All].into_iter().chain(self.factors.iter().map(|&one| Second::Only(one))).collect();
        for (row, outputs) in outputs.chunks_mut(self.width()).enumerate() {
            for (second, outputs) in seconds.iter().zip(outputs.chunks_mut(self.outputs())) {
                let source = Source { seed: self.seed, draw: first + row as u64, second: *second };
                self.plan.choose(source, &mut choices);
                space.replay(self.plan, &choices);
                let [shifted, scores @ ..] = outputs else { continue };
                *shifted = shift(&self.nominal, &space.ranks);
                for ((unit, _), score) in self.units.iter().zip(scores) {
                    *score = (space.ranks[*unit] > 0).then(|| space.scores[*unit]);
                }
            }
        }
    }

    fn estimated(&self, output: String, index: usize, all: &[Option<f64>], framework: &Framework) -> OutputSensitivity {
        let mut made = Outputs { mixed: vec![Vec::new(); self.factors.len()], ..Outputs::default() };
        let mut incomplete = 0;
        for row in all.chunks(self.width()) {
            let values: Option<Vec<f64>> = row.iter().skip(index).step_by(self.outputs()).copied().collect();
            let Some([a, b, mixed @ ..]) = values.as_deref() else {
                incomplete += 1;
                continue;
            };
            made.a.push(*a);
            made.b.push(*b);
            made.mixed.iter_mut().zip(mixed).for_each(|(column, value)| column.push(*value));
        }
        let found = bootstrapped(&made, SAMPLES, self.seed);
        let reason = if self.factors.is_empty() {
            "nothing varies"
        } else if made.a.len() < 2 {
            "too few rows have the output in all their evaluations"
        } else {
            "the output does not vary"
        };
        let named = |(factor, InputIndices { first, total }): (&Factor, InputIndices)| SourceIndices {
            source: factor.code(framework),
            first,
            total,
        };
        OutputSensitivity {
            output,
            incomplete_rows: incomplete,
            not_defined: found.is_none().then(|| reason.to_owned()),
            sources: self.factors.iter().zip(found.unwrap_or_default()).map(named).collect(),
        }
    }
}

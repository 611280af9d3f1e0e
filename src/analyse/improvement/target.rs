//! A set of steps that leads to a band or a rank.

use super::baseline::{Baseline, Standing};
use super::cheapest::cheapest;
use super::gaps::{Efforts, least_effort};
use super::steps::step;
use crate::criteria::{Effort, Framework, IndicatorIx};
use crate::diag::{Code, Diagnostic, meant};
use crate::evaluate::Panel;
use crate::methods::ranking::TIE_TOLERANCE;

/// More steps than this are no plan.
const MOST_STEPS: usize = 500;

/// What is to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// At least this band, by its index.
    Band(usize),
    /// At least this rank.
    Rank(u32),
}

impl Target {
    /// Reads `band CODE` or `rank N`.
    ///
    /// # Errors
    ///
    /// A diagnostic where the text is neither, or the framework has no such band.
    pub fn read(framework: &Framework, text: &str) -> Result<Target, Diagnostic> {
        let wrong = |message: String, help: String| Err(Diagnostic::new(Code::BadArgument, message).help(help));
        let (kind, value) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
        let value = value.trim();
        match kind {
            "rank" => match value.parse::<u32>() {
                Ok(rank) if rank > 0 => Ok(Target::Rank(rank)),
                _ => wrong(format!("`{value}` is no rank"), "write `--target \"rank 3\"`".to_owned()),
            },
            "band" => {
                let codes = || framework.bands().iter().map(|band| band.code());
                match codes().position(|code| code.eq_ignore_ascii_case(value)) {
                    Some(band) => Ok(Target::Band(band)),
                    None if framework.bands().is_empty() => {
                        wrong("the framework has no bands".to_owned(), "name a rank".to_owned())
                    }
                    None => wrong(format!("there is no band `{value}`"), meant(value, "bands are", ", ", codes())),
                }
            }
            _ => wrong(
                format!("`{text}` is no target"),
                "write `--target \"band CODE\"` or `--target \"rank N\"`".to_owned(),
            ),
        }
    }

    /// Whether a standing reaches it.
    #[must_use]
    pub fn reached(self, standing: &Standing) -> bool {
        match self {
            Target::Band(band) => standing.band.is_some_and(|there| there >= band),
            Target::Rank(rank) => standing.rank.is_some_and(|there| there <= rank),
        }
    }
}

/// All steps of one indicator on a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// Indicator.
    pub indicator: IndicatorIx,
    /// Number of steps.
    pub steps: usize,
    /// Value now.
    pub from: f64,
    /// Value after the steps.
    pub to: f64,
    /// The least effort that the criteria name for it.
    pub effort: Option<Effort>,
}

/// A set of steps, and where it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Steps by indicator, in the order in which an indicator is first taken.
    pub taken: Vec<Taken>,
    /// What the steps count as together.
    pub effort: f64,
    /// Where the unit stands now.
    pub before: Standing,
    /// Where the steps lead.
    pub after: Standing,
    /// Whether that is the target.
    pub reached: bool,
    /// Whether no set of such steps that reaches the target has less effort.
    pub cheapest: bool,
}

/// Looks for the cheapest set of steps to a target. Each step counts the effort of its indicator once more.
///
/// First a small set is found greedily: at each point the step with the greatest gain for its effort is taken, every gain found
/// by scoring the round again; once the target is reached, every step without which it still is reached is taken back, the last
/// first. Where gains add up (arithmetic means, no method that looks at several units), the set with the least effort is then
/// found among all sets, of equal effort the one with the greater gain; `cheapest` says so. Otherwise the set is small, and not
/// proven to be the smallest.
///
/// Nothing where the unit has no score.
#[must_use]
pub fn path(baseline: &Baseline<'_>, target: Target, efforts: &Efforts) -> Option<Path> {
    let before = baseline.standing();
    before.score.ok()?;
    let mut order = greedy(baseline, target, efforts);
    let effort_of = |order: &[IndicatorIx]| -> f64 {
        order.iter().map(|&indicator| efforts.of(least_effort(baseline.framework, indicator))).sum()
    };
    let stands = |order: &[IndicatorIx]| baseline.stands(&baseline.rescored(&walked(baseline, order)));
    let mut proven = order.is_empty() && target.reached(&before);
    if !proven && target.reached(&stands(&order)) {
        prune(baseline, target, &mut order);
        let best = cheapest(baseline, target, efforts, effort_of(&order));
        // What the sum of gains says is scored like everything else before it is believed.
        if let Some(best) = best.filter(|best| target.reached(&stands(best))) {
            order = best;
            proven = true;
        }
    }
    let panels = walked(baseline, &order);
    let after = baseline.stands(&baseline.rescored(&panels));
    let reached = target.reached(&after);
    let (effort, taken) = (effort_of(&order), taken(baseline, &order, &panels));
    Some(Path { taken, effort, before, after, reached, cheapest: proven })
}

/// Steps to the target, each the one with the greatest gain for its effort at its point; as far as there are steps that add.
fn greedy(baseline: &Baseline<'_>, target: Target, efforts: &Efforts) -> Vec<IndicatorIx> {
    let mut order: Vec<IndicatorIx> = Vec::new();
    let mut panels = baseline.panels.clone();
    let mut after = baseline.standing();
    while !target.reached(&after) && order.len() < MOST_STEPS {
        let Some((indicator, next, stands)) = best_step(baseline, &panels, &after, efforts) else { break };
        order.push(indicator);
        panels = next;
        after = stands;
    }
    order
}

/// A step that was tried: its indicator, the panels after it, and where the unit then stands.
type Tried = (IndicatorIx, Vec<Panel>, Standing);

fn best_step(baseline: &Baseline<'_>, panels: &[Panel], now: &Standing, efforts: &Efforts) -> Option<Tried> {
    let score = now.score.ok()?;
    let mut best: Option<(f64, Tried)> = None;
    for indicator in 0..baseline.framework.indicators.len() {
        let Some(next) = stepped(baseline, panels, indicator) else { continue };
        let stands = baseline.stands(&baseline.rescored(&next));
        let Ok(after) = stands.score else { continue };
        let gain = after - score;
        let worth = gain / efforts.of(least_effort(baseline.framework, indicator));
        if gain > TIE_TOLERANCE && best.as_ref().is_none_or(|(there, _)| worth > *there) {
            best = Some((worth, (indicator, next, stands)));
        }
    }
    best.map(|(_, step)| step)
}

pub(super) fn stepped(baseline: &Baseline<'_>, panels: &[Panel], indicator: IndicatorIx) -> Option<Vec<Panel>> {
    // The step is that of the round as it is, so that steps of an observed range do not grow on the way.
    let step = step(baseline, indicator)?;
    baseline.changed(panels, indicator, &step.change)
}

fn walked(baseline: &Baseline<'_>, order: &[IndicatorIx]) -> Vec<Panel> {
    order
        .iter()
        .fold(baseline.panels.clone(), |panels, &indicator| stepped(baseline, &panels, indicator).unwrap_or(panels))
}

/// Takes back what is not needed.
fn prune(baseline: &Baseline<'_>, target: Target, order: &mut Vec<IndicatorIx>) {
    for at in (0..order.len()).rev() {
        let mut shorter = order.clone();
        shorter.remove(at);
        if target.reached(&baseline.stands(&baseline.rescored(&walked(baseline, &shorter)))) {
            *order = shorter;
        }
    }
}

fn taken(baseline: &Baseline<'_>, order: &[IndicatorIx], panels: &[Panel]) -> Vec<Taken> {
    let mut all: Vec<Taken> = Vec::new();
    for &indicator in order {
        if let Some(there) = all.iter_mut().find(|taken| taken.indicator == indicator) {
            there.steps += 1;
            continue;
        }
        let (from, to) = (baseline.value(&baseline.panels, indicator), baseline.value(panels, indicator));
        if let (Ok(from), Ok(to)) = (from, to) {
            let effort = least_effort(baseline.framework, indicator);
            all.push(Taken { indicator, steps: 1, from, to, effort });
        }
    }
    all
}

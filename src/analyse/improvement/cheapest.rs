//! The set of steps with the least effort among all sets that reach a target, where gains add up.
//!
//! Under arithmetic means, with no method that looks at several units, the score of the index is a sum over indicators of a
//! function of each value. What is sought is then the cheapest choice of a number of steps for each indicator whose gains
//! together reach what is needed: a knapsack problem with multiple choice, solved exactly by keeping, indicator by indicator,
//! every combination of effort and gain that no other one beats in both.
//!
//! Source: G. Nemhauser, Z. Ullmann, "Discrete dynamic programming and capital allocation", Management Science 15 (1969).

use super::baseline::Baseline;
use super::gaps::{Efforts, least_effort};
use super::target::{Target, stepped};
use crate::criteria::IndicatorIx;
use crate::methods::ranking::TIE_TOLERANCE;

/// More combinations than this after one indicator end the search: efforts that nearly never sum to the same could make the
/// list double with each indicator.
const MOST_KEPT: usize = 50_000;

/// What so many steps of an indicator cost and give.
#[derive(Clone, Copy)]
struct Choice {
    steps: usize,
    effort: f64,
    gain: f64,
}

/// A combination that no other one beats, and how it came about.
#[derive(Clone, Copy)]
struct Kept {
    effort: f64,
    gain: f64,
    /// Index of the combination of the indicators before.
    before: usize,
    steps: usize,
}

/// The steps of the cheapest set, each indicator as often as it takes a step, those with the greatest gain for their effort
/// first. `most` is the effort of a set that is known to reach the target. Nothing where gains do not add up or there are too
/// many combinations.
pub(super) fn cheapest(
    baseline: &Baseline<'_>,
    target: Target,
    efforts: &Efforts,
    most: f64,
) -> Option<Vec<IndicatorIx>> {
    if !baseline.gains_add_up() {
        return None;
    }
    let score = baseline.standing().score.ok()?;
    let needed = threshold(baseline, target)? - TIE_TOLERANCE - score;
    let choices: Vec<Vec<Choice>> = (0..baseline.framework.indicators.len())
        .map(|indicator| choices(baseline, efforts, indicator, (score, most)))
        .collect();
    let layers = search(&choices, needed, most)?;
    let mut taken = traced(&choices, &layers, needed)?;
    // The order is for the reader; of equal worth the order of the framework stays.
    taken.sort_by(|one, other| (other.1.gain / other.1.effort).total_cmp(&(one.1.gain / one.1.effort)));
    Some(taken.into_iter().flat_map(|(indicator, choice)| std::iter::repeat_n(indicator, choice.steps)).collect())
}

/// The least score that reaches the target, all other units being as they are.
fn threshold(baseline: &Baseline<'_>, target: Target) -> Option<f64> {
    match target {
        Target::Band(band) => baseline.framework.bands.get(band).map(|band| band.from),
        Target::Rank(rank) => {
            let mut others = baseline.other_scores();
            others.sort_by(|one, other| other.total_cmp(one));
            Some(others.get(rank as usize - 1).copied().unwrap_or(f64::NEG_INFINITY))
        }
    }
}

/// What one step, two steps and so on of an indicator give, as long as each adds something and is affordable.
fn choices(
    baseline: &Baseline<'_>,
    efforts: &Efforts,
    indicator: IndicatorIx,
    (score, most): (f64, f64),
) -> Vec<Choice> {
    let each = efforts.of(least_effort(baseline.framework, indicator));
    let mut found: Vec<Choice> = Vec::new();
    let mut panels = baseline.panels.clone();
    for steps in 1.. {
        let effort = each * steps as f64;
        if effort > most {
            break;
        }
        let Some(next) = stepped(baseline, &panels, indicator) else { break };
        let Ok(after) = baseline.stands(&baseline.rescored(&next)).score else { break };
        panels = next;
        let gain = after - score;
        if gain > found.last().map_or(0.0, |before| before.gain) + TIE_TOLERANCE {
            found.push(Choice { steps, effort, gain });
        }
    }
    found
}

/// The combinations that are kept after each indicator; nothing where they become too many.
fn search(choices: &[Vec<Choice>], needed: f64, most: f64) -> Option<Vec<Vec<Kept>>> {
    let greatest = |choices: &Vec<Choice>| choices.last().map_or(0.0, |choice| choice.gain);
    let mut left: f64 = choices.iter().map(greatest).sum();
    let mut layers = vec![vec![Kept { effort: 0.0, gain: 0.0, before: 0, steps: 0 }]];
    for choices in choices {
        left -= greatest(choices);
        let nothing = Choice { steps: 0, effort: 0.0, gain: 0.0 };
        let last = layers.last()?;
        let mut made: Vec<Kept> = last
            .iter()
            .enumerate()
            .flat_map(|(before, kept)| {
                std::iter::once(&nothing).chain(choices).map(move |choice| Kept {
                    effort: kept.effort + choice.effort,
                    gain: kept.gain + choice.gain,
                    before,
                    steps: choice.steps,
                })
            })
            .filter(|kept| kept.effort <= most && kept.gain + left >= needed - TIE_TOLERANCE)
            .collect();
        made.sort_by(|one, other| one.effort.total_cmp(&other.effort).then(other.gain.total_cmp(&one.gain)));
        let mut best = f64::NEG_INFINITY;
        made.retain(|kept| {
            // More effort is worth nothing once the target is reached or the gain is no greater.
            let keeps = best < needed && kept.gain > best;
            best = best.max(kept.gain);
            keeps
        });
        if made.len() > MOST_KEPT {
            return None;
        }
        layers.push(made);
    }
    Some(layers)
}

/// The choices behind the first combination that reaches what is needed.
fn traced(choices: &[Vec<Choice>], layers: &[Vec<Kept>], needed: f64) -> Option<Vec<(IndicatorIx, Choice)>> {
    let mut at = layers.last()?.iter().position(|kept| kept.gain >= needed)?;
    let mut taken = Vec::new();
    for (indicator, of_indicator) in choices.iter().enumerate().rev() {
        let kept = layers.get(indicator + 1)?.get(at)?;
        taken.extend(of_indicator.iter().find(|choice| choice.steps == kept.steps).map(|choice| (indicator, *choice)));
        at = kept.before;
    }
    taken.reverse();
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::{Choice, search, traced};

    /// The cheapest effort by trying everything.
    fn tried(choices: &[Vec<Choice>], needed: f64) -> Option<f64> {
        let Some((first, rest)) = choices.split_first() else { return (needed <= 0.0).then_some(0.0) };
        let with = first.iter().filter_map(|choice| Some(choice.effort + tried(rest, needed - choice.gain)?));
        with.chain(tried(rest, needed)).min_by(f64::total_cmp)
    }

    #[test]
    fn nothing_cheaper_reaches_the_target() {
        let mut state = 7_u64;
        let mut next = |most: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % most
        };
        let mut reached = 0;
        for _ in 0..300 {
            let choices: Vec<Vec<Choice>> = (0..6)
                .map(|_| {
                    let effort = (1 << next(3)) as f64;
                    let mut gain = 0.0;
                    (1..=3)
                        .map(|steps| {
                            gain += 1.0 + next(40) as f64 / 8.0;
                            Choice { steps, effort: effort * steps as f64, gain }
                        })
                        .collect()
                })
                .collect();
            let needed = 1.0 + next(90) as f64;
            let layers = search(&choices, needed, 1e6).expect("few combinations");
            let found = traced(&choices, &layers, needed);
            let effort = found.map(|taken| taken.iter().map(|(_, choice)| choice.effort).sum::<f64>());
            reached += usize::from(effort.is_some());
            assert_eq!(effort, tried(&choices, needed));
        }
        assert!((100..300).contains(&reached), "{reached}");
    }
}

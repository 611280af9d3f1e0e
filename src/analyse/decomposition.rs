//! Why the index of a unit changed between two rounds: performance, method, coverage, and the set of units and items.
//!
//! Each factor stands as it was in the first round or in the second. The index is scored for all sixteen mixtures, and a
//! factor's part is its Shapley value: the mean, over all orders of changing one factor after the other, of what its change
//! adds. The parts sum to the whole change whatever the method is.
//!
//! Source: L. Shapley, "A value for n-person games", Contributions to the Theory of Games II (1953); A. Shorrocks,
//! "Decomposition procedures for distributional analysis", Journal of Economic Inequality 11 (2013).

use super::lineage::Lineage;
use super::mixture::{Answered, asks, observed};
use crate::criteria::{Framework, IndicatorIx, Methodology};
use crate::evaluate::{Observation, Panel, PanelScores, rescore};
use crate::methods::imputation::Scope;
use crate::model::{Absence, Range};
use crate::survey::{Round, Unit};

/// What can change between two rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// The values of indicators that both rounds measure.
    Performance,
    /// Weights, methods and the indicators that only one edition has.
    Method,
    /// Which indicators have a value; answers missing inside an indicator are part of its performance.
    Coverage,
    /// Units of the round and items of the catalogue.
    Set,
}

impl Factor {
    /// All factors, in the order of [`Decomposition::parts`].
    pub const ALL: [Factor; 4] = [Factor::Performance, Factor::Method, Factor::Coverage, Factor::Set];

    /// From which round the factor is in a mixture: 0 the first, 1 the second.
    fn of(self, changed: usize) -> usize {
        changed >> (self as usize) & 1
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Factor::Performance => "performance",
            Factor::Method => "method",
            Factor::Coverage => "coverage",
            Factor::Set => "set of units and items",
        }
    }
}

/// A round with its criteria.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    /// Framework.
    pub framework: &'s Framework,
    /// Methodology.
    pub methodology: &'s Methodology,
    /// Round.
    pub round: &'s Round,
}

/// The change of an index and its four parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decomposition {
    /// Index in the first round.
    pub before: f64,
    /// Index in the second round.
    pub after: f64,
    /// What each factor gave, in the order of [`Factor::ALL`]; they sum to the change.
    pub parts: [f64; 4],
    /// Indicators that both rounds measure.
    pub indicators: usize,
    /// Share of the weight of the second round's index that lies on them.
    pub weight: f64,
}

/// Why a change is not split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSplit {
    /// A round holds published scores, which cannot be scored in a mixture.
    Published,
    /// The rounds are computed for different slices.
    Slices,
    /// Gaps are filled from other periods, which are not part of a mixture.
    Series,
    /// No indicator is measured by both.
    NothingShared,
    /// The unit has no score in one of the rounds or mixtures.
    NoScore,
}

impl NoSplit {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            NoSplit::Published => "a round holds published scores, not answers",
            NoSplit::Slices => "the rounds are computed for different slices",
            NoSplit::Series => "gaps are filled from other periods",
            NoSplit::NothingShared => "no indicator is measured by both rounds",
            NoSplit::NoScore => "the unit has no score in one of the rounds, or in a mixture of the two",
        }
    }
}

/// Splits the change of the index from the first round to the second, for each of these pairs: a unit of the first round and
/// the same unit in the second.
///
/// # Errors
///
/// The reason why no split is defined, for any unit or for one of them.
pub fn decompose(
    first: Source<'_>,
    second: Source<'_>,
    lineage: &Lineage,
    units: &[[usize; 2]],
) -> Result<Vec<Result<Decomposition, NoSplit>>, NoSplit> {
    let mixture = Mixture::new([first, second], lineage)?;
    let mixtures: Vec<PanelScores> = (0..16).map(|changed| mixture.scores(changed)).collect();
    let (indicators, weight) = (mixture.shared(), mixture.shared_weight());
    let of_unit = |pair: &[usize; 2]| {
        let mut scores = [0.0; 16];
        for (changed, score) in scores.iter_mut().enumerate() {
            let unit = pair[Factor::Set.of(changed)];
            *score = mixtures[changed].at(0, unit).score.map_err(|_| NoSplit::NoScore)?;
        }
        let (before, after) = (scores[0], scores[15]);
        Ok(Decomposition { before, after, parts: shapley(&scores, after - before), indicators, weight })
    };
    Ok(units.iter().map(of_unit).collect())
}

/// Shapley values of four factors; bit i of an index into `scores` says whether factor i is changed.
fn shapley(scores: &[f64; 16], change: f64) -> [f64; 4] {
    // |S|! (3 - |S|)! / 4! for sets of 0 to 3 other factors.
    const SHARES: [f64; 4] = [6.0 / 24.0, 2.0 / 24.0, 2.0 / 24.0, 6.0 / 24.0];
    let mut parts = [0.0; 4];
    for (factor, part) in parts.iter_mut().enumerate() {
        let bit = 1_usize << factor;
        *part = (0..16_usize)
            .filter(|set| set & bit == 0)
            .map(|set| SHARES[set.count_ones() as usize] * (scores[set | bit] - scores[set]))
            .sum();
    }
    // Binary fractions leave a last digit, which the largest part takes.
    for _ in 0..4 {
        let rest = change - parts.iter().sum::<f64>();
        let largest = (0..4).max_by(|&one, &other| f64::abs(parts[one]).total_cmp(&f64::abs(parts[other])));
        if let Some(largest) = largest {
            parts[largest] += rest;
        }
    }
    parts
}

/// Both rounds, ready to be mixed. Index 0 is the first round, 1 the second.
struct Mixture<'m> {
    sources: [Source<'m>; 2],
    /// Rounds without their answers.
    bare: [Round; 2],
    /// Observations of a round, on the catalogue of a round, by the rules of a round: `observed[of][items][rules]`.
    observed: [[[Vec<Panel>; 2]; 2]; 2],
    /// For each indicator of a framework the same one in the other, if both measure it.
    twins: [Vec<Option<IndicatorIx>>; 2],
    /// For each indicator of a framework whether the other round asks all that it reads.
    asked: [Vec<bool>; 2],
}

impl<'m> Mixture<'m> {
    fn new(sources: [Source<'m>; 2], lineage: &Lineage) -> Result<Mixture<'m>, NoSplit> {
        if sources.iter().any(|source| !source.round.reported.is_empty()) {
            return Err(NoSplit::Published);
        }
        if sources.iter().any(|source| source.methodology.imputation.method.scope() == Scope::Series) {
            return Err(NoSplit::Series);
        }
        if slices(sources[0].framework) != slices(sources[1].framework) {
            return Err(NoSplit::Slices);
        }
        let mut twins = sources.map(|source| vec![None; source.framework.indicators.len()]);
        for node in &lineage.matched {
            let indicator =
                |of: usize, node: usize| sources[of].framework.nodes.get(node).and_then(|node| node.indicator);
            if let (Some(one), Some(other)) = (indicator(0, node.earlier), indicator(1, node.later)) {
                twins[0][one] = Some(other);
                twins[1][other] = Some(one);
            }
        }
        if twins[0].iter().all(Option::is_none) {
            return Err(NoSplit::NothingShared);
        }
        let answered = sources.map(|source| Answered { framework: source.framework, round: source.round });
        let by_rules = |of: usize, items: usize| {
            [0, 1].map(|rules| observed(answered[of], answered[items], sources[rules].framework))
        };
        let asked = [0, 1].map(|rules| {
            let (own, other) = (sources[rules].framework, sources[1 - rules].framework);
            (0..own.indicators.len()).map(|indicator| asks(other, own, indicator)).collect()
        });
        let observed = [0, 1].map(|of| [0, 1].map(|items| by_rules(of, items)));
        Ok(Mixture { sources, bare: sources.map(|source| bare(source.round)), observed, twins, asked })
    }

    fn shared(&self) -> usize {
        self.twins[1].iter().flatten().count()
    }

    /// Share of the stated weight of the second index that lies on shared indicators.
    fn shared_weight(&self) -> f64 {
        let framework = self.sources[1].framework;
        let parents: Vec<Option<usize>> = framework.nodes.iter().map(|node| node.parent).collect();
        let stated: Vec<f64> = framework.nodes.iter().map(|node| node.weight).collect();
        let effective = crate::methods::weighting::effective(&parents, &stated);
        let on = |wanted: bool| -> f64 {
            let indicators = framework.indicators.iter().zip(&self.twins[1]);
            indicators.filter(|(_, twin)| twin.is_some() == wanted).map(|(one, _)| effective[one.node]).sum()
        };
        let (without, with) = (on(false), on(true));
        if with + without > 0.0 { with / (with + without) } else { 0.0 }
    }

    /// The scores of the units of the set where the factors with a bit are those of the second round.
    fn scores(&self, changed: usize) -> PanelScores {
        let [performance, method, coverage, set] = Factor::ALL.map(|factor| factor.of(changed));
        let source = &self.sources[method];
        let units: Vec<[Option<usize>; 2]> =
            self.sources[set].round.units.iter().map(|unit| [0, 1].map(|of| self.place(of, &unit.code))).collect();
        let panels: Vec<Panel> = (0..self.observed[method][set][method].len())
            .map(|panel| Panel {
                slice: self.observed[method][set][method][panel].slice,
                columns: (0..source.framework.indicators.len())
                    .map(|indicator| {
                        let cell = Cell { panel, indicator, method, set };
                        units.iter().map(|places| self.observation(cell, *places, [performance, coverage])).collect()
                    })
                    .collect(),
            })
            .collect();
        let mut round = self.bare[method].clone();
        round.units = units.iter().filter_map(|places| self.record(*places, performance, method)).collect();
        rescore(source.framework, source.methodology, &round, &panels)
    }

    fn place(&self, of: usize, code: &str) -> Option<usize> {
        self.sources[of].round.units.iter().position(|unit| unit.code == code)
    }

    /// The observation of a unit: its value from one round, whether there is one from another. An indicator that only one
    /// edition has, and a unit that only one round has, come from that one.
    fn observation(&self, cell: Cell, places: [Option<usize>; 2], [performance, coverage]: [usize; 2]) -> Observation {
        let at = |of: usize| -> Option<Observation> {
            let twin = self.twins[cell.method][cell.indicator];
            // Where the questions differ, a value is taken as its own edition measures it.
            let (rules, indicator) = if of == cell.method || self.asked[cell.method][cell.indicator] {
                (cell.method, cell.indicator)
            } else {
                (of, twin?)
            };
            let panels = &self.observed[of][cell.set][rules];
            panels.get(cell.panel)?.columns.get(indicator)?.get(places[of]?).copied()
        };
        if self.twins[cell.method][cell.indicator].is_none() {
            return at(cell.method).unwrap_or(NOT_ASSESSED);
        }
        let (Some(covered), Some(performed)) = (at(coverage), at(performance)) else {
            return at(0).or_else(|| at(1)).unwrap_or(NOT_ASSESSED);
        };
        match (covered.value, performed.value) {
            (Ok(_), Ok(value)) if coverage != performance => {
                let range = covered.range.filter(|range| range.width() > 0.0);
                let range = range.and_then(|range| Range::new(range.low().min(value), range.high().max(value)));
                Observation { value: Ok(value), range: range.or_else(|| Range::point(value)), ..covered }
            }
            _ => covered,
        }
    }

    /// A unit as the round of the performance describes it, with the attributes of the framework of the method.
    fn record(&self, places: [Option<usize>; 2], performance: usize, method: usize) -> Option<Unit> {
        let of = if places[performance].is_some() { performance } else { 1 - performance };
        let (source, unit) = (&self.sources[of], self.sources[of].round.units.get(places[of]?)?);
        let attributes = &self.sources[method].framework.attributes;
        let there = |code: &String| source.framework.attributes.iter().position(|attribute| attribute.code == *code);
        let there: Vec<Option<usize>> = attributes.iter().map(|attribute| there(&attribute.code)).collect();
        Some(Unit {
            groups: there.iter().map(|at| unit.groups.get((*at)?).cloned().flatten()).collect(),
            quantities: there
                .iter()
                .map(|at| at.and_then(|at| unit.quantities.get(at).copied()).unwrap_or(Err(Absence::NotAvailable)))
                .collect(),
            places: vec![None; attributes.len()],
            ..unit.clone()
        })
    }
}

/// Where an observation of a mixture stands.
#[derive(Clone, Copy)]
struct Cell {
    panel: usize,
    indicator: IndicatorIx,
    method: usize,
    set: usize,
}

const NOT_ASSESSED: Observation =
    Observation { value: Err(Absence::NotAssessed), range: None, answered: 0, applicable: 1 };

/// The slicing facet and its values.
fn slices(framework: &Framework) -> Option<(&str, Vec<&str>)> {
    let facet = framework.slice_facet()?;
    Some((facet.code(), facet.values().iter().map(|value| value.code()).collect()))
}

fn bare(round: &Round) -> Round {
    let mut round = round.clone();
    round.periods.clear();
    round.annotations.clear();
    round.systems.clear();
    round.links.clear();
    round
}

#[cfg(test)]
mod tests {
    use super::shapley;

    #[test]
    fn parts_of_a_product_by_hand() {
        // v = a b with a from 1 to 3 and b from 2 to 5; the other factors do nothing.
        let mut scores = [0.0; 16];
        for (set, score) in scores.iter_mut().enumerate() {
            let a = if set & 1 == 0 { 1.0 } else { 3.0 };
            let b = if set & 2 == 0 { 2.0 } else { 5.0 };
            *score = a * b;
        }
        // Change 13: a gives the mean of 2 * 2 and 2 * 5, b the mean of 3 * 1 and 3 * 3.
        let parts = shapley(&scores, 13.0);
        for (part, expected) in parts.iter().zip([7.0, 6.0, 0.0, 0.0]) {
            assert!((part - expected).abs() < 1e-12, "{parts:?}");
        }
        assert!((parts.iter().sum::<f64>() - 13.0).abs() < 1e-15);
    }
}

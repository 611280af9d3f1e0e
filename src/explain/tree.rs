//! A unit's score at a node, and everything below it.

use super::answers::indicator_answers;
use super::systems::systems_text;
use super::{datum, figure, place};
use crate::criteria::{Aggregating, Framework, Methodology, MissingChild, NodeIx, Normalising, Origin, ValueIx};
use crate::diag::Sources;
use crate::evaluate::{Basis, Evaluation, NodeScore, PanelScores};
use crate::methods::aggregation::Aggregation;
use crate::methods::normalisation::{Curve, Normalisation};
use crate::model::Absence;
use crate::survey::Round;

/// What an explanation is made from.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s> {
    /// What is measured.
    pub framework: &'s Framework,
    /// How.
    pub methodology: &'s Methodology,
    /// What was observed.
    pub round: &'s Round,
    /// What came of it.
    pub evaluation: &'s Evaluation,
    /// The files, for the places of answers.
    pub sources: &'s Sources,
    /// Language of names.
    pub language: &'s str,
}

/// Explains the score of a unit at a node: the arithmetic of each node below it, and for an indicator (or for all of
/// them, with `answers`) each answer with its file, line and column.
#[must_use]
pub fn unit_text(subject: Subject<'_>, unit: usize, node: usize, answers: bool) -> String {
    let framework = subject.framework;
    let mut text = subject.headline(unit, node);
    if framework.slices.is_some() {
        text += &subject.over_slices(unit, node);
        for (slice, panel) in &subject.evaluation.scores.slices {
            text += &subject.slice(*slice, panel, unit, node, answers);
        }
    } else {
        text += &subject.subtree(&subject.evaluation.scores.whole, 0, unit, node, 0, answers);
    }
    text + &subject.parts(unit, node) + &systems_text(subject, unit, node)
}

impl Subject<'_> {
    fn headline(&self, unit: usize, node: usize) -> String {
        let named = &self.framework.nodes[node];
        let whole = &self.evaluation.scores.whole;
        let score = whole.at(node, unit);
        let of = whole.nodes[node].iter().filter(|score| score.rank.is_some()).count();
        let mut text = format!(
            "{} ({})\n{} ({}): {}",
            self.round.units[unit].name.get(self.language),
            self.round.units[unit].code,
            named.name.get(self.language),
            named.code,
            datum(score.score),
        );
        if let Some(rank) = score.rank {
            text += &format!(", rank {rank} of {of}");
        }
        if let Some(band) = score.band {
            text += &format!(", band {}", self.framework.bands[band].name.get(self.language));
        }
        text += &format!(
            "\nanswered {} of {} that apply, {} % of the weight rests on answers or published scores",
            score.answered,
            score.applicable,
            figure((score.observed * 1000.0).round() / 10.0)
        );
        match score.range {
            Some(range) if range.width() > 0.0 => {
                text += &format!(
                    "\nbetween {} and {}, whatever is missing or cut off in print",
                    figure(range.low()),
                    figure(range.high())
                );
            }
            Some(_) => {}
            None => text += "\nthe range is not known: what is missing could be anything",
        }
        text + "\n"
    }

    /// Where a published score stands, who published it, and what the children give instead.
    fn basis(&self, score: &NodeScore, unit: usize, node: usize, indent: &str) -> String {
        let Basis::Reported { decimals, recomputed, .. } = score.basis else { return String::new() };
        let digits = match decimals {
            Some(1) => ", printed with 1 decimal".to_owned(),
            Some(decimals) => format!(", printed with {decimals} decimals"),
            None => String::new(),
        };
        let beside = recomputed.map_or(String::new(), |value| format!("; its children give {}", figure(value)));
        let mut text = format!("{indent}published, not computed{digits}{beside}\n");
        let same = |one: &&crate::survey::Reported| one.unit == unit && one.node == node;
        if let Some(reported) = self.round.reported.iter().find(same) {
            let said = self.sources.slice(reported.place).trim();
            text += &format!("{indent}{} \"{said}\"\n", place(self.sources, reported.place));
            for line in [reported.source.as_str(), reported.note.get(self.language)] {
                if !line.is_empty() {
                    text += &format!("{indent}{line}\n");
                }
            }
        }
        text
    }

    /// The mean over the slices, written out.
    fn over_slices(&self, unit: usize, node: usize) -> String {
        let Some(facet) = self.framework.slice_facet() else { return String::new() };
        let mut parts = Vec::new();
        let mut lines = String::new();
        for (slice, panel) in &self.evaluation.scores.slices {
            let score = panel.at(node, unit).score;
            lines += &format!("  {:<28} {}\n", facet.values[*slice].code, datum(score));
            parts.extend(score.ok().map(figure));
        }
        let name = facet.name.get(self.language).to_lowercase();
        if parts.is_empty() {
            return format!("\nno value of the {name} has a score\n{lines}");
        }
        let score = datum(self.evaluation.scores.whole.at(node, unit).score);
        format!("\nmean over the {name}: ({}) / {} = {score}\n{lines}", parts.join(" + "), parts.len())
    }

    /// The score in every part for which the framework asks for results.
    fn parts(&self, unit: usize, node: usize) -> String {
        let mut text = String::new();
        let mut heading = None;
        for (part, panel) in &self.evaluation.scores.parts {
            let score = panel.at(node, unit);
            if score.score == Err(Absence::NotApplicable) {
                continue;
            }
            let facet = &self.framework.facets[part.facet];
            if heading != Some(part.facet) {
                heading = Some(part.facet);
                text += &format!("\nby {}\n", facet.name.get(self.language).to_lowercase());
            }
            let value = &facet.values[part.value].code;
            let answered = format!("{} of {} answered", score.answered, score.applicable);
            text += &format!("  {value:<28} {:<20} {answered}\n", datum(score.score));
        }
        text
    }

    fn slice(&self, slice: ValueIx, panel: &PanelScores, unit: usize, node: usize, answers: bool) -> String {
        let Some(facet) = self.framework.slice_facet() else { return String::new() };
        let Some(index) = self.evaluation.observations.panels.iter().position(|one| one.slice == Some(slice)) else {
            return String::new();
        };
        let title = facet.values[slice].name.get(self.language);
        format!("\n== {title} ==\n{}", self.subtree(panel, index, unit, node, 0, answers))
    }

    /// A node with its arithmetic, then its children.
    fn subtree(
        &self,
        panel: &PanelScores,
        stage: usize,
        unit: usize,
        node: usize,
        depth: usize,
        answers: bool,
    ) -> String {
        let named = &self.framework.nodes[node];
        let score = panel.at(node, unit);
        let indent = "  ".repeat(depth);
        let mut text = format!("{indent}{} ({}) = {}\n", named.name.get(self.language), named.code, datum(score.score));
        if self.ours(node) {
            text += &format!("{indent}  ours: the authors of the index have not published it\n");
        }
        text += &self.basis(score, unit, node, &format!("{indent}  "));
        if let Some(indicator) = named.indicator.filter(|_| depth == 0) {
            text += &self.adapted(indicator, &format!("{indent}  "));
        }
        if score.answered == 0 && !self.anything_below(panel, unit, node) {
            let leaves = score.applicable;
            if leaves > 0 && score.score.is_ok() {
                text += &format!("{indent}  nothing below it was observed\n");
            }
            return text;
        }
        if let Some(indicator) = named.indicator {
            text += &self.indicator(stage, unit, indicator, depth + 1);
            if answers || depth == 0 {
                text += &indicator_answers(*self, stage, unit, indicator, depth + 1);
            }
            return text;
        }
        let formula = self.arithmetic(panel, unit, node);
        if !formula.is_empty() {
            text += &format!("{indent}  {formula}\n");
        }
        if let (Some(again), Ok(value)) = (&self.methodology.renormalisation[node], score.score) {
            text += &format!("{indent}  normalised once more by {} = {}\n", normalisation(again), figure(value));
        }
        for &child in &named.children {
            text += &self.subtree(panel, stage, unit, child, depth + 1, answers);
        }
        text
    }

    /// Whether a node is ours in a framework of which other parts are published.
    fn ours(&self, node: NodeIx) -> bool {
        let published = self.framework.nodes.iter().any(|node| node.origin == Origin::Published);
        published && self.framework.nodes[node].origin == Origin::Reconstructed
    }

    /// What stands for an indicator where the round adapts data of another purpose.
    fn adapted(&self, indicator: usize, indent: &str) -> String {
        if self.framework.adaptation.is_none() {
            return String::new();
        }
        match &self.framework.indicators[indicator].adapted {
            Some(words) => format!("{indent}observed by: {}\n", words.get(self.language)),
            None => format!("{indent}not assessed: nothing in the source of this round stands for it\n"),
        }
    }

    /// Whether any node below has a score, observed or published.
    fn anything_below(&self, panel: &PanelScores, unit: usize, node: usize) -> bool {
        let children = &self.framework.nodes[node].children;
        children.iter().any(|&child| panel.at(child, unit).score.is_ok() || self.anything_below(panel, unit, child))
    }

    /// Whether a node is another one, or lies below it.
    pub(super) fn lies_below(&self, node: NodeIx, above: NodeIx) -> bool {
        let mut at = Some(node);
        while let Some(here) = at {
            if here == above {
                return true;
            }
            at = self.framework.nodes[here].parent;
        }
        false
    }

    /// The formula of a group with its figures.
    fn arithmetic(&self, panel: &PanelScores, unit: usize, node: usize) -> String {
        let named = &self.framework.nodes[node];
        let aggregating = &self.methodology.aggregation[node];
        let low = self.framework.scale.low();
        let counted: Vec<(f64, f64)> = named
            .children
            .iter()
            .filter_map(|&child| {
                let value = match panel.at(child, unit).score {
                    Ok(value) => value,
                    Err(why) if counts_as_zero(aggregating, why) => low,
                    Err(_) => return None,
                };
                Some((panel.weights[child], value))
            })
            .collect();
        if counted.is_empty() {
            return "no child has a score".to_owned();
        }
        let total: f64 = counted.iter().map(|(weight, _)| weight).sum();
        let left_out = named.children.len() - counted.len();
        let total_of = aggregating.method.combine(&counted);
        let computed = match panel.at(node, unit).basis {
            Basis::Computed if self.methodology.renormalisation[node].is_some() => datum(total_of),
            Basis::Reported { recomputed, .. } => recomputed.map_or("no score".to_owned(), figure),
            Basis::Computed => datum(panel.at(node, unit).score),
        };
        let mut text = format!("{} = {computed}", written_out(&aggregating.method, &counted, total));
        if left_out > 0 {
            text += &format!("; {left_out} without a score left out, weights rescaled by 1/{}", figure(total));
        }
        text
    }

    /// The value of an indicator and its way to the score.
    fn indicator(&self, stage: usize, unit: usize, indicator: usize, depth: usize) -> String {
        let indent = "  ".repeat(depth);
        let stages = &self.evaluation.panels[stage];
        let observation = &self.evaluation.observations.panels[stage].columns[indicator][unit];
        let mut text = format!(
            "{indent}value {}, from {} of {} that apply\n",
            datum(observation.value),
            observation.answered,
            observation.applicable
        );
        let steps = [
            ("divided by its denominator", stages.raw[indicator][unit], stages.denominated[indicator][unit]),
            ("screened", stages.denominated[indicator][unit], stages.screened[indicator][unit]),
            ("imputed", stages.screened[indicator][unit], stages.imputed[indicator][unit]),
            ("treated", stages.imputed[indicator][unit], stages.treated[indicator][unit]),
        ];
        for (name, before, after) in steps {
            if before != after {
                text += &format!("{indent}{name}: {} -> {}\n", datum(before), datum(after));
            }
        }
        let (from, to) = (stages.treated[indicator][unit], stages.normalised.columns[indicator][unit]);
        // The fixed scale of scores changes nothing but perhaps the last binary digit.
        if datum(from) != datum(to) {
            let method = normalisation(&self.methodology.normalisation[indicator]);
            text += &format!("{indent}normalised by {method}: {} -> {}\n", datum(from), datum(to));
        }
        text
    }
}

fn counts_as_zero(aggregating: &Aggregating, why: crate::model::Absence) -> bool {
    aggregating.missing == MissingChild::Zero && !why.leaves_denominator()
}

/// The formula with weights as they count after rescaling.
fn written_out(method: &Aggregation, parts: &[(f64, f64)], total: f64) -> String {
    let joined = |sign: &str, part: &dyn Fn(f64, f64) -> String| {
        let written: Vec<String> = parts.iter().map(|(weight, value)| part(weight / total, *value)).collect();
        written.join(sign)
    };
    match method {
        Aggregation::Arithmetic => joined(" + ", &|weight, value| format!("{} x {}", figure(weight), figure(value))),
        Aggregation::Geometric { .. } => {
            joined(" * ", &|weight, value| format!("{}^{}", figure(value), figure(weight)))
        }
        Aggregation::Harmonic { .. } => {
            format!("1 / ({})", joined(" + ", &|weight, value| format!("{}/{}", figure(weight), figure(value))))
        }
        Aggregation::Power { exponent, .. } => {
            let sum = joined(" + ", &|weight, value| format!("{} x {}^{exponent}", figure(weight), figure(value)));
            format!("({sum})^(1/{exponent})")
        }
        Aggregation::Median => format!("median of {}", joined(", ", &|_, value| figure(value))),
        Aggregation::Minimum => format!("least of {}", joined(", ", &|_, value| figure(value))),
        Aggregation::Copeland => "Copeland score over all pairs of units".to_owned(),
    }
}

/// A normalisation in words.
fn normalisation(normalising: &Normalising) -> String {
    let method = match normalising {
        Normalising::Reference { unit, .. } => return format!("the distance to `{unit}`"),
        Normalising::Method(method) => method,
    };
    match method {
        Normalisation::FixedScale { from, to } => {
            format!("the fixed scale {}..{} to {}..{}", figure(from.0), figure(from.1), figure(to.0), figure(to.1))
        }
        Normalisation::Goalposts { low, high, transform, .. } => {
            let curve = if *transform == Some(Curve::Ln) { " of logarithms" } else { "" };
            format!("goalposts{curve} {}..{}", figure(*low), figure(*high))
        }
        Normalisation::MinMax { .. } => "least and greatest value of all units".to_owned(),
        Normalisation::ZScore { .. } => "mean and standard deviation of all units".to_owned(),
        Normalisation::Scaled { .. } => "scaling".to_owned(),
        Normalisation::Rank { .. } => "rank".to_owned(),
        Normalisation::PercentileRank { .. } => "percentile rank".to_owned(),
        Normalisation::Borda { .. } => "Borda count".to_owned(),
        Normalisation::DistanceToMaximum => "distance to the greatest value".to_owned(),
        Normalisation::FractionOfMaximum => "fraction of the greatest value".to_owned(),
        Normalisation::DistanceToTarget { target, .. } => format!("distance to the target {}", figure(*target)),
        Normalisation::DistanceToReference { .. } => "distance to the reference unit".to_owned(),
        Normalisation::Categorical { .. } => "classes".to_owned(),
        Normalisation::CategoricalQuantile { .. } => "classes of units".to_owned(),
    }
}

//! Where points are lost, what one step on each indicator gives, and what is recommended.

use super::account::Points;
use super::chart::{Fall, waterfall};
use super::drafts::{Draft, DraftStatus, LISTED};
use super::pages::Tongue;
use super::text::Phrase;
use super::view::{ActionRow, LostRow, RecommendationRow, StepCell, Waterfall};
use crate::analyse::improvement::{IndicatorStep, UnitImprovement};
use crate::frozen::ImprovementStep;

/// Indicators listed by the points that they cost.
const LARGEST_LOSSES: usize = 10;

impl Tongue<'_> {
    pub(super) fn improvement(&self, unit: usize) -> Option<&UnitImprovement> {
        let code = &self.field.frozen.units[unit].code;
        self.field.analyses.improvement.as_ref()?.unit(code).filter(|unit| !unit.published)
    }

    /// From the top of the scale to the score, by the children of the index. Nothing where what they cost does not add up
    /// to what the score lacks.
    pub(super) fn waterfall(&self, unit: usize, points: &[Points]) -> Option<Waterfall> {
        let (field, speech) = (self.field, &self.speech);
        let score = field.score(unit, 0).score?;
        let high = field.scale.high;
        let lost: Option<Vec<(usize, f64)>> =
            field.pillars().iter().map(|&node| Some((node, points.get(node)?.lost?))).collect();
        let lost = lost.filter(|lost| lost.len() > 1)?;
        let most = lost.iter().max_by(|one, other| one.1.total_cmp(&other.1)).filter(|(_, most)| *most > 0.0)?;
        let total: f64 = lost.iter().map(|(_, lost)| lost).sum();
        if !speech.numbers.alike(high - total, score) {
            return None;
        }
        let whole = |key: &str, value: f64| Fall {
            name: speech.word(key),
            label: speech.numbers.score(value),
            ends: [field.scale.low, value],
            lost: false,
        };
        let mut falls = vec![whole("waterfall_top", high)];
        let mut level = high;
        for (node, by) in &lost {
            let label = speech.numbers.signed(-by);
            falls.push(Fall { name: self.node_name(*node).text, label, ends: [level - by, level], lost: true });
            level -= by;
        }
        falls.push(whole("figure_score", score));
        let parts: Vec<String> = lost.iter().map(|(node, by)| self.named_points(*node, *by)).collect();
        let title = speech.say(
            "waterfall_title",
            &[
                ("lost", &speech.points(total)),
                ("most", &speech.points(most.1)),
                ("node", &self.node_name(most.0).text),
            ],
        );
        let alt = speech.say(
            "waterfall_alt",
            &[
                ("top", &speech.numbers.score(high)),
                ("parts", &speech.list(&parts)),
                ("score", &speech.numbers.score(score)),
            ],
        );
        Some(waterfall(field.scale, speech.numbers.right_to_left, falls, title, alt))
    }

    fn named_points(&self, node: usize, points: f64) -> String {
        let (name, points) = (self.node_name(node).text, self.speech.numbers.score(points));
        self.speech.say("named_score", &[("unit", &name), ("score", &points)])
    }

    /// The indicators that cost the index most, with what one step on each gives.
    pub(super) fn most_lost(&self, unit: usize, points: &[Points]) -> Vec<LostRow> {
        let nodes = &self.field.frozen.framework.nodes;
        let mut lost: Vec<(usize, f64)> = (0..nodes.len())
            .filter(|&at| nodes[at].indicator)
            .filter_map(|at| Some((at, points[at].lost.filter(|lost| *lost > 0.0)?)))
            .filter(|(_, lost)| !self.speech.numbers.alike(*lost, 0.0))
            .collect();
        lost.sort_by(|one, other| other.1.total_cmp(&one.1));
        let greatest = lost.first().map_or(1.0, |(_, lost)| *lost);
        let improvement = self.improvement(unit);
        lost.into_iter()
            .take(LARGEST_LOSSES)
            .map(|(node, lost)| LostRow {
                name: self.node_name(node),
                parent: self.node_name(nodes[node].parent.unwrap_or(0)),
                points: self.number(Some(lost)),
                bar: format!("{:.1}", lost / greatest * 100.0),
                step: improvement
                    .and_then(|improvement| Some(self.step(improvement, improvement.step(&nodes[node].code)?))),
            })
            .collect()
    }

    /// What a step is; nothing where none is known.
    pub(super) fn steps_note(&self, unit: usize) -> Option<String> {
        self.improvement(unit).filter(|unit| !unit.steps.is_empty()).map(|_| self.speech.word("steps_note"))
    }

    fn step(&self, unit: &UnitImprovement, step: &IndicatorStep) -> StepCell {
        let speech = &self.speech;
        let gain = speech.numbers.signed(step.gain);
        let count = |rank: u32| speech.numbers.count(rank as usize);
        let rank = match (unit.rank, step.rank) {
            (Some(now), Some(then)) if now != then => {
                speech.say("rank_moves", &[("from", &count(now)), ("to", &count(then))])
            }
            (Some(now), Some(_)) => speech.say("rank_stays", &[("rank", &count(now))]),
            _ => String::new(),
        };
        let told = [speech.say("gain_points", &[("gain", &gain)]), rank.clone()];
        let told: Vec<String> = told.into_iter().filter(|part| !part.is_empty()).collect();
        let band = step.band.as_deref().filter(|band| unit.band.as_deref() != Some(*band));
        StepCell {
            gain,
            rank,
            words: told.join(&speech.word("list_separator")),
            band: band.and_then(|code| self.band(code)).map(|band| band.name),
            effort: step.effort.as_deref().map(|effort| self.effort(effort)),
        }
    }

    pub(super) fn effort(&self, code: &str) -> String {
        let key = format!("effort_{code}");
        if self.speech.has(&key) { self.speech.word(&key) } else { code.to_owned() }
    }

    /// What the criteria or somebody who edited them recommend, in the order of the gain for effort.
    pub(super) fn recommendations(&self, unit: usize) -> Vec<RecommendationRow> {
        let frozen = self.field.frozen;
        let Some(improvement) = self.improvement(unit) else { return Vec::new() };
        let code = &frozen.units[unit].code;
        let drafts = self.field.analyses.drafts.as_ref();
        let worth = improvement.steps.iter().filter(|step| !self.speech.numbers.alike(step.gain, 0.0));
        worth
            .filter(|step| step.gain > 0.0)
            .filter_map(|step| {
                let draft = drafts.and_then(|drafts| drafts.of(code, &step.indicator));
                let left_out = draft.is_some_and(|one| one.hidden || one.status == Some(DraftStatus::Rejected));
                (!left_out).then(|| self.recommendation(unit, (improvement, step), draft)).flatten()
            })
            .take(LISTED)
            .collect()
    }

    fn recommendation(
        &self,
        unit: usize,
        (improvement, step): (&UnitImprovement, &IndicatorStep),
        draft: Option<&Draft>,
    ) -> Option<RecommendationRow> {
        let nodes = &self.field.frozen.framework.nodes;
        let at = nodes.iter().position(|node| node.indicator && node.code == step.indicator)?;
        let named = nodes[at].card.as_ref().map_or(&[][..], |card| &card.improve);
        let edited = draft.filter(|draft| !draft.text.is_empty());
        let actions = match edited {
            Some(draft) => vec![ActionRow { text: self.phrase(&draft.text, ""), effort: None }],
            None => self.actions(named),
        };
        if actions.is_empty() {
            return None;
        }
        Some(RecommendationRow {
            name: self.node_name(at),
            code: nodes[at].code.clone(),
            parent: self.node_name(nodes[at].parent.unwrap_or(0)),
            actions,
            step: self.step(improvement, step),
            evidence: self.answered_line(unit, at),
            owner: draft.filter(|draft| !draft.owner.is_empty()).map(|draft| self.phrase(&draft.owner, "")),
            due: draft.map_or_else(String::new, |draft| draft.due.clone()),
            draft: draft.and_then(|draft| draft.status) != Some(DraftStatus::Accepted),
        })
    }

    /// The improvements of the criteria, the least effort first.
    fn actions(&self, named: &[ImprovementStep]) -> Vec<ActionRow> {
        let order = ["low", "medium", "high"];
        let place = |step: &&ImprovementStep| order.iter().position(|effort| *effort == step.effort);
        let mut named: Vec<&ImprovementStep> = named.iter().collect();
        named.sort_by_key(place);
        let row = |step: &ImprovementStep| ActionRow {
            text: self.phrase(&step.text, ""),
            effort: Some(self.effort(&step.effort)),
        };
        named.into_iter().map(row).collect()
    }

    /// What was answered, and the score that it gives.
    fn answered_line(&self, unit: usize, node: usize) -> String {
        let (speech, score) = (&self.speech, self.field.score(unit, node));
        let count = |count: u32| speech.numbers.count(count as usize);
        let mut given =
            vec![("score", self.printed(score)), ("n", count(score.answered)), ("of", count(score.applicable))];
        let key = match self.one_answer(unit, node) {
            Some(answer) => {
                given.push(("answer", answer.text));
                "answered_with"
            }
            None => "answered_line",
        };
        speech.tell(key, &given)
    }

    /// The answer, where there is one alone and it is an option with a name.
    fn one_answer(&self, unit: usize, node: usize) -> Option<Phrase> {
        let mut found = self.field.frozen.units[unit].evidence.iter().filter(|evidence| evidence.node == node);
        let only = found.next().filter(|evidence| evidence.answers == 1 && !evidence.answer.contains_key(""))?;
        let answer = Some(self.phrase(&only.answer, "")).filter(|answer| !answer.text.is_empty())?;
        found.next().is_none().then_some(answer)
    }
}

//! The hierarchy: one root, no cycle, levels that go down, weights that can be normalised.

use std::collections::BTreeMap;

use toml::Spanned;

use super::Build;
use super::vocabulary::check_code;
use crate::criteria::framework::Node;
use crate::criteria::raw::{RawGroup, RawIndicator};
use crate::criteria::read::Raw;
use crate::diag::{Code, Diagnostic, Place, nearest};

/// A group or an indicator, as far as the tree is concerned.
struct Plan {
    code: String,
    at: Place,
    parent: Option<(String, Place)>,
    level: Option<(String, Place)>,
    /// Index into the raw indicators.
    indicator: Option<usize>,
    raw: usize,
}

impl Build<'_> {
    /// Builds the nodes, parents first. Returns for every node with an indicator the index of its raw section.
    pub(super) fn tree(&mut self, groups: &[Raw<RawGroup>], indicators: &[Raw<RawIndicator>]) -> Vec<Option<usize>> {
        let plans = plans(groups, indicators);
        for plan in &plans {
            check_code(&plan.code, plan.at, self.findings);
        }
        let codes: Vec<(String, Place)> = plans.iter().map(|plan| (plan.code.clone(), plan.at)).collect();
        let distinct = self.unique("node", &codes);
        self.check_parents(&plans);
        self.check_cycles(&plans);
        let Some(root) = self.root(&plans).filter(|_| distinct) else { return Vec::new() };

        let mut order = Vec::new();
        let mut stack = vec![(root, None)];
        let mut indicator_sections = Vec::new();
        while let Some((at, parent)) = stack.pop() {
            let plan = &plans[at];
            let node = self.framework.nodes.len();
            let built = self.node(plan, parent, groups, indicators);
            self.framework.nodes.push(built);
            self.node_places.push(plan.at);
            if let Some(parent) = parent {
                let parent: &mut Node = &mut self.framework.nodes[parent];
                parent.children.push(node);
            }
            indicator_sections.push(plan.indicator);
            order.push(at);
            let children = |candidate: &&Plan| {
                plan.indicator.is_none() && candidate.parent.as_ref().is_some_and(|(code, _)| *code == plan.code)
            };
            let below: Vec<usize> =
                plans.iter().enumerate().filter(|(_, candidate)| children(candidate)).map(|(index, _)| index).collect();
            if order.len() > plans.len() {
                // A duplicate code can make a node its own descendant; that is already a finding.
                break;
            }
            stack.extend(below.into_iter().rev().map(|child| (child, Some(node))));
        }
        self.check_children();
        indicator_sections
    }

    fn check_parents(&mut self, plans: &[Plan]) {
        let groups: Vec<&str> =
            plans.iter().filter(|plan| plan.indicator.is_none()).map(|plan| plan.code.as_str()).collect();
        for plan in plans {
            let Some((parent, at)) = &plan.parent else { continue };
            if groups.contains(&parent.as_str()) {
                continue;
            }
            let mut diagnostic = Diagnostic::new(
                Code::UnknownParent,
                format!("`{}` names the parent `{parent}`, which is not a group", plan.code),
            )
            .at(*at);
            if let Some(near) = nearest(parent, groups.iter().copied()) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            } else {
                diagnostic = diagnostic.help(format!("groups are: {}", groups.join(", ")));
            }
            self.findings.push(diagnostic);
        }
    }

    fn root(&mut self, plans: &[Plan]) -> Option<usize> {
        let roots: Vec<usize> = (0..plans.len()).filter(|&at| plans[at].parent.is_none()).collect();
        match roots.as_slice() {
            [root] => Some(*root),
            [] => {
                let mut diagnostic = Diagnostic::new(Code::NoRoot, "no group is the index")
                    .help("add a `[[group]]` without `parent`; it is the index");
                if let Some(at) = plans.first().map(|first| first.at).or(self.head_place) {
                    diagnostic = diagnostic.at(at);
                }
                self.findings.push(diagnostic);
                None
            }
            [first, second, ..] => {
                let names: Vec<&str> = roots.iter().map(|&root| plans[root].code.as_str()).collect();
                self.findings.push(
                    Diagnostic::new(
                        Code::TwoRoots,
                        format!("{} groups have no parent: {}", roots.len(), names.join(", ")),
                    )
                    .at(plans[*second].at)
                    .labelled(plans[*first].at, "this one has none either")
                    .help("give every group but the index a `parent`"),
                );
                None
            }
        }
    }

    fn check_cycles(&mut self, plans: &[Plan]) {
        let by_code: BTreeMap<&str, usize> =
            plans.iter().enumerate().map(|(at, plan)| (plan.code.as_str(), at)).collect();
        let parent_of = |at: usize| plans[at].parent.as_ref().and_then(|(code, _)| by_code.get(code.as_str()).copied());
        let mut settled = vec![false; plans.len()];
        for start in 0..plans.len() {
            let mut path = Vec::new();
            let mut at = Some(start);
            while let Some(here) = at
                && !settled[here]
                && !path.contains(&here)
            {
                path.push(here);
                at = parent_of(here);
            }
            if let Some(again) = at
                && let Some(from) = path.iter().position(|&seen| seen == again)
            {
                let mut names: Vec<&str> = path[from..].iter().map(|&seen| plans[seen].code.as_str()).collect();
                names.push(&plans[again].code);
                let place = plans[again].parent.as_ref().map_or(plans[again].at, |(_, place)| *place);
                let message = format!("the parents go in a circle: {}", names.join(" -> "));
                self.error(Code::Cycle, message, place, "give one of these groups another parent");
            }
            for seen in path {
                settled[seen] = true;
            }
        }
    }

    fn node(
        &mut self,
        plan: &Plan,
        parent: Option<usize>,
        groups: &[Raw<RawGroup>],
        indicators: &[Raw<RawIndicator>],
    ) -> Node {
        let level = self.level(plan, parent);
        let (name, weight, origin, what) = if plan.indicator.is_some() {
            let section = &indicators[plan.raw];
            let raw = &section.value;
            (
                self.words(section, &raw.name),
                self.weight(section, raw.weight.as_ref()),
                self.origin(section, raw.origin.as_ref()),
                self.optional_words(section, raw.what.as_ref()),
            )
        } else {
            let section = &groups[plan.raw];
            let raw = &section.value;
            (
                self.words(section, &raw.name),
                self.weight(section, raw.weight.as_ref()),
                self.origin(section, raw.origin.as_ref()),
                self.optional_words(section, raw.what.as_ref()),
            )
        };
        let code = plan.code.clone();
        Node { code, name, parent, children: Vec::new(), level, weight, indicator: None, origin, what }
    }

    /// Indicators stand on the lowest level; a group stands below its parent, or where it says.
    fn level(&mut self, plan: &Plan, parent: Option<usize>) -> usize {
        let lowest = self.framework.levels.len() - 1;
        let above = parent.map(|parent| self.framework.nodes[parent].level);
        let level = match (&plan.level, plan.indicator) {
            (Some((code, at)), _) => {
                let known: Vec<String> = self.framework.levels.iter().map(|level| level.code.clone()).collect();
                self.reference("level", code, *at, known.iter().map(String::as_str))
                    .unwrap_or_else(|| above.map_or(0, |above| above + 1).min(lowest.saturating_sub(1)))
            }
            (None, Some(_)) => lowest,
            (None, None) => above.map_or(0, |above| above + 1),
        };
        // Below a node that has no room itself, the finding is already made.
        let said = above.is_some_and(|above| above >= lowest);
        let wrong = above.is_some_and(|above| level <= above) || level > lowest;
        if !said && (wrong || plan.indicator.is_none() && level == lowest) {
            let codes: Vec<&str> = self.framework.levels.iter().map(|level| level.code.as_str()).collect();
            let help = format!("levels are {}; declare another `[[level]]` or name one above", codes.join(" > "));
            self.error(Code::TooDeep, format!("there is no level for `{}`", plan.code), plan.at, help);
        }
        level.min(lowest)
    }

    pub(super) fn weight<T>(&mut self, section: &Raw<T>, weight: Option<&Spanned<f64>>) -> f64 {
        let Some(weight) = weight else { return 1.0 };
        let value = *weight.get_ref();
        if value.is_finite() && value >= 0.0 {
            return value;
        }
        let help = "use zero or a positive number; weights are normalised over siblings";
        self.error(Code::BadWeight, format!("a weight cannot be {value}"), section.place(weight), help);
        1.0
    }

    fn check_children(&mut self) {
        for index in 0..self.framework.nodes.len() {
            let node = &self.framework.nodes[index];
            let at = self.node_places[index];
            let is_group = node.level + 1 < self.framework.levels.len();
            if node.children.is_empty() && is_group {
                let message = format!("`{}` has nothing below it", node.code);
                self.error(Code::NoChildren, message, at, "add an indicator with this parent, or remove the group");
            } else if !node.children.is_empty()
                && node.children.iter().all(|&child| self.framework.nodes[child].weight <= 0.0)
            {
                let message = format!("all children of `{}` have weight zero", node.code);
                self.error(Code::ZeroWeights, message, at, "give at least one of them a positive weight");
            } else if !node.children.iter().map(|&child| self.framework.nodes[child].weight).sum::<f64>().is_finite() {
                let message = format!("the weights below `{}` are too large to be added", node.code);
                self.error(Code::BadWeight, message, at, "weights are normalised over siblings; use smaller ones");
            }
        }
    }
}

fn plans(groups: &[Raw<RawGroup>], indicators: &[Raw<RawIndicator>]) -> Vec<Plan> {
    let located = |place: Place, value: &Spanned<String>| (value.get_ref().clone(), place);
    let groups = groups.iter().enumerate().map(|(raw, section)| Plan {
        code: section.value.code.get_ref().clone(),
        at: section.place(&section.value.code),
        parent: section.value.parent.as_ref().map(|parent| located(section.place(parent), parent)),
        level: section.value.level.as_ref().map(|level| located(section.place(level), level)),
        indicator: None,
        raw,
    });
    let indicators = indicators.iter().enumerate().map(|(raw, section)| Plan {
        code: section.value.code.get_ref().clone(),
        at: section.place(&section.value.code),
        parent: Some(located(section.place(&section.value.parent), &section.value.parent)),
        level: None,
        indicator: Some(raw),
        raw,
    });
    groups.chain(indicators).collect()
}

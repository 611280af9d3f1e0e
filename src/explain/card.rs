//! What a code means: a diagnostic, a node with its card, an item, a question.

use super::figure;
use crate::criteria::{About, Criteria, Framework, Indicator, Measure, QuestionKind, ScaleKind};
use crate::diag::Code;
use crate::model::Words;

/// What a diagnostic code means and how to mend it.
#[must_use]
pub fn code_text(code: Code) -> String {
    format!("{} ({})\n{}\n\nHow to mend it\n{}\n", code.id(), code.severity().word(), code.meaning(), code.mend())
}

/// What a code of the criteria means; nothing when no node, item, question, facet or scale has it.
#[must_use]
pub fn criteria_text(criteria: &Criteria, code: &str, language: &str) -> Option<String> {
    let framework = &criteria.framework;
    if let Some(node) = framework.node(code) {
        return Some(node_text(framework, node, language));
    }
    if let Some(item) = framework.items.iter().find(|item| item.code.eq_ignore_ascii_case(code)) {
        let facets: Vec<String> = item
            .facets
            .iter()
            .enumerate()
            .filter_map(|(facet, value)| {
                let facet = &framework.facets[facet];
                Some(format!("{}: {}", facet.name.get(language), facet.values[(*value)?].name.get(language)))
            })
            .collect();
        return Some(format!(
            "{} ({}), item of table {}, {}\n{}\n",
            item.name.get(language),
            item.code,
            framework.tables[item.table].code,
            item.origin.code(),
            facets.join("\n"),
        ));
    }
    question_text(framework, code, language)
}

fn question_text(framework: &Framework, code: &str, language: &str) -> Option<String> {
    let (table, question) = framework.tables.iter().find_map(|table| {
        let found = table.questions.iter().find(|question| question.code.eq_ignore_ascii_case(code))?;
        Some((table, found))
    })?;
    let mut text = format!("{} (question of table {})\n{}\n", question.code, table.code, question.text.get(language));
    match &question.kind {
        QuestionKind::BestOf(parts) => {
            let codes: Vec<&str> = parts.iter().map(|&part| table.questions[part].code.as_str()).collect();
            text += &format!("derived: the best of {}\n", codes.join(", "));
        }
        QuestionKind::Asked(scale) => text += &scale_text(&framework.scales[*scale].kind, language),
    }
    Some(text)
}

fn scale_text(kind: &ScaleKind, language: &str) -> String {
    match kind {
        ScaleKind::Options(options) => options
            .iter()
            .map(|option| {
                let name = option.name.get(language);
                format!("  {} ({name}): {} point(s)\n", option.code, figure(option.points))
            })
            .collect(),
        ScaleKind::Number { counted: true, .. } => {
            "  a count of n respondents; the answer is its share of n\n".to_owned()
        }
        ScaleKind::Number { range: Some(range), .. } => {
            format!("  a number from {} to {}\n", figure(range.low()), figure(range.high()))
        }
        ScaleKind::Number { range: None, .. } => "  a number\n".to_owned(),
        ScaleKind::Checklist { options, .. } => {
            let codes: Vec<&str> = options.iter().map(|option| option.code.as_str()).collect();
            format!("  the ticked share of: {}\n", codes.join(", "))
        }
    }
}

fn node_text(framework: &Framework, index: usize, language: &str) -> String {
    let node = &framework.nodes[index];
    let level = framework.levels[node.level].name.get(language);
    let mut text = format!("{} ({}), {level}, {}\n", node.name.get(language), node.code, node.origin.code());
    if let Some(parent) = node.parent {
        let siblings: f64 = framework.nodes[parent].children.iter().map(|&child| framework.nodes[child].weight).sum();
        let share = if siblings > 0.0 { node.weight / siblings * 100.0 } else { 0.0 };
        text += &format!(
            "weight {} among the children of {}, {} % of it\n",
            figure(node.weight),
            framework.nodes[parent].code,
            figure((share * 100.0).round() / 100.0)
        );
    }
    let section = |title: &str, words: &Words| {
        let words = words.get(language);
        if words.is_empty() { String::new() } else { format!("\n{title}\n{words}\n") }
    };
    text += &section("What it measures", &node.what);
    match node.indicator.map(|indicator| &framework.indicators[indicator]) {
        None => {
            let children: Vec<String> = node
                .children
                .iter()
                .map(|&child| {
                    let child = &framework.nodes[child];
                    format!("  {} ({}), weight {}", child.name.get(language), child.code, figure(child.weight))
                })
                .collect();
            text += &format!("\nChildren\n{}\n", children.join("\n"));
        }
        Some(indicator) => {
            let card = &indicator.card;
            text += &section("Why it matters", &card.why);
            text += &section("How it is scored", &card.how);
            text += &format!("\nRule\n{}\n", rule(framework, indicator));
            text += &section("When it does not apply", &card.not_applicable);
            text += &section("Missing data", &card.missing);
            text += &observed(framework, indicator, language);
            for (number, (step, effort)) in card.improve.iter().enumerate() {
                if number == 0 {
                    text += "\nHow to improve\n";
                }
                text += &format!("  {} (effort: {})\n", step.get(language), effort.code());
            }
            for (number, source) in card.sources.iter().enumerate() {
                if number == 0 {
                    text += "\nSources\n";
                }
                text += &format!("  {}\n", source.get(language));
            }
        }
    }
    text
}

/// What stands for an indicator where a round adapts data of another purpose.
fn observed(framework: &Framework, indicator: &Indicator, language: &str) -> String {
    let Some(adaptation) = &framework.adaptation else { return String::new() };
    let words = match &indicator.adapted {
        Some(words) => words.get(language),
        None => "Not assessed: nothing in the source stands for it.",
    };
    format!("\nHow this round observes it\n{words}\nAnswers from: {}\n", adaptation.source.get(language))
}

/// The measure, read back from the valid criteria, so that it cannot differ from what is computed.
fn rule(framework: &Framework, indicator: &Indicator) -> String {
    let table = &framework.tables[indicator.table];
    let code = |question: usize| table.questions[question].code.as_str();
    let measure = match &indicator.measure {
        Measure::Value(question) => format!("the answer to {}", code(*question)),
        Measure::Mean(questions) => {
            let codes: Vec<&str> = questions.iter().map(|&question| code(question)).collect();
            format!("mean of {}", codes.join(", "))
        }
        Measure::Points(points) => {
            let parts: Vec<String> =
                points.iter().map(|&(question, points)| format!("{} {}", figure(points), code(question))).collect();
            parts.join(" + ")
        }
        Measure::Tiers { rules, otherwise } => {
            let scores: Vec<String> = rules.iter().map(|(_, score)| figure(*score)).collect();
            format!("tiers {}, otherwise {}", scores.join(", "), figure(*otherwise))
        }
    };
    let about = match table.about {
        About::Unit => "once a unit".to_owned(),
        About::Catalogue => format!("for each item of table {}", table.code),
        About::Facet(facet) => format!("for each {}", framework.facets[facet].code),
    };
    format!("{measure}, {about}")
}

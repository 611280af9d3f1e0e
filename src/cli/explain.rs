//! `nudj explain`

use std::path::Path;

use super::arguments::ExplainCommand;
use super::load::{Kind, Loaded, kind};
use super::output::{Scored, no_such_unit};
use super::{Outcome, show};
use crate::criteria::Criteria;
use crate::diag::{Code, Diagnostic, nearest};
use crate::explain::{Subject, code_text, criteria_text, unit_text};
use crate::survey::Unit;

pub(super) fn run(command: &ExplainCommand) -> Outcome {
    match kind(&command.what) {
        Some((Kind::Criteria, folder)) => explain_criteria(command, &folder),
        Some((Kind::Round, _)) => explain_round(command),
        None => explain_code(&command.what),
    }
}

/// The code of a diagnostic.
fn explain_code(what: &Path) -> Outcome {
    let word = what.to_string_lossy();
    if let Some(code) = Code::from_id(&word) {
        show::out(&code_text(code));
        return Outcome::Done;
    }
    let near = nearest(&word, Code::ALL.iter().map(|code| code.id()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`? A round or criteria are named by their folder"),
        None => "name a round, a criteria folder, or the code in brackets of a diagnostic".to_owned(),
    };
    let message = format!("`{word}` is no round, no criteria and no diagnostic");
    show::failure(&Diagnostic::new(Code::NoSuchNode, message).help(help));
    Outcome::CouldNotRun
}

fn explain_criteria(command: &ExplainCommand, folder: &Path) -> Outcome {
    let loaded = Loaded::criteria(folder);
    show::loading(&loaded, command.criteria.format);
    let Some(criteria) = &loaded.criteria else { return Outcome::Findings };
    let Some(code) = &command.unit else {
        show::out(&overview(criteria));
        return Outcome::Done;
    };
    explained_code(criteria, code)
}

fn explained_code(criteria: &Criteria, code: &str) -> Outcome {
    let language = language(criteria);
    if let Some(text) = criteria_text(criteria, code, &language) {
        show::out(&text);
        return Outcome::Done;
    }
    if let Some(found) = Code::from_id(code) {
        show::out(&code_text(found));
        return Outcome::Done;
    }
    show::failure(&no_such(criteria, code));
    Outcome::CouldNotRun
}

fn no_such(criteria: &Criteria, code: &str) -> Diagnostic {
    let framework = &criteria.framework;
    let nodes = framework.nodes.iter().map(|node| node.code.as_str());
    let items = framework.items.iter().map(|item| item.code.as_str());
    let questions = framework.tables.iter().flat_map(|table| table.questions.iter().map(|one| one.code.as_str()));
    let diagnostic = Diagnostic::new(Code::NoSuchNode, format!("no node, item or question has the code `{code}`"));
    match nearest(code, nodes.clone().chain(items).chain(questions)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!("nodes are: {}", nodes.collect::<Vec<_>>().join(", "))),
    }
}

/// The tree of codes, to choose one from.
fn overview(criteria: &Criteria) -> String {
    let framework = &criteria.framework;
    let mut text = String::new();
    let mut stack = vec![(0, 0)];
    while let Some((node, depth)) = stack.pop() {
        let named = &framework.nodes[node];
        text += &format!("{}{} ({})\n", "  ".repeat(depth), named.name.get(&language(criteria)), named.code);
        stack.extend(named.children.iter().rev().map(|&child| (child, depth + 1)));
    }
    text
}

fn language(criteria: &Criteria) -> String {
    criteria.framework.languages.first().cloned().unwrap_or_else(|| "en".to_owned())
}

fn explain_round(command: &ExplainCommand) -> Outcome {
    let scored = match Scored::read(&command.what, &command.criteria, "explanation") {
        Ok(scored) => scored,
        Err(outcome) => return outcome,
    };
    let (Some(criteria), Some(round)) = (&scored.loaded.criteria, &scored.loaded.round) else {
        return Outcome::Findings;
    };
    let Some(name) = &command.unit else {
        show::out(&overview(criteria));
        let codes: Vec<&str> = round.units().iter().map(Unit::code).collect();
        show::out(&format!("\nunits: {}\n", codes.join(" ")));
        return Outcome::Done;
    };
    let Some(unit) = round.unit(name) else {
        if command.node.is_none() && criteria_text(criteria, name, "en").is_some() {
            return explained_code(criteria, name);
        }
        show::failure(&no_such_unit(round, name, "of the round, nor a code of the criteria"));
        return Outcome::CouldNotRun;
    };
    let node = command.node.as_ref().map_or(Some(0), |code| criteria.framework.node(code));
    let Some(node) = node else {
        show::failure(&no_such(criteria, command.node.as_deref().unwrap_or("")));
        return Outcome::CouldNotRun;
    };
    let language = language(criteria);
    let subject = Subject {
        framework: &criteria.framework,
        methodology: &criteria.methodology,
        round,
        evaluation: &scored.evaluation,
        sources: &scored.loaded.reading.sources,
        language: &language,
    };
    show::out(&unit_text(subject, unit, node, command.answers));
    scored.outcome()
}

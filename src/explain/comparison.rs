//! Two sides of a comparison as a table for the terminal.

use crate::analyse::{Compared, ComparedNode, Side};
use crate::frozen::{Frozen, FrozenScore};

/// Writes a comparison as text: the shared nodes as a tree, and what is not shared.
#[must_use]
pub fn comparison_text(first: Side<'_>, second: Side<'_>, compared: &Compared) -> String {
    let mut text = format!("{}\n{}\n\n", side(first), side(second));
    let (one, other) = titles(first, second);
    text += &format!("{:<44} {one:>12} {other:>12} {:>9}  between\n", "", "change");
    let shown: Vec<&ComparedNode> = compared.nodes.iter().filter(|node| has_score(first, second, node)).collect();
    for node in &shown {
        text += &row(first, second, node);
    }
    let hidden = compared.nodes.len() - shown.len();
    if hidden > 0 {
        text += &format!("\n{hidden} nodes have no score on either side\n");
    }
    if !compared.unmatched.is_empty() {
        text += "\nnot compared, because the two sides do not measure the same:\n";
        for (code, why) in &compared.unmatched {
            text += &format!("  {code} ({why})\n");
        }
    }
    text
}

fn side(side: Side<'_>) -> String {
    let frozen = side.frozen;
    let language = frozen.framework.languages.first().map_or("en", String::as_str);
    let said =
        |text: &crate::frozen::Text| text.get(language).or_else(|| text.values().next()).cloned().unwrap_or_default();
    let unit = &frozen.units[side.unit];
    format!("{} ({}), {}, edition {}", said(&unit.name), unit.code, said(&frozen.round.title), frozen.framework.edition)
}

/// What tells the sides apart: the periods, or the units, or nothing but their order.
fn titles(first: Side<'_>, second: Side<'_>) -> (String, String) {
    let periods = (first.frozen.round.period.clone(), second.frozen.round.period.clone());
    let code = |side: Side<'_>| side.frozen.units[side.unit].code.clone();
    match (first.frozen.round.code == second.frozen.round.code, first.unit == second.unit) {
        (false, _) => periods,
        (true, false) => (code(first), code(second)),
        (true, true) => ("first".to_owned(), "second".to_owned()),
    }
}

fn has_score(first: Side<'_>, second: Side<'_>, node: &ComparedNode) -> bool {
    let there = |score: Option<&FrozenScore>| score.is_some_and(|score| score.score.is_some());
    node.second == 0 || there(first.score(node.first)) || there(second.score(node.second))
}

fn row(first: Side<'_>, second: Side<'_>, node: &ComparedNode) -> String {
    let framework = &second.frozen.framework;
    let digits = usize::from(framework.decimals);
    let named = &framework.nodes[node.second];
    let label = format!("{}{}", "  ".repeat(depth(second.frozen, node.second)), named.code);
    let printed = |score: Option<&FrozenScore>| match score {
        Some(score) if score.score.is_some() => {
            let mark = if score.is_published() { "*" } else { "" };
            format!("{:.digits$}{mark}", score.score.unwrap_or_default())
        }
        Some(score) => score.absent.as_deref().unwrap_or("").replace('_', " "),
        None => String::new(),
    };
    let (one, other) = (printed(first.score(node.first)), printed(second.score(node.second)));
    let change = node.change.map_or(String::new(), |change| format!("{change:+.digits$}"));
    let range = node.range.filter(|[low, high]| high > low);
    let range = range.map_or(String::new(), |[low, high]| format!("{low:+.digits$} .. {high:+.digits$}"));
    format!("{label:<44} {one:>12} {other:>12} {change:>9}  {range}").trim_end().to_owned() + "\n"
}

fn depth(frozen: &Frozen, node: usize) -> usize {
    let parent = |at: &usize| frozen.framework.nodes.get(*at).and_then(|node| node.parent);
    std::iter::successors(parent(&node), parent).count()
}

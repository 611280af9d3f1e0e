//! Two results side by side for all their units, as a table for the terminal.

use crate::analyse::Factor;
use crate::analyse::changes::{Comparison, NodeChange, Stand, UnitChange};
use crate::frozen::Frozen;

/// Writes every score and rank of the index on both sides, and what the changes come from where they are split.
#[must_use]
pub fn changes_text(first: &Frozen, second: &Frozen, comparison: &Comparison) -> String {
    let root = second.framework.nodes.first().map_or("", |node| node.code.as_str());
    let digits = usize::from(second.framework.decimals);
    let mut text = format!("first: {}\nsecond: {}\n\n", side(first), side(second));
    let mut units: Vec<(&UnitChange, Option<&NodeChange>)> =
        comparison.units.iter().map(|unit| (unit, unit.index(root))).collect();
    // The order of the second ranking; those without a rank come last, in the order of the round.
    units.sort_by_key(|(_, index)| index.and_then(|index| index.second.rank).unwrap_or(u32::MAX));
    let with_parts = comparison.units.iter().any(|unit| unit.split.is_some());
    let mut head = vec![root, "rank", "", "first", "second", "change"];
    if with_parts {
        head.extend(Factor::ALL.map(Factor::words));
    }
    let mut rows = vec![head.into_iter().map(str::to_owned).collect::<Vec<_>>()];
    rows.extend(units.iter().map(|(unit, index)| row(unit, *index, digits, with_parts)));
    text += &super::table(&rows);
    text += &format!("\n{}", summary(comparison, digits));
    text + &left_out(comparison, root)
}

/// Which result it is.
fn side(frozen: &Frozen) -> String {
    let language = frozen.framework.languages.first().map_or("en", String::as_str);
    let title = frozen.round.title.get(language).or_else(|| frozen.round.title.values().next());
    let title = title.map_or("", String::as_str);
    format!("{title} ({}), {}, edition {}", frozen.round.period, frozen.framework.code, frozen.framework.edition)
}

fn row(unit: &UnitChange, index: Option<&NodeChange>, digits: usize, with_parts: bool) -> Vec<String> {
    let mut cells = vec![unit.second.clone()];
    let Some(index) = index else {
        cells.push("not comparable".to_owned());
        return cells;
    };
    let rank = |stand: &Stand| stand.rank.map_or("-".to_owned(), |rank| rank.to_string());
    let score = |stand: &Stand| match (stand.score, &stand.absent) {
        (Some(score), _) => format!("{score:.digits$}{}", if stand.published { "*" } else { "" }),
        (None, why) => why.as_deref().unwrap_or("-").replace('_', " "),
    };
    let moves = match (index.first.rank, index.second.rank) {
        (Some(before), Some(after)) if before > after => format!("up {}", before - after),
        (Some(before), Some(after)) if before < after => format!("down {}", after - before),
        _ => String::new(),
    };
    cells.push(format!("{} to {}", rank(&index.first), rank(&index.second)));
    cells.extend([moves, score(&index.first), score(&index.second)]);
    cells.push(index.change.map_or("-".to_owned(), |change| format!("{change:+.digits$}")));
    if with_parts {
        let parts = unit.split.map(|split| split.parts().map(|part| format!("{part:+.digits$}")));
        cells.extend(parts.unwrap_or_else(|| Factor::ALL.map(|_| "-".to_owned())));
    }
    cells
}

fn summary(comparison: &Comparison, digits: usize) -> String {
    let summary = &comparison.summary;
    let mut text = format!(
        "{} of {} units with a score on both sides move in score, {} in rank",
        summary.scores_moved, summary.compared, summary.ranks_moved
    );
    if let Some((mean, largest)) = summary.mean_rank_shift.zip(summary.largest_rank_shift) {
        text += &format!(", by {mean:.2} places on average and {largest} at most");
    }
    if let Some(change) = summary.mean_change {
        text += &format!("; mean change of score {change:+.digits$} points");
    }
    text += ".\n";
    let reasons = comparison.units.iter().filter_map(|unit| unit.split_not_defined.as_deref());
    let reasons: std::collections::BTreeSet<&str> = reasons.collect();
    for reason in reasons {
        text += &format!("Parts of a change are not defined where {reason}.\n");
    }
    if comparison.units.iter().any(|unit| unit.split.is_some()) {
        text += "Parts are Shapley values over sixteen mixtures of the two sides; they sum to the change.\n";
    }
    text
}

/// What is on one side only.
fn left_out(comparison: &Comparison, root: &str) -> String {
    let mut text = String::new();
    for (side, codes) in [("first", &comparison.only_first), ("second", &comparison.only_second)] {
        if !codes.is_empty() {
            text += &format!("Only in the {side}, and ranked there: {}.\n", codes.join(" "));
        }
    }
    if let Some(node) = comparison.unmatched.iter().find(|node| node.code == root) {
        text += &format!("The index is not compared: the two sides do not measure the same ({}).\n", node.reason);
    }
    let others: Vec<&str> =
        comparison.unmatched.iter().filter(|node| node.code != root).map(|node| node.code.as_str()).collect();
    if !others.is_empty() {
        text += &format!("Measured otherwise on the first side, or not at all: {}.\n", others.join(" "));
    }
    text
}

//! The coherence of an index as tables for the terminal. Figures are rounded for the eye; the file has all digits.

use super::table;
use crate::analyse::coherence::{Alpha, Balance, Coherence, Figure, Flag, Importance, Statistics, Structure};

/// Components that are printed; the file has all.
const COMPONENTS: usize = 3;

/// Writes an analysis as text.
#[must_use]
pub fn coherence_text(coherence: &Coherence, title: &str, level: &str) -> String {
    let (rows, columns) = (coherence.rows, coherence.columns.len());
    let word = if columns == 1 { "column" } else { "columns" };
    let mut text = format!("{title}\n{columns} {word} ({level}), {rows} rows\n");
    for warning in &coherence.warnings {
        text += &format!("note: {}\n", warning.words());
    }
    text += &statistics(coherence);
    text += &flags(coherence);
    text += &structures(&coherence.structures);
    text += &importance(&coherence.importance);
    text += &balance(&coherence.balance);
    let pairs = coherence.correlations.len();
    text + &format!(
        "\n{pairs} pairs of columns: Pearson, Spearman and Kendall with n and p-values are in coherence.json\n"
    )
}

fn printed(figure: Figure, digits: usize) -> String {
    match figure.0 {
        Ok(value) if value.abs() >= 1e7 => format!("{value:.3e}"),
        Ok(value) => format!("{value:.digits$}"),
        Err(_) => "-".to_owned(),
    }
}

fn percent(figure: Figure) -> String {
    figure.value().map_or("-".to_owned(), |share| format!("{:.1}", share * 100.0))
}

fn statistics(coherence: &Coherence) -> String {
    let head = ["column", "n", "missing %", "mean", "sd", "min", "max", "skew", "kurtosis", "distinct"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let mut empty = Vec::new();
    for (code, one) in coherence.columns.iter().zip(&coherence.statistics) {
        if one.n == 0 {
            empty.push(code.as_str());
            continue;
        }
        let mut row = vec![code.clone(), one.n.to_string(), percent(one.share_missing)];
        let figures = [one.mean, one.sd, one.min, one.max, one.skewness, one.kurtosis];
        row.extend(figures.into_iter().map(|figure| printed(figure, 2)));
        row.push(format!("{}{}", one.distinct, marks(one)));
        rows.push(row);
    }
    let of = coherence.statistics_of.replace('_', " ");
    let rules = coherence.rules;
    let empty = if empty.is_empty() { String::new() } else { format!("  without any value: {}\n", empty.join(", ")) };
    format!(
        "\nStatistics of {of} (- not defined)\n{}  marks: g under {:.0} % of rows with a value, z under {:.0} % not zero, d under {:.0} % different, \
         o |skew| above {} and kurtosis above {}\n{empty}",
        table(&rows),
        rules.available * 100.0,
        rules.nonzero * 100.0,
        rules.distinct * 100.0,
        rules.skewness,
        rules.kurtosis
    )
}

fn marks(one: &Statistics) -> String {
    let all = [(one.low_available, 'g'), (one.low_nonzero, 'z'), (one.low_distinct, 'd'), (one.outliers, 'o')];
    let set: String = all.iter().filter(|(set, _)| *set).map(|(_, mark)| *mark).collect();
    if set.is_empty() { set } else { format!(" {set}") }
}

fn flags(coherence: &Coherence) -> String {
    let rules = coherence.rules;
    let head = format!(
        "\nCorrelations to look at (inside a group above {} or below {}; with the group below {}, or more with another)\n",
        rules.redundant, rules.opposed, rules.weak
    );
    if coherence.flags.is_empty() {
        return head + "  none\n";
    }
    let code = |at: usize| coherence.columns.get(at).map_or("", String::as_str);
    let line = |flag: &Flag| {
        let who = flag
            .second
            .map_or_else(|| code(flag.first).to_owned(), |other| format!("{} and {}", code(flag.first), code(other)));
        format!("  {who}: {} (r {}, n {})\n", flag.kind.words(), printed(flag.r, 3), flag.n)
    };
    coherence.flags.iter().fold(head, |all, flag| all + &line(flag))
}

fn structures(structures: &[Structure]) -> String {
    let mut text = "\nGroups of columns as one thing\n".to_owned();
    if structures.is_empty() {
        text += "  none: no group has two columns\n";
    }
    for one in structures {
        let [pairwise, listwise] = one.alpha;
        if one.columns.is_empty() {
            text += &format!("  {}: no column has a value\n", one.group);
            continue;
        }
        if let [only] = one.columns.as_slice() {
            text += &format!("  {}: only {only} has values\n", one.group);
            continue;
        }
        text += &format!(
            "  {}: {} columns with values, {} complete rows{}\n    Cronbach's alpha {} on pairs (n {}), {} on complete rows (n {})\n",
            one.group,
            one.columns.len(),
            one.principal.n,
            if one.fewer_rows_than_columns { " (fewer than columns: indicative only)" } else { "" },
            figure(pairwise.alpha),
            pairwise.n,
            interval(listwise),
            listwise.n
        );
        let principal = &one.principal;
        match principal.not_defined {
            Some(why) => text += &format!("    principal components not defined ({})\n", why.replace('_', " ")),
            None => {
                let shares = principal.components.iter().take(COMPONENTS);
                let shares: Vec<String> = shares.map(|share| format!("{:.1} %", share.explained * 100.0)).collect();
                text += &format!(
                    "    principal components explain {}; {} with variance above 1; KMO {}; Bartlett p {}\n",
                    shares.join(", "),
                    principal.above_one,
                    figure(principal.kmo),
                    probability(principal.bartlett_p)
                );
            }
        }
    }
    text
}

fn figure(figure: Figure) -> String {
    match figure.0 {
        Ok(value) => format!("{value:.3}"),
        Err(why) => format!("not defined ({})", why.code().replace('_', " ")),
    }
}

/// Alpha with its 95 per cent interval.
fn interval(alpha: Alpha) -> String {
    match (alpha.low.value(), alpha.high.value()) {
        (Some(low), Some(high)) => format!("{} (95 %: {low:.3} to {high:.3})", figure(alpha.alpha)),
        _ => figure(alpha.alpha),
    }
}

fn probability(figure: Figure) -> String {
    match figure.0 {
        Ok(value) if value < 0.000_5 => "< 0.001".to_owned(),
        _ => self::figure(figure),
    }
}

fn importance(all: &[Importance]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let head = ["node", "in", "n", "nominal %", "in index %", "r", "R2", "R2 without one", "observed %", "smoothed %"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let without = all.iter().filter(|one| one.n == 0).count();
    for one in all.iter().filter(|one| one.n > 0) {
        let spread = one.linear_without_one;
        rows.push(vec![
            one.node.clone(),
            one.group.clone(),
            one.n.to_string(),
            format!("{:.1}", one.nominal * 100.0),
            format!("{:.1}", one.effective * 100.0),
            printed(one.r, 2),
            printed(one.linear, 2),
            match (spread.low.value(), spread.high.value()) {
                (Some(low), Some(high)) => format!("{low:.2}..{high:.2}"),
                _ => "-".to_owned(),
            },
            percent(one.linear_among_siblings),
            percent(one.smooth_among_siblings),
        ]);
    }
    let without = if without > 0 { format!("  {without} nodes without scores are left out\n") } else { String::new() };
    format!(
        "\nImportance: stated, and observed in these data (share among siblings of the variance of the group that a line, and a smooth \
         curve, explains)\n{}{without}",
        table(&rows)
    )
}

fn balance(all: &[Balance]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut text = "\nWeights under which observed importance would be the stated one (a part with weight 0 already counts through its \
                    correlation with the others)\n".to_owned();
    for one in all.iter().filter(|one| !one.parts.is_empty()) {
        if let Err(why) = one.largest_gap.0 {
            text += &format!("  {}: not defined ({})\n", one.group, why.code().replace('_', " "));
            continue;
        }
        let verdict = if one.reached {
            "reached".to_owned()
        } else {
            format!("closest found; correlations between the parts leave a gap of {} points", percent(one.largest_gap))
        };
        text += &format!("  {} (n {}): {verdict}\n", one.group, one.n);
        for part in &one.parts {
            text += &format!(
                "    {}: stated {:.1} %, observed {} %; weight {} gives {} %\n",
                part.node,
                part.target * 100.0,
                percent(part.now),
                printed(part.weight, 3),
                percent(part.obtained)
            );
        }
    }
    text
}

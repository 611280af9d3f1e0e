//! Growth rates as a table for the terminal.

use super::{figure, table};
use crate::analyse::coherence::Undefined;
use crate::analyse::growth::{Growth, GrowthRules, History, Rate};

/// Writes the rates as text: one row for each unit and indicator, in per cent a year.
#[must_use]
pub fn growth_text(framework: &str, history: &History, rules: GrowthRules, growth: &[Growth]) -> String {
    let periods: Vec<&str> = history.periods().collect();
    let mut text = format!("Growth of observed values, {framework}: {}\n", periods.join(", "));
    text += match rules.rate {
        Rate::Compound => "% a year from the first value to the last, compounded",
        Rate::Linear => "% a year along the line through all values, as a share of the line at the first of them",
    };
    text += if rules.directed { "; turned where less is better, so that + is better\n\n" } else { "\n\n" };
    let sliced = growth.iter().any(|one| one.slice.is_some());
    let mut head = vec!["unit", "indicator", "from", "to", "first", "last", "change a year", "% a year", "values"];
    if sliced {
        head.insert(2, "slice");
    }
    let mut rows = vec![head.into_iter().map(str::to_owned).collect::<Vec<_>>()];
    rows.extend(growth.iter().map(|one| row(one, sliced)));
    text += &table(&rows);
    if !history.left_out.is_empty() {
        text += "\nleft out, because they do not measure the same in every period:\n";
        for (code, why) in &history.left_out {
            text += &format!("  {code} ({why})\n");
        }
    }
    text
}

fn row(one: &Growth, sliced: bool) -> Vec<String> {
    let mut cells = vec![one.unit.clone(), one.indicator.clone()];
    if sliced {
        cells.push(one.slice.clone().unwrap_or_default());
    }
    let ends = [&one.first, &one.last];
    cells.extend(ends.map(|point| point.as_ref().map_or("-".to_owned(), |point| point.period.clone())));
    cells.extend(ends.map(|point| point.as_ref().map_or("-".to_owned(), |point| figure(point.value))));
    cells.push(
        one.change.value().map_or("-".to_owned(), |change| {
            if change > 0.0 { format!("+{}", figure(change)) } else { figure(change) }
        }),
    );
    cells.push(match one.rate.0 {
        Ok(rate) => format!("{:+.2}", rate * 100.0),
        Err(Undefined::TooFew) => "(too few values)".to_owned(),
        Err(why) => format!("({})", why.code().replace('_', " ")),
    });
    cells.push(format!("{} of {}", one.observed, one.periods));
    cells
}

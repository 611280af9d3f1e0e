//! A change with its uncertainty, as text for the terminal.

use super::OfUnit;
use crate::analyse::uncertainty::{Paired, Scenario};

/// Writes what draws before and after a change show.
#[must_use]
pub fn paired_text(about: OfUnit<'_>, pairs: &Paired, scenario: &Scenario) -> String {
    let mut text = format!(
        "\n{} draws, {} sample, seed {}; each makes the same choices and errors before and after the change\n",
        pairs.draws,
        scenario.sample.word(),
        scenario.seed
    );
    if pairs.both < pairs.draws {
        text += &format!(
            "in {} draws the unit has no score before or after; they are left out\n",
            pairs.draws - pairs.both
        );
    }
    let digits = usize::from(about.framework.decimals);
    let mut rows = vec![["", "5 %", "50 %", "95 %"].map(str::to_owned).to_vec()];
    let mut row = |name: &str, three: Option<[f64; 3]>, shown: &dyn Fn(f64) -> String| {
        let cells = three.map_or_else(|| vec!["-".to_owned(); 3], |three| three.map(shown).to_vec());
        rows.push(std::iter::once(name.to_owned()).chain(cells).collect());
    };
    row("score now", pairs.before, &|score| format!("{score:.digits$}"));
    row("score then", pairs.after, &|score| format!("{score:.digits$}"));
    row("change of score", pairs.change, &|change| format!("{change:+.digits$}"));
    row("rank now", pairs.rank_before, &|rank| format!("{rank:.1}"));
    row("rank then", pairs.rank_after, &|rank| format!("{rank:.1}"));
    row("change of rank", pairs.rank_change, &|change| format!("{change:+.1}"));
    text += &super::table(&rows);
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    if let Some((score, rank)) = pairs.improves.zip(pairs.rank_improves) {
        text += &format!(
            "probability that the score improves: {}, that the rank does: {}\n",
            percent(score),
            percent(rank)
        );
        for (band, (now, then)) in about.framework.bands().iter().zip(pairs.bands_before.iter().zip(&pairs.bands_after))
        {
            text += &format!("probability of {}: {} now, {} then\n", band.code(), percent(*now), percent(*then));
        }
    }
    text + "A value that is set is as uncertain as the answer that it stands for. Intervals reflect the choices of the scenario, not all error.\n"
}

//! `nudj score`

use comfy_table::{CellAlignment, Table, presets};

use super::arguments::ScoreCommand;
use super::files::write_folder;
use super::output::{self, Scored};
use super::{Outcome, show};
use crate::diag::{Code, Diagnostic};
use crate::frozen::{Frozen, FrozenScore};

pub(super) fn run(command: &ScoreCommand) -> Outcome {
    let scored = match Scored::read(&command.round, &command.criteria, "score") {
        Ok(scored) => scored,
        Err(outcome) => return outcome,
    };
    if let Some(folder) = &command.out {
        let written = output::files(&scored.frozen)
            .map_err(|message| Diagnostic::new(Code::CannotWrite, message))
            .and_then(|files| write_folder(folder, &files));
        if let Err(diagnostic) = written {
            show::failure(&diagnostic);
            return Outcome::CouldNotRun;
        }
    }
    show::out(&ranking(&scored.frozen));
    if let Some(folder) = &command.out {
        show::err(&format!("wrote scores.json, scores.csv and manifest.json to {}", folder.display()));
    }
    scored.outcome()
}

/// The ranking, with the nodes below the index.
fn ranking(frozen: &Frozen) -> String {
    let framework = &frozen.framework;
    let top = &framework.nodes[0];
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let mut header = vec!["rank".to_owned(), "unit".to_owned(), top.code.clone()];
    let banded = !framework.bands.is_empty();
    if banded {
        header.push("band".to_owned());
    }
    header.extend(top.children.iter().map(|&child| framework.nodes[child].code.clone()));
    header.extend(["coverage".to_owned(), "range".to_owned()]);
    table.set_header(header);
    let mut order: Vec<usize> = (0..frozen.units.len()).collect();
    order.sort_by_key(|&unit| (frozen.units[unit].scores[0].rank.unwrap_or(u32::MAX), unit));
    for unit in order {
        let unit = &frozen.units[unit];
        let score = &unit.scores[0];
        let mut row = vec![score.rank.map_or("-".to_owned(), |rank| rank.to_string()), unit.code.clone()];
        row.push(printed(score, framework.decimals));
        if banded {
            row.push(score.band.clone().unwrap_or_default());
        }
        row.extend(top.children.iter().map(|&child| printed(&unit.scores[child], framework.decimals)));
        row.push(format!("{:.0} %", score.observed * 100.0));
        let digits = usize::from(framework.decimals);
        row.push(score.range.map_or("unknown".to_owned(), |[low, high]| format!("{low:.digits$}..{high:.digits$}")));
        table.add_row(row);
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        if index != 1 && !(banded && index == 3) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let language = framework.languages.first().map_or("en", String::as_str);
    let title = frozen.round.title.get(language).cloned().unwrap_or_default();
    let summary = &frozen.summaries[0];
    let digits = usize::from(framework.decimals);
    let mean = summary.mean.map_or("none".to_owned(), |mean| format!("{mean:.digits$}"));
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    let illustrative = if frozen.round.illustrative { " (illustrative: invented data)" } else { "" };
    format!(
        "{title}{illustrative}\n{}\n{} of {} units have a score; mean {mean}\n",
        lines.join("\n"),
        summary.n,
        frozen.units.len()
    )
}

/// A score for the terminal: rounded for the eye only, `*` where it was published and not computed.
fn printed(score: &FrozenScore, decimals: u8) -> String {
    let digits = usize::from(decimals);
    match (score.score, &score.absent) {
        (Some(value), _) if score.is_published() => format!("{value:.digits$}*"),
        (Some(value), _) => format!("{value:.digits$}"),
        (None, Some(why)) => why.replace('_', " "),
        (None, None) => String::new(),
    }
}

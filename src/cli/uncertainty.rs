//! `nudj uncertainty`

use comfy_table::{CellAlignment, Table, presets};

use super::arguments::UncertaintyCommand;
use super::draws::{drawn, enough, keep_what_is_done};
use super::files::{MARKER, write_folder};
use super::kept::{self, Mark};
use super::output::Scored;
use super::scenario::{Asked, compiled};
use super::{Outcome, show};
use crate::analyse::uncertainty::{Draws, Sample, Subject, Uncertainty, remove_each, sensitivity, summarise};
use crate::criteria::{Criteria, Framework};
use crate::diag::{Code, Diagnostic};
use crate::survey::Round;

pub(super) fn run(command: &UncertaintyCommand) -> Outcome {
    let mut scored = match Scored::read(&command.round, &command.criteria, "analysis") {
        Ok(scored) => scored,
        Err(outcome) => return outcome,
    };
    if scored.evaluation.findings.has_errors() {
        return Outcome::Findings;
    }
    let (Some(criteria), Some(round)) = (scored.loaded.criteria.clone(), scored.loaded.round.clone()) else {
        return Outcome::CouldNotRun;
    };
    let asked = Asked { sampling: &command.sampling, draws: command.draws };
    let scenario = match asked.scenario(&command.round, &mut scored, command.criteria.format) {
        Ok(scenario) => scenario,
        Err(outcome) => return outcome,
    };
    let Criteria { framework, methodology } = &criteria;
    let plan = match compiled(&scored, &scenario, command.criteria.format) {
        Ok(plan) => plan,
        Err(outcome) => return outcome,
    };
    let units = match chosen_units(command, &round) {
        Ok(units) => units,
        Err(outcome) => return outcome,
    };
    let inputs = scored.loaded.reading.inputs.clone();
    let subject = Subject { framework, methodology, round: &round, scenario: &scenario, plan: &plan };
    let mark = Mark::new(&inputs, &scenario);
    let begun = match command.out.as_deref().filter(|_| command.resume).map(|folder| kept::read(folder, subject, &mark))
    {
        None => Draws::default(),
        Some(Ok(draws)) => draws,
        Some(Err(diagnostic)) => {
            show::failure(&diagnostic);
            return Outcome::CouldNotRun;
        }
    };
    let resumed = begun.len();
    let threads = command.sampling.threads();
    keep_what_is_done();
    let (draws, speed) = drawn(&plan, &scenario, begun, threads);
    let mut analysis = summarise(subject, &draws, scenario.draws as usize, inputs);
    remove_each(subject, &mut analysis);
    if let Some(rows) = command.sensitivity.filter(|_| !enough()) {
        analysis.sensitivity = Some(sensitivity(&plan, framework, (scenario.seed, rows as usize), &units, threads));
    }
    let cut = draws.len() < scenario.draws as usize;
    if let Some(folder) = &command.out {
        // What a cut run has done is kept, so that it can go on.
        let keep = command.keep_draws || command.resume || cut;
        let written = files(&analysis, subject, &draws, keep.then_some(&mark))
            .map_err(|message| Diagnostic::new(Code::CannotWrite, message))
            .and_then(|files| write_folder(folder, &files));
        if let Err(diagnostic) = written {
            show::failure(&diagnostic);
            return Outcome::CouldNotRun;
        }
    }
    show::out(&text(&analysis, framework));
    let earlier =
        if resumed > 0 { format!(" of which {resumed} were kept from an earlier run") } else { String::new() };
    show::err(&format!("{} draws{earlier}, {speed}", draws.len()));
    if cut {
        show::err(&format!("interrupted: {} of {} draws stand behind these figures", draws.len(), scenario.draws));
    }
    if let Some(folder) = &command.out {
        if cut {
            show::err("the same command with --resume goes on from here");
        }
        show::err(&format!("wrote analysis.json, uncertainty.csv and {MARKER} to {}", folder.display()));
    }
    scored.outcome()
}

fn chosen_units(command: &UncertaintyCommand, round: &Round) -> Result<Vec<(usize, String)>, Outcome> {
    let mut chosen = Vec::new();
    for name in &command.units {
        let Some(unit) = round.unit(name) else {
            let message = format!("`{name}` is not a unit of the round `{}`", round.code());
            let codes: Vec<&str> = round.units().iter().map(|unit| unit.code()).collect();
            let help = format!("units are: {}", codes.join(" "));
            show::failure(&Diagnostic::new(Code::NoSuchUnit, message).help(help));
            return Err(Outcome::CouldNotRun);
        };
        chosen.push((unit, round.units()[unit].code().to_owned()));
    }
    Ok(chosen)
}

fn files(
    analysis: &Uncertainty,
    subject: Subject<'_>,
    draws: &Draws,
    keep: Option<&Mark>,
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let pretty = |value: &serde_json::Value| {
        serde_json::to_vec_pretty(value).map_err(|error| error.to_string()).map(|mut bytes| {
            bytes.push(b'\n');
            bytes
        })
    };
    let manifest = serde_json::json!({
        "nudj": analysis.nudj, "inputs": analysis.inputs, "seed": analysis.seed, "sample": analysis.sample,
        "draws": analysis.draws,
    });
    let value = serde_json::to_value(analysis).map_err(|error| error.to_string())?;
    let mut files = vec![
        ("analysis.json".to_owned(), pretty(&value)?),
        ("uncertainty.csv".to_owned(), table(analysis)?),
        (MARKER.to_owned(), pretty(&manifest)?),
    ];
    if let Some(mark) = keep {
        files.push((kept::DRAWS.to_owned(), kept::csv(subject, draws)?));
        let mark = serde_json::to_value(mark).map_err(|error| error.to_string())?;
        files.push((kept::MARK.to_owned(), pretty(&mark)?));
    }
    Ok(files)
}

/// One row for each unit.
fn table(analysis: &Uncertainty) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    let header =
        ["unit", "score", "rank", "draws", "score_5", "score_50", "score_95", "rank_5", "rank_50", "rank_95", "ties"];
    writer.write_record(header).map_err(|error| error.to_string())?;
    for unit in &analysis.units {
        let mut row = vec![unit.code.clone(), number(unit.score)];
        row.push(unit.rank.map_or(String::new(), |rank| rank.to_string()));
        row.push(unit.draws.to_string());
        for three in [unit.scores, unit.ranks] {
            row.extend((0..3).map(|at| number(three.map(|three| three[at]))));
        }
        row.push(unit.ties.join(" "));
        writer.write_record(&row).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// What a person sees.
fn text(analysis: &Uncertainty, framework: &Framework) -> String {
    let digits = usize::from(framework.decimals);
    let mut text =
        format!("{} draws, {} sample, seed {}. What varies:\n", analysis.draws, analysis.sample, analysis.seed);
    let led = analysis.sample == Sample::Sobol.word();
    for source in &analysis.sources {
        let drawn = match (led, source.inputs) {
            (true, Some(inputs)) if source.low_discrepancy_inputs >= inputs => "",
            (true, _) if source.low_discrepancy_inputs == 0 => " (pseudo-random)",
            (true, _) => " (pseudo-random in part)",
            _ => "",
        };
        text += &format!("  {}: {}{drawn}\n", source.source, source.varies);
    }
    if analysis.sources.is_empty() {
        text += "  nothing\n";
    }
    text += &format!("\n{}\n\n", units_table(analysis, digits));
    if let Some(reason) = &analysis.ranks_not_defined {
        text += &format!("Ranks are not defined: {reason}.\n");
    }
    if let Some(shift) = analysis.mean_rank_shift {
        text += &format!("Mean change of rank: {shift:.2}.\n");
    }
    if analysis.incomplete_draws > 0 {
        text += &format!(
            "In {} of {} draws a unit that has a score as evaluated has none, in {} no unit has one; intervals are over the draws with a score.\n",
            analysis.incomplete_draws, analysis.draws, analysis.failed_draws
        );
    }
    for group in &analysis.tie_groups {
        text += &format!("Cannot be told apart: {}.\n", group.join(" "));
    }
    text += &removals_text(analysis);
    text += &sensitivity_text(analysis);
    text += "Intervals reflect the choices listed above, not all error.\n";
    text
}

fn units_table(analysis: &Uncertainty, digits: usize) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["rank", "5..95 %", "unit", "score", "5..95 %", "likeliest band", "draws"]);
    let mut order: Vec<usize> = (0..analysis.units.len()).collect();
    order.sort_by_key(|&unit| (analysis.units[unit].rank.unwrap_or(u32::MAX), unit));
    for unit in order {
        let unit = &analysis.units[unit];
        let dash = || "-".to_owned();
        let band = unit.band_probability.iter().zip(&analysis.bands).max_by(|a, b| a.0.total_cmp(b.0));
        table.add_row([
            unit.rank.map_or_else(dash, |rank| rank.to_string()),
            unit.ranks.map_or_else(dash, |[low, _, high]| format!("{:.0}..{:.0}", low.floor(), high.ceil())),
            unit.code.clone(),
            unit.score.map_or_else(dash, |score| format!("{score:.digits$}")),
            unit.scores.map_or_else(dash, |[low, _, high]| format!("{low:.digits$}..{high:.digits$}")),
            band.filter(|_| unit.draws > 0).map_or_else(dash, |(share, code)| format!("{code} {:.0} %", 100.0 * share)),
            unit.draws.to_string(),
        ]);
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        if index != 2 && index != 5 {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

/// The unit and the indicator whose removal changes the ranking of the others most.
fn removals_text(analysis: &Uncertainty) -> String {
    let mut text = String::new();
    let indicators = analysis.removals.iter().filter_map(|one| Some((one.mean_rank_shift?, &one.node)));
    let units = analysis.unit_removals.iter().filter_map(|one| Some((one.mean_rank_shift?, &one.unit)));
    let found: [(&str, Vec<(f64, &String)>); 2] = [("node", indicators.collect()), ("unit", units.collect())];
    for (what, found) in found {
        match found.into_iter().rev().max_by(|one, other| one.0.total_cmp(&other.0)) {
            Some((shift, code)) if shift > 0.0 => {
                text += &format!(
                    "Of one {what} removed, {code} moves the ranks of the others most, by {shift:.2} on average.\n"
                );
            }
            Some(_) => text += &format!("No {what} removed moves the ranks of the others.\n"),
            None => {}
        }
    }
    text
}

fn sensitivity_text(analysis: &Uncertainty) -> String {
    let mut text = String::new();
    let outputs = analysis.sensitivity.iter().flat_map(|sensitivity| &sensitivity.outputs);
    for output in outputs {
        text += &format!("\nSources of the variance of {}", output.output);
        if let Some(reason) = &output.not_defined {
            text += &format!(": not defined, {reason}.\n");
            continue;
        }
        let left_out = if output.incomplete_rows > 0 {
            format!(" ({} rows without it left out)", output.incomplete_rows)
        } else {
            String::new()
        };
        text += &format!("{left_out}:\n");
        let width = output.sources.iter().map(|one| one.source.len()).max().unwrap_or(0);
        for source in &output.sources {
            let shown = |index: crate::analyse::uncertainty::SobolIndex| {
                format!("{:6.3} ({:.3}..{:.3})", index.estimate, index.low, index.high)
            };
            text += &format!(
                "  {:<width$}  alone {}  in all {}\n",
                source.source,
                shown(source.first),
                shown(source.total)
            );
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

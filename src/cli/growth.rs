//! `nudj growth`

use std::collections::BTreeSet;
use std::path::Path;

use super::arguments::{Format, GrowthCommand};
use super::files::write_into;
use super::output::{self, Scored};
use super::{Outcome, show};
use crate::analyse::coherence::Figure;
use crate::analyse::growth::{Growth, GrowthFile, GrowthRules, History, Observed};
use crate::diag::{Code, Diagnostic, meant};
use crate::explain::growth_text;

pub(super) fn run(command: &GrowthCommand) -> Outcome {
    let mut rounds = Vec::new();
    for round in &command.rounds {
        match Scored::read(round, &command.criteria, "growth") {
            Ok(scored) => rounds.push(scored),
            Err(outcome) => return outcome,
        }
    }
    let told = history(&rounds).and_then(|history| {
        let history = cut(command, &history)?;
        let growth = chosen(command, &rounds, &history)?;
        tell(command, &rounds, &history, &growth)
    });
    if let Err(diagnostic) = told {
        show::failure(&diagnostic);
        return Outcome::CouldNotRun;
    }
    let clean = rounds.iter().all(|scored| scored.outcome() == Outcome::Done);
    if clean { Outcome::Done } else { Outcome::Findings }
}

/// The history in one round, or over several of one framework.
fn history(rounds: &[Scored]) -> Result<History, Diagnostic> {
    let observed: Vec<Observed<'_>> = rounds.iter().filter_map(observed).collect();
    if let Some(other) = observed.iter().find(|one| one.framework.code() != observed[0].framework.code()) {
        let codes = [observed[0].framework.code(), other.framework.code()];
        let message = format!("`{}` and `{}` are different things", codes[0], codes[1]);
        return Err(Diagnostic::new(Code::WrongFramework, message).help("name rounds of one framework"));
    }
    let history = match observed.as_slice() {
        [one] => History::of_round(one.framework, one.round),
        all => History::of_rounds(all),
    };
    history.map_err(|[first, second]| {
        Diagnostic::new(Code::BadArgument, format!("`{first}` and `{second}` stand at the same time"))
            .help("the time of a period is the first number in its name; name each period once")
    })
}

fn observed(scored: &Scored) -> Option<Observed<'_>> {
    let (criteria, round) = (scored.loaded.criteria.as_ref()?, scored.loaded.round.as_ref()?);
    Some(Observed { framework: &criteria.framework, round, frozen: &scored.frozen })
}

/// The periods that are asked for, which must be two at least.
fn cut(command: &GrowthCommand, history: &History) -> Result<History, Diagnostic> {
    for (option, period) in [("from", &command.from), ("to", &command.to)] {
        let Some(period) = period else { continue };
        if !history.periods().any(|label| label == period) {
            let help = meant(period, "periods are", ", ", history.periods());
            return Err(Diagnostic::new(Code::BadArgument, format!("`--{option} {period}` is no period")).help(help));
        }
    }
    let cut = history.between(command.from.as_deref(), command.to.as_deref());
    match cut {
        Some(cut) if cut.periods().count() > 1 => Ok(cut),
        _ => {
            let periods: Vec<&str> = history.periods().collect();
            let message = format!("growth needs two periods at least; the periods are {}", periods.join(", "));
            Err(Diagnostic::new(Code::BadArgument, message)
                .help("name a round whose table has a column of periods, or several rounds"))
        }
    }
}

/// The rates of the units and indicators that are asked for.
fn chosen(command: &GrowthCommand, rounds: &[Scored], history: &History) -> Result<Vec<Growth>, Diagnostic> {
    let rules = rules(command);
    let all = history.growth(rules);
    let units = units(command, rounds, &all)?;
    for code in &command.indicator {
        if !all.iter().any(|one| one.indicator == *code) {
            let mut known: Vec<&str> = all.iter().map(|one| one.indicator.as_str()).collect();
            known.dedup();
            let help = meant(code, "indicators are", ", ", known);
            let message = format!("`{code}` is no indicator that is measured alike in every period");
            return Err(Diagnostic::new(Code::BadArgument, message).help(help));
        }
    }
    let asked = |list: &[String], code: &String| list.is_empty() || list.contains(code);
    Ok(all.into_iter().filter(|one| asked(&units, &one.unit) && asked(&command.indicator, &one.indicator)).collect())
}

fn rules(command: &GrowthCommand) -> GrowthRules {
    let latest = command.latest.and_then(|latest| usize::try_from(latest).ok());
    GrowthRules { rate: command.rate.into(), latest, directed: command.directed }
}

/// The codes of the units that are asked for. All are units of the last round; their names are looked through in every round.
fn units(command: &GrowthCommand, rounds: &[Scored], all: &[Growth]) -> Result<Vec<String>, Diagnostic> {
    let known: BTreeSet<&str> = all.iter().map(|one| one.unit.as_str()).collect();
    let code = |name: &String| {
        let rounds = rounds.iter().filter_map(|scored| scored.loaded.round.as_ref());
        let mut codes = rounds.filter_map(|round| Some(round.units()[round.unit(name)?].code().to_owned()));
        codes.find(|code| known.contains(code.as_str())).ok_or_else(|| {
            Diagnostic::new(Code::NoSuchUnit, format!("`{name}` is not a unit of the last round")).help(meant(
                name,
                "units are",
                " ",
                known.iter().copied(),
            ))
        })
    };
    command.unit.iter().map(code).collect()
}

fn tell(command: &GrowthCommand, rounds: &[Scored], history: &History, growth: &[Growth]) -> Result<(), Diagnostic> {
    let framework = rounds.first().map_or("", |scored| scored.frozen.framework.code.as_str());
    let rules = rules(command);
    let failed = |message: String| Diagnostic::new(Code::CannotWrite, message);
    let json = output::pretty(&GrowthFile::new(framework, history, rules, growth)).map_err(failed)?;
    if let Some(folder) = &command.out {
        let files = [("growth.json".to_owned(), json.clone()), ("growth.csv".to_owned(), csv(growth).map_err(failed)?)];
        write_into(folder, &files)?;
    }
    if command.criteria.format == Format::Json {
        show::out(&String::from_utf8_lossy(&json));
    } else {
        show::out(&growth_text(framework, history, rules, growth));
    }
    command.out.as_deref().map(Path::display).inspect(|folder| {
        show::err(&format!("wrote growth.json and growth.csv to {folder}"));
    });
    Ok(())
}

/// One row for each rate, unrounded.
fn csv(growth: &[Growth]) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(vec![0xef, 0xbb, 0xbf]);
    let header = [
        "unit",
        "indicator",
        "slice",
        "rate",
        "not_defined",
        "change",
        "base",
        "periods",
        "observed",
        "first_period",
        "first_value",
        "last_period",
        "last_value",
    ];
    writer.write_record(header).map_err(|error| error.to_string())?;
    let number = |figure: Figure| figure.value().map_or(String::new(), |value| value.to_string());
    for one in growth {
        let ends = [&one.first, &one.last].map(|point| {
            point.as_ref().map_or_else(Default::default, |point| (point.period.clone(), point.value.to_string()))
        });
        let [(first, first_value), (last, last_value)] = ends;
        let record = [
            one.unit.clone(),
            one.indicator.clone(),
            one.slice.clone().unwrap_or_default(),
            number(one.rate),
            one.rate.0.err().map_or("", |why| why.code()).to_owned(),
            number(one.change),
            number(one.base),
            one.periods.to_string(),
            one.observed.to_string(),
            first,
            first_value,
            last,
            last_value,
        ];
        writer.write_record(&record).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

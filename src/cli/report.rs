//! `nudj report`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::analyses::{self, analyses};
use super::arguments::{ReportCommand, ReportFormat};
use super::collection::{Collected, is_collection};
use super::files::{folder_texts, write_folder};
use super::output::{self, Scored};
use super::previous::previous;
use super::progress::Progress;
use super::{Outcome, show};
use crate::diag::{Code, Diagnostic, Findings};
use crate::frozen::{Frozen, freeze_collection};
use crate::report::{Analyses, Artefact, PDF, Peers, Run, Theme, Wanted, report_as, report_collection_as, without_pdf};

pub(super) fn run(command: &ReportCommand) -> Outcome {
    if command.format.contains(&ReportFormat::Pdf) && !PDF {
        show::failure(&without_pdf());
        return Outcome::CouldNotRun;
    }
    match is_collection(&command.round) {
        Some(folder) if command.previous.is_some() => {
            let message = format!("`--previous` is for one round, and `{}` is a folder of rounds", folder.display());
            let help = "leave it out: the round before is the one before it in a `[[series]]` of collection.toml";
            show::failure(&Diagnostic::new(Code::BadArgument, message).help(help));
            Outcome::CouldNotRun
        }
        Some(folder) => collection(command, &folder),
        None => round(command),
    }
}

/// The report of one round.
fn round(command: &ReportCommand) -> Outcome {
    let mut scored = match Scored::read(&command.round, &command.criteria(), "report") {
        Ok(scored) => scored,
        Err(outcome) => return outcome,
    };
    let mut analyses = match analyses(command, &command.round, &mut scored) {
        Ok(analyses) => analyses,
        Err(outcome) => return outcome,
    };
    if let Some(path) = &command.previous {
        analyses.previous = match previous(path, command, &mut scored) {
            Ok(frozen) => Some(Box::new(frozen)),
            Err(outcome) => return outcome,
        };
    }
    let frozen = &scored.frozen;
    let theme = match theme(command.templates.as_deref()) {
        Ok(theme) => theme,
        Err(findings) => return refused(&findings, None, command),
    };
    let languages = languages(command, &frozen.framework.languages);
    let wanted = match wanted(command, &[frozen]) {
        Ok(wanted) => wanted,
        Err(findings) => return refused(&findings, None, command),
    };
    let make = |run: &Run<'_>| report_as(frozen, &analyses, &languages, &theme, &wanted, run);
    let pages = match watched(command, make) {
        Ok(pages) => pages,
        Err(findings) => return refused(&findings, Some(&theme), command),
    };
    let folder = command.out.clone().unwrap_or_else(|| default_folder(frozen));
    let units = wanted.units.as_ref().map_or(frozen.units.len(), BTreeSet::len);
    let told = format!("{}, {units} units, languages {}", counted(&pages), languages.join(", "));
    let results = output::files(frozen)
        .and_then(|files| Ok([files, analyses::files(&analyses, &scored)?].concat()))
        .map_err(|message| Diagnostic::new(Code::CannotWrite, message));
    match written(&folder, pages, results, &told) {
        Outcome::Done => scored.outcome(),
        other => other,
    }
}

/// The reports of a folder of rounds, with a page over each series and one over all.
fn collection(command: &ReportCommand, folder: &Path) -> Outcome {
    let mut collected = match Collected::read(folder, &command.criteria(), "report") {
        Ok(collected) => collected,
        Err(outcome) => return outcome,
    };
    let theme = match theme(command.templates.as_deref()) {
        Ok(theme) => theme,
        Err(findings) => return refused(&findings, None, command),
    };
    let analyses = match collected_analyses(command, folder, &mut collected) {
        Ok(analyses) => analyses,
        Err(outcome) => return outcome,
    };
    let results: Vec<Frozen> = collected.rounds.iter().map(|scored| scored.frozen.clone()).collect();
    let frozen = freeze_collection(&collected.collection, collected.folders.clone());
    let known: Vec<String> = results.iter().flat_map(|one| one.framework.languages.clone()).collect();
    let languages = languages(command, &known);
    let wanted = match wanted(command, &results.iter().collect::<Vec<_>>()) {
        Ok(wanted) => wanted,
        Err(findings) => return refused(&findings, None, command),
    };
    without_peers(&wanted, &frozen.folders, &results);
    let make = |run: &Run<'_>| report_collection_as(&frozen, &results, &analyses, &languages, &theme, &wanted, run);
    let pages = match watched(command, make) {
        Ok(pages) => pages,
        Err(findings) => return refused(&findings, Some(&theme), command),
    };
    let out = command.out.clone().unwrap_or_else(|| Path::new("reports/out").join(&frozen.code));
    let told = format!("{}, {} rounds, languages {}", counted(&pages), results.len(), languages.join(", "));
    let files = output::collection_files(&frozen, &results)
        .and_then(|files| Ok([files, collected_files(&analyses, &collected)?].concat()));
    match written(&out, pages, files.map_err(|message| Diagnostic::new(Code::CannotWrite, message)), &told) {
        Outcome::Done => collected.outcome(),
        other => other,
    }
}

/// The analyses of every round of a collection. A scenario that is named on the command line holds for all of them.
fn collected_analyses(
    command: &ReportCommand,
    folder: &Path,
    collected: &mut Collected,
) -> Result<Vec<Analyses>, Outcome> {
    let rounds = collected.folders.iter().zip(&mut collected.rounds);
    rounds.map(|(name, scored)| analyses(command, &folder.join(name), scored)).collect()
}

fn collected_files(analyses: &[Analyses], collected: &Collected) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut files = Vec::new();
    for ((folder, scored), analyses) in collected.folders.iter().zip(&collected.rounds).zip(analyses) {
        let inside = analyses::files(analyses, scored)?;
        files.extend(inside.into_iter().map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
    }
    Ok(files)
}

/// The languages that are asked for, else all that are known, each once.
fn languages<'l>(command: &'l ReportCommand, known: &'l [String]) -> Vec<&'l str> {
    let asked = if command.lang.is_empty() { known } else { &command.lang };
    let mut languages: Vec<&str> = Vec::new();
    for language in asked {
        if !languages.contains(&language.as_str()) {
            languages.push(language);
        }
    }
    languages
}

/// Says which rounds have nothing of the peers that are asked for; their pages say so too.
fn without_peers(wanted: &Wanted, folders: &[String], results: &[Frozen]) {
    let lacking = folders.iter().zip(results).filter(|(_, frozen)| !wanted.peers.known_in(frozen));
    let lacking: Vec<&str> = lacking.map(|(folder, _)| folder.as_str()).collect();
    if !lacking.is_empty() {
        show::err(&format!("`--peers`: nothing of it is in {}; the pages of these rounds say so", lacking.join(", ")));
    }
}

/// The formats, units and peers that are asked for.
fn wanted(command: &ReportCommand, results: &[&Frozen]) -> Result<Wanted, Findings> {
    let has = |format: ReportFormat| command.format.contains(&format);
    let formats = Wanted {
        html: has(ReportFormat::Html),
        xlsx: has(ReportFormat::Xlsx),
        csv: has(ReportFormat::Csv),
        json: has(ReportFormat::Json),
        pdf: has(ReportFormat::Pdf),
        ..Wanted::default()
    };
    match (Peers::read(&command.peers, results), formats.only(&command.unit, results)) {
        (Ok(peers), Ok(wanted)) => Ok(Wanted { peers, ..wanted }),
        (peers, wanted) => {
            let refused = [peers.err(), wanted.err()];
            let mut findings = Findings::default();
            refused.iter().flatten().flat_map(Findings::list).for_each(|finding| findings.push(finding.clone()));
            Err(findings)
        }
    }
}

/// Makes a report on all cores, with a line of progress as long as documents are typeset.
fn watched<T>(command: &ReportCommand, make: impl FnOnce(&Run<'_>) -> T) -> T {
    let threads = command.sampling.threads();
    let progress: Mutex<Option<Progress>> = Mutex::new(None);
    let watch = |done: usize, of: usize| {
        let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.get_or_insert_with(|| Progress::new("documents", of)).at(done);
    };
    let made = make(&Run { threads, watch: &watch });
    if let Some(progress) = &*progress.lock().unwrap_or_else(PoisonError::into_inner) {
        progress.clear();
    }
    made
}

/// How many files of each format there are, where there are any.
fn counted(files: &[Artefact]) -> String {
    let kinds = [
        (".html", "pages"),
        (".xlsx", "workbooks"),
        (".csv", "tables"),
        (".json", "pages as JSON"),
        (".pdf", "documents"),
    ];
    let counts = kinds.map(|(ending, name)| (files.iter().filter(|file| file.path.ends_with(ending)).count(), name));
    let told = counts.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}"));
    told.collect::<Vec<_>>().join(", ")
}

/// Writes pages and results together and says where they are.
fn written(
    folder: &Path,
    pages: Vec<Artefact>,
    results: Result<Vec<(String, Vec<u8>)>, Diagnostic>,
    told: &str,
) -> Outcome {
    let start = if pages.iter().any(|page| page.path == "index.html") {
        folder.join("index.html")
    } else {
        folder.to_path_buf()
    };
    let mut files: Vec<(String, Vec<u8>)> = pages.into_iter().map(|page| (page.path, page.bytes)).collect();
    let done = results.and_then(|results| {
        files.extend(results);
        write_folder(folder, &files)
    });
    if let Err(diagnostic) = done {
        show::failure(&diagnostic);
        return Outcome::CouldNotRun;
    }
    show::out(&format!("{}\n", start.display()));
    show::err(told);
    Outcome::Done
}

fn theme(templates: Option<&Path>) -> Result<Theme, Findings> {
    let Some(folder) = templates else { return Ok(Theme::embedded()) };
    match folder_texts(folder) {
        Ok(overrides) => Theme::with_overrides(overrides),
        Err(error) => {
            let mut findings = Findings::default();
            let message = format!("cannot read the templates in `{}`: {error}", folder.display());
            findings
                .push(Diagnostic::new(Code::Unreadable, message).help("name a folder of templates, words or styles"));
            Err(findings)
        }
    }
}

fn refused(findings: &Findings, theme: Option<&Theme>, command: &ReportCommand) -> Outcome {
    let none = crate::diag::Sources::default();
    show::findings(findings, theme.map_or(&none, Theme::sources), command.criteria().format);
    Outcome::CouldNotRun
}

/// `reports/out/<framework>`, with the round where the framework's code does not already say it.
fn default_folder(frozen: &Frozen) -> PathBuf {
    let (framework, round) = (&frozen.framework.code, &frozen.round.code);
    let name = if round == framework || round.starts_with(&format!("{framework}-")) {
        round.clone()
    } else {
        format!("{framework}-{round}")
    };
    Path::new("reports/out").join(name)
}

//! `nudj report`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::arguments::{ReportCommand, ReportFormat};
use super::collection::{Collected, is_collection};
use super::files::{folder_texts, write_folder};
use super::load::kind;
use super::output::{self, Scored};
use super::{Outcome, show};
use crate::analyse::improvement::Improvement;
use crate::diag::{Code, Diagnostic, Findings};
use crate::frozen::{Frozen, freeze_collection};
use crate::report::{Analyses, Artefact, Drafts, Theme, Wanted, report_as, report_collection_as};

/// Name of the file of steps, beside that of scores.
const IMPROVEMENT: &str = "improvement.json";
/// Name of the file of edited recommendations, beside that of the round.
const RECOMMENDATIONS: &str = "recommendations.toml";

pub(super) fn run(command: &ReportCommand) -> Outcome {
    if command.format.contains(&ReportFormat::Pdf) {
        let message = "`--format pdf`: PDF is a feature that is not built in";
        show::failure(
            &Diagnostic::new(Code::BadArgument, message)
                .help("ask for html, xlsx or csv; a browser prints the HTML pages to PDF with a style of their own"),
        );
        return Outcome::CouldNotRun;
    }
    match is_collection(&command.round) {
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
    let drafts = match drafts(command, &mut scored) {
        Ok(drafts) => drafts,
        Err(outcome) => return outcome,
    };
    let frozen = &scored.frozen;
    let theme = match theme(command.templates.as_deref()) {
        Ok(theme) => theme,
        Err(findings) => return refused(&findings, None, command),
    };
    let languages = languages(command, &frozen.framework.languages);
    let wanted = match wanted(command).only(&command.unit, &[frozen]) {
        Ok(wanted) => wanted,
        Err(findings) => return refused(&findings, None, command),
    };
    let analyses = Analyses { drafts, ..analyses(&scored) };
    let pages = match report_as(frozen, &analyses, &languages, &theme, &wanted) {
        Ok(pages) => pages,
        Err(findings) => return refused(&findings, Some(&theme), command),
    };
    let folder = command.out.clone().unwrap_or_else(|| default_folder(frozen));
    let units = wanted.units.as_ref().map_or(frozen.units.len(), BTreeSet::len);
    let told = format!("{}, {units} units, languages {}", counted(&pages), languages.join(", "));
    let results = output::files(frozen)
        .and_then(|mut files| {
            files.extend(improvement_file("", &analyses)?);
            Ok(files)
        })
        .map_err(|message| Diagnostic::new(Code::CannotWrite, message));
    match written(&folder, pages, results, &told) {
        Outcome::Done => scored.outcome(),
        other => other,
    }
}

/// The reports of a folder of rounds, with a page over each series and one over all.
fn collection(command: &ReportCommand, folder: &Path) -> Outcome {
    let collected = match Collected::read(folder, &command.criteria(), "report") {
        Ok(collected) => collected,
        Err(outcome) => return outcome,
    };
    let theme = match theme(command.templates.as_deref()) {
        Ok(theme) => theme,
        Err(findings) => return refused(&findings, None, command),
    };
    let results: Vec<Frozen> = collected.rounds.iter().map(|scored| scored.frozen.clone()).collect();
    let analyses: Vec<Analyses> = collected.rounds.iter().map(analyses).collect();
    let frozen = freeze_collection(&collected.collection, collected.folders.clone());
    let known: Vec<String> = results.iter().flat_map(|one| one.framework.languages.clone()).collect();
    let languages = languages(command, &known);
    let wanted = match wanted(command).only(&command.unit, &results.iter().collect::<Vec<_>>()) {
        Ok(wanted) => wanted,
        Err(findings) => return refused(&findings, None, command),
    };
    let pages = match report_collection_as(&frozen, &results, &analyses, &languages, &theme, &wanted) {
        Ok(pages) => pages,
        Err(findings) => return refused(&findings, Some(&theme), command),
    };
    let out = command.out.clone().unwrap_or_else(|| Path::new("reports/out").join(&frozen.code));
    let told = format!("{}, {} rounds, languages {}", counted(&pages), results.len(), languages.join(", "));
    let files = output::collection_files(&frozen, &results).and_then(|mut files| {
        for (folder, analyses) in frozen.folders.iter().zip(&analyses) {
            files.extend(improvement_file(&format!("{folder}/"), analyses)?);
        }
        Ok(files)
    });
    match written(&out, pages, files.map_err(|message| Diagnostic::new(Code::CannotWrite, message)), &told) {
        Outcome::Done => collected.outcome(),
        other => other,
    }
}

/// The recommendations that somebody edited, if a file of them is named or stands beside the round. The file is then one of
/// the inputs of the report.
fn drafts(command: &ReportCommand, scored: &mut Scored) -> Result<Option<Drafts>, Outcome> {
    let beside = kind(&command.round).map(|(_, folder)| folder.join(RECOMMENDATIONS)).filter(|path| path.is_file());
    let Some(path) = command.drafts.clone().or(beside) else { return Ok(None) };
    let mut findings = Findings::default();
    let reading = &mut scored.loaded.reading;
    let drafts = reading
        .text(&path, None, &mut findings)
        .and_then(|file| Drafts::read(file, &scored.frozen, &reading.sources, &mut findings));
    reading.inputs.sort_by(|one, other| one.path.cmp(&other.path));
    scored.frozen.manifest.inputs.clone_from(&reading.inputs);
    if !findings.is_empty() {
        show::findings(&findings, &reading.sources, command.criteria().format);
    }
    if drafts.is_none() { Err(Outcome::Findings) } else { Ok(drafts) }
}

/// What is found out about a round beside its scores.
fn analyses(scored: &Scored) -> Analyses {
    let (Some(criteria), Some(round)) = (&scored.loaded.criteria, &scored.loaded.round) else {
        return Analyses::default();
    };
    let improvement = Improvement::of_round(&criteria.framework, &criteria.methodology, round, &scored.frozen);
    Analyses { improvement: Some(improvement), ..Analyses::default() }
}

/// `improvement.json`, where there is one.
fn improvement_file(folder: &str, analyses: &Analyses) -> Result<Option<(String, Vec<u8>)>, String> {
    let Some(improvement) = &analyses.improvement else { return Ok(None) };
    Ok(Some((format!("{folder}{IMPROVEMENT}"), output::pretty(improvement)?)))
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

/// The formats that are asked for, for all units.
fn wanted(command: &ReportCommand) -> Wanted {
    let has = |format: ReportFormat| command.format.contains(&format);
    Wanted {
        html: has(ReportFormat::Html),
        xlsx: has(ReportFormat::Xlsx),
        csv: has(ReportFormat::Csv),
        json: has(ReportFormat::Json),
        units: None,
    }
}

/// How many files of each format there are, where there are any.
fn counted(files: &[Artefact]) -> String {
    let kinds = [(".html", "pages"), (".xlsx", "workbooks"), (".csv", "tables"), (".json", "pages as JSON")];
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

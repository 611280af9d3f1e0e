//! `nudj report`

use std::path::{Path, PathBuf};

use super::arguments::ReportCommand;
use super::files::{folder_texts, write_folder};
use super::output::{self, Scored};
use super::{Outcome, show};
use crate::diag::{Code, Diagnostic, Findings};
use crate::frozen::Frozen;
use crate::report::{Theme, report};

pub(super) fn run(command: &ReportCommand) -> Outcome {
    let scored = match Scored::read(&command.round, &command.criteria, "report") {
        Ok(scored) => scored,
        Err(outcome) => return outcome,
    };
    let frozen = &scored.frozen;
    let theme = match theme(command.templates.as_deref()) {
        Ok(theme) => theme,
        Err(findings) => return refused(&findings, None, command),
    };
    let languages: Vec<&str> = if command.lang.is_empty() {
        frozen.framework.languages.iter().map(String::as_str).collect()
    } else {
        command.lang.iter().map(String::as_str).collect()
    };
    let pages = match report(frozen, &languages, &theme) {
        Ok(pages) => pages,
        Err(findings) => return refused(&findings, Some(&theme), command),
    };
    let folder = command.out.clone().unwrap_or_else(|| default_folder(frozen));
    let mut files: Vec<(String, Vec<u8>)> = pages.into_iter().map(|page| (page.path, page.bytes)).collect();
    let count = files.len();
    let written = output::files(frozen).map_err(|message| Diagnostic::new(Code::CannotWrite, message));
    let written = written.and_then(|results| {
        files.extend(results);
        write_folder(&folder, &files)
    });
    if let Err(diagnostic) = written {
        show::failure(&diagnostic);
        return Outcome::CouldNotRun;
    }
    show::out(&format!("{}\n", folder.join("index.html").display()));
    show::err(&format!("{count} pages, {} units, languages {}", frozen.units.len(), languages.join(", ")));
    scored.outcome()
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
    show::findings(findings, theme.map_or(&none, Theme::sources), command.criteria.format);
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

//! The round before, for a report of one round.

use std::path::{Path, PathBuf};

use super::arguments::ReportCommand;
use super::files::Reading;
use super::load::{Kind, kind};
use super::output::Scored;
use super::{Outcome, show};
use crate::diag::{Code, Diagnostic, Findings};
use crate::frozen::{FORMAT, Frozen, InputFile, VERSION};

/// Name of the file of a frozen result.
const SCORES: &str = "scores.json";

/// Reads the round before: a round, which is scored, or the result of one. Its files become inputs of the report.
pub(super) fn previous(path: &Path, command: &ReportCommand, scored: &mut Scored) -> Result<Frozen, Outcome> {
    let (frozen, inputs) = if matches!(kind(path), Some((Kind::Round, _))) {
        let before = Scored::read(path, &command.criteria(), "comparison")?;
        (before.frozen, before.loaded.reading.inputs)
    } else {
        result(path)?
    };
    let reading = &mut scored.loaded.reading;
    reading.inputs.extend(inputs);
    reading.inputs.sort_by(|one, other| one.path.cmp(&other.path));
    reading.inputs.dedup();
    scored.frozen.manifest.inputs.clone_from(&reading.inputs);
    Ok(frozen)
}

/// Reads a frozen result from its file, or from the folder that holds it.
fn result(path: &Path) -> Result<(Frozen, Vec<InputFile>), Outcome> {
    let file: PathBuf = if path.is_dir() { path.join(SCORES) } else { path.to_path_buf() };
    if !file.is_file() {
        let why = if path.exists() { "has neither round.toml nor scores.json" } else { "does not exist" };
        let message = format!("`--previous`: `{}` {why}", path.display());
        let help = "name the folder of a round, or the scores.json that `nudj score --out` or `nudj report` wrote";
        return Err(failure(&Diagnostic::new(Code::Unreadable, message).help(help)));
    }
    let (mut reading, mut findings) = (Reading::default(), Findings::default());
    let text = reading.text(&file, None, &mut findings).map(|id| reading.sources.text(id));
    let Some(text) = text else {
        findings.list().iter().for_each(show::failure);
        return Err(Outcome::CouldNotRun);
    };
    let refused = |why: String| {
        let message = format!("`--previous`: `{}` is no result of this version of nudj: {why}", file.display());
        failure(&Diagnostic::new(Code::BadArgument, message).help("score its round again with `nudj score --out`"))
    };
    let frozen: Frozen = serde_json::from_str(text).map_err(|error| refused(error.to_string()))?;
    if frozen.format != FORMAT || frozen.version != VERSION {
        return Err(refused(format!("it is version {} of `{}`", frozen.version, frozen.format)));
    }
    Ok((frozen, reading.inputs))
}

fn failure(diagnostic: &Diagnostic) -> Outcome {
    show::failure(diagnostic);
    Outcome::CouldNotRun
}

//! Recomputes published indices through criteria and rounds, and says figure by figure what differs and why.
//!
//! `cargo run --release --example reference -- [PATH] [--bless]`, where PATH is the folder of the reference data
//! (default `../shared/reference`). Exit status 0 when all is as `pass.txt` and `known.toml` list it, else 1.

#![allow(clippy::disallowed_methods, reason = "the command reads the reference data and writes the pass list")]

mod asem;
mod egdi;
mod egov;
mod figures;
mod gems;
mod gtmi;
mod hdi;
mod later;
mod lists;
mod matrix;
mod scoring;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::figures::Case;
use crate::lists::{Group, Known};

/// Figures of one cause that are written out before the rest is only counted.
const SHOWN: usize = 4;

fn main() -> ExitCode {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let data = paths.first().map_or_else(|| root.join("../shared/reference"), PathBuf::from);
    let wrong = match run(&root, &data, flags.iter().any(|flag| flag == "--bless")) {
        Ok(wrong) => wrong,
        Err(error) => vec![error],
    };
    if wrong.is_empty() {
        say("\nAll is as listed.");
        return ExitCode::SUCCESS;
    }
    say(&format!("\n{} thing(s) are not as listed:", wrong.len()));
    wrong.iter().for_each(|one| say(one));
    ExitCode::FAILURE
}

/// The sets, each with the function that makes its cases.
type Set = (&'static str, fn(&Path, &Path) -> Result<Vec<Case>, String>);

const SETS: [Set; 6] = [
    ("egov-benchmark-2022", egov::cases),
    ("gems", gems::cases),
    ("gtmi", gtmi::cases),
    ("egdi", egdi::cases),
    ("hdi", hdi::cases),
    ("coinr-asem", asem::cases),
];

fn run(root: &Path, data: &Path, bless: bool) -> Result<Vec<String>, String> {
    let own = root.join("tests/reference");
    let known = Known::parse(&matrix::text(&own.join("known.toml"))?)?;
    let mut cases = Vec::new();
    let mut wrong = Vec::new();
    say(&format!("{:<66} {:>9} {:>9} {:>9}  tolerance", "set/level", "compared", "equal", "largest"));
    for (set, make) in SETS {
        match make(root, data) {
            Ok(made) => {
                made.iter().for_each(|case| print(&known, case));
                cases.extend(made);
            }
            Err(error) => wrong.push(format!("{set}: {error}")),
        }
    }
    later::notes(data).iter().for_each(|note| say(note));
    wrong.extend(known.stale(&cases));
    let list = own.join("pass.txt");
    if bless {
        fs::write(&list, lists::blessed(&known, &cases)).map_err(|error| error.to_string())?;
    }
    wrong.extend(lists::against_pass_list(&fs::read_to_string(&list).unwrap_or_default(), &known, &cases));
    let (compared, equal) = cases.iter().fold((0, 0), |(all, same), case| (all + case.compared, same + case.equal));
    say(&format!("\n{} cases, {compared} figures compared, {equal} equal", cases.len()));
    Ok(wrong)
}

fn print(known: &Known, case: &Case) {
    let largest = if case.largest > 0.0 { format!("{:.1e}", case.largest) } else { "0".to_owned() };
    let (compared, equal) = (case.compared, case.equal);
    say(&format!("{:<66} {compared:>9} {equal:>9} {largest:>9}  {}", case.id, case.tolerance.shown()));
    if !case.note.is_empty() {
        say(&format!("    note: {}", case.note));
    }
    known.groups(case).iter().for_each(print_group);
}

fn print_group(group: &Group<'_>) {
    let shown = if group.cause.is_some() { SHOWN } else { 10 * SHOWN };
    for one in group.figures.iter().take(shown) {
        say(&format!("    {}: published {}, here {}", one.figure, one.published, one.ours));
    }
    if group.figures.len() > shown {
        say(&format!("    and {} more with the same cause", group.figures.len() - shown));
    }
    say(&format!("    because: {}", group.cause.unwrap_or("UNEXPLAINED")));
}

fn say(line: &str) {
    // A closed pipe is the reader's wish and no failure of the comparison.
    let _ = writeln!(io::stdout(), "{line}");
}

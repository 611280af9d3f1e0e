//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Measures how mature a country's digital public services are, and shows the arithmetic.
#[derive(Debug, Parser)]
#[command(name = "nudj", version, about, propagate_version = true)]
#[command(
    after_help = "Example:\n  nudj report surveys/gems\n\nExit status: 0 done, 1 findings in the input, 2 could not run."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Reads criteria or a round and shows every problem, each with its place and how to mend it.
    #[command(
        after_help = "Examples:\n  nudj check criteria/egov-benchmark-2022\n  nudj check surveys/egov-benchmark/2022 --format json"
    )]
    Check(CheckCommand),
    /// Scores a round: a ranking on the terminal, and scores.json and scores.csv with --out.
    #[command(
        after_help = "Examples:\n  nudj score surveys/egov-benchmark/2022\n  nudj score surveys/gems/2023 --out scores/gems-2023"
    )]
    Score(ScoreCommand),
    /// Shows how a score came about, from the index down to the answers in the source files; or what a code means.
    #[command(
        after_help = "Examples:\n  nudj explain surveys/egov-benchmark/2022 MT\n  nudj explain surveys/egov-benchmark/2022 MT key-enablers\n  nudj explain criteria/egov-benchmark-2022 eid\n  nudj explain ragged-row"
    )]
    Explain(ExplainCommand),
    /// Writes the comparative report and one page a unit, in each language; of a folder of rounds, all of them with trends.
    #[command(
        after_help = "Examples:\n  nudj report surveys/gems\n  nudj report surveys/gems/2023 --lang ar --out reports/out/gems-2023"
    )]
    Report(ReportCommand),
    /// Compares two units of a round, or a unit in two rounds, on what both measure.
    #[command(
        after_help = "Examples:\n  nudj compare surveys/gems/2024 OMN JOR\n  nudj compare surveys/gems/2023 surveys/gems/2024 OMN"
    )]
    Compare(CompareCommand),
    /// Says how sure scores and ranks are: the index is evaluated many times under other choices and with the errors of answers.
    #[command(
        after_help = "Examples:\n  nudj uncertainty surveys/gems/europe-2022\n  nudj uncertainty surveys/gems/2024 --draws 2000 --sensitivity 1000 --unit OMN --out scores/gems-2024-uncertainty"
    )]
    Uncertainty(UncertaintyCommand),
    /// Writes the JSON Schemas of criteria, rounds and results, for editors and other programs.
    #[command(after_help = "Example:\n  nudj schema --out criteria")]
    Schema(SchemaCommand),
}

/// Where the criteria are, if not in `criteria/<code>` beside or above the round.
#[derive(Args, Debug)]
pub(super) struct CriteriaOption {
    /// Folder of the criteria; default: criteria/<framework> in the folder that holds the round, or above it.
    #[arg(long, value_name = "FOLDER")]
    pub(super) criteria: Option<PathBuf>,
    /// How findings are written to standard error.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For a person, with the source line.
    Text,
    /// For a program: one JSON object.
    Json,
}

/// `nudj check`
#[derive(Args, Debug)]
pub(super) struct CheckCommand {
    /// A round (a folder with round.toml) or criteria (a folder with framework.toml).
    pub(super) path: PathBuf,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// `nudj score`
#[derive(Args, Debug)]
pub(super) struct ScoreCommand {
    /// The round: a folder with round.toml.
    pub(super) round: PathBuf,
    /// Writes scores.json (the frozen result), scores.csv and manifest.json into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// `nudj explain`
#[derive(Args, Debug)]
pub(super) struct ExplainCommand {
    /// A round, or criteria, or the code of a diagnostic.
    pub(super) what: PathBuf,
    /// A unit of the round, or the code of a node, item or question.
    pub(super) unit: Option<String>,
    /// A node of the hierarchy; default: the index.
    pub(super) node: Option<String>,
    /// Shows the answers below every indicator, not only below the one that is asked for.
    #[arg(long)]
    pub(super) answers: bool,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// `nudj report`
#[derive(Args, Debug)]
pub(super) struct ReportCommand {
    /// The round: a folder with round.toml; or a folder of such folders, with or without a collection.toml.
    pub(super) round: PathBuf,
    /// Where the pages go; default: reports/out/<framework>-<round>, or reports/out/<collection>.
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// Languages, separated by commas; default: all of the criteria.
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pub(super) lang: Vec<String>,
    /// A folder whose files replace the built-in templates, words and styles of the same name.
    #[arg(long, value_name = "FOLDER")]
    pub(super) templates: Option<PathBuf>,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// `nudj compare`
#[derive(Args, Debug)]
pub(super) struct CompareCommand {
    /// A round.
    pub(super) round: PathBuf,
    /// A unit of the round, or a second round.
    pub(super) first: PathBuf,
    /// The unit to compare with, or the unit in both rounds.
    pub(super) second: String,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// `nudj uncertainty`
#[derive(Args, Debug)]
pub(super) struct UncertaintyCommand {
    /// The round: a folder with round.toml.
    pub(super) round: PathBuf,
    /// What varies; default: scenarios.toml beside round.toml, and where there is none the usual scenario, which needs no
    /// file.
    #[arg(long, value_name = "FILE")]
    pub(super) scenarios: Option<PathBuf>,
    /// Number of draws; default: that of the scenario, 10000 where it does not say.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) draws: Option<u32>,
    /// Seed of the random numbers; default: that of the scenario, 1 where it does not say.
    #[arg(long)]
    pub(super) seed: Option<u32>,
    /// Threads; the result does not depend on them. Default: as many as the machine has.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) threads: Option<u16>,
    /// Also estimates how much each source contributes, from a design of so many rows; 1000 is usual.
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub(super) sensitivity: Option<u32>,
    /// With --sensitivity, a unit for whose score the sources are estimated too; may stand several times.
    #[arg(long = "unit", value_name = "UNIT", requires = "sensitivity")]
    pub(super) units: Vec<String>,
    /// Writes analysis.json, uncertainty.csv and manifest.json into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// With --out, also writes draws.csv: the choices of every draw, and the scores that they gave.
    #[arg(long, requires = "out")]
    pub(super) keep_draws: bool,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// `nudj schema`
#[derive(Args, Debug)]
pub(super) struct SchemaCommand {
    /// Folder for criteria.schema.json, round.schema.json, adaptation.schema.json,
    /// scenarios.schema.json, scores.schema.json and analysis.schema.json.
    #[arg(long, value_name = "FOLDER", default_value = "criteria")]
    pub(super) out: PathBuf,
}

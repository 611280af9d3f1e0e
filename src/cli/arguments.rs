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
        after_help = "Examples:\n  nudj report surveys/gems\n  nudj report surveys/gems/2023 --lang ar --out reports/out/gems-2023\n  nudj report surveys/gems/europe-2022 --format html,xlsx,csv\n  nudj report surveys/gems/2024 --unit QAT,SAU --format xlsx\n  nudj report surveys/gems/2024 --peers subregion --previous surveys/gems/2023\n  nudj report surveys/gems/2024 --unit OMN --peers QAT,SAU,ARE"
    )]
    Report(ReportCommand),
    /// Compares two rounds, or a round under two methodologies, or two units of a round, on what both sides measure.
    #[command(
        after_help = "Examples:\n  nudj compare surveys/gems/2023 surveys/gems/2024\n  nudj compare surveys/gems/2023 surveys/gems/2024 OMN\n  nudj compare surveys/gems/europe-2022 --with my-criteria\n  nudj compare surveys/gems/2024 OMN JOR\n  nudj compare surveys/gems/2023 surveys/gems/2024 --format json"
    )]
    Compare(CompareCommand),
    /// Shows whether the parts of an index belong together: statistics, correlations, alpha, principal components, and stated
    /// against observed importance.
    #[command(
        after_help = "Examples:\n  nudj coherence surveys/gems/europe-2022\n  nudj coherence surveys/gems/europe-2022 --level pillar --out analysis/europe-2022\n  nudj coherence surveys/egov-benchmark/2022 --level items"
    )]
    Coherence(CoherenceCommand),
    /// Shows how fast the observed values of indicators grow, over the periods of a round or over several rounds.
    #[command(
        after_help = "Examples:\n  nudj growth my-surveys/2020 my-surveys/2022 my-surveys/2024\n  nudj growth my-surveys/panel --unit QAT --from 2018 --rate linear --out analysis"
    )]
    Growth(GrowthCommand),
    /// Ranks the improvements of a unit: what one step of each indicator, and of each answer about an item, would add.
    #[command(
        after_help = "Examples:\n  nudj gaps surveys/gems/europe-2022 IT\n  nudj gaps surveys/egov-benchmark/2022 RO --top 30 --efforts 1,3,9\n  nudj gaps surveys/gems/europe-2022 IT --format json"
    )]
    Gaps(GapsCommand),
    /// Writes the draft recommendations of a round as a file to be edited.
    #[command(
        after_help = "Example:\n  nudj drafts surveys/gems/europe-2022 --unit EE,IT --out surveys/gems/europe-2022/recommendations.toml"
    )]
    Drafts(DraftsCommand),
    /// Shows what other values, weights or methods would make of a unit, or which steps lead it to a band or a rank.
    #[command(
        after_help = "Examples:\n  nudj whatif surveys/gems/europe-2022 IT --set AVP6=90 --set USE1=0.8\n  nudj whatif surveys/gems/europe-2022 IT --weight usage=60\n  nudj whatif surveys/gems/europe-2022 IT --method missing=zero --method 'aggregation={ index = { method = \"minimum\" } }'\n  nudj whatif surveys/gems/europe-2022 IT --target \"rank 3\" --format json"
    )]
    Whatif(WhatifCommand),
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
#[derive(Args, Clone, Debug)]
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
    /// Formats, separated by commas: pages, workbooks with a calculation in live formulas, tables as text, pages as JSON,
    /// documents.
    #[arg(long, value_delimiter = ',', value_enum, default_value = "html")]
    pub(super) format: Vec<ReportFormat>,
    /// Units that have files of their own, by code or name, separated by commas; default: all.
    #[arg(long, value_delimiter = ',', value_name = "UNITS")]
    pub(super) unit: Vec<String>,
    /// Who the peers of a unit are: the code of a grouping of the round, or up to 4 units by code or name, separated by
    /// commas; default: the grouping that the round names.
    #[arg(long, value_delimiter = ',', value_name = "GROUPING|UNITS")]
    pub(super) peers: Vec<String>,
    /// The round before, with which units are compared: its folder, or its scores.json or the folder of that. In a folder
    /// of rounds the series say which round was before.
    #[arg(long, value_name = "PATH")]
    pub(super) previous: Option<PathBuf>,
    /// Draft recommendations as somebody edited them; default: recommendations.toml beside round.toml, where it is there.
    #[arg(long, value_name = "FILE")]
    pub(super) drafts: Option<PathBuf>,
    /// Leaves out the analysis of uncertainty, and with it rank intervals and the groups that cannot be told apart.
    #[arg(long, conflicts_with_all = ["scenarios", "draws", "seed", "sample"])]
    pub(super) no_uncertainty: bool,
    #[command(flatten)]
    pub(super) sampling: SamplingOption,
    /// Number of draws of the analysis of uncertainty; default: that of the scenario, 10000 where it does not say.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) draws: Option<u32>,
    /// A folder whose files replace the built-in templates, words and styles of the same name.
    #[arg(long, value_name = "FOLDER")]
    pub(super) templates: Option<PathBuf>,
    /// Folder of the criteria; default: criteria/<framework> in the folder that holds the round, or above it.
    #[arg(long, value_name = "FOLDER")]
    criteria: Option<PathBuf>,
    /// How findings are written to standard error.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    findings: Format,
}

impl ReportCommand {
    /// As in the other commands, whose `--format` is here that of the report.
    pub(super) fn criteria(&self) -> CriteriaOption {
        CriteriaOption { criteria: self.criteria.clone(), format: self.findings }
    }
}

/// A format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// Pages.
    Html,
    /// Workbooks.
    Xlsx,
    /// Tables as comma-separated text.
    Csv,
    /// What is on each page as JSON.
    Json,
    /// Documents; needs a build with the feature `pdf`.
    Pdf,
}

/// `nudj compare`
#[derive(Args, Debug)]
pub(super) struct CompareCommand {
    /// A round.
    pub(super) round: PathBuf,
    /// A second round; or a unit of the round.
    pub(super) first: Option<PathBuf>,
    /// The unit in both rounds, default: all units; or the unit to compare the first unit with.
    pub(super) second: Option<String>,
    /// Compares the round with itself under these criteria: the folder of another methodology of the same framework.
    #[arg(long, value_name = "FOLDER")]
    pub(super) with: Option<PathBuf>,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// `nudj coherence`
#[derive(Args, Debug)]
pub(super) struct CoherenceCommand {
    /// The round: a folder with round.toml.
    pub(super) round: PathBuf,
    /// What the columns are: the code of a level; `indicators`; or `items`, with a row for each item of each unit.
    /// Default: indicators.
    #[arg(long, value_name = "LEVEL")]
    pub(super) level: Option<String>,
    /// Writes coherence.json, with every figure unrounded, into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// Two columns of a group with a correlation above this are named; default: 0.92.
    #[arg(long, value_name = "R", allow_negative_numbers = true)]
    pub(super) redundant: Option<f64>,
    /// Two columns of a group with a correlation below this are named; default: -0.4.
    #[arg(long, value_name = "R", allow_negative_numbers = true)]
    pub(super) opposed: Option<f64>,
    /// A column whose correlation with its group is below this is named; default: 0.3.
    #[arg(long, value_name = "R", allow_negative_numbers = true)]
    pub(super) weak: Option<f64>,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// `nudj growth`
#[derive(Args, Debug)]
pub(super) struct GrowthCommand {
    /// A round whose tables have a column of periods; or several rounds of one framework, each with its own period.
    #[arg(required = true, value_name = "ROUND")]
    pub(super) rounds: Vec<PathBuf>,
    /// Units, by code or name, separated by commas; default: all.
    #[arg(long, value_delimiter = ',', value_name = "UNITS")]
    pub(super) unit: Vec<String>,
    /// Indicators, by code, separated by commas; default: all that every period measures alike.
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pub(super) indicator: Vec<String>,
    /// The first period that is looked at.
    #[arg(long, value_name = "PERIOD")]
    pub(super) from: Option<String>,
    /// The last period that is looked at.
    #[arg(long, value_name = "PERIOD")]
    pub(super) to: Option<String>,
    /// How the rate is taken.
    #[arg(long, value_enum, default_value_t = RateOption::Compound)]
    pub(super) rate: RateOption,
    /// Looks at so many periods only, up to the last with a value; a shorter history then has no rate.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1000))]
    pub(super) latest: Option<u32>,
    /// Turns rates where less is better, so that above zero is always an improvement.
    #[arg(long)]
    pub(super) directed: bool,
    /// Writes growth.json and growth.csv, with every figure unrounded, into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// How a rate of growth is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RateOption {
    /// From the first value to the last, compounded.
    Compound,
    /// Along the straight line through all values, as a share of the line at the first of them.
    Linear,
}

impl From<RateOption> for crate::analyse::growth::Rate {
    fn from(option: RateOption) -> Self {
        match option {
            RateOption::Compound => Self::Compound,
            RateOption::Linear => Self::Linear,
        }
    }
}

/// What improvements of each effort count as.
#[derive(Args, Debug)]
pub(super) struct EffortsOption {
    /// What a step of low, medium and high effort counts as; default: 1,2,4. Where criteria state no effort, medium.
    #[arg(long, value_delimiter = ',', value_name = "LOW,MEDIUM,HIGH")]
    pub(super) efforts: Vec<f64>,
}

/// `nudj gaps`
#[derive(Args, Debug)]
pub(super) struct GapsCommand {
    /// The round: a folder with round.toml.
    pub(super) round: PathBuf,
    /// Code or name of the unit.
    pub(super) unit: String,
    /// How many steps are shown; with `--format json`, which writes the steps as JSON too, how many of those on items.
    #[arg(long, value_name = "N", default_value_t = 15)]
    pub(super) top: usize,
    #[command(flatten)]
    pub(super) efforts: EffortsOption,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// `nudj drafts`
#[derive(Args, Debug)]
pub(super) struct DraftsCommand {
    /// The round: a folder with round.toml.
    pub(super) round: PathBuf,
    /// Units, by code or name, separated by commas; default: all.
    #[arg(long, value_delimiter = ',', value_name = "UNITS")]
    pub(super) unit: Vec<String>,
    /// The file, which must not be there yet; default: the terminal.
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// `nudj whatif`
#[derive(Args, Debug)]
pub(super) struct WhatifCommand {
    /// The round: a folder with round.toml.
    pub(super) round: PathBuf,
    /// Code or name of the unit.
    pub(super) unit: String,
    /// The value that an indicator of the unit would have: a number, or the code of an option. Can be repeated.
    #[arg(long, value_name = "INDICATOR=VALUE")]
    pub(super) set: Vec<String>,
    /// The weight that a node would have among its siblings. Can be repeated.
    #[arg(long, value_name = "NODE=WEIGHT")]
    pub(super) weight: Vec<String>,
    /// The method that a step would have: aggregation, normalisation, treatment, imputation or missing, and a method of the
    /// criteria, as its name or as a TOML table. Can be repeated, once for each step.
    #[arg(long, value_name = "STEP=METHOD")]
    pub(super) method: Vec<String>,
    /// Looks for steps to a target: "band CODE" or "rank N".
    #[arg(long, value_name = "TARGET", conflicts_with_all = ["set", "weight", "method"])]
    pub(super) target: Option<String>,
    /// Also makes so many draws before and after the change, the same choices and errors on both sides.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000), conflicts_with = "target")]
    pub(super) draws: Option<u32>,
    #[command(flatten)]
    pub(super) sampling: SamplingOption,
    #[command(flatten)]
    pub(super) efforts: EffortsOption,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// What varies in draws, and how they are made.
#[derive(Args, Debug)]
pub(super) struct SamplingOption {
    /// What varies in draws; default: scenarios.toml beside round.toml, and where there is none the usual scenario, which
    /// needs no file.
    #[arg(long, value_name = "FILE")]
    pub(super) scenarios: Option<PathBuf>,
    /// Seed of the random numbers; default: that of the scenario, 1 where it does not say.
    #[arg(long)]
    pub(super) seed: Option<u32>,
    /// How the numbers of draws are made; default: that of the scenario, random where it does not say.
    #[arg(long, value_enum)]
    pub(super) sample: Option<SampleOption>,
    /// Threads; the result does not depend on them. Default: as many as the machine has.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

impl SamplingOption {
    pub(super) fn threads(&self) -> usize {
        let available = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.threads.map_or_else(available, usize::from)
    }
}

/// How the numbers of draws are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SampleOption {
    /// Pseudo-random numbers.
    Random,
    /// A low-discrepancy sequence scrambled by the seed; at most 65536 draws.
    Sobol,
}

/// `nudj uncertainty`
#[derive(Args, Debug)]
pub(super) struct UncertaintyCommand {
    /// The round: a folder with round.toml.
    pub(super) round: PathBuf,
    /// Number of draws; default: that of the scenario, 10000 where it does not say.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) draws: Option<u32>,
    #[command(flatten)]
    pub(super) sampling: SamplingOption,
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
    /// Goes on from the draws that an earlier run of the same input, scenario and seed kept in the folder of --out.
    #[arg(long, requires = "out")]
    pub(super) resume: bool,
    #[command(flatten)]
    pub(super) criteria: CriteriaOption,
}

/// `nudj schema`
#[derive(Args, Debug)]
pub(super) struct SchemaCommand {
    /// Folder for the schemas, one file for each kind of file that nudj reads or writes.
    #[arg(long, value_name = "FOLDER", default_value = "criteria")]
    pub(super) out: PathBuf,
}

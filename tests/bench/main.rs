//! Times reading, evaluating and reporting. `cargo bench` runs it; timing never stands in a test.
#![allow(clippy::disallowed_methods, reason = "benches read the shipped rounds")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use divan::{Bencher, black_box};
use nudj::analyse::uncertainty::{Plan, Scenario, draw};
use nudj::criteria::{Criteria, Normalising, load};
use nudj::diag::{FileId, Findings, Sources};
use nudj::evaluate::evaluate;
use nudj::frozen::{Frozen, freeze};
use nudj::methods::aggregation::{Aggregation, AtZero};
use nudj::methods::normalisation::Normalisation;
use nudj::methods::treatment::{Outlier, Transform, Treatment, Winsorise};
use nudj::report::{Analyses, Run, Theme, Wanted, report_as};
use nudj::survey::{Round, RoundDocument, assemble};

fn main() {
    divan::main();
}

/// Texts by file name: those of the criteria, the round file, and its tables.
struct Texts {
    criteria: Vec<(String, String)>,
    round: String,
    tables: BTreeMap<String, String>,
}

struct Read {
    criteria: Criteria,
    round: Round,
    findings: Findings,
}

impl Texts {
    fn read(&self) -> Read {
        let mut sources = Sources::default();
        let files: Vec<FileId> = self.criteria.iter().map(|(name, text)| sources.add(name, text.as_str())).collect();
        let (criteria, mut findings) = load(&files, &sources);
        let criteria = criteria.unwrap_or_else(|| panic!("{:?}", findings.list().first()));
        let file = sources.add("round.toml", self.round.as_str());
        let document = RoundDocument::read(file, &sources, &mut findings).expect("the round file is sound");
        let tables: BTreeMap<String, FileId> =
            self.tables.iter().map(|(name, text)| (name.clone(), sources.add(name, text.as_str()))).collect();
        let round = assemble(&document, &criteria.framework, &tables, &mut sources, &mut findings);
        assert!(!findings.has_errors(), "{:?}", findings.list().first());
        Read { criteria, round: round.expect("the round is sound"), findings }
    }
}

impl Read {
    fn frozen(&self) -> Frozen {
        let (framework, methodology) = (&self.criteria.framework, &self.criteria.methodology);
        let evaluation = evaluate(framework, methodology, &self.round);
        freeze(framework, methodology, &self.round, &evaluation, Vec::new(), &self.findings)
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &Path, extension: &str) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|there| there == extension))
        .collect();
    paths.sort();
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    paths.iter().map(|path| (name(path), text(path))).collect()
}

/// The EU eGovernment Benchmark 2022 from its raw answers.
fn eu() -> Texts {
    let folder = root().join("surveys/egov-benchmark/2022");
    let mut tables: BTreeMap<String, String> = files(&folder, "csv").into_iter().collect();
    tables.insert("../units.csv".to_owned(), text(&folder.join("../units.csv")));
    Texts {
        criteria: files(&root().join("criteria/egov-benchmark-2022"), "toml"),
        round: text(&folder.join("round.toml")),
        tables,
    }
}

/// COINr's example data set, 51 units by 49 indicators under eight pillars.
fn asem() -> Texts {
    let folder = root().join("tests/bench/asem");
    Texts {
        criteria: files(&folder.join("criteria"), "toml"),
        round: text(&folder.join("round/round.toml")),
        tables: files(&folder.join("round"), "csv").into_iter().collect(),
    }
}

/// A small generator of equally spread numbers, so that the synthetic rounds are the same everywhere.
struct Seeded(u64);

impl Seeded {
    fn unit_interval(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A round of so many units and indicators on four levels: an index of five pillars with groups of about ten; one cell
/// of twenty is empty. Min-max, arithmetic means.
fn synthetic(units: usize, indicators: usize) -> Texts {
    let mut criteria =
        "[framework]\ncode = \"bench\"\nedition = \"1\"\nname = { en = \"Bench\" }\nsource = \"made up\"\n\
        licence = \"CC0-1.0\"\nscale = { low = 0, high = 100 }\n\
        [methodology]\nnormalisation = { method = \"min_max\" }\n"
            .to_owned();
    for level in ["index", "pillar", "group", "indicator"] {
        let _ = write!(criteria, "[[level]]\ncode = \"{level}\"\nname = {{ en = \"{level}\" }}\n");
    }
    criteria += "[[group]]\ncode = \"total\"\nname = { en = \"Total\" }\n";
    let groups = indicators.div_ceil(10).max(5);
    for pillar in 0..5 {
        let _ =
            write!(criteria, "[[group]]\ncode = \"p{pillar}\"\nparent = \"total\"\nname = {{ en = \"P{pillar}\" }}\n");
    }
    for group in 0..groups {
        let pillar = group % 5;
        let _ = write!(
            criteria,
            "[[group]]\ncode = \"g{group}\"\nparent = \"p{pillar}\"\nname = {{ en = \"G{group}\" }}\n"
        );
    }
    let mut list = "code,name_en\n".to_owned();
    let mut answers = "unit".to_owned();
    for indicator in 0..indicators {
        let group = indicator % groups;
        let _ = write!(
            criteria,
            "[[indicator]]\ncode = \"i{indicator}\"\nparent = \"g{group}\"\nname = {{ en = \"I{indicator}\" }}\n"
        );
        let _ = write!(answers, ",i{indicator}");
    }
    answers.push('\n');
    let mut seeded = Seeded(2022);
    for unit in 0..units {
        let _ = writeln!(list, "U{unit},Unit {unit}");
        let _ = write!(answers, "U{unit}");
        for _ in 0..indicators {
            answers.push(',');
            if seeded.unit_interval() >= 0.05 {
                let _ = write!(answers, "{:.4}", seeded.unit_interval() * 50.0);
            }
        }
        answers.push('\n');
    }
    let round = "[round]\ncode = \"bench\"\nframework = \"bench\"\nperiod = \"2022\"\ntitle = { en = \"Bench\" }\n\
        source = \"made up\"\nlicence = \"CC0-1.0\"\nillustrative = true\n\
        [units]\nfile = \"units.csv\"\n[[table]]\nfile = \"answers.csv\"\n";
    Texts {
        criteria: vec![("framework.toml".to_owned(), criteria)],
        round: round.to_owned(),
        tables: BTreeMap::from([("units.csv".to_owned(), list), ("answers.csv".to_owned(), answers)]),
    }
}

#[divan::bench]
fn eu_read(bencher: Bencher) {
    let texts = eu();
    bencher.bench_local(|| black_box(texts.read()));
}

#[divan::bench]
fn eu_evaluate(bencher: Bencher) {
    let read = eu().read();
    bencher.bench_local(|| evaluate(&read.criteria.framework, &read.criteria.methodology, black_box(&read.round)));
}

/// A report of 35 units in every language, in one format.
fn eu_report_as(bencher: Bencher, wanted: &Wanted) {
    let frozen = eu().read().frozen();
    let theme = Theme::embedded();
    let languages: Vec<&str> = frozen.framework.languages.iter().map(String::as_str).collect();
    let run = Run { threads: 2, ..Run::default() };
    bencher.bench_local(|| report_as(black_box(&frozen), &Analyses::default(), &languages, &theme, wanted, &run));
}

#[divan::bench]
fn eu_report_html(bencher: Bencher) {
    eu_report_as(bencher, &Wanted::default());
}

#[divan::bench(sample_count = 5)]
fn eu_report_xlsx(bencher: Bencher) {
    eu_report_as(bencher, &Wanted { html: false, xlsx: true, ..Wanted::default() });
}

#[divan::bench(sample_count = 5)]
fn eu_report_csv(bencher: Bencher) {
    eu_report_as(bencher, &Wanted { html: false, csv: true, ..Wanted::default() });
}

#[cfg(feature = "pdf")]
#[divan::bench(sample_count = 2)]
fn eu_report_pdf(bencher: Bencher) {
    eu_report_as(bencher, &Wanted { html: false, pdf: true, ..Wanted::default() });
}

#[divan::bench]
fn asem_read(bencher: Bencher) {
    let texts = asem();
    bencher.bench_local(|| black_box(texts.read()));
}

#[divan::bench]
fn asem_evaluate(bencher: Bencher) {
    let read = asem().read();
    bencher.bench_local(|| evaluate(&read.criteria.framework, &read.criteria.methodology, black_box(&read.round)));
}

/// Draws in one measurement, so that the start of threads does not count.
const DRAWS: u64 = 2_000;

/// The scenario of COINr's example: winsorisation of one to five points, min-max or z-score, arithmetic or geometric means,
/// weights up to a quarter off. Every draw treats, normalises, weighs, aggregates and ranks all anew.
fn full_replay(read: &Read) -> Plan {
    let Criteria { framework, methodology } = &read.criteria;
    let indicators = framework.indicators().len();
    let treatment = |points| Treatment {
        rule: Outlier { skewness: 2.0, kurtosis: 3.5 },
        winsorise: Some(Winsorise { max_points: Some(points) }),
        transform: Some(Transform::LogCt),
        combine: false,
    };
    let usual = Scenario::usual(framework);
    let levels = usual.aggregation.first().map_or(0, Vec::len);
    let geometric = Aggregation::Geometric { at_zero: AtZero::Floor(1.0) };
    let scenario = Scenario {
        treatment: (1..=5).map(|points| Some(treatment(points))).collect(),
        normalisation: vec![vec![Normalising::Method(Normalisation::ZScore { mean: 10.0, sd: 2.0 }); indicators]],
        aggregation: vec![(0..levels).map(|level| (level, geometric)).collect()],
        leave_one_out: false,
        ..usual
    };
    let evaluation = evaluate(framework, methodology, &read.round);
    Plan::new(framework, methodology, &read.round, &evaluation, &scenario).expect("few combinations")
}

#[divan::bench(args = [1, 2])]
fn asem_full_replay(bencher: Bencher, threads: usize) {
    let plan = full_replay(&asem().read()).redoing_all();
    let counter = divan::counter::ItemsCount::new(DRAWS);
    bencher.counter(counter).bench_local(|| draw(black_box(&plan), 1, 0..DRAWS, threads));
}

/// The same draws, each redoing only what lies downstream of what it changed.
#[divan::bench(args = [1, 2])]
fn asem_draws(bencher: Bencher, threads: usize) {
    let plan = full_replay(&asem().read());
    let counter = divan::counter::ItemsCount::new(DRAWS);
    bencher.counter(counter).bench_local(|| draw(black_box(&plan), 1, 0..DRAWS, threads));
}

#[divan::bench(args = SIZES)]
fn synthetic_full_replay(bencher: Bencher, size: (usize, usize)) {
    let plan = full_replay(&synthetic(size.0, size.1).read()).redoing_all();
    let counter = divan::counter::ItemsCount::new(100_u32);
    bencher.counter(counter).bench_local(|| draw(black_box(&plan), 1, 0..100, 1));
}

/// Units and indicators.
const SIZES: [(usize, usize); 2] = [(200, 200), (1000, 300)];

#[divan::bench(args = SIZES)]
fn synthetic_read(bencher: Bencher, size: (usize, usize)) {
    let texts = synthetic(size.0, size.1);
    bencher.bench_local(|| black_box(texts.read()));
}

#[divan::bench(args = SIZES)]
fn synthetic_evaluate(bencher: Bencher, size: (usize, usize)) {
    let read = synthetic(size.0, size.1).read();
    bencher.bench_local(|| evaluate(&read.criteria.framework, &read.criteria.methodology, black_box(&read.round)));
}

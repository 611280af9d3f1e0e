//! Rounds that benches and measurements share.
#![allow(clippy::disallowed_methods, reason = "benches read the shipped rounds")]
#![allow(dead_code, reason = "each of the two programs uses a part")]
#![allow(unreachable_pub, missing_docs, reason = "a module of two programs, not of a library")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use nudj::analyse::uncertainty::{Plan, Scenario};
use nudj::criteria::{Criteria, Normalising, load};
use nudj::diag::{FileId, Findings, Sources};
use nudj::evaluate::evaluate;
use nudj::frozen::{Frozen, freeze};
use nudj::methods::aggregation::{Aggregation, AtZero};
use nudj::methods::normalisation::Normalisation;
use nudj::methods::treatment::{Outlier, Transform, Treatment, Winsorise};
use nudj::survey::{Round, RoundDocument, assemble};

/// Texts by file name: those of the criteria, the round file, and its tables.
pub struct Texts {
    criteria: Vec<(String, String)>,
    round: String,
    tables: BTreeMap<String, String>,
}

pub struct Read {
    pub criteria: Criteria,
    pub round: Round,
    findings: Findings,
}

impl Texts {
    pub fn read(&self) -> Read {
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
    pub fn frozen(&self) -> Frozen {
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
pub fn eu() -> Texts {
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
pub fn asem() -> Texts {
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

/// A round of so many units and indicators below so many levels of groups: on each level so many times as many nodes as on the
/// one above, one cell of twenty empty. Min-max, arithmetic means.
pub fn synthetic(units: usize, indicators: usize, levels: usize) -> Texts {
    let mut criteria =
        "[framework]\ncode = \"bench\"\nedition = \"1\"\nname = { en = \"Bench\" }\nsource = \"made up\"\n\
        licence = \"CC0-1.0\"\nscale = { low = 0, high = 100 }\n\
        [methodology]\nnormalisation = { method = \"min_max\" }\n"
            .to_owned();
    let size = |level: usize| (indicators as f64).powf(level as f64 / levels as f64).round() as usize;
    for level in 0..=levels {
        let _ = write!(criteria, "[[level]]\ncode = \"l{level}\"\nname = {{ en = \"L{level}\" }}\n");
    }
    for level in 0..=levels {
        let kind = if level == levels { "indicator" } else { "group" };
        for node in 0..size(level) {
            let code = if level == levels { format!("i{node}") } else { format!("g{level}-{node}") };
            let _ = write!(criteria, "[[{kind}]]\ncode = \"{code}\"\nname = {{ en = \"{code}\" }}\n");
            if level > 0 {
                let _ = writeln!(criteria, "parent = \"g{}-{}\"", level - 1, node % size(level - 1));
            }
        }
    }
    let mut list = "code,name_en\n".to_owned();
    let mut answers = "unit".to_owned();
    (0..indicators).for_each(|indicator| {
        let _ = write!(answers, ",i{indicator}");
    });
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

/// The scenario of COINr's example: winsorisation of one to five points, min-max or z-score, arithmetic or geometric means,
/// weights up to a quarter off. Every draw treats, normalises, weighs, aggregates and ranks all anew.
pub fn full_replay(read: &Read) -> Plan {
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

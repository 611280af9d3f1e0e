//! What a report costs: time and peak memory by format, and what each country adds.
//!
//! `cargo bench --bench cost` (with `--features pdf` for documents) runs the program on `surveys/gems/europe-2022` in both
//! languages, for a growing number of countries, and prints for each format the least time of three runs, the peak of resident
//! memory, and seconds a country from a line through the measurements. The draws and the comparative page are made in each
//! run, so they are the part that does not grow. Memory is read from `/proc` while the program runs.
#![allow(clippy::disallowed_methods, reason = "a measurement starts programs and reads the clock")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const ROUND: &str = "surveys/gems/europe-2022";
const COUNTRIES: [usize; 4] = [1, 9, 18, 35];
const RUNS: usize = 3;

#[expect(clippy::print_stdout, reason = "a measurement prints what it measures")]
fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let codes = codes(&root.join(ROUND).join("../../egov-benchmark/units.csv"));
    let pdf = cfg!(feature = "pdf").then_some("pdf");
    println!("{ROUND}, English and Arabic, 10,000 draws, least of {RUNS} runs, {} units known", codes.len());
    for format in ["html", "xlsx", "csv", "json"].into_iter().chain(pdf) {
        let points: Vec<(f64, f64)> = COUNTRIES
            .iter()
            .map(|&count| {
                let units = codes[..count.min(codes.len())].join(",");
                let (seconds, memory) = least(root, format, &units);
                println!("{format:>5} {count:>3} countries: {seconds:7.2} s, peak {:6.0} MB", memory / 1024.0);
                (count as f64, seconds)
            })
            .collect();
        println!("{format:>5} {:.0} ms a country\n", 1000.0 * slope(&points));
    }
}

/// The codes of the countries of the round.
fn codes(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.records().filter_map(|row| Some(row.ok()?.get(0)?.to_owned())).collect()
}

/// The least time of several runs, and the greatest peak of memory in kilobytes.
fn least(root: &Path, format: &str, units: &str) -> (f64, f64) {
    let runs: Vec<(f64, f64)> = (0..RUNS).map(|_| run(root, format, units)).collect();
    runs.into_iter().fold((f64::INFINITY, 0.0), |(time, peak), (one, memory)| (time.min(one), peak.max(memory)))
}

fn run(root: &Path, format: &str, units: &str) -> (f64, f64) {
    let out = tempfile::tempdir().expect("a temporary folder");
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_nudj"))
        .args(["report", ROUND, "--format", format, "--unit", units, "--out"])
        .arg(out.path().join("out"))
        .current_dir(root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        peak = peak.max(kilobytes.unwrap_or(0.0));
        match child.try_wait().expect("the program can be waited for") {
            Some(status) => {
                assert!(status.success(), "the report fails");
                return (start.elapsed().as_secs_f64(), peak);
            }
            None => thread::sleep(Duration::from_millis(2)),
        }
    }
}

/// The slope of a line through the points, by least squares.
fn slope(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let (x, y) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let both: f64 = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    both / points.iter().map(|p| (p.0 - x).powi(2)).sum::<f64>()
}

//! Times reading, evaluating and reporting. `cargo bench` runs it; timing never stands in a test.

mod panels;

use divan::{Bencher, black_box};
use nudj::analyse::uncertainty::{Workspace, draw};
use nudj::evaluate::evaluate;
use nudj::report::{Analyses, Run, Theme, Wanted, report_as};

use panels::{asem, eu, full_replay, synthetic};

fn main() {
    divan::main();
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

#[divan::bench(args = [1, 2])]
fn asem_full_replay(bencher: Bencher, threads: usize) {
    let plan = full_replay(&asem().read()).redoing_all();
    let counter = divan::counter::ItemsCount::new(DRAWS);
    bencher.counter(counter).bench_local(|| draw(black_box(&plan), 1, 0..DRAWS, threads));
}

/// Draws of a full replay on one thread that keeps to plain registers, to compare with those above.
#[divan::bench]
fn asem_full_replay_in_plain_registers(bencher: Bencher) {
    let plan = full_replay(&asem().read()).redoing_all();
    let counter = divan::counter::ItemsCount::new(DRAWS);
    let mut space = Workspace::with_plain_registers(&plan);
    let mut choices = plan.nominal_choices();
    bencher.counter(counter).bench_local(|| {
        for draw in 0..DRAWS {
            plan.choose_again(1, draw, &mut choices);
            space.replay(black_box(&plan), &choices);
        }
    });
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
    let plan = full_replay(&synthetic(size.0, size.1, 3).read()).redoing_all();
    let counter = divan::counter::ItemsCount::new(100_u32);
    bencher.counter(counter).bench_local(|| draw(black_box(&plan), 1, 0..100, 1));
}

/// Units and indicators.
const SIZES: [(usize, usize); 2] = [(200, 200), (1000, 300)];

#[divan::bench(args = SIZES)]
fn synthetic_read(bencher: Bencher, size: (usize, usize)) {
    let texts = synthetic(size.0, size.1, 3);
    bencher.bench_local(|| black_box(texts.read()));
}

#[divan::bench(args = SIZES)]
fn synthetic_evaluate(bencher: Bencher, size: (usize, usize)) {
    let read = synthetic(size.0, size.1, 3).read();
    bencher.bench_local(|| evaluate(&read.criteria.framework, &read.criteria.methodology, black_box(&read.round)));
}

//! How the time of a draw grows, and how many instructions it takes.
//!
//! `cargo run --release --example growth` prints the processor time of a full replay and of one that redoes only what a draw
//! changed, for panels of growing size, with the exponents of the fitted power laws. `growth replay N` only replays the example
//! of COINr N times in full, and `growth draws N` redoing only what changed, for `valgrind --tool=callgrind` or `perf stat`: the
//! difference between two N is the work of the draws between them, without reading and compiling.
#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]

mod panels;

use std::time::Instant;

use nudj::analyse::uncertainty::{Plan, Workspace};

use panels::{asem, full_replay, synthetic};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = arguments.get(1).and_then(|text| text.parse().ok()).unwrap_or(1000);
    let plan = || full_replay(&asem().read());
    match arguments.first().map(String::as_str) {
        Some("replay") => replay(&plan().redoing_all(), number),
        Some("draws") => replay(&plan(), number),
        _ => growth(),
    }
}

/// Makes so many draws on this thread.
fn replay(plan: &Plan, draws: u64) {
    let mut space = Workspace::new(plan);
    let mut choices = plan.nominal_choices();
    for draw in 0..draws {
        plan.choose_again(1, draw, &mut choices);
        space.replay(plan, &choices);
    }
}

/// Microseconds of a draw: the least of several measurements, since nothing makes a draw faster than it is.
fn time(plan: &Plan) -> f64 {
    replay(plan, 20);
    let one = || {
        let (start, mut draws) = (Instant::now(), 0);
        while start.elapsed().as_millis() < 40 {
            replay(plan, 20);
            draws += 20;
        }
        start.elapsed().as_secs_f64() * 1e6 / draws as f64
    };
    (0..7).map(|_| one()).fold(f64::INFINITY, f64::min)
}

/// The slope of the logarithm of time over that of size, by least squares.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(size, time)| (size.ln(), time.ln())).collect();
    let n = logs.len() as f64;
    let (x, y) = (logs.iter().map(|p| p.0).sum::<f64>() / n, logs.iter().map(|p| p.1).sum::<f64>() / n);
    let both: f64 = logs.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    both / logs.iter().map(|p| (p.0 - x).powi(2)).sum::<f64>()
}

/// What grows, and its sizes as units, indicators and levels.
type Series = (&'static str, Vec<(usize, usize, usize)>);

#[expect(clippy::print_stdout, reason = "a measurement prints what it measures")]
fn growth() {
    let series: [Series; 3] = [
        ("units", [50, 100, 200, 400, 800].map(|units| (units, 60, 3)).into()),
        ("indicators", [30, 60, 120, 240, 480].map(|indicators| (100, indicators, 3)).into()),
        ("levels", [1, 2, 3, 4, 5, 6].map(|levels| (100, 128, levels)).into()),
    ];
    let example = full_replay(&asem().read());
    println!(
        "ASEM, 51 units and 49 indicators: draw {:.2} us, full replay {:.2} us",
        time(&example),
        time(&example.redoing_all())
    );
    for (what, sizes) in series {
        let (mut draws, mut replays) = (Vec::new(), Vec::new());
        for (units, indicators, levels) in sizes {
            let plan = full_replay(&synthetic(units, indicators, levels).read());
            let size = match what {
                "units" => units,
                "indicators" => indicators,
                _ => levels,
            } as f64;
            draws.push((size, time(&plan)));
            replays.push((size, time(&plan.redoing_all())));
            let (draw, replay) = (draws[draws.len() - 1].1, replays[replays.len() - 1].1);
            let cells = (units * indicators) as f64;
            println!(
                "{units} units, {indicators} indicators, {levels} levels: draw {draw:.2} us, full replay {replay:.2} us, {:.2} ns a cell",
                replay * 1e3 / cells
            );
        }
        println!("exponents of {what}: draw {:.2}, full replay {:.2}", exponent(&draws), exponent(&replays));
    }
}

//! Draws under the eyes of somebody at a terminal: a line of progress, and an end where they have seen enough.

use std::sync::atomic::{AtomicBool, Ordering};

use super::progress::Progress;
use crate::analyse::uncertainty::{Draws, Plan, Scenario, draw};

/// Draws between two looks at the clock.
const BLOCK: u64 = 500;

/// Set when the person at the terminal has seen enough.
static ENOUGH: AtomicBool = AtomicBool::new(false);

/// From here on an interruption ends the draws and not the program, so that what is done can be kept.
pub(super) fn keep_what_is_done() {
    // Without a handler an interruption ends the program, as it would any other.
    let _ = ctrlc::set_handler(|| ENOUGH.store(true, Ordering::Relaxed));
}

/// Whether somebody has seen enough.
pub(super) fn enough() -> bool {
    ENOUGH.load(Ordering::Relaxed)
}

/// All draws after those that were kept, block by block until somebody interrupts, and how fast they came.
pub(super) fn drawn(plan: &Plan, scenario: &Scenario, mut draws: Draws, threads: usize) -> (Draws, String) {
    let mut progress = Progress::new("draws", scenario.draws as usize);
    let (all, block) = (u64::from(scenario.draws), BLOCK * threads as u64);
    let kept = draws.len();
    let mut next = kept as u64;
    while next < all && !(enough() && next > 0) {
        let end = (next + block).min(all);
        draws.append(draw(plan, scenario.seed, next..end, threads));
        next = end;
        progress.at(draws.len());
    }
    progress.clear();
    let speed = progress.speed(draws.len() - kept);
    (draws, speed)
}

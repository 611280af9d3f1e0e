//! Geometry of the plot of ranks with their intervals.
//!
//! Ranks run from left to right in every language, as all value axes do; names stand where a line of the language begins.

use super::number::{Numbers, coordinate};
use super::text::Phrase;
use super::view::{IntervalGroup, IntervalPlot, IntervalRow, Tick};

const WIDTH: f64 = 920.0;
/// Room for names.
const NAMES: f64 = 190.0;
/// Room for figures.
const FIGURES: f64 = 70.0;
/// Room above the rows.
const HEAD: f64 = 8.0;
/// Height of a row.
const ROW: f64 = 22.0;
/// Room below the rows for the axis.
const FOOT: f64 = 30.0;
/// At most so many marks of the axis.
const MARKS: usize = 12;

/// A unit of the plot.
#[derive(Clone, Debug)]
pub(super) struct Ranked {
    pub(super) name: Phrase,
    /// Rank as evaluated.
    pub(super) rank: u32,
    pub(super) low: f64,
    pub(super) high: f64,
    /// The interval as it is printed.
    pub(super) text: String,
}

/// One row for each unit in the order given; `groups` are the first and the last row of those that cannot be told apart.
pub(super) fn interval_plot(
    numbers: &Numbers,
    (title, alt): (String, String),
    units: &[Ranked],
    groups: &[(usize, usize)],
) -> IntervalPlot {
    let right_to_left = numbers.right_to_left;
    let (before, after) = if right_to_left { (FIGURES, NAMES) } else { (NAMES, FIGURES) };
    // No rank is beyond the number of units.
    let last = units.len().max(2);
    let part = |rank: f64| ((rank - 1.0) / (last - 1) as f64).clamp(0.0, 1.0);
    let x = |rank: f64| before + 10.0 + part(rank) * (WIDTH - before - after - 20.0);
    let (name_x, text_x) = if right_to_left { (WIDTH, 0.0) } else { (0.0, WIDTH) };
    let rows = units.iter().enumerate().map(|(at, unit)| {
        let y = HEAD + (at as f64 + 0.5) * ROW;
        IntervalRow {
            name: unit.name.clone(),
            name_x: coordinate(name_x),
            text: unit.text.clone(),
            text_x: coordinate(text_x),
            y: coordinate(y),
            baseline: coordinate(y + 4.5),
            low: coordinate(x(unit.low)),
            high: coordinate(x(unit.high)),
            value: coordinate(x(f64::from(unit.rank))),
        }
    });
    let group = |&(first, last): &(usize, usize)| IntervalGroup {
        y: coordinate(HEAD + first as f64 * ROW + 1.0),
        height: coordinate((last - first + 1) as f64 * ROW - 2.0),
    };
    let floor = HEAD + units.len() as f64 * ROW;
    IntervalPlot {
        title,
        alt,
        width: coordinate(WIDTH),
        height: coordinate(floor + FOOT),
        top: coordinate(HEAD),
        floor: coordinate(floor),
        tick_label: coordinate(floor + 22.0),
        ticks: marks(last).map(|rank| Tick { x: coordinate(x(rank as f64)), label: numbers.count(rank) }).collect(),
        groups: groups.iter().map(group).collect(),
        rows: rows.collect(),
    }
}

/// Ranks that are marked: the first, and then every fifth or tenth where not all have room.
fn marks(last: usize) -> impl Iterator<Item = usize> {
    let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(|step| last / step < MARKS).unwrap_or(500);
    (1..=last).filter(move |rank| *rank == 1 || rank % step == 0)
}

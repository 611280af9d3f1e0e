//! Geometry of charts. A template draws what stands here and computes nothing.
//!
//! One policy for every page: the value axis spans the whole scale of the framework and runs from left to right, in
//! right-to-left languages too. Small strips share one width, so that they can be read down a table.

use super::number::{Numbers, coordinate};
use super::view::{Band, Dot, Mark, Strip, Swarm, Tick};

/// Width of a small strip.
const STRIP_WIDTH: f64 = 240.0;
const STRIP_MARGIN: f64 = 8.0;
/// Middle of a small strip.
const STRIP_MIDDLE: f64 = 12.0;

/// Width of the large dot plot, with its margin.
const SWARM_WIDTH: f64 = 920.0;
const SWARM_MARGIN: f64 = 34.0;
/// Room above the dots for the label of the mean and the names of bands.
const SWARM_HEAD: f64 = 46.0;
/// Room below the dots for the axis.
const SWARM_FOOT: f64 = 34.0;
/// Dots with a code inside, as long as there are at most so many of them, each with a code of at most so many letters.
const LABELLED: (usize, usize) = (60, 3);
const RADIUS: [f64; 2] = [5.0, 13.0];
/// Rows of dots; more lie on the topmost row.
const ROWS: usize = 24;
/// Parts of the axis.
const PARTS: u32 = 4;
/// Width of a letter of a label, to judge whether it fits.
const LETTER: f64 = 7.5;

/// The scale of the framework.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Scale {
    /// Where a score lies between the ends; one outside (a z-score, say) lies on the end.
    fn part(self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    fn small(self, value: f64) -> String {
        coordinate(STRIP_MARGIN + self.part(value) * (STRIP_WIDTH - 2.0 * STRIP_MARGIN))
    }

    fn large(self, value: f64) -> f64 {
        SWARM_MARGIN + self.part(value) * (SWARM_WIDTH - 2.0 * SWARM_MARGIN)
    }

    /// A dot of a small strip as a piece of a path, to be drawn with a round line end.
    pub(super) fn dot(self, value: f64) -> String {
        format!("M{} {}h0", self.small(value), coordinate(STRIP_MIDDLE))
    }
}

/// What a small strip shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown<'s> {
    pub(super) dots: &'s str,
    pub(super) value: Option<f64>,
    pub(super) range: Option<[f64; 2]>,
    pub(super) mean: Option<f64>,
    pub(super) best: Option<f64>,
    pub(super) alt: String,
}

/// A small dot strip.
pub(super) fn strip(scale: Scale, shown: Shown<'_>) -> Strip {
    Strip {
        dots: shown.dots.to_owned(),
        value: shown.value.map(|value| scale.small(value)),
        range: shown.range.map(|[low, high]| [scale.small(low), scale.small(high)]),
        mean: shown.mean.map(|mean| scale.small(mean)),
        best: shown.best.map(|best| scale.small(best)),
        alt: shown.alt,
    }
}

/// One unit in the large plot.
#[derive(Clone, Debug)]
pub(super) struct Point<'p> {
    pub(super) value: f64,
    pub(super) code: &'p str,
    pub(super) name: String,
    pub(super) subject: bool,
}

/// The text of the large plot.
#[derive(Clone, Debug)]
pub(super) struct Captions {
    pub(super) title: String,
    pub(super) alt: String,
    pub(super) mean: Option<(f64, String)>,
    pub(super) bands: Vec<(f64, String)>,
}

/// All units as dots on the scale, piled where they meet. Points come in any order.
pub(super) fn swarm(scale: Scale, numbers: &Numbers, mut points: Vec<Point<'_>>, captions: Captions) -> Swarm {
    let labelled = points.len() <= LABELLED.0 && points.iter().all(|point| point.code.chars().count() <= LABELLED.1);
    let radius = RADIUS[usize::from(labelled)];
    let step = 2.0 * radius + 1.5;
    points.sort_by(|one, other| one.value.total_cmp(&other.value));
    let mut rows: Vec<f64> = Vec::new();
    let placed: Vec<(usize, f64, Point<'_>)> = points
        .into_iter()
        .map(|point| {
            let x = scale.large(point.value);
            let free = rows.iter().position(|&end| x - end >= step).unwrap_or(rows.len()).min(ROWS - 1);
            if free == rows.len() {
                rows.push(x);
            } else {
                rows[free] = x;
            }
            (free, x, point)
        })
        .collect();
    let floor = SWARM_HEAD + rows.len().max(1) as f64 * step + 4.0;
    let dots = placed
        .into_iter()
        .map(|(row, x, point)| Dot {
            x: coordinate(x),
            y: coordinate(floor - 4.0 - radius - row as f64 * step),
            label: labelled.then(|| point.code.to_owned()),
            name: point.name,
            subject: point.subject,
        })
        .collect();
    Swarm {
        title: captions.title,
        alt: captions.alt,
        width: coordinate(SWARM_WIDTH),
        height: coordinate(floor + SWARM_FOOT),
        left: coordinate(SWARM_MARGIN),
        right: coordinate(SWARM_WIDTH - SWARM_MARGIN),
        top: coordinate(SWARM_HEAD - 6.0),
        field: coordinate(floor - SWARM_HEAD + 6.0),
        floor: coordinate(floor),
        tick_label: coordinate(floor + 22.0),
        radius: coordinate(radius),
        dots,
        ticks: ticks(scale, numbers),
        mean: captions.mean.map(|(mean, label)| {
            let x = scale.large(mean);
            let half = label.chars().count() as f64 * LETTER / 2.0;
            let label_x = x.clamp(half, (SWARM_WIDTH - half).max(half));
            Mark { x: coordinate(x), label_x: coordinate(label_x), label }
        }),
        bands: bands(scale, captions.bands),
    }
}

fn ticks(scale: Scale, numbers: &Numbers) -> Vec<Tick> {
    let at = |part: u32| scale.low + (scale.high - scale.low) * f64::from(part) / f64::from(PARTS);
    let values: Vec<f64> = (0..=PARTS).map(at).collect();
    let whole = values.iter().all(|value| (value - value.round()).abs() < 1e-9);
    let plain = Numbers { decimals: if whole { 0 } else { numbers.decimals.max(2) }, ..numbers.clone() };
    values.into_iter().map(|value| Tick { x: coordinate(scale.large(value)), label: plain.score(value) }).collect()
}

fn bands(scale: Scale, bands: Vec<(f64, String)>) -> Vec<Band> {
    let ends: Vec<f64> = bands.iter().skip(1).map(|(from, _)| *from).chain([scale.high]).collect();
    bands
        .into_iter()
        .zip(ends)
        .enumerate()
        .map(|(step, ((from, name), to))| {
            let (left, right) = (scale.large(from), scale.large(to));
            let fits = name.chars().count() as f64 * LETTER < right - left;
            Band {
                x: coordinate(left),
                width: coordinate(right - left),
                middle: coordinate((left + right) / 2.0),
                name: fits.then_some(name),
                shaded: step % 2 == 1,
            }
        })
        .collect()
}

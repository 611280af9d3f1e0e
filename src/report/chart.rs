//! Geometry of charts. A template draws what stands here and computes nothing.
//!
//! One policy for every page: the value axis spans the whole scale of the framework and runs from left to right, in
//! right-to-left languages too. Small strips share one width, so that they can be read down a table.

use super::number::{Numbers, coordinate};
use super::view::{Band, Dot, Mark, Strip, Swarm, Tick, Trend, TrendPoint, TrendTick, Waterfall, WaterfallBar};

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

    pub(super) fn small(self, value: f64) -> String {
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
    pub(super) peers: Option<f64>,
    pub(super) earlier: Option<f64>,
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
        peers: shown.peers.map(|mean| scale.small(mean)),
        earlier: shown.earlier.map(|score| scale.small(score)),
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

/// A score in time, for a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Moment {
    /// The score and how it is printed.
    pub(super) value: Option<(f64, String)>,
    pub(super) range: Option<[f64; 2]>,
    /// Label of the time axis.
    pub(super) label: String,
    /// Whether what is measured changed since the moment before.
    pub(super) broken: bool,
}

/// Size and margins of a line over time.
struct Frame {
    width: f64,
    height: f64,
    side: f64,
    top: f64,
    foot: f64,
}

const LARGE: Frame = Frame { width: 920.0, height: 280.0, side: 60.0, top: 26.0, foot: 34.0 };
const SMALL: Frame = Frame { width: 132.0, height: 30.0, side: 6.0, top: 5.0, foot: 5.0 };

impl Frame {
    /// Time runs as the language is read.
    fn x(&self, at: usize, of: usize, right_to_left: bool) -> f64 {
        let part = if of < 2 { 0.5 } else { at as f64 / (of - 1) as f64 };
        let part = if right_to_left { 1.0 - part } else { part };
        self.side + part * (self.width - 2.0 * self.side)
    }

    fn y(&self, scale: Scale, value: f64) -> f64 {
        self.height - self.foot - scale.part(value) * (self.height - self.top - self.foot)
    }
}

/// A line over time with its axes.
pub(super) fn trend(scale: Scale, numbers: &Numbers, moments: &[Moment], alt: String) -> Trend {
    let mut trend = line(&LARGE, scale, moments, numbers.right_to_left);
    trend.alt = alt;
    trend.times = moments
        .iter()
        .enumerate()
        .map(|(at, moment)| TrendTick {
            at: coordinate(LARGE.x(at, moments.len(), numbers.right_to_left)),
            label: moment.label.clone(),
        })
        .collect();
    trend.grid = axis(scale, numbers)
        .into_iter()
        .map(|(value, label)| TrendTick { at: coordinate(LARGE.y(scale, value)), label })
        .collect();
    trend
}

/// A line over time for a row of a table.
pub(super) fn small_trend(scale: Scale, moments: &[Moment], right_to_left: bool) -> Trend {
    line(&SMALL, scale, moments, right_to_left)
}

fn line(frame: &Frame, scale: Scale, moments: &[Moment], right_to_left: bool) -> Trend {
    let (mut path, mut broken, mut ranges) = (String::new(), String::new(), String::new());
    let mut points = Vec::new();
    let mut before: Option<(usize, String, String)> = None;
    for (at, moment) in moments.iter().enumerate() {
        let Some((value, label)) = &moment.value else { continue };
        let height = frame.y(scale, *value);
        let (x, y) = (coordinate(frame.x(at, moments.len(), right_to_left)), coordinate(height));
        if let Some([low, high]) = moment.range {
            ranges += &format!("M{x} {}V{}", coordinate(frame.y(scale, low)), coordinate(frame.y(scale, high)));
        }
        if let Some((last, last_x, last_y)) = before {
            let cut = last + 1 != at || moment.broken;
            let into = if cut { &mut broken } else { &mut path };
            *into += &format!("M{last_x} {last_y}L{x} {y}");
        }
        let above = height - 12.0;
        let label_y = coordinate(if above < 14.0 { height + 22.0 } else { above });
        points.push(TrendPoint { x: x.clone(), y: y.clone(), label_y, label: label.clone() });
        before = Some((at, x, y));
    }
    Trend {
        width: coordinate(frame.width),
        height: coordinate(frame.height),
        path,
        broken,
        ranges,
        points,
        grid: Vec::new(),
        times: Vec::new(),
        alt: String::new(),
    }
}

/// A step of a waterfall: its name, its printed points, and where it lies on the scale.
#[derive(Clone, Debug)]
pub(super) struct Fall {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) ends: [f64; 2],
    pub(super) lost: bool,
}

/// Size of a waterfall: width, side margin, height of a row, of its bar, and of the name above it.
const FALL: (f64, f64, f64, f64, f64) = (920.0, 4.0, 46.0, 16.0, 22.0);
/// Room for the label beside a bar.
const FALL_LABEL: f64 = 74.0;
/// A bar is at least so wide, to be seen at all.
const FALL_LEAST: f64 = 1.0;

/// Floating bars from the top of the scale down to the score, one below the other.
pub(super) fn waterfall(scale: Scale, right_to_left: bool, falls: Vec<Fall>, title: String, alt: String) -> Waterfall {
    let (width, side, row, bar, head) = FALL;
    let left = side + FALL_LABEL;
    let x = |value: f64| left + scale.part(value) * (width - left - side - FALL_LABEL);
    let last = falls.len().saturating_sub(1);
    let bars = falls.into_iter().enumerate().map(|(at, fall)| {
        let (low, high) = (x(fall.ends[0]), x(fall.ends[1]));
        let top = at as f64 * row + head;
        WaterfallBar {
            name: fall.name,
            label: fall.label,
            lost: fall.lost,
            x: coordinate(low),
            y: coordinate(top),
            width: coordinate((high - low).max(FALL_LEAST)),
            height: coordinate(bar),
            name_y: coordinate(top - 6.0),
            label_x: coordinate(if fall.lost { low - 6.0 } else { high + 6.0 }),
            label_y: coordinate(top + bar - 3.5),
            join: if at == last {
                String::new()
            } else {
                let edge = coordinate(if fall.lost { low } else { high });
                format!("M{edge} {}V{}", coordinate(top + bar), coordinate(top + row))
            },
        }
    });
    Waterfall {
        title,
        alt,
        width: coordinate(width),
        bars: bars.collect(),
        height: coordinate((last + 1) as f64 * row),
        name_x: coordinate(if right_to_left { width - side } else { side }),
    }
}

fn ticks(scale: Scale, numbers: &Numbers) -> Vec<Tick> {
    let label = |(value, label)| Tick { x: coordinate(scale.large(value)), label };
    axis(scale, numbers).into_iter().map(label).collect()
}

/// Marks of the value axis with their labels.
fn axis(scale: Scale, numbers: &Numbers) -> Vec<(f64, String)> {
    let at = |part: u32| scale.low + (scale.high - scale.low) * f64::from(part) / f64::from(PARTS);
    let values: Vec<f64> = (0..=PARTS).map(at).collect();
    let whole = values.iter().all(|value| (value - value.round()).abs() < 1e-9);
    let plain = Numbers { decimals: if whole { 0 } else { numbers.decimals.max(2) }, ..numbers.clone() };
    values.into_iter().map(|value| (value, plain.score(value))).collect()
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

//! Random numbers that depend on where they are used and on nothing else.
//!
//! A stream is named by (seed, sample, source, draw). Whoever asks for the numbers of a draw gets the same ones, on
//! whatever thread, before or after any other draw: results cannot depend on the number of threads, on an interruption, or
//! on which other sources of uncertainty a scenario has.
//!
//! The first numbers of a stream can come from a low-discrepancy sequence instead, one dimension each. They fill the space of
//! all choices more evenly, so that means settle with fewer draws.
//!
//! The generator is SplitMix64 (G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators", OOPSLA
//! 2014), started at a hash of the name.

use std::ops::Range;

use statrs::distribution::{ContinuousCDF, Normal};

/// The odd number closest to 2^64 divided by the golden ratio: the step of SplitMix64.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The dimensions of the low-discrepancy sequence.
pub(crate) const DIMENSIONS: u32 = sobol_burley::NUM_DIMENSIONS;

/// The points of the low-discrepancy sequence.
pub(crate) const POINTS: u32 = 1 << 16;

/// The points of the sequence are multiples of two to the power of minus this.
const DIGITS: u32 = 23;

/// The numbers of one source in one draw.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    state: u64,
    point: Point,
}

/// Dimensions of one point of the Sobol' sequence, scrambled by a seed.
///
/// Sources: I. Sobol', "On the distribution of points in a cube and the approximate evaluation of integrals", USSR
/// Computational Mathematics and Mathematical Physics 7 (1967), with the direction numbers of S. Joe and F. Kuo, SIAM Journal
/// on Scientific Computing 30 (2008), and the scrambling of B. Burley, "Practical hash-based Owen scrambling", Journal of
/// Computer Graphics Techniques 9 (2020).
#[derive(Clone, Debug, Default)]
struct Point {
    seed: u32,
    index: u32,
    dimensions: Range<u32>,
}

impl Stream {
    /// The stream with this name.
    pub(crate) fn new(seed: u64, sample: u64, source: u64, draw: u64) -> Stream {
        let name = [sample, source, draw];
        let state =
            name.into_iter().fold(mixed(seed ^ STEP), |state, part| mixed(state.wrapping_add(STEP) ^ mixed(part)));
        Stream { state, point: Point::default() }
    }

    /// The stream with its first numbers from these dimensions of the point of a draw; all pseudo-random where the sequence
    /// has no such point.
    pub(crate) fn led_by(mut self, seed: u64, draw: u64, dimensions: Range<u32>) -> Stream {
        let index = u32::try_from(draw).ok().filter(|index| *index < POINTS);
        if let Some(index) = index.filter(|_| dimensions.end <= DIMENSIONS) {
            // The upper half of a mixed number: all digits of the seed count.
            let seed = (mixed(seed.wrapping_add(STEP)) >> 32) as u32;
            self.point = Point { seed, index, dimensions };
        }
        self
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mixed(self.state)
    }

    /// The cell of the low-discrepancy point in its next dimension, while there is one.
    fn cell(&mut self) -> Option<f64> {
        let Point { seed, index, dimensions } = &mut self.point;
        dimensions.next().map(|dimension| f64::from(sobol_burley::sample(*index, dimension, *seed)))
    }

    /// A number in [0, 1), with 53 random binary digits.
    pub(crate) fn uniform(&mut self) -> f64 {
        match self.cell() {
            // Inside its cell the number is random.
            Some(cell) => cell + (self.next() >> 34) as f64 / (1_u64 << (30 + DIGITS)) as f64,
            None => (self.next() >> 11) as f64 / (1_u64 << 53) as f64,
        }
    }

    /// A number in (0, 1), for logarithms and quantiles.
    fn open(&mut self) -> f64 {
        match self.cell() {
            Some(cell) => cell + ((self.next() >> 35) as f64 + 0.5) / (1_u64 << (29 + DIGITS)) as f64,
            None => ((self.next() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64,
        }
    }

    /// One of so many choices, each equally likely; 0 where there is no choice.
    pub(crate) fn choice(&mut self, choices: usize) -> usize {
        ((self.uniform() * choices as f64) as usize).min(choices.saturating_sub(1))
    }

    /// A standard normal number, by inversion, so that it takes one number of the stream.
    pub(crate) fn normal(&mut self) -> f64 {
        Normal::standard().inverse_cdf(self.open())
    }

    /// How many failures come before the first success of this probability, which must lie between 0 and 1.
    pub(crate) fn failures(&mut self, probability: f64) -> usize {
        let waited = self.open().ln() / (-probability).ln_1p();
        if waited.is_finite() && waited < 1e15 { waited as usize } else { usize::MAX }
    }

    /// A gamma number of this shape, which must be positive, and scale 1.
    ///
    /// Only the first normal number comes from a low-discrepancy point: what decides whether it is taken, and what follows
    /// where it is not, is pseudo-random, so that the number of dimensions is known and the distribution exact.
    ///
    /// Source: G. Marsaglia and W. Tsang, "A simple method for generating gamma variables", ACM Transactions on
    /// Mathematical Software 26 (2000), with their boost for shapes below one.
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        let first = self.normal();
        let rest = std::mem::take(&mut self.point.dimensions);
        let found = if shape < 1.0 {
            let boost = self.open().powf(1.0 / shape);
            self.gamma_from(first, shape + 1.0) * boost
        } else {
            self.gamma_from(first, shape)
        };
        self.point.dimensions = rest;
        found
    }

    fn gamma_from(&mut self, first: f64, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        let mut x = first;
        loop {
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.open().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
            x = self.normal();
        }
    }
}

/// The finaliser of SplitMix64: every binary digit of the input moves half of those of the output.
fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::Stream;
    use crate::stats;

    #[test]
    fn the_generator_is_splitmix64() {
        // The first numbers from state 0, as published with the reference implementation.
        let mut stream = Stream { state: 0, point: super::Point::default() };
        assert_eq!([stream.next(), stream.next()], [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4]);
    }

    #[test]
    fn a_stream_is_its_name() {
        let first = |seed, sample, source, draw| Stream::new(seed, sample, source, draw).next();
        assert_eq!(first(7, 0, 3, 11), first(7, 0, 3, 11));
        let others =
            [first(8, 0, 3, 11), first(7, 1, 3, 11), first(7, 0, 4, 11), first(7, 0, 3, 12), first(7, 3, 0, 11)];
        assert!(others.iter().all(|other| *other != first(7, 0, 3, 11)), "{others:?}");
    }

    #[test]
    fn first_numbers_of_neighbouring_streams_are_uniform_and_uncorrelated() {
        let firsts: Vec<f64> = (0..20_000).map(|draw| Stream::new(1, 0, 0, draw).uniform()).collect();
        let mean = stats::mean(&firsts).expect("mean");
        assert!((mean - 0.5).abs() < 0.008, "{mean}");
        let next: Vec<f64> = firsts[1..].to_vec();
        let correlation = stats::pearson(&firsts[..firsts.len() - 1], &next).expect("correlation");
        assert!(correlation.abs() < 0.025, "{correlation}");
        // Chi-squared over 100 cells: mean 99, standard deviation 14.
        let mut cells = [0_u32; 100];
        firsts.iter().for_each(|value| cells[(value * 100.0) as usize] += 1);
        let chi: f64 = cells.iter().map(|count| (f64::from(*count) - 200.0).powi(2) / 200.0).sum();
        assert!((50.0..150.0).contains(&chi), "{chi}");
    }

    #[test]
    fn the_points_of_a_sequence_fill_every_cell_once() {
        // Of 1024 points each of 1024 equal cells of each dimension holds one, whatever the seed.
        for (seed, dimension) in [(1, 0), (1, 127), (9, 3), (u64::MAX, 255)] {
            let mut cells = [0_u32; 1024];
            for draw in 0..1024 {
                let mut stream = Stream::new(seed, 0, 0, draw).led_by(seed, draw, dimension..dimension + 1);
                cells[(stream.uniform() * 1024.0) as usize] += 1;
            }
            assert_eq!(cells, [1; 1024], "seed {seed}, dimension {dimension}");
        }
        // Beyond the sequence, and after its dimensions, numbers are those of the generator.
        let plain = Stream::new(1, 0, 0, 70_000).uniform();
        assert!((Stream::new(1, 0, 0, 70_000).led_by(1, 70_000, 0..1).uniform() - plain).abs() <= 0.0);
    }

    /// Mean over seeds of the absolute error of the integral of a smooth function of six inputs.
    fn error(points: u64, led: bool) -> f64 {
        let one = |seed: u64| {
            let mut sum = 0.0;
            for draw in 0..points {
                let stream = Stream::new(seed, 0, 0, draw);
                let mut stream = if led { stream.led_by(seed, draw, 0..6) } else { stream };
                // Each factor has the mean one, and so has the product.
                sum += (0..6).map(|_| 1.0 + 0.5 * (stream.uniform() - 0.5)).product::<f64>();
            }
            (sum / points as f64 - 1.0).abs()
        };
        (1..=24).map(one).sum::<f64>() / 24.0
    }

    #[test]
    fn the_error_of_an_integral_falls_faster_than_at_random() {
        // At random the error falls with the root of the number of points: by 8 for 64 times as many.
        let (few, many) = (error(64, true), error(4096, true));
        let (random_few, random_many) = (error(64, false), error(4096, false));
        assert!(few / many > 24.0, "{few} {many}");
        assert!((3.0..20.0).contains(&(random_few / random_many)), "{random_few} {random_many}");
        assert!(many < random_many / 10.0, "{many} {random_many}");
    }

    #[test]
    fn normal_gamma_and_waiting_times_have_their_moments() {
        let numbers = |mut make: Box<dyn FnMut(&mut Stream) -> f64>| -> (f64, f64) {
            let all: Vec<f64> = (0..20_000).map(|draw| make(&mut Stream::new(3, 0, 0, draw))).collect();
            (stats::mean(&all).expect("mean"), stats::standard_deviation(&all).expect("sd").powi(2))
        };
        let near = |(mean, variance): (f64, f64), expected: (f64, f64)| {
            let far = (mean - expected.0).abs() > 0.05 * (1.0 + expected.0);
            assert!(!far && (variance / expected.1 - 1.0).abs() < 0.1, "{mean} {variance} is not {expected:?}");
        };
        near(numbers(Box::new(Stream::normal)), (0.0, 1.0));
        near(numbers(Box::new(|stream| stream.gamma(4.5))), (4.5, 4.5));
        near(numbers(Box::new(|stream| stream.gamma(0.4))), (0.4, 0.4));
        near(numbers(Box::new(|stream| stream.failures(0.2) as f64)), (4.0, 20.0));
        let led = |shape: f64| {
            move |stream: &mut Stream| {
                let mut led = stream.clone().led_by(3, stream.next() >> 48, 5..6);
                led.gamma(shape)
            }
        };
        near(numbers(Box::new(led(4.5))), (4.5, 4.5));
        near(numbers(Box::new(led(0.4))), (0.4, 0.4));
    }
}

//! Random numbers that depend on where they are used and on nothing else.
//!
//! A stream is named by (seed, sample, source, draw). Whoever asks for the numbers of a draw gets the same ones, on
//! whatever thread, before or after any other draw: results cannot depend on the number of threads, on an interruption, or
//! on which other sources of uncertainty a scenario has.
//!
//! The generator is SplitMix64 (G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators", OOPSLA
//! 2014), started at a hash of the name.

use statrs::distribution::{ContinuousCDF, Normal};

/// The odd number closest to 2^64 divided by the golden ratio: the step of SplitMix64.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The numbers of one source in one draw.
#[derive(Clone, Debug)]
pub(crate) struct Stream(u64);

impl Stream {
    /// The stream with this name.
    pub(crate) fn new(seed: u64, sample: u64, source: u64, draw: u64) -> Stream {
        let name = [sample, source, draw];
        Stream(name.into_iter().fold(mixed(seed ^ STEP), |state, part| mixed(state.wrapping_add(STEP) ^ mixed(part))))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// A number in [0, 1), with 53 random binary digits.
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number in (0, 1), for logarithms and quantiles.
    fn open(&mut self) -> f64 {
        ((self.next() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
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
    /// Source: G. Marsaglia and W. Tsang, "A simple method for generating gamma variables", ACM Transactions on
    /// Mathematical Software 26 (2000), with their boost for shapes below one.
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = self.open().powf(1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.open().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
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
        let mut stream = Stream(0);
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
    }
}

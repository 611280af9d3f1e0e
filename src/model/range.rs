//! A closed interval of values or scores.

/// The interval from `low` to `high`, both included; `low <= high` and both finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    low: f64,
    high: f64,
}

impl Range {
    /// The interval, or nothing when the ends are not finite or stand the wrong way round.
    #[must_use]
    pub fn new(low: f64, high: f64) -> Option<Range> {
        (low.is_finite() && high.is_finite() && low <= high).then_some(Range { low, high })
    }

    /// The interval that holds one value only; nothing when it is not finite.
    #[must_use]
    pub fn point(value: f64) -> Option<Range> {
        Range::new(value, value)
    }

    /// Lower end.
    #[must_use]
    pub fn low(self) -> f64 {
        self.low
    }

    /// Upper end.
    #[must_use]
    pub fn high(self) -> f64 {
        self.high
    }

    /// `high - low`.
    #[must_use]
    pub fn width(self) -> f64 {
        self.high - self.low
    }

    /// Whether the value lies inside, ends included.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

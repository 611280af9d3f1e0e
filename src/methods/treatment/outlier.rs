//! The rule by which a column has outliers.

use crate::stats;

/// Limits of skewness and kurtosis. A column has outliers when it reaches both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlier {
    /// The limit of absolute skewness, usually 2.
    pub skewness: f64,
    /// The limit of excess kurtosis, usually 3.5.
    pub kurtosis: f64,
}

impl Outlier {
    /// Whether |skewness| is below its limit or kurtosis is below its limit, both strictly.
    ///
    /// A skewness or kurtosis that does not exist (too few values, no spread) shows no outlier, so the column
    /// passes.
    ///
    /// Source: the limits and their use together are those of JRC audits; see OECD/JRC Handbook (2008), step
    /// 3, and R. Groeneveld and G. Meeden, "Measuring skewness and kurtosis", The Statistician 33 (1984).
    #[must_use]
    pub fn passes(&self, values: &[f64]) -> bool {
        let skewed = stats::skewness(values).is_some_and(|skewness| skewness.abs() >= self.skewness);
        let peaked = stats::kurtosis(values).is_some_and(|kurtosis| kurtosis >= self.kurtosis);
        !(skewed && peaked)
    }
}

#[cfg(test)]
mod tests {
    use super::Outlier;

    #[test]
    fn both_limits_must_be_reached() {
        // Skewness about 3.1 and kurtosis about 9.8.
        let values = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 90.0];
        assert!(!Outlier { skewness: 2.0, kurtosis: 3.5 }.passes(&values));
        assert!(Outlier { skewness: 4.0, kurtosis: 3.5 }.passes(&values));
        assert!(Outlier { skewness: 2.0, kurtosis: 20.0 }.passes(&values));
        assert!(Outlier { skewness: 0.0, kurtosis: -9.0 }.passes(&[1.0, 1.0, 1.0, 1.0]));
    }

    #[test]
    fn a_low_outlier_is_one_too() {
        let values = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, -90.0];
        assert!(!Outlier { skewness: 2.0, kurtosis: 3.5 }.passes(&values));
    }
}

//! Compensated summation, so that a mean does not depend on luck with rounding.

/// The sum of the values, with Neumaier's compensation.
///
/// The error does not grow with the number of terms, and a large term followed by its opposite does not
/// swallow the small ones between them. The sum of nothing is zero. `None` if a value is not finite or the
/// sum leaves the range of `f64`.
///
/// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54
/// (1974).
#[must_use]
pub fn sum(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut total = 0.0_f64;
    let mut lost = 0.0_f64;
    for value in values {
        let next = total + value;
        // The smaller of the two operands is the one that loses digits.
        lost += if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        total = next;
    }
    Some(total + lost).filter(|sum| sum.is_finite())
}

#[cfg(test)]
mod tests {
    use super::sum;

    #[test]
    fn small_terms_survive_large_ones() {
        // A plain sum gives 0, Kahan's older compensation gives 0 as well.
        assert_eq!(sum([1.0, 1e100, 1.0, -1e100]), Some(2.0));
    }

    #[test]
    fn nothing_sums_to_zero_and_the_infinite_is_refused() {
        assert_eq!(sum([]), Some(0.0));
        assert_eq!(sum([f64::MAX, f64::MAX]), None);
        assert_eq!(sum([1.0, f64::NAN]), None);
    }
}

//! Kendall's rank correlation with the correction for ties.

/// Kendall's tau-b of two series of the same length, between -1 and 1.
///
/// tau-b = S / sqrt((T - Tx)(T - Ty)), with S the concordant pairs less the discordant ones, T = n(n-1)/2 all pairs, and Tx,
/// Ty those tied in x and in y. Only exactly equal values tie. Nothing where the lengths differ, there are fewer than
/// three pairs, a value is not finite, or a series does not vary.
///
/// Source: M. Kendall, "The treatment of ties in ranking problems", Biometrika 33 (1945).
#[must_use]
pub fn kendall(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < 3 || x.iter().chain(y).any(|value| !value.is_finite()) {
        return None;
    }
    let mut pairs: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
    // Adding zero makes one of the two zeros, which are equal but sort apart.
    pairs.iter_mut().for_each(|pair| *pair = (pair.0 + 0.0, pair.1 + 0.0));
    pairs.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.1.total_cmp(&right.1)));
    let all = two(pairs.len());
    let tied_x = tied(&pairs, |left, right| left.0.total_cmp(&right.0).is_eq());
    let tied_both =
        tied(&pairs, |left, right| left.0.total_cmp(&right.0).is_eq() && left.1.total_cmp(&right.1).is_eq());
    let mut order: Vec<f64> = pairs.into_iter().map(|(_, y)| y).collect();
    let exchanges = exchanges(&mut order);
    let tied_y = tied(&order, |left, right| left.total_cmp(right).is_eq());
    let untied = ((all - tied_x) as f64).sqrt() * ((all - tied_y) as f64).sqrt();
    let concordance = (all + tied_both) as f64 - (tied_x + tied_y + 2 * exchanges) as f64;
    (untied > 0.0).then(|| (concordance / untied).clamp(-1.0, 1.0))
}

fn two(count: usize) -> usize {
    count * (count.saturating_sub(1)) / 2
}

/// How many pairs of neighbours in a sorted list are equal.
fn tied<T>(sorted: &[T], equal: impl Fn(&T, &T) -> bool) -> usize {
    sorted.chunk_by(equal).map(|group| two(group.len())).sum()
}

/// Sorts the values, and counts the pairs that stood the wrong way round (Knight's method: n log n instead of n^2 steps).
///
/// Source: W. Knight, "A computer method for calculating Kendall's tau with ungrouped data", Journal of the American
/// Statistical Association 61 (1966).
fn exchanges(values: &mut [f64]) -> usize {
    if values.len() < 2 {
        return 0;
    }
    let (left, right) = values.split_at_mut(values.len() / 2);
    let mut count = exchanges(left) + exchanges(right);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let mut from_left = left.iter().peekable();
    for value in right.iter() {
        while let Some(before) = from_left.next_if(|before| **before <= *value) {
            merged.push(*before);
        }
        count += from_left.len();
        merged.push(*value);
    }
    merged.extend(from_left);
    values.copy_from_slice(&merged);
    count
}

#[cfg(test)]
mod tests {
    use super::kendall;

    #[test]
    fn ties_leave_the_denominator() {
        // Pairs: 6; tied in x 1, in y 0; concordant 4, discordant 1: 3 / sqrt(5 * 6).
        let tau = kendall(&[1.0, 2.0, 2.0, 4.0], &[1.0, 3.0, 2.0, 2.5]).expect("tau");
        assert!((tau - 3.0 / 30_f64.sqrt()).abs() < 1e-12, "{tau}");
        assert_eq!(kendall(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]), Some(-1.0));
    }

    #[test]
    fn counting_by_sorting_is_counting_all_pairs() {
        let x: Vec<f64> = (0..60).map(|at| f64::from(at * 7 % 13)).collect();
        let y: Vec<f64> = (0..60).map(|at| f64::from(at * 11 % 17)).collect();
        let sign = |value: f64| {
            if value > 0.0 {
                1.0
            } else if value < 0.0 {
                -1.0
            } else {
                0.0
            }
        };
        let (mut s, mut untied_x, mut untied_y) = (0.0, 0.0_f64, 0.0_f64);
        for i in 0..60 {
            for j in 0..i {
                let (left, right) = (sign(x[i] - x[j]), sign(y[i] - y[j]));
                s += left * right;
                untied_x += left * left;
                untied_y += right * right;
            }
        }
        let tau = kendall(&x, &y).expect("tau");
        assert!((tau - s / (untied_x * untied_y).sqrt()).abs() < 1e-14);
        assert!((kendall(&y, &x).expect("tau") - tau).abs() < 1e-14);
    }

    #[test]
    fn what_does_not_vary_has_no_tau() {
        assert_eq!(kendall(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]), None);
        assert_eq!(kendall(&[1.0, 2.0], &[1.0, 2.0]), None);
        assert_eq!(kendall(&[1.0, f64::NAN, 2.0], &[1.0, 2.0, 3.0]), None);
    }
}

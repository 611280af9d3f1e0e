//! How often chance alone would give a correlation as large: two-sided p-values, by the rules of R's `cor.test`.
//!
//! They are compared with R in the reference data, so the choices between exact distribution and approximation are R's own,
//! by number of pairs and ties. There is no correction for continuity.

use std::sync::OnceLock;

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Up to this many pairs the distribution of Spearman's S is counted out over all permutations.
const COUNTED: usize = 9;

/// From this many pairs on S is no longer exact, since it would leave 32 bits.
const EDGEWORTH: usize = 1290;

/// Below this many pairs Kendall's statistic is exact.
const KENDALL_EXACT: usize = 50;

/// Two-sided p-value of Pearson's correlation of n pairs: t = r sqrt((n-2)/(1-r^2)) on n - 2 degrees of freedom.
///
/// `None` for fewer than three pairs or a correlation outside [-1, 1]. A correlation of one has 0.
#[must_use]
pub fn pearson_p(r: f64, n: usize) -> Option<f64> {
    if n < 3 || !(-1.0..=1.0).contains(&r) {
        return None;
    }
    student_p(r, n)
}

fn student_p(r: f64, n: usize) -> Option<f64> {
    let freedom = (n - 2) as f64;
    let rest = 1.0 - r * r;
    if rest <= 0.0 {
        return Some(0.0);
    }
    let t = (freedom / rest).sqrt() * r.abs();
    let tail = StudentsT::new(0.0, 1.0, freedom).ok()?.sf(t);
    Some((2.0 * tail).clamp(0.0, 1.0))
}

/// Two-sided p-value of Spearman's correlation `rho` of two series.
///
/// Without ties S = (n^3 - n)(1 - rho)/6 is exact up to 9 pairs and has an Edgeworth series of its distribution from 10 to
/// 1290; with ties, or above, it is Student's t as for Pearson.
///
/// Source: D. Best and D. Roberts, "Algorithm AS 89: the upper tail probabilities of Spearman's rho", Applied Statistics
/// 24 (1975).
#[must_use]
pub fn spearman_p(rho: f64, x: &[f64], y: &[f64]) -> Option<f64> {
    let n = x.len();
    if n < 3 || n != y.len() || !(-1.0..=1.0).contains(&rho) {
        return None;
    }
    if n > EDGEWORTH || tied(x).iter().chain(&tied(y)).next().is_some() {
        return student_p(rho, n);
    }
    let cube = (n * (n * n - 1)) as f64;
    let squares = (cube * (1.0 - rho) / 6.0).round();
    let upper = squares > cube / 6.0;
    let tail = if n <= COUNTED { counted_tail(squares, n, upper)? } else { edgeworth_tail(squares, n, upper)? };
    Some((2.0 * tail).clamp(0.0, 1.0))
}

/// P(S <= squares), or P(S >= squares), over all permutations of n ranks.
fn counted_tail(squares: f64, n: usize, upper: bool) -> Option<f64> {
    static COUNTS: [OnceLock<Vec<f64>>; COUNTED + 1] = [const { OnceLock::new() }; COUNTED + 1];
    let counts = COUNTS.get(n)?.get_or_init(|| permutations_by_squares(n));
    let all: f64 = counts.iter().sum();
    let inside = |value: usize| if upper { value as f64 >= squares } else { value as f64 <= squares };
    let these: f64 = counts.iter().enumerate().filter(|(value, _)| inside(*value)).map(|(_, count)| count).sum();
    Some(these / all)
}

/// How many permutations of n ranks have each sum of squared differences; sets of used ranks are the bits of a number.
fn permutations_by_squares(n: usize) -> Vec<f64> {
    let largest = n * (n * n - 1) / 3;
    let mut sums = vec![vec![0.0; largest + 1]; 1 << n];
    sums[0][0] = 1.0;
    for set in 0..(1_usize << n) {
        let place = set.count_ones() as usize;
        let from = std::mem::take(&mut sums[set]);
        for rank in (0..n).filter(|rank| set & (1 << rank) == 0) {
            let square = place.abs_diff(rank).pow(2);
            for (value, count) in from.iter().enumerate().filter(|(_, count)| **count > 0.0) {
                sums[set | (1 << rank)][value + square] += count;
            }
        }
        sums[set] = from;
    }
    sums.swap_remove((1 << n) - 1)
}

fn edgeworth_tail(squares: f64, n: usize, upper: bool) -> Option<f64> {
    // S only takes even values: the border of a tail lies midway between two of them.
    let statistic = if upper { squares - 1.0 } else { squares + 1.0 };
    let count = n as f64;
    let b = 1.0 / count;
    let x = (6.0 * statistic * b / (count * count - 1.0) - 1.0) * (count - 1.0).sqrt();
    let y = x * x;
    let tail = 0.0131 - 4.6e-4 * y;
    let tail = 0.0072 - 0.0831 * b + y * b * tail;
    let tail = 0.0879 + 0.0151 * b - y * tail;
    let tail = -0.0758 + b * (0.1033 + 0.3932 * b) - y * b * tail;
    let series = x * b * (0.2274 + b * (0.2531 + 0.1745 * b) + y * tail) / (y / 2.0).exp();
    let normal = Normal::new(0.0, 1.0).ok()?;
    let tail = if upper { normal.sf(x) + series } else { normal.cdf(x) - series };
    Some(tail.clamp(0.0, 1.0))
}

/// Two-sided p-value of Kendall's tau-b of two series.
///
/// Fewer than 50 pairs without ties have the exact distribution of concordant pairs; others the normal one of S, whose
/// variance is corrected for ties.
///
/// Source: M. Kendall, "Rank correlation methods", 4th edition (1970), chapter 4.
#[must_use]
pub fn kendall_p(tau: f64, x: &[f64], y: &[f64]) -> Option<f64> {
    let n = x.len();
    if n < 3 || n != y.len() || !(-1.0..=1.0).contains(&tau) {
        return None;
    }
    let (ties_x, ties_y) = (tied(x), tied(y));
    if n < KENDALL_EXACT && ties_x.is_empty() && ties_y.is_empty() {
        return Some(kendall_exact(tau, n));
    }
    let count = n as f64;
    let pairs = count * (count - 1.0);
    let part = |ties: &[f64], term: fn(f64) -> f64| ties.iter().map(|tie| term(*tie)).sum::<f64>();
    let two = |tie: f64| tie * (tie - 1.0);
    let three = |tie: f64| tie * (tie - 1.0) * (tie - 2.0);
    let spread = |tie: f64| tie * (tie - 1.0) * (2.0 * tie + 5.0);
    let (two_x, two_y) = (part(&ties_x, two), part(&ties_y, two));
    let s = tau * ((pairs - two_x) / 2.0 * ((pairs - two_y) / 2.0)).sqrt();
    let variance = (pairs * (2.0 * count + 5.0) - part(&ties_x, spread) - part(&ties_y, spread)) / 18.0
        + two_x * two_y / (2.0 * pairs)
        + part(&ties_x, three) * part(&ties_y, three) / (9.0 * pairs * (count - 2.0));
    if variance <= 0.0 {
        return None;
    }
    let tail = Normal::new(0.0, 1.0).ok()?.sf(s.abs() / variance.sqrt());
    Some((2.0 * tail).clamp(0.0, 1.0))
}

/// The tail is taken at the smaller number of pairs, since the distribution is symmetric and 1 - p would lose digits.
fn kendall_exact(tau: f64, n: usize) -> f64 {
    let pairs = n * (n - 1) / 2;
    let concordant = ((tau + 1.0) * pairs as f64 / 2.0).round() as usize;
    let tail: f64 = concordant_pairs(n).iter().take(concordant.min(pairs.saturating_sub(concordant)) + 1).sum();
    (2.0 * tail).min(1.0)
}

/// The probability of each number of concordant pairs among n independent ranks.
fn concordant_pairs(n: usize) -> Vec<f64> {
    let mut chance = vec![1.0];
    for size in 2..=n {
        let mut next = vec![0.0; size * (size - 1) / 2 + 1];
        for (at, probability) in chance.iter().enumerate() {
            for added in &mut next[at..at + size] {
                *added += probability / size as f64;
            }
        }
        chance = next;
    }
    chance
}

/// The sizes of all groups of equal values with more than one member.
fn tied(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let groups = sorted.chunk_by(|left, right| right - left == 0.0);
    groups.filter(|group| group.len() > 1).map(|group| group.len() as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::{kendall_p, pearson_p, spearman_p};

    fn close(actual: Option<f64>, expected: f64) {
        let actual = actual.expect("a p-value");
        assert!((actual - expected).abs() < 1e-12, "{actual} is not {expected}");
    }

    #[test]
    fn small_samples_are_counted_by_hand() {
        let up = [1.0, 2.0, 3.0];
        // One of six permutations is as concordant, one as discordant.
        close(spearman_p(1.0, &up, &up), 2.0 / 6.0);
        close(kendall_p(1.0, &up, &up), 2.0 / 6.0);
        let four = [1.0, 2.0, 3.0, 4.0];
        let swapped = [1.0, 2.0, 4.0, 3.0];
        // S = 2 and five concordant pairs: the identity and three neighbour exchanges, of 24, on either side.
        close(spearman_p(0.8, &four, &swapped), 2.0 * 4.0 / 24.0);
        close(kendall_p(4.0 / 6.0, &four, &swapped), 2.0 * 4.0 / 24.0);
    }

    #[test]
    fn students_distribution_with_one_and_two_degrees_of_freedom() {
        // With one degree t has a Cauchy distribution: r = sin 45 degrees gives t = 1 and p = 1/2.
        close(pearson_p(0.5_f64.sqrt(), 3), 0.5);
        // With two degrees p = 1 - |r|.
        close(pearson_p(-0.3, 4), 0.7);
        close(pearson_p(1.0, 4), 0.0);
    }

    #[test]
    fn ties_change_the_rule() {
        let (x, y) = ([1.0, 2.0, 2.0, 4.0], [1.0, 3.0, 2.0, 2.5]);
        // Variance (4*3*13 - 2*9)/18 = 23/3, S = 3: z = 1.0834726777719227.
        let p = kendall_p(3.0 / 30_f64.sqrt(), &x, &y).expect("p");
        assert!((p - 0.278_6).abs() < 1e-3, "{p}");
        close(spearman_p(-0.3, &x, &y), 0.7);
    }

    #[test]
    fn too_few_pairs_have_none() {
        assert_eq!(pearson_p(0.5, 2), None);
        assert_eq!(spearman_p(0.5, &[1.0, 2.0], &[1.0, 2.0]), None);
        assert_eq!(kendall_p(0.5, &[1.0, 2.0, 3.0], &[1.0, 2.0]), None);
        assert_eq!(pearson_p(1.5, 20), None);
    }
}

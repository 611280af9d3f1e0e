//! Weights as shares: of siblings, and of the whole tree.

use crate::stats::sum;

/// The weights rescaled to sum to one.
///
/// `None` if there is no weight, one is negative or not finite, or all are zero.
#[must_use]
pub fn normalised(weights: &[f64]) -> Option<Vec<f64>> {
    if weights.iter().any(|weight| !weight.is_finite() || *weight < 0.0) {
        return None;
    }
    let total = sum(weights.iter().copied()).filter(|total| *total > 0.0)?;
    Some(weights.iter().map(|weight| weight / total).collect())
}

/// The share of every node in the top of the tree: the product of normalised weights down the path to it.
///
/// `parents` gives the position of each node's parent, which must come before the node, and `None` for a
/// root. Weights count among siblings; roots are siblings, so a single root has 1. Siblings whose weights
/// cannot be normalised (see [`normalised`]) have no share: 0, and so have the nodes below them and a node
/// whose parent does not come before it.
///
/// Source: the "effective weight" of COINr's documentation of `get_eff_weights`.
#[must_use]
pub fn effective(parents: &[Option<usize>], weights: &[f64]) -> Vec<f64> {
    let mut shares: Vec<f64> = Vec::with_capacity(parents.len());
    for (node, parent) in parents.iter().enumerate() {
        let siblings: Vec<usize> = (0..parents.len()).filter(|other| parents[*other] == *parent).collect();
        let among: Option<Vec<f64>> = siblings.iter().map(|sibling| weights.get(*sibling).copied()).collect();
        let position = siblings.iter().position(|sibling| *sibling == node);
        let own = among
            .and_then(|among| normalised(&among))
            .zip(position)
            .and_then(|(among, position)| among.get(position).copied())
            .unwrap_or(0.0);
        let above = parent.map_or(1.0, |parent| shares.get(parent).copied().unwrap_or(0.0));
        shares.push(own * above);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::{effective, normalised};

    #[test]
    fn shares_sum_to_one_or_are_refused() {
        assert_eq!(normalised(&[1.0, 3.0]), Some(vec![0.25, 0.75]));
        assert_eq!(normalised(&[0.0, 2.0]), Some(vec![0.0, 1.0]));
        for refused in [&[][..], &[0.0, 0.0], &[1.0, -0.5], &[1.0, f64::NAN], &[f64::INFINITY]] {
            assert_eq!(normalised(refused), None, "{refused:?}");
        }
    }

    #[test]
    fn effective_weights_multiply_down_the_path() {
        // A root with two groups of weights 1 and 3; the first group has two indicators, the second one.
        let parents = [None, Some(0), Some(0), Some(1), Some(1), Some(2)];
        let shares = effective(&parents, &[5.0, 1.0, 3.0, 1.0, 1.0, 9.0]);
        assert_eq!(shares, [1.0, 0.25, 0.75, 0.125, 0.125, 0.75]);
    }

    #[test]
    fn a_group_without_weight_has_no_share() {
        assert_eq!(effective(&[None, Some(0), Some(1)], &[1.0, 0.0, 1.0]), [1.0, 0.0, 0.0]);
    }
}

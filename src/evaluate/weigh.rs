//! Step 6: the weight of each node among its siblings.

use crate::criteria::{Framework, Methodology, Weighting};
use crate::methods::weighting::{effective, normalised, principal};
use crate::model::Datum;

/// Weights of all nodes, and the groups for which the method gives none.
pub(super) struct Weights {
    /// Weight among siblings, summing to one.
    pub(super) among: Vec<f64>,
    /// Weight in the index.
    pub(super) effective: Vec<f64>,
    /// Groups without usable weights; their children weigh the same.
    pub(super) undefined: Vec<usize>,
}

/// Chooses the weights by the methodology; principal components need the normalised indicators.
pub(super) fn weigh(framework: &Framework, methodology: &Methodology, indicators: &[Vec<Datum>]) -> Weights {
    let mut among = vec![1.0; framework.nodes.len()];
    let mut undefined = Vec::new();
    for (index, node) in framework.nodes.iter().enumerate() {
        if node.children.is_empty() {
            continue;
        }
        let stated: Vec<f64> = node.children.iter().map(|&child| framework.nodes[child].weight).collect();
        let leaves: Option<Vec<&[Datum]>> = node
            .children
            .iter()
            .map(|&child| framework.nodes[child].indicator.map(|indicator| indicators[indicator].as_slice()))
            .collect();
        let chosen = match (methodology.weighting, leaves) {
            (Weighting::Equal, _) => normalised(&vec![1.0; stated.len()]),
            (Weighting::Pca, Some(columns)) if columns.len() > 1 => {
                let loadings = principal(&columns).and_then(|loadings| normalised(&loadings));
                if loadings.is_none() {
                    undefined.push(index);
                }
                loadings
            }
            _ => normalised(&stated),
        };
        let shares = chosen.unwrap_or_else(|| vec![1.0 / stated.len() as f64; stated.len()]);
        for (&child, share) in node.children.iter().zip(shares) {
            among[child] = share;
        }
    }
    let parents: Vec<Option<usize>> = framework.nodes.iter().map(|node| node.parent).collect();
    let effective = effective(&parents, &among);
    Weights { among, effective, undefined }
}

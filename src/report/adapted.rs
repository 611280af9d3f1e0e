//! How the indicators were observed, where the answers were collected for another purpose.

use super::pages::Tongue;
use super::view::{AdaptedView, ObservedRow};

impl Tongue<'_> {
    /// What stands for each indicator, and which indicators nothing stands for.
    pub(super) fn adapted(&self) -> Option<AdaptedView> {
        let framework = &self.field.frozen.framework;
        let adaptation = framework.adaptation.as_ref()?;
        let indicators = || framework.nodes.iter().enumerate().filter(|(_, node)| node.indicator);
        Some(AdaptedView {
            note: self.phrase(&adaptation.note, ""),
            source: self.phrase(&adaptation.source, ""),
            observed: indicators()
                .filter(|(_, node)| !node.adapted.is_empty())
                .map(|(at, node)| ObservedRow {
                    name: self.node_name(at),
                    code: node.code.clone(),
                    adapted: self.phrase(&node.adapted, ""),
                })
                .collect(),
            not_assessed: indicators()
                .filter(|(_, node)| node.adapted.is_empty())
                .map(|(at, _)| self.node_name(at))
                .collect(),
        })
    }
}

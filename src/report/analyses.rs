//! What was found out about a result beside its scores. Each part may be left out; a page then says less.

use super::drafts::Drafts;
use super::pages::check_shape;
use crate::analyse::coherence::Coherence;
use crate::analyse::improvement::Improvement;
use crate::analyse::uncertainty::Uncertainty;
use crate::diag::{Code, Diagnostic, Findings};
use crate::frozen::Frozen;

/// What stands beside one frozen result: analyses made from the same inputs, edited recommendations, the round before.
#[derive(Clone, Debug, Default)]
pub struct Analyses {
    /// How sure scores and ranks are.
    pub uncertainty: Option<Uncertainty>,
    /// What a step on each indicator would give.
    pub improvement: Option<Improvement>,
    /// What somebody made of the draft recommendations.
    pub drafts: Option<Drafts>,
    /// Whether the parts of the index belong together.
    pub coherence: Option<Coherence>,
    /// The result of the round before, with which units are compared.
    pub previous: Option<Box<Frozen>>,
}

impl Analyses {
    /// An analysis comes from a file, so it may be one of another result.
    pub(super) fn check(&self, frozen: &Frozen, findings: &mut Findings) {
        self.check_coherence(frozen, findings);
        self.check_previous(frozen, findings);
        if let Some(analysis) = &self.uncertainty {
            let units = analysis.units.iter().map(|unit| &unit.code);
            same(frozen, (&analysis.framework, &analysis.round), units, findings);
        }
        if let Some(analysis) = &self.improvement {
            let units = analysis.units.iter().map(|unit| &unit.code);
            same(frozen, (&analysis.framework, &analysis.round), units, findings);
        }
    }

    fn check_previous(&self, frozen: &Frozen, findings: &mut Findings) {
        let Some(previous) = &self.previous else { return };
        check_shape(previous, findings);
        let codes = [&previous.framework.code, &frozen.framework.code];
        if codes[0] != codes[1] {
            let message = format!("the round before answers `{}`, and this one `{}`", codes[0], codes[1]);
            findings.push(Diagnostic::new(Code::WrongFramework, message).help("compare rounds of one framework"));
        }
    }

    fn check_coherence(&self, frozen: &Frozen, findings: &mut Findings) {
        let Some(coherence) = &self.coherence else { return };
        let known = |code: &String| frozen.framework.nodes.iter().any(|node| node.code == *code);
        let nodes = coherence.importance.iter().flat_map(|one| [&one.node, &one.group]);
        if coherence.rows != frozen.units.len() || !coherence.columns.iter().chain(nodes).all(known) {
            let message = format!(
                "the analysis of coherence is not of the round `{}` of `{}`: its rows or columns are others",
                frozen.round.code, frozen.framework.code
            );
            findings.push(Diagnostic::new(Code::BadArgument, message).help("analyse the level of indicators again"));
        }
    }
}

/// Whether an analysis has the framework, the round and the units of a result.
fn same<'u>(
    frozen: &Frozen,
    (framework, round): (&str, &str),
    units: impl Iterator<Item = &'u String>,
    findings: &mut Findings,
) {
    let units = units.eq(frozen.units.iter().map(|unit| &unit.code));
    if framework != frozen.framework.code || round != frozen.round.code || !units {
        let message = format!(
            "the analysis is of the round `{round}` of `{framework}`, the scores are of `{}` of `{}`",
            frozen.round.code, frozen.framework.code
        );
        findings.push(Diagnostic::new(Code::BadArgument, message).help("analyse the round again"));
    }
}

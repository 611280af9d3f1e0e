//! What was found out about a result beside its scores. Each part may be left out; a page then says less.

use crate::analyse::improvement::Improvement;
use crate::analyse::uncertainty::Uncertainty;
use crate::diag::{Code, Diagnostic, Findings};
use crate::frozen::Frozen;

/// Analyses of one frozen result, made from the same inputs.
#[derive(Clone, Debug, Default)]
pub struct Analyses {
    /// How sure scores and ranks are.
    pub uncertainty: Option<Uncertainty>,
    /// What a step on each indicator would give.
    pub improvement: Option<Improvement>,
}

impl Analyses {
    /// An analysis comes from a file, so it may be one of another result.
    pub(super) fn check(&self, frozen: &Frozen, findings: &mut Findings) {
        let Some(analysis) = &self.uncertainty else { return };
        let same = analysis.framework == frozen.framework.code
            && analysis.round == frozen.round.code
            && analysis.units.iter().map(|unit| &unit.code).eq(frozen.units.iter().map(|unit| &unit.code));
        if !same {
            let message = format!(
                "the analysis is of the round `{}` of `{}`, the scores are of `{}` of `{}`",
                analysis.round, analysis.framework, frozen.round.code, frozen.framework.code
            );
            findings.push(Diagnostic::new(Code::BadArgument, message).help("analyse the round again"));
        }
    }
}

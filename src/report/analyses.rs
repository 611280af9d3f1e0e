//! What was found out about a result beside its scores. Each part may be left out; a page then says less.

use super::drafts::Drafts;
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
    /// What somebody made of the draft recommendations.
    pub drafts: Option<Drafts>,
}

impl Analyses {
    /// An analysis comes from a file, so it may be one of another result.
    pub(super) fn check(&self, frozen: &Frozen, findings: &mut Findings) {
        if let Some(analysis) = &self.uncertainty {
            let units = analysis.units.iter().map(|unit| &unit.code);
            same(frozen, (&analysis.framework, &analysis.round), units, findings);
        }
        if let Some(analysis) = &self.improvement {
            let units = analysis.units.iter().map(|unit| &unit.code);
            same(frozen, (&analysis.framework, &analysis.round), units, findings);
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

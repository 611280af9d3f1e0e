//! Why a value is not there.
//!
//! Absence is never NaN, zero or an empty string: it is one of these reasons, and each reason has a declared
//! effect. [`Datum`] is the type that every matrix cell of the pipeline has.

use std::fmt;

/// A value, or the reason why there is none.
pub type Datum = Result<f64, Absence>;

/// The reasons for which a value can be absent.
///
/// The first four are answers that a survey can give; the others arise on the way to a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Absence {
    /// The question does not apply to this unit or item. It leaves the denominator.
    NotApplicable,
    /// The question applies and has no answer.
    NotAvailable,
    /// The respondent refused, or said that they do not know.
    Unknown,
    /// Nobody asked: outside the scope of this round.
    NotAssessed,
    /// Left out by the screening rule of the methodology.
    ScreenedOut,
    /// Something was observed, but less than the minimum coverage of the methodology.
    BelowCoverage,
    /// The declared formula has no value here (a constant column under min-max, say).
    Undefined,
}

impl Absence {
    /// Every reason, in the order of declaration.
    pub const ALL: [Absence; 7] = [
        Absence::NotApplicable,
        Absence::NotAvailable,
        Absence::Unknown,
        Absence::NotAssessed,
        Absence::ScreenedOut,
        Absence::BelowCoverage,
        Absence::Undefined,
    ];

    /// The code used in criteria, surveys and result files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Absence::NotApplicable => "not_applicable",
            Absence::NotAvailable => "not_available",
            Absence::Unknown => "unknown",
            Absence::NotAssessed => "not_assessed",
            Absence::ScreenedOut => "screened_out",
            Absence::BelowCoverage => "below_coverage",
            Absence::Undefined => "undefined",
        }
    }

    /// The reason with this code, if a survey may give it.
    ///
    /// Only the first four reasons can be written in a survey; the others are results.
    #[must_use]
    pub fn from_survey_code(code: &str) -> Option<Absence> {
        Self::ALL[..4].iter().copied().find(|absence| absence.code() == code)
    }

    /// Whether the reason takes the question out of the denominator.
    #[must_use]
    pub fn leaves_denominator(self) -> bool {
        self == Absence::NotApplicable
    }
}

impl fmt::Display for Absence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

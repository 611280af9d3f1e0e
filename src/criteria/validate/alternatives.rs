//! Methods outside the criteria, in the same words and by the same checks: the alternatives of a scenario.

use toml::Spanned;

use super::Build;
use crate::criteria::framework::Framework;
use crate::criteria::methodology::{Aggregating, Imputing, MissingChild, Normalising};
use crate::criteria::raw::{RawAggregation, RawImputation, RawNormalisation, RawTreatment};
use crate::criteria::read::Raw;
use crate::criteria::sections::place;
use crate::diag::{At, FileId, Findings, Place};
use crate::methods::treatment::Treatment;

/// Reads methods of a file that is not part of the criteria.
pub(crate) struct Alternatives<'f> {
    build: Build<'f>,
    section: Raw<()>,
}

impl<'f> Alternatives<'f> {
    /// For methods of this file; what is wrong goes to the findings.
    pub(crate) fn new(framework: &Framework, file: FileId, findings: &'f mut Findings) -> Alternatives<'f> {
        let whole = Place { file, at: At::Whole };
        let section = Raw { file, at: whole, value: () };
        let build = Build {
            framework: framework.clone(),
            findings,
            node_places: Vec::new(),
            head_place: Some(whole),
            adapted: framework.adaptation.is_some(),
        };
        Alternatives { build, section }
    }

    /// Where findings of the caller go.
    pub(crate) fn findings(&mut self) -> &mut Findings {
        self.build.findings
    }

    /// The place of a value of the file.
    pub(crate) fn place<T>(&self, value: &Spanned<T>) -> Place {
        place(self.section.file, &value.span())
    }

    /// The level with this code.
    pub(crate) fn level(&mut self, code: &str, at: Place) -> Option<usize> {
        let known: Vec<String> = self.build.framework.levels.iter().map(|level| level.code.clone()).collect();
        self.build.reference("level", code, at, known.iter().map(String::as_str))
    }

    /// One of the listed words.
    pub(crate) fn choice<T: Copy>(&mut self, word: &Spanned<String>, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let at = self.place(word);
        self.build.choice(word.get_ref(), at, key, choices)
    }

    /// A method of aggregation.
    pub(crate) fn aggregation(&mut self, raw: &RawAggregation) -> Option<Aggregating> {
        self.build.aggregation(&self.section, raw).map(|chosen| chosen.aggregating)
    }

    /// A rule for missing children.
    pub(crate) fn missing(&mut self, word: &Spanned<String>) -> Option<MissingChild> {
        let rules =
            [("rescale", MissingChild::Rescale), ("zero", MissingChild::Zero), ("withhold", MissingChild::Withhold)];
        self.choice(word, "missing", &rules)
    }

    /// A method of normalisation, for each indicator.
    pub(crate) fn normalisation(&mut self, raw: &Spanned<RawNormalisation>) -> Option<Vec<Normalising>> {
        let at = self.place(raw);
        let indicators = self.build.framework.indicators.clone();
        let chosen =
            indicators.iter().map(|indicator| self.build.normalisation(raw.get_ref(), at, Some((indicator, at))));
        chosen.collect()
    }

    /// A treatment; the inner nothing stands for none.
    pub(crate) fn treatment(&mut self, raw: &Spanned<RawTreatment>) -> Option<Option<Treatment>> {
        let at = self.place(raw);
        let before = self.build.findings.errors();
        let treatment = self.build.treatment(raw, at);
        (self.build.findings.errors() == before).then_some(treatment)
    }

    /// A method of imputation.
    pub(crate) fn imputation(&mut self, raw: &Spanned<RawImputation>) -> Option<Imputing> {
        let before = self.build.findings.errors();
        let imputing = self.build.imputation(&self.section, raw);
        (self.build.findings.errors() == before).then_some(imputing)
    }
}

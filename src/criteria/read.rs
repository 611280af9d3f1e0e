//! From the files of a folder to raw sections.

use toml::Spanned;

use super::adaptation::{RawAdaptation, RawAdaptationHead, RawObservation};
use super::raw::{
    RawAttribute, RawBand, RawEdition, RawFacet, RawGroup, RawHead, RawIndicator, RawItem, RawMethodology, RawNamed,
    RawScale, RawSlices, RawTable, RawWhole,
};
use super::{Framework, Methodology, Sections, place, validate};
use crate::diag::{At, Code, Diagnostic, FileId, Findings, Place, Sources};

/// Criteria that were read without error.
#[derive(Clone, Debug, PartialEq)]
pub struct Criteria {
    /// What is measured.
    pub framework: Framework,
    /// How.
    pub methodology: Methodology,
}

/// A raw section and the place of its header.
#[derive(Debug)]
pub(crate) struct Raw<T> {
    pub(crate) file: FileId,
    pub(crate) at: Place,
    pub(crate) value: T,
}

impl<T> Raw<T> {
    /// The place of one of its values.
    pub(crate) fn place<V>(&self, value: &Spanned<V>) -> Place {
        place(self.file, &value.span())
    }
}

/// All sections of a folder.
#[derive(Debug, Default)]
pub(crate) struct RawFramework {
    pub(crate) head: Vec<Raw<RawHead>>,
    pub(crate) levels: Vec<Raw<RawNamed>>,
    pub(crate) facets: Vec<Raw<RawFacet>>,
    pub(crate) attributes: Vec<Raw<RawAttribute>>,
    pub(crate) scales: Vec<Raw<RawScale>>,
    pub(crate) tables: Vec<Raw<RawTable>>,
    pub(crate) wholes: Vec<Raw<RawWhole>>,
    pub(crate) items: Vec<Raw<RawItem>>,
    pub(crate) groups: Vec<Raw<RawGroup>>,
    pub(crate) indicators: Vec<Raw<RawIndicator>>,
    /// How each of the indicators is observed: its own keys, or those of an adaptation.
    pub(crate) observations: Vec<Raw<RawObservation>>,
    pub(crate) adaptation: Option<Raw<RawAdaptationHead>>,
    /// Files of the adaptation; empty where there is none.
    pub(crate) adaptation_files: Vec<FileId>,
    pub(crate) bands: Vec<Raw<RawBand>>,
    pub(crate) editions: Vec<Raw<RawEdition>>,
    pub(crate) slices: Vec<Raw<RawSlices>>,
    pub(crate) methodology: Vec<Raw<RawMethodology>>,
}

const SECTIONS: [&str; 14] = [
    "framework",
    "level",
    "facet",
    "attribute",
    "scale",
    "table",
    "whole",
    "item",
    "group",
    "indicator",
    "band",
    "edition",
    "slices",
    "methodology",
];

/// Reads criteria from files already in `sources`; every problem of every file is in the findings.
///
/// Criteria come out only when no finding is an error.
#[must_use]
pub fn load(files: &[FileId], sources: &Sources) -> (Option<Criteria>, Findings) {
    load_adapted(files, &[], sources)
}

/// Reads criteria as a round observes them: the files of its adaptation say how, in place of the framework's own.
///
/// Without files of an adaptation it is the same as [`load`].
#[must_use]
pub fn load_adapted(files: &[FileId], adaptation: &[FileId], sources: &Sources) -> (Option<Criteria>, Findings) {
    let mut findings = Findings::default();
    let mut raw = read(files, sources, &mut findings);
    if !adaptation.is_empty() {
        let observed = RawAdaptation::read(adaptation, sources, &mut findings);
        observed.merge(adaptation, &mut raw, &mut findings);
    }
    if raw.head.is_empty() && !findings.has_errors() {
        let mut diagnostic =
            Diagnostic::new(Code::MissingSection, "no file of the criteria has a `[framework]` section")
                .help("add a `[framework]` section to framework.toml");
        if let Some(&file) = files.first() {
            diagnostic = diagnostic.at(Place { file, at: At::Whole });
        }
        findings.push(diagnostic);
    }
    let criteria = validate::validate(raw, &mut findings);
    (criteria.filter(|_| !findings.has_errors()), findings)
}

fn read(files: &[FileId], sources: &Sources, findings: &mut Findings) -> RawFramework {
    let mut raw = RawFramework::default();
    for &file in files {
        let mut sections = Sections::parse(file, sources, findings);
        one(&mut raw.head, &mut sections, file, "framework", findings);
        many(&mut raw.levels, &mut sections, file, "level", findings);
        many(&mut raw.facets, &mut sections, file, "facet", findings);
        many(&mut raw.attributes, &mut sections, file, "attribute", findings);
        many(&mut raw.scales, &mut sections, file, "scale", findings);
        many(&mut raw.tables, &mut sections, file, "table", findings);
        many(&mut raw.wholes, &mut sections, file, "whole", findings);
        many(&mut raw.items, &mut sections, file, "item", findings);
        many(&mut raw.groups, &mut sections, file, "group", findings);
        many(&mut raw.indicators, &mut sections, file, "indicator", findings);
        many(&mut raw.bands, &mut sections, file, "band", findings);
        many(&mut raw.editions, &mut sections, file, "edition", findings);
        one(&mut raw.slices, &mut sections, file, "slices", findings);
        one(&mut raw.methodology, &mut sections, file, "methodology", findings);
        sections.finish(&SECTIONS, findings);
    }
    raw.observations = raw
        .indicators
        .iter_mut()
        .map(|section| Raw {
            file: section.file,
            at: section.at,
            value: RawObservation::taken_from(&mut section.value),
        })
        .collect();
    raw
}

pub(super) fn one<T: serde::de::DeserializeOwned>(
    into: &mut Vec<Raw<T>>,
    sections: &mut Sections<'_>,
    file: FileId,
    name: &str,
    findings: &mut Findings,
) {
    let Some(value) = sections.one::<T>(name, findings) else { return };
    let at = place(file, &value.span());
    if let Some(first) = into.first() {
        findings.push(
            Diagnostic::new(Code::DuplicateSection, format!("`[{name}]` stands in two files"))
                .at(at)
                .labelled(first.at, "the first is here")
                .help("keep one of them"),
        );
        return;
    }
    into.push(Raw { file, at, value: value.into_inner() });
}

pub(super) fn many<T: serde::de::DeserializeOwned>(
    into: &mut Vec<Raw<T>>,
    sections: &mut Sections<'_>,
    file: FileId,
    name: &str,
    findings: &mut Findings,
) {
    for value in sections.many::<T>(name, findings) {
        let at = place(file, &value.span());
        into.push(Raw { file, at, value: value.into_inner() });
    }
}

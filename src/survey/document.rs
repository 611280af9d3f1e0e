//! `round.toml`: its sections, and the files that it names.

use std::collections::BTreeMap;

use toml::Spanned;

use super::raw::{
    RawGrouping, RawLink, RawPlausibility, RawPublished, RawRound, RawRoundTable, RawSystems, RawUnit, RawUnitsFile,
};
use crate::criteria::{Framework, Sections, place};
use crate::diag::{At, Code, Diagnostic, FileId, Findings, Place, Sources, meant};

/// Spellings of answers in a round: scale code, then option or absence code, then spellings.
type Coding = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// A round file that was read and not yet checked against criteria.
#[derive(Debug)]
pub struct RoundDocument {
    pub(crate) file: FileId,
    pub(crate) round: RawRound,
    pub(crate) units_file: Option<RawUnitsFile>,
    pub(crate) units: Vec<RawUnit>,
    pub(crate) groupings: Vec<RawGrouping>,
    pub(crate) tables: Vec<RawRoundTable>,
    pub(crate) links: Vec<RawLink>,
    pub(crate) published: Vec<RawPublished>,
    pub(crate) coding: Option<Spanned<Coding>>,
    pub(crate) systems: Option<RawSystems>,
    pub(crate) plausibility: Option<RawPlausibility>,
}

const SECTIONS: [&str; 10] =
    ["round", "units", "unit", "grouping", "link", "published", "table", "coding", "systems", "plausibility"];

impl RoundDocument {
    /// Reads the file; every problem is in the findings.
    pub fn read(file: FileId, sources: &Sources, findings: &mut Findings) -> Option<RoundDocument> {
        let mut sections = Sections::parse(file, sources, findings);
        let round = sections.one::<RawRound>("round", findings);
        let units_file = sections.one::<RawUnitsFile>("units", findings).map(Spanned::into_inner);
        let units = sections.many::<RawUnit>("unit", findings).into_iter().map(Spanned::into_inner).collect();
        let groupings =
            sections.many::<RawGrouping>("grouping", findings).into_iter().map(Spanned::into_inner).collect();
        let tables = sections.many::<RawRoundTable>("table", findings).into_iter().map(Spanned::into_inner).collect();
        let links = sections.many::<RawLink>("link", findings).into_iter().map(Spanned::into_inner).collect();
        let published =
            sections.many::<RawPublished>("published", findings).into_iter().map(Spanned::into_inner).collect();
        let coding = sections.one::<Coding>("coding", findings);
        let systems = sections.one::<RawSystems>("systems", findings).map(Spanned::into_inner);
        let plausibility = sections.one::<RawPlausibility>("plausibility", findings).map(Spanned::into_inner);
        sections.finish(&SECTIONS, findings);
        let Some(round) = round else {
            if !findings.has_errors() {
                findings.push(
                    Diagnostic::new(Code::MissingSection, "the file has no `[round]` section")
                        .at(Place { file, at: At::Whole })
                        .help("add `[round]` with code, framework, period, title, source and licence"),
                );
            }
            return None;
        };
        let round = round.into_inner();
        Some(RoundDocument {
            file,
            round,
            units_file,
            units,
            groupings,
            tables,
            links,
            published,
            coding,
            systems,
            plausibility,
        })
    }

    /// Code of the framework that the round answers.
    #[must_use]
    pub fn framework(&self) -> &str {
        self.round.framework.get_ref()
    }

    /// Puts the edition that the round names in the place of the framework's own.
    pub fn choose_edition(&self, framework: &mut Framework, findings: &mut Findings) {
        let Some(edition) = &self.round.edition else { return };
        if let Some(chosen) = framework.in_edition(edition.get_ref()) {
            *framework = chosen;
            return;
        }
        let known = framework.editions().chain([framework.edition()]);
        let help = meant(edition.get_ref(), "editions are", ", ", known);
        let message = format!("`{}` has no edition `{}`", framework.code(), edition.get_ref());
        findings.push(Diagnostic::new(Code::UnknownReference, message).at(self.place(edition)).help(help));
    }

    /// The place where the framework is named.
    #[must_use]
    pub fn framework_place(&self) -> Place {
        self.place(&self.round.framework)
    }

    /// Paths of the files that the round needs, from its own folder, each with the place that names it.
    #[must_use]
    pub fn files(&self) -> Vec<(String, Place)> {
        let units = self.units_file.iter().map(|units| &units.file);
        let tables = self.tables.iter().map(|table| &table.file);
        let links = self.links.iter().map(|link| &link.file);
        let systems = self.systems.iter().flat_map(|systems| std::iter::once(&systems.file).chain(&systems.facts));
        let mut files: Vec<(String, Place)> = Vec::new();
        for path in units.chain(tables).chain(links).chain(systems) {
            if !files.iter().any(|(there, _)| there == path.get_ref()) {
                files.push((path.get_ref().clone(), self.place(path)));
            }
        }
        files
    }

    /// Paths of the files of the adaptation, from the round's own folder, and the place that names them.
    #[must_use]
    pub fn adaptation(&self) -> Vec<(String, Place)> {
        let paths = self.round.adaptation.iter();
        paths.flat_map(|paths| paths.get_ref().0.iter().map(|path| (path.clone(), self.place(paths)))).collect()
    }

    pub(crate) fn place<T>(&self, value: &Spanned<T>) -> Place {
        place(self.file, &value.span())
    }
}

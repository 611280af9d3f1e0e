//! Adaptations: how a round answers a framework with data that were collected for another purpose.
//!
//! An adaptation says only how indicators are observed. It is merged with the raw sections of the framework before
//! anything is validated, so that what comes of it is an ordinary sound [`super::Framework`] and evaluation knows
//! nothing of it. Parents, weights, names, cards, bands and the methodology stay those of the framework.

use std::collections::BTreeMap;

use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use toml::Spanned;

use super::Sections;
use super::raw::{
    RawAttribute, RawCondition, RawDenominator, RawFacet, RawIndicator, RawItem, RawItems, RawMeasure,
    RawNormalisation, RawRange, RawRows, RawScale, RawTable, RawWords,
};
use super::read::{Raw, RawFramework, many, one};
use super::schema::closed_schema;
use crate::diag::{At, Code, Diagnostic, FileId, Findings, Place, Sources, nearest};

/// One file of an adaptation. All files of an adaptation are read as one.
#[derive(Debug, Default, JsonSchema)]
#[schemars(title = "nudj adaptation", inline)]
#[allow(dead_code, reason = "the fields describe the file for the JSON Schema; reading goes section by section")]
struct RawAdaptationFile {
    /// What the adaptation is. Exactly one file of it has this section.
    #[schemars(rename = "adaptation")]
    adaptation: Option<RawAdaptationHead>,
    /// Facets; one with the code of a facet of the framework takes its place.
    #[schemars(rename = "facet")]
    facet: Option<Vec<RawFacet>>,
    /// Attributes of units; one with the code of an attribute of the framework takes its place.
    #[schemars(rename = "attribute")]
    attribute: Option<Vec<RawAttribute>>,
    /// Answer scales; one with the code of a scale of the framework takes its place.
    #[schemars(rename = "scale")]
    scale: Option<Vec<RawScale>>,
    /// Survey tables, instead of all tables of the framework.
    #[schemars(rename = "table")]
    table: Option<Vec<RawTable>>,
    /// The catalogue of items, instead of all items of the framework.
    #[schemars(rename = "item")]
    item: Option<Vec<RawItem>>,
    /// Indicators of the framework that this round observes; all others are not assessed.
    #[schemars(rename = "indicator")]
    indicator: Option<Vec<RawObservation>>,
}

/// `[adaptation]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAdaptationHead {
    /// Where the answers come from, and what a reader of the results must know.
    #[schemars(with = "RawWords")]
    pub(crate) note: Spanned<RawWords>,
    /// The publication or data set that the answers are taken from.
    #[schemars(with = "RawWords")]
    pub(crate) source: Spanned<RawWords>,
}

/// `[[indicator]]` of an adaptation: how an indicator of the framework is observed.
///
/// Keys that stay the framework's are listed so that each use of one is found, and all of them at once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawObservation {
    /// Code of an indicator of the framework.
    #[schemars(with = "String")]
    pub(crate) code: Spanned<String>,
    /// What in the source stands for this indicator, and how far it goes.
    // Without `default`, so that the schema calls it required; its absence is a finding of the merge.
    #[schemars(with = "RawWords")]
    pub(crate) adapted: Option<Spanned<RawWords>>,
    /// The table that is read. Left out: asked once of each unit.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) table: Option<Spanned<String>>,
    /// Scale of the answer, for an indicator that is its own question.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) scale: Option<Spanned<String>>,
    /// Ends of a numeric answer, for an indicator that is its own question and names no scale.
    #[serde(default)]
    #[schemars(with = "Option<RawRange>")]
    pub(crate) range: Option<Spanned<RawRange>>,
    /// The question text, for an indicator that is its own question.
    #[serde(default)]
    #[schemars(with = "Option<RawWords>")]
    pub(crate) text: Option<Spanned<RawWords>>,
    /// `higher` (default) or `lower` is better.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) direction: Option<Spanned<String>>,
    /// Divides the value by a quantity of the unit.
    #[serde(default)]
    pub(crate) denominator: Option<RawDenominator>,
    /// How the questions of an item make its score. Left out: the indicator is its own question.
    #[serde(default)]
    pub(crate) measure: Option<RawMeasure>,
    /// How several rows of one item are folded.
    #[serde(default)]
    pub(crate) rows: Option<RawRows>,
    /// What an absent answer does, by reason.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub(crate) absent: Option<Spanned<BTreeMap<String, String>>>,
    /// Only items of which this holds are assessed; others do not apply.
    #[serde(default)]
    #[schemars(with = "RawCondition")]
    pub(crate) applies_to: Option<Spanned<RawCondition>>,
    /// Only rows of which this holds are read; an item without such a row does not apply.
    #[serde(default, rename = "where")]
    #[schemars(with = "RawCondition")]
    pub(crate) filter: Option<Spanned<RawCondition>>,
    /// An item with such a row gets full marks.
    #[serde(default)]
    #[schemars(with = "RawCondition")]
    pub(crate) full_when: Option<Spanned<RawCondition>>,
    /// Rounds an item's score half up to so many digits after the point.
    #[serde(default)]
    pub(crate) round_items: Option<u8>,
    /// The item's score when every answer was left out; without it the item has no score.
    #[serde(default)]
    pub(crate) nothing_left: Option<f64>,
    /// How items are folded to the unit.
    #[serde(default)]
    pub(crate) items: Option<RawItems>,
    /// Normalisation, where the values have other ends than in the framework; left out: the framework's.
    #[serde(default)]
    #[schemars(with = "Option<RawNormalisation>")]
    pub(crate) normalisation: Option<Spanned<RawNormalisation>>,

    #[serde(default)]
    #[schemars(skip)]
    parent: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    #[schemars(skip)]
    weight: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    #[schemars(skip)]
    name: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    #[schemars(skip)]
    origin: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    #[schemars(skip)]
    facets: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    #[schemars(skip)]
    treatment: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    #[schemars(skip)]
    what: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    #[schemars(skip)]
    why: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    #[schemars(skip)]
    how: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    #[schemars(skip)]
    not_applicable: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    #[schemars(skip)]
    missing: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    #[schemars(skip)]
    improve: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    #[schemars(skip)]
    sources: Option<Spanned<IgnoredAny>>,
}

/// The JSON Schema of a file of an adaptation.
#[must_use]
pub fn adaptation_schema() -> Value {
    closed_schema(schema_for!(RawAdaptationFile).to_value())
}

impl RawObservation {
    /// How an indicator says itself that it is observed, taken out of its section.
    pub(super) fn taken_from(raw: &mut RawIndicator) -> RawObservation {
        RawObservation {
            table: raw.table.take(),
            scale: raw.scale.take(),
            range: raw.range.take(),
            text: raw.text.take(),
            direction: raw.direction.take(),
            denominator: raw.denominator.take(),
            measure: raw.measure.take(),
            rows: raw.rows.take(),
            absent: raw.absent.take(),
            applies_to: raw.applies_to.take(),
            filter: raw.filter.take(),
            full_when: raw.full_when.take(),
            round_items: raw.round_items.take(),
            nothing_left: raw.nothing_left.take(),
            items: raw.items.take(),
            ..RawObservation::nothing(raw.code.clone())
        }
    }

    /// A question that is asked of the unit and says nothing more.
    fn nothing(code: Spanned<String>) -> RawObservation {
        RawObservation {
            code,
            adapted: None,
            table: None,
            scale: None,
            range: None,
            text: None,
            direction: None,
            denominator: None,
            measure: None,
            rows: None,
            absent: None,
            applies_to: None,
            filter: None,
            full_when: None,
            round_items: None,
            nothing_left: None,
            items: None,
            normalisation: None,
            parent: None,
            weight: None,
            name: None,
            origin: None,
            facets: None,
            treatment: None,
            what: None,
            why: None,
            how: None,
            not_applicable: None,
            missing: None,
            improve: None,
            sources: None,
        }
    }

    /// Keys that stay the framework's, as far as they are used.
    fn forbidden(&self) -> impl Iterator<Item = (&'static str, &Spanned<IgnoredAny>)> {
        [
            ("parent", &self.parent),
            ("weight", &self.weight),
            ("name", &self.name),
            ("origin", &self.origin),
            ("facets", &self.facets),
            ("treatment", &self.treatment),
            ("what", &self.what),
            ("why", &self.why),
            ("how", &self.how),
            ("not_applicable", &self.not_applicable),
            ("missing", &self.missing),
            ("improve", &self.improve),
            ("sources", &self.sources),
        ]
        .into_iter()
        .filter_map(|(key, given)| Some((key, given.as_ref()?)))
    }
}

/// All sections of an adaptation.
#[derive(Debug, Default)]
pub(super) struct RawAdaptation {
    head: Vec<Raw<RawAdaptationHead>>,
    facets: Vec<Raw<RawFacet>>,
    attributes: Vec<Raw<RawAttribute>>,
    scales: Vec<Raw<RawScale>>,
    tables: Vec<Raw<RawTable>>,
    items: Vec<Raw<RawItem>>,
    observations: Vec<Raw<RawObservation>>,
}

const SECTIONS: [&str; 7] = ["adaptation", "facet", "attribute", "scale", "table", "item", "indicator"];

/// Sections of a framework that no adaptation can have, as they are written.
const FORBIDDEN: [(&str, &str); 8] = [
    ("framework", "[framework]"),
    ("level", "[[level]]"),
    ("group", "[[group]]"),
    ("band", "[[band]]"),
    ("edition", "[[edition]]"),
    ("whole", "[[whole]]"),
    ("slices", "[slices]"),
    ("methodology", "[methodology]"),
];

impl RawAdaptation {
    /// Reads the files; every problem is in the findings.
    pub(super) fn read(files: &[FileId], sources: &Sources, findings: &mut Findings) -> RawAdaptation {
        let mut raw = RawAdaptation::default();
        for &file in files {
            let mut sections = Sections::parse(file, sources, findings);
            for (name, written) in FORBIDDEN {
                if let Some(at) = sections.drop_section(name) {
                    findings.push(kept(&format!("`{written}`"), at));
                }
            }
            one(&mut raw.head, &mut sections, file, "adaptation", findings);
            many(&mut raw.facets, &mut sections, file, "facet", findings);
            many(&mut raw.attributes, &mut sections, file, "attribute", findings);
            many(&mut raw.scales, &mut sections, file, "scale", findings);
            many(&mut raw.tables, &mut sections, file, "table", findings);
            many(&mut raw.items, &mut sections, file, "item", findings);
            many(&mut raw.observations, &mut sections, file, "indicator", findings);
            sections.finish(&SECTIONS, findings);
        }
        if raw.head.is_empty() && !findings.has_errors() {
            let mut diagnostic = Diagnostic::new(Code::MissingSection, "the adaptation has no `[adaptation]` section")
                .help("add `[adaptation]` with `note` and `source`: where the answers come from");
            if let Some(&file) = files.first() {
                diagnostic = diagnostic.at(Place { file, at: At::Whole });
            }
            findings.push(diagnostic);
        }
        raw
    }

    /// Puts the sections in the place of the framework's.
    pub(super) fn merge(self, files: &[FileId], raw: &mut RawFramework, findings: &mut Findings) {
        let sliced = raw.slices.first().map(|slices| slices.value.facet.get_ref().to_lowercase());
        for facet in &self.facets {
            let code = facet.value.code.get_ref();
            if Some(code.to_lowercase()) == sliced {
                let what = format!("the facet `{code}`, whose values are the slices of the framework");
                findings.push(kept(&what, facet.place(&facet.value.code)));
            }
        }
        replace(&mut raw.facets, self.facets, |facet| &facet.code);
        replace(&mut raw.attributes, self.attributes, |attribute| &attribute.code);
        replace(&mut raw.scales, self.scales, |scale| &scale.code);
        raw.tables = self.tables;
        raw.items = self.items;
        let mut settings = Vec::new();
        for (section, observation) in raw.indicators.iter_mut().zip(&mut raw.observations) {
            let nothing = RawObservation::nothing(section.value.code.clone());
            *observation = Raw { file: section.file, at: section.at, value: nothing };
            settings.push((section.value.normalisation.take(), section.value.treatment.take()));
        }
        let mut named: BTreeMap<String, Place> = BTreeMap::new();
        for observation in self.observations {
            check(&observation, findings);
            let code = observation.value.code.get_ref();
            let at = observation.place(&observation.value.code);
            if let Some(&first) = named.get(code) {
                findings.push(
                    Diagnostic::new(Code::DuplicateCode, format!("the indicator `{code}` is adapted twice"))
                        .at(at)
                        .labelled(first, "the first is here")
                        .help("keep one of the two sections"),
                );
                continue;
            }
            match raw.indicators.iter().position(|section| section.value.code.get_ref() == code) {
                Some(index) => {
                    named.insert(code.clone(), at);
                    raw.observations[index] = observation;
                    let section = &mut raw.indicators[index].value;
                    (section.normalisation, section.treatment) = std::mem::take(&mut settings[index]);
                }
                None => findings.push(unknown(code, at, raw)),
            }
        }
        raw.adaptation = self.head.into_iter().next();
        raw.adaptation_files = files.to_vec();
    }
}

/// What an adaptation has to say of each indicator, and what it cannot say.
fn check(observation: &Raw<RawObservation>, findings: &mut Findings) {
    for (key, given) in observation.value.forbidden() {
        findings.push(kept(&format!("`{key}` of `{}`", observation.value.code.get_ref()), observation.place(given)));
    }
    if observation.value.adapted.is_none() {
        let code = observation.value.code.get_ref();
        findings.push(
            Diagnostic::new(Code::MissingKey, format!("`{code}` does not say what in the source stands for it"))
                .labelled(observation.place(&observation.value.code), "in this section")
                .help("add `adapted = { en = \"...\" }`: what stands for the indicator, and how far it goes"),
        );
    }
}

/// Something that stays the framework's.
fn kept(what: &str, at: Place) -> Diagnostic {
    Diagnostic::new(Code::NotAdaptable, format!("an adaptation cannot change {what}"))
        .at(at)
        .help("remove it: an adaptation says how indicators are observed, and everything else stays the framework's")
}

fn unknown(code: &str, at: Place, raw: &RawFramework) -> Diagnostic {
    let known = || raw.indicators.iter().map(|section| section.value.code.get_ref().as_str());
    let message = format!("the framework has no indicator `{code}`");
    let diagnostic = Diagnostic::new(Code::UnknownIndicator, message).at(at);
    match nearest(code, known()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!("indicators are: {}", known().collect::<Vec<_>>().join(", "))),
    }
}

/// A section takes the place of the one with the same code, or is added.
fn replace<T>(into: &mut Vec<Raw<T>>, from: Vec<Raw<T>>, code: impl Fn(&T) -> &Spanned<String>) {
    let own: Vec<String> = into.iter().map(|section| code(&section.value).get_ref().to_lowercase()).collect();
    let mut taken = vec![false; own.len()];
    for section in from {
        let word = code(&section.value).get_ref().to_lowercase();
        match own.iter().position(|there| *there == word).filter(|&at| !std::mem::replace(&mut taken[at], true)) {
            Some(at) => into[at] = section,
            // A second section with the same code is found where codes are compared.
            None => into.push(section),
        }
    }
}

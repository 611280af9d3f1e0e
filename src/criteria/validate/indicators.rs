//! Indicators: what is read, and how it becomes one value for each unit.

use std::collections::BTreeMap;

use toml::Spanned;

use super::Build;
use super::vocabulary::check_words;
use crate::criteria::adaptation::RawObservation;
use crate::criteria::framework::{
    About, AbsentRule, AbsentRules, Card, Condition, Effort, FacetIx, Fold, Indicator, ItemFold, Measure, Question,
    QuestionKind, RowFold, Scale, ScaleKind, TableIx,
};
use crate::criteria::raw::{RawCondition, RawIndicator, RawItems, RawMeasure, RawRows, RawSlices};
use crate::criteria::read::{Raw, RawFramework};
use crate::diag::{Code, Diagnostic, FileId, Place};
use crate::model::{Absence, Range, Words};

impl Build<'_> {
    /// Builds the indicators in the order of the tree.
    pub(super) fn indicators(&mut self, raw: &RawFramework, order: &[Option<usize>]) {
        for (node, section) in order.iter().enumerate() {
            let Some(section) = *section else { continue };
            let indicator = self.indicator(node, &raw.indicators[section], &raw.observations[section]);
            self.framework.nodes[node].indicator = Some(self.framework.indicators.len());
            self.framework.indicators.push(indicator);
        }
    }

    /// An indicator from what it is and how it is observed, which an adaptation writes in another file.
    fn indicator(&mut self, node: usize, identity: &Raw<RawIndicator>, section: &Raw<RawObservation>) -> Indicator {
        let raw = &section.value;
        let table = self.indicator_table(section);
        let about = self.framework.tables[table].about;
        let (measure, scale_range) = self.measure(section, table);
        let denominator = self.denominator(section);
        let range = if denominator.is_some() { None } else { scale_range };
        let directions = [("higher", false), ("lower", true)];
        let lower_is_better = raw
            .direction
            .as_ref()
            .and_then(|direction| self.choice(direction.get_ref(), section.place(direction), "direction", &directions));
        if about == About::Unit && raw.items.is_some() {
            let help = "remove `items`, or read a table of items";
            self.error(Code::BadFold, "there are no items to fold: the table has one row a unit", section.at, help);
        }
        let rows = self.rows(section, raw.rows.as_ref(), table);
        let scale = self.framework.scale;
        if let Some(value) = raw.nothing_left.filter(|value| !scale.contains(*value)) {
            let help = format!("the scale goes from {} to {}", scale.low(), scale.high());
            self.error(Code::OutOfRange, format!("`nothing_left` cannot be {value}"), section.at, help);
        }
        if let Some(digits) = raw.round_items.filter(|digits| *digits > 12) {
            let message = format!("items cannot be rounded to {digits} digits");
            self.error(Code::BadParameter, message, section.at, "use 12 or fewer");
        }
        let nothing_left = raw.nothing_left.filter(|value| value.is_finite());
        Indicator {
            node,
            table,
            measure,
            range,
            lower_is_better: lower_is_better.unwrap_or(false),
            denominator,
            rows,
            absent: self.absent_rules(section),
            applies_to: self.optional_condition(section, table, raw.applies_to.as_ref(), false),
            filter: self.optional_condition(section, table, raw.filter.as_ref(), true),
            full_when: self.optional_condition(section, table, raw.full_when.as_ref(), true),
            round_items: raw.round_items,
            nothing_left,
            items: self.item_fold(section, raw.items.as_ref(), table),
            facets: self.indicator_facets(identity),
            card: self.card(identity),
            adapted: raw.adapted.as_ref().map(|words| self.words(section, words)),
        }
    }

    fn indicator_facets(&mut self, identity: &Raw<RawIndicator>) -> Vec<(usize, usize)> {
        let Some(given) = &identity.value.facets else { return Vec::new() };
        let at = identity.place(given);
        let mut facets = Vec::new();
        for (facet, value) in given.get_ref() {
            facets.extend(self.facet_value(facet, value, at));
        }
        facets
    }

    fn optional_condition(
        &mut self,
        section: &Raw<RawObservation>,
        table: TableIx,
        raw: Option<&Spanned<RawCondition>>,
        rows: bool,
    ) -> Option<Condition> {
        let raw = raw?;
        self.condition(table, raw.get_ref(), section.place(raw), rows)
    }

    fn indicator_table(&mut self, section: &Raw<RawObservation>) -> TableIx {
        let Some(table) = &section.value.table else { return 0 };
        let known: Vec<String> = self.framework.tables.iter().map(|table| table.code.clone()).collect();
        let at = section.place(table);
        self.reference("table", table.get_ref(), at, known.iter().map(String::as_str)).unwrap_or(0)
    }

    /// The measure, and the ends of the value that it gives where they are known.
    fn measure(&mut self, section: &Raw<RawObservation>, table: TableIx) -> (Measure, Option<Range>) {
        let raw = &section.value;
        let full = Some(self.framework.scale);
        let Some(measure) = &raw.measure else { return self.own_question(section, table) };
        for (given, key) in
            [(raw.scale.is_some(), "scale"), (raw.range.is_some(), "range"), (raw.text.is_some(), "text")]
        {
            if given {
                let message = format!("`{key}` belongs to an indicator that is its own question");
                self.error(Code::UnusedParameter, message, section.at, format!("remove `{key}` or `measure`"));
            }
        }
        let at = section.place(&measure.kind);
        let kind = measure.kind.get_ref().as_str();
        for (given, key, of) in [
            (!measure.questions.is_empty(), "questions", "mean"),
            (measure.points.is_some(), "points", "points"),
            (!measure.tiers.is_empty(), "tiers", "tiers"),
            (measure.otherwise.is_some(), "otherwise", "tiers"),
        ] {
            if given && of != kind && ["mean", "points", "tiers"].contains(&kind) {
                let message = format!("the measure `{kind}` does not use `{key}`");
                self.error(Code::UnusedParameter, message, at, format!("remove `{key}`, or use `kind = \"{of}\"`"));
            }
        }
        match self.choice(measure.kind.get_ref(), at, "kind", &[("mean", 0), ("points", 1), ("tiers", 2)]) {
            Some(0) => {
                let questions = self.questions(section, table, &measure.questions);
                if questions.is_empty() {
                    self.error(Code::BadMeasure, "the mean of no question", at, "list `questions`");
                }
                (Measure::Mean(questions), full)
            }
            Some(1) => (self.points(section, table, measure, at), full),
            Some(_) => (self.tiers(section, table, measure, at), full),
            None => (Measure::Mean(Vec::new()), full),
        }
    }

    fn questions(&mut self, section: &Raw<RawObservation>, table: TableIx, codes: &[Spanned<String>]) -> Vec<usize> {
        let mut found = Vec::new();
        for code in codes {
            let at = section.place(code);
            found.extend(self.question_with_share(table, code.get_ref(), at));
        }
        found
    }

    /// A question whose answers have a share of full marks.
    fn question_with_share(&mut self, table: TableIx, code: &str, at: Place) -> Option<usize> {
        let known: Vec<String> =
            self.framework.tables[table].questions.iter().map(|question| question.code.clone()).collect();
        let kind = format!("question of table `{}`", self.framework.tables[table].code);
        let question = self.reference(&kind, code, at, known.iter().map(String::as_str))?;
        if !self.has_share(table, question) {
            let message = format!("question `{code}` has no full marks: its scale has no ends");
            self.error(Code::BadMeasure, message, at, "give the scale `low` and `high`");
        }
        Some(question)
    }

    fn has_share(&self, table: TableIx, question: usize) -> bool {
        match &self.framework.tables[table].questions[question].kind {
            // Options that are all alike are a finding of their scale.
            QuestionKind::Asked(scale) => {
                !matches!(self.framework.scales[*scale].kind, ScaleKind::Number { range: None, .. })
            }
            QuestionKind::BestOf(parts) => parts.iter().all(|&part| self.has_share(table, part)),
        }
    }

    fn points(&mut self, section: &Raw<RawObservation>, table: TableIx, raw: &RawMeasure, at: Place) -> Measure {
        let mut points = Vec::new();
        let scale = self.framework.scale;
        if scale.low() != 0.0 {
            let help = "use `mean` or `tiers`, or let the scale start at 0";
            self.error(Code::BadMeasure, format!("points start at 0, and the scale at {}", scale.low()), at, help);
        }
        if let Some(given) = &raw.points {
            let place = section.place(given);
            for (code, value) in given.get_ref() {
                if !value.is_finite() {
                    self.error(Code::BadParameter, format!("points of `{code}` are {value}"), place, "use a number");
                }
                points.extend(self.question_with_share(table, code, place).map(|question| (question, *value)));
            }
            let sum: f64 = given.get_ref().values().sum();
            if (sum - scale.high()).abs() > 1e-9 {
                let message = format!("the points sum to {sum}, and full marks are {}", scale.high());
                self.error(Code::BadMeasure, message, place, "let the points of all questions sum to full marks");
            }
        } else {
            self.error(Code::BadMeasure, "no question has points", at, "add `points = { A1 = 25, ... }`");
        }
        Measure::Points(points)
    }

    fn tiers(&mut self, section: &Raw<RawObservation>, table: TableIx, raw: &RawMeasure, at: Place) -> Measure {
        let scale = self.framework.scale;
        let mut rules = Vec::new();
        for tier in &raw.tiers {
            let (score, place) = (*tier.score.get_ref(), section.place(&tier.score));
            if !scale.contains(score) {
                let help = format!("the scale goes from {} to {}", scale.low(), scale.high());
                self.error(Code::OutOfRange, format!("a tier cannot score {score}"), place, help);
            }
            let condition = self.condition(table, tier.when.get_ref(), section.place(&tier.when), true);
            rules.extend(condition.map(|condition| (condition, score)));
        }
        if raw.tiers.is_empty() {
            self.error(Code::BadMeasure, "there is no tier", at, "add `tiers = [{ when = ..., score = ... }]`");
        }
        if let Some(otherwise) = raw.otherwise.filter(|score| !scale.contains(*score)) {
            let help = format!("the scale goes from {} to {}", scale.low(), scale.high());
            self.error(Code::OutOfRange, format!("`otherwise` cannot score {otherwise}"), at, help);
        }
        Measure::Tiers { rules, otherwise: raw.otherwise.unwrap_or(scale.low()) }
    }

    /// An indicator that is its own question: adds the question to its table.
    fn own_question(&mut self, section: &Raw<RawObservation>, table: TableIx) -> (Measure, Option<Range>) {
        let raw = &section.value;
        let code = raw.code.get_ref().clone();
        let scale = match (&raw.scale, &raw.range) {
            (Some(scale), None) => {
                let known: Vec<String> = self.framework.scales.iter().map(|scale| scale.code.clone()).collect();
                let at = section.place(scale);
                self.reference("scale", scale.get_ref(), at, known.iter().map(String::as_str)).unwrap_or(usize::MAX)
            }
            // Nobody observes it; with the ends of a score, what it could have been is known.
            (None, None) if self.adapted && raw.adapted.is_none() => {
                let ends = Some(self.framework.scale);
                self.push_number_scale(&code, ends)
            }
            (None, range) => {
                let range = range.as_ref().and_then(|range| {
                    let ends = range.get_ref();
                    self.range(ends.low, ends.high, section.place(range))
                });
                self.push_number_scale(&code, range)
            }
            (Some(_), Some(_)) => {
                let help = "keep one of the two";
                self.error(Code::BadMeasure, "both `scale` and `range` are given", section.at, help);
                usize::MAX
            }
        };
        if scale == usize::MAX {
            return (Measure::Mean(Vec::new()), None);
        }
        if self.framework.tables.iter().flat_map(|table| &table.questions).any(|question| question.code == code) {
            let help = "give the indicator a `measure` that reads the question, or another code";
            let message = format!("`{code}` is already a question of a table");
            self.error(Code::DuplicateCode, message, section.place(&raw.code), help);
        }
        let text = raw.text.as_ref().map_or_else(|| Words::same(&code), |text| self.words(section, text));
        let question = self.framework.tables[table].questions.len();
        self.framework.tables[table].questions.push(Question { code, text, kind: QuestionKind::Asked(scale) });
        let range = match &self.framework.scales[scale].kind {
            ScaleKind::Number { range, .. } => *range,
            _ => Some(self.framework.scale),
        };
        (Measure::Value(question), range)
    }

    fn push_number_scale(&mut self, code: &str, range: Option<Range>) -> usize {
        let kind = ScaleKind::Number { range, percent: false, counted: false };
        self.framework.scales.push(Scale { code: code.to_owned(), kind, absent: Vec::new() });
        self.framework.scales.len() - 1
    }

    fn denominator(&mut self, section: &Raw<RawObservation>) -> Option<(usize, f64)> {
        let raw = section.value.denominator.as_ref()?;
        let known: Vec<String> = self
            .framework
            .attributes
            .iter()
            .filter(|attribute| attribute.kind == crate::criteria::framework::AttributeKind::Quantity)
            .map(|attribute| attribute.code.clone())
            .collect();
        let code = raw.quantity.get_ref();
        self.reference("quantity", code, section.place(&raw.quantity), known.iter().map(String::as_str))?;
        let index = self.framework.attributes.iter().position(|attribute| attribute.code == *code)?;
        let scale = raw.scale.as_ref().map_or(1.0, |scale| *scale.get_ref());
        if let Some(given) = &raw.scale
            && !(scale.is_finite() && scale > 0.0)
        {
            let message = format!("a denominator cannot be scaled by {scale}");
            self.error(Code::BadParameter, message, section.place(given), "use a positive number");
        }
        Some((index, scale))
    }

    fn rows(&mut self, section: &Raw<RawObservation>, raw: Option<&RawRows>, table: TableIx) -> RowFold {
        let about = self.framework.tables[table].about;
        let single = if about == About::Unit && table == 0 { Fold::Single } else { Fold::Mean };
        let Some(raw) = raw else { return RowFold { fold: single, by: None, except: Vec::new(), scores: false } };
        let folds = [
            ("mean", Fold::Mean),
            ("best", Fold::Best),
            ("worst", Fold::Worst),
            ("sum", Fold::Sum),
            ("single", Fold::Single),
        ];
        let fold = self.choice(raw.fold.get_ref(), section.place(&raw.fold), "fold", &folds).unwrap_or(Fold::Mean);
        let by = raw.by.as_ref().and_then(|by| {
            let known: Vec<String> = self.framework.facets.iter().map(|facet| facet.code.clone()).collect();
            self.reference("facet", by.get_ref(), section.place(by), known.iter().map(String::as_str))
        });
        let mut except = Vec::new();
        if let Some(given) = &raw.except {
            let at = section.place(given);
            if let (Some(_), Some(code)) = (by, &raw.by) {
                for (value, word) in given.get_ref() {
                    let fold = self.choice(word, at, "fold", &folds);
                    let value = self.facet_value(code.get_ref(), value, at);
                    except.extend(value.zip(fold).map(|((_, value), fold)| (value, fold)));
                }
            } else if raw.by.is_none() {
                self.error(Code::MissingKey, "`except` needs to know by which facet", at, "add `by = \"...\"`");
            }
        }
        let scores = raw
            .of
            .as_ref()
            .and_then(|of| self.choice(of.get_ref(), section.place(of), "of", &[("answers", false), ("scores", true)]));
        RowFold { fold, by, except, scores: scores.unwrap_or(false) }
    }

    fn absent_rules(&mut self, section: &Raw<RawObservation>) -> AbsentRules {
        let mut rules = AbsentRules::LEAVE_OUT;
        let Some(given) = &section.value.absent else { return rules };
        let at = section.place(given);
        let words = [
            ("leave_out", AbsentRule::LeaveOut),
            ("zero", AbsentRule::Zero),
            ("zero_unless_all", AbsentRule::ZeroUnlessAll),
        ];
        for (reason, word) in given.get_ref() {
            let (absence, rule) = (self.absence(reason, at), self.choice(word, at, reason, &words));
            let (Some(absence), Some(rule)) = (absence, rule) else { continue };
            match absence {
                Absence::NotApplicable => rules.not_applicable = rule,
                Absence::Unknown => rules.unknown = rule,
                Absence::NotAssessed => rules.not_assessed = rule,
                _ => rules.not_available = rule,
            }
        }
        rules
    }

    fn item_fold(&mut self, section: &Raw<RawObservation>, raw: Option<&RawItems>, table: TableIx) -> ItemFold {
        let Some(raw) = raw else { return ItemFold { fold: Fold::Mean, strata: None, missing_is_zero: false } };
        let folds = [
            ("mean", Fold::Mean),
            ("weighted_mean", Fold::WeightedMean),
            ("best", Fold::Best),
            ("worst", Fold::Worst),
            ("sum", Fold::Sum),
        ];
        let fold = self.choice(raw.fold.get_ref(), section.place(&raw.fold), "fold", &folds).unwrap_or(Fold::Mean);
        let missing = raw.missing.as_ref().and_then(|missing| {
            self.choice(missing.get_ref(), section.place(missing), "missing", &[("leave_out", false), ("zero", true)])
        });
        let mut strata = None;
        if let Some(given) = &raw.strata {
            let at = section.place(&given.weights);
            let mut weights = Vec::new();
            for (value, weight) in given.weights.get_ref() {
                if !(weight.is_finite() && *weight >= 0.0) {
                    self.error(Code::BadWeight, format!("a weight cannot be {weight}"), at, "use zero or more");
                }
                let found = self.facet_value(given.facet.get_ref(), value, at);
                weights.extend(found.map(|(facet, value)| (facet, value, *weight)));
            }
            if weights.iter().all(|(_, _, weight)| *weight <= 0.0) {
                self.error(Code::ZeroWeights, "all strata have weight zero", at, "give one a positive weight");
            }
            let facet = weights.first().map(|(facet, _, _)| *facet);
            if let Some(facet) = facet {
                self.check_strata(table, facet, &weights.iter().map(|(_, value, _)| *value).collect::<Vec<_>>(), at);
            }
            strata = facet.map(|facet| (facet, weights.iter().map(|&(_, value, weight)| (value, weight)).collect()));
        }
        ItemFold { fold, strata, missing_is_zero: missing.unwrap_or(false) }
    }

    /// Every stratum that has items needs a weight.
    fn check_strata(&mut self, table: TableIx, facet: usize, weighted: &[usize], at: Place) {
        let items = self.framework.items.iter().filter(|item| item.table == table);
        let mut without: Vec<usize> =
            items.filter_map(|item| item.facets[facet]).filter(|value| !weighted.contains(value)).collect();
        without.sort_unstable();
        without.dedup();
        let named = &self.framework.facets[facet];
        let codes: Vec<&str> = without.iter().map(|&value| named.values[value].code.as_str()).collect();
        if !codes.is_empty() {
            let message = format!("items stand in strata without weight: {}", codes.join(", "));
            self.error(Code::MissingKey, message, at, "add a weight for each; 0 leaves a stratum out");
        }
    }

    fn card(&mut self, section: &Raw<RawIndicator>) -> Card {
        let raw = &section.value;
        let efforts = [("low", Effort::Low), ("medium", Effort::Medium), ("high", Effort::High)];
        let mut improve = Vec::new();
        for step in &raw.improve {
            let at = section.place(&step.effort);
            let effort = self.choice(step.effort.get_ref(), at, "effort", &efforts).unwrap_or(Effort::Medium);
            improve.push((check_words(&step.text, at, &self.framework.languages, self.findings), effort));
        }
        Card {
            why: self.optional_words(section, raw.why.as_ref()),
            how: self.optional_words(section, raw.how.as_ref()),
            not_applicable: self.optional_words(section, raw.not_applicable.as_ref()),
            missing: self.optional_words(section, raw.missing.as_ref()),
            improve,
            sources: raw.sources.iter().map(|source| self.text(section, source)).collect(),
        }
    }

    /// The facet by which the index is sliced, and that every table of items has a value for it.
    pub(super) fn slices(&mut self, sections: &[Raw<RawSlices>]) {
        let Some(section) = sections.first() else { return };
        let raw = &section.value;
        self.choice(raw.combine.get_ref(), section.place(&raw.combine), "combine", &[("mean", ())]);
        let known: Vec<String> = self.framework.facets.iter().map(|facet| facet.code.clone()).collect();
        let at = section.place(&raw.facet);
        let Some(facet) = self.reference("facet", raw.facet.get_ref(), at, known.iter().map(String::as_str)) else {
            return;
        };
        self.framework.slices = Some(facet);
        for table in 1..self.framework.tables.len() {
            let about = self.framework.tables[table].about;
            let items = self.framework.items.iter().filter(|item| item.table == table);
            let without: Vec<String> =
                items.filter(|item| item.facets[facet].is_none()).map(|item| item.code.clone()).collect();
            let sliced = match about {
                About::Unit => true,
                About::Facet(items) => items == facet,
                About::Catalogue => without.is_empty(),
            };
            if !sliced {
                let code = &self.framework.tables[table].code;
                let message = format!("table `{code}` cannot be sliced by `{}`", raw.facet.get_ref());
                let help = match without.first() {
                    Some(item) => format!("give item `{item}` (and {} more) a value of the facet", without.len() - 1),
                    None => "let the items of the table be the values of that facet".to_owned(),
                };
                self.error(Code::SliceWithoutFacet, message, at, help);
            }
        }
    }

    /// Declarations that nothing uses. What a framework declares for its own tables is not unused because an adaptation
    /// reads others.
    pub(super) fn unused(&mut self, raw: &RawFramework) {
        let own = |file: FileId| raw.adaptation_files.is_empty() || raw.adaptation_files.contains(&file);
        let mut used = vec![false; self.framework.scales.len()];
        for question in self.framework.tables.iter().flat_map(|table| &table.questions) {
            if let QuestionKind::Asked(scale) = question.kind {
                used[scale] = true;
            }
        }
        for (scale, section) in raw.scales.iter().enumerate() {
            if !used[scale] && own(section.file) {
                self.findings.push(unused("scale", section.value.code.get_ref(), section.place(&section.value.code)));
            }
        }
        let tables_read: Vec<TableIx> = self.framework.indicators.iter().map(|indicator| indicator.table).collect();
        for (table, section) in raw.tables.iter().enumerate() {
            if !tables_read.contains(&(table + 1)) {
                self.findings.push(unused("table", section.value.code.get_ref(), section.place(&section.value.code)));
            }
        }
        let mut seen = BTreeMap::new();
        for (facet, section) in raw.facets.iter().enumerate() {
            let in_rows = self.framework.tables.iter().any(|table| table.facets.contains(&facet));
            let divides = self.divides(facet);
            let code = section.value.code.get_ref();
            if !in_rows && !divides && own(section.file) {
                seen.insert(code.clone(), unused("facet", code, section.place(&section.value.code)));
            }
            // Items of an adaptation need not have every facet of the framework.
            let asked = section.value.results.as_ref().filter(|results| *results.get_ref() && own(section.file));
            if let Some(results) = asked {
                self.check_results(facet, section.place(results), divides);
            }
        }
        for diagnostic in seen.into_values() {
            self.findings.push(diagnostic);
        }
    }

    /// Whether the facet divides the index: an item, an indicator or the items of a table have a value of it.
    fn divides(&self, facet: FacetIx) -> bool {
        let framework = &self.framework;
        framework.items.iter().any(|item| item.facets[facet].is_some())
            || framework.tables.iter().any(|table| table.about == About::Facet(facet))
            || framework.indicators.iter().any(|one| one.facets.iter().any(|(at, _)| *at == facet))
    }

    fn check_results(&mut self, facet: FacetIx, at: Place, divides: bool) {
        let code = self.framework.facets[facet].code.clone();
        if self.framework.slices == Some(facet) {
            let message = format!("the index is made from `{code}` already, so its results are there");
            self.error(Code::UnusedParameter, message, at, "remove `results`");
        } else if !divides {
            let message = format!("no item and no indicator has a value of `{code}`, so there is nothing to show");
            let help = "give items or indicators the facet, or remove `results`; facets of rows have no results";
            self.error(Code::BadMeasure, message, at, help);
        }
    }
}

fn unused(kind: &str, code: &str, at: Place) -> Diagnostic {
    Diagnostic::new(Code::UnusedDefinition, format!("nothing uses the {kind} `{code}`"))
        .at(at)
        .help("remove it, or use it")
}

//! Files of the reference beside the stages and scores of an evaluation.

use nudj::evaluate::{Columns, NodeScore};
use nudj::methods::treatment::{End, Transform, Treated};
use nudj::model::{Absence, Datum};

use super::inputs::Asem;
use crate::figures::Case;
use crate::matrix::Matrix;
use crate::scoring::Scored;

impl Asem {
    /// A file with a row for each unit and a column for each indicator, beside a stage.
    pub(super) fn stage(&self, file: &str, scored: &Scored, stage: &Columns) -> Result<Case, String> {
        let published = self.matrix(&format!("{file}.csv"), &["uCode"])?;
        let mut case = self.case(file);
        for title in &published.titles {
            let column = column_of(scored, title).ok_or_else(|| format!("{file}: there is no indicator `{title}`"))?;
            for unit in &published.keys {
                let ours = scored.unit(unit).map_or(Err(Absence::Undefined), |row| stage[column][row]);
                case.number(|| format!("{unit} {title}"), published.number(unit, title), ours);
            }
        }
        Ok(case)
    }

    /// A file with a row for each unit and a column for each node, beside what a score has there.
    pub(super) fn nodes(&self, file: &str, scored: &Scored, of: impl Fn(&NodeScore) -> Datum) -> Result<Case, String> {
        let published = self.matrix(&format!("{file}.csv"), &["uCode"])?;
        let mut case = self.case(file);
        for title in &published.titles {
            for unit in &published.keys {
                let ours = scored.at(title, unit).map_or(Err(Absence::Undefined), &of);
                case.number(|| format!("{unit} {title}"), published.number(unit, title), ours);
            }
        }
        Ok(case)
    }

    /// What treatment did to single values.
    pub(super) fn points(
        &self,
        file: &str,
        scored: &Scored,
        winsorises: impl Fn(&str) -> bool,
    ) -> Result<Case, String> {
        let published = self.matrix(&format!("{file}.csv"), &["uCode"])?;
        let mut case = self.case(file);
        for title in &published.titles {
            let note = note(scored, title);
            for unit in &published.keys {
                let row = scored.unit(unit);
                let end = note.and_then(|note| note.winsorised.iter().find(|(at, _)| Some(*at) == row));
                let end = end.map_or("", |(_, end)| if *end == End::High { "winhi" } else { "winlo" });
                let label = match note.and_then(|note| note.transformed).and_then(label) {
                    Some(name) if winsorises(title) => format!("{end}+{name}"),
                    Some(name) => name.to_owned(),
                    None => end.to_owned(),
                };
                case.word(|| format!("{unit} {title}"), published.word(unit, title), &label);
            }
        }
        Ok(case)
    }

    /// Skewness and kurtosis before and after treatment, the verdict, and how many values were winsorised.
    pub(super) fn details(&self, file: &str, scored: &Scored) -> Result<Case, String> {
        let published = self.matrix(&format!("{file}.csv"), &["iCode"])?;
        let mut case = self.case(file);
        for code in &published.keys {
            let note = note(scored, code).ok_or_else(|| format!("{file}: `{code}` was not treated"))?;
            let last = last_check(&published, code);
            let numbers = [
                ("check_SkewKurt0.Skew".to_owned(), note.skewness_before),
                ("check_SkewKurt0.Kurt".to_owned(), note.kurtosis_before),
                (format!("check_SkewKurt{last}.Skew"), note.skewness_after),
                (format!("check_SkewKurt{last}.Kurt"), note.kurtosis_after),
            ];
            for (title, ours) in numbers {
                case.number(
                    || format!("{code} {title}"),
                    published.number(code, &title),
                    ours.ok_or(Absence::Undefined),
                );
            }
            let title = format!("check_SkewKurt{last}.Pass");
            case.word(|| format!("{code} {title}"), published.word(code, &title), verdict(note.passed));
            let moved = published.number(code, "winsorise.nwin");
            if last < 2 && moved.is_some() {
                case.number(|| format!("{code} nwin"), moved, Ok(note.winsorised.len() as f64));
            }
        }
        Ok(case)
    }
}

/// The last of the checks that COINr made of an indicator: before, after winsorising, after transforming.
fn last_check(published: &Matrix, code: &str) -> usize {
    let made = |check: &usize| !published.word(code, &format!("check_SkewKurt{check}.Pass")).is_empty();
    (0..3).rev().find(made).unwrap_or(0)
}

pub(super) fn verdict(yes: bool) -> &'static str {
    if yes { "TRUE" } else { "FALSE" }
}

/// COINr's name of a transformation; it writes none for Box-Cox.
fn label(transform: Transform) -> Option<&'static str> {
    match transform {
        Transform::LogCt | Transform::LogCtPlus => Some("log_CT"),
        Transform::LogCtOrig => Some("log_CT_orig"),
        Transform::LogGii => Some("log_GII"),
        Transform::BoxCox { .. } => None,
    }
}

/// The place of an indicator among the columns of a stage.
pub(super) fn column_of(scored: &Scored, code: &str) -> Option<usize> {
    let framework = &scored.criteria.framework;
    framework.indicators().iter().position(|there| framework.nodes()[there.node()].code() == code)
}

/// What treatment did to an indicator.
pub(super) fn note<'s>(scored: &'s Scored, code: &str) -> Option<&'s Treated> {
    scored.stages().treatment[column_of(scored, code)?].as_ref()
}

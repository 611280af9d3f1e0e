//! The size and the precision of an estimate in the tidy form, and counts of n as shares.

use super::number::parse_number;
use super::reader::not_a_number;
use super::round::Answer;
use super::tidy::{Columns, EXTRA, Line};
use crate::diag::{Code, Diagnostic, Findings};
use crate::model::Absence;

/// Number of respondents, and standard error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Estimate {
    pub(super) n: Option<f64>,
    pub(super) standard_error: Option<f64>,
}

impl Line<'_> {
    /// The size and the precision that a row states.
    pub(super) fn numbers(&self, columns: &Columns, findings: &mut Findings) -> Estimate {
        let mut number = |index: usize| {
            let column = columns.extra[index]?;
            let text = self.text(column);
            if text.is_empty() {
                return None;
            }
            match parse_number(text, self.format, false) {
                Ok(value) if value >= 0.0 => Some(value),
                Ok(value) => {
                    let message = format!("`{}` cannot be {value}", EXTRA[index]);
                    let diagnostic = Diagnostic::new(Code::OutOfRange, message).at(self.place(column));
                    findings.push(diagnostic.help("write zero or a positive number"));
                    None
                }
                Err(error) => {
                    findings.push(not_a_number(text, error, self.place(column)));
                    None
                }
            }
        };
        let (n, standard_error) = (number(0), number(1));
        if let (Some(n), Some(column)) = (n, columns.extra[0]) {
            self.whole(n, "n", column, findings);
        }
        Estimate { n, standard_error }
    }

    /// Respondents are whole; a fraction was computed from something.
    fn whole(&self, value: f64, what: &str, column: usize, findings: &mut Findings) {
        if value.fract().abs() > 0.0 {
            findings.push(
                Diagnostic::new(Code::NotWhole, format!("`{what}` is {value}, and respondents are whole"))
                    .at(self.place(column))
                    .help("write the number of respondents; a weighted estimate enters as a share"),
            );
        }
    }

    /// A count as its share of n, with the standard error of a share where none is given.
    pub(super) fn share_of_n(
        &self,
        count: Answer,
        estimate: &mut Estimate,
        columns: &Columns,
        findings: &mut Findings,
    ) -> Answer {
        let Answer::Number(count) = count else { return count };
        let nothing = Answer::Absent(Absence::NotAvailable);
        let place = self.place(columns.value);
        let Some(column) = columns.extra[0] else {
            findings.push(
                Diagnostic::new(Code::ColumnMissing, "the answer counts some of n, and there is no column `n`")
                    .at(self.place(columns.indicator))
                    .help("add a column `n` with the number of respondents"),
            );
            return nothing;
        };
        self.whole(count, "value", columns.value, findings);
        let Some(n) = estimate.n.filter(|&n| n > 0.0) else {
            if estimate.n.is_some() || self.text(column).is_empty() {
                findings.push(
                    Diagnostic::new(Code::NotANumber, format!("{count} of how many?"))
                        .at(self.place(column))
                        .labelled(place, "the count is here")
                        .help("write the number of respondents, above zero"),
                );
            }
            return nothing;
        };
        if count < 0.0 {
            let help = "write zero or a positive number";
            findings.push(Diagnostic::new(Code::OutOfRange, format!("{count} counts nobody")).at(place).help(help));
            return nothing;
        }
        if count > n {
            findings.push(
                Diagnostic::new(Code::CountAboveN, format!("{count} of {n} is more than all"))
                    .at(place)
                    .labelled(self.place(column), "n is here")
                    .help("check whether the two numbers were swapped, or whether the value is a share"),
            );
            return nothing;
        }
        let share = count / n;
        estimate.standard_error = estimate.standard_error.or(Some((share * (1.0 - share) / n).sqrt()));
        Answer::Number(share)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::criteria;
    use crate::diag::{Findings, Sources};
    use crate::survey::{Answer, Round, RoundDocument, assemble};

    const CRITERIA: &str = r#"
        framework = { code = "demo", edition = "1", name = { en = "Demo" }, source = "x", licence = "x", scale = { low = 0, high = 100 } }
        group = [{ code = "top", name = { en = "Top" } }]
        indicator = [{ code = "liked", parent = "top", name = { en = "Liked" }, scale = "satisfied" }]
        scale = [{ code = "satisfied", kind = "number", counted = true }]
    "#;
    const ROUND: &str = r#"
        round = { code = "1", framework = "demo", period = "1", title = { en = "One" }, source = "x", licence = "x" }
        unit = [{ code = "A", name = { en = "A" } }, { code = "B", name = { en = "B" } }]
        table = [{ file = "answers.csv", form = "tidy" }]
    "#;

    fn round(answers: &str) -> Round {
        let (mut sources, mut findings) = (Sources::default(), Findings::default());
        let framework = sources.add("framework.toml", CRITERIA);
        let (criteria, found) = criteria::load(&[framework], &sources);
        let criteria = criteria.unwrap_or_else(|| panic!("{found:?}"));
        let (round, answers) = (sources.add("round.toml", ROUND), sources.add("answers.csv", answers));
        let document = RoundDocument::read(round, &sources, &mut findings).unwrap_or_else(|| panic!("{findings:?}"));
        let files = BTreeMap::from([("answers.csv".to_owned(), answers)]);
        let round = assemble(&document, &criteria.framework, &files, &mut sources, &mut findings);
        assert!(!findings.has_errors(), "{findings:?}");
        round.unwrap_or_else(|| panic!("{findings:?}"))
    }

    #[test]
    fn a_count_is_a_share_with_its_standard_error() {
        let round = round("unit,indicator,value,n,standard_error\nA,liked,36,100,\nB,liked,36,100,0.06\n");
        let shares: Vec<Answer> = round.answers()[0].cells.iter().map(|cell| cell.answer).collect();
        assert_eq!(shares, [Answer::Number(0.36), Answer::Number(0.36)]);
        let errors: Vec<Option<f64>> = round.annotations.iter().map(|one| one.standard_error).collect();
        // The root of 0.36 x 0.64 / 100 is 0.048; one that the survey states stands.
        assert!((errors[0].unwrap_or(0.0) - 0.048).abs() < 1e-12, "{errors:?}");
        assert_eq!(errors[1], Some(0.06));
    }
}

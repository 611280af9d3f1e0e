//! Rules of aggregation as formulas of a spreadsheet.
//!
//! A cell of the calculation is a number, the mark for no data, or the mark for what does not apply; a formula tells them
//! apart as [`crate::evaluate`] does: what does not apply leaves the denominator, what is missing is dealt with by the
//! rule, and a coverage below the minimum gives no score. Formulas use functions that every spreadsheet has, and no
//! array entry: `SUMPRODUCT` reads ranges cell by cell.

use super::rules::{AtZero, Mean, Missing, Rule};

/// A spreadsheet takes formulas of 8,192 characters.
const LONGEST: usize = 8_000;
/// Cells that one function takes.
const ARGUMENTS: usize = 250;

/// Where the parts of a group stand in the sheet, with row numbers from 1.
pub(super) struct Parts {
    /// Column of the unit.
    pub(super) unit: String,
    /// First and last row of the children.
    pub(super) rows: (usize, usize),
    /// Column and first row of their weights.
    pub(super) weights: (String, usize),
    /// The cell of the minimum coverage.
    pub(super) minimum: String,
}

/// Marks and conventions of a calculation.
pub(super) struct Marks {
    pub(super) no_data: String,
    pub(super) not_applicable: String,
    /// Lower end of the scale, which a missing child counts as under the rule `zero`.
    pub(super) low: f64,
    /// Whether coverage counts children, and not their weights.
    pub(super) by_count: bool,
}

/// The letters of a column, from 0.
pub(super) fn letters(column: usize) -> String {
    let mut name = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u32::try_from((rest - 1) % 26).unwrap_or(0);
        name.insert(0, char::from_u32('A' as u32 + digit).unwrap_or('A'));
        rest = (rest - 1) / 26;
    }
    name
}

/// A text inside a formula.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

impl Marks {
    /// The score of a group from those of its children; none where it would be longer than a spreadsheet takes.
    pub(super) fn group(&self, rule: Rule, parts: &Parts) -> Option<String> {
        let children = parts.children();
        let weights = parts.weights();
        let (none, never) = (quoted(&self.no_data), quoted(&self.not_applicable));
        let present = format!("SUMPRODUCT({weights},ISNUMBER({children})*1)");
        let applicable = format!("SUMPRODUCT({weights},({children}<>{never})*1)");
        let missing = format!("SUMPRODUCT(({children}={none})*1)");
        let coverage = if self.by_count {
            format!("COUNT({children})/SUMPRODUCT(({children}<>{never})*1)")
        } else {
            format!("{present}/{applicable}")
        };
        let below = format!("{coverage}<{}-1E-9", parts.minimum);
        let counted = if rule.missing == Missing::Zero { &applicable } else { &present };
        let value = match rule.mean {
            Mean::Arithmetic => self.arithmetic(rule.missing, parts, counted),
            Mean::Minimum if rule.missing == Missing::Zero => {
                format!("IF({missing}>0,MIN({children},{}),MIN({children}))", self.low)
            }
            Mean::Minimum => format!("MIN({children})"),
            Mean::Power { exponent, at_zero } => self.power(exponent, at_zero, rule.missing, parts, counted),
        };
        let formula = match rule.missing {
            Missing::Zero => format!("IF({applicable}=0,{never},IF({below},{none},{value}))"),
            Missing::Rescale => {
                format!("IF({present}=0,IF({applicable}=0,{never},{none}),IF({below},{none},{value}))")
            }
            Missing::Withhold => {
                format!("IF({present}=0,IF({applicable}=0,{never},{none}),IF(OR({missing}>0,{below}),{none},{value}))")
            }
        };
        (formula.chars().count() < LONGEST).then(|| format!("={formula}"))
    }

    /// The mean over the slices in which there is a score.
    pub(super) fn mean(&self, cells: &[String]) -> Option<String> {
        if cells.is_empty() || cells.len() > ARGUMENTS {
            return None;
        }
        let (none, never) = (quoted(&self.no_data), quoted(&self.not_applicable));
        let all = cells.join(",");
        let nowhere: Vec<String> = cells.iter().map(|cell| format!("{cell}={never}")).collect();
        let formula = format!("IF(COUNT({all})>0,AVERAGE({all}),IF(AND({}),{never},{none}))", nowhere.join(","));
        (formula.chars().count() < LONGEST).then(|| format!("={formula}"))
    }

    fn arithmetic(&self, missing: Missing, parts: &Parts, counted: &str) -> String {
        let (weights, children) = (parts.weights(), parts.children());
        // Texts count as zero, so only a scale that does not begin there needs a word for what is missing.
        if missing == Missing::Zero && self.low.abs() > 0.0 {
            let none = quoted(&self.no_data);
            let lost = format!("{}*SUMPRODUCT({weights},({children}={none})*1)", self.low);
            return format!("(SUMPRODUCT({weights},{children})+{lost})/{counted}");
        }
        format!("SUMPRODUCT({weights},{children})/{counted}")
    }

    /// A power mean child by child, since logarithms of texts fail in a range.
    fn power(&self, exponent: f64, at_zero: AtZero, missing: Missing, parts: &Parts, counted: &str) -> String {
        let (none, never) = (quoted(&self.no_data), quoted(&self.not_applicable));
        let (column, first) = &parts.weights;
        let cells = (parts.rows.0..=parts.rows.1)
            .enumerate()
            .map(|(at, row)| (format!("${column}${}", first + at), format!("{}{row}", parts.unit)));
        let mut sum = Vec::new();
        let mut zeros = Vec::new();
        for (weight, cell) in cells {
            let (counts, score) = if missing == Missing::Zero {
                (format!("{cell}<>{never}"), format!("IF({cell}={none},{},{cell})", self.low))
            } else {
                (format!("ISNUMBER({cell})"), cell)
            };
            let score = if let AtZero::Floor(floor) = at_zero { format!("MAX({score},{floor})") } else { score };
            let counts = format!("AND({counts},{weight}>0)");
            let term = if exponent.abs() > 0.0 { format!("{score}^{exponent}") } else { format!("LN({score})") };
            sum.push(format!("IF({counts},{weight}*{term},0)"));
            zeros.push(format!("IF({counts},IF({score}<=0,1,0),0)"));
        }
        let mean = format!("({})/{counted}", sum.join("+"));
        let mean = if exponent.abs() > 0.0 { format!("({mean})^(1/{exponent})") } else { format!("EXP({mean})") };
        if exponent > 0.0 {
            return mean;
        }
        let at_zero = if at_zero == AtZero::Zero { "0" } else { &none };
        format!("IF({}>0,{at_zero},{mean})", zeros.join("+"))
    }
}

impl Parts {
    fn children(&self) -> String {
        format!("{0}{1}:{0}{2}", self.unit, self.rows.0, self.rows.1)
    }

    fn weights(&self) -> String {
        let (column, first) = &self.weights;
        format!("${column}${first}:${column}${}", first + self.rows.1 - self.rows.0)
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_letters() {
        let names = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}

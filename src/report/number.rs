//! The only place that rounds.
//!
//! **Rule.** A number is printed with a fixed count of decimals, half rounded away from zero. Before that it is taken to
//! twelve significant digits, so that the last bits of a sum (72.449999999999989 for 72.45) do not decide a printed
//! digit. Nothing that is printed is ever computed with again: ranks, bands and rules were settled on unrounded numbers.
//!
//! Twelve digits are far below any measurement and far above the noise of adding a thousand doubles.

/// The digits in which numbers are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Digits {
    /// 0123456789 with `.` and `%`.
    #[default]
    Latin,
    /// ٠١٢٣٤٥٦٧٨٩ with `٫` and `٪`.
    ArabicIndic,
}

/// Significant digits kept before rounding.
const SIGNIFICANT: usize = 12;
/// Left-to-right isolate and its end: keeps `42-45` and `−1.5` in order inside right-to-left text.
const ISOLATE: [char; 2] = ['\u{2066}', '\u{2069}'];

/// How numbers are printed in one language and framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// Digits.
    pub digits: Digits,
    /// Decimals of a score.
    pub decimals: usize,
    /// Whether the surrounding text runs right to left.
    pub right_to_left: bool,
}

impl Numbers {
    /// The same with another count of decimals.
    #[must_use]
    pub fn with_decimals(self, decimals: usize) -> Self {
        Numbers { decimals, ..self }
    }

    /// A score or a difference of scores, without a plus sign.
    #[must_use]
    pub fn score(&self, value: f64) -> String {
        self.dress(&rounded(value, self.decimals))
    }

    /// A difference with its sign; one that prints as zero has none.
    #[must_use]
    pub fn signed(&self, value: f64) -> String {
        let plain = rounded(value, self.decimals);
        let positive = value > 0.0 && plain.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
        self.dress(&if positive { format!("+{plain}") } else { plain })
    }

    /// A span of scores.
    #[must_use]
    pub fn span(&self, low: f64, high: f64) -> String {
        self.dress(&format!("{}–{}", rounded(low, self.decimals), rounded(high, self.decimals)))
    }

    /// Whether two scores print alike.
    #[must_use]
    pub fn alike(&self, one: f64, other: f64) -> bool {
        rounded(one, self.decimals) == rounded(other, self.decimals)
    }

    /// A share as whole per cent. A share that is not quite nothing or everything never prints as 0% or 100%.
    #[must_use]
    pub fn percent(&self, share: f64) -> String {
        let plain = rounded(share * 100.0, 0);
        self.dress(&match plain.as_str() {
            "0" if share > 0.0 => "<1%".to_owned(),
            "100" if share < 1.0 => ">99%".to_owned(),
            _ => format!("{plain}%"),
        })
    }

    /// A stated figure with the digits with which it was printed, in groups of three.
    #[must_use]
    pub fn stated(&self, value: f64, decimals: usize) -> String {
        self.dress(&grouped(&rounded(value, decimals)))
    }

    /// A stated share, given in per cent.
    #[must_use]
    pub fn stated_percent(&self, value: f64, decimals: usize) -> String {
        self.dress(&format!("{}%", rounded(value, decimals)))
    }

    /// A count.
    #[must_use]
    pub fn count(&self, count: usize) -> String {
        self.dress(&count.to_string())
    }

    /// A number of the method, with the digits that it was written with.
    #[must_use]
    pub fn literal(&self, text: &str) -> String {
        self.dress(&text.replace("..", "–"))
    }

    /// From one date to another, as they are written, in that order in every direction.
    #[must_use]
    pub fn dates(&self, first: &str, last: &str) -> String {
        let span = format!("{first} – {last}");
        if self.right_to_left { format!("{}{span}{}", ISOLATE[0], ISOLATE[1]) } else { span }
    }

    /// Digits and signs of the language, isolated where their order could be lost.
    fn dress(&self, plain: &str) -> String {
        let dressed: String = plain
            .chars()
            .map(|ch| match (ch, self.digits) {
                ('-', _) => '−',
                ('.', Digits::ArabicIndic) => '٫',
                ('%', Digits::ArabicIndic) => '٪',
                (',', Digits::ArabicIndic) => '٬',
                ('0'..='9', Digits::ArabicIndic) => char::from_u32('٠' as u32 + (ch as u32 - '0' as u32)).unwrap_or(ch),
                _ => ch,
            })
            .collect();
        let simple = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if self.right_to_left && !simple { format!("{}{dressed}{}", ISOLATE[0], ISOLATE[1]) } else { dressed }
    }
}

/// The rounding rule of this file, with `-` and `.`; a number that is not finite prints as nothing.
fn rounded(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let scientific = format!("{:.*e}", SIGNIFICANT - 1, value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: u128 = mantissa.replace('.', "").parse().unwrap_or(0);
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let shift = exponent - (SIGNIFICANT as i32 - 1) + decimals as i32;
    let units = match shift {
        // Beyond 10^25 no score is meant; the library's own rounding will do.
        26.. => return format!("{value:.decimals$}"),
        0.. => digits * 10_u128.pow(shift.unsigned_abs()),
        -13.. => {
            let step = 10_u128.pow(shift.unsigned_abs());
            (digits + step / 2) / step
        }
        _ => 0,
    };
    let plain = format!("{units:0width$}", width = decimals + 1);
    let (whole, rest) = plain.split_at(plain.len() - decimals);
    let sign = if value < 0.0 && units > 0 { "-" } else { "" };
    if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A number with its whole part in groups of three digits.
fn grouped(plain: &str) -> String {
    let (whole, rest) = plain.find('.').map_or((plain, ""), |point| plain.split_at(point));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut text = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// A place in a drawing, in tenths of a user unit.
pub(super) fn coordinate(value: f64) -> String {
    let text = rounded(value, 1);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Digits, Numbers, rounded};

    fn numbers(digits: Digits, right_to_left: bool) -> Numbers {
        Numbers { digits, decimals: 1, right_to_left }
    }

    #[test]
    fn halves_go_away_from_zero() {
        let cases = [
            (0.05, 1, "0.1"),
            (2.5, 0, "3"),
            (-2.5, 0, "-3"),
            (1.005, 2, "1.01"),
            (72.449_999_999_999_99, 1, "72.5"),
            (72.4499, 1, "72.4"),
            (99.95, 1, "100.0"),
            (-0.04, 1, "0.0"),
            (0.0, 3, "0.000"),
            (1e-300, 2, "0.00"),
            (123_456_789.0, 1, "123456789.0"),
            (f64::NAN, 1, ""),
        ];
        for (value, decimals, printed) in cases {
            assert_eq!(rounded(value, decimals), printed, "{value} with {decimals}");
        }
    }

    #[test]
    fn a_share_prints_as_whole_only_when_it_is() {
        let latin = numbers(Digits::Latin, false);
        let printed = [0.0, 0.001, 0.5, 0.999, 1.0].map(|share| latin.percent(share));
        assert_eq!(printed, ["0%", "<1%", "50%", ">99%", "100%"]);
    }

    #[test]
    fn signs_and_spans_are_isolated_in_right_to_left_text() {
        let arabic = numbers(Digits::ArabicIndic, true);
        assert_eq!(arabic.score(72.45), "٧٢٫٥");
        assert_eq!(arabic.span(1.0, 2.0), "\u{2066}١٫٠–٢٫٠\u{2069}");
        assert_eq!(numbers(Digits::Latin, true).signed(-1.5), "\u{2066}−1.5\u{2069}");
        assert_eq!(numbers(Digits::Latin, false).signed(1.5), "+1.5");
        assert_eq!(numbers(Digits::Latin, false).signed(0.01), "0.0");
    }

    #[test]
    fn stated_figures_stand_in_groups() {
        let latin = numbers(Digits::Latin, false);
        let printed = [217.0, 2000.0, 78e6, 0.0].map(|value| latin.stated(value, 0));
        assert_eq!(printed, ["217", "2,000", "78,000,000", "0"]);
        assert_eq!(latin.stated(-1234.5, 1), "−1,234.5");
        assert_eq!(numbers(Digits::ArabicIndic, true).stated(2000.0, 0), "\u{2066}٢٬٠٠٠\u{2069}");
        assert_eq!(latin.stated_percent(100.0, 0), "100%");
    }
}

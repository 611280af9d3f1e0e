//! Numbers as people write them.

use super::spelling::digit;

/// How the numbers of a table are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    /// What stands between the whole part and the decimals; the Arabic decimal separator always does.
    pub decimal: Decimal,
    /// What stands between thousands, beside spaces and the Arabic thousands separator.
    pub thousands: Option<char>,
}

impl NumberFormat {
    /// A decimal point and no thousands sign.
    pub const POINT: NumberFormat = NumberFormat { decimal: Decimal::Point, thousands: None };
}

/// What stands between the whole part and the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// A point.
    Point,
    /// A comma.
    Comma,
}

/// Why a text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Not digits at all.
    NotDigits,
    /// A comma where a point is the decimal sign: a decimal comma or a thousands sign, and nobody can tell which.
    Comma,
    /// A point where a comma is the decimal sign.
    Point,
    /// A per cent sign where the scale is not per cent.
    Percent,
    /// Thousands signs that do not stand between groups of three digits.
    Grouping,
}

/// Reads a number: ASCII, Arabic-Indic or extended Arabic-Indic digits, `-` or the minus sign, exponent, spaces as
/// thousands signs, a per cent sign when `percent` (45 and "45 %" are then 0.45).
///
/// # Errors
///
/// Says what is not understood. A sign that could be read in two ways is never guessed.
pub fn parse_number(text: &str, format: NumberFormat, percent: bool) -> Result<f64, NumberError> {
    let mut plain = plain(text, format)?;
    let signed = plain.ends_with('%');
    if signed && !percent {
        return Err(NumberError::Percent);
    }
    if signed {
        plain.pop();
    }
    let shaped = plain.chars().all(|ch| ch.is_ascii_digit() || matches!(ch, '.' | '-' | '+' | 'e' | 'E'));
    let value: f64 = plain.parse().map_err(|_| NumberError::NotDigits)?;
    if !shaped || !value.is_finite() {
        return Err(NumberError::NotDigits);
    }
    Ok(if percent { value / 100.0 } else { value })
}

/// How many digits after the decimal sign a number was printed with; 72.50 has two.
///
/// A number with an exponent has none that can be counted.
#[must_use]
pub fn printed_decimals(text: &str, format: NumberFormat) -> Option<u32> {
    let plain = plain(text, format).ok()?;
    let plain = plain.trim_end_matches('%');
    if plain.contains(['e', 'E']) {
        return None;
    }
    u32::try_from(plain.split_once('.').map_or(0, |(_, decimals)| decimals.len())).ok()
}

/// The text in ASCII, with a point as decimal sign and without thousands signs.
fn plain(text: &str, format: NumberFormat) -> Result<String, NumberError> {
    let mut plain = String::with_capacity(text.len());
    let mut grouped = false;
    for ch in text.trim().chars() {
        match ch {
            _ if digit(ch).is_some() => plain.extend(digit(ch)),
            _ if Some(ch) == format.thousands => {
                grouped = true;
                plain.push(GROUP);
            }
            '\u{066b}' => plain.push('.'),
            '\u{066a}' => plain.push('%'),
            '\u{2212}' | '\u{2013}' => plain.push('-'),
            '\u{066c}' | ' ' | '\u{00a0}' | '\u{202f}' | '\u{2009}' | '\u{200e}' | '\u{200f}' | '\u{061c}' => {}
            ',' if format.decimal == Decimal::Comma => plain.push('.'),
            ',' => return Err(NumberError::Comma),
            '.' if format.decimal == Decimal::Comma => return Err(NumberError::Point),
            _ => plain.push(ch),
        }
    }
    if grouped { ungrouped(&plain) } else { Ok(plain) }
}

/// Stands for a thousands sign until the groups are checked.
const GROUP: char = '\u{1f}';

/// Removes thousands signs that stand between groups of three digits; others are a decimal sign that somebody mistook.
fn ungrouped(plain: &str) -> Result<String, NumberError> {
    let whole = plain.split(['.', '%', 'e', 'E']).next().unwrap_or("");
    let mut groups = whole.trim_start_matches(['-', '+']).split(GROUP);
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    let rest = groups.all(|group| group.len() == 3);
    let stray = plain[whole.len()..].contains(GROUP);
    if first && rest && !stray { Ok(plain.replace(GROUP, "")) } else { Err(NumberError::Grouping) }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, NumberError, NumberFormat, parse_number, printed_decimals};

    const POINT: NumberFormat = NumberFormat::POINT;
    const COMMA: NumberFormat = NumberFormat { decimal: Decimal::Comma, thousands: Some('.') };
    const GROUPED: NumberFormat = NumberFormat { decimal: Decimal::Point, thousands: Some(',') };

    #[test]
    fn numbers_are_read_as_they_are_written() {
        assert_eq!(parse_number(" ٧٢٫٥ ", POINT, false), Ok(72.5));
        assert_eq!(parse_number("\u{2212}1.5e-3", POINT, false), Ok(-0.0015));
        assert_eq!(parse_number("45 %", POINT, true), Ok(0.45));
        assert_eq!(parse_number("1 234 567", POINT, false), Ok(1_234_567.0));
        assert_eq!(parse_number("1.234,5", COMMA, false), Ok(1234.5));
        assert_eq!(parse_number("-12,345.60", GROUPED, false), Ok(-12_345.6));
        assert_eq!(printed_decimals("72.50", POINT), Some(2));
    }

    #[test]
    fn a_sign_that_could_mean_two_things_is_refused() {
        assert_eq!(parse_number("1,5", POINT, false), Err(NumberError::Comma));
        assert_eq!(parse_number("1,5", GROUPED, false), Err(NumberError::Grouping));
        assert_eq!(parse_number("1234,567.8", GROUPED, false), Err(NumberError::Grouping));
        assert_eq!(parse_number("45%", POINT, false), Err(NumberError::Percent));
        for text in ["", "NaN", "inf", "yes", "1.2.3", "0x10", "1_000"] {
            assert_eq!(parse_number(text, POINT, false), Err(NumberError::NotDigits), "{text}");
        }
    }
}

//! Numbers as people write them.

use super::spelling::digit;

/// What stands between the whole part and the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// A point; also the Arabic decimal separator.
    Point,
    /// A comma; also the Arabic decimal separator.
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
}

/// Reads a number: ASCII, Arabic-Indic or extended Arabic-Indic digits, `-` or the minus sign, exponent, spaces as
/// thousands signs, a per cent sign when `percent` (45 and "45 %" are then 0.45).
///
/// # Errors
///
/// Says what is not understood. A sign that could be read in two ways is never guessed.
pub fn parse_number(text: &str, decimal: Decimal, percent: bool) -> Result<f64, NumberError> {
    let mut plain = plain(text, decimal)?;
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
pub fn printed_decimals(text: &str, decimal: Decimal) -> Option<u32> {
    let plain = plain(text, decimal).ok()?;
    let plain = plain.trim_end_matches('%');
    if plain.contains(['e', 'E']) {
        return None;
    }
    u32::try_from(plain.split_once('.').map_or(0, |(_, decimals)| decimals.len())).ok()
}

/// The text in ASCII, with a point as decimal sign and without thousands signs.
fn plain(text: &str, decimal: Decimal) -> Result<String, NumberError> {
    let mut plain = String::with_capacity(text.len());
    for ch in text.trim().chars() {
        match ch {
            _ if digit(ch).is_some() => plain.extend(digit(ch)),
            '\u{066b}' => plain.push('.'),
            '\u{066a}' => plain.push('%'),
            '\u{2212}' | '\u{2013}' => plain.push('-'),
            '\u{066c}' | ' ' | '\u{00a0}' | '\u{202f}' | '\u{2009}' | '\u{200e}' | '\u{200f}' | '\u{061c}' => {}
            ',' if decimal == Decimal::Comma => plain.push('.'),
            ',' => return Err(NumberError::Comma),
            '.' if decimal == Decimal::Comma => return Err(NumberError::Point),
            _ => plain.push(ch),
        }
    }
    Ok(plain)
}

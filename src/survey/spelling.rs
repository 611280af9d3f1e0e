//! When two spellings are the same word.

/// The form in which spellings are compared: trimmed, inner white space as one space, lower case, Arabic-Indic digits
/// as digits, without the marks that only steer the direction of text.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for ch in text.chars() {
        if ch.is_whitespace() {
            gap = !folded.is_empty();
        } else if !matches!(ch, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        {
            if gap {
                folded.push(' ');
                gap = false;
            }
            match digit(ch) {
                Some(digit) => folded.push(digit),
                None => folded.extend(ch.to_lowercase()),
            }
        }
    }
    folded
}

/// The ASCII digit for an Arabic-Indic or extended Arabic-Indic one.
pub(crate) fn digit(ch: char) -> Option<char> {
    let value = match ch {
        '\u{0660}'..='\u{0669}' => ch as u32 - 0x0660,
        '\u{06f0}'..='\u{06f9}' => ch as u32 - 0x06f0,
        _ => return None,
    };
    char::from_digit(value, 10)
}

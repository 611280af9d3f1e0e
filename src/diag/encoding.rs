//! From the bytes of a file to text.

/// Why bytes are not text that nudj reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// What the bytes seem to be.
    pub message: String,
    /// The text up to the first byte that is not UTF-8, so that the place can be shown.
    pub readable: String,
}

/// Decodes UTF-8 with or without byte order mark.
///
/// # Errors
///
/// Anything else: UTF-16 (recognised by its byte order mark or its zero bytes), a workbook or other archive, or a
/// single-byte code page, with the readable part.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let other = if utf16 {
        "the file is UTF-16, not UTF-8"
    } else if bytes.starts_with(b"PK\x03\x04") {
        "the file is a workbook or another archive, not a text"
    } else if bytes.contains(&0) {
        "the file has zero bytes: it is UTF-16 without a byte order mark, or not a text"
    } else {
        ""
    };
    if !other.is_empty() {
        return Err(NotText { message: other.to_owned(), readable: String::new() });
    }
    let body = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) { bytes[3..].to_vec() } else { bytes };
    String::from_utf8(body).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[at];
        let readable = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
        NotText { message: format!("byte {} (0x{byte:02x}) is not UTF-8", at + 1), readable }
    })
}

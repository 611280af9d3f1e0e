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
/// Anything else: UTF-16 (recognised by its byte order mark) or a single-byte code page, with the readable part.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if utf16 {
        return Err(NotText { message: "the file is UTF-16, not UTF-8".to_owned(), readable: String::new() });
    }
    let body = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) { bytes[3..].to_vec() } else { bytes };
    String::from_utf8(body).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[at];
        let readable = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
        NotText { message: format!("byte {} (0x{byte:02x}) is not UTF-8", at + 1), readable }
    })
}

//! The fonts of documents: those of `reports/fonts/`, built in.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Two faces with Latin, Greek and Cyrillic letters, and two with Arabic ones of the same design.
const FILES: [&[u8]; 4] = [
    include_bytes!("../../../reports/fonts/IBMPlexSans-Regular.ttf"),
    include_bytes!("../../../reports/fonts/IBMPlexSans-Bold.ttf"),
    include_bytes!("../../../reports/fonts/IBMPlexSansArabic-Regular.ttf"),
    include_bytes!("../../../reports/fonts/IBMPlexSansArabic-Bold.ttf"),
];

/// Fonts with the book in which typst looks them up.
#[derive(Debug)]
pub(super) struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    pub(super) faces: Vec<Font>,
}

/// Read once in a process, because they never change.
pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let faces: Vec<Font> = FILES.into_iter().filter_map(|file| Font::new(Bytes::new(file), 0)).collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&faces)), faces }
});

//! The type faces that a page can embed, so that it looks alike on every machine and needs no network.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A face with its two weights, as WOFF2.
#[derive(Debug)]
pub(super) struct Face {
    name: &'static str,
    regular: &'static [u8],
    bold: &'static [u8],
}

static FACES: [Face; 2] = [
    Face {
        name: "ReportSans",
        regular: include_bytes!("../../reports/fonts/ReportSans-Regular.woff2"),
        bold: include_bytes!("../../reports/fonts/ReportSans-Bold.woff2"),
    },
    Face {
        name: "ReportSansArabic",
        regular: include_bytes!("../../reports/fonts/ReportSansArabic-Regular.woff2"),
        bold: include_bytes!("../../reports/fonts/ReportSansArabic-Bold.woff2"),
    },
];

impl Face {
    /// The names that a words file can give.
    pub(super) const NAMES: [&'static str; 2] = ["ReportSans", "ReportSansArabic"];

    /// The face of this name.
    pub(super) fn named(name: &str) -> Option<&'static Face> {
        FACES.iter().find(|face| face.name == name)
    }

    /// The rules of a style sheet that make the face known as `report`.
    pub(super) fn rules(&self) -> String {
        let rule = |weight: u32, bytes: &[u8]| {
            let data = STANDARD.encode(bytes);
            format!(
                "@font-face {{ font-family: \"report\"; font-weight: {weight}; \
                 src: url(data:font/woff2;base64,{data}) format(\"woff2\"); }}\n"
            )
        };
        rule(400, self.regular) + &rule(700, self.bold)
    }
}

#[cfg(test)]
mod tests {
    use super::{FACES, Face};

    #[test]
    fn every_name_is_a_face_in_web_format() {
        for name in Face::NAMES {
            assert!(Face::named(name).is_some(), "{name}");
        }
        assert!(FACES.iter().all(|face| face.regular.starts_with(b"wOF2") && face.bold.starts_with(b"wOF2")));
    }
}

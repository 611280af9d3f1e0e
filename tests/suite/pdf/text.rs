//! The text of a document, as the PDF standard says to read it.
//!
//! Marked content is taken in its order, which in our documents is that of reading; decoration, running heads and numbers
//! of pages are left out. A glyph stands for what the font's `ToUnicode` says, a span with `ActualText` for that text, and
//! what is drawn as `ReversedChars` is read from its end. Only what our own documents hold is understood.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

/// What one glyph stands for.
type Glyphs = BTreeMap<u16, String>;

/// A run of glyphs on one line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    /// In the order of reading.
    pub(crate) text: String,
    /// In the order on paper, from left to right.
    pub(crate) seen: String,
}

/// The runs of all pages in the order of reading.
pub(crate) fn items(pdf: &[u8]) -> Vec<Item> {
    let objects = objects(pdf);
    let mut found = Vec::new();
    for page in objects.values().filter(|object| object.head.contains("/Type/Page/")) {
        let fonts = fonts(&objects, page);
        let content = &objects[&reference(&page.head, "/Contents ").expect("a page has content")];
        found.extend(Reader::default().read(&content.data, &fonts));
    }
    found
}

/// The text without spaces and signs of direction, which lines and columns change.
pub(crate) fn squeezed(text: &str) -> String {
    let unseen = |ch: char| {
        ch.is_whitespace() || matches!(ch, '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
    };
    text.chars().filter(|&ch| !unseen(ch)).collect()
}

struct Object {
    head: String,
    data: Vec<u8>,
}

/// All objects by their number; streams are unpacked.
fn objects(pdf: &[u8]) -> BTreeMap<u32, Object> {
    let mut found = BTreeMap::new();
    let mut rest = pdf;
    while let Some(at) = position(rest, b" 0 obj") {
        let number = String::from_utf8_lossy(&rest[..at]);
        let number = number.rsplit(|ch: char| !ch.is_ascii_digit()).next().and_then(|digits| digits.parse().ok());
        let body = &rest[at + 6..];
        let end = position(body, b"endobj").expect("an object has an end");
        let (head, mut data) = match position(&body[..end], b"stream\n") {
            Some(start) => (&body[..start], body[start + 7..end].to_vec()),
            None => (&body[..end], Vec::new()),
        };
        let head = String::from_utf8_lossy(head).into_owned();
        if head.contains("/FlateDecode") {
            let mut unpacked = Vec::new();
            // What stands after the packed data is no part of it.
            let _ = ZlibDecoder::new(data.as_slice()).read_to_end(&mut unpacked);
            data = unpacked;
        }
        if let Some(number) = number {
            found.insert(number, Object { head, data });
        }
        rest = &body[end + 6..];
    }
    found
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

fn reference(head: &str, key: &str) -> Option<u32> {
    head.split_once(key)?.1.split(' ').next()?.parse().ok()
}

/// Glyphs of the fonts of a page, by the name that the page gives them.
fn fonts(objects: &BTreeMap<u32, Object>, page: &Object) -> BTreeMap<String, Glyphs> {
    let resources = &objects[&reference(&page.head, "/Resources ").expect("a page has resources")].head;
    let Some((_, named)) = resources.split_once("/Font<<") else { return BTreeMap::new() };
    let named = named.split(">>").next().unwrap_or_default();
    let fonts = named.split('/').skip(1).filter_map(|entry| {
        let (name, font) = entry.split_once(' ')?;
        let font = objects.get(&font.split(' ').next()?.parse().ok()?)?;
        let map = objects.get(&reference(&font.head, "/ToUnicode ")?)?;
        Some((name.to_owned(), glyphs(&String::from_utf8_lossy(&map.data))))
    });
    fonts.collect()
}

/// Reads a `ToUnicode` map that names each glyph.
fn glyphs(map: &str) -> Glyphs {
    let pair = |line: &str| {
        let (glyph, text) = line.strip_prefix('<')?.split_once("> <")?;
        Some((u16::from_str_radix(glyph, 16).ok()?, utf16(text.strip_suffix('>')?)))
    };
    map.lines().filter_map(pair).filter(|(glyph, _)| *glyph != 0 || !map.contains("<0000> <FFFF>")).collect()
}

fn utf16(hex: &str) -> String {
    let units: Vec<u16> =
        (0..hex.len() / 4).filter_map(|at| u16::from_str_radix(&hex[at * 4..at * 4 + 4], 16).ok()).collect();
    String::from_utf16_lossy(&units)
}

/// What is open while a page is read.
#[derive(Default)]
struct Reader {
    /// Open marked content, each with its text where that is given.
    open: Vec<(Mark, Option<String>)>,
    font: String,
    item: Vec<(String, bool)>,
    items: Vec<Item>,
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Artifact,
    Reversed,
    Other,
}

impl Reader {
    fn read(mut self, content: &[u8], fonts: &BTreeMap<String, Glyphs>) -> Vec<Item> {
        let mut at = 0;
        let mut operands: Vec<u8> = Vec::new();
        while at < content.len() {
            let rest = &content[at..];
            if rest[0] == b'(' {
                let end = string_end(rest);
                operands.extend(&rest[..end]);
                at += end;
            } else if let Some(operator) = OPERATORS.iter().find(|operator| is_operator(content, at, operator)) {
                self.operate(operator, &operands, fonts);
                operands.clear();
                at += operator.len();
            } else {
                operands.push(rest[0]);
                at += 1;
            }
        }
        self.items
    }

    fn operate(&mut self, operator: &str, operands: &[u8], fonts: &BTreeMap<String, Glyphs>) {
        let words = String::from_utf8_lossy(operands);
        match operator {
            "BMC" | "BDC" => {
                let tail = words.rfind("/Artifact").or(words.rfind("/ReversedChars")).or(words.rfind("/Span"));
                let tag = tail.map_or("", |at| &words[at..]);
                let mark = match tag {
                    _ if tag.starts_with("/Artifact") => Mark::Artifact,
                    _ if tag.starts_with("/ReversedChars") => Mark::Reversed,
                    _ => Mark::Other,
                };
                let actual = words.split_once("/ActualText<FEFF").and_then(|(_, hex)| hex.split('>').next()).map(utf16);
                if let Some(actual) = &actual {
                    self.item.push((actual.clone(), false));
                }
                self.open.push((mark, actual));
            }
            "EMC" => {
                self.open.pop();
            }
            "Tf" => {
                self.font =
                    words.rsplit_once('/').map_or("", |(_, name)| name).split(' ').next().unwrap_or("").to_owned();
            }
            "TJ" | "Tj" => {
                let has = |mark: Mark| self.open.iter().any(|(open, _)| *open == mark);
                let (hidden, reversed) = (has(Mark::Artifact), has(Mark::Reversed));
                if self.open.iter().any(|(_, actual)| actual.is_some()) {
                    self.item.iter_mut().rev().take(1).for_each(|(_, right)| *right = reversed);
                } else if let Some(glyphs) = fonts.get(&self.font).filter(|_| !hidden) {
                    let codes = strings(operands);
                    let texts =
                        codes.chunks(2).map(|code| u16::from(code[0]) << 8 | u16::from(*code.get(1).unwrap_or(&0)));
                    self.item.extend(texts.map(|code| (glyphs.get(&code).cloned().unwrap_or_default(), reversed)));
                }
            }
            "ET" => self.end(),
            _ => {}
        }
    }

    /// Ends a run.
    fn end(&mut self) {
        let glyphs = std::mem::take(&mut self.item);
        if glyphs.is_empty() || self.open.iter().any(|(mark, _)| *mark == Mark::Artifact) {
            return;
        }
        let seen: String = glyphs.iter().map(|(text, _)| text.as_str()).collect();
        let backwards = glyphs.iter().any(|(_, reversed)| *reversed);
        let text = if backwards { glyphs.iter().rev().map(|(text, _)| text.as_str()).collect() } else { seen.clone() };
        self.items.push(Item { text, seen });
    }
}

const OPERATORS: [&str; 7] = ["BMC", "BDC", "EMC", "TJ", "Tj", "Tf", "ET"];

/// Whether an operator stands here for itself.
fn is_operator(content: &[u8], at: usize, operator: &str) -> bool {
    let free = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    content[at..].starts_with(operator.as_bytes())
        && free(content.get(at + operator.len()))
        && free(at.checked_sub(1).and_then(|before| content.get(before)))
}

/// Length of a string with its brackets.
fn string_end(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' if depth == 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

/// The bytes of all strings among operands.
fn strings(operands: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut at = 0;
    while at < operands.len() {
        if operands[at] == b'<' {
            let hex = operands[at + 1..].split(|&byte| byte == b'>').next().unwrap_or_default();
            let digits = String::from_utf8_lossy(hex);
            let pairs = (0..digits.len() / 2).filter_map(|pair| digits.get(pair * 2..pair * 2 + 2));
            bytes.extend(pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()));
            at += hex.len();
        }
        if operands[at] != b'(' {
            at += 1;
            continue;
        }
        let end = at + string_end(&operands[at..]);
        let inside = &operands[at + 1..end - 1];
        let mut from = 0;
        while from < inside.len() {
            let (byte, length) = character(&inside[from..]);
            bytes.push(byte);
            from += length;
        }
        at = end;
    }
    bytes
}

/// A byte of a string and how many bytes it is written with.
fn character(inside: &[u8]) -> (u8, usize) {
    if inside[0] != b'\\' {
        return (inside[0], 1);
    }
    let digits = inside[1..].iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
    match inside.get(1) {
        Some(_) if digits > 0 => {
            let value = inside[1..=digits].iter().fold(0_u32, |value, byte| value * 8 + u32::from(byte - b'0'));
            (u8::try_from(value).unwrap_or(0), 1 + digits)
        }
        Some(b'n') => (b'\n', 2),
        Some(b'r') => (b'\r', 2),
        Some(b't') => (b'\t', 2),
        Some(b'b') => (8, 2),
        Some(b'f') => (12, 2),
        Some(&other) => (other, 2),
        None => (b'\\', 1),
    }
}

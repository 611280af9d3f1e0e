//! Documents as somebody opens them: the same bytes every time, with tags, title and language, and with the text of the
//! pages in the order of reading.

mod text;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use nudj::frozen::Frozen;
use nudj::report::{Analyses, Artefact, Run, Theme, Wanted, report_as};
use tempfile::TempDir;

use crate::binary::{command, contents, expect};
use crate::support::root;
use text::{items, squeezed};

/// A round whose units have everything that a document shows, in two languages.
const ROUND: &str = "surveys/illustrative/2024";
const UNIT: &str = "XTE";

fn report(arguments: &[&str], out: &Path) -> std::process::Output {
    let (round, out) = (root().join(ROUND).display().to_string(), out.display().to_string());
    let fixed = ["report", &round, "--unit", UNIT, "--out", &out];
    command(&[&fixed, arguments].concat()).output().expect("it starts")
}

/// The documents of a report of one unit.
fn documents(arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let folder = TempDir::new().expect("a temporary folder");
    expect(&report(arguments, &folder.path().join("out")), 0, "documents");
    contents(&folder.path().join("out"))
}

fn frozen() -> Frozen {
    let folder = TempDir::new().expect("a temporary folder");
    expect(&report(&["--format", "csv", "--lang", "en"], &folder.path().join("out")), 0, "tables");
    let bytes = fs::read(folder.path().join("out/scores.json")).expect("the result is beside the report");
    serde_json::from_slice(&bytes).expect("it is a frozen result")
}

#[test]
fn documents_are_the_same_on_one_thread_and_on_two() {
    let one = documents(&["--format", "pdf", "--threads", "1"]);
    let two = documents(&["--format", "pdf", "--threads", "2"]);
    let again = documents(&["--format", "pdf", "--threads", "2"]);
    let names: Vec<&str> = one.keys().map(String::as_str).filter(|name| name.ends_with(".pdf")).collect();
    let of_each = ["XTE-evidence", "XTE-factsheet", "XTE", "index", "indicators", "robustness"];
    let expected: Vec<String> =
        ["ar", "en"].iter().flat_map(|language| of_each.map(|name| format!("{language}/{name}.pdf"))).collect();
    assert_eq!(names, expected);
    for name in names {
        assert!(one[name] == two[name] && two[name] == again[name], "{name} differs");
    }
}

#[test]
fn a_document_says_what_it_is() {
    let files = documents(&["--format", "pdf", "--lang", "ar,en"]);
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".pdf")) {
        let raw = String::from_utf8_lossy(bytes);
        let (lang, direction) = if name.starts_with("ar") { ("/Lang(ar)", "R2L") } else { ("/Lang(en)", "L2R") };
        for part in [
            lang,
            "/MarkInfo<</Marked true",
            "/StructTreeRoot",
            "/Outlines",
            "/DisplayDocTitle true",
            &format!("/Direction/{direction}"),
            "/Scope/Row",
            "/Alt(",
            // The typesetter itself found every rule of PDF/UA-1 kept that it can judge.
            "pdfuaid:part",
            // The date of the data, never that of the clock.
            "/CreationDate(D:20241231",
        ] {
            // Two kinds of document have no picture.
            if part == "/Alt(" && (name.contains("evidence") || name.contains("indicators")) {
                continue;
            }
            // Text that is not plain is written in hexadecimal digits.
            let hexadecimal = part == "/Alt(" && raw.contains("/Alt<FEFF");
            assert!(raw.contains(part) || hexadecimal, "{name} has no {part}");
        }
        assert!(!raw.contains("/Title()"), "{name}");
        if name.contains("factsheet") {
            assert!(raw.contains("/Type/Pages/Count 2/"), "{name} is not two pages");
        }
    }
}

/// The texts of a page, without what a page alone has: links, pictures, what only reading software hears.
fn texts(html: &str) -> Vec<String> {
    let main = html
        .split_once("<main")
        .expect("a page")
        .1
        .split_once('>')
        .expect("a tag ends")
        .1
        .split_once("</main>")
        .expect("a page")
        .0;
    let mut kept = String::new();
    let mut rest = main;
    'next: while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        for (start, end) in
            [("<svg", "</svg>"), ("<nav", "</nav>"), ("<span class=\"hidden\"", "</span>"), ("<style", "</style>")]
        {
            if rest[at..].starts_with(start) {
                let after = rest[at..].find(end).expect("it ends") + at + end.len();
                kept.push('\u{0}');
                rest = &rest[after..];
                continue 'next;
            }
        }
        let after = rest[at..].find('>').expect("a tag ends") + at + 1;
        kept.push('\u{0}');
        rest = &rest[after..];
    }
    let plain = |text: &str| {
        text.replace("&#x27;", "'")
            .replace("&#x2f;", "/")
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    };
    kept.split('\u{0}').map(plain).map(|text| squeezed(&text)).filter(|text| !text.is_empty()).collect()
}

fn said(pdf: &[u8]) -> String {
    squeezed(&items(pdf).into_iter().map(|item| item.text).collect::<String>())
}

/// Asserts that every text of a section of a page stands in its document, letter by letter and in the order of reading;
/// spaces, signs of direction and the ends of lines are not compared. Nor are Arabic texts with vowel signs, a shadda or a
/// tanween: typst writes a sign that is drawn at its own height apart from its letter, and what stands around it in the order
/// on paper. Nor does it matter to which side a bracket is open: right to left it is drawn by the picture of the other one, and
/// a font has one letter for each picture.
fn same_texts(files: &BTreeMap<String, Vec<u8>>, page: &str) {
    let html = String::from_utf8_lossy(&files[&format!("{page}.html")]);
    let pdf = faceless(&said(&files[&format!("{page}.pdf")]));
    let (mut compared, mut lacking) = (0, Vec::new());
    for section in html.split("<section aria-labelledby=\"").skip(1) {
        let (anchor, rest) = section.split_once("\">").expect("a section");
        let body = rest.split("</section>").next().unwrap_or_default();
        let mut texts = texts(&format!("<main>{body}</main>"));
        texts.retain(|text| !text.contains(|ch| matches!(ch, '\u{64b}'..='\u{652}')));
        compared += texts.len();
        let absent: Vec<&String> = texts.iter().filter(|text| !pdf.contains(&faceless(text))).collect();
        lacking.extend((!absent.is_empty()).then(|| format!("section {anchor} lacks {absent:#?}")));
    }
    assert!(lacking.is_empty(), "{page}: {}", lacking.join("\n"));
    assert!(compared > 30, "{page}: {compared}");
}

/// A text whose brackets are all the same.
fn faceless(text: &str) -> String {
    text.replace([')', '[', ']', '«', '»'], "(")
}

#[test]
fn a_document_has_the_text_of_its_page() {
    let files = documents(&["--format", "html,pdf"]);
    for language in ["en", "ar"] {
        for page in ["XTE", "index", "robustness", "indicators", "XTE-evidence"] {
            same_texts(&files, &format!("{language}/{page}"));
        }
    }
}

/// Another program reads the documents and finds nothing broken: objects, streams, cross-references.
#[test]
fn qpdf_finds_nothing_wrong() {
    if Command::new("qpdf").arg("--version").output().is_err() {
        // Not by a macro: the harness would swallow it.
        let said = "\nSKIPPED pdf::qpdf_finds_nothing_wrong: there is no `qpdf` on the path\n";
        let _ = std::io::stderr().write_all(said.as_bytes());
        return;
    }
    let folder = TempDir::new().expect("a temporary folder");
    expect(&report(&["--format", "pdf"], &folder.path().join("out")), 0, "documents");
    let mut checked = 0;
    for (name, _) in contents(&folder.path().join("out")).iter().filter(|(name, _)| name.ends_with(".pdf")) {
        let run = Command::new("qpdf").arg("--check").arg(folder.path().join("out").join(name)).output();
        expect(&run.expect("it starts"), 0, "No syntax or stream encoding errors found");
        checked += 1;
    }
    assert_eq!(checked, 12);
}

/// Texts whose order is easily lost inside Arabic: each is set between two Arabic words.
const HARD: [&str; 12] = [
    "2023–2024",
    "−1.5",
    "+1.5",
    "12 %",
    "(4/17)",
    "AVI-1.2",
    "[3] (a)",
    "QAT",
    "https://example.org/a?b=1&c=(2)",
    "#let x = $1$ *_@<b>",
    "٢٠٢٣–٢٠٢٤",
    "١٢٫٥ ٪",
];

const HARD_DOCUMENT: &str = r#"#import "layout.typ": *
#show: report
#heading(level: 1, phrase(info.index))
#for note in data.region.notes { block("قبل " + number(note.text) + " بعد") }
"#;
const HARD_PAGE: &str =
    "<main>{% for note in region.notes %}<p>قبل <bdi>{{ note.text }}</bdi> بعد</p>{% endfor %}</main>";

#[test]
fn hard_texts_keep_their_order_in_pages_and_documents() {
    let mut result = frozen();
    result.round.notes = HARD.iter().map(|text| BTreeMap::from([("ar".to_owned(), (*text).to_owned())])).collect();
    let overrides = [("typst/region.typ", HARD_DOCUMENT), ("templates/region.html.j2", HARD_PAGE)];
    let theme = Theme::with_overrides(overrides.map(|(name, text)| (name.to_owned(), text.to_owned())).into());
    let theme = theme.expect("both are read");
    let wanted = Wanted { pdf: true, units: Some(Default::default()), ..Wanted::default() };
    let made = report_as(&result, &Analyses::default(), &["ar"], &theme, &wanted, &Run::default());
    let made = made.unwrap_or_else(|findings| panic!("{:?}", findings.list()));
    let file = |name: &str| made.iter().find(|one: &&Artefact| one.path == name).expect("it is made").bytes.clone();
    let (html, pdf) = (String::from_utf8(file("ar/index.html")).expect("text"), file("ar/index.pdf"));
    let (page, document, runs) = (texts(&html).concat(), said(&pdf), items(&pdf));
    for hard in HARD {
        let wanted = squeezed(&format!("قبل {hard} بعد"));
        assert!(page.contains(&wanted), "the page lost `{hard}`: {page}");
        assert!(document.contains(&wanted), "the document lost `{hard}`: {document}");
        // In Latin digits it stands on paper as it is written, from left to right.
        let arabic = hard.contains(['٢', '١']);
        assert!(arabic || runs.iter().any(|run| squeezed(&run.seen) == squeezed(hard)), "`{hard}` is torn: {runs:#?}");
    }
}

#[test]
fn a_mistake_in_a_template_is_named_with_its_place() {
    let folder = TempDir::new().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join("own").join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    };
    let own = folder.path().join("own").display().to_string();
    let run = || report(&["--format", "pdf", "--templates", &own], &folder.path().join("out"));
    let cases = [
        ("#import \"unit.typ\" as unit\n#unit.country.laed\n", "typst/country.typ:2:15", "laed"),
        ("#import \"layout.typ\": *\n\n#w.column_scroe\n", "typst/country.typ:3:4", "have no `column_scroe`"),
        ("#import \"layout.typ\": *\n#phrase(1)\n", "typst/layout.typ", "called from here"),
        ("#let x = (1\n", "typst/country.typ:1:10", "unclosed delimiter"),
        ("#read(\"/etc/passwd\")\n", "typst/country.typ:1:7", "not found"),
    ];
    for (template, place, what) in cases {
        write("typst/country.typ", template);
        let refused = run();
        expect(&refused, 2, place);
        expect(&refused, 2, what);
        assert!(!folder.path().join("out").exists(), "{template}");
    }
    write("typst/contry.typ", "");
    expect(&run(), 2, "did you mean `typst/country.typ`?");
}

#[test]
fn the_example_of_the_guide_is_typeset() {
    let guide = fs::read_to_string(root().join("reports/README.md")).expect("the guide can be read");
    let example = guide.split_once("```typst\n").expect("an example").1.split_once("```").expect("it ends").0;
    let theme =
        Theme::with_overrides([("typst/country.typ".to_owned(), example.to_owned())].into()).expect("it is read");
    let wanted = Wanted { html: false, pdf: true, units: Some([UNIT.to_owned()].into()), ..Wanted::default() };
    let made = report_as(&frozen(), &Analyses::default(), &["en"], &theme, &wanted, &Run::default());
    let made = made.unwrap_or_else(|findings| panic!("{:?}", findings.list()));
    let short = made.iter().find(|one| one.path == "en/XTE.pdf").expect("it is made");
    assert!(said(&short.bytes).contains("Tessanda"));
}

#[test]
fn a_folder_of_rounds_has_documents_of_every_round_and_series() {
    let folder = TempDir::new().expect("a temporary folder");
    let (rounds, out) = (root().join("surveys/gems").display().to_string(), folder.path().join("out"));
    let out_name = out.display().to_string();
    let arguments = ["report", &rounds, "--format", "html,pdf", "--lang", "ar", "--unit", "QAT", "--out", &out_name];
    expect(&command(&arguments).output().expect("it starts"), 0, "documents");
    let files = contents(&out);
    for name in ["2024/ar/QAT.pdf", "2024/ar/QAT-factsheet.pdf", "arab-region/ar/index.pdf", "arab-region/ar/QAT.pdf"] {
        assert!(files.contains_key(name), "{name} is not among {:?}", files.keys());
    }
    for page in ["arab-region/ar/index", "arab-region/ar/QAT", "2024/ar/QAT", "2024/ar/index"] {
        same_texts(&files, page);
    }
    let factsheets = files.iter().filter(|(name, _)| name.ends_with("-factsheet.pdf"));
    for (name, bytes) in factsheets {
        assert!(String::from_utf8_lossy(bytes).contains("/Type/Pages/Count 2/"), "{name} is not two pages");
    }
}

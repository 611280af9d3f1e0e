//! Workbooks and tables as somebody opens them, and the calculation sheet recalculated by a spreadsheet program.
//!
//! Before LibreOffice opens a workbook, every result that we wrote beside a formula is replaced by a wrong one, so that
//! what comes out can only have been calculated there. Without LibreOffice (`soffice` on the path) those tests say so on
//! standard error and are skipped.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use nudj::frozen::{Frozen, FrozenScore};
use tempfile::TempDir;

use crate::binary::{Place, ROUND, command, contents, expect};
use crate::support::{Files, root};

/// How far the two ways of calculating may be apart.
const TOLERANCE: f64 = 1e-9;
/// A result that no formula of ours gives.
const WRONG: &str = "12345";

/// The reports in workbooks of a round of this repository.
fn report_of(round: &str, out: &Path) {
    let round = root().join(round).display().to_string();
    let arguments = ["report", &round, "--format", "xlsx", "--lang", "en", "--out", &out.display().to_string()];
    expect(&command(&arguments).output().expect("it starts"), 0, "workbooks");
}

fn frozen_in(folder: &Path) -> Frozen {
    let bytes = fs::read(folder.join("scores.json")).expect("the result is beside the report");
    serde_json::from_slice(&bytes).expect("it is a frozen result")
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("a workbook");
    book.worksheet_range(name).unwrap_or_else(|error| panic!("no sheet {name}: {error}"))
}

fn formulas(bytes: &[u8], name: &str) -> Vec<String> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("a workbook");
    let range = book.worksheet_formula(name).expect("the sheet is there");
    range.used_cells().map(|(_, _, formula)| formula.clone()).collect()
}

fn is(cell: &Data, text: &str) -> bool {
    matches!(cell, Data::String(there) if there == text)
}

fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Float(value) => Some(*value),
        Data::Int(value) => Some(*value as f64),
        _ => None,
    }
}

/// Compares every score of the calculation sheet, in the whole and in each slice, and counts them.
fn compare(name: &str, bytes: &[u8], frozen: &Frozen) -> usize {
    let range = sheet(bytes, "Calculation");
    let rows: Vec<&[Data]> = range.rows().collect();
    let first = rows[0].iter().position(|cell| is(cell, "Weight")).expect("a column of weights") + 1;
    let nodes = &frozen.framework.nodes;
    let facet = frozen.framework.facets.iter().find(|facet| Some(&facet.code) == frozen.framework.slices.as_ref());
    let slices: Vec<&str> =
        facet.map(|facet| facet.values.iter().map(|value| value.code.as_str()).collect()).unwrap_or_default();
    assert_eq!(rows.len(), 1 + nodes.len() * (1 + slices.len()), "{name}");
    let mut compared = 0;
    for (at, row) in rows[1..].iter().enumerate() {
        let node = nodes.iter().position(|node| node.code == row[0].to_string()).expect("a node");
        for (unit, cell) in frozen.units.iter().zip(&row[first..]) {
            let score: Option<&FrozenScore> = match (at / nodes.len()).checked_sub(1) {
                None => unit.scores.get(node),
                Some(slice) => unit.slices.get(slices[slice]).and_then(|scores| scores.get(node)),
            };
            let ours = score.and_then(|score| score.score);
            let theirs = number(cell);
            let alike = match (ours, theirs) {
                (Some(ours), Some(theirs)) => (ours - theirs).abs() <= TOLERANCE,
                (None, None) => true,
                _ => false,
            };
            let never = score.is_some_and(|score| score.absent.as_deref() == Some("not_applicable"));
            assert_eq!(never, is(cell, "n/a"), "{name}: {} of {}", row[0], unit.code);
            assert!(alike, "{name}, {} of {} in row {}: {ours:?} here, {cell:?} there", row[0], unit.code, at + 2);
            compared += usize::from(ours.is_some());
        }
    }
    compared
}

/// A workbook whose written results of formulas are wrong, and some of whose numbers are changed: (sheet, cell, number).
fn spoilt(bytes: &[u8], changes: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut spoilt = 0;
    for at in 0..from.len() {
        let mut file = from.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut part = Vec::new();
        file.read_to_end(&mut part).expect("it can be read");
        if name.starts_with("xl/worksheets/sheet") {
            let text = String::from_utf8(part).expect("it is text").replace(" t=\"str\"", "");
            let mut pieces = text.split("</f><v>");
            let mut wrong = pieces.next().unwrap_or_default().to_owned();
            for piece in pieces {
                let (_, rest) = piece.split_once("</v>").expect("a result ends");
                wrong += &format!("</f><v>{WRONG}</v>{rest}");
                spoilt += 1;
            }
            for (sheet, cell, value) in changes {
                if name.ends_with(sheet) {
                    let start = wrong.find(&format!("<c r=\"{cell}\"")).expect("the cell is there");
                    let open = start + wrong[start..].find("<v>").expect("it has a value") + 3;
                    let close = open + wrong[open..].find("</v>").expect("it ends");
                    wrong.replace_range(open..close, value);
                }
            }
            part = wrong.into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        to.write_all(&part).expect("memory does not fail");
    }
    assert!(spoilt > 0, "there are no formulas");
    to.finish().expect("memory does not fail").into_inner()
}

/// Settings with which LibreOffice calculates every formula anew when it opens a workbook.
const ALWAYS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// Opens workbooks with LibreOffice and saves them again; none where there is no LibreOffice.
fn recalculated(test: &str, books: &[(&str, Vec<u8>)]) -> Option<Vec<Vec<u8>>> {
    let there = Command::new("soffice").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if there.is_err() {
        // Not by a macro: the harness would swallow it.
        let said = format!("\nSKIPPED workbook::{test}: LibreOffice is not installed (no `soffice` on the path)\n");
        std::io::stderr().write_all(said.as_bytes()).expect("it can be said");
        return None;
    }
    let folder = TempDir::new().expect("a temporary folder");
    let profile = folder.path().join("profile");
    fs::create_dir_all(profile.join("user")).expect("folders can be made");
    fs::write(profile.join("user/registrymodifications.xcu"), ALWAYS).expect("files can be written");
    let files: Vec<PathBuf> = books.iter().map(|(name, _)| folder.path().join(format!("{name}.xlsx"))).collect();
    for (file, (_, bytes)) in files.iter().zip(books) {
        fs::write(file, bytes).expect("files can be written");
    }
    let out = folder.path().join("out");
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(&out)
        .args(&files)
        .output()
        .expect("it starts");
    let read = |file: &PathBuf| {
        let path = out.join(file.file_name().expect("it has a name"));
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}\n{output:?}", path.display()))
    };
    Some(files.iter().map(read).collect())
}

#[test]
fn a_spreadsheet_gives_the_same_index_for_every_country() {
    let folder = TempDir::new().expect("a temporary folder");
    let rounds = ["gems/europe-2022", "egov-benchmark/2022", "gems/2023", "illustrative/2024"];
    let mut books = Vec::new();
    let mut results = Vec::new();
    for round in rounds {
        let out = folder.path().join(round.replace('/', "-"));
        report_of(&format!("surveys/{round}"), &out);
        books.push(fs::read(out.join("en/index.xlsx")).expect("a workbook"));
        results.push(frozen_in(&out));
    }
    let names: Vec<String> = rounds.iter().map(|round| round.replace('/', "-")).collect();
    let wrong: Vec<(&str, Vec<u8>)> =
        names.iter().zip(&books).map(|(name, book)| (name.as_str(), spoilt(book, &[]))).collect();
    let Some(calculated) = recalculated("a_spreadsheet_gives_the_same_index_for_every_country", &wrong) else { return };
    for ((name, bytes), frozen) in names.iter().zip(&calculated).zip(&results) {
        let compared = compare(name, bytes, frozen);
        assert!(compared >= frozen.units.len(), "{name}: {compared}");
        let check = sheet(bytes, "Check");
        let with_index = frozen.units.iter().filter(|unit| unit.scores[0].score.is_some()).count();
        let indices = check.rows().skip(1).filter(|row| number(&row[2]).is_some()).count();
        assert_eq!(indices, with_index, "{name}");
        assert_eq!(check.rows().skip(1).filter(|row| is(&row[5], "equal")).count(), frozen.units.len(), "{name}");
    }
    let europe = results[0].units.iter().filter(|unit| unit.scores[0].score.is_some()).count();
    assert_eq!(europe, 35);
}

/// The toy round with another methodology of its groups.
fn toy(rule: &str, coverage: &str) -> Place {
    let base = Files::base();
    let mut files = base.clone();
    for level in ["index", "pillar"] {
        let from = format!("[methodology.aggregation.{level}]\nmethod = \"arithmetic\"\n");
        files =
            files.replaced("criteria/framework.toml", &from, &format!("[methodology.aggregation.{level}]\n{rule}\n"));
    }
    let text = format!("{}\n{coverage}\n", files.get("criteria/framework.toml").expect("it is there"));
    Place::with(&files.with("criteria/framework.toml", &text))
}

fn toy_report(place: &Place, extra: &[&str]) -> (Vec<u8>, Frozen) {
    let arguments = [&["report", ROUND, "--format", "xlsx", "--out", "out"], extra].concat();
    expect(&place.run(&arguments), 0, "workbooks");
    let out = place.path("out");
    (fs::read(out.join("en/index.xlsx")).expect("a workbook"), frozen_in(&out))
}

#[test]
fn every_rule_that_has_a_formula_is_calculated_alike() {
    let rules = [
        ("rescale", "method = \"arithmetic\"\nmissing = \"rescale\"", ""),
        ("zero", "method = \"arithmetic\"\nmissing = \"zero\"", ""),
        ("withhold", "method = \"arithmetic\"\nmissing = \"withhold\"", ""),
        ("coverage", "method = \"arithmetic\"", "[methodology.coverage]\nminimum = { index = 0.7, pillar = 0.6 }"),
        (
            "count",
            "method = \"arithmetic\"",
            "[methodology.coverage]\nbasis = \"count\"\nminimum = { index = 0.7, pillar = 0.5 }",
        ),
        ("geometric-zero", "method = \"geometric\"\nat_zero = \"zero\"", ""),
        ("geometric-undefined", "method = \"geometric\"\nat_zero = \"undefined\"", ""),
        ("geometric-floor", "method = \"geometric\"\nat_zero = \"floor\"\nfloor = 1", ""),
        ("harmonic-floor", "method = \"harmonic\"\nat_zero = \"floor\"\nfloor = 0.5\nmissing = \"zero\"", ""),
        ("power", "method = \"power\"\nexponent = 2\nat_zero = \"zero\"", ""),
        ("minimum-zero", "method = \"minimum\"\nmissing = \"zero\"", ""),
        ("copeland", "method = \"copeland\"", ""),
        ("median", "method = \"median\"", ""),
    ];
    let made: Vec<(Vec<u8>, Frozen)> =
        rules.iter().map(|(_, rule, coverage)| toy_report(&toy(rule, coverage), &[])).collect();
    let wrong: Vec<(&str, Vec<u8>)> =
        rules.iter().zip(&made).map(|((name, ..), (book, _))| (*name, spoilt(book, &[]))).collect();
    for ((name, ..), (book, _)) in rules.iter().zip(&made) {
        let by_value = ["copeland", "median"].contains(name);
        assert_eq!(formulas(book, "Calculation").is_empty(), by_value, "{name}");
        let note =
            sheet(book, "Contents").rows().any(|row| row[1].to_string().contains("cannot be written as a formula"));
        assert_eq!(note, by_value, "{name}");
    }
    let Some(calculated) = recalculated("every_rule_that_has_a_formula_is_calculated_alike", &wrong) else { return };
    for (((name, ..), bytes), (_, frozen)) in rules.iter().zip(&calculated).zip(&made) {
        assert!(compare(name, bytes, frozen) > 10, "{name}");
    }
}

#[test]
fn a_changed_weight_moves_the_index_as_the_methodology_says() {
    let (book, _) = toy_report(&Place::base(), &[]);
    let tree = Files::base().replaced("criteria/tree.toml", "weight = 60", "weight = 25");
    let (_, frozen) = toy_report(&Place::with(&tree), &[]);
    let range = sheet(&book, "Calculation");
    let row = range.rows().position(|row| is(&row[0], "supply")).expect("a row") + 1;
    let column = range.rows().next().and_then(|row| row.iter().position(|cell| is(cell, "Weight")));
    let letter = char::from(b'A' + u8::try_from(column.expect("a column")).expect("a letter"));
    let sheets = {
        let book: Xlsx<_> = open_workbook_from_rs(Cursor::new(book.clone())).expect("a workbook");
        book.sheet_names()
    };
    let at = sheets.iter().position(|name| name == "Calculation").expect("a sheet") + 1;
    let changed = spoilt(&book, &[(&format!("/sheet{at}.xml"), &format!("{letter}{row}"), "25")]);
    let test = "a_changed_weight_moves_the_index_as_the_methodology_says";
    let Some(calculated) = recalculated(test, &[("changed", changed)]) else { return };
    assert!(compare("changed", &calculated[0], &frozen) > 10);
    // What the report held does not move with it, and the check says so.
    let check = sheet(&calculated[0], "Check");
    assert!(check.rows().skip(1).any(|row| is(&row[5], "differs")));
}

#[test]
fn the_calculation_holds_formulas_with_our_results_and_numbers_are_unrounded() {
    let (book, frozen) = toy_report(&Place::base(), &[]);
    assert!(compare("as written", &book, &frozen) > 10);
    let formulas = formulas(&book, "Calculation");
    // Three groups of three units.
    assert_eq!(formulas.len(), 9, "{formulas:#?}");
    assert!(formulas.iter().all(|formula| formula.contains("SUMPRODUCT(")), "{formulas:#?}");
    let ranking = sheet(&book, "Ranking");
    let written: Vec<f64> = ranking.rows().skip(1).filter_map(|row| number(&row[3])).collect();
    let mut scores: Vec<f64> = frozen.units.iter().filter_map(|unit| unit.scores[0].score).collect();
    scores.sort_by(|one, other| other.total_cmp(one));
    assert_eq!(written, scores);
    let absences = sheet(&book, "Scores not known");
    assert!(absences.rows().any(|row| is(&row[0], "Gamma") && is(&row[1], "uptake")));
}

#[test]
fn names_from_a_survey_never_become_formulas() {
    let units = "code,name_en,spellings,population,region\nAAA,\"=HYPERLINK(\"\"http://x\"\",\"\"Alpha\"\")\",Alpha,10,north\nBBB,+Beta,,20,south\nCCC,@Gamma,Gamma,5,south\n";
    let place = Place::with(&Files::base().with("units.csv", units));
    expect(&place.run(&["report", ROUND, "--format", "xlsx,csv,html", "--out", "out"]), 0, "tables");
    let book = fs::read(place.path("out/en/index.xlsx")).expect("a workbook");
    let formulas = ["Ranking", "Calculation", "Check"].map(|name| formulas(&book, name)).concat();
    assert!(!formulas.is_empty() && formulas.iter().all(|formula| !formula.contains("HYPERLINK")), "{formulas:#?}");
    let names: Vec<String> = sheet(&book, "Ranking").rows().map(|row| row[2].to_string()).collect();
    assert!(names.contains(&"=HYPERLINK(\"http://x\",\"Alpha\")".to_owned()), "{names:?}");
    let table = fs::read_to_string(place.path("out/en/csv/index/ranking.csv")).expect("a table");
    assert!(table.starts_with('\u{feff}'));
    for guarded in ["\"'=HYPERLINK(", ",'+Beta,", ",'@Gamma,"] {
        assert!(table.contains(guarded), "`{guarded}` is not in:\n{table}");
    }
}

#[test]
fn the_same_round_gives_the_same_bytes() {
    let place = Place::base();
    let run = |out: &str| expect(&place.run(&["report", ROUND, "--format", "html,xlsx,csv", "--out", out]), 0, "");
    run("one");
    run("two");
    let (one, two) = (contents(&place.path("one")), contents(&place.path("two")));
    assert!(one.keys().any(|name| name.ends_with(".xlsx")) && one.keys().any(|name| name.ends_with(".csv")));
    for (name, bytes) in &one {
        assert!(two.get(name) == Some(bytes), "{name} differs");
    }
}

#[test]
fn a_report_in_arabic_has_its_own_sheets_from_right_to_left() {
    let folder = TempDir::new().expect("a temporary folder");
    let round = root().join("surveys/gems/qatar-2024").display().to_string();
    let out = folder.path().join("out");
    let arguments = ["report", &round, "--format", "xlsx", "--lang", "ar", "--out", &out.display().to_string()];
    expect(&command(&arguments).output().expect("it starts"), 0, "4 workbooks");
    let bytes = fs::read(out.join("ar/QAT.xlsx")).expect("a workbook");
    let book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.clone())).expect("a workbook");
    let names = book.sheet_names();
    for name in ["المحتويات", "الاحتساب", "التحقق", "النظم الرقمية"] {
        assert!(names.iter().any(|there| there == name), "{names:?}");
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    for at in 1..=names.len() {
        let mut text = String::new();
        let mut part = archive.by_name(&format!("xl/worksheets/sheet{at}.xml")).expect("a sheet");
        part.read_to_string(&mut text).expect("it is text");
        assert!(text.contains("rightToLeft=\"1\""), "sheet {at}");
        assert!(!text.contains("<mergeCell") && !text.contains("NaN"), "sheet {at}");
    }
}

/// The tables of the page on robustness are the figures of `analysis.json`, unrounded.
#[test]
fn tables_of_robustness_are_those_of_the_analysis() {
    let place = Place::base();
    expect(&place.run(&["report", ROUND, "--format", "html,csv", "--draws", "300", "--out", "out"]), 0, "tables");
    let files = contents(&place.path("out"));
    let analysis: serde_json::Value = serde_json::from_slice(&files["analysis.json"]).expect("JSON");
    let table = String::from_utf8_lossy(&files["en/csv/robustness/draws.csv"]).into_owned();
    let mut rows = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let headings: Vec<String> = rows.headers().expect("headings").iter().map(str::to_owned).collect();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap_or_else(|| panic!("{headings:?}"));
    let mut compared = 0;
    for row in rows.records().map(|row| row.expect("a row")) {
        let units = analysis["units"].as_array().expect("units");
        let unit = units.iter().find(|unit| unit["code"] == row[at("Code")]).expect("the unit");
        for (column, figures, place) in
            [("Rank from", "ranks", 0), ("Rank to", "ranks", 2), ("Score from", "scores", 0), ("Score to", "scores", 2)]
        {
            let shown: f64 = row[at(column)].parse().expect("a number");
            assert!(unit[figures][place].as_f64() == Some(shown), "{column} of {unit:#}");
            compared += 1;
        }
    }
    assert!(compared >= 8, "{compared}");
    let page = String::from_utf8_lossy(&files["en/index.html"]).into_owned();
    assert!(
        page.contains("href=\"csv&#x2f;index&#x2f;ranking.csv\"") || page.contains("href=\"csv/index/ranking.csv\"")
    );
}

#[test]
fn units_and_formats_are_chosen_and_mistakes_are_named() {
    let place = Place::base();
    if cfg!(not(feature = "pdf")) {
        let refused = place.run(&["report", ROUND, "--format", "pdf"]);
        expect(&refused, 2, "PDF is a feature that is not built in");
        expect(&refused, 2, "--features pdf");
    }
    expect(&place.run(&["report", ROUND, "--format", "docx"]), 2, "possible values: html, xlsx, csv");
    expect(&place.run(&["report", ROUND, "--unit", "AAA,Gama"]), 2, "did you mean `Gamma`?");
    expect(
        &place.run(&["report", ROUND, "--unit", "bbb,Alpha", "--format", "html,xlsx", "--out", "out"]),
        0,
        "2 units",
    );
    let files = contents(&place.path("out"));
    let own: Vec<&str> = files.keys().map(String::as_str).filter(|name| name.starts_with("en")).collect();
    let units = ["AAA", "BBB"].map(|unit| ["-factsheet.html", ".html", ".xlsx"].map(|end| format!("en/{unit}{end}")));
    let index = ["en/index.html", "en/index.xlsx", "en/robustness.html", "en/robustness.xlsx"].map(str::to_owned);
    assert_eq!(own, [&units.concat()[..], &index].concat());
    // No page links to one that was not asked for.
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
        assert!(!String::from_utf8_lossy(bytes).contains("CCC.html"), "{name}");
        assert!(!String::from_utf8_lossy(bytes).contains("href=\"\""), "{name}");
    }
    // The names of the others still stand in the comparison.
    assert!(String::from_utf8_lossy(&files["en/index.html"]).contains("Gamma"));
}

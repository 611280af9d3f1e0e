//! The program as somebody runs it: exit status, streams, and what is left on disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::{Files, root};

/// A folder with the base round and its criteria, as they would lie in a repository.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn with(files: &Files) -> Place {
        let folder = TempDir::new().expect("a temporary folder");
        for (name, text) in files.iter() {
            let inside = match name.strip_prefix("criteria/") {
                Some(rest) => format!("criteria/toy/{rest}"),
                None => format!("surveys/toy/2024/{name}"),
            };
            let path = folder.path().join(inside);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("folders can be made");
            fs::write(path, text).expect("files can be written");
        }
        Place { folder }
    }

    pub(crate) fn base() -> Place {
        Place::with(&Files::base())
    }

    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path(&format!("surveys/toy/2024/{name}"))
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        command(arguments).current_dir(self.folder.path()).output().expect("it starts")
    }
}

pub(crate) const ROUND: &str = "surveys/toy/2024";

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nudj"));
    command.args(arguments).env("NO_COLOR", "1");
    command
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Status, and that what stands on standard error has this passage.
#[track_caller]
pub(crate) fn expect(output: &Output, status: i32, passage: &str) {
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(status), "\n{out}\n{err}");
    assert!(format!("{out}{err}").contains(passage), "`{passage}` is not in:\n{out}\n{err}");
    assert!(!err.contains("panicked"), "{err}");
}

/// Names and bytes of all files below a folder.
pub(crate) fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("it can be read") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it lies below").display().to_string();
                found.insert(name, fs::read(&path).expect("it can be read"));
            }
        }
    }
    found
}

#[test]
fn a_sound_round_is_done() {
    let place = Place::base();
    expect(&place.run(&["check", ROUND]), 0, "0 errors");
    expect(&place.run(&["check", "criteria/toy"]), 0, "0 errors");
    expect(&place.run(&["score", ROUND]), 0, "units have a score");
    expect(&place.run(&["check", &format!("{ROUND}/round.toml")]), 0, "0 errors");
}

#[test]
fn findings_are_status_one_and_write_nothing() {
    let place = Place::with(&Files::base().replaced("services.csv", "Gamma,", "Gama,"));
    expect(&place.run(&["check", ROUND]), 1, "unknown-unit");
    let scored = place.run(&["score", ROUND, "--out", "out"]);
    expect(&scored, 1, "no score is made");
    assert!(!place.path("out").exists());
    expect(&place.run(&["explain", ROUND, "AAA"]), 1, "made from input with errors");
}

#[test]
fn what_cannot_run_is_status_two() {
    let place = Place::base();
    expect(&place.run(&["check", "nowhere"]), 2, "`nowhere` does not exist");
    expect(&place.run(&["check", "criteria"]), 2, "has no round.toml");
    expect(&place.run(&["check", "surveys"]), 2, "has no round.toml");
    fs::write(place.path("note.txt"), "hello").expect("it can be written");
    expect(&place.run(&["score", "note.txt"]), 2, "is a file");
    expect(&place.run(&["scrore", ROUND]), 2, "score");
    expect(&place.run(&["check", ROUND, "--format", "xml"]), 2, "json");
    expect(&place.run(&["explain", ROUND, "ZZZ"]), 2, "not a unit");
    expect(&place.run(&["explain", ROUND, "AAA", "suply"]), 2, "did you mean `supply`?");
    expect(&place.run(&["explain", "raged-row"]), 2, "did you mean `ragged-row`?");
}

#[test]
fn folders_in_place_of_files_and_missing_files_are_named() {
    let place = Place::base();
    fs::remove_file(place.file("round.toml")).expect("it can be removed");
    fs::create_dir(place.file("round.toml")).expect("it can be made");
    expect(&place.run(&["check", ROUND]), 2, "round.toml");

    let place = Place::base();
    fs::remove_file(place.file("country.csv")).expect("it can be removed");
    expect(&place.run(&["check", ROUND]), 1, "it does not exist");
    fs::create_dir(place.file("country.csv")).expect("it can be made");
    let output = place.run(&["check", ROUND]);
    expect(&output, 1, "is a folder, and a file is due");
    assert!(text(&output.stderr).contains("round.toml:"), "the place that names the file is shown");

    let place = Place::with(&Files::base().replaced("round.toml", "framework = \"toy\"", "framework = \"toys\""));
    expect(&place.run(&["check", ROUND]), 1, "criteria/toys/framework.toml");
    expect(&place.run(&["check", ROUND, "--criteria", "criteria/toy"]), 1, "wrong-framework");
    expect(&place.run(&["check", ROUND, "--criteria", "nowhere"]), 2, "no TOML file");
}

#[test]
fn other_encodings_are_named_with_their_place() {
    let place = Place::base();
    let write = |bytes: &[u8]| fs::write(place.file("country.csv"), bytes).expect("it can be written");

    // "unit,reach,visits,liked\nAAA," and then Arabic letters of the code page windows-1256.
    let mut bytes = b"unit,reach,visits,liked\nAAA,".to_vec();
    bytes.extend([0xe3, 0xe6, 0xc8, 0xed, 0xe1, b',', b'1', b',', b'\n']);
    write(&bytes);
    let output = place.run(&["check", ROUND]);
    expect(&output, 1, "wrong-encoding");
    assert!(text(&output.stderr).contains("country.csv:2:5"), "{}", text(&output.stderr));

    let wide: Vec<u8> = "\u{feff}unit,reach\nAAA,portal\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    write(&wide);
    expect(&place.run(&["check", ROUND]), 1, "UTF-16");
    write(&wide[2..]);
    expect(&place.run(&["check", ROUND]), 1, "UTF-16 without a byte order mark");
    write(b"PK\x03\x04 and more");
    expect(&place.run(&["check", ROUND]), 1, "workbook");

    write(b"unit,reach,visits,liked\nAAA,,,\n");
    fs::write(place.file("round.toml"), [0xff, 0xfe, 0x5b, 0]).expect("it can be written");
    expect(&place.run(&["check", ROUND]), 2, "UTF-16");
}

#[test]
fn publishers_write_csv_in_many_ways() {
    let plain = Place::base();
    let scores = |place: &Place| {
        let output = place.run(&["score", ROUND]);
        expect(&output, 0, "units have a score");
        text(&output.stdout)
    };
    let wanted = scores(&plain);
    let country = Files::base().get("country.csv").expect("it is there").to_owned();
    let variants = [
        ("byte order mark", format!("\u{feff}{country}")),
        ("CRLF", country.replace('\n', "\r\n")),
        ("no line break at the end", country.trim_end().to_owned()),
        (
            "semicolons",
            "unit;reach;visits;liked\nAAA;\"portal; mobile\";12;agree\nBBB;portal;60;disagree\nCCC;;1;\n".to_owned(),
        ),
        ("tabs", country.replace(',', "\t")),
        (
            "quotes",
            "unit,\"reach\",visits,liked\n\"AAA\",\"portal;\n mobile\",\"12\",agree\nBBB,portal,60,disagree\nCCC,,1,\n"
                .to_owned(),
        ),
        ("Arabic-Indic digits", country.replace("12", "١٢").replace("60", "۶۰").replace(",1,", ",١,")),
        ("letter case and spaces", country.replace("agree\nBBB", " AGREE\nbbb")),
        (
            "other order",
            "liked,visits,unit,reach\n,1,CCC,\ndisagree,60,Beta,portal\nagree,12,AAA,mobile;portal\n".to_owned(),
        ),
    ];
    for (what, written) in variants {
        let place = Place::with(&Files::base().with("country.csv", &written));
        assert_eq!(scores(&place), wanted, "{what}");
    }
    let comma = Files::base()
        .replaced("round.toml", "file = \"country.csv\"", "file = \"country.csv\"\ndecimal = \"comma\"")
        .replaced("country.csv", "12,agree", "\"12,0\",agree");
    assert_eq!(scores(&Place::with(&comma)), wanted, "decimal comma");
}

#[test]
fn a_huge_file_is_refused_quickly() {
    let place = Place::base();
    let file = fs::File::create(place.file("country.csv")).expect("it can be made");
    file.set_len(100 << 20).expect("it can grow");
    let start = Instant::now();
    let output = place.run(&["check", ROUND]);
    expect(&output, 1, "too-large");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert!(output.stderr.len() < 5_000, "{} bytes", output.stderr.len());
}

#[test]
fn one_very_long_line_gets_a_short_message() {
    let mut line = "unit,reach,visits,liked".to_owned();
    line.push_str(&"x".repeat(3 << 20));
    let place = Place::with(&Files::base().with("country.csv", &line));
    let output = place.run(&["check", ROUND]);
    expect(&output, 1, "country.csv");
    assert!(output.stderr.len() < 20_000, "{} bytes", output.stderr.len());
}

#[test]
fn results_appear_together_and_are_the_same_bytes() {
    let place = Place::base();
    expect(&place.run(&["score", ROUND, "--out", "out/a"]), 0, "wrote");
    let first = contents(&place.path("out"));
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(names, ["a/manifest.json", "a/scores.csv", "a/scores.json"]);
    expect(&place.run(&["score", ROUND, "--out", "out/a"]), 0, "wrote");
    assert_eq!(contents(&place.path("out")), first);
    // Elsewhere, the same input gives the same bytes too.
    let other = Place::base();
    expect(&other.run(&["score", ROUND, "--out", "out/a"]), 0, "wrote");
    assert_eq!(contents(&other.path("out")), first);
}

#[test]
fn foreign_files_are_left_alone() {
    let place = Place::base();
    fs::create_dir(place.path("mine")).expect("it can be made");
    fs::write(place.path("mine/thesis.txt"), "years of work").expect("it can be written");
    let before = contents(place.folder.path());
    expect(&place.run(&["score", ROUND, "--out", "mine"]), 2, "holds files that are not results of nudj");
    // A file where a folder is due: nothing can be made there, and nothing half written stays.
    expect(&place.run(&["score", ROUND, "--out", "mine/thesis.txt"]), 2, "cannot-write");
    expect(&place.run(&["score", ROUND, "--out", "mine/thesis.txt/out"]), 2, "cannot-write");
    expect(&place.run(&["schema", "--out", "mine/thesis.txt"]), 2, "cannot-write");
    assert_eq!(contents(place.folder.path()), before);
}

#[test]
fn findings_as_json_are_json() {
    let place = Place::with(&Files::base().replaced("services.csv", "Gamma,", "Gama,"));
    let output = place.run(&["check", ROUND, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("valid JSON");
    assert_eq!(value["format"], "nudj-findings");
    let findings = value["findings"].as_array().expect("a list");
    let unit = findings.iter().find(|one| one["code"] == "unknown-unit").expect("the finding is there");
    assert_eq!((&unit["places"][0]["line"], &unit["places"][0]["field"]), (&7.into(), &1.into()));
    let output = place.run(&["check", "nowhere", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("valid JSON");
    assert_eq!(value["findings"][0]["code"], "unreadable");
    // Scoring leaves standard output to the ranking.
    let output = place.run(&["score", ROUND, "--format", "json"]);
    let lines = text(&output.stderr);
    let json = &lines[..lines.rfind('}').map_or(0, |at| at + 1)];
    serde_json::from_str::<serde_json::Value>(json).expect("valid JSON");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let place = Place::base();
    let mut child = command(&["explain", ROUND, "AAA", "--answers"])
        .current_dir(place.folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let status = child.wait().expect("it ends");
    let mut err = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut err).expect("it can be read");
    assert!(status.success() && !err.contains("panicked"), "{status} {err}");
}

#[test]
fn kept_schemas_are_what_the_program_writes() {
    let folder = TempDir::new().expect("a temporary folder");
    let output = command(&["schema", "--out", &folder.path().display().to_string()]).output().expect("it starts");
    expect(&output, 0, "wrote");
    for (name, bytes) in contents(folder.path()) {
        let kept = fs::read_to_string(root().join("criteria").join(&name)).unwrap_or_default();
        assert!(kept == text(&bytes), "criteria/{name} is old: run `cargo run -- schema`");
    }
}

fn validator(name: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(root().join("criteria").join(name)).expect("the schema is kept");
    jsonschema::validator_for(&serde_json::from_str(&text).expect("valid JSON")).expect("a schema")
}

fn folders_with(name: &str, below: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(below)];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("it can be read") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|there| there == name) {
                found.push(next.clone());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn scores_fit_their_schema() {
    let place = Place::base();
    expect(&place.run(&["score", ROUND, "--out", "out"]), 0, "wrote");
    let bytes = fs::read(place.path("out/scores.json")).expect("it was written");
    let value: serde_json::Value = serde_json::from_slice(&bytes).expect("valid JSON");
    let schema = validator("scores.schema.json");
    let errors: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(!schema.is_valid(&serde_json::json!({ "format": "nudj-scores" })));
}

#[test]
fn everything_shipped_passes_its_check() {
    let criteria = folders_with("framework.toml", "criteria");
    let rounds = folders_with("round.toml", "surveys");
    assert!(criteria.len() >= 2 && rounds.len() >= 7, "{criteria:?} {rounds:?}");
    for folder in criteria.iter().chain(&rounds) {
        let output = command(&["check", &folder.display().to_string()]).output().expect("it starts");
        expect(&output, 0, "0 errors");
    }
}

#[test]
fn everything_shipped_fits_its_schema() {
    let mut seen = 0;
    for (name, below, schema) in
        [("framework.toml", "criteria", "criteria.schema.json"), ("round.toml", "surveys", "round.schema.json")]
    {
        let (schema, adaptation) = (validator(schema), validator("adaptation.schema.json"));
        let scenarios = validator("scenarios.schema.json");
        for folder in folders_with(name, below) {
            for (file, bytes) in contents(&folder).into_iter().filter(|(file, _)| file.ends_with(".toml")) {
                // Beside a round lies only what adapts its framework, and what is varied.
                let schema = match file.as_str() {
                    "scenarios.toml" => &scenarios,
                    _ if below == "surveys" && file != name => &adaptation,
                    _ => &schema,
                };
                let table: toml::Table = toml::from_str(&text(&bytes)).expect("valid TOML");
                let value = serde_json::to_value(table).expect("it is JSON too");
                let errors: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
                assert!(errors.is_empty(), "{}/{file}: {errors:#?}", folder.display());
                seen += 1;
            }
        }
    }
    let collection = fs::read_to_string(root().join("surveys/gems/collection.toml")).expect("it can be read");
    let collection: toml::Table = toml::from_str(&collection).expect("valid TOML");
    let collection = serde_json::to_value(collection).expect("it is JSON too");
    assert!(validator("collection.schema.json").is_valid(&collection), "collection.toml");
    assert!(seen >= 15, "{seen}");
    assert!(!validator("criteria.schema.json").is_valid(&serde_json::json!({ "group": [{ "wieght": 1 }] })));
}

#[test]
fn help_shows_an_example() {
    for arguments in [
        &["--help"][..],
        &["check", "--help"],
        &["score", "--help"],
        &["explain", "--help"],
        &["compare", "--help"],
        &["report", "--help"],
        &["schema", "--help"],
    ] {
        expect(&command(arguments).output().expect("it starts"), 0, "Example");
    }
    expect(&command(&["--version"]).output().expect("it starts"), 0, env!("CARGO_PKG_VERSION"));
}

#[test]
fn explain_goes_down_to_the_answers() {
    let place = Place::base();
    let output = place.run(&["explain", ROUND, "AAA", "online"]);
    expect(&output, 0, "A1 \"yes\" (column 4)");
    let whole = text(&place.run(&["explain", ROUND, "AAA", "--answers"]).stdout);
    for passage in ["services.csv:2", "country.csv:2", "uptake.csv:2", "(column 3)", " x ", " = "] {
        assert!(whole.contains(passage), "`{passage}` is not in:\n{whole}");
    }
    expect(&place.run(&["explain", "criteria/toy", "online"]), 0, "Online services");
    expect(&place.run(&["explain", "ragged-row"]), 0, "A row has more or fewer fields than the header.");
}

#[test]
fn a_report_has_pages_in_english_and_arabic() {
    let folder = TempDir::new().expect("a temporary folder");
    let round = root().join("surveys/egov-benchmark/2022").display().to_string();
    let out = folder.path().join("out");
    let output = command(&["report", &round, "--out", &out.display().to_string()]).output().expect("it starts");
    expect(&output, 0, "");
    let pages = contents(&out);
    for language in ["en", "ar"] {
        let own: Vec<&String> =
            pages.keys().filter(|name| name.starts_with(language) && name.ends_with(".html")).collect();
        assert!(own.len() > 35, "{language}: {own:?}");
    }
    assert!(pages.values().any(|page| text(page).contains("dir=\"rtl\"")));
    // Nothing is left beside the folder, and a second run gives the same bytes.
    assert_eq!(fs::read_dir(folder.path()).expect("it can be read").count(), 1);
    expect(&command(&["report", &round, "--out", &out.display().to_string()]).output().expect("it starts"), 0, "");
    assert!(contents(&out) == pages, "another run gives other bytes");
}

#[test]
fn a_report_says_how_sure_its_ranks_are() {
    let folder = TempDir::new().expect("a temporary folder");
    let round = root().join("surveys/gems/europe-2022").display().to_string();
    let out = folder.path().join("out").display().to_string();
    let made = |more: &[&str]| {
        let arguments = [&["report", &round, "--out", &out, "--unit", "IT", "--lang", "en"], more].concat();
        expect(&command(&arguments).output().expect("it starts"), 0, "");
        contents(Path::new(&out))
    };
    let pages = made(&["--draws", "300"]);
    let analysis: serde_json::Value = serde_json::from_slice(&pages["analysis.json"]).expect("it is JSON");
    assert_eq!(analysis["draws"], 300);
    assert!(pages.contains_key("coherence.json"));
    for passage in ["In 300 scenarios", "geometric mean", "all indicators, or one of the 35 left out"] {
        assert!(text(&pages["en/robustness.html"]).contains(passage), "{passage}");
    }
    assert!(text(&pages["en/IT.html"]).contains("of scenarios"));

    let plain = made(&["--no-uncertainty"]);
    assert!(!plain.contains_key("analysis.json"));
    assert!(!text(&plain["en/IT.html"]).contains("of scenarios"));
    assert!(text(&plain["en/robustness.html"]).contains("without intervals"));
}

#[test]
fn a_report_without_uncertainty_takes_no_draws_and_one_of_a_missing_scenario_fails() {
    let round = root().join("surveys/gems/2023").display().to_string();
    let both = command(&["report", &round, "--no-uncertainty", "--draws", "5"]).output().expect("it starts");
    expect(&both, 2, "cannot be used with");
    let missing = command(&["report", &round, "--scenarios", "nowhere.toml"]).output().expect("it starts");
    expect(&missing, 1, "nowhere.toml");
}

#[test]
fn the_manifest_of_somebody_else_does_not_make_a_folder_ours() {
    let place = Place::base();
    fs::create_dir(place.path("app")).expect("it can be made");
    fs::write(place.path("app/manifest.json"), r#"{ "name": "A web application", "start_url": "/" }"#)
        .expect("written");
    fs::write(place.path("app/index.html"), "<title>An application</title>").expect("it can be written");
    let before = contents(place.folder.path());
    expect(&place.run(&["score", ROUND, "--out", "app"]), 2, "holds files that are not results of nudj");
    assert_eq!(contents(place.folder.path()), before);
}

#[cfg(unix)]
#[test]
fn a_device_without_end_is_refused() {
    let files = Files::base().replaced("round.toml", "file = \"country.csv\"\n", "file = \"/dev/zero\"\n");
    expect(&Place::with(&files).run(&["check", ROUND]), 1, "`/dev/zero` is not a file");
}

#[test]
fn a_column_of_wrong_answers_is_shown_in_part_to_a_person_and_whole_to_a_program() {
    let rows = "AAA,fax,12,agree\n".repeat(400);
    let place = Place::with(&Files::base().with("country.csv", &format!("unit,reach,visits,liked\n{rows}")));
    let output = place.run(&["check", ROUND]);
    expect(&output, 1, "and 350 more of `unknown-answer`");
    assert_eq!(text(&output.stderr).matches("error[unknown-answer]").count(), 50);
    let output = place.run(&["check", ROUND, "--format", "json"]);
    assert_eq!(text(&output.stdout).matches("\"unknown-answer\"").count(), 400);
}

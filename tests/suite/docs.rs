//! The authors' guides, `criteria/README.md` and `surveys/README.md`: every example in them runs, and what the guide
//! says comes of it does.
//!
//! The guides explain the convention in "How to read the examples". Scores that they state were worked out by hand and
//! are never rewritten; the tables of keys and the quoted diagnostics are rewritten with `NUDJ_UPDATE_GUIDES=1`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use nudj::diag::{Code, decode};
use nudj::evaluate::{Evaluation, PanelScores, Part};
use serde_json::Value;

use crate::support::{self, Case};

const CRITERIA: &str = "criteria/README.md";
const SURVEYS: &str = "surveys/README.md";
const GUIDES: [&str; 2] = [CRITERIA, SURVEYS];

fn path_of(guide: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(guide)
}

fn text_of(guide: &str) -> String {
    fs::read_to_string(path_of(guide)).expect("the guide can be read").replace("\r\n", "\n")
}

/// Whether what is generated in the guides is written anew instead of compared.
fn updating() -> bool {
    std::env::var_os("NUDJ_UPDATE_GUIDES").is_some()
}

/// A fenced block with its info string.
#[derive(Clone, Debug)]
struct Block {
    line: usize,
    language: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in text.lines().enumerate() {
        if let Some(info) = line.strip_prefix("```") {
            if !open {
                let mut words = info.split_whitespace();
                let language = words.next().unwrap_or("").to_owned();
                let pair = |word: &str| word.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
                let attributes = words.filter_map(pair).collect();
                blocks.push(Block { line: number + 1, language, attributes, text: String::new() });
            }
            open = !open;
        } else if let Some(block) = blocks.last_mut().filter(|_| open) {
            block.text.push_str(line);
            block.text.push('\n');
        }
    }
    assert!(!open, "a block is not closed");
    blocks
}

/// Files by name. Names come in the order in which they are read.
type Files = BTreeMap<String, Vec<u8>>;

/// The files of an example and what the guide says comes of them.
#[derive(Clone, Debug, Default)]
struct Example {
    guide: &'static str,
    line: usize,
    base: Option<String>,
    criteria: Files,
    round: Files,
    scores: Option<Block>,
    finds: Option<Block>,
}

impl Example {
    fn place(&self) -> String {
        format!("{}:{}", self.guide, self.line)
    }

    /// The example with the files of its bases; a file of its own takes the place of one with the same name.
    fn with_base(&self, all: &BTreeMap<String, Example>) -> Example {
        let Some(base) = &self.base else { return self.clone() };
        let base = all.get(base).unwrap_or_else(|| panic!("{}: there is no example `{base}`", self.place()));
        let mut whole = base.with_base(all);
        whole.criteria.extend(self.criteria.clone());
        whole.round.extend(self.round.clone());
        Example { criteria: whole.criteria, round: whole.round, base: None, ..self.clone() }
    }

    fn run(&self) -> Case {
        let read = |files: &Files| -> Vec<(String, String)> {
            let text =
                |bytes: &Vec<u8>| decode(bytes.clone()).expect("only examples that run the program are not UTF-8");
            files.iter().map(|(name, bytes)| (name.clone(), text(bytes))).collect()
        };
        let (criteria, mut round) = (read(&self.criteria), read(&self.round));
        let criteria: Vec<(&str, &str)> = criteria.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let Some(at) = round.iter().position(|(name, _)| name == "round.toml") else {
            return support::criteria(&criteria);
        };
        let (_, document) = round.remove(at);
        let tables: Vec<(&str, &str)> = round.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        support::round(&criteria, &document, &tables)
    }

    /// What `nudj check` says of the example, written to disk as a checkout would hold it.
    fn check_on_disk(&self) -> String {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let put = |below: &str, files: &Files| {
            let below = folder.path().join(below);
            fs::create_dir_all(&below).expect("a folder can be made");
            for (name, bytes) in files {
                fs::write(below.join(name), bytes).expect("a file can be written");
            }
        };
        put("criteria/example", &self.criteria);
        put("surveys/example", &self.round);
        let mut command = Command::new(env!("CARGO_BIN_EXE_nudj"));
        let output = command.args(["check", "surveys/example"]).current_dir(folder.path()).output();
        String::from_utf8(output.expect("nudj runs").stderr).expect("nudj writes UTF-8")
    }

    fn findings(&self, case: &Case) -> String {
        let on_disk = self.finds.as_ref().is_some_and(|block| block.attributes.contains_key("run"));
        let shown = if on_disk { self.check_on_disk() } else { case.shown() };
        let lines: Vec<&str> = shown.trim_end().lines().map(str::trim_end).collect();
        lines.join("\n")
    }
}

/// The bytes of a file as its block stores them: UTF-8, with a byte order mark, or in a code page of old.
fn encoded(block: &Block) -> Vec<u8> {
    match block.attributes.get("encoding").map(String::as_str) {
        None => block.text.clone().into_bytes(),
        Some("utf-8-bom") => [&[0xef, 0xbb, 0xbf], block.text.as_bytes()].concat(),
        Some("latin-1") => block.text.chars().map(|ch| u8::try_from(u32::from(ch)).expect("a Latin letter")).collect(),
        Some(other) => panic!("line {}: no encoding `{other}`", block.line),
    }
}

/// All examples of a guide, by name.
fn examples(guide: &'static str) -> BTreeMap<String, Example> {
    let mut found: BTreeMap<String, Example> = BTreeMap::new();
    for block in blocks(&text_of(guide)) {
        let place = format!("{guide}:{}", block.line);
        let attribute = |key: &str| block.attributes.get(key).cloned();
        let roles: Vec<(&str, String)> = ["criteria", "round", "scores", "finds"]
            .into_iter()
            .filter_map(|role| Some((role, attribute(role)?)))
            .collect();
        let [(role, name)] = roles.as_slice() else {
            let runs = matches!(block.language.as_str(), "toml" | "csv");
            assert!(roles.is_empty() && !runs, "{place}: the block belongs to no example, or to two");
            continue;
        };
        let example =
            found.entry(name.clone()).or_insert_with(|| Example { guide, line: block.line, ..Example::default() });
        example.base = example.base.take().or_else(|| attribute("base"));
        let twice = match *role {
            "scores" => example.scores.replace(block.clone()).is_some(),
            "finds" => example.finds.replace(block.clone()).is_some(),
            _ => {
                let file = attribute("file").unwrap_or_else(|| panic!("{place}: the block names no file"));
                let files = if *role == "criteria" { &mut example.criteria } else { &mut example.round };
                files.insert(file, encoded(&block)).is_some()
            }
        };
        assert!(!twice, "{place}: `{name}` has this twice");
    }
    let merged = found.iter().map(|(name, example)| (name.clone(), example.with_base(&found)));
    merged.collect()
}

/// A figure of a result, as the guide prints it.
#[derive(Debug)]
enum Figure {
    Number(f64),
    Word(String),
}

/// The figure that a title such as `overall`, `overall:rank` or `overall@health` stands for.
fn figure(case: &Case, evaluation: &Evaluation, unit: &str, title: &str) -> Result<Figure, String> {
    let framework = &case.criteria.as_ref().ok_or("no criteria")?.framework;
    let unit = case.round.as_ref().and_then(|round| round.unit(unit)).ok_or_else(|| format!("no unit `{unit}`"))?;
    let (title, slice) = title.split_once('@').map_or((title, None), |(title, slice)| (title, Some(slice)));
    let (code, what) = title.split_once(':').unwrap_or((title, "score"));
    let node = framework.node(code).ok_or_else(|| format!("no node `{code}`"))?;
    let panel: &PanelScores = match slice {
        None => &evaluation.scores.whole,
        Some(code) => {
            let sliced = framework.slice_facet().and_then(|facet| {
                let value = facet.values().iter().position(|value| value.code() == code)?;
                Some(&evaluation.scores.slices.iter().find(|(slice, _)| *slice == value)?.1)
            });
            let part = || {
                let named = |part: &Part| framework.facets()[part.facet].values()[part.value].code() == code;
                Some(&evaluation.scores.parts.iter().find(|(part, _)| named(part))?.1)
            };
            sliced.or_else(part).ok_or("no such slice or part")?
        }
    };
    let score = panel.at(node, unit);
    let known = |value: Option<f64>| value.map_or_else(|| Figure::Word("unknown".to_owned()), Figure::Number);
    Ok(match what {
        "score" => match score.score {
            Ok(value) => Figure::Number(value),
            Err(absence) => Figure::Word(absence.code().to_owned()),
        },
        "rank" => score.rank.map_or_else(|| Figure::Word("-".to_owned()), |rank| Figure::Number(f64::from(rank))),
        "band" => {
            Figure::Word(score.band.map_or_else(|| "-".to_owned(), |band| framework.bands()[band].code().to_owned()))
        }
        "coverage" => Figure::Number(score.coverage),
        "observed" => Figure::Number(score.observed),
        "low" => known(score.range.map(|range| range.low())),
        "high" => known(score.range.map(|range| range.high())),
        "weight" => Figure::Number(panel.effective[node]),
        "gives" => {
            let parent = framework.nodes()[node].parent().ok_or("the index gives to nobody")?;
            let place =
                framework.nodes()[parent].children().iter().position(|&child| child == node).ok_or("no child")?;
            known(panel.at(parent, unit).contributions.get(place).copied())
        }
        _ => return Err(format!("no figure `{what}`")),
    })
}

/// Whether a printed figure is this one, rounded to as many digits as are printed.
fn agrees(printed: &str, figure: &Figure) -> bool {
    match figure {
        Figure::Word(word) => printed == word,
        Figure::Number(value) => printed.parse::<f64>().is_ok_and(|stated| {
            let digits = printed.split_once('.').map_or(0, |(_, digits)| digits.len());
            let half = 0.5 * 10_f64.powi(-i32::try_from(digits).expect("few digits"));
            (value - stated).abs() <= half + 1e-9
        }),
    }
}

/// Compares a table of expected figures: units down and nodes across, or the other way round.
fn compare_scores(block: &Block, case: &Case, wrong: &mut Vec<String>, place: &str) {
    let Some(evaluation) = case.evaluation() else {
        wrong.push(format!("{place}: there are no scores, because of:\n{}", case.shown()));
        return;
    };
    let mut lines = block.text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let nodes_down = header.first() == Some(&"node");
    if !nodes_down && header.first() != Some(&"unit") {
        wrong.push(format!("{place}: the table starts with neither `unit` nor `node`"));
    }
    let mut compared = 0;
    for cells in lines {
        if cells.len() != header.len() {
            wrong.push(format!("{place}: `{}` has not as many cells as there are titles", cells.join(" ")));
            continue;
        }
        for (title, printed) in header.iter().zip(&cells).skip(1) {
            let (unit, node) = if nodes_down { (*title, cells[0]) } else { (cells[0], *title) };
            compared += 1;
            match figure(case, &evaluation, unit, node) {
                Ok(figure) if agrees(printed, &figure) => {}
                other => wrong.push(format!("{place}: `{node}` of `{unit}` is stated as {printed}, found {other:?}")),
            }
        }
    }
    if compared == 0 {
        wrong.push(format!("{place}: nothing is stated"));
    }
}

#[test]
fn every_example_gives_what_the_guide_says() {
    let mut wrong = Vec::new();
    for guide in GUIDES {
        let mut text = text_of(guide);
        for (name, example) in examples(guide) {
            let place = format!("{} ({name})", example.place());
            if example.scores.is_none() && example.finds.is_none() {
                wrong.push(format!("{place}: the guide does not say what comes of the example"));
                continue;
            }
            let case = if example.finds.as_ref().is_some_and(|block| block.attributes.contains_key("run")) {
                support::criteria(&[])
            } else {
                example.run()
            };
            let found = example.findings(&case);
            let stated = example.finds.as_ref().map_or("", |block| block.text.trim_end());
            if found != stated {
                match &example.finds {
                    Some(block) if updating() && !block.text.trim().is_empty() => {
                        text = text.replacen(&block.text, &format!("{found}\n"), 1)
                    }
                    _ => wrong.push(format!("{place}: the guide quotes\n{stated}\n--- and nudj says\n{found}\n---")),
                }
            }
            if let Some(block) = &example.scores {
                compare_scores(block, &case, &mut wrong, &place);
            }
        }
        if updating() {
            fs::write(path_of(guide), text).expect("the guide can be written");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn at_least_a_third_of_the_examples_are_failures() {
    for guide in GUIDES {
        let all = examples(guide);
        let failing = all.values().filter(|example| example.finds.is_some()).count();
        assert!(3 * failing >= all.len(), "{guide}: {failing} of {} examples quote a diagnostic", all.len());
    }
}

/// A key of the language: where it stands, what it takes, what its description says.
struct Key {
    section: String,
    key: String,
    takes: String,
    needed: bool,
    description: String,
}

/// What a schema stands for, without the alternative of leaving it out.
fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        return resolved(root, &root["$defs"][name]);
    }
    let alternatives = schema["anyOf"].as_array().into_iter().flatten();
    match alternatives.clone().find(|one| one["type"] != "null") {
        Some(one) => resolved(root, one),
        None => schema,
    }
}

fn takes(root: &Value, schema: &Value) -> String {
    let schema = resolved(root, schema);
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").and_then(Value::as_str),
        one => one.as_str(),
    };
    match kind {
        Some("string") => "text".to_owned(),
        Some("number") => "number".to_owned(),
        Some("integer") => "whole number".to_owned(),
        Some("boolean") => "true or false".to_owned(),
        Some("array") => format!("list of {}", takes(root, &schema["items"])),
        Some("object") if schema["properties"].is_object() => "section".to_owned(),
        Some("object") => format!("table of {}", takes(root, &schema["additionalProperties"])),
        _ => "anything".to_owned(),
    }
}

/// The keys that an adaptation does not share with criteria: those of its own section, and of its indicators.
fn keys_of_adaptations() -> Vec<Key> {
    let own = |key: &Key| matches!(key.section.as_str(), "adaptation" | "indicator");
    all_keys(&nudj::criteria::adaptation_schema()).into_iter().filter(own).collect()
}

/// All keys that a guide refers to, each part with its heading.
fn keys_of(guide: &str) -> Vec<(&'static str, Vec<Key>)> {
    if guide == CRITERIA {
        return vec![("", all_keys(&nudj::criteria::schema()))];
    }
    let adaptation = "\nIn the files of an adaptation, beside `facet`, `attribute`, `scale`, `table` and `item`:\n";
    vec![("", all_keys(&nudj::survey::schema())), (adaptation, keys_of_adaptations())]
}

/// All keys that a schema allows, section by section.
fn keys(root: &Value, schema: &Value, section: &str, found: &mut Vec<Key>) {
    let schema = resolved(root, schema);
    let Some(properties) = schema["properties"].as_object() else { return };
    let needed: BTreeSet<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut below = Vec::new();
    for (key, value) in properties {
        found.push(Key {
            section: section.to_owned(),
            key: key.clone(),
            takes: takes(root, value),
            needed: needed.contains(key.as_str()),
            description: value["description"].as_str().unwrap_or("").replace('\n', " "),
        });
        let inner = resolved(root, value);
        let inner = match (&inner["items"], &inner["additionalProperties"]) {
            (items, _) if items.is_object() => resolved(root, items),
            (_, values) if values.is_object() => resolved(root, values),
            _ => inner,
        };
        below.push((if section.is_empty() { key.clone() } else { format!("{section}.{key}") }, inner));
    }
    for (section, inner) in below {
        keys(root, inner, &section, found);
    }
}

fn all_keys(schema: &Value) -> Vec<Key> {
    let mut found = Vec::new();
    keys(schema, schema, "", &mut found);
    found
}

/// The reference of keys, as it stands in a guide.
fn reference(keys: &[Key]) -> String {
    let mut text = String::new();
    let mut section = None;
    for key in keys.iter().filter(|key| !key.section.is_empty()) {
        if section != Some(&key.section) {
            text += &format!("\n`{}`\n\n| key | takes | meaning |\n| --- | --- | --- |\n", key.section);
            section = Some(&key.section);
        }
        let needed = if key.needed { ", required" } else { "" };
        let description = key.description.replace('|', "\\|");
        text += &format!("| `{}` | {}{needed} | {description} |\n", key.key, key.takes);
    }
    text
}

const BEGIN: &str = "<!-- keys: written by the test -->\n";
const END: &str = "\n<!-- end of keys -->";

#[test]
fn the_reference_of_keys_is_that_of_the_schema() {
    for guide in GUIDES {
        let text = text_of(guide);
        let (before, rest) = text.split_once(BEGIN).expect("the guide has a place for the keys");
        let (there, after) = rest.split_once(END).expect("the place for the keys has an end");
        let parts = keys_of(guide);
        let wanted: String = parts.iter().map(|(heading, keys)| format!("{heading}{}", reference(keys))).collect();
        if updating() {
            fs::write(path_of(guide), format!("{before}{BEGIN}{wanted}{END}{after}")).expect("it can be written");
        } else {
            assert!(there == wanted, "{guide}: the keys are out of date; run the tests with NUDJ_UPDATE_GUIDES=1");
        }
    }
}

/// The keys that a TOML value uses, in the names of [`keys`].
fn used(root: &Value, schema: &Value, value: &toml::Value, section: &str, found: &mut BTreeSet<(String, String)>) {
    let schema = resolved(root, schema);
    match value {
        toml::Value::Array(values) => {
            values.iter().for_each(|value| used(root, &schema["items"], value, section, found));
        }
        toml::Value::Table(table) => {
            for (key, value) in table {
                let property = &schema["properties"][key];
                if property.is_null() {
                    used(root, &schema["additionalProperties"], value, section, found);
                    continue;
                }
                found.insert((section.to_owned(), key.clone()));
                let below = if section.is_empty() { key.clone() } else { format!("{section}.{key}") };
                used(root, property, value, &below, found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_key_of_the_language_stands_in_an_example_that_is_scored() {
    let adaptation = nudj::criteria::adaptation_schema();
    // An adaptation writes its indicators as criteria do, and the guide of criteria has examples of those keys.
    let elsewhere: BTreeSet<String> = all_keys(&nudj::criteria::schema())
        .into_iter()
        .filter(|key| key.section == "indicator")
        .map(|key| key.key)
        .collect();
    for (guide, schema) in [(CRITERIA, nudj::criteria::schema()), (SURVEYS, nudj::survey::schema())] {
        let mut found = BTreeSet::new();
        for example in examples(guide).values().filter(|example| example.scores.is_some()) {
            let criteria = example.criteria.values().filter(|_| guide == CRITERIA);
            let round = example.round.iter().filter(|(name, _)| guide == SURVEYS && name.ends_with(".toml"));
            let round = round.map(|(name, text)| (text, if name == "round.toml" { &schema } else { &adaptation }));
            for (text, schema) in criteria.map(|text| (text, &schema)).chain(round) {
                let text = String::from_utf8(text.clone()).expect("it is UTF-8");
                let value = toml::Value::Table(text.parse().expect("an example that is scored is valid"));
                used(schema, schema, &value, "", &mut found);
            }
        }
        // The same kind of section can stand in several places, and one example of each of its keys is enough.
        let kind = |section: &str| section.rsplit('.').next().unwrap_or("").to_owned();
        let shown: BTreeSet<(String, String)> =
            found.iter().map(|(section, key)| (kind(section), key.clone())).collect();
        let own = keys_of_adaptations();
        let own = own.iter().filter(|key| guide == SURVEYS && !elsewhere.contains(&key.key));
        let missing: Vec<String> = all_keys(&schema)
            .iter()
            .chain(own)
            .filter(|key| !shown.contains(&(kind(&key.section), key.key.clone())))
            .map(|key| format!("{}.{}", key.section, key.key))
            .collect();
        assert!(missing.is_empty(), "{guide}: no example that is scored uses {}", missing.join(", "));
    }
}

/// The words that the validator takes for a key, from the help of a wrong one.
fn accepted(key: &str, criteria: &str) -> Vec<String> {
    let head = "[framework]\ncode = \"x\"\nedition = \"1\"\nname = { en = \"X\" }\nsource = \"x\"\nlicence = \"x\"\nscale = { low = 0, high = 100 }\n[[group]]\ncode = \"top\"\nname = { en = \"Top\" }\n";
    let case = support::criteria(&[("framework.toml", &format!("{head}{criteria}"))]);
    let asked = format!("`qqq` is not a choice for `{key}`");
    let finding = case.findings.list().iter().find(|one| one.message == asked);
    let help = finding.unwrap_or_else(|| panic!("nothing is said of {asked}:\n{}", case.shown())).help.as_deref();
    let words = help.and_then(|help| help.strip_prefix("use one of: ")).expect("the help lists the words");
    words.split(", ").map(str::to_owned).collect()
}

/// The first column of the table that follows a marker in the guide.
fn first_column(marker: &str) -> Vec<String> {
    let text = text_of(CRITERIA);
    let (_, rest) = text.split_once(&format!("<!-- methods: {marker} -->")).unwrap_or_else(|| panic!("no {marker}"));
    let rows = rest.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    rows.skip(2).filter_map(|row| row.split('`').nth(1).map(str::to_owned)).collect()
}

#[test]
fn the_lists_of_methods_are_those_of_the_validator() {
    let indicator =
        "[[indicator]]\ncode = \"a\"\nparent = \"top\"\nname = { en = \"A\" }\nrange = { low = 0, high = 1 }\n";
    let methodology = |line: &str| format!("{indicator}[methodology]\n{line}\n");
    let aggregation = |line: &str| format!("{indicator}[methodology.aggregation.index]\n{line}\n");
    let lists = [
        ("imputation", "imputation", methodology("imputation = { method = \"qqq\" }")),
        ("treatment", "treatment", methodology("treatment = { method = \"qqq\" }")),
        (
            "transform",
            "transform",
            methodology("treatment = { method = \"outliers\", skewness = 2, kurtosis = 3.5, transform = \"qqq\" }"),
        ),
        ("normalisation", "normalisation", methodology("normalisation = { method = \"qqq\" }")),
        ("weighting", "weighting", methodology("weighting = { method = \"qqq\" }")),
        ("aggregation", "aggregation", aggregation("method = \"qqq\"")),
        ("at_zero", "at_zero", aggregation("method = \"geometric\"\nat_zero = \"qqq\"")),
        ("missing child", "missing", aggregation("method = \"arithmetic\"\nmissing = \"qqq\"")),
        ("row fold", "fold", format!("{indicator}rows = {{ fold = \"qqq\" }}\n")),
        ("item fold", "fold", format!("{indicator}items = {{ fold = \"qqq\" }}\n")),
        ("absent", "unknown", format!("{indicator}absent = {{ unknown = \"qqq\" }}\n")),
        ("measure", "kind", indicator.replace("range = { low = 0, high = 1 }", "measure = { kind = \"qqq\" }")),
        ("scale", "kind", format!("{indicator}[[scale]]\ncode = \"s\"\nkind = \"qqq\"\n")),
    ];
    for (marker, key, criteria) in lists {
        let (stated, taken) = (first_column(marker), accepted(key, &criteria));
        let sorted = |words: &[String]| words.iter().cloned().collect::<BTreeSet<_>>();
        assert_eq!(sorted(&stated), sorted(&taken), "the list of {marker} in {CRITERIA}");
    }
}

#[test]
fn links_of_the_guides_lead_somewhere() {
    let mut wrong = Vec::new();
    for guide in GUIDES {
        let text = text_of(guide);
        let folder = path_of(guide).parent().expect("it lies in a folder").to_path_buf();
        let anchors: BTreeSet<String> = text
            .lines()
            .filter(|line| line.starts_with('#'))
            .map(|line| anchor(line.trim_start_matches('#')))
            .collect();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let found = match target.strip_prefix('#') {
                Some(name) => anchors.contains(name),
                None => target.starts_with("https://") || folder.join(target.split('#').next().unwrap_or("")).exists(),
            };
            if !found {
                wrong.push(format!("{guide}: {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "links that lead nowhere:\n{}", wrong.join("\n"));
}

/// The anchor that a heading has on a page.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|ch| ch.is_alphanumeric() || matches!(ch, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

#[test]
fn every_diagnostic_says_what_it_means_and_how_to_mend_it() {
    let mut seen = BTreeSet::new();
    for code in Code::ALL {
        let id = code.id();
        assert!(seen.insert(id), "`{id}` stands twice");
        assert!(id.chars().all(|ch| ch.is_ascii_lowercase() || ch == '-'), "`{id}` is not in kebab case");
        for text in [code.meaning(), code.mend()] {
            assert!(text.len() > 10 && text.ends_with('.'), "`{id}`: `{text}` is not a sentence");
        }
        assert_eq!(Code::from_id(id), Some(*code));
    }
}

#[test]
fn the_worked_example_reproduces_the_published_index() {
    let example = &examples(CRITERIA)["hdi"];
    let case = example.run();
    let evaluation = case.evaluation().expect("the example is scored");
    let text = String::from_utf8(example.round["hdr-2023-24.csv"].clone()).expect("it is UTF-8");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let column = |title: &str| header.iter().position(|there| there == title).expect("the column is there");
    let (unit, published) = (column("iso3"), column("hdi_2022"));
    let mut compared = 0;
    for record in reader.records() {
        let record = record.expect("a row");
        let found = figure(&case, &evaluation, &record[unit], "hdi").expect("the country is scored");
        let Figure::Number(score) = found else { panic!("{}: {found:?}", &record[unit]) };
        let printed: f64 = record[published].parse().expect("a published score");
        assert_eq!(format!("{score:.3}"), format!("{printed:.3}"), "{}", &record[unit]);
        compared += 1;
    }
    assert!(compared >= 6, "only {compared} countries are compared");
}

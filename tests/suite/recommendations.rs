//! Draft recommendations: what is written can be read again, and what is wrong in an edited file is said with its place.

use std::collections::BTreeMap;

use nudj::analyse::improvement::Improvement;
use nudj::diag::{Findings, Sources};
use nudj::frozen::{Frozen, freeze};
use nudj::report::{Analyses, Drafts, Run, Theme, Wanted, drafts_file, report_as};

use crate::binary::{contents, expect};
use crate::collections::{SERIES, two_rounds};
use crate::support::{Case, Files};

/// The small round whose criteria name ways to improve, frozen, with its steps.
fn parts() -> (Frozen, Improvement) {
    let improve = "improve = [{ text = { en = \"Count visits <every> month.\" }, effort = \"low\" }]\n";
    let files =
        Files::base().replaced("criteria/tree.toml", "code = \"uptake\"\n", &format!("code = \"uptake\"\n{improve}"));
    let case = Case::of(&files);
    let (criteria, round) = (case.criteria.as_ref().expect("criteria"), case.round.as_ref().expect("a round"));
    let evaluation = case.evaluation().unwrap_or_else(|| panic!("{}", case.shown()));
    let (framework, methodology) = (&criteria.framework, &criteria.methodology);
    let frozen = freeze(framework, methodology, round, &evaluation, Vec::new(), &Findings::default());
    let improvement = Improvement::of_round(framework, methodology, round, &frozen);
    (frozen, improvement)
}

fn read(text: &str, frozen: &Frozen) -> (Option<Drafts>, Findings, Sources) {
    let (mut sources, mut findings) = (Sources::default(), Findings::default());
    let file = sources.add("recommendations.toml", text.to_owned());
    let drafts = Drafts::read(file, frozen, &sources, &mut findings);
    (drafts, findings, sources)
}

fn pages(frozen: &Frozen, improvement: &Improvement, drafts: Option<Drafts>) -> BTreeMap<String, String> {
    let analyses = Analyses { improvement: Some(improvement.clone()), drafts, ..Analyses::default() };
    let wanted = Wanted { json: true, ..Wanted::default() };
    let made = report_as(frozen, &analyses, &["en"], &Theme::embedded(), &wanted, &Run::default());
    let made = made.unwrap_or_else(|findings| panic!("{findings:#?}"));
    made.into_iter().map(|one| (one.path, String::from_utf8(one.bytes).expect("a text"))).collect()
}

#[test]
fn what_is_written_can_be_read_and_prints_as_drafts() {
    let (frozen, improvement) = parts();
    let text = drafts_file(&frozen, &improvement, &[0, 1]);
    assert!(text.contains("unit = \"BBB\"") && text.contains("Count visits <every> month."), "{text}");
    let (drafts, findings, _) = read(&text, &frozen);
    assert!(findings.is_empty(), "{findings:?}\n{text}");
    let page = &pages(&frozen, &improvement, drafts)["en/BBB.html"];
    assert!(page.contains("Count visits &lt;every&gt; month.") && page.contains("class=\"draft\""));
}

#[test]
fn an_edited_text_stands_and_what_is_rejected_is_not_printed() {
    let (frozen, improvement) = parts();
    let edited = "[[recommendation]]\nunit = \"BBB\"\nindicator = \"uptake\"\ntext.en = \"Do <this>.\"\nowner = \"A ministry\"\ndue = \"2027\"\n";
    let made = pages(&frozen, &improvement, read(edited, &frozen).0);
    let page = &made["en/BBB.html"];
    for passage in ["Do &lt;this&gt;.", "A ministry", "2027", "&#x2b;2.0 points"] {
        assert!(page.contains(passage) || page.contains(&passage.replace("&#x2b;", "+")), "{passage}");
    }
    assert!(!page.contains("class=\"draft\"") && !page.contains("Count visits"));
    assert!(made["en/AAA.html"].contains("class=\"draft\""), "another unit keeps its draft");
    assert!(made["en/BBB.json"].contains("Do <this>.") && made["en/BBB-factsheet.html"].contains("Do &lt;this&gt;."));
    let rejected = "[[recommendation]]\nunit = \"BBB\"\nindicator = \"uptake\"\nstatus = \"rejected\"\n";
    let made = pages(&frozen, &improvement, read(rejected, &frozen).0);
    assert!(!made["en/BBB.html"].contains("id=\"recommendations\""));
}

#[test]
fn what_is_wrong_in_a_file_is_said_all_at_once() {
    let (frozen, _) = parts();
    let text = "[[recommendation]]\nunit = \"BBC\"\nindicator = \"uptaek\"\nstatus = \"acepted\"\n\
                [[recommendation]]\nunit = \"AAA\"\nindicator = \"uptake\"\n\
                [[recommendation]]\nunit = \"AAA\"\nindicator = \"uptake\"\n\
                [[recommendation]]\nunit = \"AAA\"\nindicator = \"visits\"\ntext.fr = \"Rien\"\n\
                [[recomendation]]\nunit = \"AAA\"\n";
    let (drafts, findings, sources) = read(text, &frozen);
    assert!(drafts.is_none());
    let codes: Vec<&str> = findings.list().iter().map(|one| one.code.id()).collect();
    for code in
        ["no-such-unit", "unknown-indicator", "bad-status", "duplicate-code", "missing-translation", "unknown-key"]
    {
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
    }
    let shown: String = findings.list().iter().map(|one| nudj::diag::render(one, &sources, false)).collect();
    for passage in
        ["recommendations.toml:2:8", "did you mean `BBB`?", "did you mean `uptake`?", "did you mean `accepted`?"]
    {
        assert!(shown.contains(passage), "{passage} is not in\n{shown}");
    }
}

#[test]
fn each_round_of_a_folder_has_its_own() {
    let place = two_rounds(SERIES);
    let edited = "[[recommendation]]\nunit = \"AAA\"\nindicator = \"uptake\"\ntext.en = \"Do this.\"\n";
    let file = place.path("surveys/toy/2024/recommendations.toml");
    std::fs::write(&file, edited).expect("files can be written");
    expect(&place.run(&["report", "surveys/toy", "--out", "out"]), 0, "2 rounds");
    let before = contents(&place.path("out"));
    let says = |page: &str| String::from_utf8_lossy(&before[page]).contains("Do this.");
    assert!(says("2024/en/AAA.html") && !says("2023/en/AAA.html"));
    assert!(String::from_utf8_lossy(&before["2024/manifest.json"]).contains("recommendations.toml"));
    std::fs::write(&file, edited.replace("AAA", "AAB")).expect("files can be written");
    expect(&place.run(&["report", "surveys/toy", "--out", "out"]), 1, "2024/recommendations.toml:2:8");
    assert_eq!(contents(&place.path("out")), before);
}

#[test]
fn steps_of_all_units_are_those_of_each() {
    use nudj::analyse::improvement::{Baseline, Efforts};
    let case = Case::of(&Files::base());
    let (criteria, round) = (case.criteria.as_ref().expect("criteria"), case.round.as_ref().expect("a round"));
    let evaluation = case.evaluation().expect("scores");
    let (framework, methodology) = (&criteria.framework, &criteria.methodology);
    let frozen = freeze(framework, methodology, round, &evaluation, Vec::new(), &Findings::default());
    let all = Improvement::of_round(framework, methodology, round, &frozen);
    for unit in 0..round.units().len() {
        let baseline = Baseline::new(framework, methodology, round, unit).expect("a unit");
        let alone = Improvement::of_unit(&baseline, Efforts::default(), &frozen, 0);
        assert_eq!(alone.units[0], all.units[unit]);
    }
}

//! Laws that hold for every input.

use std::collections::BTreeMap;

use nudj::criteria::Framework;
use nudj::diag::decode;
use nudj::evaluate::{Evaluation, NodeScore, PanelScores, evaluate};
use nudj::methods::ranking::TIE_TOLERANCE;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use crate::support::{Case, Files};

/// What one unit of the toy round says.
#[derive(Clone, Debug)]
struct Unit {
    population: u32,
    /// For the clinic and the school: level of government, and the answers of each row.
    services: [(&'static str, Vec<[&'static str; 2]>); 2],
    reach: Vec<&'static str>,
    visits: Option<u32>,
    liked: &'static str,
    /// In thousandths.
    uptake: Option<u32>,
}

fn service() -> impl Strategy<Value = (&'static str, Vec<[&'static str; 2]>)> {
    let answer = || select(vec!["yes", "no", "nr", ""]);
    let rows = prop::collection::vec([answer(), answer()], 0..4);
    (select(vec!["central", "local", "automatic"]), rows)
}

fn unit() -> impl Strategy<Value = Unit> {
    (
        1..1000_u32,
        [service(), service()],
        subsequence(vec!["portal", "mobile", "kiosk"], 0..=3),
        prop::option::of(0..3000_u32),
        select(vec!["", "disagree", "neutral", "agree"]),
        prop::option::of(0..=1000_u32),
    )
        .prop_map(|(population, services, reach, visits, liked, uptake)| Unit {
            population,
            services,
            reach,
            visits,
            liked,
            uptake,
        })
}

fn units() -> impl Strategy<Value = Vec<Unit>> {
    prop::collection::vec(unit(), 2..7)
}

/// Unit codes that are in another order than their numbers.
fn code(unit: usize) -> String {
    format!("U{}", (unit * 7 + 3) % 10)
}

/// The tables of the toy round as header and rows.
fn tables(units: &[Unit]) -> BTreeMap<&'static str, Vec<Vec<String>>> {
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>();
    let mut list = vec![row(&["code", "name_en", "spellings", "population", "region"])];
    let mut services = vec![row(&["country", "service", "level", "A1", "online?"])];
    let mut country = vec![row(&["unit", "reach", "visits", "liked"])];
    let mut uptake = vec![row(&["unit", "indicator", "value", "status"])];
    for (index, unit) in units.iter().enumerate() {
        let code = code(index);
        list.push(row(&[&code, &format!("Unit {code}"), "", &unit.population.to_string(), "north"]));
        for (item, (level, answers)) in ["clinic", "school"].iter().zip(&unit.services) {
            services.extend(answers.iter().map(|[a1, a2]| row(&[&code, item, level, a1, a2])));
        }
        let visits = unit.visits.map_or(String::new(), |visits| visits.to_string());
        country.push(row(&[&code, &unit.reach.join(";"), &visits, unit.liked]));
        let (value, status) = match unit.uptake {
            Some(thousandths) => ((f64::from(thousandths) / 1000.0).to_string(), "observed"),
            None => (String::new(), "not_available"),
        };
        uptake.push(row(&[&code, "uptake", &value, status]));
    }
    BTreeMap::from([("units.csv", list), ("services.csv", services), ("country.csv", country), ("uptake.csv", uptake)])
}

/// The toy round with these tables; a table of services without rows is left out of the round.
fn files(base: &Files, tables: &BTreeMap<&'static str, Vec<Vec<String>>>) -> Files {
    let mut files = base.clone();
    for (name, rows) in tables {
        let mut text = String::new();
        for row in rows {
            text += &row.join(",");
            text.push('\n');
        }
        if rows.len() == 1 {
            // A header alone is a finding of its own.
            text += "average,clinic,central,,\n";
        }
        files = files.with(name, &text);
    }
    files
}

struct Scored {
    case: Case,
    evaluation: Evaluation,
}

fn scored(files: &Files) -> Scored {
    let case = Case::of(files);
    let evaluation = case.evaluation().unwrap_or_else(|| panic!("{}", case.shown()));
    Scored { case, evaluation }
}

fn score(units: &[Unit]) -> Scored {
    scored(&files(&Files::base(), &tables(units)))
}

impl Scored {
    fn framework(&self) -> &Framework {
        &self.case.criteria.as_ref().expect("criteria").framework
    }

    fn whole(&self) -> &PanelScores {
        &self.evaluation.scores.whole
    }

    /// Every unit and node by their codes.
    fn by_code(&self) -> BTreeMap<(String, String), NodeScore> {
        let round = self.case.round.as_ref().expect("a round");
        let mut found = BTreeMap::new();
        for (node, named) in self.framework().nodes().iter().enumerate() {
            for (unit, one) in round.units().iter().enumerate() {
                let key = (one.code().to_owned(), named.code().to_owned());
                found.insert(key, self.whole().at(node, unit).clone());
            }
        }
        found
    }

    fn all(&self) -> impl Iterator<Item = &NodeScore> {
        let slices = self.evaluation.scores.slices.iter().map(|(_, panel)| panel);
        std::iter::once(self.whole()).chain(slices).flat_map(|panel| panel.nodes.iter().flatten())
    }
}

/// Equal up to the order of adding, with equal ranks.
fn same(left: &Scored, right: &Scored) {
    let (left, right) = (left.by_code(), right.by_code());
    assert_eq!(left.len(), right.len());
    for (key, one) in &left {
        let other = &right[key];
        match (one.score, other.score) {
            (Ok(a), Ok(b)) => assert!((a - b).abs() < 1e-9, "{key:?}: {a} and {b}"),
            (a, b) => assert_eq!(a, b, "{key:?}"),
        }
        assert_eq!((one.rank, one.band), (other.rank, other.band), "{key:?}");
        assert_eq!((one.answered, one.applicable), (other.answered, other.applicable), "{key:?}");
        assert!((one.coverage - other.coverage).abs() < 1e-9);
    }
}

/// Raises one answer of a unit; false where it is already the best.
fn raise(unit: &mut Unit, what: usize, which: &Index) -> bool {
    match what {
        0 | 1 => {
            let rows = &mut unit.services[what].1;
            let cells: Vec<&mut &'static str> = rows.iter_mut().flatten().filter(|cell| **cell == "no").collect();
            let count = cells.len();
            cells.into_iter().nth(if count == 0 { 0 } else { which.index(count) }).map(|cell| *cell = "yes").is_some()
        }
        2 => {
            let free: Vec<&str> =
                ["portal", "mobile", "kiosk"].into_iter().filter(|channel| !unit.reach.contains(channel)).collect();
            // An empty cell is no answer, so a first channel is not a higher answer but a new one.
            if free.is_empty() || unit.reach.is_empty() {
                return false;
            }
            unit.reach.push(free[which.index(free.len())]);
            true
        }
        3 => unit.visits.as_mut().map(|visits| *visits += 1 + which.index(500) as u32).is_some(),
        4 => {
            let higher = match unit.liked {
                "disagree" => "neutral",
                "neutral" => "agree",
                _ => return false,
            };
            unit.liked = higher;
            true
        }
        _ => match unit.uptake.as_mut().filter(|uptake| **uptake < 1000) {
            Some(uptake) => {
                *uptake += 1 + which.index(1000 - *uptake as usize) as u32;
                true
            }
            None => false,
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_does_not_matter(units in units(), seed in any::<u64>()) {
        let sorted = tables(&units);
        let mut mixed = sorted.clone();
        let mut state = seed;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap_or(0) % below.max(1)
        };
        for rows in mixed.values_mut() {
            for at in (2..rows.len()).rev() {
                let other = 1 + next(at);
                rows.swap(at, other);
            }
            let width = rows[0].len();
            for at in (1..width).rev() {
                let other = next(at + 1);
                rows.iter_mut().for_each(|row| row.swap(at, other));
            }
        }
        let base = Files::base();
        // Only tables with rows: the row that stands for none is written in the order of the columns.
        prop_assume!(sorted["services.csv"].len() > 1);
        same(&scored(&files(&base, &sorted)), &scored(&files(&base, &mixed)));
    }

    #[test]
    fn only_the_relation_of_weights_matters(units in units(), factor in 0.001..1000.0_f64) {
        let base = files(&Files::base(), &tables(&units));
        let scaled = base
            .replaced("criteria/tree.toml", "weight = 60\n", &format!("weight = {:?}\n", 60.0 * factor))
            .replaced("criteria/tree.toml", "weight = 40\n", &format!("weight = {:?}\n", 40.0 * factor));
        same(&scored(&base), &scored(&scaled));
    }

    #[test]
    fn a_higher_answer_never_lowers_a_score(
        units in units(), which in any::<Index>(), unit in any::<Index>(), what in 0..6_usize,
    ) {
        let mut raised = units.clone();
        let at = unit.index(units.len());
        prop_assume!(raise(&mut raised[at], what, &which));
        let (before, after) = (score(&units), score(&raised));
        let (left, right) = (before.by_code(), after.by_code());
        for (key, one) in &left {
            let other = &right[key];
            if let (Ok(a), Ok(b)) = (one.score, other.score) {
                prop_assert!(b >= a - 1e-9, "{:?} fell from {} to {}", key, a, b);
                prop_assert!(key.0 == code(at) || a.total_cmp(&b).is_eq(), "{:?} moved", key);
            } else {
                prop_assert_eq!(one.score.is_ok(), other.score.is_ok());
            }
        }
    }

    #[test]
    fn contributions_sum_to_the_score(
        units in units(),
        method in select(vec![
            "\"arithmetic\"",
            "\"geometric\"\nat_zero = \"floor\"\nfloor = 1",
            "\"geometric\"\nat_zero = \"zero\"",
            "\"harmonic\"\nat_zero = \"floor\"\nfloor = 0.5",
            "\"power\"\nexponent = 2.5\nat_zero = \"zero\"",
            "\"power\"\nexponent = -1.5\nat_zero = \"floor\"\nfloor = 2",
        ]),
        missing in select(vec!["rescale", "zero"]),
    ) {
        let mut base = files(&Files::base(), &tables(&units));
        for level in ["index", "pillar"] {
            let title = format!("[methodology.aggregation.{level}]\nmethod = ");
            let text = format!("{title}{method}\nmissing = \"{missing}\"");
            base = base.replaced("criteria/framework.toml", &format!("{title}\"arithmetic\""), &text);
        }
        let scored = scored(&base);
        let mut seen = 0;
        for (node, named) in scored.framework().nodes().iter().enumerate() {
            for one in &scored.whole().nodes[node] {
                if let (Ok(score), false) = (one.score, named.children().is_empty()) {
                    let sum: f64 = one.contributions.iter().sum();
                    prop_assert!(sum.total_cmp(&score).is_eq() || (sum == 0.0 && score == 0.0), "{}: {:?} sums to {} and not to {}", named.code(), one.contributions, sum, score);
                    prop_assert_eq!(one.contributions.len(), named.children().len());
                    seen += 1;
                }
            }
        }
        prop_assume!(seen > 0);
    }

    #[test]
    fn a_unit_that_leaves_does_not_move_the_others(units in units(), gone in any::<Index>()) {
        let whole = score(&units);
        let (criteria, round) = (whole.case.criteria.as_ref().expect("criteria"), whole.case.round.as_ref().expect("a round"));
        let gone = gone.index(units.len());
        let less = evaluate(&criteria.framework, &criteria.methodology, &round.without_unit(gone));
        for node in 0..criteria.framework.nodes().len() {
            let mut before = whole.whole().column(node);
            let _ = before.remove(gone);
            prop_assert_eq!(before, less.scores.whole.column(node));
        }
    }

    #[test]
    fn scores_lie_in_their_range(units in units()) {
        let scored = score(&units);
        for one in scored.all() {
            prop_assert!((0.0..=1.0).contains(&one.coverage));
            prop_assert!(one.answered <= one.applicable, "{:?}", one);
            if let (Ok(score), Some(range)) = (one.score, one.range) {
                prop_assert!((0.0..=100.0).contains(&score), "{}", score);
                prop_assert!(range.low() <= score + 1e-9 && score <= range.high() + 1e-9, "{:?}", one);
            }
        }
    }

    #[test]
    fn ranks_leave_gaps_after_ties(units in units()) {
        let scored = score(&units);
        for column in &scored.whole().nodes {
            for one in column {
                let rank = one.score.ok().map(|score| {
                    1 + column.iter().filter(|other| other.score.is_ok_and(|other| other > score + TIE_TOLERANCE)).count() as u32
                });
                prop_assert_eq!(one.rank, rank);
            }
        }
    }

    #[test]
    fn slices_combine_to_their_mean(units in units()) {
        let base = files(&Files::base(), &tables(&units));
        let head = base.get("criteria/framework.toml").expect("it is there").to_owned();
        let sliced = base.with("criteria/framework.toml", &format!("{head}\n[slices]\nfacet = \"sector\"\ncombine = \"mean\"\n"));
        let sliced = sliced.replaced(
            "criteria/tree.toml", ", strata = { facet = \"sector\", weights = { health = 3, education = 1 } }", "",
        );
        let scored = scored(&sliced);
        let scores = &scored.evaluation.scores;
        prop_assert_eq!(scores.slices.len(), 2);
        for node in 0..scored.framework().nodes().len() {
            for unit in 0..units.len() {
                let there: Vec<f64> =
                    scores.slices.iter().filter_map(|(_, panel)| panel.at(node, unit).score.ok()).collect();
                match scores.whole.at(node, unit).score {
                    Ok(whole) => {
                        let mean = there.iter().sum::<f64>() / there.len() as f64;
                        prop_assert!((whole - mean).abs() < 1e-9, "{} and {:?}", whole, there);
                    }
                    Err(_) => prop_assert!(there.is_empty()),
                }
            }
        }
    }
}

/// Bytes that mean something to one of the readers.
const PIECES: [&str; 40] = [
    "\"",
    "\"\"\"",
    "'",
    "[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "#",
    "nan",
    "inf",
    "-1",
    "1e999",
    "18446744073709551616",
    "\u{feff}",
    "\u{0}",
    "é",
    "١٢",
    "مرحبا",
    "\\",
    "\\u0000",
    "code",
    "parent = \"total\"\n",
    "[[group]]\n",
    "[[indicator]]\n",
    "[methodology]\n",
    "weight = 0\n",
    "\"total\"",
    "A1",
    "AAA",
    "true",
    "2024-01-01",
    "[a.b.c]\n",
    "x",
];

/// One change of a file.
#[derive(Clone, Debug)]
enum Change {
    Insert(Index, &'static str),
    Cut(Index, usize),
    Swap(Index, Index),
    Repeat(Index, usize),
    Text(Index, String),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<Index>(), select(PIECES.to_vec())).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (any::<Index>(), 1..40_usize).prop_map(|(at, count)| Change::Cut(at, count)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Swap(from, to)),
        (any::<Index>(), 1..4_usize).prop_map(|(at, count)| Change::Repeat(at, count)),
        (any::<Index>(), "\\PC{0,12}").prop_map(|(at, text)| Change::Text(at, text)),
    ]
}

fn changed(text: &str, change: &Change) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if chars.is_empty() {
        return text.to_owned();
    }
    let (at, piece) = match change {
        Change::Insert(at, piece) => (at, (*piece).to_owned()),
        Change::Text(at, piece) => (at, piece.clone()),
        Change::Cut(at, count) => {
            let from = at.index(chars.len());
            chars.drain(from..(from + count).min(chars.len()));
            return chars.into_iter().collect();
        }
        Change::Swap(from, to) => {
            let (from, to) = (from.index(lines.len()), to.index(lines.len()));
            lines.swap(from, to);
            return lines.concat();
        }
        Change::Repeat(at, count) => return format!("{text}{}", lines[at.index(lines.len())].repeat(*count)),
    };
    let at = at.index(chars.len());
    chars[..at].iter().copied().chain(piece.chars()).chain(chars[at..].iter().copied()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_never_panic(
        changes in prop::collection::vec((any::<Index>(), change()), 1..4),
    ) {
        let mut files = Files::base();
        let names: Vec<String> = files.iter().map(|(name, _)| name.to_owned()).collect();
        for (file, change) in &changes {
            let name = &names[file.index(names.len())];
            let text = changed(files.get(name).expect("it is there"), change);
            files = files.with(name, &text);
        }
        let case = Case::of(&files);
        prop_assert!(case.shown().len() < 1_000_000);
    }

    #[test]
    fn arbitrary_text_never_panics(file in any::<Index>(), text in "(\\PC|[\"\\[\\]{}=,;\t\r\n0-9.]){0,120}") {
        let files = Files::base();
        let names: Vec<String> = files.iter().map(|(name, _)| name.to_owned()).collect();
        let _ = Case::of(&files.with(&names[file.index(names.len())], &text)).shown();
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode(bytes);
    }
}

#[test]
fn nesting_without_end_is_a_finding_and_no_overflow() {
    for deep in [
        format!("x = {}", "[".repeat(100_000)),
        format!("x = {}", "{ a = ".repeat(100_000)),
        format!("{} = 1", vec!["a"; 100_000].join(".")),
        format!("[{}]", vec!["a"; 100_000].join(".")),
        format!("[[{}]]", vec!["a"; 100_000].join(".")),
    ] {
        let case = Case::of(&Files::base().with("criteria/framework.toml", &deep));
        assert!(case.findings.has_errors());
        assert!(!case.shown().is_empty());
    }
}

/// Read naively, each question would be read twice by the next, so that three hundred of them never end.
#[test]
fn a_long_chain_of_derived_questions_ends() {
    let mut questions = "    { code = \"Q0\", scale = \"yes-no\" },\n".to_owned();
    for number in 1..300 {
        let before = number - 1;
        questions += &format!("    {{ code = \"Q{number}\", best_of = [\"Q{before}\", \"Q{before}\"] }},\n");
    }
    let from = "    { code = \"A3\", best_of = [\"A1\", \"A2\"] },\n";
    let files = Files::base().replaced("criteria/services.toml", from, &format!("{from}{questions}"));
    let points = "kind = \"points\", points = { A1 = 40, A2 = 60 }";
    let files = files.replaced("criteria/tree.toml", points, "kind = \"mean\", questions = [\"A1\", \"Q299\"]");
    let case = Case::of(&files);
    assert!(case.evaluation().is_some(), "{}", case.shown());
}

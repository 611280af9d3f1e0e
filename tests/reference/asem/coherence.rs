//! Statistics, correlations, components and alpha of COINr beside the coherence of the same data here.

use std::collections::BTreeMap;

use nudj::analyse::coherence::{
    Association, Coherence, Correlation, FlagKind, Level, Missing, Rules, alpha, coherence, complete_pairs,
    correlations, principal_components, statistics,
};
use nudj::evaluate::Columns;
use nudj::model::{Absence, Datum};
use nudj::stats;

use super::compare::{column_of, verdict};
use super::inputs::{Asem, Data, Denominators, Setup, TOLERANCE};
use super::{Cases, EXAMPLE};
use crate::figures::{Case, Tolerance};
use crate::matrix::{Matrix, number};
use crate::scoring::Scored;

/// Correlations and p-values lie between -1 and 1, and many of them near 0, where only the last digits of sums are left.
const BETWEEN_ONES: Tolerance = Tolerance::Absolute(1e-9);

/// COINr's figures are printed with three significant digits.
const THREE_DIGITS: Tolerance = Tolerance::Relative(5.1e-3);

/// Columns by code.
struct Named {
    codes: Vec<String>,
    columns: Vec<Vec<Datum>>,
}

impl Named {
    fn stage(scored: &Scored, stage: &Columns) -> Named {
        let framework = &scored.criteria.framework;
        let code = |indicator: &nudj::criteria::Indicator| framework.nodes()[indicator.node()].code().to_owned();
        Named { codes: framework.indicators().iter().map(code).collect(), columns: stage.clone() }
    }

    /// The scores of every node.
    fn nodes(scored: &Scored) -> Named {
        let nodes = scored.criteria.framework.nodes();
        let whole = &scored.evaluation.scores.whole;
        Named {
            codes: nodes.iter().map(|node| node.code().to_owned()).collect(),
            columns: (0..nodes.len()).map(|node| whole.column(node)).collect(),
        }
    }

    fn column(&self, code: &str) -> &[Datum] {
        let at = self.codes.iter().position(|there| there == code);
        at.map_or(&[], |at| self.columns[at].as_slice())
    }

    fn pairs(&self) -> BTreeMap<(String, String), Correlation> {
        let named = |pair: Correlation| ((self.codes[pair.first].clone(), self.codes[pair.second].clone()), pair);
        correlations(&self.columns).into_iter().map(named).collect()
    }
}

fn found(pairs: &BTreeMap<(String, String), Correlation>, one: &str, other: &str) -> Option<Correlation> {
    let key = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    pairs.get(&key(one, other)).or_else(|| pairs.get(&key(other, one))).copied()
}

fn datum(figure: Option<f64>) -> Datum {
    figure.ok_or(Absence::Undefined)
}

/// The coefficient and p-value that a file is about, by the word in its name.
fn association(pair: &Correlation, file: &str) -> Association {
    match file {
        file if file.contains("spearman") => pair.spearman,
        file if file.contains("kendall") => pair.kendall,
        _ => pair.pearson,
    }
}

pub(super) fn cases(asem: &Asem) -> Cases {
    let setup = Setup { denominators: Denominators::Units, ..Setup::plain(EXAMPLE) };
    let scored = asem.score(&setup, &Data::Original)?;
    let stages = scored.stages();
    let data: BTreeMap<&str, Named> = BTreeMap::from([
        ("Raw", Named::stage(&scored, &stages.raw)),
        ("Denominated", Named::stage(&scored, &stages.denominated)),
        ("Treated", Named::stage(&scored, &stages.treated)),
        ("Normalised", Named::stage(&scored, &stages.normalised.columns)),
        ("Aggregated", Named::nodes(&scored)),
    ]);
    let mut cases = Vec::new();
    for name in asem.files("08_stats")? {
        cases.push(statistics_of(asem, &name, &data)?);
    }
    for name in asem.files("09_correlation")? {
        let case = match name.as_str() {
            "denominator_corr_0.6" => with_denominators(asem, &data["Raw"])?,
            name if name.starts_with("flags") => flags(asem, name, &scored)?,
            name if name.contains("_vs_") && !name.contains("vs_index") => family(asem, name, &data["Aggregated"])?,
            name if name.contains("indicators") => matrix(asem, name, &data["Raw"])?,
            name => long(asem, name, &data)?,
        };
        cases.push(case);
    }
    cases.extend(components(asem, &data)?);
    cases.push(alphas(asem, &data)?);
    Ok(cases)
}

fn statistics_of(asem: &Asem, name: &str, data: &BTreeMap<&str, Named>) -> Result<Case, String> {
    let file = format!("08_stats/{name}");
    let published = asem.matrix(&format!("{file}.csv"), &["iCode"])?;
    let rounded = name.contains("rounded");
    let mut case = Case::new("asem", &file, if rounded { THREE_DIGITS } else { TOLERANCE });
    let stage = data.keys().find(|stage| name.split('_').any(|word| word == **stage));
    let named = stage.map(|stage| &data[stage]).ok_or_else(|| format!("{file}: of which stage?"))?;
    for code in &published.keys {
        let one = statistics(named.column(code), &Rules::default());
        let share = |part: usize, whole: usize| datum((whole > 0).then(|| part as f64 / whole as f64));
        let low = |low: bool| if low { "LOW" } else { "ok" };
        let numbers = [
            ("Min", datum(one.min.value())),
            ("Max", datum(one.max.value())),
            ("Mean", datum(one.mean.value())),
            ("Median", datum(one.median.value())),
            ("Std", datum(one.sd.value())),
            ("Skew", datum(one.skewness.value())),
            ("Kurt", datum(one.kurtosis.value())),
            ("skew_raw", datum(one.skewness.value())),
            ("kurt_raw", datum(one.kurtosis.value())),
            ("N.Avail", Ok(one.n as f64)),
            ("N.NonZero", Ok(one.nonzero as f64)),
            ("N.Unique", Ok(one.distinct as f64)),
            ("N.Same", Ok(one.most_frequent as f64)),
            ("Frc.Avail", share(one.n, one.rows)),
            ("Frc.NonZero", share(one.nonzero, one.n)),
            ("Frc.Unique", share(one.distinct, one.n)),
            ("Frc.Same", share(one.most_frequent, one.n)),
        ];
        let words = [
            ("Flag.Avail", low(one.low_available)),
            ("Flag.NonZero", low(one.low_nonzero)),
            ("Flag.Unique", low(one.low_distinct)),
            ("Flag.SkewKurt", if one.outliers { "OUT" } else { "ok" }),
            ("pass_default", verdict(!one.outliers)),
        ];
        for (title, ours) in
            numbers.into_iter().filter(|(title, _)| published.titles.iter().any(|there| there == title))
        {
            case.number(|| format!("{code} {title}"), published.number(code, title), ours);
        }
        for (title, ours) in words.into_iter().filter(|(title, _)| published.titles.iter().any(|there| there == title))
        {
            case.word(|| format!("{code} {title}"), published.word(code, title), ours);
        }
    }
    Ok(case)
}

/// A square file of coefficients or p-values.
fn matrix(asem: &Asem, name: &str, named: &Named) -> Result<Case, String> {
    let file = format!("09_correlation/{name}");
    let published = asem.matrix(&format!("{file}.csv"), &["iCode"])?;
    let pairs = named.pairs();
    let mut case = Case::new("asem", &file, BETWEEN_ONES);
    for one in &published.keys {
        for other in published.titles.iter().filter(|other| *other != one) {
            let pair = found(&pairs, one, other).map(|pair| association(&pair, name));
            let figure = pair.and_then(|pair| if name.contains("pvalues") { pair.p } else { pair.r }.value());
            case.number(|| format!("{one} {other}"), published.number(one, other), datum(figure));
        }
    }
    Ok(case)
}

/// A file with one row for each pair.
fn long(asem: &Asem, name: &str, data: &BTreeMap<&str, Named>) -> Result<Case, String> {
    let file = format!("09_correlation/{name}");
    let published = asem.matrix(&format!("{file}.csv"), &["Var1", "Var2"])?;
    let stage = name.split('_').next().unwrap_or("");
    let named = data.get(stage).ok_or_else(|| format!("{file}: of which stage?"))?;
    let pairs = named.pairs();
    let lower = |code: &str| asem.meta.word(code, "Direction") == "-1";
    let mut case = Case::new("asem", &file, BETWEEN_ONES);
    for key in &published.keys {
        let (one, other) = key.split_once('|').unwrap_or((key, ""));
        let pair = found(&pairs, one, other).map(|pair| association(&pair, name));
        let shown = |pair: &Association| !name.contains("masked") || pair.p.value().is_some_and(|p| p <= 0.05);
        let figure = if one == other { Some(1.0) } else { pair.filter(shown).and_then(|pair| pair.r.value()) };
        let turned = name.contains("directed") && lower(one) != lower(other);
        let figure = figure.map(|r| if turned { -r } else { r });
        case.number(|| key.clone(), published.number(key, "Correlation"), datum(figure));
    }
    Ok(case)
}

/// Each indicator beside its parent, grandparent and the index.
fn family(asem: &Asem, name: &str, named: &Named) -> Result<Case, String> {
    let file = format!("09_correlation/{name}");
    let published = asem.matrix(&format!("{file}.csv"), &["Var1", "Var2"])?;
    let pairs = named.pairs();
    let mut case = Case::new("asem", &file, BETWEEN_ONES);
    for key in &published.keys {
        let (relative, code) = key.split_once('|').unwrap_or((key, ""));
        let parent = |code: &str| asem.meta.word(code, "Parent").to_owned();
        let above = match relative {
            "Pillar" => parent(code),
            "Sub-index" => parent(&parent(code)),
            other => other.to_owned(),
        };
        let r = found(&pairs, &above, code).and_then(|pair| pair.pearson.r.value());
        case.number(|| key.clone(), published.number(key, "Correlation"), datum(r));
    }
    Ok(case)
}

fn with_denominators(asem: &Asem, raw: &Named) -> Result<Case, String> {
    let file = "09_correlation/denominator_corr_0.6";
    let published = asem.matrix(&format!("{file}.csv"), &["Ind", "Denom"])?;
    let units = asem.matrix("00_inputs/unit_groups_denoms.csv", &["uCode"])?;
    let mut case = Case::new("asem", file, BETWEEN_ONES);
    for code in &raw.codes {
        for quantity in ["Area", "Energy", "GDP", "Population"] {
            let column: Vec<Datum> = asem.unit_codes().map(|unit| datum(units.number(unit, quantity))).collect();
            let (x, y) = complete_pairs(raw.column(code), &column);
            let r = stats::pearson(&x, &y).filter(|r| r.abs() > 0.6);
            let there = published.number(&format!("{code}|{quantity}"), "Corr");
            case.number_where_any(|| format!("{code} {quantity}"), there, datum(r));
        }
    }
    Ok(case)
}

fn analysed(scored: &Scored, rules: Rules) -> Coherence {
    let (framework, methodology) = (&scored.criteria.framework, &scored.criteria.methodology);
    coherence(framework, methodology, &scored.evaluation, Level::Indicators, rules)
}

/// Pairs inside a pillar beyond a threshold.
fn flags(asem: &Asem, name: &str, scored: &Scored) -> Result<Case, String> {
    let file = format!("09_correlation/{name}");
    let published = asem.matrix(&format!("{file}.csv"), &["Ind1", "Ind2"])?;
    let found = analysed(scored, Rules { redundant: 0.75, opposed: -0.2, ..Rules::default() });
    let kind = if name.contains("high") { FlagKind::Redundant } else { FlagKind::Opposed };
    let mut ours = BTreeMap::new();
    for flag in found.flags.iter().filter(|flag| flag.kind == kind) {
        if let Some(second) = flag.second {
            let mut pair = [found.columns[flag.first].as_str(), found.columns[second].as_str()];
            pair.sort_unstable();
            ours.insert(pair.join("|"), flag.r.value());
        }
    }
    let mut case = Case::new("asem", &file, BETWEEN_ONES);
    let there = |key: &String| {
        let mut pair: Vec<&str> = key.split('|').collect();
        pair.sort_unstable();
        (pair.join("|"), published.number(key, "Corr"))
    };
    let published: BTreeMap<String, Option<f64>> = published.keys.iter().map(there).collect();
    let mut keys: Vec<&String> = published.keys().chain(ours.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let (there, here) = (published.get(key).copied().flatten(), ours.get(key).copied().flatten());
        case.number(|| key.clone(), there, datum(here));
    }
    Ok(case)
}

/// The groups of columns of one run of COINr: name and codes in the order of its loadings.
fn groups(loadings: &Matrix) -> BTreeMap<String, Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for key in loadings.keys.iter().filter(|key| key.ends_with("|1")) {
        let mut words = key.split('|');
        if let (Some(group), Some(code)) = (words.next(), words.next()) {
            groups.entry(group.to_owned()).or_default().push(code.to_owned());
        }
    }
    groups
}

fn components(asem: &Asem, data: &BTreeMap<&str, Named>) -> Cases {
    let files = asem.files("10_pca_alpha")?;
    let mut cases = Vec::new();
    for run in files.iter().filter_map(|file| file.strip_suffix("_loadings")) {
        let file = |what: &str| format!("10_pca_alpha/{run}_{what}");
        let loadings = asem.matrix(&format!("{}.csv", file("loadings")), &["Group", "iCode", "PC"])?;
        let variance = asem.matrix(&format!("{}.csv", file("variance")), &["Group", "PC"])?;
        let weights = asem.matrix(&format!("{}.csv", file("weights")), &["iCode"])?;
        let named = &data[run.split('_').next().unwrap_or("")];
        let mut made = [asem.case(&file("loadings")), asem.case(&file("variance")), asem.case(&file("weights"))];
        made[0].tolerance = BETWEEN_ONES;
        made[2].tolerance = BETWEEN_ONES;
        let mut first: BTreeMap<String, f64> = BTreeMap::new();
        for (group, codes) in groups(&loadings) {
            let columns: Vec<&[Datum]> = codes.iter().map(|code| named.column(code)).collect();
            let found = principal_components(&columns);
            for (at, component) in found.components.iter().enumerate() {
                let pc = at + 1;
                let key = |code: &String| format!("{group}|{code}|{pc}");
                let there = |code: &String| loadings.number(&key(code), "Loading");
                // A component has no sign of its own: ours is turned the way of theirs.
                let dot: f64 =
                    codes.iter().zip(&component.loadings).filter_map(|(code, ours)| Some(there(code)? * ours)).sum();
                for (code, ours) in codes.iter().zip(&component.loadings) {
                    let ours = if dot < 0.0 { -ours } else { *ours };
                    made[0].number(|| key(code), there(code), Ok(ours));
                    if pc == 1 {
                        first.insert(code.clone(), ours);
                    }
                }
                let key = format!("{group}|{pc}");
                let figures = [
                    ("sdev", component.variance.sqrt()),
                    ("variance", component.variance),
                    ("frac_variance", component.explained),
                    ("n_rows", found.n as f64),
                ];
                for (title, ours) in figures {
                    made[1].number(|| format!("{key} {title}"), variance.number(&key, title), Ok(ours));
                }
            }
        }
        for code in &weights.keys {
            // What was not asked for keeps its weight of one.
            let ours = first.get(code).copied().unwrap_or(1.0);
            made[2].number(|| code.clone(), weights.number(code, "Weight"), Ok(ours));
        }
        cases.extend(made);
    }
    Ok(cases)
}

fn alphas(asem: &Asem, data: &BTreeMap<&str, Named>) -> Result<Case, String> {
    let file = "10_pca_alpha/cronbach_alpha";
    let text = asem.text(&format!("{file}.csv"))?;
    let mut case = asem.case(file);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [stage, element, level, rows, published] = cells[..] else { return Err(format!("{file}: {line}")) };
        let all = element.contains("all 49");
        let inside = |code: &&String| {
            asem.meta.word(code, "Level") == level && (all || asem.meta.word(code, "Parent") == element)
        };
        let columns: Vec<&[Datum]> =
            asem.meta.keys.iter().filter(inside).map(|code| data[stage].column(code)).collect();
        let missing = if rows.starts_with("pairwise") { Missing::Pairwise } else { Missing::Listwise };
        case.number(|| line.to_owned(), number(published), datum(alpha(&columns, missing).alpha.value()));
    }
    Ok(case)
}

/// Results of COINr that are made from scores: another normalisation, elements removed, the summary of units, and their
/// strengths and weaknesses.
pub(super) fn results(asem: &Asem) -> Cases {
    let setup = |methodology: &str| Setup { denominators: Denominators::Units, ..Setup::plain(methodology) };
    let scored = asem.score(&setup(EXAMPLE), &Data::Original)?;
    let ranked = format!("{EXAMPLE}normalisation = {{ method = \"percentile_rank\" }}\n");
    let ranked = asem.score(&Setup { scale: (0.0, 1.0), ..setup(&ranked) }, &Data::Original)?;
    let mut cases = vec![asem.nodes("12_results/aggregated_prank_alternative", &ranked, |score| score.score)?];
    let rank =
        |scored: &Scored, node: &str, unit: &str| datum(scored.at(node, unit).and_then(|at| at.rank).map(f64::from));
    let file = "12_results/compare_minmax_vs_prank_index_ranks";
    let published = asem.matrix(&format!("{file}.csv"), &["uCode"])?;
    let mut case = asem.case(file);
    for unit in &published.keys {
        let (one, other) = (rank(&scored, "Index", unit), rank(&ranked, "Index", unit));
        let change = one.and_then(|one| other.map(|other| one - other));
        let figures = [("coin.1", one), ("coin.2", other), ("Diff", change), ("Abs.diff", change.map(f64::abs))];
        for (title, ours) in figures {
            case.number(|| format!("{unit} {title}"), published.number(unit, title), ours);
        }
    }
    cases.push(case);
    let file = "12_results/unit_summary";
    let published = asem.matrix(&format!("{file}.csv"), &["uCode", "Code"])?;
    let mut case = asem.case(file);
    for key in &published.keys {
        let (unit, code) = key.split_once('|').unwrap_or((key, ""));
        case.number(|| format!("{key} Score"), published.number(key, "Score"), scored.score(code, unit));
        case.number(|| format!("{key} Rank"), published.number(key, "Rank"), rank(&scored, code, unit));
    }
    cases.push(case);
    for level in ["level2", "level3"] {
        cases.extend(removed(asem, level)?);
    }
    cases.push(strengths(asem, &scored)?);
    Ok(cases)
}

/// One element at a time with weight 0.
fn removed(asem: &Asem, level: &str) -> Cases {
    let file = |what: &str| format!("12_results/remove_elements_{level}_{what}");
    let read = |what: &str, key: &str| asem.matrix(&format!("{}.csv", file(what)), &[key]);
    let (scores, ranks, means) = (read("scores", "uCode")?, read("ranks", "uCode")?, read("meanabs", "element")?);
    let mut made = ["scores", "ranks", "meanabs"].map(|what| asem.case(&file(what)));
    let mut nominal: Vec<f64> = Vec::new();
    for element in &scores.titles {
        let weight = |code: &String| format!("{code},{}\n", if code == element { 0 } else { 1 });
        let weights = Matrix::parse(
            &asem.meta.keys.iter().map(weight).fold("iCode,Weight\n".to_owned(), |all, one| all + &one),
            &["iCode"],
        )?;
        let setup = Setup { denominators: Denominators::Units, weights: Some(&weights), ..Setup::plain(EXAMPLE) };
        let scored = asem.score(&setup, &Data::Original)?;
        let mut here = Vec::new();
        for unit in &scores.keys {
            let rank = datum(scored.at("Index", unit).and_then(|at| at.rank).map(f64::from));
            made[0].number(|| format!("{unit} {element}"), scores.number(unit, element), scored.score("Index", unit));
            made[1].number(|| format!("{unit} {element}"), ranks.number(unit, element), rank);
            here.extend(rank.ok());
        }
        if nominal.is_empty() {
            nominal.clone_from(&here);
        }
        let changes: Vec<f64> = here.iter().zip(&nominal).map(|(here, nominal)| (here - nominal).abs()).collect();
        made[2].number(|| element.clone(), means.number(element, "MeanAbsRankDiff"), datum(stats::mean(&changes)));
    }
    Ok(made.into())
}

/// The five indicators in which a unit ranks best, and the five in which it ranks worst. COINr leaves out of both those in which it
/// has the last rank of all.
fn strengths(asem: &Asem, scored: &Scored) -> Result<Case, String> {
    let file = "12_results/str_weak_Raw_default";
    let text = asem.text(&format!("{file}.csv"))?;
    let published = Matrix::parse(&text, &["uCode", "kind", "Code"])?;
    // Of equal ranks the order of COINr's sorted metadata decides.
    let sorted = asem.matrix("00_inputs/indicator_meta_sorted.csv", &["iCode"])?;
    let raw = &scored.stages().raw;
    let mut ours: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    let mut units: Vec<&str> = published.keys.iter().filter_map(|key| key.split('|').next()).collect();
    units.dedup();
    for unit in &units {
        let row = scored.unit(unit).unwrap_or(usize::MAX);
        let mut ranked: Vec<(u32, &String, f64)> = Vec::new();
        for code in sorted.keys.iter().filter(|code| asem.meta.word(code, "Level") == "1") {
            let Some(column) = column_of(scored, code) else { continue };
            let sign = if asem.meta.word(code, "Direction") == "-1" { -1.0 } else { 1.0 };
            let directed: Vec<Datum> = raw[column].iter().map(|datum| datum.map(|value| sign * value)).collect();
            let ranks = nudj::methods::ranking::ranks(&directed);
            let last = ranks.iter().flatten().max().copied().unwrap_or(0);
            if let (Some(rank), Ok(value)) = (ranks[row], raw[column][row])
                && rank != last
            {
                ranked.push((rank, code, value));
            }
        }
        ranked.sort_by_key(|(rank, _, _)| *rank);
        for (kind, some) in [("Strength", &ranked[..5]), ("Weakness", &ranked[ranked.len() - 5..])] {
            ours.extend(
                some.iter().map(|(rank, code, value)| (format!("{unit}|{kind}|{code}"), (f64::from(*rank), *value))),
            );
        }
    }
    let mut case = asem.case(file);
    let mut keys: Vec<&String> = published.keys.iter().chain(ours.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let here = ours.get(key);
        case.number(|| format!("{key} Rank"), published.number(key, "Rank"), datum(here.map(|(rank, _)| *rank)));
        case.number(|| format!("{key} Value"), published.number(key, "Value"), datum(here.map(|(_, value)| *value)));
    }
    Ok(case)
}

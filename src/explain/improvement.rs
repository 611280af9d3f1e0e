//! Steps, what-if and paths to a target as text for the terminal.

use super::{datum, figure};
use crate::analyse::improvement::{Changed, Gap, Gaps, ItemGap, Path, Standing};
use crate::criteria::{About as TableAbout, Effort, Framework, IndicatorIx, QuestionKind};
use crate::survey::{Answer, Unit};

/// What texts about a unit need.
#[derive(Clone, Copy, Debug)]
pub struct OfUnit<'s> {
    /// Framework.
    pub framework: &'s Framework,
    /// Unit.
    pub unit: &'s Unit,
    /// Language of names and recommendations.
    pub language: &'s str,
}

/// How many steps are printed.
#[derive(Clone, Copy, Debug)]
pub struct Shown(pub usize);

/// Writes the steps of a unit as text, with the improvements that the criteria name as drafts.
#[must_use]
pub fn gaps_text(about: OfUnit<'_>, gaps: &Gaps, Shown(shown): Shown) -> String {
    let mut text = format!("{}\n", head(about, "now", &gaps.now));
    text += published(&gaps.now);
    if gaps.steps.is_empty() {
        text += "no step can be tried: no indicator has a value that could rise\n";
        text += &listed(about, "already at the best value", gaps.at_best.iter().copied());
        return text + &listed(about, "without a value", gaps.without.iter().map(|(indicator, _)| *indicator));
    }
    text += "Each gain is found by scoring the round again with this one value changed, so gains do not add up.\n\n";
    let mut rows = vec![
        ["indicator", "step", "from", "to", "gain", "rank", "effort", "gain for effort", "at best"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(gaps.steps.iter().take(shown).map(|gap| row(about, &gaps.now, gap)));
    text += &super::table(&rows);
    text += &rest(gaps.steps.len(), shown, "steps");
    text += &items(about, gaps, shown);
    text += &listed(about, "already at the best value", gaps.at_best.iter().copied());
    text += &listed(about, "without a value, so without a step", gaps.without.iter().map(|(indicator, _)| *indicator));
    text + &drafts(about, gaps, shown)
}

fn head(about: OfUnit<'_>, when: &str, standing: &Standing) -> String {
    let name = about.unit.name().get(about.language);
    format!("{name} ({}) {when}: {}", about.unit.code(), stands(about.framework, standing))
}

fn published(standing: &Standing) -> &'static str {
    if standing.published {
        "note: the index of this unit is published and not computed, so nothing below it moves it\n"
    } else {
        ""
    }
}

/// Score, rank and band in one line.
fn stands(framework: &Framework, standing: &Standing) -> String {
    let index = framework.nodes.first().map_or("", |node| node.code.as_str());
    let rank = standing.rank.map_or("no rank".to_owned(), |rank| format!("rank {rank}"));
    let band = standing.band.and_then(|band| framework.bands.get(band));
    let band = band.map_or(String::new(), |band| format!(", band {}", band.code()));
    let range = standing.range.filter(|range| range.width() > 0.0);
    let range = range.map_or(String::new(), |range| {
        format!(" (between {} and {} whatever is missing)", short(range.low()), short(range.high()))
    });
    let score = standing.score.map_or_else(|_| datum(standing.score), short);
    format!("{index} {score}{range}, {rank}{band}")
}

fn short(value: f64) -> String {
    format!("{value:.2}")
}

fn code(about: OfUnit<'_>, indicator: IndicatorIx) -> &str {
    &about.framework.nodes[about.framework.indicators[indicator].node].code
}

fn row(about: OfUnit<'_>, now: &Standing, gap: &Gap) -> Vec<String> {
    vec![
        code(about, gap.indicator).to_owned(),
        gap.kind.words().to_owned(),
        short(gap.from),
        short(gap.to),
        format!("{:+.3}", gap.gain),
        ranks(now, &gap.after),
        effort(gap.effort).to_owned(),
        format!("{:.3}", gap.gain_for_effort),
        gap.potential.map_or("-".to_owned(), |potential| format!("{potential:+.2}")),
    ]
}

fn ranks(before: &Standing, after: &Standing) -> String {
    match (before.rank, after.rank) {
        (Some(before), Some(after)) if before != after => format!("{before} to {after}"),
        (_, Some(after)) => after.to_string(),
        _ => "-".to_owned(),
    }
}

fn effort(effort: Option<Effort>) -> &'static str {
    effort.map_or("not stated", Effort::code)
}

fn rest(all: usize, shown: usize, what: &str) -> String {
    if all > shown { format!("  and {} more {what}; `--top` shows more\n", all - shown) } else { String::new() }
}

fn items(about: OfUnit<'_>, gaps: &Gaps, shown: usize) -> String {
    if gaps.items_tried == 0 {
        return String::new();
    }
    let mut text = format!(
        "\nOne step on one answer about one item: {} of {} steps add to the score\n",
        gaps.items.len(),
        gaps.items_tried
    );
    let mut rows = vec![["item", "question", "rows", "from", "to", "gain", "rank"].map(str::to_owned).to_vec()];
    rows.extend(gaps.items.iter().take(shown).map(|gap| item_row(about, &gaps.now, gap)));
    if rows.len() > 1 {
        text += &super::table(&rows);
    }
    text + &rest(gaps.items.len(), shown, "of them")
}

fn item_row(about: OfUnit<'_>, now: &Standing, gap: &ItemGap) -> Vec<String> {
    let framework = about.framework;
    let table = &framework.tables[gap.table];
    let item = match table.about {
        TableAbout::Catalogue => framework.items.get(gap.item).map(|item| item.code.as_str()),
        TableAbout::Facet(facet) => framework.facets[facet].values.get(gap.item).map(|value| value.code.as_str()),
        TableAbout::Unit => None,
    };
    let answer = |answer: Answer| match (answer, &table.questions[gap.question].kind) {
        (Answer::Option(at), QuestionKind::Asked(scale)) => {
            framework.scales[*scale].options().get(usize::from(at)).map_or(String::new(), |option| option.code.clone())
        }
        (Answer::Number(value), _) => figure(value),
        (Answer::Absent(absence), _) => absence.code().to_owned(),
        (Answer::Option(_), QuestionKind::BestOf(_)) => String::new(),
    };
    vec![
        item.unwrap_or("").to_owned(),
        table.questions[gap.question].code.clone(),
        gap.rows.to_string(),
        answer(gap.from),
        answer(gap.to),
        format!("{:+.4}", gap.gain),
        ranks(now, &gap.after),
    ]
}

fn listed(about: OfUnit<'_>, what: &str, indicators: impl Iterator<Item = IndicatorIx>) -> String {
    let codes: Vec<&str> = indicators.map(|indicator| code(about, indicator)).collect();
    if codes.is_empty() { String::new() } else { format!("\n{what}: {}\n", codes.join(", ")) }
}

/// What the criteria name as improvements, in the order of the steps.
fn drafts(about: OfUnit<'_>, gaps: &Gaps, shown: usize) -> String {
    let framework = about.framework;
    let mut text = String::new();
    for gap in gaps.steps.iter().take(shown).filter(|gap| gap.gain > 0.0) {
        let indicator = &framework.indicators[gap.indicator];
        if indicator.card.improve.is_empty() {
            continue;
        }
        let node = &framework.nodes[indicator.node];
        text += &format!("  {} ({}), {:+.2} for one step\n", node.name.get(about.language), node.code, gap.gain);
        let mut improvements: Vec<_> = indicator.card.improve.iter().collect();
        improvements.sort_by_key(|(_, effort)| *effort);
        for (words, effort) in improvements {
            text += &format!("    [draft, effort {}] {}\n", effort.code(), words.get(about.language));
        }
    }
    if text.is_empty() {
        return text;
    }
    format!(
        "\nDraft recommendations: the improvements that the criteria name, in the order of the steps; somebody who knows the \
             unit has to review them\n{text}"
    )
}

/// Writes what changed values and weights do.
#[must_use]
pub fn whatif_text(about: OfUnit<'_>, changed: &Changed) -> String {
    let mut text = format!("{}\n{}\n", head(about, "now", &changed.before), head(about, "then", &changed.after));
    if let (Ok(before), Ok(after)) = (changed.before.score, changed.after.score) {
        text += &format!("change {:+.4}\n", after - before);
    }
    text += published(&changed.before);
    for &indicator in &changed.without_effect {
        text += &format!(
            "note: {} changes nothing: it has this value already, or does not apply to the unit\n",
            code(about, indicator)
        );
    }
    if changed.moved.is_empty() {
        return text + "\nno node moves\n";
    }
    text += "\nnodes that move\n";
    let mut rows = vec![["node", "now", "then", "change"].map(str::to_owned).to_vec()];
    for moved in &changed.moved {
        let change = moved.before.and_then(|before| moved.after.map(|after| after - before));
        let printed = |value: crate::model::Datum| value.map_or_else(|_| datum(value), |value| format!("{value:.3}"));
        rows.push(vec![
            about.framework.nodes[moved.node].code.clone(),
            printed(moved.before),
            printed(moved.after),
            change.map_or("-".to_owned(), |change| format!("{change:+.3}")),
        ]);
    }
    text += &super::table(&rows);
    if changed.others > 0 {
        text += &format!("the index of {} other units moves too\n", changed.others);
    }
    text
}

/// Writes the way to a target.
#[must_use]
pub fn path_text(about: OfUnit<'_>, path: &Path, target: &str) -> String {
    let mut text = format!("{}\n{}\n", head(about, "now", &path.before), head(about, "then", &path.after));
    text += published(&path.before);
    text += match (path.reached, path.taken.is_empty()) {
        (true, true) => "the target is reached already\n",
        (true, false) => "the target is reached by these steps\n",
        (false, _) => "the target is NOT reached: no further step adds to the score\n",
    };
    if path.taken.is_empty() {
        return format!("target: {target}\n{text}");
    }
    let mut rows = vec![["indicator", "steps", "from", "to", "effort of each"].map(str::to_owned).to_vec()];
    for taken in &path.taken {
        let cells =
            [code(about, taken.indicator).to_owned(), taken.steps.to_string(), short(taken.from), short(taken.to)];
        rows.push(cells.into_iter().chain([effort(taken.effort).to_owned()]).collect());
    }
    let rule = if path.cheapest {
        "rule: gains add up under these methods, and of all sets of steps that reach the target none has less effort.\n"
    } else if path.reached {
        "rule: at each point the step with the greatest gain for its effort, found by scoring again; then every step that is not needed \
         is taken back. The set is small, and not proven to be the smallest.\n"
    } else {
        "rule: at each point the step with the greatest gain for its effort, found by scoring again.\n"
    };
    format!(
        "target: {target}\n{text}\n{}effort together: {} (what a step of low, medium and high effort counts as is stated by `--efforts`)\n{rule}",
        super::table(&rows),
        figure(path.effort)
    )
}

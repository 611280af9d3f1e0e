//! The page that says how sure scores and ranks are: what varied, what the draws show, and which choices matter.

use super::certainty::whole;
use super::method::in_words;
use super::pages::Tongue;
use super::text::Phrase;
use super::view::{
    Cell, CertaintyRow, Figure, HeatCell, HeatRow, RemovalRow, RobustnessView, SensitivityRow, SensitivityView,
    ShareTable, SourceRow, UnitLink,
};
use crate::analyse::uncertainty::{AlternativeMethod, Removal, SobolIndex, TOLD_APART, Uncertainty, UncertaintySource};

/// The first places that readers ask about.
const TOP: usize = 3;
/// The share of bootstrap samples inside an interval of an index.
const BOOTSTRAP: f64 = 0.95;
/// Decimals of a share of variance and of a mean change of rank.
const SHARES: usize = 2;

impl Tongue<'_> {
    /// Whether anything is known of the robustness of the result.
    pub(super) fn has_robustness(&self) -> bool {
        self.field.analyses.uncertainty.is_some() || self.field.analyses.coherence.is_some()
    }

    /// The view of the page; nothing where the result was not analysed.
    pub(super) fn robustness(&self) -> Option<RobustnessView> {
        let analyses = self.field.analyses;
        let analysis = analyses.uncertainty.as_ref();
        let certain = self.certain();
        self.has_robustness().then(|| RobustnessView {
            lead: self.robustness_lead(),
            no_intervals: self.no_intervals(),
            figures: analysis.map_or_else(Vec::new, |analysis| self.draw_figures(analysis)),
            sources: analysis.iter().flat_map(|analysis| &analysis.sources).map(|one| self.source_row(one)).collect(),
            intervals: self.interval_plot(),
            bands: self
                .field
                .frozen
                .framework
                .bands
                .iter()
                .rev()
                .map(|band| self.phrase(&band.name, &band.code))
                .collect(),
            units: analysis.filter(|analysis| !analysis.sources.is_empty()).map_or_else(Vec::new, |analysis| {
                self.field.ranking.iter().map(|&unit| self.certainty_row(analysis, unit)).collect()
            }),
            tie_rule: self.tie_rule(),
            ties: self.tie_rows(),
            ranks: certain.and_then(|analysis| self.rank_shares(analysis)),
            above: certain.and_then(|analysis| self.above_shares(analysis)),
            sensitivity: certain.and_then(|analysis| self.sensitivity(analysis)),
            removals: certain.map_or_else(Vec::new, |analysis| self.removal_rows(analysis)),
            coherence: analyses.coherence.as_ref().and_then(|coherence| self.coherence(coherence)),
            limits: ["limits_listed", "limits_not_all", "limits_relative"].map(|key| self.speech.word(key)).into(),
        })
    }

    /// How many ranks are settled, or why none is known.
    fn robustness_lead(&self) -> String {
        let Some(analysis) = self.certain() else {
            return self.no_intervals().unwrap_or_else(|| self.speech.word("robustness_not_analysed"));
        };
        let speech = &self.speech;
        let settled = self.field.ranking.iter().filter(|&&unit| {
            let ends = whole(&analysis.units[unit]);
            ends.is_some_and(|(low, high)| low == high)
        });
        let given = [
            ("draws", speech.numbers.stated(analysis.draws as f64, 0)),
            ("shift", self.share(analysis.mean_rank_shift)),
            ("sure", speech.numbers.count(settled.count())),
            ("n", speech.numbers.count(self.field.ranking.len())),
            ("share", self.inside()),
        ];
        speech.tell("robustness_lead", &given)
    }

    /// A number with the decimals of shares of variance.
    fn share(&self, value: Option<f64>) -> String {
        let numbers = self.speech.numbers.clone().with_decimals(SHARES);
        value.map_or_else(|| self.speech.word("no_data"), |value| numbers.score(value))
    }

    fn draw_figures(&self, analysis: &Uncertainty) -> Vec<Figure> {
        let speech = &self.speech;
        let figure = |key: &str, value: String, note: String| Figure { label: speech.word(key), value, note };
        let stated = |count: usize| speech.numbers.stated(count as f64, 0);
        let cut = if analysis.draws < analysis.requested {
            speech.say("draws_requested", &[("n", &stated(analysis.requested))])
        } else {
            String::new()
        };
        let seed = speech.say("draws_seed", &[("seed", &speech.numbers.literal(&analysis.seed.to_string()))]);
        vec![
            figure("figure_draws", stated(analysis.draws), if cut.is_empty() { seed } else { cut }),
            figure("figure_rank_shift", self.share(analysis.mean_rank_shift), speech.word("rank_shift_note")),
            figure("figure_incomplete", stated(analysis.incomplete_draws), speech.word("incomplete_note")),
            figure("figure_failed", stated(analysis.failed_draws), speech.word("failed_note")),
        ]
    }

    fn source_row(&self, source: &UncertaintySource) -> SourceRow {
        SourceRow { name: self.source_name(&source.source), varies: self.source_varies(source) }
    }

    /// Name of a source: a word of its own, or the weights of a level.
    pub(super) fn source_name(&self, code: &str) -> String {
        let key = format!("source_{code}");
        match code.strip_prefix("weights.") {
            Some(level) => self.speech.say("source_weights", &[("level", &self.level_name(level))]),
            None if self.speech.has(&key) => self.speech.word(&key),
            None => code.to_owned(),
        }
    }

    pub(super) fn level_name(&self, code: &str) -> String {
        let level = self.field.frozen.framework.levels.iter().find(|level| level.code == code);
        level.map_or_else(|| code.to_owned(), |level| self.phrase(&level.name, code).text)
    }

    /// How a source varies, in words; one that says too little is told as it stands in the analysis.
    pub(super) fn source_varies(&self, source: &UncertaintySource) -> String {
        let speech = &self.speech;
        let amount = source.amount.map(|amount| speech.numbers.percent(amount)).unwrap_or_default();
        let count = source.count.map(|count| speech.numbers.stated(count as f64, 0)).unwrap_or_default();
        let given = [("amount", amount.as_str()), ("n", &count)];
        let kind = source.source.split('.').next().unwrap_or_default();
        match (kind, source.distribution.as_deref(), source.count) {
            ("weights", Some("uniform"), _) => speech.say("varies_weights_uniform", &given),
            ("weights", Some("dirichlet"), _) => speech.say("varies_weights_dirichlet", &given),
            ("leave_one_out" | "assessors" | "sampling" | "printed_precision", _, Some(_)) => {
                speech.say(&format!("varies_{kind}"), &given)
            }
            _ if !source.alternatives.is_empty() => {
                let others = source.alternatives.iter().map(|one| self.alternative(kind, one));
                let or = speech.word("varies_or");
                speech.say("varies_alternatives", &[("others", &others.collect::<Vec<_>>().join(&or))])
            }
            _ => source.varies.clone(),
        }
    }

    /// A method that is the same on all its levels is told once.
    fn alternative(&self, step: &str, methods: &[AlternativeMethod]) -> String {
        let words = |one: &AlternativeMethod| in_words(step, &one.method, &self.speech);
        let alike = methods.windows(2).all(|pair| pair[0].method == pair[1].method);
        match methods.first() {
            Some(first) if alike => words(first),
            _ => {
                let each = methods.iter().map(|one| {
                    let level = self.level_name(&one.of);
                    self.speech.say("named_score", &[("unit", &level), ("score", &words(one))])
                });
                self.speech.list(&each.collect::<Vec<_>>())
            }
        }
    }

    fn certainty_row(&self, analysis: &Uncertainty, unit: usize) -> CertaintyRow {
        let drawn = &analysis.units[unit];
        let none = || self.speech.word("no_data");
        let bands = &self.field.frozen.framework.bands;
        let band = |code: &str| {
            let at = analysis.bands.iter().position(|band| band == code)?;
            drawn.band_probability.get(at).copied()
        };
        let top: f64 = drawn.rank_probability.iter().take(TOP).sum();
        CertaintyRow {
            rank: self.rank(unit, 0),
            unit: self.unit_link(unit),
            score: self.cell(self.field.score(unit, 0)),
            score_interval: self.score_interval(unit).unwrap_or_else(none),
            rank_interval: self.rank_interval(unit).unwrap_or_else(none),
            median_rank: match drawn.ranks.filter(|_| self.certain().is_some()) {
                // A median between two ranks is printed as such.
                Some([_, median, _]) => {
                    let digits = usize::from(median.fract() > 0.01);
                    self.speech.numbers.clone().with_decimals(digits).score(median)
                }
                None => none(),
            },
            top: if drawn.rank_probability.is_empty() { none() } else { self.probability(top) },
            bands: bands.iter().rev().map(|code| self.probable(band(&code.code))).collect(),
        }
    }

    /// A probability as it is printed; sums of shares may end a bit above one.
    fn probability(&self, share: f64) -> String {
        let share = if share > 1.0 - 1e-9 { 1.0 } else { share };
        self.speech.numbers.percent(share)
    }

    /// A shaded cell; one that never happens stays empty.
    fn probable(&self, share: Option<f64>) -> HeatCell {
        match share.filter(|share| *share > 0.0) {
            Some(share) => {
                HeatCell { text: self.probability(share), shade: Some(format!("{:.0}", share.min(1.0) * 100.0)) }
            }
            None => HeatCell { text: String::new(), shade: None },
        }
    }

    fn rank_shares(&self, analysis: &Uncertainty) -> Option<ShareTable> {
        let ranking = &self.field.ranking;
        let most = ranking.iter().max_by(|&&one, &&other| {
            let likeliest = |unit: usize| analysis.units[unit].rank_probability.iter().copied().fold(0.0, f64::max);
            likeliest(other).total_cmp(&likeliest(one))
        })?;
        let likeliest = analysis.units[*most].rank_probability.iter().copied().fold(0.0, f64::max);
        let given = [("unit", self.unit_name(*most).text), ("share", self.probability(likeliest))];
        let numbers = &self.speech.numbers;
        let width = analysis.units.iter().map(|unit| unit.rank_probability.len()).max().unwrap_or(0);
        let column = |rank: usize| (numbers.count(rank), self.speech.rank(rank as u32, false));
        let row = |&unit: &usize| {
            let shares = &analysis.units[unit].rank_probability;
            let cells = (0..width).map(|at| self.probable(shares.get(at).copied())).collect();
            HeatRow { unit: self.unit_link(unit), cells }
        };
        Some(ShareTable {
            title: self.speech.tell("ranks_title", &given),
            columns: (1..=width).map(column).collect(),
            rows: ranking.iter().map(row).collect(),
        })
    }

    fn above_shares(&self, analysis: &Uncertainty) -> Option<ShareTable> {
        let ranking = &self.field.ranking;
        let share = |one: usize, other: usize| analysis.above.get(one).and_then(|row| *row.get(other)?);
        let pairs = ranking.windows(2).filter_map(|pair| share(pair[0], pair[1])).collect::<Vec<f64>>();
        let settled = pairs.iter().filter(|share| **share >= TOLD_APART).count();
        let numbers = &self.speech.numbers;
        let given = [
            ("sure", numbers.count(settled)),
            ("n", numbers.count(pairs.len())),
            ("share", numbers.percent(TOLD_APART)),
        ];
        let row = |&unit: &usize| {
            let cells = ranking.iter().map(|&other| self.probable(share(unit, other).filter(|_| unit != other)));
            HeatRow { unit: self.unit_link(unit), cells: cells.collect() }
        };
        let column = |&unit: &usize| (self.field.frozen.units[unit].code.clone(), self.unit_name(unit).text);
        (!pairs.is_empty()).then(|| ShareTable {
            title: self.speech.tell("above_title", &given),
            columns: ranking.iter().map(column).collect(),
            rows: ranking.iter().map(row).collect(),
        })
    }

    fn sensitivity(&self, analysis: &Uncertainty) -> Option<SensitivityView> {
        let sensitivity = analysis.sensitivity.as_ref()?;
        let output = sensitivity.outputs.first()?;
        let speech = &self.speech;
        let numbers = speech.numbers.clone().with_decimals(SHARES);
        let mut sources: Vec<_> = output.sources.iter().collect();
        sources.sort_by(|one, other| other.total.estimate.total_cmp(&one.total.estimate));
        let interval = |index: SobolIndex| numbers.span(index.low, index.high);
        let row = |source: &&crate::analyse::uncertainty::SourceIndices| SensitivityRow {
            name: self.source_name(&source.source),
            first: numbers.score(source.first.estimate),
            first_interval: interval(source.first),
            total: numbers.score(source.total.estimate),
            total_interval: interval(source.total),
            bar: format!("{:.1}", source.total.estimate.clamp(0.0, 1.0) * 100.0),
        };
        let stated = |count: usize| speech.numbers.stated(count as f64, 0);
        let given = [
            ("rows", stated(sensitivity.rows)),
            ("evaluations", stated(sensitivity.evaluations)),
            ("inside", speech.numbers.percent(BOOTSTRAP)),
        ];
        let note = speech.tell("sensitivity_note", &given);
        let title = match sources.first() {
            Some(first) => {
                let (name, share) = (self.source_name(&first.source), numbers.score(first.total.estimate));
                speech.say("sensitivity_title", &[("source", &name), ("share", &share)])
            }
            None => speech.word("sensitivity_none"),
        };
        Some(SensitivityView { title, note, rows: sources.iter().map(row).collect() })
    }

    /// Removals, the one that moves ranks most first.
    fn removal_rows(&self, analysis: &Uncertainty) -> Vec<RemovalRow> {
        let mut removals: Vec<&Removal> = analysis.removals.iter().collect();
        let shift = |removal: &Removal| removal.mean_rank_shift.unwrap_or(-1.0);
        removals.sort_by(|one, other| shift(other).total_cmp(&shift(one)));
        removals.into_iter().map(|removal| self.removal_row(removal)).collect()
    }

    fn removal_row(&self, removal: &Removal) -> RemovalRow {
        let frozen = self.field.frozen;
        let node = frozen.framework.nodes.iter().position(|node| node.code == removal.node);
        let code = || Phrase { text: removal.node.clone(), lang: None, ours: false };
        let none = || self.speech.word("no_data");
        let unit = |code: &String| frozen.units.iter().position(|unit| unit.code == *code);
        let moves: Option<UnitLink> = removal.moves_most.as_ref().and_then(unit).map(|unit| self.unit_link(unit));
        RemovalRow {
            name: node.map_or_else(code, |node| self.node_name(node)),
            level: Phrase { text: self.level_name(&removal.level), lang: None, ours: false },
            mean: self.share(removal.mean_rank_shift),
            largest: removal.largest_rank_shift.map_or_else(none, |most| self.speech.numbers.count(most as usize)),
            moves,
            without: self.speech.numbers.count(removal.without_score),
        }
    }

    /// A figure of an analysis with two decimals, or why there is none.
    pub(super) fn figure_cell(&self, figure: crate::analyse::coherence::Figure, signed: bool) -> Cell {
        let numbers = self.speech.numbers.clone().with_decimals(SHARES);
        match figure.0 {
            Ok(value) if signed => Cell { text: numbers.signed(value), reason: None, published: false },
            Ok(value) => Cell { text: numbers.score(value), reason: None, published: false },
            Err(why) => Cell {
                text: self.speech.word("no_data"),
                reason: Some(self.speech.word(&format!("undefined_{}", why.code()))),
                published: false,
            },
        }
    }
}

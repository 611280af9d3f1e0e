//! Figures side by side: what was published and what comes out here.

use nudj::model::Datum;

/// How close two figures must be to count as equal.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tolerance {
    /// Their difference is at most this.
    Absolute(f64),
    /// Their difference is at most this share of the larger of them.
    Relative(f64),
    /// They are words, or counts, and must be the same.
    Same,
}

impl Tolerance {
    /// The tolerance as it is printed.
    pub(crate) fn shown(self) -> String {
        match self {
            Tolerance::Absolute(limit) => format!("{limit:.1e}"),
            Tolerance::Relative(limit) => format!("{limit:.0e} rel"),
            Tolerance::Same => "same".to_owned(),
        }
    }

    fn distance(self, published: f64, ours: f64) -> f64 {
        let apart = (published - ours).abs();
        match self {
            Tolerance::Relative(_) if apart > 0.0 => apart / published.abs().max(ours.abs()),
            _ => apart,
        }
    }

    fn limit(self) -> f64 {
        match self {
            Tolerance::Absolute(limit) | Tolerance::Relative(limit) => limit,
            Tolerance::Same => 0.0,
        }
    }
}

/// Two figures that are not equal.
#[derive(Clone, Debug)]
pub(crate) struct Differing {
    /// Which figure: unit and node or column.
    pub(crate) figure: String,
    /// As published.
    pub(crate) published: String,
    /// As it comes out here.
    pub(crate) ours: String,
}

/// The figures of one level of a set, or of one file.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Set and level, which together name the case in the lists.
    pub(crate) id: String,
    pub(crate) tolerance: Tolerance,
    pub(crate) compared: usize,
    pub(crate) equal: usize,
    /// Largest difference, measured as the tolerance is; of figures that both sides have as a number.
    pub(crate) largest: f64,
    pub(crate) differing: Vec<Differing>,
    /// What the reader must know about how the case was made.
    pub(crate) note: String,
}

impl Case {
    pub(crate) fn new(set: &str, level: &str, tolerance: Tolerance) -> Case {
        Case {
            id: format!("{set}/{level}"),
            tolerance,
            compared: 0,
            equal: 0,
            largest: 0.0,
            differing: Vec::new(),
            note: String::new(),
        }
    }

    /// Adds a note that is printed with the case.
    pub(crate) fn noted(mut self, note: impl Into<String>) -> Case {
        self.note = note.into();
        self
    }

    /// Compares a number; a figure that is missing on both sides is equal.
    pub(crate) fn number(&mut self, figure: impl FnOnce() -> String, published: Option<f64>, ours: Datum) {
        self.compared += 1;
        let equal = match (published, ours) {
            (None, Err(_)) => true,
            (Some(published), Ok(ours)) if published.is_finite() => {
                let distance = self.tolerance.distance(published, ours);
                self.largest = self.largest.max(distance);
                distance <= self.tolerance.limit()
            }
            _ => false,
        };
        if equal {
            self.equal += 1;
            return;
        }
        self.differing.push(Differing {
            figure: figure(),
            published: published.map_or_else(|| "none".to_owned(), |value| value.to_string()),
            ours: ours.map_or_else(|why| why.code().to_owned(), |value| value.to_string()),
        });
    }

    /// As [`number`](Case::number), but leaves out a figure that both sides miss.
    pub(crate) fn number_where_any(&mut self, figure: impl FnOnce() -> String, published: Option<f64>, ours: Datum) {
        if published.is_some() || ours.is_ok() {
            self.number(figure, published, ours);
        }
    }

    /// Compares a word or a verdict.
    pub(crate) fn word(&mut self, figure: impl FnOnce() -> String, published: &str, ours: &str) {
        self.compared += 1;
        if published == ours {
            self.equal += 1;
        } else {
            let differing = Differing { figure: figure(), published: published.to_owned(), ours: ours.to_owned() };
            self.differing.push(differing);
        }
    }
}

//! Editions of an index: the bands that held in each, and the lineage of nodes and items.

use super::framework::{Band, Framework};
use crate::model::Words;

/// An edition of the index.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    pub(crate) code: String,
    /// Units that were assessed, as published.
    pub(crate) units: Option<u32>,
    /// Items of the catalogue, as published.
    pub(crate) items: Option<u32>,
    pub(crate) source: Words,
    pub(crate) note: Words,
    /// Nothing: those of the framework.
    pub(crate) bands: Option<Vec<Band>>,
    /// Against the edition before.
    pub(crate) changes: Vec<Change>,
}

/// What happened to a node or an item between two editions.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub(crate) kind: ChangeKind,
    pub(crate) code: String,
    pub(crate) from: Vec<String>,
    pub(crate) into: Vec<String>,
    pub(crate) note: Words,
}

/// The kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Nothing but perhaps the code.
    Same,
    /// Said otherwise, meant the same.
    Reworded,
    /// Stands under another parent.
    Moved,
    /// Scored otherwise.
    Rescaled,
    /// One became several.
    Split,
    /// Several became one.
    Merged,
    /// Was not there before.
    New,
    /// Is not there any more.
    Dropped,
}

impl ChangeKind {
    /// All kinds.
    pub const ALL: [ChangeKind; 8] = [
        ChangeKind::Same,
        ChangeKind::Reworded,
        ChangeKind::Moved,
        ChangeKind::Rescaled,
        ChangeKind::Split,
        ChangeKind::Merged,
        ChangeKind::New,
        ChangeKind::Dropped,
    ];

    /// The code in files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            ChangeKind::Same => "same",
            ChangeKind::Reworded => "reworded",
            ChangeKind::Moved => "moved",
            ChangeKind::Rescaled => "rescaled",
            ChangeKind::Split => "split",
            ChangeKind::Merged => "merged",
            ChangeKind::New => "new",
            ChangeKind::Dropped => "dropped",
        }
    }
}

impl Framework {
    /// The framework as it is in an edition: its bands and its name. Nothing where there is no such edition.
    #[must_use]
    pub fn in_edition(&self, code: &str) -> Option<Framework> {
        let bands = match self.editions.iter().find(|edition| edition.code == code) {
            Some(edition) => edition.bands.clone(),
            None if code == self.edition => None,
            None => return None,
        };
        let mut framework = self.clone();
        code.clone_into(&mut framework.edition);
        if let Some(bands) = bands {
            framework.bands = bands;
        }
        Some(framework)
    }

    /// Codes of the editions in order of time.
    pub fn editions(&self) -> impl Iterator<Item = &str> + Clone {
        self.editions.iter().map(|edition| edition.code.as_str())
    }
}

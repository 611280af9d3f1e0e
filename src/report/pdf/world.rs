//! The world that typst sees: templates, one file of data, fonts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::fonts::FONTS;
use crate::diag::FileId as OurFile;
use crate::report::theme::Theme;

/// The file from which templates read the view.
const DATA: &str = "/report.json";
/// The folder of templates.
const FOLDER: &str = "/typst";

/// The standard library, with the marking of headers of rows, which typst still calls a preview.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// The templates of a theme, parsed once for all documents.
#[derive(Debug)]
pub(super) struct Shelf {
    sources: BTreeMap<FileId, Source>,
    ours: BTreeMap<FileId, OurFile>,
    names: BTreeMap<String, FileId>,
    data: FileId,
}

impl Shelf {
    /// The templates; none where a name cannot be a path.
    pub(super) fn new(theme: &Theme) -> Option<Shelf> {
        let data = file_id(DATA)?;
        let mut shelf = Shelf { sources: BTreeMap::new(), ours: BTreeMap::new(), names: BTreeMap::new(), data };
        for (name, ours) in theme.documents() {
            let id = file_id(&format!("{FOLDER}/{name}"))?;
            shelf.sources.insert(id, Source::new(id, theme.sources().text(ours).to_owned()));
            shelf.ours.insert(id, ours);
            shelf.names.insert(name.to_owned(), id);
        }
        Some(shelf)
    }

    /// A template by its name.
    pub(super) fn template(&self, name: &str) -> Option<FileId> {
        self.names.get(name).copied()
    }

    /// The file of the theme.
    pub(super) fn ours(&self, id: FileId) -> Option<OurFile> {
        self.ours.get(&id).copied()
    }
}

fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// The world of one document.
#[derive(Debug)]
pub(super) struct Desk<'d> {
    pub(super) shelf: &'d Shelf,
    pub(super) main: FileId,
    pub(super) data: Bytes,
    /// The date of the data; templates that ask for today get this.
    pub(super) date: Option<Datetime>,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.shelf.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shelf.data {
            return Ok(self.data.clone());
        }
        self.source(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.faces.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.date
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

//! The world that typst sees: templates, one file of data, fonts.

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

/// A template, parsed.
#[derive(Debug)]
struct Template {
    name: String,
    source: Source,
    ours: OurFile,
}

/// The templates of a theme, parsed once for all documents. They are few, so that they are looked for one by one.
#[derive(Debug)]
pub(super) struct Shelf {
    templates: Vec<Template>,
    data: FileId,
}

impl Shelf {
    /// The templates; none where a name cannot be a path.
    pub(super) fn new(theme: &Theme) -> Option<Shelf> {
        let parsed = |(name, ours): (&str, OurFile)| {
            let id = file_id(&format!("{FOLDER}/{name}"))?;
            let source = Source::new(id, theme.sources().text(ours).to_owned());
            Some(Template { name: name.to_owned(), source, ours })
        };
        Some(Shelf { templates: theme.documents().map(parsed).collect::<Option<_>>()?, data: file_id(DATA)? })
    }

    /// A template by its name.
    pub(super) fn template(&self, name: &str) -> Option<FileId> {
        self.templates.iter().find(|one| one.name == name).map(|one| one.source.id())
    }

    /// The file of the theme.
    pub(super) fn ours(&self, id: FileId) -> Option<OurFile> {
        self.find(id).map(|one| one.ours)
    }

    fn find(&self, id: FileId) -> Option<&Template> {
        self.templates.iter().find(|one| one.source.id() == id)
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
        self.shelf.find(id).map(|one| one.source.clone()).ok_or_else(|| not_found(id))
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

//! From views to text: the template engine, set so that a mistake is an error and every name is escaped.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use super::theme::Theme;
use crate::diag::{At, Code, Diagnostic, FileId, Findings, Place, Sources};

/// The only kind of template so far; another kind needs its own escaper first.
const EXTENSION: &str = ".html.j2";

/// All templates of a theme, ready.
#[derive(Debug)]
pub(super) struct Renderer<'t> {
    environment: Environment<'t>,
    theme: &'t Theme,
}

impl<'t> Renderer<'t> {
    /// Parses every template of the theme once.
    pub(super) fn new(theme: &'t Theme) -> Result<Self, Findings> {
        let mut findings = Findings::default();
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment
            .set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default());
        environment.set_debug(true);
        for (name, file) in theme.templates() {
            if !name.ends_with(EXTENSION) {
                findings.push(Diagnostic::new(Code::Template, format!("`{name}` is not a `{EXTENSION}` template")));
            } else if let Err(error) = environment.add_template(name, theme.sources().text(file)) {
                findings.push(diagnostic(&error, name, theme));
            }
        }
        if findings.has_errors() { Err(findings) } else { Ok(Renderer { environment, theme }) }
    }

    /// Renders one page.
    pub(super) fn page<V: Serialize>(&self, template: &str, view: &V) -> Result<String, Diagnostic> {
        let view = Value::from(Serde(view));
        let rendered = self.environment.get_template(template).and_then(|page| page.render(view));
        rendered.map_err(|error| diagnostic(&error, template, self.theme))
    }
}

/// The style sheet, which is set inside `<style>` and so may not end it.
pub(super) fn style(theme: &Theme) -> Result<String, Diagnostic> {
    let Some(file) = theme.style() else { return Ok(String::new()) };
    let css = theme.sources().text(file);
    match css.to_ascii_lowercase().find("</") {
        None => Ok(css.to_owned()),
        Some(at) => Err(Diagnostic::new(Code::Template, "a style sheet may not hold `</`, which would end it")
            .at(place(file, at, at + 2))),
    }
}

/// What the engine says, with the place; the innermost cause is the place to mend.
fn diagnostic(error: &Error, page: &str, theme: &Theme) -> Diagnostic {
    let mut innermost = error;
    while let Some(cause) = std::error::Error::source(innermost).and_then(|cause| cause.downcast_ref::<Error>()) {
        innermost = cause;
    }
    let name = innermost.name().unwrap_or(page);
    let file = theme.templates().find(|(known, _)| *known == name).map(|(_, file)| file);
    let found = file.and_then(|file| spot(innermost, file, theme.sources()));
    let line = innermost.line().map_or(String::new(), |line| format!(", line {line}"));
    let what = match innermost.detail() {
        Some(detail) => format!("{}: {detail}", innermost.kind()),
        None => innermost.kind().to_string(),
    };
    let expression = found.and_then(|place| Some(theme.sources().slice(place)).filter(|text| !text.contains('\n')));
    let undefined = innermost.kind() == ErrorKind::UndefinedError;
    if let Some(word) = expression.and_then(|text| text.trim().strip_prefix("w.")).filter(|_| undefined) {
        let message = format!("{name}{line}: the words of the language have no `{word}`");
        let finding = Diagnostic::new(Code::MissingWord, message);
        return found.map_or(finding.clone(), |place| finding.at(place));
    }
    let shown = expression.filter(|_| undefined).map_or(String::new(), |text| format!(" in `{}`", text.trim()));
    let finding = Diagnostic::new(Code::Template, format!("{name}{line}: {what}{shown}"))
        .help("the variables of every view are listed in reports/README.md");
    found.map_or(finding.clone(), |place| finding.at(place))
}

/// The place of an error: its span, else its line.
fn spot(error: &Error, file: FileId, sources: &Sources) -> Option<Place> {
    if let Some(range) = error.range().filter(|range| range.start < range.end) {
        return Some(place(file, range.start, range.end));
    }
    let line = error.line()?;
    let text = sources.text(file);
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let length = text[start..].lines().next().map_or(0, str::len);
    Some(place(file, start, start + length))
}

fn place(file: FileId, start: usize, end: usize) -> Place {
    let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    Place { file, at: At::Span(at(start), at(end)) }
}

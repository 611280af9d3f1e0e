//! The chapter of `reports/README.md` on the variables of templates: it is made from the doc comments of the views, and
//! rewritten with `NUDJ_UPDATE_GUIDES=1`.

use std::fmt::Write;
use std::fs;
use std::path::Path;

const BEGIN: &str = "<!-- variables -->\n\n";

/// A struct of the views: name, meaning, and fields with kind and meaning.
struct View {
    name: String,
    meaning: String,
    fields: Vec<[String; 3]>,
}

#[test]
fn the_guide_lists_every_variable_of_templates() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = root.join("reports/README.md");
    let text = fs::read_to_string(&guide).expect("the guide can be read").replace("\r\n", "\n");
    let (before, there) = text.split_once(BEGIN).expect("the guide has a chapter of variables");
    let mut files: Vec<_> = fs::read_dir(root.join("src/report/view"))
        .expect("the views are a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files.push(root.join("src/report/text.rs"));
    let views: Vec<View> =
        files.iter().flat_map(|file| views(&fs::read_to_string(file).expect("a file of views"))).collect();
    assert!(views.len() > 50, "the views are not found any more");
    let wanted = views.iter().map(chapter).collect::<Vec<_>>().join("\n");
    if std::env::var_os("NUDJ_UPDATE_GUIDES").is_some() {
        fs::write(&guide, format!("{before}{BEGIN}{wanted}")).expect("it can be written");
    } else {
        assert!(
            there == wanted,
            "reports/README.md: the variables are out of date; run the tests with NUDJ_UPDATE_GUIDES=1"
        );
    }
}

fn views(source: &str) -> Vec<View> {
    let (mut views, mut comment): (Vec<View>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut open = false;
    for line in source.lines() {
        let trimmed = line.trim();
        if let Some(said) = trimmed.strip_prefix("///") {
            comment.push(said.trim());
        } else if let Some(name) = line.strip_prefix("pub struct ").and_then(|line| line.strip_suffix(" {")) {
            views.push(View { name: name.to_owned(), meaning: comment.join(" "), fields: Vec::new() });
            (open, comment) = (true, Vec::new());
        } else if line == "}" {
            open = false;
        } else if let Some((name, kind)) = trimmed.strip_prefix("pub ").and_then(|field| field.split_once(": ")) {
            if let Some(view) = views.last_mut().filter(|_| open) {
                view.fields.push([name.to_owned(), told(kind.trim_end_matches(',')), comment.join(" ")]);
            }
            comment.clear();
        } else if !trimmed.starts_with('#') {
            comment.clear();
        }
    }
    views
}

/// The kind of a field in words.
fn told(kind: &str) -> String {
    let inside = |outer: &str| kind.strip_prefix(outer)?.strip_suffix('>');
    if let Some(inner) = inside("Option<") {
        return format!("{}, or none", told(inner));
    }
    if let Some(inner) = inside("Vec<") {
        let each = told(inner);
        return format!("list of {}", if each == "text" { "texts" } else { &each });
    }
    if let Some((_, count)) = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')?.split_once("; ")) {
        return format!("{count} texts");
    }
    match kind {
        "String" => "text".to_owned(),
        "bool" => "yes or no".to_owned(),
        "usize" | "u32" => "number".to_owned(),
        other => format!("[{other}](#{})", other.to_lowercase()),
    }
}

fn chapter(view: &View) -> String {
    let mut text = format!("### {}\n\n{}\n\n| Variable | Kind | Meaning |\n|---|---|---|\n", view.name, view.meaning);
    for [name, kind, meaning] in &view.fields {
        let _ = writeln!(text, "| `{name}` | {kind} | {meaning} |");
    }
    text
}

//! `nudj schema`

use super::arguments::SchemaCommand;
use super::files::write_into;
use super::{Outcome, show};
use crate::analyse::{changes, coherence, growth, improvement, uncertainty};
use crate::{criteria, frozen, report, survey};

/// The schemas with their file names.
fn schemas() -> [(&'static str, serde_json::Value); 13] {
    [
        ("criteria.schema.json", criteria::schema()),
        ("round.schema.json", survey::schema()),
        ("collection.schema.json", survey::collection_schema()),
        ("adaptation.schema.json", criteria::adaptation_schema()),
        ("scenarios.schema.json", uncertainty::scenario_schema()),
        ("scores.schema.json", frozen::schema()),
        ("analysis.schema.json", uncertainty::schema()),
        ("improvement.schema.json", improvement::schema()),
        ("recommendations.schema.json", report::recommendations_schema()),
        ("coherence.schema.json", coherence::schema()),
        ("comparison.schema.json", changes::schema()),
        ("growth.schema.json", growth::schema()),
        ("whatif.schema.json", improvement::whatif_schema()),
    ]
}

pub(super) fn run(command: &SchemaCommand) -> Outcome {
    let files: Vec<(String, Vec<u8>)> = schemas()
        .into_iter()
        .map(|(name, schema)| {
            let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
            (name.to_owned(), format!("{text}\n").into_bytes())
        })
        .collect();
    match write_into(&command.out, &files) {
        Ok(()) => {
            let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
            show::err(&format!("wrote {} to {}", names.join(", "), command.out.display()));
            Outcome::Done
        }
        Err(diagnostic) => {
            show::failure(&diagnostic);
            Outcome::CouldNotRun
        }
    }
}

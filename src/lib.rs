//! nudj measures how mature a country's digital public services are, and shows the arithmetic.
//!
//! The way of the data is the way of the modules: [`criteria`] say what is measured, [`survey`] reads what was
//! observed, [`evaluate`] makes scores of the two, [`frozen`] keeps the result with its hashes, and
//! [`explain`] and the reports show it. [`methods`] holds one file for each method of the Handbook, [`model`] the
//! words that all share, [`stats`] numeric kernels, [`diag`] places and diagnostics, [`cli`] the command line.
//!
//! # Words
//!
//! A *unit* is what is assessed (a country); a *measure* is a unit of measurement. A *round* is one collection of
//! data, an *edition* one version of a framework. An *item* is assessed inside a unit (a service), a *facet* is an
//! attribute of items. A *value* is raw, a *score* is after normalisation, a *rank* an ordinal, a *band* a maturity
//! group. A *group* is an inner node of the hierarchy. *Not applicable* leaves the denominator, *missing* stays in it
//! until a declared rule deals with it. Other words are those of the OECD/JRC *Handbook on Constructing Composite
//! Indicators*.
//!
//! # Example
//!
//! ```
//! use std::collections::BTreeMap;
//! use nudj::{criteria, diag::{Findings, Sources}, evaluate::evaluate, survey};
//!
//! let mut sources = Sources::default();
//! let file = sources.add("framework.toml", r#"
//!     [framework]
//!     code = "demo"
//!     edition = "1"
//!     name = { en = "Demonstration" }
//!     source = "this example"
//!     licence = "CC0"
//!     scale = { low = 0, high = 100 }
//!     [[group]]
//!     code = "index"
//!     name = { en = "Index" }
//!     [[indicator]]
//!     code = "share-online"
//!     parent = "index"
//!     name = { en = "Services online" }
//!     range = { low = 0, high = 1 }
//! "#);
//! let (criteria, findings) = criteria::load(&[file], &sources);
//! let criteria = criteria.expect(&format!("{findings:?}"));
//!
//! let round = sources.add("round.toml", r#"
//!     [round]
//!     code = "2024"
//!     framework = "demo"
//!     period = "2024"
//!     title = { en = "Example" }
//!     source = "this example"
//!     licence = "CC0"
//!     [[unit]]
//!     code = "AAA"
//!     name = { en = "Example A" }
//!     [[table]]
//!     file = "answers.csv"
//! "#);
//! let answers = sources.add("answers.csv", "unit,share-online\nAAA,0.45\n");
//! let mut findings = Findings::default();
//! let document = survey::RoundDocument::read(round, &sources, &mut findings).unwrap();
//! let files = BTreeMap::from([("answers.csv".to_owned(), answers)]);
//! let round = survey::assemble(&document, &criteria.framework, &files, &mut sources, &mut findings).unwrap();
//!
//! let evaluation = evaluate(&criteria.framework, &criteria.methodology, &round);
//! assert_eq!(evaluation.scores.whole.at(0, 0).score, Ok(45.0));
//! ```

pub mod analyse;
pub mod cli;
pub mod criteria;
pub mod diag;
pub mod evaluate;
pub mod explain;
pub mod frozen;
pub mod methods;
pub mod model;
pub mod report;
pub mod stats;
pub mod survey;

//! The ASEM example as text: criteria from its metadata, a round from its data, each case with its own methodology.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::figures::{Case, Tolerance};
use crate::matrix::{Matrix, text};
use crate::scoring::{Files, Scored, score};

/// R adds in 80 bits, so the last digits differ.
pub(super) const TOLERANCE: Tolerance = Tolerance::Relative(1e-10);

/// Group attributes of the units.
pub(super) const GROUPS: [&str; 4] = ["GDP_group", "GDPpc_group", "Pop_group", "EurAsia_group"];

/// Quantities of the units.
const QUANTITIES: [&str; 4] = ["Area", "Energy", "GDP", "Population"];

/// Levels of the metadata from the top, and their codes here.
const LEVELS: [(&str, &str); 4] = [("4", "index"), ("3", "sub-index"), ("2", "pillar"), ("1", "indicator")];

/// The folder of the reference data, with what every case needs from it.
pub(super) struct Asem {
    folder: PathBuf,
    /// Metadata of indicators and groups, by code.
    pub(super) meta: Matrix,
    units: Vec<(String, String)>,
    original: String,
    world: Matrix,
    world_denominators: Matrix,
    /// Parameters of the normalisations that have their own for each indicator.
    pub(super) parameters: Matrix,
}

/// Which quantities divide the indicators.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Denominators {
    None,
    /// Those of the metadata, which stand beside the data.
    Units,
    /// Those of a table of the whole world, with a scale.
    World,
}

/// One case: what differs between the criteria of two of them.
pub(super) struct Setup<'s> {
    /// `[framework] scale`.
    pub(super) scale: (f64, f64),
    pub(super) denominators: Denominators,
    /// What stands below `[methodology]`.
    pub(super) methodology: String,
    /// Further lines of an indicator.
    pub(super) indicator: Box<dyn Fn(&str) -> String + 's>,
    /// Weights instead of those of the metadata.
    pub(super) weights: Option<&'s Matrix>,
}

impl Setup<'_> {
    /// Raw data on the scale from 0 to 100, scaled by the least and the greatest value.
    pub(super) fn plain(methodology: &str) -> Setup<'static> {
        let normalised =
            if methodology.contains("normalisation") { "" } else { "normalisation = { method = \"min_max\" }\n" };
        Setup {
            scale: (0.0, 100.0),
            denominators: Denominators::None,
            methodology: format!("{normalised}{methodology}"),
            indicator: Box::new(|_| String::new()),
            weights: None,
        }
    }
}

/// The data of a case.
pub(super) enum Data<'d> {
    /// The example's own table.
    Original,
    /// Another table with a column `uCode` and one for each indicator, of which only some may be there.
    Table(&'d str),
    /// As before, with the years of a panel, of which one is the round's own.
    Panel(&'d str, &'d str),
    /// The years of a panel, each year of a unit being a unit.
    Stacked(&'d str),
}

/// The years of the panel.
pub(super) const YEARS: [&str; 5] = ["2018", "2019", "2020", "2021", "2022"];

/// The code of a unit in a year.
pub(super) fn stacked(unit: &str, year: &str) -> String {
    format!("{unit}_{year}")
}

/// A table with the years of a panel whose rows are named by unit and year.
fn stack(table: &str) -> String {
    let mut lines = table.lines();
    let head = lines.next().and_then(|head| head.strip_prefix("Time,")).unwrap_or_default();
    lines.fold(format!("{head}\n"), |all, line| {
        let mut parts = line.splitn(3, ',');
        let (year, unit) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        all + &format!("{},{}\n", stacked(unit, year), parts.next().unwrap_or_default())
    })
}

impl Asem {
    pub(super) fn read(data: &Path) -> Result<Asem, String> {
        let folder = data.join("coinr-asem");
        let meta = Matrix::read(&folder.join("00_inputs/ASEM_iMeta.csv"), &["iCode"])?;
        let original = text(&folder.join("00_inputs/ASEM_iData_original_order.csv"))?;
        let names = Matrix::parse(&original, &["uCode"])?;
        let units = names.keys.iter().map(|code| (code.clone(), names.word(code, "uName").to_owned())).collect();
        Ok(Asem {
            meta,
            units,
            original,
            world: Matrix::read(&folder.join("00_inputs/WorldDenoms.csv"), &["uCode"])?,
            world_denominators: Matrix::read(&folder.join("02_denominate/denomby_worlddenoms_scaled.csv"), &["iCode"])?,
            parameters: Matrix::read(&folder.join("06_normalise/iMeta_parameters.csv"), &["iCode"])?,
            folder,
        })
    }

    /// A file of the reference, its rows named by these columns.
    pub(super) fn matrix(&self, file: &str, key: &[&str]) -> Result<Matrix, String> {
        Matrix::read(&self.folder.join(file), key)
    }

    pub(super) fn text(&self, file: &str) -> Result<String, String> {
        text(&self.folder.join(file))
    }

    /// Names of the files in a folder, without `.csv`.
    pub(super) fn files(&self, folder: &str) -> Result<Vec<String>, String> {
        let there = std::fs::read_dir(self.folder.join(folder)).map_err(|error| format!("{folder}: {error}"))?;
        let names = there.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut names: Vec<String> = names.filter_map(|name| Some(name.strip_suffix(".csv")?.to_owned())).collect();
        names.sort();
        Ok(names)
    }

    pub(super) fn unit_codes(&self) -> impl Iterator<Item = &str> {
        self.units.iter().map(|(code, _)| code.as_str())
    }

    /// A case that is named after a file of the reference.
    pub(super) fn case(&self, file: &str) -> Case {
        Case::new("asem", file, TOLERANCE)
    }

    /// Scores the data by the criteria that the setup makes.
    pub(super) fn score(&self, setup: &Setup<'_>, data: &Data<'_>) -> Result<Scored, String> {
        let together = if let Data::Stacked(table) = data { stack(table) } else { String::new() };
        let table = match data {
            Data::Original => self.original.as_str(),
            Data::Table(table) | Data::Panel(_, table) => table,
            Data::Stacked(_) => &together,
        };
        let columns: Vec<&str> = table.lines().next().unwrap_or("").split(',').collect();
        let criteria = self.criteria(setup, &columns, matches!(data, Data::Original));
        let tables = Files::from([
            ("data.csv".to_owned(), table.to_owned()),
            ("units.csv".to_owned(), self.units_file(setup.denominators, matches!(data, Data::Stacked(_)))),
        ]);
        score(&Files::from([("asem.toml".to_owned(), criteria)]), &round(setup.denominators, data), &tables)
    }

    fn units_file(&self, denominators: Denominators, by_year: bool) -> String {
        if by_year {
            let codes = self.unit_codes().flat_map(|unit| YEARS.iter().map(|year| stacked(unit, year)));
            return codes.fold("code,name_en\n".to_owned(), |all, code| all + &format!("{code},{code}\n"));
        }
        let world = denominators == Denominators::World;
        let head = if world { "code,name_en,GDP,Population,Area\n" } else { "code,name_en\n" };
        self.units.iter().fold(head.to_owned(), |mut all, (code, name)| {
            all += &format!("{code},\"{name}\"");
            if world {
                ["GDP", "Population", "Area"]
                    .iter()
                    .for_each(|title| all += &format!(",{}", self.world.word(code, title)));
            }
            all + "\n"
        })
    }

    fn criteria(&self, setup: &Setup<'_>, columns: &[&str], with_attributes: bool) -> String {
        let (low, high) = setup.scale;
        let mut all = format!(
            r#"
            [framework]
            code = "asem"
            edition = "2018"
            name = {{ en = "ASEM Sustainable Connectivity" }}
            source = "COINr 1.1.14, example data set ASEM"
            licence = "MIT"
            scale = {{ low = {low}, high = {high} }}
            "#
        );
        for (_, code) in LEVELS {
            all += &format!("[[level]]\ncode = \"{code}\"\nname = {{ en = \"{code}\" }}\n");
        }
        if with_attributes {
            let groups = GROUPS.iter().map(|code| (code, "group"));
            let quantities =
                QUANTITIES.iter().filter(|code| setup.denominators != Denominators::World || **code != "Energy");
            for (code, kind) in groups.chain(quantities.map(|code| (code, "quantity"))) {
                all += &format!("[[attribute]]\ncode = \"{code}\"\nname = {{ en = \"{code}\" }}\nkind = \"{kind}\"\n");
            }
        }
        let used = |code: &&String| columns.contains(&code.as_str());
        let indicators: Vec<&String> =
            self.meta.keys.iter().filter(|code| self.level(code) == "1").filter(used).collect();
        for (level, _) in &LEVELS[..3] {
            let groups = self.meta.keys.iter().filter(|code| self.level(code) == *level);
            for code in groups.filter(|group| indicators.iter().any(|code| self.is_below(code, group))) {
                all += &self.node("group", code, setup);
            }
        }
        for code in indicators {
            all += &self.node("indicator", code, setup);
            if self.meta.word(code, "Direction") == "-1" {
                all += "direction = \"lower\"\n";
            }
            all += &self.denominator(setup.denominators, code);
            all += &(setup.indicator)(code);
        }
        all + "[methodology]\n" + &setup.methodology
    }

    fn node(&self, kind: &str, code: &str, setup: &Setup<'_>) -> String {
        let weight = match setup.weights {
            Some(weights) => weights.word(code, "Weight"),
            None => self.meta.word(code, "Weight"),
        };
        let parent = match self.meta.word(code, "Parent") {
            "" => String::new(),
            parent => format!("parent = \"{parent}\"\nweight = {weight}\n"),
        };
        format!("[[{kind}]]\ncode = \"{code}\"\n{parent}name = {{ en = {:?} }}\n", self.meta.word(code, "iName"))
    }

    fn denominator(&self, denominators: Denominators, code: &str) -> String {
        let (quantity, scale) = match denominators {
            Denominators::None => ("", "1"),
            Denominators::Units => (self.meta.word(code, "Denominator"), "1"),
            Denominators::World => {
                (self.world_denominators.word(code, "Denominator"), self.world_denominators.word(code, "ScaleFactor"))
            }
        };
        match quantity {
            "" => String::new(),
            quantity => format!("denominator = {{ quantity = \"{quantity}\", scale = {scale} }}\n"),
        }
    }

    fn level(&self, code: &str) -> &str {
        self.meta.word(code, "Level")
    }

    /// Whether a group is on the way from a node to the index.
    fn is_below(&self, code: &str, group: &str) -> bool {
        let parent = self.meta.word(code, "Parent");
        !parent.is_empty() && (parent == group || self.is_below(parent, group))
    }
}

fn round(denominators: Denominators, data: &Data<'_>) -> String {
    let table = match data {
        Data::Table(_) | Data::Stacked(_) => String::new(),
        Data::Panel(..) => "period = \"Time\"\n".to_owned(),
        Data::Original => {
            let known: Vec<&str> = match denominators {
                Denominators::World => GROUPS.to_vec(),
                _ => GROUPS.into_iter().chain(QUANTITIES).collect(),
            };
            let known: BTreeMap<&str, &str> = known.into_iter().map(|code| (code, code)).collect();
            let ignored = if denominators == Denominators::World { QUANTITIES.as_slice() } else { &[] };
            let ignored: Vec<&str> = ["uName"].into_iter().chain(ignored.iter().copied()).collect();
            let known: Vec<String> = known.iter().map(|(code, title)| format!("{code} = \"{title}\"")).collect();
            format!("period = \"Time\"\nattributes = {{ {} }}\nignore = {ignored:?}\n", known.join(", "))
        }
    };
    let period = if let Data::Panel(year, _) = data { year } else { "2018" };
    format!(
        r#"
        [round]
        code = "asem-{period}"
        framework = "asem"
        period = "{period}"
        title = {{ en = "ASEM {period}" }}
        source = "COINr 1.1.14, example data set ASEM"
        licence = "MIT"
        [units]
        file = "units.csv"
        [[table]]
        file = "data.csv"
        unit = "uCode"
        {table}"#
    )
}

//! Which node of an earlier edition a node is.

use crate::frozen::{FrozenChange, FrozenFramework};

/// The nodes of two results that measure the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    /// Matched nodes in the order of the later framework; the index comes first if it is matched.
    pub matched: Vec<MatchedNodes>,
    /// Codes of the later framework that the earlier does not have, or that are not comparable, each with the kind of
    /// change: `new`, `rescaled`, `split` or `merged`; `missing` where only one framework has the code.
    pub unmatched: Vec<(String, String)>,
}

/// A node in two frameworks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatchedNodes {
    /// Index in the earlier framework.
    pub earlier: usize,
    /// Index in the later framework.
    pub later: usize,
}

/// Matches nodes by their code, following the changes between the editions of the two results.
///
/// Two results of one edition are matched by code. Of two editions of one framework a node is followed back through every
/// edition in between: `same`, `reworded` and `moved` keep it comparable, under another code where one is named; any other
/// change ends the line. What no change names is the same. Nothing matches between frameworks of different code.
#[must_use]
pub fn match_nodes(earlier: &FrozenFramework, later: &FrozenFramework) -> Lineage {
    let mut lineage = Lineage::default();
    if earlier.code != later.code {
        return lineage;
    }
    let steps = steps(earlier, later);
    for (at, node) in later.nodes.iter().enumerate() {
        match traced(&node.code, &steps) {
            Err(kind) => lineage.unmatched.push((node.code.clone(), kind)),
            Ok(code) => match earlier.nodes.iter().position(|before| before.code == code) {
                Some(before) => lineage.matched.push(MatchedNodes { earlier: before, later: at }),
                None => lineage.unmatched.push((node.code.clone(), "missing".to_owned())),
            },
        }
    }
    lineage
}

/// The changes of each edition after the earlier one up to the later one, latest first.
fn steps<'f>(earlier: &FrozenFramework, later: &'f FrozenFramework) -> Vec<&'f [FrozenChange]> {
    let place = |edition: &str| later.editions.iter().position(|known| known.code == edition);
    let (Some(from), Some(to)) = (place(&earlier.edition), place(&later.edition)) else { return Vec::new() };
    let between = later.editions.iter().take(to + 1).skip(from + 1);
    between.rev().map(|edition| edition.changes.as_slice()).collect()
}

/// The code under which a node stood before all steps, or the kind of change that ends the line.
fn traced(code: &str, steps: &[&[FrozenChange]]) -> Result<String, String> {
    let mut code = code.to_owned();
    for changes in steps {
        let named = changes.iter().find(|change| match change.kind.as_str() {
            "split" => change.into.contains(&code),
            "dropped" => false,
            _ => change.code == code,
        });
        match named.map(|change| (change.kind.as_str(), change.from.first())) {
            None => {}
            Some(("same" | "reworded" | "moved", from)) => {
                if let Some(from) = from {
                    code.clone_from(from);
                }
            }
            Some((kind, _)) => return Err(kind.to_owned()),
        }
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::traced;
    use crate::frozen::{FrozenChange, Text};

    fn change(kind: &str, code: &str, from: &[&str], into: &[&str]) -> FrozenChange {
        let list = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        FrozenChange {
            kind: kind.to_owned(),
            code: code.to_owned(),
            from: list(from),
            into: list(into),
            note: Text::new(),
        }
    }

    #[test]
    fn a_node_is_followed_back_through_renamings_and_not_through_splits() {
        let latest = [change("reworded", "c", &["b"], &[]), change("split", "x", &[], &["y", "z"])];
        let before = [change("moved", "b", &["a"], &[]), change("new", "n", &[], &[])];
        let steps: [&[FrozenChange]; 2] = [&latest, &before];
        assert_eq!(traced("c", &steps), Ok("a".to_owned()));
        assert_eq!(traced("y", &steps), Err("split".to_owned()));
        assert_eq!(traced("n", &steps), Err("new".to_owned()));
        assert_eq!(traced("same", &steps), Ok("same".to_owned()));
    }
}

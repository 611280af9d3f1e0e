//! The parts of a change as text.

use crate::analyse::{Decomposition, Factor, NoSplit};

/// Writes the parts of a change, or why there are none.
#[must_use]
pub fn decomposition_text(split: &Result<Decomposition, NoSplit>, decimals: u8) -> String {
    let digits = usize::from(decimals) + 1;
    match split {
        Err(why) => format!("\nparts of the change of the index: not defined ({})\n", why.words()),
        Ok(split) => {
            let mut text = format!(
                "\nchange of the index {:+.digits$}, from {:.digits$} to {:.digits$}, of which\n",
                split.after - split.before,
                split.before,
                split.after
            );
            for (factor, part) in Factor::ALL.iter().zip(split.parts) {
                text += &format!("  {:<24} {part:>+9.digits$}\n", factor.words());
            }
            text + &format!(
                "Shapley values over sixteen mixtures of the two rounds; {} indicators are measured by both, with {:.0} % of the weight. What \
                 only one edition measures counts as method.\n",
                split.indicators,
                split.weight * 100.0
            )
        }
    }
}

//! Identical answers of two units.

use std::collections::BTreeMap;

use crate::criteria::Framework;
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::survey::round::{Answer, Answers, Round};

/// Fewer shared answers agree by chance too often to be worth a word.
const LEAST: usize = 30;

/// What an answer is an answer to: item, facets, number of the row among its like, question.
type Subject<'a> = (Option<usize>, &'a [Option<u16>], usize, usize);
type Given<'a> = (Subject<'a>, Answer, Place);

pub(super) fn check(round: &Round, framework: &Framework, findings: &mut Findings) {
    for (answers, table) in round.answers().iter().zip(&framework.tables) {
        let given: Vec<Vec<Given<'_>>> = (0..round.units.len()).map(|unit| given_by(answers, unit)).collect();
        for (second, theirs) in given.iter().enumerate() {
            for (first, ours) in given[..second].iter().enumerate() {
                let Some(copied) = copied(ours, theirs) else { continue };
                let message = format!(
                    "`{}` and `{}` gave the same {} answers in the table `{}`",
                    round.units[first].code, round.units[second].code, copied.count, table.code
                );
                findings.push(
                    Diagnostic::new(Code::AnswersCopied, message)
                        .labelled(copied.places.1, format!("the first of `{}`", round.units[second].code))
                        .labelled(copied.places.0, format!("the first of `{}`", round.units[first].code))
                        .help("ask both whether answers were copied; where they are right, leave them"),
                );
            }
        }
    }
}

/// The answers of a unit to one table, ordered by their subject.
fn given_by(answers: &Answers, unit: usize) -> Vec<Given<'_>> {
    let mut given = Vec::new();
    let mut rows: BTreeMap<(Option<usize>, &[Option<u16>]), usize> = BTreeMap::new();
    for (at, row) in answers.rows.iter().enumerate().filter(|(_, row)| row.unit == unit) {
        let number = rows.entry((row.item, &row.facets)).or_default();
        for (question, cell) in answers.row(at).iter().enumerate() {
            if !matches!(cell.answer, Answer::Absent(_)) {
                given.push(((row.item, &*row.facets, *number, question), cell.answer, cell.place));
            }
        }
        *number += 1;
    }
    given.sort_by_key(|(subject, _, _)| *subject);
    given
}

/// Answers that two units share.
struct Copied {
    count: usize,
    places: (Place, Place),
}

/// The shared answers, where they are many, all identical, and not all the same word.
fn copied(ours: &[Given<'_>], theirs: &[Given<'_>]) -> Option<Copied> {
    let (mut count, mut varied) = (0, false);
    let mut first: Option<(Answer, (Place, Place))> = None;
    let (mut one, mut other) = (ours.iter().peekable(), theirs.iter().peekable());
    while let (Some((ours, answer, at)), Some((theirs, reply, place))) = (one.peek(), other.peek()) {
        match ours.cmp(theirs) {
            std::cmp::Ordering::Less => {
                one.next();
            }
            std::cmp::Ordering::Greater => {
                other.next();
            }
            std::cmp::Ordering::Equal => {
                if answer != reply {
                    return None;
                }
                count += 1;
                let (start, _) = first.get_or_insert((*answer, (*at, *place)));
                varied |= start != answer;
                one.next();
                other.next();
            }
        }
    }
    let (_, places) = first.filter(|_| count >= LEAST && varied)?;
    Some(Copied { count, places })
}

#[cfg(test)]
mod tests {
    use super::{Given, LEAST, copied};
    use crate::diag::{At, FileId, Place, Sources};
    use crate::survey::round::Answer;

    fn place(file: FileId, question: usize) -> Place {
        Place { file, at: At::Cell(1, u16::try_from(question).unwrap_or(u16::MAX)) }
    }

    /// Answers to questions `from..to`; the option is the number of the question modulo `options`.
    fn answers(from: usize, to: usize, options: u16) -> Vec<Given<'static>> {
        let file = Sources::default().add("answers.csv", "");
        let answer = |question: usize| Answer::Option(u16::try_from(question).unwrap_or(0) % options);
        (from..to).map(|question| ((None, &[] as &[_], 0, question), answer(question), place(file, question))).collect()
    }

    #[test]
    fn only_many_identical_answers_of_several_words_look_copied() {
        let count = |ours: &[Given<'_>], theirs: &[Given<'_>]| copied(ours, theirs).map(|copied| copied.count);
        let ours = answers(0, LEAST + 5, 3);
        assert_eq!(count(&ours, &answers(5, LEAST + 9, 3)), Some(LEAST));
        assert_eq!(count(&ours, &answers(6, LEAST + 9, 3)), None, "one answer too few");
        assert_eq!(count(&answers(0, 99, 1), &answers(0, 99, 1)), None, "the same word everywhere");
        let mut theirs = answers(0, LEAST + 5, 3);
        theirs[LEAST].1 = Answer::Number(0.5);
        assert_eq!(count(&ours, &theirs), None, "one answer differs");
        assert_eq!(count(&ours, &[]), None);
    }
}

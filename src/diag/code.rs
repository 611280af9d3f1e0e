//! The codes of all diagnostics: one table, from which `nudj explain` and the documentation are made.
//!
//! A code never changes its meaning; one that is no longer given stays reserved.

use super::Severity;

macro_rules! codes {
    ($($variant:ident $id:literal $severity:ident $meaning:literal $mend:literal;)*) => {
        /// What kind of finding a diagnostic is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The kebab-case name.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Code::$variant => $id,)* }
            }

            /// The severity it has.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// What it means, in a sentence or two.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning,)* }
            }

            /// How to mend it.
            #[must_use]
            pub fn mend(self) -> &'static str {
                match self { $(Code::$variant => $mend,)* }
            }
        }
    };
}

codes! {
    Unreadable "unreadable" Error
        "A file or folder could not be read."
        "Check the path and the permissions; a round is a folder with a `round.toml`, criteria are a folder with a `framework.toml`.";
    TooLarge "too-large" Error
        "A file is larger than nudj reads."
        "Split the file, or remove columns that nobody reads.";
    WrongEncoding "wrong-encoding" Error
        "The file is not UTF-8."
        "Save it as UTF-8. In a spreadsheet choose \"CSV UTF-8\" when saving; a byte order mark is fine.";
    EmptyFile "empty-file" Error
        "The file has no content."
        "Export it again, or take it out of the round.";
    Syntax "syntax" Error
        "The file is not valid TOML at this place."
        "Mend the syntax: a text stands between quotes, a table header between brackets, a key may stand once.";
    UnknownKey "unknown-key" Error
        "A key is not part of the language."
        "Check the spelling against the guide in criteria/README.md or surveys/README.md.";
    MissingKey "missing-key" Error
        "A section lacks a key that it must have."
        "Add the key.";
    WrongType "wrong-type" Error
        "A value has another type than the key takes."
        "Write a number without quotes, a text with quotes, a list between brackets.";
    MissingSection "missing-section" Error
        "A section that every such file needs is not there."
        "Add the section.";
    DuplicateSection "duplicate-section" Error
        "A section that may stand once in a folder stands twice."
        "Keep one of them.";
    UnknownChoice "unknown-choice" Error
        "A word is not one of those that the key takes."
        "Use one of the listed words.";
    BadCode "bad-code" Error
        "A code is empty or holds a character that codes may not have."
        "Use letters, digits, `-`, `_` and `.`, without spaces, at most 80 characters.";
    DuplicateCode "duplicate-code" Error
        "A code is used twice."
        "Give one of them another code; codes are unique within their kind, and nodes and questions are.";
    NotAdaptable "not-adaptable" Error
        "An adaptation tries to change what stays the framework's: the tree, weights, names, cards, bands or methods."
        "Remove it; an adaptation says how indicators are observed, and nothing else.";
    NotObserved "not-observed" Error
        "There is an answer for an indicator that the adaptation of the round does not name."
        "Name the indicator in the adaptation and say what stands for it, or leave the answer out.";
    MissingTranslation "missing-translation" Error
        "A text stands in one of the framework's languages and not in another."
        "Add the text, or take the language out of `framework.languages`.";
    BadRange "bad-range" Error
        "An interval is empty, not finite, or stands the wrong way round."
        "Write `low` smaller than `high`.";
    NoRoot "no-root" Error
        "No group is the index: every group names a parent."
        "Leave out `parent` in the group that is the index.";
    TwoRoots "two-roots" Error
        "More than one group has no parent, so there is no single index."
        "Give every group but the index a `parent`.";
    UnknownParent "unknown-parent" Error
        "A node names a parent that is not a group."
        "Check the spelling, or declare the group.";
    Cycle "cycle" Error
        "Following the parents of a group leads back to it."
        "Cut the circle by giving one of the groups another parent.";
    NoChildren "no-children" Error
        "A group has nothing below it."
        "Add an indicator or remove the group.";
    TooDeep "too-deep" Error
        "A node lies deeper than there are levels, or its level is not below its parent's."
        "Declare another `[[level]]`, or name the level of the node.";
    BadWeight "bad-weight" Error
        "A weight is negative or not finite."
        "Use zero or a positive number; weights are normalised over siblings.";
    ZeroWeights "zero-weights" Error
        "All children of a group have weight zero, so the group has no score."
        "Give at least one child a positive weight.";
    UnknownReference "unknown-reference" Error
        "A code is used that nobody declares."
        "Check the spelling, or declare it.";
    BadCondition "bad-condition" Error
        "A condition is empty or tests something that its table does not have."
        "Test questions, facets or flags of the table, against codes of their scale.";
    BadScale "bad-scale" Error
        "A scale does not say how its answers become numbers."
        "Give each option its points, a number its ends, a Likert scale its top box.";
    AmbiguousSpelling "ambiguous-spelling" Error
        "One spelling would mean two different things."
        "Remove it from one of them.";
    BadMeasure "bad-measure" Error
        "An indicator does not say how its answers make a score."
        "Give it a scale or a range, or a `measure` with questions, points or tiers.";
    BadFold "bad-fold" Error
        "A fold is asked of something that it cannot fold."
        "Choose another fold, or another table.";
    UnusedParameter "unused-parameter" Error
        "A method is given a parameter that it does not use."
        "Remove the parameter, or choose the method that uses it.";
    MissingParameter "missing-parameter" Error
        "A method lacks a parameter that it needs."
        "Add the parameter; it has no default because it moves scores.";
    BadParameter "bad-parameter" Error
        "A parameter of a method has a value that it cannot have."
        "Choose a value in the stated range.";
    ZeroInGeometric "zero-in-geometric" Error
        "A geometric, harmonic or power mean is asked over scores that can be zero or less, and nothing says what happens there."
        "Set `at_zero` to `zero`, `undefined` or `floor` with a `floor`, or use a scale that starts above zero.";
    NegativeInGeometric "negative-in-geometric" Error
        "A geometric, harmonic or power mean is asked over scores that can be negative."
        "Normalise to a scale that does not go below zero.";
    BadBands "bad-bands" Error
        "The maturity bands do not cover the scale, or do not rise."
        "Let the lowest band start at the lower end of the scale and each other above the one before.";
    BadLineage "bad-lineage" Error
        "A change between editions does not name the codes that its kind needs."
        "`split` needs `into`, `merged` needs `from`; `new` and `dropped` need the code alone.";
    SliceWithoutFacet "slice-without-facet" Error
        "The index is computed by slice, and a table or item has no value of that facet."
        "Give every item of the catalogue a value of the facet, or let the table carry it.";
    UnusedDefinition "unused-definition" Warning
        "Something is declared and nothing uses it."
        "Remove it, or use it.";

    ItemMissing "item-missing" Error
        "A row answers a question that is asked of each item, and does not say of which."
        "Name the item, or the value of the facet, in its column.";
    LargeChange "large-change" Warning
        "A score moves more from one round of a series to the next than the series declares as plausible."
        "Check both figures; if they are right, raise `largest_change` or leave the warning.";
    RoundWithoutUnits "round-without-units" Error
        "The round names no unit."
        "List the units in `[[unit]]` sections or in the file of `[units]`.";
    DuplicateUnit "duplicate-unit" Error
        "A unit is listed twice, or a table has two rows for it where there may be one."
        "Remove one of them.";
    UnknownUnit "unknown-unit" Error
        "A row names a unit that the round does not list."
        "Add the unit to the round, add the spelling, or skip the row with `[[table.skip]]`.";
    UnitWithoutData "unit-without-data" Warning
        "A listed unit has no answer in any table."
        "Take it out of the round if it did not take part.";
    ColumnMissing "column-missing" Error
        "A column that the round names is not in the file."
        "Check the title against the header of the file.";
    DuplicateColumn "duplicate-column" Error
        "Two columns have the same title, or two columns answer the same question."
        "Rename one of them, or list one in `ignore`.";
    ColumnUnread "column-unread" Warning
        "A column is in the file and nobody reads it."
        "Map it in `columns`, or list it in `ignore`.";
    QuestionUnanswered "question-unanswered" Warning
        "A question that an indicator needs has no column in this round."
        "Map the column, or leave it: the answers count as not assessed.";
    NoQuestions "no-questions" Error
        "A table answers no question of the criteria."
        "Map its columns in `columns`.";
    RaggedRow "ragged-row" Error
        "A row has more or fewer fields than the header."
        "Look for a delimiter or a quote inside a field; a field that holds one must stand between quotes.";
    UnclosedQuote "unclosed-quote" Error
        "A quoted field is not closed before the file ends."
        "Close the quote; a quote inside a quoted field is written twice.";
    UnknownItem "unknown-item" Error
        "A row names an item that is not in the catalogue."
        "Check the spelling, add it to `spellings`, or add the item to the criteria.";
    UnknownFacetValue "unknown-facet-value" Error
        "A row names a value that its facet does not have."
        "Check the spelling, add it to `spellings`, or add the value to the criteria.";
    UnknownAnswer "unknown-answer" Error
        "An answer is not in the scale of its question."
        "Correct the answer, or add the spelling in `[coding]` or in the scale.";
    NotANumber "not-a-number" Error
        "A number is due and something else stands there."
        "Write digits with a decimal point (or a comma where `decimal = \"comma\"`), and leave the cell empty for no answer.";
    OutOfRange "out-of-range" Error
        "A number lies outside the ends of its scale."
        "Correct the number, or the ends of the scale if they are wrong.";
    DuplicateAnswer "duplicate-answer" Error
        "The same question of the same unit and item is answered twice."
        "Keep one of the rows.";
    DuplicateRow "duplicate-row" Error
        "There are two rows where the criteria allow one."
        "Keep one of the rows, or declare how rows are folded.";
    UnknownIndicator "unknown-indicator" Error
        "A row or an adaptation names an indicator or question that is not in the criteria."
        "Check the spelling against the criteria.";
    BadStatus "bad-status" Error
        "The status of an answer does not fit the rest of its row."
        "Use `observed`, `reported` or a reason for absence; an absent answer has no value, the others have one.";
    BadDate "bad-date" Error
        "A date is not a day of the calendar, written as year, month and day."
        "Write it as 2024-10-31.";
    MixedFacet "mixed-facet" Warning
        "Rows of one item disagree on a facet; the first row counts."
        "Correct the rows if one of them is wrong.";
    RowSkipped "row-skipped" Note
        "Rows were left out because the round says that they are not data."
        "Nothing, if that was meant.";
    EmptyRow "empty-row" Warning
        "Rows are empty and were left out."
        "Remove the empty lines.";
    QuantityMissing "quantity-missing" Warning
        "A unit has no value of a quantity that serves as denominator."
        "Add the quantity; the indicator has no value for this unit until then.";
    PlannedEvidence "planned-evidence" Error
        "A system that is only planned is named as evidence for a node of the criteria."
        "Leave `kpis` empty until the system is in service; plans answer nothing.";
    SourceMissing "source-missing" Error
        "A row of the registry of systems names no source."
        "Name the public source in the column `source`.";
    FiguresDisagree "figures-disagree" Warning
        "Two figures of the same system and quantity, for different spans of time of the same period, cannot both hold."
        "Check both figures against their source: a thousand is often lost on the way. If the source prints it so, keep the figure and say so in its note.";
    CountAboveN "count-above-n" Error
        "An answer that counts some of n is larger than n."
        "Check whether the two numbers were swapped, or whether the answer is a share and not a count.";
    NotWhole "not-whole" Warning
        "A number of respondents, or a count of them, is not a whole number."
        "Write the number of respondents; weighted counts enter as a share with its standard error.";
    UsersAbovePopulation "users-above-population" Warning
        "A system has more users than the unit has inhabitants."
        "Check whether accounts, visits or users abroad were counted, and say so in the note of the fact.";
    SharesAboveWhole "shares-above-whole" Warning
        "Shares of one whole add up to more than the whole."
        "Check whether a transaction or user was counted in several of the shares.";
    AnswersCopied "answers-copied" Warning
        "Two units gave the same answers to everything that both were asked in a table."
        "Ask both units whether the answers were copied; if they are right, nothing has to change.";
    UnitInTwoGroups "unit-in-two-groups" Error
        "A grouping of the round puts a unit into two groups."
        "Keep it in one of them; a second way to group units is a `[[grouping]]` of its own.";
    GroupsStatedTwice "groups-stated-twice" Error
        "The units of a group are listed in the round, and the criteria have an attribute by which each unit states its group."
        "Leave `units` out and state the group with each unit, or give the grouping another code.";
    GroupingWithoutUnits "grouping-without-units" Warning
        "No unit of the round is in a group of the grouping, so nothing can be compared by it."
        "List the units of each group in its `units`, or take the grouping out of the round.";
    GroupOfOne "group-of-one" Note
        "A group has one unit in this round, which has no peers there."
        "Nothing has to change; the page of the unit says so.";
    WrongFramework "wrong-framework" Error
        "The round is for another framework than the one that was loaded."
        "Name the criteria with `--criteria`, or mend `framework` in `round.toml`.";
    WeightsUndefined "weights-undefined" Error
        "The chosen method gives no usable weights for these data."
        "Use `stated` or `equal`, or another set of indicators.";
    ReferenceMissing "reference-missing" Error
        "The reference unit of a normalisation is not in the round."
        "Name a unit of the round.";

    NothingToVary "nothing-to-vary" Warning
        "A scenario names a source of uncertainty that has nothing to vary in this round."
        "Leave it out of the scenario, or give the round what it needs: standard errors for `sampling`, published scores with their digits for `printed_precision`, answers on a scale of options for `assessors`, siblings for `weights`.";

    NoSuchUnit "no-such-unit" Error
        "The unit is not in the round."
        "Use the code or the name of a unit of the round.";
    NoScore "no-score" Error
        "The unit has no score of the index, so nothing can be measured against it."
        "`nudj explain` shows which answers or which coverage are missing.";
    NoSuchNode "no-such-node" Error
        "No node, item, question or diagnostic has this code."
        "Check the spelling; `nudj check` lists the codes.";
    Template "template" Error
        "A template cannot be rendered."
        "Check the name of the variable against reports/README.md.";
    MissingWord "missing-word" Error
        "A word that a template uses is not in the word list of the language."
        "Add it to the words file.";
    CannotWrite "cannot-write" Error
        "The result could not be written; earlier results are untouched."
        "Check the folder, its permissions and the free space.";
    CannotResume "cannot-resume" Error
        "The draws that an earlier run kept cannot be gone on from: there are none, or they were made from something else."
        "Run without `--resume`.";
    BadArgument "bad-argument" Error
        "An argument has a value that the command does not take."
        "See `--help`.";
}

impl Code {
    /// The code with this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.id() == id)
    }
}

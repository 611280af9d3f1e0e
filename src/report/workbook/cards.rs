//! The tables of the page that says how each indicator is measured.

use super::about::whole;
use super::table::{Form, Table, Value};
use crate::report::pages::Tongue;
use crate::report::text::Phrase;
use crate::report::view::CardsView;

fn said(phrase: Option<&Phrase>) -> Value {
    phrase.map_or(Value::Empty, |phrase| Value::text(&phrase.text))
}

/// Texts of a list, a line each.
fn lines(texts: impl Iterator<Item = String>) -> Value {
    let text = texts.collect::<Vec<_>>().join("\n");
    if text.is_empty() { Value::Empty } else { Value::text(text) }
}

impl Tongue<'_> {
    /// Every table of the page; one without rows is left out.
    pub(super) fn cards_tables(&self, cards: &CardsView) -> Vec<Table> {
        let mut tables = vec![self.cards_table(cards), self.catalogue_table(cards)];
        tables.extend(self.about_tables());
        tables.retain(|table| !table.rows.is_empty());
        tables
    }

    fn cards_table(&self, cards: &CardsView) -> Table {
        let columns = self.headings(&[
            "column_code",
            "column_node",
            "column_level",
            "column_weight",
            "column_origin",
            "column_what",
            "card_question",
            "card_why",
            "card_how",
            "card_not_applicable",
            "card_missing",
            "card_improve",
            "card_sources",
        ]);
        let rows = cards.cards.iter().zip(&self.field.frozen.framework.nodes).map(|(card, node)| {
            vec![
                Value::text(&card.code),
                Value::text(&card.name.text),
                Value::text(&card.level.text),
                Value::number(node.effective, Form::Share(1)),
                Value::text(&card.origin),
                said(card.what.as_ref()),
                said(card.question.as_ref()),
                said(card.why.as_ref()),
                said(card.how.as_ref()),
                said(card.not_applicable.as_ref()),
                said(card.missing.as_ref()),
                lines(card.improve.iter().map(|step| format!("{} ({})", step.text.text, step.effort))),
                lines(card.sources.iter().map(|source| whole(source))),
            ]
        });
        Table::new("indicators", self.speech.word("section_cards"), columns).rows(rows).fixed(2)
    }

    fn catalogue_table(&self, cards: &CardsView) -> Table {
        let mut columns = self.headings(&["column_code", "column_item"]);
        columns.extend(cards.facets.iter().map(|facet| facet.text.clone()));
        let rows = cards.items.iter().map(|item| {
            let mut row = vec![Value::text(&item.code), Value::text(&item.name.text)];
            row.extend(item.facets.iter().map(Value::text));
            row
        });
        Table::new("catalogue", self.speech.word("section_catalogue"), columns).rows(rows).fixed(2)
    }
}

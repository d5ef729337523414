//! Values that are written in another form than most: a file that is a list, fields or a word instead of them.

use super::{Decoder, Gaps, is_partial};
use crate::diag::{Problem, Rule};
use crate::model::field::Table;
use crate::model::record::{Custom, FieldValue, Record, Slot};
use crate::text::{Span, Spanned};
use crate::yaml::Node;

impl Decoder<'_> {
    /// Decodes the root of a file that is a list: it is the value of the table's one field.
    pub(in crate::model) fn root_list(&mut self, root: Option<&Node>, table: &'static Table) -> Record {
        let mut record = Record::default();
        let Some(field) = table.fields().next() else { return record };
        if let Gaps::After(_) = self.gaps {
            record.unread.push(field.name);
        }
        let Some(node) = root.filter(|node| !node.is_absent()) else { return record };
        (record.span, record.first_key) = (node.span, Span::at(node.span.start as usize));
        let value = self.value(node, &field.value);
        if value.as_ref().is_none_or(|value| is_partial(node, value)) {
            record.unread.push(field.name);
            let name = Spanned::new(field.name.to_owned(), record.first_key);
            record.lost.push(Custom { name, value: node.clone() });
        }
        let slot = |value| Slot { field, key: record.first_key, value: Spanned::new(value, node.span) };
        record.slots.extend(value.map(slot));
        record
    }

    /// Decodes fields, or the word that may stand instead of them.
    pub(super) fn record_or_word(&mut self, node: &Node, table: &'static Table, word: &str) -> Option<FieldValue> {
        match node.as_scalar() {
            Some(scalar) if scalar.text == word => Some(FieldValue::Text(word.to_owned())),
            Some(scalar) => {
                let problem = Problem::new(
                    Rule::InvalidValue,
                    node.span,
                    format!("`{}` is not a value of this field", scalar.text),
                );
                self.report(problem.help(format!("write `{word}`, or the fields of {}", table.with_article())));
                None
            }
            None => self.record(node, table).map(FieldValue::Record),
        }
    }
}

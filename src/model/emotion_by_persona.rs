//! Decodes how a step feels: one mark, or one for each persona.
//!
//! Which personas there are is not known here.

use super::decode::Decoder;
use super::field::ValueType;
use super::record::{Emotions, FieldValue};
use super::value;
use crate::yaml::Node;

impl Decoder<'_> {
    /// Decodes one mark, or a mapping of one for each persona.
    pub(super) fn emotion(&mut self, node: &Node) -> Option<FieldValue> {
        if let Some(scalar) = node.as_scalar() {
            return self.scalar(node, scalar, &ValueType::Emotion);
        }
        let wanted = value::describe(&ValueType::Emotion);
        let Some(mapping) = node.as_mapping() else {
            let help = format!("write {wanted}, or one for each persona: `persona-id: 2.5`");
            self.wrong_type(node, "a mark is", &help);
            return None;
        };
        let mut marks = Emotions::default();
        let (entries, custom) = self.own_entries(mapping);
        marks.custom = custom;
        for (persona, node) in entries.into_iter().filter(|(_, node)| !node.is_absent()) {
            let Some(scalar) = node.as_scalar() else {
                self.wrong_type(node, "one value is", &format!("write {wanted} here"));
                continue;
            };
            if let Some(FieldValue::Emotion(mark)) = self.scalar(node, scalar, &ValueType::Emotion) {
                marks.by_persona.push((persona.map(str::to_owned), mark));
            }
        }
        Some(FieldValue::Emotions(marks))
    }
}

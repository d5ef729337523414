//! Emotions by persona compared, persona by persona.

use super::change::{Detail, Value};
use super::name::Names;
use super::value::{Side, reference};
use crate::model::{Emotion, Emotions, Target};

/// Compares the marks of each persona: those of today in their order, then those that are gone.
pub(super) fn compare(names: &Names<'_>, field: &str, was: &Emotions, is: &Emotions) -> Vec<Detail> {
    let now = |id: &str| names.now(Target::PERSONA, id);
    let find = |marks: &Emotions, id: &str| -> Option<Emotion> {
        marks.by_persona.iter().find(|(persona, _)| now(persona) == id).map(|(_, mark)| *mark)
    };
    let value = |mark: Emotion| Value::plain(mark.to_string());
    let told = |side: Side, persona: &str, from: Option<Emotion>, to: Option<Emotion>| {
        let of = reference(names, side, Target::PERSONA, persona);
        let detail = Detail::Field { name: field.to_owned(), from: from.map(value), to: to.map(value) };
        detail.of_part(&format!("of {}", of.shown()))
    };
    let mut details = Vec::new();
    for (persona, mark) in &is.by_persona {
        let from = find(was, &now(persona));
        if from != Some(*mark) {
            details.push(told(Side::New, persona, from, Some(*mark)));
        }
    }
    let is_gone = |id: &str| find(is, &now(id)).is_none();
    for (persona, mark) in was.by_persona.iter().filter(|(persona, _)| is_gone(persona)) {
        details.push(told(Side::Old, persona, Some(*mark), None));
    }
    details
}

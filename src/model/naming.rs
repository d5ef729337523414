//! Every place in a file that names something: what can name what is written down here and nowhere else.
//!
//! Fields name by their place in the tables, prose by what Markdown takes for a reference. What a name leads to is not
//! known here.

use std::ptr;

use super::field::{Field, Target, ValueType};
use super::journey::{STAGE, STEP};
use super::record::{FieldValue, Record};
use super::{Document, Passage, Prose};
use crate::markdown::Reference;
use crate::text::{Span, Spanned};

/// How something is named, and so how its name is written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// By a field of this name, with an ID or address.
    Field(&'static str, Target),
    /// By a step, as an item placed on it.
    Placement,
    /// By `links` of an item.
    Link,
    /// By the `aliases` of the record itself, or of its stage or step.
    Alias,
    /// By a field, with a path relative to the file.
    FilePath,
    /// By `[[…]]`.
    WikiLink,
    /// By a link or image in Markdown; also where its destination is no file's.
    FileLink,
    /// By `@member`.
    Mention,
}

impl Form {
    /// What is named, where the form tells that.
    pub fn target(self) -> Option<Target> {
        match self {
            Form::Field(_, target) => Some(target),
            Form::Placement | Form::Link => Some(Target::ITEM),
            Form::Mention => Some(Target::Member),
            Form::Alias | Form::FilePath | Form::WikiLink | Form::FileLink => None,
        }
    }

    /// Whether it stands in prose.
    pub fn is_prose(self) -> bool {
        matches!(self, Form::WikiLink | Form::FileLink | Form::Mention)
    }

    /// The form of the values of a field; `None` where they name nothing.
    fn of(field: &'static Field, value_type: &ValueType) -> Option<Form> {
        Some(match (value_type, field.name) {
            (ValueType::Reference(Target::ITEM), "item") => Form::Placement,
            (ValueType::Reference(Target::ITEM), "links") => Form::Link,
            (ValueType::Reference(target), name) => Form::Field(name, *target),
            (ValueType::Id, "aliases") => Form::Alias,
            (ValueType::File, _) => Form::FilePath,
            _ => return None,
        })
    }
}

/// A place in a file that names something.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'d> {
    /// How.
    pub form: Form,
    /// The part of the record it stands in.
    pub holder: Passage,
    /// The mapping it stands in, such as a placement or an entry of evidence; `None` in prose.
    pub entry: Option<&'d Record>,
    /// Whether it stands in a cell of a lane.
    pub is_in_cell: bool,
    /// An ID, address, path or destination, quotes and escapes of YAML and Markdown undone.
    pub name: &'d str,
    /// Where it is written: a field's value with its quotes, all of `[[…]]` and `@member`, the destination of a link.
    pub span: Span,
}

impl<'d> Naming<'d> {
    /// The name and its place.
    pub fn written(&self) -> Spanned<&'d str> {
        Spanned::new(self.name, self.span)
    }
}

impl Document {
    /// Hands over every name in its fields, in the order of the fields.
    pub fn visit_field_names<'d>(&'d self, mut visit: impl FnMut(Naming<'d>)) {
        if let Some(record) = self.record() {
            visit_record(record, Passage::Own, &mut visit);
        }
    }

    /// Every name in its fields, in the order of the fields.
    pub fn field_names(&self) -> Vec<Naming<'_>> {
        let mut names = Vec::new();
        self.visit_field_names(|naming| names.push(naming));
        names
    }

    /// Every name in its prose, piece by piece.
    pub fn prose_names(&self) -> impl Iterator<Item = Naming<'_>> {
        self.names_in(self.passages())
    }

    /// Every name in Markdown but those in texts with a conflict, which may go with it.
    pub fn decided_prose_names(&self) -> impl Iterator<Item = Naming<'_>> {
        let mut passages = self.passages();
        passages.retain(|(_, prose)| !prose.has_conflict());
        self.names_in(passages)
    }

    fn names_in<'d>(&'d self, passages: Vec<(Passage, &'d Prose)>) -> impl Iterator<Item = Naming<'d>> {
        passages.into_iter().flat_map(|(holder, prose)| {
            prose.references().iter().map(move |reference| {
                let (form, name) = match &reference.value {
                    Reference::Wiki { target, .. } => (Form::WikiLink, target),
                    Reference::Link { destination, .. } => (Form::FileLink, destination),
                    Reference::Mention { member } => (Form::Mention, member),
                };
                Naming { form, holder, entry: None, is_in_cell: prose.is_cell(), name, span: reference.span }
            })
        })
    }
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Place<'d> {
    holder: Passage,
    entry: &'d Record,
    field: &'static Field,
}

fn visit_record<'d>(record: &'d Record, holder: Passage, visit: &mut impl FnMut(Naming<'d>)) {
    for slot in &record.slots {
        visit_value(Place { holder, entry: record, field: slot.field }, &slot.field.value, &slot.value, visit);
    }
}

fn visit_value<'d>(
    place: Place<'d>,
    value_type: &'static ValueType,
    value: &'d Spanned<FieldValue>,
    visit: &mut impl FnMut(Naming<'d>),
) {
    match (value_type, &value.value) {
        (_, FieldValue::Text(name)) => {
            if let Some(form) = Form::of(place.field, value_type) {
                let (holder, entry) = (place.holder, Some(place.entry));
                visit(Naming { form, holder, entry, is_in_cell: false, name, span: value.span });
            }
        }
        (ValueType::List(of), FieldValue::List(values)) => {
            for (at, value) in values.iter().enumerate() {
                let holder = part(place.holder, of, at);
                visit_value(Place { holder, ..place }, of, value, visit);
            }
        }
        (_, FieldValue::Record(record)) => visit_record(record, place.holder, visit),
        (_, FieldValue::Emotions(marks)) => {
            let form = Form::Field(place.field.name, Target::PERSONA);
            for (persona, _) in &marks.by_persona {
                let entry = Some(place.entry);
                let (name, span) = (persona.value.as_str(), persona.span);
                visit(Naming { form, holder: place.holder, entry, is_in_cell: false, name, span });
            }
        }
        _ => {}
    }
}

/// The part of a record that an entry of a list in `holder` is.
fn part(holder: Passage, entry: &ValueType, at: usize) -> Passage {
    let ValueType::Record(table) = entry else { return holder };
    match holder {
        Passage::Own if ptr::eq(*table, &STAGE) => Passage::Stage(at),
        Passage::Stage(stage) if ptr::eq(*table, &STEP) => Passage::Step(stage, at),
        _ => holder,
    }
}

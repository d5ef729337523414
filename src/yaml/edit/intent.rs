//! What a tree is to say after an edit, by which the edit is judged.

use super::super::{Scalar, Shape, Style};
use super::{Draft, Step};

impl Shape {
    pub(super) fn of_draft(draft: &Draft) -> Shape {
        match draft {
            Draft::Absent => Shape::Absent,
            Draft::Text(text) => Shape::Text(text.clone()),
            Draft::Plain(text) => Shape::of_scalar(&Scalar { text: text.clone(), style: Style::Plain }),
            Draft::List(items) => Shape::List(items.iter().map(Shape::of_draft).collect()),
            Draft::Mapping(entries) => {
                Shape::Mapping(entries.iter().map(|(key, value)| (key.clone(), Shape::of_draft(value))).collect())
            }
            Draft::Flow(inner) => Shape::of_draft(inner),
            Draft::Piece(piece) => piece.meaning(),
        }
    }

    pub(super) fn mapping(key: &str, value: Shape) -> Shape {
        Shape::Mapping(vec![(key.to_owned(), value)])
    }

    pub(super) fn at_mut(&mut self, path: &[Step]) -> Option<&mut Shape> {
        path.iter().try_fold(self, |shape, step| match (shape, step) {
            (Shape::List(items), Step::Index(index)) => items.get_mut(*index),
            (Shape::Mapping(entries), Step::Key(wanted)) => {
                entries.iter_mut().find(|(key, _)| key == wanted).map(|(_, value)| value)
            }
            _ => None,
        })
    }

    /// `None` when it is no list and not absent.
    pub(super) fn insert_item(&mut self, index: usize, item: Shape) -> Option<()> {
        match self {
            Shape::List(items) => items.insert(index.min(items.len()), item),
            Shape::Absent => *self = Shape::List(vec![item]),
            _ => return None,
        }
        Some(())
    }

    pub(super) fn has_key(&self, wanted: &str) -> bool {
        matches!(self, Shape::Mapping(entries) if entries.iter().any(|(key, _)| key == wanted))
    }

    /// The index of the new entry; `None` when it is no mapping and not absent.
    pub(super) fn insert_entry(&mut self, after: Option<&str>, key: &str, value: Shape) -> Option<usize> {
        match self {
            Shape::Mapping(entries) => {
                let before = after.and_then(|after| entries.iter().position(|(key, _)| key == after));
                let index = before.map_or(entries.len(), |before| before + 1);
                entries.insert(index, (key.to_owned(), value));
                Some(index)
            }
            Shape::Absent => {
                *self = Shape::mapping(key, value);
                Some(0)
            }
            _ => None,
        }
    }

    /// Gives an entry another key; `None` when it is not there.
    pub(super) fn rename(&mut self, old: &str, new: &str) -> Option<()> {
        let Shape::Mapping(entries) = self else { return None };
        let (key, _) = entries.iter_mut().find(|(key, _)| key == old)?;
        new.clone_into(key);
        Some(())
    }

    /// The index that was removed.
    pub(super) fn remove(&mut self, step: &Step) -> Option<usize> {
        match (self, step) {
            (Shape::List(items), Step::Index(index)) if *index < items.len() => {
                items.remove(*index);
                Some(*index)
            }
            (Shape::Mapping(entries), Step::Key(wanted)) => {
                let index = entries.iter().position(|(key, _)| key == wanted)?;
                entries.remove(index);
                Some(index)
            }
            _ => None,
        }
    }

    pub(super) fn is_empty_mapping(&self) -> bool {
        matches!(self, Shape::Mapping(entries) if entries.is_empty())
    }
}

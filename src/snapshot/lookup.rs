//! What looking a name up gives.

use super::entry::Namespace;

/// What a reference names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<T> {
    /// This.
    Found(T),
    /// This, by a former ID.
    Former(T),
    /// It cannot be told, since a file that would tell could not be parsed, or a folder not be read.
    Undecidable,
    /// Nothing.
    Unknown,
}

impl<T> Lookup<T> {
    /// What is named, by its ID or a former one.
    pub fn found(self) -> Option<T> {
        match self {
            Lookup::Found(value) | Lookup::Former(value) => Some(value),
            Lookup::Undecidable | Lookup::Unknown => None,
        }
    }

    /// Changes what is named.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Lookup<U> {
        match self {
            Lookup::Found(value) => Lookup::Found(change(value)),
            Lookup::Former(value) => Lookup::Former(change(value)),
            Lookup::Undecidable => Lookup::Undecidable,
            Lookup::Unknown => Lookup::Unknown,
        }
    }

    /// What it is changed to; nothing where that is nothing.
    pub fn and_then<U>(self, change: impl FnOnce(T) -> Option<U>) -> Lookup<U> {
        match self.map(change) {
            Lookup::Found(Some(value)) => Lookup::Found(value),
            Lookup::Former(Some(value)) => Lookup::Former(value),
            Lookup::Undecidable => Lookup::Undecidable,
            _ => Lookup::Unknown,
        }
    }

    /// This, unless it is unknown; then `other`.
    pub fn or_else(self, other: impl FnOnce() -> Lookup<T>) -> Lookup<T> {
        match self {
            Lookup::Unknown => other(),
            known => known,
        }
    }
}

pub(super) fn find(namespace: &Namespace, id: &str) -> Lookup<usize> {
    if let Some(at) = namespace.by_id.get(id) {
        return Lookup::Found(*at);
    }
    match namespace.by_alias.get(id) {
        Some(at) => Lookup::Former(*at),
        None if namespace.is_partial || namespace.unsure.contains(id) => Lookup::Undecidable,
        None => Lookup::Unknown,
    }
}

//! What IDs are called before and after, and which record is which when IDs change.

use std::collections::HashMap;

use super::change::Value;
use crate::model::Target;
use crate::snapshot::{Snapshot, Subject};

/// Two snapshots, and what was renamed between them.
pub(super) struct Names<'s> {
    pub(super) before: &'s Snapshot,
    pub(super) after: &'s Snapshot,
    /// New IDs by what they name and the former ID.
    pub(super) renamed: HashMap<(Target, String), String>,
}

impl Names<'_> {
    /// A reference as it was.
    pub(super) fn former(&self, target: Target, id: &str) -> Value {
        named(self.before, target, id)
    }

    /// A reference as it is.
    pub(super) fn current(&self, target: Target, id: &str) -> Value {
        named(self.after, target, id)
    }

    /// The ID by which what `id` names, or named before, is known now.
    pub(super) fn now(&self, target: Target, id: &str) -> String {
        if let Some(new) = self.renamed.get(&(target, id.to_owned())) {
            return new.clone();
        }
        if target == Target::Step {
            return self.step_now(id);
        }
        match self.after.find_target(target, id).found() {
            Some(Subject::Item(key)) => self.after.item(key).id().to_owned(),
            Some(Subject::Journey(key)) => self.after.journey(key).id().to_owned(),
            Some(Subject::Persona(key)) => self.after.persona(key).id().to_owned(),
            Some(Subject::Signal(key)) => self.after.signal(key).id().to_owned(),
            _ => id.to_owned(),
        }
    }

    /// An address whose journey has its new ID.
    fn step_now(&self, address: &str) -> String {
        match address.split_once('/') {
            Some((journey, rest)) => format!("{}/{rest}", self.now(Target::Journey, journey)),
            None => address.to_owned(),
        }
    }
}

fn named(snapshot: &Snapshot, target: Target, id: &str) -> Value {
    let name = snapshot.find_target(target, id).found().and_then(|subject| title(snapshot, &subject));
    Value { text: id.to_owned(), name: name.filter(|name| name != id), target: Some(target) }
}

/// What one calls a record, a step or a member.
pub(super) fn title(snapshot: &Snapshot, subject: &Subject) -> Option<String> {
    let title = match subject {
        Subject::Workspace => snapshot.workspace()?.name()?,
        Subject::Journey(key) => snapshot.journey(*key).title(),
        Subject::Stage(key) => snapshot.stage(*key)?.title()?,
        Subject::Step(key) => snapshot.step(*key)?.title()?,
        Subject::Item(key) => snapshot.item(*key).title(),
        Subject::Persona(key) => snapshot.persona(*key).name(),
        Subject::Signal(key) => snapshot.signal(*key).id(),
        Subject::Member(id) => snapshot.workspace()?.member(id)?.name()?,
    };
    Some(title.to_owned())
}

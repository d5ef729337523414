//! What IDs are called before and after, and which record is which when IDs change; and what they are called by others,
//! where the two snapshots that were compared did not know it.

use std::collections::HashMap;

use super::change::{Detail, HomeChange, Outcome, Part, PartEvent, Position, RecordChange, Value};
use crate::model::Target;
use crate::snapshot::{Lookup, Snapshot, Subject};

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
        let found = self.after.find_target(target, id).found();
        found.and_then(|subject| self.after.id_of(&subject)).unwrap_or(id).to_owned()
    }

    /// An address of a step that has another ID now, or whose stage or journey has.
    fn step_now(&self, address: &str) -> String {
        if let Lookup::Former(key) = self.after.find_step(address)
            && let Some(living) = self.after.living_address(&Subject::Step(key), address.split('/').count())
        {
            return living;
        }
        match address.split_once('/') {
            Some((journey, rest)) => format!("{}/{rest}", self.now(Target::JOURNEY, journey)),
            None => address.to_owned(),
        }
    }
}

fn named(snapshot: &Snapshot, target: Target, id: &str) -> Value {
    let name = snapshot.find_target(target, id).found().and_then(|subject| title(snapshot, &subject));
    Value { name: name.filter(|name| name != id), target: Some(target), ..Value::plain(id) }
}

/// What one calls a record, a step or a member.
pub(super) fn title(snapshot: &Snapshot, subject: &Subject) -> Option<String> {
    let title = match subject {
        Subject::Workspace => snapshot.workspace()?.name()?,
        Subject::Stage(key) => snapshot.stage(*key)?.title()?,
        Subject::Step(key) => snapshot.step(*key)?.title()?,
        Subject::Member(id) => snapshot.workspace()?.member(id)?.name()?,
        record => snapshot.title_of(record)?,
    };
    Some(title.to_owned())
}

/// Finds what one calls the thing that an ID names.
type Name<'n> = dyn Fn(Target, &str) -> Option<String> + 'n;

impl RecordChange {
    /// The change with names for the references that have none yet: where only the files of a commit were compared, what
    /// they refer to was not there to be asked.
    #[must_use]
    pub fn naming(&self, name: &Name<'_>) -> RecordChange {
        let mut change = self.clone();
        if let Some(HomeChange { from, to }) = &mut change.home {
            values(from.iter_mut().chain(to), name);
        }
        if let Outcome::Added(list) | Outcome::Changed(list) = &mut change.outcome {
            details(list, name);
        }
        change
    }
}

fn values<'v>(values: impl IntoIterator<Item = &'v mut Value>, name: &Name<'_>) {
    for value in values {
        if let (None, Some(target)) = (&value.name, value.target) {
            value.name = name(target, &value.text).filter(|name| *name != value.text);
        }
    }
}

fn details(details: &mut [Detail], name: &Name<'_>) {
    details.iter_mut().for_each(|detail| self::detail(detail, name));
}

fn detail(detail: &mut Detail, name: &Name<'_>) {
    match detail {
        Detail::Field { from, to, .. } => values(from.iter_mut().chain(to), name),
        Detail::Listed { added, removed, .. } => values(added.iter_mut().chain(removed), name),
        Detail::Part { part: Part { stage, .. }, event } => {
            values(stage, name);
            self::event(event, name);
        }
        Detail::Follows { renamed } => values(renamed, name),
        Detail::Prose { .. } | Detail::Rows(_) => {}
    }
}

fn event(event: &mut PartEvent, name: &Name<'_>) {
    match event {
        PartEvent::Added { placed } | PartEvent::Removed { placed } => values(placed, name),
        PartEvent::Moved { from, to } => {
            for Position { stage, after, .. } in [from, to] {
                values(stage.iter_mut().chain(after), name);
            }
        }
        PartEvent::Arrived { from: value }
        | PartEvent::Left { to: value }
        | PartEvent::Placed { item: value, .. }
        | PartEvent::Unplaced { item: value } => values([value], name),
        PartEvent::Changed { detail: change } => detail(change, name),
        PartEvent::Renamed { .. } => {}
    }
}

//! Naming what a change refers to, where the two snapshots that were compared did not know it.

use super::change::{Detail, HomeChange, Part, PartEvent, Position, RecordChange, Value, What};
use crate::model::Target;

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
        if let What::Added(list) | What::Changed(list) = &mut change.what {
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

//! Of the changes of a journey, what was placed on its steps and what was taken off.

use std::mem;
use std::slice;

use super::change::{Detail, Outcome, Part, PartEvent, RecordChange, Value};

/// Something that a change puts on a step or takes off it: which of its details says so, and which of what that names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placing {
    detail: usize,
    value: usize,
}

impl PartEvent {
    /// What it puts on a step or takes off it.
    fn placed(&self) -> &[Value] {
        match self {
            PartEvent::Added { placed } | PartEvent::Removed { placed } => placed,
            PartEvent::Placed { item, .. } | PartEvent::Unplaced { item } => slice::from_ref(item),
            _ => &[],
        }
    }

    /// Whether what it names is called as it was before.
    fn takes_off(&self) -> bool {
        matches!(self, PartEvent::Removed { .. } | PartEvent::Unplaced { .. })
    }

    /// The same of one of those alone.
    fn placing(&self, item: &Value) -> PartEvent {
        match self {
            PartEvent::Added { .. } => PartEvent::Placed { item: item.clone(), note: None },
            PartEvent::Removed { .. } => PartEvent::Unplaced { item: item.clone() },
            event => event.clone(),
        }
    }
}

impl RecordChange {
    /// What happened to the parts of a record.
    pub fn parts(&self) -> impl Iterator<Item = (&Part, &PartEvent)> {
        self.details().iter().filter_map(part)
    }

    fn details(&self) -> &[Detail] {
        match &self.outcome {
            Outcome::Added(details) | Outcome::Changed(details) => details,
            Outcome::Removed | Outcome::Unreadable(_) => &[],
        }
    }

    /// What it puts on steps or takes off them, and whether that is called as it was before.
    pub fn placings(&self) -> impl Iterator<Item = (Placing, &Value, bool)> {
        let parts = self.details().iter().enumerate().filter_map(|(at, detail)| Some((at, part(detail)?.1)));
        parts.flat_map(|(detail, event)| {
            let values = event.placed().iter().enumerate();
            values.map(move |(value, item)| (Placing { detail, value }, item, event.takes_off()))
        })
    }

    /// The change as far as it puts these on steps, or takes them off; what one step is told of twice, once.
    #[must_use]
    pub fn only(&self, placings: &[Placing]) -> RecordChange {
        let mut details: Vec<Detail> = Vec::new();
        for Placing { detail, value } in placings {
            let Some((own, event)) = self.details().get(*detail).and_then(part) else { continue };
            let Some(item) = event.placed().get(*value) else { continue };
            let event = event.placing(item);
            let is_same = |other: &PartEvent| mem::discriminant(other) == mem::discriminant(&event);
            if details.iter().filter_map(part).all(|(part, other)| part != own || !is_same(other)) {
                details.push(Detail::Part { part: own.clone(), event });
            }
        }
        RecordChange {
            kind: self.kind,
            id: self.id.clone(),
            title: self.title.clone(),
            path: self.path.clone(),
            old_id: None,
            old_path: None,
            home: None,
            outcome: if matches!(self.outcome, Outcome::Added(_)) {
                Outcome::Added(details)
            } else {
                Outcome::Changed(details)
            },
        }
    }
}

fn part(detail: &Detail) -> Option<(&Part, &PartEvent)> {
    match detail {
        Detail::Part { part, event } => Some((part, event)),
        _ => None,
    }
}

//! Of the changes of a journey, what was placed on its steps and what was taken off.

use std::slice;

use super::change::{Detail, Part, PartEvent, RecordChange, Value, What};

impl PartEvent {
    /// What it puts on a step or takes off it.
    pub fn placed(&self) -> &[Value] {
        match self {
            PartEvent::Added { placed } | PartEvent::Removed { placed } => placed,
            PartEvent::Placed { item, .. } | PartEvent::Unplaced { item } => slice::from_ref(item),
            _ => &[],
        }
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
        let details = match &self.what {
            What::Added(details) | What::Changed(details) => details.as_slice(),
            What::Removed | What::Unreadable => &[],
        };
        details.iter().filter_map(|detail| match detail {
            Detail::Part { part, event } => Some((part, event)),
            _ => None,
        })
    }

    /// The change as far as it puts something on steps, or takes it off them.
    #[must_use]
    pub fn placing(&self, is_meant: impl Fn(&Value) -> bool) -> RecordChange {
        let placing = self.parts().flat_map(|(part, event)| {
            let meant = event.placed().iter().filter(|item| is_meant(item));
            meant.map(|item| Detail::Part { part: part.clone(), event: event.placing(item) })
        });
        let placing = placing.collect();
        let what = if matches!(self.what, What::Added(_)) { What::Added(placing) } else { What::Changed(placing) };
        RecordChange { what, old_id: None, old_path: None, home: None, ..self.clone() }
    }
}

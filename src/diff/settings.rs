//! `workspace.yaml` compared: its fields, members and lanes by ID.

use std::collections::BTreeMap;

use super::{Detail, PartEvent, field};
use crate::model::{Record, Workspace};

/// Compares two states of the workspace's own file.
pub(super) fn compare(was: &Workspace, is: &Workspace) -> Vec<Detail> {
    let mut details = field::compare(&was.record, &is.record, &["members", "lanes"]);
    for (list, name) in [("members", "member"), ("lanes", "lane")] {
        details.extend(compare_by_id(&was.record, &is.record, list, name));
    }
    details
}

fn compare_by_id(was: &Record, is: &Record, list: &str, name: &str) -> Vec<Detail> {
    let by_id = |record: &'_ Record| -> BTreeMap<String, Record> {
        let entries = record.records(list);
        entries.filter_map(|entry| Some((entry.text("id")?.value.to_owned(), entry.clone()))).collect()
    };
    let (old, new) = (by_id(was), by_id(is));
    let part = |id: &str, event: PartEvent| Detail::Part { part: format!("{name} {id}"), event };
    let mut details: Vec<Detail> =
        old.keys().filter(|id| !new.contains_key(*id)).map(|id| part(id, PartEvent::Removed)).collect();
    for (id, entry) in &new {
        match old.get(id) {
            None => details.push(part(id, PartEvent::Added)),
            Some(was) => {
                let changed = field::compare(was, entry, &["id"]);
                details.extend(changed.into_iter().map(|detail| part(id, PartEvent::Changed(Box::new(detail)))));
            }
        }
    }
    details
}

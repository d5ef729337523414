//! Whose history is told, through renames and moves.

use crate::diff::ChangeSet;
use crate::model::FileKind;
use crate::store::layout::{Place, is_own, place};
use crate::text::WsPath;

/// Whose history is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The whole workspace's.
    Workspace,
    /// That of records of these kinds, by every ID they have had.
    Record {
        /// What it may be.
        kinds: Vec<FileKind>,
        /// What it has been called, the name of today first.
        ids: Vec<String>,
    },
    /// That of a journey and of the items local to it, by every ID it has had.
    Journey {
        /// What it has been called, the name of today first.
        ids: Vec<String>,
    },
    /// That of whatever lies in a folder, or of a file that is no record.
    Path(WsPath),
}

impl Subject {
    /// Whether a file of this path is the subject's.
    pub fn holds(&self, path: &WsPath) -> bool {
        match (self, place(path)) {
            (Subject::Workspace, _) => is_own(path),
            (Subject::Path(folder), _) => path.is_within(folder),
            (Subject::Record { kinds, ids }, Place::Record(place)) => {
                kinds.contains(&place.kind) && ids.contains(&place.id)
            }
            (Subject::Journey { ids }, Place::Record(place)) => match place.kind {
                FileKind::Journey => ids.contains(&place.id),
                _ => place.journey.is_some_and(|journey| ids.contains(&journey)),
            },
            (Subject::Record { .. } | Subject::Journey { .. }, _) => false,
        }
    }

    /// Whether a file of this path could be the subject under another name.
    pub(super) fn may_be(&self, path: &WsPath) -> bool {
        match (self, place(path)) {
            (Subject::Record { kinds, .. }, Place::Record(place)) => {
                kinds.contains(&place.kind) && place.kind != FileKind::Measurements
            }
            (Subject::Journey { .. }, Place::Record(place)) => place.kind == FileKind::Journey,
            _ => false,
        }
    }

    /// What the subject has been called, the name that was learnt last at the end; nothing where that does not count.
    pub fn names(&self) -> &[String] {
        match self {
            Subject::Record { ids, .. } | Subject::Journey { ids } => ids,
            Subject::Workspace | Subject::Path(_) => &[],
        }
    }

    /// Learns what the subject was called before changes that gave it another name.
    pub fn go_back(&mut self, changes: &ChangeSet) {
        for change in &changes.records {
            if let Some(old) = change.old_id.as_ref().filter(|_| self.is_at(&change.path)) {
                self.learn(old.clone());
            }
        }
    }

    /// Learns what the subject is called after changes that gave it another name.
    pub(super) fn go_forth(&mut self, changes: &ChangeSet) {
        for change in changes.records.iter().filter(|change| change.old_id.is_some()) {
            if change.old_path.as_ref().is_some_and(|old| self.is_at(old)) {
                self.learn(change.id.clone());
            }
        }
    }

    fn is_at(&self, path: &WsPath) -> bool {
        self.may_be(path) && self.holds(path)
    }

    fn learn(&mut self, id: String) {
        if let Subject::Record { ids, .. } | Subject::Journey { ids } = self {
            ids.retain(|known| *known != id);
            ids.push(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> WsPath {
        WsPath::new(text).expect("a normal path")
    }

    #[test]
    fn a_journey_holds_what_is_local_to_it() {
        let subject = Subject::Journey { ids: vec!["trial".to_owned()] };
        assert!(subject.holds(&path("journeys/trial/journey.yaml")));
        assert!(subject.holds(&path("journeys/trial/items/a/b.md")));
        assert!(!subject.holds(&path("journeys/other/journey.yaml")));
        assert!(!subject.holds(&path("blocks/trial.md")));
    }
}

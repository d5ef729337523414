//! Whose history is told, through renames and moves.

use std::collections::BTreeSet;

use similar::TextDiff;

use crate::model::FileKind;
use crate::store::layout::{Place, RecordPlace, is_own, place};
use crate::text::WsPath;

/// How much two files have in common at least when one is the other renamed.
const LIKENESS: f32 = 0.5;

/// Whose history is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The whole workspace's.
    Workspace,
    /// That of records of these kinds, by every ID they have had.
    Record {
        /// What it may be.
        kinds: Vec<FileKind>,
        /// What it has been called.
        ids: BTreeSet<String>,
    },
    /// That of a journey and of the items local to it, by every ID it has had.
    Journey {
        /// What it has been called.
        ids: BTreeSet<String>,
    },
    /// That of whatever lies in a folder, or of a file that is no record.
    Path(WsPath),
}

/// A record that appeared, or went, in a commit.
pub(super) struct Candidate<'c> {
    /// Where.
    pub(super) path: &'c WsPath,
    /// Its text.
    pub(super) text: &'c str,
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
        self.followed(path).is_some()
    }

    /// The record at a path, when it is of a kind that is followed.
    fn followed(&self, path: &WsPath) -> Option<RecordPlace> {
        let Place::Record(place) = place(path) else { return None };
        let is_followed = match self {
            Subject::Record { kinds, .. } => kinds.contains(&place.kind) && place.kind != FileKind::Measurements,
            Subject::Journey { .. } => place.kind == FileKind::Journey,
            Subject::Workspace | Subject::Path(_) => false,
        };
        is_followed.then_some(place)
    }

    /// Follows a record back over the commit in which it got the name it is known by: to the one that went and whose ID is
    /// among its former ones, else to the one it is most like. Whether there is such.
    pub(super) fn follow(&mut self, aliases: &[String], new: &Candidate<'_>, gone: &[Candidate<'_>]) -> bool {
        let kind = self.followed(new.path).map(|place| place.kind);
        let former = |candidate: &&Candidate<'_>| {
            let place = self.followed(candidate.path).filter(|place| Some(place.kind) == kind);
            place.map(|place| place.id)
        };
        let by_alias = gone.iter().find_map(|candidate| former(&candidate).filter(|id| aliases.contains(id)));
        let found = by_alias.or_else(|| {
            let rated =
                gone.iter().filter_map(|candidate| Some((likeness(new.text, candidate.text), former(&candidate)?)));
            let like = rated.filter(|(rate, _)| *rate >= LIKENESS);
            // The first of equals wins, so that the order of files decides.
            like.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, id)| id)
        });
        match (self, found) {
            (Subject::Record { ids, .. } | Subject::Journey { ids }, Some(id)) => ids.insert(id),
            _ => false,
        }
    }
}

/// How much of two texts is the same, line by line: from 0 to 1.
fn likeness(one: &str, other: &str) -> f32 {
    TextDiff::from_lines(one, other).ratio()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> WsPath {
        WsPath::new(text).expect("a normal path")
    }

    #[test]
    fn a_record_is_followed_to_its_alias_first() {
        let mut subject = Subject::Record { kinds: vec![FileKind::Item], ids: BTreeSet::from(["new".to_owned()]) };
        let (new, like, former) = (path("blocks/new.md"), path("blocks/like.md"), path("journeys/j/items/former.md"));
        let text = "---\nkind: insight\ntitle: A\n---\n";
        let new = Candidate { path: &new, text };
        let gone = [Candidate { path: &like, text }, Candidate { path: &former, text: "other\n" }];
        assert!(subject.clone().follow(&["former".to_owned()], &new, &gone));
        assert!(subject.follow(&[], &new, &gone));
        assert!(subject.holds(&like) && !subject.holds(&former));
        assert!(!subject.follow(&[], &new, &gone[1..]), "nothing is alike");
    }

    #[test]
    fn a_journey_holds_what_is_local_to_it() {
        let subject = Subject::Journey { ids: BTreeSet::from(["trial".to_owned()]) };
        assert!(subject.holds(&path("journeys/trial/journey.yaml")));
        assert!(subject.holds(&path("journeys/trial/items/a/b.md")));
        assert!(!subject.holds(&path("journeys/other/journey.yaml")));
        assert!(!subject.holds(&path("blocks/trial.md")));
    }
}

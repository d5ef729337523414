//! What a word that names a subject means: a record by its ID, a journey, or a path.

use std::path::Path;

use super::Workspace;
use crate::diag::{Advice, Operation, Refused};
use crate::model::{FileKind, Record, Step, names};
use crate::past;
use crate::snapshot::{FileEntry, JourneyEntry, Lookup, Snapshot, Subject};
use crate::store::layout::{JOURNEYS, Place, place};
use crate::text::{WsPath, nearest};

impl Workspace {
    /// The subject of a history that a word names; `path` is the word as a path on disk. What is no file and no record now
    /// may have been one.
    ///
    /// # Errors
    /// When a path is outside the workspace, or a journey has no such stage or step.
    pub(super) fn subject(
        &self,
        snapshot: &Snapshot,
        word: Option<&str>,
        path: &Path,
    ) -> Result<past::Subject, Refused> {
        let Some(word) = word else { return Ok(past::Subject::Workspace) };
        find(self.root(), snapshot, word, path)
    }
}

fn find(root: &Path, snapshot: &Snapshot, word: &str, path: &Path) -> Result<past::Subject, Refused> {
    if path.exists() {
        return by_path(&inside(root, path)?, snapshot);
    }
    if let Lookup::Found(subject) | Lookup::Former(subject) = snapshot.find_wiki(word)
        && let Some(known) = by_record(snapshot, &subject)
    {
        return Ok(known);
    }
    if let Some((journey, rest)) = word.split_once('/')
        && let Some(key) = snapshot.find_journey(journey).found()
    {
        let journey = snapshot.journey(key);
        // The history of a stage or step is that of its journey; in one that cannot be read, it need not be known.
        return if journey.is_whole() { Err(no_part(journey, rest)) } else { Ok(journey_of(snapshot, journey.id())) };
    }
    if word.contains(['/', '.']) {
        let path = WsPath::below(root, path).or_else(|| WsPath::new(word)).ok_or_else(|| outside(word))?;
        return by_path(&path, snapshot);
    }
    Ok(once_called(word))
}

/// The record of an ID, which may be gone or may never have been there.
pub(super) fn record_called(snapshot: &Snapshot, id: &str) -> past::Subject {
    let known = snapshot.find_wiki(id);
    let known = known.found().and_then(|subject| by_record(snapshot, &subject));
    known.unwrap_or_else(|| once_called(id))
}

fn once_called(id: &str) -> past::Subject {
    let kinds = FileKind::NAMED.into_iter().chain([FileKind::Measurements]).collect();
    past::Subject::Record { kinds, ids: vec![id.to_owned()] }
}

/// Says that a journey has no such stage or step.
fn no_part(journey: JourneyEntry<'_>, named: &str) -> Refused {
    let stages = journey.journey().into_iter().flat_map(|journey| journey.stages());
    let ids = stages.flat_map(|stage| stage.id().into_iter().chain(stage.steps().filter_map(Step::id)));
    let ids: Vec<&str> = ids.map(|id| id.value).collect();
    let refusal = Refused::new(format!("`{}` has no stage or step `{named}`", journey.id()));
    match nearest(named.rsplit('/').next().unwrap_or(named), ids) {
        Some(near) => refusal.advise(Advice::meant(format!("{}/{near}", journey.id()), None)),
        None => refusal.advise(Advice::operation(Operation::Log { id: journey.id().to_owned() })),
    }
}

/// The ID nearest to a word.
pub(super) fn near<'s>(snapshot: &'s Snapshot, word: &str) -> Option<&'s str> {
    let items = snapshot.items().map(|item| item.id());
    let journeys = snapshot.journeys().map(|journey| journey.id());
    let personas = snapshot.personas().map(|persona| persona.id());
    nearest(word, items.chain(journeys).chain(personas))
}

fn inside(root: &Path, path: &Path) -> Result<WsPath, Refused> {
    let shown = path.display().to_string();
    let canonical = |path: &Path| path.canonicalize().map_err(|_| outside(&shown));
    WsPath::below(&canonical(root)?, &canonical(path)?).ok_or_else(|| outside(&shown))
}

fn outside(shown: &str) -> Refused {
    Refused::new(format!("`{shown}` is not in the workspace")).help("name a record's ID, or a path in the workspace")
}

fn by_path(path: &WsPath, snapshot: &Snapshot) -> Result<past::Subject, Refused> {
    let parts: Vec<&str> = path.parts().collect();
    if parts.is_empty() {
        return Ok(past::Subject::Workspace);
    }
    if let [JOURNEYS, journey] = parts.as_slice() {
        return Ok(journey_of(snapshot, journey));
    }
    let Place::Record(place) = place(path) else { return Ok(past::Subject::Path(path.clone())) };
    let record = snapshot.file(path).and_then(FileEntry::record);
    let ids = names(&place.id, record);
    Ok(match place.kind {
        FileKind::Workspace | FileKind::Portfolio | FileKind::MemberSettings => past::Subject::Path(path.clone()),
        FileKind::Journey => past::Subject::Journey { ids },
        kind => past::Subject::Record { kinds: kinds(kind), ids },
    })
}

fn by_record(snapshot: &Snapshot, subject: &Subject) -> Option<past::Subject> {
    let record = |kind: FileKind, id: &str, record: Option<&Record>| past::Subject::Record {
        kinds: kinds(kind),
        ids: names(id, record),
    };
    Some(match subject {
        Subject::Journey(key) => journey_of(snapshot, snapshot.journey(*key).id()),
        Subject::Stage(key) => journey_of(snapshot, snapshot.journey(key.journey).id()),
        Subject::Step(key) => journey_of(snapshot, snapshot.journey(key.stage.journey).id()),
        Subject::Member(_) | Subject::Workspace => return None,
        subject => record(subject.kind()?, snapshot.id_of(subject)?, snapshot.record_of(subject)),
    })
}

fn journey_of(snapshot: &Snapshot, id: &str) -> past::Subject {
    let record = snapshot.journeys().find(|journey| journey.id() == id);
    let record = record.and_then(|journey| journey.journey()).map(|journey| &journey.record);
    past::Subject::Journey { ids: names(id, record) }
}

/// A metric's measurements belong to it.
fn kinds(kind: FileKind) -> Vec<FileKind> {
    match kind {
        FileKind::Item | FileKind::Measurements => vec![FileKind::Item, FileKind::Measurements],
        kind => vec![kind],
    }
}

/// An ID and the former ones a record names.
fn names(id: &str, record: Option<&Record>) -> Vec<String> {
    let former = record.into_iter().flat_map(|record| record.texts(names::ALIASES)).map(|alias| alias.value);
    std::iter::once(id).chain(former.filter(|alias| *alias != id)).map(str::to_owned).collect()
}

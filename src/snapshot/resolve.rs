//! What an ID, an address or a path names.

use super::entry::Definition;
use super::lookup::Lookup;
use super::{FileEntry, ItemEntry, ItemKey, JourneyEntry, JourneyKey, Snapshot, StageKey, StepKey, Subject};
use crate::model::{FileKind, Form, Journey, Member, Naming, Record, Target, names};
use crate::store::layout::{DECISIONS, Place, is_decision};
use crate::text::{Spanned, WsPath};

impl Snapshot {
    /// The member an ID names.
    pub fn find_member<'i>(&self, id: &'i str) -> Lookup<&'i str> {
        match self.workspace() {
            Some(_) if self.members.contains_key(id) => Lookup::Found(id),
            Some(workspace) if !workspace.record.is_unread(names::MEMBERS) && workspace.members().all(has_id) => {
                Lookup::Unknown
            }
            _ => Lookup::Undecidable,
        }
    }

    /// The stage or step an address names: `journey/stage`, `journey/step` or `journey/stage/step`.
    pub fn find_address(&self, address: &str) -> Lookup<Subject> {
        let mut parts = address.split('/');
        let (Some(journey), Some(first), second, None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Lookup::Unknown;
        };
        let (key, former) = match self.find_journey(journey) {
            Lookup::Found(key) => (key, false),
            Lookup::Former(key) => (key, true),
            Lookup::Undecidable => return Lookup::Undecidable,
            Lookup::Unknown => return Lookup::Unknown,
        };
        let subject = match second {
            None => self.find_in_journey(key, None, first),
            Some(step) => self.find_in_journey(key, Some(first), step),
        };
        match subject {
            Lookup::Found(subject) if former => Lookup::Former(subject),
            other => other,
        }
    }

    /// The step an address names.
    pub fn find_step(&self, address: &str) -> Lookup<StepKey> {
        match self.find_address(address) {
            Lookup::Found(Subject::Step(key)) => Lookup::Found(key),
            Lookup::Former(Subject::Step(key)) => Lookup::Former(key),
            Lookup::Undecidable => Lookup::Undecidable,
            _ => Lookup::Unknown,
        }
    }

    /// What `[[target]]` names: an item, else a journey, a persona, a signal, or by address a stage or step.
    pub fn find_wiki(&self, target: &str) -> Lookup<Subject> {
        if target.contains('/') {
            return self.find_address(target);
        }
        let all = FileKind::NAMED.into_iter();
        let found = all.fold(Lookup::Unknown, |found, kind| found.or_else(|| self.find_record(kind, target)));
        // Decisions are not read yet: it is there, and nobody can tell what it says.
        found.or_else(|| if self.has_decision(target) { Lookup::Undecidable } else { Lookup::Unknown })
    }

    /// Whether there is a decision of an ID.
    pub fn has_decision(&self, id: &str) -> bool {
        let start = self.files.partition_point(|file| file.path.as_str() < DECISIONS);
        let below = self.files[start..].iter().take_while(|file| file.path.as_str().starts_with(DECISIONS));
        below.into_iter().any(|file| is_decision(&file.path) && file.path.stem() == id)
    }

    /// The item a file of this snapshot defines, also where its ID is taken.
    pub fn item_in(&self, file: &FileEntry) -> Option<ItemEntry<'_>> {
        self.defined_by(file, FileKind::Item).map(|at| self.item(ItemKey(at)))
    }

    /// The journey a file of this snapshot defines, also where its ID is taken.
    pub fn journey_in(&self, file: &FileEntry) -> Option<JourneyEntry<'_>> {
        self.defined_by(file, FileKind::Journey).map(|at| self.journey(JourneyKey(at)))
    }

    /// The place of what a file defines among all of its sort.
    fn defined_by(&self, file: &FileEntry, kind: FileKind) -> Option<usize> {
        let namespace = &self.definitions[kind];
        let place = file.record_place().filter(|place| place.kind == kind)?;
        let named = namespace.named(&place.id);
        // In the order of their paths.
        let path = |definition: &Definition| &self.files[definition.file].path;
        let found = namespace.all[named.clone()].binary_search_by(|definition| path(definition).cmp(&file.path));
        found.ok().map(|at| named.start + at)
    }

    /// The record a file defines; `None` for a file that defines none, or whose ID is another's.
    pub fn find_path(&self, path: &WsPath) -> Option<Subject> {
        let Place::Record(place) = &self.file(path)?.place else { return None };
        match place.kind {
            FileKind::Workspace => Some(Subject::Workspace),
            FileKind::Portfolio => None,
            FileKind::MemberSettings => self.find_member(&place.id).found().map(|id| Subject::Member(id.to_owned())),
            FileKind::Measurements => self.find_record(FileKind::Item, &place.id).found(),
            kind => self.find_record(kind, &place.id).found(),
        }
    }

    /// Whether a regular file stands at a path.
    pub fn has_file(&self, path: &WsPath) -> bool {
        self.file(path).is_some_and(|file| !file.is_unreadable())
    }

    /// Looks a field's reference up, whatever it is to name.
    pub fn find_target(&self, target: Target, id: &str) -> Lookup<Subject> {
        match target {
            Target::Record(kind) => self.find_record(kind, id),
            Target::Member => self.find_member(id).map(|id| Subject::Member(id.to_owned())),
            Target::Step => self.find_step(id).map(Subject::Step),
        }
    }

    /// What a name in a file of this snapshot leads to; of a path or link, the record that the file there is.
    pub fn resolve(&self, file: &FileEntry, naming: &Naming<'_>) -> Lookup<Subject> {
        match (naming.form.target(), naming.form) {
            (Some(target), _) => self.find_target(target, naming.name),
            (None, Form::WikiLink) => self.find_wiki(naming.name),
            (None, Form::Alias) => {
                let own = self.subject_in(file).map(|record| record.part(naming.holder));
                own.map_or(Lookup::Unknown, Lookup::Former)
            }
            (None, _) => {
                let there = self.follow_name(file, naming).and_then(|link| link.destination.file());
                there.and_then(|there| self.subject_in(there)).map_or(Lookup::Unknown, Lookup::Found)
            }
        }
    }

    /// The record a file of this snapshot defines, also where its ID is taken; that of measurements is their metric.
    pub fn subject_in(&self, file: &FileEntry) -> Option<Subject> {
        Some(match file.record_place()?.kind {
            // The order of the journeys is the workspace's own.
            FileKind::Workspace | FileKind::Portfolio => Subject::Workspace,
            FileKind::MemberSettings => Subject::Member(file.record_place()?.id.clone()),
            FileKind::Measurements => {
                let metrics = self.definitions[FileKind::Item].named(&file.record_place()?.id).map(ItemKey);
                let measured = |key: &ItemKey| self.measurements_file(*key).is_some_and(|own| own.path == file.path);
                Subject::Item(metrics.into_iter().find(measured)?)
            }
            kind => Subject::of(kind, self.defined_by(file, kind)?)?,
        })
    }

    /// The address by which a stage or step goes now, in as many parts as it was named by: `journey/step` has two.
    pub fn living_address(&self, subject: &Subject, parts: usize) -> Option<String> {
        Some(match subject {
            Subject::Stage(key) => format!("{}/{}", self.journey(key.journey).id(), self.stage(*key)?.id()?.value),
            Subject::Step(key) if parts > 2 => self.address(*key),
            Subject::Step(key) => {
                format!("{}/{}", self.journey(key.stage.journey).id(), self.step(*key)?.id()?.value)
            }
            _ => return None,
        })
    }

    /// The first stage or step of an ID in a journey, or else of a former one; where a stage is named, the first step
    /// of it.
    pub(super) fn find_in_journey(&self, journey: JourneyKey, stage_id: Option<&str>, id: &str) -> Lookup<Subject> {
        let Some(document) = self.journey(journey).journey() else { return Lookup::Undecidable };
        let is = |own: Option<Spanned<&str>>, id: &str| own.is_some_and(|own| own.value == id);
        for (at, stage) in document.stages().enumerate() {
            let key = StageKey { journey, stage: at };
            if stage_id.is_none() && is(stage.id(), id) {
                return Lookup::Found(Subject::Stage(key));
            }
            if stage_id.is_some_and(|wanted| !is(stage.id(), wanted)) {
                continue;
            }
            if let Some(step) = stage.steps().position(|step| is(step.id(), id)) {
                return Lookup::Found(Subject::Step(StepKey { stage: key, step }));
            }
        }
        if let Some(former) = find_former(document, journey, stage_id, id) {
            return Lookup::Former(former);
        }
        let is_open = |id: Option<Spanned<&str>>, record: &Record| id.is_none() || record.is_unread(names::ALIASES);
        let is_nameless = document.stages().any(|stage| {
            is_open(stage.id(), stage.record) || stage.steps().any(|step| is_open(step.id(), step.record))
        });
        if is_nameless || !self.journey(journey).is_whole() { Lookup::Undecidable } else { Lookup::Unknown }
    }
}

/// The first stage or step that had an ID, or where a stage is named, the first step in it that has or had it.
fn find_former(document: &Journey, journey: JourneyKey, stage_id: Option<&str>, id: &str) -> Option<Subject> {
    let has = |own: Option<Spanned<&str>>, record: &Record, id: &str| {
        own.is_some_and(|own| own.value == id || record.texts(names::ALIASES).any(|alias| alias.value == id))
    };
    for (at, stage) in document.stages().enumerate() {
        let key = StageKey { journey, stage: at };
        if stage_id.is_none() && has(stage.id(), stage.record, id) {
            return Some(Subject::Stage(key));
        }
        if stage_id.is_some_and(|wanted| !has(stage.id(), stage.record, wanted)) {
            continue;
        }
        if let Some(step) = stage.steps().position(|step| has(step.id(), step.record, id)) {
            return Some(Subject::Step(StepKey { stage: key, step }));
        }
    }
    None
}

/// Whether a member can be named. One whose ID is missing or unread, which is reported, may be the one that is meant.
fn has_id(member: Member<'_>) -> bool {
    member.id().is_some()
}

//! The records of a snapshot: keys that are cheap to hold, and what each leads to.
//!
//! A kind of records is a row of the `records!` below, which makes its key, its entry and the ways to find one. Who does not
//! care for the kind asks by [`FileKind`] and [`Subject`].

use super::Snapshot;
use super::entry::{Definition, FileEntry};
use super::lookup::{Lookup, find};
use crate::model::{Document, FileKind, Item, Journey, Kind, Passage, Persona, Record, Signal, names};
use crate::text::{WsPath, sentence};

/// A stage of one snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageKey {
    /// Its journey.
    pub journey: JourneyKey,
    /// Its place among the journey's stages, from 0.
    pub stage: usize,
}

/// A step of one snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepKey {
    /// Its stage.
    pub stage: StageKey,
    /// Its place among the stage's steps, from 0.
    pub step: usize,
}

/// Anything that a reference can name or that can hold one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The workspace itself.
    Workspace,
    /// A journey.
    Journey(JourneyKey),
    /// A stage.
    Stage(StageKey),
    /// A step.
    Step(StepKey),
    /// An item.
    Item(ItemKey),
    /// A persona.
    Persona(PersonaKey),
    /// A signal.
    Signal(SignalKey),
    /// A member, by ID.
    Member(String),
}

impl Subject {
    /// A part of this record.
    pub fn part(&self, part: Passage) -> Subject {
        match (self, part) {
            (Subject::Journey(journey), Passage::Stage(stage)) => Subject::Stage(StageKey { journey: *journey, stage }),
            (Subject::Journey(journey), Passage::Step(stage, step)) => {
                Subject::Step(StepKey { stage: StageKey { journey: *journey, stage }, step })
            }
            _ => self.clone(),
        }
    }
}

macro_rules! records {
    ($($entry:ident $key:ident $kind:ident $one:ident $all:ident $every:ident $find:ident;)+) => {
        $(
            #[doc = concat!("One of the ", stringify!($all), " of one snapshot.")]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $key(pub(super) usize);

            #[doc = concat!("One of the ", stringify!($all), ", and where it is defined.")]
            #[derive(Clone, Copy)]
            pub struct $entry<'a> {
                snapshot: &'a Snapshot,
                key: $key,
            }

            impl<'a> $entry<'a> {
                /// Its key.
                pub fn key(self) -> $key {
                    self.key
                }

                /// Its ID.
                pub fn id(self) -> &'a str {
                    &self.definition().id
                }

                /// Its file.
                pub fn file(self) -> &'a FileEntry {
                    &self.snapshot.files[self.definition().file]
                }

                /// The path of its file.
                pub fn path(self) -> &'a WsPath {
                    &self.file().path
                }

                /// What its file says, as far as it is known; `None` when nothing is.
                pub fn $one(self) -> Option<&'a $kind> {
                    match self.file().document()? {
                        Document::$kind(document) => Some(document),
                        _ => None,
                    }
                }

                /// Whether more than one file has its ID, so that which is meant cannot be told.
                pub fn is_contested(self) -> bool {
                    self.definition().is_contested
                }

                fn definition(self) -> &'a Definition {
                    &self.snapshot.definitions[FileKind::$kind].all[self.key.0]
                }
            }

            impl Snapshot {
                #[doc = concat!("One of the ", stringify!($all), ".")]
                pub fn $one(&self, key: $key) -> $entry<'_> {
                    $entry { snapshot: self, key }
                }

                #[doc = concat!("The ", stringify!($all), ", sorted by ID; of two with one ID the first by path.")]
                pub fn $all(&self) -> impl Iterator<Item = $entry<'_>> {
                    self.definitions[FileKind::$kind].first.iter().map(|at| self.$one($key(*at)))
                }

                #[doc = concat!("All ", stringify!($all), ", by ID and path: also those whose ID is taken.")]
                pub fn $every(&self) -> impl Iterator<Item = $entry<'_>> {
                    (0..self.definitions[FileKind::$kind].all.len()).map(|at| self.$one($key(at)))
                }

                #[doc = concat!("The one of the ", stringify!($all), " that an ID names.")]
                pub fn $find(&self, id: &str) -> Lookup<$key> {
                    find(&self.definitions[FileKind::$kind], id).map($key)
                }
            }
        )+

        impl Subject {
            /// The record of a kind at a place among all of that kind; `None` for a kind without IDs.
            pub(super) fn of(kind: FileKind, at: usize) -> Option<Subject> {
                match kind {
                    $(FileKind::$kind => Some(Subject::$kind($key(at))),)+
                    _ => None,
                }
            }

            /// The kind of a record and its place among all of that kind; `None` for what is no record of its own.
            fn place(&self) -> Option<(FileKind, usize)> {
                match self {
                    $(Subject::$kind(key) => Some((FileKind::$kind, key.0)),)+
                    _ => None,
                }
            }
        }
    };
}

records! {
    ItemEntry ItemKey Item item items every_item find_item;
    JourneyEntry JourneyKey Journey journey journeys every_journey find_journey;
    PersonaEntry PersonaKey Persona persona personas every_persona find_persona;
    SignalEntry SignalKey Signal signal signals every_signal find_signal;
}

/// Records of any kind.
impl Snapshot {
    /// The record of a kind that an ID names.
    pub fn find_record(&self, kind: FileKind, id: &str) -> Lookup<Subject> {
        find(&self.definitions[kind], id).and_then(|at| Subject::of(kind, at))
    }

    /// The records of a kind with their IDs, sorted by these; of two with one ID the first by path.
    pub fn records(&self, kind: FileKind) -> impl Iterator<Item = (&str, Subject)> {
        let namespace = &self.definitions[kind];
        namespace.first.iter().filter_map(move |at| Some((&*namespace.all[*at].id, Subject::of(kind, *at)?)))
    }

    /// All records of a kind, by ID and path: also those whose ID is taken.
    pub fn every_record(&self, kind: FileKind) -> impl Iterator<Item = Subject> {
        (0..self.definitions[kind].all.len()).filter_map(move |at| Subject::of(kind, at))
    }

    /// The ID of a record; `None` for the workspace, a member, and a part of a journey.
    pub fn id_of(&self, subject: &Subject) -> Option<&str> {
        self.definition(subject).map(|definition| &*definition.id)
    }

    /// The file of a record; `None` as for [`Snapshot::id_of`].
    pub fn file_of(&self, subject: &Subject) -> Option<&FileEntry> {
        self.definition(subject).map(|definition| &*self.files[definition.file])
    }

    /// The fields of a record, as far as they are known.
    pub fn record_of(&self, subject: &Subject) -> Option<&Record> {
        self.file_of(subject)?.record()
    }

    /// What people call a record: what its file says, or its ID.
    pub fn title_of(&self, subject: &Subject) -> Option<&str> {
        let (kind, _) = subject.place()?;
        let called = kind.row().called.and_then(|field| self.record_of(subject)?.text(field));
        called.map(|title| title.value).or_else(|| self.id_of(subject))
    }

    fn definition(&self, subject: &Subject) -> Option<&Definition> {
        let (kind, at) = subject.place()?;
        Some(&self.definitions[kind].all[at])
    }
}

impl Subject {
    /// The kind of a record; `None` for the workspace, a member, and a part of a journey.
    pub fn kind(&self) -> Option<FileKind> {
        self.place().map(|(kind, _)| kind)
    }
}

impl<'a> ItemEntry<'a> {
    /// Its kind; `None` when its file could not be parsed or the kind is unknown.
    pub fn kind(self) -> Option<Kind> {
        self.item().and_then(|item| item.kind)
    }

    /// Its title, or its ID where it has none.
    pub fn title(self) -> &'a str {
        self.item().and_then(Item::title).unwrap_or(self.id())
    }

    /// The ID of the journey it is local to; `None` for a building block.
    pub fn home(self) -> Option<&'a str> {
        self.definition().journey.as_deref()
    }

    /// Whether `journey` may place it: it is a building block, or local to that journey.
    pub fn is_placeable_in(self, journey: &str) -> bool {
        self.home().is_none_or(|home| home == journey)
    }
}

impl<'a> JourneyEntry<'a> {
    /// Its title, or its ID where it has none.
    pub fn title(self) -> &'a str {
        self.journey().and_then(Journey::title).unwrap_or(self.id())
    }

    /// Whether all of its stages and steps could be read. Of a file that is broken anywhere, nobody can be sure.
    pub fn is_whole(self) -> bool {
        let is_known = |journey: &Journey| !journey.record.lacks(&[names::STAGES, names::STEPS]);
        !self.file().is_partial() && self.journey().is_some_and(is_known)
    }
}

impl<'a> PersonaEntry<'a> {
    /// Its name, or its ID where it has none.
    pub fn name(self) -> &'a str {
        self.persona().and_then(Persona::name).unwrap_or(self.id())
    }
}

impl SignalEntry<'_> {
    /// Its title; else its source and its ID there.
    pub fn title(self) -> String {
        let Some(signal) = self.signal() else { return self.id().to_owned() };
        if let Some(title) = signal.record.text(names::TITLE) {
            return title.value.to_owned();
        }
        match (signal.source(), signal.record.text(names::EXTERNAL_ID)) {
            (Some(source), Some(id)) => format!("{} {}", sentence(source), id.value),
            (Some(source), None) => format!("{} ({})", sentence(source), self.id()),
            (None, _) => self.id().to_owned(),
        }
    }
}

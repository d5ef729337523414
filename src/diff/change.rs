//! The model of changes: plain data, without a reference into either snapshot.
//!
//! Its serialised form is the JSON that `diff --format json` writes: renaming a field or variant here changes a
//! documented format (`docs/changes.md`).

use serde::{Serialize, Serializer};

use crate::model::{self, FileKind, Kind};
use crate::text::WsPath;

/// Everything that changed between two states of a workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangeSet {
    /// The records, in the order of the paths: the new one, or the old one of a record that is gone.
    pub records: Vec<RecordChange>,
    /// Other files of the workspace, such as images, in the order of the paths.
    pub files: Vec<FileChange>,
    /// Records whose file was only written in another way, so that it says what it said.
    pub reformatted: Vec<WsPath>,
}

impl ChangeSet {
    /// Whether nothing changed, in meaning or in files.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.files.is_empty()
    }

    /// The files that were touched, in the order of their paths, both ends of a move.
    pub fn touched_files(&self) -> Vec<FileChange> {
        let mut files = self.files.clone();
        let mut add = |path: &WsPath, outcome| files.push(FileChange { path: path.clone(), outcome });
        for change in &self.records {
            add(
                &change.path,
                match (&change.outcome, &change.old_path) {
                    (Outcome::Removed, _) => FileChangeKind::Removed,
                    (Outcome::Added(_), _) | (_, Some(_)) => FileChangeKind::Added,
                    _ => FileChangeKind::Modified,
                },
            );
            if let Some(old) = &change.old_path {
                add(old, FileChangeKind::Removed);
            }
        }
        self.reformatted.iter().for_each(|path| add(path, FileChangeKind::Modified));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }
}

/// What changed in one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordChange {
    /// What the record is.
    pub kind: RecordKind,
    /// Its ID.
    pub id: String,
    /// What one calls it; its ID where it has no title.
    pub title: String,
    /// Where it is; for one that is gone, where it was.
    pub path: WsPath,
    /// What it was called before it was renamed: its former ID.
    pub old_id: Option<String>,
    /// Where it was, when that is another path.
    pub old_path: Option<WsPath>,
    /// Whether it became a building block or local to a journey.
    pub home: Option<HomeChange>,
    /// What happened to it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Where an item belongs, before and after; `None` is the building blocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HomeChange {
    /// The journey it was local to.
    pub from: Option<Value>,
    /// The journey it is local to.
    pub to: Option<Value>,
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKind {
    /// What its file is.
    pub file: FileKind,
    /// Of an item, which kind; not known where its file could not be parsed.
    pub item: Option<Kind>,
}

impl RecordKind {
    /// An item.
    pub const fn item(kind: Option<Kind>) -> RecordKind {
        RecordKind { file: FileKind::Item, item: kind }
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        self.item.map_or(self.file.row().name, Kind::name)
    }

    /// How a line about one begins.
    pub fn heading(self) -> &'static str {
        self.item.map_or(self.file.row().heading, |kind| kind.row().heading)
    }

    /// The word for several.
    pub fn plural(self) -> &'static str {
        self.item.map_or(self.file.row().plural, Kind::plural)
    }
}

/// A record that is no item.
impl From<FileKind> for RecordKind {
    fn from(file: FileKind) -> RecordKind {
        RecordKind { file, item: None }
    }
}

impl Serialize for RecordKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What happened to a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", content = "details", rename_all = "kebab-case")]
pub enum Outcome {
    /// It is new, and says this.
    Added(Vec<Detail>),
    /// It is gone.
    Removed,
    /// It is another now, in these ways. None where it was only moved or renamed.
    Changed(Vec<Detail>),
    /// It is another now, and could not be parsed on this side.
    Unreadable(UnreadSide),
}

/// When a record could not be parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnreadSide {
    /// It could not, and can be now.
    Before,
    /// It could, and cannot be now.
    Now,
    /// Neither then nor now.
    Both,
}

impl UnreadSide {
    /// By whether it could not be parsed before, and now; at least one of the two.
    pub(super) fn of(before: bool, now: bool) -> UnreadSide {
        match (before, now) {
            (true, true) => UnreadSide::Both,
            (true, false) => UnreadSide::Before,
            (false, _) => UnreadSide::Now,
        }
    }
}

/// A value as written, with the name of what it refers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Value {
    /// As written, in a line: an ID, a word, a number, a date, text.
    pub text: String,
    /// For a reference, the title of what it names, where it names something.
    pub name: Option<String>,
    /// For a reference, what it names.
    #[serde(skip)]
    pub target: Option<model::Target>,
    /// For a metric's number, how people write it, with its unit.
    #[serde(skip)]
    pub amount: Option<String>,
}

impl Value {
    /// A value that names nothing.
    pub fn plain(text: impl Into<String>) -> Value {
        Value { text: text.into(), name: None, target: None, amount: None }
    }

    /// What a reader knows it by.
    pub fn shown(&self) -> &str {
        self.name.as_ref().or(self.amount.as_ref()).unwrap_or(&self.text)
    }
}

/// One way in which a record is another now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[expect(clippy::large_enum_variant, reason = "there are few at a time, and most are of the large kind")]
pub enum Detail {
    /// A field has another value; `None` is absent. Lists are told by [`Detail::Listed`].
    Field {
        /// The field; inside a mapping with a dot, such as `site.title`.
        name: String,
        /// What it was.
        from: Option<Value>,
        /// What it is.
        to: Option<Value>,
    },
    /// A list has other entries, or the same in another order.
    Listed {
        /// The field.
        name: String,
        /// The entries that are new, in order.
        added: Vec<Value>,
        /// The entries that are gone, in order.
        removed: Vec<Value>,
    },
    /// A longer text has other words.
    Prose {
        /// The field; `None` for the body.
        name: Option<String>,
        /// The words around the changes, in order.
        excerpt: Vec<Words>,
    },
    /// Something inside the record happened: a stage, a step, a placement, a member.
    Part {
        /// What it happened to.
        part: Part,
        /// What happened.
        event: PartEvent,
    },
    /// Rows of measurements.
    Rows(Rows),
    /// References follow a record that was renamed; they name what they named.
    Follows {
        /// The former IDs, with the new names, in order.
        renamed: Vec<Value>,
    },
}

impl Detail {
    /// The same of a field that goes by another name.
    pub(super) fn named(self, to_name: &dyn Fn(&str) -> String) -> Detail {
        match self {
            Detail::Field { name, from, to } => Detail::Field { name: to_name(&name), from, to },
            Detail::Listed { name, added, removed } => Detail::Listed { name: to_name(&name), added, removed },
            Detail::Prose { name, excerpt } => Detail::Prose { name: name.map(|name| to_name(&name)), excerpt },
            other => other,
        }
    }

    /// The same of a part that is no record, which the name then tells.
    pub(super) fn of_part(self, part: &str) -> Detail {
        self.named(&|name| format!("{name} {part}"))
    }
}

/// A run of words of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", content = "text", rename_all = "kebab-case")]
pub enum Words {
    /// Words that stand before and after.
    Kept(String),
    /// Words that are gone.
    Removed(String),
    /// Words that are new.
    Added(String),
    /// Words that are not shown.
    Gap,
}

/// What happened to rows of measurements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// Rows of dates that are new.
    pub added: usize,
    /// Rows of dates that have another value or note.
    pub changed: usize,
    /// Rows of dates that are gone.
    pub removed: usize,
    /// The last row before.
    pub from: Option<Row>,
    /// The last row now.
    pub to: Option<Row>,
    /// Where the metric should be.
    pub target: Option<Target>,
}

/// A row of measurements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The day.
    pub date: String,
    /// The value.
    pub value: String,
    /// The value as people write it, with its unit.
    #[serde(skip)]
    pub amount: String,
}

/// A metric's target, seen from its last value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    /// The value to reach.
    pub value: String,
    /// The same as people write it, with its unit.
    #[serde(skip)]
    pub amount: String,
    /// Whether the last value reaches it; `None` where it is not said which way is better.
    pub reached: Option<bool>,
}

/// A part of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its ID.
    pub id: String,
    /// What one calls it; its ID where it has no title.
    pub title: String,
    /// The stage a step is in.
    pub stage: Option<Value>,
}

impl Part {
    /// Its address in the record, such as `setup/invite-teammate`.
    pub fn address(&self) -> String {
        match &self.stage {
            Some(stage) => format!("{}/{}", stage.text, self.id),
            None => self.id.clone(),
        }
    }
}

/// What a part of a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// A stage of a journey.
    Stage,
    /// A step of a stage.
    Step,
    /// A member of the workspace.
    Member,
    /// A lane of the workspace's own.
    Lane,
    /// A group of journeys.
    Group,
}

impl PartKind {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            PartKind::Stage => "stage",
            PartKind::Step => "step",
            PartKind::Member => "member",
            PartKind::Lane => "lane",
            PartKind::Group => "group",
        }
    }
}

/// What happened to a part of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[expect(clippy::large_enum_variant, reason = "there are few at a time, and most are of the large kind")]
pub enum PartEvent {
    /// It is new.
    Added {
        /// What is placed on it.
        placed: Vec<Value>,
    },
    /// It is gone.
    Removed {
        /// What was placed on it.
        placed: Vec<Value>,
    },
    /// It has another ID.
    Renamed {
        /// Its former ID.
        from: String,
    },
    /// It stands elsewhere in the record.
    Moved {
        /// Where it stood.
        from: Position,
        /// Where it stands.
        to: Position,
    },
    /// It came from another journey.
    Arrived {
        /// That journey.
        from: Value,
    },
    /// It went to another journey.
    Left {
        /// That journey.
        to: Value,
    },
    /// An item or journey was placed on it.
    Placed {
        /// The item or journey.
        item: Value,
        /// What is special about it there.
        note: Option<String>,
    },
    /// An item or journey was taken off it.
    Unplaced {
        /// The item or journey.
        item: Value,
    },
    /// It is another now, in this way.
    Changed {
        /// The way.
        detail: Box<Detail>,
    },
}

/// Where a stage or step stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The stage a step is in.
    pub stage: Option<Value>,
    /// Its number in the stage, or the stage's in the journey, from 1.
    pub number: usize,
    /// What stands before it; `None` for the first.
    pub after: Option<Value>,
}

/// A file that is no record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileChange {
    /// Where it is, or was.
    pub path: WsPath,
    /// What happened to it.
    #[serde(rename = "change")]
    pub outcome: FileChangeKind,
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileChangeKind {
    /// It is new.
    Added,
    /// It is another now.
    Modified,
    /// It is gone.
    Removed,
}

//! Changes to a workspace's files as a value: what is to become of which file, made together or not at all.
//!
//! A change says what it was made for, so that it is never made to something else. Two changes that follow each other
//! can be made one; two that were made for the same files as well. Both refuse where that has no one meaning.

mod inverse;

use std::collections::{BTreeMap, BTreeSet};

use blake3::Hash;

use super::{EditError, SourceText, Splices, TextEdit, WsPath};

/// Changes to a workspace's files. Making one is pure: nothing is read or written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkspaceEdit {
    /// What becomes of files that are there, by the path they have now.
    fates: BTreeMap<WsPath, Fate>,
    /// The paths they had of files that move, by the ones they come to.
    arrivals: BTreeMap<WsPath, WsPath>,
    /// Files that are new. A fate of the same path is of the file that was there before, which makes way.
    created: BTreeMap<WsPath, Vec<u8>>,
}

/// Where a file that a later change names comes from.
enum Origin {
    /// It is new.
    Created,
    /// It was here, and has changed or moved.
    Was(WsPath),
    /// It was never changed.
    Untouched,
    /// There is none.
    Gone,
}

/// What becomes of a file that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    /// It has this content, at its path or at another.
    Lives { content: Content, path: WsPath },
    /// It is removed, when it has this hash.
    Dies(Hash),
}

/// The content of a file that stays or moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The one it has, which has this hash.
    Same(Hash),
    /// Another, made by splices.
    Spliced(Splices),
}

/// What is to become of one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileChange<'e> {
    /// A new file, where nothing may be.
    Create(&'e [u8]),
    /// Some of its bytes change.
    Edit(&'e Splices),
    /// It is at another path, where nothing may be.
    Move {
        /// Where.
        to: &'e WsPath,
        /// With which content.
        content: &'e Content,
    },
    /// It goes, when its bytes have this hash.
    Delete(&'e Hash),
}

/// Why two changes do not make one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` {reason}")]
pub struct EditConflict {
    /// The file they differ about.
    pub path: WsPath,
    /// What is the matter with it.
    pub reason: ConflictReason,
}

/// What is the matter with a file that two changes differ about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConflictReason {
    /// Something is where a file is to be.
    #[error("is there already")]
    Taken,
    /// It was removed or moved away.
    #[error("is no longer there")]
    Gone,
    /// It has another content than a change was made for.
    #[error("has another content than the change was made for")]
    Changed,
    /// Both change it, and not in different places.
    #[error("is changed twice in one place")]
    Touched,
    /// The edits do not fit its text.
    #[error("cannot be edited: {0}")]
    Unfit(#[from] EditError),
    /// It is not UTF-8.
    #[error("is not UTF-8")]
    NotText,
}

impl ConflictReason {
    fn at(self, path: &WsPath) -> EditConflict {
        EditConflict { path: path.clone(), reason: self }
    }
}

impl Content {
    /// The hash of the bytes it is made of.
    pub fn base(&self) -> Hash {
        match self {
            Content::Same(hash) => *hash,
            Content::Spliced(splices) => splices.base().hash(),
        }
    }

    /// The hash of the bytes it has afterwards.
    fn hash(&self) -> Hash {
        match self {
            Content::Same(hash) => *hash,
            Content::Spliced(splices) => blake3::hash(splices.after().as_bytes()),
        }
    }

    /// The two, one after the other.
    fn compose(self, later: Content) -> Result<Content, ConflictReason> {
        if self.hash() != later.base() {
            return Err(ConflictReason::Changed);
        }
        Ok(match (self, later) {
            (content, Content::Same(_)) => content,
            (Content::Same(_), Content::Spliced(later)) => Content::Spliced(later),
            (Content::Spliced(earlier), Content::Spliced(later)) => Content::Spliced(earlier.compose(&later)),
        })
    }

    fn changes_nothing(&self) -> bool {
        match self {
            Content::Same(_) => true,
            Content::Spliced(splices) => splices.change_nothing(),
        }
    }
}

impl WorkspaceEdit {
    /// A new file.
    pub fn create(path: WsPath, bytes: impl Into<Vec<u8>>) -> WorkspaceEdit {
        WorkspaceEdit { created: BTreeMap::from([(path, bytes.into())]), ..WorkspaceEdit::default() }
    }

    /// Edits of a file whose text is `source`.
    ///
    /// # Errors
    /// When the edits do not fit the text, or it does not hold all of the file's bytes.
    pub fn edit(path: WsPath, source: &SourceText, edits: Vec<TextEdit>) -> Result<WorkspaceEdit, EditConflict> {
        if source.bad_byte().is_some() {
            return Err(ConflictReason::NotText.at(&path));
        }
        let splices = Splices::new(source, edits).map_err(|error| ConflictReason::from(error).at(&path))?;
        Ok(WorkspaceEdit::fate(path.clone(), Fate::Lives { content: Content::Spliced(splices), path }))
    }

    /// Another path for a file whose bytes have this hash.
    pub fn move_file(from: WsPath, hash: Hash, to: WsPath) -> WorkspaceEdit {
        WorkspaceEdit::fate(from, Fate::Lives { content: Content::Same(hash), path: to })
    }

    /// The end of a file whose bytes have this hash.
    pub fn delete(path: WsPath, hash: Hash) -> WorkspaceEdit {
        WorkspaceEdit::fate(path, Fate::Dies(hash))
    }

    fn fate(path: WsPath, fate: Fate) -> WorkspaceEdit {
        let mut edit = WorkspaceEdit::default();
        edit.insert(path, fate);
        edit
    }

    /// Notes what becomes of a file, unless that is nothing.
    fn insert(&mut self, from: WsPath, fate: Fate) {
        if let Fate::Lives { content, path } = &fate {
            if *path != from {
                self.arrivals.insert(path.clone(), from.clone());
            } else if content.changes_nothing() {
                return;
            }
        }
        self.fates.insert(from, fate);
    }

    fn take(&mut self, from: &WsPath) -> Option<Fate> {
        let fate = self.fates.remove(from)?;
        if let Fate::Lives { path, .. } = &fate {
            self.arrivals.remove(path);
        }
        Some(fate)
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.fates.is_empty() && self.created.is_empty()
    }

    /// The changes, sorted by the path that a file has now; of one that makes way for a new one, its own comes first.
    pub fn changes(&self) -> impl Iterator<Item = (&WsPath, FileChange<'_>)> {
        let fates = self.fates.iter().map(|(path, fate)| {
            let change = match fate {
                Fate::Dies(hash) => FileChange::Delete(hash),
                Fate::Lives { content: Content::Spliced(splices), path: to } if to == path => FileChange::Edit(splices),
                Fate::Lives { content, path: to } => FileChange::Move { to, content },
            };
            (path, change)
        });
        let created = self.created.iter().map(|(path, bytes)| (path, FileChange::Create(bytes)));
        let mut changes: Vec<(&WsPath, FileChange<'_>)> = fates.chain(created).collect();
        changes.sort_by_key(|(path, _)| *path);
        changes.into_iter()
    }

    /// Every path at which something is made, changed or taken away, sorted.
    pub fn paths(&self) -> BTreeSet<&WsPath> {
        self.fates.keys().chain(self.targets()).collect()
    }

    /// The paths at which a file is afterwards that is new, changed or was elsewhere.
    fn targets(&self) -> impl Iterator<Item = &WsPath> {
        let lives = self.fates.values().filter_map(|fate| match fate {
            Fate::Lives { path, .. } => Some(path),
            Fate::Dies(_) => None,
        });
        lives.chain(self.created.keys())
    }

    /// Where the file comes from that is at a path afterwards.
    fn origin(&self, path: &WsPath) -> Origin {
        if self.created.contains_key(path) {
            return Origin::Created;
        }
        match (self.arrivals.get(path), self.fates.get(path)) {
            (Some(from), _) => Origin::Was(from.clone()),
            (None, None) => Origin::Untouched,
            (None, Some(Fate::Lives { path: to, .. })) if to == path => Origin::Was(path.clone()),
            (None, Some(_)) => Origin::Gone,
        }
    }

    /// Whether a file is at a path afterwards that is new, changed or was elsewhere.
    fn fills(&self, path: &WsPath) -> bool {
        matches!(self.origin(path), Origin::Created | Origin::Was(_))
    }

    /// Leaves out the new files of the paths for which `keep` does not hold.
    pub fn retain_created(&mut self, keep: impl Fn(&WsPath) -> bool) {
        self.created.retain(|path, _| keep(path));
    }

    /// Adds `other`, made for the same files; on an error nothing is added.
    ///
    /// # Errors
    /// When both have to do with one path, unless they edit it in places that do not touch.
    pub fn join(&mut self, other: WorkspaceEdit) -> Result<(), EditConflict> {
        for (path, new) in &other.fates {
            match (self.fates.get(path), new) {
                (Some(old), new) => old.may_join(new).map_err(|reason| reason.at(path))?,
                (None, Fate::Lives { path: to, .. }) if self.fills(to) => return Err(ConflictReason::Taken.at(to)),
                (None, _) => {}
            }
        }
        if let Some(path) = other.created.keys().find(|path| self.fills(path)) {
            return Err(ConflictReason::Taken.at(path));
        }
        for (path, new) in other.fates {
            let fate = match self.take(&path) {
                Some(old) => old.join(new),
                None => new,
            };
            self.insert(path, fate);
        }
        self.created.extend(other.created);
        Ok(())
    }

    /// This and then `later`, which was made for what this leaves, as one change.
    ///
    /// # Errors
    /// When `later` was made for something else than this leaves.
    pub fn compose(mut self, later: WorkspaceEdit) -> Result<WorkspaceEdit, EditConflict> {
        if let Some(path) = later.targets().find(|path| self.fills(path) && !later.fates.contains_key(*path)) {
            return Err(ConflictReason::Taken.at(path));
        }
        // All are taken out before one is put in: files may change places.
        let named: Vec<_> = later.fates.into_iter().map(|(path, fate)| (self.origin(&path), path, fate)).collect();
        let mut fates = Vec::new();
        let mut created: Vec<(WsPath, Vec<u8>)> = later.created.into_iter().collect();
        for (origin, path, fate) in named {
            let refuse = |reason: ConflictReason| reason.at(&path);
            match origin {
                Origin::Created => {
                    let bytes = self.created.remove(&path).unwrap_or_default();
                    created.extend(fate.of_created(bytes).map_err(refuse)?);
                }
                Origin::Was(from) => {
                    let earlier = self.take(&from).ok_or_else(|| refuse(ConflictReason::Gone))?;
                    fates.push((from, earlier.compose(fate).map_err(refuse)?));
                }
                Origin::Untouched => fates.push((path, fate)),
                Origin::Gone => return Err(refuse(ConflictReason::Gone)),
            }
        }
        for (path, fate) in fates {
            self.insert(path, fate);
        }
        self.created.extend(created);
        Ok(self)
    }
}

impl Fate {
    /// Whether this and `other`, made for the same content of one file, have a meaning together.
    fn may_join(&self, other: &Fate) -> Result<(), ConflictReason> {
        let (Fate::Lives { content: old, path }, Fate::Lives { content: new, path: to }) = (self, other) else {
            return Err(ConflictReason::Touched);
        };
        match (old, new) {
            (Content::Spliced(old), Content::Spliced(new)) if path == to => match old.base() == new.base() {
                false => Err(ConflictReason::Changed),
                true if old.touch(new) => Err(ConflictReason::Touched),
                true => Ok(()),
            },
            _ => Err(ConflictReason::Touched),
        }
    }

    /// Both, which may be joined.
    fn join(self, other: Fate) -> Fate {
        match (self, other) {
            (
                Fate::Lives { content: Content::Spliced(old), path },
                Fate::Lives { content: Content::Spliced(new), .. },
            ) => Fate::Lives { content: Content::Spliced(old.join(new)), path },
            (old, _) => old,
        }
    }

    /// This, and then `later`.
    fn compose(self, later: Fate) -> Result<Fate, ConflictReason> {
        match (self, later) {
            (Fate::Dies(_), _) => Err(ConflictReason::Gone),
            (Fate::Lives { content, .. }, Fate::Lives { content: later, path }) => {
                Ok(Fate::Lives { content: content.compose(later)?, path })
            }
            (Fate::Lives { content, .. }, Fate::Dies(hash)) if content.hash() == hash => Ok(Fate::Dies(content.base())),
            (Fate::Lives { .. }, Fate::Dies(_)) => Err(ConflictReason::Changed),
        }
    }

    /// What becomes of a file that is new itself: where it is then, and its bytes.
    fn of_created(self, bytes: Vec<u8>) -> Result<Option<(WsPath, Vec<u8>)>, ConflictReason> {
        let base = match &self {
            Fate::Lives { content, .. } => content.base(),
            Fate::Dies(hash) => *hash,
        };
        if blake3::hash(&bytes) != base {
            return Err(ConflictReason::Changed);
        }
        Ok(match self {
            Fate::Dies(_) => None,
            Fate::Lives { content: Content::Same(_), path } => Some((path, bytes)),
            Fate::Lives { content: Content::Spliced(splices), path } => Some((path, splices.after().into_bytes())),
        })
    }
}

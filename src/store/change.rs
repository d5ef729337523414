//! Changes to a workspace's files as a value: what is to become of which file, made together or not at all.

use std::collections::BTreeMap;

use crate::text::{SourceText, TextEdit, WsPath};

/// Changes to a workspace's files, by path. Making one is pure; [`super::apply`] carries it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkspaceEdit {
    changes: BTreeMap<WsPath, FileChange>,
}

/// What is to become of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// It is new: nothing may be at its path.
    Create(Vec<u8>),
    /// Some of its bytes change.
    Splice {
        /// The hash of the bytes that the edits were made for; another content is left alone.
        base: blake3::Hash,
        /// What changes.
        edits: Vec<TextEdit>,
    },
}

impl WorkspaceEdit {
    /// Adds a new file; a change already planned for the path is replaced.
    pub fn create(&mut self, path: WsPath, bytes: impl Into<Vec<u8>>) {
        self.changes.insert(path, FileChange::Create(bytes.into()));
    }

    /// Adds splices of a file whose text is `source`; a change already planned for the path is replaced.
    pub fn splice(&mut self, path: WsPath, source: &SourceText, edits: Vec<TextEdit>) {
        self.changes.insert(path, FileChange::Splice { base: source.hash(), edits });
    }

    /// Leaves out the changes of the paths for which `keep` does not hold.
    pub fn retain(&mut self, keep: impl Fn(&WsPath) -> bool) {
        self.changes.retain(|path, _| keep(path));
    }

    /// The changes, sorted by path.
    pub fn changes(&self) -> impl Iterator<Item = (&WsPath, &FileChange)> {
        self.changes.iter()
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

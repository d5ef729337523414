//! The change that takes a change back, byte for byte.
//!
//! It is made for what the change leaves, and so for nothing else: files that have changed since are in its way, as in that
//! of any change.

use super::{ConflictReason, Content, EditConflict, Fate, WorkspaceEdit};
use crate::text::WsPath;

impl WorkspaceEdit {
    /// The change that takes this one back; `before` gives the bytes of a file as it was, and is asked for those that go.
    ///
    /// # Errors
    /// When a file that goes is not the one that this was made for.
    pub fn inverse(&self, before: &dyn Fn(&WsPath) -> Option<Vec<u8>>) -> Result<WorkspaceEdit, EditConflict> {
        let mut inverse = WorkspaceEdit::default();
        for (from, fate) in &self.fates {
            match fate {
                Fate::Lives { content, path } => {
                    let content = content.inverse();
                    inverse.insert(path.clone(), Fate::Lives { content, path: from.clone() });
                }
                Fate::Dies(hash) => {
                    let bytes = before(from).ok_or_else(|| ConflictReason::Gone.at(from))?;
                    if blake3::hash(&bytes) != *hash {
                        return Err(ConflictReason::Changed.at(from));
                    }
                    inverse.created.insert(from.clone(), bytes);
                }
            }
        }
        for (path, bytes) in &self.created {
            inverse.insert(path.clone(), Fate::Dies(blake3::hash(bytes)));
        }
        Ok(inverse)
    }
}

impl Content {
    /// From the content afterwards to the one before.
    fn inverse(&self) -> Content {
        match self {
            Content::Same(hash) => Content::Same(*hash),
            Content::Spliced(splices) => Content::Spliced(splices.inverse()),
        }
    }
}

//! Files already read, by kind and content.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;

use crate::model::{self, FileKind, Parsed};
use crate::store::ContentId;
use crate::text::SourceText;

/// Parsed files by kind and content: the same bytes are parsed once, wherever and whenever they turn up, and not even
/// read again where a tree tells what they are.
#[derive(Debug, Default)]
pub struct ParseCache {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    parsed: HashMap<(FileKind, SourceText), Arc<Parsed>>,
    read: HashMap<(FileKind, ContentId), (SourceText, Arc<Parsed>)>,
}

impl ParseCache {
    /// An empty cache.
    pub fn new() -> ParseCache {
        ParseCache::default()
    }

    /// Parses a file, or gives what was parsed before.
    pub fn parse(&self, kind: FileKind, source: &SourceText) -> Arc<Parsed> {
        let key = (kind, source.clone());
        if let Some(parsed) = self.known().parsed.get(&key) {
            return Arc::clone(parsed);
        }
        let parsed = Arc::new(model::parse(kind, source));
        self.known().parsed.insert(key, Arc::clone(&parsed));
        parsed
    }

    /// The file of a content that was read before.
    pub(super) fn find(&self, kind: FileKind, content: ContentId) -> Option<(SourceText, Arc<Parsed>)> {
        self.known().read.get(&(kind, content)).cloned()
    }

    /// Keeps the file of a content.
    pub(super) fn keep(&self, kind: FileKind, content: ContentId, source: &SourceText, parsed: &Arc<Parsed>) {
        self.known().read.insert((kind, content), (source.clone(), Arc::clone(parsed)));
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! Files already read, by kind and content.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::{self, FileKind, Parsed};
use crate::text::SourceText;

/// Parsed files by kind and content hash: the same bytes are parsed once, wherever and whenever they turn up.
#[derive(Debug, Default)]
pub struct ParseCache {
    parsed: Mutex<HashMap<(FileKind, blake3::Hash), Arc<Parsed>>>,
}

impl ParseCache {
    /// An empty cache.
    pub fn new() -> ParseCache {
        ParseCache::default()
    }

    /// Parses a file, or gives what was parsed before.
    pub fn parse(&self, kind: FileKind, source: &SourceText) -> Arc<Parsed> {
        let key = (kind, source.hash());
        let known = || self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parsed) = known().get(&key) {
            return Arc::clone(parsed);
        }
        let parsed = Arc::new(model::parse(kind, source));
        known().insert(key, Arc::clone(&parsed));
        parsed
    }
}

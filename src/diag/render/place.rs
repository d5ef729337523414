//! Where a finding begins and ends, in the numbers people and programs are shown.

use crate::diag::Sources;
use crate::text::{Position, SourceText, Span, WsPath};

/// First position of a finding and the one after its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: Position,
    pub(super) end: Position,
}

impl Place {
    /// The place of `span` in the file at `path`; 1:1, empty, where there is no text.
    pub(super) fn find(sources: &dyn Sources, path: &WsPath, span: Span) -> Place {
        sources.source(path).map_or(Place::FILE, |source| Place::of(source, span))
    }

    /// The place of `span` in `source`.
    pub(super) fn of(source: &SourceText, span: Span) -> Place {
        let start = source.position(span.start as usize);
        let end = if span.is_empty() { start } else { source.position(span.end as usize) };
        Place { start, end }
    }

    const FILE: Place = {
        let first = Position { line: 1, column: 1 };
        Place { start: first, end: first }
    };
}

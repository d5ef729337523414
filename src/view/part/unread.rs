//! What could not be read, so that no page takes for absent what is only not known.

use serde::Serialize;

use super::finding::{self, Words};
use super::link::{Here, Link};
use crate::diag::{Level, Problem, Rule};
use crate::model::{FileKind, Parsed};
use crate::snapshot::{FileEntry, FileState};
use crate::text::WsPath;

/// What a page says of its own file when not all of it could be read.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Unread {
    /// Whether nothing of it could be, so that the page has nothing else to say.
    whole: bool,
    /// What is wrong.
    why: Vec<Words>,
    /// The file and the line, which lead to that line in the repository.
    place: Link,
}

impl Here<'_> {
    /// What could not be read of a file.
    pub(in crate::view) fn unread(&self, path: &WsPath) -> Option<Unread> {
        let file = self.snapshot().file(path)?;
        let (why, line) = match &file.state {
            FileState::Read(source, parsed) => {
                let problem = self.hiding(file, parsed)?;
                (problem.message.as_str(), Some(source.position(problem.span.start as usize).line))
            }
            _ => (file.why_unreadable()?, None),
        };
        let shown = line.map_or_else(|| path.to_string(), |line| format!("{path}, line {line}"));
        Some(Unread {
            whole: file.document().is_none(),
            why: finding::words(why),
            place: Link { href: self.viewer.repository_line(path, line), ..Link::broken(shown) },
        })
    }

    /// Whether some file of a kind could not be read, so that what it names is not known.
    pub(in crate::view) fn has_unread(&self, kind: FileKind) -> bool {
        self.viewer.index.unread.contains(&kind)
    }

    /// The problem because of which something of a file is not on its page, or more than one version of it.
    fn hiding<'p>(&self, file: &FileEntry, parsed: &'p Parsed) -> Option<&'p Problem> {
        let mut errors = parsed.problems.iter().filter(|problem| problem.rule.default_level() == Level::Error);
        let names_more = file.record().is_some() && file.may_name_more();
        parsed.broken_by().or_else(|| errors.find(|problem| names_more || problem.rule == Rule::ConflictMarker))
    }
}

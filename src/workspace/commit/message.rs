//! The message of a commit.

use std::collections::BTreeSet;

use super::super::state::open_revision;
use super::planned::Planned;
use crate::diag::Refused;
use crate::diff::{self, FileChange, FileChangeKind};
use crate::git::{Change, ChangeKind, CommitPlan, Repository, Revision};
use crate::snapshot::{ParseCache, Snapshot};
use crate::store::MemoryTree;
use crate::text::WsPath;

/// How the line begins that says what a check has found.
const NOTE: &str = "Wayfare-Check: ";

/// A message that says what changed since the last commit, in meaning; when that is amended, since the one before,
/// unless its message is somebody's own.
pub(super) fn describe(
    repository: &Repository,
    planned: &Planned,
    plan: &CommitPlan<'_>,
    amends: bool,
) -> Result<String, Refused> {
    let now = &planned.snapshot;
    let head = repository.head()?;
    let last = committed(repository, head.as_ref(), now)?;
    let mut files: Vec<FileChange> = plan.changes().iter().map(changed_file).collect();
    let Some(head) = head.filter(|_| amends) else {
        return Ok(diff::message(&diff::compare(&last, now), &files).to_string());
    };
    let parent = repository.parent(&head)?;
    let before = committed(repository, parent.as_ref(), &last);
    let written = repository.commit_message(&head)?;
    // Against what a partial clone has left out nothing can be told.
    let Ok(before) = before else { return Ok(written) };
    let changes = diff::compare(&before, &last);
    let before_now = changes.touched_files();
    let was_written_here =
        without_note(&written).trim_end() == diff::message(&changes, &before_now).to_string().trim_end();
    if !was_written_here {
        return Ok(written);
    }
    let again: BTreeSet<WsPath> = files.iter().map(|file| file.path.clone()).collect();
    files.extend(before_now.into_iter().filter(|file| !again.contains(&file.path)));
    let message = diff::message(&diff::compare(&before, now), &files).to_string();
    Ok(if has_note(&written) { noted(&message, planned) } else { message })
}

/// The workspace as it is in a commit; an empty one before the first, or where it is younger. What is the same in a state
/// that was read already is not read again.
fn committed(repository: &Repository, revision: Option<&Revision>, known: &Snapshot) -> Result<Snapshot, Refused> {
    match revision {
        Some(revision) => Ok(known.load_beside(&*open_revision(repository, revision)?, &ParseCache::new())?),
        None => Ok(Snapshot::load(&MemoryTree::new())?),
    }
}

fn changed_file(change: &Change) -> FileChange {
    let kind = match change.kind {
        ChangeKind::Added => FileChangeKind::Added,
        ChangeKind::Modified | ChangeKind::TypeChanged => FileChangeKind::Modified,
        ChangeKind::Deleted => FileChangeKind::Removed,
    };
    FileChange { path: change.path.clone(), outcome: kind }
}

/// Whether a message says what a check has found.
pub(super) fn has_note(message: &str) -> bool {
    message.lines().any(|line| line.starts_with(NOTE))
}

/// The message with what the check has found, in the place of what an earlier one had.
pub(super) fn noted(message: &str, planned: &Planned) -> String {
    let note = format!("{NOTE}{}", planned.report.summary().in_short());
    if !has_note(message) {
        return format!("{}\n\n{note}\n", message.trim_end());
    }
    let mut notes = Some(note).into_iter();
    let lines =
        message.lines().filter_map(|line| if line.starts_with(NOTE) { notes.next() } else { Some(line.to_owned()) });
    lines.map(|line| line + "\n").collect()
}

/// The message without what a check has found.
pub(super) fn without_note(message: &str) -> String {
    let lines: String =
        message.lines().filter(|line| !line.starts_with(NOTE)).map(|line| format!("{line}\n")).collect();
    format!("{}\n", lines.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_taken_out_with_the_blank_line_before_it() {
        let message = "Subject\n\nBody.\n\nWayfare-Check: clean\n";
        assert!(has_note(message));
        assert_eq!(without_note(message), "Subject\n\nBody.\n");
    }
}

//! Bringing back a record as it was in a revision.

use std::path::Path;

use super::state::revision_tree;
use super::subject::{near, record_called};
use super::{State, Workspace};
use crate::diag::{Advice, Operation, Refused};
use crate::edit::{Called, Restoration, restore, restore_file};
use crate::git::{Repository, Revision};
use crate::past::{self, Walk};
use crate::snapshot::{Lookup, Snapshot};
use crate::store::{DiskTree, FileTree as _};
use crate::text::{SourceText, Span, TextEdit, WorkspaceEdit, WsPath};

/// How a record is brought back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RestoreWay {
    /// Whether files may be overwritten whose changes are not committed.
    pub overwrites: bool,
    /// Whether nothing is written.
    pub is_dry_run: bool,
}

/// What was brought back, or would be.
#[derive(Debug)]
pub struct Restored {
    /// What comes along, and what does not.
    pub plan: Restoration,
    /// What it was called then, where that is another ID than the one that was asked for.
    pub old_id: Option<String>,
    /// The files that are written.
    pub changed: Vec<WsPath>,
    /// Those of them that were staged to be deleted, and are not any more.
    pub unstaged: Vec<WsPath>,
}

impl Workspace {
    /// Brings a record or journey back as it was in a revision, with what it needs: by the ID it had then, else by the one it
    /// has now. What has no ID, the portfolio and
    /// what members set for themselves, is named by its path.
    ///
    /// # Errors
    /// When there was none, a file to be overwritten has changes that are not committed, or the files cannot be read or
    /// written.
    pub fn restore(&self, id: &str, revision: &Revision, way: RestoreWay) -> Result<Restored, Refused> {
        let repository = self.repository()?;
        let tree = revision_tree(&repository, revision)?;
        let (then, now) = (Snapshot::load(&tree)?, self.read(&State::Folder)?);
        let path = WsPath::new(id);
        let (plan, old_id) = match path.as_ref().and_then(|path| restore_file(&then, path)) {
            Some(plan) => (plan, None),
            None => {
                let at_path = path.and_then(|path| then.find_path(&path));
                let id = at_path.as_ref().and_then(|subject| then.id_of(subject)).unwrap_or(id);
                self.plan(&repository, revision, Between { then: &then, now: &now }, id)?
            }
        };
        let edit = edit(&plan, self.root(), &|from, to| match repository.checked_out(revision, from, to) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Ok(tree.read(from, false)?),
            Err(error) => Err(error.into()),
        })?;
        let changed: Vec<WsPath> = edit.changes().map(|(path, _)| path.clone()).collect();
        if !way.overwrites {
            self.refuse_uncommitted(&repository, &changed)?;
        }
        let mut unstaged = Vec::new();
        if !way.is_dry_run {
            // First, so that whatever comes in between, no commit takes away what was brought back.
            unstaged = repository.unstage_deletions(&changed)?;
            self.apply(&edit)?;
        }
        Ok(Restored { plan, old_id, changed, unstaged })
    }

    /// What comes back with a record, and the ID that it had, where that is another.
    fn plan(
        &self,
        repository: &Repository,
        revision: &Revision,
        Between { then, now }: Between<'_>,
        id: &str,
    ) -> Result<(Restoration, Option<String>), Refused> {
        let old_id = match then.find_wiki(id).found() {
            Some(_) => None,
            None => self.followed(repository, revision, now, id)?.and_then(|subject| old_id(then, &subject)),
        };
        let today = id_of_today(now, id);
        let called = match &old_id {
            Some(old_id) => Called { then: old_id, now: &today },
            None => Called { then: id, now: id },
        };
        let plan = restore(then, now, called).map_err(|refused| match then.find_wiki(called.then) {
            Lookup::Unknown if refused.advice.is_empty() => known_elsewhere(repository, now, id, refused),
            _ => refused,
        })?;
        Ok((plan, old_id))
    }

    /// What an ID of today names, by all names it had since a revision; `None` before the first commit.
    fn followed(
        &self,
        repository: &Repository,
        revision: &Revision,
        now: &Snapshot,
        id: &str,
    ) -> Result<Option<past::Subject>, Refused> {
        let Some(head) = repository.head()? else { return Ok(None) };
        let mut subject = record_called(now, id);
        // What is renamed in the folder alone; where that cannot be compared, what is committed counts.
        if let Ok(sides) = self.range(None, State::Folder).and_then(|range| self.compare(&range)) {
            subject.go_back(&sides.changes);
        }
        Ok(Some(Walk::names_between(repository, subject, &head, revision)?))
    }
}

/// The two states between which something is brought back.
#[derive(Clone, Copy)]
struct Between<'s> {
    then: &'s Snapshot,
    now: &'s Snapshot,
}

/// Says where there is a record of an ID that a revision does not know, or that there is none anywhere.
fn known_elsewhere(repository: &Repository, now: &Snapshot, id: &str, refused: Refused) -> Refused {
    let head = repository.head().ok().flatten();
    let walk = head.and_then(|head| Walk::new(repository, &head, record_called(now, id)).ok());
    if walk.is_some_and(|mut walk| walk.next().is_some()) {
        return refused.advise(Advice::operation(Operation::Log { id: id.to_owned() }));
    }
    if now.find_wiki(id).found().is_some() {
        return refused.help("it is in the folder, and in no commit yet");
    }
    match near(now, id) {
        Some(near) => refused.advise(Advice::meant(near, None)),
        None => Refused::new(format!("{}, or in any commit up to `HEAD`", refused.message))
            .help("name a record or journey by its ID: the name of its file or folder, without an ending"),
    }
}

/// The ID by which a state has a subject, of those that this has had: the one that was learnt last.
fn old_id(then: &Snapshot, subject: &past::Subject) -> Option<String> {
    let is_it = |id: &&String| match then.find_wiki(id) {
        Lookup::Found(found) => then.file_of(&found).is_some_and(|file| subject.holds(&file.path)),
        Lookup::Former(_) | Lookup::Undecidable | Lookup::Unknown => false,
    };
    subject.names().iter().rev().find(is_it).cloned()
}

/// The ID of what is called `id` now or was once; that itself, where there is no such record.
fn id_of_today(now: &Snapshot, id: &str) -> String {
    let record = now.find_wiki(id).found();
    record.and_then(|record| now.id_of(&record)).unwrap_or(id).to_owned()
}

/// Gives a file as a checkout would write it, by where it was and where it goes.
type Checkout<'a> = dyn Fn(&WsPath, &WsPath) -> Result<Vec<u8>, Refused> + 'a;

/// What is to be written: files that are as they were are left out.
fn edit(plan: &Restoration, root: &Path, checkout: &Checkout<'_>) -> Result<WorkspaceEdit, Refused> {
    let disk = DiskTree::new(root);
    let mut edit = WorkspaceEdit::default();
    for (to, from) in &plan.files {
        let bytes = checkout(from, to)?;
        if to.on_disk(root).symlink_metadata().is_err() {
            edit.join(WorkspaceEdit::create(to.clone(), bytes))?;
            continue;
        }
        let there = disk.read(to, false)?;
        let bytes = with_line_ends_of(&there, bytes);
        if there == bytes {
            continue;
        }
        let (source, text) = (SourceText::from_bytes(there), String::from_utf8(bytes));
        let (None, Ok(text)) = (source.bad_byte(), text) else {
            return Err(
                Refused::new(format!("`{to}` is there, and is not text")).help("move it away; then it is brought back")
            );
        };
        let whole = Span::new(0, source.text().len());
        edit.join(WorkspaceEdit::edit(to.clone(), &source, vec![TextEdit::replace(whole, text)])?)?;
    }
    Ok(edit)
}

/// What a checkout gives, with the line ends that the file has now.
fn with_line_ends_of(there: &[u8], bytes: Vec<u8>) -> Vec<u8> {
    let is_crlf = |text: &str| text.contains("\r\n") && text.matches('\n').count() == text.matches("\r\n").count();
    match (std::str::from_utf8(there), std::str::from_utf8(&bytes)) {
        (Ok(there), Ok(text)) if is_crlf(there) && !text.contains('\r') => text.replace('\n', "\r\n").into_bytes(),
        (Ok(there), Ok(text)) if is_crlf(text) && !there.contains('\r') => text.replace("\r\n", "\n").into_bytes(),
        _ => bytes,
    }
}

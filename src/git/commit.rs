//! Committing the workspace's own changes, and nothing else of what is in the working folder or the index.
//!
//! The order is what keeps a commit whole whenever the program ends: what it will hold is judged, the user's index is
//! brought in line, and only then `HEAD` moves. A commit that is not made takes the index back to what it was.

use std::collections::BTreeSet;
use std::io::Write;

use git2::{Index, Oid, RepositoryState};

use super::advance::{Advanced, Trees, advance};
use super::entries::{is_unmerged, read_index, unseen_entry};
use super::failure::{Failure, StatusError, failure};
use super::handover::{CommitWay, Handover, reasons};
use super::identity::{Identity, IdentityFault, identity};
use super::index::IndexTree;
use super::new_commit::NewCommit;
use super::outcome::{Commit, CommitError};
use super::repository::{Repository, id_of_head};
use super::revision::Revision;
use super::scratch::clear_leftovers;
use super::stage::{head_tree, stage};
use super::status::{Change, ChangeKind, MEMORY_FIRST};
use crate::store::{DiskTree, FileTree as _};
use crate::text::WsPath;

/// A commit that could be made: nothing stands in its way, and nothing has been written.
pub struct CommitPlan<'r> {
    pub(super) repository: &'r Repository,
    pub(super) changes: Vec<Change>,
    left_out: Vec<Change>,
    pub(super) handover: Vec<Handover>,
    pub(super) way: CommitWay,
    obstacle: Option<CommitError>,
}

/// Has the last word on a commit: sees the files it will hold and its message, and gives the message to commit with;
/// `None` when it is not to be made. Called once, when hooks that could change either have run.
pub type Judge<'j> = dyn FnMut(IndexTree, &str) -> Option<String> + 'j;

/// Who has a say in a commit.
pub(super) struct Voices<'v, 'j> {
    pub(super) judge: &'v mut Judge<'j>,
    /// Where what git and hooks say goes.
    pub(super) talk: &'v mut dyn Write,
}

impl Repository {
    /// Finds out what a commit of the files for which `belongs` holds would take, and whether it can be made.
    ///
    /// # Errors
    /// When there is nothing to commit, or something is in its way.
    pub fn plan_commit(&self, belongs: &dyn Fn(&WsPath) -> bool) -> Result<CommitPlan<'_>, CommitError> {
        self.plan_commit_by(belongs, CommitWay::default())
    }

    /// As [`Repository::plan_commit`], for a commit that is made in some way. One that amends may change no file; one that
    /// is only shown may have to wait, see [`CommitPlan::obstacle`].
    ///
    /// # Errors
    /// When there is nothing to commit or to amend, or something is in its way.
    pub fn plan_commit_by(
        &self,
        belongs: &dyn Fn(&WsPath) -> bool,
        way: CommitWay,
    ) -> Result<CommitPlan<'_>, CommitError> {
        let handle = self.reopen()?;
        let obstacle = check_free(&handle).err();
        let obstacle = if way.is_dry_run { obstacle } else { obstacle.map_or(Ok(None), Err)? };
        if way.amends {
            let head = self.head()?.ok_or(CommitError::NothingToAmend)?;
            if let Some(encoding) = self.commit_info(&head)?.unknown_encoding {
                return Err(CommitError::UnknownEncoding(encoding));
            }
        }
        if !way.is_dry_run {
            clear_leftovers(handle.path());
        }
        let (changes, mut left_out): (Vec<_>, Vec<_>) =
            self.changes_in_any_case(&handle, belongs)?.into_iter().partition(|change| change.held.is_none());
        left_out.extend(self.excluded(&handle, belongs)?);
        left_out.sort_by(|one, other| one.path.cmp(&other.path));
        match (changes.as_slice(), left_out.as_slice()) {
            ([], []) if !way.amends => return Err(CommitError::NothingToCommit),
            ([], _) if !way.amends => return Err(CommitError::AllLeftOut(left_out)),
            _ => {}
        }
        let mut handover = reasons(self, &handle, &changes)?;
        // Settings in the environment may name the user; git then looks for itself.
        if !handover.iter().any(|reason| matches!(reason, Handover::Environment(_))) {
            match who(&handle)? {
                Ok(_) => {}
                Err(IdentityFault::Missing(setting)) => return Err(CommitError::Identity(setting)),
                Err(IdentityFault::Date(variable)) => handover.push(Handover::Environment(variable)),
            }
        }
        if way.edits {
            handover.push(Handover::Editing);
        }
        Ok(CommitPlan { repository: self, changes, left_out, handover, way, obstacle })
    }
}

impl Repository {
    /// What has to be ended before anything can be committed, such as a merge.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn obstacle(&self) -> Result<Option<CommitError>, Failure> {
        Ok(check_free(&self.reopen()?).err())
    }

    /// The changes for which `belongs` holds. Where the file system takes `Heat.png` for `heat.png`, a new name brings
    /// along that its other spelling is gone: the two of them could not be checked out together.
    fn changes_in_any_case(
        &self,
        handle: &git2::Repository,
        belongs: &dyn Fn(&WsPath) -> bool,
    ) -> Result<Vec<Change>, CommitError> {
        let mut changes = self.changes(belongs)?;
        let ignores_case = handle.config().and_then(|config| config.get_bool("core.ignorecase")).unwrap_or(false);
        let folded = |path: &WsPath| path.as_str().to_lowercase();
        let added = changes.iter().filter(|change| change.kind == ChangeKind::Added);
        let added: BTreeSet<String> = added.map(|change| folded(&change.path)).collect();
        if ignores_case && !added.is_empty() {
            let others = self.changes(&|path| !belongs(path) && added.contains(&folded(path)))?;
            changes.extend(others.into_iter().filter(|change| change.kind == ChangeKind::Deleted));
            changes.sort_by(|one, other| one.path.cmp(&other.path));
        }
        Ok(changes)
    }
}

impl CommitPlan<'_> {
    /// What it takes, sorted by path.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Why it needs the installed `git`; empty when it does not.
    pub fn handover(&self) -> &[Handover] {
        &self.handover
    }

    /// Why a commit that is only shown could not be made now.
    pub fn obstacle(&self) -> Option<&CommitError> {
        self.obstacle.as_ref()
    }

    /// What differs from `HEAD` and is not taken, sorted by path.
    pub fn left_out(&self) -> &[Change] {
        &self.left_out
    }

    /// The workspace's files as the commit would hold them. What a filter program makes of a file is not known yet, so
    /// that stands there as it is in the folder.
    ///
    /// # Errors
    /// When a file cannot be read, or has changed since.
    pub fn files(&self) -> Result<IndexTree, CommitError> {
        let handle = self.repository.reopen()?;
        let odb = handle.odb().map_err(failure("open the object store"))?;
        odb.add_new_mempack_backend(MEMORY_FIRST).map_err(failure("hash files"))?;
        drop(odb);
        let mut index = stage(self.repository, &handle, &self.changes)?;
        for change in
            self.changes.iter().filter(|change| change.content.is_none() && change.kind != ChangeKind::Deleted)
        {
            stand_in(self.repository, &handle, &mut index, &change.path)?;
        }
        let tree = IndexTree::of(self.repository, handle, &index)?;
        let changed = self.changes.iter().map(|change| change.path.clone()).collect();
        Ok(tree.under(DiskTree::new(self.repository.workspace()), changed))
    }

    /// Commits the changes on top of `HEAD`, and brings their index entries in line.
    ///
    /// Whatever else is staged stays staged and out of the commit. `message` loses blanks at the ends of lines, empty
    /// lines around it, and repeated ones inside. What hooks and `git` say is passed on to `talk` as they say it.
    ///
    /// # Errors
    /// When it could not be made: the index, `HEAD` and the files are then as before, but for what a hook did to files.
    /// [`CommitError::IndexNotUpdated`] alone comes after the commit, and [`CommitError::Interrupted`] may.
    pub fn commit(self, message: &str, talk: &mut dyn Write) -> Result<Commit, CommitError> {
        self.commit_judged(message, &mut |_, message| Some(message.to_owned()), talk)
    }

    /// As [`CommitPlan::commit`], if a judge agrees.
    ///
    /// # Errors
    /// As there.
    pub fn commit_judged(
        self,
        message: &str,
        judge: &mut Judge<'_>,
        talk: &mut dyn Write,
    ) -> Result<Commit, CommitError> {
        let message = pretty(message)?;
        let handle = self.repository.reopen()?;
        check_free(&handle)?;
        let index = stage(self.repository, &handle, &self.changes)?;
        if !self.handover.is_empty() {
            return self.hand_over(&handle, &index, &message, Voices { judge, talk });
        }
        self.make(&handle, index, &message, judge)
    }

    /// Makes the commit here, without any other program.
    fn make(
        &self,
        handle: &git2::Repository,
        mut index: Index,
        message: &str,
        judge: &mut Judge<'_>,
    ) -> Result<Commit, CommitError> {
        let before = head_tree(handle)?.map(|tree| tree.id());
        let after = index.write_tree_to(handle).map_err(failure("write the tree"))?;
        if !self.way.amends && before == Some(after) {
            return Err(CommitError::NothingToCommit);
        }
        let files = IndexTree::of(self.repository, self.repository.reopen()?, &index)?;
        let message = pretty(&judge(files, message).ok_or(CommitError::Refused)?)?;
        let advanced = self.advance(Trees { before, after }, &index)?;
        match commit_here(handle, after, &message, self.way) {
            Ok(()) => Ok(made(handle)?),
            Err(error) => {
                // The error that led here is the one to tell.
                let _ = advanced.take_back(self.repository);
                Err(error)
            }
        }
    }

    /// Brings the user's index in line with the commit.
    pub(super) fn advance(&self, trees: Trees, index: &Index) -> Result<Advanced, StatusError> {
        advance(self.repository, &self.changes, trees, index)
    }
}

/// Refuses when another operation is under way or holds the index.
fn check_free(handle: &git2::Repository) -> Result<(), CommitError> {
    if let Some((operation, help)) = under_way(handle.state()) {
        return Err(CommitError::UnderWay { operation, help });
    }
    let index = read_index(handle)?;
    if index.has_conflicts() {
        let paths = index.iter().filter(is_unmerged).map(|entry| String::from_utf8_lossy(&entry.path).into_owned());
        let paths: BTreeSet<String> = paths.collect();
        return Err(CommitError::Unmerged(paths.into_iter().collect()));
    }
    let lock = handle.path().join("index.lock");
    if lock.exists() { Err(CommitError::Locked(lock)) } else { Ok(()) }
}

fn under_way(state: RepositoryState) -> Option<(&'static str, &'static str)> {
    match state {
        RepositoryState::Clean => None,
        RepositoryState::Merge => Some((
            "a merge",
            "run `git add` on the files you have resolved and then `git commit`, or give it up with `git merge --abort`",
        )),
        RepositoryState::Revert | RepositoryState::RevertSequence => {
            Some(("a revert", "end it with `git revert --continue` or `git revert --abort`"))
        }
        RepositoryState::CherryPick | RepositoryState::CherryPickSequence => {
            Some(("a cherry-pick", "end it with `git cherry-pick --continue` or `git cherry-pick --abort`"))
        }
        RepositoryState::Bisect => Some(("a bisect", "end it with `git bisect reset`")),
        RepositoryState::Rebase | RepositoryState::RebaseInteractive | RepositoryState::RebaseMerge => {
            Some(("a rebase", "end it with `git rebase --continue` or `git rebase --abort`"))
        }
        RepositoryState::ApplyMailbox | RepositoryState::ApplyMailboxOrRebase => {
            Some(("applying mailed patches", "end it with `git am --continue` or `git am --abort`"))
        }
    }
}

fn who(handle: &git2::Repository) -> Result<Result<Identity, IdentityFault>, Failure> {
    let config = handle.config().map_err(failure("read git's configuration"))?;
    Ok(identity(&config, &|name| std::env::var(name).ok()))
}

/// Commits a tree on top of `HEAD`, or in its place, without any other program.
fn commit_here(handle: &git2::Repository, tree: Oid, message: &str, way: CommitWay) -> Result<(), CommitError> {
    let identity = match who(handle)? {
        Ok(identity) => identity,
        Err(IdentityFault::Missing(name) | IdentityFault::Date(name)) => return Err(CommitError::Identity(name)),
    };
    let commit = NewCommit { tree, author: &identity.author, committer: &identity.committer, message };
    match id_of_head(handle)? {
        Some(head) if way.amends => commit.in_place_of(handle, head)?,
        head => commit.on_top(handle, head)?,
    }
    Ok(())
}

/// Puts a file's bytes in the place of what a filter program will make of them.
fn stand_in(
    repository: &Repository,
    handle: &git2::Repository,
    index: &mut Index,
    path: &WsPath,
) -> Result<(), CommitError> {
    let name = repository.repository_path(path);
    let mode = index.get_path(name.as_ref(), 0).map_or(0o100_644, |entry| entry.mode);
    let bytes = DiskTree::new(repository.workspace()).read(path, true);
    let bytes = bytes.map_err(|_| CommitError::ChangedMeanwhile(path.clone()))?;
    let id = handle.blob(&bytes).map_err(failure("hash files"))?;
    index.add(&unseen_entry(name.as_bytes(), mode, id)).map_err(failure("stage a file"))?;
    Ok(())
}

/// The message without what git would take out of it.
fn pretty(message: &str) -> Result<String, CommitError> {
    let message = git2::message_prettify(message, None).map_err(failure("read the message"))?;
    if message.is_empty() { Err(CommitError::EmptyMessage) } else { Ok(message) }
}

/// The commit `HEAD` names now.
pub(super) fn made(handle: &git2::Repository) -> Result<Commit, Failure> {
    let head = handle.head().map_err(failure("read `HEAD`"))?;
    let no_commit = || Failure { action: "read the commit", reason: "`HEAD` names none".to_owned() };
    let id = head.target().ok_or_else(no_commit)?;
    let branch = if head.is_branch() { head.shorthand().ok().map(str::to_owned) } else { None };
    Ok(Commit { revision: Revision(id), branch })
}

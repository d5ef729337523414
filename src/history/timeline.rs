//! All that happened to a workspace up to a commit: one walk, each commit told in meaning.
//!
//! Plain data. What a commit changed does not depend on what came after it, so a later walk takes over what an earlier
//! one has found; only what the records are called today is worked out anew.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::commit::{Reader, file_change};
use super::event::{Entry, Event};
use super::name::Names;
use crate::diff::{ChangeSet, FileChange, message};
use crate::git::{CommitInfo, Failure, FileDifference, Repository, Revision, Tag, TagName, Walked};
use crate::store::layout;

/// A thread takes no fewer commits at a time, since it opens the repository anew.
const LEAST: usize = 64;

/// So many parts of the history a thread has, so that none waits long for another.
const PARTS: usize = 4;

/// The most bytes that are kept of a message, and of a name.
const MESSAGE: usize = 4_096;
const NAME: usize = 256;

/// All that happened to a workspace up to a commit.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// The commits that touched the workspace, newest first.
    pub entries: Vec<Entry>,
    /// The annotated tags on any commit of the history, the newest commit's first.
    pub tags: Vec<TaggedAt>,
    /// Where it ends.
    pub end: End,
    /// What each commit of the walk changed; nothing where it did not touch the workspace.
    known: HashMap<Revision, Option<Event>>,
}

/// Where what is known of the past ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// At the first commit.
    #[default]
    Begin,
    /// At the edge of a shallow clone.
    Shallow,
    /// At a commit that cannot be read.
    Damaged,
}

/// A tag, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaggedAt {
    /// The tag.
    pub tag: Tag,
    /// The first entry that is part of what it names: it stands before that one.
    pub before: usize,
}

impl Timeline {
    /// That nothing is known.
    pub fn unreadable() -> Timeline {
        Timeline { end: End::Damaged, ..Timeline::default() }
    }

    /// Walks back from a commit; what `earlier` knows is not read again. In parallel: where others wait for it, it is to be
    /// done apart from what they do.
    ///
    /// # Errors
    /// When the repository cannot be opened once more.
    pub fn read(
        repository: &Repository,
        head: &Revision,
        tags: &[TagName],
        earlier: Option<&Timeline>,
    ) -> Result<Timeline, Failure> {
        let Walked { commits, is_whole } = repository.walk_up_to(head);
        let edge = repository.shallow_edge();
        let earlier = earlier.map(|earlier| &earlier.known);
        let unknown: Vec<Revision> =
            commits.iter().copied().filter(|commit| earlier.is_none_or(|known| !known.contains_key(commit))).collect();
        let mut told = tell_all(repository, &unknown, &edge)?;
        let mut known = HashMap::with_capacity(commits.len());
        let (mut names, mut entries) = (Names::default(), Vec::new());
        let mut at = HashMap::with_capacity(commits.len());
        for commit in &commits {
            let before = earlier.and_then(|known| known.get(commit)).cloned();
            let event = before.unwrap_or_else(|| told.remove(commit).flatten());
            at.insert(*commit, entries.len());
            entries.extend(event.clone().map(|event| names.go_back(event)));
            known.insert(*commit, event);
        }
        let end = match (is_whole, commits.iter().any(|commit| edge.contains(commit))) {
            (false, _) => End::Damaged,
            (true, true) => End::Shallow,
            (true, false) => End::Begin,
        };
        let mut tags: Vec<TaggedAt> = repository
            .tags(tags)
            .into_iter()
            .filter_map(|tag| Some(TaggedAt { before: *at.get(&tag.revision)?, tag: bounded_tag(tag) }))
            .collect();
        tags.sort_by_key(|tagged| (tagged.before, std::cmp::Reverse(tagged.tag.seconds)));
        Ok(Timeline { entries, tags, end, known })
    }
}

fn tell_all(
    repository: &Repository,
    commits: &[Revision],
    edge: &BTreeSet<Revision>,
) -> Result<HashMap<Revision, Option<Event>>, Failure> {
    let parts = commits.len().div_ceil(rayon::current_num_threads() * PARTS).max(LEAST);
    let parts = commits.chunks(parts).map(|part| Ok((repository.another()?, part)));
    let parts = parts.collect::<Result<Vec<(Repository, &[Revision])>, Failure>>()?;
    let told = parts.into_par_iter().flat_map_iter(|(repository, part)| {
        let mut reader = Reader::new(&repository);
        let tell = |commit: &Revision| {
            reader.turn();
            // Against nothing, every file would seem to be new.
            (*commit, if edge.contains(commit) { None } else { tell(&reader, commit) })
        };
        part.iter().map(tell).collect::<Vec<_>>()
    });
    Ok(told.collect())
}

/// What one commit changed; `None` when it did not touch the workspace, or cannot be read at all.
fn tell(reader: &Reader<'_>, commit: &Revision) -> Option<Event> {
    let commit = bounded(reader.repository.commit_info(commit).ok()?);
    let changed = match changes(reader, &commit) {
        Ok(None) => return None,
        Ok(Some(changed)) => Some(changed),
        Err(_) => None,
    };
    let is_told = changed.as_ref().is_some_and(|(_, subject)| *subject == commit.subject());
    let changes = changed.map(|(changes, _)| Arc::new(changes));
    Some(Event { commit: Arc::new(commit), changes, is_told })
}

/// What a commit changed, and how `wayfare commit` would begin to say so.
fn changes(reader: &Reader<'_>, commit: &CommitInfo) -> Result<Option<(ChangeSet, String)>, Failure> {
    let files: Vec<FileDifference> =
        reader.differences(commit)?.into_iter().filter(|file| layout::is_own(&file.path)).collect();
    if files.is_empty() {
        return Ok(None);
    }
    let changes = reader.changes(commit, &files)?;
    if changes.is_empty() && changes.reformatted.is_empty() {
        return Ok(None);
    }
    let files: Vec<FileChange> = files.iter().map(file_change).collect();
    let subject = message(&changes, &files).subject;
    Ok(Some((changes, subject)))
}

/// What is written by strangers is kept as far as anyone reads it.
fn bounded(mut commit: CommitInfo) -> CommitInfo {
    cut(&mut commit.message, MESSAGE);
    cut(&mut commit.author, NAME);
    cut(&mut commit.email, NAME);
    commit
}

fn bounded_tag(mut tag: Tag) -> Tag {
    cut(&mut tag.message, MESSAGE);
    cut(&mut tag.author, NAME);
    cut(&mut tag.email, NAME);
    cut(&mut tag.name, NAME);
    tag
}

fn cut(text: &mut String, most: usize) {
    text.truncate(text.floor_char_boundary(most));
    text.shrink_to_fit();
}

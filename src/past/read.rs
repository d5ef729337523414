//! All that happened to a workspace up to a commit: one walk, each commit told in meaning.
//!
//! Plain data. What a commit changed does not depend on what came after it, so a later walk takes over what an earlier
//! one has found; only what the records are called today is worked out anew.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::allowed::Allowed;
use super::commit::{PastCommit, PastEnd, PastTag};
use super::index::Past;
use super::name::Names;
use super::reader::Reader;
use crate::git::{CommitInfo, Failure, Repository, Revision, Tag, TagName, Walked};
use crate::store::layout;

/// A thread takes no fewer commits at a time, since it opens the repository anew.
const LEAST: usize = 64;

/// So many parts of the history a thread has, so that none waits long for another.
const PARTS: usize = 4;

/// The most bytes that are kept of a message, and of a name.
const MESSAGE: usize = 4_096;
const NAME: usize = 256;

impl Past {
    /// That nothing is known.
    pub fn unreadable() -> Past {
        Past::new(Vec::new(), Vec::new(), PastEnd::Damaged)
    }

    /// Walks back from a commit and tells what is allowed; what `earlier` knows is not read again, so it is to have
    /// told the same. In parallel: where others wait for it, it is to be
    /// done apart from what they do.
    ///
    /// # Errors
    /// When the repository cannot be opened once more.
    pub fn read(
        repository: &Repository,
        head: &Revision,
        tags: &[TagName],
        earlier: Option<&Past>,
        allowed: &Allowed,
    ) -> Result<Past, Failure> {
        let Walked { commits, is_whole } = repository.walk_up_to(head);
        let edge = repository.shallow_edge();
        let earlier = earlier.map(|earlier| &earlier.known);
        let unknown: Vec<Revision> =
            commits.iter().copied().filter(|commit| earlier.is_none_or(|known| !known.contains_key(commit))).collect();
        let mut told = tell_all(repository, &unknown, &edge, allowed)?;
        let mut known = HashMap::with_capacity(commits.len());
        let (mut names, mut past) = (Names::default(), Vec::new());
        let mut at = HashMap::with_capacity(commits.len());
        for commit in &commits {
            let before = earlier.and_then(|known| known.get(commit)).cloned();
            let told = before.unwrap_or_else(|| told.remove(commit).flatten());
            at.insert(*commit, past.len());
            past.extend(told.clone().map(|told| names.go_back(told)));
            known.insert(*commit, told);
        }
        let end = match (is_whole, commits.iter().any(|commit| edge.contains(commit))) {
            (false, _) => PastEnd::Damaged,
            (true, true) => PastEnd::Shallow,
            (true, false) => PastEnd::Begin,
        };
        let mut tags: Vec<PastTag> = repository
            .tags(tags)
            .into_iter()
            .filter_map(|tag| Some(PastTag { before: *at.get(&tag.revision)?, info: bounded_tag(tag) }))
            .collect();
        tags.sort_by_key(|tagged| (tagged.before, std::cmp::Reverse(tagged.info.seconds)));
        let mut past = Past::new(past, tags, end);
        past.known = known;
        Ok(past)
    }
}

fn tell_all(
    repository: &Repository,
    commits: &[Revision],
    edge: &BTreeSet<Revision>,
    allowed: &Allowed,
) -> Result<HashMap<Revision, Option<PastCommit>>, Failure> {
    let parts = commits.len().div_ceil(rayon::current_num_threads() * PARTS).max(LEAST);
    let parts = commits.chunks(parts).map(|part| Ok((repository.another()?, part)));
    let parts = parts.collect::<Result<Vec<(Repository, &[Revision])>, Failure>>()?;
    let told = parts.into_par_iter().flat_map_iter(|(repository, part)| {
        let mut reader = Reader::new(&repository, allowed.clone());
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
fn tell(reader: &Reader<'_>, commit: &Revision) -> Option<PastCommit> {
    let commit = Arc::new(bounded(reader.repository.commit_info(commit).ok()?));
    let Ok(mut files) = reader.differences(&commit) else { return Some(PastCommit::unknown(commit)) };
    files.retain(|file| layout::is_own(&file.path));
    if files.is_empty() {
        return None;
    }
    let Ok(told) = reader.tell(&commit, &files) else { return Some(PastCommit::unknown(commit)) };
    let is_touched =
        told.changes.as_ref().is_some_and(|changes| !changes.is_empty() || !changes.reformatted.is_empty());
    is_touched.then(|| PastCommit { files: Vec::new(), ..told })
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

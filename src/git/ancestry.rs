//! Which commits come before which.
//!
//! Libgit2 walks where it can; where one of the commits is malformed in a way that it refuses, they are walked here,
//! read leniently and put in the same order: newest first, and no parent before its children.

use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet};

use git2::{ErrorCode, Oid, Sort};

use super::failure::{Failure, failure};
use super::raw::Raw;
use super::repository::Repository;
use super::revision::Revision;

/// The commits up to one, as far as they can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walked {
    /// Newest first.
    pub commits: Vec<Revision>,
    /// Whether all there are could be read.
    pub is_whole: bool,
}

/// A commit on the way.
struct Node {
    parents: Vec<Oid>,
    made: i64,
}

impl Repository {
    /// The commits that `head` has and `base` does not, newest first; without a base those that are on no branch yet.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn commits_since(&self, base: Option<&Revision>, head: &Revision) -> Result<Vec<Revision>, Failure> {
        let hidden = match base {
            Some(base) => vec![base.0],
            None => self.branches()?,
        };
        self.commits_between(&hidden, head)
    }

    /// Every commit up to `head`, newest first and no parent before its children.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn commits_up_to(&self, head: &Revision) -> Result<Vec<Revision>, Failure> {
        self.commits_between(&[], head)
    }

    /// The commits up to `head` as [`Repository::commits_up_to`] gives them; in a repository that is damaged those that can
    /// be reached without the ones that cannot be read.
    pub fn walk_up_to(&self, head: &Revision) -> Walked {
        if let Ok(commits) = self.walk_strictly(&[], head) {
            return Walked { commits, is_whole: true };
        }
        let (mut nodes, fault) = self.reachable(&[head.0]);
        // What a commit changed against one that cannot be read is not known.
        let known: HashSet<Oid> = nodes.keys().copied().collect();
        nodes.retain(|_, node| node.parents.iter().all(|parent| known.contains(parent)));
        Walked { commits: sorted(&nodes), is_whole: fault.is_none() }
    }

    /// The commits whose parents this clone does not have, since it is a shallow one.
    pub fn shallow_edge(&self) -> BTreeSet<Revision> {
        let list = std::fs::read_to_string(self.inner.commondir().join("shallow")).unwrap_or_default();
        list.lines().filter_map(|line| Oid::from_str(line.trim()).ok()).map(Revision).collect()
    }

    /// The newest commit that both have, which git takes for `A...B`; `None` when they have none in common.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn merge_base(&self, a: &Revision, b: &Revision) -> Result<Option<Revision>, Failure> {
        match self.inner.merge_base(a.0, b.0) {
            Ok(id) => Ok(Some(Revision(id))),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(_) => {
                let (mine, theirs) = (self.all_reachable(&[a.0])?, self.all_reachable(&[b.0])?);
                // No parent comes before its children, so the first is no ancestor of another.
                Ok(sorted(&mine).into_iter().find(|commit| theirs.contains_key(&commit.0)))
            }
        }
    }

    fn commits_between(&self, hidden: &[Oid], head: &Revision) -> Result<Vec<Revision>, Failure> {
        if let Ok(commits) = self.walk_strictly(hidden, head) {
            return Ok(commits);
        }
        let mut nodes = self.all_reachable(&[head.0])?;
        let hidden = self.all_reachable(hidden)?;
        nodes.retain(|id, _| !hidden.contains_key(id));
        Ok(sorted(&nodes))
    }

    fn walk_strictly(&self, hidden: &[Oid], head: &Revision) -> Result<Vec<Revision>, git2::Error> {
        let mut walk = self.inner.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
        walk.push(head.0)?;
        hidden.iter().try_for_each(|id| walk.hide(*id))?;
        walk.map(|id| id.map(Revision)).collect()
    }

    /// The commits that the repository's own branches name.
    fn branches(&self) -> Result<Vec<Oid>, Failure> {
        let failed = failure("read the branches");
        let mut tips = Vec::new();
        for reference in self.inner.references_glob("refs/heads/*").map_err(&failed)? {
            tips.extend(reference.map_err(&failed)?.target());
        }
        Ok(tips)
    }

    fn all_reachable(&self, tips: &[Oid]) -> Result<HashMap<Oid, Node>, Failure> {
        match self.reachable(tips) {
            (_, Some(fault)) => Err(fault),
            (nodes, None) => Ok(nodes),
        }
    }

    /// Every commit that can be reached from some, and why others cannot.
    fn reachable(&self, tips: &[Oid]) -> (HashMap<Oid, Node>, Option<Failure>) {
        let edge = self.shallow_edge();
        let (mut nodes, mut fault) = (HashMap::new(), None);
        let mut seen: HashSet<Oid> = tips.iter().copied().collect();
        let mut left = tips.to_vec();
        while let Some(id) = left.pop() {
            let commit = match Raw::commit(&self.inner, id) {
                Ok(commit) => commit,
                Err(failure) => {
                    fault.get_or_insert(failure);
                    continue;
                }
            };
            let parents: Vec<Oid> = if edge.contains(&Revision(id)) { Vec::new() } else { commit.parents().collect() };
            left.extend(parents.iter().filter(|parent| seen.insert(**parent)));
            nodes.insert(id, Node { parents, made: commit.made() });
        }
        (nodes, fault)
    }
}

/// Puts commits in order: newest first, and no parent before its children.
fn sorted(nodes: &HashMap<Oid, Node>) -> Vec<Revision> {
    let mut children: HashMap<Oid, usize> = HashMap::new();
    for parent in nodes.values().flat_map(|node| &node.parents) {
        *children.entry(*parent).or_default() += 1;
    }
    let tips = nodes.iter().filter(|(id, _)| !children.contains_key(*id));
    let mut ready: BinaryHeap<(i64, Oid)> = tips.map(|(id, node)| (node.made, *id)).collect();
    let mut sorted = Vec::with_capacity(nodes.len());
    while let Some((_, id)) = ready.pop() {
        sorted.push(Revision(id));
        for parent in nodes.get(&id).into_iter().flat_map(|node| &node.parents) {
            let Some(left) = children.get_mut(parent) else { continue };
            *left -= 1;
            if let (0, Some(node)) = (*left, nodes.get(parent)) {
                ready.push((node.made, *parent));
            }
        }
    }
    sorted
}

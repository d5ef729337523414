//! What happened before, as the repository of a workspace knows it.
//!
//! Looking where `HEAD` is costs next to nothing, so every state does; the history is read once for each commit that
//! `HEAD` comes to, when a page first asks, and what an earlier reading has found is taken over. Whatever stands in the
//! way, a site without a past is still a site.

use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::git::Repository;
use crate::past::{Allowed, Past, Recall};
use crate::session::Head;

/// The past up to a commit; equal when it ends at the same commit with the same tags.
#[derive(Clone)]
pub(super) struct PastUpTo {
    head: Head,
    /// What is told of it.
    allowed: Allowed,
    recall: Arc<Recall>,
    /// What is known already, as long as it is of use.
    earlier: Arc<Mutex<Option<Arc<Recall>>>>,
}

impl PartialEq for PastUpTo {
    fn eq(&self, other: &PastUpTo) -> bool {
        self.head == other.head && self.allowed == other.allowed
    }
}

impl PastUpTo {
    /// Up to `HEAD`; `None` where there is no commit, or no repository that can be read.
    pub(super) fn head(root: &Path, allowed: &Allowed) -> Option<PastUpTo> {
        PastUpTo::after(root, allowed, None, true)
    }

    /// Up to where `HEAD` is now, with what was known before; of tags one looks at all only where something of git's may
    /// have been touched.
    pub(super) fn after(root: &Path, allowed: &Allowed, before: Option<&PastUpTo>, of_git: bool) -> Option<PastUpTo> {
        let before = before.filter(|before| before.allowed == *allowed);
        let repository = Repository::open(root).ok()?;
        let revision = repository.head().ok()??;
        if let Some(before) = before.filter(|before| before.head.revision == revision && !of_git) {
            return Some(before.clone());
        }
        let head = Head { revision, tags: repository.tag_names() };
        match before {
            Some(before) if before.head == head => Some(before.clone()),
            before => Some(PastUpTo::new(root.to_path_buf(), allowed, head, before)),
        }
    }

    fn new(root: PathBuf, allowed: &Allowed, head: Head, before: Option<&PastUpTo>) -> PastUpTo {
        let earlier = before.and_then(|before| match before.recall.known() {
            Some(_) => Some(Arc::clone(&before.recall)),
            // It was overtaken before anybody asked.
            None => before.earlier.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        });
        let earlier = Arc::new(Mutex::new(earlier));
        let (known, ends, told) = (Arc::clone(&earlier), head.clone(), allowed.clone());
        let recall = Recall::new(move || {
            let earlier = mem::take(&mut *known.lock().unwrap_or_else(PoisonError::into_inner));
            read(&root, &ends, &told, earlier.as_ref().and_then(|earlier| earlier.known()))
        });
        PastUpTo { head, allowed: allowed.clone(), recall: Arc::new(recall), earlier }
    }

    /// What the pages are told.
    pub(super) fn recall(&self) -> Arc<Recall> {
        Arc::clone(&self.recall)
    }
}

/// The past up to a revision, which is not followed.
pub(super) fn up_to(root: &Path, allowed: &Allowed, revision: &str) -> Option<Arc<Recall>> {
    let repository = Repository::open(root).ok()?;
    let head = Head { revision: repository.resolve(revision).ok()?, tags: repository.tag_names() };
    Some(PastUpTo::new(root.to_path_buf(), allowed, head, None).recall())
}

/// Nothing but that it is not known, where the repository has become unreadable.
fn read(root: &Path, head: &Head, allowed: &Allowed, earlier: Option<&Past>) -> Past {
    let read = |repository: Repository| Past::read(&repository, &head.revision, &head.tags, earlier, allowed).ok();
    Repository::open(root).ok().and_then(read).unwrap_or_else(Past::unreadable)
}

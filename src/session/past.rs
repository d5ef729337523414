//! What happened before, as the repository of a workspace knows it.
//!
//! Looking where `HEAD` is costs next to nothing, so every state does; the history is read once for each commit that
//! `HEAD` comes to, when a page first asks, and what an earlier reading has found is taken over. Whatever stands in the
//! way, a site without a past is still a site.

use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::git::{Repository, Revision, TagName};
use crate::past::{Past, Recall};

/// The past up to a commit; equal when it ends at the same commit with the same tags.
#[derive(Clone)]
pub(super) struct PastUpTo {
    moment: Moment,
    recall: Arc<Recall>,
    /// What is known already, as long as it is of use.
    earlier: Arc<Mutex<Option<Arc<Recall>>>>,
}

/// Where a history ends, and what is tagged in the repository.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Moment {
    revision: Revision,
    tags: Vec<TagName>,
}

impl PartialEq for PastUpTo {
    fn eq(&self, other: &PastUpTo) -> bool {
        self.moment == other.moment
    }
}

impl PastUpTo {
    /// Up to `HEAD`; `None` where there is no commit, or no repository that can be read.
    pub(super) fn head(root: &Path) -> Option<PastUpTo> {
        PastUpTo::after(root, None, true)
    }

    /// Up to where `HEAD` is now, with what was known before; of tags one looks at all only where something of git's may
    /// have been touched.
    pub(super) fn after(root: &Path, before: Option<&PastUpTo>, of_git: bool) -> Option<PastUpTo> {
        let repository = Repository::open(root).ok()?;
        let revision = repository.head().ok()??;
        if let Some(before) = before.filter(|before| before.moment.revision == revision && !of_git) {
            return Some(before.clone());
        }
        let moment = Moment { revision, tags: repository.tag_names() };
        match before {
            Some(before) if before.moment == moment => Some(before.clone()),
            before => Some(PastUpTo::new(root.to_path_buf(), moment, before)),
        }
    }

    fn new(root: PathBuf, moment: Moment, before: Option<&PastUpTo>) -> PastUpTo {
        let earlier = before.and_then(|before| match before.recall.known() {
            Some(_) => Some(Arc::clone(&before.recall)),
            // It was overtaken before anybody asked.
            None => before.earlier.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        });
        let earlier = Arc::new(Mutex::new(earlier));
        let (known, ends) = (Arc::clone(&earlier), moment.clone());
        let recall = Recall::new(move || {
            let earlier = mem::take(&mut *known.lock().unwrap_or_else(PoisonError::into_inner));
            read(&root, &ends, earlier.as_ref().and_then(|earlier| earlier.known()))
        });
        PastUpTo { moment, recall: Arc::new(recall), earlier }
    }

    /// What the pages are told.
    pub(super) fn recall(&self) -> Arc<Recall> {
        Arc::clone(&self.recall)
    }
}

impl Moment {
    /// Where `HEAD` and the tags are now; `None` where that cannot be known.
    pub(super) fn now(root: &Path) -> Option<Moment> {
        let repository = Repository::open(root).ok()?;
        Some(Moment { revision: repository.head().ok()??, tags: repository.tag_names() })
    }
}

/// The folders in which something changes when `HEAD` or a tag does; none without a repository.
pub(super) fn folders(root: &Path) -> Vec<PathBuf> {
    Repository::open(root).map(|repository| repository.head_folders()).unwrap_or_default()
}

/// Whether a file in one of those folders has to do with `HEAD` or a tag: not one that every look at the files changes, nor
/// one that is there only while another is written.
pub(super) fn is_of_head(file: &Path, folders: &[PathBuf]) -> bool {
    let is_in_one = file.parent().is_some_and(|folder| folders.iter().any(|of_git| of_git == folder));
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    is_in_one && !name.ends_with(".lock") && !matches!(name, "index" | "FETCH_HEAD" | "config" | "description")
}

/// The past up to a revision, which is not followed.
pub(super) fn up_to(root: &Path, revision: &str) -> Option<Arc<Recall>> {
    let repository = Repository::open(root).ok()?;
    let moment = Moment { revision: repository.resolve(revision).ok()?, tags: repository.tag_names() };
    Some(PastUpTo::new(root.to_path_buf(), moment, None).recall())
}

/// Nothing but that it is not known, where the repository has become unreadable.
fn read(root: &Path, moment: &Moment, earlier: Option<&Past>) -> Past {
    let read = |repository: Repository| Past::read(&repository, &moment.revision, &moment.tags, earlier).ok();
    Repository::open(root).ok().and_then(read).unwrap_or_else(Past::unreadable)
}

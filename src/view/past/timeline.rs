//! All commits in a row: where each stands on the pages that tell of them, and the latest, as the home page has them.

use serde::Serialize;

use super::history::Entry;
use crate::view::address;
use crate::view::part::link::Here;

/// The most commits and snapshots on one page: each has several sentences.
pub(in crate::view) const ROWS: usize = 50;

/// The commits on the home page.
const LATELY: usize = 5;

/// What happened lately, and the way to all of it.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Lately {
    entries: Vec<Entry>,
    href: String,
}

/// The anchor of a commit among all.
pub(in crate::view) fn anchor(revision: &str) -> String {
    format!("_{}", &revision[..revision.len().min(12)])
}

/// What happened lately; `None` where nothing is known to have happened.
pub(in crate::view) fn lately(here: &Here<'_>) -> Option<Lately> {
    let past = here.viewer.past()?;
    let entries: Vec<Entry> = past.commits.iter().take(LATELY).map(|commit| here.brief(past, commit)).collect();
    (!entries.is_empty()).then(|| Lately { entries, href: here.href(&address::changes()) })
}

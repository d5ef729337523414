//! Looking at all files again and again, where the system does not tell of changes.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::head::Head;
use super::source::Source;
use super::touch::Pending;
use crate::snapshot::Touched;
use crate::store::Stamp;
use crate::text::WsPath;

/// The time between two looks is never less, and so many times as long as a look takes.
const LEAST: Duration = Duration::from_millis(300);
const SHARE: u32 = 10;

/// What has just changed is read again for so long: some file systems keep time by the second or two, so that a second
/// change would not show.
const DOUBT: Duration = Duration::from_secs(3);

/// Looks now and begins to look again and again, in a thread that ends when `pending` is closed.
pub(super) fn start(source: Source, pending: Arc<Pending>) {
    let mut known = stamps(&source);
    let mut head = Head::now(&source.root);
    // Of what was changed just before the first look nothing is known.
    let mut unsure = BTreeMap::from([(WsPath::root(), Instant::now() + DOUBT)]);
    let mut pause = LEAST;
    std::thread::spawn(move || {
        while !pending.closes_within(pause) {
            let begun = Instant::now();
            let now = stamps(&source);
            let changed = differences(&known, &now);
            let settled = |_: &WsPath, until: &mut Instant| *until <= begun;
            let settled: BTreeSet<WsPath> = unsure.extract_if(.., settled).map(|(path, _)| path).collect();
            unsure.extend(changed.iter().map(|path| (path.clone(), begun + DOUBT)));
            known = now;
            let current = Head::now(&source.root);
            if mem::replace(&mut head, current.clone()) != current {
                pending.touch(Touched::At(BTreeSet::new()));
            }
            let touched: BTreeSet<WsPath> = changed.into_iter().chain(settled).collect();
            if touched.contains(&WsPath::root()) {
                pending.touch(Touched::Anywhere);
            } else if !touched.is_empty() {
                pending.touch(Touched::At(touched));
            }
            pause = LEAST.max(begun.elapsed() * SHARE);
        }
    });
}

/// What can be told of each file without reading it; nothing while the folder cannot be listed.
fn stamps(source: &Source) -> BTreeMap<WsPath, Stamp> {
    source.folder().stamps().unwrap_or_default()
}

/// What came, went or looks different. What cannot be listed is gone.
fn differences(before: &BTreeMap<WsPath, Stamp>, after: &BTreeMap<WsPath, Stamp>) -> BTreeSet<WsPath> {
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let changed = after.iter().filter(|(path, stamp)| before.get(*path) != Some(stamp)).map(|(path, _)| path);
    gone.chain(changed).cloned().collect()
}

//! What has been touched and not been taken yet: collected until there is quiet, or long enough.

use std::collections::BTreeSet;
use std::mem;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::snapshot::Touched;
use crate::text::WsPath;

/// A batch ends when nothing has been touched for so long: an editor's way of saving takes less.
const QUIET: Duration = Duration::from_millis(10);

/// A batch ends after so long, whatever still comes.
const LONGEST: Duration = Duration::from_millis(200);

/// Of so many paths it is no longer worth telling them apart.
const MOST: usize = 5_000;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A batch.
    Batch(Touched),
    /// Nothing more can be noticed, for this reason.
    Lost(String),
    /// Nobody watches any more.
    Closed,
}

/// What has been touched and not been taken yet.
#[derive(Default)]
pub(super) struct Pending {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Default)]
struct Inner {
    paths: BTreeSet<WsPath>,
    anywhere: bool,
    /// When the first and the last of the batch came.
    since: Option<(Instant, Instant)>,
    lost: Option<String>,
    closed: bool,
}

impl Pending {
    /// Adds something that may have changed.
    pub(super) fn touch(&self, touched: Touched) {
        let mut inner = self.lock();
        match touched {
            Touched::At(paths) => inner.paths.extend(paths),
            Touched::Anywhere => inner.anywhere = true,
        }
        if inner.anywhere || inner.paths.len() > MOST {
            inner.anywhere = true;
            inner.paths.clear();
        }
        let now = Instant::now();
        inner.since = Some((inner.since.map_or(now, |(first, _)| first), now));
        self.changed.notify_all();
    }

    /// Says that nothing more will be noticed.
    pub(super) fn lose(&self, reason: String) {
        self.lock().lost.get_or_insert(reason);
        self.changed.notify_all();
    }

    /// Ends the waiting.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Waits for a batch to end, and takes it.
    pub(super) fn next(&self) -> Next {
        let mut inner = self.lock();
        loop {
            if inner.closed {
                return Next::Closed;
            }
            if let Some(reason) = inner.lost.take() {
                return Next::Lost(reason);
            }
            let wait = inner.since.map(|(first, last)| (last + QUIET).min(first + LONGEST));
            inner = match wait.map(|end| end.saturating_duration_since(Instant::now())) {
                Some(Duration::ZERO) => return Next::Batch(inner.take()),
                Some(wait) => self.changed.wait_timeout(inner, wait).unwrap_or_else(PoisonError::into_inner).0,
                None => self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Waits so long, or until it is closed; whether it is.
    pub(super) fn closes_within(&self, time: Duration) -> bool {
        let end = Instant::now() + time;
        let mut inner = self.lock();
        while !inner.closed {
            let wait = end.saturating_duration_since(Instant::now());
            if wait.is_zero() {
                return false;
            }
            inner = self.changed.wait_timeout(inner, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn take(&mut self) -> Touched {
        self.since = None;
        let paths = mem::take(&mut self.paths);
        if mem::take(&mut self.anywhere) { Touched::Anywhere } else { Touched::At(paths) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(names: &[&str]) -> Touched {
        Touched::At(names.iter().filter_map(|name| WsPath::new(name)).collect())
    }

    #[test]
    fn what_comes_together_is_one_batch() {
        let pending = Pending::default();
        pending.touch(at(&["b", "a"]));
        pending.touch(at(&["a"]));
        assert_eq!(pending.next(), Next::Batch(at(&["a", "b"])));
        pending.touch(at(&["c"]));
        pending.touch(Touched::Anywhere);
        assert_eq!(pending.next(), Next::Batch(Touched::Anywhere));
    }

    #[test]
    fn too_much_to_tell_apart_is_anywhere() {
        let pending = Pending::default();
        pending.touch(Touched::At((0..=MOST).filter_map(|n| WsPath::new(&n.to_string())).collect()));
        assert_eq!(pending.next(), Next::Batch(Touched::Anywhere));
    }

    #[test]
    fn a_burst_without_end_is_cut() {
        let pending = Pending::default();
        let begun = Instant::now();
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                while !pending.closes_within(QUIET / 4) {
                    pending.touch(at(&["a"]));
                }
            });
            assert_eq!(pending.next(), Next::Batch(at(&["a"])));
            assert_eq!(pending.next(), Next::Batch(at(&["a"])));
            pending.close();
            writer.join().expect("it ends");
        });
        assert!(begun.elapsed() >= QUIET);
        assert_eq!(pending.next(), Next::Closed);
    }
}

//! From a change to the state that is served, and then to what is wrong with it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch as latest;

use super::shown::{Latest, Shown};
use super::{Change, Event, Tell};
use crate::preview::{Preview, State};
use crate::session::{Changes, Touched, Watched};
use crate::text::WsPath;

/// A state that stays so long is checked: pages come first.
const REST: Duration = Duration::from_millis(50);

/// Follows a workspace, and keeps what is shown at its latest state.
pub(super) struct Follower {
    preview: Preview,
    sender: latest::Sender<Latest>,
    url: String,
    tell: Tell,
}

impl Follower {
    pub(super) fn new(preview: Preview, sender: latest::Sender<Latest>, url: String, tell: Tell) -> Follower {
        Follower { preview, sender, url, tell }
    }

    /// Follows in threads that end with the watcher.
    pub(super) fn start(mut self, changes: Changes) {
        let checker = self.sender.subscribe();
        let (sender, tell) = (self.sender.clone(), Arc::clone(&self.tell));
        remember(self.preview.state());
        std::thread::spawn(move || check(checker, &sender, &tell));
        std::thread::spawn(move || {
            for watched in changes {
                match watched {
                    Watched::Polling(reason) => (self.tell)(Event::Polling { reason }),
                    Watched::Touched(touched) => self.apply(&touched),
                }
            }
        });
    }

    fn apply(&mut self, touched: &Touched) {
        let begun = Instant::now();
        let before = Arc::clone(self.preview.state());
        let shown = Arc::clone(&self.sender.borrow());
        let failed = |reason: String| {
            self.sender.send_replace(Arc::new(Shown { failure: Some(reason.clone()), ..Shown::clone(&shown) }));
            (self.tell)(Event::Failed { reason });
        };
        // A bug is to cost one state, not the preview.
        match catch_unwind(AssertUnwindSafe(|| self.preview.apply(touched))) {
            Err(_) => failed("this state cannot be shown: a bug in wayfare".to_owned()),
            Ok(Err(error)) => failed(error.to_string()),
            Ok(Ok(None)) if shown.failure.is_none() => {}
            Ok(Ok(None)) => drop(self.sender.send_replace(Arc::new(Shown { failure: None, ..Shown::clone(&shown) }))),
            Ok(Ok(Some(state))) => {
                self.sender.send_replace(Arc::new(shown.next(Arc::clone(&state))));
                let of_history = touched.is_nowhere();
                if of_history || *touched == Touched::Anywhere {
                    remember(&state);
                }
                let took = begun.elapsed();
                let paths = state.workspace().snapshot().differences(before.workspace().snapshot(), touched);
                let url = self.page(&paths, &state);
                (self.tell)(Event::Changed(Change { paths, url, took, of_history }));
            }
        }
    }

    /// The page of the record that has changed, when it is one.
    fn page(&self, paths: &[WsPath], state: &State) -> Option<String> {
        let [path] = paths else { return None };
        let page = state.site().page_of(path)?;
        Some(format!("{}{}", self.url, crate::text::escape_path(page.as_str())))
    }
}

/// Reads the history while nobody waits for it yet.
fn remember(state: &Arc<State>) {
    let state = Arc::clone(state);
    std::thread::spawn(move || state.remember());
}

/// Checks every state that stays a while, and tells open pages. A check that a new state overtakes is given up.
fn check(mut latest: latest::Receiver<Latest>, sender: &latest::Sender<Latest>, tell: &Tell) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_time().build() else { return };
    // One core stays free for pages.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build() else { return };
    let mut checked = None;
    loop {
        let shown = Arc::clone(&latest.borrow_and_update());
        if checked == Some(shown.generation) {
            match runtime.block_on(latest.changed()) {
                Ok(()) => continue,
                Err(_) => return,
            }
        }
        let overtaken = async { tokio::time::timeout(REST, latest.changed()).await.is_ok() };
        if runtime.block_on(overtaken) {
            continue;
        }
        let begun = Instant::now();
        let stop = || sender.borrow().generation != shown.generation;
        let done = catch_unwind(AssertUnwindSafe(|| pool.install(|| shown.state.workspace().check_unless(&stop))));
        match done {
            Ok(false) => continue,
            Ok(true) => {
                // The same state again, whose findings are known now.
                sender.send_modify(|_| {});
                tell(Event::Checked { state: Arc::clone(&shown.state), took: begun.elapsed() });
                // Pages after the next edit are the sooner there. A bug in it is told by the page that asks.
                let _ = catch_unwind(AssertUnwindSafe(|| shown.state.shown().find_mentions()));
            }
            // A bug in a rule costs the findings of this state.
            Err(_) => {}
        }
        checked = Some(shown.generation);
    }
}

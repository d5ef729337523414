//! `wayfare check --watch`: checks again whenever a file changes.

use std::thread;

use tokio::sync::oneshot;

use super::Check;
use crate::cli::{Exit, Failure};
use crate::session::{self, Changes};

/// Checks now and after every change, until Ctrl-C.
pub(super) fn run(check: Check) -> Result<Exit, Failure> {
    let watch = session::watch(&check.scope.root);
    // Watching begins before the first check, so that no change falls between the two.
    let (_watcher, changes) = watch.map_err(|reason| {
        Failure::new(format!("changes cannot be followed: {reason}")).help("check without `--watch`")
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("cannot wait for Ctrl-C: {error}")))?;
    runtime.block_on(async {
        tokio::select! {
            // Listens for Ctrl-C before the first report invites one.
            biased;
            interrupted = tokio::signal::ctrl_c() => match interrupted {
                Ok(()) => Ok(Exit::Clean),
                Err(error) => Err(Failure::new(format!("cannot wait for Ctrl-C: {error}"))),
            },
            ended = in_thread(move || follow(check, &changes)) => ended,
        }
    })
}

/// Works in a thread of its own, so that Ctrl-C need not wait for it.
async fn in_thread(work: impl FnOnce() -> Result<Exit, Failure> + Send + 'static) -> Result<Exit, Failure> {
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || {
        // Nobody listens any more after Ctrl-C.
        let _ = sender.send(work());
    });
    receiver.await.unwrap_or_else(|_| Err(Failure::new("the check ended unexpectedly")))
}

fn follow(mut check: Check, changes: &Changes) -> Result<Exit, Failure> {
    let mut exit = check.run()?;
    let terminal = check.context.terminal;
    terminal.talk("Watching for changes (Ctrl-C ends it)");
    check.clears = true;
    while changes.wait() {
        // What cannot be read now may be readable after the next change.
        match check.run() {
            Ok(ended) => exit = ended,
            Err(failure) => terminal.show_failure(&failure),
        }
    }
    Ok(exit)
}

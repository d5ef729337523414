//! Doing something again whenever a workspace changes, until Ctrl-C.

use std::thread;

use tokio::sync::oneshot;

use super::{Exit, Failure, Terminal};
use crate::diag::render::escape;
use crate::session::{self, Changes, Source, Touched, Watched};
use crate::store::StoreError;

/// What is done, at the start and after every change that makes a difference.
pub(super) trait Again {
    /// Reads what was touched; whether anything is another.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&mut self, touched: &Touched) -> Result<bool, StoreError>;

    /// Does it with what was read last.
    ///
    /// # Errors
    /// When it cannot be done; that ends the start, and is told later.
    fn again(&mut self, is_first: bool) -> Result<(), Failure>;
}

/// Follows a workspace until Ctrl-C; `begin` reads it.
///
/// # Errors
/// When the workspace cannot be read at the start, or the work not be done then.
pub(super) fn run<A: Again>(
    terminal: Terminal,
    source: &Source,
    poll: bool,
    begin: impl FnOnce() -> Result<A, Failure> + Send + 'static,
) -> Result<Exit, Failure> {
    // Watching begins before the first reading, so that no change falls between the two.
    let (_watcher, changes) = session::watch(source, poll);
    let waiting = |error| Failure::new(format!("cannot wait for Ctrl-C: {error}"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(waiting)?;
    runtime.block_on(async {
        tokio::select! {
            // Listens for Ctrl-C before the first result invites one.
            biased;
            interrupted = tokio::signal::ctrl_c() => interrupted.map(|()| Exit::Clean).map_err(waiting),
            ended = in_thread(move || follow(terminal, changes, begin()?)) => ended,
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
    receiver.await.unwrap_or_else(|_| Err(Failure::new("the work ended unexpectedly")))
}

fn follow(terminal: Terminal, changes: Changes, mut work: impl Again) -> Result<Exit, Failure> {
    work.again(true)?;
    terminal.talk("Watching for changes (Ctrl-C ends it)");
    let mut failed = false;
    for watched in changes {
        let done = match watched {
            Watched::Polling(reason) => {
                let reason = escape(&reason);
                terminal.talk(format_args!("Polling for changes: {reason}."));
                continue;
            }
            Watched::Touched(touched) => match work.read(&touched) {
                // What could not be done before may be possible now.
                Ok(false) if !failed => continue,
                Ok(_) => work.again(false),
                Err(error) => Err(error.into()),
            },
        };
        failed = done.is_err();
        if let Err(failure) = done {
            terminal.show_failure(&failure);
        }
    }
    Ok(Exit::Clean)
}

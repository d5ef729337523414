//! Signals that ask the program to end while git is at work for it.
//!
//! They are passed on to git, which ends and leaves nothing half done; what we have made for it is removed then. Before and
//! after, they do what they always do.

use std::sync::mpsc::Sender;

/// A signal, by its number.
pub(super) type Signal = i32;

#[cfg(unix)]
pub(super) use unix::{Interruption, pass_on};

/// Ends the program as a signal would have, had nobody waited for it.
#[cfg(unix)]
pub fn end_by(signal: i32) {
    // On failure the program goes on to its end.
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

/// Ends the program as a signal would have, had nobody waited for it.
#[cfg(not(unix))]
pub fn end_by(_signal: i32) {}

/// Nothing that can be waited for.
#[cfg(not(unix))]
pub(super) struct Interruption;

#[cfg(not(unix))]
impl Interruption {
    pub(super) fn await_signals() -> std::io::Result<Interruption> {
        Ok(Interruption)
    }

    pub(super) fn tell<E: Send + 'static>(&self, _events: Sender<E>, _event: impl Fn(Signal) -> E + Send + 'static) {}

    pub(super) fn received(&self) -> Option<Signal> {
        None
    }
}

#[cfg(not(unix))]
pub(super) fn pass_on(_signal: Signal, _child: u32) {}

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
    use std::sync::{Arc, Mutex, PoisonError};

    use rustix::process::{Pid, kill_process};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag;
    use signal_hook::iterator::{Handle, Signals};

    use super::{Sender, Signal};

    type Told = Arc<Mutex<Option<Box<dyn Fn(Signal) + Send>>>>;

    /// As long as it lives, a signal does not end the program.
    pub(in crate::git) struct Interruption {
        received: Arc<AtomicI32>,
        told: Told,
        handle: Handle,
        is_over: Arc<AtomicBool>,
    }

    impl Interruption {
        /// Begins to wait for signals.
        pub(in crate::git) fn await_signals() -> io::Result<Interruption> {
            const ENDING: [Signal; 3] = [SIGINT, SIGTERM, SIGHUP];
            let is_over = Arc::new(AtomicBool::new(false));
            for signal in ENDING {
                flag::register_conditional_default(signal, Arc::clone(&is_over))?;
            }
            let mut signals = Signals::new(ENDING)?;
            let (received, told) = (Arc::new(AtomicI32::new(0)), Told::default());
            let handle = signals.handle();
            let (latest, listener) = (Arc::clone(&received), Arc::clone(&told));
            std::thread::spawn(move || {
                for signal in signals.forever() {
                    latest.store(signal, Ordering::SeqCst);
                    if let Some(tell) = &*listener.lock().unwrap_or_else(PoisonError::into_inner) {
                        tell(signal);
                    }
                }
            });
            Ok(Interruption { received, told, handle, is_over })
        }

        /// Tells of signals as events of some sort.
        pub(in crate::git) fn tell<E: Send + 'static>(
            &self,
            events: Sender<E>,
            event: impl Fn(Signal) -> E + Send + 'static,
        ) {
            // Nobody listens any more when git has ended.
            let tell = move |signal| drop(events.send(event(signal)));
            *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(tell));
        }

        /// The signal received last.
        pub(in crate::git) fn received(&self) -> Option<Signal> {
            Some(self.received.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
        }
    }

    impl Drop for Interruption {
        fn drop(&mut self) {
            self.is_over.store(true, Ordering::SeqCst);
            self.handle.close();
        }
    }

    /// Sends a signal to a program that was started here and has not been waited for.
    pub(in crate::git) fn pass_on(signal: Signal, child: u32) {
        let child = i32::try_from(child).ok().and_then(Pid::from_raw);
        if let (Some(child), Some(signal)) = (child, rustix::process::Signal::from_named_raw(signal)) {
            // It may have ended this moment.
            let _ = kill_process(child, signal);
        }
    }
}

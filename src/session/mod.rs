//! A workspace over time, as someone changes it.
//!
//! Owns noticing that its files changed. Does not know what is done about it: that is up to who waits.

mod watch;

pub use watch::{Changes, Watcher, watch};

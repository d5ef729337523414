//! The past of a workspace in meaning: what each commit changed, in which record, by the names of today.
//!
//! Owns reading commits, following records back through renames and moves, and the index by which one finds what happened
//! to a record, a journey, a step or by whom. The renames are those that `diff` finds in each commit; there is no second
//! way to find them. What it gives is plain data that does not depend on the state shown, so one past serves every state
//! on the same commit. What strangers wrote is cleaned when it is shown.
//!
//! [`Past::read`] reads everything, for the pages of a site; [`Walk`] goes back over what happened to one subject, for a
//! log. Both read a commit in the same way, and only as far as its files differ from its parent's.

mod allowed;
mod commit;
mod index;
mod name;
mod read;
mod reader;
mod subject;
mod walk;

pub use allowed::Allowed;
pub use commit::{PastCommit, PastEnd, PastRecord, PastStep, PastTag};
pub use index::{Past, Place, Recall, Row};
pub use subject::Subject;
pub use walk::Walk;

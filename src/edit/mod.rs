//! Changes to a workspace, planned: pure functions of a snapshot that give a
//! `WorkspaceEdit`.
//!
//! Owns what a change means for the files. Touches none of them: [`crate::store::apply`] does. A plan is read again
//! before it is handed out, so what it leads to is what was asked for, or it is refused.

mod create;
mod form;
mod journey;
mod restore;
mod target;

pub use create::{Created, NewKind, NewRecord, create};
pub use restore::{Called, Restoration, restore, restore_file};

//! Why a change of files was not made.

use super::StoreError;
use crate::text::WsPath;

/// Why a change was not made; nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Something is already where a file was to be made.
    #[error("`{0}` exists already")]
    Exists(WsPath),
    /// The file is no longer the one the change was made for.
    #[error("`{0}` was changed meanwhile")]
    Stale(WsPath),
    /// A folder on the way is a symbolic link, which could lead out of the workspace.
    #[error("`{0}` is a symbolic link")]
    Link(WsPath),
    /// Another run is at it.
    #[error("another `wayfare` is changing files here")]
    Busy,
    /// The journal of a run that was killed is not one of ours, or is broken.
    #[error("`{0}` in the workspace's folder is no journal of a change")]
    Journal(String),
    /// The operating system said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

//! What changed, told on pages: the history of a record, all that happened, and what differs from another state.

pub(super) mod compared;
pub(super) mod comparison;
pub(super) mod feed;
pub(super) mod history;
pub(super) mod moment;
pub(super) mod stranger;
pub(super) mod telling;
pub(super) mod timeline;
pub(super) mod told;

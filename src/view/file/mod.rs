//! Files of the site beside its pages: what scripts load when it is needed, and what programs read.

mod export;
pub(super) mod overview;
pub(super) mod said;
pub(super) mod search;
pub(super) mod summary;

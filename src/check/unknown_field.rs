//! `unknown-field`: a key the kind does not have. The file alone tells.

use super::Found;

pub(super) const FOUND: Found = Found::WhileReading;

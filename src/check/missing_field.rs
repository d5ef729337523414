//! `missing-field`: a required field that is absent or empty. The file alone tells.

use super::Found;

pub(super) const FOUND: Found = Found::WhileReading;

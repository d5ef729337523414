//! `unknown-kind`: a `kind` that is none of the five. The file alone tells.

use super::Found;

pub(super) const FOUND: Found = Found::WhileReading;

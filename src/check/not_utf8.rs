//! `not-utf8`: bytes that are not UTF-8. The file alone tells.

use super::Found;

pub(super) const FOUND: Found = Found::WhileReading;

//! `duplicate-key`: a key twice in one mapping. The file alone tells.

use super::Found;

pub(super) const FOUND: Found = Found::WhileReading;

//! `wrong-type`: a value of the wrong type. The file alone tells.

use super::Found;

pub(super) const FOUND: Found = Found::WhileReading;

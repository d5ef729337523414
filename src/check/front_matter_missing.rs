//! `front-matter-missing`: a record without front matter. The file alone tells.

use super::Found;

pub(super) const FOUND: Found = Found::WhileReading;

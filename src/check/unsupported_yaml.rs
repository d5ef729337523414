//! `unsupported-yaml`: an anchor, alias, merge key, explicit tag, or second document. The file alone tells.

use super::Found;

pub(super) const FOUND: Found = Found::WhileReading;

//! `bad-measurements`: a CSV that is no list of measurements. The file alone tells.

use super::Found;

pub(super) const FOUND: Found = Found::WhileReading;

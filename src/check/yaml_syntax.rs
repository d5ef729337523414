//! `yaml-syntax`: YAML that does not parse, or is deeper or larger than the limits. The file alone tells.

use super::Found;

pub(super) const FOUND: Found = Found::WhileReading;

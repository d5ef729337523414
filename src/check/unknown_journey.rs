//! `unknown-journey`: an ID that names no journey.

use super::Found;
use super::reference::check_target;
use crate::model::Target;

pub(super) const FOUND: Found = Found::By(|ctx| check_target(ctx, Target::Journey));

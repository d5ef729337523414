//! `unknown-persona`: an ID that names no persona.

use super::Found;
use super::reference::check_target;
use crate::model::Target;

pub(super) const FOUND: Found = Found::By(|ctx| check_target(ctx, Target::Persona));

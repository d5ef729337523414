//! `unknown-persona`: an ID that names no persona.

use crate::check::reference::check_target;
use super::{Example, Explanation, Found};
use crate::model::Target;

pub(super) const FOUND: Found = Found::By(|ctx| check_target(ctx, Target::PERSONA));

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "The journey or item is not shown for the customer it is about.",
    wrong: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
personas: [first-time-admins]
",
    ),
    right: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
personas: [first-time-admin]
",
    ),
    fix: "Correct the ID: it is the name of the persona's file without `.md`. Or add the persona with `wayfare new \
        persona`.",
};

//! `unknown-member`: an ID that names no member.

use crate::check::reference::check_target;
use super::{Example, Explanation, Found};
use crate::model::Target;

pub(super) const FOUND: Found = Found::By(|ctx| check_target(ctx, Target::Member));

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Work whose owner is misspelt has none: nobody is asked about it.",
    wrong: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
owner: maia
",
    ),
    right: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
owner: maya
",
    ),
    fix: "Correct the ID, or add the person to `members` in `workspace.yaml`.",
};

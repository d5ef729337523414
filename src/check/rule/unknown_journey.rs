//! `unknown-journey`: an ID that names no journey.

use crate::check::reference::check_target;
use super::{Example, Explanation, Found};
use crate::model::Target;

pub(super) const FOUND: Found = Found::By(|ctx| check_target(ctx, Target::JOURNEY));

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "The map shows no way on from this step, though one was meant.",
    wrong: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        journeys: [credentials-recovery]
",
    ),
    right: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        journeys: [credential-recovery]
",
    ),
    fix: "Correct the ID: it is the name of the journey's folder. Or add the journey with `wayfare new journey`.",
};

//! `unknown-item`: an ID that names no item.

use crate::check::reference::check_target;
use super::{Example, Explanation, Found};
use crate::model::Target;

pub(super) const FOUND: Found = Found::By(|ctx| check_target(ctx, Target::ITEM));

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "The reference leads nowhere, so the step or chain lacks what was meant to be on it.",
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
        items: [credentails-page]
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
        items: [credentials-page]
",
    ),
    fix: "Correct the ID: it is the name of the item's file without `.md`. Or add the item with `wayfare new`.",
};

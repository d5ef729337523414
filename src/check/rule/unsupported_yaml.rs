//! `unsupported-yaml`: an anchor, alias, merge key, explicit tag, or second document. The file alone tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Whoever reviews a change has to be able to read a record where it stands. Marks that copy a value from \
        elsewhere hide what a change does.",
    wrong: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
personas: &everyone [first-time-admin]
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        personas: *everyone
        items: [credentials-page]
",
    ),
    right: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
personas: [first-time-admin]
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        personas: [first-time-admin]
        items: [credentials-page]
",
    ),
    fix: "Write the value out wherever it is meant, and remove the mark.",
};

//! `integration-stale`: an integration that has brought nothing for long. The history tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::InHistory;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "An integration that stopped without an error looks as if customers had nothing to say.",
    wrong: Example::files(
        "\
//- workspace.yaml
name: Acme
rules:
  integration-stale: off
",
    )
    .after("Nobody is told that one stopped:"),
    right: Example::files(
        "\
//- workspace.yaml
name: Acme
rules:
  integration-stale: { level: warn, days: 14 }
",
    )
    .after("Somebody is told after two weeks:"),
    fix: "Look at whether it still has access to its source, or remove it when the source is no longer used.",
};

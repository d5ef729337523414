//! `automation-failing`: an automation whose last runs failed. The history tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::InHistory;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Everybody relies on it and thinks that it runs; nobody does its work by hand.",
    wrong: Example::files(
        "\
//- workspace.yaml
name: Acme
rules:
  automation-failing: off
",
    )
    .after("Nobody is told that one fails:"),
    right: Example::files(
        "\
//- workspace.yaml
name: Acme
rules:
  automation-failing: warn
",
    )
    .after("Somebody is told:"),
    fix: "Look at why its last run failed and correct it, or turn the automation off.",
};

//! `unknown-author`: a commit that changes the workspace, by somebody who is no member. [`crate::check::policy`] finds it.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::InHistory;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Who may change a workspace stands in it: its members. A change by an address that belongs to none of them \
        has nobody to ask about it.",
    wrong: Example::files(
        "\
//- workspace.yaml
name: Acme
members:
  - { id: maya, name: Maya Chen, role: owner, email: maya@acme.example }
",
    )
    .after("Maya commits from home, as `maya@home.example`:"),
    right: Example::files(
        "\
//- workspace.yaml
name: Acme
members:
  - id: maya
    name: Maya Chen
    role: owner
    email: maya@acme.example
    emails: [maya@home.example]
",
    )
    .after("The address is known:"),
    fix: "Let an owner add the person under `members`, or the address under their `emails`; or commit again with the \
        address that is known: `git commit --amend --reset-author`.",
};

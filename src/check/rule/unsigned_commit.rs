//! `unsigned-commit`: a commit that changes the workspace and is not signed. [`crate::check::policy`] finds it.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::InHistory;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Anybody can write any name into a commit. A signature shows who it really was. That there is one is what is \
        looked at here; whose it is, git and your forge tell.",
    wrong: Example::files(
        "\
//- workspace.yaml
name: Acme
rules:
  unsigned-commit: warn
",
    )
    .after("A commit without a signature changes the workspace:"),
    right: Example::files(
        "\
//- workspace.yaml
name: Acme
rules:
  unsigned-commit: warn
",
    )
    .after("Signed with `git commit --gpg-sign`:"),
    fix: "Sign it: `git commit --amend --no-edit --gpg-sign`, for several commits `git rebase --gpg-sign BASE`. \
        `git config commit.gpgsign true` signs those to come.",
};

//! `role-exceeded`: a commit that changes what its author's role does not allow. [`crate::check::policy`] finds it.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::InHistory;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "An owner changes anything, an editor everything but `workspace.yaml`, `integrations/`, `templates/` and what others \
        set in `members/`, a viewer nothing but their own `members/<id>.yaml`. So nobody gives themselves a role or sends \
        data elsewhere, and those who only look cannot change the map by mistake.",
    wrong: Example::files(
        "\
//- workspace.yaml
name: Acme
members:
  - { id: maya, name: Maya Chen, role: owner, email: maya@acme.example }
  - { id: eva, name: Eva Lind, role: viewer, email: eva@acme.example }
",
    )
    .after("Eva commits a change of a journey:"),
    right: Example::files(
        "\
//- workspace.yaml
name: Acme
members:
  - { id: maya, name: Maya Chen, role: owner, email: maya@acme.example }
  - { id: eva, name: Eva Lind, role: editor, email: eva@acme.example }
",
    )
    .after("Maya has made her an editor before:"),
    fix: "Let somebody commit the change whose role allows it, or let an owner change the role first: a change of roles \
        counts from the next push on.",
};

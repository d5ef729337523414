//! `suspect-link`: a link whose other end changed since it was looked at. The history tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::InHistory;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "What was true of the one end may not be true any more after the other has changed: an opportunity may rest \
        on an insight that now says something else.",
    wrong: Example::files(
        "\
//- blocks/opportunities/make-credentials-findable.md
---
kind: opportunity
title: Make credentials findable
links: [setup-guide]
---
",
    )
    .after("The insight was rewritten after this link was made, and nobody has looked at this file since:"),
    right: Example::files(
        "\
//- blocks/opportunities/make-credentials-findable.md
---
kind: opportunity
title: Make credentials findable for people who do not write code
links: [setup-guide]
---
",
    )
    .after("The opportunity was read again and says what follows from the change:"),
    fix: "Read both ends. Remove the link where it does not hold any more; bring the record that has the link up to \
        date where it does.",
};

//! `comment-cuts-text`: a `#` after a blank that takes the rest of a text away. The file alone tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "In fields, a `#` after a blank begins a comment, and what follows is dropped: a ticket's number, a tag \
        written as `#setup`. Nobody would miss it before it is needed.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Ticket #482 comes back
links: [make-credentials-findable]
---
",
    ),
    right: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: \"Ticket #482 comes back\"
links: [make-credentials-findable]  # the one of last week
---
",
    ),
    fix: "Put the text in quotes, which `check --fix` does. Begin what is meant as a comment with a blank after the \
        `#`.",
};

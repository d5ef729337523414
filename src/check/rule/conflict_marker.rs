//! `conflict-marker`: lines that git left where it could not merge. The file alone tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Git could not tell which of two changes is meant and wrote both. Until somebody decides, readers see both \
        versions and the lines around them.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
links: [make-credentials-findable]
---
<<<<<<< HEAD
They wait two weeks for a key.
=======
They wait three days for a key.
>>>>>>> waiting-times
",
    ),
    right: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
links: [make-credentials-findable]
---
They wait three days for a key, and two weeks where IT has to agree.
",
    ),
    fix: "Keep what is right of both sides and remove the three lines of signs. A lone one counts too, since the others \
        may have been deleted alone; but not a `>>>>>>>` beside another line that begins with `>`, as mails quote. An \
        example of such lines belongs in a block of code.",
};

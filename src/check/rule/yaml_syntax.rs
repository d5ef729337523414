//! `yaml-syntax`: YAML that does not parse, or is deeper or larger than the limits. The file alone tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "What stands on the line that cannot be read, and often what follows, is missing from the map until the file is \
        mended, and nothing else in it is checked.",
    wrong: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
summary: For teams of 2 to 20: from the first login to the first invoice.
",
    ),
    right: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
summary: \"For teams of 2 to 20: from the first login to the first invoice.\"
",
    ),
    fix: "Mend the line that is named, or the one above it. Put a text in quotes when it has `: ` or ` #` in it or \
        begins with a sign such as `[`, `*` or `@`; indent with spaces, never with tabs.",
};

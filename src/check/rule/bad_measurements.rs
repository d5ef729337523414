//! `bad-measurements`: a CSV that is no list of measurements. The file alone tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A chart of wrong or unordered values tells a wrong story about whether the work helped.",
    wrong: Example::files(
        "\
//- blocks/metrics/setup-completion-rate.csv
date,value
2026-09-30,41
2026-08-31,38
2026-10-31,44 %
",
    ),
    right: Example::files(
        "\
//- blocks/metrics/setup-completion-rate.csv
date,value
2026-08-31,38
2026-09-30,41
2026-10-31,44
",
    ),
    fix: "Begin with the header `date,value` or `date,value,note`. Write one row a date, oldest first, days as \
        `2026-10-31`, numbers without units and blanks.",
};

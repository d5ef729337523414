//! `metric-stale`: a metric without recent measurements. The history tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::InHistory;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "An old value looks as current as a new one on the card, and decisions are made on it.",
    wrong: Example::files(
        "\
//- blocks/metrics/setup-completion-rate.csv
date,value
2026-03-31,38
2026-04-30,41
",
    )
    .after("The last value is months old:"),
    right: Example::files(
        "\
//- blocks/metrics/setup-completion-rate.csv
date,value
2026-03-31,38
2026-04-30,41
2026-10-31,44
",
    )
    .after("The last value is of last month:"),
    fix: "Add a row to the CSV file, or set `status: deprecated` when nobody needs the metric. `days` under `rules:` \
        says how long is too long.",
};

//! JSON for programs: everything that is known, one object. Documented in `docs/changes.md`.

use serde::Serialize;

use super::super::Review;
use super::super::change::ChangeSet;
use super::super::consequence::Consequences;
use super::Options;

/// Changes only when a field is removed or comes to mean something else.
const VERSION: u32 = 2;

#[derive(Serialize)]
struct Document<'r> {
    version: u32,
    from: &'r str,
    to: &'r str,
    summary: String,
    consequences: &'r Consequences,
    changes: &'r ChangeSet,
}

/// Renders a review.
pub(super) fn render(review: &Review, options: Options<'_>) -> String {
    let (from, to) = options.between;
    let (consequences, changes) = (&review.consequences, &review.changes);
    let document = Document { version: VERSION, from, to, summary: review.summary(), consequences, changes };
    let mut text = serde_json::to_string_pretty(&document).expect("texts and numbers are plain data");
    text.push('\n');
    text
}

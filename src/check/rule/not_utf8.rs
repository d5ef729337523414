//! `not-utf8`: bytes that are not UTF-8. The file alone tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Text in another encoding shows up as wrong letters for everybody else, so it is not guessed at.",
    wrong: Example::words("A file saved as Windows-1252, where the `é` of `Café` is a byte that UTF-8 does not have."),
    right: Example::words("The same file saved as UTF-8. Most editors offer it when saving, under \"encoding\"."),
    fix: "Save the file as UTF-8.",
};

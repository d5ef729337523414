//! Changes to a text as splices: what no edit names stays byte for byte.

use super::Span;

/// Replaces the bytes at `span` by `replacement`. An empty span inserts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

impl TextEdit {
    /// Replaces `span`.
    pub fn replace(span: Span, replacement: impl Into<String>) -> TextEdit {
        TextEdit { span, replacement: replacement.into() }
    }

    /// Inserts at a byte offset.
    pub fn insert(offset: usize, text: impl Into<String>) -> TextEdit {
        TextEdit::replace(Span::at(offset), text)
    }

    /// Removes `span`.
    pub fn delete(span: Span) -> TextEdit {
        TextEdit::replace(span, "")
    }
}

/// Why a set of edits could not be applied; the text is untouched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Two edits name the same bytes.
    #[error("two edits overlap at byte {0}")]
    Overlap(u32),
    /// An edit reaches beyond the text or into a character.
    #[error("an edit at bytes {0:?} does not fit the text")]
    OutOfBounds(Span),
}

/// Applies edits in any order; insertions at one offset keep the order they are given in.
///
/// # Errors
/// When edits overlap or do not fit the text.
pub fn apply_edits(text: &str, edits: &[TextEdit]) -> Result<String, EditError> {
    let ordered = in_order(text, edits)?;
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in ordered {
        let range = edit.span.range();
        result.push_str(&text[done..range.start]);
        result.push_str(&edit.replacement);
        done = range.end;
    }
    result.push_str(&text[done..]);
    Ok(result)
}

/// The edits from the first byte to the last, which neither overlap nor reach out of the text.
pub(super) fn in_order<'e>(text: &str, edits: &'e [TextEdit]) -> Result<Vec<&'e TextEdit>, EditError> {
    let mut ordered: Vec<&TextEdit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut done = 0;
    for edit in &ordered {
        let range = edit.span.range();
        if range.start < done {
            return Err(EditError::Overlap(edit.span.start));
        }
        text.get(range.clone()).ok_or(EditError::OutOfBounds(edit.span))?;
        done = range.end;
    }
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applies_in_any_order_and_keeps_the_rest() {
        let edits = [TextEdit::replace(Span::new(4, 5), "X"), TextEdit::insert(0, "1"), TextEdit::insert(0, "2")];
        assert_eq!(apply_edits("abcdef", &edits).as_deref(), Ok("12abcdXf"));
    }

    #[test]
    fn refuses_overlaps_and_strays() {
        let overlap = [TextEdit::delete(Span::new(0, 3)), TextEdit::delete(Span::new(2, 4))];
        assert_eq!(apply_edits("abcdef", &overlap), Err(EditError::Overlap(2)));
        let stray = [TextEdit::delete(Span::new(3, 9))];
        assert_eq!(apply_edits("abcdef", &stray), Err(EditError::OutOfBounds(Span::new(3, 9))));
        let inside = [TextEdit::insert(1, "x")];
        assert_eq!(apply_edits("é", &inside), Err(EditError::OutOfBounds(Span::at(1))));
    }
}

//! Where front matter ends and the body begins.

use crate::text::Span;

/// Where the parts of a record lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// The YAML between the `---` lines, without them. Empty or ending with a line break.
    pub yaml: Span,
    /// Everything after the closing line.
    pub body: Span,
}

/// Why a text has no front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrontMatterFault {
    /// The first line is not `---`.
    Missing,
    /// No later line is `---`.
    Unclosed,
}

/// Splits a record into front matter and body. A byte-order mark, CRLF and blanks after the dashes are accepted.
///
/// # Errors
/// When there is no front matter.
pub fn split(text: &str) -> Result<FrontMatter, FrontMatterFault> {
    let content = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut at = text.len() - content.len();
    let mut lines = content.split_inclusive('\n');
    let first = lines.next().filter(|line| is_fence(line)).ok_or(FrontMatterFault::Missing)?;
    at += first.len();
    let yaml_start = at;
    for line in lines {
        let next = at + line.len();
        if is_fence(line) {
            return Ok(FrontMatter { yaml: Span::new(yaml_start, at), body: Span::new(next, text.len()) });
        }
        at = next;
    }
    Err(FrontMatterFault::Unclosed)
}

/// Where a body begins with fields between `---` lines once more, as after two records were put together: the first of
/// these lines. A rule and a heading below it are Markdown's own.
pub fn find_second(body: &str) -> Option<Span> {
    const FIELDS: [&str; 5] = ["kind:", "title:", "name:", "status:", "source:"];
    let blank = body.len() - body.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let start = body[..blank].rfind('\n').map_or(0, |end| end + 1);
    let parts = split(&body[start..]).ok()?;
    let fields = &body[start..][parts.yaml.range()];
    let is_field = |line: &str| {
        let name = line.trim_start_matches(|c: char| c.is_ascii_lowercase() || matches!(c, '_' | '-'));
        line.trim().is_empty() || line.starts_with([' ', '-', '#']) || name.len() < line.len() && name.starts_with(':')
    };
    let has_known = fields.lines().any(|line| FIELDS.iter().any(|field| line.starts_with(field)));
    (has_known && fields.lines().all(is_field)).then(|| Span::new(start, start + "---".len()))
}

fn is_fence(line: &str) -> bool {
    let line = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
    line.strip_prefix("---").is_some_and(|rest| rest.bytes().all(|byte| matches!(byte, b' ' | b'\t')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Result<(&str, &str), FrontMatterFault> {
        split(text).map(|parts| (&text[parts.yaml.range()], &text[parts.body.range()]))
    }

    #[test]
    fn splits_what_people_and_editors_write() {
        assert_eq!(parts("---\na: b\n---\nbody\n"), Ok(("a: b\n", "body\n")));
        assert_eq!(parts("\u{feff}---\r\na: b\r\n---\r\nbody"), Ok(("a: b\r\n", "body")));
        assert_eq!(parts("--- \t\na: b\n---  \nbody"), Ok(("a: b\n", "body")));
        assert_eq!(parts("---\n---"), Ok(("", "")));
        assert_eq!(parts("---\n---\n---\n"), Ok(("", "---\n")));
    }

    #[test]
    fn only_whole_lines_of_dashes_count() {
        assert_eq!(parts("---\na: |\n  ---\n----\n--- x\n---\n"), Ok(("a: |\n  ---\n----\n--- x\n", "")));
    }

    #[test]
    fn finds_fields_that_come_once_more() {
        assert_eq!(find_second("\n---\ntitle: B\ntags:\n- a\n---\nText\n"), Some(Span::new(1, 4)));
        assert_eq!(find_second("---\r\nkind: insight\r\n---\r\n"), Some(Span::new(0, 3)));
        for body in
            ["Text\n---\ntitle: B\n---\n", "---\nA heading\n---\n", "---\nnote: that\n---\n", "---\ntitle: B\n", ""]
        {
            assert_eq!(find_second(body), None, "{body:?}");
        }
    }

    #[test]
    fn tells_missing_from_unclosed() {
        for text in ["", "\n---\n---\n", " ---\n---\n", "# Title\n", "----\n---\n", "---\ra: b\r---\r"] {
            assert_eq!(split(text), Err(FrontMatterFault::Missing), "{text:?}");
        }
        for text in ["---", "---\n", "\u{feff}---\na: b\n ---\n"] {
            assert_eq!(split(text), Err(FrontMatterFault::Unclosed), "{text:?}");
        }
    }
}

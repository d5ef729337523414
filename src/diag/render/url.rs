//! Paths as URLs.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What the path of a relative URL cannot hold as it is; a colon would make its first part a scheme.
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A relative path with `/` as a relative URL.
pub(super) fn relative_url(path: &str) -> String {
    utf8_percent_encode(path, NOT_IN_PATHS).to_string()
}

#[cfg(test)]
mod tests {
    use super::relative_url;

    #[test]
    fn everything_but_slashes_that_means_something_is_escaped() {
        assert_eq!(relative_url("maps/a b:c?#%.md"), "maps/a%20b%3Ac%3F%23%25.md");
        assert_eq!(relative_url("é/\n\u{202e}"), "%C3%A9/%0A%E2%80%AE");
    }
}

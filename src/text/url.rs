//! What a URL or relative reference is, and whether it is safe to link to.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What is escaped in a path: everything that may mean something in a URL.
const NOT_IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// What is escaped in an anchor: what shows a file takes one such as `page=3` literally.
const NOT_IN_ANCHORS: &AsciiSet = &NOT_IN_PATHS.remove(b'=').remove(b'&').remove(b',');

/// What a destination leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlKind {
    /// `http` or `https`, with a host.
    Web,
    /// `mailto`, with an address.
    Mail,
    /// A file: relative to the one that refers to it, or to the site's root where the path begins with `/`.
    Relative {
        /// The path, percent-escapes undone, without query and anchor; empty when only a query is given.
        path: String,
        /// What follows `#`, percent-escapes undone.
        anchor: Option<String>,
    },
    /// A place in the same text, without `#`, percent-escapes undone.
    Anchor(String),
}

/// Why a destination is not linked to. The text says what is wrong, to follow the destination in a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlFault {
    /// There is nothing.
    #[error("is empty")]
    Empty,
    /// A scheme other than `http`, `https` and `mailto`, in lower case.
    #[error("has the scheme `{0}`; only http, https and mailto are linked")]
    Scheme(String),
    /// `//host/path`.
    #[error("has no scheme; write `https:` before it")]
    NoScheme,
    /// `http:` or `https:` without a well-formed host.
    #[error("names no host")]
    Host,
    /// `mailto:` without an address.
    #[error("is no e-mail address")]
    Address,
    /// A control character, a blank at an end, or a blank inside an absolute URL.
    #[error("has a blank or control character in it")]
    Blank,
    /// A backslash, which browsers take for a slash.
    #[error("has a backslash in it; write `/`")]
    Backslash,
    /// A percent-escape that stands for no text.
    #[error("has a percent-escape that stands for no text")]
    Escape,
}

/// Tells what `url` leads to: a web page, an address, a file or a place in the same text.
///
/// Everything with a colon before the first `/`, `?` or `#` has a scheme, as browsers read it; so a Windows path or
/// a file name such as `a:b` is none of ours.
///
/// # Errors
/// When it is unsafe or malformed.
pub fn check_url(url: &str) -> Result<UrlKind, UrlFault> {
    if url.is_empty() {
        return Err(UrlFault::Empty);
    }
    if url.chars().any(char::is_control) || url.trim() != url {
        return Err(UrlFault::Blank);
    }
    let head = url.find([':', '/', '?', '#']).map_or(url, |end| &url[..=end]);
    if let Some(scheme) = head.strip_suffix(':') {
        return check_absolute(&scheme.to_lowercase(), &url[head.len()..]);
    }
    let (file, anchor) = url.split_once('#').map_or((url, None), |(file, anchor)| (file, Some(anchor)));
    let path = file.split('?').next().unwrap_or_default();
    if path.contains('\\') {
        return Err(UrlFault::Backslash);
    }
    if path.starts_with("//") {
        return Err(UrlFault::NoScheme);
    }
    let anchor = anchor.map(decode).transpose()?;
    match anchor {
        Some(anchor) if file.is_empty() => Ok(UrlKind::Anchor(anchor)),
        anchor => {
            let path = decode(path)?;
            if path.contains('\\') { Err(UrlFault::Backslash) } else { Ok(UrlKind::Relative { path, anchor }) }
        }
    }
}

/// A path with `/` as a part of a URL.
pub fn escape_path(path: &str) -> String {
    utf8_percent_encode(path, NOT_IN_PATHS).to_string()
}

/// What is to follow `#` in a URL.
pub fn escape_anchor(anchor: &str) -> String {
    utf8_percent_encode(anchor, NOT_IN_ANCHORS).to_string()
}

fn check_absolute(scheme: &str, rest: &str) -> Result<UrlKind, UrlFault> {
    let kind = match scheme {
        "http" | "https" => UrlKind::Web,
        "mailto" => UrlKind::Mail,
        _ => return Err(UrlFault::Scheme(scheme.to_owned())),
    };
    if rest.contains(char::is_whitespace) {
        return Err(UrlFault::Blank);
    }
    if rest.contains('\\') {
        return Err(UrlFault::Backslash);
    }
    let well_formed = match kind {
        UrlKind::Mail => has_addresses(rest),
        _ => rest.strip_prefix("//").is_some_and(has_host),
    };
    match (well_formed, kind) {
        (true, kind) => Ok(kind),
        (false, UrlKind::Mail) => Err(UrlFault::Address),
        (false, _) => Err(UrlFault::Host),
    }
}

/// Whether what follows `//` begins with a host, user and port aside.
fn has_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let place = authority.rsplit('@').next().unwrap_or_default();
    if let Some(bracketed) = place.strip_prefix('[') {
        let legal = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
        return bracketed.split_once(']').is_some_and(|(address, port)| {
            address.contains(':') && address.bytes().all(legal) && (port.is_empty() || is_port(port))
        });
    }
    let (host, port) = place.find(':').map_or((place, ""), |colon| place.split_at(colon));
    let host = host.strip_suffix('.').unwrap_or(host);
    let legal = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '%') || !c.is_ascii();
    (port.is_empty() || is_port(port)) && host.split('.').all(|label| !label.is_empty() && label.chars().all(legal))
}

fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn has_addresses(rest: &str) -> bool {
    let addresses = rest.split('?').next().unwrap_or_default();
    addresses.split(',').all(|address| {
        address.rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && !name.contains('@') && has_host(host))
    })
}

/// A part of a URL with its percent-escapes undone; `None` where they stand for no text.
pub fn unescape(text: &str) -> Option<String> {
    decode(text).ok()
}

fn decode(text: &str) -> Result<String, UrlFault> {
    let decoded = percent_decode_str(text).decode_utf8().map_err(|_| UrlFault::Escape)?;
    if decoded.chars().any(char::is_control) { Err(UrlFault::Escape) } else { Ok(decoded.into_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, anchor: Option<&str>) -> Result<UrlKind, UrlFault> {
        Ok(UrlKind::Relative { path: path.to_owned(), anchor: anchor.map(str::to_owned) })
    }

    #[test]
    fn knows_what_is_safe() {
        for url in [
            "https://a.example",
            "HTTP://A.example:8080/x?y#z",
            "http://localhost",
            "https://[::1]:80/",
            "https://me:secret@a.example./",
            "https://münchen.example/ü",
            "https://a.example/a:b?u=javascript:1",
        ] {
            assert_eq!(check_url(url), Ok(UrlKind::Web), "{url}");
        }
        for url in ["mailto:maya@acme.example", "MAILTO:a@b.example,c@d.example?subject=Hi%20there"] {
            assert_eq!(check_url(url), Ok(UrlKind::Mail), "{url}");
        }
    }

    #[test]
    fn reads_relative_references() {
        assert_eq!(check_url("../a%20b.md#Why%20it"), file("../a b.md", Some("Why it")));
        assert_eq!(check_url("my file.md?plain=1"), file("my file.md", None));
        assert_eq!(check_url("/etc/passwd"), file("/etc/passwd", None));
        assert_eq!(check_url("./a:b"), file("./a:b", None));
        assert_eq!(check_url("javascript%3Aalert(1)"), file("javascript:alert(1)", None));
        assert_eq!(check_url("100%.md"), file("100%.md", None));
        assert_eq!(check_url("#gr%C3%B6%C3%9Fe"), Ok(UrlKind::Anchor("größe".to_owned())));
        assert_eq!(check_url("?x"), file("", None));
    }

    #[test]
    fn refuses_every_other_scheme() {
        for (url, scheme) in [
            ("JaVaScRiPt:alert(1)", "javascript"),
            ("data:text/html,x", "data"),
            ("vbscript:x", "vbscript"),
            ("file:///etc/passwd", "file"),
            ("C:\\x", "c"),
            ("c:/x", "c"),
            (":x", ""),
            ("java script:x", "java script"),
            ("&#106;avascript:x", "&"),
        ] {
            let expected = if scheme == "&" {
                file("&", Some("106;avascript:x"))
            } else {
                Err(UrlFault::Scheme(scheme.to_owned()))
            };
            assert_eq!(check_url(url), expected, "{url}");
        }
    }

    #[test]
    fn refuses_what_browsers_read_differently() {
        use UrlFault::{Address, Backslash, Blank, Empty, Escape, Host, NoScheme};
        for (url, fault) in [
            ("", Empty),
            (" javascript:x", Blank),
            ("java\nscript:x", Blank),
            ("\u{1}javascript:x", Blank),
            ("java\tscript:x", Blank),
            ("https://a.example/ x", Blank),
            ("//evil.example", NoScheme),
            ("\\\\evil.example", Backslash),
            ("/\\evil.example", Backslash),
            ("a%5Cb.md", Backslash),
            ("https:\\\\evil.example", Backslash),
            ("http:", Host),
            ("http://", Host),
            ("http:///x", Host),
            ("https:/a.example", Host),
            ("https://a..b", Host),
            ("https://a:b", Host),
            ("https://[::1", Host),
            ("https://<x>", Host),
            ("mailto:", Address),
            ("mailto:maya", Address),
            ("mailto:@b", Address),
            ("a%00.md", Escape),
            ("a%ff.md", Escape),
        ] {
            assert_eq!(check_url(url), Err(fault), "{url:?}");
        }
    }

    #[test]
    fn escapes_what_means_something() {
        assert_eq!(escape_path("maps/a b:c?#%.md"), "maps/a%20b%3Ac%3F%23%25.md");
        assert_eq!(escape_path("é/\n\u{202e}"), "%C3%A9/%0A%E2%80%AE");
        assert_eq!(escape_anchor("page=3&a b"), "page=3&a%20b");
    }

    proptest::proptest! {
        #[test]
        fn any_path_and_anchor_can_be_read_back(path in "([a-z/.~ %#?:]|\\PC){1,20}", anchor in "[a-z=&,# ]{0,9}") {
            proptest::prop_assume!(!path.contains('\\') && !path.starts_with("//"));
            let url = format!("{}#{}", escape_path(&path), escape_anchor(&anchor));
            assert_eq!(check_url(&url), file(&path, Some(&anchor)));
        }

        #[test]
        fn any_text_has_an_answer(url in "\\PC{0,40}|[a-z:/\\\\?#%@. ]{0,20}") {
            let is_absolute = matches!(check_url(&url), Ok(UrlKind::Web | UrlKind::Mail));
            let lower = url.to_lowercase();
            let expected = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
            assert!(!is_absolute || expected, "{url:?}");
        }
    }
}

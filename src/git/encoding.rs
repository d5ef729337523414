//! Names and messages of commits in the encoding they were written in.
//!
//! A commit says its encoding in a header, or is UTF-8. Bytes that are no UTF-8 although nothing else is said are taken
//! for Latin-1, as git takes them when such a message is committed again.

use encoding_rs::Encoding;

/// Text of a commit, as far as it can be read.
pub(super) struct Decoded {
    pub(super) text: String,
    /// Whether no letter of it is lost.
    pub(super) is_whole: bool,
}

/// Reads text of a commit that declares an encoding, or none.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let whole = |text: String| Decoded { text, is_whole: true };
    let Some(label) = declared.filter(|label| !is_utf8(label)) else { return whole(utf8_or_latin1(bytes)) };
    match encoding(label) {
        Some(encoding) => {
            let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
            Decoded { text: text.into_owned(), is_whole: !had_errors }
        }
        // Most encodings write ASCII alike, and what is UTF-8 is hardly ever anything else.
        None => match std::str::from_utf8(bytes) {
            Ok(text) => whole(text.to_owned()),
            Err(_) => Decoded { text: String::from_utf8_lossy(bytes).into_owned(), is_whole: false },
        },
    }
}

fn is_utf8(label: &str) -> bool {
    label.eq_ignore_ascii_case("utf-8") || label.eq_ignore_ascii_case("utf8")
}

/// The encoding of a label, also by the names that `iconv` knows and the web does not.
fn encoding(label: &str) -> Option<&'static Encoding> {
    let label = label.to_ascii_lowercase().replace('_', "-");
    let known = |label: &str| Encoding::for_label_no_replacement(label.as_bytes());
    let otherwise = match label.as_str() {
        "latin-1" => "latin1",
        "latin-9" | "latin9" => "iso-8859-15",
        "cp932" | "windows-932" => "shift_jis",
        "cp936" | "windows-936" => "gbk",
        "cp949" => "euc-kr",
        "cp950" | "windows-950" => "big5",
        "eucjp" | "ujis" => "euc-jp",
        "euckr" => "euc-kr",
        "euccn" | "euc-cn" => "gb2312",
        other => other,
    };
    let without_hyphen = || known(&otherwise.replacen("iso8859-", "iso-8859-", 1));
    // Letters of 16 bits cannot stand in a commit.
    known(otherwise).or_else(without_hyphen).filter(|encoding| encoding.is_ascii_compatible())
}

fn utf8_or_latin1(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().copied().map(char::from));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn read(bytes: &[u8], declared: Option<&str>) -> (String, bool) {
        let decoded = decode(bytes, declared);
        (decoded.text, decoded.is_whole)
    }

    #[test]
    fn what_a_commit_declares_is_how_it_is_read() {
        for label in ["ISO-8859-1", "ISO8859-1", "iso_8859-1", "latin1", "latin-1", "CP1252", "windows-1252"] {
            assert_eq!(read(b"Gr\xfc\xdfe", Some(label)), ("Grüße".into(), true), "{label}");
        }
        assert_eq!(read(b"\xa4", Some("ISO-8859-15")), ("€".into(), true));
        assert_eq!(read(b"\xcf\xf0\xe8\xe2\xe5\xf2", Some("cp1251")), ("Привет".into(), true));
        assert_eq!(read(b"\x93\xfa\x96\x7b", Some("CP932")), ("日本".into(), true));
        assert_eq!(read(b"\xc6\xfc\xcb\xdc", Some("eucJP")), ("日本".into(), true));
        assert_eq!(read("Grüße".as_bytes(), Some("UTF8")), ("Grüße".into(), true));
    }

    #[test]
    fn undeclared_bytes_are_latin1_and_unknown_encodings_are_not_guessed() {
        assert_eq!(read(b"J\xf6rg und J\xc3\xb6rg", None), ("Jörg und Jörg".into(), true));
        assert_eq!(read(b"plain", Some("CP850")), ("plain".into(), true));
        assert_eq!(read(b"Gr\x81\xe1e", Some("CP850")), ("Gr\u{fffd}\u{fffd}e".into(), false));
        assert_eq!(read(b"a\xfc", Some("UTF-16")), ("a\u{fffd}".into(), false), "no commit can be");
    }
}

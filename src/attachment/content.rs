//! What a file is by its content, as browsers and desktops guess it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Acting;

/// How every pointer of Git LFS begins: by its own specification, and by that of the program it came from.
const POINTERS: [&str; 2] = ["version https://git-lfs.github.com/spec/", "version https://hawser.github.com/spec/"];

/// How what is no text, and is run, begins.
const PROGRAMS: [&[u8]; 8] = [
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\0asm",
];

/// How a text begins that browsers take for HTML when nothing says what it is (the WHATWG's sniffing of types).
const PAGES: [&str; 17] = [
    "<!doctype html",
    "<html",
    "<head",
    "<script",
    "<iframe",
    "<h1",
    "<div",
    "<font",
    "<table",
    "<a",
    "<style",
    "<title",
    "<b",
    "<body",
    "<br",
    "<p",
    "<!--",
];

/// Elements of these act in a browser, whatever the document around them is.
const ACTING_NAMESPACES: [&str; 2] = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"];

/// Whether this is what Git LFS puts in the place of a file it keeps elsewhere.
pub(super) fn is_pointer(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let text = text.trim_start_matches('\u{feff}');
    let has_line = |key: &str| text.lines().any(|line| line.starts_with(key));
    bytes.len() <= super::MOST_OF_POINTER
        && POINTERS.iter().any(|pointer| text.starts_with(pointer))
        && has_line("oid ")
        && has_line("size ")
}

/// What a file does when it is opened, by its content.
pub(super) fn acts(bytes: &[u8]) -> Option<Acting> {
    if PROGRAMS.iter().any(|start| bytes.starts_with(start)) {
        return Some(Acting::Program);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"#!") {
        return Some(Acting::Script);
    }
    let text = bytes.trim_ascii_start();
    let begins = |start: &&str| {
        text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start.as_bytes()))
            && (start.ends_with("--")
                || matches!(text.get(start.len()), None | Some(b' ' | b'>' | b'\n' | b'\r' | b'\t')))
    };
    let is_wide_markup = text.starts_with(b"<\0") || text.starts_with(b"\xff\xfe<") || text.starts_with(b"\xfe\xff\0<");
    let is_page = PAGES.iter().any(begins) || is_wide_markup;
    (is_page || text.starts_with(b"<") && !is_inert_xml(text)).then_some(Acting::Page)
}

/// Whether XML is surely nothing but data: none of its elements act, it names no style that could make some, and
/// declares no entity that could hide some.
fn is_inert_xml(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) if names_acting(&start) => return false,
            Ok(Event::PI(instruction)) if instruction.starts_with("xml-stylesheet") => return false,
            Ok(Event::Decl(declaration)) if is_other_encoding(&declaration) => return false,
            Ok(Event::DocType(declared)) if declared.contains('[') => return false,
            Ok(Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// Whether an element declares a name space that acts, also where entities spell it.
fn names_acting(start: &BytesStart<'_>) -> bool {
    start.attributes().any(|attribute| {
        let Ok(attribute) = attribute else { return true };
        let key: &str = attribute.key.as_ref();
        let is_declaration = key == "xmlns" || key.starts_with("xmlns:");
        is_declaration
            && attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_or(true, |value| ACTING_NAMESPACES.contains(&value.trim()))
    })
}

fn is_other_encoding(declaration: &quick_xml::events::BytesDecl<'_>) -> bool {
    let Some(encoding) = declaration.encoding() else { return false };
    encoding.map_or(true, |encoding| !["utf-8", "us-ascii"].iter().any(|known| encoding.eq_ignore_ascii_case(known)))
}

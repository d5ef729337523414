//! The characters of a drawing: its encoding, and the entities it declares.

use std::borrow::Cow;
use std::cell::Cell;

use foldhash::{HashMap, HashMapExt as _};

/// So many bytes all entities together may stand for. Drawing programs use a few for names of name spaces.
const MOST_EXPANDED: usize = 1024 * 1024;

/// So many bytes one entity may stand for.
const MOST_OF_ONE: usize = 64 * 1024;

/// The text of an XML file, by its byte order mark, by what it says of itself, or else UTF-8.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    // Without a mark, UTF-16 shows by its first character.
    let encoding = match bytes {
        [b'<', 0, ..] => encoding_rs::UTF_16LE,
        [0, b'<', ..] => encoding_rs::UTF_16BE,
        _ => declared_encoding(bytes).unwrap_or(encoding_rs::UTF_8),
    };
    encoding.decode_without_bom_handling(bytes).0
}

/// The encoding that an XML declaration names.
fn declared_encoding(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let declaration = &bytes[..bytes.windows(2).take(512).position(|pair| pair == b"?>")?];
    let declaration = std::str::from_utf8(declaration).ok()?.trim_start().strip_prefix("<?xml")?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    // What names UTF-16 and could be read so far is not.
    encoding_rs::Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

/// What entities stand for, with references in them resolved but to those that XML itself knows.
#[derive(Default)]
pub(super) struct Entities {
    declared: HashMap<String, String>,
    expanded: Cell<usize>,
}

impl Entities {
    /// The entities that a document type declares; `None` when they would grow without bounds.
    pub(super) fn declared(document_type: &str) -> Option<Entities> {
        let mut entities = Entities { declared: HashMap::new(), expanded: Cell::new(0) };
        for part in document_type.split("<!ENTITY").skip(1) {
            // Parameters, and what lies in other files, are none of ours.
            let Some((name, value)) = declaration(part) else { continue };
            let value = entities.flatten(value)?;
            entities.declared.entry(name.to_owned()).or_insert(value);
        }
        Some(entities)
    }

    /// What an entity stands for, as it is written. `None` where it is not known, or all together stand for too much.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = match self.declared.get(name) {
            Some(value) => value.as_str(),
            None => quick_xml::escape::resolve_xml_entity(name)
                .map(|_| xml_reference(name))
                .or_else(|| quick_xml::escape::resolve_html5_entity(name))?,
        };
        self.expanded.set(self.expanded.get() + value.len());
        (self.expanded.get() <= MOST_EXPANDED).then_some(value)
    }

    /// A value with the entities in it that were declared before.
    fn flatten(&self, value: &str) -> Option<String> {
        let mut flat = String::new();
        let mut parts = value.split('&');
        flat.push_str(parts.next().unwrap_or_default());
        for part in parts {
            match part.split_once(';').and_then(|(name, rest)| Some((self.declared.get(name)?, rest))) {
                Some((known, rest)) => {
                    flat.push_str(known);
                    flat.push_str(rest);
                }
                None => {
                    flat.push('&');
                    flat.push_str(part);
                }
            }
            if flat.len() > MOST_OF_ONE {
                return None;
            }
        }
        Some(flat)
    }
}

/// One of the five characters that markup is made of, so that it stays one when it is read again.
fn xml_reference(name: &str) -> &'static str {
    match name {
        "lt" => "&#60;",
        "amp" => "&#38;",
        "gt" => "&#62;",
        "apos" => "&#39;",
        _ => "&#34;",
    }
}

/// `name "value"`, of what follows `<!ENTITY`.
fn declaration(part: &str) -> Option<(&str, &str)> {
    let part = part.strip_prefix(|c: char| c.is_ascii_whitespace())?.trim_start();
    let (name, rest) = part.split_once(|c: char| c.is_ascii_whitespace())?;
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Some((name, rest[1..].split_once(quote)?.0))
}

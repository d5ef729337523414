//! Drawings made harmless: shown as before, with nothing that runs or loads.
//!
//! Owns what of an SVG may stay, and tells what of it that is seen could not. A list of what may stay, not of what must
//! go: elements that draw, attributes that shape, styles that load nothing, pictures that are in the file. What the
//! lists do not name is left out, with everything in it.
//!
//! Why not svg-hush, which was tried: it makes addresses of other servers into addresses of ours instead of dropping
//! them, lets `image-set()` load, indents text that blanks are shown in, refuses `&nbsp;`, and does not say what it left
//! out. usvg draws anew, which takes fonts and makes pictures of words.

mod decode;
mod name;
mod picture;
mod removed;
mod style;
#[cfg(test)]
mod tests;

pub use removed::{Part, Removed};

use std::collections::BTreeSet;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::text::{UrlKind, check_url};
use decode::Entities;

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Deeper drawings are refused: no drawing program makes them.
const MAX_DEPTH: usize = 256;

/// So many drawings may be in each other.
const MAX_INSIDE: usize = 3;

/// A drawing with only what may stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harmless {
    /// The drawing, in UTF-8.
    pub bytes: Vec<u8>,
    /// What of it that is seen was left out.
    pub removed: Removed,
}

/// The drawing with only what may stay; `None` when it is no well-formed SVG.
pub fn neutralise(bytes: &[u8]) -> Option<Harmless> {
    neutralise_inside(bytes, 0)
}

/// Reads a drawing that is `depth` drawings deep in others.
fn neutralise_inside(bytes: &[u8], depth: usize) -> Option<Harmless> {
    if depth > MAX_INSIDE {
        return None;
    }
    let text = decode::text(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut drawing = Drawing { depth, ..Drawing::default() };
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => drawing.open(&start)?,
            Event::End(_) => drawing.close()?,
            Event::Text(text) => drawing.text(&text),
            Event::CData(text) => drawing.text(&text),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                Some(character) => drawing.text(character.encode_utf8(&mut [0; 4])),
                None => drawing.entity(&reference)?,
            },
            Event::DocType(declared) => drawing.entities = Entities::declared(&declared)?,
            Event::Eof => break,
            Event::Empty(_) | Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
    (drawing.closed && drawing.open.is_empty())
        .then(|| Harmless { bytes: drawing.output.into_bytes(), removed: drawing.removed })
}

/// What has been read and written so far.
#[derive(Default)]
struct Drawing {
    output: String,
    removed: Removed,
    entities: Entities,
    /// The elements that are open and written.
    open: Vec<Element>,
    /// The name spaces that prefixes stand for, each with the depth of the element that says so.
    spaces: Vec<(usize, String, String)>,
    /// How deep one is in an element that is left out.
    left_out: usize,
    /// Whether what is left out shows something: a label in HTML with words or pictures.
    label: Option<bool>,
    /// The text of the `style` that is open.
    style: Option<String>,
    closed: bool,
    /// How many drawings this one is in.
    depth: usize,
}

/// An element that is open and written.
struct Element {
    name: String,
    /// In a `switch`: whether a part was written, of which the first is shown.
    has_part: bool,
    /// In a `switch`: labels in HTML that stand for nothing unless a part follows.
    labels: usize,
}

impl Drawing {
    fn open(&mut self, start: &BytesStart<'_>) -> Option<()> {
        let depth = self.open.len() + self.left_out;
        if depth >= MAX_DEPTH {
            return None;
        }
        let attributes = self.read_attributes(start, depth)?;
        let full: &str = start.name().into_inner();
        let (prefix, name) = full.split_once(':').unwrap_or(("", full));
        let space = self.space(prefix).map(str::to_owned);
        // Drawings written by hand may not say what they are.
        let is_drawn = space.as_deref().map_or(prefix.is_empty(), |space| space == SVG);
        if self.open.is_empty() && (!is_drawn || name != "svg" || self.closed) {
            return None;
        }
        let may_stay = is_drawn && name::ELEMENTS.contains(&name) && self.style.is_none();
        if self.left_out > 0 || !may_stay || !self.may_stay(name, &attributes) {
            let is_html = space.as_deref() == Some(XHTML) || is_drawn && name::HTML.contains(&name);
            self.leave_out(name, is_html || is_drawn && name == "foreignObject");
            return Some(());
        }
        if let Some(parent) = self.open.last_mut() {
            parent.has_part = true;
        }
        if name == "style" {
            self.style = Some(String::new());
        }
        self.write_start(name, &attributes);
        self.open.push(Element { name: name.to_owned(), has_part: false, labels: 0 });
        Some(())
    }

    /// The attributes with their values; name spaces are noted.
    fn read_attributes(&mut self, start: &BytesStart<'_>, depth: usize) -> Option<Vec<(String, String)>> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            let key: &str = attribute.key.into_inner();
            let value = attribute.normalized_value_with(XmlVersion::Implicit1_0, 4, |name| self.entities.get(name));
            let value = value.ok()?.into_owned();
            match key.strip_prefix("xmlns") {
                Some("") => self.spaces.push((depth, String::new(), value)),
                Some(prefix) if prefix.starts_with(':') => self.spaces.push((depth, prefix[1..].to_owned(), value)),
                _ => attributes.push((key.to_owned(), value)),
            }
        }
        Some(attributes)
    }

    fn space(&self, prefix: &str) -> Option<&str> {
        self.spaces.iter().rev().find(|(_, known, _)| known == prefix).map(|(.., space)| space.as_str())
    }

    /// What an element refers to, by the newer spelling or the older.
    fn href<'a>(&self, attributes: &'a [(String, String)]) -> Option<&'a str> {
        let is_xlink = |key: &str| {
            key.strip_suffix(":href").is_some_and(|prefix| prefix == "xlink" || self.space(prefix) == Some(XLINK))
        };
        let plain = attributes.iter().find(|(key, _)| key == "href");
        plain.or_else(|| attributes.iter().find(|(key, _)| is_xlink(key))).map(|(_, value)| value.trim())
    }

    /// Whether an element of a kind that may stay may do so with these attributes.
    fn may_stay(&mut self, name: &str, attributes: &[(String, String)]) -> bool {
        let href = self.href(attributes).unwrap_or_default();
        let (may_stay, lost) = match name {
            "image" | "feImage" => {
                let is_inside = href.is_empty() || href.starts_with('#') && name == "feImage";
                (is_inside || picture::harmless(href, self.depth).is_some(), Some(Part::Picture))
            }
            "use" => (href.is_empty() || href.starts_with('#'), Some(Part::Elsewhere)),
            "animate" | "animateColor" | "animateTransform" | "set" => {
                let animated = attributes.iter().find(|(key, _)| key == "attributeName");
                (animated.is_none_or(|(_, animated)| name::may_be_animated(animated.trim())), None)
            }
            _ => (true, None),
        };
        if !may_stay && self.left_out == 0 {
            self.removed.extend(lost);
        }
        may_stay
    }

    fn leave_out(&mut self, name: &str, is_label: bool) {
        if self.left_out == 0 {
            self.label = (is_label && !name::SILENT.contains(&name)).then_some(false);
        }
        if self.label.is_some() && ["img", "svg", "canvas", "video", "math", "iframe"].contains(&name) {
            self.label = Some(true);
        }
        self.left_out += 1;
    }

    fn write_start(&mut self, name: &str, attributes: &[(String, String)]) {
        self.output.push('<');
        self.output.push_str(name);
        if self.open.is_empty() {
            self.output.push_str(&format!(" xmlns=\"{SVG}\""));
        }
        let mut written = BTreeSet::new();
        let href = self.href(attributes).and_then(|href| self.harmless_href(name, href));
        if let Some(href) = href {
            written.insert("href");
            self.write_attribute("href", &href);
        }
        for (key, value) in attributes {
            if !name::is_attribute(key) || !written.insert(key.as_str()) {
                continue;
            }
            if key == "style" {
                let value = style::harmless(value, &mut self.removed);
                self.write_attribute(key, &value);
            } else if name::is_text(key) || style::is_harmless(value) {
                self.write_attribute(key, value);
            } else {
                self.removed.add(Part::Style);
            }
        }
        self.output.push('>');
    }

    /// What an element may refer to.
    fn harmless_href(&self, name: &str, href: &str) -> Option<String> {
        match name {
            _ if href.starts_with('#') => Some(href.to_owned()),
            "a" => matches!(check_url(href), Ok(UrlKind::Web | UrlKind::Mail)).then(|| href.to_owned()),
            "image" | "feImage" => picture::harmless(href, self.depth),
            _ => None,
        }
    }

    fn write_attribute(&mut self, key: &str, value: &str) {
        self.output.push_str(&format!(" {key}=\"{}\"", escape(value)));
    }

    fn close(&mut self) -> Option<()> {
        if self.left_out > 0 {
            self.left_out -= 1;
            if self.left_out == 0 {
                self.close_label();
            }
        } else {
            let element = self.open.pop()?;
            if let Some(style) = self.style.take() {
                let style = style::harmless(&style, &mut self.removed);
                self.output.push_str(&escape(&style));
            }
            if !element.has_part {
                (0..element.labels).for_each(|_| self.removed.add(Part::Label));
            }
            self.output.push_str(&format!("</{}>", element.name));
            self.closed = self.open.is_empty();
        }
        let depth = self.open.len() + self.left_out;
        self.spaces.retain(|(at, ..)| *at < depth);
        Some(())
    }

    /// Ends what was left out: a label in HTML is missed unless a `switch` has something else in its place.
    fn close_label(&mut self) {
        if self.label.take() != Some(true) {
            return;
        }
        match self.open.last_mut() {
            Some(parent) if parent.name == "switch" => parent.labels += 1,
            _ => self.removed.add(Part::Label),
        }
    }

    fn text(&mut self, text: &str) {
        if self.left_out > 0 {
            self.label = self.label.map(|shows| shows || !text.trim().is_empty());
        } else if let Some(style) = &mut self.style {
            style.push_str(text);
        } else if !self.open.is_empty() {
            self.output.push_str(&escape(text));
        }
    }

    /// The text an entity stands for; what it holds of markup is not read.
    fn entity(&mut self, name: &str) -> Option<()> {
        let value = self.entities.get(name)?.to_owned();
        if value.contains('<') {
            self.removed.add(Part::Elsewhere);
            return Some(());
        }
        let text = quick_xml::escape::unescape(&value).ok()?;
        self.text(&text);
        Some(())
    }
}

/// Text as it stands in XML, with blanks in attributes kept.
fn escape(text: &str) -> String {
    let is_legal = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    let legal: String = text.chars().filter(is_legal).collect();
    quick_xml::escape::escape(legal.as_str()).into_owned()
}

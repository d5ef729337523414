//! SVG attachments made harmless: drawn as before, with nothing that runs or loads.
//!
//! A list of what may stay, not of what must go: elements that draw, attributes that shape, references inside the
//! file. What the list does not name is left out, with everything in it.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Deeper drawings are refused: no drawing program makes them.
const MAX_DEPTH: usize = 256;

const ELEMENTS: &[&str] = &[
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "marker",
    "filter",
    "feBlend",
    "feColorMatrix",
    "feComposite",
    "feFlood",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feOffset",
    "feDropShadow",
    "style",
];

const ATTRIBUTES: &[&str] = &[
    "id",
    "class",
    "style",
    "viewBox",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "d",
    "points",
    "transform",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-opacity",
    "opacity",
    "color",
    "display",
    "visibility",
    "overflow",
    "clip-path",
    "clip-rule",
    "mask",
    "filter",
    "flood-color",
    "flood-opacity",
    "stop-color",
    "stop-opacity",
    "offset",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "clipPathUnits",
    "maskUnits",
    "maskContentUnits",
    "patternUnits",
    "patternContentUnits",
    "patternTransform",
    "filterUnits",
    "primitiveUnits",
    "markerWidth",
    "markerHeight",
    "markerUnits",
    "refX",
    "refY",
    "orient",
    "marker-start",
    "marker-mid",
    "marker-end",
    "preserveAspectRatio",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "letter-spacing",
    "word-spacing",
    "text-anchor",
    "text-decoration",
    "dominant-baseline",
    "alignment-baseline",
    "baseline-shift",
    "dx",
    "dy",
    "rotate",
    "textLength",
    "lengthAdjust",
    "startOffset",
    "in",
    "in2",
    "result",
    "mode",
    "type",
    "values",
    "operator",
    "k1",
    "k2",
    "k3",
    "k4",
    "stdDeviation",
    "color-interpolation-filters",
    "vector-effect",
    "paint-order",
    "shape-rendering",
    "direction",
    "writing-mode",
    "role",
    "aria-label",
    "aria-labelledby",
    "aria-hidden",
    "version",
    "pathLength",
    "mix-blend-mode",
];

/// CSS functions that load nothing; `url(` is looked at by itself.
const FUNCTIONS: &[&str] = &[
    "rgb",
    "rgba",
    "hsl",
    "hsla",
    "calc",
    "var",
    "translate",
    "translatex",
    "translatey",
    "scale",
    "scalex",
    "scaley",
    "rotate",
    "skewx",
    "skewy",
    "matrix",
    "blur",
    "drop-shadow",
    "not",
    "nth-child",
];

/// The drawing with only what is on the lists; `None` when it is no well-formed SVG.
pub(super) fn neutralise(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut drawing = Drawing::default();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => drawing.open(&start)?,
            Event::End(_) => drawing.close()?,
            Event::Text(text) => drawing.text(&quick_xml::escape::unescape(&text).ok()?),
            Event::CData(text) => drawing.text(&text),
            Event::GeneralRef(reference) => drawing.text(&entity(&reference)?),
            Event::Eof => break,
            Event::Empty(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) | Event::Decl(_) => {}
        }
    }
    (drawing.closed && drawing.open.is_empty()).then(|| drawing.output.into_bytes())
}

/// What has been read and written so far.
#[derive(Default)]
struct Drawing {
    output: String,
    /// The elements that are open and written.
    open: Vec<String>,
    /// How deep one is in an element that is left out.
    left_out: usize,
    /// The text of the `style` that is open.
    style: Option<String>,
    closed: bool,
}

impl Drawing {
    fn open(&mut self, start: &BytesStart<'_>) -> Option<()> {
        let name = start.name();
        let name: &str = name.as_ref();
        if self.open.is_empty() && (name != "svg" || self.closed) || self.open.len() >= MAX_DEPTH {
            return None;
        }
        if self.left_out > 0 || self.style.is_some() || !ELEMENTS.contains(&name) {
            self.left_out += 1;
            return (self.left_out < MAX_DEPTH).then_some(());
        }
        if name == "style" {
            self.style = Some(String::new());
        } else {
            self.output.push('<');
            self.output.push_str(name);
            if self.open.is_empty() {
                self.output.push_str(&format!(" xmlns=\"{NAMESPACE}\""));
            }
            self.attributes(start)?;
            self.output.push('>');
        }
        self.open.push(name.to_owned());
        Some(())
    }

    fn attributes(&mut self, start: &BytesStart<'_>) -> Option<()> {
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            let key: &str = attribute.key.as_ref();
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
            let allowed = match key {
                // The older spelling is written as the newer, whose prefix need not be declared.
                "href" | "xlink:href" => value.starts_with('#'),
                key => ATTRIBUTES.contains(&key) && loads_nothing(&value),
            };
            if allowed {
                let key = if key == "xlink:href" { "href" } else { key };
                self.output.push_str(&format!(" {key}=\"{}\"", quick_xml::escape::escape(value.as_ref())));
            }
        }
        Some(())
    }

    fn close(&mut self) -> Option<()> {
        if self.left_out > 0 {
            self.left_out -= 1;
            return Some(());
        }
        let name = self.open.pop()?;
        if let Some(style) = self.style.take() {
            if loads_nothing(&style) {
                self.output.push_str(&format!("<style>{}</style>", quick_xml::escape::escape(&style)));
            }
        } else {
            self.output.push_str(&format!("</{name}>"));
        }
        self.closed = self.open.is_empty();
        Some(())
    }

    fn text(&mut self, text: &str) {
        if self.left_out > 0 || self.open.is_empty() {
            return;
        }
        match &mut self.style {
            Some(style) => style.push_str(text),
            None => self.output.push_str(&quick_xml::escape::escape(text)),
        }
    }
}

/// Whether CSS, or an attribute that is read as CSS, names nothing outside: no at-rule, no escape that could hide
/// one, no function but those on the list, and `url` only of an ID in the file.
fn loads_nothing(css: &str) -> bool {
    if css.contains(['@', '\\']) {
        return false;
    }
    let lower = css.to_ascii_lowercase();
    lower.match_indices('(').all(|(at, _)| {
        let before = &lower[..at];
        let name = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
        match name {
            "url" => lower[at + 1..].trim_start_matches([' ', '\'', '"']).starts_with('#'),
            name => FUNCTIONS.contains(&name),
        }
    })
}

/// A character reference or one of the five entities that XML knows; others could be declared to be anything.
fn entity(reference: &quick_xml::events::BytesRef<'_>) -> Option<String> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character.to_string());
    }
    let name: &str = reference;
    quick_xml::escape::resolve_predefined_entity(name).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(svg: &str) -> Option<String> {
        neutralise(svg.as_bytes()).map(|bytes| String::from_utf8(bytes).expect("made of strings"))
    }

    #[test]
    fn keeps_a_drawing() {
        let svg = r##"<?xml version="1.0"?><!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs><style>.b { fill: url(#a) }</style><rect class="b" width="9" height="9" transform="rotate(45)"/><text x="1">a &amp; b &#233;</text><use href="#a"/></svg>"##;
        let kept = clean(svg).expect("well-formed");
        for part in
            ["viewBox=\"0 0 9 9\"", "<stop offset=\"0\"", "url(#a)", "rotate(45)", "a &amp; b é", "<use href=\"#a\">"]
        {
            assert!(kept.contains(part), "{part} in {kept}");
        }
        assert_eq!(clean(&kept).as_deref(), Some(kept.as_str()));
    }

    #[test]
    fn removes_what_runs_or_loads() {
        for bad in [
            "<script>alert(1)</script>",
            "<SCRIPT>alert(1)</SCRIPT>",
            "<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>",
            "<rect onclick='alert(1)'/>",
            "<a href='javascript:alert(1)'><rect/></a>",
            "<use href='https://evil.example/alert#x'/>",
            "<use xlink:href='data:image/svg+xml,alert'/>",
            "<image href='https://evil.example/alert.png'/>",
            "<foreignObject><body onload='alert(1)'/></foreignObject>",
            "<set attributeName='href' to='javascript:alert(1)'/>",
            "<rect fill='url(https://evil.example/alert)'/>",
            "<rect style='background: URL( //evil.example/alert )'/>",
            "<rect style='background: image-set(\"alert\" 1x)'/>",
            "<style>@import 'alert.css';</style>",
            "<style>rect { background: u\\72l(alert) }</style>",
            "<style><![CDATA[ rect { background: url(alert) } ]]></style>",
            "<style><script>alert(1)</script></style>",
            "<feImage href='alert.png'/>",
            "<g xmlns='http://www.w3.org/1999/xhtml'><iframe src='alert'/></g>",
            "<?xml-stylesheet href='alert.css'?>",
        ] {
            let kept =
                clean(&format!("<svg xmlns='http://www.w3.org/2000/svg'>{bad}<rect/></svg>")).expect("well-formed");
            assert!(!kept.to_lowercase().contains("alert") && kept.contains("<rect"), "{bad} left {kept}");
        }
    }

    #[test]
    fn refuses_what_is_no_svg() {
        let deep = format!("<svg>{}</svg>", "<g>".repeat(1000));
        for bad in ["", "text", "<html></html>", "<svg>", "<svg></g>", "<svg/><svg/>", "<svg>&unknown;</svg>", &deep] {
            assert_eq!(clean(bad), None, "{}", &bad[..bad.len().min(40)]);
        }
        let bomb = "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg><text>&a;</text></svg>";
        assert_eq!(clean(bomb), None);
    }

    proptest::proptest! {
        #[test]
        fn survives_any_bytes(bytes: Vec<u8>) {
            let _ = neutralise(&bytes);
        }
    }
}

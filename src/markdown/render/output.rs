//! HTML being written: escaping, and elements that are always closed in the right order.
//!
//! Knows nothing of Markdown or references. Invariant: what is written is well-formed whatever is asked for, and
//! never deeper than [`MAX_DEPTH`] and a few more, which browsers and the sanitiser read in linear time.

/// How deep containers nest on the page; of what lies deeper, only the content is shown.
const MAX_DEPTH: usize = 64;

/// How many of the author's own tags may be open at once.
const MAX_RAW: usize = 16;

/// HTML as far as it is written.
#[derive(Default)]
pub(super) struct Output {
    html: String,
    open: Vec<Element>,
    /// Elements in `open` that were written.
    depth: usize,
    raw_open: usize,
    keeps_raw: bool,
}

enum Element {
    /// Written by us; ends with this.
    Ours(&'static str),
    /// Written by the author, with this name.
    Raw(&'static str),
}

impl Output {
    /// Nothing yet; `keeps_raw` says whether any of the author's own tags may be written.
    pub(super) fn new(keeps_raw: bool) -> Output {
        Output { keeps_raw, ..Output::default() }
    }

    /// Whether any of the author's own tags may be written.
    pub(super) fn keeps_raw(&self) -> bool {
        self.keeps_raw
    }

    /// Bytes written.
    pub(super) fn len(&self) -> usize {
        self.html.len()
    }

    /// Writes text.
    pub(super) fn text(&mut self, text: &str) {
        push_escaped(&mut self.html, text);
    }

    /// Writes markup as it is.
    pub(super) fn markup(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Writes ` name="value"`, unless the value is empty.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.markup(" ");
            self.markup(name);
            self.markup("=\"");
            self.text(value);
            self.markup("\"");
        }
    }

    /// Writes ` name="address"`, with what no address may contain escaped.
    pub(super) fn address(&mut self, name: &str, address: &str) {
        self.markup(" ");
        self.markup(name);
        self.markup("=\"");
        for c in address.chars() {
            match c {
                ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                    self.html.push_str(&format!("%{:02X}", u32::from(c)));
                }
                '&' => self.html.push_str("&amp;"),
                '\'' => self.html.push_str("&#39;"),
                c if c.is_control() => {}
                c => self.html.push(c),
            }
        }
        self.markup("\"");
    }

    /// Puts ` name="value"` in at byte `at`, which is in a tag not far back.
    pub(super) fn insert_attribute(&mut self, at: usize, name: &str, value: &str) {
        if !value.is_empty() {
            let mut attribute = format!(" {name}=\"");
            push_escaped(&mut attribute, value);
            attribute.push('"');
            self.html.insert_str(at, &attribute);
        }
    }

    /// Begins an element that [`Output::close`] ends with `end`. The start tag is written already.
    pub(super) fn opened(&mut self, end: &'static str) {
        self.open.push(Element::Ours(end));
        self.depth += 1;
    }

    /// Writes `start` and begins an element, or begins one that is not shown when too many are open.
    pub(super) fn open_container(&mut self, start: &str, end: &'static str) {
        if self.depth >= MAX_DEPTH {
            self.open_hidden();
        } else {
            self.markup(start);
            self.opened(end);
        }
    }

    /// Begins an element of which only the content is shown.
    pub(super) fn open_hidden(&mut self) {
        self.open.push(Element::Ours(""));
    }

    /// Whether the innermost element of ours is one of which only the content is shown.
    pub(super) fn is_hidden(&self) -> bool {
        matches!(self.open.last(), Some(Element::Ours("")))
    }

    /// Ends the innermost element of ours, and the author's inside it.
    pub(super) fn close(&mut self) {
        while let Some(element) = self.open.pop() {
            match element {
                Element::Ours(end) => {
                    self.depth -= usize::from(!end.is_empty());
                    return self.markup(end);
                }
                Element::Raw(name) => self.end_raw(name),
            }
        }
    }

    /// The name of the author's innermost tag that is open in the innermost element of ours.
    pub(super) fn raw_open(&self) -> Option<&'static str> {
        match self.open.last() {
            Some(Element::Raw(name)) => Some(name),
            _ => None,
        }
    }

    /// Begins one of the author's elements; says whether the start tag is to be written.
    pub(super) fn open_raw(&mut self, name: &'static str) -> bool {
        let fits = self.raw_open < MAX_RAW;
        if fits {
            self.open.push(Element::Raw(name));
            self.raw_open += 1;
        }
        fits
    }

    /// Ends the author's element of this name, and those inside it, if it is open in the innermost element of ours.
    pub(super) fn close_raw(&mut self, name: &str) {
        let raw = self.open.iter().rev().take_while(|element| matches!(element, Element::Raw(_)));
        let Some(above) = raw.into_iter().position(|element| matches!(element, Element::Raw(open) if *open == name))
        else {
            return;
        };
        for _ in 0..=above {
            if let Some(Element::Raw(name)) = self.open.pop() {
                self.end_raw(name);
            }
        }
    }

    fn end_raw(&mut self, name: &str) {
        self.raw_open -= 1;
        self.markup("</");
        self.markup(name);
        self.markup(">");
    }

    /// Ends everything that is open.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.html
    }
}

/// Appends `text` so that it stands for itself in text and in quoted attributes; what HTML cannot hold becomes U+FFFD.
fn push_escaped(html: &mut String, text: &str) {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let replacement = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '\n' | '\t' => continue,
            '\r' if text[at + 1..].starts_with('\n') => "",
            '\r' => "\n",
            '\u{fffe}' | '\u{ffff}' => "\u{fffd}",
            c if c.is_control() => "\u{fffd}",
            _ => continue,
        };
        html.push_str(&text[from..at]);
        html.push_str(replacement);
        from = at + c.len_utf8();
    }
    html.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_html_reads_as_markup() {
        let mut html = String::new();
        push_escaped(&mut html, "<a href=\"x\" t='y'>&\0\u{1b}\r\n\r\té");
        assert_eq!(html, "&lt;a href=&quot;x&quot; t=&#39;y&#39;&gt;&amp;\u{fffd}\u{fffd}\n\n\té");
    }

    #[test]
    fn closes_in_order_whatever_is_asked() {
        let mut output = Output::default();
        output.close_raw("b");
        output.open_container("<p>", "</p>");
        for name in ["b", "i"] {
            assert!(output.open_raw(name));
            output.markup(&format!("<{name}>"));
        }
        output.open_container("<em>", "</em>");
        output.close_raw("b");
        output.close();
        output.close_raw("b");
        output.open_raw("u");
        output.markup("<u>");
        assert_eq!(output.finish(), "<p><b><i><em></em></i></b><u></u></p>");
    }

    #[test]
    fn writes_addresses_that_stay_in_their_quotes() {
        let mut output = Output::default();
        output.address("href", "a b\"><x>.html?a&b='ü'#\n");
        assert_eq!(output.finish(), " href=\"a%20b%22%3E%3Cx%3E.html?a&amp;b=&#39;ü&#39;#\"");
    }
}

//! References as HTML.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Renderer;
use crate::markdown::prose::{Piece, Wiki};
use crate::markdown::resolve::{BROKEN, Reference, Target};
use crate::text::{UrlKind, check_url};

/// A link whose label is being written.
pub(super) struct OpenLink {
    /// What to show when the label turns out empty.
    words: String,
    /// Where the label begins.
    start: usize,
    /// Whether it is an `a`.
    is_anchor: bool,
}

/// An image whose alternative text is being read.
pub(super) struct OpenImage {
    destination: String,
    title: String,
    words: String,
    /// Images inside.
    inner: usize,
}

impl OpenImage {
    pub(super) fn new(destination: &CowStr<'_>, title: &CowStr<'_>) -> OpenImage {
        OpenImage { destination: destination.to_string(), title: title.to_string(), words: String::new(), inner: 0 }
    }

    /// Takes a piece of the alternative text; says whether the image ends with it.
    pub(super) fn take(&mut self, piece: &Piece<'_>, source: &str) -> bool {
        match piece {
            Piece::Text(words) | Piece::Markup(Event::Code(words)) => self.words.push_str(words),
            Piece::Wiki(_) | Piece::Mention(_) => self.words.push_str(source),
            Piece::Markup(Event::SoftBreak | Event::HardBreak) => self.words.push(' '),
            Piece::Markup(Event::Start(Tag::Image { .. })) => self.inner += 1,
            Piece::Markup(Event::End(TagEnd::Image)) if self.inner == 0 => return true,
            Piece::Markup(Event::End(TagEnd::Image)) => self.inner -= 1,
            Piece::Markup(_) => {}
        }
        false
    }
}

impl Renderer<'_> {
    pub(super) fn wiki(&mut self, wiki: Wiki, source: &str) {
        let words = wiki.words();
        let Wiki { target, anchor, label } = wiki;
        let broken = format!("names nothing: {target}");
        let target = self.resolve.resolve(&Reference::Wiki { target, anchor });
        let words = match (&target, label) {
            (Target::Link { text, .. }, None) if !text.is_empty() => text.clone(),
            _ => words,
        };
        self.named(&target, &words, &broken, source);
    }

    pub(super) fn mention(&mut self, member: &str, source: &str) {
        let target = self.resolve.resolve(&Reference::Mention { member: member.to_owned() });
        let words = match &target {
            Target::Link { text, .. } if !text.is_empty() => text.clone(),
            _ => source.to_owned(),
        };
        self.named(&target, &words, &format!("names nobody: {member}"), source);
    }

    /// Writes a reference that names what it leads to.
    fn named(&mut self, target: &Target, words: &str, broken: &str, source: &str) {
        match target {
            Target::Link { href, class, .. } if is_safe(href) => {
                self.anchor(href, class, "");
                self.output.text(words);
                self.output.markup("</a>");
            }
            Target::Image { src } if is_safe(src) => self.img(src, words, ""),
            Target::Link { .. } | Target::Image { .. } | Target::Words => self.output.text(words),
            Target::Broken => self.broken_words(broken, words),
            Target::Unavailable(why) => self.broken_words(why, words),
            Target::Text => self.output.text(source),
        }
    }

    pub(super) fn open_link(&mut self, link_type: LinkType, destination: &str, title: &str) {
        let destination = match link_type {
            LinkType::Email => format!("mailto:{destination}"),
            _ => destination.to_owned(),
        };
        let mut words = destination.clone();
        let target = self.resolve.resolve(&Reference::Link { destination, image: false });
        let mut is_anchor = false;
        match target {
            Target::Link { href, text, class } if is_safe(&href) => {
                self.anchor(&href, &class, title);
                is_anchor = true;
                words = if text.is_empty() { words } else { text };
                self.output.opened("</a>");
            }
            Target::Image { src } if is_safe(&src) => {
                self.anchor(&src, "", title);
                is_anchor = true;
                self.output.opened("</a>");
            }
            Target::Broken => {
                self.broken(&format!("leads nowhere: {words}"));
                self.output.opened("</span>");
            }
            Target::Unavailable(why) => {
                self.broken(&why);
                self.output.opened("</span>");
            }
            Target::Link { .. } | Target::Image { .. } | Target::Words | Target::Text => self.output.open_hidden(),
        }
        self.link = Some(OpenLink { words, start: self.output.len(), is_anchor });
    }

    pub(super) fn close_link(&mut self) {
        if let Some(link) = self.link.take().filter(|link| link.start == self.output.len()) {
            self.output.text(&link.words);
        }
        self.output.close();
    }

    pub(super) fn close_image(&mut self) {
        let Some(OpenImage { destination, title, words, .. }) = self.image.take() else {
            return;
        };
        let shown = if words.trim().is_empty() { destination.clone() } else { words.clone() };
        let broken = format!("leads nowhere: {destination}");
        let in_anchor = self.link.as_ref().is_some_and(|link| link.is_anchor);
        match self.resolve.resolve(&Reference::Link { destination, image: true }) {
            Target::Image { src } if is_safe(&src) => self.img(&src, &words, &title),
            Target::Link { href, class, .. } if is_safe(&href) && !in_anchor => {
                self.anchor(&href, &class, &title);
                self.output.text(&shown);
                self.output.markup("</a>");
            }
            Target::Broken => self.broken_words(&broken, &shown),
            Target::Unavailable(why) => self.broken_words(&why, &shown),
            Target::Image { .. } | Target::Link { .. } | Target::Words | Target::Text => self.output.text(&shown),
        }
    }

    fn anchor(&mut self, href: &str, class: &str, title: &str) {
        let lacks_heading = title.is_empty() && class.ends_with(BROKEN);
        let title = if lacks_heading { "there is no such heading" } else { title };
        self.output.markup("<a");
        self.output.attribute("class", class);
        self.output.address("href", href);
        self.output.attribute("title", title);
        if check_url(href) == Ok(UrlKind::Web) {
            self.output.markup(" rel=\"noopener noreferrer\"");
        }
        self.output.markup(">");
    }

    fn img(&mut self, src: &str, words: &str, title: &str) {
        self.output.markup("<img");
        self.output.address("src", src);
        self.output.markup(" alt=\"");
        self.output.text(words);
        self.output.markup("\"");
        self.output.attribute("title", title);
        self.output.markup(" loading=\"lazy\">");
    }

    fn broken_words(&mut self, why: &str, words: &str) {
        self.broken(why);
        self.output.text(words);
        self.output.markup("</span>");
    }

    fn broken(&mut self, why: &str) {
        self.output.markup("<span");
        self.output.attribute("class", BROKEN);
        self.output.attribute("title", why);
        self.output.markup(">");
    }
}

/// Whether a page may link to `address`, whoever made it.
fn is_safe(address: &str) -> bool {
    check_url(address).is_ok()
}

//! Headings and the anchors that lead to them.

use std::collections::HashMap;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::prose::Piece;
use super::slug::{is_kept, slug};

/// A heading and the anchor that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its text without markup; of a reference, the label or else the ID.
    pub text: String,
    /// The anchor as forges make it, `-1` for the second of a name. Empty when the text has no letter to make
    /// one of.
    pub anchor: String,
}

impl Heading {
    /// Whether the heading's anchor was `anchor` before anchors were those of GitHub, sign by sign.
    pub fn had_anchor(&self, anchor: &str) -> bool {
        if self.anchor.is_empty() {
            // Nothing of the heading is left today.
            return !anchor.is_empty() && self.text.chars().filter(|c| c.is_alphanumeric()).eq(anchor.chars());
        }
        self.anchor != anchor && common(&self.anchor).eq(common(anchor))
    }
}

/// The letters and digits of an anchor that it has by either reckoning.
fn common(anchor: &str) -> impl Iterator<Item = char> {
    let kept = anchor.chars().filter(|c| c.is_ascii() || c.is_alphanumeric() && is_kept(*c));
    kept.map(|c| if c == 'ς' { 'σ' } else { c })
}

/// A heading while its pieces are read.
#[derive(Debug)]
pub(super) struct OpenHeading {
    level: u8,
    text: String,
    /// The words as a forge sees them, which knows no `[[references]]`.
    forge_text: String,
    /// Images that are open: their text is not the heading's.
    images: usize,
}

impl OpenHeading {
    pub(super) fn new(level: HeadingLevel) -> OpenHeading {
        OpenHeading { level: level as u8, text: String::new(), forge_text: String::new(), images: 0 }
    }

    /// Takes the next piece, which is written as `source`.
    pub(super) fn take(&mut self, piece: &Piece<'_>, source: &str) {
        match piece {
            Piece::Markup(Event::Start(Tag::Image { .. })) => self.images += 1,
            Piece::Markup(Event::End(TagEnd::Image)) => self.images = self.images.saturating_sub(1),
            _ if self.images > 0 => {}
            Piece::Text(words) | Piece::Markup(Event::Code(words)) => self.push(words, words),
            Piece::Wiki(wiki) => self.push(&wiki.words(), source),
            Piece::Mention(_) => self.push(source, source),
            Piece::Markup(Event::SoftBreak | Event::HardBreak) => self.push(" ", "\n"),
            Piece::Markup(_) => {}
        }
    }

    fn push(&mut self, text: &str, forge_text: &str) {
        self.text.push_str(text);
        self.forge_text.push_str(forge_text);
    }

    pub(super) fn close(self, anchors: &mut Anchors) -> Heading {
        Heading { level: self.level, anchor: anchors.next(&self.forge_text), text: self.text.trim().to_owned() }
    }
}

/// Anchors given so far in one text.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// How many further headings have asked for each anchor.
    taken: HashMap<String, usize>,
}

impl Anchors {
    /// The anchor of the next heading, which reads `text`.
    pub(super) fn next(&mut self, text: &str) -> String {
        let name = slug(text);
        let Some(&before) = self.taken.get(&name) else {
            self.taken.insert(name.clone(), 0);
            return name;
        };
        let mut count = before;
        let free = loop {
            count += 1;
            let next = format!("{name}-{count}");
            if !self.taken.contains_key(&next) {
                break next;
            }
        };
        self.taken.insert(name, count);
        self.taken.insert(free.clone(), 0);
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_anchors_of_before() {
        let heading = |text: &str| {
            let anchor = slug(text);
            Heading { level: 2, text: text.to_owned(), anchor }
        };
        assert!(heading("H₂O and ½").had_anchor("h₂o-and-½"));
        assert!(heading("a＿b").had_anchor("ab"));
        assert!(heading("ΟΔΟΣ").had_anchor("οδοσ"));
        assert!(!heading("H₂O").had_anchor("ho"));
        assert!(!heading("Water").had_anchor("waters"));
        assert!(heading("½!").had_anchor("½"));
        assert!(!heading("!").had_anchor(""));
    }

    #[test]
    fn numbers_repeats_around_anchors_that_exist() {
        let mut anchors = Anchors::default();
        let given = ["a", "A", "a-1", "a", "a 1", "a-1-1"].map(|text| anchors.next(text));
        assert_eq!(given, ["a", "a-1", "a-1-1", "a-2", "a-1-2", "a-1-1-1"]);
    }
}

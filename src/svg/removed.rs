//! What of a drawing that is seen could not stay.

use std::collections::BTreeMap;

/// A part of a drawing that is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Words in HTML.
    Label,
    /// A picture that is not in the file, or of a kind that is not shown.
    Picture,
    /// Something drawn in another file, or by an entity.
    Elsewhere,
    /// A style that loads something.
    Style,
}

impl Part {
    /// One or several of it, in words.
    fn words(self, count: usize) -> String {
        let (one, many) = match self {
            Part::Label => ("label in HTML", "labels in HTML"),
            Part::Picture => ("picture that is not in the file", "pictures that are not in the file"),
            Part::Elsewhere => ("part of another file", "parts of other files"),
            Part::Style => ("style that loads something", "styles that load something"),
        };
        crate::text::count(count, one, many)
    }

    /// What to do so that it stays.
    pub fn advice(self) -> &'static str {
        match self {
            Part::Label => {
                "export it with plain text: in draw.io without \"Formatted Text\", in Mermaid with `htmlLabels: false`"
            }
            Part::Picture => "embed the pictures when you export it",
            Part::Elsewhere => "export it with everything in one file",
            Part::Style => "export it with styles that need no other file",
        }
    }
}

/// How often what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Removed(BTreeMap<Part, usize>);

impl Removed {
    /// Whether all that is seen has stayed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The parts, each once.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        self.0.keys().copied()
    }

    /// `2 labels in HTML and 1 picture that is not in the file`
    pub fn words(&self) -> String {
        let words: Vec<String> = self.0.iter().map(|(part, count)| part.words(*count)).collect();
        match words.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }

    pub(super) fn add(&mut self, part: Part) {
        *self.0.entry(part).or_default() += 1;
    }

    pub(super) fn extend(&mut self, parts: impl IntoIterator<Item = Part>) {
        parts.into_iter().for_each(|part| self.add(part));
    }
}

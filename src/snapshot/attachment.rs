//! Files that records link to: which of them the site carries, and why not the others.
//!
//! Only what is linked is looked into, when it is first asked for, and only as far as its type asks for it.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{FileEntry, Snapshot};
use crate::attachment::{self, Acting, Content};
use crate::store::layout::{ASSETS, JOURNEYS};
use crate::svg::Removed;
use crate::text::WsPath;

/// Why the site does not carry a file that is there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCarried {
    /// It is neither in `assets/` nor beside the record that links to it.
    #[error("it lies neither in `assets/` nor beside this record")]
    Elsewhere,
    /// It acts when it is opened.
    #[error("it is {}", acting_words(*.0))]
    Acts(Acting),
    /// A page of the site has its address.
    #[error("the site has something else at its address")]
    Taken,
    /// It stands for a file that Git LFS keeps elsewhere.
    #[error("it is a Git LFS pointer, not the file itself")]
    Pointer,
    /// It is no drawing that can be shown, with the reason.
    #[error("{0}")]
    NoDrawing(String),
    /// It cannot be read, with the reason.
    #[error("{0}")]
    Unreadable(String),
}

impl NotCarried {
    /// Whether it is what is in the file that stands against it: it is no use on a forge either.
    pub fn is_of_content(&self) -> bool {
        matches!(self, NotCarried::Pointer | NotCarried::NoDrawing(_) | NotCarried::Unreadable(_))
    }
}

fn acting_words(acting: Acting) -> &'static str {
    match acting {
        Acting::Page => "a page that may run scripts",
        Acting::Script => "a script",
        Acting::Program => "a program",
    }
}

impl FileEntry {
    /// Whether its name and content allow that the site carries it, wherever it lies.
    fn check_carried(&self) -> Result<(), NotCarried> {
        if let Some(acting) = attachment::acting(self.path.file_name()) {
            return Err(NotCarried::Acts(acting));
        }
        if !is_asset(&self.path) && is_taken(&self.path) {
            return Err(NotCarried::Taken);
        }
        if let Some(reason) = self.why_unreadable() {
            return Err(NotCarried::Unreadable(reason.to_owned()));
        }
        if !self.is_looked_into() {
            return Ok(());
        }
        match self.inside.content(&self.path) {
            Ok(Content::Plain | Content::Trimmed(_)) => Ok(()),
            Ok(Content::Acts(acting)) => Err(NotCarried::Acts(*acting)),
            Ok(Content::Pointer) => Err(NotCarried::Pointer),
            Ok(Content::NoDrawing(reason)) => Err(NotCarried::NoDrawing(reason.clone())),
            Err(reason) => Err(NotCarried::Unreadable(reason.clone())),
        }
    }

    /// What of it that is seen is not on the site, where it is a drawing.
    pub fn removed(&self) -> Option<&Removed> {
        if !self.is_looked_into() || !attachment::is_drawing(self.path.file_name()) {
            return None;
        }
        match self.inside.content(&self.path) {
            Ok(Content::Trimmed(removed)) => Some(removed),
            _ => None,
        }
    }

    /// Whether it is an asset of a type that the site takes along though nothing may link to it.
    fn is_always_taken(&self) -> bool {
        is_asset(&self.path) && attachment::is_always_taken(self.path.file_name())
    }
}

impl Snapshot {
    /// Whether the site carries a file that the record at `from` links to.
    ///
    /// # Errors
    /// Why it does not.
    pub fn check_carried(&self, from: &WsPath, file: &FileEntry) -> Result<(), NotCarried> {
        let is_beside = file.path.parent() == from.parent() && !from.parent().is_root();
        if is_beside || is_asset(&file.path) { file.check_carried() } else { Err(NotCarried::Elsewhere) }
    }

    /// The files that the site carries beside its pages.
    pub fn attachments(&self) -> BTreeSet<WsPath> {
        let taken = self.files.par_iter().filter(|file| file.is_always_taken() && file.check_carried().is_ok());
        let linked = self.files.par_iter().flat_map_iter(|from| self.linked(from));
        let mut found: BTreeSet<WsPath> = taken.map(|file| file.path.clone()).collect();
        found.par_extend(linked.map(|file| file.path.clone()));
        found
    }

    /// The assets that would be carried if nothing stood in their content's way.
    pub fn left_out(&self) -> Vec<(&WsPath, NotCarried)> {
        let taken = self.files.iter().filter(|file| file.is_always_taken() && !file.is_unreadable());
        taken.filter_map(|file| Some((&file.path, file.check_carried().err()?))).collect()
    }

    /// Whether the site carries the file at a path, found without going through all links where that can be.
    pub fn is_attachment(&self, path: &WsPath, all: impl FnOnce() -> bool) -> bool {
        match self.file(path) {
            Some(file) if file.is_always_taken() => file.check_carried().is_ok(),
            Some(_) => all(),
            None => false,
        }
    }

    /// The carried files that a record links to.
    fn linked<'s>(&'s self, from: &'s FileEntry) -> impl Iterator<Item = &'s FileEntry> {
        self.led_to(from).filter(|file| self.check_carried(&from.path, file).is_ok())
    }

    /// The files that a record links to and that are no records, whether the site carries them or not.
    pub(super) fn led_to<'s>(&'s self, from: &'s FileEntry) -> impl Iterator<Item = &'s FileEntry> {
        let document = from.document().into_iter();
        let names = document.flat_map(|document| document.prose_names().chain(document.field_names()));
        let led = names.filter_map(|naming| self.follow_name(from, &naming)?.destination.file());
        led.filter(|file| self.find_path(&file.path).is_none())
    }
}

fn is_asset(path: &WsPath) -> bool {
    path.parts().next() == Some(ASSETS) && path.parts().count() > 1
}

/// Whether a page of the site may lie at a path, below it, or on the way to it, in whatever case: pages end in `.html`
/// and their parts in `.js`, and of a journey's pages some lie in `steps`.
fn is_taken(path: &WsPath) -> bool {
    let is_page = |part: &str| {
        let part = part.to_ascii_lowercase();
        part.ends_with(".html") || part.ends_with(".js")
    };
    let parts: Vec<&str> = path.parts().collect();
    let is_steps = matches!(parts.as_slice(), [JOURNEYS, _, name] if name.eq_ignore_ascii_case("steps"));
    is_steps || path.parts().any(is_page)
}

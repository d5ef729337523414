//! Merging three versions of a file: by what they say where they are records, else by lines.

use std::io;
use std::path::Path;

use crate::git::{Markers, merge_lines};
use crate::merge::{Attempt, Form, merge};
use crate::text::MAX_BYTES;

/// What three versions of a file came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The file; with conflict markers where it is not clean.
    pub bytes: Vec<u8>,
    /// Whether nothing is left for a person to decide.
    pub is_clean: bool,
}

/// Merges base, ours and theirs of the file called `name`; `folder` is where git is run.
///
/// # Errors
/// When git cannot be run.
pub fn merge_versions(folder: &Path, name: &str, sides: &[Vec<u8>; 3], markers: &Markers) -> io::Result<Merged> {
    if let Some(Attempt { text, is_clean }) = by_meaning(folder, name, sides, markers) {
        return Ok(Merged { bytes: text.into_bytes(), is_clean });
    }
    let [base, ours, theirs] = sides;
    let merged = merge_lines(folder, [base, ours, theirs], markers)?;
    Ok(Merged { bytes: merged.bytes, is_clean: merged.is_clean })
}

/// Merges what can be read as a record; `None` for what is none, or too large.
fn by_meaning(folder: &Path, name: &str, sides: &[Vec<u8>; 3], markers: &Markers) -> Option<Attempt> {
    let form = Form::of_name(name)?;
    let mut texts = [""; 3];
    for (text, side) in texts.iter_mut().zip(sides) {
        *text = std::str::from_utf8(side).ok().filter(|text| text.len() <= MAX_BYTES)?;
    }
    let lines = |texts: [&str; 3]| {
        let merged = merge_lines(folder, texts.map(str::as_bytes), markers).ok()?;
        Some(Attempt { text: String::from_utf8(merged.bytes).ok()?, is_clean: merged.is_clean })
    };
    merge(form, texts, &lines)
}

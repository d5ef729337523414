//! Markdown: front matter, references with their places, and HTML that is safe to show.
//!
//! Owns what counts as a reference in prose and how prose becomes HTML. Knows nothing of records: what a reference
//! leads to is asked of a [`Resolve`].
//!
//! The dialect is CommonMark with GitHub's tables, strikethrough, task lists and footnotes. Scanning and
//! rendering read a text through the same stream of pieces, so that what is checked is what is shown. Both are
//! linear in the text's length, and no nesting of the input nests calls.

mod bound;
mod broken;
mod conflict;
mod destination;
mod front_matter;
mod heading;
mod html;
mod plain;
mod prose;
mod render;
mod resolve;
mod same;
mod scan;
mod slug;

pub use broken::Broken;
pub use conflict::find_conflicts;
pub use front_matter::{FrontMatter, FrontMatterFault, find_second, split};
pub use heading::Heading;
pub use plain::{plain_text, summary};
pub use render::{render, render_cell, render_source};
pub use resolve::{BROKEN, Reference, Resolve, Target};
pub use same::says_the_same;
pub use scan::{Scan, scan, scan_cell};

//! What the pages of the site show, as plain serialisable data.
//!
//! Owns which pages there are, their addresses, and every word and number on them: a template only arranges. Pure
//! functions of a snapshot and its report, so a page is rendered again exactly when its view has changed. Knows
//! nothing of HTML but the prose that [`crate::markdown`] renders, nothing of templates, styles or disks.
//!
//! `page` has a file for each page and `part` what pages are made of; `drawing` works out graphs and charts, `past` tells what
//! changed, `file` makes what of the site is no page, and `index` answers what pages ask of a whole snapshot.
//!
//! Invariants: addresses depend on IDs alone, never on a file's folder, so a local item that becomes a building block
//! keeps its address; links are relative to their page; every link leads to a page, an asset or the outside.

mod address;
mod drawing;
mod file;
mod index;
mod near;
mod page;
mod part;
mod past;
mod words;

pub use address::machine_file;
pub use file::overview::{Entry, Named, Overview};
pub use file::search::{SearchPart, SearchRecord, SearchWords};
pub use file::summary::{Summary, SummaryPart};
pub use index::{Index, Settings, Viewer};
pub use page::{Content, PageId, PageView, Route};
pub use past::comparison::Comparison;
pub use past::feed::{Feed, FeedEntry};

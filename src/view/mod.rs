//! What the pages of the site show, as plain serialisable data.
//!
//! Owns which pages there are, their addresses, and every word and number on them: a template only arranges. Pure
//! functions of a snapshot and its report, so a page is rendered again exactly when its view has changed. Knows
//! nothing of HTML but the prose that [`crate::markdown`] renders, nothing of templates, styles or disks.
//!
//! Invariants: addresses depend on IDs alone, never on a file's folder, so a local item that becomes a building block
//! keeps its address; links are relative to their page; every link leads to a page, an asset or the outside.

mod address;
mod anchor;
mod attention;
mod audience;
mod block;
mod card;
mod chain;
mod changes;
mod compared;
mod comparison;
mod export;
mod face;
mod feed;
mod finding;
mod frame;
mod gap;
mod graph;
mod head;
mod heading;
mod health;
mod history;
mod home;
mod index;
mod item;
mod journey;
mod layered;
mod link;
mod listing;
mod matrix;
mod member;
mod metric;
mod moment;
mod named;
mod overview;
mod page;
mod pager;
mod person;
mod placement;
mod plot;
mod prose;
mod review;
mod route;
mod said;
mod scatter;
mod search;
mod signal;
mod step;
mod stranger;
mod summary;
mod table;
mod telling;
mod told;
mod unread;
mod value;
mod words;
mod work;

pub use address::machine_file;
pub use attention::Attention;
pub use comparison::Comparison;
pub use export::{Export, Key, SHAPES, Shape};
pub use feed::{Feed, FeedEntry};
pub use frame::Frame;
pub use head::JourneyView;
pub use index::{Index, Settings, Viewer};
pub use link::Link;
pub use listing::{Aspect, List};
pub use overview::{Entry, Named, Overview};
pub use page::{PageId, PageView};
pub use pager::PageNumber;
pub use search::{SearchPart, SearchRecord, SearchWords};
pub use summary::{Summary, SummaryPart};

//! What pages are made of: the frame around them, links, cards, faces, tables of fields, prose, lists and their pages.

pub(super) mod anchor;
pub(super) mod audience;
pub(super) mod card;
pub(super) mod experience;
pub(super) mod face;
pub(super) mod finding;
pub(super) mod frame;
pub(super) mod gap;
pub(super) mod heading;
pub(super) mod item_chain;
pub(super) mod journey_card;
pub(super) mod journey_head;
pub(super) mod lane;
pub(super) mod link;
pub(super) mod listing;
pub(super) mod metric;
pub(super) mod pager;
pub(super) mod pain;
pub(super) mod picture;
pub(super) mod placement;
pub(super) mod prose;
pub(super) mod rule_head;
pub(super) mod teammate;
pub(super) mod unread;
pub(super) mod value;

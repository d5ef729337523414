//! The building blocks of a kind, and where each is placed.

use serde::Serialize;

use super::Page;
use crate::model::{Kind, names};
use crate::text::WsPath;
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::part::card::Card;
use crate::view::part::frame::{About, Section};
use crate::view::part::link::{Here, Link};
use crate::view::part::pager::{PageNumber, Pager};
use crate::view::part::placement;
use crate::view::words;

/// A page of the building blocks of one kind.
#[derive(Debug, Serialize)]
pub(super) struct BlockKindPage {
    kind: &'static str,
    word: &'static str,
    /// Whether this kind has owners.
    owned: bool,
    /// How many there are on all pages.
    count: usize,
    blocks: Vec<Block>,
    pager: Option<Pager>,
}

#[derive(Debug, Serialize)]
struct Block {
    item: Card,
    steps: usize,
    /// The first journeys that place it.
    journeys: Vec<Link>,
    more_journeys: usize,
}

/// The most journeys that a row names.
const MOST_JOURNEYS: usize = 4;

impl Page for BlockKindPage {
    type Id = (Kind, PageNumber);

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, (Kind, PageNumber))> {
        let blocks = |kind: Kind| viewer.index.blocks.get(&kind).map_or(0, Vec::len);
        let pages = |kind: Kind| PageNumber::all(blocks(kind), address::blocks_of(kind));
        Kind::ALL.into_iter().flat_map(|kind| pages(kind).map(move |(path, number)| (path, (kind, number)))).collect()
    }

    fn about(here: &Here<'_>, (kind, number): &(Kind, PageNumber)) -> About {
        About::within(here, Section::Blocks, &number.title(&format!("{} · Building blocks", words::kinds(*kind))))
    }

    fn make(here: &Here<'_>, (kind, number): &(Kind, PageNumber)) -> Option<BlockKindPage> {
        Some(blocks_of(here, *kind, *number))
    }
}

fn blocks_of(here: &Here<'_>, kind: Kind, number: PageNumber) -> BlockKindPage {
    let of_kind = here.viewer.index.blocks.get(&kind).map_or(&[][..], Vec::as_slice);
    let blocks = number.rows(of_kind.iter()).map(|key| {
        let journeys = placement::journeys_of(here, here.snapshot().item(*key));
        Block {
            item: here.card(*key, None),
            steps: here.snapshot().placed_on(*key).len(),
            more_journeys: journeys.len().saturating_sub(MOST_JOURNEYS),
            journeys: journeys.into_iter().take(MOST_JOURNEYS).map(|key| here.journey(key)).collect(),
        }
    });
    BlockKindPage {
        kind: kind.name(),
        word: words::kinds(kind),
        owned: kind.table().field(names::OWNER).is_some(),
        count: of_kind.len(),
        blocks: blocks.collect(),
        pager: Pager::new(here, &address::blocks_of(kind), number, of_kind.len()),
    }
}

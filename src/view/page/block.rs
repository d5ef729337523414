//! The library of building blocks: what may be placed anywhere, and where it is.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::Kind;
use crate::snapshot::{ItemEntry, JourneyKey, Subject};
use crate::text;
use crate::view::address;
use crate::view::part::card::Card;
use crate::view::part::link::{Here, Link};
use crate::view::part::listing::{Aspect, Beginning, List};
use crate::view::part::pager::{PageNumber, Pager};
use crate::view::words;

/// The library's index.
#[derive(Debug, Serialize)]
pub struct BlocksPage {
    kinds: Vec<Shelf>,
    most_used: Vec<Link>,
    unused: Option<Beginning>,
    /// Whether there is no building block at all.
    nothing: bool,
}

#[derive(Debug, Serialize)]
struct Shelf {
    kind: &'static str,
    word: &'static str,
    href: String,
    count: usize,
    #[serde(rename = "use")]
    used: String,
}

/// A page of the building blocks of one kind.
#[derive(Debug, Serialize)]
pub struct BlockKindPage {
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

/// The most blocks that each list of the index shows.
const MOST: usize = 10;

/// The most journeys that a row names.
const MOST_JOURNEYS: usize = 4;

pub(in crate::view) fn blocks(here: &Here<'_>) -> BlocksPage {
    let all: Vec<ItemEntry<'_>> = here.snapshot().items().filter(|entry| entry.home().is_none()).collect();
    let kinds = Kind::ALL.map(|kind| {
        let of_kind: Vec<_> = all.iter().filter(|entry| entry.kind() == Some(kind)).collect();
        let placed = of_kind.iter().filter(|entry| !here.snapshot().placed_on(entry.key()).is_empty()).count();
        Shelf {
            kind: kind.name(),
            word: words::kinds(kind),
            href: here.href(&address::blocks_of(kind)),
            count: of_kind.len(),
            used: format!("{placed} placed on a step"),
        }
    });
    let mut used: Vec<(usize, usize, ItemEntry<'_>)> = all
        .iter()
        .map(|entry| (here.snapshot().placed_on(entry.key()).len(), journeys(here, *entry).len(), *entry))
        .collect();
    used.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.id().cmp(b.2.id())));
    let most_used = used.iter().filter(|(steps, ..)| *steps > 1).take(MOST).map(|(steps, journeys, entry)| {
        let (steps, journeys) = (text::count(*steps, "step", "steps"), text::count(*journeys, "journey", "journeys"));
        here.item(entry.key()).aside(format!("{steps} in {journeys}"))
    });
    BlocksPage {
        kinds: kinds.into(),
        most_used: most_used.collect(),
        unused: List::new(Subject::Workspace, Aspect::Unused).beginning(here),
        nothing: all.is_empty(),
    }
}

pub(in crate::view) fn blocks_of(here: &Here<'_>, kind: Kind, number: PageNumber) -> BlockKindPage {
    let of_kind = here.viewer.index.blocks.get(&kind).map_or(&[][..], Vec::as_slice);
    let blocks = number.rows(of_kind.iter()).map(|key| {
        let journeys = journeys(here, here.snapshot().item(*key));
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
        owned: kind.table().field("owner").is_some(),
        count: of_kind.len(),
        blocks: blocks.collect(),
        pager: Pager::new(here, &address::blocks_of(kind), number, of_kind.len()),
    }
}

/// The journeys that place a block.
fn journeys(here: &Here<'_>, entry: ItemEntry<'_>) -> BTreeSet<JourneyKey> {
    here.snapshot().placed_on(entry.key()).iter().map(|place| place.step.stage.journey).collect()
}

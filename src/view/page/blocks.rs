//! The library of building blocks: what may be placed anywhere, and where it is.

use serde::Serialize;

use super::Page;
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::{About, Section};
use crate::view::part::placement;
use crate::model::Kind;
use crate::snapshot::{ItemEntry, Subject};
use crate::text;
use crate::view::address;
use crate::view::part::link::{Here, Link};
use crate::view::part::listing::{Aspect, Beginning, List};
use crate::view::words;

/// The library's index.
#[derive(Debug, Serialize)]
pub(super) struct BlocksPage {
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

/// The most blocks that each list of the index shows.
const MOST: usize = 10;

impl Page for BlocksPage {
    type Id = ();

    fn all(_: &Viewer<'_>) -> Vec<(WsPath, ())> {
        vec![(address::blocks(), ())]
    }

    fn about(_: &Here<'_>, (): &()) -> About {
        About::section(Section::Blocks)
    }

    fn make(here: &Here<'_>, (): &()) -> Option<BlocksPage> {
        Some(blocks(here))
    }
}

fn blocks(here: &Here<'_>) -> BlocksPage {
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
        .map(|entry| (here.snapshot().placed_on(entry.key()).len(), placement::journeys_of(here, *entry).len(), *entry))
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


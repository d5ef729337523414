//! Where one searches. What there is to find comes in parts: `file::search`.

use serde::Serialize;

use super::{Address, Page, Route};
use crate::text::{self, WsPath};
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::part::frame::About;
use crate::view::part::link::Here;

/// The page one searches on.
#[derive(Debug, Serialize)]
pub(super) struct SearchPage {
    /// How many records there are, in words.
    records: String,
    kinds: Vec<Choice>,
}

/// A kind of record that results can be narrowed down to.
#[derive(Debug, Serialize)]
struct Choice {
    kind: &'static str,
    word: &'static str,
    one: &'static str,
    icon: &'static str,
    /// How many records are of the kind.
    records: usize,
    /// How many parts of the index have them.
    parts: usize,
}

impl Page for SearchPage {
    type Id = ();

    fn all(_: &Viewer<'_>) -> Vec<(WsPath, ())> {
        vec![(address::search(), ())]
    }

    fn route(_: &Viewer<'_>, address: &Address<'_>) -> Route<()> {
        address.is(&address::search(), ())
    }

    fn about(_: &Here<'_>, (): &()) -> About {
        About { title: "Search".to_owned(), ..About::default() }
    }

    fn make(here: &Here<'_>, (): &()) -> Option<SearchPage> {
        Some(search(here))
    }
}

fn search(here: &Here<'_>) -> SearchPage {
    let mut kinds: Vec<Choice> = Vec::new();
    for part in here.viewer.parts() {
        let (kind, one, word, icon) = part.group.names();
        let records = part.slices.iter().filter(|slice| slice.at == 0).count();
        match kinds.last_mut().filter(|last| last.kind == kind) {
            Some(last) => {
                last.records += records;
                last.parts += 1;
            }
            None => kinds.push(Choice { kind, word, one, icon, records, parts: 1 }),
        }
    }
    let records = kinds.iter().map(|choice| choice.records).sum();
    SearchPage { records: text::count(records, "record", "records"), kinds }
}

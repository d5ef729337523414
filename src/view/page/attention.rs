//! Lists of what needs somebody's attention, beyond what the rules find.

use serde::Serialize;

use super::Page;
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::{About, Section};
use crate::snapshot::ItemKey;
use crate::view::address;
use crate::view::index::work::Work;
use crate::view::part::card::Card;
use crate::view::part::link::{Here, Link};
use crate::view::part::metric::Standing;
use crate::view::part::pager::{PageNumber, Pager};

/// A list of what needs attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::view) enum Attention {
    /// Decided or under way, without an owner.
    Unowned,
    /// Metrics that are broken, without a source or off their target.
    Metrics,
}

/// A page of such a list.
#[derive(Debug, Serialize)]
pub(super) struct AttentionPage {
    title: &'static str,
    lead: &'static str,
    empty: &'static str,
    count: usize,
    groups: Vec<Cards>,
    pager: Option<Pager>,
}

#[derive(Debug, Serialize)]
struct Cards {
    /// What they have in common; empty where there is only one group.
    word: &'static str,
    items: Vec<Card>,
}

impl Attention {
    pub(in crate::view) const ALL: [Attention; 2] = [Attention::Unowned, Attention::Metrics];

    pub(in crate::view) fn title(self) -> &'static str {
        match self {
            Attention::Unowned => "Work without an owner",
            Attention::Metrics => "Metrics that need a look",
        }
    }

    /// What it is called in its address.
    pub(in crate::view) fn name(self) -> &'static str {
        match self {
            Attention::Unowned => "unowned",
            Attention::Metrics => "metrics",
        }
    }

    fn lead(self) -> &'static str {
        match self {
            Attention::Unowned => {
                "Decided or under way, and nobody answers for it. What belongs to nobody does not get done."
            }
            Attention::Metrics => {
                "Broken first, then those whose numbers come from nowhere, then those not at their goal."
            }
        }
    }

    fn empty(self) -> &'static str {
        match self {
            Attention::Unowned => "Everything that is decided has an owner.",
            Attention::Metrics => "Every metric in use has a source and is at its goal.",
        }
    }

    /// The way to it, with how many there are.
    pub(in crate::view) fn link(self, here: &Here<'_>) -> Link {
        let count = self.count(&here.viewer.index.work);
        let aside = if count == 0 { "none".to_owned() } else { count.to_string() };
        Link::new(self.title(), here.href(&address::attention(self.name()))).aside(aside)
    }

    /// How many there are.
    pub(in crate::view) fn count(self, work: &Work) -> usize {
        match self {
            Attention::Unowned => work.unowned.len(),
            Attention::Metrics => work.weak_metrics().len(),
        }
    }
}

impl Page for AttentionPage {
    type Id = (Attention, PageNumber);

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, (Attention, PageNumber))> {
        let pages = |list: Attention| PageNumber::all(list.count(&viewer.index.work), address::attention(list.name()));
        let lists = Attention::ALL.into_iter();
        lists.flat_map(|list| pages(list).map(move |(path, number)| (path, (list, number)))).collect()
    }

    fn about(here: &Here<'_>, (list, number): &(Attention, PageNumber)) -> About {
        About::within(here, Section::Health, &number.title(list.title()))
    }

    fn make(here: &Here<'_>, (list, number): &(Attention, PageNumber)) -> Option<AttentionPage> {
        Some(attention(here, *list, *number))
    }
}

fn attention(here: &Here<'_>, list: Attention, number: PageNumber) -> AttentionPage {
    let work = &here.viewer.index.work;
    let groups = match list {
        Attention::Unowned => {
            let items = number.rows(work.unowned.iter()).map(|key| here.card(*key, None)).collect();
            vec![Cards { word: "", items }]
        }
        Attention::Metrics => by_standing(here, number.rows(work.weak_metrics().iter())),
    };
    let count = list.count(work);
    AttentionPage {
        title: list.title(),
        lead: list.lead(),
        empty: list.empty(),
        count,
        groups,
        pager: Pager::new(here, &address::attention(list.name()), number, count),
    }
}

fn by_standing<'a>(here: &Here<'_>, metrics: impl Iterator<Item = &'a (Standing, ItemKey)>) -> Vec<Cards> {
    let mut groups: Vec<Cards> = Vec::new();
    for (standing, key) in metrics {
        let word = standing.word();
        if groups.last().is_none_or(|group| group.word != word) {
            groups.push(Cards { word, items: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.items.push(here.card(*key, None));
        }
    }
    groups
}

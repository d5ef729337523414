//! Where a chain of reasons breaks off: items without the link that one in their state is expected to have.

use super::link::Here;
use crate::model::{Item, Kind, names};
use crate::snapshot::ItemKey;

/// A way in which a chain breaks off at items of a kind.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::view) struct Gap {
    kind: Kind,
    /// Whether it is before the item, not after it.
    pub before: bool,
    /// The kinds of which one is expected there.
    expected: &'static [Kind],
    /// What is missing, on the item itself.
    pub word: &'static str,
    /// What one such item is.
    pub one: &'static str,
    /// What several are.
    pub many: &'static str,
}

/// The gaps, in the order of the chain.
pub(in crate::view) const GAPS: [Gap; 7] = [
    Gap {
        kind: Kind::Touchpoint,
        before: false,
        expected: &[Kind::Insight],
        word: "No insight",
        one: "touchpoint where nothing was learned yet",
        many: "touchpoints where nothing was learned yet",
    },
    Gap {
        kind: Kind::Insight,
        before: false,
        expected: &[Kind::Opportunity],
        word: "Leads nowhere",
        one: "insight that leads nowhere",
        many: "insights that lead nowhere",
    },
    Gap {
        kind: Kind::Opportunity,
        before: true,
        expected: &[Kind::Insight],
        word: "No insight",
        one: "opportunity that rests on no insight",
        many: "opportunities that rest on no insight",
    },
    Gap {
        kind: Kind::Opportunity,
        before: false,
        expected: &[Kind::Solution],
        word: "No solution",
        one: "opportunity without a solution",
        many: "opportunities without a solution",
    },
    Gap {
        kind: Kind::Solution,
        before: true,
        expected: &[Kind::Opportunity],
        word: "No opportunity",
        one: "solution not linked to an opportunity",
        many: "solutions not linked to an opportunity",
    },
    Gap {
        kind: Kind::Solution,
        before: false,
        expected: &[Kind::Metric],
        word: "No metric",
        one: "solution not linked to a metric",
        many: "solutions not linked to a metric",
    },
    Gap {
        kind: Kind::Metric,
        before: true,
        expected: &[Kind::Opportunity, Kind::Solution],
        word: "Not linked",
        one: "metric not linked to a solution or opportunity",
        many: "metrics not linked to a solution or opportunity",
    },
];

impl Here<'_> {
    /// The gaps at an item; none at one that is not in use, or is parked. Links to what is in use count wherever they
    /// are, also those to items that the page does not show.
    pub(in crate::view) fn gaps(&self, key: ItemKey) -> Vec<&'static Gap> {
        let entry = self.snapshot().item(key);
        let status = entry.item().and_then(Item::status);
        let is_unread = |item: &Item| item.record.is_unread(names::LINKS);
        let is_judged = status.is_some_and(|status| status != "parked") && self.snapshot().is_in_use(key);
        if !is_judged || entry.item().is_some_and(is_unread) {
            return Vec::new();
        }
        let is_open = |gap: &&Gap| {
            let linked = if gap.before { self.snapshot().led_to_by(key) } else { self.snapshot().leads_to(key) };
            let is_expected = |other: &ItemKey| {
                let kind = self.snapshot().item(*other).kind();
                kind.is_some_and(|kind| gap.expected.contains(&kind)) && self.snapshot().is_in_use(*other)
            };
            Some(gap.kind) == entry.kind() && !linked.iter().any(is_expected)
        };
        let is_called_for = |gap: &&Gap| entry.item().is_some_and(|item| self.calls_for(key, item, gap.before));
        GAPS.iter().filter(is_open).filter(is_called_for).collect()
    }

    /// Whether anything is expected before or after an item as it is: where no step is painful, nothing has to be
    /// learned; a gain needs no opportunity; what is only an idea needs no reasons yet.
    fn calls_for(&self, key: ItemKey, item: &Item, before: bool) -> bool {
        let is_any = |statuses: &[&str]| item.status().is_some_and(|status| statuses.contains(&status));
        match item.kind {
            Some(Kind::Touchpoint) => {
                self.snapshot().placed_on(key).iter().any(|placed| self.snapshot().is_painful(placed.step))
            }
            Some(Kind::Insight) => item.record.text(names::TYPE).is_none_or(|word| word.value != "gain"),
            Some(Kind::Opportunity) => is_any(&["prioritized"]),
            Some(Kind::Solution) => before || is_any(&["planned", "in-progress", "shipped", "validated"]),
            Some(Kind::Metric) => self.snapshot().placed_on(key).is_empty(),
            None => false,
        }
    }
}

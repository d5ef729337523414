//! The kinds of items, and which may lead to which.

use std::fmt;
use std::str::FromStr;

/// The five kinds of items, in the order a link may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Where the customer meets the product.
    Touchpoint,
    /// What was learned about the customer there.
    Insight,
    /// What could be better.
    Opportunity,
    /// What is done about it.
    Solution,
    /// What tells whether it worked.
    Metric,
}

impl Kind {
    /// All kinds, in the order a link may run.
    pub const ALL: [Kind; 5] = [Kind::Touchpoint, Kind::Insight, Kind::Opportunity, Kind::Solution, Kind::Metric];

    /// The word used for it in files.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Touchpoint => "touchpoint",
            Kind::Insight => "insight",
            Kind::Opportunity => "opportunity",
            Kind::Solution => "solution",
            Kind::Metric => "metric",
        }
    }

    /// The plural, which also names its folder below `blocks/`.
    pub const fn plural(self) -> &'static str {
        match self {
            Kind::Touchpoint => "touchpoints",
            Kind::Insight => "insights",
            Kind::Opportunity => "opportunities",
            Kind::Solution => "solutions",
            Kind::Metric => "metrics",
        }
    }

    /// Whether an item of this kind may lead to one of `other`: the five legal pairs.
    pub fn leads_to(self, other: Kind) -> bool {
        matches!(
            (self, other),
            (Kind::Touchpoint, Kind::Insight)
                | (Kind::Insight, Kind::Opportunity)
                | (Kind::Opportunity, Kind::Solution | Kind::Metric)
                | (Kind::Solution, Kind::Metric)
        )
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(name: &str) -> Result<Kind, ()> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name).ok_or(())
    }
}

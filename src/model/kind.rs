//! Which kinds of files and of items there are. What is known of each is its row in `row.rs`.

/// What a file is, and so how it is read; in the order in which changes are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// `workspace.yaml`
    Workspace,
    /// `journey.yaml`
    Journey,
    /// An item, local or a building block.
    Item,
    /// A persona.
    Persona,
    /// A signal.
    Signal,
    /// A metric's measurements.
    Measurements,
    /// `journeys/portfolio.yaml`
    Portfolio,
    /// What a member sets for themselves.
    MemberSettings,
}

impl FileKind {
    /// All kinds.
    pub const ALL: [FileKind; 8] = [
        FileKind::Workspace,
        FileKind::Journey,
        FileKind::Item,
        FileKind::Persona,
        FileKind::Signal,
        FileKind::Measurements,
        FileKind::Portfolio,
        FileKind::MemberSettings,
    ];
}

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
}

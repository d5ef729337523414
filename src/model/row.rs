//! The kinds of files and of items, a row each.
//!
//! Owns what can be said of a kind without reading a file: its words, its folder, its fields, what it leads to. Other
//! modules ask the row, so that another kind is a row here, its fields in a file of its own, and what is peculiar to it.

use std::fmt;
use std::str::FromStr;

use super::field::{Table, Target};
use super::item::{insight, metric, opportunity, solution, touchpoint};
use super::journey::JOURNEY;
use super::kind::{FileKind, Kind};
use super::member_settings::MEMBER_SETTINGS;
use super::persona::PERSONA;
use super::portfolio::PORTFOLIO;
use super::signal::SIGNAL;
use super::workspace::WORKSPACE;

/// What is the same of all files of a kind.
#[derive(Debug)]
pub struct FileRow {
    /// What they are.
    pub kind: FileKind,
    /// The word for one.
    pub name: &'static str,
    /// The word for several.
    pub plural: &'static str,
    /// How a line about one begins.
    pub heading: &'static str,
    /// What a list of them is called.
    pub headings: &'static str,
    /// How they are written.
    pub notation: Notation,
    /// Where they lie when they have a folder to themselves, in which each is a Markdown file.
    pub folder: Option<Folder>,
    /// Their fields; `None` for rows of numbers, and for items, whose fields are those of their [`Kind`].
    pub table: Option<&'static Table>,
    /// The field that says what people call one; `None` where its ID does.
    pub called: Option<&'static str>,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// All of it is YAML.
    Yaml,
    /// Fields between `---` lines, and Markdown below them.
    Markdown,
    /// Rows of CSV.
    Rows,
}

/// A folder at the workspace's root that holds records of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its name.
    pub name: &'static str,
    /// Whether they may lie in folders below it.
    pub is_deep: bool,
}

/// The rows, in the order of [`FileKind::ALL`].
static FILES: [FileRow; FileKind::ALL.len()] = [
    FileRow {
        kind: FileKind::Workspace,
        name: "workspace",
        plural: "workspaces",
        heading: "Settings of",
        headings: "Settings",
        notation: Notation::Yaml,
        folder: None,
        table: Some(&WORKSPACE),
        called: Some("name"),
    },
    FileRow {
        kind: FileKind::Journey,
        name: "journey",
        plural: "journeys",
        heading: "Journey",
        headings: "Journeys",
        notation: Notation::Yaml,
        folder: None,
        table: Some(&JOURNEY),
        called: Some("title"),
    },
    FileRow {
        kind: FileKind::Item,
        name: "item",
        plural: "items",
        heading: "Item",
        headings: "Items",
        notation: Notation::Markdown,
        folder: None,
        table: None,
        called: Some("title"),
    },
    FileRow {
        kind: FileKind::Persona,
        name: "persona",
        plural: "personas",
        heading: "Persona",
        headings: "Personas",
        notation: Notation::Markdown,
        folder: Some(Folder { name: "personas", is_deep: false }),
        table: Some(&PERSONA),
        called: Some("name"),
    },
    FileRow {
        kind: FileKind::Signal,
        name: "signal",
        plural: "signals",
        heading: "Signal",
        headings: "Signals",
        notation: Notation::Markdown,
        folder: Some(Folder { name: "signals", is_deep: true }),
        table: Some(&SIGNAL),
        called: Some("title"),
    },
    FileRow {
        kind: FileKind::Measurements,
        name: "measurements",
        plural: "measurements",
        heading: "Measurements of",
        headings: "Measurements",
        notation: Notation::Rows,
        folder: None,
        table: None,
        called: None,
    },
    FileRow {
        kind: FileKind::Portfolio,
        name: "portfolio",
        plural: "portfolios",
        heading: "Order of",
        headings: "Portfolio",
        notation: Notation::Yaml,
        folder: None,
        table: Some(&PORTFOLIO),
        called: None,
    },
    FileRow {
        kind: FileKind::MemberSettings,
        name: "member's settings",
        plural: "members' settings",
        heading: "Settings of",
        headings: "Members' settings",
        notation: Notation::Yaml,
        folder: None,
        table: Some(&MEMBER_SETTINGS),
        called: None,
    },
];

impl FileKind {
    /// The kinds of records that have IDs of their own, in the order in which `[[…]]` looks for one.
    pub const NAMED: [FileKind; 4] = [FileKind::Item, FileKind::Journey, FileKind::Persona, FileKind::Signal];

    /// What is known of it.
    pub fn row(self) -> &'static FileRow {
        &FILES[self as usize]
    }

    /// The kinds that have a folder to themselves.
    pub fn with_folder() -> impl Iterator<Item = (FileKind, Folder)> {
        FileKind::ALL.into_iter().filter_map(|kind| Some((kind, kind.row().folder?)))
    }
}

/// What is the same of all items of a kind.
#[derive(Debug)]
pub struct KindRow {
    /// What they are.
    pub kind: Kind,
    /// The word for one, also in files.
    pub name: &'static str,
    /// The word for several, which is also the folder of building blocks.
    pub plural: &'static str,
    /// How a line about one begins.
    pub heading: &'static str,
    /// What a list of them is called.
    pub headings: &'static str,
    /// Their fields, the common ones included.
    pub table: &'static Table,
    /// The kinds one may lead to.
    pub leads_to: &'static [Kind],
}

/// The rows, in the order of [`Kind::ALL`].
static KINDS: [KindRow; Kind::ALL.len()] = [
    KindRow {
        kind: Kind::Touchpoint,
        name: "touchpoint",
        plural: "touchpoints",
        heading: "Touchpoint",
        headings: "Touchpoints",
        table: &touchpoint::TABLE,
        leads_to: &[Kind::Insight],
    },
    KindRow {
        kind: Kind::Insight,
        name: "insight",
        plural: "insights",
        heading: "Insight",
        headings: "Insights",
        table: &insight::TABLE,
        leads_to: &[Kind::Opportunity],
    },
    KindRow {
        kind: Kind::Opportunity,
        name: "opportunity",
        plural: "opportunities",
        heading: "Opportunity",
        headings: "Opportunities",
        table: &opportunity::TABLE,
        leads_to: &[Kind::Solution, Kind::Metric],
    },
    KindRow {
        kind: Kind::Solution,
        name: "solution",
        plural: "solutions",
        heading: "Solution",
        headings: "Solutions",
        table: &solution::TABLE,
        leads_to: &[Kind::Metric],
    },
    KindRow {
        kind: Kind::Metric,
        name: "metric",
        plural: "metrics",
        heading: "Metric",
        headings: "Metrics",
        table: &metric::TABLE,
        leads_to: &[],
    },
];

impl Kind {
    /// What is known of it.
    pub fn row(self) -> &'static KindRow {
        &KINDS[self as usize]
    }

    /// The word for one, also in files.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The word for several, which is also the folder of building blocks.
    pub fn plural(self) -> &'static str {
        self.row().plural
    }

    /// Their fields, the common ones included.
    pub fn table(self) -> &'static Table {
        self.row().table
    }

    /// Whether an item of this kind may lead to one of `other`.
    pub fn leads_to(self, other: Kind) -> bool {
        self.row().leads_to.contains(&other)
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

impl Target {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Target::Record(kind) => kind.row().name,
            Target::Member => "member",
            Target::Step => "step",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_their_kinds() {
        assert!(FileKind::ALL.iter().all(|kind| kind.row().kind == *kind));
        assert!(Kind::ALL.iter().all(|kind| kind.row().kind == *kind));
    }
}

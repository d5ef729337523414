//! What appears and goes between two workspaces, found by going through what may differ, is what checking both finds.
//!
//! The later one is read beside the earlier one, which is the same as reading it alone.
//!
//! The workspaces are small, and everything in them has one of few names, so that IDs, former IDs, links, nestings and
//! sources run into each other.

use std::collections::BTreeMap;

use crate::program::cases;
use proptest::prelude::*;
use wayfare::check::{check, compare};
use wayfare::diag::Report;
use wayfare::snapshot::{ParseCache, Snapshot};
use wayfare::store::MemoryTree;

/// How many pairs of workspaces are compared.
const CASES: u32 = 1000;

/// Where files may be.
const PATHS: [&str; 28] = [
    "workspace.yaml",
    "journeys/a/journey.yaml",
    "journeys/b/journey.yaml",
    "journeys/c/journey.yaml",
    "journeys/a/items/d.md",
    "journeys/b/items/e.md",
    "journeys/b/items/notes.txt",
    "journeys/d/items/f.csv",
    "blocks/a.md",
    "blocks/d.md",
    "blocks/e.md",
    "blocks/f.md",
    "blocks/g.md",
    "blocks/h.md",
    "blocks/old.md",
    "blocks/more/d.md",
    "blocks/more/f.md",
    "blocks/more/Bad Name.md",
    "blocks/f.csv",
    "blocks/more/f.csv",
    "personas/p.md",
    "personas/q.md",
    "personas/d.md",
    "signals/s.md",
    "signals/t.md",
    "signals/more/s.md",
    "assets/x.png",
    "blocks/README.md",
];

const NAMES: [&str; 13] = ["a", "b", "c", "d", "e", "f", "g", "h", "old", "older", "p", "q", "s"];

/// With a rule that is off by default, and room for more.
const WORKSPACE: &str = "\
name: W
members: [{ id: maya, name: Maya, role: owner }]
rules:
  internal-step-name: warn
";

/// Where the text of a file comes from: a file of the same number says the same.
struct Choice(u64);

impl Choice {
    fn below(&mut self, bound: usize) -> usize {
        // A linear congruential generator with the constants of Knuth's MMIX; its high bits are good enough.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn is(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }

    fn names(&mut self, at_most: usize) -> String {
        let names: Vec<&str> = (0..self.below(at_most + 1)).map(|_| self.of(&NAMES)).collect();
        format!("[{}]", names.join(", "))
    }

    /// A line, now and then.
    fn maybe(&mut self, line: impl FnOnce(&mut Choice) -> String) -> String {
        if self.is(2) { line(self) + "\n" } else { String::new() }
    }

    fn prose(&mut self) -> String {
        let pieces: Vec<String> = (0..self.below(4))
            .map(|_| match self.below(12) {
                0 => format!("[[{}]]", self.of(&NAMES)),
                1 => format!("[[{}#h]]", self.of(&NAMES)),
                2 => format!("[[{}/{}]]", self.of(&["a", "b", "c", "old"]), self.of(&["s", "one", "two", "s/one"])),
                3 => format!("[l]({}.md#h)", self.of(&NAMES)),
                4 => format!("[l](../{})", self.of(&PATHS)),
                5 => format!("[l](%{:x}.md)", b'a' + u8::try_from(self.below(8)).expect("small")),
                6 => format!("@{}", self.of(&["maya", "jon", "nobody"])),
                7 => "\n\n## h\n\n".to_owned(),
                8 => format!("[l](&#{};.md)", b'a' + u8::try_from(self.below(8)).expect("small")),
                9 => "[l](o\\ld.md) [[Bad\nName]]".to_owned(),
                10 => format!("[l][r]\n\n[r]: {}.md", self.of(&NAMES)),
                _ => "Words.".to_owned(),
            })
            .collect();
        pieces.join(" ")
    }

    fn workspace(&mut self) -> String {
        let tags = self.maybe(|choice| format!("vocabulary: {{ tags: [{}] }}", choice.of(&["x", "y", "x, y"])));
        format!("{WORKSPACE}  unplaced-item: {}\n{tags}", self.of(&["off", "warn", "error"]))
    }

    fn journey(&mut self) -> String {
        let mut text = format!("title: J\n{}{}", self.maybe(|c| format!("personas: {}", c.names(2))), self.aliases());
        text += "stages:\n  - id: s\n    title: S\n    steps:\n";
        for id in ["one", "two"] {
            let title = self.of(&["Customer waits", "Polly waits", "Waiting"]);
            text += &format!("      - id: {id}\n        title: {title}\n        items: {}\n", self.names(4));
            text += &self.maybe(|choice| format!("        journeys: {}", choice.names(2)));
            text += &self.maybe(|choice| format!("        personas: {}", choice.names(1)));
            text += &self.maybe(|choice| format!("        description: {:?}", choice.prose().replace('\n', " ")));
        }
        text
    }

    fn item(&mut self) -> String {
        let kind =
            self.of(&["touchpoint", "insight", "opportunity", "solution", "metric", "insight", "metric", "insigt"]);
        let status = self.of(&["validated", "prioritized", "in-progress", "active", "shipped", "observed"]);
        let mut text = format!("---\nkind: {kind}\ntitle: T\n{}", self.aliases());
        text += &self.maybe(|choice| format!("links: {}", choice.names(3)));
        text += &self.maybe(|_| format!("status: {status}"));
        text += &self.maybe(|choice| format!("tags: [{}]", choice.of(&["x", "y", "z"])));
        text += &self.maybe(|choice| format!("segment: {}", choice.names(2)));
        text += &self.maybe(|choice| format!("owner: {}", choice.of(&["maya", "nobody"])));
        text += &self.maybe(|choice| format!("allow: [{}]", choice.of(&["unplaced-item", "metric-without-use"])));
        text += &self.maybe(|choice| format!("current: {}", choice.below(3)));
        text += &self.maybe(|choice| format!("evidence: [{{ file: ../{} }}]", choice.of(&PATHS)));
        text + "---\n" + &self.prose()
    }

    fn aliases(&mut self) -> String {
        if self.is(3) { format!("aliases: {}\n", self.names(2)) } else { String::new() }
    }

    /// The text of the file at a path.
    fn text(&mut self, path: &str) -> String {
        if self.is(25) {
            return self.of(&["---\nkind: [\n---\n", "title: [", "---\n---\n", "\u{fffd}"]).to_owned();
        }
        let folder = path.split('/').next().unwrap_or_default();
        match folder {
            "workspace.yaml" => self.workspace(),
            _ if path.ends_with(".csv") => format!("date,value\n2026-01-01,{}\n", self.of(&["1", "2", "x"])),
            _ if path.ends_with("journey.yaml") => self.journey(),
            "personas" => format!("---\nname: {}\n{}---\n{}", self.of(&["Polly", "Pat"]), self.aliases(), self.prose()),
            "signals" => {
                let id = self.maybe(|choice| format!("external_id: {}", choice.below(2)));
                format!("---\nsource: mail\n{id}items: {}\n---\n{}", self.names(2), self.prose())
            }
            _ => self.item(),
        }
    }
}

type Files = BTreeMap<&'static str, String>;

/// Writes files anew, or takes them away.
fn edit(files: &mut Files, edits: &[(usize, Option<u64>)]) {
    for (at, number) in edits {
        match number {
            Some(number) => drop(files.insert(PATHS[*at], Choice(*number).text(PATHS[*at]))),
            None => drop(files.remove(PATHS[*at])),
        }
    }
}

fn tree(files: &Files) -> MemoryTree {
    files.iter().map(|(path, text)| (*path, text.as_str())).collect()
}

fn told(report: &Report) -> Vec<String> {
    report.findings().iter().map(|finding| format!("{finding:?}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(CASES), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn going_through_what_may_differ_finds_what_checking_both_finds(
        begun in prop::collection::vec((0..PATHS.len(), any::<u64>().prop_map(Some)), 0..40),
        edits in prop::collection::vec((0..PATHS.len(), any::<Option<u64>>()), 1..4),
    ) {
        let mut files = Files::from([(PATHS[0], WORKSPACE.to_owned())]);
        edit(&mut files, &begun);
        let before = Snapshot::load(&tree(&files)).expect("a tree in memory can be listed");
        edit(&mut files, &edits);
        let alone = Snapshot::load(&tree(&files)).expect("a tree in memory can be listed");
        let after = before.load_beside(&tree(&files), &ParseCache::new()).expect("a tree in memory can be listed");
        let (old, new) = (check(&before), check(&after));
        prop_assert_eq!(told(&new), told(&check(&alone)), "read beside another: {:#?}", files);
        let (appeared, gone) = compare::between(&before, &after);
        prop_assert_eq!(told(&appeared), told(&compare::beyond(&new, &old)), "{:#?}", files);
        prop_assert_eq!(told(&gone), told(&compare::beyond(&old, &new)), "{:#?}", files);
    }
}

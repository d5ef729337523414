//! Every rule fires at its exact place, and keeps quiet where it has nothing to say.
//!
//! The cases are in `tests/fixtures/rules/RULE.txt`, each under `=== fires: …` or `=== quiet: …`. They are written from
//! the reference, not from the code. Of the rules of good practice only the file's own is on, so that a new one touches
//! no other file.

use std::collections::BTreeMap;
use std::path::Path;

use wayfare::check::check;
use wayfare::diag::{Group, Rule};
use wayfare::snapshot::Snapshot;
use wayfare::store::DiskTree;

use crate::fixture::{Fixture, try_fixture};

/// Rules without a fixture in text, with the test that stands in for it.
const ELSEWHERE: &[Rule] = &[
    // A tree in memory has no links or devices: `store` and `a_link_among_records_is_reported`.
    Rule::UnreadableFile,
];

/// Groups whose rules `check` does not find.
const TO_COME: &[Group] = &[Group::Time, Group::Policy];

struct Case {
    name: String,
    fires: bool,
    text: String,
}

fn cases() -> BTreeMap<Rule, Vec<Case>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules");
    let mut cases: BTreeMap<Rule, Vec<Case>> = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("fixtures can be listed") {
        let path = entry.expect("fixtures can be listed").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a plain name");
        let rule: Rule = stem.parse().unwrap_or_else(|()| panic!("`{stem}` is no rule"));
        let text = std::fs::read_to_string(&path).expect("a fixture can be read").replace("\r\n", "\n");
        for case in text.split("=== ").skip(1) {
            let (name, text) = case.split_once('\n').expect("a case has a name and files");
            let text = format!("{}\n", text.trim_end());
            cases.entry(rule).or_default().push(Case { name: name.to_owned(), fires: name.starts_with("fires"), text });
        }
    }
    cases
}

#[test]
fn rules_find_what_the_fixtures_are_marked_with() {
    let only = std::env::var("WAYFARE_RULE").ok();
    let mut failures = Vec::new();
    for (rule, cases) in cases() {
        let is_on = |other: Rule| other.group() != Group::Practice || other == rule;
        for case in cases.iter().filter(|_| only.as_deref().is_none_or(|only| only == rule.name())) {
            if let Err(difference) = try_fixture(&case.text, &is_on) {
                failures.push(format!("{rule}: {}\n{difference}", case.name));
            }
        }
    }
    assert!(failures.is_empty(), "{} fixtures failed\n\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_rule_has_a_place_where_it_fires_and_one_where_it_does_not() {
    let cases = cases();
    let mut lacking = Vec::new();
    for rule in Rule::ALL.iter().filter(|rule| !ELSEWHERE.contains(rule) && !TO_COME.contains(&rule.group())) {
        let names_it = |case: &Case| {
            let fixture = Fixture::parse(&case.text).unwrap_or_else(|fault| panic!("{rule}: {}: {fault}", case.name));
            fixture.expected.iter().any(|expected| expected.rule == *rule)
        };
        let cases = cases.get(rule).map_or(&[][..], Vec::as_slice);
        if !cases.iter().any(|case| case.fires && names_it(case)) {
            lacking.push(format!("{rule} never fires"));
        }
        if !cases.iter().any(|case| !case.fires && !names_it(case)) {
            lacking.push(format!("{rule} is never quiet"));
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[cfg(unix)]
#[test]
fn a_link_among_records_is_reported() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    let link = |to: &str, path: &str| std::os::unix::fs::symlink(to, folder.path().join(path)).expect("a link");
    write("workspace.yaml", crate::fixture::WORKSPACE);
    write("blocks/a.md", "---\nkind: touchpoint\ntitle: A\nallow: [unplaced-item]\n---\n");
    write("assets/a.txt", "a");
    link("a.md", "blocks/b.md");
    link("/etc", "assets/etc");
    link("a.md", "outside.md");
    let tree = DiskTree::new(folder.path());
    let report = check(&Snapshot::load(&tree).expect("the folder can be listed"));
    let found: Vec<(&str, Rule)> =
        report.findings().iter().map(|finding| (finding.path.as_str(), finding.problem.rule)).collect();
    assert_eq!(found, [("assets/etc", Rule::UnreadableFile), ("blocks/b.md", Rule::UnreadableFile)]);
}

/// One link used to silence every broken reference of the workspace.
#[cfg(unix)]
#[test]
fn what_lies_in_a_linked_folder_does_not_exist() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write("workspace.yaml", crate::fixture::WORKSPACE);
    write("elsewhere/pain.md", "---\nkind: insight\ntitle: Pain\n---\n");
    let step = "{ id: one, title: One, items: [pain, linked] }";
    write("journeys/a/journey.yaml", &format!("title: A\nstages:\n  - {{ id: s, title: S, steps: [{step}] }}\n"));
    let prose = "[[pain]] [it](../../../blocks/shared/pain.md) [that](../../../blocks/linked.md)";
    write("journeys/a/items/page.md", &format!("---\nkind: touchpoint\ntitle: Page\n---\n{prose}\n"));
    write("personas/admin.md", "---\nname: Admin\n---\n[[nowhere/s]]\n");
    write("blocks/lonely.md", "---\nkind: insight\ntitle: Lonely\n---\n");
    let link = |to: &str, path: &str| std::os::unix::fs::symlink(to, folder.path().join(path)).expect("a link");
    link("../elsewhere", "blocks/shared");
    link("../elsewhere", "journeys/b");
    link("lonely.md", "blocks/linked.md");
    let report = check(&Snapshot::load(&DiskTree::new(folder.path())).expect("the folder can be listed"));
    let errors = report.filter(|finding| finding.level == wayfare::diag::Level::Error);
    let found: Vec<(&str, Rule)> =
        errors.findings().iter().map(|finding| (finding.path.as_str(), finding.problem.rule)).collect();
    assert_eq!(
        found,
        [
            ("blocks/linked.md", Rule::UnreadableFile),
            ("blocks/shared", Rule::UnreadableFile),
            ("journeys/a/items/page.md", Rule::BrokenReference),
            ("journeys/a/items/page.md", Rule::BrokenFileLink),
            ("journeys/a/journey.yaml", Rule::UnknownItem),
            ("journeys/b", Rule::UnreadableFile),
            ("personas/admin.md", Rule::BrokenReference),
        ]
    );
    let is_lonely = |finding: &wayfare::diag::Diagnostic| finding.path.as_str() == "blocks/lonely.md";
    assert!(report.findings().iter().any(|finding| is_lonely(finding) && finding.problem.rule == Rule::UnplacedItem));
}

/// Other systems refuse such a name.
#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_reported_once_and_without_the_folder() {
    use std::os::unix::ffi::OsStrExt;

    let folder = tempfile::tempdir().expect("a temporary folder");
    let blocks = folder.path().join("blocks");
    std::fs::create_dir(&blocks).expect("a folder");
    std::fs::write(folder.path().join("workspace.yaml"), crate::fixture::WORKSPACE).expect("a file");
    std::fs::write(blocks.join(std::ffi::OsStr::from_bytes(b"caf\xe9.md")), "---\n---\n").expect("a file");
    let report = check(&Snapshot::load(&DiskTree::new(folder.path())).expect("the folder can be listed"));
    let found: Vec<(&str, &str)> =
        report.findings().iter().map(|finding| (finding.path.as_str(), finding.problem.message.as_str())).collect();
    let expected = "`caf\u{fffd}.md` is not read: its name is not UTF-8; rename it";
    assert_eq!(found, [("blocks/caf\u{fffd}.md", expected)]);
}

use super::*;
use crate::store::MemoryTree;
use crate::text::WsPath;

const JOURNEY: &str = "\
title: Trial
stages:
  - id: setup
    title: Setup
    steps:
      - id: one
        title: Customer begins
        items: [a, b]
      - id: two
        title: Customer goes on
        items: [a]
  - id: use
    title: Use
    steps:
      - id: three
        title: Customer ends
";

const ITEM: &str = "---\nkind: insight\ntitle: A\n---\nText.\n";

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let tree: MemoryTree = files.iter().copied().collect();
    Snapshot::load(&tree).expect("a tree in memory can be listed")
}

/// What the message says of a change of one file.
fn says(path: &str, before: &str, after: &str) -> String {
    let changes = compare(&snapshot(&[(path, before)]), &snapshot(&[(path, after)]));
    let path = WsPath::new(path).expect("a normal path");
    message(&changes, &[FileChange { path, outcome: FileChangeKind::Modified }]).to_string()
}

fn journey(from: &str, to: &str) -> String {
    assert!(JOURNEY.contains(from));
    says("journeys/trial/journey.yaml", JOURNEY, &JOURNEY.replace(from, to))
}

#[test]
fn tells_what_happens_in_a_journey() {
    assert_eq!(journey("items: [a]\n", "items: [a, invite]\n"), "trial: place invite on setup/two\n");
    assert_eq!(journey("items: [a, b]", "items: [a]"), "trial: take b off setup/one\n");
    assert_eq!(journey("items: [a, b]", "items: [b, a]"), "trial: reorder items of setup/one\n");
    assert_eq!(journey("title: Setup", "title: Set-up"), "trial: set title of setup to Set-up\n");
    assert_eq!(journey("title: Trial", "title: Trial\nowner: maya"), "trial: set owner to maya\n");
    let step = "      - id: three\n        title: Customer ends\n";
    assert_eq!(journey(step, ""), "trial: remove step use/three\n");
    let elsewhere = JOURNEY.replace(step, "").replace("      - id: one", &format!("{step}      - id: one"));
    assert_eq!(says("journeys/trial/journey.yaml", JOURNEY, &elsewhere), "trial: move step setup/three\n");
}

#[test]
fn tells_the_fewest_moves() {
    let steps = |order: &[&str]| {
        let steps: String = order.iter().map(|id| format!("      - {{ id: {id}, title: T }}\n")).collect();
        format!("title: T\nstages:\n  - id: s\n    title: S\n    steps:\n{steps}")
    };
    let before = steps(&["a", "b", "c", "d"]);
    let after = steps(&["d", "a", "b", "c"]);
    assert_eq!(says("journeys/j/journey.yaml", &before, &after), "j: move step s/d\n");
}

#[test]
fn tells_what_happens_to_an_item() {
    let item = |from: &str, to: &str| says("blocks/insights/a.md", ITEM, &ITEM.replace(from, to));
    assert_eq!(item("title: A", "title: A\nstatus: validated"), "a: set status to validated\n");
    assert_eq!(item("title: A", "title: A\nlinks: [x, y]"), "a: link x, y\n");
    assert_eq!(item("title: A", "title: A\ntags: [setup]"), "a: add tags setup\n");
    assert_eq!(item("Text.", "Another."), "a: edit description\n");
    assert_eq!(item("kind: insight", "kind:   insight # new"), "blocks/insights/a.md: reformat\n");
    assert_eq!(item("title: A", "title: [A"), "a: edit insight\n");
    assert_eq!(item("title: A", "title: A\nx-team: growth"), "a: set x-team to growth\n");
}

#[test]
fn what_only_stands_elsewhere_has_not_changed() {
    let before = "---\nkind: insight\ntitle: A\nstatus: validated\nx-a: { b: 1 }\nevidence:\n  - quote: Q\n---\n";
    let after = "---\nkind: insight\ntitle: A\nstatus: observed\nx-a: {b: 1}\nevidence:\n  - { quote: Q }\n---\n";
    assert_eq!(says("blocks/a.md", before, after), "a: set status to observed\n");
}

#[test]
fn a_moved_file_is_one_change() {
    let (old, new) = ("journeys/trial/items/a.md", "blocks/insights/a.md");
    let changes = compare(&snapshot(&[(old, ITEM)]), &snapshot(&[(new, ITEM)]));
    let file = |path: &str, outcome| FileChange { path: WsPath::new(path).expect("a normal path"), outcome };
    let files = [file(old, FileChangeKind::Removed), file(new, FileChangeKind::Added)];
    assert_eq!(message(&changes, &files).to_string(), "a: make it a building block\n");
}

#[test]
fn measurements_are_counted() {
    let csv = "date,value\n2026-01-01,1\n2026-02-01,2\n";
    let after = "date,value\n2026-01-01,1.5\n2026-02-01,2\n2026-03-01,3\n";
    assert_eq!(says("blocks/m.csv", csv, after), "m: add 1 row, change 1 row\n");
}

#[test]
fn the_subject_stays_short_and_the_lines_tell_all() {
    let ids: Vec<String> = (0..20).map(|at| format!("an-insight-with-a-long-name-{at:02}")).collect();
    let paths: Vec<String> = ids.iter().map(|id| format!("blocks/{id}.md")).collect();
    let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), ITEM)).collect();
    let changes = compare(&snapshot(&[]), &snapshot(&files));
    let changed: Vec<FileChange> = paths
        .iter()
        .map(|path| FileChange { path: WsPath::new(path).expect("a normal path"), outcome: FileChangeKind::Added })
        .collect();
    let message = message(&changes, &changed);
    assert_eq!(message.subject, "an-insight-with-a-long-name-00: add insight; 19 more records");
    assert_eq!(message.lines.len(), 20);
}

#[test]
fn settings_tell_members_and_lanes() {
    let before = "name: A\nmembers:\n  - { id: maya, name: Maya, role: owner }\n";
    let after =
        "name: A\nmembers:\n  - { id: maya, name: Maya, role: editor }\n  - { id: jon, name: Jon, role: viewer }\n";
    assert_eq!(says("workspace.yaml", before, after), "workspace: add member jon; set role of maya to editor\n");
}

/// What is told of each record, by the first words of its lines.
fn told(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<String> {
    let changes = compare(&snapshot(before), &snapshot(after));
    let review = Review { changes, ..Review::default() };
    let options = render::Options { colour: false, width: 1_000, between: ("a", "b"), folder: "", files: None };
    let text = render::Format::Text.render(&review, options);
    text.lines().skip(1).map(str::to_owned).filter(|line| !line.is_empty()).collect()
}

#[test]
fn a_renamed_record_is_found_by_its_alias_or_its_likeness_and_references_follow() {
    let journey = |item: &str| JOURNEY.replace("[a, b]", &format!("[{item}, b]")).replace("items: [a]", "items: []");
    let (old, new) = (journey("a"), journey("z"));
    let alias = ITEM.replace("title: A", "title: A\naliases: [a]");
    for renamed in [alias.as_str(), &ITEM.replace("Text.", "Text. More."), ITEM] {
        let told = told(
            &[("blocks/a.md", ITEM), ("journeys/trial/journey.yaml", &old)],
            &[("blocks/z.md", renamed), ("journeys/trial/journey.yaml", &new)],
        );
        assert!(told.contains(&"> Insight “A” was renamed (blocks/z.md)".to_owned()), "{told:?}");
        assert!(!told.iter().any(|line| line.contains("no longer on")), "{told:?}");
    }
}

#[test]
fn a_step_goes_from_one_journey_to_another() {
    let step = "      - id: two\n        title: Customer goes on\n        items: [a]\n";
    let other = "title: Other\nstages:\n  - id: begin\n    title: Begin\n    steps:\n";
    let first = "      - id: first\n        title: Customer arrives\n";
    let (trial, before) = ("journeys/trial/journey.yaml", "journeys/other/journey.yaml");
    let told = told(
        &[(trial, JOURNEY), (before, &format!("{other}{first}"))],
        &[(trial, &JOURNEY.replace(step, "")), (before, &format!("{other}{first}{step}"))],
    );
    assert!(told.contains(&"  > step “Customer goes on” went to “Other”".to_owned()), "{told:?}");
    assert!(told.contains(&"  > step “Customer goes on” came here from “Trial”".to_owned()), "{told:?}");
    assert_eq!(told.len(), 4, "{told:?}");
}

#[test]
fn a_renamed_journey_takes_its_items_along() {
    let told = told(
        &[("journeys/trial/journey.yaml", JOURNEY), ("journeys/trial/items/a.md", ITEM)],
        &[("journeys/test/journey.yaml", JOURNEY), ("journeys/test/items/a.md", ITEM)],
    );
    let expected =
        ["> Journey “Trial” was renamed (journeys/test/journey.yaml)", "  > its name in links was trial and is test"];
    assert_eq!(told, expected);
}

#[test]
fn formatting_is_said_to_be_no_change() {
    let wrapped = ITEM.replace("Text.", "Some words that\nwere wrapped.");
    let told =
        told(&[("blocks/a.md", &ITEM.replace("Text.", "Some words that were wrapped."))], &[("blocks/a.md", &wrapped)]);
    assert_eq!(told, ["1 file is only written in another way and says what it said before: blocks/a.md."]);
}

//! The timeline of a workspace: every commit told, each record by the name it has today.

use std::collections::BTreeSet;

use wayfare::git::{Repository, Revision};
use wayfare::model::FileKind;
use wayfare::past::{Allowed, Past, PastCommit, PastEnd};

use crate::program::Sandbox;

const INSIGHT: &str = "---\nkind: insight\ntitle: Keys are hard to find\nseverity: 2\n---\nAdmins ask us where the key is, and wait for an answer.\n";

fn journey(steps: &str) -> String {
    format!("title: Trial\nstages:\n  - id: setup\n    title: Setup\n    steps:\n{steps}")
}

fn commit(sandbox: &Sandbox, subject: &str) {
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", subject]);
}

fn timeline(sandbox: &Sandbox, earlier: Option<&Past>) -> Past {
    let repository = Repository::open(sandbox.path()).expect("a repository");
    let head = repository.head().expect("readable").expect("a commit");
    Past::read(&repository, &head, &repository.tag_names(), earlier, &Allowed::all()).expect("readable")
}

fn subject(entry: &PastCommit) -> &str {
    entry.info.message.trim_end()
}

/// The commits that changed a record, by what it is called today.
fn of<'t>(timeline: &'t Past, kind: FileKind, id: &str) -> Vec<&'t str> {
    let is_it = |entry: &&PastCommit| entry.records.iter().any(|known| known.kind == kind && known.id == id);
    timeline.commits.iter().filter(is_it).map(subject).collect()
}

fn of_step<'t>(timeline: &'t Past, journey: &str, step: &str) -> Vec<&'t str> {
    let steps = |entry: &PastCommit| -> BTreeSet<(String, String)> {
        let steps = entry.records.iter().flat_map(|known| &known.steps);
        steps.map(|step| (step.journey.clone(), step.now.clone())).collect()
    };
    let key = (journey.to_owned(), step.to_owned());
    timeline.commits.iter().filter(|entry| steps(entry).contains(&key)).map(subject).collect()
}

fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("README.md", "Nothing of the workspace.\n");
    commit(&sandbox, "Before");
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("journeys/trial/journey.yaml", &journey("      - { id: one, title: One, items: [keys] }\n"));
    sandbox.write("journeys/trial/items/keys.md", INSIGHT);
    commit(&sandbox, "Begin");
    sandbox.write("journeys/trial/items/keys.md", &INSIGHT.replace("severity: 2", "severity: 4"));
    commit(&sandbox, "Worse");
    sandbox.git(&["mv", "journeys/trial/items/keys.md", "journeys/trial/items/lost-keys.md"]);
    sandbox.write("journeys/trial/journey.yaml", &journey("      - { id: begin, title: One, items: [lost-keys] }\n"));
    commit(&sandbox, "Rename both");
    sandbox.write("journeys/trial/items/keys.md", "---\nkind: insight\ntitle: Another\n---\nNothing alike.\n");
    commit(&sandbox, "The name again");
    sandbox.git(&["mv", "journeys/trial", "journeys/onboarding"]);
    commit(&sandbox, "Rename the journey");
    std::fs::create_dir(sandbox.path().join("blocks")).expect("a folder");
    sandbox.git(&["mv", "journeys/onboarding/items/lost-keys.md", "blocks/lost-keys.md"]);
    commit(&sandbox, "Promote");
    sandbox.write("journeys/next/journey.yaml", &journey("      - { id: begin, title: One, items: [lost-keys] }\n"));
    sandbox.write("journeys/onboarding/journey.yaml", "title: Trial\nstages:\n  - { id: setup, title: Setup }\n");
    commit(&sandbox, "Move the step");
    sandbox.write("blocks/lost-keys.md", &INSIGHT.replace("severity: 2", "severity:   4"));
    commit(&sandbox, "Only layout");
    sandbox
}

#[test]
fn records_and_steps_are_known_by_the_names_they_have_today() {
    let sandbox = repository();
    let timeline = timeline(&sandbox, None);
    assert_eq!(timeline.end, PastEnd::Begin);
    let all: Vec<&str> = timeline.commits.iter().map(subject).collect();
    assert_eq!(all.len(), 8, "{all:?}");
    assert!(!all.contains(&"Before"), "it touched nothing of the workspace");
    assert_eq!(of(&timeline, FileKind::Item, "lost-keys"), ["Promote", "Rename both", "Worse", "Begin"]);
    assert_eq!(of(&timeline, FileKind::Item, "keys"), ["The name again"]);
    assert_eq!(
        of(&timeline, FileKind::Journey, "onboarding"),
        ["Move the step", "Rename the journey", "Rename both", "Begin"]
    );
    assert_eq!(of(&timeline, FileKind::Journey, "trial"), [""; 0]);
    assert_eq!(of_step(&timeline, "next", "begin"), ["Move the step", "Rename both", "Begin"]);
    let homes = |subject_is: &str, id: &str| -> Vec<String> {
        let entry = timeline.commits.iter().find(|entry| subject(entry) == subject_is).expect("the commit");
        entry.records.iter().find(|known| known.id == id).expect("the record").journeys.clone()
    };
    assert_eq!(homes("Worse", "lost-keys"), ["onboarding"]);
    assert_eq!(homes("Promote", "lost-keys"), ["onboarding"]);
    let layout = timeline.commits[0].changes.as_ref().expect("readable");
    assert_eq!((layout.is_empty(), layout.reformatted.len()), (true, 1));
}

#[test]
fn what_an_earlier_walk_knows_is_taken_over() {
    let sandbox = repository();
    let earlier = timeline(&sandbox, None);
    sandbox.git(&["mv", "blocks/lost-keys.md", "blocks/key.md"]);
    sandbox.write("journeys/next/journey.yaml", &journey("      - { id: begin, title: One, items: [key] }\n"));
    commit(&sandbox, "Once more");
    sandbox.git(&["tag", "-a", "v1", "-m", "First", "HEAD~1"]);
    sandbox.git(&["tag", "light"]);
    let (after, fresh) = (timeline(&sandbox, Some(&earlier)), timeline(&sandbox, None));
    assert_eq!(format!("{:?}", after.commits), format!("{:?}", fresh.commits));
    assert_eq!((&after.tags, after.end), (&fresh.tags, fresh.end));
    assert_eq!(after.tags.iter().map(|at| (at.info.name.as_str(), at.before)).collect::<Vec<_>>(), [("v1", 1)]);
    assert_eq!(of(&after, FileKind::Item, "key").len(), 5);
    sandbox.git(&["reset", "--quiet", "--hard", "HEAD~3"]);
    let back = timeline(&sandbox, Some(&after));
    assert_eq!(format!("{:?}", back.commits), format!("{:?}", timeline(&sandbox, None).commits));
}

#[test]
fn the_past_ends_where_it_is_not_known() {
    let sandbox = repository();
    let origin = format!("file://{}", sandbox.path().display());
    sandbox.git(&["clone", "--quiet", "--depth", "3", &origin, "../shallow"]);
    let open = |folder: &str| Repository::open(&sandbox.path().join(folder)).expect("a repository");
    let read = |repository: &Repository, head: &Revision| {
        Past::read(repository, head, &repository.tag_names(), None, &Allowed::all()).expect("readable")
    };
    let shallow = open("../shallow");
    let timeline = read(&shallow, &shallow.head().expect("readable").expect("a commit"));
    assert_eq!((timeline.end, timeline.commits.len()), (PastEnd::Shallow, 2));

    let whole = open(".");
    let head = whole.head().expect("readable").expect("a commit");
    let lost = sandbox.git(&["rev-parse", "HEAD~3"]);
    let (folder, file) = lost.trim().split_at(2);
    std::fs::remove_file(sandbox.path().join(".git/objects").join(folder).join(file)).expect("an object");
    let timeline = read(&open("."), &head);
    assert_eq!((timeline.end, timeline.commits.len()), (PastEnd::Damaged, 2));

    // A partial clone has commits and trees, but not the files.
    let blob = sandbox.git(&["rev-parse", "HEAD:blocks/lost-keys.md"]);
    let (folder, file) = blob.trim().split_at(2);
    std::fs::remove_file(sandbox.path().join(".git/objects").join(folder).join(file)).expect("an object");
    let newest = &read(&open("."), &head).commits[0];
    assert!(newest.changes.is_none() && subject(newest) == "Only layout");
}

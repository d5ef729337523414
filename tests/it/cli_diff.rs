//! `wayfare diff`: a story of changes to the example, as it is told.

use crate::program::Sandbox;

/// Replaces a text in a file that has it.
fn replace(sandbox: &Sandbox, path: &str, from: &str, to: &str) {
    let text = sandbox.read(path);
    assert!(text.contains(from), "{path} has no {from:?}");
    sandbox.write(path, &text.replace(from, to));
}

fn remove(sandbox: &Sandbox, path: &str) {
    std::fs::remove_file(sandbox.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
}

fn rename(sandbox: &Sandbox, from: &str, to: &str) {
    sandbox.write(to, &sandbox.read(from));
    remove(sandbox, from);
}

fn commit(sandbox: &Sandbox, subject: &str) {
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", subject]);
}

/// The example in a repository, committed on `main`.
pub(crate) fn example() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    let example = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("example-workspace");
    for entry in walkdir::WalkDir::new(&example) {
        let entry = entry.expect("the example can be read");
        let path = entry.path().strip_prefix(&example).expect("inside").to_string_lossy().replace('\\', "/");
        if entry.file_type().is_file() {
            let target = sandbox.path().join(&path);
            std::fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
    commit(&sandbox, "Begin with the example");
    sandbox
}

const TRIAL: &str = "journeys/trial-to-paid/journey.yaml";

/// Two branches that left the example: on `main` an owner changed, on `research` a good deal.
pub(crate) fn story() -> Sandbox {
    let sandbox = example();
    // What rests on an archived insight rests on nothing, and has none to lose.
    let insight = "journeys/trial-to-paid/items/insights/trial-length-feels-short.md";
    replace(&sandbox, insight, "status: archived", "status: observed");
    sandbox.git(&["commit", "--quiet", "--all", "--amend", "--no-edit"]);
    sandbox.git(&["branch", "research"]);
    replace(&sandbox, "blocks/opportunities/give-the-invite-a-reason.md", "owner: jon", "owner: noor");
    commit(&sandbox, "Hand the invite to Noor");
    sandbox.git(&["checkout", "--quiet", "research"]);
    rename_a_solution(&sandbox);
    promote_a_metric(&sandbox);
    reorder_steps(&sandbox);
    commit(&sandbox, "Tidy up");
    move_statuses(&sandbox);
    break_things(&sandbox);
    change_the_rest(&sandbox);
    commit(&sandbox, "Learn from October");
    sandbox
}

fn rename_a_solution(sandbox: &Sandbox) {
    rename(sandbox, "blocks/solutions/contextual-invite.md", "blocks/solutions/invite-with-a-reason.md");
    replace(
        sandbox,
        "blocks/solutions/invite-with-a-reason.md",
        "kind: solution",
        "kind: solution\naliases: [contextual-invite]",
    );
    replace(sandbox, TRIAL, "- contextual-invite", "- invite-with-a-reason");
}

fn promote_a_metric(sandbox: &Sandbox) {
    for ending in ["md", "csv"] {
        let file = format!("metrics/trial-conversion-rate.{ending}");
        rename(sandbox, &format!("journeys/trial-to-paid/items/{file}"), &format!("blocks/{file}"));
    }
}

fn reorder_steps(sandbox: &Sandbox) {
    let text = sandbox.read(TRIAL);
    let start = text.find("      - id: invite-teammate").expect("the step");
    let end = start + text[start..].find("\n  - id: first-value").expect("the next stage");
    let step = text[start..end].to_owned();
    let text = text.replacen(&step, "", 1);
    let before = "      - id: fix-failed-run";
    sandbox.write(TRIAL, &text.replacen(before, &format!("{step}{before}"), 1));
}

fn move_statuses(sandbox: &Sandbox) {
    replace(
        sandbox,
        "journeys/trial-to-paid/items/insights/blank-canvas-freezes.md",
        "status: observed",
        "status: validated",
    );
    replace(
        sandbox,
        "journeys/new-user-onboarding/items/solutions/draft-mode.md",
        "status: planned",
        "status: in-progress",
    );
}

fn break_things(sandbox: &Sandbox) {
    // An opportunity loses its insight, a solution its metric, and a link its target.
    remove(sandbox, "journeys/trial-to-paid/items/insights/trial-length-feels-short.md");
    replace(sandbox, TRIAL, "          - trial-length-feels-short\n", "");
    replace(sandbox, "signals/productboard-1184.md", "items: [trial-length-feels-short]\n", "");
    let calculator = "journeys/trial-to-paid/items/solutions/weekly-value-line.md";
    replace(sandbox, calculator, "links: [show-value-in-hours, trial-conversion-rate]", "links: [show-value-in-hours]");
    let insight = "blocks/insights/admins-stall-at-credentials.md";
    replace(
        sandbox,
        insight,
        "links: [make-credentials-findable]",
        "links: [make-credentials-findable, name-keys-better]",
    );
    replace(
        sandbox,
        insight,
        "They do not lack the skill to copy a value.",
        "They can copy a value as well as anyone.",
    );
}

fn change_the_rest(sandbox: &Sandbox) {
    replace(
        sandbox,
        "journeys/trial-to-paid/items/metrics/time-to-first-value.csv",
        "2026-10-31,9.4,\n",
        "2026-10-31,9.4,\n2026-11-30,5.8,\n",
    );
    replace(sandbox, "journeys/trial-to-paid/items/metrics/time-to-first-value.md", "current: 9.4", "current: 5.8");
    replace(sandbox, "workspace.yaml", "role: viewer }", "role: editor }");
    replace(sandbox, "journeys/support-escalation/journey.yaml", "emotion: 1", "emotion: 2");
    sandbox.write("assets/note.txt", "New.\n");
    let reformatted = "blocks/touchpoints/run-log.md";
    replace(sandbox, reformatted, "kind: touchpoint", "kind:   touchpoint # as it was");
}

#[test]
fn the_story_is_told_to_people() {
    let sandbox = story();
    let told = sandbox.run(&["diff", "main...research"]);
    assert_eq!((told.code, told.stderr.as_str()), (0, ""));
    let commit = sandbox.git(&["merge-base", "main", "research"]);
    insta::assert_snapshot!("diff-story-text", told.stdout.replace(&commit[..7], "0000000"));
}

#[test]
fn the_story_is_told_in_a_comment() {
    let sandbox = story();
    let told = sandbox.run(&["diff", "main...research", "--format", "markdown"]);
    assert_eq!((told.code, told.stderr.as_str()), (0, ""));
    let (base, head) = (sandbox.git(&["merge-base", "main", "research"]), sandbox.git(&["rev-parse", "research"]));
    let text = told.stdout.replace(&base[..7], "0000000").replace(head.trim(), "HEAD");
    insta::assert_snapshot!("diff-story-markdown", text);
}

#[test]
fn the_story_is_drawn_on_one_page_that_needs_nothing() {
    let sandbox = story();
    let page = sandbox.run(&["diff", "main...research", "--format", "html"]).stdout;
    for foreign in ["<script", "<link", "<img", "src=", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    let (before, after) = page.split_once("<h3>After</h3>").expect("two maps");
    assert!(before.contains("<h3>Before</h3>"));
    assert!(page.contains("<h5 class=\"moved\">Admin invites a teammate <span class=\"mark\">moved</span></h5>"));
    assert!(page.contains("Fourteen days feel short, but nobody uses the last seven <span class=\"mark\">gone</span>"));
    assert!(page.contains("<li class=\"changed\"><span class=\"kind insight\">insight</span> Non-technical admins"));
    assert!(page.contains("Invite that carries the workflow it is about <span class=\"mark\">renamed</span>"));
    assert!(after.contains("feels 2 of 5"));
    assert!(page.contains("<del>planned</del> to <ins>in progress</ins>"), "{page}");
}

#[test]
fn the_story_is_told_to_programs() {
    let sandbox = story();
    let told = sandbox.run(&["diff", "main..research", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&told.stdout).expect("JSON");
    assert_eq!(
        (&document["version"], &document["from"], &document["to"]),
        (&2.into(), &"main".into(), &"research".into())
    );
    let records = document["changes"]["records"].as_array().expect("records");
    let of = |id: &str| records.iter().find(|record| record["id"] == id).unwrap_or_else(|| panic!("{id}"));
    assert_eq!(of("invite-with-a-reason")["old_id"], "contextual-invite");
    assert_eq!(
        (&of("invite-with-a-reason")["kind"], &of("invite-with-a-reason")["change"]),
        (&"solution".into(), &"changed".into())
    );
    assert_eq!(of("trial-conversion-rate")["home"]["from"]["text"], "trial-to-paid");
    let owner = &of("give-the-invite-a-reason")["details"][0];
    assert_eq!((&owner["from"]["name"], &owner["to"]["text"]), (&"Noor Haddad".into(), &"jon".into()), "main is ahead");
    assert_eq!(document["changes"]["reformatted"][0], "blocks/touchpoints/run-log.md");
}

#[test]
fn any_two_states_are_compared() {
    let sandbox = example();
    let diff = |arguments: &[&str]| {
        let told = sandbox.run(&[&["diff"], arguments].concat());
        assert_eq!(told.code, 0, "{}", told.stderr);
        told.stdout
    };
    assert_eq!(diff(&[]), "Nothing changed in meaning between HEAD and the files in the folder.\n");
    let file = "blocks/opportunities/give-the-invite-a-reason.md";
    replace(&sandbox, file, "impact: 4", "impact: 5");
    assert!(diff(&[]).contains("impact: 4 → 5"));
    assert!(diff(&["--unstaged"]).contains("impact: 4 → 5"));
    assert!(diff(&["--staged"]).starts_with("Nothing changed"));
    sandbox.git(&["add", "-A"]);
    replace(&sandbox, file, "impact: 5", "impact: 1");
    assert!(diff(&["--staged"]).contains("impact: 4 → 5"));
    assert!(diff(&["--unstaged"]).contains("impact: 5 → 1"));
    assert!(diff(&["HEAD"]).contains("impact: 4 → 1"));
    sandbox.write("assets/credentials-page.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    assert!(diff(&[]).contains("~ File `assets/credentials-page.svg` changed"));
    let refused = sandbox.run(&["diff", "nowhere..HEAD"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("unknown revision `nowhere`\nhelp: name a branch"), "{}", refused.stderr);
}

#[test]
fn what_is_wrong_now_is_told_where_no_record_is_another() {
    let sandbox = example();
    sandbox.write("blocks/zz/second.md", "---\nkind: touchpoint\ntitle: Second\n---\n");
    commit(&sandbox, "A second");
    sandbox.write("blocks/zzz/second.md", "---\nkind: touchpoint\ntitle: Another\n---\n");
    let told = sandbox.run(&["diff"]).stdout;
    assert!(told.starts_with("Nothing changed in meaning"), "{told}");
    assert!(told.contains("`second` is taken by `blocks/zz/second.md`"), "{told}");
}

#[test]
fn the_first_commit_is_compared_with_nothing() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("workspace.yaml", "name: Acme\n");
    let told = sandbox.run(&["diff"]);
    assert_eq!((told.code, told.stderr.as_str()), (0, ""));
    assert!(told.stdout.starts_with("From nothing to the files in the folder. New: the settings."), "{}", told.stdout);
}

#[test]
fn a_journey_that_cannot_be_read_now_solves_nothing() {
    let sandbox = example();
    sandbox.write("blocks/insights/lone.md", "---\nkind: insight\ntitle: Nobody has placed this\n---\n");
    commit(&sandbox, "Begin");
    let journey = sandbox.read(TRIAL);
    sandbox.write(TRIAL, &format!("title: [broken\n{journey}"));
    let broken = sandbox.run(&["diff"]).stdout;
    assert!(broken.contains("Journey “trial-to-paid” cannot be read now"), "{broken}");
    assert!(!broken.contains("solved"), "{broken}");
    commit(&sandbox, "Break it");
    sandbox.write(TRIAL, &journey);
    let back = sandbox.run(&["diff"]).stdout;
    assert!(back.contains("could not be read before, and can be now"), "{back}");
}

#[test]
fn line_ends_that_git_would_not_take_end_nothing() {
    for (setting, ends) in [("true", "\n"), ("input", "\r\n")] {
        let sandbox = example();
        sandbox.git(&["config", "core.safecrlf", "true"]);
        sandbox.git(&["config", "core.autocrlf", setting]);
        sandbox.write("blocks/insights/new.md", &"---\nkind: insight\ntitle: New\n---\n".replace('\n', ends));
        let shown = sandbox.run(&["diff"]);
        assert_eq!(shown.code, 0, "{}", shown.stderr);
        assert!(shown.stdout.contains("+ Insight “New” is new"), "{}", shown.stdout);
        let refused = sandbox.run(&["commit"]);
        assert_eq!(refused.code, 2, "git would not take it either");
        assert!(refused.stderr.contains("cannot read `blocks/insights/new.md`"), "{}", refused.stderr);
        assert_eq!(sandbox.git(&["diff", "--cached", "--name-only"]), "");
    }
}

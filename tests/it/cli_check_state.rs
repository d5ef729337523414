//! `wayfare check --at`, `--staged` and `--changed`: which state of the workspace is checked.

use crate::program::Sandbox;

const GOOD: &str = "---\nkind: touchpoint\ntitle: A\nallow: [unplaced-item]\n---\n";
const BAD: &str = "---\nkind: touchpoint\ntitle: A\nallow: [unplaced-item]\nlinks: [gone]\n---\n";

/// A repository with a workspace in a folder of it, committed as `v1` without and as `v2` with an error.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("notes.txt", "before the workspace\n");
    commit(&sandbox, "v0");
    sandbox.write("maps/workspace.yaml", "name: Acme\n");
    sandbox.write("maps/blocks/a.md", GOOD);
    commit(&sandbox, "v1");
    sandbox.write("maps/blocks/a.md", BAD);
    commit(&sandbox, "v2");
    sandbox
}

fn commit(sandbox: &Sandbox, tag: &str) {
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", tag]);
    sandbox.git(&["tag", tag]);
}

#[test]
fn a_revision_is_checked_without_a_checkout() {
    let sandbox = repository();
    sandbox.write("maps/blocks/a.md", "broken now");
    let old = sandbox.run(&["check", "maps", "--at", "v2"]);
    assert_eq!(old.code, 1, "{}", old.stderr);
    let excerpt = "error[unknown-item]: no item `gone`";
    assert!(old.stdout.starts_with(excerpt) && old.stdout.contains("5 | links: [gone]"), "{}", old.stdout);
    assert!(old.stderr.starts_with("1 error in 2 files at `v2` ("), "{}", old.stderr);
    let clean = sandbox.run(&["check", "maps", "--at", "v2~1"]);
    assert_eq!((clean.code, clean.stdout.as_str()), (0, ""), "{}", clean.stderr);
    assert_eq!(sandbox.read("maps/blocks/a.md"), "broken now");
    assert_eq!(sandbox.git(&["status", "--short"]), " M maps/blocks/a.md\n");
}

#[test]
fn a_path_may_be_gone_from_the_folder_but_not_from_the_revision() {
    let sandbox = repository();
    std::fs::remove_dir_all(sandbox.path().join("maps/blocks")).expect("a folder");
    let gone = sandbox.run(&["check", "maps", "maps/blocks/a.md", "--at", "v2"]);
    assert_eq!(gone.code, 1, "{}", gone.stderr);
    assert!(gone.stderr.starts_with("1 error in 1 file at `v2` ("), "{}", gone.stderr);
    let never = sandbox.run(&["check", "maps", "maps/personas", "--at", "v2"]);
    assert_eq!(never.code, 2);
    assert!(never.stderr.starts_with("error: `personas` is not there at `v2`\n"), "{}", never.stderr);
}

#[test]
fn what_is_staged_is_checked_whatever_the_folder_holds() {
    let sandbox = repository();
    let check = || sandbox.run(&["check", "maps", "--staged"]);
    assert_eq!(check().code, 1);
    sandbox.write("maps/blocks/a.md", GOOD);
    assert_eq!(check().code, 1, "not staged yet");
    sandbox.git(&["add", "maps"]);
    sandbox.write("maps/blocks/a.md", BAD);
    let clean = check();
    assert_eq!((clean.code, clean.stdout.as_str()), (0, ""), "{}", clean.stderr);
    assert!(clean.stderr.starts_with("clean in 2 files as staged ("), "{}", clean.stderr);
    sandbox.write("maps/blocks/b.md", "---\nnot staged\n");
    assert_eq!(check().code, 0);
}

#[test]
fn an_index_without_the_workspace_is_clean_and_half_of_one_is_refused() {
    let sandbox = repository();
    sandbox.git(&["rm", "-r", "--quiet", "--cached", "maps"]);
    let none = sandbox.run(&["check", "maps", "--staged"]);
    assert_eq!(none.code, 0, "{}", none.stderr);
    assert!(none.stderr.starts_with("clean in 0 files as staged ("), "{}", none.stderr);
    sandbox.git(&["add", "maps/blocks"]);
    let half = sandbox.run(&["check", "maps", "--staged"]);
    assert_eq!(half.code, 2);
    let refusal =
        "error: `blocks/a.md` is staged, but no workspace.yaml\nhelp: stage it, too: `git add workspace.yaml`\n";
    assert_eq!(half.stderr, refusal);
}

#[test]
fn only_what_the_base_has_not_is_told_and_counts() {
    let sandbox = repository();
    let old = sandbox.run(&["check", "maps", "--changed", "HEAD"]);
    assert_eq!((old.code, old.stdout.as_str()), (0, ""), "{}", old.stderr);
    assert!(old.stderr.starts_with("clean in 2 files beyond `HEAD` ("), "{}", old.stderr);
    let since = sandbox.run(&["check", "maps", "--changed", "v1"]);
    assert_eq!(since.code, 1);

    // The record moves, its lines shift, and another one has a mistake of the same sort.
    std::fs::remove_file(sandbox.path().join("maps/blocks/a.md")).expect("a file");
    sandbox.write("maps/blocks/emails/a.md", &BAD.replace("title: A\n", "title: A\nstatus: confirmed\n"));
    sandbox.write("maps/blocks/b.md", BAD);
    let new = sandbox.run(&["check", "maps", "--changed", "HEAD"]);
    assert_eq!(new.code, 1);
    assert!(new.stdout.contains("blocks/b.md:5:9") && !new.stdout.contains("a.md"), "{}", new.stdout);
    assert!(new.stderr.starts_with("1 error in 3 files beyond `HEAD` ("), "{}", new.stderr);
    let elsewhere = sandbox.run(&["check", "maps", "maps/blocks/emails", "--changed", "HEAD"]);
    assert_eq!(elsewhere.code, 0, "{}", elsewhere.stdout);
}

#[test]
fn any_state_is_compared_and_a_base_without_the_workspace_has_no_findings() {
    let sandbox = repository();
    let code = |arguments: &[&str]| sandbox.run(&[&["check", "maps", "--changed"], arguments].concat()).code;
    assert_eq!(code(&["v1", "--at", "v2"]), 1);
    assert_eq!(code(&["v2", "--at", "v1"]), 0);
    assert_eq!(code(&["v0", "--at", "v2"]), 1);
    assert_eq!(code(&["v2", "--staged"]), 0);
    sandbox.write("maps/blocks/b.md", BAD);
    assert_eq!(code(&["v2", "--staged"]), 0);
    sandbox.git(&["add", "maps"]);
    assert_eq!(code(&["v2", "--staged"]), 1);
}

#[test]
fn a_state_that_cannot_be_read_ends_with_2() {
    let sandbox = repository();
    for (arguments, said) in [
        (&["--at", "v9"][..], "error: unknown revision `v9`\n"),
        (&["--changed", "v9"], "error: unknown revision `v9`\n"),
        (&["--at", "v0"], "has no folder `maps`\nhelp: name a revision in which the workspace exists\n"),
        (&["--at", "HEAD:maps"], "error: `HEAD:maps` is a tree, not a commit\n"),
    ] {
        let outcome = sandbox.run(&[&["check", "maps"], arguments].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(said), "{arguments:?}: {}", outcome.stderr);
    }
    let bare = Sandbox::new();
    bare.write("workspace.yaml", "name: Acme\n");
    for arguments in [&["check", "--at", "HEAD"][..], &["check", "--staged"], &["check", "--changed", "HEAD"]] {
        let outcome = bare.run(arguments);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains("is in no git repository"), "{}", outcome.stderr);
    }
}

#[test]
fn what_leads_to_a_renamed_file_is_told_where_it_is_now() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("workspace.yaml", "name: Acme\n");
    let step = "{ id: one, title: T, items: [rate, page] }";
    sandbox.write(
        "journeys/old/journey.yaml",
        &format!("title: Old\nstages:\n  - {{ id: s, title: S, steps: [{step}] }}\n"),
    );
    sandbox
        .write("blocks/rate.md", "---\nkind: metric\ntitle: Rate of completion\n---\nHow many of them complete it.\n");
    sandbox.write("blocks/rate.csv", "date,value\n2026-01-01,41\n");
    let text = "See [the rate](rate.md) and [[old/s/one|the step]].";
    sandbox.write("blocks/page.md", &format!("---\nkind: touchpoint\ntitle: Page\n---\n{text}\n"));
    commit(&sandbox, "v1");
    sandbox.git(&["mv", "blocks/rate.md", "blocks/share.md"]);
    sandbox.git(&["mv", "journeys/old", "journeys/new"]);
    let told = sandbox.run(&["check"]).stdout;
    for help in [
        "was `rate.md` renamed? write `share.md` here",
        "was `rate` renamed to `share`? rename this file to `share.csv`",
        "was `old` renamed to `new`? write `new/s/one` here",
    ] {
        assert!(told.contains(help), "{help}: {told}");
    }
    assert!(!told.contains("did you mean `rate.csv`"), "{told}");
}

#[test]
fn a_former_id_is_told_with_what_has_been_renamed() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    let journey = "title: J\npersonas: [admin]\nstages:\n  - id: s\n    title: S\n    steps:\n      - { id: one, title: T, items: [invite-email, key-page] }\n";
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("journeys/j/journey.yaml", journey);
    sandbox.write("personas/admin.md", "---\nname: Admin of a team\n---\nSee [[invite-email|the invite]].\n");
    sandbox
        .write("blocks/invite-email.md", "---\nkind: touchpoint\ntitle: The e-mail that invites\n---\nSent at once.\n");
    sandbox.write("blocks/key-page.md", "---\nkind: touchpoint\ntitle: The page with the keys\n---\n");
    commit(&sandbox, "v1");
    assert_eq!(sandbox.run(&["check"]).code, 0);
    sandbox.git(&["mv", "blocks/invite-email.md", "blocks/letter.md"]);
    sandbox.git(&["mv", "personas/admin.md", "personas/owner.md"]);
    sandbox.write("journeys/j/journey.yaml", &journey.replace("key-page", "unheard-of"));
    for arguments in [&["check"][..], &["check", "--fix"]] {
        let told = sandbox.run(arguments).stdout;
        let help = "was `invite-email` renamed to `letter`? write `letter` here, or add `aliases: [invite-email]` to blocks/letter.md";
        assert_eq!(told.matches(help).count(), 2, "{told}");
        assert!(told.contains("was `admin` renamed to `owner`? write `owner` here"), "{told}");
        assert!(told.contains("no item `unheard-of`") && !told.contains("was `unheard-of`"), "{told}");
    }
    let old = sandbox.run(&["check", "--at", "v1"]);
    assert_eq!(old.code, 0, "{}", old.stdout);
}

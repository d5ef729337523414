//! `wayfare restore` in real repositories.

use crate::program::{Outcome, Sandbox};

const JOURNEY: &str = "title: Trial\npersonas: [admin]\nstages:\n  - id: setup\n    title: Setup\n    steps:\n      - id: one\n        \
                       title: Customer begins\n        items: [invite, page]\n";
const INVITE: &str =
    "---\nkind: touchpoint\ntitle: Invite\nlinks: [stall]\n---\nSee ![it](../../../assets/invite.txt).\n";
const STALL: &str = "---\nkind: insight\ntitle: Stall\n---\n";
const PAGE: &str = "---\nkind: touchpoint\ntitle: Page\n---\n";

fn commit(sandbox: &Sandbox, subject: &str) {
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", subject]);
}

fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("workspace.yaml", "name: Acme\nmembers:\n  - { id: maya, name: Maya, role: owner }\n");
    sandbox.write("personas/admin.md", "---\nname: Admin\n---\n");
    sandbox.write("journeys/trial/journey.yaml", JOURNEY);
    sandbox.write("journeys/trial/items/invite.md", INVITE);
    sandbox.write("blocks/stall.md", STALL);
    sandbox.write("blocks/page.md", PAGE);
    sandbox.write("blocks/rate.md", "---\nkind: metric\ntitle: Rate\nowner: maya\n---\n");
    sandbox.write("blocks/rate.csv", "date,value\n2026-01-01,1\n");
    sandbox.write("assets/invite.txt", "Hello\n");
    commit(&sandbox, "Begin");
    sandbox.git(&["tag", "then"]);
    sandbox
}

fn restore(sandbox: &Sandbox, arguments: &[&str]) -> Outcome {
    sandbox.run(&[&["restore"], arguments, &["--at", "then"]].concat())
}

#[test]
fn a_changed_item_is_as_it_was_where_it_is_now() {
    let sandbox = repository();
    sandbox.git(&["mv", "blocks/page.md", "journeys/trial/items/page.md"]);
    sandbox.write("journeys/trial/items/page.md", &PAGE.replace("Page", "Another"));
    commit(&sandbox, "Change and move it");
    let shown = restore(&sandbox, &["page", "--dry-run"]);
    assert_eq!((shown.code, shown.stdout.as_str()), (0, "journeys/trial/items/page.md\n"), "{}", shown.stderr);
    assert!(sandbox.read("journeys/trial/items/page.md").contains("Another"));
    let restored = restore(&sandbox, &["page"]);
    assert_eq!(restored.stdout, "journeys/trial/items/page.md\n");
    assert!(restored.stderr.starts_with("Brought `page` back as it was in "), "{}", restored.stderr);
    assert_eq!(sandbox.read("journeys/trial/items/page.md"), PAGE);
    assert_eq!(sandbox.git(&["status", "--porcelain"]), " M journeys/trial/items/page.md\n", "not staged");
    commit(&sandbox, "Restore");
    assert!(restore(&sandbox, &["page"]).stderr.contains("`page` is as it was in"));
}

#[test]
fn what_it_needs_comes_with_it() {
    let sandbox = repository();
    sandbox.git(&["rm", "--quiet", "journeys/trial/items/invite.md", "blocks/stall.md", "assets/invite.txt"]);
    sandbox.write("journeys/trial/journey.yaml", &JOURNEY.replace("invite, ", ""));
    commit(&sandbox, "Remove it");
    let restored = restore(&sandbox, &["invite"]);
    assert_eq!(
        restored.stdout, "assets/invite.txt\nblocks/stall.md\njourneys/trial/items/invite.md\n",
        "{}",
        restored.stderr
    );
    assert!(restored.stderr.contains("With it comes `stall`, which it needs."), "{}", restored.stderr);
    assert!(restored.stderr.contains("It was on the step `trial/setup/one`, and is not now"), "{}", restored.stderr);
    assert_eq!(sandbox.read("journeys/trial/items/invite.md"), INVITE);
    assert_eq!(sandbox.run(&["check"]).code, 0);
}

#[test]
fn a_metric_comes_with_its_measurements_and_says_who_is_gone() {
    let sandbox = repository();
    sandbox.git(&["rm", "--quiet", "blocks/rate.md", "blocks/rate.csv"]);
    sandbox.write("workspace.yaml", "name: Acme\n");
    commit(&sandbox, "Remove it");
    let restored = restore(&sandbox, &["rate"]);
    assert_eq!(restored.stdout, "blocks/rate.csv\nblocks/rate.md\n");
    assert!(
        restored.stderr.contains("Not brought back: the member `maya` is not there any more."),
        "{}",
        restored.stderr
    );
}

#[test]
fn a_journey_comes_with_its_items_and_personas() {
    let sandbox = repository();
    sandbox.git(&["rm", "--quiet", "-r", "journeys/trial", "personas"]);
    sandbox.git(&["mv", "blocks/page.md", "blocks/moved.tmp"]);
    sandbox.git(&["mv", "blocks/moved.tmp", "blocks/page.md"]);
    commit(&sandbox, "Remove it");
    let item = restore(&sandbox, &["invite"]);
    assert_eq!(item.code, 2);
    assert!(
        item.stderr.contains("`invite` belonged to the journey `trial`, which is gone\nhelp: bring back"),
        "{}",
        item.stderr
    );
    let restored = restore(&sandbox, &["trial"]);
    let files = "journeys/trial/items/invite.md\njourneys/trial/journey.yaml\npersonas/admin.md\n";
    assert_eq!(restored.stdout, files, "{}", restored.stderr);
    assert_eq!(sandbox.run(&["check"]).code, 0);
}

#[test]
fn what_was_promoted_or_added_since_stays() {
    let sandbox = repository();
    sandbox.git(&["mv", "journeys/trial/items/invite.md", "blocks/invite.md"]);
    sandbox.write("journeys/trial/items/new.md", PAGE);
    sandbox.write("journeys/trial/journey.yaml", &JOURNEY.replace("[invite, page]", "[new]"));
    commit(&sandbox, "Go on");
    let restored = restore(&sandbox, &["trial"]);
    assert_eq!(restored.stdout, "journeys/trial/journey.yaml\n", "{}", restored.stderr);
    assert!(
        restored.stderr.contains("`journeys/trial/items/new.md` was not there then; it stays."),
        "{}",
        restored.stderr
    );
}

#[test]
fn uncommitted_changes_are_not_overwritten_unless_told() {
    let sandbox = repository();
    sandbox.write("blocks/page.md", &PAGE.replace("Page", "Mine"));
    let refused = restore(&sandbox, &["page"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(
        refused.stderr.contains("`blocks/page.md` has changes that are not committed; nothing was written"),
        "{}",
        refused.stderr
    );
    assert!(sandbox.read("blocks/page.md").contains("Mine"));
    assert_eq!(restore(&sandbox, &["page", "--force"]).code, 0);
    assert_eq!(sandbox.read("blocks/page.md"), PAGE);

    // A file that git was never told of is not overwritten either, ignored or not.
    sandbox.git(&["rm", "--quiet", "--cached", "blocks/page.md"]);
    sandbox.git(&["commit", "--quiet", "-m", "Forget it"]);
    sandbox.write("blocks/page.md", "mine");
    assert_eq!(restore(&sandbox, &["page"]).code, 2);
    sandbox.write(".git/info/exclude", "page.md\n");
    assert_eq!(restore(&sandbox, &["page"]).code, 2);
    std::fs::remove_file(sandbox.path().join("blocks/page.md")).expect("a file");
    assert_eq!(restore(&sandbox, &["page"]).code, 0, "what is gone is not in danger");
}

#[test]
fn what_cannot_be_brought_back_is_refused() {
    let sandbox = repository();
    sandbox.git(&["mv", "blocks/page.md", "blocks/start.md"]);
    sandbox.write("blocks/start.md", &PAGE.replace("title: Page", "title: Page\naliases: [page]"));
    commit(&sandbox, "Rename it");
    let renamed = restore(&sandbox, &["page"]);
    assert!(renamed.stderr.contains("`page` has another name now: it is `blocks/start.md`"), "{}", renamed.stderr);
    assert!(renamed.stderr.contains("help: bring it back by the name it has now"), "{}", renamed.stderr);
    let by_today = restore(&sandbox, &["start", "--dry-run"]);
    assert_eq!(by_today.stdout, "blocks/start.md\n", "{}", by_today.stderr);
    let unknown = restore(&sandbox, &["pgae"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("no record was called `pgae` then\nhelp: did you mean `page`?"),
        "{}",
        unknown.stderr
    );
    assert_eq!(sandbox.run(&["restore", "page"]).code, 2, "a revision is needed");
    assert!(sandbox.run(&["restore", "page", "--at", "gone"]).stderr.contains("unknown revision `gone`"));
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_renamed_item_is_found_by_the_id_it_has_now() {
    let sandbox = repository();
    // Under a name that another item had then.
    sandbox.git(&["rm", "--quiet", "blocks/stall.md"]);
    commit(&sandbox, "Remove the other");
    sandbox.git(&["mv", "blocks/page.md", "blocks/stall.md"]);
    sandbox.write("journeys/trial/journey.yaml", &JOURNEY.replace("page", "stall"));
    commit(&sandbox, "Rename it");
    sandbox.git(&["mv", "blocks/stall.md", "journeys/trial/items/start.md"]);
    sandbox.write("journeys/trial/journey.yaml", &JOURNEY.replace("page", "start"));
    commit(&sandbox, "Rename and move it");
    sandbox.write("journeys/trial/items/start.md", &PAGE.replace("Page", "Start"));
    commit(&sandbox, "Change it");
    let restored = restore(&sandbox, &["start"]);
    assert_eq!(restored.stdout, "journeys/trial/items/start.md\n", "{}", restored.stderr);
    assert!(restored.stderr.contains("It was called `page` then."), "{}", restored.stderr);
    assert!(!restored.stderr.contains("It was on the step"), "{}", restored.stderr);
    assert_eq!(sandbox.read("journeys/trial/items/start.md"), PAGE);
    commit(&sandbox, "Restore it");
    assert!(restore(&sandbox, &["start"]).stderr.contains("`start` is as it was in"));

    // What is renamed and not committed, and not over what is not committed.
    sandbox.git(&["mv", "journeys/trial/items/start.md", "blocks/begin.md"]);
    sandbox.write("blocks/begin.md", &PAGE.replace("Page", "Begin"));
    let refused = restore(&sandbox, &["begin"]);
    assert!(refused.stderr.contains("`blocks/begin.md` has changes that are not committed"), "{}", refused.stderr);
    assert_eq!(restore(&sandbox, &["begin", "--force"]).stdout, "blocks/begin.md\n");
    assert_eq!(sandbox.read("blocks/begin.md"), PAGE);
}

#[test]
fn a_renamed_journey_is_found_by_the_id_it_has_now() {
    let sandbox = repository();
    sandbox.git(&["mv", "journeys/trial", "journeys/first"]);
    commit(&sandbox, "Rename it");
    sandbox.git(&["rm", "--quiet", "journeys/first/items/invite.md"]);
    sandbox.write("journeys/first/journey.yaml", &JOURNEY.replace("invite, ", ""));
    commit(&sandbox, "Change it");
    let restored = restore(&sandbox, &["first"]);
    let files = "journeys/first/items/invite.md\njourneys/first/journey.yaml\n";
    assert_eq!(restored.stdout, files, "{}", restored.stderr);
    assert!(restored.stderr.contains("It was called `trial` then."), "{}", restored.stderr);
    assert_eq!((sandbox.read("journeys/first/journey.yaml").as_str(), sandbox.run(&["check"]).code), (JOURNEY, 0));
    assert!(!sandbox.path().join("journeys/trial").exists());
}

#[test]
fn what_has_no_id_is_named_by_its_path() {
    let sandbox = repository();
    let files =
        [("journeys/portfolio.yaml", "- title: All\n  journeys: [trial]\n"), ("members/maya.yaml", "timezone: UTC\n")];
    files.iter().for_each(|(path, text)| sandbox.write(path, text));
    commit(&sandbox, "Settle it");
    sandbox.git(&["tag", "--force", "then"]);
    sandbox.git(&["rm", "--quiet", "journeys/portfolio.yaml"]);
    sandbox.write("members/maya.yaml", "timezone: Europe/Rome\n");
    commit(&sandbox, "Change it");
    for (path, text) in files {
        let restored = restore(&sandbox, &[path]);
        assert_eq!((restored.stdout, sandbox.read(path).as_str()), (format!("{path}\n"), text), "{}", restored.stderr);
    }
    sandbox.git(&["rm", "--quiet", "blocks/rate.md"]);
    commit(&sandbox, "Remove it");
    assert_eq!(restore(&sandbox, &["blocks/rate.md"]).stdout, "blocks/rate.md\n");
}

#[test]
fn an_item_of_a_journey_with_a_former_id_goes_where_that_is_now() {
    let sandbox = repository();
    sandbox.git(&["mv", "journeys/trial", "journeys/first"]);
    sandbox.git(&["rm", "--quiet", "-f", "journeys/first/items/invite.md"]);
    sandbox.write("journeys/first/journey.yaml", &format!("aliases: [trial]\n{}", JOURNEY.replace("invite, ", "")));
    commit(&sandbox, "Rename it and remove an item");
    let restored = restore(&sandbox, &["invite"]);
    assert_eq!(restored.stdout, "journeys/first/items/invite.md\n", "{}", restored.stderr);
    assert!(!sandbox.path().join("journeys/trial").exists());
}

#[test]
fn a_former_id_that_is_lost_with_what_is_brought_back_is_said() {
    let sandbox = repository();
    sandbox.git(&["mv", "blocks/page.md", "blocks/start.md"]);
    sandbox.write("blocks/start.md", &PAGE.replace("title", "aliases: [page]\ntitle"));
    commit(&sandbox, "Rename it");
    let restored = restore(&sandbox, &["start"]);
    let said = "Not brought back: the former ID `page`, which `blocks/start.md` has now and had not then.";
    assert!(restored.stderr.contains(said), "{}", restored.stderr);
}

#[test]
fn a_record_is_followed_onto_another_branch() {
    let sandbox = repository();
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    sandbox.git(&["mv", "blocks/page.md", "blocks/aside.md"]);
    commit(&sandbox, "Rename it");
    sandbox.write("blocks/aside.md", &PAGE.replace("Page", "Aside"));
    commit(&sandbox, "Change it");
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.git(&["mv", "blocks/page.md", "blocks/start.md"]);
    commit(&sandbox, "Rename it in another way");
    let restored = sandbox.run(&["restore", "start", "--at", "side"]);
    assert_eq!(restored.stdout, "blocks/start.md\n", "{}", restored.stderr);
    assert!(restored.stderr.contains("It was called `aside` then."), "{}", restored.stderr);
    assert!(sandbox.read("blocks/start.md").contains("Aside"));
}

/// Renamed, and then removed: it is back where it was.
#[test]
fn a_record_that_is_gone_is_found_by_the_last_id_it_had() {
    let sandbox = repository();
    sandbox.git(&["mv", "blocks/page.md", "blocks/start.md"]);
    commit(&sandbox, "Rename it");
    sandbox.git(&["rm", "--quiet", "blocks/start.md"]);
    commit(&sandbox, "Remove it");
    let restored = restore(&sandbox, &["start"]);
    assert_eq!(restored.stdout, "blocks/page.md\n", "{}", restored.stderr);
    assert!(restored.stderr.contains("It was called `page` then."), "{}", restored.stderr);
}

#[test]
fn what_git_does_not_look_at_is_not_overwritten() {
    for mark in ["--assume-unchanged", "--skip-worktree"] {
        let sandbox = repository();
        sandbox.write("blocks/page.md", &PAGE.replace("Page", "Later"));
        commit(&sandbox, "Later");
        sandbox.git(&["update-index", mark, "blocks/page.md"]);
        assert_eq!(restore(&sandbox, &["page", "--dry-run"]).code, 0, "a mark alone is no change");
        sandbox.write("blocks/page.md", &PAGE.replace("Page", "Mine"));
        let refused = restore(&sandbox, &["page"]);
        assert_eq!(refused.code, 2, "{mark}");
        assert!(refused.stderr.contains("`blocks/page.md` has changes that are not committed"), "{}", refused.stderr);
        assert!(sandbox.read("blocks/page.md").contains("Mine"));
        assert_eq!(restore(&sandbox, &["page", "--force"]).code, 0);
    }
}

#[test]
fn a_conflict_resolved_by_hand_is_not_overwritten() {
    for does_head_have_it in [true, false] {
        let sandbox = repository();
        sandbox.git(&["checkout", "--quiet", "-b", "side"]);
        sandbox.write("blocks/page.md", &PAGE.replace("Page", "Theirs"));
        commit(&sandbox, "Theirs");
        sandbox.git(&["checkout", "--quiet", "main"]);
        if does_head_have_it {
            sandbox.write("blocks/page.md", &PAGE.replace("Page", "Ours"));
        } else {
            sandbox.git(&["rm", "--quiet", "blocks/page.md"]);
        }
        commit(&sandbox, "Ours");
        sandbox.git_anyway(&["merge", "--quiet", "side"]);
        sandbox.write("blocks/page.md", &PAGE.replace("Page", "By hand"));
        let refused = restore(&sandbox, &["page"]);
        assert_eq!(refused.code, 2, "{}", refused.stderr);
        assert!(sandbox.read("blocks/page.md").contains("By hand"));
    }
}

#[test]
fn a_committed_file_that_is_ignored_now_is_not_overwritten() {
    let sandbox = repository();
    sandbox.git(&["rm", "--quiet", "--cached", "blocks/page.md"]);
    sandbox.write(".git/info/exclude", "page.md\n");
    sandbox.write("blocks/page.md", &PAGE.replace("Page", "Mine"));
    assert_eq!(restore(&sandbox, &["page"]).code, 2);
    assert!(sandbox.read("blocks/page.md").contains("Mine"));
}

/// A step that still names what is gone names it again once that is back.
#[test]
fn placements_that_are_still_there_are_not_told_as_gone() {
    let sandbox = repository();
    std::fs::remove_file(sandbox.path().join("blocks/page.md")).expect("removed");
    let restored = restore(&sandbox, &["page"]);
    assert!(restored.stderr.contains("Brought `page` back"), "{}", restored.stderr);
    assert!(!restored.stderr.contains("was on the step"), "{}", restored.stderr);
}

#[test]
fn what_was_staged_to_be_deleted_is_in_the_next_commit_once_it_is_back() {
    for remove in [&["rm", "--quiet"][..], &["rm", "--quiet", "--cached"]] {
        for is_announced in [false, true] {
            let sandbox = repository();
            sandbox.git(&[remove, &["blocks/page.md"]].concat());
            if is_announced {
                sandbox.write("blocks/page.md", "");
                sandbox.git(&["add", "--intent-to-add", "blocks/page.md"]);
            }
            let _ = std::fs::remove_file(sandbox.path().join("blocks/page.md"));
            assert_eq!(restore(&sandbox, &["page", "--dry-run"]).code, 0);
            assert!(
                sandbox.git(&["diff", "--cached", "--name-status"]).contains("D\tblocks/page.md"),
                "nothing written"
            );
            let restored = restore(&sandbox, &["page"]);
            assert_eq!(restored.code, 0, "{}", restored.stderr);
            let says = "`blocks/page.md` was staged to be deleted, and is not any more.";
            assert!(restored.stderr.contains(says), "{}", restored.stderr);
            assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
            sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", "Next"]);
            assert_eq!(sandbox.git(&["show", "HEAD:blocks/page.md"]), PAGE);
        }
    }
}

#[test]
fn other_things_that_are_staged_stay_staged() {
    let sandbox = repository();
    sandbox.git(&["rm", "--quiet", "blocks/stall.md"]);
    sandbox.write("blocks/page.md", &PAGE.replace("Page", "Staged"));
    sandbox.git(&["add", "blocks/page.md"]);
    assert_eq!(restore(&sandbox, &["page", "--force"]).code, 0);
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "MM blocks/page.md\nD  blocks/stall.md\n");
}

#[cfg(unix)]
#[test]
fn files_are_written_as_a_checkout_writes_them() {
    let sandbox = repository();
    sandbox.git(&["config", "filter.shout.smudge", "tr a-z A-Z"]);
    sandbox.git(&["config", "filter.shout.clean", "tr A-Z a-z"]);
    sandbox.write(".gitattributes", "*.md text eol=crlf\n*.txt filter=shout\n");
    sandbox.git(&["rm", "--quiet", "-rf", "assets", "blocks/page.md", "journeys/trial/items"]);
    commit(&sandbox, "Remove them");
    assert_eq!(restore(&sandbox, &["page"]).code, 0);
    assert_eq!(sandbox.read("blocks/page.md"), PAGE.replace('\n', "\r\n"));
    let restored = restore(&sandbox, &["invite"]);
    assert_eq!(restored.code, 0, "{}", restored.stderr);
    assert_eq!(sandbox.read("assets/invite.txt"), "HELLO\n");
    commit(&sandbox, "Bring it back");
    assert_eq!(sandbox.git(&["diff", "--stat", "then", "HEAD", "--", "blocks", "journeys"]), "");
    assert!(restore(&sandbox, &["invite"]).stderr.contains("is as it was in"), "nothing is to be written");

    sandbox.write("blocks/page.md", PAGE);
    assert!(restore(&sandbox, &["page"]).stderr.contains("is as it was in"), "line ends are no change");

    sandbox.git(&["config", "filter.shout.smudge", "false"]);
    sandbox.git(&["config", "filter.shout.required", "true"]);
    std::fs::remove_file(sandbox.path().join("assets/invite.txt")).expect("removed");
    let failed = restore(&sandbox, &["invite"]);
    assert!(failed.code == 2 && failed.stderr.contains("cannot let git convert a file"), "{}", failed.stderr);
    assert!(!sandbox.path().join("assets/invite.txt").exists());
}

#[test]
fn an_id_that_is_not_known_then_is_looked_for_elsewhere() {
    let sandbox = repository();
    sandbox.write("blocks/later.md", &PAGE.replace("Page", "Later"));
    commit(&sandbox, "Later");
    let said = |id: &str| restore(&sandbox, &[id]).stderr;
    assert!(said("later").contains("`wayfare log later` shows when there was one"), "{}", said("later"));
    assert!(said("latre").contains("did you mean `later`?"), "{}", said("latre"));
    let nowhere = said("nothing-like-it");
    assert!(
        nowhere.contains("no record was called `nothing-like-it` then, or in any commit up to `HEAD`"),
        "{nowhere}"
    );
    assert!(!nowhere.contains("wayfare log"), "{nowhere}");
    sandbox.write("blocks/new-one.md", PAGE);
    assert!(said("new-one").contains("in no commit yet"), "{}", said("new-one"));
}

#[test]
fn what_is_in_the_way_is_said_with_what_can_be_done() {
    let sandbox = repository();
    let helps = |before: &str| {
        let refused = restore(&sandbox, &["page"]);
        assert_eq!(refused.code, 2, "{}", refused.stderr);
        assert!(refused.stderr.contains(before), "{}", refused.stderr);
        assert_eq!(refused.stderr.contains("commit them first"), before == "commit them first", "{}", refused.stderr);
    };
    sandbox.write("blocks/page.md", &PAGE.replace("Page", "Later"));
    commit(&sandbox, "Later");
    sandbox.write("blocks/page.md", &PAGE.replace("Page", "Mine"));
    helps("commit them first");
    sandbox.git(&["add", "-A"]);
    sandbox.write("blocks/page.md", &PAGE.replace("Page", "Later"));
    helps("`git restore --staged blocks/page.md`");
    sandbox.git(&["reset", "--quiet", "--hard"]);

    sandbox.git(&["checkout", "--quiet", "-b", "side", "HEAD~1"]);
    sandbox.write("blocks/page.md", &PAGE.replace("Page", "Theirs"));
    commit(&sandbox, "Theirs");
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.git_anyway(&["merge", "--quiet", "side"]);
    helps("a merge is under way: run `git add` on the files you have resolved");
    sandbox.git(&["merge", "--abort"]);

    sandbox.git(&["rm", "--quiet", "blocks/page.md"]);
    commit(&sandbox, "Remove it");
    sandbox.write(".git/info/exclude", "page.md\n");
    sandbox.write("blocks/page.md", "mine\n");
    helps("move `blocks/page.md` away first: git ignores it");
}

#[test]
fn what_a_lane_refers_to_comes_back_with_its_journey() {
    let sandbox = repository();
    let cell =
        JOURNEY.replace("        items:", "        lanes: { desk: \"Looks it up in [[notes]].\" }\n        items:");
    sandbox.write("journeys/trial/journey.yaml", &cell);
    sandbox.write("blocks/notes.md", "---\nkind: insight\ntitle: Notes\nexternal_ids: { jira: A-1 }\n---\n");
    commit(&sandbox, "Say what the desk does");
    sandbox.git(&["tag", "--force", "then"]);
    sandbox.git(&["rm", "--quiet", "blocks/notes.md"]);
    sandbox.write("journeys/trial/journey.yaml", JOURNEY);
    commit(&sandbox, "Take it away");
    restore(&sandbox, &["trial"]);
    assert!(sandbox.read("journeys/trial/journey.yaml").contains("Looks it up in [[notes]]."));
    assert!(sandbox.read("blocks/notes.md").contains("external_ids: { jira: A-1 }"));
}

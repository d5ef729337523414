//! `wayfare log` over real histories.

use serde_json::Value;

use crate::program::{Outcome, Sandbox};

const EMAIL: &str = "---\nkind: touchpoint\ntitle: Invite email\nstatus: exists\n---\nThe text that everybody gets.\n";
const JOURNEY: &str = "title: Trial\nstages:\n  - id: setup\n    title: Setup\n    steps:\n      - id: one\n        \
                       title: Customer begins\n        items: [invite]\n";

fn commit(sandbox: &Sandbox, subject: &str) {
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", subject]);
}

/// An item that begins local to a journey, is changed, renamed with an alias, made a building block, renamed without one.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("maps/workspace.yaml", "name: Acme\n");
    sandbox.write("maps/journeys/trial/journey.yaml", JOURNEY);
    sandbox.write("maps/journeys/trial/items/invite.md", EMAIL);
    sandbox.write("src/main.rs", "fn main() {}\n");
    commit(&sandbox, "Begin");
    sandbox.write("maps/journeys/trial/items/invite.md", &EMAIL.replace("exists", "confirmed"));
    commit(&sandbox, "Confirm");
    sandbox.write("src/main.rs", "fn main() { }\n");
    sandbox.write("maps/blocks/other.md", "---\nkind: insight\ntitle: Other\n---\n");
    commit(&sandbox, "Something else");
    sandbox.git(&["rm", "--quiet", "maps/journeys/trial/items/invite.md"]);
    let renamed =
        EMAIL.replace("exists", "confirmed\naliases: [invite]").replace("Invite email", "E-mail that invites");
    sandbox.write("maps/journeys/trial/items/invite-email.md", &renamed);
    sandbox.write("maps/journeys/trial/journey.yaml", &JOURNEY.replace("[invite]", "[invite-email]"));
    commit(&sandbox, "Rename it");
    sandbox.git(&["mv", "maps/journeys/trial/items/invite-email.md", "maps/blocks/invite-email.md"]);
    commit(&sandbox, "Promote it");
    sandbox.git(&["mv", "maps/blocks/invite-email.md", "maps/blocks/welcome.md"]);
    sandbox.write("maps/journeys/trial/journey.yaml", &JOURNEY.replace("[invite]", "[welcome]"));
    commit(&sandbox, "Rename it again");
    sandbox
}

fn log(sandbox: &Sandbox, arguments: &[&str]) -> Outcome {
    sandbox.run(&[&["-C", "maps", "log"], arguments].concat())
}

/// The subjects of the commits that are told.
fn told(sandbox: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let outcome = log(sandbox, &[arguments, &["--format", "json"]].concat());
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let json: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let commits = json["commits"].as_array().expect("a list");
    commits.iter().map(|commit| commit["subject"].as_str().expect("text").to_owned()).collect()
}

#[test]
fn a_record_is_followed_through_renames_and_moves() {
    let sandbox = repository();
    let all = ["Rename it again", "Promote it", "Rename it", "Confirm", "Begin"];
    for word in ["welcome", "blocks/welcome.md"] {
        assert_eq!(told(&sandbox, &[word]), all, "{word}");
    }
    assert_eq!(told(&sandbox, &["invite"]), all, "a former ID names the record");
    assert_eq!(told(&sandbox, &["welcome", "-n", "2"]), all[..2]);
    assert_eq!(told(&sandbox, &["invite-email", "--at", "HEAD~1"]), all[1..]);
    assert_eq!(told(&sandbox, &["other"]), ["Something else"]);
}

#[test]
fn journeys_folders_and_the_workspace_have_a_history() {
    let sandbox = repository();
    assert_eq!(told(&sandbox, &["trial"]), ["Rename it again", "Promote it", "Rename it", "Confirm", "Begin"]);
    assert_eq!(told(&sandbox, &["journeys/trial/"]), told(&sandbox, &["trial"]));
    assert_eq!(told(&sandbox, &["blocks"]), ["Rename it again", "Promote it", "Something else"]);
    assert_eq!(told(&sandbox, &["blocks/invite-email.md"]).len(), 5, "a file that is gone");
    assert_eq!(told(&sandbox, &["workspace.yaml"]), ["Begin"]);
    let everything = ["Rename it again", "Promote it", "Rename it", "Something else", "Confirm", "Begin"];
    assert_eq!(told(&sandbox, &[]), everything);
    sandbox.git(&["mv", "maps/journeys/trial", "maps/journeys/onboarding"]);
    commit(&sandbox, "Rename the journey");
    assert_eq!(told(&sandbox, &["onboarding"]).len(), 6);
}

#[test]
fn a_commit_is_told_in_meaning() {
    let sandbox = repository();
    sandbox.write("maps/blocks/other.md", "---\nkind:   insight\ntitle: Other\n---\n");
    commit(&sandbox, "Tidy up");
    let outcome = log(&sandbox, &[]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert!(outcome.stdout.contains("    Tidy up\n    blocks/other.md: reformat\n"), "{}", outcome.stdout);
    assert!(
        outcome.stdout.contains(" Maya Chen\n    Confirm\n    invite: set status to confirmed\n"),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stdout.contains("    Promote it\n    invite-email: make it a building block\n"),
        "{}",
        outcome.stdout
    );

    let json = log(&sandbox, &["invite", "--format", "json", "--at", "HEAD~5"]);
    let json: Value = serde_json::from_str(&json.stdout).expect("JSON");
    let commit = &json["commits"][0];
    assert_eq!((&json["version"], &json["shallow"]), (&Value::from(1), &Value::from(false)));
    assert_eq!(commit["changes"][0], "invite: set status to confirmed");
    assert_eq!(commit["files"][0], "journeys/trial/items/invite.md");
    assert_eq!(commit["email"], "maya@acme.example");
    assert_eq!(commit["revision"].as_str().map(str::len), Some(40));
    assert!(commit["date"].as_str().is_some_and(|date| date.contains('T')));
}

#[test]
fn a_merge_is_told_for_what_it_changed_itself() {
    let sandbox = repository();
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    sandbox.write("maps/blocks/other.md", "---\nkind: insight\ntitle: Theirs\n---\n");
    commit(&sandbox, "Theirs");
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.write("maps/blocks/third.md", "---\nkind: insight\ntitle: Third\n---\n");
    commit(&sandbox, "Ours");
    sandbox.git(&["merge", "--quiet", "--no-ff", "-m", "Merge cleanly", "side"]);
    assert_eq!(told(&sandbox, &["other"]), ["Theirs", "Something else"]);
    sandbox.git(&["checkout", "--quiet", "side"]);
    sandbox.write("maps/blocks/other.md", "---\nkind: insight\ntitle: Their second\n---\n");
    commit(&sandbox, "Theirs again");
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.write("maps/blocks/other.md", "---\nkind: insight\ntitle: Our second\n---\n");
    commit(&sandbox, "Ours again");
    sandbox.git_anyway(&["merge", "--quiet", "side"]);
    sandbox.write("maps/blocks/other.md", "---\nkind: insight\ntitle: Both\n---\n");
    commit(&sandbox, "Merge by hand");
    assert_eq!(told(&sandbox, &["other", "-n", "1"]), ["Merge by hand"]);
}

#[test]
fn what_a_merge_puts_together_in_one_record_is_told_where_it_was_changed() {
    let sandbox = repository();
    let journey = |title: &str, step: &str| {
        let text = JOURNEY.replace("[invite]", "[welcome]").replace("title: Trial", title);
        sandbox.write("maps/journeys/trial/journey.yaml", &text.replace("title: Customer begins", step));
    };
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    journey("title: Trial", "title: Customer sets out");
    commit(&sandbox, "Theirs");
    sandbox.git(&["checkout", "--quiet", "main"]);
    journey("title: First days", "title: Customer begins");
    commit(&sandbox, "Ours");
    sandbox.git(&["merge", "--quiet", "--no-ff", "-m", "Merge cleanly", "side"]);
    let both = ["Ours", "Theirs"];
    let mut lately = told(&sandbox, &["trial", "-n", "2"]);
    lately.sort();
    assert_eq!(lately, both);
    // Whoever merges changes something more.
    sandbox.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    sandbox.git(&["merge", "--quiet", "--no-ff", "--no-commit", "side"]);
    journey("title: First days\nowner: maya", "title: Customer sets out");
    commit(&sandbox, "Merge and add an owner");
    let outcome = log(&sandbox, &["trial", "-n", "1"]);
    assert!(outcome.stdout.ends_with("Merge and add an owner\n    trial: set owner to maya\n"), "{}", outcome.stdout);
}

#[test]
fn a_shallow_clone_says_that_it_knows_no_more() {
    let sandbox = repository();
    let origin = format!("file://{}", sandbox.path().display());
    sandbox.git(&["clone", "--quiet", "--depth", "2", &origin, "../shallow"]);
    let outcome = sandbox.run(&["-C", "../shallow/maps", "log"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stdout.contains("Rename it again") && !outcome.stdout.contains("Promote"), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("which is a shallow one; `git fetch --unshallow` brings it"), "{}", outcome.stderr);
    for arguments in [&["check", "--at", "HEAD~2"][..], &["diff", "HEAD~2"], &["log", "--at", "HEAD~2"]] {
        let beyond = sandbox.run(&[&["-C", "../shallow/maps"], arguments].concat());
        assert_eq!(beyond.code, 2);
        assert!(beyond.stderr.contains("`HEAD~2` is not in this clone, which is a shallow one"), "{}", beyond.stderr);
    }
    let json = sandbox.run(&["-C", "../shallow/maps", "log", "other", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!((&json["shallow"], json["commits"].as_array().map(Vec::len)), (&Value::from(true), Some(0)));
}

#[test]
fn what_never_was_is_said() {
    let sandbox = repository();
    let outcome = log(&sandbox, &["welcom"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("anything called `welcom`\nhelp: did you mean `welcome`?"), "{}", outcome.stderr);
    assert_eq!(log(&sandbox, &["../src"]).code, 2);
    let outcome = log(&sandbox, &["trial/nowhere-at-all"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("has no stage or step `nowhere-at-all`"), "{}", outcome.stderr);
    assert!(log(&sandbox, &["--at", "gone"]).stderr.contains("unknown revision `gone`"));
    let empty = Sandbox::new();
    empty.init_repository();
    empty.write("workspace.yaml", "name: Acme\n");
    assert!(empty.run(&["log"]).stderr.contains("the repository has no commit yet"));
}

#[test]
fn a_step_of_a_journey_that_cannot_be_read_has_a_history() {
    let sandbox = repository();
    let before = told(&sandbox, &["trial/setup/one"]);
    assert!(!before.is_empty());
    sandbox.write("maps/journeys/trial/journey.yaml", "title: [\n");
    assert_eq!(told(&sandbox, &["trial/setup/one"]), before);
}

#[test]
fn what_a_partial_clone_has_left_out_is_said_and_nothing_is_invented() {
    let sandbox = repository();
    sandbox.git(&["config", "uploadpack.allowFilter", "true"]);
    let origin = format!("file://{}", sandbox.path().display());
    for filter in ["blob:none", "tree:0"] {
        let clone = format!("../{}", filter.replace(':', "-"));
        sandbox.git(&["clone", "--quiet", &format!("--filter={filter}"), &origin, &clone]);
        let run = |arguments: &[&str]| sandbox.run(&[&["-C", &format!("{clone}/maps")], arguments].concat());
        for subject in [&["log"][..], &["log", "welcome"], &["log", "trial"]] {
            let outcome = run(subject);
            assert_eq!(outcome.code, 0, "{filter} {subject:?}: {}", outcome.stderr);
            assert!(!outcome.stdout.contains("reformat"), "{filter} {subject:?}: {}", outcome.stdout);
            assert!(
                outcome.stderr.contains("this clone is a partial one; `git fetch --refetch --no-filter`"),
                "{}",
                outcome.stderr
            );
        }
        let all = run(&["log"]).stdout;
        assert!(
            all.contains("    Confirm\n    Its files are not in this clone, so what it changed is not known.\n"),
            "{all}"
        );
        assert!(!all.contains("set status"), "{all}");
        for arguments in [
            &["check", "--at", "HEAD~4"][..],
            &["diff", "HEAD~4"],
            &["diff", "HEAD~4..HEAD~3"],
            &["build", "--at", "HEAD~4"],
            &["restore", "invite", "--at", "HEAD~4"],
        ] {
            let outcome = run(arguments);
            assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{filter} {arguments:?}: {}", outcome.stderr);
            let says = "is not in this clone, which is a partial one\nhelp: `git fetch --refetch --no-filter`";
            assert!(outcome.stderr.contains(says), "{}", outcome.stderr);
        }
        assert_eq!(run(&["diff"]).code, 0);
        assert_eq!(run(&["check"]).code, 0);
    }
}

#[test]
fn a_name_is_not_taken_for_advice() {
    let sandbox = Sandbox::new();
    sandbox.write("p; q/ws/workspace.yaml", "name: Acme\n");
    let outcome = sandbox.run(&["-C", "p; q/ws", "log"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("p; q/ws` is in no git repository\nhelp: run `git init` there\n"),
        "{}",
        outcome.stderr
    );
}

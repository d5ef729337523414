//! `wayfare check --policy`, and the hook that runs it where others push to.
#![cfg(unix)]

use std::fs;

use crate::program::{Outcome, Sandbox};

const WORKSPACE: &str = "\
name: Acme
members:
  - { id: maya, name: Maya Chen, role: owner, email: maya@acme.example }
  - { id: jon, name: Jon Abara, role: editor, email: jon@acme.example, emails: [Jon@Old.example] }
  - { id: eva, name: Eva Lind, role: viewer, email: eva@acme.example }
";

const ITEM: &str = "---\nkind: touchpoint\ntitle: A\n---\n";

/// A repository with a workspace in a folder of it, committed by its owner.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("maps/workspace.yaml", WORKSPACE);
    sandbox.write("maps/blocks/a.md", ITEM);
    sandbox.write("src/main.rs", "fn main() {}\n");
    commit(&sandbox, "maya@acme.example", "Begin");
    sandbox.git(&["tag", "start"]);
    sandbox
}

fn commit(sandbox: &Sandbox, email: &str, subject: &str) {
    sandbox.git(&["add", "-A"]);
    let author = format!("Some One <{email}>");
    sandbox.git(&["commit", "--quiet", "--no-verify", "--author", &author, "-m", subject]);
}

fn judge(sandbox: &Sandbox, range: &str) -> Outcome {
    sandbox.run(&["-C", "maps", "check", "--policy", range])
}

#[test]
fn each_role_may_do_its_part() {
    let sandbox = repository();
    sandbox.write("maps/blocks/a.md", &ITEM.replace("title: A", "title: B"));
    commit(&sandbox, "jon@old.example", "An editor, by a former address");
    sandbox.write("maps/workspace.yaml", &WORKSPACE.replace("name: Acme", "name: Acme team"));
    commit(&sandbox, "MAYA@acme.example", "An owner");
    sandbox.write("src/main.rs", "fn main() { }\n");
    commit(&sandbox, "nobody@else.example", "Not the workspace");
    let outcome = judge(&sandbox, "start..HEAD");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{}", outcome.stderr);
    assert_eq!(outcome.stderr, "clean in 3 commits\n");
}

#[test]
fn owners_alone_change_what_reaches_out_and_everybody_their_own_settings() {
    let sandbox = repository();
    let email = |id: &str| format!("{id}@acme.example");
    for (id, own) in [("eva", "members/eva.yaml"), ("jon", "members/jon.yaml"), ("maya", "members/maya.yaml")] {
        sandbox.write(&format!("maps/{own}"), "timezone: Europe/Oslo\n");
        commit(&sandbox, &email(id), "My own");
    }
    sandbox.write("maps/decisions/2026/one.md", "---\ntitle: One\n---\n");
    sandbox.write("maps/automations/tell.yaml", "title: Tell\n");
    sandbox.write("maps/context.md", "What to know.\n");
    commit(&sandbox, &email("jon"), "An editor");
    sandbox.write("maps/members/eva.yaml", "timezone: Europe/Rome\n");
    sandbox.write("maps/integrations/mail.yaml", "title: Mail\n");
    commit(&sandbox, &email("maya"), "An owner");
    let outcome = judge(&sandbox, "start..HEAD");
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);

    for (id, path, is_fine) in [
        ("jon", "integrations/mail.yaml", false),
        ("jon", "templates/theme.css", false),
        ("jon", "members/eva.yaml", false),
        ("jon", "members/jon.yaml.bak", false),
        ("jon", "members/jon/jon.yaml", false),
        ("jon", "assets/members/eva.yaml", true),
        ("eva", "members/jon.yaml", false),
        ("eva", "context.md", false),
        ("eva", "members/eva.yaml", true),
    ] {
        sandbox.git(&["tag", "--force", "before"]);
        sandbox.write(&format!("maps/{path}"), &format!("x-by: {id} {path}\n"));
        commit(&sandbox, &email(id), "Change it");
        let outcome = judge(&sandbox, "before..HEAD");
        assert_eq!(outcome.code, i32::from(!is_fine), "{id} {path}: {}", outcome.stdout);
        assert!(is_fine || outcome.stdout.contains("error[role-exceeded]"), "{}", outcome.stdout);
    }
}

#[test]
fn a_finding_names_commit_author_file_and_rule() {
    let sandbox = repository();
    sandbox.write("maps/blocks/a.md", &ITEM.replace("title: A", "title: B"));
    commit(&sandbox, "eva@acme.example", "A viewer");
    let viewer = sandbox.git(&["rev-parse", "--short=7", "HEAD"]);
    sandbox.write("maps/personas/new.md", "---\nname: New\n---\n");
    commit(&sandbox, "nobody@else.example", "A stranger");
    let stranger = sandbox.git(&["rev-parse", "--short=7", "HEAD"]);
    sandbox.write("maps/workspace.yaml", &WORKSPACE.replace("role: editor", "role: owner"));
    commit(&sandbox, "jon@acme.example", "An editor makes himself owner");
    let outcome = judge(&sandbox, "start..");
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let said = format!(
        "error[role-exceeded]: `blocks/a.md` was changed in {} by Some One <eva@acme.example>, who as viewer may change nothing",
        viewer.trim()
    );
    assert!(outcome.stdout.contains(&said), "{}", outcome.stdout);
    let said = format!(
        "error[unknown-author]: `personas/new.md` was changed in {} by Some One <nobody@else.example>, who is no member",
        stranger.trim()
    );
    assert!(outcome.stdout.contains(&said), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("who as editor may change everything but `workspace.yaml`"), "{}", outcome.stdout);
    assert_eq!(outcome.stderr, "3 errors in 3 commits\n");

    let json = sandbox.run(&["-C", "maps", "check", "--policy", "start..HEAD", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(json["findings"][0]["rule"], "role-exceeded");
    assert_eq!(json["findings"][0]["path"], "blocks/a.md");
    assert_eq!(json["summary"]["errors"], 3);
}

#[test]
fn a_change_of_roles_is_judged_by_the_roles_before_it() {
    let sandbox = repository();
    sandbox.write("maps/workspace.yaml", &WORKSPACE.replace("role: viewer", "role: editor"));
    commit(&sandbox, "maya@acme.example", "Eva may edit");
    sandbox.git(&["tag", "promoted"]);
    sandbox.write("maps/blocks/a.md", &ITEM.replace("title: A", "title: B"));
    commit(&sandbox, "eva@acme.example", "Edit");
    assert_eq!(judge(&sandbox, "start..HEAD").code, 1);
    assert_eq!(judge(&sandbox, "promoted..HEAD").code, 0);
}

#[test]
fn a_merge_takes_over_but_does_not_slip_in() {
    let sandbox = repository();
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    sandbox.write("maps/workspace.yaml", &WORKSPACE.replace("name: Acme", "name: Acme team"));
    commit(&sandbox, "maya@acme.example", "An owner");
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.write("maps/blocks/a.md", &ITEM.replace("title: A", "title: B"));
    commit(&sandbox, "jon@acme.example", "An editor");
    sandbox.git(&["tag", "--force", "start"]);
    sandbox.git(&["merge", "--quiet", "--no-commit", "side"]);
    commit(&sandbox, "jon@acme.example", "Merge what the owner did");
    assert_eq!(judge(&sandbox, "start..HEAD").code, 0, "{}", judge(&sandbox, "start..HEAD").stdout);

    // A merge that takes back what the owner did is a change of its own.
    sandbox.git(&["reset", "--quiet", "--hard", "side"]);
    sandbox.git(&["tag", "--force", "start"]);
    sandbox.git(&["merge", "--quiet", "--no-commit", "-s", "ours", "main"]);
    sandbox.write("maps/workspace.yaml", WORKSPACE);
    commit(&sandbox, "jon@acme.example", "Merge");
    let outcome = judge(&sandbox, "start..HEAD");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("`workspace.yaml` was changed"), "{}", outcome.stdout);
}

#[test]
fn signatures_can_be_required() {
    let sandbox = repository();
    sandbox.write("maps/workspace.yaml", &format!("{WORKSPACE}rules: {{ unsigned-commit: error }}\n"));
    commit(&sandbox, "maya@acme.example", "Require signatures");
    sandbox.git(&["tag", "--force", "start"]);
    sandbox.write("maps/blocks/a.md", &ITEM.replace("title: A", "title: B"));
    sandbox.write("maps/blocks/b.md", ITEM);
    commit(&sandbox, "maya@acme.example", "Not signed");
    let outcome = judge(&sandbox, "start..HEAD");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("error[unsigned-commit]: "), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("by Some One <maya@acme.example> is not signed"), "{}", outcome.stdout);
    assert_eq!(outcome.stderr, "1 error in 1 commit\n");

    let signed = sandbox.git(&["cat-file", "commit", "HEAD"]).replacen(
        "\n\n",
        "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n",
        1,
    );
    sandbox.write("signed", &signed);
    let signed = sandbox.git(&["hash-object", "-t", "commit", "-w", "signed"]);
    assert_eq!(judge(&sandbox, &format!("start..{}", signed.trim())).code, 0);
}

#[test]
fn ignoring_the_settings_does_not_switch_the_roles_off() {
    let sandbox = repository();
    sandbox.write(".gitignore", "workspace.yaml\n");
    commit(&sandbox, "eva@acme.example", "Not the workspace's");
    sandbox.git(&["tag", "--force", "start"]);
    sandbox.write("maps/blocks/a.md", &ITEM.replace("title: A", "title: B"));
    commit(&sandbox, "eva@acme.example", "A viewer");
    assert_eq!(judge(&sandbox, "start..HEAD").code, 1);
}

#[test]
fn what_hides_records_is_judged_and_case_does_not_matter() {
    for file in ["maps/.gitignore", "maps/journeys/.gitattributes", "maps/Blocks/b.md"] {
        let sandbox = repository();
        sandbox.write(file, "blocks/\n");
        commit(&sandbox, "eva@acme.example", "A viewer");
        let judged = judge(&sandbox, "start..HEAD");
        assert!(judged.code == 1 && judged.stdout.contains("error[role-exceeded]"), "{file}: {}", judged.stdout);
    }
    for file in ["maps/Workspace.yaml", "maps/Members/eva.yaml"] {
        let sandbox = repository();
        sandbox.write(file, "name: Mine\n");
        commit(&sandbox, "jon@acme.example", "An editor");
        assert_eq!(judge(&sandbox, "start..HEAD").code, 1, "{file}");
    }
}

#[test]
fn settings_that_cannot_be_read_leave_the_roles_before_them() {
    let sandbox = repository();
    sandbox.write("maps/workspace.yaml", "name: [Acme\n");
    commit(&sandbox, "maya@acme.example", "Break it");
    sandbox.git(&["tag", "--force", "start"]);
    sandbox.write("maps/workspace.yaml", WORKSPACE);
    commit(&sandbox, "maya@acme.example", "Mend it");
    sandbox.write("maps/blocks/a.md", &ITEM.replace("title: A", "title: B"));
    commit(&sandbox, "eva@acme.example", "A viewer");
    assert_eq!(judge(&sandbox, "start..HEAD~1").code, 0);
    assert_eq!(judge(&sandbox, "start..HEAD").code, 1);
}

#[test]
fn what_is_no_range_is_said() {
    let sandbox = repository();
    for range in ["main", "main...HEAD"] {
        let outcome = judge(&sandbox, range);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains("is no range\nhelp: write `BASE..HEAD`"), "{}", outcome.stderr);
    }
    assert!(judge(&sandbox, "gone..HEAD").stderr.contains("unknown revision `gone`"));
}

/// A bare repository to push to, with the hook in it.
fn hosted(sandbox: &Sandbox) {
    sandbox.git(&["init", "--quiet", "--bare", "--initial-branch=main", "../hosted.git"]);
    sandbox.git(&["remote", "add", "origin", "../hosted.git"]);
    let installed = sandbox.run(&["hooks", "install", "--pre-receive", "../hosted.git", "--workspace", "maps"]);
    assert_eq!(installed.code, 0, "{}", installed.stderr);
    assert!(installed.stderr.contains("pushes beyond somebody's role are refused"), "{}", installed.stderr);
}

fn push(sandbox: &Sandbox, what: &str) -> Outcome {
    sandbox.git_anyway(&["push", "--quiet", "origin", what])
}

#[test]
fn a_viewers_push_is_refused_and_an_editors_taken() {
    let sandbox = repository();
    hosted(&sandbox);
    let first = push(&sandbox, "main");
    assert_eq!(first.code, 0, "{}", first.stderr);

    sandbox.write("maps/blocks/a.md", &ITEM.replace("title: A", "title: B"));
    commit(&sandbox, "eva@acme.example", "A viewer");
    for target in ["main", "HEAD:refs/heads/new-branch"] {
        let refused = push(&sandbox, target);
        assert_eq!(refused.code, 1, "{target}");
        assert!(refused.stderr.contains("error[role-exceeded]: `blocks/a.md`"), "{}", refused.stderr);
        assert!(refused.stderr.contains("eva@acme.example"), "{}", refused.stderr);
        assert!(refused.stderr.contains("pre-receive: the push is refused"), "{}", refused.stderr);
    }
    let there = sandbox.git(&["--git-dir", "../hosted.git", "log", "--all", "--format=%s"]);
    assert_eq!(there, "Begin\n");

    sandbox.git(&[
        "commit",
        "--quiet",
        "--amend",
        "--no-verify",
        "--author",
        "Jon <jon@acme.example>",
        "-m",
        "An editor",
    ]);
    let taken = push(&sandbox, "main");
    assert_eq!(taken.code, 0, "{}", taken.stderr);
    let deleted = push(&sandbox, ":refs/heads/none");
    assert!(!deleted.stderr.contains("error["), "{}", deleted.stderr);
    let there = sandbox.git(&["--git-dir", "../hosted.git", "log", "--all", "--format=%s"]);
    assert_eq!(there, "An editor\nBegin\n");
}

#[test]
fn the_hook_is_put_in_and_taken_out() {
    let sandbox = repository();
    hosted(&sandbox);
    let hook = sandbox.path().join("../hosted.git/hooks/pre-receive");
    assert!(fs::read_to_string(&hook).expect("a hook").contains("\ngate './maps'\n"));
    push(&sandbox, "main");
    let elsewhere = sandbox.run(&["hooks", "install", "--pre-receive", "../hosted.git"]);
    assert_eq!(elsewhere.code, 2);
    assert!(elsewhere.stderr.contains("help: name the workspace's folder in it with `--workspace FOLDER`"));
    let gone = sandbox.run(&["hooks", "uninstall", "--pre-receive", "../hosted.git", "--workspace", "maps"]);
    assert_eq!(gone.code, 0, "{}", gone.stderr);
    assert!(!hook.exists());
}

#[test]
fn another_hook_is_kept_and_the_line_to_add_said() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = repository();
    sandbox.git(&["init", "--quiet", "--bare", "--initial-branch=main", "../hosted.git"]);
    sandbox.git(&["remote", "add", "origin", "../hosted.git"]);
    let theirs = "#!/bin/sh\nread -r old new name\necho \"theirs: $name\" >&2\n";
    sandbox.write("../hosted.git/hooks/pre-receive", theirs);
    let hook = sandbox.path().join("../hosted.git/hooks/pre-receive");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).expect("a mode");
    let arguments = ["hooks", "install", "--pre-receive", "../hosted.git", "--workspace", "maps"];
    for arguments in [&arguments[..], &[&arguments[..], &["--force"]].concat()] {
        let refused = sandbox.run(arguments);
        assert_eq!(refused.code, 2);
        assert!(refused.stderr.contains("help: ") && refused.stderr.contains("check --policy"), "{}", refused.stderr);
        assert_eq!(fs::read_to_string(&hook).expect("a hook"), theirs);
    }
    let pushed = push(&sandbox, "main");
    assert!(pushed.code == 0 && pushed.stderr.contains("theirs: refs/heads/main"), "{}", pushed.stderr);
}

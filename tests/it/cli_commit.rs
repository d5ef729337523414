//! `wayfare commit`: what it says and how it ends. What it does to a repository is tested in `git`.

use crate::program::Sandbox;

/// A workspace in a repository with one commit of its own making.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("blocks/invite-email.md", "---\nkind: touchpoint\ntitle: Invite email\n---\n");
    sandbox.init_repository();
    assert_eq!(sandbox.run(&["commit", "-m", "Begin"]).code, 0);
    sandbox
}

#[test]
fn commits_the_workspace_with_a_message_from_what_changed() {
    let sandbox = repository();
    sandbox.write("journeys/trial/journey.yaml", "title: Trial\n");
    sandbox.write("notes.txt", "not ours");

    let dry = sandbox.run(&["commit", "--dry-run"]);
    assert_eq!((dry.code, dry.stdout.as_str()), (0, "trial: add journey\n"), "{}", dry.stderr);
    assert!(
        dry.stderr.contains("A journeys/trial/journey.yaml") && !dry.stderr.contains("notes.txt"),
        "{}",
        dry.stderr
    );
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "Begin\n");

    let made = sandbox.run(&["commit"]);
    assert_eq!((made.code, made.stdout.as_str()), (0, ""), "{}", made.stderr);
    assert!(
        made.stderr.starts_with("Committed 1 file as ") && made.stderr.contains(" on main: trial: add"),
        "{}",
        made.stderr
    );
    assert_eq!(sandbox.git(&["log", "-1", "--format=%B"]).trim_end(), dry.stdout.trim_end());
    assert_eq!(sandbox.git(&["status", "--short"]), "?? notes.txt\n");
}

#[test]
fn a_conflict_that_is_not_resolved_stands_in_the_way() {
    let sandbox = repository();
    let conflict = "<<<<<<< HEAD\nTwo weeks.\n=======\nThree days.\n>>>>>>> other\n";
    let email = "---\nkind: touchpoint\ntitle: Invite email\n---\n";
    sandbox.write("blocks/invite-email.md", &format!("{email}{conflict}"));
    let refused = sandbox.run(&["commit"]);
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stdout.contains("error[conflict-marker]"), "{}", refused.stdout);
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "Begin\n");
}

#[test]
fn errors_stand_in_the_way_unless_one_insists() {
    let sandbox = repository();
    sandbox.write("blocks/invite-email.md", "---\nkind: touchpoint\ntitel: Invite email\n---\n");
    let refused = sandbox.run(&["commit"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stdout.contains("error[unknown-field]") && !refused.stdout.contains("warn"), "{}", refused.stdout);
    assert!(
        refused.stderr.contains("nothing was committed") && refused.stderr.contains("--no-check"),
        "{}",
        refused.stderr
    );
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "Begin\n");
    assert_eq!(sandbox.run(&["commit", "--no-check", "-m", "Insist"]).code, 0);
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "Insist\nBegin\n");
}

#[test]
fn what_stands_in_the_way_is_said_with_what_to_do() {
    let sandbox = repository();
    let nothing = sandbox.run(&["commit"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.stderr.starts_with("error: nothing to commit"), "{}", nothing.stderr);

    sandbox.write("workspace.yaml", "name: Other\n");
    let empty = sandbox.run(&["commit", "-m", " "]);
    assert_eq!(empty.code, 2);
    assert!(empty.stderr.contains("error: the commit message is empty\nhelp: write one\n"), "{}", empty.stderr);

    let outside = Sandbox::new();
    outside.write("workspace.yaml", "name: Acme\n");
    let refused = outside.run(&["commit"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("help: run `git init` there"), "{}", refused.stderr);
}

#[test]
fn only_what_is_named_is_committed() {
    let sandbox = repository();
    sandbox.write("journeys/trial/journey.yaml", "title: Trial\n");
    sandbox.write("workspace.yaml", "name: Other\n");
    let made = sandbox.run(&["commit", "journeys"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]), "trial: add journey\n");
    assert_eq!(sandbox.git(&["status", "--short"]), " M workspace.yaml\n");
    let nothing = sandbox.run(&["commit", "blocks"]);
    assert!(nothing.stderr.starts_with("error: nothing to commit: what is named"), "{}", nothing.stderr);
    std::fs::remove_file(sandbox.path().join("journeys/trial/journey.yaml")).expect("a file");
    assert_eq!(sandbox.run(&["commit", "journeys/trial/journey.yaml"]).code, 0, "what is gone can be named");
}

#[test]
fn an_amended_commit_tells_both_changes_and_keeps_the_words_of_others() {
    let sandbox = repository();
    sandbox.write("journeys/trial/journey.yaml", "title: Trial\n");
    assert_eq!(sandbox.run(&["commit"]).code, 0);
    sandbox.write("workspace.yaml", "name: Other\n");
    let amended = sandbox.run(&["commit", "--amend"]);
    assert_eq!(amended.code, 0, "{}", amended.stderr);
    let log = sandbox.git(&["log", "--format=%B"]);
    assert!(
        log.starts_with("trial: add journey; 1 more record\n\ntrial: add journey\nworkspace: set name to Other\n"),
        "{log}"
    );
    assert!(log.trim_end().ends_with("Begin"), "{log}");

    assert_eq!(sandbox.run(&["commit", "--amend", "-m", "My words"]).code, 0);
    sandbox.write("workspace.yaml", "name: Acme\n");
    assert_eq!(sandbox.run(&["commit", "--amend"]).code, 0);
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "My words\nBegin\n");
    assert_eq!(sandbox.git(&["status", "--short"]), "");
}

#[test]
fn the_check_is_noted_only_when_asked() {
    let sandbox = repository();
    sandbox.write("workspace.yaml", "name: Other\n");
    assert_eq!(sandbox.run(&["commit", "--note-check"]).code, 0);
    let message = sandbox.git(&["log", "-1", "--format=%B"]);
    assert!(message.starts_with("workspace: set name to Other\n\nWayfare-Check: "), "{message}");
}

#[test]
#[cfg(unix)]
fn the_message_can_be_edited_and_an_empty_one_makes_no_commit() {
    let sandbox = repository();
    sandbox.write("workspace.yaml", "name: Other\n");
    let commit = |editor: &str| {
        let mut command = sandbox.command(&["commit", "-e"]);
        crate::program::Outcome::of(command.env("GIT_EDITOR", editor).output().expect("the program starts"))
    };
    let refused = commit("true > ");
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("error: no commit was made"), "{}", refused.stderr);
    let made = commit("sed -i.bak s/Other/Another/");
    assert_eq!(made.code, 0, "{}", made.stderr);
    assert!(made.stderr.contains("workspace: set name to Another"), "{}", made.stderr);
    assert_eq!(sandbox.git(&["log", "-1", "--format=%B"]).trim_end(), "workspace: set name to Another");
}

#[test]
fn a_commit_is_pushed_to_where_git_pushes() {
    let sandbox = repository();
    sandbox.write("workspace.yaml", "name: Other\n");
    let nowhere = sandbox.run(&["commit", "--push"]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.stderr.contains("the repository has no remote\nhelp: add one"), "{}", nowhere.stderr);
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "Begin\n", "nothing is committed that cannot be pushed");
    sandbox.git(&["init", "--quiet", "--bare", "../remote.git"]);
    sandbox.git(&["remote", "add", "origin", "../remote.git"]);
    let pushed = sandbox.run(&["commit", "--push"]);
    assert_eq!((pushed.code, pushed.stdout.as_str()), (0, ""), "{}", pushed.stderr);
    let there = sandbox.git(&["-C", "../remote.git", "log", "-1", "--format=%s", "main"]);
    assert_eq!(there, "workspace: set name to Other\n");
}

#[test]
fn what_is_no_record_folder_is_not_said_to_be_committed() {
    let sandbox = repository();
    sandbox.write("block/new.md", "---\nkind: insight\ntitle: New\n---\n");
    let refused = sandbox.run(&["commit", "block"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("`block` is no file or folder of the workspace's records"), "{}", refused.stderr);
}

#[test]
fn a_new_message_alone_is_told_as_that() {
    let sandbox = repository();
    let amended = sandbox.run(&["commit", "--amend", "-m", "Better words"]);
    assert_eq!(amended.code, 0, "{}", amended.stderr);
    assert!(amended.stderr.contains("Changed the message of the last commit, now "), "{}", amended.stderr);
    assert!(amended.stderr.contains(": Better words"), "{}", amended.stderr);
}

/// Where names are one but for their case, the tree of a commit must not hold both of them.
#[test]
fn a_named_path_brings_along_that_its_other_spelling_is_gone() {
    let sandbox = repository();
    sandbox.git(&["config", "core.ignorecase", "true"]);
    sandbox.write("assets/heat.png", "png");
    sandbox.write("assets/pics/a.png", "png");
    assert_eq!(sandbox.run(&["commit", "-m", "Pictures"]).code, 0);
    for (from, to) in [("assets/heat.png", "assets/Heat.png"), ("assets/pics", "assets/Pics")] {
        std::fs::rename(sandbox.path().join(from), sandbox.path().join(to)).expect("renamed");
        let committed = sandbox.run(&["commit", "-m", "Rename", to]);
        assert_eq!(committed.code, 0, "{}", committed.stderr);
        let names = sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD", "assets"]);
        assert!(names.contains(to) && !names.contains(from), "{names}");
    }
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
}

#[test]
fn records_that_lie_elsewhere_are_named() {
    let sandbox = repository();
    sandbox.write("block/new.md", "---\nkind: insight\ntitle: New\n---\n");
    sandbox.write("docs/plan.md", "---\ntitle: A plan\n---\n");
    let says = "`block` is left out: nothing in `block/` is read: it is no folder of records; ";
    let nothing = sandbox.run(&["commit"]);
    assert!(nothing.code == 2 && nothing.stderr.contains(says), "{}", nothing.stderr);
    sandbox.write("workspace.yaml", "name: Other\n");
    for arguments in [&["commit", "--dry-run"][..], &["commit"]] {
        let outcome = sandbox.run(arguments);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        assert!(outcome.stderr.contains(says) && !outcome.stderr.contains("docs"), "{}", outcome.stderr);
    }
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "On purpose"]);
    sandbox.write("workspace.yaml", "name: Another\n");
    let committed = sandbox.run(&["commit"]);
    assert!(committed.code == 0 && !committed.stderr.contains("block"), "{}", committed.stderr);
}

#[test]
fn records_that_only_this_clone_ignores_are_named() {
    let sandbox = repository();
    sandbox.write(".git/info/exclude", "draft.md\n");
    sandbox.write("blocks/draft.md", "---\nkind: insight\ntitle: Draft\n---\n");
    sandbox.write("blocks/hidden.md", "---\nkind: insight\ntitle: Hidden\n---\n");
    sandbox.write(".gitignore", "hidden.md\n");
    let nothing = sandbox.run(&["commit"]);
    let says = "`blocks/draft.md` is ignored by `.git/info/exclude` or your own `core.excludesFile`\nhelp: run `git add --force";
    assert!(nothing.code == 2 && nothing.stderr.contains(says), "{}", nothing.stderr);
    sandbox.write("workspace.yaml", "name: Other\n");
    let committed = sandbox.run(&["commit"]);
    assert!(committed.code == 0, "{}", committed.stderr);
    assert!(committed.stderr.contains("Left out `blocks/draft.md`: it is ignored by"), "{}", committed.stderr);
    assert!(!committed.stderr.contains("hidden"), "{}", committed.stderr);
    sandbox.git(&["add", "--force", "blocks/draft.md"]);
    let committed = sandbox.run(&["commit", "--no-check"]);
    assert!(committed.code == 0 && !committed.stderr.contains("Left out"), "{}", committed.stderr);
    assert!(sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]).contains("blocks/draft.md"));
}

#[test]
fn what_is_hidden_is_neither_told_nor_committed() {
    let sandbox = repository();
    for path in
        ["blocks/.env", "blocks/.obsidian/data.json", "blocks/.a.md.swp", "assets/.wayfare-1a", "personas/.p/p.md"]
    {
        sandbox.write(path, "---\ntitle: Secret\n---\n");
    }
    assert!(sandbox.run(&["diff"]).stdout.starts_with("Nothing changed"));
    let nothing = sandbox.run(&["commit"]);
    assert!(nothing.code == 2 && nothing.stderr.starts_with("error: nothing to commit"), "{}", nothing.stderr);
    sandbox.write("workspace.yaml", "name: Other\n");
    let committed = sandbox.run(&["commit"]);
    assert!(committed.code == 0 && committed.stderr.contains("Committed 1 file"), "{}", committed.stderr);
    assert!(!sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]).contains("/."));
}

#[test]
fn what_is_tracked_and_ignored_is_left_out_and_named() {
    let sandbox = repository();
    sandbox.write(".gitignore", "draft.md\n/blocks/old/\n");
    sandbox.write("blocks/draft.md", "---\nkind: insight\ntitle: Draft\nstatus: observed\n---\n");
    sandbox.write("blocks/old/gone.md", "---\nkind: insight\ntitle: Gone\nstatus: observed\n---\n");
    sandbox.git(&["add", "--force", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Track them"]);
    sandbox.write("blocks/draft.md", "---\nkind: nothing\n---\n");
    std::fs::remove_dir_all(sandbox.path().join("blocks/old")).expect("a folder");
    assert!(sandbox.run(&["diff"]).stdout.starts_with("Nothing changed"));
    let nothing = sandbox.run(&["commit"]);
    let says = "is tracked, but ignored by `.gitignore`, so that nothing reads it";
    assert!(nothing.code == 2 && nothing.stderr.contains(says), "{}", nothing.stderr);
    sandbox.write("workspace.yaml", "name: Other\n");
    let committed = sandbox.run(&["commit", "--note-check"]);
    assert!(committed.code == 0 && committed.stderr.contains("Committed 1 file"), "{}", committed.stderr);
    let draft = format!("Left out `blocks/draft.md`: it {says}. To commit it: `git commit blocks/draft.md`.");
    assert!(committed.stderr.contains(&draft), "{}", committed.stderr);
    assert!(committed.stderr.contains("Left out `blocks/old/gone.md`"), "{}", committed.stderr);
    assert_eq!(sandbox.git(&["show", "--format=", "--name-only", "HEAD"]), "workspace.yaml\n");
}

#[test]
fn a_dry_run_shows_what_it_would_be_while_a_merge_is_under_way() {
    let sandbox = repository();
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    sandbox.write("notes.txt", "theirs\n");
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Theirs"]);
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.git(&["merge", "--quiet", "--no-ff", "--no-commit", "side"]);
    sandbox.write("workspace.yaml", "name: Other\n");
    let before = (sandbox.files(), sandbox.git(&["status", "--porcelain"]));
    let shown = sandbox.run(&["commit", "--dry-run"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(shown.stdout.contains("set name to Other"), "{}", shown.stdout);
    assert!(shown.stderr.contains("Not now: a merge is under way; run `git add`"), "{}", shown.stderr);
    assert_eq!((sandbox.files(), sandbox.git(&["status", "--porcelain"])), before);
    assert_eq!(sandbox.run(&["commit"]).code, 2);
}

#[test]
fn an_amended_commit_without_a_change_is_told_as_that() {
    let sandbox = repository();
    for arguments in [&["commit", "--amend"][..], &["commit", "--amend", "-m", "Begin"]] {
        let amended = sandbox.run(arguments);
        assert_eq!(amended.code, 0, "{}", amended.stderr);
        assert!(amended.stderr.starts_with("Nothing changed but the time: "), "{}", amended.stderr);
    }
}

#[test]
fn a_path_that_is_not_there_is_said_with_what_was_perhaps_meant() {
    let sandbox = repository();
    sandbox.write("workspace.yaml", "name: Other\n");
    let cases = [
        ("blocks/invite-mail.md", "did you mean `blocks/invite-email.md`?"),
        ("invite-email", "did you mean `blocks/invite-email.md`?"),
        ("blocks/invite", "did you mean `blocks/invite-email.md`?"),
        ("something-else.md", "name files and folders"),
    ];
    for (path, help) in cases {
        let refused = sandbox.run(&["commit", "workspace.yaml", path]);
        assert_eq!(refused.code, 2, "{path}");
        assert!(refused.stderr.contains(&format!("there is no file or folder `{path}`")), "{}", refused.stderr);
        assert!(refused.stderr.contains(help), "{}", refused.stderr);
    }
    // What is gone is there to be committed, and what nothing has changed in is said to be so.
    let same = sandbox.run(&["commit", "blocks/invite-email.md"]);
    assert!(same.stderr.contains("what is named is as it is in the last commit"), "{}", same.stderr);
    std::fs::remove_file(sandbox.path().join("blocks/invite-email.md")).expect("a file");
    assert_eq!(sandbox.run(&["commit", "blocks"]).code, 0);
}

#[test]
fn warnings_are_counted_and_in_nobodys_way() {
    let sandbox = repository();
    sandbox.write("workspace.yaml", "name: Acme #1\n");
    for arguments in [&["commit", "--dry-run"][..], &["commit"]] {
        let made = sandbox.run(arguments);
        assert_eq!(made.code, 0, "{}", made.stderr);
        assert!(
            made.stderr.ends_with("The workspace has 2 warnings: `wayfare check` shows what.\n"),
            "{}",
            made.stderr
        );
    }
    sandbox.write("workspace.yaml", "name: Acme #2\n");
    assert!(!sandbox.run(&["commit", "--no-check"]).stderr.contains("warning"));
}

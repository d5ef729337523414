//! Commits made in-process: exactly the workspace's changes, judged by the installed `git`.

use std::fs;
use std::path::Path;

use wayfare::git::{Commit, Repository};

use super::sandbox::{Sandbox, belongs, sandboxed, shown};

fn commit_in(folder: &Path, message: &str) -> Commit {
    let repository = Repository::open(folder).expect("a repository");
    let plan = repository.plan_commit(&belongs).expect("a plan");
    assert_eq!(plan.handover(), [], "the installed git is not needed");
    let mut talk = Vec::new();
    let commit = plan.commit(message, &mut talk).expect("a commit");
    assert!(talk.is_empty());
    commit
}

fn commit(sandbox: &Sandbox) -> Commit {
    let commit = commit_in(&sandbox.folder(), "Change the workspace");
    assert_eq!(sandbox.git(&["rev-parse", "HEAD"]), commit.revision.to_string());
    sandbox.git(&["fsck", "--strict"]);
    commit
}

/// What the last commit changed: `M blocks/a.md`.
fn committed(sandbox: &Sandbox) -> Vec<String> {
    let raw = sandbox.git(&["show", "-z", "--format=", "--no-renames", "--name-status", "HEAD"]);
    let parts: Vec<&str> = raw.split_terminator('\0').collect();
    parts.chunks(2).map(|pair| pair.join(" ")).collect()
}

/// Unrelated work of every sort, staged and not.
fn work_on_other_things(sandbox: &Sandbox) {
    for name in ["staged", "staged-then-changed", "deleted", "deleted-unstaged", "renamed", "kept"] {
        sandbox.write(&format!("other/{name}.txt"), format!("{name}\n"));
    }
    sandbox.git(&["add", "-A", "other"]);
    sandbox.git(&["commit", "-q", "-m", "Other things"]);
    sandbox.write("other/staged.txt", "staged change\n");
    sandbox.write("other/staged-then-changed.txt", "staged change\n");
    sandbox.write("other/new.txt", "new\n");
    sandbox.write("other/intent.txt", "intent\n");
    sandbox.git(&["mv", "other/renamed.txt", "other/moved.txt"]);
    sandbox.git(&["rm", "-q", "other/deleted.txt"]);
    sandbox.git(&["add", "other/staged.txt", "other/staged-then-changed.txt", "other/new.txt"]);
    sandbox.git(&["add", "-N", "other/intent.txt"]);
    sandbox.write("other/staged-then-changed.txt", "changed again\n");
    sandbox.remove("other/deleted-unstaged.txt");
    sandbox.write("notes.txt", "unstaged change\n");
    sandbox.write("src/untracked.rs", "untracked\n");
}

sandboxed! {
    fn unrelated_work_stays_as_it_was(sandbox) {
        sandbox.init_workspace();
        work_on_other_things(sandbox);
        let others = sandbox.state_of_others();
        assert!(others.len() >= 10, "{others:?}");
        sandbox.write("blocks/email.md", "changed\n");
        sandbox.write("blocks/new.md", "new\n");
        sandbox.remove("blocks/old.md");
        let commit = commit(sandbox);
        assert_eq!(commit.branch.as_deref(), Some("main"));
        assert_eq!(committed(sandbox), ["M blocks/email.md", "A blocks/new.md", "D blocks/old.md"]);
        assert_eq!(sandbox.state_of_others(), others);
        assert_eq!(sandbox.git(&["status", "--porcelain", "--", "blocks", "journeys", "workspace.yaml"]), "");
        assert_eq!(sandbox.read("other/staged-then-changed.txt"), "changed again\n");
        assert_eq!(sandbox.git(&["show", ":other/staged-then-changed.txt"]), "staged change");
    }

    fn what_is_staged_of_the_workspace_gives_way_to_the_files(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/email.md", "staged\n");
        sandbox.write("blocks/intent.md", "intent\n");
        sandbox.git(&["add", "blocks/email.md"]);
        sandbox.git(&["add", "-N", "blocks/intent.md"]);
        sandbox.write("blocks/email.md", "changed again\n");
        sandbox.git(&["rm", "-q", "blocks/old.md"]);
        commit(sandbox);
        assert_eq!(committed(sandbox), ["M blocks/email.md", "A blocks/intent.md", "D blocks/old.md"]);
        assert_eq!(sandbox.git(&["show", "HEAD:blocks/email.md"]), "changed again");
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    }

    fn the_first_commit_of_a_repository(sandbox) {
        sandbox.init();
        sandbox.write("workspace.yaml", "name: Acme\n");
        sandbox.write("notes.txt", "staged, but not the workspace's\n");
        sandbox.git(&["add", "notes.txt"]);
        commit(sandbox);
        assert_eq!(committed(sandbox), ["A workspace.yaml"]);
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "A  notes.txt");
        assert_eq!(sandbox.git(&["rev-list", "--count", "HEAD"]), "1");
        assert!(sandbox.git(&["reflog", "main"]).ends_with("commit (initial): Change the workspace"));
    }

    fn a_commit_has_its_author_message_and_log(sandbox) with
        ["GIT_AUTHOR_NAME" = "Jon Abara", "GIT_AUTHOR_DATE" = "1790000000 +0200", "GIT_COMMITTER_EMAIL" = "ci@acme.example"]
    {
        sandbox.init_workspace();
        sandbox.write("blocks/email.md", "changed\n");
        let message = "\n\n  trial: place  invite \n\n\n# not a comment\t\nlast\n\n";
        commit_in(&sandbox.folder(), message);
        assert_eq!(sandbox.git(&["log", "-1", "--format=%an <%ae> %ad|%cn <%ce>", "--date=raw"]),
            "Jon Abara <maya@acme.example> 1790000000 +0200|Maya Chen <ci@acme.example>");
        assert_eq!(sandbox.git(&["log", "-1", "--format=%B"]).trim_end(), "  trial: place  invite\n\n# not a comment\nlast");
        let logged = sandbox.git(&["log", "-1", "-g", "--format=%gs|%gn <%ge>"]);
        assert_eq!(logged, "commit:   trial: place  invite|Maya Chen <ci@acme.example>");
    }

    fn a_detached_head_moves_alone(sandbox) {
        sandbox.init_workspace();
        let main = sandbox.git(&["rev-parse", "main"]);
        sandbox.git(&["checkout", "-q", "--detach"]);
        sandbox.write("blocks/email.md", "changed\n");
        assert_eq!(commit(sandbox).branch, None);
        assert_eq!(sandbox.git(&["rev-parse", "main"]), main);
        assert_eq!(sandbox.git(&["rev-parse", "HEAD^"]), main);
    }

    fn a_workspace_in_a_subfolder_takes_nothing_beside_it(sandbox) {
        sandbox.init_workspace();
        sandbox.write("docs/acme/workspace.yaml", "name: Inner\n");
        sandbox.write("docs/acme/blocks/a.md", "a\n");
        sandbox.write("docs/readme.md", "beside\n");
        sandbox.write("blocks/email.md", "changed, but of the outer workspace\n");
        commit_in(&sandbox.folder().join("docs/acme"), "Inner");
        assert_eq!(committed(sandbox), ["A docs/acme/blocks/a.md", "A docs/acme/workspace.yaml"]);
        assert_eq!(sandbox.git(&["status", "--porcelain"]), " M blocks/email.md\n?? docs/readme.md");
    }

    fn a_linked_worktree_commits_on_its_own_branch(sandbox) {
        sandbox.init_workspace();
        let linked = sandbox.root().join("linked");
        sandbox.git(&["worktree", "add", "-q", "-b", "side", linked.to_str().expect("a name")]);
        fs::write(linked.join("blocks/email.md"), "changed\n").expect("a file");
        let commit = commit_in(&linked, "Side");
        assert_eq!(commit.branch.as_deref(), Some("side"));
        assert_eq!(sandbox.git_in(&linked, &["status", "--porcelain"]), "");
        assert_eq!(sandbox.git(&["rev-parse", "main"]), sandbox.git(&["rev-parse", "side^"]));
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    }

    fn a_submodule_is_a_repository_of_its_own(sandbox) {
        let inner = sandbox.root().join("inner");
        fs::create_dir(&inner).expect("a folder");
        sandbox.git_in(&inner, &["init", "-q"]);
        fs::write(inner.join("workspace.yaml"), "name: Inner\n").expect("a file");
        sandbox.git_in(&inner, &["add", "-A"]);
        sandbox.git_in(&inner, &["commit", "-q", "-m", "Inner"]);
        sandbox.init_workspace();
        let source = inner.to_str().expect("a name");
        sandbox.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", source, "module"]);
        sandbox.git(&["commit", "-q", "-m", "Module"]);
        sandbox.write("module/workspace.yaml", "name: Changed\n");
        commit_in(&sandbox.folder().join("module"), "Inside");
        let module = sandbox.folder().join("module");
        assert_eq!(sandbox.git_in(&module, &["log", "-1", "--format=%s"]), "Inside");
        assert_eq!(sandbox.git(&["status", "--porcelain"]), " M module");
    }

    fn names_of_every_sort(sandbox) {
        sandbox.init();
        sandbox.write("other.txt", "");
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "Begin"]);
        let names = ["-dash.md", ":(glob)x.md", "a b.md", "a*.md", "a?.md", "an.md", "grüße-日本.md", "quote\".md", "[ab].md"];
        for name in names {
            sandbox.write(&format!("blocks/{name}"), "x\n");
        }
        commit(sandbox);
        let mut expected = names.map(|name| format!("A blocks/{name}"));
        expected.sort();
        assert_eq!(committed(sandbox), expected);
        sandbox.write("blocks/a*.md", "changed\n");
        sandbox.remove("blocks/[ab].md");
        commit(sandbox);
        assert_eq!(committed(sandbox), ["D blocks/[ab].md", "M blocks/a*.md"]);
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    }

    fn line_endings_are_committed_as_git_would(sandbox) {
        sandbox.init();
        sandbox.git(&["config", "core.autocrlf", "true"]);
        sandbox.write(".gitattributes", "*.csv eol=lf\n*.bin -text\n");
        sandbox.write("blocks/a.md", "one\r\ntwo\r\n");
        sandbox.write("blocks/a.bin", "one\r\n");
        sandbox.write("blocks/a.csv", "one\r\n");
        commit(sandbox);
        let eol = sandbox.git(&["ls-files", "--eol", "blocks"]);
        let index: Vec<&str> = eol.lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(index, ["i/crlf", "i/lf", "i/lf"], "{eol}");
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "?? .gitattributes");
    }

    fn a_folder_takes_the_place_of_a_file_and_back(sandbox) {
        sandbox.init_workspace();
        sandbox.remove("blocks/old.md");
        sandbox.write("blocks/old.md/inside.md", "inside\n");
        commit(sandbox);
        assert_eq!(committed(sandbox), ["D blocks/old.md", "A blocks/old.md/inside.md"]);
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
        fs::remove_dir_all(sandbox.folder().join("blocks/old.md")).expect("a folder");
        sandbox.write("blocks/old.md", "file\n");
        commit(sandbox);
        assert_eq!(committed(sandbox), ["A blocks/old.md", "D blocks/old.md/inside.md"]);
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    }

    fn a_sparse_checkout_keeps_what_it_leaves_out(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["sparse-checkout", "set", "--no-cone", "/blocks/email.md", "/workspace.yaml"]);
        sandbox.write("blocks/email.md", "changed\n");
        commit(sandbox);
        assert_eq!(committed(sandbox), ["M blocks/email.md"]);
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
        assert!(sandbox.git(&["ls-files", "-t"]).contains("S blocks/old.md"));
    }

    fn names_that_differ_only_in_case_are_renamed(sandbox) {
        sandbox.init();
        sandbox.git(&["config", "core.ignoreCase", "true"]);
        for name in ["assets/heat.png", "assets/Upper.png", "blocks/metrics/m.md", "blocks/Emails/e.md", "blocks/page.md"] {
            sandbox.write(name, format!("{name}\n"));
        }
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "Begin"]);
        let is_told_git = [true, false];
        let moves = [("assets/heat.png", "assets/Heat.png"), ("assets/Upper.png", "assets/upper.png"),
            ("blocks/metrics", "blocks/Metrics"), ("blocks/Emails", "blocks/emails")];
        let mut turn = moves.to_vec();
        for told in is_told_git {
            for (from, to) in &turn {
                // By another name, as on a disk that takes both for one.
                let between = format!("{from}.tmp");
                if told {
                    sandbox.git(&["mv", from, &between]);
                    sandbox.git(&["mv", &between, to]);
                } else {
                    let place = |name: &str| sandbox.folder().join(name);
                    fs::rename(place(from), place(&between)).expect("a new name");
                    fs::rename(place(&between), place(to)).expect("a new name");
                }
            }
            assert_eq!(commit(sandbox).branch.as_deref(), Some("main"));
            assert_eq!(sandbox.git(&["status", "--short"]), "", "told: {told}");
            assert_eq!(sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]), sandbox.git(&["ls-files"]));
            for (from, to) in &turn {
                assert!(!sandbox.git(&["ls-files"]).contains(from) && sandbox.git(&["ls-files"]).contains(to));
            }
            sandbox.write("blocks/page.md", format!("told: {told}\n"));
            sandbox.git(&["commit", "-q", "-a", "-m", "Another"]);
            assert_eq!(committed(sandbox), ["M blocks/page.md"]);
            turn = turn.into_iter().map(|(from, to)| (to, from)).collect();
        }
    }

    fn what_git_is_told_not_to_look_at_is_left_out_and_told(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["update-index", "--assume-unchanged", "blocks/email.md"]);
        sandbox.git(&["update-index", "--skip-worktree", "blocks/old.md"]);
        sandbox.write("blocks/email.md", "changed\n");
        sandbox.write("blocks/old.md", "changed\n");
        sandbox.write("blocks/new.md", "new\n");
        let repository = sandbox.open();
        let plan = repository.plan_commit(&belongs).expect("a plan");
        assert_eq!(shown(plan.changes()), ["added blocks/new.md"]);
        assert_eq!(shown(plan.left_out()),
            ["modified blocks/email.md held assumedunchanged", "modified blocks/old.md held skippedinworktree"]);
        drop(plan);
        commit(sandbox);
        assert_eq!(committed(sandbox), ["A blocks/new.md"]);
        let marks = sandbox.git(&["ls-files", "-v", "blocks"]);
        assert_eq!(marks, "h blocks/email.md\nH blocks/new.md\nS blocks/old.md");
        assert_eq!(sandbox.read("blocks/email.md"), "changed\n");
    }

    fn a_plan_writes_nothing(sandbox) {
        sandbox.init_workspace();
        work_on_other_things(sandbox);
        sandbox.write("blocks/email.md", "changed\n");
        let before = (sandbox.state(), sandbox.git(&["count-objects"]));
        let repository = sandbox.open();
        let plan = repository.plan_commit(&belongs).expect("a plan");
        assert_eq!(plan.changes().len(), 1);
        drop(plan);
        assert_eq!((sandbox.state(), sandbox.git(&["count-objects"])), before);
    }

    fn commits_follow_one_another_from_one_handle(sandbox) {
        sandbox.init_workspace();
        let repository = sandbox.open();
        for number in 0..3 {
            sandbox.write("blocks/email.md", format!("{number}\n"));
            let plan = repository.plan_commit(&belongs).expect("a plan");
            plan.commit("Again", &mut Vec::new()).expect("a commit");
        }
        assert_eq!(sandbox.git(&["rev-list", "--count", "HEAD"]), "4");
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    }
}

#[cfg(unix)]
sandboxed! {
    fn modes_and_links_are_committed(sandbox) {
        sandbox.init_workspace();
        sandbox.remove("blocks/old.md");
        std::os::unix::fs::symlink("email.md", sandbox.folder().join("blocks/old.md")).expect("a link");
        std::os::unix::fs::symlink("nowhere", sandbox.folder().join("assets")).expect("a link");
        sandbox.script("blocks/email.md", "true");
        commit(sandbox);
        let tree = sandbox.git(&["ls-tree", "-r", "HEAD", "blocks", "assets"]);
        let modes: Vec<&str> = tree.lines().map(|line| &line[..6]).collect();
        assert_eq!(modes, ["120000", "100755", "120000"]);
        assert_eq!(sandbox.git(&["show", "HEAD:blocks/old.md"]), "email.md");
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    }

    fn modes_git_does_not_trust_are_kept(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["update-index", "--chmod=+x", "blocks/email.md"]);
        sandbox.git(&["commit", "-q", "-m", "Executable"]);
        sandbox.git(&["config", "core.fileMode", "false"]);
        sandbox.write("blocks/email.md", "changed\n");
        sandbox.script("blocks/new.md", "true");
        commit(sandbox);
        let tree = sandbox.git(&["ls-tree", "-r", "HEAD", "blocks/email.md", "blocks/new.md"]);
        let modes: Vec<&str> = tree.lines().map(|line| &line[..6]).collect();
        assert_eq!(modes, ["100755", "100644"]);
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
        // What somebody has set in the index is theirs to set.
        sandbox.git(&["update-index", "--chmod=+x", "blocks/old.md"]);
        commit(sandbox);
        assert!(sandbox.git(&["ls-tree", "HEAD", "blocks/old.md"]).starts_with("100755"));
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    }
}

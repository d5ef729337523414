//! Commits that need the installed `git`: hooks, signatures, filters.
#![cfg(unix)]

use std::fs;

use wayfare::git::{Commit, CommitError, Handover, IndexTree};
use wayfare::store::FileTree as _;
use wayfare::text::WsPath;

use super::sandbox::{Sandbox, belongs, said, sandboxed};

/// Commits by way of git; what it said.
fn commit(sandbox: &Sandbox) -> (Result<Commit, CommitError>, String) {
    let repository = sandbox.open();
    let plan = repository.plan_commit(&belongs).expect("a plan");
    assert!(!plan.handover().is_empty());
    let mut talk = Vec::new();
    let result = plan.commit("Change the workspace\n\nIts body.", &mut talk);
    let leftovers = fs::read_dir(sandbox.folder().join(".git")).expect("a folder");
    let leftovers =
        leftovers.filter_map(Result::ok).filter(|entry| entry.file_name().to_string_lossy().contains("wayfare"));
    assert_eq!(leftovers.count(), 0);
    (result, String::from_utf8(talk).expect("text"))
}

/// A changed workspace, with staged and unstaged work beside it.
fn change(sandbox: &Sandbox) {
    sandbox.init_workspace();
    sandbox.write("src/main.rs", "staged\n");
    sandbox.write("other.txt", "staged as new\n");
    sandbox.git(&["add", "src/main.rs", "other.txt"]);
    sandbox.write("src/main.rs", "changed again\n");
    sandbox.write("notes.txt", "unstaged\n");
    sandbox.write("blocks/email.md", "changed\n");
    sandbox.write("blocks/new.md", "new\n");
    sandbox.remove("blocks/old.md");
}

const CHANGED: &str = "M\tblocks/email.md\nA\tblocks/new.md\nD\tblocks/old.md";

fn committed(sandbox: &Sandbox) -> String {
    sandbox.git(&["fsck", "--strict"]);
    sandbox.git(&["show", "--format=", "--no-renames", "--name-status", "HEAD"])
}

fn is_clean(sandbox: &Sandbox) -> bool {
    sandbox.git(&["status", "--porcelain", "--", "blocks", "journeys", "assets", "workspace.yaml"]).is_empty()
}

sandboxed! {
    fn a_hook_sees_the_commit_and_nothing_else(sandbox) {
        change(sandbox);
        let others = sandbox.state_of_others();
        sandbox.script(".git/hooks/pre-commit", "git diff --cached --name-only --no-renames; cat; echo done >&2");
        let (result, said) = commit(sandbox);
        assert_eq!(result.expect("a commit").branch.as_deref(), Some("main"));
        assert_eq!(said, "blocks/email.md\nblocks/new.md\nblocks/old.md\ndone\n");
        assert_eq!(committed(sandbox), CHANGED);
        assert!(is_clean(sandbox));
        assert_eq!(sandbox.state_of_others(), others);
        assert_eq!(sandbox.git(&["log", "-1", "--format=%an|%B"]).trim_end(), "Maya Chen|Change the workspace\n\nIts body.");
    }

    fn a_commit_of_somebody_else_is_not_taken_for_ours(sandbox) {
        change(sandbox);
        sandbox.script(
            ".git/hooks/pre-commit",
            "git update-ref HEAD $(git commit-tree HEAD^{tree} -p HEAD -m theirs)",
        );
        let (result, said) = commit(sandbox);
        assert!(matches!(result, Err(CommitError::GitFailed(_) | CommitError::HookRefused(_))), "{result:?} {said}");
        assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]).trim_end(), "theirs");
        assert!(!is_clean(sandbox));
    }

    fn a_hook_that_says_no_leaves_everything(sandbox) {
        for hook in ["pre-commit", "prepare-commit-msg", "commit-msg"] {
            if sandbox.folder().join(".git").exists() {
                fs::remove_dir_all(sandbox.folder().join(".git")).expect("a repository");
            }
            change(sandbox);
            let before = sandbox.state();
            sandbox.script(&format!(".git/hooks/{hook}"), "echo not like this >&2; exit 1");
            let (result, said) = commit(sandbox);
            let error = result.expect_err("a refusal");
            assert!(matches!(&error, CommitError::HookRefused(said) if said == "not like this"), "{error:?}");
            assert_eq!(said, "not like this\n");
            assert_eq!(sandbox.state(), before);
        }
    }

    fn a_hook_may_change_the_message(sandbox) {
        change(sandbox);
        sandbox.script(".git/hooks/prepare-commit-msg", "printf '\\nPrepared: %s\\n' \"$2\" >> \"$1\"");
        sandbox.script(".git/hooks/commit-msg", "printf 'Checked: yes\\n\\n\\n' >> \"$1\"");
        commit(sandbox).0.expect("a commit");
        assert_eq!(sandbox.git(&["log", "-1", "--format=%B"]).trim_end(),
            "Change the workspace\n\nIts body.\n\nPrepared: message\nChecked: yes");
    }

    fn a_hook_may_change_the_commit(sandbox) {
        change(sandbox);
        sandbox.script(".git/hooks/pre-commit",
            "echo formatted > blocks/email.md; echo listed > list.txt; git add blocks/email.md list.txt other.txt");
        commit(sandbox).0.expect("a commit");
        assert_eq!(sandbox.git(&["show", "HEAD:blocks/email.md"]), "formatted");
        assert_eq!(committed(sandbox), "M\tblocks/email.md\nA\tblocks/new.md\nD\tblocks/old.md\nA\tlist.txt\nA\tother.txt");
        assert_eq!(sandbox.git(&["status", "--porcelain"]), " M notes.txt\nMM src/main.rs");
    }

    fn a_hook_that_runs_afterwards_is_run(sandbox) {
        change(sandbox);
        sandbox.script(".git/hooks/post-commit", "git log -1 --format=%s > ../seen");
        commit(sandbox).0.expect("a commit");
        assert_eq!(sandbox.read("../seen"), "Change the workspace\n");
    }

    fn a_lock_that_a_hook_leaves_is_met_before_the_commit_or_not_at_all(sandbox) {
        change(sandbox);
        let before = (sandbox.git(&["ls-files", "-s"]), sandbox.git(&["reflog"]));
        sandbox.script(".git/hooks/pre-commit", "touch .git/index.lock");
        let (result, _) = commit(sandbox);
        assert!(result.is_err());
        assert_eq!((sandbox.git(&["ls-files", "-s"]), sandbox.git(&["reflog"])), before);
        sandbox.remove(".git/index.lock");
        sandbox.remove(".git/hooks/pre-commit");
        sandbox.script(".git/hooks/post-commit", "touch .git/index.lock");
        commit(sandbox).0.expect("a commit");
        sandbox.remove(".git/index.lock");
        assert_eq!(committed(sandbox), CHANGED);
        assert!(is_clean(sandbox), "the index was brought in line before");
    }

    fn a_judge_sees_what_hooks_have_made_and_has_the_last_word(sandbox) {
        change(sandbox);
        sandbox.script(".git/hooks/pre-commit", "echo formatted > blocks/email.md; git add blocks/email.md; echo seen >&2");
        let before = sandbox.git(&["ls-files", "-s"]);
        let email = WsPath::new("blocks/email.md").expect("a path");
        let judged = |verdict: Option<&str>, is_as_planned: bool| {
            let repository = sandbox.open();
            let plan = repository.plan_commit(&belongs).expect("a plan");
            let planned = plan.files().expect("files");
            let mut talk = Vec::new();
            let mut judge = |files: IndexTree, message: &str| {
                assert_eq!(message, "Change\n");
                assert_eq!(files.read(&email, true).expect("a file"), b"formatted\n");
                assert_eq!(files.is_same_as(&planned), is_as_planned);
                verdict.map(str::to_owned)
            };
            let result = plan.commit_judged("Change", &mut judge, &mut talk);
            (result, String::from_utf8(talk).expect("text"))
        };
        let (result, said) = judged(None, false);
        assert!(matches!(result, Err(CommitError::Refused)), "{result:?}");
        assert_eq!(said, "seen\n", "and nothing that git makes of the refusal");
        assert_eq!(sandbox.git(&["ls-files", "-s"]), before);
        let (result, _) = judged(Some("Judged\n"), true);
        result.expect("a commit");
        assert_eq!(sandbox.git(&["log", "-1", "--format=%B"]).trim_end(), "Judged");
        assert!(is_clean(sandbox));
    }

    fn names_that_differ_in_case_reach_git_and_the_index(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["config", "core.ignoreCase", "true"]);
        sandbox.script(".git/hooks/pre-commit", "exit 0");
        sandbox.git(&["mv", "-f", "blocks/old.md", "blocks/Old.md"]);
        commit(sandbox).0.expect("a commit");
        assert_eq!(sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD", "blocks"]), "blocks/Old.md\nblocks/email.md");
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    }

    fn what_a_killed_program_left_is_removed_and_nothing_else(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/email.md", "changed\n");
        for name in ["index", "index.lock", "message", "step"] {
            sandbox.write(&format!(".git/wayfare-aB3xY9/{name}"), "left");
        }
        sandbox.write(".git/wayfare-aB3xY9/lock", "123\n");
        // Somebody is at work here, or has only begun, or it is none of ours.
        sandbox.write(".git/wayfare-busy00/lock", "124\n");
        let busy = fs::File::open(sandbox.folder().join(".git/wayfare-busy00/lock")).expect("a file");
        busy.lock().expect("a lock");
        sandbox.write(".git/wayfare-begun0/lock", "");
        sandbox.write(".git/wayfare-notes/lock", "mine\n");
        sandbox.write(".git/wayfare-other1/lock", "125\n");
        sandbox.write(".git/wayfare-other1/mine", "mine");
        let repository = sandbox.open();
        drop(repository.plan_commit(&belongs).expect("a plan"));
        let names = fs::read_dir(sandbox.folder().join(".git")).expect("a folder");
        let names = names.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter(|name| name.starts_with("wayfare-")).collect();
        names.sort();
        assert_eq!(names, ["wayfare-begun0", "wayfare-busy00", "wayfare-notes", "wayfare-other1"]);
        assert_eq!(sandbox.read(".git/wayfare-other1/mine"), "mine");
    }

    fn hooks_are_found_where_the_settings_say(sandbox) {
        for (setting, folder) in [("tools/hooks", "tools/hooks"), ("~/hooks", "../home/hooks")] {
            if sandbox.folder().join(".git").exists() {
                fs::remove_dir_all(sandbox.folder().join(".git")).expect("a repository");
            }
            change(sandbox);
            sandbox.git(&["config", "core.hooksPath", setting]);
            sandbox.script(&format!("{folder}/commit-msg"), "exit 1");
            // Not looked at any more.
            sandbox.script(".git/hooks/pre-commit", "touch ../wrong");
            let repository = sandbox.open();
            assert_eq!(repository.plan_commit(&belongs).expect("a plan").handover(), [Handover::Hook("commit-msg".into())]);
            assert!(matches!(commit(sandbox).0, Err(CommitError::HookRefused(_))));
            assert!(!sandbox.root().join("wrong").exists());
        }
    }

    fn a_file_that_cannot_be_run_is_no_hook(sandbox) {
        change(sandbox);
        sandbox.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 1\n");
        let repository = sandbox.open();
        assert_eq!(repository.plan_commit(&belongs).expect("a plan").handover(), []);
    }

    fn hooks_of_a_linked_worktree_are_the_repositorys(sandbox) {
        sandbox.init_workspace();
        sandbox.script(".git/hooks/pre-commit", "git diff --cached --name-only");
        let linked = sandbox.root().join("linked");
        sandbox.git(&["worktree", "add", "-q", "-b", "side", linked.to_str().expect("a name")]);
        fs::write(linked.join("blocks/email.md"), "changed\n").expect("a file");
        let repository = wayfare::git::Repository::open(&linked).expect("a repository");
        let plan = repository.plan_commit(&belongs).expect("a plan");
        let mut talk = Vec::new();
        let commit = plan.commit("Side", &mut talk).expect("a commit");
        assert_eq!((commit.branch.as_deref(), talk.as_slice()), (Some("side"), b"blocks/email.md\n".as_slice()));
        assert_eq!(sandbox.git_in(&linked, &["status", "--porcelain"]), "");
    }

    fn the_first_commit_with_a_hook(sandbox) {
        sandbox.init();
        sandbox.script(".git/hooks/pre-commit", "exit 0");
        sandbox.write("workspace.yaml", "name: Acme\n");
        sandbox.write("notes.txt", "staged\n");
        sandbox.git(&["add", "notes.txt"]);
        commit(sandbox).0.expect("a commit");
        assert_eq!(committed(sandbox), "A\tworkspace.yaml");
        assert_eq!(sandbox.git(&["status", "--porcelain"]), "A  notes.txt");
    }

    fn names_of_every_sort_reach_git(sandbox) {
        sandbox.init_workspace();
        sandbox.script(".git/hooks/pre-commit", "exit 0");
        let names = ["-dash.md", ":(glob)x.md", "a b.md", "a*.md", "grüße-日本.md", "quote\".md", "[ab].md"];
        sandbox.write(".gitattributes", "assets/*.md filter=upper\n");
        sandbox.git(&["add", ".gitattributes"]);
        sandbox.git(&["commit", "-q", "-m", "Attributes"]);
        sandbox.git(&["config", "filter.upper.clean", "tr a-z A-Z"]);
        for name in names {
            sandbox.write(&format!("assets/{name}"), "shout\n");
        }
        commit(sandbox).0.expect("a commit");
        for name in names {
            assert_eq!(sandbox.git(&["show", &format!("HEAD:assets/{name}")]), "SHOUT", "{name}");
        }
        assert!(is_clean(sandbox));
    }

    fn signing_is_honoured(sandbox) {
        change(sandbox);
        let program = sandbox.root().join("sign");
        sandbox.script("../sign", "cat > /dev/null; printf '\\n[GNUPG:] SIG_CREATED \\n' >&2; printf 'a signature\\n'");
        sandbox.git(&["config", "commit.gpgsign", "true"]);
        sandbox.git(&["config", "gpg.program", program.to_str().expect("a name")]);
        let repository = sandbox.open();
        assert_eq!(repository.plan_commit(&belongs).expect("a plan").handover(), [Handover::Signing]);
        commit(sandbox).0.expect("a commit");
        assert!(sandbox.git(&["cat-file", "commit", "HEAD"]).contains("gpgsig a signature"));
        assert_eq!(committed(sandbox), CHANGED);
        assert!(is_clean(sandbox));
    }

    fn a_signature_that_fails_leaves_everything(sandbox) {
        change(sandbox);
        sandbox.script("../sign", "echo no key >&2; exit 2");
        sandbox.git(&["config", "commit.gpgsign", "true"]);
        sandbox.git(&["config", "gpg.program", sandbox.root().join("sign").to_str().expect("a name")]);
        let before = sandbox.state();
        let (result, said) = commit(sandbox);
        assert!(matches!(&result, Err(CommitError::GitFailed(said)) if said.contains("no key")), "{result:?}");
        assert!(said.contains("no key"), "{said}");
        assert_eq!(sandbox.state(), before);
    }

    fn filters_are_run_for_a_commit_only(sandbox) {
        sandbox.init_workspace();
        sandbox.write(".gitattributes", "*.png filter=upper\n*.txt working-tree-encoding=UTF-16LE\n");
        sandbox.git(&["config", "filter.upper.clean", "touch ../ran; tr a-z A-Z"]);
        sandbox.write("assets/picture.png", "pixels\n");
        sandbox.write("assets/text.txt", "a\0b\0\n\0");
        sandbox.write("assets/plain.svg", "plain\n");
        let repository = sandbox.open();
        let plan = repository.plan_commit(&belongs).expect("a plan");
        let reasons: Vec<String> = plan.handover().iter().map(ToString::to_string).collect();
        assert_eq!(reasons, ["`assets/picture.png` has the attribute `filter=upper`",
            "`assets/text.txt` has the attribute `working-tree-encoding=UTF-16LE`"]);
        assert!(!sandbox.root().join("ran").exists());
        plan.commit("Pictures", &mut Vec::new()).expect("a commit");
        assert_eq!(sandbox.git(&["show", "HEAD:assets/picture.png"]), "PIXELS");
        assert_eq!(sandbox.git(&["show", "HEAD:assets/text.txt"]), "ab");
        assert_eq!(sandbox.git(&["show", "HEAD:assets/plain.svg"]), "plain");
        assert!(is_clean(sandbox));
        // Touched, but the same once it is cleaned.
        sandbox.write("assets/picture.png", "pixelS\n");
        let before = sandbox.git(&["rev-parse", "HEAD"]);
        let (result, _) = commit(sandbox);
        assert!(matches!(result, Err(CommitError::NothingToCommit)), "{result:?}");
        assert_eq!(sandbox.git(&["rev-parse", "HEAD"]), before);
    }

    fn a_filter_that_fails_leaves_everything(sandbox) {
        change(sandbox);
        sandbox.write(".gitattributes", "*.png filter=broken\n");
        sandbox.git(&["config", "filter.broken.clean", "exit 3"]);
        sandbox.git(&["config", "filter.broken.required", "true"]);
        sandbox.write("assets/picture.png", "pixels\n");
        let before = (sandbox.git(&["ls-files", "-s"]), sandbox.git(&["reflog"]));
        let (result, _) = commit(sandbox);
        assert!(matches!(result, Err(CommitError::GitFailed(_))), "{result:?}");
        assert_eq!((sandbox.git(&["ls-files", "-s"]), sandbox.git(&["reflog"])), before);
    }

    fn settings_in_the_environment_are_gits_to_read(sandbox) with
        ["GIT_CONFIG_COUNT" = "1", "GIT_CONFIG_KEY_0" = "user.name", "GIT_CONFIG_VALUE_0" = "Someone Else"]
    {
        change(sandbox);
        commit(sandbox).0.expect("a commit");
        assert_eq!(sandbox.git(&["log", "-1", "--format=%an"]), "Someone Else");
    }

    fn dates_in_other_forms_are_gits_to_read(sandbox) with ["GIT_AUTHOR_DATE" = "2026-11-23T10:00:00+0100"] {
        change(sandbox);
        commit(sandbox).0.expect("a commit");
        assert_eq!(sandbox.git(&["log", "-1", "--format=%aI"]), "2026-11-23T10:00:00+01:00");
    }

    fn git_itself_may_be_missing(sandbox) with ["PATH" = "/nowhere"] {
        change(sandbox);
        sandbox.script(".git/hooks/pre-commit", "exit 0");
        let before = sandbox.state();
        let repository = sandbox.open();
        let plan = repository.plan_commit(&belongs).expect("a plan");
        let error = plan.commit("Change", &mut Vec::new()).expect_err("a refusal");
        assert_eq!(said(&error), "git is not installed, but needed, since the hook `pre-commit` is set up; install it");
        assert_eq!(sandbox.state(), before);
    }
}

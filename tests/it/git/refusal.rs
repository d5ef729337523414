//! Commits that are refused: each says why, and changes nothing.

use std::fs;

use wayfare::git::CommitError;

use super::sandbox::{Sandbox, belongs, said, sandboxed};

/// Plans a commit that must be refused without a trace.
fn refused(sandbox: &Sandbox) -> CommitError {
    let before = sandbox.state();
    let error = sandbox.open().plan_commit(&belongs).err().expect("a refusal");
    assert_eq!(sandbox.state(), before);
    error
}

/// A workspace with a change, and a branch `side` that changes the same line of another file.
fn diverge(sandbox: &Sandbox) {
    sandbox.init_workspace();
    sandbox.git(&["checkout", "-q", "-b", "side"]);
    sandbox.write("notes.txt", "side\n");
    sandbox.git(&["commit", "-q", "-a", "-m", "Side"]);
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.write("notes.txt", "main\n");
    sandbox.git(&["commit", "-q", "-a", "-m", "Main"]);
    sandbox.write("blocks/new.md", "new\n");
}

fn under_way(sandbox: &Sandbox) -> &'static str {
    match refused(sandbox) {
        CommitError::UnderWay { operation, .. } => operation,
        error => panic!("{error}"),
    }
}

sandboxed! {
    fn nothing_to_commit(sandbox) {
        sandbox.init_workspace();
        sandbox.write("notes.txt", "changed\n");
        sandbox.git(&["add", "notes.txt"]);
        assert!(matches!(refused(sandbox), CommitError::NothingToCommit));
    }

    fn nobody_to_commit_as(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/new.md", "new\n");
        let settings = sandbox.root().join("home/.gitconfig");
        fs::write(&settings, "[user]\n\tname = Maya\n").expect("settings");
        let error = refused(sandbox);
        assert!(matches!(error, CommitError::Identity("user.email")), "{error}");
        assert!(said(&error).contains("git config --global user.email"), "{error}");
        fs::write(&settings, "[user]\n\temail = maya@acme.example\n").expect("settings");
        assert!(matches!(refused(sandbox), CommitError::Identity("user.name")));
    }

    fn a_merge_under_way(sandbox) {
        diverge(sandbox);
        sandbox.git_anyway(&["merge", "side"]);
        assert_eq!(under_way(sandbox), "a merge");
    }

    fn a_merge_without_conflicts_under_way(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["checkout", "-q", "-b", "side"]);
        sandbox.write("other.txt", "");
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "Side"]);
        sandbox.git(&["checkout", "-q", "main"]);
        sandbox.git(&["merge", "--no-ff", "--no-commit", "side"]);
        sandbox.write("blocks/new.md", "new\n");
        assert_eq!(under_way(sandbox), "a merge");
    }

    fn a_rebase_under_way(sandbox) {
        diverge(sandbox);
        sandbox.git_anyway(&["rebase", "side"]);
        assert_eq!(under_way(sandbox), "a rebase");
    }

    fn a_cherry_pick_under_way(sandbox) {
        diverge(sandbox);
        sandbox.git_anyway(&["cherry-pick", "side"]);
        assert_eq!(under_way(sandbox), "a cherry-pick");
    }

    fn a_revert_under_way(sandbox) {
        diverge(sandbox);
        sandbox.write("notes.txt", "again\n");
        sandbox.git(&["commit", "-q", "-a", "-m", "Again"]);
        sandbox.git_anyway(&["revert", "--no-edit", "HEAD~1"]);
        assert_eq!(under_way(sandbox), "a revert");
    }

    fn a_bisect_under_way(sandbox) {
        diverge(sandbox);
        sandbox.git(&["bisect", "start"]);
        assert_eq!(under_way(sandbox), "a bisect");
    }

    fn conflicts_without_an_operation(sandbox) {
        sandbox.init_workspace();
        sandbox.write("notes.txt", "stashed\n");
        sandbox.git(&["stash", "-q"]);
        sandbox.write("notes.txt", "committed\n");
        sandbox.git(&["commit", "-q", "-a", "-m", "Notes"]);
        sandbox.git_anyway(&["stash", "pop"]);
        sandbox.write("blocks/new.md", "new\n");
        let error = refused(sandbox);
        assert!(matches!(&error, CommitError::Unmerged(paths) if paths == &["notes.txt"]), "{error}");
    }

    fn nothing_but_what_git_is_told_not_to_look_at(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["update-index", "--assume-unchanged", "blocks/email.md"]);
        sandbox.write("blocks/email.md", "changed\n");
        let error = refused(sandbox);
        assert!(matches!(&error, CommitError::AllLeftOut(left_out) if left_out.len() == 1), "{error}");
        assert_eq!(said(&error), "nothing to commit: `blocks/email.md` is marked as `assume-unchanged`; \
            run `git update-index --no-assume-unchanged blocks/email.md`");
    }

    fn a_locked_index(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/new.md", "new\n");
        let repository = sandbox.open();
        let plan = repository.plan_commit(&belongs).expect("a plan");
        sandbox.write(".git/index.lock", "");
        let before = sandbox.git(&["count-objects"]);
        assert!(matches!(refused(sandbox), CommitError::Locked(_)));
        let error = plan.commit("Locked since", &mut Vec::new()).expect_err("a refusal");
        assert!(matches!(error, CommitError::Locked(_)), "{error}");
        assert_eq!(sandbox.git(&["count-objects"]), before);
    }

    fn an_empty_message(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/new.md", "new\n");
        let before = sandbox.state();
        let repository = sandbox.open();
        let plan = repository.plan_commit(&belongs).expect("a plan");
        let error = plan.commit(" \n\t\n", &mut Vec::new()).expect_err("a refusal");
        assert!(matches!(error, CommitError::EmptyMessage), "{error}");
        assert_eq!(sandbox.state(), before);
    }

    fn files_that_change_meanwhile(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/email.md", "checked\n");
        sandbox.remove("blocks/old.md");
        let repository = sandbox.open();
        let plan = || repository.plan_commit(&belongs).expect("a plan");
        let (first, second) = (plan(), plan());
        sandbox.write("blocks/email.md", "not checked\n");
        let before = sandbox.state();
        let error = first.commit("Changed", &mut Vec::new()).expect_err("a refusal");
        assert!(matches!(&error, CommitError::ChangedMeanwhile(path) if path.as_str() == "blocks/email.md"), "{error}");
        assert_eq!(sandbox.state(), before);
        sandbox.write("blocks/old.md", "back\n");
        let error = second.commit("Changed", &mut Vec::new()).expect_err("a refusal");
        assert!(matches!(&error, CommitError::ChangedMeanwhile(path) if path.as_str() == "blocks/old.md"), "{error}");
    }
}

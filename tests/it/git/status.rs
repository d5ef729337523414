//! What changed in the workspace, whatever is staged of it.

use std::fs;

use wayfare::git::{Repository, StatusError};

use super::sandbox::{Sandbox, belongs, sandboxed, shown};

fn changes(sandbox: &Sandbox) -> Vec<String> {
    shown(&sandbox.open().changes(&belongs).expect("a status"))
}

sandboxed! {
    fn a_clean_workspace_has_no_changes(sandbox) {
        sandbox.init_workspace();
        sandbox.write("notes.txt", "two\n");
        sandbox.write("src/new.rs", "");
        assert!(changes(sandbox).is_empty());
        assert!(sandbox.open().changes(&|path| path.as_str() == "notes.txt").is_ok_and(|found| found.len() == 1));
    }

    fn changed_new_and_deleted_files_are_found(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/email.md", "changed");
        sandbox.write("blocks/deep/er/new.md", "new");
        sandbox.remove("blocks/old.md");
        assert_eq!(changes(sandbox), ["added blocks/deep/er/new.md", "modified blocks/email.md", "deleted blocks/old.md"]);
    }

    fn everything_is_new_before_the_first_commit(sandbox) {
        sandbox.init();
        sandbox.write("workspace.yaml", "name: Acme\n");
        sandbox.write("blocks/a.md", "");
        sandbox.git(&["add", "blocks"]);
        assert_eq!(changes(sandbox), ["added blocks/a.md", "added workspace.yaml"]);
    }

    fn the_working_folder_counts_not_the_index(sandbox) {
        sandbox.init_workspace();
        // Staged, then changed back.
        sandbox.write("workspace.yaml", "name: Other\n");
        sandbox.git(&["add", "workspace.yaml"]);
        sandbox.write("workspace.yaml", "name: Acme\n");
        // Staged, then changed again.
        sandbox.write("blocks/email.md", "staged");
        sandbox.git(&["add", "blocks/email.md"]);
        sandbox.write("blocks/email.md", "changed again");
        // Staged as new, then removed.
        sandbox.write("blocks/gone.md", "");
        sandbox.git(&["add", "blocks/gone.md"]);
        sandbox.remove("blocks/gone.md");
        // Staged as deleted, then written anew.
        sandbox.git(&["rm", "-q", "blocks/old.md"]);
        sandbox.write("blocks/old.md", "written anew");
        assert_eq!(changes(sandbox), ["modified blocks/email.md", "modified blocks/old.md"]);
    }

    fn staged_deletions_and_intents_to_add_are_found(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["rm", "-q", "blocks/old.md"]);
        sandbox.write("blocks/intent.md", "content");
        sandbox.write("blocks/empty.md", "");
        sandbox.git(&["add", "-N", "blocks/intent.md", "blocks/empty.md"]);
        assert_eq!(changes(sandbox), ["added blocks/empty.md", "added blocks/intent.md", "deleted blocks/old.md"]);
    }

    fn ignored_files_are_left_alone(sandbox) {
        sandbox.init_workspace();
        sandbox.write(".gitignore", "*.draft.md\n/blocks/private/\n");
        sandbox.write("blocks/a.draft.md", "");
        sandbox.write("blocks/private/b.md", "");
        // Taken out of the repository but kept in the folder.
        sandbox.git(&["rm", "-q", "--cached", "blocks/old.md"]);
        sandbox.write("blocks/.gitignore", "old.md\n");
        sandbox.write("blocks/old.md", "private now");
        // Tracked in spite of a rule.
        sandbox.write("blocks/kept.draft.md", "");
        sandbox.git(&["add", "-f", "blocks/kept.draft.md"]);
        assert_eq!(changes(sandbox), ["added blocks/.gitignore", "added blocks/kept.draft.md"]);
    }

    fn repositories_inside_the_workspace_are_left_alone(sandbox) {
        sandbox.init_workspace();
        let inner = sandbox.folder().join("assets/inner");
        fs::create_dir_all(&inner).expect("a folder");
        sandbox.git_in(&inner, &["init", "-q"]);
        sandbox.write("assets/inner/a.md", "");
        sandbox.write("assets/picture.png", "");
        assert_eq!(changes(sandbox), ["added assets/picture.png"]);
    }

    fn only_the_subfolder_of_a_workspace_is_looked_at(sandbox) {
        sandbox.init_workspace();
        sandbox.write("ws[1]/workspace.yaml", "name: Inner\n");
        sandbox.write("ws[1]/blocks/a.md", "");
        sandbox.write("ws1/blocks/b.md", "");
        sandbox.write("blocks/email.md", "changed");
        let repository = Repository::open(&sandbox.folder().join("ws[1]")).expect("a repository");
        let found = shown(&repository.changes(&belongs).expect("a status"));
        assert_eq!(found, ["added blocks/a.md", "added workspace.yaml"]);
    }

    fn a_folder_in_place_of_a_file_and_back(sandbox) {
        sandbox.init_workspace();
        sandbox.remove("blocks/old.md");
        sandbox.write("blocks/old.md/inside.md", "");
        assert_eq!(changes(sandbox), ["deleted blocks/old.md", "added blocks/old.md/inside.md"]);
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "Folder"]);
        fs::remove_dir_all(sandbox.folder().join("blocks/old.md")).expect("a folder");
        sandbox.write("blocks/old.md", "");
        assert_eq!(changes(sandbox), ["added blocks/old.md", "deleted blocks/old.md/inside.md"]);
    }

    fn line_endings_git_converts_are_no_change(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["config", "core.autocrlf", "true"]);
        sandbox.write("blocks/email.md", "---\r\nkind: touchpoint\r\ntitle: Email\r\n---\r\n");
        assert!(changes(sandbox).is_empty());
        sandbox.write("blocks/email.md", "---\r\nkind: touchpoint\r\ntitle: E-mail\r\n---\r\n");
        assert_eq!(changes(sandbox), ["modified blocks/email.md"]);
    }

    fn marked_and_sparse_files_have_not_changed(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["update-index", "--assume-unchanged", "blocks/email.md"]);
        sandbox.write("blocks/email.md", "changed");
        sandbox.git(&["update-index", "--skip-worktree", "blocks/old.md"]);
        sandbox.remove("blocks/old.md");
        assert!(changes(sandbox).is_empty());
    }

    fn looking_writes_nothing(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/email.md", "changed");
        sandbox.write("blocks/new.md", "new");
        let before = (sandbox.git(&["count-objects"]), fs::read(sandbox.folder().join(".git/index")).expect("an index"));
        assert_eq!(changes(sandbox).len(), 2);
        let after = (sandbox.git(&["count-objects"]), fs::read(sandbox.folder().join(".git/index")).expect("an index"));
        assert!(before == after);
    }

    fn forms_of_the_index_libgit2_cannot_read_are_named(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["update-index", "--split-index"]);
        let error = sandbox.open().changes(&belongs).expect_err("a split index");
        assert!(matches!(error, StatusError::IndexForm { form: "split", .. }), "{error}");
        sandbox.git(&["update-index", "--no-split-index"]);
        sandbox.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "blocks"]);
        let error = sandbox.open().changes(&belongs).expect_err("a sparse index");
        assert!(matches!(error, StatusError::IndexForm { form: "sparse", .. }), "{error}");
    }
}

#[cfg(unix)]
sandboxed! {
    fn modes_and_links_are_changes(sandbox) {
        sandbox.init_workspace();
        sandbox.script("blocks/email.md", "");
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "Script"]);
        sandbox.git(&["update-index", "--chmod=-x", "blocks/email.md"]);
        sandbox.git(&["commit", "-q", "-m", "Not executable"]);
        sandbox.remove("blocks/old.md");
        std::os::unix::fs::symlink("email.md", sandbox.folder().join("blocks/old.md")).expect("a link");
        assert_eq!(changes(sandbox), ["modified blocks/email.md", "typechanged blocks/old.md"]);
        sandbox.git(&["config", "core.fileMode", "false"]);
        assert_eq!(changes(sandbox), ["typechanged blocks/old.md"]);
    }
}

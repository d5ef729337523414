//! What changed in the workspace, whatever is staged of it.

use std::fs;

use wayfare::git::{Repository, StatusError};
use wayfare::text::WsPath;

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
        assert_eq!(changes(sandbox),
            ["added blocks/.gitignore", "added blocks/kept.draft.md held unread", "modified blocks/old.md held ignored"]);
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

    fn marked_files_are_looked_at_and_held(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["update-index", "--assume-unchanged", "blocks/email.md", "journeys/trial/journey.yaml"]);
        sandbox.git(&["update-index", "--skip-worktree", "blocks/old.md", "workspace.yaml"]);
        assert!(changes(sandbox).is_empty());
        sandbox.write("blocks/email.md", "changed");
        sandbox.write("blocks/old.md", "changed");
        sandbox.remove("journeys/trial/journey.yaml");
        // Left out of the folder, as by a sparse checkout.
        sandbox.remove("workspace.yaml");
        assert_eq!(changes(sandbox), ["modified blocks/email.md held assumedunchanged",
            "modified blocks/old.md held skippedinworktree", "deleted journeys/trial/journey.yaml held assumedunchanged"]);
    }

    fn what_is_staged_and_then_marked_is_a_change_like_any_other(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/email.md", "staged");
        sandbox.git(&["add", "blocks/email.md"]);
        sandbox.git(&["update-index", "--assume-unchanged", "blocks/email.md"]);
        assert_eq!(changes(sandbox), ["modified blocks/email.md"]);
        sandbox.write("blocks/email.md", "changed again");
        assert_eq!(changes(sandbox), ["modified blocks/email.md held assumedunchanged"]);
    }

    fn conflicts_are_looked_at_in_every_stage(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/gone-here.md", "one\n");
        sandbox.write("blocks/gone-there.md", "one\n");
        sandbox.write("blocks/ours.md", "one\n");
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "More"]);
        sandbox.git(&["checkout", "-q", "-b", "side"]);
        for name in ["email", "gone-here", "new", "ours"] {
            sandbox.write(&format!("blocks/{name}.md"), "theirs\n");
        }
        sandbox.remove("blocks/gone-there.md");
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "Side"]);
        sandbox.git(&["checkout", "-q", "main"]);
        for name in ["email", "gone-there", "new", "ours"] {
            sandbox.write(&format!("blocks/{name}.md"), "ours\n");
        }
        sandbox.remove("blocks/gone-here.md");
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "Main"]);
        sandbox.git_anyway(&["merge", "-q", "side"]);
        sandbox.write("blocks/email.md", "by hand\n");
        sandbox.write("blocks/new.md", "by hand\n");
        sandbox.write("blocks/ours.md", "ours\n");
        assert_eq!(changes(sandbox), ["modified blocks/email.md held unmerged", "added blocks/gone-here.md held unmerged",
            "modified blocks/new.md held unmerged"]);
        sandbox.remove("blocks/new.md");
        sandbox.remove("blocks/gone-there.md");
        assert_eq!(changes(sandbox), ["modified blocks/email.md held unmerged", "added blocks/gone-here.md held unmerged",
            "deleted blocks/gone-there.md held unmerged", "deleted blocks/new.md held unmerged"]);
    }

    fn tracked_files_in_a_repository_inside_are_still_there(sandbox) {
        sandbox.init_workspace();
        let inner = sandbox.folder().join("blocks");
        sandbox.git_in(&inner, &["init", "-q"]);
        sandbox.write("blocks/email.md", "changed");
        assert_eq!(changes(sandbox), ["modified blocks/email.md"]);
    }

    fn names_count_letter_for_letter(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["config", "core.ignoreCase", "true"]);
        fs::rename(sandbox.folder().join("blocks/old.md"), sandbox.folder().join("blocks/Old.md")).expect("a new name");
        assert_eq!(changes(sandbox), ["added blocks/old.md", "deleted blocks/old.md"]);
        sandbox.git(&["mv", "blocks/email.md", "blocks/Email.md"]);
        assert_eq!(changes(sandbox).len(), 4);
    }

    fn only_bytes_that_head_gives_are_safe(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["config", "core.trustctime", "false"]);
        sandbox.git(&["config", "core.checkStat", "minimal"]);
        let file = sandbox.folder().join("blocks/email.md");
        let before = file.metadata().expect("a file");
        let time = before.modified().expect("a time") - std::time::Duration::from_secs(100);
        let set_time = || fs::File::options().write(true).open(&file).expect("a file").set_modified(time).expect("a time");
        set_time();
        sandbox.git(&["update-index", "--refresh"]);
        sandbox.write("blocks/email.md", sandbox.read("blocks/email.md").replace("Email", "EMAIL"));
        set_time();
        let path = |text: &str| WsPath::new(text).expect("a path");
        let uncommitted = |text: &str| !sandbox.open().uncommitted(&[path(text)]).expect("a status").is_empty();
        assert!(uncommitted("blocks/email.md"), "whatever git remembers of its time and size");
        assert!(!uncommitted("blocks/old.md"));
        assert!(!uncommitted("blocks/not-there.md"));
        sandbox.write("blocks/new.md", "new");
        assert!(uncommitted("blocks/new.md"));
        sandbox.git(&["config", "core.autocrlf", "true"]);
        sandbox.write("blocks/old.md", sandbox.read("blocks/old.md").replace('\n', "\r\n"));
        assert!(!uncommitted("blocks/old.md"), "line ends are git's");
        sandbox.remove("blocks/old.md");
        sandbox.write("blocks/old.md/inside", "a folder in its place");
        assert!(uncommitted("blocks/old.md"));
    }

    fn what_only_the_index_holds_is_not_safe(sandbox) {
        sandbox.init_workspace();
        let path = |text: &str| WsPath::new(text).expect("a path");
        let uncommitted = |text: &str| !sandbox.open().uncommitted(&[path(text)]).expect("a status").is_empty();
        let committed = sandbox.read("blocks/email.md");
        sandbox.write("blocks/email.md", "staged");
        sandbox.write("blocks/new.md", "staged");
        sandbox.git(&["add", "-A"]);
        sandbox.write("blocks/email.md", &committed);
        sandbox.remove("blocks/new.md");
        assert!(uncommitted("blocks/email.md"), "the folder has what is committed, the index does not");
        assert!(uncommitted("blocks/new.md"));
        sandbox.git(&["rm", "-q", "--cached", "blocks/old.md"]);
        assert!(!uncommitted("blocks/old.md"), "a staged deletion holds nothing");
        sandbox.git(&["reset", "-q"]);
        assert!(!uncommitted("blocks/email.md") && !uncommitted("blocks/new.md"));
    }

    fn a_file_of_a_filter_is_safe_as_long_as_git_knows_it(sandbox) {
        sandbox.init_workspace();
        sandbox.git(&["config", "filter.upper.clean", "tr a-z A-Z"]);
        sandbox.write(".gitattributes", "*.png filter=upper\n");
        sandbox.write("assets/picture.png", "pixels\n");
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "Picture"]);
        let path = || WsPath::new("assets/picture.png").expect("a path");
        assert_eq!(sandbox.open().uncommitted(&[path()]).expect("a status"), []);
        sandbox.write("assets/picture.png", "pixels, changed\n");
        assert_eq!(sandbox.open().uncommitted(&[path()]).expect("a status"), [path()]);
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

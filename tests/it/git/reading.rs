//! Finding repositories, naming revisions, and the workspace's files in one.

use std::fs;

use wayfare::git::{OpenError, Repository, ResolveError, RevisionTree};
use wayfare::store::{DiskTree, EntryKind, FileTree, READ_BOUND};
use wayfare::text::WsPath;

use super::sandbox::{said, sandboxed};

fn path(text: &str) -> WsPath {
    WsPath::new(text).expect("a normal path")
}

fn listed(tree: &RevisionTree) -> Vec<String> {
    let entries = tree.list().expect("a list");
    entries.into_iter().map(|entry| format!("{} {:?}", entry.path, entry.kind)).collect()
}

fn open_error(folder: &std::path::Path) -> OpenError {
    Repository::open(folder).err().expect("no repository to open")
}

sandboxed! {
    fn a_folder_without_repository_is_refused(sandbox) {
        let error = open_error(&sandbox.folder());
        assert!(matches!(error, OpenError::NoRepository(_)), "{error}");
        assert!(said(&error).contains("run `git init`"), "{error}");
    }

    fn the_search_ends_where_the_user_says(sandbox) {
        // The sandbox sets its root as `GIT_CEILING_DIRECTORIES`.
        sandbox.git_in(sandbox.root(), &["init", "-q"]);
        assert!(matches!(open_error(&sandbox.folder()), OpenError::NoRepository(_)));
    }

    fn a_missing_folder_is_refused(sandbox) {
        assert!(matches!(open_error(&sandbox.root().join("nowhere")), OpenError::Folder { .. }));
    }

    fn a_bare_repository_is_refused(sandbox) {
        sandbox.git(&["init", "-q", "--bare"]);
        assert!(matches!(open_error(&sandbox.folder()), OpenError::Bare(_)));
    }

    fn formats_libgit2_cannot_read_are_named(sandbox) {
        for (option, name) in [("--object-format=sha256", "SHA-256"), ("--ref-format=reftable", "reftable")] {
            let folder = sandbox.root().join(name);
            fs::create_dir(&folder).expect("a folder");
            sandbox.git_in(&folder, &["init", "-q", option]);
            let error = open_error(&folder);
            assert!(matches!(error, OpenError::Unsupported { .. }), "{error:?}");
            assert!(error.to_string().contains(name), "{error}");
        }
    }

    fn paths_map_between_a_subfolder_and_its_repository(sandbox) {
        sandbox.init();
        sandbox.write("docs/acme journeys/workspace.yaml", "");
        let repository = Repository::open(&sandbox.folder().join("docs/acme journeys")).expect("a repository");
        assert_eq!(repository.repository_path(&path("blocks/a.md")), "docs/acme journeys/blocks/a.md");
        assert_eq!(repository.workspace_path("docs/acme journeys/blocks/a.md"), Some(path("blocks/a.md")));
        assert_eq!(repository.workspace_path("docs/acme journeys.md"), None);
        assert_eq!(repository.workspace_path("docs"), None);
        assert_eq!(repository.work_folder(), sandbox.folder());
    }

    fn variables_of_another_repository_are_not_followed(sandbox) with ["GIT_DIR" = "/nowhere", "GIT_INDEX_FILE" = "/nowhere"] {
        let git = git2::Repository::init(sandbox.folder()).expect("a repository");
        let repository = sandbox.open();
        assert_eq!(repository.work_folder(), git.workdir().expect("a folder").canonicalize().expect("a folder"));
        assert!(repository.changes(&|_| true).expect("a status").is_empty());
    }

    fn revisions_have_many_names(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/new.md", "");
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "Second"]);
        sandbox.git(&["tag", "-a", "v1", "-m", "One", "HEAD~1"]);
        let repository = sandbox.open();
        let first = sandbox.git(&["rev-parse", "HEAD~1"]);
        for name in ["HEAD~1", "main^", "v1", &first, &first[..8], "main@{1}"] {
            assert_eq!(repository.resolve(name).expect("a revision").to_string(), first, "{name}");
        }
        let head = repository.head().expect("a head").expect("a commit");
        assert_eq!(head.to_string(), sandbox.git(&["rev-parse", "HEAD"]));
        assert!(head.to_string().starts_with(&head.short()));
    }

    fn a_name_of_no_commit_says_what_to_do(sandbox) {
        sandbox.init_workspace();
        let repository = sandbox.open();
        let error = |name: &str| repository.resolve(name).expect_err("no revision");
        assert!(matches!(error("nowhere"), ResolveError::Unknown(_)), "{:?}", error("nowhere"));
        assert!(matches!(error("HEAD~9"), ResolveError::Unknown(_)), "{:?}", error("HEAD~9"));
        assert!(matches!(error("a..b^{"), ResolveError::Malformed(_) | ResolveError::Unknown(_)), "{:?}", error("a..b^{"));
        assert!(matches!(error(""), ResolveError::Malformed(_) | ResolveError::Unknown(_)), "{:?}", error(""));
        let blob = error("HEAD:workspace.yaml");
        assert_eq!(
            said(&blob),
            "`HEAD:workspace.yaml` is a blob, not a commit; choose a revision"
        );
    }

    fn before_the_first_commit_there_is_no_revision(sandbox) {
        sandbox.init();
        let repository = sandbox.open();
        assert_eq!(repository.head().expect("a head"), None);
        assert!(matches!(repository.resolve("HEAD"), Err(ResolveError::NoCommitYet(_))));
        assert!(matches!(repository.resolve("main"), Err(ResolveError::NoCommitYet(_))));
    }

    fn a_revision_holds_what_a_workspace_would(sandbox) {
        sandbox.init();
        sandbox.write(".gitignore", "*.log\n/ws/blocks/private/\n");
        sandbox.write("other.md", "");
        sandbox.write("ws/workspace.yaml", "name: Acme\n");
        sandbox.write("ws/.hidden.md", "");
        sandbox.write("ws/.folder/a.md", "");
        sandbox.write("ws/blocks/a.md", "a\r\n");
        sandbox.write("ws/blocks/a.log", "");
        sandbox.write("ws/blocks/private/b.md", "");
        sandbox.write("ws/blocks/deep/.gitignore", "*.md\n!kept.md\n");
        sandbox.write("ws/blocks/deep/c.md", "");
        sandbox.write("ws/blocks/deep/kept.md", "");
        sandbox.write("ws/blocks-not/d.md", "");
        sandbox.git(&["add", "-f", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "All"]);
        sandbox.write("ws/blocks/a.md", "changed since");
        let repository = Repository::open(&sandbox.folder().join("ws")).expect("a repository");
        let tree = repository.tree(&repository.resolve("HEAD").expect("a revision")).expect("a tree");
        let expected = ["blocks-not/d.md File", "blocks/a.md File", "blocks/deep/kept.md File", "workspace.yaml File"];
        assert_eq!(listed(&tree), expected);
        let disk = DiskTree::new(sandbox.folder().join("ws"));
        assert_eq!(tree.list().expect("a list"), disk.list().expect("a list"));
        assert_eq!(tree.read(&path("blocks/a.md"), true).expect("a file"), b"a\r\n");
        for absent in ["blocks/a.log", "other.md", "blocks", "nowhere"] {
            assert!(tree.read(&path(absent), true).is_err(), "{absent}");
        }
    }

    fn a_revision_without_the_workspace_says_so(sandbox) {
        sandbox.init_workspace();
        sandbox.write("later/workspace.yaml", "");
        let repository = Repository::open(&sandbox.folder().join("later")).expect("a repository");
        let head = repository.resolve("HEAD").expect("a revision");
        let error = repository.tree(&head).err().expect("no workspace there");
        assert!(matches!(error, ResolveError::NoWorkspace { .. }), "{error}");
    }

    fn links_and_submodules_are_told_apart(sandbox) {
        sandbox.init_workspace();
        let head = sandbox.git(&["rev-parse", "HEAD"]);
        let target = sandbox.git(&["hash-object", "-w", "notes.txt"]);
        sandbox.git(&["update-index", "--add", "--cacheinfo", &format!("120000,{target},assets/link.md")]);
        sandbox.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{head},assets/module")]);
        sandbox.git(&["commit", "-q", "-m", "Links"]);
        let repository = sandbox.open();
        let tree = repository.tree(&repository.resolve("HEAD").expect("a revision")).expect("a tree");
        let kinds: Vec<_> = tree.list().expect("a list").into_iter().filter(|entry| entry.path.is_within(&path("assets"))).collect();
        assert_eq!(kinds[0].kind, EntryKind::Symlink);
        assert!(matches!(&kinds[1].kind, EntryKind::Unreadable(reason) if reason.contains("submodule")));
        assert!(tree.read(&path("assets/link.md"), true).is_err());
    }

    fn a_bounded_read_is_cut_off_and_readers_work_side_by_side(sandbox) {
        sandbox.init();
        sandbox.write("large.csv", vec![b'x'; READ_BOUND + 10]);
        for number in 0..50 {
            sandbox.write(&format!("blocks/{number}.md"), number.to_string());
        }
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "All"]);
        sandbox.git(&["repack", "-q", "-a", "-d"]);
        let repository = sandbox.open();
        let tree = repository.tree(&repository.resolve("HEAD").expect("a revision")).expect("a tree");
        assert_eq!(tree.read(&path("large.csv"), true).expect("a file").len(), READ_BOUND);
        assert_eq!(tree.read(&path("large.csv"), false).expect("a file").len(), READ_BOUND + 10);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for number in 0..50 {
                        let read = tree.read(&path(&format!("blocks/{number}.md")), true).expect("a file");
                        assert_eq!(read, number.to_string().as_bytes());
                    }
                });
            }
        });
    }

    fn a_linked_worktree_reads_side_by_side_too(sandbox) {
        sandbox.init_workspace();
        let linked = sandbox.root().join("linked");
        sandbox.git(&["worktree", "add", "-q", "-b", "side", linked.to_str().expect("a name")]);
        let repository = Repository::open(&linked).expect("a repository");
        let tree = repository.tree(&repository.resolve("side").expect("a revision")).expect("a tree");
        let tree = tree.without(&path("journeys"));
        assert_eq!(listed(&tree), ["blocks/email.md", "blocks/old.md", "notes.txt", "src/main.rs", "workspace.yaml"].map(|name| format!("{name} File")));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| assert_eq!(tree.read(&path("workspace.yaml"), true).expect("a file"), b"name: Acme\n"));
            }
        });
    }

    fn trees_that_repeat_without_end_are_cut_off(sandbox) {
        sandbox.init();
        let git = git2::Repository::open(sandbox.folder()).expect("a repository");
        let blob = git.blob(b"x").expect("a blob");
        let mut builder = git.treebuilder(None).expect("a builder");
        for number in 0..100 {
            builder.insert(format!("{number}.md"), blob, 0o100_644).expect("an entry");
        }
        let mut tree = builder.write().expect("a tree");
        for _ in 0..8 {
            let mut builder = git.treebuilder(None).expect("a builder");
            for number in 0..100 {
                builder.insert(format!("f{number}"), tree, 0o040_000).expect("an entry");
            }
            tree = builder.write().expect("a tree");
        }
        let who = git2::Signature::now("Someone", "someone@acme.example").expect("a signature");
        let tree = git.find_tree(tree).expect("a tree");
        git.commit(Some("HEAD"), &who, &who, "Bomb", &tree, &[]).expect("a commit");
        let repository = sandbox.open();
        let error = repository.tree(&repository.resolve("HEAD").expect("a revision")).err().expect("too many files");
        assert!(error.to_string().contains("more than"), "{error}");
    }
}

//! The workspace's files as they are staged.

use wayfare::git::{IndexError, IndexTree, Repository};
use wayfare::store::FileTree;
use wayfare::text::WsPath;

use super::sandbox::sandboxed;

fn listed(tree: &IndexTree) -> Vec<String> {
    tree.list().expect("a list").into_iter().map(|entry| format!("{} {:?}", entry.path, entry.kind)).collect()
}

fn read(tree: &IndexTree, path: &str) -> String {
    let bytes = tree.read(&WsPath::new(path).expect("a normal path"), true).expect("a file");
    String::from_utf8(bytes).expect("text")
}

sandboxed! {
    fn what_is_staged_is_read_whatever_the_folder_holds(sandbox) {
        sandbox.init_workspace();
        sandbox.write("blocks/email.md", "staged");
        sandbox.write("blocks/new.md", "new");
        sandbox.git(&["add", "blocks"]);
        sandbox.git(&["rm", "-q", "--cached", "blocks/old.md"]);
        sandbox.write("blocks/email.md", "unstaged");
        sandbox.write("blocks/announced.md", "announced");
        sandbox.git(&["add", "--intent-to-add", "blocks/announced.md"]);
        sandbox.write("blocks/untracked.md", "untracked");
        sandbox.remove("blocks/new.md");
        let before = (sandbox.state(), sandbox.git(&["count-objects", "-v"]));
        let tree = sandbox.open().staged().expect("an index");
        let expected = ["blocks/email.md", "blocks/new.md", "journeys/trial/journey.yaml", "notes.txt", "src/main.rs",
            "workspace.yaml"].map(|path| format!("{path} File"));
        assert_eq!(listed(&tree), expected);
        assert_eq!((read(&tree, "blocks/email.md"), read(&tree, "blocks/new.md")), ("staged".into(), "new".into()));
        assert_eq!((sandbox.state(), sandbox.git(&["count-objects", "-v"])), before, "nothing is written");
    }

    fn what_exists_is_told_as_in_a_revision(sandbox) {
        sandbox.init();
        sandbox.write(".gitignore", "*.tmp\n");
        sandbox.write("docs/maps/workspace.yaml", "name: A\n");
        sandbox.write("docs/maps/.gitignore", "/site/\n");
        sandbox.write("docs/maps/site/index.html", "");
        sandbox.write("docs/maps/blocks/a.tmp", "");
        sandbox.write("docs/maps/blocks/.b.md", "");
        sandbox.write("docs/maps/blocks-old/c.md", "");
        sandbox.write("docs/maps/blocks/c.md", "");
        sandbox.write("docs/other.md", "");
        sandbox.git(&["add", "-A", "-f"]);
        let link = sandbox.git(&["hash-object", "-w", "docs/other.md"]);
        sandbox.git(&["update-index", "--add", "--cacheinfo", &format!("120000,{link},docs/maps/blocks/link.md")]);
        let repository = Repository::open(&sandbox.folder().join("docs/maps")).expect("a repository");
        let tree = repository.staged().expect("an index");
        let expected = ["blocks-old/c.md File", "blocks/c.md File", "blocks/link.md Symlink", "workspace.yaml File"];
        assert_eq!(listed(&tree), expected);
        let without = tree.without(&WsPath::new("blocks").expect("a normal path"));
        assert_eq!(listed(&without), ["blocks-old/c.md File", "workspace.yaml File"]);
        sandbox.git(&["commit", "-q", "-m", "Begin"]);
        let head = repository.head().expect("a head").expect("a commit");
        let committed = repository.tree(&head).expect("a tree").list().expect("a list");
        assert_eq!(committed, repository.staged().expect("an index").list().expect("a list"));
    }

    fn an_index_without_the_workspace_has_no_files(sandbox) {
        sandbox.init();
        sandbox.write("maps/workspace.yaml", "name: A\n");
        let repository = Repository::open(&sandbox.folder().join("maps")).expect("a repository");
        assert_eq!(listed(&repository.staged().expect("no index yet")), [""; 0]);
        sandbox.write("other.txt", "");
        sandbox.git(&["add", "other.txt"]);
        assert_eq!(listed(&repository.staged().expect("an index")), [""; 0]);
    }

    fn a_conflict_in_the_workspace_is_refused_and_one_beside_it_is_not(sandbox) {
        sandbox.init();
        sandbox.write("maps/workspace.yaml", "name: A\n");
        sandbox.write("notes.txt", "one\n");
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "Begin"]);
        sandbox.git(&["switch", "-q", "-c", "side"]);
        sandbox.write("maps/workspace.yaml", "name: B\n");
        sandbox.write("notes.txt", "two\n");
        sandbox.git(&["commit", "-q", "-a", "-m", "Side"]);
        sandbox.git(&["switch", "-q", "main"]);
        sandbox.write("maps/workspace.yaml", "name: C\n");
        sandbox.write("notes.txt", "three\n");
        sandbox.git(&["commit", "-q", "-a", "-m", "Main"]);
        sandbox.git_anyway(&["merge", "-q", "side"]);
        let repository = Repository::open(&sandbox.folder().join("maps")).expect("a repository");
        let error = repository.staged().err().expect("a refusal");
        assert!(matches!(&error, IndexError::Unmerged(path) if path == "maps/workspace.yaml"), "{error}");
        sandbox.git(&["add", "maps"]);
        assert_eq!(listed(&repository.staged().expect("an index")), ["workspace.yaml File"]);
    }

    fn the_index_git_names_to_a_hook_is_read(sandbox) with ["GIT_INDEX_FILE" = ".git/other"] {
        sandbox.init();
        sandbox.write("workspace.yaml", "name: A\n");
        // The variable speaks to git, too.
        sandbox.git(&["add", "-A"]);
        assert!(sandbox.folder().join(".git/other").exists() && !sandbox.folder().join(".git/index").exists());
        assert_eq!(listed(&sandbox.open().staged().expect("an index")), ["workspace.yaml File"]);
    }

    fn the_index_of_another_repository_is_not_read(sandbox)
        with ["GIT_INDEX_FILE" = "other", "GIT_DIR" = "/nowhere"]
    {
        let own = sandbox.folder();
        sandbox.write("workspace.yaml", "name: A\n");
        sandbox.git(&["--git-dir=.git", "init", "-q"]);
        sandbox.git(&["--git-dir=.git", "--work-tree=.", "add", "workspace.yaml"]);
        std::fs::rename(own.join("other"), own.join(".git/index")).expect("an index");
        assert_eq!(listed(&sandbox.open().staged().expect("an index")), ["workspace.yaml File"]);
    }
}

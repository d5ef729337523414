//! The commands that use git, in repositories of every sort that people work in.

use crate::program::{Outcome, Sandbox};

const ITEM: &str = "---\nkind: touchpoint\ntitle: Page\nallow: [unplaced-item]\n---\nText.\n";

/// A repository with a workspace in the folder `maps`, committed.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("maps/workspace.yaml", "name: Acme\n");
    sandbox.write("maps/blocks/page.md", ITEM);
    sandbox.write("maps/blocks/insights/other.md", ITEM);
    sandbox.write("src/main.rs", "fn main() {}\n");
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    sandbox
}

fn run(sandbox: &Sandbox, folder: &str, arguments: &[&str]) -> Outcome {
    let outcome = sandbox.run(&[&["-C", folder], arguments].concat());
    assert_eq!(outcome.code, 0, "{arguments:?}: {}{}", outcome.stdout, outcome.stderr);
    outcome
}

/// Changes an item, commits it, compares, reads the history, and brings the item back: each must work in `folder`.
fn work(sandbox: &Sandbox, folder: &str) {
    let page = format!("{folder}/blocks/page.md");
    let git = |arguments: &[&str]| sandbox.git(&[&["-C", folder], arguments].concat());
    let begin = git(&["rev-parse", "HEAD"]);
    let before = sandbox.read(&page);
    sandbox.write(&page, &before.replace("title: Page", "title: Start page"));
    let planned = run(sandbox, folder, &["commit", "--dry-run"]);
    assert_eq!(planned.stdout, "page: set title to Start page\n");
    run(sandbox, folder, &["commit"]);
    assert_eq!(git(&["log", "-1", "--format=%s"]), "page: set title to Start page\n");
    assert_eq!(git(&["status", "--porcelain", "--", "."]), "");
    let range = format!("{}..HEAD", begin.trim());
    assert!(run(sandbox, folder, &["diff", &range]).stdout.contains("title: Page → Start page"));
    let site = sandbox.path().parent().expect("a home").join("compared");
    run(sandbox, folder, &["build", "--compare", begin.trim(), "--out", site.to_str().expect("a plain name")]);
    assert!(std::fs::read_to_string(site.join("review.html")).expect("the review").contains("<ins>Start page</ins>"));
    let told = run(sandbox, folder, &["log", "page", "-n", "1"]);
    assert!(told.stdout.ends_with("    page: set title to Start page\n"), "{}", told.stdout);
    run(sandbox, folder, &["restore", "page", "--at", begin.trim()]);
    assert_eq!(sandbox.read(&page), before);
    assert!(git(&["status", "--porcelain", "--", "."]).starts_with(" M "));
    run(sandbox, folder, &["check", "--at", begin.trim()]);
    run(sandbox, folder, &["commit", "-m", "Back again"]);
    assert_eq!(git(&["status", "--porcelain", "--", "."]), "");
}

#[test]
fn in_a_folder_of_a_repository() {
    let sandbox = repository();
    sandbox.write("src/main.rs", "fn main() { }\n");
    sandbox.git(&["add", "-A"]);
    work(&sandbox, "maps");
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "M  src/main.rs\n");
}

#[test]
fn in_a_linked_worktree() {
    let sandbox = repository();
    sandbox.git(&["worktree", "add", "--quiet", "-b", "side", "../tree"]);
    work(&sandbox, "../tree/maps");
    assert_eq!(sandbox.git(&["log", "--format=%s", "main"]), "Begin\n");
    assert_eq!(sandbox.git(&["rev-list", "--count", "side"]), "3\n");
}

#[test]
fn in_a_submodule() {
    let sandbox = repository();
    sandbox.git(&["clone", "--quiet", "--bare", ".", "../inner.git"]);
    sandbox.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../inner.git", "inner"]);
    sandbox.git(&["commit", "--quiet", "-m", "Add it"]);
    work(&sandbox, "inner/maps");
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]), "Add it\n", "the outer repository is as before");
}

#[test]
fn in_a_sparse_checkout() {
    let sandbox = repository();
    sandbox.git(&["sparse-checkout", "set", "--no-cone", "/maps/*", "!/maps/blocks/insights/", "!/src/"]);
    assert!(!sandbox.path().join("maps/blocks/insights").exists());
    work(&sandbox, "maps");
    assert!(!sandbox.path().join("maps/blocks/insights").exists());
    assert_eq!(sandbox.git(&["ls-tree", "-r", "--name-only", "HEAD"]).lines().count(), 4, "nothing was removed");
}

#[test]
fn with_line_ends_that_git_converts() {
    let sandbox = repository();
    sandbox.git(&["config", "core.autocrlf", "true"]);
    std::fs::remove_file(sandbox.path().join("maps/blocks/page.md")).expect("a file");
    sandbox.git(&["checkout", "--quiet", "--", "maps"]);
    assert!(sandbox.read("maps/blocks/page.md").contains("\r\n"));
    work(&sandbox, "maps");
    assert!(!sandbox.git(&["show", "HEAD:maps/blocks/page.md"]).contains('\r'));
}

#[test]
fn with_a_detached_head() {
    let sandbox = repository();
    sandbox.git(&["checkout", "--quiet", "--detach"]);
    work(&sandbox, "maps");
    assert_eq!(sandbox.git(&["log", "--format=%s", "main"]), "Begin\n");
}

#[test]
fn before_the_first_commit() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("blocks/page.md", ITEM);
    assert_eq!(run(&sandbox, ".", &["check"]).code, 0);
    for arguments in [&["log"][..], &["restore", "page", "--at", "HEAD"], &["check", "--at", "HEAD"]] {
        let outcome = sandbox.run(arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}");
        assert!(outcome.stderr.contains("the repository has no commit yet"), "{}", outcome.stderr);
    }
    assert_eq!(run(&sandbox, ".", &["commit"]).code, 0);
    work(&sandbox, ".");
}

#[test]
fn a_format_that_cannot_be_read_stops_what_needs_git_and_nothing_else() {
    let sandbox = Sandbox::new();
    sandbox.write("../.gitconfig", "[user]\n\tname = Maya Chen\n\temail = maya@acme.example\n");
    sandbox.git(&["init", "--quiet", "--object-format=sha256"]);
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("blocks/page.md", ITEM);
    assert_eq!(run(&sandbox, ".", &["check"]).code, 0);
    assert_eq!(run(&sandbox, ".", &["build"]).code, 0);
    for arguments in [&["commit"][..], &["log"], &["restore", "page", "--at", "HEAD"], &["hooks", "install"]] {
        let outcome = sandbox.run(arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}");
        assert!(outcome.stderr.contains("a repository with SHA-256 object names, which is not supported\nhelp: "));
    }
}

#[cfg(unix)]
#[test]
fn what_belongs_to_somebody_else_is_used_only_when_the_user_says_so() {
    let sandbox = repository();
    for given in [".", ".git"] {
        if std::os::unix::fs::chown(sandbox.path().join(given), Some(65_534), None).is_err() {
            // Only the system's administrator can give a folder away.
            return;
        }
    }
    sandbox.write("maps/blocks/page.md", &ITEM.replace("title: Page", "title: Start page"));
    for arguments in [&["commit"][..], &["log"], &["diff"], &["build", "--compare", "HEAD"]] {
        let refused = sandbox.run(&[&["-C", "maps"], arguments].concat());
        assert_eq!(refused.code, 2, "{arguments:?}");
        assert!(refused.stderr.contains("git config --global --add safe.directory "), "{}", refused.stderr);
    }
    run(&sandbox, "maps", &["check"]);
    let folder = sandbox.path().canonicalize().expect("a folder");
    let config = format!("{}[safe]\n\tdirectory = {}\n", sandbox.read("../.gitconfig"), folder.display());
    sandbox.write("../.gitconfig", &config);
    run(&sandbox, "maps", &["commit"]);
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]), "page: set title to Start page\n");
}

#[cfg(unix)]
#[test]
fn modes_and_links_are_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let sandbox = repository();
    let page = sandbox.path().join("maps/blocks/page.md");
    std::fs::set_permissions(&page, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    std::fs::create_dir_all(sandbox.path().join("maps/assets")).expect("a folder");
    symlink("../blocks/page.md", sandbox.path().join("maps/assets/link.md")).expect("a link");
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "A program and a link"]);
    let modes = || {
        let tree = sandbox.git(&["ls-tree", "-r", "HEAD", "maps/assets", "maps/blocks/page.md"]);
        tree.lines().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(modes(), ["120000", "100755"]);
    let begin = sandbox.git(&["rev-parse", "HEAD"]);
    sandbox.write("maps/blocks/page.md", &ITEM.replace("title: Page", "title: Start page"));
    run(&sandbox, "maps", &["commit", "--no-check"]);
    run(&sandbox, "maps", &["restore", "page", "--at", begin.trim()]);
    run(&sandbox, "maps", &["commit", "--no-check"]);
    assert_eq!(modes(), ["120000", "100755"]);
    assert_eq!(sandbox.git(&["diff", "--stat", begin.trim(), "HEAD"]), "");
}

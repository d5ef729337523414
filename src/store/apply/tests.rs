//! Changes on disk, stopped and killed at every step.

use std::cell::Cell;
use std::process::Command;

use super::*;
use crate::store::MemoryTree;
use crate::text::{SourceText, Span, TextEdit};

fn path(text: &str) -> WsPath {
    WsPath::new(text).expect("a normal path")
}

fn hash(text: &str) -> blake3::Hash {
    blake3::hash(text.as_bytes())
}

fn join(edits: Vec<WorkspaceEdit>) -> WorkspaceEdit {
    let mut all = WorkspaceEdit::default();
    for edit in edits {
        all.join(edit).expect("edits of different files");
    }
    all
}

fn replace(name: &str, before: &str, after: &str) -> WorkspaceEdit {
    let whole = TextEdit::replace(Span::new(0, before.len()), after);
    WorkspaceEdit::edit(path(name), &SourceText::from(before), vec![whole]).expect("fits")
}

/// All that is below a folder: the texts of files, and folders, which end with `/`.
fn listing(root: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(root).min_depth(1).into_iter().map(|entry| entry.expect("readable"));
    let told = entries.map(|entry| {
        let path = WsPath::below(root, entry.path()).expect("inside").to_string();
        match entry.file_type().is_dir() {
            true => (path + "/", String::new()),
            false => (path, fs::read_to_string(entry.path()).unwrap_or_default()),
        }
    });
    told.collect()
}

const FILES: [(&str, &str); 6] = [
    ("journeys/old/journey.yaml", "title: old\n"),
    ("journeys/old/items/pain.md", "pain"),
    ("blocks/a.md", "a"),
    ("blocks/b.md", "b"),
    ("blocks/gone.md", "gone"),
    ("workspace.yaml", "name: w\n"),
];

fn start(root: &Path) {
    for (name, text) in FILES {
        let place = path(name).on_disk(root);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file in a temporary folder");
    }
}

/// Some of everything: a folder renamed with an edit, two files that change places, one replaced, one gone.
fn everything() -> WorkspaceEdit {
    let renamed = replace("journeys/old/journey.yaml", "title: old\n", "title: new\n");
    let moved = WorkspaceEdit::move_file(
        path("journeys/old/journey.yaml"),
        hash("title: new\n"),
        path("journeys/new/journey.yaml"),
    );
    join(vec![
        renamed.compose(moved).expect("one after the other"),
        WorkspaceEdit::move_file(path("journeys/old/items/pain.md"), hash("pain"), path("journeys/new/items/pain.md")),
        WorkspaceEdit::move_file(path("blocks/a.md"), hash("a"), path("blocks/b.md")),
        WorkspaceEdit::move_file(path("blocks/b.md"), hash("b"), path("blocks/a.md")),
        WorkspaceEdit::delete(path("blocks/gone.md"), hash("gone")),
        WorkspaceEdit::create(path("blocks/new/c.md"), "c"),
        replace("workspace.yaml", "name: w\n", "name: W\n"),
    ])
}

/// The tree before and after [`everything`].
fn states() -> [BTreeMap<String, String>; 2] {
    let folder = tempfile::tempdir().expect("a temporary folder");
    start(folder.path());
    let before = listing(folder.path());
    apply(folder.path(), &everything()).expect("applies");
    [before, listing(folder.path())]
}

#[test]
fn makes_all_changes_and_leaves_nothing_else() {
    let [_, after] = states();
    let mut memory: MemoryTree = FILES.into_iter().collect();
    memory.apply(&everything()).expect("applies");
    let files: BTreeMap<String, String> =
        memory.files().map(|(path, bytes)| (path.to_string(), String::from_utf8_lossy(bytes).into_owned())).collect();
    let folders = ["blocks/", "blocks/new/", "journeys/", "journeys/new/", "journeys/new/items/"];
    let mut expected = files;
    expected.extend(folders.map(|folder| (folder.to_owned(), String::new())));
    assert_eq!(after, expected);
}

/// Runs [`everything`] with every operation from the `stop`th on failing, or only that one; whether it was reached.
fn run(root: &Path, stop: usize, dies: bool) -> (Result<(), ApplyError>, bool) {
    let count = Cell::new(0);
    let before = || {
        count.set(count.get() + 1);
        let fails = if dies { count.get() >= stop } else { count.get() == stop };
        if fails { Err(io::Error::other("stopped")) } else { Ok(()) }
    };
    let result = apply_with(root, &everything(), &Operations::stopped_by(&before));
    (result, count.get() >= stop)
}

#[test]
fn an_error_at_any_step_takes_everything_back() {
    let [before, after] = states();
    for stop in 1.. {
        let folder = tempfile::tempdir().expect("a temporary folder");
        start(folder.path());
        let (result, reached) = run(folder.path(), stop, false);
        if !reached {
            assert!(stop > 60, "only {stop} steps");
            return;
        }
        match result {
            Err(_) => assert_eq!(listing(folder.path()), before, "step {stop}"),
            Ok(()) => {
                recover(folder.path()).expect("recovers");
                assert_eq!(listing(folder.path()), after, "step {stop}");
            }
        }
    }
}

#[test]
fn what_dies_at_any_step_is_taken_back_even_when_that_dies() {
    let [before, after] = states();
    for stop in steps(3) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        start(folder.path());
        let (_, reached) = run(folder.path(), stop, true);
        if !reached {
            return;
        }
        // The next runs die as well, each a few steps later.
        for next in [1, 2, 4, 8 + stop % 8] {
            let left = Cell::new(next);
            let fails = || {
                left.set(left.get() - 1_usize.min(left.get()));
                if left.get() == 0 { Err(io::Error::other("stopped")) } else { Ok(()) }
            };
            let _ = journal::recover_with(folder.path(), &Operations::stopped_by(&fails));
        }
        recover(folder.path()).expect("recovers");
        let now = listing(folder.path());
        assert!(now == before || now == after, "step {stop}: {now:#?}");
        assert_eq!(recover(folder.path()).expect("nothing is left"), None);
    }
}

/// The steps that are tried: all with `WAYFARE_LONG`, else every so many, beginning where `WAYFARE_SEED` says.
fn steps(every: usize) -> impl Iterator<Item = usize> {
    let seed = std::env::var("WAYFARE_SEED").unwrap_or_default();
    let every = if std::env::var_os("WAYFARE_LONG").is_some() { 1 } else { every };
    let first = usize::from(blake3::hash(seed.as_bytes()).as_bytes()[0]) % every;
    (first + 1..).step_by(every)
}

const FOLDER: &str = "WAYFARE_TEST_FOLDER";
const STOP: &str = "WAYFARE_TEST_STOP";

/// What a child process of the next test does: nothing unless it is told to.
#[test]
fn child() {
    let (Ok(folder), Ok(stop)) = (std::env::var(FOLDER), std::env::var(STOP)) else { return };
    let stop: usize = stop.parse().expect("a number");
    let count = Cell::new(0);
    let before = || {
        count.set(count.get() + 1);
        if count.get() == stop {
            kill_self();
        }
        Ok(())
    };
    apply_with(Path::new(&folder), &everything(), &Operations::stopped_by(&before)).expect("applies");
}

fn kill_self() {
    #[cfg(unix)]
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).expect("dies");
    std::process::abort();
}

#[test]
fn a_process_killed_at_any_step_leaves_the_old_or_the_new() {
    let [before, after] = states();
    let program = std::env::current_exe().expect("this program");
    for stop in steps(8) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        start(folder.path());
        let mut child = Command::new(&program);
        child.args(["store::apply::tests::child", "--exact"]).env(FOLDER, folder.path()).env(STOP, stop.to_string());
        let done = child.output().expect("runs");
        let recovery = recover(folder.path()).expect("recovers");
        let now = listing(folder.path());
        if done.status.success() {
            assert!(now == after && recovery.is_none() && stop > 60, "step {stop}");
            return;
        }
        assert!(now == before || now == after, "step {stop}: {now:#?}");
    }
}

#[test]
fn what_was_changed_since_a_kill_stays_and_what_it_was_is_kept() {
    let mut seen = false;
    for stop in steps(5) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        start(folder.path());
        if !run(folder.path(), stop, true).1 {
            break;
        }
        let place = folder.path().join("workspace.yaml");
        if fs::read_to_string(&place).ok().as_deref() != Some("name: W\n")
            || folder.path().join(".wayfare-journal-ended").exists()
        {
            continue;
        }
        fs::write(&place, "name: mine\n").expect("written");
        let recovery = recover(folder.path()).expect("recovers").expect("something to take back");
        assert_eq!(recovery.changed_since, [(path("workspace.yaml"), path("workspace.yaml.before"))]);
        let now = listing(folder.path());
        assert_eq!(
            (now["workspace.yaml"].as_str(), now["workspace.yaml.before"].as_str()),
            ("name: mine\n", "name: w\n")
        );
        assert_eq!(now["blocks/a.md"], "a");
        seen = true;
    }
    assert!(seen);
}

#[test]
fn refuses_what_the_change_was_not_made_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    start(folder.path());
    let before = listing(folder.path());
    let refused = |edit: WorkspaceEdit| {
        let result = apply(folder.path(), &join(vec![WorkspaceEdit::create(path("x/y.md"), "y"), edit]));
        assert_eq!(listing(folder.path()), before);
        result.expect_err("refused")
    };
    let stale = [
        replace("blocks/a.md", "other", "x"),
        WorkspaceEdit::delete(path("blocks/a.md"), hash("other")),
        WorkspaceEdit::move_file(path("blocks/a.md"), hash("other"), path("c.md")),
    ];
    for edit in stale {
        assert!(matches!(refused(edit), ApplyError::Stale(_)));
    }
    let taken = [
        WorkspaceEdit::create(path("blocks/a.md"), "x"),
        WorkspaceEdit::create(path("blocks"), "x"),
        WorkspaceEdit::create(path("blocks/a.md/x"), "x"),
        WorkspaceEdit::move_file(path("blocks/a.md"), hash("a"), path("blocks/b.md")),
    ];
    for edit in taken {
        assert!(matches!(refused(edit), ApplyError::Exists(_)));
    }
    assert!(matches!(refused(WorkspaceEdit::delete(path("none.md"), hash("a"))), ApplyError::Store(_)));
    assert!(matches!(refused(WorkspaceEdit::create(path("x"), "x")), ApplyError::Exists(_)), "a file and a folder");
}

#[test]
fn one_run_waits_for_another_and_broken_journals_are_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let journal = folder.path().join(".wayfare-journal");
    let edit = WorkspaceEdit::create(path("a.md"), "a");
    let held = fs::File::create(&journal).expect("a file");
    held.lock().expect("locked");
    assert!(matches!(apply(folder.path(), &edit), Err(ApplyError::Busy)));
    drop(held);
    assert!(matches!(apply(folder.path(), &edit), Err(ApplyError::Journal(_))));
    for bad in [
        r#"{"version":1,"token":"../x","made":[],"emptied":[],"files":[]}"#,
        r#"{"version":1,"token":"x","made":["../y"],"emptied":[],"files":[]}"#,
    ] {
        fs::write(&journal, bad).expect("written");
        assert!(matches!(apply(folder.path(), &edit), Err(ApplyError::Journal(_))));
    }
    fs::remove_file(&journal).expect("removed");
    apply(folder.path(), &edit).expect("applies");
}

#[cfg(unix)]
#[test]
fn never_follows_links_and_keeps_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (folder, outside) = (tempfile::tempdir(), tempfile::tempdir());
    let (folder, outside) = (folder.expect("a temporary folder"), outside.expect("a temporary folder"));
    start(folder.path());
    fs::write(outside.path().join("a.md"), "a").expect("written");
    symlink(outside.path(), folder.path().join("linked")).expect("a link");
    symlink(outside.path().join("a.md"), folder.path().join("link.md")).expect("a link");
    let refused = [
        WorkspaceEdit::create(path("linked/b.md"), "new"),
        WorkspaceEdit::delete(path("linked/a.md"), hash("a")),
        WorkspaceEdit::delete(path("link.md"), hash("a")),
        WorkspaceEdit::move_file(path("link.md"), hash("a"), path("x.md")),
        WorkspaceEdit::move_file(path("blocks/a.md"), hash("a"), path("linked/x.md")),
    ];
    for edit in refused {
        assert!(matches!(apply(folder.path(), &edit), Err(ApplyError::Link(_))), "{edit:?}");
    }
    assert_eq!(listing(outside.path()).len(), 1);

    for name in ["blocks/a.md", "workspace.yaml"] {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o640)).expect("permissions");
    }
    apply(folder.path(), &everything()).expect("applies");
    for name in ["blocks/b.md", "workspace.yaml"] {
        let mode = fs::metadata(folder.path().join(name)).map(|found| found.permissions().mode() & 0o777);
        assert_eq!(mode.ok(), Some(0o640), "{name}");
    }
}

#[test]
fn bytes_that_are_no_text_can_be_moved() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.bin"), b"\xff\x00").expect("written");
    let edit = WorkspaceEdit::move_file(path("a.bin"), blake3::hash(b"\xff\x00"), path("b/A.BIN"));
    apply(folder.path(), &edit).expect("applies");
    assert_eq!(fs::read(folder.path().join("b/A.BIN")).ok().as_deref(), Some(b"\xff\x00".as_slice()));
    assert!(!folder.path().join("a.bin").exists());
}

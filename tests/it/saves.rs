//! The ways in which editors, git and people save: whatever they do, the preview comes to show what is there.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use wayfare::session::{Source, Touched, Watched, watch};

use crate::preview::Preview;
use crate::program::Sandbox;

const KEYS: &str = "blocks/keys.md";

fn text(words: &str) -> String {
    format!("---\nkind: insight\ntitle: Keys are hard\nallow: [unplaced-item]\n---\n{words}\n")
}

fn workspace() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write(KEYS, &text("First words."));
    sandbox.write("personas/admin.md", "---\nname: Admin\n---\nSee [[keys]].\n");
    sandbox
}

/// Saves a file with these words, in one way; the words are told again when everything else is shown, too.
fn shows_after(poll: bool, save: impl Fn(&Path, &str)) {
    let sandbox = workspace();
    let preview = Preview::of(sandbox.path(), poll);
    preview.get_until("/items/keys.html", |page| page.contains("First words."));
    // The second time some of what the editor does is no longer new.
    for words in ["Second words.", "Third words."] {
        save(&sandbox.path().join(KEYS), &text(words));
        preview.get_until("/items/keys.html", |page| page.contains(words));
        preview.settles(sandbox.path());
    }
}

fn beside(file: &Path, name: &str) -> PathBuf {
    file.with_file_name(name)
}

fn vim(file: &Path, text: &str) {
    let (probe, backup, swap) = (beside(file, "4913"), beside(file, "keys.md~"), beside(file, ".keys.md.swp"));
    fs::write(&swap, "b0VIM 9.1").expect("a swap file");
    File::create(&probe).expect("a probe");
    fs::remove_file(&probe).expect("removed");
    fs::rename(file, &backup).expect("renamed");
    let mut new = OpenOptions::new().write(true).create_new(true).open(file).expect("a new file");
    new.write_all(text.as_bytes()).and_then(|()| new.sync_all()).expect("written");
    drop(new);
    fs::remove_file(&backup).expect("removed");
    fs::remove_file(&swap).expect("removed");
}

#[test]
fn vim_renames_and_creates() {
    shows_after(false, vim);
}

#[test]
fn emacs_leaves_a_backup_and_a_lock() {
    shows_after(false, |file, text| {
        #[cfg(unix)]
        let _ = std::os::unix::fs::symlink("maya@host.1:2", beside(file, ".#keys.md"));
        fs::rename(file, beside(file, "keys.md~")).expect("renamed");
        fs::write(file, text).expect("written");
    });
}

#[test]
fn a_file_is_written_in_place_piece_by_piece() {
    let save = |file: &Path, text: &str| {
        let (half, rest) = text.split_at(text.len() / 2);
        let mut open = OpenOptions::new().write(true).truncate(true).open(file).expect("a file");
        open.write_all(half.as_bytes()).expect("written");
        open.flush().expect("flushed");
        open.write_all(rest.as_bytes()).expect("written");
    };
    shows_after(false, save);
    shows_after(true, save);
}

#[test]
fn a_file_of_another_name_takes_its_place() {
    let by_way_of = |name: &'static str| {
        move |file: &Path, text: &str| {
            let temporary = beside(file, name);
            fs::write(&temporary, text).expect("written");
            fs::rename(&temporary, file).expect("renamed");
        }
    };
    for name in [".keys.md.tmp", "keys.md.tmp.41", "4c1f0a.md"] {
        shows_after(false, by_way_of(name));
    }
    shows_after(true, by_way_of(".keys.md.tmp"));
}

#[test]
fn vs_code_writes_over_what_is_there_and_cuts_the_rest() {
    shows_after(false, |file, text| {
        let mut open = OpenOptions::new().write(true).open(file).expect("a file");
        open.write_all(text.as_bytes()).and_then(|()| open.set_len(text.len() as u64)).expect("written");
    });
}

#[cfg(target_os = "linux")]
#[test]
fn sed_edits_in_place() {
    shows_after(false, |file, text| {
        let words = text.lines().last().expect("words");
        let script = format!("s/^[A-Z].* words\\.$/{words}/");
        let done = std::process::Command::new("sed").args(["-i", &script]).arg(file).status();
        assert!(done.expect("sed is installed").success());
    });
}

#[test]
fn a_file_is_deleted_and_written_again_at_once() {
    let save = |file: &Path, text: &str| {
        fs::remove_file(file).expect("removed");
        fs::write(file, text).expect("written");
    };
    shows_after(false, save);
    shows_after(true, save);
}

#[test]
fn of_many_saves_the_last_is_shown() {
    let sandbox = workspace();
    let preview = Preview::of(sandbox.path(), false);
    for n in 0..100 {
        sandbox.write(KEYS, &text(&format!("Words number {n}.")));
        // Whatever is shown meanwhile, it is shown at once.
        assert!(preview.get("/").starts_with("HTTP/1.1 200"));
    }
    preview.get_until("/items/keys.html", |page| page.contains("Words number 99."));
    preview.settles(sandbox.path());
}

#[test]
fn git_brings_500_files_of_another_branch() {
    let sandbox = workspace();
    sandbox.init_repository();
    let write_all = |words: &str| {
        for n in 0..500 {
            sandbox.write(&format!("blocks/{}/many-{n}.md", n / 50), &text(&format!("{words} {n}.")));
        }
    };
    write_all("Ours");
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "-m", "ours"]);
    sandbox.git(&["switch", "--quiet", "-c", "theirs"]);
    write_all("Theirs");
    sandbox.write("blocks/more/only-theirs.md", &text("Theirs alone."));
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "-m", "theirs"]);
    let preview = Preview::of(sandbox.path(), false);
    preview.get_until("/items/many-499.html", |page| page.contains("Theirs 499."));
    sandbox.git(&["switch", "--quiet", "main"]);
    preview.get_until("/items/only-theirs.html", |page| page.starts_with("HTTP/1.1 404"));
    preview.settles(sandbox.path());
    sandbox.git(&["switch", "--quiet", "theirs"]);
    preview.settles(sandbox.path());
}

#[test]
fn a_folder_is_moved_in_and_out() {
    for poll in [false, true] {
        let sandbox = workspace();
        let (outside, inside) = (sandbox.path().join("../outside"), sandbox.path().join("blocks/set"));
        fs::create_dir_all(outside.join("deep/deeper")).expect("a folder");
        fs::write(outside.join("deep/deeper/lock.md"), text("A lock.")).expect("a file");
        let preview = Preview::of(sandbox.path(), poll);
        let gone = |page: &str| page.starts_with("HTTP/1.1 404");
        for words in ["Moved in.", "Moved in again."] {
            fs::rename(&outside, &inside).expect("moved in");
            preview.get_until("/items/lock.html", |page| page.starts_with("HTTP/1.1 200"));
            // What is in it is watched, too.
            fs::write(inside.join("deep/deeper/lock.md"), text(words)).expect("a file");
            preview.get_until("/items/lock.html", |page| page.contains(words));
            fs::rename(&inside, &outside).expect("moved out");
            preview.get_until("/items/lock.html", gone);
        }
        fs::create_dir_all(inside.join("new")).expect("a folder");
        fs::write(inside.join("new/latch.md"), text("A latch.")).expect("a file");
        preview.get_until("/items/latch.html", |page| page.contains("A latch."));
        preview.settles(sandbox.path());
    }
}

#[test]
fn a_list_of_ignored_files_takes_away_and_gives_back() {
    let sandbox = workspace();
    let preview = Preview::of(sandbox.path(), false);
    sandbox.write("blocks/.gitignore", "keys.md\n");
    preview.get_until("/items/keys.html", |page| page.starts_with("HTTP/1.1 404"));
    fs::remove_file(sandbox.path().join("blocks/.gitignore")).expect("removed");
    preview.get_until("/items/keys.html", |page| page.contains("First words."));
    preview.settles(sandbox.path());
}

#[test]
fn neither_the_output_nor_git_nor_what_editors_leave_wakes_anyone() {
    let sandbox = workspace();
    sandbox.init_repository();
    sandbox.write(".gitignore", "ignored/\n");
    sandbox.write("ignored/a.md", "1");
    sandbox.write("site/index.html", "1");
    let (_watcher, mut changes) = watch(&Source::new(sandbox.path()), false);
    for path in ["site/index.html", "site/items/new.html", ".git/index", ".git/objects/aa/bb", "ignored/a.md"] {
        sandbox.write(path, "2");
    }
    for path in [".cache/a.md", "blocks/.keys.md.swp", "blocks/.keys.md.un~", "blocks/.#keys.md", ".DS_Store"] {
        sandbox.write(path, "2");
    }
    let before = fs::read(sandbox.path().join(KEYS)).expect("a file");
    assert!(!before.is_empty(), "reading is no change");
    sandbox.write("blocks/new.md", &text("New."));
    // What is noticed comes in the order in which it happened.
    let Some(Watched::Touched(Touched::At(touched))) = changes.next() else { panic!("a change of some files") };
    assert_eq!(touched.iter().map(|path| path.as_str()).collect::<Vec<_>>(), ["blocks/new.md"]);
}

#[test]
fn the_output_is_not_read_where_it_is_put_in_between() {
    let sandbox = workspace();
    let preview = Preview::of(sandbox.path(), false);
    assert_eq!(sandbox.run(&["build"]).code, 0);
    sandbox.write("workspace.yaml", "name: Acme Two\nsite: { output: public }\n");
    preview.get_until("/", |page| page.contains("Acme Two"));
    assert_eq!(sandbox.run(&["build"]).code, 0);
    preview.settles(sandbox.path());
}

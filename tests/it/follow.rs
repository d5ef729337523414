//! A preview over random edits: after each, what it serves and writes is what a clean build of the same files gives,
//! byte for byte.

pub(crate) mod edit;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::program::cases;
use proptest::prelude::*;
use rayon::prelude::*;
use wayfare::check::explanation;
use wayfare::diag::{Findings, Report, Sources};
use wayfare::preview::{Preview, Source, State};
use wayfare::session::Touched;
use wayfare::site::{Options, Site};
use wayfare::snapshot::FileEntry;
use wayfare::store::MANIFEST;
use wayfare::text::WsPath;
use wayfare::view::Settings;

/// So many runs of so many edits: a thousand edits in all, of which a part is made unless there is time.
const RUNS: u32 = 50;
const EDITS: usize = 20;

/// The site is written after every so many edits, so that the writing takes up what several have changed. Then the pages
/// of rules are compared, too: they are most of the site, and say what the findings say.
const WRITTEN: usize = 5;

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(RUNS), failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_followed_is_what_a_clean_build_gives(edits in prop::collection::vec(edit::any(), EDITS)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (root, out) = (folder.path().join("work"), folder.path().join("out"));
        edit::begin(&root);
        let source = Source { templates: true, ..Source::new(&root) };
        let mut preview = Preview::open(source.clone()).expect("a folder that can be listed");
        for (at, edit) in edits.iter().enumerate() {
            let touched = Touched::At(edit.apply(&root));
            preview.apply(&touched).expect("a folder that can be listed");
            let clean = Preview::open(source.clone()).expect("a folder that can be listed");
            let (followed, clean) = (preview.state(), clean.state());
            prop_assert_eq!(findings(followed), findings(clean), "after {:?}", edit);
            let whole = at % WRITTEN == 0;
            let (served, wanted) = rayon::join(|| site(followed, whole), || site(clean, whole));
            prop_assert_eq!(difference(&served, &wanted), None, "after {:?}", edit);
            if whole {
                followed.site().write(&out, Some(&root)).expect("a folder of its own");
                prop_assert_eq!(difference(&files(&out), &wanted), None, "written after {:?}", edit);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(RUNS / 5), failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_broken_is_shown_as_it_was(edits in prop::collection::vec(edit::any(), EDITS)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (root, shadow) = (folder.path().join("work"), folder.path().join("shadow"));
        edit::begin(&root);
        let mut preview = Preview::open(Source { holds: true, ..Source::new(&root) }).expect("a folder");
        let mut memory = Memory::default();
        memory.see(preview.state());
        for edit in &edits {
            preview.apply(&Touched::At(edit.apply(&root))).expect("a folder that can be listed");
            let state = preview.state();
            let held = memory.see(state);
            prop_assert_eq!(state.held().collect::<Vec<_>>(), held.keys().collect::<Vec<_>>(), "after {:?}", edit);
            if held.is_empty() {
                // What is shown is what is there, as above.
                prop_assert!(std::ptr::eq(state.shown(), state.workspace().snapshot()), "after {:?}", edit);
                continue;
            }
            // The same folder, but for what the broken files said last.
            let _ = fs::remove_dir_all(&shadow);
            copy(&root, &shadow);
            for (path, text) in &held {
                let place = path.on_disk(&shadow);
                let _ = fs::remove_file(&place);
                fs::write(place, text).expect("a file");
            }
            let clean = Preview::open(Source::new(&shadow)).expect("a folder");
            let findings = Told(state);
            let settings = Settings { explain: Some(explanation), ..Settings::default() };
            let options = Options { settings, ..Options::default() };
            let tree = wayfare::workspace::folder_tree(&shadow);
            let wanted = Site::new(clean.state().workspace().snapshot(), &tree, &findings, options);
            let (served, wanted) = rayon::join(|| made(&state.site(), false), || made(&wanted, false));
            prop_assert_eq!(difference(&served, &wanted), None, "after {:?}", edit);
        }
    }
}

/// What the files of a workspace said when they said anything.
#[derive(Default)]
struct Memory {
    good: BTreeMap<WsPath, String>,
    /// What there was, and what of it was broken, when one looked last.
    seen: BTreeSet<WsPath>,
    broken: BTreeMap<WsPath, Option<String>>,
}

impl Memory {
    /// Looks at the files; gives what those that are broken said last.
    fn see(&mut self, state: &State) -> BTreeMap<WsPath, String> {
        let records = state.workspace().snapshot().files().iter().filter(|file| file.record_place().is_some());
        let text = |file: &FileEntry| file.source().map(|source| source.text().to_owned());
        let now: BTreeMap<WsPath, Option<String>> = records.map(|file| (file.path.clone(), text(file))).collect();
        let broken: BTreeMap<WsPath, Option<String>> =
            state.broken().into_iter().map(|path| (path.clone(), now[path].clone())).collect();
        // What moved has moved with what it said.
        let come = broken.iter().filter(|(path, text)| text.is_some() && !self.broken.contains_key(*path));
        let moved: Vec<(WsPath, String)> = come
            .filter(|(path, _)| !self.seen.contains(*path))
            .filter_map(|(path, text)| {
                let from = self
                    .broken
                    .iter()
                    .find(|(was, said)| !now.contains_key(*was) && *said == text && self.good.contains_key(*was));
                Some((path.clone(), self.good.get(from?.0)?.clone()))
            })
            .collect();
        self.good.extend(moved);
        let good = now.iter().filter(|(path, _)| !broken.contains_key(*path));
        self.good.extend(good.filter_map(|(path, text)| Some((path.clone(), text.clone()?))));
        self.seen = now.into_keys().collect();
        self.broken = broken;
        let held = self.broken.keys().filter_map(|path| Some((path.clone(), self.good.get(path)?.clone())));
        held.collect()
    }
}

/// The findings of one state, for the site of another.
struct Told<'s>(&'s State);

impl Findings for Told<'_> {
    fn report(&self) -> &Report {
        self.0.workspace().report()
    }

    fn sources(&self) -> Option<&dyn Sources> {
        Some(self.0.workspace().snapshot())
    }
}

/// A folder with all that is in it; links stay links.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("a readable folder");
        let place = to.join(entry.path().strip_prefix(from).expect("in the folder"));
        match entry.file_type() {
            kind if kind.is_dir() => fs::create_dir_all(place).expect("a folder"),
            #[cfg(unix)]
            kind if kind.is_symlink() => {
                std::os::unix::fs::symlink(fs::read_link(entry.path()).expect("a link"), place).expect("a link");
            }
            _ => drop(fs::copy(entry.path(), place).expect("a file")),
        }
    }
}

/// A site's files by their paths.
pub(crate) type Files = BTreeMap<WsPath, Vec<u8>>;

fn findings(state: &State) -> Vec<String> {
    state.workspace().report().findings().iter().map(|finding| format!("{finding:?}")).collect()
}

/// Every file of the site, or all but the pages of rules, as they are served.
pub(crate) fn site(state: &State, whole: bool) -> Files {
    made(&state.site(), whole)
}

fn made(site: &Site<'_>, whole: bool) -> Files {
    let paths: Vec<WsPath> =
        site.paths().into_iter().filter(|path| whole || !path.as_str().starts_with("health/rules/")).collect();
    let made = paths.into_par_iter().filter_map(|path| {
        let made = site.render(&path).expect("files that can be read")?;
        Some((path, made.bytes))
    });
    made.collect()
}

/// Every file below a folder but the list of them.
fn files(folder: &Path) -> Files {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("a readable folder"));
    let files = entries.filter(|entry| entry.file_type().is_file() && entry.file_name() != MANIFEST);
    let read = |entry: walkdir::DirEntry| {
        let path = WsPath::below(folder, entry.path()).expect("a path of the site");
        (path, fs::read(entry.path()).expect("a file"))
    };
    files.map(read).collect()
}

/// The first file in which two sites differ, with both ends of the difference.
fn difference(found: &Files, wanted: &Files) -> Option<String> {
    let paths = found.keys().chain(wanted.keys());
    let path = paths.filter(|path| found.get(*path) != wanted.get(*path)).min()?;
    let text = |files: &Files| files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    match (text(found), text(wanted)) {
        (Some(found), Some(wanted)) => {
            let pairs = found.lines().zip(wanted.lines()).find(|(found, wanted)| found != wanted);
            Some(format!("{path}: {pairs:?}"))
        }
        (found, _) => Some(format!("{path} is {}", if found.is_some() { "too many" } else { "missing" })),
    }
}

#[test]
fn the_root_is_anywhere() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    edit::begin(folder.path());
    let source = Source::new(folder.path());
    let mut preview = Preview::open(source.clone()).expect("a folder that can be listed");
    let at_root = Touched::At([WsPath::root()].into());
    let before = preview.state().workspace().snapshot();
    let tree = wayfare::workspace::folder_tree(folder.path());
    fs::remove_file(folder.path().join("assets/note.txt")).expect("removed");
    fs::write(folder.path().join("blocks/new.md"), "---\nkind: insight\ntitle: New\n---\n").expect("a file");
    let after = before.after(&tree, &at_root).expect("a folder").expect("something new");
    let paths: Vec<String> = after.differences(before, &at_root).iter().map(WsPath::to_string).collect();
    assert_eq!(paths, ["assets/note.txt", "blocks/new.md"]);
    let state = preview.apply(&at_root).expect("a folder").expect("something new");
    let clean = Preview::open(source).expect("a folder");
    assert_eq!(difference(&site(&state, true), &site(clean.state(), true)), None);
}

/// A thread that waits for others takes up their work meanwhile, and that may want what it is working out itself.
#[test]
fn whoever_asks_first_for_a_part_of_the_site_is_answered() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    edit::begin(folder.path());
    for n in 0..200 {
        let text = format!("---\nkind: insight\ntitle: Number {n}\n---\nSee [[more-{}]] and [[keys]].\n", n / 2);
        fs::write(folder.path().join(format!("blocks/more-{n}.md")), text).expect("a file");
    }
    let root = folder.path().to_path_buf();
    let open = move || Preview::open(Source::new(&root)).expect("a folder that can be listed");
    let paths: Vec<WsPath> = open().state().site().paths().into_iter().collect();
    let many = rayon::ThreadPoolBuilder::new().num_threads(8).build().expect("threads");
    let (done, all) = mpsc::channel();
    thread::spawn(move || {
        // So few that most come upon what is not worked out yet.
        for some in paths.chunks(32) {
            let preview = open();
            let ask = |path| {
                let made = preview.state().site().render(path).expect("files that can be read");
                assert!(made.is_some(), "{path} is listed");
            };
            many.install(|| some.par_iter().for_each(ask));
        }
        done.send(()).expect("the test listens");
    });
    all.recv_timeout(Duration::from_secs(60)).expect("no two threads wait for each other");
}

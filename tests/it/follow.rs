//! A session over random edits: after each, what it serves and writes is what a clean build of the same files gives,
//! byte for byte.

mod edit;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use rayon::prelude::*;
use wayfare::diag::Findings as _;
use wayfare::session::{Session, Source, State, Touched};
use wayfare::store::MANIFEST;
use wayfare::text::WsPath;

/// So many runs of so many edits: a thousand edits in all.
const RUNS: u32 = 50;
const EDITS: usize = 20;

/// The site is written after every so many edits, so that the writing takes up what several have changed. Then the pages
/// of rules are compared, too: they are most of the site, and say what the findings say.
const WRITTEN: usize = 5;

proptest! {
    #![proptest_config(ProptestConfig { cases: RUNS, failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_followed_is_what_a_clean_build_gives(edits in prop::collection::vec(edit::any(), EDITS)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (root, out) = (folder.path().join("work"), folder.path().join("out"));
        edit::begin(&root);
        let source = Source { templates: true, ..Source::new(&root) };
        let mut session = Session::open(source.clone()).expect("a folder that can be listed");
        for (at, edit) in edits.iter().enumerate() {
            let touched = Touched::At(edit.apply(&root));
            session.apply(&touched).expect("a folder that can be listed");
            let clean = Session::open(source.clone()).expect("a folder that can be listed");
            let (followed, clean) = (session.state(), clean.state());
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

/// A site's files by their paths.
pub(crate) type Files = BTreeMap<WsPath, Vec<u8>>;

fn findings(state: &State) -> Vec<String> {
    state.report().findings().iter().map(|finding| format!("{finding:?}")).collect()
}

/// Every file of the site, or all but the pages of rules, as they are served.
pub(crate) fn site(state: &State, whole: bool) -> Files {
    let site = state.site();
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
    let mut session = Session::open(source.clone()).expect("a folder that can be listed");
    let at_root = Touched::At([WsPath::root()].into());
    let before = session.state().snapshot();
    let tree = wayfare::session::tree(folder.path());
    fs::remove_file(folder.path().join("assets/note.txt")).expect("removed");
    fs::write(folder.path().join("blocks/new.md"), "---\nkind: insight\ntitle: New\n---\n").expect("a file");
    let after = before.after(&tree, &at_root).expect("a folder").expect("something new");
    let paths: Vec<String> = after.differences(before, &at_root).iter().map(WsPath::to_string).collect();
    assert_eq!(paths, ["assets/note.txt", "blocks/new.md"]);
    let state = session.apply(&at_root).expect("a folder").expect("something new");
    let clean = Session::open(source).expect("a folder");
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
    let open = move || Session::open(Source::new(&root)).expect("a folder that can be listed");
    let paths: Vec<WsPath> = open().state().site().paths().into_iter().collect();
    let many = rayon::ThreadPoolBuilder::new().num_threads(8).build().expect("threads");
    let (done, all) = mpsc::channel();
    thread::spawn(move || {
        // So few that most come upon what is not worked out yet.
        for some in paths.chunks(32) {
            let session = open();
            let ask = |path| {
                let made = session.state().site().render(path).expect("files that can be read");
                assert!(made.is_some(), "{path} is listed");
            };
            many.install(|| some.par_iter().for_each(ask));
        }
        done.send(()).expect("the test listens");
    });
    all.recv_timeout(Duration::from_secs(60)).expect("no two threads wait for each other");
}

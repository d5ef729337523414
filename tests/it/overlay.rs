//! Text over files: what is not saved yet, and what an edit would lead to, count as the files they would be.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use wayfare::diag::{Findings as _, Level};
use wayfare::session::{Session, Source, State as Moment, Touched};
use wayfare::store::FileTree;
use wayfare::text::{SourceText, Span, TextEdit, WorkspaceEdit, WsPath};
use wayfare::workspace::{State, Workspace};

use crate::follow::edit;
use crate::program::{Sandbox, cases};

const RUNS: u32 = 60;

fn path(text: &str) -> WsPath {
    WsPath::new(text).expect("a normal path")
}

/// What is read of every file, and what is wrong.
fn told(state: &Moment) -> Vec<String> {
    let files = state.snapshot().files().iter().map(|file| format!("{} {:?}", file.path, file.state));
    let findings = state.report().findings().iter().map(|finding| format!("{finding:?}"));
    files.chain(findings).collect()
}

fn write(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().expect("in the folder")).expect("a folder");
    fs::write(place, text).expect("a file");
}

/// One thing that happens: a text comes or goes, in an editor or in the folder.
#[derive(Clone, Debug)]
struct Step {
    file: usize,
    text: Option<usize>,
    is_buffer: bool,
    /// Whether one looks at what was touched in the folder.
    looks: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let text = prop_oneof![3 => (0..edit::texts()).prop_map(Some), 1 => Just(None)];
    (0..edit::FILES.len() + BESIDE.len(), text, any::<bool>(), any::<bool>())
        .prop_map(|(file, text, is_buffer, looks)| Step { file, text, is_buffer, looks })
}

/// Places in what may be the site's folder, and in folders that are not there.
const BESIDE: [&str; 4] = ["site/insight.md", "public/insight.md", "blocks/new/one.md", ".hidden/blocks/one.md"];

fn place(file: usize) -> &'static str {
    edit::FILES.get(file).map_or_else(|| BESIDE[file - edit::FILES.len()], |(_, path)| path)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(RUNS), failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_buffer_is_as_good_as_a_saved_file(steps in prop::collection::vec(step(), 1..25)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (root, saved) = (folder.path().join("work"), folder.path().join("saved"));
        edit::begin(&root);
        let mut session = Session::open(Source::new(&root)).expect("a folder that can be listed");
        let (mut buffers, mut touched) = (BTreeMap::new(), BTreeSet::new());
        for Step { file, text, is_buffer, looks } in steps {
            let place = place(file);
            let text = text.map(edit::text);
            // Of lists of ignored files what is saved counts.
            match (text, is_buffer && !place.ends_with(".gitignore")) {
                (Some(text), true) => {
                    buffers.insert(place, text);
                    session.set_buffer(path(place), text).expect("a folder that can be listed");
                }
                (None, true) => {
                    buffers.remove(place);
                    session.drop_buffer(&path(place)).expect("a folder that can be listed");
                }
                (text, false) => {
                    text.map_or_else(|| drop(fs::remove_file(root.join(place))), |text| write(&root, place, text));
                    touched.insert(path(place));
                }
            }
            if !looks {
                continue;
            }
            session.apply(&Touched::At(std::mem::take(&mut touched))).expect("a folder that can be listed");
            let _ = fs::remove_dir_all(&saved);
            crate::follow::copy(&root, &saved);
            buffers.iter().for_each(|(place, text)| write(&saved, place, text));
            let clean = Session::open(Source::new(&saved)).expect("a folder that can be listed");
            prop_assert_eq!(told(session.state()), told(clean.state()));
        }
        // What is in the folder comes back.
        for place in buffers.into_keys() {
            session.drop_buffer(&path(place)).expect("a folder that can be listed");
        }
        session.apply(&Touched::At(touched)).expect("a folder that can be listed");
        let clean = Session::open(Source::new(&root)).expect("a folder that can be listed");
        prop_assert_eq!(told(session.state()), told(clean.state()));
    }
}

#[test]
fn a_buffer_makes_a_state_only_where_it_says_something_else() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("blocks/keys.md", "---\nkind: insight\ntitle: Keys\n---\n");
    sandbox.write("blocks/broken.md", "---\nkind: [\n---\n");
    let mut session = Session::open(Source::new(sandbox.path())).expect("a folder");
    let before = told(session.state());
    let keys = path("blocks/keys.md");
    assert!(session.set_buffer(keys.clone(), sandbox.read("blocks/keys.md")).expect("a folder").is_none());
    let other = "---\nkind: insight\ntitle: Other\n---\n";
    let state = session.set_buffer(keys.clone(), other).expect("a folder").expect("another text");
    assert_eq!(state.snapshot().items().next().map(|item| item.title()), Some("broken"));
    assert_eq!(state.snapshot().items().nth(1).map(|item| item.title()), Some("Other"));
    // What is saved below it changes nothing, and neither does saving it.
    sandbox.write("blocks/keys.md", "---\nkind: insight\ntitle: Saved\n---\n");
    let touched = Touched::At([keys.clone()].into());
    assert!(session.apply(&touched).expect("a folder").is_none());
    sandbox.write("blocks/keys.md", other);
    assert!(session.apply(&touched).expect("a folder").is_none());
    assert!(session.drop_buffer(&keys).expect("a folder").is_none(), "it is saved");
    assert!(session.drop_buffer(&keys).expect("a folder").is_none(), "there is none any more");
    sandbox.write("blocks/keys.md", "---\nkind: insight\ntitle: Keys\n---\n");
    session.apply(&touched).expect("a folder").expect("as it was");
    // Over one that is not there, and over a broken one.
    for place in ["blocks/new/one.md", "blocks/broken.md"] {
        session.set_buffer(path(place), other).expect("a folder").expect("another record");
        let errors = session.state().report().filter(|finding| finding.level == Level::Error);
        assert!(errors.findings().iter().all(|finding| finding.path.as_str() != place), "{place}");
        session.drop_buffer(&path(place)).expect("a folder").expect("as it was");
    }
    // Where no file of the workspace can be, nothing is read.
    for place in [".hidden.md", "blocks", "blocks/keys.md/one.md", "site/one.md"] {
        assert!(session.set_buffer(path(place), other).expect("a folder").is_none(), "{place}");
    }
    assert_eq!(told(session.state()), before);
}

/// The files of a tree.
fn files(tree: &dyn FileTree) -> BTreeMap<WsPath, Vec<u8>> {
    let entries = tree.list().expect("a tree that can be listed").into_iter();
    entries.map(|entry| (entry.path.clone(), tree.read(&entry.path, false).expect("a file"))).collect()
}

/// An edit of the workspace below, in every way there is.
fn every_way(sandbox: &Sandbox) -> WorkspaceEdit {
    let source = |place: &str| SourceText::from(sandbox.read(place).as_str());
    let hash = |place: &str| source(place).hash();
    let replace = |place: &str, from: usize, to: usize, text: &str| {
        let edits = vec![TextEdit::replace(Span::new(from, to), text)];
        WorkspaceEdit::edit(path(place), &source(place), edits).expect("it fits")
    };
    let mut all = replace("workspace.yaml", 6, 10, "Other\nsite: { output: public }");
    for edit in [
        replace("blocks/keys.md", 0, 0, "\u{feff}"),
        WorkspaceEdit::delete(path("blocks/gone.md"), hash("blocks/gone.md")),
        WorkspaceEdit::create(path("blocks/new/one.md"), "new"),
        WorkspaceEdit::create(path("blocks/ignored.tmp"), "not seen"),
        WorkspaceEdit::create(path("public/index.html"), "not seen"),
        WorkspaceEdit::move_file(path("assets/a.bin"), hash("assets/a.bin"), path("assets/b.bin")),
        WorkspaceEdit::move_file(path("assets/b.bin"), hash("assets/b.bin"), path("assets/a.bin")),
        WorkspaceEdit::move_file(path("blocks/far.md"), hash("blocks/far.md"), path("journeys/x/items/far.md")),
    ] {
        all.join(edit).expect("other files");
    }
    all
}

fn workspace() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write(".gitignore", "*.tmp\n");
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("site/page.html", "built\n");
    for place in ["blocks/keys.md", "blocks/gone.md", "blocks/far.md", "assets/a.bin", "assets/b.bin"] {
        sandbox.write(place, place);
    }
    sandbox.commit_as("Maya <maya@acme.example>", "2026-01-05T12:00:00+0000", "Begin");
    sandbox
}

#[test]
fn what_an_edit_would_lead_to_is_what_it_leads_to() {
    let sandbox = workspace();
    let workspace = Workspace::new(sandbox.path());
    let edit = every_way(&sandbox);
    let states = [State::Folder, State::Staged, State::At(workspace.point("HEAD").expect("a commit"))];
    let would_be = states.map(|state| files(&*workspace.open_after(&state, &edit).expect("made for it")));
    let before = files(&*workspace.open(&State::Folder).expect("a folder"));
    assert!(before.contains_key(&path("blocks/gone.md")), "nothing is written");

    let back = workspace.apply(&edit).expect("nothing is in the way");
    let folder = files(&*workspace.open(&State::Folder).expect("a folder"));
    assert!(folder.contains_key(&path("site/page.html")), "it is built elsewhere now");
    assert_eq!(would_be[0], folder);
    sandbox.git(&["add", "-A"]);
    let staged = files(&*workspace.open(&State::Staged).expect("an index"));
    sandbox.git(&["commit", "--quiet", "-m", "Every way"]);
    let head = State::At(workspace.point("HEAD").expect("a commit"));
    let committed = files(&*workspace.open(&head).expect("a commit"));
    assert_eq!(staged, committed);
    // A revision cannot tell what its lists would ignore.
    for mut would_be in [would_be[1].clone(), would_be[2].clone()] {
        assert!(would_be.remove(&path("blocks/ignored.tmp")).is_some());
        assert_eq!(would_be, committed);
    }
    assert!(workspace.open_after(&State::Folder, &edit).is_err(), "it was made for other files");

    // Not over what has changed since; else all of it, byte for byte.
    let after = sandbox.read("blocks/keys.md");
    sandbox.write("blocks/keys.md", "changed since");
    let refused = workspace.apply(&back).expect_err("it has changed");
    assert!(refused.message.contains("`blocks/keys.md` was changed meanwhile; nothing was written"), "{refused:?}");
    assert_eq!(sandbox.read("assets/a.bin"), "assets/b.bin");
    sandbox.write("blocks/keys.md", &after);
    let forth = workspace.apply(&back).expect("nothing has changed since");
    assert_eq!(files(&*workspace.open(&State::Folder).expect("a folder")), before);
    assert!(!sandbox.files().iter().any(|file| file.starts_with("public/") || file.contains("ignored")));
    workspace.apply(&forth).expect("and forth again");
    assert_eq!(files(&*workspace.open(&State::Folder).expect("a folder")), folder);
}

#[test]
fn an_edit_is_refused_in_a_state_that_has_something_in_its_place() {
    let sandbox = workspace();
    let workspace = Workspace::new(sandbox.path());
    let edit = WorkspaceEdit::create(path("blocks/keys.md"), "new");
    let refused = workspace.open_after(&State::Folder, &edit).err().expect("something is there");
    assert!(refused.message.contains("`blocks/keys.md` exists already"), "{refused:?}");
    assert!(workspace.open_after(&State::Nothing, &edit).is_ok());
}

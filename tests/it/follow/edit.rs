//! Random edits of a small workspace whose records name each other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use wayfare::text::WsPath;

/// What a file is about: what is written to it is mostly of that sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Workspace,
    Journey,
    Item,
    Measurements,
    Persona,
    Signal,
    Asset,
    Template,
    Ignored,
}

/// The places edits happen at; what one holds often names what others define.
pub(crate) const FILES: [(Sort, &str); 23] = [
    (Sort::Workspace, "workspace.yaml"),
    (Sort::Journey, "journeys/trial/journey.yaml"),
    (Sort::Journey, "journeys/buy/journey.yaml"),
    (Sort::Item, "journeys/trial/items/wait.md"),
    (Sort::Item, "journeys/trial/items/insights/slow.md"),
    (Sort::Item, "journeys/buy/items/wait.md"),
    (Sort::Item, "blocks/insights/keys.md"),
    (Sort::Item, "blocks/keys.md"),
    (Sort::Item, "blocks/opportunities/find.md"),
    (Sort::Item, "blocks/solutions/guide.md"),
    (Sort::Item, "blocks/metrics/rate.md"),
    (Sort::Measurements, "blocks/metrics/rate.csv"),
    (Sort::Measurements, "blocks/insights/keys.csv"),
    (Sort::Persona, "personas/admin.md"),
    (Sort::Persona, "personas/buyer.md"),
    (Sort::Signal, "signals/one.md"),
    (Sort::Signal, "signals/mail/two.md"),
    (Sort::Asset, "assets/drawing.svg"),
    (Sort::Asset, "assets/note.txt"),
    (Sort::Template, "templates/not-found.html"),
    (Sort::Template, "templates/theme.css"),
    (Sort::Ignored, ".gitignore"),
    (Sort::Ignored, "blocks/.gitignore"),
];

/// Folders that are moved, and where they are moved to: some of those places do not count.
const FOLDERS: [&str; 10] = [
    "journeys/trial",
    "journeys/buy",
    "journeys",
    "blocks",
    "blocks/insights",
    "blocks/aside",
    "signals",
    ".away",
    "site",
    "assets",
];

/// What is written.
const TEXTS: [(Sort, &str); 36] = [
    (Sort::Workspace, "name: Acme\nmembers:\n  - { id: maya, name: Maya, email: m@a.example, role: owner }\n"),
    (
        Sort::Workspace,
        "name: Two\nvocabulary: { tags: [fast] }\nsite: { title: Ours, base_url: \"https://acme.example/\" }\n",
    ),
    (
        Sort::Workspace,
        "name: Acme\nsite: { output: public }\nrules: { unplaced-item: off }\nlanes: [{ id: b, title: B }]\n",
    ),
    (Sort::Workspace, "name: [\n"),
    (
        Sort::Journey,
        "title: Trial\npersonas: [admin]\nstages:\n  - id: start\n    title: Start\n    steps:\n      - id: sign-up\n        \
         title: Admin signs up\n        items:\n          - wait\n          - { item: keys, note: At once }\n          - slow\n",
    ),
    (
        Sort::Journey,
        "title: Buying\ndescription: See [[trial/start/sign-up]] and [[keys]], @maya.\nstages:\n  - id: look\n    title: Look\n    \
         steps:\n      - id: sign-up\n        title: Buyer looks\n        journeys: [trial]\n        items: [guide, locks, wait]\n",
    ),
    (
        Sort::Journey,
        "title: Two stages\nstages:\n  - id: first\n    title: First\n    steps: []\n  - id: start\n    title: Start\n    steps:\n      \
         - id: sign-up\n        title: Again\n        description: As [[buy/look/sign-up]].\n",
    ),
    (Sort::Journey, "title: Former\naliases: [trial, guide]\nstatus: archived\n"),
    (Sort::Journey, "title: Broken\nstages:\n\t- id\n"),
    (
        Sort::Item,
        "---\nkind: insight\ntitle: Keys are hard\nlinks: [find]\n---\nSee [[guide]], [[trial/start/sign-up]] and \
         [the note](../assets/note.txt).\n",
    ),
    (
        Sort::Item,
        "---\nkind: insight\ntitle: Keys are easy\naliases: [locks]\nsegment: [admin]\n---\n@maya said [[admin]] would \
         [wait](keys.md).\n",
    ),
    (
        Sort::Item,
        "---\nkind: opportunity\ntitle: Find keys\nstatus: prioritized\nowner: maya\nlinks: [keys, guide]\n---\n[[locks]] [[trial]] \
         [[rate]]\n",
    ),
    (
        Sort::Item,
        "---\nkind: solution\ntitle: Guide\nlinks: [find, rate]\nimpact: 4\neffort: 2\n---\n![A drawing](../../assets/drawing.svg)\n",
    ),
    (
        Sort::Item,
        "---\nkind: metric\ntitle: Rate\nunit: percent\ndirection: higher\nbaseline: 1\ntarget: 5\ncurrent: 3\n---\n",
    ),
    (
        Sort::Item,
        "---\nkind: touchpoint\ntitle: Waiting\naliases: [keys, slow]\n---\n# Heading\n\nWords, [there](#heading).\n",
    ),
    (Sort::Item, "---\nkind: insight\ntitle: Heard\nevidence:\n  - { signal: one, persona: buyer }\n---\n[[keys]]\n"),
    (Sort::Item, "---\nkind: insight\ntitle: Keys are hard\n---\n"),
    (Sort::Item, "---\nkind: insight\ntitle: Keys are hard\nlinks: [find, wait]\n---\n"),
    (Sort::Item, "---\nkind: touchpoint\ntitle: A lock\nlinks: [keys]\n---\n"),
    (Sort::Item, "---\nkind: opportunity\ntitle: Find keys\nlinks: [rate]\n---\n"),
    (Sort::Item, "---\nkind: solution\ntitle: Find keys\nlinks: [rate]\n---\n"),
    (Sort::Item, "---\nkind: insight\ntitle: [Keys\naliases: [locks]\n---\n"),
    (Sort::Item, "---\nkind: insight\ntitle: Aliases unread\naliases: { a: b }\n---\n"),
    (Sort::Item, "---\nkind: insigt\ntitle: No kind\nlinks: [find]\n---\n"),
    (Sort::Measurements, "date,value\n2026-01-01,1\n2026-02-01,3\n"),
    (Sort::Measurements, "date,value\n2026-02-01,x\n"),
    (Sort::Persona, "---\nname: Admin\n---\nUses [[keys]].\n"),
    (Sort::Persona, "---\nname: Buyer\naliases: [admin, shopper]\n---\n[[one]]\n"),
    (
        Sort::Signal,
        "---\nsource: mail\nexternal_id: 1\nreceived: 2026-01-02\nitems: [keys]\nstep: trial/start/sign-up\npersona: admin\n---\nA \
         letter.\n",
    ),
    (Sort::Signal, "---\nsource: mail\nexternal_id: 1\nstatus: dismissed\n---\n@maya\n"),
    (
        Sort::Asset,
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script><rect width=\"1\" height=\"1\"/></svg>\n",
    ),
    (Sort::Asset, "A note.\n"),
    (Sort::Template, "<p>{{ broken"),
    (Sort::Template, "a { color: red }\n"),
    (Sort::Ignored, "keys.md\naside\n"),
    (Sort::Ignored, "/blocks/metrics\n*.csv\n"),
];

/// What stands in a file at the beginning, where it is not the first text of its sort.
const BEGINNING: [(&str, usize); 7] = [
    ("journeys/buy/journey.yaml", 1),
    ("journeys/trial/items/wait.md", 5),
    ("blocks/opportunities/find.md", 2),
    ("blocks/solutions/guide.md", 3),
    ("blocks/metrics/rate.md", 4),
    ("personas/buyer.md", 1),
    ("signals/mail/two.md", 1),
];

/// One edit.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// Another text; of the file's own sort, unless it is to be any.
    Write { file: usize, text: usize, any: bool },
    /// Bytes that are no text.
    Corrupt { file: usize },
    /// The file, or the folder in its place, is gone.
    Delete { file: usize },
    /// Deleted and written again before anyone looks.
    Recreate { file: usize, text: usize },
    /// A file gets the place of another.
    Rename { from: usize, to: usize },
    /// A folder gets another place.
    Move { from: usize, to: usize },
    /// A link stands where a file was.
    Link { file: usize },
    /// The workspace as it was at the beginning.
    Mend,
    /// Several at once.
    Batch(Vec<Edit>),
}

/// Any edit.
pub(super) fn any() -> impl Strategy<Value = Edit> {
    prop_oneof![16 => one(), 2 => Just(Edit::Mend), 1 => prop::collection::vec(one(), 2..6).prop_map(Edit::Batch)]
}

fn one() -> impl Strategy<Value = Edit> {
    let (file, text, folder) = (|| 0..FILES.len(), || 0..TEXTS.len(), || 0..FOLDERS.len());
    prop_oneof![
        16 => (file(), text()).prop_map(|(file, text)| Edit::Write { file, text, any: false }),
        1 => (file(), text()).prop_map(|(file, text)| Edit::Write { file, text, any: true }),
        1 => file().prop_map(|file| Edit::Corrupt { file }),
        2 => file().prop_map(|file| Edit::Delete { file }),
        1 => (file(), text()).prop_map(|(file, text)| Edit::Recreate { file, text }),
        2 => (file(), file()).prop_map(|(from, to)| Edit::Rename { from, to }),
        2 => (folder(), folder()).prop_map(|(from, to)| Edit::Move { from, to }),
        1 => file().prop_map(|file| Edit::Link { file }),
    ]
}

/// Writes the workspace that edits begin with: in every file the first text of its sort.
pub(crate) fn begin(root: &Path) {
    fs::create_dir_all(root).expect("a folder");
    for file in (0..FILES.len()).filter(|file| !matches!(FILES[*file].0, Sort::Ignored | Sort::Template)) {
        // Items that fit together: see the places that they are for.
        let text = BEGINNING.iter().find(|(path, _)| *path == FILES[file].1).map_or(0, |(_, text)| *text);
        Edit::Write { file, text, any: false }.apply(root);
    }
}

/// How many texts there are.
pub(crate) fn texts() -> usize {
    TEXTS.len()
}

/// A text, of whichever sort.
pub(crate) fn text(at: usize) -> &'static str {
    TEXTS[at].1
}

impl Edit {
    /// Makes the edit, as far as it can be made; the paths at which something may have happened.
    pub(super) fn apply(&self, root: &Path) -> BTreeSet<WsPath> {
        match *self {
            Edit::Write { file, text, any } => put(root, file, |place| fs::write(place, text_for(file, text, any))),
            Edit::Corrupt { file } => {
                put(root, file, |place| fs::write(place, b"---\nkind: insight\ntitle: \xff\n---\n"))
            }
            Edit::Recreate { file, text } => {
                let mut touched = remove(root, FILES[file].1);
                touched.extend(put(root, file, |place| fs::write(place, text_for(file, text, false))));
                touched
            }
            Edit::Delete { file } => remove(root, FILES[file].1),
            Edit::Rename { from, to } => rename(root, FILES[from].1, FILES[to].1),
            Edit::Move { from, to } => rename(root, FOLDERS[from], FOLDERS[to]),
            Edit::Link { file } => {
                let mut touched = remove(root, FILES[file].1);
                touched.extend(put(root, file, |place| link(&root.join("workspace.yaml"), place)));
                touched
            }
            Edit::Mend => {
                let all = FILES.iter().map(|(_, path)| *path).chain(FOLDERS).chain(["blocks", "public"]);
                let gone = all.flat_map(|path| remove(root, path)).collect();
                begin(root);
                gone
            }
            Edit::Batch(ref edits) => edits.iter().flat_map(|edit| edit.apply(root)).collect(),
        }
    }
}

fn text_for(file: usize, text: usize, any: bool) -> &'static str {
    let suitable: Vec<&str> =
        TEXTS.iter().filter(|(sort, _)| any || *sort == FILES[file].0).map(|(_, text)| *text).collect();
    suitable[text % suitable.len()]
}

fn put(root: &Path, file: usize, write: impl FnOnce(&Path) -> std::io::Result<()>) -> BTreeSet<WsPath> {
    let path = FILES[file].1;
    let place = root.join(path);
    let folder = place.parent().expect("a file in the folder");
    // Something else may stand in the way, and a link leads elsewhere.
    let done = fs::create_dir_all(folder).and_then(|()| {
        if place.is_symlink() {
            fs::remove_file(&place)?;
        }
        write(&place)
    });
    drop(done);
    touched(path)
}

fn remove(root: &Path, path: &str) -> BTreeSet<WsPath> {
    let place = root.join(path);
    let _ = if place.is_dir() { fs::remove_dir_all(&place) } else { fs::remove_file(&place) };
    touched(path)
}

fn rename(root: &Path, from: &str, to: &str) -> BTreeSet<WsPath> {
    let (place, target) = (root.join(from), root.join(to));
    let folder = target.parent().expect("a place in the folder");
    // Folders cannot be put into themselves or over others with something in them.
    let _ = fs::create_dir_all(folder).and_then(|()| fs::rename(place, target));
    touched(from).into_iter().chain(touched(to)).collect()
}

#[cfg(unix)]
fn link(to: &Path, place: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(to, place)
}

#[cfg(not(unix))]
fn link(to: &Path, place: &Path) -> std::io::Result<()> {
    fs::copy(to, place).map(drop)
}

/// A path, as it is noticed; hidden ones are not, but for lists of ignored files.
fn touched(path: &str) -> BTreeSet<WsPath> {
    let hidden = path.starts_with('.') && path != ".gitignore";
    WsPath::new(path).filter(|_| !hidden).into_iter().collect()
}

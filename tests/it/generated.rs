//! The workspaces that the benches are run on: the same for one seed, and clean.

#[path = "../../benches/workspace/mod.rs"]
pub(crate) mod workspace;

use wayfare::check::check;
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;

#[test]
fn generated_workspaces_are_clean_whatever_their_size() {
    for items in [1, 7, 40, 400] {
        let files = workspace::generate(items, 7);
        let made = files.keys().filter(|path| path.ends_with(".md") && !path.starts_with("signals/"));
        assert!(made.count() >= items);
        let tree: MemoryTree = files.iter().map(|(path, text)| (path, text.clone().into_bytes())).collect();
        let report = check(&Snapshot::load(&tree).expect("a tree in memory can be listed"));
        // Very small ones lack what their kinds are to be linked with: there is advice then, but no error.
        assert_eq!(report.summary().errors, 0, "{items} items: {:#?}", report.findings());
        assert!(items < 40 || report.findings().is_empty(), "{items} items: {:#?}", report.findings());
    }
}

#[test]
fn a_seed_decides_everything() {
    assert_eq!(workspace::generate(100, 1), workspace::generate(100, 1));
    assert_ne!(workspace::generate(100, 1), workspace::generate(100, 2));
}

//! What a [`WorkspaceEdit`] leads to, path by path: what is there before it and what is there afterwards.

use std::collections::BTreeMap;

use blake3::Hash;

use super::ApplyError;
use crate::text::{Content, FileChange, WorkspaceEdit, WsPath};

/// What happens at one path.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The hash of the file that is there before; `None` where none may be.
    pub(super) before: Option<Hash>,
    /// The file that is there afterwards.
    pub(super) after: Option<After>,
}

/// A file as a change leaves it.
#[derive(Debug)]
pub(super) struct After {
    pub(super) bytes: Vec<u8>,
    /// The path of the file it is made of; `None` for a new one.
    pub(super) was_at: Option<WsPath>,
}

/// What `edit` leads to. `read` gives the bytes of a file that is there, or fails.
///
/// # Errors
/// When a file is not the one that the change was made for.
pub(super) fn outcomes(
    edit: &WorkspaceEdit,
    read: &dyn Fn(&WsPath) -> Result<Vec<u8>, ApplyError>,
) -> Result<BTreeMap<WsPath, Outcome>, ApplyError> {
    let mut outcomes: BTreeMap<WsPath, Outcome> = BTreeMap::new();
    for (path, change) in edit.changes() {
        let read_base = |base: Hash| {
            let bytes = read(path)?;
            if blake3::hash(&bytes) == base { Ok(bytes) } else { Err(ApplyError::Stale(path.clone())) }
        };
        let (base, target, bytes) = match change {
            FileChange::Create(bytes) => {
                let after = After { bytes: bytes.to_vec(), was_at: None };
                outcomes.entry(path.clone()).or_default().after = Some(after);
                continue;
            }
            FileChange::Delete(base) => {
                read_base(*base)?;
                outcomes.entry(path.clone()).or_default().before = Some(*base);
                continue;
            }
            FileChange::Edit(splices) => {
                let base = splices.base().hash();
                read_base(base)?;
                (base, path, splices.after().into_bytes())
            }
            FileChange::Move { to, content } => {
                let there = read_base(content.base())?;
                let bytes = match content {
                    Content::Same(_) => there,
                    Content::Spliced(splices) => splices.after().into_bytes(),
                };
                (content.base(), to, bytes)
            }
        };
        outcomes.entry(path.clone()).or_default().before = Some(base);
        outcomes.entry(target.clone()).or_default().after = Some(After { bytes, was_at: Some(path.clone()) });
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::{FileTree as _, MemoryTree};
    use crate::text::{SourceText, Span, TextEdit};

    const PATHS: [&str; 4] = ["a", "b", "c/d", "c/e"];

    /// A random change of one file: which, what, where to, and how.
    type Draw = (usize, u8, usize, u8);

    fn path(index: usize) -> WsPath {
        WsPath::new(PATHS[index]).expect("a normal path")
    }

    /// A change of the tree as it is; none where that is not possible.
    fn change(tree: &MemoryTree, (at, what, to, how): Draw) -> Option<WorkspaceEdit> {
        let at = path(at);
        let Ok(bytes) = tree.read(&at, false) else {
            return Some(WorkspaceEdit::create(at, format!("{how}äbc\n{to}")));
        };
        let hash = blake3::hash(&bytes);
        let source = SourceText::from_bytes(bytes);
        let length = source.text().len();
        Some(match what % 6 {
            0 => WorkspaceEdit::delete(at, hash),
            1 | 2 => WorkspaceEdit::move_file(at, hash, path(to)),
            _ => {
                let (first, second) = (usize::from(how) % (length + 1), usize::from(how / 16) % (length + 1));
                let span = Span::new(first.min(second), first.max(second));
                let text = &"xyzä"[..usize::from(what) % 4];
                WorkspaceEdit::edit(at, &source, vec![TextEdit::replace(span, text), TextEdit::insert(length, "!")])
                    .ok()?
            }
        })
    }

    /// The changes of `draws` that go together.
    fn changes(tree: &MemoryTree, draws: &[Draw]) -> WorkspaceEdit {
        let mut all = WorkspaceEdit::default();
        for edit in draws.iter().filter_map(|draw| change(tree, *draw)) {
            let _ = all.join(edit);
        }
        all
    }

    fn files(tree: &MemoryTree) -> Vec<(&WsPath, &[u8])> {
        tree.files().collect()
    }

    fn draws() -> impl Strategy<Value = Vec<Draw>> {
        proptest::collection::vec((0..PATHS.len(), any::<u8>(), 0..PATHS.len(), any::<u8>()), 0..5)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn composing_and_applying_is_applying_one_after_the_other(
            rounds in proptest::collection::vec(draws(), 1..5),
            wrong in draws(),
            first in 0..16_usize,
        ) {
            let there = PATHS.iter().enumerate().filter(|(index, _)| first & (1 << index) != 0);
            let start: MemoryTree = there.map(|(_, path)| (path, format!("{path}: äöü\n"))).collect();
            let (mut tree, mut all) = (start.clone(), WorkspaceEdit::default());
            for round in &rounds {
                let edit = changes(&tree, round);
                let mut next = tree.clone();
                // What was joined may still want a place that is taken.
                if next.apply(&edit).is_err() {
                    continue;
                }
                tree = next;
                all = all.compose(edit).expect("what can be applied can be composed");
                let mut at_once = start.clone();
                at_once.apply(&all).expect("what was composed can be applied");
                prop_assert_eq!(files(&at_once), files(&tree));
            }
            let back = all.inverse(&|path| start.read(path, false).ok()).expect("what was deleted was there");
            let mut again = tree.clone();
            again.apply(&back).expect("nothing has changed since");
            prop_assert_eq!(files(&again), files(&start));
            let forth = back.inverse(&|path| tree.read(path, false).ok()).expect("what was created is there");
            again.apply(&forth).expect("nothing has changed since");
            prop_assert_eq!(files(&again), files(&tree));
            // Made for the first state, not for what is left of it.
            let edit = changes(&start, &wrong);
            let one_by_one = tree.apply(&edit);
            match all.compose(edit) {
                Err(_) => prop_assert!(one_by_one.is_err()),
                Ok(all) => {
                    let mut at_once = start;
                    let applied = at_once.apply(&all);
                    prop_assert_eq!(applied.is_err(), one_by_one.is_err());
                    if applied.is_ok() {
                        prop_assert_eq!(files(&at_once), files(&tree));
                    }
                }
            }
        }
    }

    #[test]
    fn what_has_changed_since_is_not_taken_back() {
        let start: MemoryTree = [("a", "abc"), ("b", "old")].into_iter().collect();
        let source = SourceText::from("abc");
        let mut all = WorkspaceEdit::edit(path(0), &source, vec![TextEdit::insert(3, "d")]).expect("fits");
        all.join(WorkspaceEdit::delete(path(1), blake3::hash(b"old"))).expect("other files");
        all.join(WorkspaceEdit::create(path(2), "new")).expect("other files");
        assert!(all.inverse(&|_| None).is_err(), "what was deleted has to be known");
        assert!(all.inverse(&|_| Some(b"another".to_vec())).is_err());
        let back = all.inverse(&|path| start.read(path, false).ok()).expect("it is known");
        let mut tree = start.clone();
        tree.apply(&all).expect("made for these files");
        for (at, text) in [(0, "abcd!"), (1, "old"), (2, "newer")] {
            let mut changed = tree.clone();
            changed.insert(path(at), text);
            let before = changed.clone();
            assert!(changed.apply(&back).is_err(), "{at}");
            assert_eq!(files(&changed), files(&before));
        }
        tree.apply(&back).expect("nothing has changed since");
        assert_eq!(files(&tree), files(&start));
    }

    #[test]
    fn conflicts_say_which_file_and_why() {
        use crate::text::ConflictReason::{Changed, Gone, Taken, Touched};
        let source = SourceText::from("abc");
        let edit = |text: &SourceText| {
            WorkspaceEdit::edit(path(0), text, vec![TextEdit::replace(Span::new(1, 2), "x")]).expect("fits")
        };
        let delete = || WorkspaceEdit::delete(path(0), source.hash());
        let move_file = |to| WorkspaceEdit::move_file(path(0), source.hash(), path(to));
        let reason = |earlier: WorkspaceEdit, later| earlier.compose(later).expect_err("a conflict");
        for (earlier, later, at, why) in [
            (delete(), edit(&source), 0, Gone),
            (move_file(1), delete(), 0, Gone),
            (edit(&source), edit(&source), 0, Changed),
            (move_file(1), WorkspaceEdit::create(path(1), "x"), 1, Taken),
            (WorkspaceEdit::create(path(1), "x"), move_file(1), 1, Taken),
            (WorkspaceEdit::create(path(0), "x"), delete(), 0, Changed),
        ] {
            let conflict = reason(earlier, later);
            assert_eq!((conflict.path, conflict.reason), (path(at), why));
        }
        let mut joined = edit(&source);
        let conflict = joined.join(edit(&source)).expect_err("a conflict");
        assert_eq!((conflict.reason, &joined), (Touched, &edit(&source)));
        assert_eq!(joined.join(delete()).expect_err("a conflict").reason, Touched);
        // What cancels leaves nothing.
        let nothing = WorkspaceEdit::create(path(0), "abc").compose(delete()).expect("no conflict");
        assert!(nothing.is_empty());
        let back =
            move_file(1).compose(WorkspaceEdit::move_file(path(1), source.hash(), path(0))).expect("no conflict");
        assert!(back.is_empty());
    }
}

//! `check --fix`: the changes that findings carry, made together.
//!
//! Changes are made in memory, round after round, since one may show another or stand in its way. What comes out is
//! checked: a file whose changes cause a finding that was not there before is left as it is.

use super::{check, compare};
use crate::diag::{Diagnostic, Level, Report, Rule};
use crate::snapshot::{FileEntry, ParseCache, Snapshot};
use crate::store::{FileTree, OverlayTree, StoreError};
use crate::text::{SourceText, WorkspaceEdit, WsPath};

/// How often changes are made and the result is checked. Each round mends all that do not touch; what is left after
/// these is left to the next run.
const ROUNDS: usize = 10;

/// What mending comes to.
#[derive(Debug)]
pub struct Mending {
    /// The change.
    pub edit: WorkspaceEdit,
    /// The texts of the files that change, before and after, sorted by path.
    pub files: Vec<MendedFile>,
    /// How many findings were mended.
    pub mended: usize,
    /// Files that are left as they are.
    pub left_alone: Vec<LeftAlone>,
    /// What is left to find.
    pub report: Report,
    /// The workspace after it.
    pub snapshot: Snapshot,
}

/// One file that changes.
#[derive(Debug)]
pub struct MendedFile {
    /// Which.
    pub path: WsPath,
    /// Its text now.
    pub before: SourceText,
    /// Its text afterwards.
    pub after: String,
}

/// A file that is left as it is, since mending it would cause a finding that was not there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftAlone {
    /// Which.
    pub path: WsPath,
    /// The rule of the finding it would cause.
    pub rule: Rule,
    /// What that finding would say.
    pub message: String,
}

/// Mends what can be mended of the findings for which `wanted` holds.
///
/// Nothing is written: that is the caller's.
///
/// # Errors
/// When the tree cannot be listed.
pub fn mend(tree: &dyn FileTree, wanted: &dyn Fn(&Diagnostic) -> bool) -> Result<Mending, StoreError> {
    let cache = ParseCache::new();
    let original = Snapshot::load_with(tree, &cache)?;
    let before = check(&original);
    let mut left_alone: Vec<LeftAlone> = Vec::new();
    let mut give_up = false;
    loop {
        let is_left = |path: &WsPath| give_up || left_alone.iter().any(|left| left.path == *path);
        let wanted = |finding: &Diagnostic| wanted(finding) && !is_left(&finding.path);
        let Some(changed) = rounds(tree, &cache, &before, &wanted)? else {
            let (edit, files) = (WorkspaceEdit::default(), Vec::new());
            return Ok(Mending { edit, files, mended: 0, left_alone, report: before, snapshot: original });
        };
        let Changed { edit, overlay, snapshot, report } = changed;
        let Some(harm) = harm(&original, &before, &snapshot, &report) else {
            let mended = before.findings().len().saturating_sub(report.findings().len());
            let files = files(&original, &overlay);
            return Ok(Mending { edit, files, mended, left_alone, report, snapshot });
        };
        // Harm in a file that is left alone comes from another one, and which cannot be told.
        give_up = is_left(&harm.path);
        left_alone.push(harm);
    }
}

/// A workspace in which changes were made.
struct Changed<'t> {
    edit: WorkspaceEdit,
    overlay: OverlayTree<&'t dyn FileTree>,
    snapshot: Snapshot,
    report: Report,
}

/// Makes changes until there are no more, beginning with the workspace as it is; `None` when there are none at all.
fn rounds<'t>(
    tree: &'t dyn FileTree,
    cache: &ParseCache,
    original: &Report,
    wanted: &dyn Fn(&Diagnostic) -> bool,
) -> Result<Option<Changed<'t>>, StoreError> {
    let mut changed: Option<Changed<'t>> = None;
    for _ in 0..ROUNDS {
        let report = changed.as_ref().map_or(original, |changed| &changed.report);
        let round = edit_of(report.findings().iter().filter(|finding| wanted(finding)));
        if round.is_empty() {
            break;
        }
        let (edit, mut overlay) = match changed.take() {
            Some(Changed { edit, overlay, .. }) => (edit, overlay),
            None => (WorkspaceEdit::default(), OverlayTree::new(tree)),
        };
        // The findings are of what the edit so far has led to, so that neither can fail but by a file that has changed
        // meanwhile: then that is found when the edit is carried out, and nothing is written.
        let Ok(edit) = edit.compose(round.clone()) else { return Ok(None) };
        if overlay.apply(&round).is_err() {
            return Ok(None);
        }
        let snapshot = Snapshot::load_with(&overlay, cache)?;
        let report = check(&snapshot);
        changed = Some(Changed { edit, overlay, snapshot, report });
    }
    Ok(changed)
}

/// The changes of this round as one: of those that touch each other the first.
fn edit_of<'f>(findings: impl Iterator<Item = &'f Diagnostic>) -> WorkspaceEdit {
    let mut all = WorkspaceEdit::default();
    for fix in findings.filter_map(|finding| finding.fix.as_ref()) {
        // What does not go with those before it is found again in the next round.
        let _ = all.join(fix.edit.clone());
    }
    all
}

/// The first finding that was not there before; what is only seen now that a file can be read does not count.
fn harm(original: &Snapshot, before: &Report, mended: &Snapshot, after: &Report) -> Option<LeftAlone> {
    let is_broken = |path: &WsPath| original.file(path).is_some_and(|file| file.whole_document().is_none());
    let is_read_now = |file: &FileEntry| file.whole_document().is_some() && is_broken(&file.path);
    let shows_others = mended.files().iter().any(|file| is_read_now(file));
    let has_lost =
        |path: &WsPath| original.file(path).and_then(FileEntry::record).is_some_and(|record| !record.lost.is_empty());
    let is_seen_now = |finding: &Diagnostic| {
        is_broken(&finding.path) || finding.level == Level::Warn && (shows_others || has_lost(&finding.path))
    };
    let beyond = compare::beyond(after, before);
    let Diagnostic { path, problem, .. } = beyond.findings().iter().find(|finding| !is_seen_now(finding))?;
    Some(LeftAlone { path: path.clone(), rule: problem.rule, message: problem.message.clone() })
}

fn files(original: &Snapshot, overlay: &OverlayTree<&dyn FileTree>) -> Vec<MendedFile> {
    let mended = overlay.files().filter_map(|(path, after)| {
        let before = original.file(path)?.source()?.clone();
        let after = String::from_utf8_lossy(after).into_owned();
        Some(MendedFile { path: path.clone(), before, after })
    });
    mended.filter(|file| file.before.text() != file.after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryTree;

    const WORKSPACE: &str = "name: W\nmembers:\n  - { id: maya, name: Maya, role: owner }\n";
    const JOURNEY: &str = "\
title: J # the journey
owner: myaa
stages:
  - id: s
    title: S
    steps:
      - id: one
        title: Customer begins
        items:
          - pian  # misspelt
          - pain
          - old-pain
          - local
          - metric
";

    fn tree(journey: &str) -> MemoryTree {
        [
            ("workspace.yaml", WORKSPACE),
            ("journeys/j/journey.yaml", journey),
            ("journeys/j/items/local.md", "---\nkind: touchpoint\ntitle: Local\n---\n"),
            (
                "blocks/pain.md",
                "---\nkind: insight\ntitle: P\naliases: [old-pain]\nlinks: [local]\n---\nSee [[old-pain]].\n",
            ),
            ("blocks/metric.md", "---\nkind: metric\ntitle: M\ncurrent: 1\nallow: [metric-without-use]\n---\n"),
            ("blocks/metric.csv", "date,value\n2026-01-01,2.5\n"),
        ]
        .into_iter()
        .collect()
    }

    fn after<'m>(mending: &'m Mending, path: &str) -> &'m str {
        mending.files.iter().find(|file| file.path.as_str() == path).map_or("", |file| file.after.as_str())
    }

    #[test]
    fn mends_everything_that_is_clear_and_keeps_the_rest() {
        let mending = mend(&tree(JOURNEY), &|_| true).expect("a tree in memory can be listed");
        assert_eq!(mending.report.findings(), [], "{:?}", mending.left_alone);
        let wanted = JOURNEY
            .replace("myaa", "maya")
            .replace("          - pain\n          - old-pain\n", "")
            .replace("pian ", "pain ");
        assert_eq!(after(&mending, "journeys/j/journey.yaml"), wanted);
        assert!(after(&mending, "blocks/metric.md").contains("current: 2.5"));
        assert!(after(&mending, "blocks/pain.md").ends_with("links: []\n---\nSee [[pain]].\n"));
        assert!(after(&mending, "journeys/j/items/local.md").contains("links: [pain]"));
    }

    #[test]
    fn the_change_makes_the_texts_and_leaves_the_rest_alone() {
        let mut tree = tree(JOURNEY);
        let mending = mend(&tree, &|_| true).expect("a tree in memory can be listed");
        assert_eq!(mending.edit.changes().count(), mending.files.len());
        tree.apply(&mending.edit).expect("the change is of this tree");
        for file in &mending.files {
            assert_eq!(tree.read(&file.path, false).ok().as_deref(), Some(file.after.as_bytes()), "{}", file.path);
        }
    }

    #[test]
    fn mends_only_what_is_wanted() {
        let mending = mend(&tree(JOURNEY), &|finding| finding.problem.rule == Rule::UnknownMember)
            .expect("a tree in memory can be listed");
        assert_eq!(mending.mended, 1);
        assert_eq!(mending.files.len(), 1);
    }

    #[test]
    fn leaves_a_file_alone_that_would_get_worse() {
        let journey = "title: J\npersonas: [ann]\nstages:\n  - id: s\n    title: S\n    steps:\n      \
            - { id: one, title: T, personas: [robert-x], items: [pain] }\n";
        let mut tree = tree(journey);
        for id in ["ann", "robert"] {
            let path = WsPath::new(&format!("personas/{id}.md")).expect("a normal path");
            tree.insert(path, format!("---\nname: {id}\nallow: [persona-unused]\n---\n"));
        }
        let mending = mend(&tree, &|_| true).expect("a tree in memory can be listed");
        let left: Vec<(&str, Rule)> = mending.left_alone.iter().map(|left| (left.path.as_str(), left.rule)).collect();
        assert_eq!(left, [("journeys/j/journey.yaml", Rule::PersonaOutsideJourney)]);
        assert!(mending.report.findings().iter().any(|finding| finding.problem.rule == Rule::UnknownPersona));
        assert!(mending.files.iter().any(|file| file.path.as_str() == "blocks/metric.md"));
    }
}

//! `check --fix`: the changes that findings carry, made together.
//!
//! Changes are made in memory, round after round, since one may show another or stand in its way. What comes out is
//! checked: a file whose changes cause a finding that was not there before is left as it is.

use std::collections::BTreeMap;

use super::{check, compare};
use crate::diag::{Diagnostic, Report, Rule};
use crate::snapshot::{ParseCache, Snapshot};
use crate::store::{FileTree, OverlayTree, StoreError, WorkspaceEdit};
use crate::text::{SourceText, Span, TextEdit, WsPath, apply_edits};

/// How often changes are made and the result is checked. Each round mends all that do not touch; what is left after
/// these is left to the next run.
const ROUNDS: usize = 10;

/// What mending comes to.
#[derive(Debug)]
pub struct Mending {
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

impl Mending {
    /// The change that carries it out.
    pub fn edit(&self) -> WorkspaceEdit {
        let mut edit = WorkspaceEdit::default();
        for file in &self.files {
            edit.splice(file.path.clone(), &file.before, vec![splice(file.before.text(), &file.after)]);
        }
        edit
    }
}

/// The smallest single splice that makes `after` of `before`.
fn splice(before: &str, after: &str) -> TextEdit {
    let same = |(a, b): &(char, char)| a == b;
    let start: usize = before.chars().zip(after.chars()).take_while(same).map(|(a, _)| a.len_utf8()).sum();
    let (before_rest, after_rest) = (&before[start..], &after[start..]);
    let ends = before_rest.chars().rev().zip(after_rest.chars().rev());
    let end: usize = ends.take_while(same).map(|(a, _)| a.len_utf8()).sum();
    TextEdit::replace(Span::new(start, before.len() - end), &after_rest[..after_rest.len() - end])
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
        let Some((overlay, snapshot, report)) = rounds(tree, &cache, (&original, &before), &wanted)? else {
            return Ok(Mending { files: Vec::new(), mended: 0, left_alone, report: before, snapshot: original });
        };
        let Some(harm) = harm(&before, &report) else {
            let mended = before.findings().len().saturating_sub(report.findings().len());
            return Ok(Mending { files: files(&original, &overlay), mended, left_alone, report, snapshot });
        };
        // Harm in a file that is left alone comes from another one, and which cannot be told.
        give_up = is_left(&harm.path);
        left_alone.push(harm);
    }
}

/// Makes changes until there are no more, beginning with the workspace as it is; `None` when there are none at all.
fn rounds<'t>(
    tree: &'t dyn FileTree,
    cache: &ParseCache,
    original: (&Snapshot, &Report),
    wanted: &dyn Fn(&Diagnostic) -> bool,
) -> Result<Option<(OverlayTree<'t>, Snapshot, Report)>, StoreError> {
    let mut overlay = OverlayTree::new(tree);
    let mut changed: Option<(Snapshot, Report)> = None;
    for _ in 0..ROUNDS {
        let (snapshot, report) = changed.as_ref().map_or(original, |(snapshot, report)| (snapshot, report));
        let edits = edits_of(report.findings().iter().filter(|finding| wanted(finding)));
        if !apply(snapshot, &edits, &mut overlay) {
            break;
        }
        let snapshot = Snapshot::load_with(&overlay, cache)?;
        let report = check(&snapshot);
        changed = Some((snapshot, report));
    }
    Ok(changed.map(|(snapshot, report)| (overlay, snapshot, report)))
}

/// The changes of this round by file: of those that touch each other the first.
fn edits_of<'f>(findings: impl Iterator<Item = &'f Diagnostic>) -> BTreeMap<&'f WsPath, Vec<TextEdit>> {
    let mut edits: BTreeMap<&WsPath, Vec<TextEdit>> = BTreeMap::new();
    for finding in findings {
        let Some(fix) = &finding.problem.fix else { continue };
        let own = (&finding.path, &fix.edits);
        let parts: Vec<(&WsPath, &Vec<TextEdit>)> =
            std::iter::once(own).chain(fix.elsewhere.iter().map(|(path, edits)| (path, edits))).collect();
        let touches = |path: &&WsPath, new: &TextEdit| {
            edits.get(*path).is_some_and(|taken| taken.iter().any(|old| touch(old.span, new.span)))
        };
        if parts.iter().any(|(path, new)| new.iter().any(|edit| touches(path, edit))) {
            continue;
        }
        for (path, new) in parts {
            edits.entry(path).or_default().extend(new.iter().cloned());
        }
    }
    edits
}

fn touch(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// Makes the changes; whether there were any.
fn apply(snapshot: &Snapshot, edits: &BTreeMap<&WsPath, Vec<TextEdit>>, overlay: &mut OverlayTree<'_>) -> bool {
    let mut changed = false;
    for (path, edits) in edits {
        let Some(source) = snapshot.file(path).and_then(|file| file.source()) else { continue };
        if let Ok(text) = apply_edits(source.text(), edits)
            && text != source.text()
        {
            overlay.insert((*path).clone(), text);
            changed = true;
        }
    }
    changed
}

/// The first finding that was not there before.
fn harm(before: &Report, after: &Report) -> Option<LeftAlone> {
    let beyond = compare::beyond(after, before);
    let Diagnostic { path, problem, .. } = beyond.findings().first()?;
    Some(LeftAlone { path: path.clone(), rule: problem.rule, message: problem.message.clone() })
}

fn files(original: &Snapshot, overlay: &OverlayTree<'_>) -> Vec<MendedFile> {
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
          - old-pain # a former ID
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
            .replace("          - pain\n          - old-pain # a former ID\n", "")
            .replace("pian ", "pain ");
        assert_eq!(after(&mending, "journeys/j/journey.yaml"), wanted);
        assert!(after(&mending, "blocks/metric.md").contains("current: 2.5"));
        assert!(after(&mending, "blocks/pain.md").ends_with("links: []\n---\nSee [[pain]].\n"));
        assert!(after(&mending, "journeys/j/items/local.md").contains("links: [pain]"));
    }

    #[test]
    fn the_change_makes_the_texts_and_leaves_the_rest_alone() {
        let mending = mend(&tree(JOURNEY), &|_| true).expect("a tree in memory can be listed");
        assert_eq!(mending.edit().changes().count(), mending.files.len());
        for (before, after) in [("aéb", "aèb"), ("aa", "aaa"), ("aaa", "aa"), ("", "x"), ("x", ""), ("äx", "ö")] {
            assert_eq!(apply_edits(before, &[splice(before, after)]).as_deref(), Ok(after), "{before} {after}");
        }
        assert_eq!(splice("one two three", "one 2 three"), TextEdit::replace(Span::new(4, 7), "2"));
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

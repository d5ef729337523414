//! What one report finds and another does not.
//!
//! Findings are told apart by rule, record and message: lines shift and files move without anything being wrong that
//! was not wrong before. They are counted, so that a second mistake of a known sort is a new one.

use std::collections::HashMap;
use std::hash::Hash;

use super::findings;
use super::scope::Scope;
use crate::diag::{Diagnostic, Report, Rule};
use crate::model::FileKind;
use crate::snapshot::Snapshot;
use crate::store::layout::{Place, place};
use crate::text::WsPath;

/// The findings that only the later of two snapshots has, and those that only the earlier one has.
///
/// The same as checking both and comparing the reports by [`beyond`], but that only what may differ is gone through;
/// so suggestions may be found that had no room among thousands of findings.
pub fn between(before: &Snapshot, after: &Snapshot) -> (Report, Report) {
    let (of_before, of_after) = Scope::of_both(before, after);
    let check = |snapshot, scope| Report::new(findings(snapshot, scope, &|| false));
    let (old, new) = rayon::join(|| check(before, &of_before), || check(after, &of_after));
    (beyond(&new, &old), beyond(&old, &new))
}

/// The findings of `now` that `base` has not, in order.
///
/// Where there are more of equal findings than before, those in the places known before are the old ones.
pub fn beyond(now: &Report, base: &Report) -> Report {
    let mut new: Vec<&Diagnostic> = now.findings().iter().collect();
    let mut old: Vec<&Diagnostic> = base.findings().iter().collect();
    take_pairs(&mut new, &mut old, |finding| (Meaning::of(finding), &finding.path, finding.problem.label.as_deref()));
    take_pairs(&mut new, &mut old, |finding| (Meaning::of(finding), &finding.path));
    take_pairs(&mut new, &mut old, Meaning::of);
    Report::new(new.into_iter().cloned().collect())
}

/// Takes what has an equal key out of both, each with one of the other.
fn take_pairs<'f, K: Eq + Hash>(
    new: &mut Vec<&'f Diagnostic>,
    old: &mut Vec<&'f Diagnostic>,
    key: impl Fn(&'f Diagnostic) -> K,
) {
    if new.is_empty() || old.is_empty() {
        return;
    }
    let mut by_key: HashMap<K, Vec<usize>> = HashMap::new();
    for (at, finding) in old.iter().enumerate().rev() {
        by_key.entry(key(finding)).or_default().push(at);
    }
    let mut is_known = vec![false; old.len()];
    new.retain(|finding| {
        let same = by_key.get_mut(&key(finding)).and_then(Vec::pop);
        if let Some(at) = same {
            is_known[at] = true;
        }
        same.is_none()
    });
    let mut is_known = is_known.into_iter();
    old.retain(|_| !is_known.next().unwrap_or_default());
}

/// What a finding says, wherever it stands.
#[derive(PartialEq, Eq, Hash)]
struct Meaning {
    rule: Rule,
    record: Subject,
    message: String,
}

/// What a finding is about.
#[derive(PartialEq, Eq, Hash)]
enum Subject {
    /// A record, which keeps its ID when its file moves.
    Record(FileKind, String),
    /// Anything else is known by its path.
    File(WsPath),
}

impl Subject {
    fn of(path: &WsPath) -> Subject {
        match place(path) {
            Place::Record(record) => Subject::Record(record.kind, record.id),
            Place::Asset | Place::Template | Place::Unexpected(_) | Place::Other => Subject::File(path.clone()),
        }
    }
}

impl Meaning {
    fn of(finding: &Diagnostic) -> Meaning {
        let problem = &finding.problem;
        let mut message = problem.message.clone();
        // The message may say where the other record stands, and that one may have moved.
        for path in problem.related.iter().filter_map(|related| related.path.as_ref()) {
            message = message.replace(path.as_str(), path.file_name());
        }
        Meaning { rule: problem.rule, record: Subject::of(&finding.path), message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::snapshot::Snapshot;
    use crate::store::MemoryTree;

    fn report(files: &[(&str, &str)]) -> Report {
        let tree: MemoryTree = files.iter().copied().chain([("workspace.yaml", "name: W\n")]).collect();
        check(&Snapshot::load(&tree).expect("a tree in memory can be listed"))
    }

    /// What is new, as `path: label or message`.
    fn new(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<String> {
        let beyond = beyond(&report(after), &report(before));
        let shown = beyond.findings().iter().map(|finding| {
            let said = finding.problem.label.as_ref().unwrap_or(&finding.problem.message);
            format!("{}: {said}", finding.path)
        });
        shown.collect()
    }

    fn journey(steps: &[(&str, &str)]) -> String {
        let step = |(id, items): &(&str, &str)| format!("      - {{ id: {id}, title: T, items: [{items}] }}\n");
        let steps: String = steps.iter().map(step).collect();
        format!("title: J\nstages:\n  - id: s\n    title: S\n    steps:\n{steps}")
    }

    const LOST: &str = "---\nkind: insight\ntitle: A\nlinks: [gone]\nallow: [unplaced-item]\n---\n";

    #[test]
    fn shifted_lines_and_moved_files_are_nothing_new() {
        let moved = LOST.replace("title: A\n", "title: A\ntags: [x]\n");
        assert_eq!(new(&[("blocks/a.md", LOST)], &[("blocks/pains/a.md", &moved)]), [""; 0]);
        let twice = [("blocks/a.md", LOST), ("blocks/b/a.md", LOST)];
        let moved = [("blocks/0/a.md", LOST), ("blocks/b/a.md", LOST)];
        assert_eq!(new(&twice, &moved), [""; 0]);
    }

    #[test]
    fn another_record_with_the_same_mistake_is_new() {
        let after = [("blocks/a.md", LOST), ("blocks/b.md", LOST)];
        assert_eq!(new(&[("blocks/a.md", LOST)], &after), ["blocks/b.md: no item `gone`"]);
        assert_eq!(new(&after, &[("blocks/a.md", LOST)]), [""; 0]);
    }

    #[test]
    fn findings_are_counted_and_the_one_in_a_new_place_is_the_new_one() {
        let before = journey(&[("two", "gone")]);
        let after = journey(&[("one", "gone"), ("two", "gone")]);
        let path = "journeys/j/journey.yaml";
        assert_eq!(new(&[(path, &before)], &[(path, &after)]), ["journeys/j/journey.yaml: placed on `s/one`"]);
    }
}

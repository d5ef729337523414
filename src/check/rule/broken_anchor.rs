//! `broken-anchor`: a `#heading` that the target does not have.

use std::collections::HashSet;

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::diag::Advice;
use crate::markdown::Reference;
use crate::model::{Document, Prose};
use crate::snapshot::{FileEntry, JourneyKey, Snapshot, StageKey, StepKey, Subject};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "The link leads to the top of the page and not to what was meant, and the reader has to search.",
    wrong: Example::files(
        "\
//- personas/first-time-admin.md
---
name: First-time admin
---
Decides alone, but see [what holds her back](#hurdle).

## Hurdles
",
    ),
    right: Example::files(
        "\
//- personas/first-time-admin.md
---
name: First-time admin
---
Decides alone, but see [what holds her back](#hurdles).

## Hurdles
",
    ),
    fix: "Use the anchor of a heading: its text in small letters, hyphens for blanks, no other signs.",
};

fn check(ctx: &mut Context<'_>) {
    for (file, document) in ctx.documents() {
        let decided = document.prose().into_iter().filter(|prose| !prose.has_conflict());
        let references = decided.flat_map(|prose| prose.references().iter().map(|reference| (prose.is_cell(), reference)));
        for (is_in_cell, reference) in references {
            let Some((anchor, headings)) = target(ctx.snapshot, file, &reference.value) else { continue };
            if headings.iter().any(|prose| prose.has_anchor(&anchor)) {
                continue;
            }
            let problem = ctx.problem(reference.span, format!("no heading `#{anchor}` there"));
            let mut all = headings.iter().flat_map(|prose| prose.headings());
            if let Some(heading) = all.find(|heading| heading.had_anchor(&anchor)) {
                let help = match heading.anchor.as_str() {
                    "" => "remove the anchor, or give the heading a letter: as it is, GitHub gives it none".to_owned(),
                    anchor => format!("write `#{anchor}`: that is the anchor GitHub gives the heading"),
                };
                ctx.report(&file.path, problem.as_warning().help(help));
                continue;
            }
            let known = headings.iter().flat_map(|prose| prose.headings()).map(|heading| heading.anchor.as_str());
            let mut seen = HashSet::new();
            let known: Vec<&str> = known.filter(|anchor| !anchor.is_empty() && seen.insert(*anchor)).collect();
            let problem = match ctx.near(&anchor, known.iter().copied()) {
                Some(near) => problem.advise(Advice::meant(format!("#{}", near.name), None)),
                None if known.is_empty() => problem.help("remove the anchor: the target has no headings"),
                None => problem.help(format!("use one of {}", shown(&known))),
            };
            ctx.report(&file.path, if is_in_cell { problem.as_warning() } else { problem });
        }
    }
}

/// The anchor a reference names, and the prose that should have it; `None` where there is none, or where something
/// else is wrong with the reference.
fn target<'a>(snapshot: &'a Snapshot, file: &'a FileEntry, reference: &Reference) -> Option<(String, Vec<&'a Prose>)> {
    match reference {
        Reference::Wiki { target, anchor: Some(anchor) } => {
            let prose = prose_of(snapshot, &snapshot.find_wiki(target).found()?)?;
            Some((anchor.clone(), prose))
        }
        Reference::Link { destination, .. } => {
            let link = snapshot.follow_link(&file.path, destination)?;
            let anchor = link.anchor.filter(|anchor| !anchor.is_empty())?;
            // Other files have no headings that the site would know.
            let target = link.destination.file().filter(|file| snapshot.find_path(&file.path).is_some())?;
            Some((anchor, target.whole_document()?.prose()))
        }
        _ => None,
    }
}

/// The prose of what a reference names; `None` where that could not be read to its end.
fn prose_of<'a>(snapshot: &'a Snapshot, subject: &Subject) -> Option<Vec<&'a Prose>> {
    let document = |file: &'a FileEntry| file.whole_document().map(Document::prose);
    let is_partial = |journey: JourneyKey| snapshot.journey(journey).file().is_partial();
    match subject {
        Subject::Stage(StageKey { journey, .. }) | Subject::Step(StepKey { stage: StageKey { journey, .. }, .. })
            if is_partial(*journey) =>
        {
            None
        }
        Subject::Stage(key) => Some(snapshot.stage(*key)?.description().into_iter().collect()),
        Subject::Step(key) => Some(snapshot.step(*key)?.description().into_iter().collect()),
        Subject::Workspace | Subject::Member(_) => Some(Vec::new()),
        record => document(snapshot.file_of(record)?),
    }
}

fn shown(anchors: &[&str]) -> String {
    const SHOWN: usize = 8;
    let names: Vec<String> = anchors.iter().take(SHOWN).map(|anchor| format!("`#{anchor}`")).collect();
    let more = if anchors.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", names.join(", "))
}

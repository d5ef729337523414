//! `stray-record`: what was meant as a record and lies where records are not read.

use std::collections::BTreeMap;

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::model::Kind;
use crate::snapshot::{FileEntry, FileState, Snapshot, Stray};
use crate::store::layout::{
    BLOCKS, ITEMS, JOURNEY_FILE, JOURNEYS, Place, WORKSPACE_FILE, is_elsewhere,
    is_of_a_tool, place, record_folders,
};
use crate::text::{Span, WsPath, near};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Records are read from a few folders alone. One that lies beside them is on no map, and nobody is told.",
    wrong: Example::files(
        "\
//- block/insights/keys-are-hard-to-find.md
---
kind: insight
title: Keys are hard to find
links: [make-credentials-findable]
---
",
    ),
    right: Example::files(
        "\
//- blocks/insights/keys-are-hard-to-find.md
---
kind: insight
title: Keys are hard to find
links: [make-credentials-findable]
---
",
    ),
    fix: "Rename the folder or move the file to where the help says. What is no record needs no `kind` of a record.",
};

fn check(ctx: &mut Context<'_>) {
    // The folders in the root, with the one that was meant.
    let mut meant: BTreeMap<&str, Option<String>> = BTreeMap::new();
    let mut folders: BTreeMap<&str, String> = BTreeMap::new();
    let mut findings = Vec::new();
    let snapshot = ctx.snapshot;
    let nested: Vec<WsPath> = nested_workspaces(snapshot);
    for file in snapshot.files() {
        let mut parts = file.path.parts();
        let (top, is_in_folder) = (parts.next().unwrap_or_default(), parts.next().is_some());
        if !is_elsewhere(&file.path) {
            findings.extend(renamed(file));
        } else if let Some(stray) = stray(file).filter(|_| !is_of_a_tool(&file.path)) {
            let folder = meant.entry(top).or_insert_with(|| folder_meant(top).filter(|_| is_in_folder));
            match (folder, stray) {
                (Some(folder), _) => drop(folders.insert(top, folder.clone())),
                (None, Some(kind)) => findings.push((file.path.clone(), of_kind(file, kind))),
                (None, None) if nested.iter().any(|folder| file.path.is_within(folder)) => {}
                (None, None) => findings.extend(of_journey(file)),
            }
        }
    }
    for (top, folder) in folders {
        let Some(path) = WsPath::new(top) else { continue };
        let is_there = snapshot.files().iter().any(|file| file.path.as_str().starts_with(folder.trim_end_matches('/')));
        let help = if is_there { format!("move its files to `{folder}`") } else { format!("rename it to `{folder}`") };
        findings.push((path, (format!("nothing in `{top}/` is read: it is no folder of records"), help)));
    }
    for (path, (message, help)) in findings {
        let problem = ctx.problem(Span::FILE, message);
        ctx.report(&path, problem.help(help));
    }
}

/// The kind a file has that looks like a record; `None` inside for one that has none, such as a persona.
fn stray(file: &FileEntry) -> Option<Option<Kind>> {
    match file.state {
        FileState::Stray(Stray::Item(kind)) => Some(Some(kind)),
        FileState::Stray(Stray::Other) => Some(None),
        FileState::NotRead if file.path.file_name() == JOURNEY_FILE => Some(None),
        _ => None,
    }
}

/// The folder that was meant by one in the root; `None` when its name is not near to any.
fn folder_meant(top: &str) -> Option<String> {
    // What other things are called.
    const OTHERS: [&str; 6] = ["integrations", "automations", "decisions", "members", "docs", "site"];
    let mut names: Vec<(String, String)> = Vec::new();
    for folder in record_folders() {
        let singular = folder.trim_end_matches('s').to_owned();
        names.extend([folder.to_owned(), singular].map(|name| (name, format!("{folder}/"))));
    }
    names.extend([ITEMS, "item"].map(|name| (name.to_owned(), format!("{BLOCKS}/"))));
    for kind in Kind::ALL {
        let folder = kind.plural();
        names.extend([folder, kind.name()].map(|name| (name.to_owned(), format!("{BLOCKS}/{folder}/"))));
    }
    if OTHERS.contains(&top) {
        return None;
    }
    let same = names.iter().find(|(name, _)| name.eq_ignore_ascii_case(top));
    let folder = |name: &str| names.iter().find(|(known, _)| known == name);
    let found = same.or_else(|| folder(near(top, names.iter().map(|(name, _)| name.as_str()))?.name));
    found.map(|(_, folder)| folder.clone())
}

fn of_kind(file: &FileEntry, kind: Kind) -> (String, String) {
    let message = format!("`{}` has the kind of a record, `{kind}`, and is not read here", file.path.file_name());
    let help = format!("move it to `{BLOCKS}/{}/`, or to the `{ITEMS}/` folder of its journey", kind.plural());
    (message, help)
}

/// The folders below that are workspaces of their own.
fn nested_workspaces(snapshot: &Snapshot) -> Vec<WsPath> {
    let folders = snapshot.files().iter().filter(|file| file.path.file_name() == WORKSPACE_FILE);
    folders.map(|file| file.path.parent()).filter(|folder| !folder.is_root()).collect()
}

/// A journey in the root, or in a folder of journeys that is not the workspace's.
fn of_journey(file: &FileEntry) -> Option<(WsPath, (String, String))> {
    let parts: Vec<&str> = file.path.parts().collect();
    let id = match parts.as_slice() {
        [JOURNEY_FILE] => "ID",
        [.., JOURNEYS, id, JOURNEY_FILE] => id,
        _ => return None,
    };
    let message = format!("`{JOURNEY_FILE}` is not read here");
    Some((file.path.clone(), (message, format!("move it to `{JOURNEYS}/{id}/{JOURNEY_FILE}`"))))
}

/// The name that was meant by one with an ending behind its own, another spelling of it, or blanks.
fn name_meant(name: &str) -> Option<String> {
    let mut meant = name.trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    while let Some((stem, _)) = meant.rsplit_once('.').filter(|(_, ending)| ending.eq_ignore_ascii_case("txt")) {
        meant = stem.trim_end();
    }
    let (stem, ending) = meant.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let ending = if ending == "mdx" { "md" } else { ending.as_str() };
    let meant = format!("{stem}.{ending}");
    (meant != name).then_some(meant)
}

/// A record by another name than such records have.
fn renamed(file: &FileEntry) -> Option<(WsPath, (String, String))> {
    let (FileState::NotRead, Place::Other) = (&file.state, &file.place) else { return None };
    let record = WsPath::new(&format!("{}/{}", file.path.parent(), name_meant(file.path.file_name())?))?;
    let is_record = matches!(place(&record), Place::Record(_)) && matches!(record.extension(), "md" | "csv");
    let message = format!("`{}` is not read: its name does not end with `.{}`", file.path.file_name(), record.extension());
    is_record.then(|| (file.path.clone(), (message, format!("rename it to `{}`", record.file_name()))))
}

#[cfg(test)]
mod tests {
    use super::name_meant;

    #[test]
    fn finds_the_name_that_was_meant() {
        for name in ["x.md ", "x.md.", "x.MD.txt", "x.md.txt.TXT", "x.mdx", "x.md .txt", "x.md\u{a0}"] {
            assert_eq!(name_meant(name).as_deref(), Some("x.md"), "{name:?}");
        }
        for name in ["x.md", "x", ".txt", "x.txt", ""] {
            assert_eq!(name_meant(name), None, "{name:?}");
        }
    }
}
